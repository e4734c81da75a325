from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import I32F32, I64F64
from tao_spec.arithmetic.integers import U64
from tao_spec.engine.fixed import ONE
from tao_spec.engine.namespaces import Namespace, make_integers
from tao_spec.engine.participants import compute_stake_shares, is_topk_nonzero
from tao_spec.engine.storing import to_list
from tao_spec.engine.subnet import Subnet
from tao_spec.transition.consensus import permits, stake

relaxed = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))

shares = st.sampled_from((0, 1, 2, 2, ONE // 3, ONE)) | st.integers(0, ONE)
stakes = st.sampled_from((0, 1 << 64, (1 << 64) - (1 << 32), (1 << 58 << 64) + (5 << 32))) | st.integers(0, 2**90).map(
    lambda bits: bits >> 32 << 32
)


@given(vector=st.lists(shares, min_size=1, max_size=24), count=st.integers(0, 26))
@relaxed
def test_the_greatest_are_those_of_the_rule(xp: Namespace, vector: list[int], count: int) -> None:
    found = to_list(is_topk_nonzero(xp, make_integers(xp, [vector]), make_integers(xp, [[count]])))
    assert found == [permits.is_topk_nonzero([I32F32(bits=share) for share in vector], count)]


@given(numbers=st.lists(stakes, min_size=1, max_size=12), threshold=st.sampled_from((0, 1, 2**30, 2**62)))
@relaxed
def test_stake_is_shared_out_as_the_rule_does(xp: Namespace, numbers: list[int], threshold: int) -> None:
    whole = make_integers(xp, [[bits >> 64 for bits in numbers]])
    fraction = make_integers(xp, [[(bits >> 32) & 0xFFFF_FFFF for bits in numbers]])
    rest = dict.fromkeys(Subnet.__dataclass_fields__, whole)
    subnet = Subnet(**{**rest, "stake_whole": whole, "stake_fraction": fraction})
    found = to_list(compute_stake_shares(xp, subnet, make_integers(xp, [[threshold]])))
    expected = stake.compute_stake_shares([I64F64(bits=bits) for bits in numbers], U64(threshold))
    assert found == [[share.bits for share in expected]]

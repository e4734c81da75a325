from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import I32F32
from tao_spec.engine import shares
from tao_spec.engine.fixed import ONE
from tao_spec.engine.namespaces import Namespace, make_integers
from tao_spec.engine.storing import get_emission, to_list
from tao_spec.transition.consensus import shares as rules
from tao_spec.transition.consensus.vector_math import vec_max_upscale_to_u16

relaxed = settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))

parts = st.sampled_from((0, 1, ONE // 2, ONE - 1, ONE)) | st.integers(0, ONE)
vectors = st.lists(parts, min_size=1, max_size=12)
amounts = st.sampled_from((0, 1, 2**32 - 1, 2**32, 2**48, 2**63, 2**64 - 1)) | st.integers(0, 2**64 - 1)


@given(vector=vectors, emission=amounts)
@relaxed
def test_each_share_of_the_emission_is_that_of_the_rule(xp: Namespace, vector: list[int], emission: int) -> None:
    expected = rules.compute_emission([I32F32(bits=share) for share in vector], AlphaBalance(emission))
    assert get_emission(xp, make_integers(xp, [vector]), emission) == expected


@given(vector=vectors)
@relaxed
def test_pruning_scores_are_those_of_the_rule(xp: Namespace, vector: list[int]) -> None:
    found = to_list(shares.vec_max_upscale_to_u16(xp, make_integers(xp, [vector])))
    assert found == [[int(score) for score in vec_max_upscale_to_u16([I32F32(bits=share) for share in vector])]]


@given(earners=st.lists(st.tuples(*[st.sampled_from((0, 1, ONE // 9)) | st.integers(0, ONE // 9)] * 4), max_size=9))
@relaxed
def test_the_emission_is_split_as_the_rule_does(xp: Namespace, earners: list[tuple[int, int, int, int]]) -> None:
    columns = [list(column) for column in zip(*(earners or [(0, 0, 0, 0)]), strict=True)]
    found = shares.compute_emission_shares(xp, *(make_integers(xp, [column]) for column in columns))
    expected = rules.compute_emission_shares(*([I32F32(bits=share) for share in column] for column in columns))
    for name in ("server", "validator", "combined"):
        assert to_list(getattr(found, name)) == [[share.bits for share in getattr(expected, name)]]

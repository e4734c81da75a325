import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic import transcendental as rules
from tao_spec.arithmetic.fixed import I32F32
from tao_spec.engine import transcendental
from tao_spec.engine.fixed import MAX, ONE
from tao_spec.engine.namespaces import Namespace, make_integers
from tao_spec.engine.storing import to_list

relaxed = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))

BOUND = transcendental.NARROW_BOUND
EDGES = (0, 1, ONE - 1, ONE, ONE + 1, BOUND - 1, BOUND, BOUND + 1, 20 * ONE, 21 * ONE, 22 * ONE, 164 * ONE)
operands = (st.sampled_from(EDGES) | st.integers(0, 24 * ONE) | st.integers(0, 2**60)).flatmap(
    lambda bits: st.sampled_from((bits, -bits))
)


def expected(bits: int) -> int:
    found = rules.exp(I32F32(bits=bits))
    return 0 if found is None else found.bits


@given(numbers=st.lists(operands, min_size=1, max_size=12))
@relaxed
def test_the_exponential_is_the_rules_or_zero_where_it_does_not_fit(xp: Namespace, numbers: list[int]) -> None:
    assert to_list(transcendental.exp_or_zero(xp, make_integers(xp, numbers))) == list(map(expected, numbers))


@given(numbers=st.lists(operands, min_size=1, max_size=12))
@relaxed
def test_the_held_exponential_is_the_rules(xp: Namespace, numbers: list[int]) -> None:
    found = to_list(transcendental.exp_safe(xp, make_integers(xp, numbers)))
    assert found == [rules.exp_safe(I32F32(bits=bits)).bits for bits in numbers]


@pytest.mark.parametrize("bits", [BOUND, -BOUND, ONE, -ONE, 0])
def test_both_ways_give_the_same_at_the_bound(xp: Namespace, bits: int) -> None:
    narrow = to_list(transcendental.exp_or_zero(xp, make_integers(xp, [bits])))
    wide = to_list(transcendental.exp_or_zero(xp, make_integers(xp, [bits, 15 * ONE])))
    assert narrow == wide[:1] == [expected(bits)]


def test_the_greatest_exponential_fits_and_the_next_does_not(xp: Namespace) -> None:
    low, high = 20 * ONE, 22 * ONE
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if expected(middle) else (low, middle)
    found = to_list(transcendental.exp_or_zero(xp, make_integers(xp, [low, high])))
    assert 0 < found[0] == expected(low) <= MAX
    assert found[1] == 0

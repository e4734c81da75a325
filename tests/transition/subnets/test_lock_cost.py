import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockHeight
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.subnets.lock_cost import get_lock_reduction_interval, get_network_lock_cost
from tests.transition.chains import genesis

AT = 200_000


def priced(last: int, registered: int, interval: int = 100_800, least: int = 0, number: int = AT) -> Chain:
    chain = genesis(number)
    subnets = chain.subnets
    subnets.network_last_lock_cost.value = TaoBalance(last)
    subnets.network_last_registered.value = BlockHeight(registered)
    subnets.network_lock_reduction_interval.value = U64(interval)
    subnets.network_min_lock_cost.value = TaoBalance(least)
    return chain


@pytest.mark.parametrize(
    ("issued", "interval"),
    [(0, 100_800), (10_500_000, 50_400), (15_750_000, 25_200), (21_000_000, 0)],
)
def test_the_interval_halves_with_the_emission(issued: int, interval: int) -> None:
    chain = priced(tao(1_000), 0)
    chain.emission.total_issuance.value = TaoBalance(tao(issued))
    assert get_lock_reduction_interval(chain) == interval


def test_asking_for_the_interval_stores_the_emission() -> None:
    chain = priced(tao(1_000), 0)
    chain.emission.total_issuance.value = TaoBalance(tao(10_500_000))
    get_lock_reduction_interval(chain)
    assert chain.emission.block_emission.value == tao(1) // 2


def test_an_interval_beyond_sixty_three_bits_is_held_there() -> None:
    assert get_lock_reduction_interval(priced(0, 0, U64.MAX)) == 2**63 - 1


@pytest.mark.parametrize(
    ("passed", "cost"),
    [(0, tao(2_000)), (50_400, tao(1_500)), (100_800, tao(1_000)), (201_600, 0), (300_000, 0)],
)
def test_the_cost_falls_from_twice_the_last_to_nothing_in_two_intervals(passed: int, cost: int) -> None:
    # Each block takes off a whole number of rao.
    found = get_network_lock_cost(priced(tao(1_000), 1, number=1 + passed))
    assert found - cost in range(201_600)


def test_before_the_first_registration_the_cost_is_not_doubled() -> None:
    assert get_network_lock_cost(priced(tao(100), 0, interval=1_000, number=10)) == tao(99)


def test_an_interval_of_zero_lets_the_cost_stand() -> None:
    assert get_network_lock_cost(priced(tao(7), 1, interval=0)) == tao(14)


@settings(deadline=None, max_examples=100)
@given(
    st.integers(0, U64.MAX), st.integers(0, U64.MAX), st.integers(0, AT), st.integers(1, 2**40), st.integers(0, U64.MAX)
)
def test_the_cost_lies_between_the_least_and_twice_the_last(
    last: int, least: int, registered: int, interval: int, later: int
) -> None:
    cost = get_network_lock_cost(priced(last, registered, interval, least))
    assert least <= cost <= max(least, min(2 * last, U64.MAX))
    assert get_network_lock_cost(priced(last, registered, interval, least, AT + later % 10**6)) <= cost

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import ROOT, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.stake import ZeroMaxStakeAmount
from tao_spec.transition.pools.prices import get_current_alpha_price
from tao_spec.transition.stake.limit_amounts import (
    compute_max_amount_between,
    get_max_amount_add,
    get_max_amount_move,
    get_max_amount_remove,
    get_price_ratio,
    is_stable,
)
from tao_spec.transition.stake.operations import Stake, stake_into_subnet
from tests.transition.stake.build import ALICE, FIRST, HOT, SECOND, STABLE, market, refusal

ONE = tao(1)
MAX = 2**64 - 1
relaxed = settings(deadline=None, max_examples=50)


def test_where_alpha_is_tao_for_a_limit() -> None:
    chain = market()
    assert [is_stable(chain, netuid) for netuid in (ROOT, FIRST, STABLE)] == [True, False, True]
    chain.pools.subnet_mechanism[ROOT] = U16(1)
    chain.pools.subnet_mechanism[STABLE] = U16(2)
    assert [is_stable(chain, netuid) for netuid in (ROOT, STABLE)] == [True, False]


@pytest.mark.parametrize("netuid", [ROOT, STABLE])
def test_a_limit_of_one_tao_is_enough_where_alpha_is_tao(netuid: NetUid) -> None:
    chain = market()
    assert get_max_amount_add(chain, netuid, ONE) == get_max_amount_remove(chain, netuid, ONE) == MAX
    assert refusal(get_max_amount_add, chain, netuid, TaoBalance(ONE - 1)) is ZeroMaxStakeAmount
    assert refusal(get_max_amount_remove, chain, netuid, TaoBalance(ONE + 1)) is ZeroMaxStakeAmount


@given(st.integers(ONE + 10**6, 100 * ONE))
@relaxed
def test_what_can_be_added_brings_the_price_to_the_limit(limit: int) -> None:
    chain = market()
    amount = get_max_amount_add(chain, FIRST, TaoBalance(limit))
    stake_into_subnet(chain, Stake(HOT, ALICE, FIRST), amount)
    price = get_current_alpha_price(chain, FIRST).to_fraction()
    assert abs(price - Fraction(limit, ONE)) < Fraction(1, 10**6)


def test_a_limit_on_the_wrong_side_of_the_price_allows_nothing() -> None:
    chain = market()
    for limit in (0, ONE // 2, ONE):
        assert refusal(get_max_amount_add, chain, FIRST, TaoBalance(limit)) is ZeroMaxStakeAmount
    for limit in (ONE, 2 * ONE, MAX):
        assert refusal(get_max_amount_remove, chain, FIRST, TaoBalance(limit)) is ZeroMaxStakeAmount


def test_from_root_the_limit_stands_on_its_head() -> None:
    chain = market()
    there = get_max_amount_move(chain, ROOT, FIRST, TaoBalance(ONE // 4))
    assert there == get_max_amount_add(chain, FIRST, TaoBalance(4 * ONE))
    assert get_max_amount_move(chain, ROOT, FIRST, TaoBalance(0)) == MAX
    back = get_max_amount_move(chain, FIRST, STABLE, TaoBalance(ONE // 4))
    assert back == get_max_amount_remove(chain, FIRST, TaoBalance(ONE // 4))


def test_between_root_and_a_subnet_without_a_pool_a_limit_of_one_is_enough() -> None:
    chain = market()
    assert get_max_amount_move(chain, ROOT, STABLE, ONE) == MAX
    assert refusal(get_max_amount_move, chain, ROOT, STABLE, TaoBalance(ONE + 1)) is ZeroMaxStakeAmount


def test_between_pools_an_empty_reserve_or_too_high_a_limit_allows_nothing() -> None:
    chain = market()
    assert get_price_ratio(chain, FIRST, SECOND).to_fraction() == 2
    assert get_max_amount_move(chain, FIRST, SECOND, TaoBalance(0)) == MAX
    assert get_max_amount_move(chain, FIRST, SECOND, ONE) > tao(100)
    for limit in (2 * ONE, 2 * ONE + 1):
        assert refusal(get_max_amount_move, chain, FIRST, SECOND, TaoBalance(limit)) is ZeroMaxStakeAmount
    chain.pools.subnet_tao[SECOND] = TaoBalance(0)
    assert refusal(get_max_amount_move, chain, FIRST, SECOND, ONE) is ZeroMaxStakeAmount


reserves = st.integers(10**6, 10**16)


@given(reserves, reserves, reserves, reserves, st.integers(1, 10**10))
@relaxed
def test_the_formula_is_that_of_two_simple_curves(t1: int, a1: int, t2: int, a2: int, limit: int) -> None:
    ratio = Fraction(limit, ONE)
    exact = max(Fraction(a2 * t1, t1 + t2) / ratio - Fraction(a1 * t2, t1 + t2), 0)
    fixed = [U64F64.saturating_from_num(number) for number in (t1, a1, t2, a2)]
    found = compute_max_amount_between(*fixed, U64F64.from_fraction(ratio))  # type: ignore[call-arg]
    if exact < 2**60:
        # The shares are cut off to 64 digits, and divided by the limit.
        assert abs(found - exact) <= 2 + exact / 10**8


def test_a_quotient_that_does_not_fit_allows_nothing() -> None:
    number = U64F64.saturating_from_num(10**16)
    assert compute_max_amount_between(number, number, number, number, U64F64.from_bits(1)) == AlphaBalance(0)

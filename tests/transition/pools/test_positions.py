from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import I64F64, U64F64
from tao_spec.arithmetic.identifiers import TickIndex
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.pools import InvalidTickRange, MaxPositionsExceeded, PositionId
from tao_spec.state.pools import Position
from tao_spec.transition.pools.positions import (
    MAX_POSITIONS,
    collect_fees,
    compute_token_amounts,
    create_position,
    is_in_range,
)
from tao_spec.transition.pools.tick_math import MAX_SQRT_PRICE, MAX_TICK, tick_to_sqrt_price
from tests.transition.pools.build import ALICE, NETUID, add_position, chain_with_pool

relaxed = settings(deadline=None, max_examples=100)
LOW, HIGH = TickIndex(-500), TickIndex(700)


def position_of(liquidity: int) -> Position:
    return Position(PositionId(1), NETUID, LOW, HIGH, U64(liquidity), I64F64.ZERO, I64F64.ZERO)


@given(st.integers(0, 2**60), st.integers(-2_000, 2_000))
@relaxed
def test_the_worth_is_the_formula_to_within_rounding(liquidity: int, tick: int) -> None:
    price = tick_to_sqrt_price(tick)
    tao, alpha = compute_token_amounts(position_of(liquidity), price)
    low, high = tick_to_sqrt_price(LOW).to_fraction(), tick_to_sqrt_price(HIGH).to_fraction()
    inside = max(low, min(price.to_fraction(), high))
    assert 0 <= liquidity * (inside - low) - tao < 1
    assert abs(liquidity * (1 / inside - 1 / high) - alpha) <= 2


@given(st.integers(1, 2**60), st.integers(-499, 699))
@relaxed
def test_two_halves_are_worth_no_more_than_the_whole(liquidity: int, tick: int) -> None:
    price = tick_to_sqrt_price(tick)
    whole = compute_token_amounts(position_of(liquidity), price)
    half, rest = (compute_token_amounts(position_of(part), price) for part in (liquidity // 2, -(-liquidity // 2)))
    assert all(a + b <= c <= a + b + 1 for a, b, c in zip(half, rest, whole, strict=True))


def test_below_the_range_there_is_no_tao_and_above_it_no_alpha() -> None:
    assert compute_token_amounts(position_of(10**9), U64F64.ZERO)[0] == 0
    assert compute_token_amounts(position_of(10**9), MAX_SQRT_PRICE)[1] == 0


def test_a_position_is_in_range_from_its_lower_tick_up_to_its_upper() -> None:
    chain = chain_with_pool()
    ticks = [TickIndex(tick) for tick in (-501, -500, 0, 699, 700)]
    found = []
    for tick in ticks:
        chain.pools.current_tick[NETUID] = tick
        found.append(is_in_range(chain, NETUID, LOW, HIGH))
    assert found == [False, True, True, True, False]


def test_only_a_position_in_range_adds_to_the_current_liquidity() -> None:
    chain = chain_with_pool()
    before = chain.pools.current_liquidity[NETUID]
    add_position(chain, 500, 700, 1_000)
    assert chain.pools.current_liquidity[NETUID] == before
    add_position(chain, LOW, HIGH, 1_000)
    assert chain.pools.current_liquidity[NETUID] == before + 1_000


def test_the_hundredth_position_is_the_last() -> None:
    chain = chain_with_pool()
    for _ in range(MAX_POSITIONS):
        add_position(chain, LOW, HIGH, 1)
    with pytest.raises(MaxPositionsExceeded):
        add_position(chain, HIGH, LOW, 1)


def test_a_range_must_not_be_empty() -> None:
    with pytest.raises(InvalidTickRange):
        create_position(chain_with_pool(), NETUID, ALICE, LOW, LOW, U64(1))


def test_numbers_of_positions_go_on() -> None:
    chain = chain_with_pool()
    assert [int(add_position(chain, LOW, HIGH, 1).id) for _ in range(3)] == [2, 3, 4]


def test_at_the_greatest_tick_the_price_is_put_at_its_beginning() -> None:
    chain = chain_with_pool()
    chain.pools.current_tick[NETUID], chain.pools.alpha_sqrt_price[NETUID] = MAX_TICK, MAX_SQRT_PRICE
    add_position(chain, LOW, HIGH, 1)
    assert chain.pools.alpha_sqrt_price[NETUID] == tick_to_sqrt_price(MAX_TICK)


@given(st.integers(0, 2**40), st.integers(1, 2**50))
@relaxed
def test_fees_are_paid_once(fee: int, liquidity: int) -> None:
    chain = chain_with_pool()
    position = add_position(chain, LOW, HIGH, liquidity)
    chain.pools.fee_global_tao[NETUID] = earned = U64F64.saturating_from_num(fee).safe_div(
        U64F64.saturating_from_num(liquidity)
    )
    (tao, alpha), collected = collect_fees(chain, position)
    assert (tao, alpha) == (int(earned.to_fraction() * liquidity), 0)
    assert Fraction(fee) - tao < 1 + Fraction(liquidity, 2**64)
    assert collect_fees(chain, collected)[0] == (0, 0)

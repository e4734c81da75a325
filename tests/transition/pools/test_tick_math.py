from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import TickIndex
from tao_spec.transition.pools.tick_math import (
    END_SQRT_RATIO,
    FIRST_SQRT_RATIO,
    MAX_SQRT_PRICE,
    MAX_TICK,
    MIN_SQRT_PRICE,
    MIN_TICK,
    TICK_RECIPROCALS,
    SqrtPriceOutOfBounds,
    TickOutOfBounds,
    sqrt_price_to_tick,
    sqrt_price_to_tick_bounded,
    tick_to_sqrt_price,
    tick_to_sqrt_price_bounded,
)

relaxed = settings(deadline=None, max_examples=200)
ticks = st.integers(MIN_TICK, MAX_TICK)
FIRST_INNER = U64F64.from_bits(-(-FIRST_SQRT_RATIO >> 32))
LAST_INNER = U64F64.from_bits(END_SQRT_RATIO - 1 >> 32)
LOWEST, HIGHEST = tick_to_sqrt_price(MIN_TICK), tick_to_sqrt_price(MAX_TICK)


@pytest.mark.parametrize("digit", range(13))
def test_a_reciprocal_is_the_nearest_to_the_root_of_its_power(digit: int) -> None:
    power, reciprocal = 1 << digit, TICK_RECIPROCALS[digit]
    scaled = 10_000**power << 258
    assert (2 * reciprocal - 1) ** 2 * 10_001**power <= scaled < (2 * reciprocal + 1) ** 2 * 10_001**power


def test_the_reciprocals_cover_the_inner_range() -> None:
    assert len(TICK_RECIPROCALS) == 20
    # Each is the square of the one before, to within a few units.
    for root, square in pairwise(TICK_RECIPROCALS):
        assert abs((root * root >> 128) - square) <= 2


def test_tick_zero_is_the_price_one() -> None:
    assert tick_to_sqrt_price(0) == U64F64.ONE
    assert sqrt_price_to_tick(U64F64.ONE) == 0


def test_the_last_ticks_are_those_of_the_chain() -> None:
    assert (MIN_TICK, MAX_TICK) == (-443_636, 443_636)
    assert type(MIN_TICK) is type(sqrt_price_to_tick(U64F64.ONE)) is TickIndex


@given(st.integers(-3000, 3000))
@relaxed
def test_a_price_is_a_power_of_one_and_a_ten_thousandth(tick: int) -> None:
    square = tick_to_sqrt_price(tick).to_fraction() ** 2
    exact = Fraction(10_001, 10_000) ** tick
    assert abs(square / exact - 1) < Fraction(1, 10**18)


@given(st.integers(MIN_TICK, MAX_TICK - 1))
@relaxed
def test_prices_rise_by_about_a_twenty_thousandth(tick: int) -> None:
    step = tick_to_sqrt_price(tick + 1).to_fraction() / tick_to_sqrt_price(tick).to_fraction()
    assert Fraction(1) + Fraction(4999, 10**8) < step < Fraction(1) + Fraction(5000, 10**8)


@given(ticks)
@relaxed
def test_opposite_ticks_have_inverse_prices(tick: int) -> None:
    product = tick_to_sqrt_price(tick).to_fraction() * tick_to_sqrt_price(-tick).to_fraction()
    assert abs(product - 1) < Fraction(1, 2**31)


@given(ticks)
@relaxed
def test_a_tick_begins_exactly_at_its_price(tick: int) -> None:
    price = tick_to_sqrt_price(tick)
    assert sqrt_price_to_tick(price) == tick
    if tick > MIN_TICK:
        assert sqrt_price_to_tick(U64F64.from_bits(price.bits - 1)) == tick - 1


@given(st.integers(LOWEST.bits, HIGHEST.bits - 1).map(U64F64.from_bits))
@relaxed
def test_a_price_lies_between_its_tick_and_the_next(price: U64F64) -> None:
    tick = sqrt_price_to_tick(price)
    assert tick_to_sqrt_price(tick) <= price < tick_to_sqrt_price(tick + 1)
    assert sqrt_price_to_tick_bounded(price) == tick


@given(st.integers(0, U64F64.MAX_BITS).map(U64F64.from_bits), st.integers(0, U64F64.MAX_BITS).map(U64F64.from_bits))
@relaxed
def test_bounded_ticks_rise_with_the_price(left: U64F64, right: U64F64) -> None:
    low, high = sorted((left, right))
    assert MIN_TICK <= sqrt_price_to_tick_bounded(low) <= sqrt_price_to_tick_bounded(high) <= MAX_TICK


@pytest.mark.parametrize("tick", [MIN_TICK - 1, MAX_TICK + 1])
def test_a_tick_beyond_the_last_has_no_price(tick: int) -> None:
    with pytest.raises(TickOutOfBounds, match=str(tick)):
        tick_to_sqrt_price(tick)
    assert tick_to_sqrt_price_bounded(tick) == (MAX_SQRT_PRICE if tick > 0 else MIN_SQRT_PRICE)


def test_the_bounds_written_down_are_near_the_prices_of_the_last_ticks() -> None:
    assert tick_to_sqrt_price_bounded(MAX_TICK) == HIGHEST
    assert tick_to_sqrt_price_bounded(MIN_TICK) == LOWEST
    assert HIGHEST.abs_diff(MAX_SQRT_PRICE) < U64F64.from_float(0.000001)
    assert LOWEST.abs_diff(MIN_SQRT_PRICE) < U64F64.from_float(0.000001)


def test_prices_beyond_the_last_ticks_have_none() -> None:
    above = tick_to_sqrt_price(MAX_TICK).to_fraction() * Fraction(100_005, 100_000)
    for price in (FIRST_INNER, U64F64.from_bits(LOWEST.bits - 1), U64F64.from_fraction(above), LAST_INNER):
        with pytest.raises(TickOutOfBounds):
            sqrt_price_to_tick(price)
    for price in (U64F64.ZERO, U64F64.from_bits(FIRST_INNER.bits - 1), U64F64.from_bits(LAST_INNER.bits + 1)):
        with pytest.raises(SqrtPriceOutOfBounds):
            sqrt_price_to_tick(price)


def test_bounded_prices_beyond_the_last_ticks_take_the_last_tick_on_their_side() -> None:
    above = U64F64.saturating_from_num(2**33)
    assert sqrt_price_to_tick_bounded(above) == sqrt_price_to_tick_bounded(U64F64.MAX) == MAX_TICK
    assert sqrt_price_to_tick_bounded(U64F64.ZERO) == sqrt_price_to_tick_bounded(U64F64.from_bits(5)) == MIN_TICK

"""Ticks and prices: the sqrt price of tick t is 1.0001 to the power t/2, and each price lies in one tick.

Inside, a sqrt price is an integer in units of 2^-96, and a reciprocal in units of 2^-128, as in the mathematics of
Uniswap v3 that the chain adopts with half of its range of ticks; outside it is a `U64F64`.

Source: upstream's `pallets/swap/src/tick.rs`.
"""

from __future__ import annotations

from math import isqrt

from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import TickIndex
from tao_spec.transition.rules import rule

# The range of the adopted mathematics, and the chain's: half of it.
INNER_TICKS = 887272
MIN_TICK = TickIndex(-INNER_TICKS // 2)
MAX_TICK = TickIndex(INNER_TICKS // 2)

# Fallbacks of the bounded conversion, near the prices of the two ticks but written down apart.
MIN_SQRT_PRICE = U64F64.from_float(0.0000000002328350195)
MAX_SQRT_PRICE = U64F64.from_float(4294886577.20989222513899790805)

# The sqrt prices, in units of 2^-96, that have an inner tick: from the first, below the second.
FIRST_SQRT_RATIO = 4295128739
END_SQRT_RATIO = 1461446703485210103287273052203988822378723970342

RATIO_DIGITS = 96
RECIPROCAL_DIGITS = 128
U256_MAX = (1 << 256) - 1

# Ticks in a doubling of the sqrt price, about 13,863.6, in units of 2^-64.
TICKS_PER_DOUBLING = 255738958999603826347141
LOG_DIGITS = 64
# So many digits of the logarithm give the tick to within one.
LOG_STEPS = 14


class TickMathError(Exception):
    """A tick or a price has no counterpart."""


class TickOutOfBounds(TickMathError):
    """The tick lies outside of -443,636 to 443,636."""


class SqrtPriceOutOfBounds(TickMathError):
    """The sqrt price lies outside of what the adopted mathematics covers, about 2^-64 to 2^64."""


def _tick_reciprocals() -> tuple[int, ...]:
    """The reciprocal sqrt prices of the ticks 1, 2, 4, …, 2^19, each rounded to the nearest 2^-128."""
    precision = 3 * RECIPROCAL_DIGITS
    surplus = precision - RECIPROCAL_DIGITS
    reciprocal = isqrt((10_000 << 2 * precision) // 10_001)
    reciprocals = []
    for _ in range(INNER_TICKS.bit_length()):
        reciprocals.append((reciprocal + (1 << surplus - 1)) >> surplus)
        reciprocal = reciprocal * reciprocal >> precision
    return tuple(reciprocals)


TICK_RECIPROCALS = _tick_reciprocals()


@rule("POOL-10")
def tick_to_sqrt_price(tick: int) -> U64F64:
    """The sqrt price at which a tick begins, rounded up to the next 2^-64.

    Raises:
        TickOutOfBounds: the tick lies outside of `MIN_TICK` to `MAX_TICK`.
    """
    if not MIN_TICK <= tick <= MAX_TICK:
        raise TickOutOfBounds(f"tick {int(tick)} lies outside of {int(MIN_TICK)} to {int(MAX_TICK)}")
    return U64F64.from_bits(_shift_up(_sqrt_ratio(tick), RATIO_DIGITS - U64F64.FRAC_BITS))


@rule("POOL-11")
def tick_to_sqrt_price_bounded(tick: int) -> U64F64:
    """The sqrt price at which a tick begins; beyond the last ticks the lowest or highest price of the chain."""
    try:
        return tick_to_sqrt_price(tick)
    except TickOutOfBounds:
        return MAX_SQRT_PRICE if tick >= MAX_TICK else MIN_SQRT_PRICE


@rule("POOL-12")
def sqrt_price_to_tick(sqrt_price: U64F64) -> TickIndex:
    """The tick in which a sqrt price lies: the greatest that begins at or below it.

    Raises:
        SqrtPriceOutOfBounds: not even the inner range of ticks reaches the price.
        TickOutOfBounds: the tick lies outside of `MIN_TICK` to `MAX_TICK`.
    """
    ratio = sqrt_price.bits << (RATIO_DIGITS - U64F64.FRAC_BITS)
    if not FIRST_SQRT_RATIO <= ratio < END_SQRT_RATIO:
        raise SqrtPriceOutOfBounds(f"no tick has the sqrt price {sqrt_price}")
    tick = _estimate_tick(ratio)
    # The estimate may be beside the tick, on either side.
    while _sqrt_ratio(tick) > ratio:
        tick -= 1
    while _sqrt_ratio(tick + 1) <= ratio:
        tick += 1
    if not MIN_TICK <= tick <= MAX_TICK:
        raise TickOutOfBounds(f"the sqrt price {sqrt_price} lies in tick {tick}, outside of the chain's range")
    return TickIndex(tick)


@rule("POOL-13")
def sqrt_price_to_tick_bounded(sqrt_price: U64F64) -> TickIndex:
    """The tick in which a sqrt price lies; where there is none, the last tick on its side."""
    try:
        return sqrt_price_to_tick(sqrt_price)
    except TickMathError:
        return MAX_TICK if sqrt_price > tick_to_sqrt_price_bounded(MAX_TICK) else MIN_TICK


def _sqrt_ratio(tick: int) -> int:
    """The sqrt price of an inner tick in units of 2^-96, rounded up.

    It is the product of the reciprocals of the binary digits of the tick, each product cut off at 2^-128; above tick
    zero the price is the reciprocal of that.
    """
    reciprocal = 1 << RECIPROCAL_DIGITS
    for digit, factor in enumerate(TICK_RECIPROCALS):
        if abs(tick) >> digit & 1:
            reciprocal = reciprocal * factor >> RECIPROCAL_DIGITS
    ratio = U256_MAX // reciprocal if tick > 0 else reciprocal
    return _shift_up(ratio, RECIPROCAL_DIGITS - RATIO_DIGITS)


def _estimate_tick(ratio: int) -> int:
    """The tick of a sqrt price in units of 2^-96, to within one, kept one tick inside the inner range."""
    exponent = ratio.bit_length() - 1
    # The leading digits of the price, between one and two in units of 2^-127.
    mantissa = ratio << (RECIPROCAL_DIGITS - 1) >> exponent
    logarithm = exponent - RATIO_DIGITS
    for _ in range(LOG_STEPS):
        mantissa = mantissa * mantissa >> (RECIPROCAL_DIGITS - 1)
        digit = mantissa >> RECIPROCAL_DIGITS
        logarithm = logarithm << 1 | digit
        mantissa >>= digit
    tick = logarithm * TICKS_PER_DOUBLING >> (LOG_DIGITS + LOG_STEPS)
    return max(1 - INNER_TICKS, min(tick, INNER_TICKS - 1))


def _shift_up(value: int, digits: int) -> int:
    """Drop binary digits, rounding up."""
    return -(-value >> digits)

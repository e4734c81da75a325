"""Ticks and the square roots of their prices."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from conformance.arithmetic.numbers import singles
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import TickIndex
from tao_spec.transition.pools.tick_math import MAX_SQRT_PRICE, MAX_TICK, MIN_SQRT_PRICE, MIN_TICK, tick_to_sqrt_price
from tao_spec.vectors.cases import function_case
from tao_spec.vectors.text import Json

Arguments = Iterator[list[Json]]


def ticks() -> list[int]:
    """Ticks at both ends and one beyond, around zero, each power of two, and some drawn ones."""
    ends = (MIN_TICK - 1, MIN_TICK, MIN_TICK + 1, -1, 0, 1, MAX_TICK - 1, MAX_TICK, MAX_TICK + 1)
    powers = [sign << exponent for exponent in range(1, 20) for sign in (-1, 1)]
    random = Random("ticks")
    return [*map(int, ends), *powers, *(random.randrange(MIN_TICK, MAX_TICK) for _ in range(20))]


def prices() -> Arguments:
    """The prices of ticks with the numbers next to them, and the ends of all prices with those next to them."""
    yield from singles(U64F64)
    around = [price.bits for price in (MIN_SQRT_PRICE, MAX_SQRT_PRICE)]
    around += [tick_to_sqrt_price(TickIndex(tick)).bits for tick in ticks() if MIN_TICK <= tick <= MAX_TICK]
    for bits in around:
        for near in (bits - 1, bits, bits + 1):
            yield [str(near)]


@function_case("pools.tick_to_sqrt_price")
def tick_to_price() -> Arguments:
    """The square root of the price of a tick, where there is such a tick."""
    for tick in ticks():
        yield [tick]


@function_case("pools.sqrt_price_to_tick")
def price_to_tick() -> Arguments:
    """The tick of a square root of a price, rounded down, where it has one."""
    return prices()


@function_case("pools.sqrt_price_to_tick_bounded")
def price_to_tick_bounded() -> Arguments:
    """The tick of a square root of a price, and at both ends the last there is."""
    return prices()

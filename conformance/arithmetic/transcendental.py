"""Exponentials and logarithms, where they begin, where they end, and between."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.arithmetic.numbers import draw, singles
from tao_spec.arithmetic.fixed import I32F32, I96F32
from tao_spec.vectors.cases import function_case
from tao_spec.vectors.text import Json

Arguments = Iterator[list[Json]]
ONE = 1 << 32


def small(count: int = 8) -> list[int]:
    """Bits of numbers between about -32 and 32."""
    return [bits >> 27 for bits in draw(I32F32, count)]


@function_case("fixed.I32F32.exp")
def exponentials() -> Arguments:
    """The exponential, the one of exactly one among them, and from where on it does not fit."""
    yield from singles(I32F32)
    for bits in (*small(), *range(20 * ONE, 22 * ONE, ONE // 8)):
        yield [str(bits)]


@function_case("fixed.I32F32.exp_safe")
def safe_exponentials() -> Arguments:
    """The safe exponential is held at its ends."""
    yield from singles(I32F32)
    for bits in (*small(), *range(20 * ONE, 22 * ONE, ONE // 8)):
        yield [str(bits)]


@function_case("fixed.I32F32.ln")
def natural_logarithms() -> Arguments:
    """The natural logarithm; of zero and below there is none."""
    yield from singles(I32F32)
    for exponent in range(32):
        yield [str(1 << exponent)]


@function_case("fixed.I32F32.log2")
def logarithms() -> Arguments:
    """The logarithm to base two, of each power of two exactly; of zero and below there is none."""
    yield from singles(I32F32)
    for exponent in range(63):
        yield [str(1 << exponent)]


@function_case("fixed.I96F32.log2")
def wide_logarithms() -> Arguments:
    """The logarithm that the halvings take, of each power of two and of the number just below it."""
    yield from singles(I96F32)
    for exponent in range(33, 127, 3):
        for bits in ((1 << exponent) - 1, 1 << exponent):
            yield [str(bits)]


@function_case("fixed.I32F32.sigmoid_safe")
def sigmoids() -> Arguments:
    """The sigmoid of a number, by its steepness and its middle."""
    for bits in small():
        for steepness in (-10 * ONE, 0, ONE, 10 * ONE):
            yield [str(bits), str(steepness), str(ONE // 2)]

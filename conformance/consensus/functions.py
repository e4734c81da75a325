"""The functions of consensus that clients are asked for by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from conformance.arithmetic.numbers import draw
from tao_spec.arithmetic.fixed import I32F32
from tao_spec.vectors.cases import function_case
from tao_spec.vectors.text import Json

Arguments = Iterator[list[Json]]
ONE = 1 << 32
LEAST, GREATEST = -(1 << 63), (1 << 63) - 1
SHARES = (
    "0x0",
    "0x3fd0000000000000",
    "0x3fe0000000000000",
    "0x3ff0000000000000",
    "0x3ff8000000000000",
    "0xbfe0000000000000",
)
"""The doubles 0, 1/4, 1/2, 1, 3/2 and -1/2."""


def vectors() -> list[list[int]]:
    """Vectors of bits: none, zeros, one by itself, ties, the bounds, and drawn ones, of all signs."""
    half = ONE // 2
    fixed = [[], [0], [0, 0], [1], [ONE], [half, half], [3, 1, 2], [ONE, 2 * ONE, 7], [GREATEST, GREATEST, 1]]
    fixed += [[32_768 * ONE, ONE], [32_768 * ONE + 1, ONE], [GREATEST], [LEAST, GREATEST], [-ONE, ONE], [-ONE, -1]]
    return fixed + [draw(I32F32, length) for length in (3, 5, 8)]


def _text(vector: list[int]) -> Json:
    return [str(bits) for bits in vector]


@function_case("consensus.normalize", rules=["CONS-93", "CONS-94"])
def normalize() -> Arguments:
    """A vector is divided by its sum, which wraps; where that is zero it stays."""
    for vector in vectors():
        yield [_text(vector)]


@function_case("consensus.vec_max_upscale_to_u16", rules=["CONS-92"])
def upscale() -> Arguments:
    """A vector in parts of its greatest element, by either of the two ways, below and above 32,768."""
    for vector in vectors():
        yield [_text(vector)]


@function_case("consensus.weighted_median_col", rules=["CONS-95", "CONS-96", "CONS-97"])
def medians() -> Arguments:
    """The weighted medians of the columns of dense matrices: of one voter, of equals, of those without stake, of many."""
    random = Random("medians")
    quarter = ONE // 4
    yield [_text([ONE]), [_text([5, 7, 0])], str(ONE // 2)]
    yield [_text([0, 0]), [_text([5]), _text([7])], str(ONE // 2)]
    for majority in (0, 1, quarter - 1, quarter, ONE // 2, 3 * quarter, ONE - 1, ONE):
        yield [_text([quarter] * 4), [_text([score, 9 - score, 3]) for score in (1, 2, 2, 9)], str(majority)]
    for _ in range(12):
        voters = random.randrange(1, 9)
        stake = [random.choice((0, 1, quarter, random.randrange(ONE))) for _ in range(voters)]
        scores = [[random.choice((0, 5, random.randrange(ONE))) for _ in range(3)] for _ in range(voters)]
        yield [_text(stake), [_text(row) for row in scores], str(random.choice((0, quarter, 2 * quarter, ONE)))]


@function_case("consensus.quantile", rules=["CONS-98"])
def quantiles() -> Arguments:
    """Quantiles between the elements, at both ends and beyond."""
    for vector in vectors():
        for share in SHARES:
            yield [_text(vector), share]

"""Numbers at the bounds of their types, and some between: arguments for cases of pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

from tao_spec.arithmetic.fixed import Fixed
from tao_spec.vectors.text import Json

SOME = 12
"""So many numbers are drawn between the bounds, the same each time."""


def edges(kind: type[Fixed]) -> list[int]:
    """The bits of the bounds of a type, of zero, of a half and of one, with what lies next to each, within the type."""
    half = 1 << (kind.FRAC_BITS - 1)
    centres = (kind.MIN_BITS, -2 * half, -half, 0, half, 2 * half, 4 * half, kind.MAX_BITS)
    near = {centre + distance for centre in centres for distance in (-1, 0, 1)}
    return sorted(bits for bits in near if kind.MIN_BITS <= bits <= kind.MAX_BITS)


def draw(kind: type[Fixed], count: int = SOME) -> list[int]:
    """Bits of a type, of all lengths alike."""
    random = Random(kind.__name__)
    lengths = [random.randrange(1, kind.MAX_BITS.bit_length() + 1) for _ in range(count)]
    drawn = [random.getrandbits(length) for length in lengths]
    return [-bits if kind.SIGNED and random.random() < 1 / 2 else bits for bits in drawn]


def singles(kind: type[Fixed]) -> Iterator[list[Json]]:
    """Each of the edges and of the drawn numbers by itself."""
    for bits in (*edges(kind), *draw(kind)):
        yield [str(bits)]


def pairs(kind: type[Fixed]) -> Iterator[list[Json]]:
    """Each edge with each, and drawn numbers with one another."""
    drawn = draw(kind, 2 * SOME)
    for first, second in (*product(edges(kind), repeat=2), *zip(drawn, reversed(drawn), strict=True)):
        yield [str(first), str(second)]

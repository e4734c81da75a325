"""The bitmap of active ticks: three layers of words of 128 bits, so that the nearest active tick is found in a few reads.

A tick has a bit in the bottom layer. A bit of the layers above tells that a word of the next layer is not empty.

Source: upstream's `pallets/swap/src/tick.rs`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tao_spec.arithmetic.identifiers import NetUid, TickIndex
from tao_spec.arithmetic.integers import U32, U128
from tao_spec.state.pools import LayerLevel
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.tick_math import INNER_TICKS, MAX_TICK, MIN_TICK
from tao_spec.transition.rules import rule

WORD = 128
"""Bits of a word."""

BOTTOM_UP = (LayerLevel.Bottom, LayerLevel.Middle, LayerLevel.Top)

Place = tuple[LayerLevel, U32, int]
"""A bit of the bitmap: its layer, the number of its word, and its number in the word."""

Bits = Callable[[int, int], Iterator[int]]
"""From a word and a bit of it to that bit, if it is set, and the next set bit on one side."""


def _places(tick: TickIndex) -> list[Place]:
    """The bits that stand for a tick, from the bottom up; ticks are counted from far below the least one."""
    places, index = [], tick + INNER_TICKS
    for layer in BOTTOM_UP:
        index, bit = divmod(index, WORD)
        places.append((layer, U32(index), bit))
    return places


@rule("POOL-30")
def activate_tick(chain: Chain, netuid: NetUid, tick: TickIndex) -> None:
    """Set the bits of a tick in all three layers."""
    words = chain.pools.tick_index_bitmap_words
    for layer, word, bit in _places(tick):
        words[netuid, layer, word] = U128(words[netuid, layer, word] | 1 << bit)


@rule("POOL-31")
def deactivate_tick(chain: Chain, netuid: NetUid, tick: TickIndex) -> None:
    """Clear the bit of a tick, and above it each bit whose word is left empty; empty words stay stored, as zeros."""
    words = chain.pools.tick_index_bitmap_words
    is_empty = True
    for layer, word, bit in _places(tick):
        if is_empty:
            words[netuid, layer, word] = U128(words[netuid, layer, word] & ~(1 << bit))
        is_empty = not words[netuid, layer, word]


@rule("POOL-32")
def find_closest_lower(chain: Chain, netuid: NetUid, tick: TickIndex) -> TickIndex | None:
    """The greatest active tick that is not above a tick."""
    return _from_index(max(_find(chain, netuid, tick, _bits_down), default=None))


@rule("POOL-33")
def find_closest_higher(chain: Chain, netuid: NetUid, tick: TickIndex) -> TickIndex | None:
    """The least active tick that is not below a tick."""
    return _from_index(min(_find(chain, netuid, tick, _bits_up), default=None))


@rule("POOL-34")
def is_tick_active(chain: Chain, netuid: NetUid, tick: TickIndex) -> bool:
    """Whether a tick is active; the greatest is taken for active where no tick is."""
    closest = find_closest_lower(chain, netuid, tick)
    return (MAX_TICK if closest is None else closest) == tick


def _from_index(index: int | None) -> TickIndex | None:
    if index is None or not MIN_TICK <= index - INNER_TICKS <= MAX_TICK:
        return None
    return TickIndex(index - INNER_TICKS)


def _find(chain: Chain, netuid: NetUid, tick: TickIndex, bits: Bits) -> list[int]:
    """The active ticks that may be the nearest, as bits of the bottom layer.

    From the word of each layer two bits are followed down: the tick's own, which may lead to nothing on the wanted side,
    and the next.
    """
    indices = [int(_places(tick)[-1][1])]
    for layer, own_word, own_bit in reversed(_places(tick)):
        found = []
        for index in indices:
            word = chain.pools.tick_index_bitmap_words[netuid, layer, U32(index)]
            start = own_bit if index == own_word else WORD - 1 if index < own_word else 0
            candidates = [index * WORD + bit for bit in bits(word, start)]
            found += candidates[:1] if layer is LayerLevel.Bottom else candidates
        indices = found
    return indices


def _bits_down(word: int, start: int) -> Iterator[int]:
    """The bit at the start, if it is set, and the next set bit below it."""
    if word >> start & 1:
        yield start
    below = word & ((1 << start) - 1)
    if below:
        yield below.bit_length() - 1


def _bits_up(word: int, start: int) -> Iterator[int]:
    """The bit at the start, if it is set, and the next set bit above it."""
    if word >> start & 1:
        yield start
    above = word >> (start + 1) << (start + 1)
    if above:
        yield (above & -above).bit_length() - 1

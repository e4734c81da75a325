from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import TickIndex
from tao_spec.arithmetic.integers import U32, U128
from tao_spec.state.pools import LayerLevel
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.bitmap import (
    activate_tick,
    deactivate_tick,
    find_closest_higher,
    find_closest_lower,
    is_tick_active,
)
from tao_spec.transition.pools.tick_math import MAX_TICK, MIN_TICK
from tests.transition.pools.build import NETUID, R306

relaxed = settings(deadline=None, max_examples=200)
near = st.integers(-300, 300).map(TickIndex)
ticks = st.one_of(near, st.integers(MIN_TICK, MAX_TICK).map(TickIndex), st.sampled_from([MIN_TICK, MAX_TICK]))


def bitmap_of(active: set[TickIndex], gone: set[TickIndex] = frozenset()) -> Chain:  # type: ignore[assignment]
    chain = Chain({}, R306)
    for tick in sorted(active | gone):
        activate_tick(chain, NETUID, tick)
    for tick in sorted(gone):
        deactivate_tick(chain, NETUID, tick)
    return chain


@given(st.sets(ticks, max_size=30), st.sets(ticks, max_size=10), ticks)
@relaxed
def test_searches_find_what_a_sorted_list_finds(active: set[TickIndex], gone: set[TickIndex], tick: TickIndex) -> None:
    chain, left = bitmap_of(active, gone), active - gone
    assert find_closest_lower(chain, NETUID, tick) == max((t for t in left if t <= tick), default=None)
    assert find_closest_higher(chain, NETUID, tick) == min((t for t in left if t >= tick), default=None)


@given(st.sets(ticks, min_size=1, max_size=30), ticks)
@relaxed
def test_a_tick_is_active_if_it_is_among_them(active: set[TickIndex], tick: TickIndex) -> None:
    chain = bitmap_of(active)
    assert all(is_tick_active(chain, NETUID, found) for found in active)
    if min(active) <= tick:
        assert is_tick_active(chain, NETUID, tick) == (tick in active)


def test_without_any_the_greatest_tick_counts_as_active() -> None:
    chain = Chain({}, R306)
    assert is_tick_active(chain, NETUID, MAX_TICK)
    assert not is_tick_active(chain, NETUID, TickIndex(0))


@given(st.sets(ticks, max_size=20))
@relaxed
def test_a_bit_above_tells_that_the_word_below_is_not_empty(active: set[TickIndex]) -> None:
    words = bitmap_of(active, {TickIndex(0)}).pools.tick_index_bitmap_words
    for upper, lower in [(LayerLevel.Top, LayerLevel.Middle), (LayerLevel.Middle, LayerLevel.Bottom)]:
        told = {
            128 * index + bit
            for (_, layer, index), word in words.items()
            if layer is upper
            for bit in range(128)
            if word >> bit & 1
        }
        assert told == {index for (_, layer, index), word in words.items() if layer is lower and word}


@given(ticks)
@relaxed
def test_what_is_left_of_a_tick_are_three_words_of_zero(tick: TickIndex) -> None:
    chain = bitmap_of(set(), {tick})
    assert [word for _, word in chain.pools.tick_index_bitmap_words.items()] == [0, 0, 0]


def test_the_bits_of_tick_zero_are_where_the_client_puts_them() -> None:
    words = bitmap_of({TickIndex(0)}).pools.tick_index_bitmap_words
    assert words[NETUID, LayerLevel.Bottom, U32(6_931)] == U128(1 << 104)
    assert words[NETUID, LayerLevel.Middle, U32(54)] == U128(1 << 19)
    assert words[NETUID, LayerLevel.Top, U32(0)] == U128(1 << 54)

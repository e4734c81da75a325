"""The invariants of pools: ticks, bitmap, price and liquidity tell the same story, and fees only grow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from tao_spec.arithmetic.identifiers import NetUid, TickIndex
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.pools import LiquidityModified, LiquidityRemoved
from tao_spec.invariants.endings import FOUNDED_OR_ENDED
from tao_spec.invariants.frame import (
    EntryInvariant,
    Excuse,
    Finding,
    Relation,
    StepInvariant,
    invariant,
    unless_met,
)
from tao_spec.invariants.views import Step, View
from tao_spec.state.pools import LayerLevel, PoolsState
from tao_spec.transition.pools.bitmap import WORD
from tao_spec.transition.pools.swap_step import SALES_PASS_OVER_A_TICK
from tao_spec.transition.pools.tick_math import (
    INNER_TICKS,
    MAX_TICK,
    MIN_TICK,
    sqrt_price_to_tick_bounded,
    tick_to_sqrt_price_bounded,
)

LIQUIDITY = "units of liquidity"
FEES = "parts of 2^64 of a rao"


@dataclass(frozen=True)
class PoolFinding(Finding):
    """A number of a pool that is not as it must be.

    Attributes:
        netuid: whose pool.
    """

    netuid: NetUid = NetUid(0)  # noqa: RUF009  (immutable)


def _find(netuid: NetUid, what: str, found: int, expected: int, unit: str) -> Finding | None:
    return unless_met(PoolFinding(f"{what} of subnet {netuid} is", found, expected, unit, netuid=netuid))


def _netuid(finding: Finding) -> NetUid:
    return finding.netuid if isinstance(finding, PoolFinding) else NetUid(0)


of_ticks = partial(invariant, EntryInvariant, items=(PoolsState.ticks,))


@of_ticks(
    "INV-60",
    "What begins in a pool ends in it",
    rules=("POOL-40", "POOL-41", "POOL-50", "POOL-111", "POOL-112", "POOL-72"),
)
def nets_to_zero(view: View, netuid: NetUid) -> Finding | None:
    """The net liquidity of all ticks of a pool is zero."""
    net = sum(tick.liquidity_net for _, tick in view.state.pools.ticks.under(netuid))
    return _find(netuid, "the net liquidity of all ticks", net, 0, LIQUIDITY)


@invariant(
    EntryInvariant,
    "INV-61",
    "A tick holds what its positions hold",
    rules=("POOL-40", "POOL-41", "POOL-50", "POOL-111", "POOL-112"),
    items=(PoolsState.ticks, PoolsState.positions),
)
def ticks_hold_positions(view: View, netuid: NetUid) -> Finding | None:
    """The gross liquidity of the ticks, but for the first and the last, is that of the positions that begin or end there."""
    held: Counter[TickIndex] = Counter()
    for _, position in view.state.pools.positions.under(netuid):
        held.update({position.tick_low: int(position.liquidity)})
        held.update({position.tick_high: int(position.liquidity)})
    # The protocol's position may shrink where the two ticks do not (KNOWN-64).
    stored = {index: int(tick.liquidity_gross) for index, tick in view.state.pools.ticks.under(netuid)}
    differing = sorted(
        index
        for index in held.keys() | stored.keys()
        if MIN_TICK < index < MAX_TICK and held[index] != stored.get(index, 0)
    )
    if not differing:
        return None
    index = differing[0]
    return _find(netuid, f"the gross liquidity of tick {index}", stored.get(index, 0), held[index], LIQUIDITY)


@invariant(
    EntryInvariant,
    "INV-62",
    "The bitmap knows the ticks",
    rules=("POOL-30", "POOL-31"),
    items=(PoolsState.ticks, PoolsState.tick_index_bitmap_words),
)
def bitmap_knows_ticks(view: View, netuid: NetUid) -> Finding | None:
    """The bits of the bottom layer are the stored ticks, and those above are the words that are not empty."""
    bits = {layer: set(_bits(view, netuid, layer)) for layer in LayerLevel}
    told = {index // WORD for index in bits[LayerLevel.Bottom]}, {index // WORD for index in bits[LayerLevel.Middle]}
    ticks = {index + INNER_TICKS for index, _ in view.state.pools.ticks.under(netuid)}
    wrong = bits[LayerLevel.Bottom] ^ ticks | bits[LayerLevel.Middle] ^ told[0] | bits[LayerLevel.Top] ^ told[1]
    return _find(netuid, "the number of wrong bits in the bitmap", len(wrong), 0, "bits")


def _bits(view: View, netuid: NetUid, wanted: LayerLevel) -> Iterator[int]:
    for (_, layer, index), word in view.state.pools.tick_index_bitmap_words.under(netuid):
        if layer is wanted:
            yield from (index * WORD + bit for bit in range(WORD) if word >> bit & 1)


@invariant(
    EntryInvariant,
    "INV-63",
    "The current tick is that of the price",
    rules=("POOL-50", "POOL-71", "POOL-85"),
    items=(PoolsState.current_tick, PoolsState.alpha_sqrt_price),
)
def tick_has_price(view: View, netuid: NetUid) -> Finding | None:
    """The current tick is the one in which the price lies; a pool without a price may have any."""
    pools = view.state.pools
    price, tick = pools.alpha_sqrt_price[netuid], pools.current_tick[netuid]
    expected = sqrt_price_to_tick_bounded(price)
    # A sale that crosses a tick and ends there has left it, if this was closed.
    is_left = (
        SALES_PASS_OVER_A_TICK in view.revision.closed_deviations and tick_to_sqrt_price_bounded(expected) == price
    )
    if not price or (is_left and tick == expected - 1):
        return None
    return _find(netuid, "the current tick", tick, expected, "ticks")


def _leaves_the_rest(step: Step, finding: Finding) -> bool:
    """A position in range was taken out whole, and only what was named left the current liquidity."""
    removed = [event for event in step.events if isinstance(event, LiquidityRemoved)]
    rest = 0
    for event in removed:
        position = step.before.state.pools.positions.get((event.netuid, event.coldkey, event.position_id))
        if event.netuid == _netuid(finding) and position is not None:
            rest += position.liquidity - event.liquidity
    return bool(rest) and finding.found - finding.expected == rest


def _counts_the_upper_end(step: Step, finding: Finding) -> bool:
    """A position was modified while the price was its upper end."""
    pools, netuid = step.before.state.pools, _netuid(finding)
    counted = sum(
        int(event.liquidity)
        for event in step.events
        if isinstance(event, LiquidityModified)
        and event.netuid == netuid
        and event.tick_high == pools.current_tick[netuid]
    )
    return bool(counted) and finding.found - finding.expected == counted


def _passed_over_a_tick(step: Step, finding: Finding) -> bool:
    """The price lay where an active tick begins, not above, and is below it now."""
    pools, netuid = step.before.state.pools, _netuid(finding)
    index = pools.current_tick[netuid]
    tick = pools.ticks.get((netuid, index))
    was_there = pools.alpha_sqrt_price[netuid] <= tick_to_sqrt_price_bounded(index)
    is_below = step.after.state.pools.current_tick[netuid] < index
    return was_there and is_below and tick is not None and finding.found - finding.expected == tick.liquidity_net


def _has_no_price(step: Step, finding: Finding) -> bool:
    """A position in range was modified in a pool without a price: it counts where the ticks are, and not where it is modified."""
    pools, netuid = step.before.state.pools, _netuid(finding)
    tick, grown = pools.current_tick[netuid], 0
    for event in step.events:
        if isinstance(event, LiquidityModified | LiquidityRemoved) and event.netuid == netuid:
            position = pools.positions.get((netuid, event.coldkey, event.position_id))
            if position is not None and event.tick_low <= tick < event.tick_high:
                grown += event.liquidity if isinstance(event, LiquidityModified) else -position.liquidity
    return not pools.alpha_sqrt_price[netuid] and bool(grown) and finding.expected - finding.found == grown


KNOWN_61 = Excuse("KNOWN-61", "the rest of a position that is too small to stay is forfeit", _leaves_the_rest)
KNOWN_62 = Excuse("KNOWN-62", "in a pool without a price a modified position does not count", _has_no_price)
KNOWN_63 = Excuse("KNOWN-63", "a sale that starts exactly on a tick passes over it", _passed_over_a_tick)
KNOWN_66 = Excuse("KNOWN-66", "at its upper end a modified position counts", _counts_the_upper_end)


@invariant(
    EntryInvariant,
    "INV-64",
    "The current liquidity is what began and has not ended",
    rules=("POOL-50", "POOL-72", "POOL-86", "POOL-111", "POOL-112"),
    items=(PoolsState.current_tick, PoolsState.current_liquidity, PoolsState.ticks),
    excuses=(KNOWN_61, KNOWN_62, KNOWN_63, KNOWN_66),
)
def liquidity_is_of_ticks(view: View, netuid: NetUid) -> Finding | None:
    """The current liquidity is the net liquidity of all ticks up to the current one.

    A sale that crossed a tick and ended there has left it: it may then be without that of the current tick.
    """
    pools = view.state.pools
    tick, found = pools.current_tick[netuid], pools.current_liquidity[netuid]
    begun = {index: stored.liquidity_net for index, stored in pools.ticks.under(netuid) if index <= tick}
    total = sum(begun.values())
    is_on_tick = pools.alpha_sqrt_price[netuid] == tick_to_sqrt_price_bounded(tick)
    if is_on_tick and found == U64.saturate(total - begun.get(tick, 0)):
        return None
    return _find(netuid, "the current liquidity", found, U64.saturate(total), LIQUIDITY)


GLOBAL_FEES = {item.prefix: item for item in (PoolsState.fee_global_tao, PoolsState.fee_global_alpha)}


@invariant(StepInvariant, "INV-65", "Fees only grow", rules=("POOL-62",), excuses=(FOUNDED_OR_ENDED,))
def fees_only_grow(step: Step) -> Finding | None:
    """What a unit of liquidity has ever earned in a pool never falls."""
    for prefix, item in GLOBAL_FEES.items():
        for key in step.changed_keys.get(prefix, ()):
            (netuid,) = item.decode_key(key)
            old, new = (_get_fees(view, item.name, netuid) for view in (step.before, step.after))
            if new < old:
                return PoolFinding(
                    f"{item.name} of subnet {netuid} is", new, old, FEES, Relation.AT_LEAST, netuid=netuid
                )
    return None


def _get_fees(view: View, name: str, netuid: NetUid) -> int:
    pools = view.state.pools
    return (pools.fee_global_tao if name == PoolsState.fee_global_tao.name else pools.fee_global_alpha)[netuid].bits

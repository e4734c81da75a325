"""Ticks: the liquidity that begins and ends at each, and the fees that were earned on its other side.

Source: upstream's `pallets/swap/src/tick.rs` and `pallets/swap/src/pallet/impls.rs`.
"""

from __future__ import annotations

import enum
from dataclasses import replace

from tao_spec.arithmetic.fixed import I64F64
from tao_spec.arithmetic.identifiers import NetUid, TickIndex
from tao_spec.arithmetic.integers import I128, U64
from tao_spec.state.pools import Tick
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.bitmap import activate_tick, deactivate_tick
from tao_spec.transition.rules import rule

NO_TICK = Tick(I128(0), U64(0), I64F64.ZERO, I64F64.ZERO)
"""What a tick at which nothing begins or ends holds."""


class Currency(enum.Enum):
    """What fees are paid in."""

    TAO = "rao"
    ALPHA = "alpha rao"


class Bound(enum.Enum):
    """Which end of a position a tick is: liquidity is added when the price rises over a lower bound, and leaves at an upper."""

    LOWER = 1
    UPPER = -1

    def sign(self, liquidity: U64) -> I128:
        """What liquidity adds to the net liquidity of the tick."""
        return I128(self.value * liquidity)


@rule("POOL-40")
def add_liquidity_at_tick(chain: Chain, netuid: NetUid, index: TickIndex, liquidity: U64, bound: Bound) -> None:
    """Let liquidity begin or end at a tick, and make the tick active.

    A tick that is new, and above the price, is given all fees so far as if they had been earned above it.
    """
    tick = chain.pools.ticks.get((netuid, index)) or _make_tick(chain, netuid, index)
    chain.pools.ticks[netuid, index] = replace(
        tick,
        liquidity_net=tick.liquidity_net.saturating_add(bound.sign(liquidity)),
        liquidity_gross=tick.liquidity_gross.saturating_add(liquidity),
    )
    activate_tick(chain, netuid, index)


def _make_tick(chain: Chain, netuid: NetUid, index: TickIndex) -> Tick:
    if index <= chain.pools.current_tick[netuid]:
        return NO_TICK
    tao, alpha = (get_global_fees(chain, netuid, currency) for currency in Currency)
    return replace(NO_TICK, fees_out_tao=tao, fees_out_alpha=alpha)


@rule("POOL-41")
def remove_liquidity_at_tick(chain: Chain, netuid: NetUid, index: TickIndex, liquidity: U64, bound: Bound) -> None:
    """Take liquidity from a tick; one at which none begins or ends any more is forgotten, with its fees."""
    tick = chain.pools.ticks.get((netuid, index))
    if tick is None:
        return
    gross = tick.liquidity_gross.saturating_sub(liquidity)
    if not gross:
        del chain.pools.ticks[netuid, index]
        deactivate_tick(chain, netuid, index)
        return
    net = tick.liquidity_net.saturating_sub(bound.sign(liquidity))
    chain.pools.ticks[netuid, index] = replace(tick, liquidity_net=net, liquidity_gross=gross)


@rule("POOL-42")
def get_global_fees(chain: Chain, netuid: NetUid, currency: Currency) -> I64F64:
    """The fees that one unit of liquidity has ever earned, in rao of the currency, held at 2^63."""
    pools = chain.pools
    earned = pools.fee_global_tao if currency is Currency.TAO else pools.fee_global_alpha
    return I64F64.saturating_from_num(earned[netuid])


def _get_fees_out(chain: Chain, netuid: NetUid, index: TickIndex, currency: Currency) -> I64F64:
    """The fees that were earned on the side of a tick on which the price is not."""
    tick = chain.pools.ticks.get((netuid, index)) or NO_TICK
    return tick.fees_out_tao if currency is Currency.TAO else tick.fees_out_alpha


@rule("POOL-43")
def get_fees_below(chain: Chain, netuid: NetUid, index: TickIndex, currency: Currency) -> I64F64:
    """The fees that one unit of liquidity earned while the price was below a tick, in rao of the currency."""
    outside = _get_fees_out(chain, netuid, index, currency)
    if index <= chain.pools.current_tick[netuid]:
        return outside
    return get_global_fees(chain, netuid, currency) - outside


@rule("POOL-44")
def get_fees_above(chain: Chain, netuid: NetUid, index: TickIndex, currency: Currency) -> I64F64:
    """The fees that one unit of liquidity earned while the price was in a tick or above it, in rao of the currency."""
    outside = _get_fees_out(chain, netuid, index, currency)
    if index <= chain.pools.current_tick[netuid]:
        return get_global_fees(chain, netuid, currency) - outside
    return outside


@rule("POOL-45")
def get_fees_in_range(chain: Chain, netuid: NetUid, low: TickIndex, high: TickIndex, currency: Currency) -> I64F64:
    """The fees that one unit of liquidity earned while the price was between two ticks, in rao of the currency.

    Only differences of this mean anything: it may start anywhere, even below zero.
    """
    earned = get_global_fees(chain, netuid, currency)
    return earned - get_fees_below(chain, netuid, low, currency) - get_fees_above(chain, netuid, high, currency)

"""Positions: liquidity between two ticks, what it is worth, and the fees that it earns.

Source: upstream's `pallets/swap/src/position.rs` and `pallets/swap/src/pallet/impls.rs`.
"""

from __future__ import annotations

from dataclasses import replace

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import I64F64, U64F64
from tao_spec.arithmetic.identifiers import AccountId, NetUid, TickIndex
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.pools import InvalidTickRange, MaxPositionsExceeded, PositionId
from tao_spec.state.pools import Position
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.tick_math import (
    MAX_TICK,
    MIN_TICK,
    tick_to_sqrt_price,
    tick_to_sqrt_price_bounded,
)
from tao_spec.transition.pools.ticks import Bound, Currency, add_liquidity_at_tick, get_fees_in_range
from tao_spec.transition.rules import rule

MAX_POSITIONS = 100
"""Positions that an account may have in a pool."""

Amounts = tuple[TaoBalance, AlphaBalance]
"""TAO in rao, and alpha in alpha rao."""


@rule("POOL-50")
def create_position(
    chain: Chain, netuid: NetUid, owner: AccountId, low: TickIndex, high: TickIndex, liquidity: U64
) -> tuple[Position, Amounts]:
    """Make a position of a pool, without storing it: its liquidity counts from now on, and the pool counts as set up.

    Returns:
        The position, and what it is worth.

    Raises:
        MaxPositionsExceeded: the owner has 100 positions in the pool already.
        InvalidTickRange: the lower tick is not under the upper.
    """
    if sum(1 for _ in chain.pools.positions.under(netuid, owner)) >= MAX_POSITIONS:
        raise MaxPositionsExceeded
    if high <= low:
        raise InvalidTickRange
    add_liquidity_at_tick(chain, netuid, low, liquidity, Bound.LOWER)
    add_liquidity_at_tick(chain, netuid, high, liquidity, Bound.UPPER)
    _hold_price(chain, netuid)
    if is_in_range(chain, netuid, low, high):
        add_current_liquidity(chain, netuid, liquidity)
    position = Position(_take_id(chain), netuid, low, high, liquidity, I64F64.ZERO, I64F64.ZERO)
    _, position = collect_fees(chain, position)
    worth = compute_token_amounts(position, chain.pools.alpha_sqrt_price[netuid])
    chain.pools.swap_v3_initialized[netuid] = True
    return position, worth


def _hold_price(chain: Chain, netuid: NetUid) -> None:
    """Where the price lies in the first or the last tick, put it where that tick begins."""
    tick = chain.pools.current_tick[netuid]
    if tick >= MAX_TICK or tick <= MIN_TICK:
        chain.pools.alpha_sqrt_price[netuid] = tick_to_sqrt_price_bounded(tick)


def _take_id(chain: Chain) -> PositionId:
    """The next number of a position."""
    last = chain.pools.last_position_id
    last.value = last.value.saturating_add(type(last.value)(1))
    return PositionId(last.value)


@rule("POOL-51")
def is_in_range(chain: Chain, netuid: NetUid, low: TickIndex, high: TickIndex) -> bool:
    """Whether the current tick lies between two ticks; at the upper one it no longer does."""
    return low <= chain.pools.current_tick[netuid] < high


@rule("POOL-52")
def add_current_liquidity(chain: Chain, netuid: NetUid, liquidity: U64) -> None:
    """Add to the liquidity around the price."""
    current = chain.pools.current_liquidity
    current[netuid] = current[netuid].saturating_add(liquidity)


@rule("POOL-53")
def subtract_current_liquidity(chain: Chain, netuid: NetUid, liquidity: U64) -> None:
    """Take from the liquidity around the price."""
    current = chain.pools.current_liquidity
    current[netuid] = current[netuid].saturating_sub(liquidity)


@rule("POOL-54")
def compute_token_amounts(position: Position, sqrt_price: U64F64) -> Amounts:
    """What a position is worth at a price: alpha only below its range, TAO only above it.

    The TAO is liquidity times the way of the square root of the price through the range so far, the alpha liquidity times
    the way of its reciprocal that is left; each rounded down.
    """
    low, high = tick_to_sqrt_price(position.tick_low), tick_to_sqrt_price(position.tick_high)
    liquidity = U64F64.saturating_from_num(position.liquidity)
    inside = max(low, min(sqrt_price, high))
    tao = liquidity * (inside - low)
    alpha = liquidity * (U64F64.ONE.safe_div(inside) - U64F64.ONE.safe_div(high))
    return tao.saturating_to_num(TaoBalance), alpha.saturating_to_num(AlphaBalance)


@rule("POOL-55")
def collect_fees(chain: Chain, position: Position) -> tuple[Amounts, Position]:
    """What a position has earned since its fees were last taken, and the position with these fees taken."""
    low, high = position.tick_low, position.tick_high
    tao, alpha = (get_fees_in_range(chain, position.netuid, low, high, currency) for currency in Currency)
    liquidity = I64F64.saturating_from_num(position.liquidity)
    earned_tao = liquidity * (tao - position.fees_tao)
    earned_alpha = liquidity * (alpha - position.fees_alpha)
    earned = earned_tao.saturating_to_num(TaoBalance), earned_alpha.saturating_to_num(AlphaBalance)
    return earned, replace(position, fees_tao=tao, fees_alpha=alpha)

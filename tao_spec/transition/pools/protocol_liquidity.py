"""The liquidity of the protocol: one position over all prices, made of the reserves and fed by emission.

Source: upstream's `pallets/swap/src/pallet/impls.rs`.
"""

from __future__ import annotations

from dataclasses import replace
from math import isqrt

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.state.pools import Position
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.positions import (
    add_current_liquidity,
    collect_fees,
    compute_token_amounts,
    create_position,
    subtract_current_liquidity,
)
from tao_spec.transition.pools.reserves import get_alpha_reserve, get_tao_reserve
from tao_spec.transition.pools.tick_math import MAX_TICK, MIN_TICK, sqrt_price_to_tick_bounded
from tao_spec.transition.pools.ticks import Bound, add_liquidity_at_tick, remove_liquidity_at_tick
from tao_spec.transition.rules import rule

POOLS_DO_NOT_SHRINK = "KNOWN-64"
"""Where the protocol's position shrinks, the liquidity of the pool and its ticks do not."""

PROTOCOL_ACCOUNT = AccountId(b"modlten/swap".ljust(AccountId.LENGTH, b"\0"))
"""The account of the pallet, which owns the protocol's position."""

PRICE_EPSILON = U64F64.from_float(0.000000000001)
"""How near the square root of the first price is computed: to 10^-12."""


@rule("POOL-70")
def compute_liquidity(tao: TaoBalance, alpha: AlphaBalance) -> U64:
    """The liquidity of a position over all prices: the square root of the product of its reserves, rounded down."""
    return U64(isqrt(tao * alpha))


@rule("POOL-71")
def maybe_initialize(chain: Chain, netuid: NetUid) -> None:
    """Give a pool its price and the protocol's position, if it has none yet: the ratio of the reserves, and all of them.

    Raises:
        MaxPositionsExceeded: as `create_position`.
    """
    if chain.pools.swap_v3_initialized[netuid]:
        return
    tao, alpha = get_tao_reserve(chain, netuid), get_alpha_reserve(chain, netuid)
    price = U64F64.saturating_from_num(tao).safe_div(U64F64.saturating_from_num(alpha))
    sqrt_price = price.checked_sqrt(PRICE_EPSILON) or U64F64.ZERO
    chain.pools.alpha_sqrt_price[netuid] = sqrt_price
    chain.pools.current_tick[netuid] = sqrt_price_to_tick_bounded(sqrt_price)
    liquidity = compute_liquidity(tao, alpha)
    position, _ = create_position(chain, netuid, PROTOCOL_ACCOUNT, MIN_TICK, MAX_TICK, liquidity)
    chain.pools.positions[netuid, PROTOCOL_ACCOUNT, position.id] = position


@rule("POOL-72")
def adjust_protocol_liquidity(chain: Chain, netuid: NetUid, tao: TaoBalance, alpha: AlphaBalance) -> None:
    """Add what emission put into the reserves, and the fees that it earned, to the protocol's position.

    The position becomes what all of this is worth as one over all prices. Where that is less than it was, it shrinks, and
    the liquidity of the pool does not (KNOWN-64).

    Args:
        tao: put into the pool, in rao.
        alpha: put into the pool, in alpha rao.
    """
    position = next((position for _, position in chain.pools.positions.under(netuid, PROTOCOL_ACCOUNT)), None)
    if position is None:
        return
    (tao_fees, alpha_fees), position = collect_fees(chain, position)
    held_tao, held_alpha = compute_token_amounts(position, chain.pools.alpha_sqrt_price[netuid])
    liquidity = compute_liquidity(
        held_tao.saturating_add(tao).saturating_add(tao_fees),
        held_alpha.saturating_add(alpha).saturating_add(alpha_fees),
    )
    _set_liquidity(chain, netuid, position, liquidity)


def _set_liquidity(chain: Chain, netuid: NetUid, position: Position, liquidity: U64) -> None:
    if liquidity < position.liquidity and not chain.deviates(POOLS_DO_NOT_SHRINK):
        _shrink(chain, netuid, position, liquidity)
        return
    growth = liquidity.saturating_sub(position.liquidity)
    add_current_liquidity(chain, netuid, growth)
    chain.pools.positions[netuid, PROTOCOL_ACCOUNT, position.id] = replace(position, liquidity=liquidity)
    add_liquidity_at_tick(chain, netuid, position.tick_low, growth, Bound.LOWER)
    add_liquidity_at_tick(chain, netuid, position.tick_high, growth, Bound.UPPER)


def _shrink(chain: Chain, netuid: NetUid, position: Position, liquidity: U64) -> None:
    """What was meant: what the position loses, the pool loses too."""
    loss = position.liquidity.saturating_sub(liquidity)
    subtract_current_liquidity(chain, netuid, loss)
    chain.pools.positions[netuid, PROTOCOL_ACCOUNT, position.id] = replace(position, liquidity=liquidity)
    remove_liquidity_at_tick(chain, netuid, position.tick_low, loss, Bound.LOWER)
    remove_liquidity_at_tick(chain, netuid, position.tick_high, loss, Bound.UPPER)

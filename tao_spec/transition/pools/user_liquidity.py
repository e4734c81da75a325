"""The positions of users: made, modified, taken out.

Source: upstream's `pallets/swap/src/pallet/impls.rs`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tao_spec.arithmetic.identifiers import AccountId, NetUid, TickIndex
from tao_spec.arithmetic.integers import I64, U64
from tao_spec.interface.pools import (
    InsufficientLiquidity,
    InvalidLiquidityValue,
    LiquidityNotFound,
    PositionId,
    UserLiquidityDisabled,
)
from tao_spec.state.pools import Position
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.fees import MINIMUM_LIQUIDITY
from tao_spec.transition.pools.positions import (
    Amounts,
    add_current_liquidity,
    collect_fees,
    compute_token_amounts,
    create_position,
    is_in_range,
    subtract_current_liquidity,
)
from tao_spec.transition.pools.prices import is_dynamic
from tao_spec.transition.pools.protocol_liquidity import maybe_initialize
from tao_spec.transition.pools.provision import ensure_holds
from tao_spec.transition.pools.tick_math import tick_to_sqrt_price
from tao_spec.transition.pools.ticks import Bound, add_liquidity_at_tick, remove_liquidity_at_tick
from tao_spec.transition.rules import rule

THE_REST_IS_FORFEIT = "KNOWN-61"
"""A position that is lowered to less than the least is taken out whole, and paid as if it were not."""

POOLS_WITHOUT_PRICE = "KNOWN-62"
"""Liquidity may be added to a pool that has no price."""

UPPER_END_COUNTS = "KNOWN-66"
"""Where the price is the upper end of a range, a modified position counts as in range."""


@dataclass(frozen=True)
class PositionChange:
    """What became of a position.

    Attributes:
        position: as it was before; its ticks and liquidity.
        amounts: TAO and alpha that go in or come out.
        fees: what it had earned.
        is_removed: whether it is no more.
    """

    position: Position
    amounts: Amounts
    fees: Amounts
    is_removed: bool


@rule("POOL-110")
def do_add_liquidity(
    chain: Chain, netuid: NetUid, coldkey: AccountId, hotkey: AccountId, low: TickIndex, high: TickIndex, liquidity: U64
) -> tuple[PositionId, Amounts]:
    """Make a position for a coldkey, which must have what the position is worth.

    A pool that has made no swap yet has no price, and is not given one: it counts as set up at the price zero (KNOWN-62).

    Returns:
        Its number, and what it is worth.

    Raises:
        UserLiquidityDisabled: users may not add liquidity to this pool.
        MaxPositionsExceeded, InvalidTickRange: as `create_position`.
        InsufficientBalance: as `ensure_holds`.
        InvalidLiquidityValue: the liquidity is under 1,000.
    """
    if not chain.pools.enabled_user_liquidity[netuid]:
        raise UserLiquidityDisabled
    if not chain.deviates(POOLS_WITHOUT_PRICE):
        _ensure_price(chain, netuid)
    position, worth = create_position(chain, netuid, coldkey, low, high, liquidity)
    ensure_holds(chain, coldkey, hotkey, netuid, worth)
    # Smaller positions are worth nothing but rounding errors.
    if liquidity < MINIMUM_LIQUIDITY:
        raise InvalidLiquidityValue
    chain.pools.positions[netuid, coldkey, position.id] = position
    return position.id, worth


def _ensure_price(chain: Chain, netuid: NetUid) -> None:
    """What was meant: a pool has a price before anybody adds liquidity, and alpha without a pool takes none."""
    if not is_dynamic(chain, netuid):
        raise UserLiquidityDisabled
    maybe_initialize(chain, netuid)


@rule("POOL-111")
def do_remove_liquidity(chain: Chain, netuid: NetUid, coldkey: AccountId, id: PositionId) -> PositionChange:
    """Take a whole position out, whether or not users may add liquidity.

    Raises:
        LiquidityNotFound: the coldkey has no such position in the pool.
    """
    position = _get_position(chain, netuid, coldkey, id)
    fees, position = collect_fees(chain, position)
    worth = compute_token_amounts(position, chain.pools.alpha_sqrt_price[netuid])
    _remove_from_ticks(chain, netuid, position, position.liquidity)
    if is_in_range(chain, netuid, position.tick_low, position.tick_high):
        subtract_current_liquidity(chain, netuid, position.liquidity)
    del chain.pools.positions[netuid, coldkey, id]
    return PositionChange(position, worth, fees, True)


@rule("POOL-112")
def do_modify_position(
    chain: Chain, netuid: NetUid, coldkey: AccountId, hotkey: AccountId, id: PositionId, delta: I64
) -> PositionChange:
    """Add liquidity to a position, or take some out; one that is left with less than 1,000 is taken out whole.

    Where it is taken out so, only the liquidity that was named is paid for and leaves the pool's (KNOWN-61).

    Args:
        delta: liquidity to add, or, below zero, to take out.

    Raises:
        UserLiquidityDisabled: users may not add liquidity to this pool.
        LiquidityNotFound: the coldkey has no such position in the pool.
        InvalidLiquidityValue: less than 1,000 shall be added or taken out.
        InsufficientBalance: as `ensure_holds`, of what is added.
        InsufficientLiquidity: the position has less than is to be taken out.
    """
    if not chain.pools.enabled_user_liquidity[netuid]:
        raise UserLiquidityDisabled
    position = _get_position(chain, netuid, coldkey, id)
    # The least integer has no counterpart of the other sign, and counts as less than 1,000.
    if I64.wrap(abs(delta)) < MINIMUM_LIQUIDITY:
        raise InvalidLiquidityValue
    change = _get_change(chain, position, delta)
    _change_current_liquidity(chain, netuid, position, change, is_added=delta > 0)
    worth = compute_token_amounts(replace(position, liquidity=change), chain.pools.alpha_sqrt_price[netuid])
    if delta > 0:
        ensure_holds(chain, coldkey, hotkey, netuid, worth)
        return _grow(chain, netuid, coldkey, position, change, worth)
    # Nobody takes out more than he put in.
    if position.liquidity < change:
        raise InsufficientLiquidity
    return _shrink(chain, netuid, coldkey, position, change, worth)


def _get_position(chain: Chain, netuid: NetUid, coldkey: AccountId, id: PositionId) -> Position:
    position = chain.pools.positions.get((netuid, coldkey, id))
    if position is None:
        raise LiquidityNotFound
    return position


def _get_change(chain: Chain, position: Position, delta: I64) -> U64:
    """The liquidity that is added or taken out: what was named, and as it was meant all where too little would be left."""
    change, least = U64(abs(delta)), position.liquidity.saturating_sub(MINIMUM_LIQUIDITY)
    if delta < 0 and least < change <= position.liquidity and not chain.deviates(THE_REST_IS_FORFEIT):
        return position.liquidity
    return change


def _change_current_liquidity(chain: Chain, netuid: NetUid, position: Position, change: U64, is_added: bool) -> None:
    """Let the pool's liquidity follow if the price lies in the range, its upper end included (KNOWN-66)."""
    low, high = tick_to_sqrt_price(position.tick_low), tick_to_sqrt_price(position.tick_high)
    is_inside = low <= chain.pools.alpha_sqrt_price[netuid] <= high
    if not chain.deviates(UPPER_END_COUNTS):
        is_inside = is_in_range(chain, netuid, position.tick_low, position.tick_high)
    if is_inside and is_added:
        add_current_liquidity(chain, netuid, change)
    elif is_inside:
        subtract_current_liquidity(chain, netuid, change)


def _grow(
    chain: Chain, netuid: NetUid, coldkey: AccountId, position: Position, change: U64, worth: Amounts
) -> PositionChange:
    fees, collected = collect_fees(chain, position)
    add_liquidity_at_tick(chain, netuid, position.tick_low, change, Bound.LOWER)
    add_liquidity_at_tick(chain, netuid, position.tick_high, change, Bound.UPPER)
    grown = replace(collected, liquidity=position.liquidity.saturating_add(change))
    chain.pools.positions[netuid, coldkey, position.id] = grown
    return PositionChange(position, worth, fees, False)


def _shrink(
    chain: Chain, netuid: NetUid, coldkey: AccountId, position: Position, change: U64, worth: Amounts
) -> PositionChange:
    fees, collected = collect_fees(chain, position)
    left = position.liquidity.saturating_sub(change)
    # What is left of it may be too little to be a position.
    is_removed = left < MINIMUM_LIQUIDITY
    _remove_from_ticks(chain, netuid, position, position.liquidity if is_removed else change)
    if is_removed:
        del chain.pools.positions[netuid, coldkey, position.id]
    else:
        chain.pools.positions[netuid, coldkey, position.id] = replace(collected, liquidity=left)
    return PositionChange(position, worth, fees, is_removed)


def _remove_from_ticks(chain: Chain, netuid: NetUid, position: Position, liquidity: U64) -> None:
    remove_liquidity_at_tick(chain, netuid, position.tick_low, liquidity, Bound.LOWER)
    remove_liquidity_at_tick(chain, netuid, position.tick_high, liquidity, Bound.UPPER)

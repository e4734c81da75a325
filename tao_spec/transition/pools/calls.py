"""The calls of Swap."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, NetUid, TickIndex
from tao_spec.arithmetic.integers import I64, U16, U64
from tao_spec.interface import pools as interface
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.pools import (
    FeeRateSet,
    FeeRateTooHigh,
    LiquidityAdded,
    LiquidityModified,
    LiquidityRemoved,
    PositionId,
    SubNetworkDoesNotExist,
    UserLiquidityToggled,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed, is_root
from tao_spec.transition.pools.conversion import FEES_ARE_IN_NO_RESERVE
from tao_spec.transition.pools.positions import Amounts
from tao_spec.transition.pools.provision import pay_out_alpha, take_in
from tao_spec.transition.pools.reserves import (
    decrease_provided_alpha_reserve,
    decrease_provided_tao_reserve,
    increase_provided_alpha_reserve,
    increase_provided_tao_reserve,
)
from tao_spec.transition.pools.user_liquidity import (
    PositionChange,
    do_add_liquidity,
    do_modify_position,
    do_remove_liquidity,
)
from tao_spec.transition.rules import replaceable, rule
from tao_spec.transition.stake.coldkeys import add_balance_to_coldkey_account

RESERVES_IGNORE_CHANGES = "KNOWN-60"
"""Modifying a position leaves the reserves of users as they were."""

MAX_FEE_RATE = 10_000
"""The greatest fee of a swap, in parts of 65,535: about 15 percent."""


@rule("POOL-120", call=interface.SetFeeRate)
def set_fee_rate(chain: Chain, origin: Origin, netuid: NetUid, rate: U16) -> None:
    """Set the fee of a subnet's swaps.

    Args:
        rate: parts of 65,535 of what is paid in.

    Raises:
        BadOrigin: neither root nor the subnet's owner calls.
        SubNetworkDoesNotExist: there is no such subnet.
        FeeRateTooHigh: the fee is over 10,000 parts.
    """
    # Root may set every fee, an owner that of the subnet.
    if not is_root(origin) and not _is_owner(chain, ensure_signed(origin), netuid):
        raise BadOrigin
    _ensure_subnet(chain, netuid)
    if rate > MAX_FEE_RATE:
        raise FeeRateTooHigh
    chain.pools.fee_rate[netuid] = rate
    chain.emit(FeeRateSet(netuid, rate))


@rule("POOL-121", call=interface.ToggleUserLiquidity)
def toggle_user_liquidity(chain: Chain, origin: Origin, netuid: NetUid, enable: bool) -> None:
    """Let users add liquidity to a pool and modify their positions, or stop it; they may always take them out.

    Raises:
        BadOrigin: neither root nor the subnet's owner calls, or the owner would stop it.
        SubNetworkDoesNotExist: there is no such subnet.
    """
    # Only root takes back what the owner has allowed.
    if not is_root(origin) and not (_is_owner(chain, ensure_signed(origin), netuid) and enable):
        raise BadOrigin
    _ensure_subnet(chain, netuid)
    chain.pools.enabled_user_liquidity[netuid] = enable
    chain.emit(UserLiquidityToggled(netuid, enable))


@rule("POOL-122", call=interface.AddLiquidity)
def add_liquidity(
    chain: Chain,
    origin: Origin,
    hotkey: AccountId,
    netuid: NetUid,
    tick_low: TickIndex,
    tick_high: TickIndex,
    liquidity: U64,
) -> None:
    """Provide liquidity between two prices, of TAO of the caller and of alpha that it has on a hotkey.

    Args:
        hotkey: on which the alpha lies.
        tick_low, tick_high: the ticks at which the range begins and ends.

    Raises:
        BadOrigin: no account signs.
        SubNetworkDoesNotExist: there is no such subnet.
        DispatchError: as `do_add_liquidity`, then as `take_in`.
    """
    coldkey = ensure_signed(origin)
    ensure_liquidity_can_change(chain, netuid)
    id, amounts = do_add_liquidity(chain, netuid, coldkey, hotkey, tick_low, tick_high, liquidity)
    take_in(chain, coldkey, hotkey, netuid, amounts)
    _adjust_reserves(chain, netuid, amounts, is_added=True)
    chain.emit(LiquidityAdded(coldkey, hotkey, netuid, id, liquidity, *amounts, tick_low, tick_high))


@rule("POOL-123", call=interface.RemoveLiquidity)
def remove_liquidity(chain: Chain, origin: Origin, hotkey: AccountId, netuid: NetUid, position_id: PositionId) -> None:
    """Take a position out, with its fees; the fees leave no reserve.

    Args:
        hotkey: on which the alpha is staked; any hotkey.

    Raises:
        BadOrigin: no account signs.
        SubNetworkDoesNotExist: there is no such subnet.
        LiquidityNotFound: the caller has no such position in the pool.
        HotKeyAccountNotExists: the hotkey is none.
    """
    coldkey = ensure_signed(origin)
    _ensure_subnet(chain, netuid)
    change = do_remove_liquidity(chain, netuid, coldkey, position_id)
    (tao, alpha), (fee_tao, fee_alpha) = change.amounts, change.fees
    add_balance_to_coldkey_account(chain, coldkey, tao.saturating_add(fee_tao))
    pay_out_alpha(chain, coldkey, hotkey, netuid, alpha.saturating_add(fee_alpha))
    _adjust_reserves(chain, netuid, change.amounts, is_added=False)
    _release_fees(chain, netuid, change.fees)
    chain.emit(_removed(coldkey, hotkey, netuid, change, change.position.liquidity))


@rule("POOL-124", call=interface.ModifyPosition)
def modify_position(
    chain: Chain, origin: Origin, hotkey: AccountId, netuid: NetUid, position_id: PositionId, liquidity_delta: I64
) -> None:
    """Add liquidity to a position or take some out, and take its fees; no reserve follows (KNOWN-60).

    Args:
        hotkey: from which alpha is taken and on which it is staked; any hotkey.
        liquidity_delta: liquidity to add, or, below zero, to take out.

    Raises:
        BadOrigin: no account signs.
        SubNetworkDoesNotExist: there is no such subnet.
        DispatchError: as `do_modify_position`, then as `take_in`.
        HotKeyAccountNotExists: the hotkey is none.
    """
    coldkey = ensure_signed(origin)
    ensure_liquidity_can_change(chain, netuid)
    change = do_modify_position(chain, netuid, coldkey, hotkey, position_id, liquidity_delta)
    if liquidity_delta > 0:
        take_in(chain, coldkey, hotkey, netuid, change.amounts)
    else:
        _pay_out(chain, coldkey, hotkey, netuid, change.amounts)
    if not chain.deviates(RESERVES_IGNORE_CHANGES):
        _adjust_reserves(chain, netuid, change.amounts, is_added=liquidity_delta > 0)
    if change.is_removed:
        chain.emit(_removed(coldkey, hotkey, netuid, change, U64(abs(liquidity_delta))))
    else:
        chain.emit(_modified(coldkey, hotkey, netuid, change, liquidity_delta))
    _release_fees(chain, netuid, change.fees)
    fee_tao, fee_alpha = change.fees
    if fee_tao:
        add_balance_to_coldkey_account(chain, coldkey, fee_tao)
    if fee_alpha:
        pay_out_alpha(chain, coldkey, hotkey, netuid, fee_alpha)


def _pay_out(chain: Chain, coldkey: AccountId, hotkey: AccountId, netuid: NetUid, amounts: Amounts) -> None:
    tao, alpha = amounts
    add_balance_to_coldkey_account(chain, coldkey, tao)
    pay_out_alpha(chain, coldkey, hotkey, netuid, alpha)


def _adjust_reserves(chain: Chain, netuid: NetUid, amounts: Amounts, is_added: bool) -> None:
    tao, alpha = amounts
    if is_added:
        increase_provided_tao_reserve(chain, netuid, tao)
        increase_provided_alpha_reserve(chain, netuid, alpha)
    else:
        decrease_provided_tao_reserve(chain, netuid, tao)
        decrease_provided_alpha_reserve(chain, netuid, alpha)


def _release_fees(chain: Chain, netuid: NetUid, fees: Amounts) -> None:
    """Fees that are paid out leave the reserves, if the reserves counted them."""
    if not chain.deviates(FEES_ARE_IN_NO_RESERVE):
        _adjust_reserves(chain, netuid, fees, is_added=False)


def _removed(
    coldkey: AccountId, hotkey: AccountId, netuid: NetUid, change: PositionChange, liquidity: U64
) -> LiquidityRemoved:
    position = change.position
    return LiquidityRemoved(
        coldkey,
        hotkey,
        netuid,
        position.id,
        liquidity,
        *change.amounts,
        *change.fees,
        position.tick_low,
        position.tick_high,
    )


def _modified(
    coldkey: AccountId, hotkey: AccountId, netuid: NetUid, change: PositionChange, delta: I64
) -> LiquidityModified:
    """The event of a modification; its amounts are below zero where they came out."""
    position, sign = change.position, 1 if delta > 0 else -1
    tao, alpha = (I64.wrap(sign * amount) for amount in change.amounts)
    return LiquidityModified(
        coldkey,
        hotkey,
        netuid,
        position.id,
        delta,
        tao,
        alpha,
        *change.fees,
        position.tick_low,
        position.tick_high,
    )


def _is_owner(chain: Chain, account: AccountId, netuid: NetUid) -> bool:
    return chain.subnets.subnet_owner[netuid] == account


@replaceable
def ensure_liquidity_can_change(chain: Chain, netuid: NetUid) -> None:
    """The subnet exists, so that liquidity can be added and modified.

    Raises:
        SubNetworkDoesNotExist: it does not.
    """
    _ensure_subnet(chain, netuid)


def _ensure_subnet(chain: Chain, netuid: NetUid) -> None:
    if not chain.subnets.networks_added[netuid]:
        raise SubNetworkDoesNotExist

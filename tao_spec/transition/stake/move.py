"""Stake changes its hotkey, its subnet or its coldkey without becoming free TAO in between.

Source: upstream's `pallets/subtensor/src/staking/move_stake.rs`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tao_spec.arithmetic.currency import RAO_PER_TAO, AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.hyperparameters import SubnetDoesNotExist, SudoSetToggleTransfer
from tao_spec.interface.messages import Event
from tao_spec.interface.stake import (
    AmountTooLow,
    MoveStake,
    SlippageTooHigh,
    StakeMoved,
    StakeSwapped,
    StakeTransferred,
    SwapStake,
    SwapStakeLimit,
    TransferStake,
    TransferToggle,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.delegation.takes import become_delegate_for
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import replaceable, rule
from tao_spec.transition.stake.checks import validate_stake_transition
from tao_spec.transition.stake.limit_amounts import get_max_amount_move, get_price_ratio
from tao_spec.transition.stake.operations import (
    DEFAULT_MIN_STAKE,
    Stake,
    stake_into_subnet,
    transfer_stake_within_subnet,
    unstake_from_subnet,
)
from tao_spec.transition.stake.shares import get_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.transition.subnets.owners import ensure_subnet_owner_or_root

SMALL_PROCEEDS_ARE_LOST = "KNOWN-50"
"""Stake that is sold on its way to another subnet for less than the minimum is lost."""

SWAPS_PASS_THEIR_LIMIT = "KNOWN-58"
"""A swap between two pools may end beyond the limit of its price."""


@rule("STAKE-80")
def transition_stake(
    chain: Chain,
    origin: Stake,
    destination: Stake,
    alpha_amount: AlphaBalance,
    limit_price: TaoBalance | None = None,
    allow_partial: bool = True,
    is_transfer: bool = False,
) -> TaoBalance:
    """Move stake; more than there is means all. Between subnets only the purchase pays a fee.

    Args:
        alpha_amount: in alpha rao of the origin.
        limit_price: alpha of the destination for alpha of the origin, in parts of 10^9.
        allow_partial: whether the part that the limit allows is moved; else it is all or nothing.
        is_transfer: whether stake goes to another coldkey: the subnets must allow it, and it is not held in this block.

    Returns:
        What was moved is worth, in rao: between subnets what its sale brought.

    Raises:
        ZeroMaxStakeAmount: as `get_max_amount_move`.
        DispatchError: as `validate_stake_transition`; then as `unstake_from_subnet` and `stake_into_subnet` between
            subnets, as `transfer_stake_within_subnet` within one.
    """
    amount = min(
        alpha_amount,
        get_stake_for_hotkey_and_coldkey_on_subnet(chain, origin.hotkey, origin.coldkey, origin.netuid),
    )
    max_amount, is_within = amount, origin.netuid == destination.netuid
    if limit_price is not None and not is_within:
        max_amount = get_max_amount_move(chain, origin.netuid, destination.netuid, limit_price)
    validate_stake_transition(chain, origin, destination, amount, max_amount, allow_partial, is_transfer)
    moved = min(amount, max_amount)
    if is_within:
        return transfer_stake_within_subnet(chain, origin, destination, moved)
    tao = _move_between_subnets(chain, origin, destination, moved, set_limit=not is_transfer)
    if limit_price is not None and not chain.deviates(SWAPS_PASS_THEIR_LIMIT):
        _ensure_within_limit(chain, origin.netuid, destination.netuid, limit_price)
    return tao


def _ensure_within_limit(chain: Chain, origin: NetUid, destination: NetUid, limit_price: TaoBalance) -> None:
    """As it was meant: a swap does not leave the ratio of prices under its limit.

    Raises:
        SlippageTooHigh: it does.
    """
    ratio = get_price_ratio(chain, origin, destination) * U96F32.saturating_from_num(RAO_PER_TAO)
    if ratio < U96F32.saturating_from_num(limit_price):
        raise SlippageTooHigh


def _move_between_subnets(
    chain: Chain, origin: Stake, destination: Stake, amount: AlphaBalance, set_limit: bool
) -> TaoBalance:
    """Sell alpha and stake what it brought; only one of both pays a fee.

    Raises:
        DispatchError: as `unstake_from_subnet`, then as `stake_into_subnet`.
    """
    is_sale_free = sells_without_fee(chain, origin.netuid)
    tao = unstake_from_subnet(chain, origin, amount, drop_fees=is_sale_free)
    # The limit may have left less than a stake operation must move; nobody gets it then.
    if tao >= DEFAULT_MIN_STAKE:
        become_delegate_for(chain, destination.coldkey, destination.hotkey)
        stake_into_subnet(chain, destination, tao, set_limit=set_limit, drop_fees=not is_sale_free)
    elif not chain.deviates(SMALL_PROCEEDS_ARE_LOST):
        raise AmountTooLow
    return tao


@replaceable
def sells_without_fee(_chain: Chain, _netuid: NetUid) -> bool:
    """Whether it is the sale, in the subnet that stake leaves, that is free, and not the purchase: always."""
    return True


@dataclass(frozen=True)
class _Goal:
    """Where stake goes: its subnet, and its hotkey and its coldkey where another is named."""

    netuid: NetUid
    hotkey: AccountId | None = None
    coldkey: AccountId | None = None

    def for_stake(self, source: Stake) -> Stake:
        """What a stake becomes."""
        hotkey = source.hotkey if self.hotkey is None else self.hotkey
        return Stake(hotkey, source.coldkey if self.coldkey is None else self.coldkey, self.netuid)


@rule("STAKE-81", call=MoveStake)
def move_stake(
    chain: Chain,
    origin: Origin,
    origin_hotkey: AccountId,
    destination_hotkey: AccountId,
    origin_netuid: NetUid,
    destination_netuid: NetUid,
    alpha_amount: AlphaBalance,
) -> None:
    """Move stake of the caller to another hotkey, in the same subnet or another.

    Args:
        alpha_amount: in alpha rao of the origin.

    Raises:
        BadOrigin: no account signs.
        DispatchError: as `transition_stake`.
    """
    goal = _Goal(destination_netuid, hotkey=destination_hotkey)
    _move(chain, origin, origin_hotkey, origin_netuid, goal, alpha_amount, _tell_of_move)


@rule("STAKE-82", call=TransferStake)
def transfer_stake(
    chain: Chain,
    origin: Origin,
    destination_coldkey: AccountId,
    hotkey: AccountId,
    origin_netuid: NetUid,
    destination_netuid: NetUid,
    alpha_amount: AlphaBalance,
) -> None:
    """Give stake on a hotkey to another coldkey, in the same subnet or another.

    Args:
        alpha_amount: in alpha rao of the origin.

    Raises:
        BadOrigin: no account signs.
        DispatchError: as `transition_stake`.
    """
    goal = _Goal(destination_netuid, coldkey=destination_coldkey)
    _move(chain, origin, hotkey, origin_netuid, goal, alpha_amount, _tell_of_transfer)


@rule("STAKE-83", call=SwapStake)
def swap_stake(
    chain: Chain,
    origin: Origin,
    hotkey: AccountId,
    origin_netuid: NetUid,
    destination_netuid: NetUid,
    alpha_amount: AlphaBalance,
) -> None:
    """Move stake of the caller on a hotkey to another subnet.

    Args:
        alpha_amount: in alpha rao of the origin.

    Raises:
        BadOrigin: no account signs.
        DispatchError: as `transition_stake`.
    """
    _move(chain, origin, hotkey, origin_netuid, _Goal(destination_netuid), alpha_amount, _tell_of_swap)


@rule("STAKE-84", call=SwapStakeLimit)
def swap_stake_limit(
    chain: Chain,
    origin: Origin,
    hotkey: AccountId,
    origin_netuid: NetUid,
    destination_netuid: NetUid,
    alpha_amount: AlphaBalance,
    limit_price: TaoBalance,
    allow_partial: bool,
) -> None:
    """Move stake of the caller on a hotkey to another subnet, as long as the ratio of prices does not fall under a limit.

    Between two pools the limit only bounds the amount, by a formula that knows no ticks and no fees: the swap may end
    beyond it (KNOWN-58).

    Args:
        alpha_amount: in alpha rao of the origin.
        limit_price: alpha of the destination for alpha of the origin, in parts of 10^9.
        allow_partial: whether the part that the limit allows is moved; else it is all or nothing.

    Raises:
        BadOrigin: no account signs.
        DispatchError: as `transition_stake`.
    """
    goal, limit = _Goal(destination_netuid), (limit_price, allow_partial)
    _move(chain, origin, hotkey, origin_netuid, goal, alpha_amount, _tell_of_swap, *limit)


def _move(
    chain: Chain,
    origin: Origin,
    hotkey: AccountId,
    netuid: NetUid,
    goal: _Goal,
    amount: AlphaBalance,
    tell: Callable[[Stake, Stake, TaoBalance], Event],
    limit_price: TaoBalance | None = None,
    allow_partial: bool = True,
) -> None:
    """Move stake of the caller, and tell of it; where the goal names a coldkey, be it the caller, it is a transfer."""
    source = Stake(hotkey, ensure_signed(origin), netuid)
    destination, is_transfer = goal.for_stake(source), goal.coldkey is not None
    tao = transition_stake(chain, source, destination, amount, limit_price, allow_partial, is_transfer)
    chain.emit(tell(source, destination, tao))


def _tell_of_move(source: Stake, destination: Stake, tao: TaoBalance) -> Event:
    return StakeMoved(source.coldkey, source.hotkey, source.netuid, destination.hotkey, destination.netuid, tao)


def _tell_of_transfer(source: Stake, destination: Stake, tao: TaoBalance) -> Event:
    return StakeTransferred(source.coldkey, destination.coldkey, source.hotkey, source.netuid, destination.netuid, tao)


def _tell_of_swap(source: Stake, destination: Stake, tao: TaoBalance) -> Event:
    return StakeSwapped(source.coldkey, source.hotkey, source.netuid, destination.netuid, tao)


@rule("STAKE-85", call=SudoSetToggleTransfer)
@replaceable
def sudo_set_toggle_transfer(chain: Chain, origin: Origin, netuid: NetUid, toggle: bool) -> None:
    """Let stake of a subnet go to another coldkey, or not; nobody asks whether there is such a subnet (KNOWN-80).

    Raises:
        BadOrigin: neither root calls nor the owner of the subnet.
        SubnetDoesNotExist: there is no such subnet, once KNOWN-80 is closed.
    """
    ensure_subnet_owner_or_root(chain, origin, netuid)
    if not chain.deviates("KNOWN-80") and not chain.subnets.networks_added[netuid]:
        raise SubnetDoesNotExist
    chain.stake.transfer_toggle[netuid] = toggle
    chain.emit(TransferToggle(netuid, toggle))

"""What a stake operation must fulfil before anything moves.

Source: upstream's `pallets/subtensor/src/staking/stake_utils.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.keys import HotKeyAccountNotExists
from tao_spec.interface.stake import (
    AmountTooLow,
    InsufficientLiquidity,
    NotEnoughBalanceToStake,
    NotEnoughStakeToWithdraw,
    SameNetuid,
    SlippageTooHigh,
    TransferDisallowed,
)
from tao_spec.interface.subnets import SubnetNotExists, SubtokenDisabled
from tao_spec.transition.accounts.tokens import POLITE, PRESERVE, get_reducible_balance
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.curve import BUY, SELL, OrderType
from tao_spec.transition.pools.fees import compute_fee
from tao_spec.transition.pools.swap import SwapResult, sim_swap
from tao_spec.transition.rules import rule
from tao_spec.transition.stake.coldkeys import can_remove_balance_from_coldkey_account
from tao_spec.transition.stake.operations import DEFAULT_MIN_STAKE, Stake
from tao_spec.transition.stake.same_block import ensure_stake_operation_limit_not_exceeded
from tao_spec.transition.stake.shares import (
    can_increase_stake_for_hotkey_on_subnet,
    get_stake_for_hotkey_and_coldkey_on_subnet,
)

LAST_RAO_IS_COUNTED = "KNOWN-53"
"""A coldkey may stake all that it has, and what keeps its account alive is left out of the stake in silence."""


@rule("STAKE-40")
def ensure_subnet_exists(chain: Chain, netuid: NetUid) -> None:
    """A subnet exists.

    Raises:
        SubnetNotExists: it does not.
    """
    if not chain.subnets.networks_added[netuid]:
        raise SubnetNotExists


@rule("STAKE-41")
def ensure_subtoken_enabled(chain: Chain, netuid: NetUid) -> None:
    """The alpha of a subnet can be bought, sold and moved.

    Raises:
        SubtokenDisabled: the subnet was not started yet.
    """
    if not chain.subnets.subtoken_enabled[netuid]:
        raise SubtokenDisabled


@rule("STAKE-42")
def ensure_hotkey_account_exists(chain: Chain, hotkey: AccountId) -> None:
    """A hotkey has an owner, which only registration and association give it.

    Raises:
        HotKeyAccountNotExists: it has none.
    """
    if hotkey not in chain.keys.owner:
        raise HotKeyAccountNotExists


@rule("STAKE-43")
def get_min_amount_to_stake(chain: Chain, netuid: NetUid) -> TaoBalance:
    """The least TAO that can be staked, in rao: the minimum of a stake operation, and the fee that it would contain."""
    try:
        fee = sim_swap(chain, netuid, BUY, U64(DEFAULT_MIN_STAKE)).fee_paid
    except DispatchError:
        fee = compute_fee(chain, netuid, U64(DEFAULT_MIN_STAKE))
    return DEFAULT_MIN_STAKE.saturating_add(TaoBalance(fee))


@rule("STAKE-44")
def validate_add_stake(
    chain: Chain, stake: Stake, amount: TaoBalance, max_amount: TaoBalance, allow_partial: bool
) -> None:
    """TAO can become stake.

    Args:
        amount: to be staked, in rao.
        max_amount: what a limit of the price allows, in rao.
        allow_partial: whether less than the amount may be staked.

    Raises:
        SubnetNotExists, SubtokenDisabled: as `ensure_subnet_exists`, then `ensure_subtoken_enabled`.
        AmountTooLow: it is less than `get_min_amount_to_stake`.
        SlippageTooHigh: the limit allows less, and less is not allowed.
        NotEnoughBalanceToStake: the coldkey cannot pay what shall be staked.
        HotKeyAccountNotExists: as `ensure_hotkey_account_exists`.
        InsufficientLiquidity: the pool refuses the swap.
        AmountTooLow: without the fee it is less than a stake operation must move.
        InsufficientLiquidity: it buys no alpha, or less than a share on the hotkey.
    """
    ensure_subnet_exists(chain, stake.netuid)
    ensure_subtoken_enabled(chain, stake.netuid)
    if amount < get_min_amount_to_stake(chain, stake.netuid):
        raise AmountTooLow
    # Who wants all or nothing gets nothing where the limit does not allow all.
    if not allow_partial and amount > max_amount:
        raise SlippageTooHigh
    amount = min(amount, max_amount)
    if not can_pay(chain, stake.coldkey, amount):
        raise NotEnoughBalanceToStake
    ensure_hotkey_account_exists(chain, stake.hotkey)
    swapped = _simulate(chain, stake.netuid, BUY, amount)
    # The limit may have left too little of the amount.
    if swapped.amount_paid_in < DEFAULT_MIN_STAKE:
        raise AmountTooLow
    alpha = AlphaBalance(swapped.amount_paid_out)
    if not alpha or not can_increase_stake_for_hotkey_on_subnet(chain, stake.hotkey, stake.netuid, alpha):
        raise InsufficientLiquidity


@rule("STAKE-45")
def can_pay(chain: Chain, coldkey: AccountId, amount: TaoBalance) -> bool:
    """Whether a coldkey has so much TAO for stake (STAKE-12); what its account lives by counts, though it stays (KNOWN-53).

    Args:
        amount: in rao.
    """
    if not can_remove_balance_from_coldkey_account(chain, coldkey, amount):
        return False
    is_counted = chain.deviates(LAST_RAO_IS_COUNTED)
    return is_counted or amount <= get_reducible_balance(chain, coldkey, PRESERVE, POLITE)


@rule("STAKE-46")
def validate_remove_stake(
    chain: Chain, stake: Stake, amount: AlphaBalance, max_amount: AlphaBalance, allow_partial: bool
) -> None:
    """Stake can become TAO, whether or not the subnet was started.

    Args:
        amount: to be taken off the hotkey, in alpha rao.
        max_amount: what a limit of the price allows, in alpha rao.
        allow_partial: whether less than the amount may be taken off.

    Raises:
        SubnetNotExists: as `ensure_subnet_exists`.
        StakingOperationRateLimitExceeded: as `ensure_stake_operation_limit_not_exceeded`.
        AmountTooLow: the amount is zero.
        NotEnoughStakeToWithdraw: the coldkey has less on the hotkey.
        InsufficientLiquidity: the pool refuses the swap.
        AmountTooLow: it brings less than a stake operation must move, and is not all.
        SlippageTooHigh: the limit allows less, and less is not allowed.
        HotKeyAccountNotExists: as `ensure_hotkey_account_exists`.
    """
    ensure_subnet_exists(chain, stake.netuid)
    ensure_stake_operation_limit_not_exceeded(chain, stake.hotkey, stake.coldkey, stake.netuid)
    if not amount:
        raise AmountTooLow
    held = get_stake_for_hotkey_and_coldkey_on_subnet(chain, stake.hotkey, stake.coldkey, stake.netuid)
    if held < amount:
        raise NotEnoughStakeToWithdraw
    swapped = _simulate(chain, stake.netuid, SELL, amount)
    # However little it is, all of it can be taken off.
    if held != amount and swapped.amount_paid_out < DEFAULT_MIN_STAKE:
        raise AmountTooLow
    # Who wants all or nothing gets nothing where the limit does not allow all.
    if not allow_partial and amount > max_amount:
        raise SlippageTooHigh
    ensure_hotkey_account_exists(chain, stake.hotkey)


@rule("STAKE-47")
def validate_stake_transition(
    chain: Chain,
    origin: Stake,
    destination: Stake,
    amount: AlphaBalance,
    max_amount: AlphaBalance,
    allow_partial: bool,
    check_transfer_toggle: bool,
) -> None:
    """Stake can change its hotkey, its coldkey or its subnet.

    Args:
        amount: to be moved, in alpha rao of the origin.
        max_amount: what a limit of the price allows, in alpha rao of the origin.
        allow_partial: whether less than the amount may be moved.
        check_transfer_toggle: whether the subnets must allow that stake goes to another coldkey.

    Raises:
        SameNetuid: nothing would change.
        StakingOperationRateLimitExceeded: as `ensure_stake_operation_limit_not_exceeded`.
        SubnetNotExists: of the origin, then of the destination.
        SubtokenDisabled: of the origin, then of the destination.
        HotKeyAccountNotExists: of the origin, then of the destination.
        NotEnoughStakeToWithdraw: the coldkey has less on the hotkey.
        InsufficientLiquidity, AmountTooLow, SlippageTooHigh: as `_ensure_can_leave`.
        TransferDisallowed: of the origin, then of the destination.
    """
    if origin == destination:
        raise SameNetuid
    ensure_stake_operation_limit_not_exceeded(chain, origin.hotkey, origin.coldkey, origin.netuid)
    ensure_subnet_exists(chain, origin.netuid)
    ensure_subnet_exists(chain, destination.netuid)
    ensure_subtoken_enabled(chain, origin.netuid)
    ensure_subtoken_enabled(chain, destination.netuid)
    ensure_hotkey_account_exists(chain, origin.hotkey)
    ensure_hotkey_account_exists(chain, destination.hotkey)
    if get_stake_for_hotkey_and_coldkey_on_subnet(chain, origin.hotkey, origin.coldkey, origin.netuid) < amount:
        raise NotEnoughStakeToWithdraw
    if origin.netuid != destination.netuid:
        _ensure_can_leave(chain, origin.netuid, amount, max_amount, allow_partial)
    toggles = chain.stake.transfer_toggle
    if check_transfer_toggle and not (toggles[origin.netuid] and toggles[destination.netuid]):
        raise TransferDisallowed


def _ensure_can_leave(
    chain: Chain, netuid: NetUid, amount: AlphaBalance, max_amount: AlphaBalance, allow_partial: bool
) -> None:
    """Alpha can be sold for more than the minimum of a stake operation, exactly the minimum not being enough.

    Raises:
        InsufficientLiquidity: the pool refuses the swap.
        AmountTooLow: it brings too little, even if it is all.
        SlippageTooHigh: the limit allows less, and less is not allowed.
    """
    if _simulate(chain, netuid, SELL, amount).amount_paid_out <= DEFAULT_MIN_STAKE:
        raise AmountTooLow
    if not allow_partial and amount > max_amount:
        raise SlippageTooHigh


def _simulate(chain: Chain, netuid: NetUid, order: OrderType, amount: U64) -> SwapResult:
    """What a swap at any price would do.

    Raises:
        InsufficientLiquidity: the pool refuses it.
    """
    try:
        return sim_swap(chain, netuid, order, U64(amount))
    except DispatchError:
        raise InsufficientLiquidity from None

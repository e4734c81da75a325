"""Stake becomes TAO.

Source: upstream's `pallets/subtensor/src/staking/remove_stake.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import ROOT, AccountId, NetUid
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.stake import RemoveStake, RemoveStakeFullLimit, RemoveStakeLimit, UnstakeAll, UnstakeAllAlpha
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule
from tao_spec.transition.stake.checks import (
    ensure_hotkey_account_exists,
    ensure_subtoken_enabled,
    validate_remove_stake,
)
from tao_spec.transition.stake.coldkeys import add_balance_to_coldkey_account
from tao_spec.transition.stake.limit_amounts import get_max_amount_remove
from tao_spec.transition.stake.nominations import (
    clear_small_nomination_if_required,
    forget_children_to_be_of_small_hotkeys,
)
from tao_spec.transition.stake.operations import Stake, stake_into_subnet, unstake_from_subnet
from tao_spec.transition.stake.shares import get_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.transition.subnets.networks import get_all_subnet_netuids

LIMITS_OPEN_THE_SUBTOKEN = "KNOWN-57"
"""Stake can be sold with a limit in a subnet that was not started."""


@rule("STAKE-70", call=RemoveStake)
def remove_stake(
    chain: Chain, origin: Origin, hotkey: AccountId, netuid: NetUid, amount_unstaked: AlphaBalance
) -> None:
    """Take alpha off a hotkey, sell it at any price and pay it out; more than there is means all.

    Args:
        amount_unstaked: in alpha rao, with the fee.

    Raises:
        BadOrigin: no account signs.
        SubtokenDisabled: the subnet was not started yet, or there is none.
        DispatchError: as `validate_remove_stake`, then `unstake_from_subnet`.
    """
    coldkey = ensure_signed(origin)
    ensure_subtoken_enabled(chain, netuid)
    stake = Stake(hotkey, coldkey, netuid)
    amount = min(amount_unstaked, _get_stake(chain, stake))
    validate_remove_stake(chain, stake, amount, amount, allow_partial=False)
    _pay_out(chain, stake, amount)
    forget_children_to_be_of_small_hotkeys(chain, hotkey)


@rule("STAKE-71", call=RemoveStakeLimit)
def remove_stake_limit(
    chain: Chain,
    origin: Origin,
    hotkey: AccountId,
    netuid: NetUid,
    amount_unstaked: AlphaBalance,
    limit_price: TaoBalance,
    allow_partial: bool,
) -> None:
    """Take alpha off a hotkey and sell it as long as its price does not fall under a limit, and pay it out (KNOWN-57).

    Args:
        amount_unstaked: in alpha rao, with the fee; more than there is is refused.
        limit_price: in rao for one alpha.
        allow_partial: whether the part that the limit allows is sold; else it is all or nothing.

    Raises:
        BadOrigin: no account signs.
        ZeroMaxStakeAmount: as `get_max_amount_remove`.
        DispatchError: as `validate_remove_stake`, then `unstake_from_subnet`.
    """
    coldkey = ensure_signed(origin)
    if not chain.deviates(LIMITS_OPEN_THE_SUBTOKEN):
        ensure_subtoken_enabled(chain, netuid)
    max_amount = get_max_amount_remove(chain, netuid, limit_price)
    stake = Stake(hotkey, coldkey, netuid)
    validate_remove_stake(chain, stake, amount_unstaked, max_amount, allow_partial)
    _pay_out(chain, stake, min(amount_unstaked, max_amount), limit_price)
    forget_children_to_be_of_small_hotkeys(chain, hotkey)


@rule("STAKE-72", call=RemoveStakeFullLimit)
def remove_stake_full_limit(
    chain: Chain, origin: Origin, hotkey: AccountId, netuid: NetUid, limit_price: TaoBalance | None
) -> None:
    """Take all alpha off a hotkey and sell it, at a limit all or nothing, else at any price; then pay it out.

    Args:
        limit_price: in rao for one alpha.

    Raises:
        DispatchError: as `remove_stake_limit`, or as `remove_stake` where there is no limit.
    """
    amount = _get_stake(chain, Stake(hotkey, ensure_signed(origin), netuid))
    if limit_price is None:
        remove_stake(chain, origin, hotkey, netuid, amount)
    else:
        remove_stake_limit(chain, origin, hotkey, netuid, amount, limit_price, False)


@rule("STAKE-73", call=UnstakeAll)
def unstake_all(chain: Chain, origin: Origin, hotkey: AccountId) -> None:
    """Sell all alpha of the caller on a hotkey, in the order of the storage keys of subnets, and pay it out.

    Subnets that were not started, and those where `remove_stake` would be refused, are passed over.

    Raises:
        BadOrigin: no account signs.
        HotKeyAccountNotExists: as `ensure_hotkey_account_exists`.
        DispatchError: as `unstake_from_subnet`; nothing is sold then.
    """
    coldkey = ensure_signed(origin)
    ensure_hotkey_account_exists(chain, hotkey)
    for netuid in get_all_subnet_netuids(chain):
        stake = Stake(hotkey, coldkey, netuid)
        if can_unstake_all(chain, stake):
            _pay_out(chain, stake, _get_stake(chain, stake))


@rule("STAKE-74", call=UnstakeAllAlpha)
def unstake_all_alpha(chain: Chain, origin: Origin, hotkey: AccountId) -> None:
    """Sell all alpha of the caller on a hotkey but that on root, and stake what it brings on root; it may be moved at once.

    Raises:
        BadOrigin: no account signs.
        HotKeyAccountNotExists: as `ensure_hotkey_account_exists`.
        DispatchError: as `unstake_from_subnet`, then `stake_into_subnet`: AmountTooLow where nothing was sold.
    """
    coldkey = ensure_signed(origin)
    ensure_hotkey_account_exists(chain, hotkey)
    total = TaoBalance(0)
    for netuid in get_all_subnet_netuids(chain):
        stake = Stake(hotkey, coldkey, netuid)
        if netuid != ROOT and can_unstake_all(chain, stake):
            total = total.saturating_add(unstake_from_subnet(chain, stake, _get_stake(chain, stake)))
            clear_small_nomination_if_required(chain, stake)
    stake_into_subnet(chain, Stake(hotkey, coldkey, ROOT), total, set_limit=False)


@rule("STAKE-75")
def can_unstake_all(chain: Chain, stake: Stake) -> bool:
    """Whether all of a stake can be sold now: its subnet was started, and `validate_remove_stake` does not refuse."""
    if not chain.subnets.subtoken_enabled[stake.netuid]:
        return False
    amount = _get_stake(chain, stake)
    try:
        validate_remove_stake(chain, stake, amount, amount, allow_partial=False)
    except DispatchError:
        return False
    return True


def _get_stake(chain: Chain, stake: Stake) -> AlphaBalance:
    return get_stake_for_hotkey_and_coldkey_on_subnet(chain, stake.hotkey, stake.coldkey, stake.netuid)


def _pay_out(chain: Chain, stake: Stake, amount: AlphaBalance, price_limit: TaoBalance | None = None) -> None:
    """Sell stake, pay it out, and clear what remains where it is a small nomination."""
    add_balance_to_coldkey_account(chain, stake.coldkey, unstake_from_subnet(chain, stake, amount, price_limit))
    clear_small_nomination_if_required(chain, stake)

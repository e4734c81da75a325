"""The swap of a coldkey: a new account takes over what an old one owns, stakes and holds free.

Source: upstream's `pallets/subtensor/src/swap/swap_coldkey.rs`.
"""

from __future__ import annotations

from contextlib import suppress

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.keys import (
    ColdKeyAlreadyAssociated,
    ColdkeySwapped,
    NewColdKeyIsHotkey,
    NotEnoughBalanceToPaySwapColdKey,
    SwapColdkey,
)
from tao_spec.transition.accounts.ledger import decrease_issuance
from tao_spec.transition.accounts.tokens import EXACT, EXPENDABLE, FORCE, POLITE, get_reducible_balance, withdraw
from tao_spec.transition.chain import Chain
from tao_spec.transition.keys.holdings import put_sum
from tao_spec.transition.keys.hotkey_swap import pay_swap
from tao_spec.transition.neurons.hotkeys import is_owned_by
from tao_spec.transition.origin import Origin, ensure_root
from tao_spec.transition.rules import replaceable, rule
from tao_spec.transition.stake.coldkeys import add_balance_to_coldkey_account
from tao_spec.transition.subnets.last_blocks import get_last_swaps
from tao_spec.transition.subnets.networks import get_all_subnet_netuids
from tao_spec.transition.subnets.owners import get_subnet_owner

STAKE_STAYS_BEHIND = "KNOWN-152"
"""Stake in subnets that are no more, and on hotkeys that the coldkey does not list, stays with the old coldkey."""

POSITIONS_STAY = "KNOWN-154"
"""The liquidity that the old coldkey provides stays its own."""

RECORDS_STAY = "KNOWN-155"
"""When the old coldkey last swapped hotkeys in single subnets is forgotten: the new one need not wait."""

OWNERSHIP_IS_TAKEN_BACK = "KNOWN-158"
"""Every hotkey that the old coldkey lists passes to the new one, even one that is another's by now."""


@rule("KEYS-50", call=SwapColdkey)
def swap_coldkey(
    chain: Chain, origin: Origin, old_coldkey: AccountId, new_coldkey: AccountId, swap_cost: TaoBalance
) -> None:
    """Put a new coldkey in the place of an old one; nobody signs for either.

    Args:
        swap_cost: what is burned of the old coldkey's TAO, in rao; what is told as the cost, too.

    Raises:
        BadOrigin: root does not call.
        ColdKeyAlreadyAssociated: the new coldkey lists hotkeys on which it stakes.
        NewColdKeyIsHotkey: the new coldkey is a hotkey.
        NotEnoughBalanceToPaySwapColdKey: the old coldkey cannot pay.
        ZeroBalanceAfterWithdrawn: it can pay only with its life.
    """
    ensure_root(origin)
    if chain.stake.staking_hotkeys[new_coldkey]:
        raise ColdKeyAlreadyAssociated
    if new_coldkey in chain.keys.owner:
        raise NewColdKeyIsHotkey
    pay_swap(chain, old_coldkey, swap_cost, NotEnoughBalanceToPaySwapColdKey)
    _pass_identity_on(chain, old_coldkey, new_coldkey)
    pass_coldkey_on(chain, old_coldkey, new_coldkey)
    get_last_swaps(chain)[new_coldkey] = BlockHeight(chain.number)
    del chain.keys.coldkey_swap_scheduled[old_coldkey]
    chain.emit(ColdkeySwapped(old_coldkey, new_coldkey, swap_cost))


def _pass_identity_on(chain: Chain, old: AccountId, new: AccountId) -> None:
    """The identity passes on, over any that the new coldkey had."""
    identity = chain.serving.identities_v2.take(old)
    if identity is not None:
        chain.serving.identities_v2[new] = identity


@rule("KEYS-51")
def pass_coldkey_on(chain: Chain, old: AccountId, new: AccountId) -> None:
    """Pass on what a coldkey has, in this order: subnets, stake and the list of where it lies, hotkeys, free TAO."""
    for netuid in get_all_subnet_netuids(chain):
        # Where nobody owns a subnet, the account of zeros does (KNOWN-71).
        if get_subnet_owner(chain, netuid) == old:
            chain.subnets.subnet_owner[netuid] = new
    pass_stake_on(chain, old, new)
    pass_hotkeys_on(chain, old, new)
    _pass_what_is_forgotten(chain, old, new)
    pass_balance_on(chain, old, new)


@rule("KEYS-52")
@replaceable
def pass_stake_on(chain: Chain, old: AccountId, new: AccountId) -> None:
    """Add the shares of the old coldkey to those of the new one: on each hotkey that it lists, in each subnet that exists."""
    alpha, listed = chain.stake.alpha, chain.stake.staking_hotkeys
    stakes = _get_stakes(chain, old)
    for hotkey, netuid in stakes:
        total = alpha[hotkey, new, netuid] + alpha[hotkey, old, netuid]
        put_sum(chain, alpha, (hotkey, new, netuid), total)
        del alpha[hotkey, old, netuid]
    names = listed[old]
    if not chain.deviates(STAKE_STAYS_BEHIND):
        names = (*names, *(hotkey for hotkey, _ in stakes))
    merged = _merge(listed[new], names)
    del listed[old]
    listed[new] = merged


def _get_stakes(chain: Chain, coldkey: AccountId) -> list[tuple[AccountId, NetUid]]:
    """Where a coldkey may have stake, as far as the swap looks: hotkeys and subnets."""
    if not chain.deviates(STAKE_STAYS_BEHIND):
        return [(hotkey, netuid) for (hotkey, who, netuid), _ in chain.stake.alpha.items() if who == coldkey]
    netuids = get_all_subnet_netuids(chain)
    return [(hotkey, netuid) for hotkey in chain.stake.staking_hotkeys[coldkey] for netuid in netuids]


def _merge(first: tuple[AccountId, ...], more: tuple[AccountId, ...]) -> tuple[AccountId, ...]:
    """One list, and after it what another has beyond it, each once."""
    merged = list(first)
    for account in more:
        if account not in merged:
            merged.append(account)
    return tuple(merged)


@rule("KEYS-53")
def pass_hotkeys_on(chain: Chain, old: AccountId, new: AccountId) -> None:
    """Give the new coldkey every hotkey that the old one lists as its own, whoever owns it by now (KNOWN-158)."""
    owned = chain.keys.owned_hotkeys
    takes_back = chain.deviates(OWNERSHIP_IS_TAKEN_BACK)
    hotkeys = tuple(hotkey for hotkey in owned[old] if takes_back or is_owned_by(chain, old, hotkey))
    for hotkey in hotkeys:
        chain.keys.owner[hotkey] = new
    merged = _merge(owned[new], hotkeys)
    del owned[old]
    owned[new] = merged


@rule("KEYS-54")
def pass_balance_on(chain: Chain, old: AccountId, new: AccountId) -> None:
    """Move the free TAO of the old coldkey, if its account may die; what is reserved, frozen or needed stays.

    If the account refuses, nothing is moved, and the swap stands.
    """
    amount = get_reducible_balance(chain, old, EXPENDABLE, POLITE)
    if not amount:
        return
    with suppress(DispatchError):
        decrease_issuance(chain, withdraw(chain, old, amount, EXACT, EXPENDABLE, FORCE))
        add_balance_to_coldkey_account(chain, new, amount)


def _pass_what_is_forgotten(chain: Chain, old: AccountId, new: AccountId) -> None:
    """Pass on what the chain leaves with the old coldkey, where that is closed."""
    if not chain.deviates(POSITIONS_STAY):
        for (netuid, who, id), position in list(chain.pools.positions.items()):
            if who == old:
                del chain.pools.positions[netuid, old, id]
                chain.pools.positions[netuid, new, id] = position
    if not chain.deviates(RECORDS_STAY):
        records = chain.keys.last_hotkey_swap_on_netuid
        for (netuid, who), swapped in list(records.items()):
            if who == old:
                records[netuid, new] = max(swapped, records[netuid, new])
                del records[netuid, old]

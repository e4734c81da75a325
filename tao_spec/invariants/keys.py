"""The invariants of keys: owners list what they own, and a swap moves and makes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.accounts.balances import Deposit, Endowed, Withdraw
from tao_spec.interface.accounts.system import KilledAccount, NewAccount
from tao_spec.interface.governance.membership import SenatorsSwapped
from tao_spec.interface.keys import ColdkeySwapped, HotkeySwapped, HotkeySwappedOnSubnet
from tao_spec.invariants.accounts import HELD
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
from tao_spec.state.chain_state import State
from tao_spec.state.keys import KeysState
from tao_spec.state.stake import StakeState

SWAPS = (HotkeySwapped, HotkeySwappedOnSubnet, ColdkeySwapped)

SWAP_EVENTS = (*SWAPS, Withdraw, Deposit, Endowed, NewAccount, KilledAccount, SenatorsSwapped)
"""What swaps tell, and what they tell of accounts and of the senate."""


def _only_swaps(step: Step) -> bool:
    """Whether a call told of a swap, and of nothing but swaps and the accounts whose TAO they moved."""
    told = any(isinstance(event, SWAPS) for event in step.events)
    return not step.blocks and told and all(isinstance(event, SWAP_EVENTS) for event in step.events)


def _was_taken(step: Step, finding: Finding) -> bool:
    """A hotkey was swapped for the one that is concerned, which another owned before."""
    swaps = (event for event in step.events if isinstance(event, HotkeySwapped | HotkeySwappedOnSubnet))
    return any(event.new_hotkey == finding.account for event in swaps)


def _was_taken_back(step: Step, _finding: Finding) -> bool:
    """A coldkey was swapped, and all that it listed passed to another."""
    return any(isinstance(event, ColdkeySwapped) for event in step.events)


KNOWN_141 = Excuse("KNOWN-141", "a swap takes hotkeys from others, who go on to list them", _was_taken)
KNOWN_158 = Excuse("KNOWN-158", "the swap of a coldkey takes back what was taken", _was_taken_back)


@invariant(
    EntryInvariant,
    "INV-95",
    "An owner lists what it owns",
    rules=("KEYS-13", "KEYS-14", "KEYS-53"),
    items=(KeysState.owner,),
)
def owners_list_their_hotkeys(view: View, hotkey: AccountId) -> Finding | None:
    """The owner of a hotkey has it among its `OwnedHotkeys`, once."""
    keys = view.state.keys
    owner = keys.owner.get(hotkey)
    if owner is None:
        return None
    what = f"is listed by its owner {owner.ss58}"
    return unless_met(Finding(what, keys.owned_hotkeys[owner].count(hotkey), 1, "times", account=hotkey))


@invariant(
    StepInvariant,
    "INV-96",
    "Who loses a hotkey forgets it",
    rules=("KEYS-13", "KEYS-53"),
    excuses=(KNOWN_141, KNOWN_158),
)
def former_owners_forget(step: Step) -> Finding | None:
    """Where the owner of a hotkey changes, the former one does not list it any more."""
    before, after = step.before.state.keys, step.after.state.keys
    for raw in step.changed_keys.get(KeysState.owner.prefix, ()):
        (hotkey,) = KeysState.owner.decode_key(raw)
        former = before.owner.get(hotkey)
        if former is None or former == after.owner.get(hotkey):
            continue
        listed = after.owned_hotkeys[former].count(hotkey)
        found = Finding(f"is listed by its former owner {former.ss58}", listed, 0, "times", account=hotkey)
        if not found.is_met:
            return found
    return None


@invariant(
    StepInvariant,
    "INV-97",
    "A swap conserves stake",
    rules=("KEYS-40", "KEYS-42", "KEYS-52"),
    applies=_only_swaps,
)
def swaps_conserve_stake(step: Step) -> Finding | None:
    """A swap changes in no subnet how much alpha lies on all hotkeys, nor the sum of all shares in it."""
    for what, unit, item in (
        ("the alpha on hotkeys", "alpha rao", StakeState.total_hotkey_alpha),
        ("the sums of shares", "parts of 2^64", StakeState.total_hotkey_shares),
        ("the shares of coldkeys", "parts of 2^64", StakeState.alpha),
    ):
        for netuid, change in sorted(_compute_changes(step, item).items()):
            if change:
                return Finding(f"in subnet {netuid} a swap changed {what} by", change, 0, unit)
    return None


def _compute_changes(step: Step, item: Any) -> dict[NetUid, int]:
    """By how much the sum of a map changed, by the subnet that is the last of its keys."""
    changes: dict[NetUid, int] = defaultdict(int)
    for raw in step.changed_keys.get(item.prefix, ()):
        key = item.decode_key(raw)
        after, before = (_amount(state, item, key) for state in (step.after.state, step.before.state))
        changes[key[-1]] += after - before
    return changes


def _amount(state: State, item: Any, key: Any) -> int:
    """An amount of alpha in alpha rao, or a share in parts of 2^64."""
    amount = getattr(state.stake, item.attribute)[key]
    return int(getattr(amount, "bits", amount))


@invariant(
    StepInvariant,
    "INV-98",
    "A swap makes no TAO",
    rules=("KEYS-12", "KEYS-54"),
    tallies=(HELD,),
    applies=_only_swaps,
)
def swaps_make_no_tao(step: Step) -> Finding | None:
    """What accounts hold falls by at least as much as the issuance, which the price leaves."""
    held = step.after.sum_of(HELD) - step.before.sum_of(HELD)
    burned = _issuance(step.before) - _issuance(step.after)
    return unless_met(Finding("a swap changed what accounts hold by", held, -burned, relation=Relation.AT_MOST))


def _issuance(view: View) -> int:
    return int(view.state.emission.total_issuance.value)


@invariant(
    StepInvariant,
    "INV-99",
    "A hotkey that was swapped leaves nothing in its subnets",
    rules=("KEYS-13", "KEYS-20", "KEYS-21", "KEYS-22", "KEYS-30", "KEYS-31", "KEYS-40", "KEYS-41", "KEYS-42"),
    applies=_only_swaps,
)
def swapped_hotkeys_leave_nothing(step: Step) -> Finding | None:
    """A hotkey that was swapped everywhere has no owner, no neuron, no stake, no relatives and no dividends any more."""
    state = step.after.state
    for event in step.events:
        if not isinstance(event, HotkeySwapped) or event.old_hotkey in state.keys.owner:
            continue
        for what, left in _get_remains(state, event.old_hotkey):
            if left:
                return Finding(f"was swapped and left {what}:", left, 0, "entries", account=event.old_hotkey)
    return None


def _get_remains(state: State, hotkey: AccountId) -> Iterator[tuple[str, int]]:
    """How many entries of each kind name a hotkey, in subnets that exist and beyond them."""
    netuids = {netuid for netuid, _ in state.subnets.networks_added.items()}
    neurons, stake, delegation, emission = state.neurons, state.stake, state.delegation, state.emission
    by_hotkey = (
        neurons.is_network_member,
        stake.total_hotkey_alpha,
        stake.total_hotkey_shares,
        delegation.child_keys,
        delegation.parent_keys,
        emission.total_hotkey_alpha_last_epoch,
    )
    for item in by_hotkey:
        yield item.item.title, sum(netuid in netuids for netuid, _ in item.under(hotkey))
    by_subnet = (
        neurons.uids,
        delegation.pending_child_keys,
        emission.alpha_dividends_per_subnet,
        emission.tao_dividends_per_subnet,
    )
    for entries in by_subnet:
        yield entries.item.title, sum((netuid, hotkey) in entries for netuid in netuids)
    yield stake.alpha.item.title, sum(key[2] in netuids for key, _ in stake.alpha.under(hotkey))
    yield delegation.delegates.item.title, int(hotkey in delegation.delegates)
    yield state.governance.senate_members.item.title, state.governance.senate_members.value.count(hotkey)

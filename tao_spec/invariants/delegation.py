"""The invariants of delegation: nobody lends more than all, both sides of a family agree, and takes keep to their bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.keys import HotkeySwapped, HotkeySwappedOnSubnet
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
from tao_spec.state.delegation import DelegationState
from tao_spec.storage.items import DoubleMapAccess
from tao_spec.transition.delegation.children import Children

FAMILIES = (DelegationState.child_keys, DelegationState.parent_keys)
PARTS, PARTS_64 = "parts of 65,535", "parts of 2^64 - 1"

Relatives = DoubleMapAccess[AccountId, NetUid, Children]


def _get_families(view: View) -> tuple[Relatives, Relatives]:
    return view.state.delegation.child_keys, view.state.delegation.parent_keys


def _get_children(view: View, hotkey: AccountId) -> Iterator[tuple[NetUid, Children]]:
    """The children of a hotkey in each subnet, then the children that it has chosen and not yet got."""
    delegation = view.state.delegation
    for netuid, children in delegation.child_keys.under(hotkey):
        yield netuid, children
    for netuid, _ in view.state.subnets.networks_added.items():
        yield netuid, delegation.pending_child_keys[netuid, hotkey][0]


def _was_swapped(step: Step, finding: Finding) -> bool:
    """The hotkey, or one to which it is or was related, took part in a swap of hotkeys."""
    swapped = _get_swapped(step)
    return finding.account in swapped or any(
        relative in swapped
        for view in (step.before, step.after)
        for family in _get_families(view)
        for _, relatives in family.under(finding.account or AccountId())
        for _, relative in relatives
    )


def _get_swapped(step: Step) -> set[AccountId]:
    swaps = (event for event in step.events if isinstance(event, HotkeySwapped | HotkeySwappedOnSubnet))
    return {hotkey for event in swaps for hotkey in (event.old_hotkey, event.new_hotkey)}


FAMILY_OVERWRITTEN = Excuse(
    "KNOWN-145", "a hotkey that takes the place of another has a family of its own, which is overwritten", _was_swapped
)

of_hotkeys = partial(invariant, EntryInvariant, items=FAMILIES, excuses=(FAMILY_OVERWRITTEN,))


@of_hotkeys("INV-90", "Nobody lends more than all", rules=("DELEG-3", "DELEG-21"))
def parts_are_of_the_whole(view: View, hotkey: AccountId) -> Finding | None:
    """The parts of a hotkey's children in a subnet, and of those to be, sum to at most the whole."""
    for netuid, children in _get_children(view, hotkey):
        lent = sum(int(part) for part, _ in children)
        found = Finding(f"lends in subnet {netuid}", lent, U64.MAX, PARTS_64, Relation.AT_MOST, hotkey)
        if not found.is_met:
            return found
    return None


@of_hotkeys("INV-91", "Parents mirror children", rules=("DELEG-3",))
def families_agree(view: View, hotkey: AccountId) -> Finding | None:
    """A hotkey has each of its children, with its part, as often as the child has it as a parent; and so its parents."""
    children, parents = _get_families(view)
    for mine, theirs, what in ((children, parents, "child"), (parents, children, "parent")):
        for netuid, relatives in mine.under(hotkey):
            for (part, relative), times in Counter(relatives).items():
                mirrored = Counter(theirs[relative, netuid])[part, hotkey]
                found = Finding(f"has a {what} in subnet {netuid} named", times, mirrored, "times", account=hotkey)
                if not found.is_met:
                    return found
    return None


@of_hotkeys("INV-92", "Nobody is its own parent", rules=("DELEG-3", "DELEG-21"))
def nobody_is_its_own_parent(view: View, hotkey: AccountId) -> Finding | None:
    """A hotkey is not among its children, nor among its parents, nor among its children to be."""
    named = [relative for _, relatives in _get_children(view, hotkey) for _, relative in relatives]
    named += [relative for _, relatives in view.state.delegation.parent_keys.under(hotkey) for _, relative in relatives]
    return unless_met(Finding("is its own relative", named.count(hotkey), 0, "times", account=hotkey))


def _is_carried(step: Step, finding: Finding) -> bool:
    """The hotkey took the place of another, with its take."""
    return finding.account in _get_swapped(step)


CARRIED = Excuse("SubtensorModule.HotkeySwapped", "a swap carries a take that was set under other bounds", _is_carried)


@invariant(StepInvariant, "INV-93", "A child takes at most the greatest", rules=("DELEG-24",), excuses=(CARRIED,))
def childkey_takes_are_bounded(step: Step) -> Finding | None:
    """A childkey take that a step sets is at most the maximum, as it was before the step or after it."""
    states = (step.before.state, step.after.state)
    most = max(state.delegation.max_childkey_take.value for state in states)
    for raw in step.changed_keys.get(DelegationState.childkey_take.prefix, ()):
        hotkey, netuid = DelegationState.childkey_take.decode_key(raw)
        take, what = step.after.state.delegation.childkey_take[hotkey, netuid], f"takes in subnet {netuid}"
        found = Finding(what, take, most, PARTS, Relation.AT_MOST, hotkey)
        if not found.is_met:
            return found
    return None


def _was_lowered(step: Step, finding: Finding) -> bool:
    """The take is over the maximum, and less than before, or that of a hotkey which was no delegate before."""
    if finding.account is None or finding.relation is not Relation.AT_MOST:
        return False
    before = step.before.state.delegation.delegates.get(finding.account)
    return before is None or finding.found < before


def _rose_below(_step: Step, finding: Finding) -> bool:
    """The take is under the minimum."""
    return finding.relation is Relation.AT_LEAST


KNOWN_59 = Excuse("KNOWN-59", "a take that is lowered is not compared with the maximum", _was_lowered)
KNOWN_137 = Excuse("KNOWN-137", "a take is raised to less than the minimum", _rose_below)


@invariant(
    StepInvariant,
    "INV-94",
    "A delegate takes what it may",
    rules=("DELEG-11", "DELEG-12", "DELEG-13"),
    excuses=(KNOWN_59, KNOWN_137, CARRIED),
)
def delegate_takes_are_bounded(step: Step) -> Finding | None:
    """A take that a step sets lies between the bounds, or is the default with which a hotkey becomes a delegate."""
    for raw in step.changed_keys.get(DelegationState.delegates.prefix, ()):
        (hotkey,) = DelegationState.delegates.decode_key(raw)
        take = step.after.state.delegation.delegates.get(hotkey)
        if take is not None and take != DelegationState.delegates.default:
            for found in _compare_with_bounds(step, hotkey, take):
                if not found.is_met:
                    return found
    return None


def _compare_with_bounds(step: Step, hotkey: AccountId, take: U16) -> Iterator[Finding]:
    states = [view.state.delegation for view in (step.before, step.after)]
    most, least = (
        max(state.max_delegate_take.value for state in states),
        min(state.min_delegate_take.value for state in states),
    )
    yield Finding("takes", take, most, PARTS, Relation.AT_MOST, hotkey)
    yield Finding("takes", take, least, PARTS, Relation.AT_LEAST, hotkey)

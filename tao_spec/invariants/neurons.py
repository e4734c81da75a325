"""The invariants of neurons: whoever has a number has it in every table, and every table has a place for each number."""

from __future__ import annotations

from functools import partial
from typing import Any

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.invariants.endings import FOUNDED_OR_ENDED, TRIMMED
from tao_spec.invariants.frame import EntryInvariant, Finding, Relation, StepInvariant, invariant, unless_met
from tao_spec.invariants.mechanisms import MECHANISM_STEP, subnet_of
from tao_spec.invariants.views import Step, View
from tao_spec.state.chain_state import State
from tao_spec.state.consensus import ConsensusState
from tao_spec.state.keys import KeysState
from tao_spec.state.neurons import NeuronsState
from tao_spec.state.weights import WeightsState
from tao_spec.storage.items import Declaration

Pair = tuple[NetUid, AccountId]

VECTORS: tuple[Declaration[Any, Any], ...] = (
    NeuronsState.pruning_scores,
    ConsensusState.rank,
    ConsensusState.trust,
    ConsensusState.consensus,
    ConsensusState.incentive,
    ConsensusState.dividends,
    ConsensusState.validator_trust,
    ConsensusState.emission,
    ConsensusState.active,
    ConsensusState.validator_permit,
    WeightsState.last_update,
)
"""What has a place for every neuron of a subnet."""

of_subnets = partial(invariant, EntryInvariant)


@of_subnets(
    "INV-80",
    "Hotkeys and numbers belong together",
    rules=("NEUR-10", "NEUR-11", "NEUR-12"),
    items=(NeuronsState.keys, NeuronsState.uids),
    excuses=(TRIMMED,),
)
def keys_and_uids_agree(view: View, netuid: NetUid) -> Finding | None:
    """The hotkey of a number has that number, and the number of a hotkey that hotkey."""
    hotkeys, uids = dict(view.state.neurons.keys.under(netuid)), dict(view.state.neurons.uids.under(netuid))
    alone = sum(uids.get(hotkey) != uid for uid, hotkey in hotkeys.items())
    alone += sum(hotkeys.get(uid) != hotkey for hotkey, uid in uids.items())
    return unless_met(Finding(f"subnet {netuid} has hotkeys and numbers that are one-sided:", alone, 0, "entries"))


@of_subnets(
    "INV-81",
    "Every table has a place for each number",
    rules=("NEUR-10", "NEUR-12", "NEUR-13", "NEUR-20"),
    items=(NeuronsState.subnetwork_n, NeuronsState.keys, *VECTORS),
    excuses=(FOUNDED_OR_ENDED,),
)
def tables_have_one_length(view: View, netuid: NetUid) -> Finding | None:
    """The numbers in `Keys` are those under `SubnetworkN`, and every vector is as long.

    The lists of a mechanism behind the first may be shorter: nothing is prepared for a new one.
    """
    neurons = view.state.neurons
    if netuid >= MECHANISM_STEP:
        return _fits_its_subnet(view, netuid)
    count = neurons.subnetwork_n[netuid]
    known = {uid for uid, _ in neurons.keys.under(netuid)}
    if known != set(range(count)):
        return Finding(f"in subnet {netuid} numbers known under the count:", len(known & set(range(count))), count, "")
    for vector in VECTORS:
        length = len(vector.access(vector, view.state.store)[netuid])
        found = Finding(f"in subnet {netuid} the length of {vector.name} is", length, count, "neurons")
        if not found.is_met:
            return found
    return None


def _fits_its_subnet(view: View, index: NetUid) -> Finding | None:
    count = view.state.neurons.subnetwork_n[subnet_of(index)]
    for vector in (view.state.consensus.incentive, view.state.weights.last_update):
        what = f"in mechanism {index} of subnet {subnet_of(index)} the length of {vector.item.name} is"
        if found := unless_met(Finding(what, len(vector[index]), count, "neurons", Relation.AT_MOST)):
            return found
    return None


@invariant(StepInvariant, "INV-82", "A member has a number, and nobody else", rules=("NEUR-11", "NEUR-12"))
def members_have_numbers(step: Step) -> Finding | None:
    """A hotkey is a member of a subnet if and only if it has a number there, where that held before."""
    for netuid, hotkey in _get_touched_pairs(step):
        if not _is_one_sided(step.before, netuid, hotkey) and _is_one_sided(step.after, netuid, hotkey):
            member = int(step.after.state.neurons.is_network_member[hotkey, netuid])
            return Finding(f"is a member of subnet {netuid}, counted", member, 1 - member, "times", account=hotkey)
    return None


def _is_one_sided(view: View, netuid: NetUid, hotkey: AccountId) -> bool:
    neurons = view.state.neurons
    return neurons.is_network_member[hotkey, netuid] != ((netuid, hotkey) in neurons.uids)


def _get_touched_pairs(step: Step) -> list[Pair]:
    """Subnets and hotkeys whose number or membership changed, in their order."""
    uids, members = NeuronsState.uids, NeuronsState.is_network_member
    pairs: set[Pair] = {uids.decode_key(raw) for raw in step.changed_keys.get(uids.prefix, ())}
    for raw in step.changed_keys.get(members.prefix, ()):
        hotkey, netuid = members.decode_key(raw)
        pairs.add((netuid, hotkey))
    return sorted(pairs)


@invariant(StepInvariant, "INV-83", "No subnet outgrows its limit", rules=("NEUR-33", "NEUR-50"))
def growth_ends_at_the_limit(step: Step) -> Finding | None:
    """A subnet that grew has at most `MaxAllowedUids` neurons."""
    for raw in step.changed_keys.get(NeuronsState.subnetwork_n.prefix, ()):
        (netuid,) = NeuronsState.subnetwork_n.decode_key(raw)
        before, after = (view.state.neurons.subnetwork_n[netuid] for view in (step.before, step.after))
        most = step.after.state.neurons.max_allowed_uids[netuid]
        if after > before and after > most:
            return Finding(f"subnet {netuid} grew to", after, most, "neurons", Relation.AT_MOST)
    return None


@invariant(StepInvariant, "INV-84", "Every neuron has an owner", rules=("NEUR-7", "NEUR-32", "NEUR-52"))
def neurons_have_owners(step: Step) -> Finding | None:
    """The hotkey of a neuron has an entry in `Owner`, where it had one before or was no neuron."""
    for hotkey in _get_touched_hotkeys(step):
        if not _is_ownerless(step.before.state, hotkey) and (missing := _is_ownerless(step.after.state, hotkey)):
            return Finding("is a neuron of nobody in", missing, 0, "subnets", account=hotkey)
    return None


def _is_ownerless(state: State, hotkey: AccountId) -> int:
    """In how many subnets a hotkey is a neuron, if nobody owns it."""
    if hotkey in state.keys.owner:
        return 0
    return sum(is_member for _, is_member in state.neurons.is_network_member.under(hotkey))


def _get_touched_hotkeys(step: Step) -> list[AccountId]:
    """Hotkeys whose owner or whose number changed, in their order."""
    owner = KeysState.owner
    owned = {owner.decode_key(raw)[0] for raw in step.changed_keys.get(owner.prefix, ())}
    return sorted(owned | {hotkey for _, hotkey in _get_touched_pairs(step)})

"""The invariants of commitments and of the beacon's pulses: the index knows what is sealed, and time runs one way."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.commitments.drand import RoundNumber
from tao_spec.interface.commitments.metadata import SetMaxSpace, TimelockEncrypted
from tao_spec.invariants.endings import FOUNDED_OR_ENDED
from tao_spec.invariants.frame import EntryInvariant, Excuse, Finding, Relation, StepInvariant, invariant
from tao_spec.invariants.views import Step, View
from tao_spec.state.commitments import CommitmentsState
from tao_spec.storage.scale import ScaleError
from tao_spec.transition.commitments.metadata import MIN_SPACE
from tao_spec.transition.commitments.timelocked import MAX_REVEALS


def _changed(step: Step, item: Any) -> Iterator[tuple[NetUid, AccountId]]:
    """The keys of an item's entries that a step wrote or deleted, as far as they can be read."""
    for raw in step.changed_keys.get(item.prefix, ()):
        try:
            yield item.decode_key(raw)
        except ScaleError:
            continue


def _was_lowered_by_root(step: Step, _finding: Finding) -> bool:
    """Root set `MaxSpace`, in the same call as it may be."""
    return step.is_unknown_call or any(step.calls(SetMaxSpace))


LESS_SPACE = Excuse("Commitments.set_max_space", "root takes away space that is used", _was_lowered_by_root)


@invariant(StepInvariant, "INV-75", "No commitment is charged", rules=("COMMIT-2", "COMMIT-5", "COMMIT-9"))
def commitments_are_free(step: Step) -> Finding | None:
    """The deposit of a commitment never grows."""
    for key in _changed(step, CommitmentsState.commitment_of):
        before, after = (view.state.commitments.commitment_of.get(key) for view in (step.before, step.after))
        had = 0 if before is None else int(before.deposit)
        has = 0 if after is None else int(after.deposit)
        found = Finding(f"in subnet {key[0]} has paid", has, had, "rao", Relation.AT_MOST, key[1])
        if not found.is_met:
            return found
    return None


@invariant(
    StepInvariant,
    "INV-76",
    "Nobody uses more space than there is",
    rules=("COMMIT-6", "COMMIT-7"),
    excuses=(
        FOUNDED_OR_ENDED,
        LESS_SPACE,
    ),
    applies=lambda step: step.blocks == 0,
)
def space_is_kept(step: Step) -> Finding | None:
    """What a call writes into `UsedSpaceOf` is at least what the least commitment takes, and at most `MaxSpace`."""
    for key in _changed(step, CommitmentsState.used_space_of):
        usage = step.after.state.commitments.used_space_of.get(key)
        used, most = 0 if usage is None else int(usage.used_space), int(step.after.state.commitments.max_space.value)
        bounds = ((int(MIN_SPACE), Relation.AT_LEAST), (most, Relation.AT_MOST))
        for bound, relation in bounds:
            found = Finding(f"in subnet {key[0]} uses", used, bound, "bytes", relation, key[1])
            if not found.is_met:
                return found
    return None


@invariant(
    EntryInvariant,
    "INV-77",
    "The index knows what is sealed",
    rules=("COMMIT-2", "COMMIT-10"),
    items=(CommitmentsState.commitment_of,),
)
def index_agrees_with_fields(view: View, netuid: NetUid) -> Finding | None:
    """Of a subnet, `TimelockedIndex` names the hotkeys whose commitment has a sealed field, and no other."""
    named = {who for subnet, who in view.state.commitments.timelocked_index.value if subnet == netuid}
    sealed = {
        who
        for who, registration in view.state.commitments.commitment_of.under(netuid)
        if any(isinstance(field, TimelockEncrypted) for field in registration.info.fields)
    }
    for who in sorted(named ^ sealed):
        return Finding(
            f"in subnet {netuid} is in the index", int(who in named), int(who in sealed), "times", account=who
        )
    return None


@invariant(
    EntryInvariant,
    "INV-78",
    "Ten revealed messages are kept, the oldest first",
    rules=("COMMIT-4",),
    items=(CommitmentsState.revealed_commitments,),
)
def revelations_are_in_order(view: View, netuid: NetUid) -> Finding | None:
    """Of each hotkey of a subnet at most ten messages are kept, with blocks that ascend up to the present one."""
    for who, revealed in view.state.commitments.revealed_commitments.under(netuid):
        found = Finding(f"in subnet {netuid} revealed", len(revealed), MAX_REVEALS, "messages", Relation.AT_MOST, who)
        if not found.is_met:
            return found
        blocks = [*(int(block) for _, block in revealed), int(view.state.accounts.number.value)]
        for block, later in pairwise(blocks):
            what = f"in subnet {netuid} revealed a message later than the next, or than now, by"
            late = Finding(what, block - later, 0, "blocks", Relation.AT_MOST, who)
            if not late.is_met:
                return late
    return None


@invariant(
    EntryInvariant,
    "INV-79",
    "A pulse stands under its round, which is not after the last",
    rules=("DRAND-6", "DRAND-7", "DRAND-8"),
    items=(CommitmentsState.pulses,),
)
def pulses_stand_under_their_rounds(view: View, round: RoundNumber) -> Finding | None:
    """The key of a stored pulse is its round, and `LastStoredRound` is no earlier one."""
    pulse = view.state.commitments.pulses.get(round)
    if pulse is None:
        return None
    last = view.state.commitments.last_stored_round.value
    findings = (
        Finding(f"the pulse under round {round:,} is of one later by", pulse.round - round, 0, "rounds"),
        Finding(f"the last round is later than the stored {round:,} by", last - round, 0, "rounds", Relation.AT_LEAST),
    )
    return next((finding for finding in findings if not finding.is_met), None)

"""The invariants of weights: rows are scaled and told, commitments are few and in time, and updates are of their block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.governance.scheduler import Dispatched
from tao_spec.interface.weights import WeightsSet
from tao_spec.invariants.endings import TRIMMED
from tao_spec.invariants.frame import Excuse, Finding, Relation, StepInvariant, invariant, unless_met
from tao_spec.invariants.mechanisms import MECHANISM_STEP, subnet_of
from tao_spec.invariants.views import Step, View
from tao_spec.state.weights import TimelockedCommit, WeightsState
from tao_spec.storage.items import Declaration
from tao_spec.transition.weights.commit import MAX_UNREVEALED_COMMITS
from tao_spec.transition.weights.timelocked import REVEALED_WITHOUT_EPOCHS

Row = tuple[tuple[Uid, U16], ...]


def _is_scheduled(step: Step, _finding: Finding) -> bool:
    return any(isinstance(event, Dispatched) for event in step.events)


SCHEDULED = Excuse(
    "Scheduler.Dispatched", "a scheduled call may change tempo and period after the reveals", _is_scheduled
)


STRIKES_WEIGHTS = 320
"""The revision from which on weights on a replaced neuron become zero."""


def _changed(step: Step, item: Declaration[Any, Any]) -> list[Any]:
    """The keys of a map whose entries the step changed."""
    return [item.decode_key(raw) for raw in step.changed_keys.get(item.prefix, ())]


def _new_rows(step: Step) -> Iterator[tuple[NetUid, Uid, Row]]:
    """The rows that the step wrote; root's, which a dissolved subnet is struck from, are no weights.

    Nor are those written in which only the weights on a neuron that was replaced became zero, as from revision 320 on.
    """
    for netuid, uid in _changed(step, WeightsState.weights):
        row = step.after.state.weights.weights.get((netuid, uid))
        if row is None or netuid == ROOT:
            continue
        before = step.before.state.weights.weights.get((netuid, uid))
        if step.revision.spec_version < STRIKES_WEIGHTS or before is None or not _is_struck(before, row):
            yield netuid, uid, row


def _is_struck(before: Row, after: Row) -> bool:
    """Whether a row differs from what it was in weights that became zero, and in nothing else."""
    if len(before) != len(after):
        return False
    return all(new in (old, (old[0], 0)) for old, new in zip(before, after, strict=True))


@invariant(
    StepInvariant,
    "INV-70",
    "New weights are scaled up and name each neuron once",
    rules=("WEIGHTS-10", "WEIGHTS-12", "WEIGHTS-22"),
    excuses=(TRIMMED,),
)
def rows_are_scaled(step: Step) -> Finding | None:
    """The greatest weight of a row that a step wrote is 65,535, or all are zero; and no neuron stands in it twice."""
    for netuid, uid, row in _new_rows(step):
        whose = f"the weights of neuron {uid} in subnet {netuid}"
        greatest = max((weight for _, weight in row), default=U16(0))
        if greatest not in (0, U16.MAX):
            return Finding(f"the greatest of {whose} is", greatest, U16.MAX, "parts")
        named = Finding(f"{whose} name", len({other for other, _ in row}), len(row), "different neurons")
        if not named.is_met:
            return named
    return None


@invariant(
    StepInvariant,
    "INV-71",
    "Weights do not change in silence",
    rules=("WEIGHTS-22",),
    applies=lambda step: step.before.state.accounts.number.value > 0,
    excuses=(TRIMMED,),
)
def rows_are_told(step: Step) -> Finding | None:
    """A row that a step wrote is told by an event of its neuron."""
    told = {(event.netuid, event.uid) for event in step.events if isinstance(event, WeightsSet)}
    for netuid, uid, _ in _new_rows(step):
        if (netuid, uid) not in told:
            return Finding(
                f"new weights of neuron {uid} in subnet {netuid} were told", 0, 1, "times", Relation.AT_LEAST
            )
    return None


@invariant(
    StepInvariant,
    "INV-72",
    "At most ten commitments wait",
    rules=("WEIGHTS-36", "WEIGHTS-43", "WEIGHTS-51", "WEIGHTS-1"),
)
def few_commitments_wait(step: Step) -> Finding | None:
    """A queue that grew, or what is kept of a hotkey under an epoch, has at most ten commitments; no new list is empty."""
    return next(_find_lists(step), None)


def _find_lists(step: Step) -> Iterator[Finding]:
    for name, (before, after), whose in (*_changed_queues(step), *_changed_lists(step)):
        if after is not None and not after:
            yield Finding(f"{name} has an entry with", 0, 1, "commitments", Relation.AT_LEAST)
        for who, count in Counter(whose(after or ())).items():
            if count > Counter(whose(before or ()))[who]:
                found = Finding(
                    f"has in {name}", count, MAX_UNREVEALED_COMMITS, "commitments", Relation.AT_MOST, account=who
                )
                if not found.is_met:
                    yield found


def _changed_queues(step: Step) -> Iterator[tuple[str, tuple[Any, Any], Any]]:
    for netuid, hotkey in _changed(step, WeightsState.weight_commits):
        queues = tuple(view.state.weights.weight_commits.get((netuid, hotkey)) for view in (step.before, step.after))
        yield f"WeightCommits of subnet {netuid}", (queues[0], queues[1]), lambda queue, who=hotkey: [who] * len(queue)


def _changed_lists(step: Step) -> Iterator[tuple[str, tuple[Any, Any], Any]]:
    for netuid, epoch in _changed(step, WeightsState.timelocked_weight_commits):
        kept = tuple(
            view.state.weights.timelocked_weight_commits.get((netuid, epoch)) for view in (step.before, step.after)
        )
        name = f"TimelockedWeightCommits of subnet {netuid} and epoch {epoch}"
        yield name, (kept[0], kept[1]), _who_committed


def _who_committed(commits: tuple[TimelockedCommit, ...]) -> list[AccountId]:
    return [commit.who for commit in commits]


@invariant(
    StepInvariant,
    "INV-73",
    "No sealed weights wait in vain",
    rules=("WEIGHTS-1", "WEIGHTS-2"),
    excuses=(SCHEDULED,),
    applies=lambda step: step.blocks > 0,
)
def nothing_waits_in_vain(step: Step) -> Finding | None:
    """After a block no sealed commitment of a subnet is kept whose epoch of revelation is over."""
    state = step.after.state
    for (index, epoch), _ in state.weights.timelocked_weight_commits.items():
        netuid = subnet_of(index)
        if netuid == ROOT or netuid not in state.subnets.networks_added:
            continue
        if not state.consensus.tempo[netuid] and REVEALED_WITHOUT_EPOCHS in step.revision.closed_deviations:
            continue
        earliest = _get_epoch(step.after, netuid).saturating_sub(state.weights.reveal_period_epochs[netuid])
        kept = Finding(f"subnet {netuid} keeps sealed weights of", epoch, earliest, "as an epoch", Relation.AT_LEAST)
        if not kept.is_met:
            return kept
    return None


def _get_epoch(view: View, netuid: NetUid) -> U64:
    """The epoch of the present block, counted by blocks shifted by the number of the subnet and one."""
    shifted = BlockHeight(view.state.accounts.number.value).saturating_add(BlockHeight(netuid + 1))
    return U64(shifted // (view.state.consensus.tempo[netuid] + 1))


@invariant(StepInvariant, "INV-74", "An update is of its own block", rules=("WEIGHTS-8", "NEUR-10"), excuses=(TRIMMED,))
def updates_are_of_their_block(step: Step) -> Finding | None:
    """An entry of `LastUpdate` that is new or changed is a block that the step made, or the present one of a call."""
    first = step.before.state.accounts.number.value + (1 if step.blocks else 0)
    for (netuid,) in _changed(step, WeightsState.last_update):
        before, after = (view.state.weights.last_update[netuid] for view in (step.before, step.after))
        for uid, block in enumerate(after):
            if uid < len(before) and before[uid] == block:
                continue
            # The list of a mechanism behind the first is filled up with zeros.
            if netuid >= MECHANISM_STEP and uid >= len(before) and not block:
                continue
            nearest = min(max(block, first), step.after.state.accounts.number.value)
            found = unless_met(Finding(f"neuron {uid} of subnet {netuid} was updated in", block, nearest, "as a block"))
            if found:
                return found
    return None

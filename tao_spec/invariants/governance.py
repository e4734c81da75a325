"""The invariants of governance: motions and votes, tasks and their names, preimages and their deposits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain as in_a_row

from tao_spec.arithmetic.identifiers import H256, AccountId
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.governance.collective import Executed, Proposed
from tao_spec.interface.governance.membership import SenateReset, SenatorKeyChanged, SenatorRemoved, SenatorsSwapped
from tao_spec.interface.governance.scheduler import Dispatched, TaskAddress, TaskName
from tao_spec.invariants.frame import (
    EntryInvariant,
    Excuse,
    Finding,
    Relation,
    StateInvariant,
    StepInvariant,
    invariant,
    unless_met,
)
from tao_spec.invariants.views import Step, Tally, View
from tao_spec.state.accounts import AccountsState, HeldByPreimage, Hold
from tao_spec.state.governance import GovernanceState, OldRequested, OldUnrequested, Requested, Unrequested


def _count(what: str, things: Iterable[object], unit: str) -> Finding | None:
    """So many things that there should not be."""
    return unless_met(Finding(what, sum(1 for _ in things), 0, unit))


# Motions


@invariant(
    StateInvariant, "INV-100", "Every motion has its call and its votes", rules=("GOV-25", "GOV-27", "GOV-32", "GOV-34")
)
def motions_are_whole(view: View) -> Finding | None:
    """The hashes of `Proposals`, each there once, are those of `ProposalOf` and those of `Voting`."""
    governance = view.state.governance
    listed = Counter(governance.proposals.value)
    called, voted = Counter(governance.proposal_of.keys()), Counter(governance.voting.keys())
    astray = in_a_row(
        *(one - other for one, other in ((listed, called), (called, listed), (listed, voted), (voted, listed)))
    )
    return _count("of motions are missing or there twice", astray, "lists, calls and votes")


@invariant(
    EntryInvariant, "INV-101", "Who votes, votes once", rules=("GOV-3", "GOV-22"), items=(GovernanceState.voting,)
)
def who_votes_votes_once(view: View, motion: H256) -> Finding | None:
    """No account stands twice among the ayes and nays of a motion."""
    votes = view.state.governance.voting.get(motion)
    if votes is None:
        return None
    cast = (*votes.ayes, *votes.nays)
    return unless_met(Finding(f"the motion 0x{motion.hex()} has", len(cast), len(set(cast)), "votes"))


def _votes_of_strangers(view: View) -> Iterator[AccountId]:
    """Who voted and is no senator, once for each vote."""
    senators = view.state.governance.senate_members.value
    for _, votes in view.state.governance.voting.items():
        yield from (who for who in (*votes.ayes, *votes.nays) if who not in senators)


def _senators_left(step: Step, _finding: Finding) -> bool:
    """All these votes are of senators of before, and the list of senators was changed by its own pallet."""
    told = any(isinstance(e, SenatorRemoved | SenatorsSwapped | SenateReset | SenatorKeyChanged) for e in step.events)
    before = step.before.state.governance.senate_members.value
    return told and all(who in before for who in _votes_of_strangers(step.after))


@invariant(
    StateInvariant,
    "INV-102",
    "Only senators have a vote",
    rules=("GOV-3", "GOV-4", "GOV-37"),
    excuses=(Excuse("KNOWN-162", "the votes of a senator who left stand", _senators_left),),
)
def only_senators_vote(view: View) -> Finding | None:
    """Every vote on a motion is a senator's."""
    return _count("of those who are no senators there are", _votes_of_strangers(view), "votes")


@invariant(StepInvariant, "INV-103", "The call of a motion is made once", rules=("GOV-27", "GOV-32", "GOV-35"))
def calls_are_made_once(step: Step) -> Finding | None:
    """As many motions as stood before a step, or were proposed in it, at most were made in it or stand after it."""
    before, after = step.before.state.governance, step.after.state.governance
    proposed = Counter(event.proposal_hash for event in step.events if isinstance(event, Proposed))
    made = Counter(event.proposal_hash for event in step.events if isinstance(event, Executed))
    for motion in sorted(made):
        come, gone = proposed[motion] + (motion in before.voting), made[motion] + (motion in after.voting)
        if gone > come:
            what = f"the motion 0x{motion.hex()} was made or stands"
            return Finding(what, gone, come, "times", Relation.AT_MOST)
    return None


@invariant(
    StateInvariant,
    "INV-104",
    "The collective is the triumvirate",
    rules=("GOV-4", "GOV-10", "GOV-11", "GOV-12", "GOV-13", "GOV-14", "GOV-30"),
)
def collective_is_the_triumvirate(view: View) -> Finding | None:
    """The members of the collective are those of TriumvirateMembers, in the same order."""
    governance = view.state.governance
    one, other = governance.members.value, governance.triumvirate_members.value
    if one == other:
        return None
    return Finding("of the triumvirate and the collective differ", len(set(one) ^ set(other)) or 1, 0, "members")


# Tasks


def _name_at(view: View, address: TaskAddress) -> TaskName | None:
    """The name of the task at a place, if there is one and it has one."""
    agenda, place = view.state.governance.agenda[address[0]], address[1]
    task = agenda[place] if place < len(agenda) else None
    return None if task is None else task.maybe_id


@invariant(
    StateInvariant, "INV-105", "A name leads to its task", rules=("GOV-42", "GOV-44", "GOV-46", "GOV-47", "GOV-52")
)
def names_lead_to_tasks(view: View) -> Finding | None:
    """At the block and place that `Lookup` gives for a name stands a task of that name."""
    lost = (name for name, address in view.state.governance.lookup.items() if _name_at(view, address) != name)
    return _count("that lead to no task of theirs there are", lost, "names")


def _nameless(view: View) -> Iterator[TaskName]:
    """The names of tasks to come that `Lookup` does not lead to."""
    now = view.state.accounts.number.value
    for when, agenda in view.state.governance.agenda.items():
        for place, task in enumerate(agenda):
            name = None if task is None or when <= now else task.maybe_id
            if name is not None and view.state.governance.lookup.get(name) != (when, U32(place)):
                yield name


def _reused(step: Step, _finding: Finding) -> bool:
    """A task of each such name was made in this step: its name was free before its call, which could take it."""
    made = {event.id for event in step.events if isinstance(event, Dispatched)}
    return all(name in made for name in _nameless(step.after))


@invariant(
    StateInvariant,
    "INV-106",
    "A task to come is found by its name",
    rules=("GOV-42", "GOV-45", "GOV-56"),
    excuses=(Excuse("KNOWN-167", "a name was free before the call of its task was made", _reused),),
)
def tasks_are_found(view: View) -> Finding | None:
    """`Lookup` leads to every task with a name in the agenda of a block to come."""
    return _count("that do not lead to their task there are", _nameless(view), "names")


# Preimages


def _held_for_preimages(holds: Iterable[Hold]) -> int:
    return sum(int(hold.amount) for hold in holds if isinstance(hold.id, HeldByPreimage))


def _paid(status: object) -> int:
    ticket = status.ticket if isinstance(status, Unrequested) else None
    ticket = status.maybe_ticket if isinstance(status, Requested) else ticket
    return 0 if ticket is None else int(ticket[1])


HELD = Tally("what all accounts hold for preimages", AccountsState.holds, _held_for_preimages)
PAID = Tally("the deposits for preimages", GovernanceState.request_status_for, _paid)


@invariant(
    StateInvariant,
    "INV-107",
    "What was paid for preimages is held",
    rules=("GOV-60", "GOV-61", "GOV-62", "GOV-63", "GOV-65"),
    tallies=(HELD, PAID),
)
def deposits_are_held(view: View) -> Finding | None:
    """All accounts together hold for preimages what their records say was paid."""
    return unless_met(Finding("all accounts together hold for preimages", view.sum_of(HELD), view.sum_of(PAID)))


@invariant(
    EntryInvariant,
    "INV-108",
    "What is recorded as stored is stored",
    rules=("GOV-61", "GOV-62", "GOV-63", "GOV-65", "GOV-66"),
    items=(GovernanceState.status_for, GovernanceState.request_status_for, GovernanceState.preimage_for),
)
def preimages_are_stored(view: View, key: H256 | tuple[H256, U32]) -> Finding | None:
    """Where the record of a hash knows a length, data of that length is stored."""
    governance = view.state.governance
    hash = key if isinstance(key, H256) else key[0]
    statuses = (governance.status_for.get(hash), governance.request_status_for.get(hash))
    lengths = {length for status in statuses if (length := _length(status)) is not None}
    missing = (length for length in lengths if (hash, length) not in governance.preimage_for)
    return _count(f"under the hash 0x{hash.hex()} are missing", missing, "preimages")


def _length(status: object) -> U32 | None:
    if isinstance(status, Unrequested | OldUnrequested | OldRequested):
        return status.len
    return status.maybe_len if isinstance(status, Requested) else None

"""Invariants: what must always hold, checked on a state or over a step, with the numbers where it does not.

There are three kinds. An invariant *of the state* and one *of entries* (of each account, say) are inductive: a step is judged
only where they held before it, for a prepared vector may start from a state that no chain reaches, and a step is not to blame
for what it found. An invariant *of steps* compares the two states and the events of every step.

Where a known deviation, or a power that the protocol gives to root, explains a violation exactly, it is excused and counted
apart. The cost of a step is proportional to what the step touched.
"""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.messages import Call, Event
from tao_spec.invariants.views import Past, Step, Tally, View
from tao_spec.state.chain_state import State
from tao_spec.storage.items import Declaration
from tao_spec.storage.scale import ScaleError
from tao_spec.storage.store import Changes, Store
from tao_spec.transition.chain import Chain
from tao_spec.transition.revision import Revision


class Relation(enum.Enum):
    """How a number must compare with the expected one."""

    EXACTLY = "exactly"
    AT_MOST = "at most"
    AT_LEAST = "at least"


@dataclass(frozen=True)
class Finding:
    """A number that is not as it must be.

    Attributes:
        what: what was counted, up to and with the verb.
        found, expected: the two numbers.
        unit: what both count.
        relation: how the one must compare with the other.
        account: whom it concerns, where it concerns one account.
    """

    what: str
    found: int
    expected: int
    unit: str = "rao"
    relation: Relation = Relation.EXACTLY
    account: AccountId | None = None

    def __str__(self) -> str:
        """One sentence: what, found, expected, difference."""
        subject = self.what if self.account is None else f"{self.account.ss58} {self.what}"
        wanted = (
            f"{self.expected:,}" if self.relation is Relation.EXACTLY else f"{self.relation.value} {self.expected:,}"
        )
        return (
            f"{subject} {self.found:,} {self.unit}; expected {wanted}, a difference of {self.found - self.expected:+,}"
        )

    @property
    def is_met(self) -> bool:
        """Whether the number is as it must be after all."""
        if self.relation is Relation.AT_MOST:
            return self.found <= self.expected
        if self.relation is Relation.AT_LEAST:
            return self.found >= self.expected
        return self.found == self.expected


def unless_met(finding: Finding) -> Finding | None:
    """The finding, or None where the number is as it must be."""
    return None if finding.is_met else finding


@dataclass(frozen=True)
class Excuse:
    """What explains a violation.

    Attributes:
        id: the known deviation, or the rule or the call that may do it.
        reason: why, in one sentence.
        covers: whether it explains this finding about this step, to the last rao.
    """

    id: str
    reason: str
    covers: Callable[[Step, Finding], bool]


@dataclass(frozen=True)
class Violation:
    """An invariant that a step broke.

    Attributes:
        invariant: which.
        finding: how.
        step: the number of the step, from 0; None for a state that is looked at by itself.
        excuse: what explains it, where something does.
    """

    invariant: Invariant
    finding: Finding
    step: int | None = None
    excuse: Excuse | None = None

    def __str__(self) -> str:
        """The invariant's number, the finding and the excuse."""
        excuse = "" if self.excuse is None else f" (excused by {self.excuse.id}: {self.excuse.reason})"
        return f"{self.invariant.id}: {self.finding}{excuse}"

    def to_json(self) -> dict[str, Any]:
        """The violation as JSON; numbers as decimal strings, for they may exceed 2^53."""
        finding = self.finding
        return {
            "invariant": self.invariant.id,
            "title": self.invariant.title,
            "step": self.step,
            "account": None if finding.account is None else finding.account.ss58,
            "found": str(finding.found),
            "expected": str(finding.expected),
            "relation": finding.relation.value,
            "unit": finding.unit,
            "message": str(self),
            "excuse": None if self.excuse is None else self.excuse.id,
        }


class Verdict(enum.Enum):
    """What came of judging an invariant."""

    HOLDS = "holds"
    BROKEN = "broken"
    EXCUSED = "excused"
    NOT_BEFORE = "not judged: does not hold before"
    DOES_NOT_APPLY = "not judged: does not apply"


Judgement = Finding | Verdict


@dataclass(frozen=True)
class Invariant(ABC):
    """Something that must always hold.

    Attributes:
        id: its number, as `spec/invariants.md` states it.
        title: what it says, in a few words.
        rules: the rules of the specification that it guards.
        check: the function that looks, and returns what it found wrong.
        excuses: what may explain a violation.
        tallies: the sums that it needs.
        until: the `spec_version` of the first revision of which it does not hold, by design; None where it holds of all.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    check: Callable[..., Finding | None]
    excuses: tuple[Excuse, ...] = ()
    tallies: tuple[Tally, ...] = ()
    until: int | None = field(default=None, kw_only=True)

    def is_of(self, revision: Revision) -> bool:
        """Whether it is an invariant of a revision."""
        return self.until is None or revision.spec_version < self.until

    @property
    def domain(self) -> str:
        """The domain that it belongs to."""
        return self.check.__module__.rpartition(".")[2]

    @abstractmethod
    def judge(self, step: Step) -> Iterator[Judgement]:
        """Judge a step: a verdict, or a finding, for each thing that it concerns."""

    def look(self, view: View) -> Iterator[Finding]:
        """Everything that does not hold in a state by itself."""
        return iter(())

    def excuse_for(self, step: Step, finding: Finding) -> Excuse | None:
        """What explains a violation; a deviation that the revision has closed explains nothing."""
        closed = step.revision.closed_deviations
        return next((e for e in self.excuses if e.id not in closed and e.covers(step, finding)), None)


@dataclass(frozen=True)
class StateInvariant(Invariant):
    """An invariant of the state as a whole."""

    def judge(self, step: Step) -> Iterator[Judgement]:
        """Judge the state after a step, if it held before."""
        yield _judge_change(self.check, step)

    def look(self, view: View) -> Iterator[Finding]:
        """What does not hold in a state."""
        finding = self.check(view)
        if finding is not None:
            yield finding


@dataclass(frozen=True)
class EntryInvariant(Invariant):
    """An invariant of everything that is a key of some maps, each by itself.

    Attributes:
        items: the maps, each with one key.
    """

    items: tuple[Declaration[Any, Any], ...] = ()

    def judge(self, step: Step) -> Iterator[Judgement]:
        """Judge each key whose entry in one of the maps changed, if it held of that key before."""
        for subject in self._subjects(lambda prefix: step.changed_keys.get(prefix, ())):
            yield _judge_change(self.check, step, subject)

    def look(self, view: View) -> Iterator[Finding]:
        """What does not hold in a state, over all keys."""
        for subject in self._subjects(view.state.store.keys):
            finding = self.check(view, subject)
            if finding is not None:
                yield finding

    def _subjects(self, keys_under: Callable[[bytes], Iterable[bytes]]) -> Iterator[Any]:
        seen = set()
        for item in self.items:
            for raw in keys_under(item.prefix):
                subject = _key_of(item, raw)
                if subject is not None and subject not in seen:
                    seen.add(subject)
                    yield subject


@dataclass(frozen=True)
class StepInvariant(Invariant):
    """An invariant over a step.

    Attributes:
        applies: to which steps.
    """

    applies: Callable[[Step], bool] = lambda step: True

    def judge(self, step: Step) -> Iterator[Judgement]:
        """Judge a step that it applies to."""
        if self.applies(step):
            yield self.check(step) or Verdict.HOLDS
        else:
            yield Verdict.DOES_NOT_APPLY


def _judge_change(check: Callable[..., Finding | None], step: Step, *subject: Any) -> Judgement:
    if check(step.before, *subject) is not None:
        return Verdict.NOT_BEFORE
    return check(step.after, *subject) or Verdict.HOLDS


def _key_of(item: Declaration[Any, Any], raw: bytes) -> Any:
    """The key of an entry; None where it cannot be read back, as the chain passes over it."""
    try:
        return item.decode_key(raw)[0]
    except ScaleError:
        return None


INVARIANTS: list[Invariant] = []
"""Every invariant, in the order of its definition."""

C = TypeVar("C", bound=Callable[..., Finding | None])


def invariant(kind: type[Invariant], id: str, title: str, *, rules: tuple[str, ...], **more: Any) -> Callable[[C], C]:
    """Mark a function as the check of an invariant.

    Args:
        kind: one of the three kinds; it says what the function is given.
        id, title: as `spec/invariants.md` states them.
        rules: the rules that it guards.
        more: excuses, tallies, the revision that ends it, and what the kind needs.
    """

    def register(check: C) -> C:
        INVARIANTS.append(kind(id, title, rules, check, **more))
        return check

    return register


class MadeStep(Protocol):
    """What is known of a step that was made, by whomever."""

    @property
    def events(self) -> tuple[Event, ...]:
        """What it told."""

    @property
    def changes(self) -> Changes:
        """The keys that it changed, with their new values."""


class Watch:
    """Follows a chain, and judges each step by what the step is said to have told and changed.

    It keeps a state of its own, so that it can follow a chain that only a recording describes.

    Args:
        chain: the state before the first step, under its revision; what is not committed does not count.
        invariants: those to watch; every one where none are named.
    """

    def __init__(self, chain: Chain, invariants: Iterable[Invariant] | None = None) -> None:
        self.revision: Revision = chain.revision
        named = INVARIANTS if invariants is None else invariants
        self.invariants = tuple(invariant for invariant in named if invariant.is_of(chain.revision))
        self.summary: dict[str, Counter[Verdict]] = {invariant.id: Counter() for invariant in self.invariants}
        self.excused: list[Violation] = []
        self._steps = 0
        self._store = Store(chain.store.state)
        self._state = State(self._store)
        tallies = dict.fromkeys(tally for invariant in self.invariants for tally in invariant.tallies)
        self._sums = {tally: tally.of_state(self._store) for tally in tallies}

    @property
    def present(self) -> View:
        """The state after the last step."""
        return View(self._state, self.revision, dict(self._sums))

    def now(self) -> list[Violation]:
        """What does not hold in the present state, whoever is to blame."""
        view = self.present
        return [Violation(invariant, finding) for invariant in self.invariants for finding in invariant.look(view)]

    def after(self, made: MadeStep, call: Call | None = None) -> list[Violation]:
        """Take over a step and judge it.

        Args:
            made: what the step told and changed.
            call: the call that it made. Some excuses are powers of root that show in no event; where the call is not
                known, it might have been one of them.

        Returns:
            The violations that nothing excuses; those excused are in `excused`, and `summary` counts every verdict.
        """
        step = self._take_over(made, call)
        found = [found for invariant in self.invariants for found in self._judge(invariant, step)]
        self._steps += 1
        return found

    def _take_over(self, made: MadeStep, call: Call | None) -> Step:
        old = {key: self._store.raw(key) for key in made.changes}
        sums = dict(self._sums)
        for tally in self._sums:
            self._sums[tally] += _difference(tally, old, made.changes)
        self._store.overwrite(made.changes)
        before = View(State(Past(self._store, old)), self.revision, sums)
        return Step(before, self.present, tuple(made.events), made.changes, call)

    def _judge(self, invariant: Invariant, step: Step) -> Iterator[Violation]:
        for judgement in invariant.judge(step):
            if isinstance(judgement, Verdict):
                self.summary[invariant.id][judgement] += 1
                continue
            excuse = invariant.excuse_for(step, judgement)
            violation = Violation(invariant, judgement, self._steps, excuse)
            self.summary[invariant.id][Verdict.BROKEN if excuse is None else Verdict.EXCUSED] += 1
            if excuse is None:
                yield violation
            else:
                self.excused.append(violation)


def _difference(tally: Tally, old: Changes, new: Changes) -> int:
    """How much a sum changes by the entries that changed."""
    touched = [key for key in new if key.startswith(tally.item.prefix)]
    return sum(tally.of_raw(new[key]) - tally.of_raw(old[key]) for key in touched)

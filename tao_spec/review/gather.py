"""A review: every vector and so many traces under both revisions, by any number of workers, and what came of them together.

Runs are taken in the order of the vectors and of the traces, so that a review is the same whatever the number of workers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Literal

from tao_spec.fuzz.corpus import Corpus
from tao_spec.fuzz.traces import Trace
from tao_spec.invariants import INVARIANTS
from tao_spec.invariants.frame import Invariant
from tao_spec.review.effects import EFFECTS, Difference, Judge
from tao_spec.review.replay import Run, replay_trace, replay_vector
from tao_spec.review.subjects import read_revision, replaced_rules
from tao_spec.vectors.files import collect, read_vector
from tao_spec.vectors.format import TransitionVector
from tao_spec.vectors.text import VectorError

Fate = Literal["broken", "repaired", "kept", "broken under both"]
"""What a proposal does to an invariant."""

Progress = Callable[[int, int], None]
"""Told after each run how many there were, of how many."""


@dataclass(frozen=True)
class Plan:
    """What is to be reviewed.

    Attributes:
        base, proposal: as the user named them.
        paths: vectors and folders of them; traces begin there too.
        domains: only vectors of these; all where none is named.
        traces: how many.
        seed: from which they follow.
    """

    base: str
    proposal: str
    paths: tuple[Path, ...]
    domains: frozenset[str] = frozenset()
    traces: int = 0
    seed: int = 0
    jobs: int = 1


@dataclass(frozen=True)
class Group:
    """Runs whose first differences come from one rule and have one effect."""

    rule: str
    effect: str
    runs: tuple[tuple[Run, Difference], ...]

    @property
    def writers(self) -> tuple[str, ...]:
        """The rules that wrote, told or refused what differs first."""
        return tuple(sorted({difference.writer for _, difference in self.runs}))


@dataclass(frozen=True)
class Verdict:
    """What the proposal does to an invariant.

    Attributes:
        runs: those that show it, each with how it is broken under the side that breaks it.
    """

    invariant: Invariant
    fate: Fate
    runs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Review:
    """What came of a review.

    Attributes:
        base, proposal: the names of the revisions.
        description: what the proposal says of itself.
        replaced: the rules that are not the same under both.
        closed: the known deviations that the proposal closes beside the base.
        runs: every vector, then every trace.
    """

    plan: Plan
    base: str
    proposal: str
    description: str
    replaced: tuple[str, ...]
    closed: tuple[str, ...]
    runs: tuple[Run, ...]
    invariants: tuple[Invariant, ...]

    @property
    def differing(self) -> list[Run]:
        """The runs that show a difference."""
        return [run for run in self.runs if run.difference is not None]

    @property
    def unsupported(self) -> list[Run]:
        """The runs that the proposal does not support to their end."""
        return [run for run in self.runs if run.unsupported]

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The differences by rule and effect, those of most runs first."""
        found: dict[tuple[str, str], list[tuple[Run, Difference]]] = {}
        for run in self.runs:
            if run.difference is not None:
                found.setdefault((run.difference.rule, run.difference.effect), []).append((run, run.difference))
        groups = (Group(rule, effect, tuple(runs)) for (rule, effect), runs in found.items())
        order = list(EFFECTS)
        return tuple(sorted(groups, key=lambda group: (-len(group.runs), group.rule, order.index(group.effect))))

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What becomes of each invariant, in the order of their definition."""
        return tuple(_verdict(invariant, self.runs) for invariant in self.invariants)

    @property
    def issued(self) -> tuple[int, int]:
        """By how much more or less is issued than under the base, in rao, and in how many vectors; traces do not count."""
        runs = (run for run in self.runs if not run.is_trace and not run.unsupported)
        apart = [run.proposal.issued - run.base.issued for run in runs if run.proposal.issued != run.base.issued]
        return sum(apart), len(apart)


def _verdict(invariant: Invariant, runs: Iterable[Run]) -> Verdict:
    """What the proposal does to one invariant: breaking it once outweighs all else."""
    told: dict[Fate, list[tuple[str, str]]] = {}
    for run in runs:
        ours, theirs = run.base, run.proposal
        before = ours.broken.get(invariant.id) or ours.excused.get(invariant.id)
        after = theirs.broken.get(invariant.id)
        # A run that the proposal cannot follow to its end shows no repair.
        if after is not None:
            told.setdefault("broken under both" if invariant.id in ours.broken else "broken", []).append(
                (run.name, after)
            )
        elif before and invariant.id not in theirs.excused and not (run.unsupported or theirs.unjudged):
            told.setdefault("repaired", []).append((run.name, before))
    fates: tuple[Fate, ...] = ("broken", "broken under both", "repaired")
    fate: Fate = next((fate for fate in fates if fate in told), "kept")
    return Verdict(invariant, fate, tuple(told.get(fate, ())))


class Reviewer:
    """Does the work of a plan, run by run."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        base, proposal = read_revision(plan.base), read_revision(plan.proposal)
        self.judge = Judge(base, proposal, replaced_rules(base, proposal))
        self._corpus: Corpus | None = None

    def do(self, task: Path | int) -> Run | None:
        """One vector, or the trace of a number; nothing where the file is no vector of the base and of the domains."""
        if isinstance(task, int):
            return self._trace(task)
        vector, plan = read_vector(task), self.plan
        if not isinstance(vector, TransitionVector) or vector.revision != self.judge.base.spec_version:
            return None
        if plan.domains and vector.domain not in plan.domains:
            return None
        return replay_vector(self.judge, vector)

    def _trace(self, number: int) -> Run:
        weights, base = dict.fromkeys(sorted(self.plan.domains), 1.0), self.judge.base
        if self._corpus is None:
            self._corpus = Corpus(self.plan.paths, base, weights, self.plan.seed)
        return replay_trace(self.judge, Trace(self._corpus, self.plan.seed, number, weights, base), number)


def review(plan: Plan, on_progress: Progress | None = None) -> Review:
    """Run all of a plan.

    Raises:
        VectorError: a revision or a file cannot be read, or there is nothing to run.
    """
    tasks: list[Path | int] = [*collect(plan.paths), *range(plan.traces)]
    reviewer, runs = Reviewer(plan), list[Run]()
    for done, run in enumerate(_all(plan, reviewer, tasks), 1):
        if run is not None:
            runs.append(run)
        if on_progress is not None:
            on_progress(done, len(tasks))
    judge = reviewer.judge
    if not any(not run.is_trace for run in runs):
        wanted = f" and of {', '.join(sorted(plan.domains))}" if plan.domains else ""
        what = f"there is no vector of steps of revision {judge.base.spec_version}{wanted}"
        raise VectorError(what, "give others by --vectors or --domain")
    invariants = tuple(found for found in INVARIANTS if found.is_of(judge.base) and found.is_of(judge.proposal))
    names = judge.base.name, judge.proposal.name, judge.proposal.description
    closed = judge.proposal.closed_deviations - judge.base.closed_deviations
    return Review(plan, *names, tuple(sorted(judge.replaced)), tuple(sorted(closed)), tuple(runs), invariants)


def _all(plan: Plan, reviewer: Reviewer, tasks: list[Path | int]) -> Iterator[Run | None]:
    """The runs in the order of their tasks, by this process or by others."""
    if plan.jobs == 1:
        yield from map(reviewer.do, tasks)
        return
    with ProcessPoolExecutor(plan.jobs, initializer=partial(_begin_work, plan)) as pool:
        yield from pool.map(_do, tasks, chunksize=8)


_AT_WORK: list[Reviewer] = []


def _begin_work(plan: Plan) -> None:
    _AT_WORK.append(Reviewer(plan))


def _do(task: Path | int) -> Run | None:
    return _AT_WORK[0].do(task)

"""One run of steps under both revisions, each in a state of its own, with the invariants watched on both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tao_spec.arithmetic.errors import ClientPanic
from tao_spec.fuzz.duel import Answer, answer_of
from tao_spec.fuzz.traces import Trace
from tao_spec.invariants.frame import Watch
from tao_spec.review.effects import Difference, Judge
from tao_spec.review.effects import effects_of as compare
from tao_spec.storage.store import Changes
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import Unsupported
from tao_spec.vectors.format import Step, TransitionVector
from tao_spec.vectors.machine import Machine, Made, decode_state
from tao_spec.vectors.text import Json, VectorError

Sentences = dict[str, str]
"""By the number of an invariant, how it was first broken."""


@dataclass(frozen=True)
class Kept:
    """What became of the invariants under one revision, over one run.

    Attributes:
        broken: those that a step broke.
        excused: those that a step broke as a known deviation, or a power of root, explains.
        issued: by how much `TotalIssuance` of the network grew, in rao.
        unjudged: why judging ended before the run did; empty where it did not.
    """

    broken: Sentences
    excused: Sentences
    issued: int
    unjudged: str

    def to_json(self) -> dict[str, Json]:
        """The judgement as the report holds it; numbers as decimal strings."""
        return {
            "broken": dict(self.broken),
            "excused": dict(self.excused),
            "issued": str(self.issued),
            "unjudged": self.unjudged,
        }


@dataclass(frozen=True)
class Run:
    """What came of one vector or trace.

    Attributes:
        name: the vector's, or the trace's with where it began.
        is_trace: whether its steps were drawn.
        steps: how many both made.
        differing: over how many of them the two differ.
        difference: the first of these.
        unsupported: the step that the proposal does not support, and why; nothing after it is compared.
        unspecified: how many steps the base does not specify; both leave them out.
    """

    name: str
    domain: str
    is_trace: bool
    steps: int
    differing: int
    difference: Difference | None
    unsupported: str
    unspecified: int
    base: Kept
    proposal: Kept

    def to_json(self) -> dict[str, Json]:
        """The run as the report holds it."""
        return {
            "name": self.name,
            "domain": self.domain,
            "steps": self.steps,
            "differing": self.differing,
            "difference": None if self.difference is None else self.difference.to_json(),
            "unsupported": self.unsupported,
            "unspecified": self.unspecified,
            "base": self.base.to_json(),
            "proposal": self.proposal.to_json(),
        }


class Side:
    """A revision at work: its machine and a watch over it."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.watch = Watch(machine.chain)
        self.broken: Sentences = {}
        self.unjudged = ""
        self._before = self._issuance()

    def make(self, step: Step) -> Answer:
        """Make a step and judge it."""
        answer = answer_of(self.machine, step)
        if answer.made is not None and not self.unjudged:
            self._judge(answer.made)
        return answer

    def _judge(self, made: Made) -> None:
        try:
            for violation in self.watch.after(made, made.call):
                self.broken.setdefault(violation.invariant.id, str(violation))
        # A state that only a proposal or a damaged start leads to may be beyond what an invariant can read.
        except Exception as error:
            self.unjudged = f"{type(error).__name__}: {error}"[:200]

    def reason(self, step: Step) -> str:
        """Why a step cannot be made; it changes nothing."""
        try:
            self.machine.make(step)
        except (Unsupported, VectorError, ClientPanic) as error:
            return str(error)
        return ""

    def kept(self) -> Kept:
        """What became of the invariants."""
        excused: Sentences = {}
        for violation in self.watch.excused:
            excused.setdefault(violation.invariant.id, str(violation))
        return Kept(self.broken, excused, self._issuance() - self._before, self.unjudged)

    def _issuance(self) -> int:
        return int(self.machine.chain.emission.total_issuance.value)


TRACES: Final = "traces"
"""The domain under which traces are counted, which call into all of them."""


def replay_vector(judge: Judge, vector: TransitionVector) -> Run:
    """The steps of a vector under both revisions; what it says must come of them is not looked at."""
    state = decode_state(vector.pre)
    sides = Side(Machine(Chain(state, judge.base))), Side(Machine(Chain(state, judge.proposal)))
    return _replay(judge, (vector.id, vector.domain), sides, iter(vector.steps))


def replay_trace(judge: Judge, trace: Trace, number: int) -> Run:
    """A trace under both revisions; its steps are drawn from the state of the base."""
    proposal = Side(Machine(Chain(dict(trace.machine.chain.store.state), judge.proposal)))
    name = f"trace {number} from {trace.origin}"
    return _replay(judge, (name, TRACES), (Side(trace.machine), proposal), _drawn(trace), trace.learn)


def _drawn(trace: Trace) -> Iterator[Step]:
    while not trace.is_over:
        yield trace.next_step()


def _replay(
    judge: Judge,
    named: tuple[str, str],
    sides: tuple[Side, Side],
    steps: Iterator[Step],
    learn: Callable[[Changes], None] | None = None,
) -> Run:
    """Make steps under both, until they end or the proposal does not support one."""
    base, proposal = sides
    first: Difference | None = None
    made = differing = unspecified = 0
    unsupported = ""
    for number, step in enumerate(steps):
        before = {} if first else dict(base.machine.chain.store.state)
        ours = base.make(step)
        if learn is not None:
            learn(ours.made.changes if ours.made else {})
        # What the base does not specify cannot be compared.
        if ours.outcome is None and not ours.panic:
            unspecified += 1
            continue
        theirs = proposal.make(step)
        if not theirs.is_specified:
            unsupported = f"step {number} ({step.label}): {proposal.reason(step)}"
            break
        made += 1
        if compare(ours, theirs):
            differing += 1
            first = first or judge.describe(number, step, before, ours, theirs)
    name, domain = named
    kept = base.kept(), proposal.kept()
    return Run(name, domain, learn is not None, made, differing, first, unsupported, unspecified, *kept)

"""A campaign: many traces against one client, by any number of workers, and what they found, each kind once.

Trace by trace the work is the same whoever does it. Results are taken in the order of the traces, so that the same seed and
the same number of steps find the same whatever the number of workers.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any, Final

from tao_spec.clients.protocol import ClientError, ClientProcess
from tao_spec.clients.runner import ClientIdentity
from tao_spec.fuzz.causes import Kind, kind_of
from tao_spec.fuzz.corpus import Corpus
from tao_spec.fuzz.duel import Clash, Opponent
from tao_spec.fuzz.shrinking import RawState, Shrinker, Small
from tao_spec.fuzz.traces import Trace
from tao_spec.revisions import get_revision
from tao_spec.vectors.describe import ChainDescriber
from tao_spec.vectors.format import TRANSITION, Step

MOST_FAILURES: Final = 25
"""After so many traces over which the client itself failed, nothing more is to be learnt."""

DUMP: Final = "the dump"
"""Stands for a rule where the state that a client shows differs from that to which its changes lead."""


@dataclass(frozen=True)
class Plan:
    """What is to be done.

    Attributes:
        command: the client.
        seed: from which all randomness follows.
        paths: vectors and states to begin in.
        weights: how often each domain is drawn; all alike where none is named.
        steps: stop when so many were made; none where time alone bounds them.
        seconds: how long traces are begun; none where their number alone bounds them.
        kinds: stop when so many kinds were found.
        shrink: how many of them are made small.
        revision: the `spec_version`.
        timeout: how long the client may take over a request, in seconds.
    """

    command: str | Sequence[str]
    seed: int
    paths: tuple[Path, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    steps: int | None = None
    seconds: float | None = None
    kinds: int | None = None
    shrink: int = 20
    revision: int = 306
    timeout: float = 10.0
    jobs: int = 1


@dataclass(frozen=True)
class Found:
    """A difference as it was met.

    Attributes:
        trace: the number of the trace.
        start: the name of where it began.
        state, steps: the state in which both last agreed to begin, and the steps from there to the one that differs.
    """

    kind: Kind
    trace: int
    start: str
    sentence: str
    state: RawState
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Played:
    """What came of one trace.

    Attributes:
        steps: how many were made.
        unspecified: over how many the specification has no say.
        declined: how many the client does not do.
        kinds: how often each kind of difference was met.
        found: the first of each, as far as this worker had not told of it before.
        failed: the client itself failed, and the trace ended there.
    """

    steps: int
    unspecified: int
    declined: int
    kinds: Mapping[Kind, int]
    found: tuple[Found, ...]
    failed: bool


@dataclass(frozen=True)
class Finding:
    """A kind of difference.

    Attributes:
        times: how often it was met.
        found: where it was met first.
        small: the smallest trace over which it comes, where it was made small and came again.
    """

    times: int
    found: Found
    small: Small | None


@dataclass(frozen=True)
class Outcome:
    """What came of a campaign."""

    client: ClientIdentity
    seed: int
    traces: int
    steps: int
    unspecified: int
    declined: int
    findings: tuple[Finding, ...]
    refusal: str = ""


Progress = Callable[[int, int, str], None]
"""Told after each trace how many there were, how many kinds were found, and what is being done."""


@dataclass
class _Notes:
    """What is written down of a trace: where it stood when both last agreed, and the steps since then."""

    number: int
    start: str
    state: RawState
    steps: list[Step] = field(default_factory=list)
    kinds: Counter[Kind] = field(default_factory=Counter)
    found: list[Found] = field(default_factory=list)

    def begin_anew(self, state: RawState) -> None:
        """After a difference the client is given the specification's state."""
        self.state, self.steps = state, []


class Player:
    """Plays traces against a client of its own."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.revision = plan, get_revision(plan.revision)
        self.corpus = Corpus(plan.paths, self.revision, plan.weights, plan.seed)
        self.process = ClientProcess(plan.command)
        describer = ChainDescriber(self.revision.interface)
        self.opponent = Opponent(self.process, plan.revision, plan.timeout, describer)
        self.told: set[Kind] = set()

    def play(self, number: int) -> Played:
        """Make one trace."""
        trace = Trace(self.corpus, self.plan.seed, number, self.plan.weights, self.revision)
        notes, declined = _Notes(number, trace.origin, dict(trace.machine.chain.store.state)), self.opponent.declined
        made, unspecified, failed = 0, 0, False
        self.opponent.is_level = False
        while not (trace.is_over or failed):
            step, before = trace.next_step(), dict(trace.machine.chain.store.state)
            answer, clash = self.opponent.duel(trace.machine, step, with_root=trace.is_over)
            notes.steps.append(step)
            made, unspecified = made + 1, unspecified + (not answer.is_specified)
            trace.learn(answer.made.changes if answer.made else {})
            if clash is not None:
                failed = clash.part == "client" and clash.reply is None
                self._note(notes, kind_of(before, self.revision, step, clash), clash)
                notes.begin_anew(dict(trace.machine.chain.store.state))
        clash = None if failed else self.opponent.judge_state(trace.machine)
        if clash is not None:
            self._note(notes, Kind(DUMP, clash.part, "the state"), clash)
        declined = self.opponent.declined - declined
        return Played(made, unspecified, declined, dict(notes.kinds), tuple(notes.found), failed)

    def _note(self, notes: _Notes, kind: Kind, clash: Clash) -> None:
        """Count a difference, and keep it where it is the first of its kind that this worker meets."""
        notes.kinds[kind] += 1
        if kind not in self.told:
            self.told.add(kind)
            found = Found(kind, notes.number, notes.start, clash.sentence, notes.state, tuple(notes.steps))
            notes.found.append(found)

    def shrink(self, found: Found) -> Small | None:
        """Make a difference small; None where it does not come again."""
        return Shrinker(self.opponent, self.revision, found.kind).shrink(found.state, found.steps)

    def close(self) -> None:
        """End the client."""
        self.process.close()


def run(plan: Plan, on_progress: Progress | None = None) -> Outcome:
    """Play the traces of a plan and make small what differs.

    Raises:
        ClientError: the client cannot be started, or does not implement the revision.
        VectorError: a path holds nothing to begin in.
        UnknownRevision: there is no such revision.
    """
    player = Player(plan)
    try:
        identity, refusal = _introduce(player.process, plan)
        if refusal:
            return Outcome(identity, plan.seed, 0, 0, 0, 0, (), refusal)
        with _workers(plan, player) as workers:
            return _campaign(plan, identity, workers, on_progress or (lambda *_: None))
    finally:
        player.close()


def _introduce(process: ClientProcess, plan: Plan) -> tuple[ClientIdentity, str]:
    """Ask the client who it is; where it does not even answer that, why."""
    process.start()
    command = " ".join(process.command)
    try:
        reply: Any = process.ask({"op": "hello", "format": TRANSITION}, plan.timeout)
    except ClientError as error:
        return ClientIdentity(command), f"hello: {error}"
    revisions = tuple(known) if isinstance(known := reply.get("revisions"), list) else ()
    if revisions and plan.revision not in revisions:
        known = ", ".join(map(str, revisions))
        raise ClientError(
            f"the client implements revision {known}, not {plan.revision}; name one of both by --revision"
        )
    return ClientIdentity(command, str(reply.get("client", "")), str(reply.get("version", "")), revisions), ""


class _workers:  # noqa: N801  (used as a verb)
    """Whoever plays: this process alone, or so many others."""

    def __init__(self, plan: Plan, player: Player) -> None:
        self.plan, self.player = plan, player
        self.pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> _workers:
        if self.plan.jobs > 1:
            self.pool = ProcessPoolExecutor(self.plan.jobs, initializer=_begin_work, initargs=(self.plan,))
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)

    def play(self, numbers: Iterable[int]) -> Iterator[Played]:
        """The traces of some numbers, in order; numbers are taken only a little ahead."""
        if self.pool is None:
            yield from map(self.player.play, numbers)
            return
        waiting: deque[Future[Played]] = deque()
        for number in numbers:
            waiting.append(self.pool.submit(_play, number))
            if len(waiting) > 2 * self.plan.jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def shrink(self, found: list[Found]) -> Iterator[Small | None]:
        """Some differences, made small."""
        return map(self.player.shrink, found) if self.pool is None else self.pool.map(_shrink, found)


_AT_WORK: list[Player] = []


def _begin_work(plan: Plan) -> None:
    """Make this process a worker; its client ends with it."""
    player = Player(plan)
    _AT_WORK.append(player)
    Finalize(None, player.process.kill, exitpriority=10)


def _play(number: int) -> Played:
    return _AT_WORK[0].play(number)


def _shrink(found: Found) -> Small | None:
    return _AT_WORK[0].shrink(found)


def _campaign(plan: Plan, identity: ClientIdentity, workers: _workers, on_progress: Progress) -> Outcome:
    """Play till one of the bounds is reached, then make small what was found."""
    times, first = Counter[Kind](), dict[Kind, Found]()
    traces = steps = unspecified = declined = failures = 0
    for played in workers.play(_numbers(plan)):
        traces, steps, unspecified = traces + 1, steps + played.steps, unspecified + played.unspecified
        declined, failures = declined + played.declined, failures + played.failed
        times.update(played.kinds)
        for found in played.found:
            first.setdefault(found.kind, found)
        on_progress(traces, len(first), "traces")
        if failures >= MOST_FAILURES or _is_enough(plan.steps, steps) or _is_enough(plan.kinds, len(first)):
            break
    on_progress(traces, len(first), "making small what differs")
    findings = _made_small(plan, workers, list(first.values()), times)
    return Outcome(identity, plan.seed, traces, steps, unspecified, declined, findings)


def _numbers(plan: Plan) -> Iterator[int]:
    """The numbers of the traces that are to be played, as long as there is time."""
    end = None if plan.seconds is None else time.monotonic() + plan.seconds
    for number in count():
        if end is not None and time.monotonic() >= end:
            return
        yield number


def _is_enough(bound: int | None, reached: int) -> bool:
    return bound is not None and reached >= bound


def _made_small(plan: Plan, workers: _workers, found: list[Found], times: Mapping[Kind, int]) -> tuple[Finding, ...]:
    """The findings, in the order in which they were met, the first of them made small."""
    small = [*workers.shrink(found[: plan.shrink]), *[None] * len(found[plan.shrink :])]
    return tuple(Finding(times[one.kind], one, made) for one, made in zip(found, small, strict=True))

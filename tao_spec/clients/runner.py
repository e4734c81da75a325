"""Runs vectors against a client and says of each whether the client agrees.

Each worker has a client of its own; results stand in the order of the files whatever the number of workers, and what
varies from run to run, times and logs, is kept apart from what does not.
"""

from __future__ import annotations

import contextlib
import shlex
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final, Literal, TypeAlias

from tao_spec.clients.compare import (
    MAX_ITEMS,
    Describer,
    Difference,
    HexDescriber,
    compare_root,
    compare_state,
    compare_step,
    compare_value,
    shorten,
)
from tao_spec.clients.protocol import GRACE, ClientError, ClientProcess
from tao_spec.vectors import schemas
from tao_spec.vectors.files import collect, read_vector
from tao_spec.vectors.format import TRANSITION, Case, FunctionVector, GenesisVector, TransitionVector, Vector
from tao_spec.vectors.text import Json, VectorError, dump_json, printable

Status: TypeAlias = Literal["pass", "fail", "unsupported", "error", "malformed"]
"""The client agrees; it differs; it does not do this; it failed itself; the file is no vector."""

STATUSES: Final[tuple[Status, ...]] = ("pass", "fail", "unsupported", "error", "malformed")

REPORT: Final = "tao-report/1"

TIMEOUT: Final = 60.0
"""How long a client may take over one request, in seconds, unless a caller says otherwise."""

REMARK: Final[dict[str, Json]] = {
    "call": {"pallet": "System", "name": "remark", "args": {"remark": "0x"}},
    "encoded": "0x000000",
    "origin": {"signed": "0x" + "00" * 32},
}
"""The call that changes nothing, after which a genesis gives its root."""

Progress: TypeAlias = Callable[[int, int, "VectorResult"], None]
"""Called after each vector, with how many are done, how many there are, and the vector's result."""


@dataclass(frozen=True, slots=True)
class ClientIdentity:
    """Who the client says that it is.

    Args:
        command: how it was started.
        revisions: the revisions that it implements; none where it does not say.
    """

    command: str
    name: str = ""
    version: str = ""
    revisions: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Json]:
        """The client as the report holds it."""
        return {
            "command": self.command,
            "name": self.name,
            "version": self.version,
            "revisions": list(self.revisions),
        }


@dataclass(frozen=True, slots=True)
class VectorResult:
    """What came of one vector.

    Args:
        path: the file.
        kind: `transition`, `function` or `genesis`; empty for a malformed file.
        domain: the first part of the name.
        reason: why it did not pass, in one sentence; empty where it did.
        difference: all that differs, for a vector that failed.
        steps: the steps taken.
        cases: a function's cases that were right, and those that were asked.
        seconds: the time that the client took.
        log: the end of what the client wrote to standard error, where it failed.
    """

    path: str
    id: str
    kind: str
    domain: str
    status: Status
    description: str = ""
    rules: tuple[str, ...] = ()
    reason: str = ""
    difference: Difference | None = None
    steps: int = 0
    cases: tuple[int, int] = (0, 0)
    seconds: float = 0.0
    log: str = ""

    def to_json(self, timings: bool = False) -> dict[str, Json]:
        """The result as the report holds it; times and logs only where they are asked for."""
        data: dict[str, Json] = {
            "path": self.path,
            "id": self.id,
            "kind": self.kind,
            "domain": self.domain,
            "status": self.status,
            "description": self.description,
            "rules": list(self.rules),
            "reason": self.reason,
            "difference": self.difference.to_json() if self.difference else None,
            "steps": self.steps,
            "cases": {"right": self.cases[0], "asked": self.cases[1]},
        }
        return data | {"seconds": round(self.seconds, 6), "log": self.log} if timings else data


@dataclass(frozen=True, slots=True)
class RunReport:
    """What came of a run.

    Args:
        results: one for each file, in the order of the files.
        jobs: how many clients ran side by side.
        seconds: the time of the whole run.
    """

    client: ClientIdentity
    results: tuple[VectorResult, ...]
    jobs: int = 1
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether nothing failed, erred or was malformed; what is unsupported does not count."""
        totals = self.totals
        return not (totals["fail"] or totals["error"] or totals["malformed"])

    @property
    def totals(self) -> dict[Status, int]:
        """How many vectors have each status."""
        return _count(self.results)

    @property
    def domains(self) -> dict[str, dict[Status, int]]:
        """How many vectors of each domain have each status; domains by name."""
        names = sorted({result.domain for result in self.results})
        return {name: _count(result for result in self.results if result.domain == name) for name in names}

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return sum(result.steps for result in self.results)

    @property
    def cases(self) -> tuple[int, int]:
        """How many cases of functions were right, and how many were asked."""
        return sum(result.cases[0] for result in self.results), sum(result.cases[1] for result in self.results)

    @property
    def client_seconds(self) -> float:
        """The time that clients took over requests, all workers together: the figure to compare clients by."""
        return sum(result.seconds for result in self.results)

    def to_json(self, timings: bool = False) -> dict[str, Json]:
        """The report as JSON; without times it is the same for each run with the same outcome."""
        right, asked = self.cases
        data: dict[str, Json] = {
            "format": REPORT,
            "client": self.client.to_json(),
            "vectors": len(self.results),
            "totals": _plain(self.totals),
            "domains": {name: _plain(counts) for name, counts in self.domains.items()},
            "steps": self.steps,
            "cases": {"right": right, "asked": asked},
            "results": [result.to_json(timings) for result in self.results],
        }
        return data | {"timings": self._timings()} if timings else data

    def _timings(self) -> dict[str, Json]:
        """What varies from run to run."""
        wall, client = round(self.seconds, 6), round(self.client_seconds, 6)
        return {"seconds": wall, "client_seconds": client, "jobs": self.jobs}


def run(
    paths: Sequence[Path | str],
    client_command: str | Sequence[str],
    *,
    jobs: int = 1,
    timeout: float = TIMEOUT,
    describer: Describer | None = None,
    on_progress: Progress | None = None,
) -> RunReport:
    """Run all vectors of some files and folders against a client.

    Args:
        paths: vector files, and folders of them.
        client_command: the client; a string is split as a shell would, without running one.
        jobs: how many clients work side by side.
        timeout: how long a client may take over one request, in seconds.
        describer: puts keys, values and events into words; none leaves them in hex.
        on_progress: called in the calling thread after each vector.

    Raises:
        VectorError: a path does not exist, or the paths hold no vector.
        ClientError: the command is empty, or its quotes do not close.
    """
    began = time.perf_counter()
    files = collect(paths)
    if not files:
        raise VectorError(f"{_listed(paths)} holds no .json or .json.gz file", "give files or folders of vectors")
    first = _Worker(client_command, timeout, describer or HexDescriber())
    identity, refusal = _introduce(first)
    workers = [first]
    for _ in range(max(1, min(jobs, len(files))) - 1):
        workers.append(_Worker(client_command, timeout, describer or HexDescriber()))
    for worker in workers:
        worker.revisions, worker.refusal = identity.revisions, refusal
    results = _share(workers, files, on_progress)
    return RunReport(identity, results, len(workers), time.perf_counter() - began)


class _Stop(Exception):
    """A vector is decided before its end."""

    def __init__(self, status: Status, reason: str, difference: Difference | None = None) -> None:
        """Keep the verdict."""
        super().__init__(reason)
        self.status, self.reason, self.difference = status, reason, difference


class _Worker:
    """One client, and the vectors that it is given, one after another."""

    def __init__(self, command: str | Sequence[str], timeout: float, describer: Describer) -> None:
        """Take a client that is not started yet."""
        self.client = ClientProcess(command)
        self.timeout = timeout
        self.describer = describer
        self.revisions: tuple[int, ...] = ()
        self.refusal = ""
        self.steps = 0
        self.cases = [0, 0]

    def judge(self, file: Path) -> VectorResult:
        """Run one file; whatever the client does, there is a result."""
        path = printable(file.as_posix())
        try:
            vector = read_vector(file)
        except VectorError as error:
            return VectorResult(path, path, "", "malformed", "malformed", reason=shorten(error.reason))
        self.steps, self.cases, began = 0, [0, 0], self.client.seconds
        blank = VectorResult(
            path=path,
            id=shorten(vector.id),
            kind=vector.kind,
            domain=shorten(vector.domain),
            status="pass",
            description=shorten(getattr(vector, "description", "")),
            rules=tuple(map(shorten, vector.rules)),
        )
        result = self._verdict(blank, vector)
        seconds = self.client.seconds - began
        return replace(result, steps=self.steps, cases=(self.cases[0], self.cases[1]), seconds=seconds)

    def _verdict(self, blank: VectorResult, vector: Vector) -> VectorResult:
        """Run a vector, and turn the way it ended into a status."""
        try:
            self._run(vector)
        except _Stop as stop:
            return replace(blank, status=stop.status, reason=stop.reason, difference=stop.difference)
        except ClientError as error:
            return replace(blank, status="error", reason=shorten(str(error)), log=self.client.log)
        return blank

    def _run(self, vector: Vector) -> None:
        """Run a vector of any kind."""
        if self.refusal:
            raise ClientError(self.refusal)
        if self.revisions and vector.revision not in self.revisions:
            known = ", ".join(map(str, self.revisions))
            raise _Stop("unsupported", f"the client implements revision {known}, not {vector.revision}")
        if isinstance(vector, TransitionVector):
            self._run_transition(vector)
        elif isinstance(vector, FunctionVector):
            self._run_function(vector)
        else:
            self._run_genesis(vector)

    def _run_transition(self, vector: TransitionVector) -> None:
        """Load the state, and take step after step till one differs."""
        self._ask("load", "loadReply", {"op": "load", "revision": vector.revision, "state": vector.pre})
        for number, step in enumerate(vector.steps):
            label = f"step {number} ({shorten(step.label)})"
            reply = self._ask(label, "", {"op": "step", "step": step.action()})
            self.steps += 1
            try:
                difference = compare_step(step.outcome, reply, self.describer)
            except VectorError as error:
                raise _malformed_reply(label, error) from None
            _stop_at(label, difference)

    def _run_function(self, vector: FunctionVector) -> None:
        """Ask every case, and gather those that differ."""
        wrong = [
            difference for number, case in enumerate(vector.cases) if (difference := self._case(vector, number, case))
        ]
        if not wrong:
            return
        items = tuple(item for difference in wrong for item in difference.items)
        count = f"{len(wrong)} of {len(vector.cases)} cases differ"
        raise _Stop("fail", f"{count}: {items[0].sentence}", Difference(items[:MAX_ITEMS], len(items[MAX_ITEMS:])))

    def _case(self, vector: FunctionVector, number: int, case: Case) -> Difference | None:
        """Ask one case of a function."""
        label = f"case {number}"
        request = {"op": "eval", "function": vector.function, "args": list(case.args)}
        reply = self._request(label, request)
        self.cases[1] += 1
        fails = isinstance(case.result, dict) and "error" in case.result
        # A function that fails may be told as the result or as the reply.
        if not (fails and "error" in reply):
            _refuse(label, reply)
            _check(label, reply, "evalReply")
        arguments = shorten(dump_json(list(case.args))[1:-1])
        difference = compare_value(f"case {number} ({arguments})", case.result, reply.get("result", reply))
        self.cases[0] += difference is None
        return difference

    def _run_genesis(self, vector: GenesisVector) -> None:
        """Build the state, and compare it and its root."""
        reply: Any = self._ask("genesis", "stateReply", {"op": "genesis", "config": vector.config})
        _stop_at("genesis", compare_state(vector.state, reply["state"], self.describer))
        # A client that takes no step after a genesis, or computes no root, has given the state, which is what counts.
        with contextlib.suppress(ClientError):
            after = self._request("genesis", {"op": "step", "step": REMARK})
            _stop_at("genesis", compare_root(vector.root, after.get("root")))

    def _ask(self, label: str, definition: str, request: Mapping[str, object]) -> dict[str, Json]:
        """Ask, and take only a reply that is to the point."""
        reply = self._request(label, request)
        _refuse(label, reply)
        if definition:
            _check(label, reply, definition)
        return reply

    def _request(self, label: str, request: Mapping[str, object]) -> dict[str, Json]:
        """Ask; an error says over what."""
        try:
            return self.client.ask(request, self.timeout)
        except ClientError as error:
            raise ClientError(f"{label}: {error}") from None


def _introduce(worker: _Worker) -> tuple[ClientIdentity, str]:
    """Ask the client who it is; where it cannot even be asked that, why not."""
    command = shorten(shlex.join(worker.client.command))
    try:
        reply: Any = worker.client.ask({"op": "hello", "format": TRANSITION}, worker.timeout)
    except ClientError as error:
        return ClientIdentity(command), f"hello: {error}"
    try:
        schemas.check(reply, "client-protocol", "helloReply")
    except VectorError:
        # A client that does not introduce itself may still answer well.
        return ClientIdentity(command), ""
    return ClientIdentity(command, shorten(reply["client"]), shorten(reply["version"]), tuple(reply["revisions"])), ""


def _refuse(label: str, reply: Mapping[str, Json]) -> None:
    """Stop at a client that does not do this, or that failed over it."""
    if "unsupported" in reply:
        raise _Stop("unsupported", f"{label}: {shorten(_text(reply['unsupported']))}")
    if "error" in reply:
        raise _Stop("error", f"{label}: the client says: {shorten(_text(reply['error']))}")


def _check(label: str, reply: dict[str, Json], definition: str) -> None:
    """Stop at a reply that is no reply to this request."""
    try:
        schemas.check(reply, "client-protocol", definition)
    except VectorError as error:
        raise _malformed_reply(label, error) from None


def _malformed_reply(label: str, error: VectorError) -> _Stop:
    """The verdict on a reply of the wrong shape."""
    return _Stop("error", shorten(f"{label}: the client's reply is malformed: {error.reason}"))


def _stop_at(label: str, difference: Difference | None) -> None:
    """Stop at a difference."""
    if difference is not None:
        raise _Stop("fail", f"{label}: {difference.headline}", difference)


def _text(value: Json) -> str:
    """A reason that a client gives, as text."""
    return value if isinstance(value, str) else dump_json(value)


def _share(workers: Sequence[_Worker], files: Sequence[Path], on_progress: Progress | None) -> tuple[VectorResult, ...]:
    """Give the files to the workers one by one, and put the results back in order."""
    tasks: SimpleQueue[tuple[int, Path] | None] = SimpleQueue()
    done: SimpleQueue[tuple[int, VectorResult] | BaseException] = SimpleQueue()
    for task in enumerate(files):
        tasks.put(task)
    for _ in workers:
        tasks.put(None)
    threads = [threading.Thread(target=_work, args=(worker, tasks, done), daemon=True) for worker in workers]
    try:
        for thread in threads:
            thread.start()
        return _gather(done, len(files), on_progress)
    finally:
        _dismiss(workers, threads, tasks)


def _work(
    worker: _Worker,
    tasks: SimpleQueue[tuple[int, Path] | None],
    done: SimpleQueue[tuple[int, VectorResult] | BaseException],
) -> None:
    """Take files till there is none left."""
    try:
        while (task := tasks.get()) is not None:
            number, file = task
            done.put((number, worker.judge(file)))
        worker.client.close()
    # A fault of the runner itself must reach the caller, who would wait for this worker forever.
    except BaseException as error:  # noqa: BLE001, RUF100
        done.put(error)
    finally:
        worker.client.kill()


def _gather(
    done: SimpleQueue[tuple[int, VectorResult] | BaseException], total: int, on_progress: Progress | None
) -> tuple[VectorResult, ...]:
    """The results in the order of the files."""
    results: dict[int, VectorResult] = {}
    while len(results) < total:
        item = done.get()
        if isinstance(item, BaseException):
            raise item
        number, result = item
        results[number] = result
        if on_progress is not None:
            on_progress(len(results), total, result)
    return tuple(results[number] for number in range(total))


def _dismiss(
    workers: Sequence[_Worker], threads: Sequence[threading.Thread], tasks: SimpleQueue[tuple[int, Path] | None]
) -> None:
    """Let the workers end; after an interrupt, take their files and their clients away first."""
    while not tasks.empty():
        with contextlib.suppress(Empty):
            tasks.get_nowait()
    for _ in workers:
        tasks.put(None)
    for worker, thread in zip(workers, threads, strict=True):
        while thread.is_alive():
            thread.join(2.0 * GRACE)
            worker.client.interrupt()


def _count(results: Any) -> dict[Status, int]:
    """How many results have each status."""
    found = [result.status for result in results]
    return {status: found.count(status) for status in STATUSES}


def _plain(counts: Mapping[Status, int]) -> dict[str, Json]:
    """Such counts as JSON."""
    return dict(counts.items())


def _listed(paths: Sequence[Path | str]) -> str:
    """Some paths in words."""
    return printable(", ".join(map(str, paths)) or "the empty list")

"""How much of the protocol a folder of vectors reaches: of calls, errors, events and storage items, each by name.

A call is reached where a step makes it, itself or inside another; one that is listed as out of reach only where a step makes it
itself, since calls may be kept that are never made. An error is reached where a step ends with it or an event tells of it, an
event where a step tells it, a storage item where a step changes it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from tao_spec.interface.errors import DispatchError, ModuleError
from tao_spec.interface.messages import Call
from tao_spec.interface.runtime import Interface
from tao_spec.revisions import UnknownRevision, get_revision
from tao_spec.state.chain_state import DECLARATIONS, declaration_of
from tao_spec.storage.scale import ScaleError
from tao_spec.vectors.files import collect, read_vector
from tao_spec.vectors.format import CallStep, Outcome, TransitionVector
from tao_spec.vectors.machine import Machine, UndecodableCall, from_hex
from tao_spec.vectors.text import Json, VectorError

KINDS: Final = ("calls", "errors", "events", "storage")

Names = dict[str, set[str]]
"""By kind: names as `Balances.transfer_all`."""


@dataclass(frozen=True)
class Line:
    """What is reached of one kind in one pallet.

    Attributes:
        reached: the names of what is reached.
        listed: what is not, with the reason why nothing can reach it.
        missing: what is not, and no reason is given.
    """

    pallet: str
    kind: str
    reached: tuple[str, ...]
    listed: Mapping[str, str]
    missing: tuple[str, ...]

    @property
    def all(self) -> int:
        """How many there are."""
        return len(self.reached) + len(self.listed) + len(self.missing)


@dataclass(frozen=True)
class Coverage:
    """What a folder of vectors reaches.

    Attributes:
        lines: by pallet and kind, without those of which there is nothing.
        stale: names that are listed as out of reach although they are reached, or do not exist.
    """

    lines: tuple[Line, ...]
    stale: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """All that is neither reached nor listed."""
        return tuple(name for line in self.lines for name in line.missing)

    def count(self, kind: str) -> tuple[int, int, int]:
        """How many of a kind are reached, how many are listed as out of reach, and how many there are."""
        lines = [line for line in self.lines if line.kind == kind]
        reached, listed = sum(len(line.reached) for line in lines), sum(len(line.listed) for line in lines)
        return reached, listed, sum(line.all for line in lines)

    def to_json(self) -> dict[str, Json]:
        """All of it, for machines."""
        counts = {kind: dict(zip(("reached", "listed", "all"), self.count(kind), strict=True)) for kind in KINDS}
        lines: list[Json] = [
            {
                "pallet": line.pallet,
                "kind": line.kind,
                "reached": list(line.reached),
                "listed": dict(line.listed),
                "missing": list(line.missing),
            }
            for line in self.lines
        ]
        return {"counts": counts, "lines": lines, "stale": list(self.stale)}  # type: ignore[dict-item]


@dataclass
class Reached:
    """What vectors reach, taken in one after the other."""

    interface: Interface
    names: Names = field(default_factory=lambda: {kind: set() for kind in KINDS})
    made: set[str] = field(default_factory=set)

    def add(self, vector: TransitionVector) -> None:
        """Take in the steps of a vector."""
        machine = Machine.load(vector.revision, {})
        for step in vector.steps:
            if isinstance(step, CallStep):
                self._add_call(machine, step)
            self._add_outcome(step.outcome)

    def _add_call(self, machine: Machine, step: CallStep) -> None:
        try:
            call = machine.read_call(step)
        except UndecodableCall:
            return
        self.made.add(name_of(type(call)))
        self._walk(call)

    def _add_outcome(self, outcome: Outcome) -> None:
        self._walk(self.interface.result_codec.from_json(outcome.result))
        for event in outcome.events:
            self.names["events"].add(event.label)
            self._walk(self.interface.decode_event(event.pallet, from_hex(event.encoded)))
        for key in outcome.changes:
            item = declaration_of(from_hex(key))
            if item is not None:
                self.names["storage"].add(f"{item.pallet}.{item.name}")

    def _walk(self, value: Any) -> None:
        """Find the calls and the errors in a value, wherever they stand."""
        waiting = [value]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Call):
                self.names["calls"].add(name_of(type(part)))
            elif isinstance(part, DispatchError):
                self._add_error(part)
                continue
            if isinstance(part, tuple):
                waiting.extend(part)
            elif dataclasses.is_dataclass(part):
                waiting.extend(getattr(part, found.name) for found in dataclasses.fields(part))

    def _add_error(self, error: DispatchError) -> None:
        if isinstance(error, ModuleError):
            self.names["errors"].add(name_of(type(error)))


def name_of(thing: Any) -> str:
    """A call, an event or a pallet's error with its pallet."""
    return f"{thing.PALLET.name}.{thing.NAME}"


def declared(interface: Interface) -> Names:
    """Everything that there is to be reached."""
    return {
        "calls": {name_of(call) for call in interface.calls},
        "errors": {name_of(error) for error in interface.errors},
        "events": {name_of(event) for event in interface.events},
        "storage": {f"{item.pallet}.{item.name}" for item in DECLARATIONS},
    }


def read_reasons(package: str) -> dict[str, Mapping[str, str]]:
    """What a package of cases lists as out of reach, by kind, from its module `unreached`; nothing where it has none."""
    try:
        module = import_module(f"{package}.unreached")
    except ModuleNotFoundError:
        return {}
    return {kind: getattr(module, f"UNREACHED_{kind.upper()}", {}) for kind in KINDS}


def measure(
    folder: Path,
    reasons: Mapping[str, Mapping[str, str]],
    advance: Callable[[int, int], None] = lambda done, of: None,
    revision: int = 306,
) -> Coverage:
    """Measure what the vectors of a folder reach.

    Args:
        reasons: by kind, what nothing can reach, and why.
        advance: is told how many vectors of how many are read.

    Raises:
        VectorError: the folder holds no vectors, one cannot be read, or the revision is unknown.
    """
    try:
        interface = get_revision(revision).interface
    except UnknownRevision as error:
        raise VectorError(str(error), "name one of these", "revision") from None
    paths = collect([folder])
    if not paths:
        raise VectorError("there are no vectors", "fill some by tao-spec fill", path=str(folder))
    reached = Reached(interface)
    for number, path in enumerate(paths, 1):
        vector = read_vector(path)
        if isinstance(vector, TransitionVector) and vector.revision == revision:
            _take_in(reached, vector, path)
        advance(number, len(paths))
    reached.names["calls"] -= reasons.get("calls", {}).keys() - reached.made
    return _compare(declared(interface), reached.names, reasons)


def _take_in(reached: Reached, vector: TransitionVector, path: Path) -> None:
    try:
        reached.add(vector)
    except ScaleError as error:
        raise VectorError(
            f"what it expects cannot be read: {error}", "check it by tao-spec check", path=str(path)
        ) from None


def _compare(there_are: Names, reached: Names, reasons: Mapping[str, Mapping[str, str]]) -> Coverage:
    lines = [line for kind in KINDS for line in _lines(kind, there_are[kind], reached[kind], reasons.get(kind, {}))]
    everything = set().union(*there_are.values())
    stale = {
        name
        for kind in KINDS
        for name in reasons.get(kind, {})
        if name in reached[kind] or (name.split(".")[0] in _pallets(there_are) and name not in everything)
    }
    return Coverage(tuple(sorted(lines, key=lambda line: line.pallet)), tuple(sorted(stale)))


def _pallets(there_are: Names) -> set[str]:
    return {name.split(".")[0] for names in there_are.values() for name in names}


def _lines(kind: str, there_are: set[str], reached: set[str], reasons: Mapping[str, str]) -> Iterator[Line]:
    for pallet in sorted({name.split(".")[0] for name in there_are}):
        names = sorted(name for name in there_are if name.startswith(f"{pallet}."))
        found = tuple(name for name in names if name in reached)
        listed = {name: reasons[name] for name in names if name not in reached and name in reasons}
        missing = tuple(name for name in names if name not in reached and name not in reasons)
        yield Line(pallet, kind, found, listed, missing)

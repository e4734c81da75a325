"""The index of a folder of vectors: what each file is, what it exercises, and the hash that it must have."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tao_spec.vectors import schemas
from tao_spec.vectors.files import INDEX, collect, read_json, read_vector, write_json
from tao_spec.vectors.format import CallStep, FunctionVector, TransitionVector, Vector, module_error
from tao_spec.vectors.text import Json, VectorError

FORMAT: Final = "tao-index/1"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index says of one vector.

    Args:
        path: inside the folder, with forward slashes.
        sha256: of the file as it lies, in hex.
        kind: `transition`, `function` or `genesis`.
        rules: the rules that it exercises.
        calls: the calls that it makes, as `SubtensorModule.add_stake`; sorted, as all names below.
        errors: the pallets' errors among its results, as `SubtensorModule.AmountTooLow`.
        events: the events that it expects, as `SubtensorModule.StakeAdded`.
        steps: the number of its steps, or of a function's cases.
    """

    path: str
    sha256: str
    kind: str
    id: str
    revision: int
    rules: tuple[str, ...]
    calls: tuple[str, ...]
    errors: tuple[str, ...]
    events: tuple[str, ...]
    steps: int

    def to_json(self) -> dict[str, Json]:
        """The entry as the index holds it."""
        return {
            "path": self.path,
            "sha256": self.sha256,
            "kind": self.kind,
            "id": self.id,
            "revision": self.revision,
            "rules": list(self.rules),
            "calls": list(self.calls),
            "errors": list(self.errors),
            "events": list(self.events),
            "steps": self.steps,
        }


@dataclass(frozen=True, slots=True)
class Index:
    """The entries of a folder's vectors, sorted by path."""

    entries: tuple[Entry, ...]

    def to_json(self) -> dict[str, Json]:
        """The index as its file holds it."""
        return {"format": FORMAT, "vectors": [entry.to_json() for entry in self.entries]}


def build_index(folder: Path | str) -> Index:
    """Read every vector of a folder and say what it is.

    Raises:
        VectorError: a file of the folder is no vector.
    """
    root = Path(folder)
    return Index(tuple(_entry(root, file) for file in collect([root])))


def write_index(folder: Path | str) -> Index:
    """Build the index of a folder and write it there as `index.json`, to the same bytes for the same vectors.

    Raises:
        VectorError: a file of the folder is no vector, or the index cannot be written.
    """
    index = build_index(folder)
    write_json(Path(folder) / INDEX, index.to_json())
    return index


def read_index(folder: Path | str) -> Index:
    """Read the `index.json` of a folder.

    Raises:
        VectorError: there is none, or it is malformed.
    """
    path = Path(folder) / INDEX
    data: Any = read_json(path)
    try:
        schemas.check(data, "vector-index")
    except VectorError as error:
        raise error.at(path) from None
    return Index(tuple(_read_entry(entry) for entry in data["vectors"]))


def verify_index(folder: Path | str) -> tuple[str, ...]:
    """Compare a folder with its `index.json`.

    Returns:
        One sentence for each vector that is missing, not listed, or other than the index says; none where all agree.

    Raises:
        VectorError: there is no index, it is malformed, or a file of the folder is no vector.
    """
    listed = {entry.path: entry for entry in read_index(folder).entries}
    found = {entry.path: entry for entry in build_index(folder).entries}
    sentences = (_difference(path, listed.get(path), found.get(path)) for path in sorted(listed.keys() | found.keys()))
    return tuple(sentence for sentence in sentences if sentence)


def _difference(path: str, listed: Entry | None, found: Entry | None) -> str:
    """How a file differs from its entry; empty where it does not."""
    if found is None:
        return f"{path}: the index lists it, but there is no such file; restore it or write the index again"
    if listed is None:
        return f"{path}: the index does not list it; write the index again"
    if listed.sha256 != found.sha256:
        return f"{path}: its SHA-256 is {found.sha256}, not {listed.sha256}; restore it or write the index again"
    names = [name for name, value in found.to_json().items() if value != listed.to_json()[name]]
    return f"{path}: the index says otherwise of {', '.join(names)}; write the index again" if names else ""


def _entry(root: Path, file: Path) -> Entry:
    """The entry of one file."""
    vector = read_vector(file)
    calls, errors, events = _names(vector)
    return Entry(
        path=file.relative_to(root).as_posix(),
        sha256=_hash(file),
        kind=vector.kind,
        id=vector.id,
        revision=vector.revision,
        rules=tuple(sorted(set(vector.rules))),
        calls=calls,
        errors=errors,
        events=events,
        steps=_size(vector),
    )


def _names(vector: Vector) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The calls, the errors and the events of a vector, by name, sorted."""
    steps = vector.steps if isinstance(vector, TransitionVector) else ()
    calls = {step.call.label for step in steps if isinstance(step, CallStep) and step.call}
    errors = {error for step in steps if (error := module_error(step.outcome.result))}
    events = {event.label for step in steps for event in step.outcome.events}
    return tuple(sorted(calls)), tuple(sorted(errors)), tuple(sorted(events))


def _size(vector: Vector) -> int:
    """The number of steps, or of cases; the one step of a genesis."""
    if isinstance(vector, TransitionVector):
        return len(vector.steps)
    return len(vector.cases) if isinstance(vector, FunctionVector) else 1


def _hash(file: Path) -> str:
    """The SHA-256 of a file as it lies, in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read_entry(data: Mapping[str, Any]) -> Entry:
    """An entry from JSON that the schema accepts."""
    return Entry(
        path=data["path"],
        sha256=data["sha256"],
        kind=data["kind"],
        id=data["id"],
        revision=data["revision"],
        rules=tuple(data["rules"]),
        calls=tuple(data["calls"]),
        errors=tuple(data["errors"]),
        events=tuple(data["events"]),
        steps=data["steps"],
    )

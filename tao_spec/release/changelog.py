"""What changed between two releases: which vectors came, went or differ, at which step, and which paragraphs read otherwise."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tao_spec.release.layout import CHANGELOG_FORMAT, RULES, VECTORS
from tao_spec.release.paragraphs import Paragraph, paragraphs_from_json
from tao_spec.release.verify import is_release, opened
from tao_spec.vectors.files import INDEX, collect, read_json, read_vector
from tao_spec.vectors.format import TransitionVector, Vector, parse_vector
from tao_spec.vectors.text import Json, VectorError, parse_json

WORDS: Final = ("description", "producer")
"""The parts of a vector that tell, and ask nothing of a client."""

OUTCOME: Final = ("result", "events", "changes", "root")
"""The parts of a step that say what must come of it; the others say what is done."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What two releases are compared by.

    Args:
        version: of the release; empty for a mere folder of vectors.
        vectors: the packed bytes, by revision and path, as `306/accounts/transfer/plain.json.gz`.
        paragraphs: by number; None where they are not known.
    """

    version: str
    vectors: Mapping[str, bytes]
    paragraphs: Mapping[str, Paragraph] | None

    @classmethod
    def empty(cls) -> Snapshot:
        """Before the first release there was nothing."""
        return cls("", {}, {})


@dataclass(frozen=True, slots=True)
class Change:
    """One vector that came, went or differs.

    Args:
        path: by revision and path.
        rules: that it exercises, or exercised.
        why: what differs: `rules`, `spec-text`, `pre-state`, `actions`, `outcome`, `cases`, `configuration`, `words`, `packing`;
            of a vector that came `new-rule`, `spec-text` or else `further-case`; of one that went `removed-rule` or else
            `dropped-case`.
        detail: the steps or cases that differ, and the rules that are meant.
    """

    path: str
    rules: tuple[str, ...]
    why: tuple[str, ...]
    detail: dict[str, Json] = field(default_factory=dict)

    def to_json(self) -> dict[str, Json]:
        """The change as a changelog holds it."""
        return {"path": self.path, "rules": list(self.rules), "why": list(self.why), **self.detail}


@dataclass(frozen=True, slots=True)
class Changelog:
    """All that changed from one release to the next; every list in the order of names.

    Args:
        before, after: the versions; empty where there is none.
        rules: the paragraphs that were added, reworded and removed; None where the previous ones are not known.
    """

    before: str
    after: str
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    removed: tuple[Change, ...]
    unchanged: int
    rules: Mapping[str, tuple[str, ...]] | None

    def to_json(self) -> dict[str, Json]:
        """The changelog as a release holds it."""
        rules: Json = None if self.rules is None else {kind: list(ids) for kind, ids in self.rules.items()}
        return {
            "format": CHANGELOG_FORMAT,
            "from": self.before or None,
            "to": self.after,
            "counts": {
                "added": len(self.added),
                "changed": len(self.changed),
                "removed": len(self.removed),
                "unchanged": self.unchanged,
            },
            "rules": rules,
            "added": [change.to_json() for change in self.added],
            "changed": [change.to_json() for change in self.changed],
            "removed": [change.to_json() for change in self.removed],
        }


def snapshot_of(files: Mapping[str, bytes], paragraphs: bytes, version: str) -> Snapshot:
    """The snapshot of a release that is being made, from its files."""
    vectors = {name.removeprefix(f"{VECTORS}/"): data for name, data in files.items() if not name.endswith(f"/{INDEX}")}
    return Snapshot(version, vectors, paragraphs_from_json(parse_json(paragraphs)))


def read_snapshot(path: Path) -> Snapshot:
    """The snapshot of a release, packed or unpacked, or of a mere folder of vectors.

    Raises:
        VectorError: there is none of these, or it is damaged.
    """
    if not is_release(path):
        return _read_folder(path)
    with opened(path) as release:
        vectors = {
            f"{revision}/{entry.path}": (release.folder / release.path_of(revision, entry)).read_bytes()
            for revision, entries in release.entries.items()
            for entry in entries
        }
        paragraphs = paragraphs_from_json(read_json(release.folder / RULES))
        return Snapshot(release.version, vectors, paragraphs)


def _read_folder(path: Path) -> Snapshot:
    """The vectors of a mere folder."""
    if not path.is_dir():
        raise VectorError("there is no such release", "give an archive, or a folder of vectors").at(path)
    files = collect([path])
    if not files:
        raise VectorError("the folder holds no vectors", "give a release, or a folder of vectors").at(path)
    vectors = {f"{read_vector(file).revision}/{file.relative_to(path).as_posix()}": file.read_bytes() for file in files}
    return Snapshot("", vectors, None)


def compare(before: Snapshot, after: Snapshot) -> Changelog:
    """Say what changed from one snapshot to the next, and why."""
    rules = None if before.paragraphs is None else _compare_paragraphs(before.paragraphs, after.paragraphs or {})
    moved = {kind: frozenset(ids) for kind, ids in (rules or {}).items()}
    both = sorted(before.vectors.keys() & after.vectors.keys())
    differing = [path for path in both if before.vectors[path] != after.vectors[path]]
    return Changelog(
        before.version,
        after.version,
        tuple(_came(path, after.vectors[path], moved) for path in sorted(after.vectors.keys() - before.vectors.keys())),
        tuple(_differs(path, before.vectors[path], after.vectors[path], moved) for path in differing),
        tuple(
            _went(path, before.vectors[path], moved) for path in sorted(before.vectors.keys() - after.vectors.keys())
        ),
        len(both) - len(differing),
        rules,
    )


def _compare_paragraphs(before: Mapping[str, Paragraph], after: Mapping[str, Paragraph]) -> dict[str, tuple[str, ...]]:
    """The numbers of the paragraphs that came, went, or read otherwise."""
    both = before.keys() & after.keys()
    reworded = (id for id in both if (before[id].title, before[id].text) != (after[id].title, after[id].text))
    return {
        "added": tuple(sorted(after.keys() - before.keys())),
        "reworded": tuple(sorted(reworded)),
        "removed": tuple(sorted(before.keys() - after.keys())),
    }


def _came(path: str, data: bytes, moved: Mapping[str, frozenset[str]]) -> Change:
    """A vector that was not there before."""
    rules = _rules(_read(path, data))
    new, reworded = _among(rules, moved, "added"), _among(rules, moved, "reworded")
    why = (*(["new-rule"] if new else []), *(["spec-text"] if reworded else []))
    return Change(path, rules, why or ("further-case",), _named(new_rules=new, reworded_rules=reworded))


def _went(path: str, data: bytes, moved: Mapping[str, frozenset[str]]) -> Change:
    """A vector that is no more."""
    rules = _rules(_read(path, data))
    gone = _among(rules, moved, "removed")
    return Change(path, rules, ("removed-rule",) if gone else ("dropped-case",), _named(removed_rules=gone))


def _differs(path: str, before: bytes, after: bytes, moved: Mapping[str, frozenset[str]]) -> Change:
    """A vector that is another than before."""
    old, new = _read(path, before), _read(path, after)
    rules = _rules(new)
    detail = _named(
        rules_added=sorted(set(rules) - set(_rules(old))),
        rules_removed=sorted(set(_rules(old)) - set(rules)),
        reworded_rules=_among(rules, moved, "reworded"),
    )
    why = ["rules"] if "rules_added" in detail or "rules_removed" in detail else []
    why += ["spec-text"] if "reworded_rules" in detail else []
    parts, where = _compare_vectors(old, new)
    return Change(path, rules, (*why, *parts) if parts or why else ("packing",), detail | where)


def _compare_vectors(old: Vector, new: Vector) -> tuple[list[str], dict[str, Json]]:
    """What of two vectors differs, and at which of their steps or cases."""
    if isinstance(old, TransitionVector) and isinstance(new, TransitionVector):
        return _compare_transitions(old, new)
    was: Any = old.to_json()
    now: Any = new.to_json()
    names = sorted(
        key for key in was.keys() | now.keys() if was.get(key) != now.get(key) and key not in ("id", "rules")
    )
    kinds = {"cases": "cases", "config": "configuration", "state": "outcome", "root": "outcome"}
    why = sorted({kinds.get(name, "words" if name in WORDS else name) for name in names})
    if "cases" not in names:
        return why, {}
    return why, {"cases": list(_numbers_that_differ(was.get("cases", []), now.get("cases", [])))}


def _compare_transitions(old: TransitionVector, new: TransitionVector) -> tuple[list[str], dict[str, Json]]:
    """What of two transitions differs, and at which steps."""
    steps = [dict(row) for row in _compare_steps(old, new)]
    parts = {part for row in steps for part in row["parts"]}
    why = ["pre-state"] if dict(old.pre) != dict(new.pre) else []
    why += ["actions"] if parts - set(OUTCOME) else []
    why += ["outcome"] if parts & set(OUTCOME) else []
    why += ["words"] if any(getattr(old, name) != getattr(new, name) for name in (*WORDS, "extra")) else []
    return why, {"steps": list[Json](steps)} if steps else {}


def _compare_steps(old: TransitionVector, new: TransitionVector) -> Iterator[dict[str, Any]]:
    """The steps that differ, each with its parts that do."""
    was, now = [step.to_json() for step in old.steps], [step.to_json() for step in new.steps]
    for number in _numbers_that_differ(was, now):
        label = (new if number < len(now) else old).steps[number].label
        if number < len(was) and number < len(now):
            left, right = was[number], now[number]
            parts = sorted(key for key in left.keys() | right.keys() if left.get(key) != right.get(key))
        else:
            parts = ["added" if number < len(now) else "removed"]
        yield {"step": number, "label": label, "parts": parts}


def _numbers_that_differ(was: list[Any], now: list[Any]) -> Iterator[int]:
    """The places at which two lists differ, counted from 0; also where only one of them goes on."""
    for number in range(max(len(was), len(now))):
        if was[number : number + 1] != now[number : number + 1]:
            yield number


def _among(rules: tuple[str, ...], moved: Mapping[str, frozenset[str]], kind: str) -> list[str]:
    """Those of a vector's rules whose paragraphs came, went, or read otherwise."""
    return [rule for rule in rules if rule in moved.get(kind, frozenset())]


def _named(**lists: list[str]) -> dict[str, Json]:
    """The lists that are not empty, under their names."""
    return {name: list[Json](items) for name, items in lists.items() if items}


def _rules(vector: Vector) -> tuple[str, ...]:
    """The rules that a vector exercises, sorted."""
    return tuple(sorted(set(vector.rules)))


def _read(path: str, data: bytes) -> Vector:
    """A vector from the bytes of its file."""
    try:
        return parse_vector(parse_json(gzip.decompress(data) if path.endswith(".gz") else data))
    except VectorError as error:
        raise error.at(path) from None


def describe(changelog: Changelog) -> str:
    """A changelog in one sentence."""
    base = changelog.before or ("the previous vectors" if changelog.rules is None else "nothing")
    text = ""
    if changelog.rules is not None:
        text = "; paragraphs: " + ", ".join(f"{len(ids)} {kind}" for kind, ids in changelog.rules.items())
    counts = f"{len(changelog.added)} added, {len(changelog.changed)} changed, {len(changelog.removed)} removed"
    return f"since {base}: {counts}, {changelog.unchanged} as they were{text}"

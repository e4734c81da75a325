"""Making a release: vectors by revision and domain, indexes, schemas, evidence, paragraphs, checksums, and what changed."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tao_spec.clients.evidence import FORMAT as EVIDENCE_FORMAT
from tao_spec.clients.evidence import Evidence, check_folder, read_evidence
from tao_spec.release import archive
from tao_spec.release.changelog import Changelog, Snapshot, compare, describe, read_snapshot, snapshot_of
from tao_spec.release.layout import (
    CHANGELOG,
    CHECKSUMS,
    EVIDENCE,
    FORMAT,
    README,
    RELEASE,
    RULES,
    SCHEMAS,
    SUFFIX,
    VECTORS,
    archive_name,
)
from tao_spec.release.paragraphs import paragraphs_to_json, read_paragraphs
from tao_spec.vectors.files import INDEX
from tao_spec.vectors.index import Entry, Index, read_index
from tao_spec.vectors.text import Json, VectorError, dump_json

_README: Final = """\
Conformance vectors of the Bittensor (TAO) protocol, version {version}.

  vectors/<revision>/index.json   every vector: its rules, calls, errors and events, and its SHA-256
  vectors/<revision>/<domain>/    the vectors
  schemas/                        the JSON schemas of vectors, index and client protocol
  rules.json                      every numbered paragraph of the specification
  evidence/<revision>/            which real client accepts which vector
  CHANGELOG.json                  what changed since the previous release, and why
  SHA256SUMS                      check it with: sha256sum --check SHA256SUMS

Run the archive as it is against your client, all of it or a part:

  tao-spec run --client ./your-client {name}.zip
  tao-spec run --client ./your-client --domain accounts {name}.zip
"""


@dataclass(frozen=True, slots=True)
class Sources:
    """What a release is made from, each a folder."""

    vectors: Path
    schemas: Path
    evidence: Path
    spec: Path


@dataclass(frozen=True, slots=True)
class Made:
    """A release that was made.

    Args:
        path: its archive.
        size: of the archive, in bytes.
        sha256: of the archive.
        domains: by revision and domain, how many vectors.
        stale: verdicts that were left out, since their vectors are others by now.
        changelog: what changed since the previous release.
    """

    path: Path
    size: int
    sha256: str
    domains: dict[int, dict[str, int]]
    stale: int
    changelog: Changelog


def make_release(sources: Sources, out: Path, version: str, since: Path | None = None) -> Made:
    """Make the archive of a release, to the same bytes from the same sources.

    Args:
        out: the folder that it is put into.
        version: of the release.
        since: the previous release, or a folder of vectors; none for the first.

    Raises:
        VectorError: the vectors are not those of their index, a source is missing or malformed, or the archive cannot be written.
    """
    entries = _read_entries(sources.vectors)
    files, evidence, stale = _gather(sources, entries)
    before = read_snapshot(since) if since else Snapshot.empty()
    now = snapshot_of(
        {name: data for name, data in files.items() if name.startswith(f"{VECTORS}/")}, files[RULES], version
    )
    changelog = compare(before, now)
    files[CHANGELOG] = _json(changelog.to_json())
    files[README] = _README.format(version=version, name=archive_name(version)).encode()
    domains = {revision: _count(found) for revision, found in entries.items()}
    files[RELEASE] = _json(_describe(version, entries, domains, evidence))
    files[CHECKSUMS] = "".join(f"{_digest(files[name])}  {name}\n" for name in sorted(files)).encode()
    data = archive.pack(archive_name(version), files)
    path = out / f"{archive_name(version)}{SUFFIX}"
    _write(path, data)
    return Made(path, len(data), _digest(data), domains, stale, changelog)


def tell(made: Made, seconds: float) -> Iterator[str]:
    """What was made, in lines for a reader.

    Args:
        seconds: how long it took.
    """
    for revision, domains in made.domains.items():
        yield f"revision {revision}: {sum(domains.values()):,} vectors of {len(domains)} domains"
    if made.stale:
        yield f"left out: {made.stale:,} verdicts on vectors that are no more; collect the evidence again"
    yield describe(made.changelog)
    yield f"{made.path}: {made.size:,} bytes in {seconds:.1f} s"
    yield f"SHA-256 {made.sha256}"


def _read_entries(folder: Path) -> dict[int, tuple[Entry, ...]]:
    """The entries of a folder's index by revision, each the same as its file."""
    check_folder(folder)
    entries = read_index(folder).entries
    if not entries:
        raise VectorError("there are no vectors to release", "fill the folder first").at(folder)
    revisions = sorted({entry.revision for entry in entries})
    return {revision: tuple(entry for entry in entries if entry.revision == revision) for revision in revisions}


def _gather(
    sources: Sources, entries: dict[int, tuple[Entry, ...]]
) -> tuple[dict[str, bytes], dict[int, list[Evidence]], int]:
    """The files of a release but those that describe it, the evidence in it, and the number of stale verdicts."""
    files = {f"{SCHEMAS}/{path.name}": path.read_bytes() for path in _json_files(sources.schemas)}
    files[RULES] = _json(paragraphs_to_json(read_paragraphs(sources.spec)))
    for revision, found in entries.items():
        files |= {f"{VECTORS}/{revision}/{entry.path}": (sources.vectors / entry.path).read_bytes() for entry in found}
        files[f"{VECTORS}/{revision}/{INDEX}"] = _json(Index(found).to_json())
    books = [(path.name, read_evidence(path)) for path in _json_files(sources.evidence)]
    current: dict[int, list[Evidence]] = {revision: [] for revision in entries}
    kept = 0
    for revision, found in entries.items():
        hashes = {(entry.path, entry.sha256) for entry in found}
        for name, book in books:
            verdicts = tuple(row for row in book.verdicts if row[:2] in hashes)
            kept += len(verdicts)
            if verdicts:
                current[revision].append(Evidence(book.client, book.version, verdicts))
                files[f"{EVIDENCE}/{revision}/{name}"] = _json(_book(current[revision][-1]))
    return files, current, sum(len(book.verdicts) for _, book in books) - kept


def _book(evidence: Evidence) -> dict[str, Json]:
    """The evidence of one client as its file holds it."""
    rows: list[Json] = [
        {"path": path, "sha256": sha256, "verdict": verdict} for path, sha256, verdict in evidence.verdicts
    ]
    return {"format": EVIDENCE_FORMAT, "client": evidence.client, "version": evidence.version, "vectors": rows}


def _json_files(folder: Path) -> list[Path]:
    """The JSON files of a folder, by name."""
    found = sorted(folder.glob("*.json"))
    if not found:
        raise VectorError("the folder holds no .json file", "name the right one").at(folder)
    return found


def _count(entries: tuple[Entry, ...]) -> dict[str, int]:
    """How many vectors each domain has, by name."""
    return dict(sorted(Counter(entry.path.split("/")[0] for entry in entries).items()))


def _describe(
    version: str,
    entries: dict[int, tuple[Entry, ...]],
    domains: dict[int, dict[str, int]],
    evidence: dict[int, list[Evidence]],
) -> dict[str, Json]:
    """What a release says of itself."""
    revisions: dict[str, Json] = {
        str(revision): {
            "vectors": len(found),
            "steps": sum(entry.steps for entry in found),
            "domains": dict(domains[revision]),
            "evidence": [
                {
                    "client": book.client,
                    "version": book.version,
                    "vectors": len(book.verdicts),
                    "accepted": book.accepted,
                }
                for book in evidence[revision]
            ],
        }
        for revision, found in entries.items()
    }
    return {"format": FORMAT, "version": version, "revisions": revisions}


def _json(data: Any) -> bytes:
    """A value as the text of a file."""
    return (dump_json(data) + "\n").encode()


def _digest(data: bytes) -> str:
    """The SHA-256, in hex."""
    return hashlib.sha256(data).hexdigest()


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        words = (error.strerror or str(error)).lower()
        raise VectorError(f"the archive cannot be written ({words})", "give a folder that can").at(path) from None

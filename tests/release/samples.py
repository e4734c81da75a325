"""Small sources of a release, and ways to spoil what was made of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from tao_spec.release.build import Made, Sources, make_release
from tao_spec.vectors.files import write_json
from tao_spec.vectors.index import write_index
from tests.vectors.samples import FUNCTION, TRANSITION, changed

CHAPTER = """# Accounts

> **ACC-26 — What is sent arrives.** It is taken off
> the sender and given to the receiver.

> **ACC-27 — What is minted
> counts.** Total issuance grows.
"""


def make_sources(folder: Path) -> Sources:
    """Three vectors of two domains and two revisions, evidence of one client about two of them, and a chapter."""
    sources = Sources(folder / "vectors", folder / "schemas", folder / "evidence", folder / "spec")
    write_json(sources.vectors / "accounts" / "plain.json.gz", changed(TRANSITION, "id", to="accounts/plain"))
    other = changed(changed(TRANSITION, "id", to="stake/other"), "rules", to=["STAKE-1"])
    write_json(sources.vectors / "stake" / "other.json", changed(other, "revision", to=320))
    write_json(sources.vectors / "arithmetic" / "function.json.gz", FUNCTION | {"id": "arithmetic/function"})
    index = write_index(sources.vectors)
    write_json(sources.schemas / "one.schema.json", {"type": "object"})
    rows = [{"path": entry.path, "sha256": entry.sha256, "verdict": "pass"} for entry in index.entries[:2]]
    book = {"format": "tao-evidence/1", "client": "real", "version": "1", "vectors": rows}
    write_json(sources.evidence / "real-1.json", book)
    sources.spec.mkdir()
    (sources.spec / "accounts.md").write_text(CHAPTER, encoding="utf-8")
    return sources


def refill(sources: Sources, path: str, data: object) -> None:
    """Write a vector anew, and the index."""
    write_json(sources.vectors / path, data)
    write_index(sources.vectors)


def make(sources: Sources, out: Path, since: Path | None = None) -> Made:
    """Make the release of sources."""
    return make_release(sources, out, "9.9.9", since)


def rezip(archive: Path, spoil: Callable[[dict[str, bytes]], None]) -> Path:
    """The archive with its members, by name, spoiled."""
    with zipfile.ZipFile(archive) as source:
        members = {name: source.read(name) for name in source.namelist()}
    spoil(members)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name), data)
    path = archive.with_name("spoiled.zip")
    path.write_bytes(target.getvalue())
    return path

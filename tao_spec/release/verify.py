"""Opening a release, packed or unpacked: nothing of it is used before its checksums and its indexes agree with its files."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tao_spec.release import archive
from tao_spec.release.layout import BOUNDS, CHECKSUMS, FORMAT, RELEASE, SUFFIX, VECTORS, Bounds
from tao_spec.vectors.files import INDEX, read_json
from tao_spec.vectors.index import Entry, read_index
from tao_spec.vectors.text import VectorError, shown

_LINE: Final = re.compile(r"([0-9a-f]{64})  ([^\n]+)")
_AGAIN: Final = "get the release again"
_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Release:
    """A release whose files are what it says.

    Args:
        name: the archive or folder, as the user named it.
        folder: where its files lie now.
        version: what it calls itself.
        entries: for each revision the entries of its index, in the index's order.
    """

    name: str
    folder: Path
    version: str
    entries: dict[int, tuple[Entry, ...]]

    def path_of(self, revision: int, entry: Entry) -> str:
        """Where a vector lies in the release."""
        return f"{VECTORS}/{revision}/{entry.path}"


def is_release(path: Path) -> bool:
    """Whether a path names a release: a zip, or a folder with a release's description in it."""
    return (path.name.endswith(SUFFIX) and not path.is_dir()) or (path / RELEASE).is_file()


@contextmanager
def opened(path: Path, bounds: Bounds = BOUNDS) -> Iterator[Release]:
    """Open a release, unpacked into a folder that goes away at the end; a release that is a folder is read where it lies.

    Raises:
        VectorError: it is no release, is damaged, holds what it does not list, or more than `bounds` allow.
    """
    if path.is_dir():
        yield _verified(path, path, bounds)
        return
    if not path.is_file():
        raise VectorError("there is no such file", "give the archive of a release").at(path)
    with TemporaryDirectory(prefix="tao-release-") as folder:
        yield _verified(path, archive.unpack(path, Path(folder), bounds), bounds)


def _verified(named: Path, folder: Path, bounds: Bounds) -> Release:
    """The release of a folder, once everything in it is what it must be; faults name what the user named."""
    try:
        description = _read_description(folder)
        sums = _read_checksums(folder)
        _check_files(folder, sums)
        _check_text(folder, sums, bounds)
        entries = {revision: _check_index(folder, revision, sums) for revision in _revisions(sums)}
    except VectorError as error:
        raise VectorError(error.what, error.remedy, error.where).at(named) from None
    return Release(str(named), folder, description, entries)


def _read_description(folder: Path) -> str:
    """The version that a release calls itself."""
    if not (folder / RELEASE).is_file():
        raise VectorError(f"there is no {RELEASE} in it: this is no release", "give one that tao-spec release made")
    data: Any = read_json(folder / RELEASE)
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("version"), str):
        raise VectorError(f"{RELEASE} is not of the format {FORMAT}", "give a release that tao-spec release made")
    return str(data["version"])


def _read_checksums(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file, by name."""
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise VectorError(f"there is no {CHECKSUMS} in it", _AGAIN) from None
    except UnicodeDecodeError:
        raise VectorError(f"{CHECKSUMS} is no text", _AGAIN) from None
    sums: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in sums:
            raise VectorError(f"line {number} of {CHECKSUMS} is no checksum of a further file", _AGAIN)
        sums[match[2]] = match[1]
    return sums


def _check_files(folder: Path, sums: dict[str, str]) -> None:
    """See that there are exactly the listed files, and that each has its checksum."""
    there = set(_walk(folder)) - {CHECKSUMS}
    for name in sorted(there ^ sums.keys()):
        if name in there:
            raise VectorError(f"{shown(name)} is in it, and {CHECKSUMS} does not list it", "do not trust it")
        raise VectorError(f"{shown(name)} is missing", _AGAIN)
    for name, wanted in sums.items():
        with (folder / name).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != wanted:
            raise VectorError(f"{shown(name)} has the SHA-256 {found}, not {wanted}", _AGAIN)


def _walk(folder: Path) -> Iterator[str]:
    """The files of a folder at any depth, by their names in it; links are refused, since they lead anywhere."""
    for parent, folders, names in os.walk(folder):
        for name in (*folders, *names):
            if (Path(parent) / name).is_symlink():
                raise VectorError(f"{shown(name)} is a link", "do not trust it")
        yield from ((Path(parent) / name).relative_to(folder).as_posix() for name in names)


def _check_text(folder: Path, sums: dict[str, str], bounds: Bounds) -> None:
    """See that what is packed a second time unpacks, all of it to no more than allowed."""
    left = bounds.text
    for name in sums:
        if not name.endswith(".gz"):
            continue
        try:
            with gzip.open(folder / name) as file:
                while piece := file.read(_CHUNK):
                    left -= len(piece)
                    if left < 0:
                        raise VectorError(f"its vectors unpack to more than {bounds.text:,} bytes", "do not trust it")
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise VectorError(f"{shown(name)} cannot be unpacked", _AGAIN) from None


def _revisions(sums: dict[str, str]) -> list[int]:
    """The revisions that have vectors, ascending; every vector lies in the folder of one."""
    found = set()
    for name in sums:
        parts = name.split("/")
        if parts[0] != VECTORS:
            continue
        if len(parts) < 3 or not re.fullmatch(r"[0-9]{1,10}", parts[1]):
            raise VectorError(f"{shown(name)} lies in the folder of no revision", _AGAIN)
        found.add(int(parts[1]))
    if not found:
        raise VectorError("there are no vectors in it", _AGAIN)
    return sorted(found)


def _check_index(folder: Path, revision: int, sums: dict[str, str]) -> tuple[Entry, ...]:
    """The index of a revision, which lists exactly the vectors that lie beside it, by the same checksums."""
    top = f"{VECTORS}/{revision}/"
    if f"{top}{INDEX}" not in sums:
        raise VectorError(f"there is no index of revision {revision} in it", _AGAIN)
    entries = read_index(folder / top).entries
    listed = {f"{top}{entry.path}": entry.sha256 for entry in entries}
    there = {name: digest for name, digest in sums.items() if name.startswith(top) and name != f"{top}{INDEX}"}
    if len(listed) != len(entries) or listed != there:
        name = min((name for name, _ in listed.items() ^ there.items()), default=top)
        raise VectorError(f"the index of revision {revision} and the checksums disagree on {shown(name)}", _AGAIN)
    if any(entry.revision != revision for entry in entries):
        raise VectorError(f"the index of revision {revision} lists vectors of another", _AGAIN)
    return entries

"""The archive of a release: a zip whose bytes follow from its files alone, and its unpacking, which trusts nothing.

Its members are stored and not packed, since the vectors are packed already: what a compressor makes of the same text differs from
one of its versions to the next, and a stored member never does.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from tao_spec.release.layout import BOUNDS, Bounds
from tao_spec.vectors.text import VectorError, shown

_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can tell: that of every member, whenever it was made."""

_UNIX: Final = 3
_MODE: Final = (stat.S_IFREG | 0o644) << 16
_ENCRYPTED: Final = 0x1
_PART: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")
_AGAIN: Final = "get the archive again"
_CHUNK: Final = 1024 * 1024


def pack(top: str, files: Mapping[str, bytes]) -> bytes:
    """Make an archive of files, in the order of their names, under one folder; equal files give equal bytes.

    Args:
        top: the folder at the top.
        files: by their names in it, with forward slashes.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(f"{top}/{name}", _TIME)
            member.create_system, member.external_attr = _UNIX, _MODE
            archive.writestr(member, files[name])
    return target.getvalue()


def unpack(path: Path, folder: Path, bounds: Bounds = BOUNDS) -> Path:
    """Unpack an archive into an empty folder, and give the one folder at its top.

    Raises:
        VectorError: it is no archive, is damaged, holds too much, or names a file that does not belong below its top.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            top = _check_members(members, bounds)
            for member in members:
                _unpack_member(archive, member, folder)
    except VectorError as error:
        raise error.at(path) from None
    except EOFError:
        raise VectorError("the archive ends too early", _AGAIN).at(path) from None
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError) as error:
        what = f"the archive is damaged, or is no zip ({_words(error)})"
        raise VectorError(what, _AGAIN).at(path) from None
    except OSError as error:
        what = f"the archive cannot be unpacked ({_words(error)})"
        raise VectorError(what, "give one that can be read, and room to unpack it").at(path) from None
    return folder / top


def _check_members(members: Iterable[zipfile.ZipInfo], bounds: Bounds) -> str:
    """See that the members are plain files below one top, no more than allowed; gives the top."""
    seen: dict[str, str] = {}
    size = 0
    for number, member in enumerate(members, 1):
        _check_member(member)
        # On many systems two names that differ in case alone are one file.
        if other := seen.get(member.filename.casefold()):
            raise VectorError(f"the archive holds {shown(other)} twice", _AGAIN)
        seen[member.filename.casefold()] = member.filename
        size += member.file_size
        if number > bounds.files:
            raise VectorError(f"the archive holds more than {bounds.files:,} files", "give a release")
        if size > bounds.bytes:
            raise VectorError(f"the archive unpacks to more than {bounds.bytes:,} bytes", "give a release")
    tops = {name.split("/")[0] for name in seen.values()}
    if len(tops) != 1 or not all("/" in name for name in seen.values()):
        raise VectorError("the archive has not one folder at its top, as a release has", "give a release")
    return tops.pop()


def _check_member(member: zipfile.ZipInfo) -> None:
    """See that a member is a plain file whose name stays below the folder that it is unpacked into."""
    name = member.orig_filename
    if not all(_PART.fullmatch(part) for part in name.split("/")):
        raise VectorError(f"the archive names the file {shown(name)}, which no release does", "do not trust it")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise VectorError(f"the archive's {shown(name)} is a link or no plain file", "do not trust it")
    if member.flag_bits & _ENCRYPTED:
        raise VectorError(f"the archive's {shown(name)} is encrypted", "give a release")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise VectorError(f"the archive's {shown(name)} is packed in a way that no release uses", "give a release")


def _unpack_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> None:
    """Write one member; a member never gives more than the size that it declares."""
    target = folder / member.filename
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, target.open("xb") as file:
        while piece := source.read(_CHUNK):
            file.write(piece)


def _words(error: Exception) -> str:
    """What the library says of an error, in few words."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join((words or type(error).__name__).split())[:80].lower()

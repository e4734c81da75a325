"""Vectors as files, plain or gzipped: every fault told in one sentence, the same bytes written each time."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from tao_spec.vectors.format import Vector, parse_vector
from tao_spec.vectors.text import Json, VectorError, dump_json, parse_json

MAX_SIZE: Final = 512 * 1024 * 1024
"""The greatest size of a vector's text, in bytes, unless a caller says otherwise."""

SUFFIXES: Final = (".json", ".json.gz")
INDEX: Final = "index.json"

_CHUNK: Final = 1024 * 1024


def read_vector(path: Path | str, max_size: int = MAX_SIZE) -> Vector:
    """Read a vector from a `.json` or `.json.gz` file.

    Raises:
        VectorError: the file cannot be read, or holds no vector; the sentence names the file and the place.
    """
    data = read_json(path, max_size)
    try:
        return parse_vector(data)
    except VectorError as error:
        raise error.at(path) from None


def read_json(path: Path | str, max_size: int = MAX_SIZE) -> Json:
    """Read the one JSON value of a file.

    Raises:
        VectorError: the file cannot be read, or holds no JSON.
    """
    try:
        return parse_json(read_bytes(path, max_size))
    except VectorError as error:
        raise error.at(path) from None


def read_bytes(path: Path | str, max_size: int = MAX_SIZE) -> bytes:
    """Read the text of a file, unpacked where its name ends in `.gz`.

    Args:
        path: the file.
        max_size: the greatest size of the text, in bytes; a file that unpacks to more is left when it passes that.

    Raises:
        VectorError: there is no such file, it cannot be read or unpacked, or it is too large.
    """
    try:
        with _open(Path(path), max_size) as file:
            return _unpack(file, max_size) if str(path).endswith(".gz") else _limited(file, max_size)
    except VectorError as error:
        raise error.at(path) from None
    except (OSError, ValueError) as error:
        raise VectorError(f"the file cannot be read ({_words(error)})", "give a file that can").at(path) from None


def write_vector(path: Path | str, vector: Vector) -> None:
    """Write a vector to a `.json` or `.json.gz` file: compact, maps of the state by key, the same bytes each time.

    Raises:
        VectorError: the file cannot be written.
    """
    write_json(path, vector.to_json())


def write_json(path: Path | str, data: object) -> None:
    """Write one JSON value to a `.json` or `.json.gz` file, whole or not at all, making the folders above it.

    Raises:
        VectorError: the file cannot be written.
    """
    target = Path(path)
    if not target.name.endswith(SUFFIXES):
        raise VectorError("the name ends in neither .json nor .json.gz", "give it one of the two").at(path)
    text = (dump_json(data) + "\n").encode()
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(_pack(text) if target.suffix == ".gz" else text)
        aside.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise VectorError(f"the file cannot be written ({_words(error)})", "give a place that can").at(path) from None


def collect(paths: Iterable[Path | str]) -> list[Path]:
    """The vector files that paths mean: a file itself, a folder's `.json` and `.json.gz` files at any depth.

    A folder's files are sorted by their path in it, its `index.json` and hidden files left out; no file stands twice.

    Raises:
        VectorError: a path does not exist, or is a file of another kind.
    """
    return list(dict.fromkeys(file for path in paths for file in _files_of(Path(path))))


def _files_of(path: Path) -> list[Path]:
    """The vector files that one path means."""
    try:
        if path.is_dir():
            return sorted(_walk(path), key=lambda file: file.relative_to(path).as_posix())
        exists = path.exists()
    except (OSError, ValueError) as error:
        raise VectorError(f"the path cannot be read ({_words(error)})", "give one that can").at(path) from None
    if not exists:
        raise VectorError("there is no such file or folder", "give the path of vectors").at(path)
    if not path.name.endswith(SUFFIXES):
        raise VectorError("the name ends in neither .json nor .json.gz", "give vector files or folders").at(path)
    return [path]


def _walk(folder: Path) -> Iterator[Path]:
    """The vector files at any depth; links to folders are not followed, so that no loop is endless."""
    for parent, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.endswith(SUFFIXES) and name != INDEX and not name.startswith("."):
                yield Path(parent) / name


def _refuse(error: OSError) -> None:
    """A folder that cannot be listed is an error: its vectors would be missed in silence."""
    what = f"the folder cannot be listed ({_words(error)})"
    raise VectorError(what, "give folders that can").at(str(error.filename))


def _open(path: Path, max_size: int) -> io.BufferedReader:
    """Open a regular file that is not too large; a pipe or device could keep a reader forever."""
    if not path.name.endswith(SUFFIXES):
        raise VectorError("the name ends in neither .json nor .json.gz", "give a vector file")
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise VectorError("this is a folder", "give a file")
    if not stat.S_ISREG(status.st_mode):
        raise VectorError("this is no regular file", "give a file")
    if status.st_size > max_size:
        raise _too_large(max_size)
    return path.open("rb")


def _limited(file: io.BufferedReader | gzip.GzipFile, max_size: int) -> bytes:
    """All that a file gives, as long as it keeps to a size."""
    pieces, size = [], 0
    while piece := file.read(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > max_size:
            raise _too_large(max_size)
    return b"".join(pieces)


def _unpack(file: io.BufferedReader, max_size: int) -> bytes:
    """Unpack gzip piece by piece, so that a small file never fills the memory."""
    try:
        with gzip.GzipFile(fileobj=file) as packed:
            return _limited(packed, max_size)
    except EOFError:
        raise VectorError("the gzip data ends too early", "get the whole file again") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise VectorError(f"the gzip data is damaged ({_words(error)})", "get the file again") from None


def _pack(data: bytes) -> bytes:
    """Gzip without a name or a time, so that equal data gives equal bytes."""
    target = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=target, mtime=0) as packed:
        packed.write(data)
    return target.getvalue()


def _too_large(max_size: int) -> VectorError:
    """The error of a file that is too large."""
    return VectorError(f"the text is larger than {max_size:,} bytes", "split the vector")


def _words(error: Exception) -> str:
    """What the system says of an error, without numbers and paths."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return (words or type(error).__name__)[:80].lower()

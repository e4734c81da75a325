"""What lies where in a release, and how large it may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FORMAT: Final = "tao-release/1"
RULES_FORMAT: Final = "tao-rules/1"
CHANGELOG_FORMAT: Final = "tao-changelog/1"

RELEASE: Final = "RELEASE.json"
"""The format, the version, and the number of vectors by revision and domain."""

CHECKSUMS: Final = "SHA256SUMS"
"""The SHA-256 of every other file, in the form of `sha256sum`."""

CHANGELOG: Final = "CHANGELOG.json"
README: Final = "README.txt"
RULES: Final = "rules.json"
"""Every numbered paragraph of the specification, as it reads in this release."""

VECTORS: Final = "vectors"
"""One folder for each revision, with its own index; in it one folder for each domain."""

EVIDENCE: Final = "evidence"
SCHEMAS: Final = "schemas"

SUFFIX: Final = ".zip"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a release may hold, so that a hostile one fills neither the disk nor the memory.

    Args:
        files: the number of its files.
        bytes: of all files as they lie in the archive's folders.
        text: bytes of all vectors, unpacked.
    """

    files: int = 200_000
    bytes: int = 2 * 1024**3
    text: int = 8 * 1024**3


BOUNDS: Final = Bounds()


def archive_name(version: str) -> str:
    """The folder at the top of a release's archive, and the stem of the archive's name."""
    return f"tao-vectors-{version}"

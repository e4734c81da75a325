"""Which vectors to run: those of some domains, of some rules, of a prefix; from files, folders and releases alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tao_spec.clients.runner import RunReport
from tao_spec.release.layout import BOUNDS, Bounds
from tao_spec.release.verify import Release, is_release, opened
from tao_spec.vectors.files import collect, read_vector
from tao_spec.vectors.text import VectorError, printable


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked of a vector; where several things are, all must hold.

    Args:
        domains: the vector's domain is one of these; any domain where there are none.
        rules: it exercises one of these; any, where there are none.
        prefix: its id begins so.
    """

    domains: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    prefix: str = ""

    @property
    def takes_all(self) -> bool:
        """Whether nothing is asked."""
        return not (self.domains or self.rules or self.prefix)

    def takes(self, id: str, rules: Iterable[str]) -> bool:
        """Whether a vector is asked for."""
        return (
            (not self.domains or re.split("[/.]", id, maxsplit=1)[0] in self.domains)
            and (not self.rules or not self.rules.isdisjoint(rules))
            and id.startswith(self.prefix)
        )

    def __str__(self) -> str:
        """What is asked, in words."""
        asked = [
            f"of the domain {' or '.join(sorted(self.domains))}" if self.domains else "",
            f"of the rule {' or '.join(sorted(self.rules))}" if self.rules else "",
            f"with an id that begins with {self.prefix}" if self.prefix else "",
        ]
        return printable(", ".join(part for part in asked if part))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The files that are to be run.

    Args:
        files: as they lie now.
        names: of files of a release, how a report names them: by the archive, and not by where it was unpacked.
    """

    files: tuple[Path, ...]
    names: dict[str, str]

    def named(self, report: RunReport) -> RunReport:
        """A report over these files, with the names that a reader knows; the same wherever an archive was unpacked."""
        results = []
        for result in report.results:
            name = printable(self.names.get(result.path, result.path))
            # What is no vector has its path for an id.
            results.append(replace(result, path=name, id=name if result.id == result.path else result.id))
        return replace(report, results=tuple(results))


@contextmanager
def chosen(paths: Sequence[Path], selection: Selection, bounds: Bounds = BOUNDS) -> Iterator[Chosen]:
    """The vectors that paths mean and a selection takes; releases are verified first, and stay open meanwhile.

    A file that is no vector is taken whatever is asked, so that nothing is passed over in silence.

    Raises:
        VectorError: a path does not exist, a release is not what it says, or no vector is taken.
    """
    with ExitStack() as stack:
        files: dict[Path, None] = {}
        names: dict[str, str] = {}
        for path in paths:
            if is_release(path):
                release = stack.enter_context(opened(path, bounds))
                for file, name in _of_release(release, selection):
                    files[file], names[file.as_posix()] = None, name
            else:
                files.update(dict.fromkeys(_of_path(path, selection)))
        if not files and not selection.takes_all:
            raise VectorError(f"there is no vector {selection}", "ask for what the index names")
        yield Chosen(tuple(files), names)


def _of_release(release: Release, selection: Selection) -> Iterator[tuple[Path, str]]:
    """The vectors of a release that are asked for, and their names; its index says what each is."""
    for revision, entries in release.entries.items():
        for entry in entries:
            if selection.takes(entry.id, entry.rules):
                inside = release.path_of(revision, entry)
                yield release.folder / inside, f"{Path(release.name).as_posix()}/{inside}"


def _of_path(path: Path, selection: Selection) -> Iterator[Path]:
    """The vectors of a file or folder that are asked for."""
    for file in collect([path]):
        if selection.takes_all or _takes_file(file, selection):
            yield file


def _takes_file(file: Path, selection: Selection) -> bool:
    """Whether a file holds a vector that is asked for, or none at all."""
    try:
        vector = read_vector(file)
    except VectorError:
        return True
    return selection.takes(vector.id, vector.rules)

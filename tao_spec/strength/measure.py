"""Run vectors over rewritten rules: how each premise went, and which statements each vector reaches."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from pathlib import Path
from typing import Final

from tao_spec.strength.children import run_in_children
from tao_spec.strength.fresh import Replacement, import_anew
from tao_spec.strength.premises import NOTES, YES, Notes, Plan, Premise, plan
from tao_spec.strength.sources import Sources
from tao_spec.vectors.files import collect, read_vector
from tao_spec.vectors.format import Vector
from tao_spec.vectors.text import VectorError

SHARE: Final = 100
"""So many vectors are worth another import of the rules."""

REPLAY: Final = "tao_spec.strength.replay"


@dataclass(frozen=True)
class Touched:
    """What one vector reaches.

    Attributes:
        statements: one byte for each statement, module by module: 1 where it ran.
        seconds: the processor time that it took.
    """

    statements: bytes
    seconds: float


@dataclass(frozen=True)
class Measured:
    """What all vectors reach.

    Attributes:
        plans: the modules with their premises and statements.
        went: how each premise of each module went: 1 yes, 2 no, 3 both.
        imported: the statements that ran while the modules were imported, as in `Touched`.
        vectors: what each vector reaches, by its path.
    """

    plans: tuple[Plan, ...]
    went: tuple[bytes, ...]
    imported: bytes
    vectors: Mapping[str, Touched]

    def premises(self) -> list[tuple[Premise, int]]:
        """Every premise, and how it went: of a refusal, 1 where it was reached."""
        return [
            (premise, went)
            for plan_, noted in zip(self.plans, self.went, strict=True)
            for premise, went in zip(plan_.premises, noted, strict=True)
        ]


@dataclass(frozen=True)
class _Part:
    """What a share of the vectors reaches."""

    went: list[bytes]
    imported: bytes
    vectors: dict[str, Touched]


def read_vectors(folder: Path) -> dict[str, Vector]:
    """The vectors of a folder by their paths in it.

    Raises:
        VectorError: there are none, or one cannot be read.
    """
    root = folder if folder.is_dir() else folder.parent
    vectors = {path.relative_to(root).as_posix(): read_vector(path) for path in collect([folder])}
    if not vectors:
        raise VectorError("there are no vectors", "fill some by tao-spec fill", path=str(folder))
    return vectors


def measure(
    sources: Sources,
    vectors: Mapping[str, Vector],
    jobs: int = 1,
    advance: Callable[[int, int], None] = lambda done, of: None,
) -> Measured:
    """Run vectors and note how every premise goes.

    Args:
        vectors: by their paths.
        jobs: so many processes; the result is the same for any number.

    Raises:
        VectorError: the specification does not do what a vector says.
    """
    plans = tuple(map(plan, sources))
    names = sorted(vectors)
    # Neighbours are alike; small shares, dealt in turn, end at about the same time.
    count = max(jobs, min(4 * jobs, len(names) // SHARE))
    shares = [names[start::count] for start in range(count)]
    tasks = [partial(_measure_share, plans, {name: vectors[name] for name in share}) for share in shares if share]
    parts: dict[int, _Part] = {}
    for number, ended in run_in_children(tasks, jobs):
        if not isinstance(ended.result, _Part):
            raise VectorError(
                str(ended.result or "a process that measured was ended"), "fill them again by tao-spec fill"
            )
        parts[number] = ended.result
        advance(len(parts), len(tasks))
    ordered = [parts[number] for number in sorted(parts)]
    went = tuple(bytes(reduce(_either, share)) for share in zip(*(part.went for part in ordered), strict=True))
    touched = {name: found for part in ordered for name, found in part.vectors.items()}
    return Measured(plans, went, ordered[0].imported, dict(sorted(touched.items())))


def _either(one: bytes, other: bytes) -> bytes:
    return bytes(a | b for a, b in zip(one, other, strict=True))


def _measure_share(plans: Sequence[Plan], vectors: Mapping[str, Vector]) -> _Part | str:
    notes = [found.notes() for found in plans]
    replacements = {
        found.source.name: Replacement(found.code, {NOTES: noted}) for found, noted in zip(plans, notes, strict=True)
    }
    import_anew(replacements)
    differs = importlib.import_module(REPLAY).differs
    imported = _take(notes)
    # How premises went while tables were built is no vector's merit.
    for noted in notes:
        noted.premises[:] = bytes(len(noted.premises))
    every = bytes(imported)
    touched: dict[str, Touched] = {}
    for name, vector in vectors.items():
        began = time.process_time()
        try:
            is_other = differs(vector)
        except Exception as error:
            return f"{name}: the specification fails with {type(error).__name__}: {error}"
        if is_other:
            return f"{name}: the specification does not do what it says"
        statements = _take(notes)
        every = _either(every, statements)
        touched[name] = Touched(statements, time.process_time() - began)
    _note_refusals(plans, notes, every)
    return _Part([bytes(noted.premises) for noted in notes], imported, touched)


def _take(notes: Sequence[Notes]) -> bytes:
    """The statements that ran since this was last asked."""
    ran = b"".join(noted.statements for noted in notes)
    for noted in notes:
        noted.statements[:] = bytes(len(noted.statements))
    return ran


def _note_refusals(plans: Sequence[Plan], notes: Sequence[Notes], ran: bytes) -> None:
    start = 0
    for found, noted in zip(plans, notes, strict=True):
        for premise, statement in found.refusals.items():
            noted.premises[premise] = YES if ran[start + statement] else 0
        start += len(found.statements)

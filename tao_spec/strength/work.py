"""The two commands: measure the premises, and run mutants, over a folder of vectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tao_spec.strength.book import MutationBook, PremiseBook, Reasons, read_reasons, unknown, write_section
from tao_spec.strength.measure import Measured, measure, read_vectors
from tao_spec.strength.mutants import Mutant, find_mutants
from tao_spec.strength.mutate import choose, run_mutants
from tao_spec.strength.sources import Sources, read_sources
from tao_spec.vectors.format import Vector
from tao_spec.vectors.text import VectorError

Advance = Callable[[int, int], None]


def cover_premises(folder: Path, package: str, jobs: int, advance: Advance = lambda done, of: None) -> PremiseBook:
    """Run the vectors of a folder, and see which premises they take both ways.

    Args:
        package: of cases; its module `unpremised` lists what cannot go both ways, and why.

    Raises:
        VectorError: there are no vectors, or the specification does not do what one says.
    """
    vectors = read_vectors(folder)
    measured = measure(read_sources(), vectors, jobs, advance)
    return PremiseBook(measured.premises(), read_reasons(package, "unpremised", "UNPREMISED"), len(vectors))


def write_premises(path: Path, book: PremiseBook) -> None:
    """Write the section of the premises."""
    write_section(path, "premises", book.to_json(), read_sources().digest)


@dataclass(frozen=True)
class Mutation:
    """Everything that mutants need: the code, the vectors, and which of them reach what."""

    sources: Sources
    mutants: Sequence[Mutant]
    vectors: Mapping[str, Vector]
    measured: Measured
    equivalents: Reasons
    jobs: int

    def run(self, sample: int | None, seed: int, advance: Advance = lambda done, of: None) -> MutationBook:
        """Judge a sample of the mutants, or all of them."""
        chosen = choose(self.mutants, sample, seed)
        verdicts = run_mutants(chosen, self.sources, self.vectors, self.measured, self.equivalents, self.jobs, advance)
        drawn_by = seed if len(chosen) < len(self.mutants) else None
        return MutationBook(verdicts, len(self.mutants), drawn_by, len(self.vectors))


def prepare_mutation(
    folder: Path, package: str, only: str = "", jobs: int = 1, advance: Advance = lambda done, of: None
) -> Mutation:
    """Read the code and the vectors, and measure which vectors reach which statements.

    Args:
        package: of cases; its module `equivalent_mutants` lists mutants that change nothing, and why.
        only: mutants of modules whose name starts so.

    Raises:
        VectorError: no module is called so, the table of equivalents names a mutant that does not exist, there are no vectors,
            or the specification does not do what one says.
    """
    sources, vectors = read_sources(), read_vectors(folder)
    equivalents = read_reasons(package, "equivalent_mutants", "EQUIVALENT_MUTANTS")
    mutants = _find_mutants(sources, equivalents, only)
    measured = measure(sources, vectors, jobs, advance)
    return Mutation(sources, mutants, vectors, measured, equivalents, jobs)


def _find_mutants(sources: Sources, equivalents: Reasons, only: str) -> list[Mutant]:
    every = find_mutants(sources)
    gone = unknown(equivalents, every)
    if gone:
        what = f"{len(gone)} mutants are listed as equivalent that do not exist, the first of them {gone[0]}"
        raise VectorError(what, "take them out of the table, or name them as they are called now")
    mutants = [mutant for mutant in every if mutant.module.removeprefix("tao_spec.").startswith(only)]
    if not mutants:
        raise VectorError(f"no module with mutants is called {only}", "name one such as transition.stake")
    return mutants


def write_mutation(path: Path, book: MutationBook) -> None:
    """Write the section of the mutants."""
    write_section(path, "mutation", book.to_json(), read_sources().digest)

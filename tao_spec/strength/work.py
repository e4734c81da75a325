"""The two commands: measure the premises, and run mutants, over a folder of vectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tao_spec.strength.book import MutationBook, PremiseBook, Reasons, read_reasons, unknown, write_section
from tao_spec.strength.measure import Measured, measure, read_vectors
from tao_spec.strength.mutants import find_mutants
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
    vectors: Mapping[str, Vector]
    measured: Measured
    equivalents: Reasons
    jobs: int

    def run(
        self, sample: int | None, seed: int, only: str = "", advance: Advance = lambda done, of: None
    ) -> MutationBook:
        """Judge a sample of the mutants, or all of them.

        Raises:
            VectorError: the table of equivalents names a mutant that does not exist, or no module is called so.
        """
        every = find_mutants(self.sources)
        gone = unknown(self.equivalents, every)
        if gone:
            what = f"{len(gone)} mutants are listed as equivalent that do not exist, the first of them {gone[0]}"
            raise VectorError(what, "take them out of the table, or name them as they are called now")
        mutants = [mutant for mutant in every if mutant.module.removeprefix("tao_spec.").startswith(only)]
        if not mutants:
            raise VectorError(f"no module with mutants is called {only}", "name one such as transition.stake")
        chosen = choose(mutants, sample, seed)
        verdicts = run_mutants(chosen, self.sources, self.vectors, self.measured, self.equivalents, self.jobs, advance)
        return MutationBook(verdicts, len(mutants), seed if len(chosen) < len(mutants) else None, len(self.vectors))


def prepare_mutation(folder: Path, package: str, jobs: int, advance: Advance = lambda done, of: None) -> Mutation:
    """Read the code and the vectors, and measure which vectors reach which statements.

    Args:
        package: of cases; its module `equivalent_mutants` lists mutants that change nothing, and why.

    Raises:
        VectorError: there are no vectors, or the specification does not do what one says.
    """
    sources, vectors = read_sources(), read_vectors(folder)
    measured = measure(sources, vectors, jobs, advance)
    return Mutation(sources, vectors, measured, read_reasons(package, "equivalent_mutants", "EQUIVALENT_MUTANTS"), jobs)


def write_mutation(path: Path, book: MutationBook) -> None:
    """Write the section of the mutants."""
    write_section(path, "mutation", book.to_json(), read_sources().digest)

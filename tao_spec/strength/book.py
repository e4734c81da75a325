"""What is known of the vectors' strength, in one JSON file that two commands fill: `conformance/strength.json`."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from tao_spec.strength.mutants import Mutant
from tao_spec.strength.mutate import EQUIVALENT, KILLED, STILLBORN, SURVIVED, Verdict
from tao_spec.strength.premises import BOTH, YES, Premise
from tao_spec.vectors.files import read_json, write_json
from tao_spec.vectors.text import Json

FORMAT: Final = "tao-strength/1"
KINDS: Final = ("condition", "loop", "boundary", "refusal")

Reasons = Mapping[str, str]


def key_of(premise: Premise) -> str:
    """The name of a premise in the table of those that cannot go both ways."""
    return f"{premise.kind} {premise.id}"


def is_full(premise: Premise, went: int) -> bool:
    """Whether a premise went both ways, or a refusal was reached."""
    return went == (YES if premise.kind == "refusal" else BOTH)


def missing_way(premise: Premise, went: int) -> str:
    """What of a premise no vector shows."""
    words = {
        "condition": ("true or false", "false", "true"),
        "loop": ("anything", "an empty loop", "a loop that runs"),
        "boundary": ("either side of the edge", "the value that just fails", "the value that just passes"),
        "refusal": ("the refusal", "", ""),
    }
    return words[premise.kind][went]


@dataclass(frozen=True)
class Tally:
    """How the premises of one kind went in one domain, or of one rule.

    Attributes:
        full: both ways, on both sides, or reached.
        half: one way only.
        none: neither way.
        listed: those of the last two that have a reason.
    """

    full: int = 0
    half: int = 0
    none: int = 0
    listed: int = 0

    @property
    def all(self) -> int:
        """How many there are."""
        return self.full + self.half + self.none

    def to_json(self) -> dict[str, Json]:
        """The tally for machines."""
        return {"full": self.full, "half": self.half, "none": self.none, "listed": self.listed}


@dataclass(frozen=True)
class PremiseBook:
    """Every premise and how it went.

    Args:
        went: 1 for yes, 2 for no, 3 for both.
        reasons: why some cannot go both ways, by `key_of`.
        vectors: how many vectors were run.
    """

    went: Sequence[tuple[Premise, int]]
    reasons: Reasons
    vectors: int

    @cached_property
    def missing(self) -> list[tuple[Premise, int]]:
        """What is neither full nor explained."""
        return [(p, went) for p, went in self.went if not is_full(p, went) and key_of(p) not in self.reasons]

    @cached_property
    def stale(self) -> list[str]:
        """Reasons for what is full, or is no more."""
        open_ones = {key_of(premise) for premise, went in self.went if not is_full(premise, went)}
        return sorted(set(self.reasons) - open_ones)

    def tally(self, kind: str, domain: str | None = None) -> Tally:
        """How the premises of a kind went, in one domain or in all."""
        return self._count(
            (p, went) for p, went in self.went if p.kind == kind and (domain is None or p.domain == domain)
        )

    def _count(self, premises: Iterable[tuple[Premise, int]]) -> Tally:
        counts: Counter[str] = Counter()
        for premise, went in premises:
            full = is_full(premise, went)
            counts["full" if full else "half" if went else "none"] += 1
            counts["listed"] += not full and key_of(premise) in self.reasons
        return Tally(**counts)

    @cached_property
    def domains(self) -> list[str]:
        """The domains, sorted."""
        return sorted({premise.domain for premise, _ in self.went})

    def to_json(self) -> dict[str, Json]:
        """The section of the book."""
        rules: dict[str, list[tuple[Premise, int]]] = {}
        for premise, went in self.went:
            if premise.rule is not None:
                rules.setdefault(premise.rule, []).append((premise, went))
        return {
            "vectors": self.vectors,
            "domains": {name: {kind: self.tally(kind, name).to_json() for kind in KINDS} for name in self.domains},
            "rules": {
                rule: {kind: self._count(pair for pair in found if pair[0].kind == kind).to_json() for kind in KINDS}
                for rule, found in sorted(rules.items())
            },
            "missing": [
                {"premise": key_of(premise), "place": premise.place, "missing": missing_way(premise, went)}
                for premise, went in self.missing
            ],
        }


@dataclass(frozen=True)
class MutationBook:
    """A sample of mutants and what became of them.

    Args:
        all: how many mutants there are.
        seed: what the sample was drawn with; None where it is all of them.
    """

    verdicts: Sequence[Verdict]
    all: int
    seed: int | None
    vectors: int

    def count(self, state: str, **same: str) -> int:
        """How many ended so, of all or of those whose mutants are as said."""
        return sum(
            verdict.state == state and all(getattr(verdict.mutant, key) == value for key, value in same.items())
            for verdict in self.verdicts
        )

    @property
    def judged(self) -> int:
        """How many could be found at all."""
        return self.count(KILLED) + self.count(SURVIVED)

    @property
    def score(self) -> float:
        """The part of those that could be found that was found."""
        return self.count(KILLED) / self.judged if self.judged else 1.0

    @cached_property
    def survivors(self) -> list[Verdict]:
        """Those that no vector found, and for which no reason is listed."""
        return [verdict for verdict in self.verdicts if verdict.state == SURVIVED]

    @cached_property
    def stale(self) -> list[str]:
        """Listed equivalents that a vector found."""
        return [v.mutant.id for v in self.verdicts if v.state in (KILLED, STILLBORN) and v.reason is not None]

    def rows(self, key: str) -> list[tuple[str, int, int, int, int]]:
        """By operator or domain: killed, survived, equivalent, stillborn."""
        names = sorted({getattr(verdict.mutant, key) for verdict in self.verdicts})
        states = (KILLED, SURVIVED, EQUIVALENT, STILLBORN)
        return [(name, *(self.count(state, **{key: name}) for state in states)) for name in names]

    def to_json(self) -> dict[str, Json]:
        """The section of the book."""
        head = ("killed", "survived", "equivalent", "stillborn")
        return {
            "mutants": self.all,
            "sample": len(self.verdicts),
            "seed": self.seed,
            "vectors": self.vectors,
            "killed": self.count(KILLED),
            "survived": self.count(SURVIVED),
            "equivalent": self.count(EQUIVALENT),
            "stillborn": self.count(STILLBORN),
            "score": f"{100 * self.score:.2f}",
            "operators": {name: dict(zip(head, rest, strict=True)) for name, *rest in self.rows("operator")},
            "domains": {name: dict(zip(head, rest, strict=True)) for name, *rest in self.rows("domain")},
            "survivors": [
                {
                    "mutant": verdict.mutant.id,
                    "place": verdict.mutant.place,
                    "rule": verdict.mutant.rule,
                    "diff": list[Json](verdict.diff.splitlines()),
                    "vectors": verdict.vectors,
                }
                for verdict in self.survivors
            ],
        }


def write_section(path: Path, name: str, section: Mapping[str, Json], digest: str) -> None:
    """Write one section of a book, and leave the other as it is.

    Args:
        digest: the hash of the measured sources.
    """
    book: Any = read_json(path) if path.exists() else {}
    if not isinstance(book, dict) or book.get("format") != FORMAT:
        book = {"format": FORMAT}
    book[name] = {"sources": digest, **section}
    write_json(path, book)


def read_reasons(package: str, module: str, table: str) -> Reasons:
    """A table of reasons in a package of cases; empty where it has none."""
    try:
        found = importlib.import_module(f"{package}.{module}")
    except ModuleNotFoundError:
        return {}
    reasons: Reasons = getattr(found, table)
    return reasons


def unknown(reasons: Reasons, mutants: Iterable[Mutant]) -> list[str]:
    """Listed equivalents that are no mutants of the code any more."""
    return sorted(set(reasons) - {mutant.id for mutant in mutants})

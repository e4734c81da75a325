"""The matrix of rule, code, cases, invariants and evidence, and everything that is missing in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tao_site.code import CodeRule, Module
from tao_site.paragraphs import ID, Chapter, Kind, Paragraph


@dataclass(frozen=True)
class Case:
    """A case that becomes a vector, and the rules that it exercises."""

    id: str
    rules: tuple[str, ...]
    description: str
    module: str
    function: str


@dataclass(frozen=True)
class Invariant:
    """What must always hold, as the code declares it, and the rules that keep it."""

    id: str
    rules: tuple[str, ...]
    module: str
    function: str
    excuses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """What a client made of a vector; `stale` where the vector has changed since."""

    vector: str
    sha256: str
    client: str
    version: str
    verdict: str


@dataclass(frozen=True)
class Problem:
    """Something that the matrix lacks: where, and what to do."""

    where: str
    text: str


@dataclass(frozen=True)
class Matrix:
    """All that is known of every rule.

    Attributes:
        modules: of `tao_spec.transition`.
        rules: as the code declares them.
        unreached: the rules that no case can exercise, and why; also calls, errors and events, by `Pallet.name`.
    """

    chapters: tuple[Chapter, ...] = ()
    modules: tuple[Module, ...] = ()
    rules: tuple[CodeRule, ...] = ()
    cases: tuple[Case, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unreached: Mapping[str, str] = field(default_factory=dict)

    def paragraphs(self, kind: Kind) -> Iterator[tuple[Chapter, Paragraph]]:
        """Every paragraph of a kind, with its chapter."""
        for chapter in self.chapters:
            for paragraph in chapter.paragraphs:
                if paragraph.kind == kind:
                    yield chapter, paragraph

    def code_of(self, id: str) -> CodeRule | None:
        """The code of a rule: its first function."""
        return next((rule for rule in self.rules if rule.id == id), None)

    def cases_of(self, id: str) -> list[Case]:
        """The cases that exercise a rule."""
        return [case for case in self.cases if id in case.rules]

    def invariants_of(self, id: str) -> list[Invariant]:
        """The invariants that a rule keeps."""
        return [invariant for invariant in self.invariants if id in invariant.rules]

    def evidence_of(self, id: str) -> list[Evidence]:
        """What clients made of the vectors that exercise a rule."""
        vectors = {case.id for case in self.cases_of(id)}
        return [item for item in self.evidence if item.vector in vectors]

    def chapter_of(self, module: str) -> Chapter | None:
        """The chapter that answers for a module: the one that names it, else states a rule of it, else bears its name."""
        ids = {rule.id for rule in self.rules if rule.module == module}
        top = module.split(".", maxsplit=1)[0]
        tests = (
            lambda chapter: _covers(chapter.modules, module),
            lambda chapter: any(paragraph.id in ids for paragraph in chapter.paragraphs),
            lambda chapter: chapter.name == top,
        )
        return next((chapter for test in tests for chapter in self.chapters if test(chapter)), None)


def _covers(names: Iterable[str], module: str) -> bool:
    """Whether one of the names is the module or a package that it stands in."""
    return any(module == name or module.startswith(f"{name}.") for name in names)


def find_problems(matrix: Matrix) -> list[Problem]:
    """Everything that breaks the matrix, in a fixed order."""
    return [
        *_find_duplicates(matrix),
        *_find_rules_without_paragraph(matrix),
        *_find_paragraphs_without_code(matrix),
        *_find_rules_without_case(matrix),
        *_find_stale_reasons(matrix),
        *_find_unknown_rules(matrix),
        *_find_functions_without_rule(matrix),
        *_find_stale_helpers(matrix),
        *_find_invariants_apart(matrix),
        *_find_unknown_deviations(matrix),
        *_find_dead_mentions(matrix),
    ]


def _find_duplicates(matrix: Matrix) -> Iterator[Problem]:
    stated = Counter(p.id for chapter in matrix.chapters for p in chapter.paragraphs)
    for id, count in stated.items():
        if count > 1:
            where = ", ".join(c.name for c in matrix.chapters for p in c.paragraphs if p.id == id)
            yield Problem(f"spec/{where}", f"{id} is the number of {count} paragraphs; give each its own")
    for kind, ids in (
        ("functions", [rule.id for rule in matrix.rules]),
        ("invariants", [invariant.id for invariant in matrix.invariants]),
        ("cases", [case.id for case in matrix.cases]),
    ):
        for id, count in Counter(ids).items():
            if count > 1:
                yield Problem("tao_spec", f"{id} is the number of {count} {kind}; give each its own")


def _find_rules_without_paragraph(matrix: Matrix) -> Iterator[Problem]:
    stated = {p.id for _, p in matrix.paragraphs("rule")}
    for rule in matrix.rules:
        if rule.id not in stated:
            yield Problem(f"tao_spec/transition: {rule.source}", f"no chapter states {rule.id}; write its paragraph")


def _find_paragraphs_without_code(matrix: Matrix) -> Iterator[Problem]:
    coded = {rule.id for rule in matrix.rules}
    for chapter, paragraph in matrix.paragraphs("rule"):
        if chapter.status == "complete" and paragraph.id not in coded:
            yield Problem(
                f"spec/{chapter.name}.md:{paragraph.first}",
                f"{paragraph.id} has no code; mark its function with @rule, or the chapter as building",
            )


def _find_rules_without_case(matrix: Matrix) -> Iterator[Problem]:
    exercised = {id for case in matrix.cases for id in case.rules}
    for chapter, paragraph in matrix.paragraphs("rule"):
        if chapter.status == "complete" and paragraph.id not in exercised | matrix.unreached.keys():
            yield Problem(
                f"spec/{chapter.name}.md:{paragraph.first}",
                f"no case exercises {paragraph.id}; write one, say in conformance/unreached.py why none can, "
                "or mark the chapter as building",
            )


def _find_stale_reasons(matrix: Matrix) -> Iterator[Problem]:
    """A rule that cannot be reached must be one, and no case may reach it."""
    exercised = {id for case in matrix.cases for id in case.rules}
    stated = {p.id for _, p in matrix.paragraphs("rule")}
    for id in matrix.unreached:
        if ID.fullmatch(id) and id not in stated:
            yield Problem("conformance/unreached.py", f"{id} is no rule")
        if id in exercised:
            yield Problem("conformance/unreached.py", f"a case exercises {id}; strike it off")


def _find_unknown_rules(matrix: Matrix) -> Iterator[Problem]:
    known = {rule.id for rule in matrix.rules} | {p.id for _, p in matrix.paragraphs("rule")}
    for case in matrix.cases:
        for id in case.rules:
            if id not in known:
                yield Problem(f"conformance: {case.id}", f"the case names {id}, which is no rule")
    for invariant in matrix.invariants:
        for id in invariant.rules:
            if id not in known:
                yield Problem(f"tao_spec/invariants: {invariant.id}", f"the invariant names {id}, which is no rule")


def _find_functions_without_rule(matrix: Matrix) -> Iterator[Problem]:
    coded = {rule.source for rule in matrix.rules}
    for module in matrix.modules:
        if any(_covers(chapter.machinery, module.name) for chapter in matrix.chapters):
            continue
        chapter = matrix.chapter_of(module.name)
        if chapter is not None and chapter.status == "building":
            continue
        helpers = set(chapter.helpers) if chapter else set()
        for name in module.public_functions:
            source = f"{module.name}.{name}"
            if source not in coded | helpers:
                yield Problem(
                    f"tao_spec/transition: {source}", "a public function without a rule; number it with @rule"
                )


def _find_stale_helpers(matrix: Matrix) -> Iterator[Problem]:
    functions = {f"{module.name}.{name}" for module in matrix.modules for name in module.public_functions}
    plain = functions - {rule.source for rule in matrix.rules}
    for chapter in matrix.chapters:
        for helper in chapter.helpers:
            if helper not in plain:
                yield Problem(f"spec/{chapter.name}.md", f"its helper {helper} is no public function without a rule")


def _find_invariants_apart(matrix: Matrix) -> Iterator[Problem]:
    stated = {p.id for _, p in matrix.paragraphs("invariant")}
    coded = {invariant.id for invariant in matrix.invariants}
    for id in sorted(coded - stated):
        yield Problem("tao_spec/invariants", f"no chapter states {id}; write its paragraph")
    for id in sorted(stated - coded):
        yield Problem("spec", f"{id} has no code; declare it in tao_spec/invariants")


def _find_unknown_deviations(matrix: Matrix) -> Iterator[Problem]:
    stated = {p.id for _, p in matrix.paragraphs("deviation")}
    asked = [(f"tao_spec/transition: {rule.source}", id) for rule in matrix.rules for id in rule.deviations]
    asked += [(f"tao_spec/invariants: {i.id}", id) for i in matrix.invariants for id in i.excuses if ID.fullmatch(id)]
    rules = {p.id for _, p in matrix.paragraphs("rule")}
    for where, id in asked:
        if id not in stated | rules:
            yield Problem(where, f"no chapter states {id}; write its paragraph")


def _find_dead_mentions(matrix: Matrix) -> Iterator[Problem]:
    known = {p.id for chapter in matrix.chapters for p in chapter.paragraphs}
    families = {id.rpartition("-")[0] for id in known}
    for chapter in matrix.chapters:
        for paragraph in chapter.paragraphs:
            for id in paragraph.mentions:
                if id not in known and id.rpartition("-")[0] in families:
                    where = f"spec/{chapter.name}.md:{paragraph.first}"
                    yield Problem(where, f"{paragraph.id} names {id}, which no chapter states")

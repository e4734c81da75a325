"""The findings: one page each and an index, from `docs/findings/findings.yaml`, the chapter of deviations and the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tao_site.matrix import Evidence, Matrix
from tao_site.paragraphs import Paragraph
from tao_site.render import fence, link_ids, table

TABLE = Path(__file__).resolve().parents[2] / "findings" / "findings.yaml"
VECTORS = "conformance/vectors"
_REQUIRED = {"deviation", "who", "vector", "rule", "shows"}
_OPTIONAL = {"beyond", "also", "then"}


class FindingError(ValueError):
    """The table of findings cannot be used; the message says where and what to do."""


@dataclass(frozen=True)
class Finding:
    """Something that the protocol does and nobody meant, and what it costs.

    Attributes:
        deviation: its number, such as `KNOWN-100`.
        who: is affected.
        vector: the smallest that shows it.
        rule: which the vector exercises.
        shows: what the vector shows, with its figures.
        beyond: what comes after the vector stops, where the real client aborts.
        also, then: a second vector, and what it shows.
    """

    deviation: str
    who: str
    vector: str
    rule: str
    shows: str
    beyond: str = ""
    also: str = ""
    then: str = ""

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"findings/{self.deviation.lower()}"


@dataclass(frozen=True)
class Loss:
    """What somebody could lose, and the findings by which they could, the worst first."""

    heading: str
    why: str
    findings: tuple[Finding, ...]


def read_findings(path: Path = TABLE) -> tuple[Loss, ...]:
    """The table of findings, the worst loss first.

    Raises:
        FindingError: a finding lacks something, or stands twice.
    """
    losses = tuple(_read_loss(group) for group in yaml.safe_load(path.read_text(encoding="utf-8")))
    seen: set[str] = set()
    for finding in all_findings(losses):
        if finding.deviation in seen:
            raise FindingError(f"{path.name}: {finding.deviation} stands twice; leave one")
        seen.add(finding.deviation)
    return losses


def all_findings(losses: Iterable[Loss]) -> Iterator[Finding]:
    """The findings of all losses, in order."""
    for loss in losses:
        yield from loss.findings


def _read_loss(group: Any) -> Loss:
    """One loss and its findings."""
    findings = []
    for row in group["findings"]:
        if missing := sorted(_REQUIRED - set(row)):
            raise FindingError(f"{row.get('deviation', group['heading'])}: {missing[0]} is missing; add it")
        if unknown := sorted(set(row) - _REQUIRED - _OPTIONAL):
            raise FindingError(f"{row['deviation']}: there is no key {unknown[0]}; take it out")
        findings.append(Finding(**{key: str(value).strip() for key, value in row.items()}))
    return Loss(group["heading"], str(group["why"]).strip(), tuple(findings))


def write_findings(matrix: Matrix, losses: tuple[Loss, ...] | None = None) -> dict[str, str]:
    """A page for each finding, and the part of the index that lists them.

    Raises:
        FindingError: a finding names a deviation that has no paragraph.
    """
    losses = read_findings() if losses is None else losses
    stated = {paragraph.id: paragraph for _, paragraph in matrix.paragraphs("deviation")}
    for finding in all_findings(losses):
        if finding.deviation not in stated:
            raise FindingError(f"{finding.deviation} has no paragraph in spec/deviations.md; write one")
    pages = {
        finding.page: _write_page(finding, loss, stated[finding.deviation], matrix)
        for loss in losses
        for finding in loss.findings
    }
    return {**pages, "parts/findings": _write_index(losses, stated)}


def _write_index(losses: tuple[Loss, ...], stated: dict[str, Paragraph]) -> str:
    """The tables of the index, one for each loss, and the order of the pages."""
    parts = []
    for loss in losses:
        rows = [
            (f"{{doc}}`{stated[f.deviation].title} </generated/{f.page}>`", f.who, f"`{f.vector}`")
            for f in loss.findings
        ]
        head = ("What", "Who is affected", "Smallest vector")
        parts += [f"## {loss.heading}", loss.why, fence("container", "wide", table(head, rows), 3)]
    order = "\n".join(f"/generated/{finding.page}" for finding in all_findings(losses))
    return "\n\n".join([*parts, f"```{{toctree}}\n:hidden:\n\n{order}\n```"]) + "\n"


def _write_page(finding: Finding, loss: Loss, paragraph: Paragraph, matrix: Matrix) -> str:
    """The page of one finding."""
    known = {p.id for chapter in matrix.chapters for p in chapter.paragraphs}
    is_now, _, rest = paragraph.body.partition("*Meant:*")
    meant = rest.partition("*Shown by*")[0].strip()
    parts = [
        f"# {paragraph.title}",
        f"*{loss.heading}.* **Who is affected:** {finding.who}",
        "## What the vector shows",
        f"`{finding.vector}`: {finding.shows}",
        finding.beyond,
        f"`{finding.also}`: {finding.then}" if finding.also else "",
        "## See it",
        _command(finding.vector),
        _command(finding.also) if finding.also else "",
        _write_evidence(finding, matrix.evidence),
        "## The rule as it is",
        link_ids(is_now.strip(), known),
        "## As it was meant",
        link_ids(meant[:1].upper() + meant[1:], known),
        _write_links(finding, matrix),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _command(vector: str) -> str:
    """The command that tells a vector in words."""
    return f"```sh\ntao-spec explain {VECTORS}/{vector}.json.gz\n```"


def _write_evidence(finding: Finding, evidence: Iterable[Evidence]) -> str:
    """What real clients made of the vectors of a finding."""
    named = [item for item in evidence if item.vector in (finding.vector, finding.also)]
    rows = [(f"`{i.vector}`", f"{i.client} {i.version}", i.verdict, f"`{i.sha256}`") for i in named]
    return (
        fence("container", "wide", table(("Vector", "Client", "Verdict", "SHA-256 of the vector"), rows), 3)
        if rows
        else ""
    )


def _write_links(finding: Finding, matrix: Matrix) -> str:
    """Where the rule, the deviation and the case stand, and how a proposal closes it."""
    cases = {case.id for case in matrix.cases}
    case = f" Its case is {{need}}`{finding.vector}`." if finding.vector in cases else ""
    return (
        f"The rule is {{need}}`{finding.rule}`, the deviation {{need}}`{finding.deviation}`.{case} "
        f'A proposal closes it with `close=frozenset({{"{finding.deviation}"}})` ({{doc}}`revisions </revisions>`).'
    )

"""A review for people, on the terminal and as one page, and for programs as JSON; nothing varies from run to run."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from tao_spec.review.effects import EFFECTS
from tao_spec.review.gather import Fate, Group, Review, Verdict
from tao_spec.review.replay import Run
from tao_spec.vectors.files import write_json
from tao_spec.vectors.text import Json, VectorError, printable

FORMAT: Final = "tao-review/1"

UNSUPPORTED: Final = "unsupported"
ALIKE: Final = "alike"
PARTS: Final = (*EFFECTS, UNSUPPORTED)
"""What the parts of a bar stand for; the rest of it is alike."""

CONSERVATION: Final = ("conservation", "issuance", "payouts")
"""The domains of the invariants by which nothing is made or lost."""

SHOWN: Final = 8
"""So many groups and invariants the terminal shows; the page and the JSON hold all."""

TOLD: Final[tuple[tuple[Fate, str], ...]] = (
    ("broken", "broken by the proposal alone"),
    ("broken under both", "broken under both"),
    ("repaired", "repaired"),
)


def in_words(review: Review) -> Iterator[str]:
    """The review on a terminal: the whole, the groups, what is not supported, the invariants, what is issued."""
    yield from map(printable, _lines(review))


def _lines(review: Review) -> Iterator[str]:
    vectors, steps = sum(not run.is_trace for run in review.runs), sum(run.steps for run in review.runs)
    traces = f", {review.plan.traces:,} traces of seed {review.plan.seed}" if review.plan.traces else ""
    yield f"{review.base} -> {review.proposal}: {vectors:,} vectors{traces}, {steps:,} steps under both"
    yield f"replaced: {', '.join(review.replaced) or 'no numbered rule'}"
    if review.closed:
        yield f"closed: {', '.join(review.closed)}"
    yield _count(review)
    for group in review.groups[:SHOWN]:
        yield from _group(group)
    yield from _more(len(review.groups) - SHOWN, "group")
    for run in review.unsupported[:1]:
        yield f"not supported: {run.name}, {run.unsupported}"
    yield from _invariants(review)
    yield f"conservation: {_conservation(review)}"
    yield f"issuance: {_issuance(review)}"


def _count(review: Review) -> str:
    """How many runs differ, and how many the proposal does not support."""
    differing, unsupported = len(review.differing), len(review.unsupported)
    told = f"{differing:,} of {len(review.runs):,} differ" if differing else "no difference"
    return told + (f"; {unsupported:,} not supported to their end by {review.proposal}" if unsupported else "")


def _group(group: Group) -> Iterator[str]:
    run, difference = group.runs[0]
    wrote = f", written by {', '.join(group.writers[:4])}{', …' * (len(group.writers) > 4)}"
    by = "" if group.writers == (group.rule,) else wrote
    yield f"{group.rule}  {EFFECTS[group.effect]}: {len(group.runs):,}{by}; first {run.name}"
    yield f"  step {difference.step} ({difference.label}): {difference.sentence}"


def _more(number: int, what: str) -> Iterator[str]:
    if number > 0:
        yield f"and {number} more {what}{'s' * (number > 1)}"


def _invariants(review: Review) -> Iterator[str]:
    counts = Counter(verdict.fate for verdict in review.verdicts)
    told = "".join(f", {counts[fate]} {words}" for fate, words in TOLD if counts[fate])
    yield f"invariants: {counts['kept']} kept{told}"
    changed = [verdict for fate, _ in TOLD for verdict in review.verdicts if verdict.fate == fate]
    for verdict in changed[:SHOWN]:
        yield f"{verdict.fate}: {verdict.invariant.title} ({len(verdict.runs):,}, first {verdict.runs[0][0]})"
        yield f"  {verdict.runs[0][1]}"
    yield from _more(len(changed) - SHOWN, "invariant")
    unjudged = [(run.name, why) for run in review.runs if (why := run.base.unjudged or run.proposal.unjudged)]
    if unjudged:
        yield f"not judged to their end: {len(unjudged):,}, first {unjudged[0][0]}: {unjudged[0][1]}"


def _conservation(review: Review) -> str:
    """Whether the proposal makes or loses anything, in a few words."""
    mine = [verdict for verdict in review.verdicts if verdict.invariant.domain in CONSERVATION]
    broken = [verdict.invariant.id for verdict in mine if verdict.fate == "broken"]
    if broken:
        return f"not kept, see {', '.join(broken)}"
    return f"kept, by {len(mine)} invariants"


def _issuance(review: Review) -> str:
    """How much more or less is issued, in a few words."""
    apart, vectors = review.issued
    if not vectors:
        return f"as under {review.base} in every vector"
    return f"{apart:+,} rao beside {review.base}, over {vectors:,} vector{'s' * (vectors > 1)}"


def to_json(review: Review) -> dict[str, Json]:
    """The review as JSON: the groups, the invariants, and every run that differs, is not supported or breaks something."""
    return {
        "format": FORMAT,
        "base": review.base,
        "proposal": review.proposal,
        "description": review.description,
        "replaced": list(review.replaced),
        "closed": list(review.closed),
        "seed": review.plan.seed,
        "traces": review.plan.traces,
        "vectors": sum(not run.is_trace for run in review.runs),
        "steps": sum(run.steps for run in review.runs),
        "domains": {name: dict(counts) for name, counts in _by_domain(review).items()},
        "groups": [_group_json(group) for group in review.groups],
        "unsupported": [run.name for run in review.unsupported],
        "invariants": [_verdict_json(verdict) for verdict in review.verdicts],
        "conservation": _conservation(review),
        "issued": {"difference": str(review.issued[0]), "vectors": review.issued[1]},
        "runs": [run.to_json() for run in review.runs if _is_telling(run)],
    }


def _group_json(group: Group) -> dict[str, Json]:
    names: list[Json] = [run.name for run, _ in group.runs]
    return {"rule": group.rule, "effect": group.effect, "writers": list(group.writers), "runs": names}


def _verdict_json(verdict: Verdict) -> dict[str, Json]:
    runs: list[Json] = [[name, sentence] for name, sentence in verdict.runs]
    return {"invariant": verdict.invariant.id, "title": verdict.invariant.title, "fate": verdict.fate, "runs": runs}


def _is_telling(run: Run) -> bool:
    """Whether there is anything to say of a run."""
    broken = run.base.broken or run.proposal.broken or run.base.unjudged or run.proposal.unjudged
    return bool(run.difference or run.unsupported or broken)


def _by_domain(review: Review) -> dict[str, Counter[str]]:
    """How many runs of each domain are alike, differ by each effect, or are not supported."""
    found: dict[str, Counter[str]] = {}
    for run in sorted(review.runs, key=lambda run: (run.is_trace, run.domain)):
        found.setdefault(run.domain, Counter(dict.fromkeys((ALIKE, *PARTS), 0)))[_part(run)] += 1
    return found


def _part(run: Run) -> str:
    """Under what a run is counted."""
    if run.difference is not None:
        return run.difference.effect
    return UNSUPPORTED if run.unsupported else ALIKE


@dataclass(frozen=True)
class Part:
    """One colour of a bar, in thousandths of its width."""

    name: str
    x: int
    width: int


@dataclass(frozen=True)
class Bar:
    """The bar of one domain: how much of it is not alike, and how."""

    name: str
    label: str
    changed: int
    total: int
    parts: tuple[Part, ...]


def _bar(name: str, counts: Counter[str]) -> Bar:
    """The bar of a domain; its parts touch, however they round."""
    total, before, parts = sum(counts.values()), 0, []
    for part in PARTS:
        start, end = before * 1000 // total, (before + counts[part]) * 1000 // total
        before += counts[part]
        if counts[part]:
            parts.append(Part(part, start, max(end - start, 4)))
    told = ", ".join(f"{counts[part]} {part}" for part in (ALIKE, *PARTS) if counts[part])
    return Bar(name, f"{name}: {told}", before, total, tuple(parts))


def render_html(review: Review) -> str:
    """The review as one page without script and without outside resources."""
    style = (files("tao_spec.clients") / "templates" / "report.css").read_text(encoding="utf-8") + _template(
        "review.css"
    )
    by_domain = _by_domain(review)
    totals = sum(by_domain.values(), Counter[str]())
    return (
        _environment()
        .get_template("review.html.j2")
        .render(
            review=review,
            count=_count(review),
            words={**EFFECTS, UNSUPPORTED: "not supported by the proposal"},
            bars=[_bar(name, counts) for name, counts in by_domain.items()],
            totals=totals,
            parts=PARTS,
            fates=TOLD,
            kept=sum(verdict.fate == "kept" for verdict in review.verdicts),
            conservation=_conservation(review),
            issuance=_issuance(review),
            steps=sum(run.steps for run in review.runs),
            style=Markup(style),
            style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        )
    )


@cache
def _environment() -> Environment:
    """The templates; everything that is put into them is escaped."""
    loader = DictLoader({"review.html.j2": _template("review.html.j2")})
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _template(name: str) -> str:
    return (files("tao_spec.review") / "templates" / name).read_text(encoding="utf-8")


def write_reports(review: Review, json_path: Path | None, html_path: Path | None) -> None:
    """Write the reports that a path is given for.

    Raises:
        VectorError: a file cannot be written.
    """
    if json_path is not None:
        write_json(json_path, to_json(review))
    if html_path is None:
        return
    try:
        html_path.parent.mkdir(parents=True, exist_ok=True)
        html_path.write_text(render_html(review), encoding="utf-8", newline="\n")
    except OSError as error:
        what = f"the page cannot be written ({str(error.strerror or error).lower()})"
        raise VectorError(what, "give a place that can").at(html_path) from None

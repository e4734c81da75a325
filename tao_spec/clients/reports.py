"""Reports that a client can publish: JSON, JUnit XML, and one HTML page without outside resources.

None of them varies from run to run unless times are asked for.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from jinja2 import DictLoader, Environment, StrictUndefined
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite
from markupsafe import Markup

from tao_spec.clients.runner import STATUSES, RunReport, Status, VectorResult
from tao_spec.vectors.text import VectorError, dump_json, printable

PAGE_ITEMS: Final = 24
"""How many differences of one vector the page holds; the JSON report holds more."""

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_reports(
    report: RunReport,
    *,
    json_path: Path | str | None = None,
    junit_path: Path | str | None = None,
    html_path: Path | str | None = None,
    timings: bool = False,
) -> None:
    """Write the reports that a path is given for.

    Args:
        report: what came of the run.
        json_path: where the JSON goes; so on for the others.
        timings: whether times and logs, which vary from run to run, are written too.

    Raises:
        VectorError: a file cannot be written.
    """
    renderers = ((json_path, render_json), (junit_path, render_junit), (html_path, render_html))
    for path, render in renderers:
        if path is not None:
            _write(Path(path), render(report, timings=timings))


def render_json(report: RunReport, *, timings: bool = False) -> str:
    """The report as JSON on one line."""
    return dump_json(report.to_json(timings)) + "\n"


def render_junit(report: RunReport, *, timings: bool = False) -> str:
    """The report as JUnit XML, a suite for each domain: a difference is a failure, what is unsupported is skipped."""
    xml: Any = JUnitXml(_xml(f"{report.client.name} {report.client.version}".strip() or report.client.command))
    for domain in report.domains:
        suite: Any = TestSuite(_xml(domain))
        for result in report.results:
            if result.domain == domain:
                suite.add_testcase(_test_case(result, timings))
        suite.update_statistics()
        xml.add_testsuite(suite)
    xml.update_statistics()
    if not timings:
        _drop_times(xml)
    return str(xml.tostring().decode())


def render_html(report: RunReport, *, timings: bool = False) -> str:
    """The report as one page: a picture by domain, filters, and a difference behind each vector that failed."""
    style, script = _template("report.css"), _template("report.js")
    name = f"{report.client.name} {report.client.version}".strip() or "A client without a name"
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            timings=timings,
            title=name,
            verdict=_verdict(report),
            statuses=STATUSES,
            bars=[_bar(name, counts) for name, counts in report.domains.items()],
            rows=_rows(report.results),
            data=[_row_data(result, timings) for result in report.results],
            style=Markup(style),
            script=Markup(script),
            style_hash=_hash(style),
            script_hash=_hash(script),
        )
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One colour of a bar, in thousandths of its width."""

    status: Status
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of one domain."""

    name: str
    label: str
    passed: int
    total: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The line of one vector; `anchor` is its name, told apart from others of the same name."""

    anchor: str
    id: str
    domain: str
    status: Status
    reason: str


def _bar(name: str, counts: Mapping[Status, int]) -> Bar:
    """The bar of a domain; its parts touch and fill it, however they round."""
    total, before, parts = sum(counts.values()), 0, []
    for status in STATUSES:
        start, end = before * 1000 // total, (before + counts[status]) * 1000 // total
        before += counts[status]
        if end > start:
            parts.append(Part(status, start, end - start))
    told = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status])
    return Bar(name, f"{name}: {told}", counts["pass"], total, tuple(parts))


def _rows(results: Iterable[VectorResult]) -> list[Row]:
    """The lines of the page."""
    seen: dict[str, int] = {}
    rows = []
    for result in results:
        seen[result.id] = seen.get(result.id, 0) + 1
        anchor = result.id if seen[result.id] == 1 else f"{result.id}~{seen[result.id]}"
        rows.append(Row(anchor, result.id, result.domain, result.status, result.reason))
    return rows


def _row_data(result: VectorResult, timings: bool) -> dict[str, Any]:
    """What a line unfolds to."""
    items = result.difference.items if result.difference else ()
    left_out = result.difference.left_out if result.difference else 0
    return {
        "description": result.description,
        "items": [[item.where, item.expected, item.got] for item in items[:PAGE_ITEMS]],
        "more": len(items[PAGE_ITEMS:]) + left_out,
        "log": result.log if timings else "",
        "meta": _meta(result, timings),
    }


def _meta(result: VectorResult, timings: bool) -> list[str]:
    """The small facts of a vector."""
    facts = [result.path]
    if result.kind == "transition":
        facts.append(f"{result.steps} step{'' if result.steps == 1 else 's'} taken")
    if result.kind == "function":
        facts.append(f"{result.cases[0]:,} of {result.cases[1]:,} cases right")
    if result.rules:
        facts.append("rules " + ", ".join(result.rules))
    return [*facts, f"{result.seconds * 1000:,.1f} ms"] if timings else facts


def _verdict(report: RunReport) -> str:
    """The outcome in one line."""
    totals = report.totals
    words = {"fail": "fail", "error": "end in an error", "malformed": "are malformed", "unsupported": "are unsupported"}
    told = [f"{totals['pass']:,} of {len(report.results):,} vectors pass"]
    return "; ".join(told + [f"{totals[status]:,} {said}" for status, said in words.items() if totals[status]])  # type: ignore[index]


def _test_case(result: VectorResult, timings: bool) -> Any:
    """One vector as a test case."""
    case = TestCase(_xml(result.id), _xml(f"{result.domain}.{result.kind}"), result.seconds if timings else None)
    kinds = {"fail": Failure, "error": Error, "malformed": Error, "unsupported": Skipped}
    if result.status in kinds:
        verdict = kinds[result.status](_xml(result.reason), result.status)
        if result.difference:
            verdict.text = _xml("\n".join(item.sentence for item in result.difference.items))
        case.result = [verdict]
    if timings and result.log:
        case.system_err = _xml(result.log)
    return case


def _drop_times(xml: Any) -> None:
    """Times that nobody asked for are no part of the report."""
    for element in (xml, *xml):
        element._elem.attrib.pop("time", None)  # noqa: SLF001, RUF100  (the library always writes it)


def _xml(text: str) -> str:
    """Text that XML can hold."""
    return _NOT_XML.sub("�", text)


@cache
def _environment() -> Environment:
    """The templates; everything that is put into them is escaped."""
    loader = DictLoader({"report.html.j2": _template("report.html.j2")})
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _template(name: str) -> str:
    """A file beside this module."""
    return (files("tao_spec.clients") / "templates" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The hash by which the page's policy knows its own script and style, and lets no other in."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _write(path: Path, text: str) -> None:
    """Write a report, making the folders above it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        what = f"the report cannot be written ({printable(str(error.strerror or error)).lower()})"
        raise VectorError(what, "give a place that can").at(path) from None

"""The pages that are written from the code: storage, interface, cases, evidence, coverage."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import groupby
from typing import Any

from tao_site.charts import SHOWN_HALVINGS, compute_course
from tao_site.families import write_family
from tao_site.findings import write_findings
from tao_site.gather import ROOT
from tao_site.matrix import Evidence, Matrix
from tao_site.metagraph import write_metagraph
from tao_site.paragraphs import Chapter
from tao_site.pictures import write_parts
from tao_site.reach import write_reach
from tao_site.render import fence, render_case, render_evidence, table
from tao_site.strength import read_book, write_strength
from tao_site.swaps import write_swaps
from tao_site.yuma import write_example
from tao_spec.arithmetic.integers import Integer
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.messages import Call, DispatchResult, Event
from tao_spec.interface.runtime import Interface
from tao_spec.state.chain_state import DOMAINS
from tao_spec.storage.items import Declaration, Domain
from tao_spec.storage.scale import Enumeration, FieldsCodec, Struct, Variant, json_name
from tao_spec.transition.revision import Revision
from tao_spec.transition.rules import REPLACEABLE

Pages = dict[str, str]


def write_pages(matrix: Matrix, revisions: list[Revision]) -> Pages:
    """Every generated page, and every part to be included in one, by its name without the suffix.

    Args:
        revisions: those that stand, the base first.
    """
    interface = revisions[0].interface
    return {
        **{f"storage/{name}": write_storage(name, domain) for name, domain in DOMAINS.items()},
        **write_interface(interface, matrix),
        **write_cases(matrix),
        **({"evidence": write_evidence(matrix)} if matrix.evidence else {}),
        "coverage": write_coverage(matrix),
        **write_strength(read_book()),
        "revisions": "\n".join(write_revision(revision) for revision in revisions),
        "halvings": write_halvings(),
        "reach": write_reach(ROOT),
        "family": write_family(),
        "yuma": write_example(),
        "metagraph": write_metagraph(),
        "swaps": write_swaps(),
        **write_parts(),
        **(write_findings(matrix) if matrix.chapters else {}),
    }


def summary(thing: object) -> str:
    """The first sentence of a docstring, on one line."""
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def write_storage(name: str, domain: type[Domain]) -> str:
    """The storage of a domain: its items, then the types that they are made of."""
    rows = [_storage_row(item) for item in domain.declarations()]
    head = ("Item", "Key", "Value", "Absent", "What it is")
    parts = [f"# {name.capitalize()}", summary(domain), fence("container", "wide", table(head, rows), 3)]
    types = list(_declared_types(domain))
    if types:
        parts += ["## Types", *types]
    return "\n\n".join(parts) + "\n"


def _storage_row(item: Declaration[Any, Any]) -> tuple[str, ...]:
    keys = "<br>".join(f"{key.hasher} `{key.codec.name}`" for key in item.keys) or "—"
    return (f"`{item.title}`", keys, f"`{item.codec.name}`", show_default(item.default), item.doc)


def show_default(value: Any) -> str:
    """A default in few words; what is long is shown by its size."""
    if value is None:
        return "no value"
    if isinstance(value, tuple | bytes) and not value:
        return "empty"
    if isinstance(value, bytes):
        return "zeros" if not any(value) else f"`0x{value.hex()}`" if len(value) <= 16 else f"{len(value)} bytes"
    if isinstance(value, Enumeration):
        return f"`{value.name}`"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Integer):
        return f"{value:,}"
    if isinstance(value, Struct):
        return f"`{type(value).__name__}` of defaults" if value == _plain(type(value)) else f"`{type(value).__name__}`"
    return f"`{value}`"


def _plain(struct: type[Struct]) -> Struct | None:
    try:
        return struct()
    except TypeError:
        return None


def _declared_types(domain: type[Domain]) -> Iterator[str]:
    for cls in vars(sys.modules[domain.__module__]).values():
        if not (isinstance(cls, type) and cls.__module__ == domain.__module__):
            continue
        if issubclass(cls, Struct):
            rows = [(f"`{name}`", f"`{codec.name}`") for name, codec in FieldsCodec(cls, False, {}).items]
            yield f"**`{cls.__name__}`** — {summary(cls)}\n\n{table(('Field', 'Type'), rows)}"
        elif issubclass(cls, Enumeration):
            yield f"**`{cls.__name__}`** — {summary(cls)} " + ", ".join(f"{m.value} `{m.name}`" for m in cls) + "."
        elif issubclass(cls, Variant) and Variant in cls.__bases__ and cls.SHAPES:
            shapes = ", ".join(f"{index} `{shape.NAME}`" for index, shape in sorted(cls.SHAPES.items()))
            yield f"**`{cls.__name__}`** — {summary(cls)} {shapes}."


def write_interface(interface: Interface, matrix: Matrix) -> Pages:
    """One page a pallet: its calls, events and errors."""
    stated = {paragraph.id for _, paragraph in matrix.paragraphs("rule")}
    answered = {
        rule.call: f"{{need}}`{rule.id}`" if rule.id in stated else rule.id for rule in matrix.rules if rule.call
    }
    declared: tuple[Any, ...] = (*interface.calls, *interface.events, *interface.errors)
    pallets = {cls.PALLET for cls in declared}
    return {
        f"interface/{pallet.name.lower()}": _write_pallet(interface, pallet, answered, matrix.unreached)
        for pallet in sorted(pallets, key=lambda pallet: pallet.index)
    }


def _write_pallet(interface: Interface, pallet: Any, answered: dict[str, str], unreached: Mapping[str, str]) -> str:
    given = {
        Call: interface.call_codec,
        DispatchError: interface.error_codec,
        DispatchResult: interface.result_codec,
    }
    parts = [f"# {pallet.name}", f"Pallet {pallet.index}."]
    calls = [_call_row(c, given, answered, unreached) for c in _of(interface.calls, pallet)]
    events = [
        (str(interface.index_of(c)), f"`{c.NAME}`", _fields(c, given), _describe(c, unreached))
        for c in _of(interface.events, pallet)
    ]
    errors = [
        (str(interface.index_of(c)), f"`{c.NAME}`", _describe(c, unreached)) for c in _of(interface.errors, pallet)
    ]
    for title, head, rows in (
        ("Calls", ("Index", "Call", "Arguments", "What it does", "Rule"), calls),
        ("Events", ("Index", "Event", "Fields", "What it tells"), events),
        ("Errors", ("Code", "Error", "What it means"), errors),
    ):
        if rows:
            parts += [f"## {title}", fence("container", "wide", table(head, rows), 3)]
    return "\n\n".join(parts) + "\n"


def _of(classes: Iterable[Any], pallet: Any) -> list[Any]:
    return [cls for cls in classes if pallet == cls.PALLET]


def _describe(cls: Any, unreached: Mapping[str, str]) -> str:
    """What it is and, where no case reaches it, why."""
    reason = unreached.get(f"{cls.PALLET.name}.{cls.NAME}")
    return summary(cls) + (f" *No case: {reason}.*" if reason else "")


def _call_row(cls: Any, given: Any, answered: dict[str, str], unreached: Mapping[str, str]) -> tuple[str, ...]:
    name = f"{cls.PALLET.name}.{cls.NAME}"
    rule = answered.get(name, "outside the model" if name in unreached else "not yet")
    return (str(cls.INDEX), f"`{cls.NAME}`", _fields(cls, given), _describe(cls, unreached), rule)


def _fields(cls: type[Call] | type[Event], given: Any) -> str:
    return (
        "<br>".join(f"`{json_name(name)}`: `{codec.name}`" for name, codec in FieldsCodec(cls, False, given).items)
        or "—"
    )


def write_cases(matrix: Matrix) -> Pages:
    """One page a domain: its cases, each a need with its code."""
    pages = {}
    for domain, cases in groupby(matrix.cases, key=lambda case: case.id.split("/")[0]):
        found = list(cases)
        parts = [f"# Cases of {domain}", f"{len(found)} cases, each of which is one vector."]
        for module, group in groupby(found, key=lambda case: case.module):
            parts += [f"## {module.rpartition('.')[2].replace('_', ' ').capitalize()}", summary(sys.modules[module])]
            parts += [render_case(case, matrix) for case in group]
        pages[f"cases/{domain}"] = "\n\n".join(parts) + "\n"
    return pages


def write_evidence(matrix: Matrix) -> str:
    """What real clients made of the vectors, each vector of each client a need."""
    parts = [
        "# Evidence",
        "What clients made of the released vectors. Each entry names the file by its SHA-256; where the file has changed "
        "since, the entry is stale and counts for nothing.",
    ]
    cases = {case.id for case in matrix.cases}
    for client, group in groupby(sorted(matrix.evidence, key=_client), key=_client):
        found = list(group)
        passed = sum(item.verdict == "pass" for item in found)
        parts += [f"## {client}", f"{passed} of {len(found)} vectors pass."]
        parts += [fence("container", "compact", "\n\n".join(render_evidence(i, cases) for i in found), 5)]
    return "\n\n".join(parts) + "\n"


def _client(item: Evidence) -> str:
    return f"{item.client} {item.version}"


def write_coverage(matrix: Matrix) -> str:
    """How much of each chapter has code, cases, invariants and evidence; to be included in a page."""
    head = ("Chapter", "Status", "Rules", "with code", "with cases", "out of reach", "with invariants", "with evidence")
    rows = [_coverage_row(chapter, matrix) for chapter in matrix.chapters]
    return table(head, [row for row in rows if row]) + "\n"


def _coverage_row(chapter: Chapter, matrix: Matrix) -> tuple[str, ...]:
    ids = [p.id for p in chapter.paragraphs if p.kind == "rule"]
    if not ids:
        return ()
    counts = [
        sum(bool(of(id)) for id in ids)
        for of in (matrix.code_of, matrix.cases_of, matrix.unreached.get, matrix.invariants_of, matrix.evidence_of)
    ]
    return (f"[{chapter.title}](/spec/{chapter.name})", chapter.status, str(len(ids)), *map(str, counts))


def write_revision(revision: Revision) -> str:
    """A revision's constants, replaceable rules and closed deviations; to be included in a page."""
    constants = [(f"`{f.name}`", f"{getattr(revision.constants, f.name):,}") for f in fields(revision.constants)]
    rules = [(_source(rule), _source(revision.in_force(rule))) for rule in REPLACEABLE]
    closed = ", ".join(sorted(revision.closed_deviations)) or "none"
    return (
        "\n\n".join(
            (
                f"## {revision.name.upper()}",
                f"`spec_version` {revision.spec_version}. {revision.description} Deviations closed: {closed}.",
                table(("Constant", "Value, amounts in rao"), constants),
                table(("Replaceable rule", "In force"), rules),
            )
        )
        + "\n"
    )


def _source(function: Any) -> str:
    return f"`{function.__module__.removeprefix('tao_spec.')}.{function.__name__}`"


def write_halvings() -> str:
    """The first halvings in numbers; to be included in a page."""
    course = compute_course()[: SHOWN_HALVINGS + 1]
    rows = [
        (str(number), f"{point.issuance:,.3f}", f"{point.emission:.9f}", f"{point.block:,.0f}")
        for number, point in enumerate(course)
    ]
    return table(("Halvings", "From an issuance of, TAO", "Emission of a block, TAO", "Earliest block"), rows) + "\n"

"""Gathering the matrix from the tree: chapters, code, cases, invariants, evidence. Nothing here is a list kept by hand."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from tao_site.code import read_modules, read_rules
from tao_site.matrix import Case, Evidence, Invariant, Matrix
from tao_site.paragraphs import Chapter, parse_chapter

ROOT = Path(__file__).resolve().parents[3]
TRANSITION = "tao_spec.transition"
REVISIONS = "tao_spec.revisions"


def gather(root: Path = ROOT) -> Matrix:
    """The matrix of the tree."""
    base = read_modules(root / "tao_spec" / "transition")
    overlays = [module for module in read_modules(root / "tao_spec" / "revisions") if "." in module.name]
    for package, found in ((TRANSITION, base), (REVISIONS, overlays)):
        for module in found:
            importlib.import_module(f"{package}.{module.name}")
    modules = [*base, *overlays]
    by_name = {module.name: module for module in modules}
    registry = importlib.import_module(f"{TRANSITION}.rules").RULES
    return Matrix(
        read_chapters(root / "spec"),
        tuple(modules),
        tuple(read_rules(registry, by_name, (TRANSITION, REVISIONS))),
        read_cases(importlib.import_module("tao_spec.vectors.cases").discover_cases()),
        read_invariants(importlib.import_module("tao_spec.invariants").INVARIANTS),
        read_evidence(root / "conformance"),
        read_unreached(importlib.import_module("conformance.unreached")),
    )


def read_chapters(folder: Path) -> tuple[Chapter, ...]:
    """The chapters of a folder, by name.

    Raises:
        ChapterError: one is not well formed.
    """
    return tuple(parse_chapter(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md")))


def read_cases(cases: Iterable[Any]) -> tuple[Case, ...]:
    """The cases as the matrix counts them."""
    return tuple(
        Case(case.id, tuple(case.rules), case.description, case.function.__module__, case.function.__name__)
        for case in cases
    )


def read_unreached(module: ModuleType) -> dict[str, str]:
    """What no case reaches, and why: rules, calls, errors and events under their names."""
    tables = (getattr(module, f"UNREACHED_{kind}") for kind in ("RULES", "CALLS", "ERRORS", "EVENTS"))
    return {name: reason for table in tables for name, reason in table.items()}


def read_invariants(registry: Iterable[Any]) -> tuple[Invariant, ...]:
    """The invariants as the matrix counts them."""
    return tuple(
        Invariant(
            item.id,
            tuple(item.rules),
            item.check.__module__,
            item.check.__name__,
            tuple(excuse.id for excuse in item.excuses),
        )
        for item in registry
    )


def read_evidence(conformance: Path) -> tuple[Evidence, ...]:
    """What clients made of the released vectors, by vector and client.

    Evidence about a file that has changed since, or is released no more, is stale.
    """
    index = conformance / "vectors" / "index.json"
    released = {} if not index.is_file() else {v["path"]: v["sha256"] for v in _read_json(index)["vectors"]}
    files = sorted((conformance / "evidence").glob("*.json"))
    found = [item for path in files for item in _read_evidence_file(_read_json(path), released)]
    return tuple(sorted(found, key=lambda item: (item.vector, item.client, item.version)))


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _read_evidence_file(data: Any, released: dict[str, str]) -> list[Evidence]:
    return [
        Evidence(
            item["path"].removesuffix(".json.gz"),
            item["sha256"],
            data["client"],
            data["version"],
            item["verdict"] if released.get(item["path"]) == item["sha256"] else "stale",
        )
        for item in data["vectors"]
    ]

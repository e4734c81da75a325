"""What the released vectors reach of the interface and the storage, by pallet, and why the rest is out of reach."""

from __future__ import annotations

from pathlib import Path

from tao_site.render import table
from tao_spec.vectors.coverage import KINDS, Coverage, Line, measure, read_reasons

CASES = "conformance"


def write_reach(root: Path) -> str:
    """The table, and every name that is out of reach with its reason; to be included in a page."""
    found = measure(root / CASES / "vectors", read_reasons(CASES))
    pallets = dict.fromkeys(line.pallet for line in found.lines)
    rows = [(f"`{pallet}`", *(_share(found, pallet, kind) for kind in KINDS)) for pallet in pallets]
    rows.append(("all", *(_sum(found, kind) for kind in KINDS)))
    reasons = [(f"`{name}`", line.kind, reason) for line in found.lines for name, reason in line.listed.items()]
    parts = [table(("Pallet", *KINDS), rows), table(("Out of reach", "Kind", "Why"), reasons)]
    if found.missing:
        parts.append("Not reached, and nobody says why: " + ", ".join(f"`{name}`" for name in found.missing) + ".")
    return "\n\n".join(parts) + "\n"


def _share(found: Coverage, pallet: str, kind: str) -> str:
    line = next((line for line in found.lines if (line.pallet, line.kind) == (pallet, kind)), None)
    return "" if line is None else _count(len(line.reached), len(line.listed), line)


def _count(reached: int, listed: int, line: Line) -> str:
    return f"{reached} of {line.all}" + (f", {listed} out of reach" if listed else "")


def _sum(found: Coverage, kind: str) -> str:
    reached, listed, there_are = found.count(kind)
    return f"{reached} of {there_are}" + (f", {listed} out of reach" if listed else "")

"""A module of a few lines, to be measured and mutated."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from tao_spec.strength.premises import NOTES, Notes, Plan, plan
from tao_spec.strength.reach import find_dead
from tao_spec.strength.sources import PACKAGE, Source, Sources

NAME = "tao_spec.transition.toys.toy"


def source_of(text: str, name: str = NAME) -> Source:
    tree = ast.parse(text)
    return Source(
        name,
        Path(PACKAGE, *name.split(".")[1:]).with_suffix(".py"),
        text,
        tree,
        find_dead({name: tree}, ["f", "g"])[name],
    )


def sources_of(text: str) -> Sources:
    return Sources((source_of(text),))


def run(text: str) -> tuple[dict[str, Any], Plan, Notes]:
    """The names of a module that notes its premises, its plan, and the notes."""
    planned = plan(source_of(text))
    notes = planned.notes()
    names: dict[str, Any] = {NOTES: notes}
    exec(planned.code, names)
    return names, planned, notes


def went(text: str, *calls: tuple[Any, ...]) -> dict[str, int]:
    """How the premises of `f` go when it is called so."""
    names, planned, notes = run(text)
    for call in calls:
        names["f"](*call)
    return {f"{p.kind} {p.text}": w for p, w in zip(planned.premises, notes.premises, strict=True)}

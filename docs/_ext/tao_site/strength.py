"""How strong the vectors are, by rule and by kind of error: tables from the book that the two commands write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tao_site.render import fence, table

BOOK = Path(__file__).resolve().parents[3] / "conformance" / "strength.json"
KINDS = {"condition": "Conditions", "loop": "Loops", "boundary": "Boundaries", "refusal": "Refusals"}
STATES = ("killed", "survived", "equivalent", "stillborn")


def read_book() -> dict[str, Any]:
    """The book; empty where it was not written yet."""
    return json.loads(BOOK.read_text("utf-8")) if BOOK.is_file() else {}


def write_strength(book: dict[str, Any]) -> dict[str, str]:
    """The parts of the page, by their names."""
    premises, mutation = book.get("premises"), book.get("mutation")
    return {
        "strength-domains": "" if premises is None else _tallies("Domain", premises["domains"]),
        "strength-rules": "" if premises is None else _tallies("Rule", premises["rules"]),
        "strength-missing": "" if premises is None else _missing(premises["missing"]),
        "strength-score": "" if mutation is None else _score(mutation),
        "strength-survivors": "" if mutation is None else _survivors(mutation["survivors"]),
    }


def _tallies(head: str, tallies: dict[str, Any]) -> str:
    rows = [(name, *(_share(counts[kind]) for kind in KINDS)) for name, counts in sorted(tallies.items())]
    return fence("container", "wide", table((head, *KINDS.values()), rows), 3) + "\n"


def _share(tally: dict[str, int]) -> str:
    there_are = tally["full"] + tally["half"] + tally["none"]
    out = f" + {tally['listed']}" if tally["listed"] else ""
    return f"{tally['full']}{out} / {there_are}" if there_are else "·"


def _missing(missing: list[dict[str, str]]) -> str:
    rows = [(f"`{found['place']}`", _code(found["premise"]), found["missing"]) for found in missing]
    return fence("container", "wide", table(("Place", "Premise", "What no vector shows"), rows), 3) + "\n"


def _score(book: dict[str, Any]) -> str:
    drawn = "all of them" if book["seed"] is None else f"a sample with seed {book['seed']}"
    ended = f"{book['survived']} not, {book['equivalent']} that change nothing, {book['stillborn']} that are no code"
    words = (
        f"{book['sample']:,} of {book['mutants']:,} mutants, {drawn}, against {book['vectors']:,} vectors: "
        f"{book['killed']:,} found, {ended}. **Score: {book['score']} %** of those that could be found."
    )
    operators = [(name, *(str(counts[state]) for state in STATES)) for name, counts in book["operators"].items()]
    domains = [(name, *(str(counts[state]) for state in STATES)) for name, counts in book["domains"].items()]
    head = ("found", "not found", "equivalent", "no code")
    return "\n\n".join((words, table(("Error", *head), operators), table(("Domain", *head), domains))) + "\n"


def _survivors(survivors: list[dict[str, Any]]) -> str:
    rows = [
        (f"`{found['place']}`", found["rule"] or "", "<br>".join(map(_code, found["diff"])), str(found["vectors"] or 0))
        for found in survivors
    ]
    return fence("container", "wide", table(("Place", "Rule", "Error", "Vectors that reach it"), rows), 3) + "\n"


def _code(text: str) -> str:
    """Code in a cell of a table: no backticks, of bounded length."""
    plain = text.replace("`", "'")
    return f"`{plain if len(plain) <= 120 else plain[:119] + '…'}`"

"""What the measurements say in the terminal: one line for a domain, then what is missing, with its place."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from tao_spec.strength.book import KINDS, MutationBook, PremiseBook, Tally, missing_way
from tao_spec.strength.mutate import EQUIVALENT, KILLED, STILLBORN, SURVIVED
from tao_spec.vectors.text import printable

HEADS = {
    "condition": "conditions",
    "loop": "loops",
    "boundary": "boundaries",
    "refusal": "refusals",
}


def print_premises(book: PremiseBook, console: Console, with_reasons: bool = False) -> None:
    """How the premises of each domain went, and what no vector shows."""
    table = Table("domain", *(HEADS[kind] for kind in KINDS), box=None)
    for domain in book.domains:
        table.add_row(domain, *(_share(book.tally(kind, domain)) for kind in KINDS))
    console.print(table)
    for kind in KINDS:
        tally = book.tally(kind)
        way = {"refusal": "reached", "boundary": "touched on both sides"}.get(kind, "taken both ways")
        _say(
            console,
            f"{HEADS[kind]}: {tally.full} of {tally.all} {way}, {tally.half} one way, {tally.none} not at all, "
            f"{tally.listed} of these for a reason",
        )
    for premise, went in book.missing:
        _say(console, f"{premise.place}: {premise.kind} `{premise.text}`: no vector shows {missing_way(premise, went)}")
    if with_reasons:
        for name, reason in sorted(book.reasons.items()):
            _say(console, f"{name}: {reason}")
    for name in book.stale:
        _say(console, f"{name} is listed as out of reach, but it is reached or does not exist")


def _share(tally: Tally) -> str:
    return f"{tally.full} / {tally.all}" if tally.all else "·"


def print_mutation(book: MutationBook, console: Console) -> None:
    """How many mutants of each kind were found, and all that were not."""
    for key in ("operator", "domain"):
        table = Table(key, "killed", "survived", "equivalent", "stillborn", box=None)
        for name, *counts in book.rows(key):
            table.add_row(name, *map(str, counts))
        console.print(table)
    for verdict in book.survivors:
        mutant = verdict.mutant
        where = f"{mutant.place}, {mutant.rule or mutant.function or 'a constant'}"
        reached = f"reached by {verdict.vectors} vectors" if verdict.vectors else "reached by no vector"
        _say(console, f"{where}: {mutant.operator}, {reached}")
        for line in verdict.diff.splitlines():
            _say(console, f"    {line}")
        _say(console, f"    {mutant.id}")
    for name in book.stale:
        _say(console, f"{name} is listed as equivalent, but a vector finds it")
    drawn = "all" if book.seed is None else f"a sample with seed {book.seed}"
    _say(
        console,
        f"{len(book.verdicts)} of {book.all} mutants, {drawn}: {book.count(KILLED)} killed, {book.count(SURVIVED)} survived, "
        f"{book.count(EQUIVALENT)} equivalent, {book.count(STILLBORN)} stillborn; score {100 * book.score:.2f} %",
    )


def _say(console: Console, words: str) -> None:
    console.print(printable(words), soft_wrap=True, highlight=False, markup=False)

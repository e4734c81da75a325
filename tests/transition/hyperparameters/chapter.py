"""What the chapter says of a row: its line in the table, and for a row that HYPER-1 carries out its paragraph."""

from __future__ import annotations

from typing import Any

from tao_spec.arithmetic.fixed import I96F32
from tao_spec.storage.items import Declaration
from tao_spec.transition.hyperparameters.table import Bound, Entry, Who

CALLERS = {Who.ROOT: "Root sets it", Who.OWNER_OR_ROOT: "The subnet's owner or root sets it"}


def line(entry: Entry) -> str:
    """The line of the table."""
    row = entry.row
    cells = (
        row.id,
        f"`{row.call.NAME}`",
        f"`{row.item.name}`" if row.item is not None else "none",
        row.who.value,
        ("must exist" if row.existing else "any") if row.of_subnet else "none",
        "; ".join(map(bound_words, row.bounds)) or "none",
        ", ".join(f"`{event.NAME}`" for event in row.events) or "none",
        default_words(row.item),
        row.unit.value,
        capital(meaning(entry)),
    )
    return f"| {' | '.join(cells)} |"


def meaning(entry: Entry) -> str:
    """What is set, without the verb."""
    return entry.meaning.removeprefix("Set ").removesuffix(".")


def capital(words: str) -> str:
    """Words as a sentence begins."""
    return words[:1].upper() + words[1:]


def bound_words(bound: Bound) -> str:
    """`at least 1 (`RevealPeriodTooSmall`)`."""
    limit = f"{int(bound.limit):,}" if isinstance(bound.limit, int) else f"`{bound.limit.name}`"
    return f"{'owner: ' if bound.spares_root else ''}{bound.side.value} {limit} (`{bound.error.NAME}`)"


def default_words(item: Declaration[Any, Any] | None) -> str:
    """What an absent entry stands for."""
    if item is None:
        return "none"
    value = item.default
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, bytes):
        return "zeros"
    if isinstance(value, I96F32):
        return f"{value.bits:,} / 2^32"
    return ", ".join(f"{part:,}" for part in (value if isinstance(value, tuple) else (value,)))


def paragraph(entry: Entry) -> str:
    """The paragraph, in one line."""
    row = entry.row
    subnet = (
        " The subnet must exist, else `SubnetDoesNotExist`." if row.existing else " Any subnet is taken (KNOWN-80)."
    )
    sentences = [
        f"**{row.id} — {row.call.NAME}.** Sets {meaning(entry)}. {CALLERS[row.who]}, else `BadOrigin`.",
        subnet if row.of_subnet else "",
        "".join(f" {_bound_sentence(bound)}" for bound in row.bounds),
        f" {_stored(entry)}",
    ]
    return "".join(sentences)


def _bound_sentence(bound: Bound) -> str:
    whom = "Unless root calls, the value" if bound.spares_root else "The value"
    of = "" if isinstance(bound.limit, int) else f"`{bound.limit.name}`"
    limit = f"{bound.limit:,}" if isinstance(bound.limit, int) else of
    return f"{whom} is {bound.side.value} {limit}, else `{bound.error.NAME}`."


def _stored(entry: Entry) -> str:
    row = entry.row
    if row.item is None:
        return "Nothing is stored, and nothing told."
    events = " and ".join(f"`{event.NAME}`" for event in row.events)
    told = f", and {events} {'tell' if len(row.events) > 1 else 'tells'} of it." if events else "; nothing tells of it."
    return f"`{row.item.name}` is stored{told}"

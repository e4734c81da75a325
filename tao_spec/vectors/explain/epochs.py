"""How an epoch was computed: every vector and matrix of it, from one rule to the next, and what each neuron got.

Nothing is computed here. The rules run, and what each returned is shown under its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from tao_spec.arithmetic.fixed import Fixed
from tao_spec.arithmetic.identifiers import Uid
from tao_spec.transition.consensus.epoch import Epoch
from tao_spec.transition.rules import RULES, Rule
from tao_spec.transition.tracing import Ran
from tao_spec.vectors.explain.tables import matrix_table, show_account, show_number, table, vector_table

EPOCHS = ("CONS-1", "R320-40")
"""The epoch of a subnet, and that of all its mechanisms."""

COMPUTED = ("CONS-2", "R320-41")
"""How it is computed, for the subnet or for each mechanism."""


def rules_of_an_epoch() -> frozenset[str]:
    """The rules whose runs tell the story of an epoch."""
    return frozenset(found.id for found in RULES if found.id.startswith(("CONS-", "R320-4")))


def explain_epoch(epoch: Ran) -> Iterator[str]:
    """The lines that tell how an epoch came to its numbers.

    Args:
        epoch: the run of `run_epoch` with all that ran inside.
    """
    netuid, emission = epoch.arguments["netuid"], epoch.arguments["emission"]
    yield f"epoch of subnet {netuid}, which shares out {show_number(emission)} alpha rao"
    for computed in epoch.all(*COMPUTED):
        for inner in computed.inner:
            yield from _steps(inner, computed)
        yield from _summary(computed.result, epoch.result)


def _steps(ran: Ran, outer: Ran) -> Iterator[str]:
    """What ran inside, then the run itself, unless it only handed on what ran inside or what the outer one returns."""
    for _, group in groupby(ran.inner, key=lambda inner: inner.rule.id):
        runs = list(group)
        if _are_single_numbers(runs):
            yield from _single_numbers(runs, ran)
        else:
            for inner in runs:
                yield from _steps(inner, ran)
    if not _is_same(ran.result, outer.result):
        yield from _result(ran, outer)


def _is_same(result: Any, outer: Any) -> bool:
    return type(result) is type(outer) and bool(result == outer)


def _result(ran: Ran, outer: Ran) -> Iterator[str]:
    lines = list(_value(ran.result))
    if lines:
        yield ""
        yield _title(ran.rule, outer.rule)
        yield from lines


def _value(result: Any) -> Iterator[str]:
    """A vector, a matrix or a number; of what is put together from them, the parts were shown before."""
    if isinstance(result, int | Fixed):
        yield f"  {show_number(result)}"
    elif _is_matrix(result):
        yield from matrix_table(result, "  ")
    elif isinstance(result, list | tuple) and all(isinstance(part, int | Fixed) for part in result):
        yield from vector_table(result, "  ")


def _is_matrix(result: Any) -> bool:
    if not isinstance(result, list | tuple) or not all(isinstance(row, list | tuple) for row in result):
        return False
    entries = [entry for row in result for entry in row]
    return all(isinstance(entry, tuple) and isinstance(entry[1], Fixed) for entry in entries) and bool(result)


def _title(rule: Rule, outer: Rule) -> str:
    first = (rule.function.__doc__ or "").strip().split("\n")[0]
    return f"{rule.id} {rule.function.__name__}, for {outer.id} {outer.function.__name__}: {first}"


def _are_single_numbers(runs: Sequence[Ran]) -> bool:
    return len(runs) > 1 and all(isinstance(ran.result, int | Fixed) for ran in runs)


def _single_numbers(runs: Sequence[Ran], outer: Ran) -> Iterator[str]:
    """The same rule for one neuron or bond after the other, as one table."""
    inner = [name for name, _ in _inner_numbers(runs[0])]
    shown = [name for name, value in runs[0].arguments.items() if isinstance(value, int | Fixed)]
    yield ""
    yield _title(runs[0].rule, outer.rule)
    rows = []
    for number, ran in enumerate(runs):
        parts = dict(_inner_numbers(ran))
        given = [show_number(ran.arguments[name]) for name in shown]
        rows.append(
            [str(number), *given, *(show_number(parts.get(name, "")) for name in inner), show_number(ran.result)]
        )
    yield from table(["#", *shown, *inner, "result"], rows, "  ")


def _inner_numbers(ran: Ran) -> list[tuple[str, object]]:
    return [(inner.rule.id, inner.result) for inner in ran.inner if isinstance(inner.result, int | Fixed)]


def _summary(epoch: Epoch, earnings: Sequence[tuple[Any, Any, Any]]) -> Iterator[str]:
    """Each neuron on a line: what it is, what the epoch says of it, what it earns."""
    who, judgement = epoch.participants, epoch.judgement
    columns: dict[str, Sequence[object]] = {
        "stake": who.stake,
        "inactive": who.inactive,
        "active stake": who.active_stake,
        "permit before": who.old_permits,
        "permit after": who.new_permits,
        "consensus": judgement.consensus,
        "trust": judgement.trust,
        "incentive": judgement.incentive,
        "validator trust": judgement.validator_trust,
        "dividends": epoch.dividends,
    }
    hotkeys = dict(who.hotkeys)
    earned = {hotkey: pair for hotkey, *pair in earnings}
    rows = []
    for uid in map(Uid, range(len(who.stake))):
        hotkey = hotkeys.get(uid)
        values = [show_number(column[uid]) if uid < len(column) else "" for column in columns.values()]
        rows.append([f"{uid} {show_account(hotkey)}", *values, *map(show_number, earned.get(hotkey, (0, 0)))])
    sums = [show_number(sum(pair[at] for _, *pair in earnings)) for at in (0, 1)]
    rows.append(["in all", *[""] * len(columns), *sums])
    yield ""
    yield "what the epoch found of each neuron, and what it earns by work and by validating, in alpha rao"
    yield from table(["neuron", *columns, "by work", "by validating"], rows, "  ")

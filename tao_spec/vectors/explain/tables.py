"""Plain tables: columns of text that stand under one another, numbers to the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tao_spec.arithmetic.fixed import Fixed
from tao_spec.arithmetic.identifiers import AccountId

DIGITS = Decimal(1).scaleb(-9)
"""Fractions are shown to nine digits, rounded to the nearest; what rules compute with is exact."""

ACROSS = 10
"""So many columns of a vector stand beside one another."""


def show_number(value: object) -> str:
    """A number as a table shows it: fixed-point to nine digits, truth as a mark, all else as it is."""
    if isinstance(value, bool):
        return "yes" if value else "-"
    if isinstance(value, Fixed):
        return _show_fixed(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _show_fixed(value: Fixed) -> str:
    whole, fraction = divmod(value.bits, 1 << value.FRAC_BITS)
    if not fraction:
        return f"{whole:,}"
    return f"{(Decimal(value.bits) / (1 << value.FRAC_BITS)).quantize(DIGITS):,f}"


def show_account(account: AccountId | None) -> str:
    """The beginning and the end of an address."""
    return "nobody" if account is None else f"{account.ss58[:8]}…{account.ss58[-4:]}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], indent: str = "") -> Iterator[str]:
    """A table; the first column stands to the left, all others to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows):
        first, *rest = (
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield indent + "  ".join((first, *rest)).rstrip()


def vector_table(values: Sequence[object], indent: str = "") -> Iterator[str]:
    """A vector along its neurons, ten to a line."""
    for start in range(0, len(values), ACROSS):
        part = values[start : start + ACROSS]
        head = ["uid", *(str(start + offset) for offset in range(len(part)))]
        yield from table(head, [["", *map(show_number, part)]], indent)


def matrix_table(matrix: Sequence[Sequence[tuple[int, object]]], indent: str = "") -> Iterator[str]:
    """A sparse matrix: each row that holds something, with its columns in their order."""
    for index, row in enumerate(matrix):
        if row:
            yield f"{indent}row {index}: " + "  ".join(f"{column}={show_number(value)}" for column, value in row)
    if not any(matrix):
        yield f"{indent}empty"

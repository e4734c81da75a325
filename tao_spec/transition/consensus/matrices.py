"""Sparse matrices of consensus: a row for each neuron, and in it the columns that hold something, with their values.

The entries of a row keep the order in which they came, which need not be that of the columns, and a column may stand
twice in stored rows. None of these functions changes what it is given. Sums of a row wrap modulo two to the 64; sums of
a column, and products, are held at the bounds.

Source: upstream's `pallets/subtensor/src/epoch/math.rs`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.transition.rules import rule

ZERO, ONE = I32F32.ZERO, I32F32.ONE

Vector: TypeAlias = Sequence[I32F32]
Row: TypeAlias = Sequence[tuple[int, I32F32]]
Matrix: TypeAlias = Sequence[Row]


@rule("CONS-80")
def keep_entries(matrix: Matrix, is_kept: Callable[[int, int], bool]) -> Matrix:
    """Keep the entries whose row and column satisfy a condition."""
    return [[entry for entry in row if is_kept(index, entry[0])] for index, row in enumerate(matrix)]


@rule("CONS-81")
def row_normalize(matrix: Matrix) -> Matrix:
    """Divide each row by its sum; a row whose sum is not above zero stays as it is."""
    return [_normalize_row(row) for row in matrix]


def _normalize_row(row: Row) -> Row:
    total = _sum_row(row)
    if total <= ZERO:
        return row
    return [(column, value.safe_div(total)) for column, value in row]


@rule("CONS-82")
def row_sum(matrix: Matrix) -> list[I32F32]:
    """The sum of each row; it wraps."""
    return [_sum_row(row) for row in matrix]


def _sum_row(row: Row) -> I32F32:
    return I32F32.wrapping_sum(value for _, value in row)


@rule("CONS-83")
def col_normalize(matrix: Matrix, columns: int) -> Matrix:
    """Divide each column by its sum; a column whose sum is zero stays as it is."""
    totals = [ZERO] * columns
    for row in matrix:
        for column, value in row:
            totals[column] += value
    return _divide_columns(matrix, totals)


@rule("CONS-84")
def col_max_upscale(matrix: Matrix, columns: int) -> Matrix:
    """Divide each column by its greatest value; a column without a value above zero stays as it is."""
    greatest = [ZERO] * columns
    for row in matrix:
        for column, value in row:
            greatest[column] = max(greatest[column], value)
    return _divide_columns(matrix, greatest)


def _divide_columns(matrix: Matrix, divisors: Vector) -> Matrix:
    return [
        [(column, value.safe_div(divisors[column]) if divisors[column] else value) for column, value in row]
        for row in matrix
    ]


@rule("CONS-85")
def row_scale(matrix: Matrix, vector: Vector) -> Matrix:
    """Multiply each row by the element of its neuron."""
    return [[(column, value * factor) for column, value in row] for row, factor in zip(matrix, vector, strict=True)]


@rule("CONS-86")
def matmul(matrix: Matrix, vector: Vector, columns: int) -> list[I32F32]:
    """For each column, the sum over the rows of the row's element times the value."""
    result = [ZERO] * columns
    for row, factor in zip(matrix, vector, strict=True):
        for column, value in row:
            result[column] += factor * value
    return result


@rule("CONS-87")
def matmul_transpose(matrix: Matrix, vector: Vector) -> list[I32F32]:
    """For each row, the sum over its entries of the column's element times the value; held at the bounds."""
    return [_dot(row, vector) for row in matrix]


def _dot(row: Row, vector: Vector) -> I32F32:
    total = ZERO
    for column, value in row:
        total += vector[column] * value
    return total


@rule("CONS-88")
def interpolate(first: Matrix, second: Matrix, ratio: I32F32) -> Matrix:
    """Go from one matrix towards another by a ratio: `first + ratio (second - first)`.

    A ratio of zero gives the first matrix and a ratio of one the second, both with their entries untouched. Any other
    gives rows in the order of their columns without values of zero or below; of a column that stands twice the last
    entry counts.
    """
    if ratio == ZERO:
        return first
    if ratio == ONE:
        return second
    return [_interpolate_row(dict(a), dict(b), ratio) for a, b in zip(first, second, strict=True)]


def _interpolate_row(first: dict[int, I32F32], second: dict[int, I32F32], ratio: I32F32) -> Row:
    blended = []
    for column in sorted(first.keys() | second.keys()):
        start = first.get(column, ZERO)
        blended.append((column, start + ratio * (second.get(column, ZERO) - start)))
    return [entry for entry in blended if entry[1] > ZERO]


@rule("CONS-89")
def mat_ema(new: Matrix, old: Matrix, alpha: I32F32) -> Matrix:
    """Move from an old matrix towards a new one: `alpha new + (1 - alpha) old`.

    Rows come in the order of their columns, without values of zero or below. Entries that share a column add up.
    """
    return [_move_row(a, b, alpha) for a, b in zip(new, old, strict=True)]


def _move_row(new: Row, old: Row, alpha: I32F32) -> Row:
    moved: dict[int, I32F32] = {}
    for row, factor in ((new, alpha), (old, ONE - alpha)):
        for column, value in row:
            moved[column] = moved.get(column, ZERO) + factor * value
    return [(column, moved[column]) for column in sorted(moved) if moved[column] > ZERO]

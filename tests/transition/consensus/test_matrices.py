import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.transition.consensus.matrices import (
    ONE,
    ZERO,
    Matrix,
    col_max_upscale,
    col_normalize,
    interpolate,
    keep_entries,
    mat_ema,
    matmul,
    matmul_transpose,
    row_normalize,
    row_scale,
    row_sum,
)
from tests.transition.consensus.subnets import fixed

relaxed = settings(deadline=None, max_examples=100)

SIZE = 5
HALF = I32F32.from_float(0.5)
shares = st.integers(0, ONE.bits).map(I32F32.from_bits)
rows = st.dictionaries(st.integers(0, SIZE - 1), shares).map(lambda row: list(row.items()))
matrices = st.lists(rows, min_size=SIZE, max_size=SIZE)
vectors = st.lists(shares, min_size=SIZE, max_size=SIZE)


def dense(matrix: Matrix) -> list[list[I32F32]]:
    return [[dict(row).get(column, ZERO) for column in range(SIZE)] for row in matrix]


def row(*entries: tuple[int, float]) -> list[tuple[int, I32F32]]:
    return [(column, I32F32.from_float(value)) for column, value in entries]


def test_entries_are_kept_by_row_and_column_in_their_order() -> None:
    matrix = [row((2, 1), (0, 1), (1, 1)), row((1, 1), (0, 1))]
    assert keep_entries(matrix, lambda i, j: i != j) == [row((2, 1), (1, 1)), row((0, 1))]


def test_a_row_is_divided_by_its_sum() -> None:
    assert row_normalize([row((3, 1), (1, 3)), row((0, 0)), []]) == [row((3, 0.25), (1, 0.75)), row((0, 0)), []]


@pytest.mark.parametrize("low", [-2, -1])
def test_a_row_that_does_not_sum_above_zero_stays(low: int) -> None:
    assert row_normalize([row((0, low), (1, 1))]) == [row((0, low), (1, 1))]


def test_a_sum_of_a_row_wraps() -> None:
    assert row_sum([[(0, I32F32.MAX), (1, I32F32.from_bits(1))], []]) == [I32F32.MIN, ZERO]


def test_a_column_is_divided_by_its_sum() -> None:
    assert col_normalize([row((0, 1), (1, 2)), row((0, 3), (1, -2))], 2) == [
        row((0, 0.25), (1, 2)),
        row((0, 0.75), (1, -2)),
    ]


def test_a_sum_of_a_column_is_held_at_the_bound() -> None:
    assert col_normalize([[(0, I32F32.MAX)], [(0, I32F32.MAX)]], 1) == [row((0, 1)), row((0, 1))]


def test_a_column_is_divided_by_its_greatest() -> None:
    assert col_max_upscale([row((0, 0.25)), row((0, 0.5), (1, 0))], 2) == [row((0, 0.5)), row((0, 1), (1, 0))]


@given(matrices)
@relaxed
def test_the_greatest_of_a_column_becomes_one(matrix: Matrix) -> None:
    for before, after in zip(
        zip(*dense(matrix), strict=True), zip(*dense(col_max_upscale(matrix, SIZE)), strict=True), strict=True
    ):
        assert max(after) == (ONE if any(before) else ZERO)


@given(matrices, vectors)
@relaxed
def test_products_are_those_of_dense_matrices(matrix: Matrix, vector: list[I32F32]) -> None:
    full = dense(matrix)
    assert dense(row_scale(matrix, vector)) == [[value * vector[i] for value in line] for i, line in enumerate(full)]
    by_row, by_column = [ZERO] * SIZE, [ZERO] * SIZE
    for i in range(SIZE):
        for j in range(SIZE):
            by_column[j] += vector[i] * full[i][j]
            by_row[i] += vector[j] * full[i][j]
    assert matmul(matrix, vector, SIZE) == by_column
    assert matmul_transpose(matrix, vector) == by_row


@given(matrices, matrices)
@relaxed
def test_a_ratio_of_zero_or_one_takes_one_matrix_as_it_is(first: Matrix, second: Matrix) -> None:
    assert interpolate(first, second, ZERO) is first
    assert interpolate(first, second, ONE) is second


@given(matrices, matrices, shares.filter(lambda ratio: ratio not in (ZERO, ONE)))
@relaxed
def test_between_two_matrices_rows_are_in_order_and_above_zero(first: Matrix, second: Matrix, ratio: I32F32) -> None:
    between = interpolate(first, second, ratio)
    assert all([column for column, _ in line] == sorted(column for column, _ in line) for line in between)
    assert all(value > ZERO for line in between for _, value in line)
    expected = [
        [max(a + ratio * (b - a), ZERO) for a, b in zip(left, right, strict=True)]
        for left, right in zip(dense(first), dense(second), strict=True)
    ]
    assert dense(between) == expected


def test_of_a_column_that_stands_twice_the_last_entry_is_interpolated() -> None:
    assert interpolate([row((0, 1), (0, 0.5))], [[]], HALF) == [row((0, 0.25))]


@given(matrices, matrices, shares)
@relaxed
def test_a_moving_average_lies_between_old_and_new(new: Matrix, old: Matrix, alpha: I32F32) -> None:
    moved = dense(mat_ema(new, old, alpha))
    for line, left, right in zip(moved, dense(new), dense(old), strict=True):
        for value, a, b in zip(line, left, right, strict=True):
            assert min(a, b).bits - 2 <= value.bits <= max(a, b).bits


def test_entries_of_one_column_add_up_in_a_moving_average() -> None:
    assert mat_ema([row((1, 0.5), (1, 0.25))], [row((0, 1))], HALF) == [row((0, 0.5), (1, 0.375))]


def test_with_an_alpha_below_zero_what_is_not_above_zero_goes() -> None:
    assert mat_ema([row((0, 1), (1, 1))], [row((1, 1))], -ONE) == [row((1, 1))]


def test_vectors_must_fit() -> None:
    with pytest.raises(ValueError, match="shorter"):
        matmul([[], []], fixed(1), 1)

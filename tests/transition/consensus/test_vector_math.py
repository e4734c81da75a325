from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.errors import MisshapenMatrix
from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.consensus.vector_math import (
    fixed_proportion_to_u16,
    normalize,
    normalize_using_sum,
    quantile,
    u16_proportion_to_fixed,
    vec_max_upscale_to_u16,
    weighted_median,
    weighted_median_col,
    weighted_medians,
)

relaxed = settings(deadline=None, max_examples=150)

ZERO, ONE = I32F32.ZERO, I32F32.ONE
HALF = I32F32.from_float(0.5)

shares = st.integers(0, ONE.bits).map(I32F32.from_bits)
vectors = st.lists(shares, max_size=12)
wild_vectors = st.lists(st.integers(0, I32F32.MAX_BITS).map(I32F32.from_bits), max_size=12)


def whole(*values: int) -> list[I32F32]:
    return [I32F32.saturating_from_num(value) for value in values]


# Parts of 65,535


@given(st.integers(0, 65_535).map(U16))
@relaxed
def test_parts_become_the_nearest_share_below(parts: U16) -> None:
    share = u16_proportion_to_fixed(parts)
    assert 0 <= Fraction(parts, 65_535) - share.to_fraction() < Fraction(1, 2**32)


def test_the_ends_of_the_range_of_parts() -> None:
    assert [u16_proportion_to_fixed(U16(parts)) for parts in (0, 65_535)] == [ZERO, ONE]
    assert fixed_proportion_to_u16([-ONE, ZERO, HALF, ONE, ONE + ONE]) == (0, 0, 32_767, 65_535, 65_535)


# Upscaling


@given(wild_vectors.filter(any))
@relaxed
def test_the_greatest_element_becomes_the_greatest_integer(vector: list[I32F32]) -> None:
    scaled = vec_max_upscale_to_u16(vector)
    greatest = max(vector)
    assert len(scaled) == len(vector)
    assert all(type(element) is U16 for element in scaled)
    # A factor that is rounded before it is applied loses up to half of the range.
    exact = [float(element.to_fraction() / greatest.to_fraction()) * 65535 for element in vector]
    lost = float(greatest.to_fraction()) * 2**-32
    assert all(abs(a - b) <= 0.501 + lost for a, b in zip(scaled, exact, strict=True))
    if greatest <= I32F32.saturating_from_num(32768):
        assert max(scaled) == 65535


@given(wild_vectors)
@relaxed
def test_upscaling_keeps_the_order(vector: list[I32F32]) -> None:
    scaled = vec_max_upscale_to_u16(vector)
    by_value = sorted(range(len(vector)), key=lambda index: vector[index])
    assert [scaled[index] for index in by_value] == sorted(scaled)


def test_upscaling_at_the_edges() -> None:
    assert vec_max_upscale_to_u16([]) == []
    assert vec_max_upscale_to_u16([ZERO, ZERO]) == [0, 0]
    assert vec_max_upscale_to_u16([ZERO, -ONE]) == [0, 0]
    assert vec_max_upscale_to_u16([ONE, -ONE]) == [65535, 0]
    assert vec_max_upscale_to_u16(whole(-1, -2)) == [65535, 65535]
    assert vec_max_upscale_to_u16(whole(32768, 32768, 16384)) == [65535, 65535, 32768]
    # Beyond the threshold the factor has lost digits.
    assert vec_max_upscale_to_u16([I32F32.MAX]) == [65535]


# Normalising


@given(vectors.filter(any))
@relaxed
def test_a_normalised_vector_sums_to_about_one_from_below(vector: list[I32F32]) -> None:
    normal = normalize(vector)
    total = I32F32.wrapping_sum(vector)
    assert normal == [element / total for element in vector]
    assert 0 <= ONE.bits - sum(element.bits for element in normal) <= len(vector)


@given(vectors)
@relaxed
def test_normalising_changes_nothing_that_it_was_given(vector: list[I32F32]) -> None:
    before = list(vector)
    assert normalize(vector) is not vector
    assert vector == before


def test_a_vector_that_sums_to_zero_stays() -> None:
    assert normalize([]) == []
    assert normalize([ZERO]) == [ZERO]
    assert normalize([ONE, -ONE]) == [ONE, -ONE]


def test_the_sum_wraps() -> None:
    # 2^31 times two is 2^32, which is zero modulo the width.
    assert normalize([I32F32.MIN, I32F32.MIN]) == [I32F32.MIN, I32F32.MIN]


# The weighted median


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 5)), min_size=1, max_size=12), st.data())
@relaxed
def test_the_median_parts_the_stake_at_the_minority(rows: list[tuple[int, int]], data: st.DataObject) -> None:
    stake, score = whole(*(row[0] for row in rows)), whole(*(row[1] for row in rows))
    total = I32F32.wrapping_sum(stake)
    minority = data.draw(st.integers(0, total.bits - 1).map(I32F32.from_bits))
    median = weighted_median(stake, score, range(len(rows)), minority=minority, partition_lo=ZERO, partition_hi=total)
    below = I32F32.wrapping_sum(weight for weight, value in zip(stake, score, strict=True) if value < median)
    with_it = I32F32.wrapping_sum(weight for weight, value in zip(stake, score, strict=True) if value <= median)
    assert below <= minority < with_it


def test_the_median_of_no_candidate_is_zero() -> None:
    bounds = {"minority": HALF, "partition_lo": ZERO, "partition_hi": ONE}
    assert weighted_median([ONE], [ONE], [], **bounds) == ZERO
    assert weighted_median([ONE], [HALF], [0], **bounds) == HALF


def test_a_minority_outside_of_the_stake_takes_an_end() -> None:
    stake, score = whole(1, 1, 1), whole(30, 10, 20)
    bounds = {"partition_lo": ZERO, "partition_hi": I32F32.saturating_from_num(3)}
    assert weighted_median(stake, score, range(3), minority=-ONE, **bounds) == score[1]
    assert weighted_median(stake, score, range(3), minority=I32F32.MAX, **bounds) == score[0]


@given(st.lists(st.tuples(shares, shares, shares), min_size=1, max_size=8), shares)
@relaxed
def test_each_column_has_a_score_of_a_row_with_stake(
    rows: list[tuple[I32F32, I32F32, I32F32]], majority: I32F32
) -> None:
    stake, score = [row[0] for row in rows], [row[1:] for row in rows]
    medians = weighted_median_col(stake, score, majority)
    for column, median in enumerate(medians):
        candidates = {row[column] for row, weight in zip(score, stake, strict=True) if weight}
        assert median in (candidates or {ZERO})


def test_the_median_is_what_the_majority_of_the_stake_reaches() -> None:
    score = [whole(1, 9), whole(2, 8), whole(3, 7)]
    assert weighted_median_col(whole(1, 1, 1), score, HALF) == whole(2, 8)
    assert weighted_median_col(whole(9, 1, 1), score, HALF) == whole(1, 9)
    assert weighted_median_col([ZERO, -ONE, ZERO], score, HALF) == whole(0, 0)
    # Rows without a stake are ignored.
    assert weighted_median_col([ONE], [*score, whole(4)], HALF) == whole(1, 9)


@pytest.mark.parametrize("score", [[], [[ONE]], [[ONE], []], [[ONE], [ONE, ONE]]])
def test_a_misshapen_matrix_has_no_median(score: list[list[I32F32]]) -> None:
    with pytest.raises(MisshapenMatrix):
        weighted_median_col([ONE, ONE], score, HALF)


def test_a_matrix_without_columns_is_not_looked_at() -> None:
    assert weighted_median_col([ONE, ONE], [[]], HALF) == []


# The quantile


@given(st.lists(shares, min_size=1, max_size=12), st.floats(0, 1).map(Fraction))
@relaxed
def test_a_quantile_lies_between_its_neighbours(data: list[I32F32], share: Fraction) -> None:
    result = quantile(data, share)
    assert min(data) <= result <= max(data)
    at_most = sum(element <= result for element in data)
    assert at_most >= int(share * (len(data) - 1))


@given(st.lists(shares, min_size=1, max_size=12), st.floats(0, 1).map(Fraction), st.randoms(use_true_random=False))
@relaxed
def test_a_quantile_does_not_ask_for_an_order(data: list[I32F32], share: Fraction, random: st.DataObject) -> None:
    shuffled = list(data)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert quantile(shuffled, share) == quantile(data, share)


def test_quantiles_interpolate() -> None:
    data = whole(40, 10, 20, 30)
    assert quantile([], Fraction(1, 2)) == ZERO
    assert [quantile(data, Fraction(n, 2)) for n in (0, 1, 2)] == [*whole(10, 25), *whole(40)]
    assert quantile(data, Fraction(1, 4)) == I32F32.from_float(17.5)


def test_positions_outside_of_the_data() -> None:
    data = whole(10, 20)
    assert quantile(data, Fraction(-5)) == data[0]
    # The element beyond the last counts as zero.
    assert quantile(data, Fraction(3, 2)) == whole(10)[0]
    assert quantile(data, Fraction(2**70)) == ZERO


# Sums from elsewhere, and many medians


def test_a_given_sum_divides_and_zero_does_not() -> None:
    assert normalize_using_sum([ONE, HALF], ONE + ONE) == [HALF, I32F32.from_float(0.25)]
    assert normalize_using_sum([ONE, HALF], ZERO) == [ONE, HALF]


@given(st.lists(st.tuples(st.integers(1, ONE.bits).map(I32F32.from_bits), vectors.filter(bool)), max_size=8), shares)
@relaxed
def test_medians_of_lists_are_those_of_columns(voters: list[tuple[I32F32, list[I32F32]]], majority: I32F32) -> None:
    stake = [weight for weight, _ in voters]
    score = [row[:1] for _, row in voters]
    expected = weighted_median_col(stake, score, majority) if score else [ZERO]
    assert weighted_medians(stake, [[row[0] for row in score]], majority) == expected

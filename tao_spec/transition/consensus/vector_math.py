"""The vector functions of consensus, over sequences of `I32F32`; none of them changes what it is given.

Sums wrap modulo two to the 64, for the client adds without a check; all else is held at the bounds.

Source: upstream's `pallets/subtensor/src/epoch/math.rs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor

from tao_spec.arithmetic.doubles import round_to_double
from tao_spec.arithmetic.errors import MisshapenMatrix
from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.rules import rule

U16_MAX = I32F32.saturating_from_num(U16.MAX)

# A greater maximum times 65,535 would not fit the type.
UPSCALE_THRESHOLD = I32F32.saturating_from_num(32768)


@rule("CONS-90")
def u16_proportion_to_fixed(parts: U16) -> I32F32:
    """A number of parts of 65,535 as a share of one, rounded down."""
    return I32F32.saturating_from_num(parts).safe_div(U16_MAX)


@rule("CONS-91")
def fixed_proportion_to_u16(shares: Sequence[I32F32]) -> tuple[U16, ...]:
    """Shares of one in parts of 65,535, rounded down and held at the bounds."""
    return tuple((share * U16_MAX).saturating_to_num(U16) for share in shares)


@rule("CONS-92")
def vec_max_upscale_to_u16(vector: Sequence[I32F32]) -> list[U16]:
    """Scale a vector so that its greatest element becomes 65,535, each element rounded to the nearest integer.

    A vector whose greatest element is zero stays zero. Above 32,768 the factor is rounded before it is applied, not the
    product after, lest the product leave the type.

    Args:
        vector: elements not below zero; the client does not check it: if some are below zero, they become zero.

    Returns:
        The scaled elements, in parts of 65,535 of the greatest.
    """
    greatest = max(vector, default=I32F32.ZERO)
    if greatest == I32F32.ZERO:
        return [(element * U16_MAX).saturating_to_num(U16) for element in vector]
    if greatest > UPSCALE_THRESHOLD:
        factor = U16_MAX.safe_div(greatest)
        scaled = [element * factor for element in vector]
    else:
        scaled = [(element * U16_MAX).safe_div(greatest) for element in vector]
    return [element.wrapping_round().saturating_to_num(U16) for element in scaled]


@rule("CONS-93")
def normalize(vector: Sequence[I32F32]) -> list[I32F32]:
    """Divide a vector by its sum, so that it sums to about one; a vector whose sum is zero stays as it is."""
    return normalize_using_sum(vector, I32F32.wrapping_sum(vector))


@rule("CONS-94")
def normalize_using_sum(vector: Sequence[I32F32], total: I32F32) -> list[I32F32]:
    """Divide a vector by a sum, each quotient cut off; with a sum of zero it stays as it is."""
    return [element.safe_div(total) for element in vector] if total else list(vector)


@rule("CONS-95")
def weighted_median_col(stake: Sequence[I32F32], score: Sequence[Sequence[I32F32]], majority: I32F32) -> list[I32F32]:
    """The stake-weighted median of each column of a matrix of scores; zero where no row has stake.

    Args:
        stake: the weight of each row; rows whose stake is not above zero are left out.
        score: a row for each stake; further rows are ignored.
        majority: the share of the stake, between zero and one, that must score at least the median.

    Raises:
        MisshapenMatrix: there are fewer rows than stakes, no row at all, or rows of different lengths.
    """
    columns = _count_columns(len(stake), score)
    voters = [row for row, weight in enumerate(stake) if weight > I32F32.ZERO]
    opinions = [[score[row][column] for row in voters] for column in range(columns)]
    return weighted_medians([stake[row] for row in voters], opinions, majority)


@rule("CONS-96")
def weighted_medians(stake: Sequence[I32F32], opinions: Sequence[Sequence[I32F32]], majority: I32F32) -> list[I32F32]:
    """The stake-weighted median of each of several lists of opinions; zero where nobody has one.

    Args:
        stake: of each voter, above zero; it is shared out to one first.
        opinions: lists of one opinion a voter.
        majority: the share of the stake, between zero and one, that must hold at least the median.
    """
    shares = normalize(stake)
    total = I32F32.wrapping_sum(shares)
    minority, voters = total - majority, range(len(shares))
    return [
        weighted_median(shares, scores, voters, minority=minority, partition_lo=I32F32.ZERO, partition_hi=total)
        for scores in opinions
    ]


def _count_columns(rows: int, score: Sequence[Sequence[I32F32]]) -> int:
    """The length of the first row, which the client asks even of an empty matrix."""
    if not score:
        raise MisshapenMatrix("a weighted median was asked of a matrix without rows")
    columns = len(score[0])
    # Without a column the client never looks at the other rows.
    if columns and (len(score) < rows or any(len(row) != columns for row in score[:rows])):
        raise MisshapenMatrix(f"a weighted median was asked of {rows} stakes and rows that do not match them")
    return columns


@rule("CONS-97")
def weighted_median(
    stake: Sequence[I32F32],
    score: Sequence[I32F32],
    partition: Sequence[int],
    *,
    minority: I32F32,
    partition_lo: I32F32,
    partition_hi: I32F32,
) -> I32F32:
    """The score below which lies at most, and with which lies more than, the minority of the stake.

    It narrows the candidates by a pivot, the middle one in their order, until the minority falls on the pivot's own
    stake. Equal scores therefore stand together.

    Args:
        stake: the weight of each index.
        score: the score of each index; both sequences have one length.
        partition: the indices that are candidates.
        minority: the stake that may lie below the median.
        partition_lo: the stake below all candidates.
        partition_hi: the stake below or among the candidates.

    Returns:
        The median, or zero where there is no candidate.
    """
    while len(partition) > 1:
        pivot = score[partition[len(partition) // 2]]
        lower = [index for index in partition if score[index] < pivot]
        upper = [index for index in partition if score[index] > pivot]
        pivot_lo = partition_lo + _sum_stake(stake, lower)
        pivot_hi = partition_hi - _sum_stake(stake, upper)
        if pivot_lo <= minority < pivot_hi:
            return pivot
        if minority < pivot_lo and lower:
            partition, partition_hi = lower, pivot_lo
        elif pivot_hi <= minority and upper:
            partition, partition_lo = upper, pivot_hi
        else:
            return pivot
    return score[partition[0]] if partition else I32F32.ZERO


def _sum_stake(stake: Sequence[I32F32], indices: Iterable[int]) -> I32F32:
    """The stake of some indices, held at the bounds at each addition."""
    total = I32F32.ZERO
    for index in indices:
        total += stake[index]
    return total


@rule("CONS-98")
def quantile(data: Sequence[I32F32], share: Fraction) -> I32F32:
    """The value below which the given share of the data lies, interpolated between the two elements beside it.

    No rule of this revision uses it.

    The client computes the position as a double; the fractions here are rounded where a double would be. An element
    beyond the last counts as zero, and a position below zero as the first element.

    Args:
        data: in any order.
        share: the exact value of a double.

    Returns:
        Zero where there is no data.
    """
    ordered = sorted(data)
    if not ordered:
        return I32F32.ZERO
    position = round_to_double(share * (len(ordered) - 1))
    low, high = max(floor(position), 0), max(ceil(position), 0)
    low_value, high_value = _element(ordered, low), _element(ordered, high)
    if low == high:
        return low_value
    return low_value + (high_value - low_value) * I32F32.from_fraction(position - low)


def _element(ordered: Sequence[I32F32], index: int) -> I32F32:
    """The element at an index; zero beyond the last."""
    return ordered[index] if index < len(ordered) else I32F32.ZERO

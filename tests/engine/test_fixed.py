from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.engine import fixed
from tao_spec.engine.fixed import MAX, MIN, ONE
from tao_spec.engine.namespaces import Namespace, make_integers
from tao_spec.engine.storing import to_list
from tao_spec.transition.consensus import vector_math

relaxed = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))

EDGES = (MIN, MIN + 1, -ONE - 1, -ONE, -1, 0, 1, ONE - 1, ONE, ONE + 1, 1 << 47, MAX - ONE, MAX - 1, MAX)
anything = st.sampled_from(EDGES) | st.integers(MIN, MAX)
positive = st.sampled_from([edge for edge in EDGES if edge >= 0]) | st.integers(0, MAX)
shares = st.sampled_from((0, 1, ONE // 2, ONE - 1, ONE)) | st.integers(0, ONE)
pairs = st.lists(st.tuples(anything, anything), min_size=1, max_size=20)


def number(bits: int) -> I32F32:
    return I32F32(bits=bits)


def columns(xp: Namespace, rows: Sequence[Sequence[int]]) -> list[Any]:
    return [make_integers(xp, list(column)) for column in zip(*rows, strict=True)]


@given(rows=pairs)
@relaxed
def test_any_product_is_exact_and_held_at_the_bounds(xp: Namespace, rows: list[tuple[int, int]]) -> None:
    found = to_list(fixed.multiply_wide(xp, *columns(xp, rows)))
    assert found == [(number(left) * number(right)).bits for left, right in rows]


@given(rows=pairs)
@relaxed
def test_any_sum_is_held_at_the_bounds(xp: Namespace, rows: list[tuple[int, int]]) -> None:
    found = to_list(fixed.add_wide(xp, *columns(xp, rows)))
    assert found == [(number(left) + number(right)).bits for left, right in rows]


@given(rows=st.lists(st.tuples(st.integers(-(2**46), 2**46), st.integers(-ONE, ONE)), min_size=1, max_size=20))
@relaxed
def test_a_product_of_small_factors_is_exact(xp: Namespace, rows: list[tuple[int, int]]) -> None:
    found = to_list(fixed.multiply(*columns(xp, rows)))
    assert found == [(number(left) * number(right)).bits for left, right in rows]


@given(rows=st.lists(st.tuples(positive, positive).map(sorted), min_size=1, max_size=20))
@relaxed
def test_a_part_of_any_whole_is_cut_off(xp: Namespace, rows: list[list[int]]) -> None:
    found = to_list(fixed.divide_part_wide(xp, *columns(xp, rows)))
    assert found == [number(part).safe_div(number(whole)).bits for part, whole in rows]


@given(rows=st.lists(st.tuples(st.integers(0, 2 * ONE), st.integers(0, 2**59)), min_size=1, max_size=20))
@relaxed
def test_a_part_of_a_small_whole_is_cut_off(xp: Namespace, rows: list[tuple[int, int]]) -> None:
    ordered = [(min(row), max(row)) for row in rows]
    found = to_list(fixed.divide_part(xp, *columns(xp, ordered)))
    assert found == [number(part).safe_div(number(whole)).bits for part, whole in ordered]


@given(rows=st.lists(st.lists(positive, min_size=3, max_size=3), min_size=1, max_size=8))
@relaxed
def test_a_sum_of_many_is_held_at_the_bound(xp: Namespace, rows: list[list[int]]) -> None:
    found = to_list(fixed.sum_wide(xp, make_integers(xp, rows)))
    assert found == [[min(sum(row), MAX)] for row in rows]


@given(numbers=st.lists(st.sampled_from((ONE, ONE + 1, 1 << 62, MAX)) | st.integers(ONE, MAX), min_size=1, max_size=20))
@relaxed
def test_an_inverse_is_cut_off(xp: Namespace, numbers: list[int]) -> None:
    found = to_list(fixed.invert(xp, make_integers(xp, numbers)))
    assert found == [(I32F32.ONE / number(bits)).bits for bits in numbers]


@given(numbers=st.lists(positive, min_size=1, max_size=20))
@relaxed
def test_shares_become_parts_as_the_rule_makes_them(xp: Namespace, numbers: list[int]) -> None:
    found = to_list(fixed.to_parts(xp, make_integers(xp, numbers)))
    assert found == [int(part) for part in vector_math.fixed_proportion_to_u16(list(map(number, numbers)))]


@given(numbers=st.lists(shares, min_size=1, max_size=20))
@relaxed
def test_a_vector_is_normalised_as_the_rule_does(xp: Namespace, numbers: list[int]) -> None:
    found = to_list(fixed.normalize(xp, make_integers(xp, [numbers])))
    assert found == [[share.bits for share in vector_math.normalize(list(map(number, numbers)))]]


def test_no_function_changes_what_it_is_given(xp: Namespace) -> None:
    left, right = make_integers(xp, [3, ONE, 5]), make_integers(xp, [ONE, ONE, 7])
    fixed.multiply(left, right)
    fixed.multiply_wide(xp, left, right)
    fixed.divide_part(xp, left, right)
    fixed.divide_part_wide(xp, left, right)
    assert (to_list(left), to_list(right)) == ([3, ONE, 5], [ONE, ONE, 7])

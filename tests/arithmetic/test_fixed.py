import copy
import math
import pickle
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.errors import DivisionByZero, NotANumber
from tao_spec.arithmetic.fixed import (
    FIXED_TYPES,
    I32F32,
    I64F64,
    I96F32,
    I110F18,
    U64F64,
    U96F32,
    U110F18,
    Fixed,
)
from tao_spec.arithmetic.integers import I64, U16, U64, U128, Integer
from tests.arithmetic.strategies import kinds, numbers, numbers_of, pairs

relaxed = settings(deadline=None, max_examples=150)
each_kind = pytest.mark.parametrize("kind", FIXED_TYPES)


def clamp(kind: type[Fixed], bits: int) -> int:
    return max(kind.MIN_BITS, min(kind.MAX_BITS, bits))


def wrap(kind: type[Fixed], bits: int) -> int:
    width = 1 << (kind.INT_BITS + kind.FRAC_BITS)
    return next(value for value in (bits % width, bits % width - width) if kind.MIN_BITS <= value <= kind.MAX_BITS)


def down(kind: type[Fixed], exact: Fraction) -> int:
    return math.floor(exact * 2**kind.FRAC_BITS)


def towards_zero(kind: type[Fixed], exact: Fraction) -> int:
    return math.trunc(exact * 2**kind.FRAC_BITS)


# What the types are


@pytest.mark.parametrize(
    ("kind", "widths"),
    [
        (I32F32, (32, 32, True)),
        (I64F64, (64, 64, True)),
        (I96F32, (96, 32, True)),
        (I110F18, (110, 18, True)),
        (U64F64, (64, 64, False)),
        (U96F32, (96, 32, False)),
        (U110F18, (110, 18, False)),
    ],
)
def test_a_type_has_the_widths_of_its_name(kind: type[Fixed], widths: tuple[int, int, bool]) -> None:
    assert widths == (kind.INT_BITS, kind.FRAC_BITS, kind.SIGNED)
    assert kind.__name__ == f"{'I' if kind.SIGNED else 'U'}{kind.INT_BITS}F{kind.FRAC_BITS}"
    assert kind.MAX_BITS - kind.MIN_BITS + 1 == 2 ** (kind.INT_BITS + kind.FRAC_BITS)
    assert (kind.MIN_BITS < 0) == kind.SIGNED


@each_kind
def test_the_named_constants_are_what_they_say(kind: type[Fixed]) -> None:
    assert kind() == kind.ZERO == kind.saturating_from_num(0)
    assert kind.saturating_from_num(1) == kind.ONE
    assert (kind.MIN.bits, kind.MAX.bits) == (kind.MIN_BITS, kind.MAX_BITS)
    assert (bool(kind.ZERO), bool(kind.ONE)) == (False, True)


@each_kind
def test_construction_refuses_bits_out_of_range(kind: type[Fixed]) -> None:
    assert kind(bits=kind.MAX_BITS) == kind.MAX
    for bits in (kind.MIN_BITS - 1, kind.MAX_BITS + 1):
        assert kind.check_bits(bits) is None
        with pytest.raises(OverflowError, match=kind.__name__):
            kind(bits=bits)


# The operators


@given(pairs)
@relaxed
def test_operators_are_the_saturating_operations(pair: tuple[Fixed, Fixed]) -> None:
    left, right = pair
    assert left + right == left.saturating_add(right)
    assert left - right == left.saturating_sub(right)
    assert left * right == left.saturating_mul(right)
    assert -left == left.saturating_neg()
    assert abs(left) == left.saturating_abs()
    if right:
        assert left / right == left.saturating_div(right)


@given(pairs)
@relaxed
def test_sum_and_difference_are_exact_then_clamped(pair: tuple[Fixed, Fixed]) -> None:
    left, right = pair
    kind = type(left)
    assert (left + right).bits == clamp(kind, down(kind, left.to_fraction() + right.to_fraction()))
    assert (left - right).bits == clamp(kind, down(kind, left.to_fraction() - right.to_fraction()))


@given(pairs)
@relaxed
def test_product_is_rounded_down_then_clamped(pair: tuple[Fixed, Fixed]) -> None:
    left, right = pair
    kind = type(left)
    assert (left * right).bits == clamp(kind, down(kind, left.to_fraction() * right.to_fraction()))


@given(pairs.filter(lambda pair: bool(pair[1])))
@relaxed
def test_quotient_is_truncated_then_clamped(pair: tuple[Fixed, Fixed]) -> None:
    left, right = pair
    kind = type(left)
    assert (left / right).bits == clamp(kind, towards_zero(kind, left.to_fraction() / right.to_fraction()))


def test_products_round_down_and_quotients_towards_zero() -> None:
    unit, two = I32F32.from_bits(1), I32F32.saturating_from_num(2)
    assert (-unit * unit).bits == -1
    assert (-unit * -unit).bits == 0
    assert (-unit / two).bits == 0
    assert (I32F32.from_bits(-3) / two).bits == -1


@given(pairs)
@relaxed
def test_checked_agrees_with_saturating_wherever_it_fits(pair: tuple[Fixed, Fixed]) -> None:
    left, right = pair
    kind, a, b = type(left), left.to_fraction(), right.to_fraction()
    results = [
        (left.checked_add(right), left + right, down(kind, a + b)),
        (left.checked_sub(right), left - right, down(kind, a - b)),
        (left.checked_mul(right), left * right, down(kind, a * b)),
    ]
    if right:
        results.append((left.checked_div(right), left / right, towards_zero(kind, a / b)))
    for checked, saturated, exact in results:
        assert checked == (saturated if kind.MIN_BITS <= exact <= kind.MAX_BITS else None)


@given(pairs)
@relaxed
def test_wrapping_is_the_exact_result_modulo_the_width(pair: tuple[Fixed, Fixed]) -> None:
    left, right = pair
    kind, a, b = type(left), left.to_fraction(), right.to_fraction()
    assert left.wrapping_add(right).bits == wrap(kind, down(kind, a + b))
    assert left.wrapping_sub(right).bits == wrap(kind, down(kind, a - b))
    assert left.wrapping_mul(right).bits == wrap(kind, down(kind, a * b))


@given(kinds.flatmap(lambda kind: st.lists(numbers_of(kind), min_size=1)))
@relaxed
def test_wrapping_sum_adds_one_after_the_other(several: list[Fixed]) -> None:
    total = several[0]
    for number in several[1:]:
        total = total.wrapping_add(number)
    assert type(total).wrapping_sum(several) == total


@each_kind
def test_the_sum_of_nothing_is_zero(kind: type[Fixed]) -> None:
    assert kind.wrapping_sum([]) == kind.ZERO


@given(numbers)
@relaxed
def test_no_operator_divides_by_zero(number: Fixed) -> None:
    zero = type(number).ZERO
    with pytest.raises(DivisionByZero, match="divided by zero"):
        number / zero
    assert number.checked_div(zero) is None
    assert number.safe_div(zero) == zero
    assert number.safe_div_or(zero, number) == number


@given(pairs)
@relaxed
def test_safe_div_gives_zero_where_the_quotient_does_not_fit(pair: tuple[Fixed, Fixed]) -> None:
    left, right = pair
    checked = left.checked_div(right)
    assert left.safe_div(right) == (type(left).ZERO if checked is None else checked)
    assert left.safe_div_or(right, left) == (left if checked is None else checked)


# Powers and roots


@given(numbers, st.integers(1, 4))
@relaxed
def test_a_small_power_is_the_product_of_its_squares(base: Fixed, exponent: int) -> None:
    square = base * base
    expected = {1: base, 2: square, 3: base * square, 4: square * square}[exponent]
    assert base.checked_pow(exponent) == expected


@given(numbers, st.integers(1, 40))
@relaxed
def test_a_negative_power_inverts_the_positive_one(base: Fixed, exponent: int) -> None:
    positive = base.checked_pow(exponent)
    assert positive is not None
    expected = type(base).ONE.safe_div(positive) if base else None
    assert base.checked_pow(-exponent) == expected


@each_kind
def test_powers_at_the_edges(kind: type[Fixed]) -> None:
    assert kind.ZERO.checked_pow(0) == kind.MAX.checked_pow(0) == kind.ONE
    assert kind.ZERO.checked_pow(5) == kind.ZERO
    assert kind.ZERO.checked_pow(-1) is None
    assert kind.MAX.checked_pow(2) == kind.MAX
    assert kind.saturating_from_num(2).checked_pow(10) == kind.saturating_from_num(1024)
    # An exponent beyond 32 bits is held at their bounds, the lowest of which is even.
    assert (kind.ONE + kind.ONE).checked_pow(2**40) == kind.MAX
    assert (kind.ZERO - kind.ONE).checked_pow(-(2**31) - 1) == (kind.ONE if kind.SIGNED else None)


@given(kinds.flatmap(lambda kind: st.tuples(numbers_of(kind), st.integers(0, 40))))
@relaxed
def test_a_root_is_within_epsilon_of_its_own_quotient(case: tuple[Fixed, int]) -> None:
    number, digits = case
    kind = type(number)
    epsilon = kind.from_bits(2 << digits)
    root = number.checked_sqrt(epsilon)
    if number < kind.ZERO:
        assert root is None
        return
    assert root is not None
    # The sum of the bounds saturates only for the greatest numbers, whose bisection begins too low.
    assert abs(number.safe_div(root).bits - root.bits) <= epsilon.bits


@given(st.integers(0, U64F64.MAX_BITS >> 1).map(U64F64.from_bits), st.integers(1, 62))
@relaxed
def test_a_root_is_within_epsilon_of_the_true_root(number: U64F64, digits: int) -> None:
    epsilon = 1 << digits
    root = number.checked_sqrt(U64F64.from_bits(epsilon))
    assert root is not None
    true_root = math.isqrt(number.bits << 64)
    assert abs(root.bits - true_root) <= epsilon + 1


def test_a_negative_epsilon_ends_after_all_steps() -> None:
    number = I64F64.saturating_from_num(2)
    root = number.checked_sqrt(I64F64.from_bits(-1))
    assert root is not None
    assert abs(root.bits - math.isqrt(2 << 128)) <= 1


# Sign and rounding


@given(numbers)
@relaxed
def test_roundings_are_those_of_the_exact_value(number: Fixed) -> None:
    kind, exact = type(number), number.to_fraction()
    nearest = math.floor(abs(exact) + Fraction(1, 2)) * (1 if exact >= 0 else -1)
    for whole, checked, other, convert in (
        (math.ceil(exact), number.checked_ceil(), number.saturating_ceil(), clamp),
        (nearest, number.checked_round(), number.saturating_round(), clamp),
        (nearest, number.checked_round(), number.wrapping_round(), wrap),
    ):
        bits = whole << kind.FRAC_BITS
        assert other.bits == convert(kind, bits)
        assert checked == (other if other.bits == bits else None)
    assert number.floor().bits == math.floor(exact) << kind.FRAC_BITS
    assert number.checked_floor() == number.floor()


@given(pairs)
@relaxed
def test_negation_and_distance_are_clamped(pair: tuple[Fixed, Fixed]) -> None:
    left, right = pair
    kind = type(left)
    assert left.saturating_neg().bits == clamp(kind, -left.bits)
    assert left.checked_neg() == kind.check_bits(-left.bits)
    assert left.saturating_abs().bits == clamp(kind, abs(left.bits))
    assert left.checked_abs() == kind.check_bits(abs(left.bits))
    assert left.abs_diff(right) == right.abs_diff(left)
    assert left.abs_diff(right).bits == clamp(kind, abs(left.bits - right.bits))


# Conversion


@given(numbers, kinds)
@relaxed
def test_conversion_rounds_down_then_clamps(number: Fixed, kind: type[Fixed]) -> None:
    exact = down(kind, number.to_fraction())
    assert kind.saturating_from_num(number).bits == clamp(kind, exact)
    assert kind.wrapping_from_num(number).bits == wrap(kind, exact)
    assert kind.checked_from_num(number) == kind.check_bits(exact)


@given(pairs, kinds)
@relaxed
def test_conversion_is_monotone(pair: tuple[Fixed, Fixed], kind: type[Fixed]) -> None:
    low, high = sorted(pair)
    assert kind.saturating_from_num(low) <= kind.saturating_from_num(high)


@given(numbers_of(I32F32))
@relaxed
def test_a_wider_type_keeps_the_value(number: Fixed) -> None:
    for wider in (I64F64, I96F32):
        there = wider.saturating_from_num(number)
        assert there.to_fraction() == number.to_fraction()
        assert I32F32.checked_from_num(there) == number


@given(kinds, st.integers(-(2**130), 2**130))
@relaxed
def test_integers_are_clamped(kind: type[Fixed], value: int) -> None:
    assert kind.saturating_from_num(value).bits == clamp(kind, value << kind.FRAC_BITS)


@given(numbers, st.sampled_from([U16, U64, U128, I64]))
@relaxed
def test_an_integer_is_the_floor_clamped(number: Fixed, kind: type[Integer]) -> None:
    floor = math.floor(number.to_fraction())
    integer = number.saturating_to_num(kind)
    assert type(integer) is kind
    assert integer == max(kind.MIN, min(kind.MAX, floor))
    assert number.checked_to_num(kind) == (floor if kind.MIN <= floor <= kind.MAX else None)


@given(kinds, st.floats(allow_nan=False, min_value=-(2.0**1023), max_value=2.0**1023))
@relaxed
def test_a_double_becomes_the_nearest_number(kind: type[Fixed], value: float) -> None:
    number = kind.from_float(value)
    nearest = Fraction(max(min(Fraction(value), kind.MAX.to_fraction()), kind.MIN.to_fraction()))
    assert abs(number.to_fraction() - nearest) * 2 <= Fraction(1, 1 << kind.FRAC_BITS)
    assert number == kind.from_fraction(Fraction(value))


def test_a_double_between_two_numbers_becomes_the_even_one() -> None:
    unit = Fraction(1, 1 << 32)
    assert [I32F32.from_float(float(unit * n / 2)).bits for n in (1, 3, 5, -1, -3)] == [0, 2, 2, 0, -2]


@each_kind
def test_the_client_mistakes_the_greatest_doubles(kind: type[Fixed]) -> None:
    assert kind.from_float(2.0**1023) == kind.from_float(math.inf) == kind.from_float(math.nan) == kind.MAX
    assert kind.from_float(-(2.0**1023)) == kind.from_float(-math.inf) == kind.MIN
    assert kind.from_float(math.copysign(math.nan, -1)) == kind.MIN
    with pytest.raises(NotANumber):
        kind.from_float(math.nextafter(2.0**1023, math.inf))


# Comparison, hashing, immutability, text


@given(pairs)
@relaxed
def test_order_is_that_of_the_values(pair: tuple[Fixed, Fixed]) -> None:
    left, right = pair
    a, b = left.to_fraction(), right.to_fraction()
    assert (left < right, left <= right, left == right) == (a < b, a <= b, a == b)
    assert (left > right, left >= right, left != right) == (a > b, a >= b, a != b)
    assert (hash(left) == hash(right)) or a != b


def test_numbers_of_different_types_never_meet() -> None:
    left, right = I32F32.ONE, I96F32.ONE
    assert left != right
    assert left != 1
    assert len({left, right, I32F32.ONE}) == 2
    for operation in (
        lambda: left + right,  # type: ignore[operator]
        lambda: left - right,  # type: ignore[operator]
        lambda: left * right,  # type: ignore[operator]
        lambda: left / right,  # type: ignore[operator]
        lambda: left < right,  # type: ignore[operator]
        lambda: left <= right,  # type: ignore[operator]
        lambda: left > right,  # type: ignore[operator]
        lambda: left >= right,  # type: ignore[operator]
        lambda: left.checked_mul(right),  # type: ignore[arg-type]
        lambda: left + 1,  # type: ignore[operator]
    ):
        with pytest.raises(TypeError, match="explicit conversion"):
            operation()


def test_a_number_cannot_change() -> None:
    number = I32F32.from_bits(5)
    with pytest.raises(AttributeError, match="cannot be changed"):
        number.bits = 6
    with pytest.raises(AttributeError, match="cannot be changed"):
        del number.bits
    assert number.bits == 5


@given(numbers)
@relaxed
def test_copies_and_texts_keep_the_value(number: Fixed) -> None:
    assert copy.deepcopy(number) == pickle.loads(pickle.dumps(number)) == number
    assert eval(repr(number), {type(number).__name__: type(number)}) == number
    assert Fraction(str(number)) == number.to_fraction()


def test_texts_are_plain_decimals() -> None:
    assert str(I32F32.from_bits(-3 << 31)) == "-1.5"
    assert str(U96F32.saturating_from_num(7)) == "7"
    assert repr(U64F64.from_bits(3)) == "U64F64(bits=3)"

import math
from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import I32F32, I64F64, I96F32
from tao_spec.arithmetic.transcendental import exp, exp_safe, ln, log2, power, sigmoid_safe, sqrt
from tests.arithmetic.strategies import numbers_of

relaxed = settings(deadline=None, max_examples=150)

ONE = I32F32.ONE
TWENTY = I32F32.saturating_from_num(20)


def between(low: float, high: float) -> st.SearchStrategy[I32F32]:
    return st.integers(I32F32.from_float(low).bits, I32F32.from_float(high).bits).map(I32F32.from_bits)


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


# The exponential


@given(between(-9, 9))
@relaxed
def test_exp_is_near_the_exponential(operand: I32F32) -> None:
    result = exp(operand)
    assert result is not None
    with localcontext(prec=50):
        error = abs(decimal(result.to_fraction()) / decimal(operand.to_fraction()).exp() - 1)
    # At one the constant has 23 digits; a small result has few digits.
    assert error < Decimal(2) ** -22 + Decimal(2) ** -32 / decimal(result.to_fraction())


@given(between(0, 20), between(0, 20))
@relaxed
def test_exp_rises_apart_from_its_constant(left: I32F32, right: I32F32) -> None:
    low, high = sorted((left, right))
    low_result, high_result = exp(low), exp(high)
    assert low_result is not None
    assert high_result is not None
    assert low_result <= high_result or ONE in (low, high)


def test_exp_at_one_is_the_constant_of_23_digits() -> None:
    euler, below = exp(ONE), exp(I32F32.from_bits(ONE.bits - 1))
    assert euler is not None
    assert below is not None
    assert euler.bits == math.floor(math.e * 2**23) << 9
    assert euler < below


def test_exp_of_zero_and_of_what_does_not_fit() -> None:
    assert exp(I32F32.ZERO) == ONE
    assert exp(I32F32.saturating_from_num(22)) is None
    assert exp(I32F32.saturating_from_num(-22)) is None
    assert exp(I32F32.MIN) is None
    assert exp(I32F32.MAX) is None


@given(numbers_of(I32F32))
@relaxed
def test_exp_of_the_negative_is_the_inverse(operand: I32F32) -> None:
    result, inverse = exp(abs(operand)), exp(-abs(operand))
    if operand not in (ONE, -ONE, I32F32.MIN):
        assert inverse == (None if result is None else ONE.checked_div(result))


@given(numbers_of(I32F32))
@relaxed
def test_exp_safe_holds_its_operand_between_twenty_and_its_negative(operand: I32F32) -> None:
    held = max(min(operand, TWENTY), -TWENTY)
    assert exp_safe(operand) == exp(held)


def test_exp_safe_has_a_result_wherever_it_evaluates() -> None:
    # The series rises with the distance from zero, so the bounds stand for all between them.
    assert exp(TWENTY) == exp_safe(I32F32.MAX)
    assert exp(-TWENTY) == exp_safe(I32F32.MIN)
    assert None not in (exp(TWENTY), exp(-TWENTY))


# The logarithms


@given(st.integers(2, I32F32.MAX_BITS).map(I32F32.from_bits))
@relaxed
def test_log2_is_near_the_logarithm(operand: I32F32) -> None:
    result = log2(operand)
    if result is None:
        # The inverse of 2^-31 is 2^31, which does not fit.
        assert operand.bits <= 2
        return
    # The inverse of a small operand has lost digits.
    lost = 2 * float(1 / operand.to_fraction()) * 2**-32 if operand < ONE else 0
    assert (
        abs(float(result.to_fraction()) - math.log2(operand.to_fraction()))
        < 2**-25 + 2 * float(operand.to_fraction()) * 2**-32 + lost
    )


@given(st.integers(0, 62))
def test_log2_of_a_power_of_two_is_exact(exponent: int) -> None:
    operand = I96F32.from_bits(1 << (exponent + 1))
    assert log2(operand) == I96F32.saturating_from_num(exponent - 31)


@given(numbers_of(I32F32))
@relaxed
def test_ln_exists_exactly_where_log2_does(operand: I32F32) -> None:
    assert (ln(operand) is None) == (log2(operand) is None)
    assert operand > I32F32.ZERO or ln(operand) is None


@given(between(0.001, 9))
@relaxed
def test_ln_undoes_exp(operand: I32F32) -> None:
    result = exp(operand)
    assert result is not None
    logarithm = ln(result)
    assert logarithm is not None
    assert logarithm.abs_diff(operand) < I32F32.from_float(0.00001)


# Root and power


@given(st.integers(4 << 32, 2**126).map(I64F64.from_bits))
@relaxed
def test_sqrt_is_near_the_root(operand: I64F64) -> None:
    root = sqrt(operand)
    assert root is not None
    true_root = math.isqrt(operand.bits << 64)
    assert abs(root.bits - true_root) <= 2 + (true_root >> 32)


def test_sqrt_at_the_edges() -> None:
    assert sqrt(I32F32.ZERO) == I32F32.ZERO
    assert sqrt(ONE) == ONE
    assert sqrt(-ONE) is None
    assert sqrt(I32F32.from_bits(2)) is None
    assert sqrt(I32F32.saturating_from_num(4)) == I32F32.saturating_from_num(2)


@given(between(0.5, 4), between(-3, 3))
@relaxed
def test_power_is_near_the_power(base: I32F32, exponent: I32F32) -> None:
    result = power(base, exponent)
    assert result is not None
    true_power = math.pow(float(base.to_fraction()), float(exponent.to_fraction()))
    assert abs(float(result.to_fraction()) - true_power) < 0.0001 * true_power + 2**-20


def test_power_at_the_edges() -> None:
    two = I32F32.saturating_from_num(2)
    assert power(I32F32.ZERO, I32F32.ZERO) == I32F32.ZERO
    assert power(two, I32F32.ZERO) == ONE
    assert power(-two, ONE) == -two
    assert power(-two, two) is None
    assert power(I32F32.MAX, two) is None
    assert power(I32F32.MAX, I32F32.MAX) is None


# The logistic function


@given(between(0, 1), between(0, 40), between(0, 1))
@relaxed
def test_sigmoid_lies_between_zero_and_one(operand: I32F32, rho: I32F32, kappa: I32F32) -> None:
    result = sigmoid_safe(operand, rho, kappa)
    assert I32F32.ZERO <= result <= ONE
    exact = 1 / (1 + math.exp(-float(rho.to_fraction() * (operand.to_fraction() - kappa.to_fraction()))))
    assert abs(float(result.to_fraction()) - exact) < 0.000001


@given(numbers_of(I32F32), between(0, 40))
@relaxed
def test_sigmoid_is_one_half_at_kappa(kappa: I32F32, rho: I32F32) -> None:
    assert sigmoid_safe(kappa, rho, kappa) == I32F32.from_float(0.5)

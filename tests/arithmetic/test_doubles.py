import math
import struct
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.doubles import LEAST_EXPONENT, decode_double, round_to_double


@given(st.fractions(max_denominator=10**30) | st.floats(allow_nan=False, allow_infinity=False).map(Fraction))
@settings(deadline=None, max_examples=300)
def test_rounding_is_that_of_a_division_of_integers(value: Fraction) -> None:
    # Python divides integers to the nearest double, ties to even.
    assert round_to_double(value) == Fraction(value.numerator / value.denominator)


@given(st.floats(0, 1), st.integers(0, 2**20))
@settings(deadline=None, max_examples=300)
def test_a_rounded_product_is_the_product_of_doubles(share: float, count: int) -> None:
    assert round_to_double(Fraction(share) * count) == Fraction(share * float(count))


def test_the_least_doubles_tie_to_even() -> None:
    least = Fraction(2) ** LEAST_EXPONENT
    assert [round_to_double(least * n / 2) / least for n in (0, 1, 2, 3, -1)] == [0, 0, 1, 2, 0]


@given(st.floats())
@settings(deadline=None)
def test_bits_give_the_double_again(value: float) -> None:
    decoded = decode_double(int.from_bytes(struct.pack("<d", value), "little"))
    assert struct.pack("<d", decoded) == struct.pack("<d", value) or (math.isnan(value) and math.isnan(decoded))

"""Contracts on the small pure functions, for CrossHair to search for counterexamples.

CrossHair runs each function on symbolic integers and looks for one that meets every `pre` and breaks a `post`. What it
does not find within its time may still exist: these contracts are searched, not proved.
"""

from __future__ import annotations

from tao_spec.arithmetic.fixed import I32F32, U64F64
from tao_spec.arithmetic.integers import U16

LOW, HIGH = I32F32.MIN_BITS, I32F32.MAX_BITS
TOP = U64F64.MAX_BITS
UNIT = 1 << 32


def sum_is_clamped(a: int, b: int) -> int:
    """The saturating sum is the exact sum, held at the bounds.

    pre: LOW <= a <= HIGH
    pre: LOW <= b <= HIGH
    post: LOW <= __return__ <= HIGH
    post: __return__ == a + b or (__return__ == HIGH < a + b) or (__return__ == LOW > a + b)
    """
    return (I32F32.from_bits(a) + I32F32.from_bits(b)).bits


def unsigned_difference_is_clamped(a: int, b: int) -> int:
    """An unsigned difference is exact, or zero where it would be negative.

    pre: 0 <= a <= TOP
    pre: 0 <= b <= TOP
    post: __return__ == max(a - b, 0)
    """
    return (U64F64.from_bits(a) - U64F64.from_bits(b)).bits


def checked_sum_is_exact_or_none(a: int, b: int) -> int | None:
    """The checked sum is the exact sum where that fits, and None elsewhere.

    pre: LOW <= a <= HIGH
    pre: LOW <= b <= HIGH
    post: (__return__ is None) == (not LOW <= a + b <= HIGH)
    post: __return__ is None or __return__ == a + b
    """
    result = I32F32.from_bits(a).checked_add(I32F32.from_bits(b))
    return None if result is None else result.bits


def wrapping_sum_is_congruent(a: int, b: int) -> int:
    """The wrapping sum lies in range and differs from the exact one by a multiple of two to the width.

    pre: LOW <= a <= HIGH
    pre: LOW <= b <= HIGH
    post: LOW <= __return__ <= HIGH
    post: __return__ - (a + b) in (0, 2 * LOW, -2 * LOW)
    """
    return I32F32.from_bits(a).wrapping_add(I32F32.from_bits(b)).bits


def product_with_a_constant_is_rounded_down(a: int) -> int:
    """The product with three halves is rounded down: less than one unit below the exact one.

    pre: LOW // 2 <= a <= HIGH // 2
    post: 0 <= 3 * a - 2 * __return__ < 2
    """
    return (I32F32.from_bits(a) * I32F32.from_bits(3 * UNIT // 2)).bits


def quotient_by_a_constant_is_truncated(a: int) -> int:
    """The quotient by three is truncated: its remainder is small and has the dividend's sign.

    pre: LOW <= a <= HIGH
    post: -2 <= a - 3 * __return__ <= 2
    post: (a - 3 * __return__) * a >= 0
    """
    return (I32F32.from_bits(a) / I32F32.saturating_from_num(3)).bits


def negation_twice_gives_the_number_again(a: int) -> int:
    """Only the lowest number is not its negative's negative: it saturates.

    pre: LOW <= a <= HIGH
    post: __return__ == max(a, LOW + 1)
    """
    negative = -I32F32.from_bits(a)
    return (-negative).bits


def floor_and_ceil_enclose_the_number(a: int) -> tuple[int, int]:
    """The floor and the ceiling are whole, enclose the number and are less than one apart from it.

    pre: LOW <= a <= HIGH - UNIT
    post: __return__[0] % UNIT == 0 and __return__[1] % UNIT == 0
    post: 0 <= a - __return__[0] < UNIT and 0 <= __return__[1] - a < UNIT
    """
    number = I32F32.from_bits(a)
    return number.floor().bits, number.saturating_ceil().bits


def rounding_is_to_the_nearest(a: int) -> int:
    """A rounded number is whole and at most one half away.

    pre: LOW + UNIT <= a <= HIGH - UNIT
    post: __return__ % UNIT == 0
    post: 2 * abs(__return__ - a) <= UNIT
    """
    return I32F32.from_bits(a).saturating_round().bits


def narrowing_to_an_integer_is_clamped(a: int) -> int:
    """An integer of 16 bits is the whole part, held between 0 and 65,535.

    pre: LOW <= a <= HIGH
    post: __return__ == max(0, min(65535, a // UNIT))
    """
    return int(I32F32.from_bits(a).saturating_to_num(U16))


def conversion_keeps_the_order(a: int, b: int) -> tuple[int, int]:
    """Converting to a type of fewer digits never reverses two numbers.

    pre: 0 <= a <= b <= TOP
    post: __return__[0] <= __return__[1]
    """
    low, high = U64F64.from_bits(a), U64F64.from_bits(b)
    return I32F32.saturating_from_num(low).bits, I32F32.saturating_from_num(high).bits

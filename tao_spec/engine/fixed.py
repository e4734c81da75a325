"""The fixed-point numbers of the chain in arrays: an int64 array holds the raw bits of I32F32.

A product of two such numbers has up to 128 bits, a dividend 96; no integer of an array does. So a factor is split, and a
dividend is divided digit by digit. Where both operands are small, as shares of one are, few steps give the exact result:
`multiply` and `divide_part`. Everywhere else `multiply_wide` and `divide_part_wide` do, at some times the cost. Each
function says for which operands it is exact; the tests hold all of them against `tao_spec.arithmetic.fixed`.

Array and scalar operands broadcast. No function changes what it is given.
"""

from __future__ import annotations

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.engine.namespaces import Array, Namespace

ONE = I32F32.ONE.bits
MAX = I32F32.MAX.bits
MIN = I32F32.MIN.bits
U16_MAX = 65_535

_LOW_16 = 0xFFFF
_LOW_32 = 0xFFFF_FFFF


def multiply(left: Array, right: Array) -> Array:
    """The product of I32F32 rounded down, for factors that are small: the operator `*` of the rules.

    Args:
        left: int64 bits, at most 2^46 from zero.
        right: int64 bits, at most 2^32 from zero if `left` is; in general `left * (right >> 16)` fits 62 bits. It is
            split, so the smaller array stands here.

    Returns:
        int64 bits.
    """
    product = left * (right >> 16)
    rest = left * (right & _LOW_16)
    rest >>= 16
    product += rest
    product >>= 16
    return product


def divide_part(xp: Namespace, part: Array, whole: Array) -> Array:
    """The quotient of I32F32 cut off, of a part by its whole: `safe_div` of the rules. A part of nothing is zero.

    Args:
        part: int64 bits, from zero to the whole and to 2^33.
        whole: int64 bits, from zero to 2^59. An array whose last axis has length one divides fastest.

    Returns:
        int64 bits, from zero to `ONE`.
    """
    divisor = xp.where(whole == 0, xp.ones_like(whole), whole)
    dividend = part << 29
    quotient = dividend // divisor
    # What is left of 29 digits gives the last three.
    dividend = dividend - quotient * divisor
    dividend <<= 3
    dividend //= divisor
    quotient <<= 3
    quotient += dividend
    return quotient


def multiply_wide(xp: Namespace, left: Array, right: Array) -> Array:
    """The product of any two I32F32, rounded down and held at the bounds: the operator `*` of the rules.

    Args:
        left, right: int64 bits.

    Returns:
        int64 bits.
    """
    high, low = multiply_128(left, right)
    inside = ((high & _LOW_32) << 32) | low
    held = xp.where(high < -(1 << 31), xp.full_like(high, MIN), inside)
    return xp.where(high >= 1 << 31, xp.full_like(high, MAX), held)


def multiply_128(left: Array, right: Array) -> tuple[Array, Array]:
    """The product of any two I32F32 with all its digits, rounded down to 32 behind the point.

    Args:
        left, right: int64 bits.

    Returns:
        Two int64 arrays: the whole part, of up to 64 signed bits, and the 32 digits behind the point. In raw bits the product is
        the first times 2^32 and the second.
    """
    left_high, left_low = left >> 32, left & _LOW_32
    right_high, right_low = right >> 32, right & _LOW_32
    first, second = left_high * right_low, left_low * right_high
    carried = (first & _LOW_32) + (second & _LOW_32) + _multiply_low(left_low, right_low)
    return left_high * right_high + (first >> 32) + (second >> 32) + (carried >> 32), carried & _LOW_32


def _multiply_low(left: Array, right: Array) -> Array:
    """The upper 32 bits of the product of two integers of 32 bits."""
    return ((left >> 16) * right + ((left & _LOW_16) * right >> 16)) >> 16


def add_wide(xp: Namespace, left: Array, right: Array) -> Array:
    """The sum of any two I32F32, held at the bounds: the operator `+` of the rules.

    Args:
        left, right: int64 bits.

    Returns:
        int64 bits.
    """
    # Halves of the operands add up without leaving the type, and tell whether the operands themselves do.
    half = (left >> 1) + (right >> 1) + (left & right & 1)
    total = left + right
    total = xp.where(half > MAX >> 1, xp.full_like(total, MAX), total)
    return xp.where(half < MIN >> 1, xp.full_like(total, MIN), total)


def sum_wide(xp: Namespace, values: Array) -> Array:
    """The sum of each row, held at the upper bound: what `+` gives one by one where no value is below zero.

    Args:
        values: int64 bits not below zero; the last axis is summed and may be 2^31 long.

    Returns:
        int64 bits; the last axis has length one.
    """
    low = xp.sum(values & _LOW_32, axis=-1, keepdims=True)
    high = xp.sum(values >> 32, axis=-1, keepdims=True) + (low >> 32)
    total = ((high & (_LOW_32 >> 1)) << 32) | (low & _LOW_32)
    return xp.where(high >= 1 << 31, xp.full_like(total, MAX), total)


def divide_part_wide(xp: Namespace, part: Array, whole: Array) -> Array:
    """`divide_part` for parts and wholes up to the bound of I32F32: one digit after the other.

    Args:
        part: int64 bits, from zero to the whole.
        whole: int64 bits, not below zero.

    Returns:
        int64 bits, from zero to `ONE`.
    """
    quotient = xp.astype((part == whole) & (whole > 0), xp.int64)
    rest = part - quotient * whole
    for _ in range(I32F32.FRAC_BITS):
        quotient, rest = next_digit(xp, quotient, rest, whole)
    return xp.where(whole == 0, xp.zeros_like(quotient), quotient)


def next_digit(xp: Namespace, quotient: Array, rest: Array, divisor: Array) -> tuple[Array, Array]:
    """One further binary digit of a quotient, and what is left; the rest is never doubled beyond the divisor.

    Args:
        quotient: int64, what is found so far.
        rest: int64, from zero to less than the divisor.
        divisor: int64, above zero.
    """
    lacking = divisor - rest
    is_one = rest >= lacking
    return (quotient << 1) + xp.astype(is_one, xp.int64), xp.where(is_one, rest - lacking, rest + rest)


def invert(xp: Namespace, operand: Array) -> Array:
    """One over each number, cut off: `ONE / x` of the rules.

    Args:
        operand: int64 bits, not below `ONE`.

    Returns:
        int64 bits, from zero to `ONE`.
    """
    dividend = xp.full_like(operand, 1 << 62)
    quotient = dividend // operand
    rest = dividend - quotient * operand
    for _ in range(2):
        quotient, rest = next_digit(xp, quotient, rest, operand)
    return quotient


def to_parts(xp: Namespace, shares: Array) -> Array:
    """Shares of one in parts of 65,535, rounded down and held at the bounds: CONS-91, `fixed_proportion_to_u16`.

    Args:
        shares: int64 bits, not below zero.

    Returns:
        int64, from zero to 65,535.
    """
    return xp.clip(shares, 0, ONE) * U16_MAX >> 32


def normalize(xp: Namespace, vector: Array) -> Array:
    """Divide each row by its sum; where that is zero it stays as it is: CONS-93, `normalize`.

    Args:
        vector: int64 bits from zero to 2^33; the last axis is summed.
    """
    return divide_part(xp, vector, xp.sum(vector, axis=-1, keepdims=True))

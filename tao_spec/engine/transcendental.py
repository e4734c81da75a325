"""The exponential in arrays, with the very errors of the chain's library: `tao_spec.arithmetic.transcendental`."""

from __future__ import annotations

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.transcendental import CONSTANT_DIGITS, E_BITS, EXP_SAFE_BOUND
from tao_spec.engine.fixed import MAX, ONE, invert, multiply_128
from tao_spec.engine.namespaces import Array, Namespace

NARROW_BOUND = 10 * ONE
"""Up to here no term of the series, times the operand, leaves 64 bits when the operand is split."""

E = E_BITS << (I32F32.FRAC_BITS - CONSTANT_DIGITS)


def exp_or_zero(xp: Namespace, operand: Array) -> Array:
    """The exponential, or zero where it does not fit I32F32, as the sigmoid takes it (KNOWN-20).

    Args:
        operand: int64 bits, at most 2^62 from zero.

    Returns:
        int64 bits.
    """
    magnitude = xp.abs(operand)
    is_narrow = bool(xp.all(magnitude <= NARROW_BOUND))
    series = _sum_narrow_series(magnitude) if is_narrow else _sum_series(xp, magnitude)
    inverse = invert(xp, xp.where(series == 0, xp.full_like(series, ONE), series))
    inverse = xp.where(series == 0, series, inverse)
    result = xp.where(operand >= 0, series, inverse)
    return xp.where(operand == ONE, xp.full_like(result, E), result)


def exp_safe(xp: Namespace, operand: Array) -> Array:
    """The exponential of an operand that is first held between -20 and 20, where it always fits: `exp_safe`.

    Args:
        operand: int64 bits.

    Returns:
        int64 bits, above zero.
    """
    return exp_or_zero(xp, xp.clip(operand, -EXP_SAFE_BOUND.bits, EXP_SAFE_BOUND.bits))


def _sum_narrow_series(operand: Array) -> Array:
    """The power series up to its 31st power, for operands from zero to `NARROW_BOUND`."""
    total, term = operand + ONE, operand
    high, low = operand >> 16, operand & 0xFFFF
    for degree in range(2, I32F32.FRAC_BITS):
        rest = term * low
        rest >>= 16
        term = term * high
        term += rest
        # Cutting off 16 digits and then dividing is dividing by the product.
        term //= degree << 16
        total += term
    return total


def _sum_series(xp: Namespace, operand: Array) -> Array:
    """The power series of operands not below zero; zero where a power or the sum does not fit."""
    total, term = operand + ONE, operand
    fits = xp.ones_like(operand, dtype=xp.bool)
    for degree in range(2, I32F32.FRAC_BITS):
        high, low = multiply_128(term, operand)
        fits = fits & (high < 1 << 31)
        term = xp.where(fits, (high << 32) | low, xp.zeros_like(low)) // degree
        fits = fits & (total <= MAX - term)
        total = xp.where(fits, total + term, xp.zeros_like(total))
    return total

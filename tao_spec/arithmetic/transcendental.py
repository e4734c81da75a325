"""Exponential, logarithms, root and power of fixed-point numbers, with the very errors of the chain's library.

Each function takes and gives one type of at least 9 digits before the point and 23 behind it; the chain uses `exp` and
`ln` of I32F32 and `log2` of I96F32. A function that has no result gives None. The loops run over the raw bits, for
these are the innermost computations of the chain.

Source: `substrate-fixed` 0.6.0, `src/transcendental.rs`; for the two functions of consensus upstream's
`pallets/subtensor/src/epoch/math.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.fixed import I32F32, FixedT

# The library keeps its constants with 23 digits behind the point, cut off there.
CONSTANT_DIGITS = 23
E_BITS = 0x15BF0A8
LOG2_E_BITS = 0xB8AA3B

# The greatest distance from zero at which consensus evaluates the exponential: e^20 still fits I32F32.
EXP_SAFE_BOUND = I32F32.saturating_from_num(20)


def exp(operand: FixedT) -> FixedT | None:
    """The exponential: its power series up to the term before the `FRAC_BITS`-th, inverted for a negative operand.

    Returns:
        None where the operand's negative, a term, the sum or the inverse does not fit. At exactly one the result is the
        library's constant e, which is cut off after 23 digits and so differs from its neighbours' results.
    """
    kind = type(operand)
    if operand == kind.ONE:
        return kind.from_bits(_constant(kind, E_BITS))
    magnitude = operand.checked_abs()
    series = None if magnitude is None else kind.check_bits(_exp_series(kind, magnitude.bits))
    if series is None:
        return None
    return series if operand.bits >= 0 else kind.ONE.checked_div(series)


def _exp_series(kind: type[FixedT], operand: int) -> int:
    """The bits of the series at an operand not below zero; above the type's range as soon as any part of it is."""
    total, term = kind.ONE.bits + operand, operand
    for degree in range(2, kind.FRAC_BITS):
        power = term * operand >> kind.FRAC_BITS
        # A power beyond the bounds has no quotient either.
        if power > kind.MAX_BITS:
            return power
        term = power // degree
        total += term
    return total


def log2(operand: FixedT) -> FixedT | None:
    """The logarithm to base two, digit by digit; below one the negative logarithm of the inverse.

    Returns:
        None for an operand not above zero, and for one whose inverse does not fit.
    """
    kind = type(operand)
    if operand.bits <= 0:
        return None
    if operand >= kind.ONE:
        return kind.from_bits(_log2_digits(kind, operand.bits))
    inverse = kind.ONE.checked_div(operand)
    return None if inverse is None else kind.from_bits(-_log2_digits(kind, inverse.bits))


def _log2_digits(kind: type[FixedT], operand: int) -> int:
    """The bits of the logarithm of an operand not below one.

    Halving rounds a last digit of one up; squaring rounds down.
    """
    one, two = kind.ONE.bits, kind.ONE.bits << 1
    result = 0
    while operand >= two:
        result += 1
        operand = (operand + 1) >> 1
    if operand == one:
        return result << kind.FRAC_BITS
    for _ in range(kind.FRAC_BITS):
        operand = operand * operand >> kind.FRAC_BITS
        result <<= 1
        if operand >= two:
            result |= 1
            operand = (operand + 1) >> 1
    return result


def ln(operand: FixedT) -> FixedT | None:
    """The natural logarithm: the logarithm to base two over the library's constant log2(e) of 23 digits.

    Returns:
        None where `log2` gives None.
    """
    kind = type(operand)
    binary = log2(operand)
    return None if binary is None else binary / kind.from_bits(_constant(kind, LOG2_E_BITS))


def sqrt(operand: FixedT) -> FixedT | None:
    """The square root by Newton's iteration, `FRAC_BITS` times; below one the inverse of the inverse's root.

    No rule of the chain uses it: the pools use `checked_sqrt`.

    Returns:
        None for an operand below zero, and for one whose inverse does not fit.
    """
    kind = type(operand)
    if operand.bits < 0:
        return None
    if operand.bits in (0, kind.ONE.bits):
        return operand
    if operand > kind.ONE:
        return _newton_sqrt(operand)
    inverse = kind.ONE.checked_div(operand)
    return None if inverse is None else kind.ONE.checked_div(_newton_sqrt(inverse))


def _newton_sqrt(operand: FixedT) -> FixedT:
    """The root of an operand above one, begun at one more than its half."""
    kind = type(operand)
    two = kind.saturating_from_num(2)
    root = operand / two + kind.ONE
    for _ in range(kind.FRAC_BITS):
        root = (root + operand / root) / two
    return root


def power(operand: FixedT, exponent: FixedT) -> FixedT | None:
    """The operand to the exponent, as the exponential of the exponent times the natural logarithm.

    No rule of the chain uses it: the pools use `checked_pow`.

    Returns:
        Zero for the operand zero, whatever the exponent; else one for the exponent zero; None for an operand below zero
        and wherever the logarithm, the product or the exponential has no result.
    """
    kind = type(operand)
    if operand.bits == 0:
        return kind.ZERO
    if exponent.bits == 0:
        return kind.ONE
    if exponent == kind.ONE:
        return operand
    logarithm = ln(operand)
    product = None if logarithm is None else logarithm.checked_mul(exponent)
    return None if product is None else exp(product)


def _constant(kind: type[FixedT], bits: int) -> int:
    """One of the library's constants in the digits of the type."""
    return bits << (kind.FRAC_BITS - CONSTANT_DIGITS)


def exp_safe(operand: I32F32) -> I32F32:
    """The exponential of an operand that is first held between -20 and 20, where it always has a result.

    Returns:
        From 0.0000000019 to about 485,165,195.
    """
    held = min(max(operand, -EXP_SAFE_BOUND), EXP_SAFE_BOUND)
    limit = I32F32.ZERO if held <= I32F32.ZERO else I32F32.MAX
    result = exp(held)
    return limit if result is None else result


def sigmoid_safe(operand: I32F32, rho: I32F32, kappa: I32F32) -> I32F32:
    """The logistic function 1 / (1 + e^(-rho (operand - kappa))), each step held at the bounds.

    Args:
        operand: where to evaluate it.
        rho: its steepness.
        kappa: where it is one half.
    """
    steepness = rho * -I32F32.ONE
    return I32F32.ONE.safe_div(exp_safe(steepness * (operand - kappa)) + I32F32.ONE)

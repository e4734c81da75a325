"""The exact values of IEEE doubles, as fractions: the chain writes some constants, and one quantile, as doubles.

A rule never computes with a `float`. Where the client multiplies two doubles, the specification multiplies the
fractions and rounds to the nearest double, which is what IEEE 754 defines the product to be.
"""

from __future__ import annotations

import struct
from fractions import Fraction

PRECISION = 53
LEAST_EXPONENT = -1074


def decode_double(bits: int) -> float:
    """The double with these 64 bits, not-a-number and the infinities included."""
    (value,) = struct.unpack("<d", bits.to_bytes(8, "little"))
    return float(value)


def round_to_double(value: Fraction) -> Fraction:
    """Round to the nearest value of a double, ties to even; the exponent has no upper bound here.

    Args:
        value: any rational number.

    Returns:
        The rounded value, exactly: a multiple of a power of two with at most 53 significant bits.
    """
    magnitude = abs(value.numerator).bit_length() - value.denominator.bit_length()
    # The estimate of the leading binary digit is exact or one too high.
    if abs(value) < Fraction(2) ** magnitude:
        magnitude -= 1
    unit = Fraction(2) ** max(magnitude - PRECISION + 1, LEAST_EXPONENT)
    return round(value / unit) * unit

"""The operations of fixed-point numbers, at the bounds of their types and between."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.arithmetic.numbers import edges, pairs, singles
from tao_spec.arithmetic.fixed import I32F32, I64F64, I96F32, U64F64, U96F32, U110F18, Fixed
from tao_spec.vectors.cases import function_case
from tao_spec.vectors.text import Json

Arguments = Iterator[list[Json]]


def _roots(kind: type[Fixed]) -> Arguments:
    """Numbers, each with two distances from the root at which the search for it may end."""
    for (bits,) in singles(kind):
        for epsilon in (1, kind.ONE.bits):
            yield [bits, str(epsilon)]


@function_case("fixed.I32F32.saturating_add")
def i32f32_sums() -> Arguments:
    """The sum of two numbers is held at the bounds."""
    return pairs(I32F32)


@function_case("fixed.I32F32.saturating_mul")
def i32f32_products() -> Arguments:
    """A product is rounded down, below zero too, and held at the bounds."""
    return pairs(I32F32)


@function_case("fixed.I32F32.saturating_div")
def i32f32_quotients() -> Arguments:
    """A quotient is truncated towards zero and held at the bounds; by zero there is none."""
    return pairs(I32F32)


@function_case("fixed.I32F32.safe_div")
def i32f32_safe_quotients() -> Arguments:
    """A safe quotient is zero where there is none, and where it does not fit."""
    return pairs(I32F32)


@function_case("fixed.I32F32.round_checked")
def i32f32_roundings() -> Arguments:
    """A number is rounded to the nearest whole one, ties away from zero, where that fits."""
    return singles(I32F32)


@function_case("fixed.I32F32.floor_checked")
def i32f32_floors() -> Arguments:
    """A number is rounded down to a whole one where that fits."""
    return singles(I32F32)


@function_case("fixed.I32F32.saturating_to_u16")
def i32f32_to_u16() -> Arguments:
    """A number becomes a whole one of 16 bits, rounded down and held at the bounds."""
    return singles(I32F32)


@function_case("fixed.I64F64.saturating_mul")
def i64f64_products() -> Arguments:
    """A product is rounded down and held at the bounds."""
    return pairs(I64F64)


@function_case("fixed.I64F64.saturating_div")
def i64f64_quotients() -> Arguments:
    """A quotient is truncated towards zero and held at the bounds."""
    return pairs(I64F64)


@function_case("fixed.I64F64.saturating_to_u64")
def i64f64_to_u64() -> Arguments:
    """A number becomes a whole one of 64 bits, rounded down and held at zero."""
    return singles(I64F64)


@function_case("fixed.I64F64.checked_sqrt")
def i64f64_roots() -> Arguments:
    """The square root to within a bit, and to within a number; below zero there is none."""
    return _roots(I64F64)


@function_case("fixed.I96F32.saturating_mul")
def i96f32_products() -> Arguments:
    """A product is rounded down and held at the bounds."""
    return pairs(I96F32)


@function_case("fixed.I96F32.checked_div")
def i96f32_quotients() -> Arguments:
    """A checked quotient is none by zero, and where it does not fit."""
    return pairs(I96F32)


@function_case("fixed.U64F64.saturating_mul")
def u64f64_products() -> Arguments:
    """A product is rounded down and held at the greatest number."""
    return pairs(U64F64)


@function_case("fixed.U64F64.checked_div")
def u64f64_quotients() -> Arguments:
    """A checked quotient is none by zero, and where it does not fit."""
    return pairs(U64F64)


@function_case("fixed.U64F64.saturating_sub")
def u64f64_differences() -> Arguments:
    """A difference is held at zero."""
    return pairs(U64F64)


@function_case("fixed.U64F64.checked_sqrt")
def u64f64_roots() -> Arguments:
    """The square root to within a bit, and to within a number."""
    return _roots(U64F64)


@function_case("fixed.U96F32.safe_div")
def u96f32_safe_quotients() -> Arguments:
    """A safe quotient is zero where there is none, and where it does not fit."""
    return pairs(U96F32)


@function_case("fixed.U96F32.saturating_mul")
def u96f32_products() -> Arguments:
    """A product is rounded down and held at the greatest number."""
    return pairs(U96F32)


@function_case("fixed.U110F18.safe_div")
def u110f18_safe_quotients() -> Arguments:
    """A safe quotient is zero where there is none, and where it does not fit."""
    return pairs(U110F18)


@function_case("fixed.U110F18.saturating_mul")
def u110f18_products() -> Arguments:
    """A product is rounded down and held at the greatest number."""
    return pairs(U110F18)


@function_case("fixed.U64F64.saturating_from_I96F32")
def i96f32_to_u64f64() -> Arguments:
    """Between types a number loses the digits that the other has not, and is held at its bounds."""
    return singles(I96F32)


@function_case("fixed.I32F32.saturating_from_I64F64")
def i64f64_to_i32f32() -> Arguments:
    """Between types a number loses the digits that the other has not, and is held at its bounds."""
    return singles(I64F64)


@function_case("fixed.I32F32.checked_pow")
def i32f32_powers() -> Arguments:
    """A power is a product of products, or none where one of them does not fit; a negative one is a power of the reciprocal."""
    for bits in edges(I32F32):
        for exponent in (-(2**31), -3, -1, 0, 1, 2, 3, 31, 2**31 - 1):
            yield [str(bits), str(exponent)]

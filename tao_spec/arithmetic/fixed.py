"""The fixed-point numbers of the chain: an integer of bits, read as that integer over two to the `FRAC_BITS`.

What the operators do is stated here once. Every result is the exact rational result, rounded, then held at the bounds:

* `+` and `-` are exact.
* `*` rounds down, towards minus infinity: -2^-32 squared, in I32F32, is 0, but -2^-32 times 2^-32 is -2^-32.
* `/` truncates towards zero; a divisor of zero is a panic of the client and raises `DivisionByZero`.
* A result beyond the bounds of the type becomes the nearest bound.

The operators are the chain's `saturating_*` operations, which may also be called by name. `checked_*` give None where
the result does not fit; `wrapping_*` reduce it modulo two to the width, as the client's unchecked operators do;
`safe_div` gives zero where there is no quotient. Two numbers meet only if they have the same type: converting is always
explicit.

Source: the library `substrate-fixed` 0.6.0; for `safe_div`, `checked_pow` and `checked_sqrt` upstream's
`primitives/safe-math/src/lib.rs`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from tao_spec.arithmetic.errors import DivisionByZero, NotANumber
from tao_spec.arithmetic.integers import I32, Integer

IntegerT = TypeVar("IntegerT", bound=Integer)

# The greatest power of two that a double holds.
GREATEST_POWER = 2.0**1023

# The client bisects at most so often before it takes what it has.
SQRT_STEPS = 129


class Fixed:
    """A number with `INT_BITS` binary digits before the point and `FRAC_BITS` behind it; immutable and hashable.

    `SIGNED` types count their sign among the `INT_BITS`. `bits` is the raw integer, as storage holds it. `I32F32()` is
    zero; a number comes from `saturating_from_num`, `from_float` or `from_bits`.

    Raises:
        OverflowError: on construction from bits outside the range; `from_bits` does not look.
    """

    __slots__ = ("bits",)

    bits: int

    INT_BITS: ClassVar[int]
    FRAC_BITS: ClassVar[int]
    SIGNED: ClassVar[bool]
    MIN_BITS: ClassVar[int]
    MAX_BITS: ClassVar[int]
    ZERO: ClassVar[Self]
    ONE: ClassVar[Self]
    MIN: ClassVar[Self]
    MAX: ClassVar[Self]

    def __init_subclass__(cls, int_bits: int, frac_bits: int, signed: bool) -> None:
        """Fix the two widths, and from them the range."""
        super().__init_subclass__()
        width = int_bits + frac_bits
        cls.INT_BITS, cls.FRAC_BITS, cls.SIGNED = int_bits, frac_bits, signed
        cls.MIN_BITS = -(1 << (width - 1)) if signed else 0
        cls.MAX_BITS = (1 << (width - 1)) - 1 if signed else (1 << width) - 1
        for name, bits in (("ZERO", 0), ("ONE", 1 << frac_bits), ("MIN", cls.MIN_BITS), ("MAX", cls.MAX_BITS)):
            setattr(cls, name, cls.from_bits(bits))

    def __new__(cls, *, bits: int = 0) -> Self:
        """Take raw bits that fit."""
        if not cls.MIN_BITS <= bits <= cls.MAX_BITS:
            raise OverflowError(f"{bits} are no bits of {cls.__name__} ({cls.MIN_BITS} to {cls.MAX_BITS})")
        return cls.from_bits(bits)

    # Construction and conversion

    @classmethod
    def from_bits(cls, bits: int) -> Self:
        """The number with these raw bits, which the caller knows to be in range."""
        self = _new(cls)
        _set_bits(self, bits)
        return self

    @classmethod
    def saturate_bits(cls, bits: int) -> Self:
        """The number nearest to raw bits of any size."""
        if bits > cls.MAX_BITS:
            return cls.MAX
        if bits < cls.MIN_BITS:
            return cls.MIN
        self = _new(cls)
        _set_bits(self, bits)
        return self

    @classmethod
    def check_bits(cls, bits: int) -> Self | None:
        """The number with these raw bits, or None where the type has no such number."""
        return cls.from_bits(bits) if cls.MIN_BITS <= bits <= cls.MAX_BITS else None

    @classmethod
    def wrap_bits(cls, bits: int) -> Self:
        """The number whose raw bits are these modulo two to the width of the type."""
        return cls.from_bits(((bits - cls.MIN_BITS) & (cls.MAX_BITS - cls.MIN_BITS)) + cls.MIN_BITS)

    @classmethod
    def saturating_from_num(cls, value: int | Fixed) -> Self:
        """Convert an integer or a number of another type, rounded down to the digits at hand, held at the bounds."""
        return cls.saturate_bits(_align(value, cls.FRAC_BITS))

    @classmethod
    def checked_from_num(cls, value: int | Fixed) -> Self | None:
        """Convert an integer or a number of another type, rounded down; None where it does not fit."""
        return cls.check_bits(_align(value, cls.FRAC_BITS))

    @classmethod
    def wrapping_from_num(cls, value: int | Fixed) -> Self:
        """Convert an integer or a number of another type, rounded down, wrapping where it does not fit."""
        return cls.wrap_bits(_align(value, cls.FRAC_BITS))

    @classmethod
    def from_fraction(cls, value: Fraction) -> Self:
        """The number nearest to a fraction, ties to even, held at the bounds."""
        return cls.saturate_bits(round(value * (1 << cls.FRAC_BITS)))

    @classmethod
    def from_float(cls, value: float) -> Self:
        """The number nearest to a double, ties to even, held at the bounds; for constants that the chain writes so.

        The client mistakes the greatest exponent of a finite double for the mark of infinity: it aborts on a finite
        double above 2^1023, and holds a real infinity, or what is not a number, at the bound that its sign names.

        Raises:
            NotANumber: the double is finite and above 2^1023, or below its negative.
        """
        if not math.isfinite(value):
            return cls.MIN if math.copysign(1, value) < 0 else cls.MAX
        if abs(value) > GREATEST_POWER:
            raise NotANumber(f"the client mistakes the double {value} for no number")
        return cls.from_fraction(Fraction(value))

    def saturating_to_num(self, kind: type[IntegerT]) -> IntegerT:
        """The greatest integer that is not above this number, held at the bounds of `kind`."""
        return kind.saturate(self.bits >> self.FRAC_BITS)

    def checked_to_num(self, kind: type[IntegerT]) -> IntegerT | None:
        """The greatest integer that is not above this number; None where `kind` does not hold it."""
        return kind.check(self.bits >> self.FRAC_BITS)

    def to_fraction(self) -> Fraction:
        """The exact value."""
        return Fraction(self.bits, 1 << self.FRAC_BITS)

    # Addition and subtraction

    def saturating_add(self, other: Self) -> Self:
        """The sum, held at the bounds."""
        if other.__class__ is not self.__class__:
            _reject(self, other)
        return self.saturate_bits(self.bits + other.bits)

    def saturating_sub(self, other: Self) -> Self:
        """The difference, held at the bounds."""
        if other.__class__ is not self.__class__:
            _reject(self, other)
        return self.saturate_bits(self.bits - other.bits)

    def checked_add(self, other: Self) -> Self | None:
        """The sum, or None where it does not fit."""
        _require_same(self, other)
        return self.check_bits(self.bits + other.bits)

    def checked_sub(self, other: Self) -> Self | None:
        """The difference, or None where it does not fit."""
        _require_same(self, other)
        return self.check_bits(self.bits - other.bits)

    def wrapping_add(self, other: Self) -> Self:
        """The sum modulo two to the width."""
        _require_same(self, other)
        return self.wrap_bits(self.bits + other.bits)

    def wrapping_sub(self, other: Self) -> Self:
        """The difference modulo two to the width."""
        _require_same(self, other)
        return self.wrap_bits(self.bits - other.bits)

    @classmethod
    def wrapping_sum(cls, numbers: Iterable[Self]) -> Self:
        """The sum of any count of numbers modulo two to the width, zero of none: the client's `iter().sum()`."""
        return cls.wrap_bits(sum(number.bits for number in numbers))

    # Multiplication and division

    def saturating_mul(self, other: Self) -> Self:
        """The product rounded down, held at the bounds."""
        if other.__class__ is not self.__class__:
            _reject(self, other)
        return self.saturate_bits(self.bits * other.bits >> self.FRAC_BITS)

    def checked_mul(self, other: Self) -> Self | None:
        """The product rounded down, or None where it does not fit."""
        _require_same(self, other)
        return self.check_bits(self.bits * other.bits >> self.FRAC_BITS)

    def wrapping_mul(self, other: Self) -> Self:
        """The product rounded down, modulo two to the width."""
        _require_same(self, other)
        return self.wrap_bits(self.bits * other.bits >> self.FRAC_BITS)

    def saturating_div(self, other: Self) -> Self:
        """The quotient truncated towards zero, held at the bounds.

        Raises:
            DivisionByZero: the divisor is zero; the client panics.
        """
        _require_same(self, other)
        if other.bits == 0:
            raise DivisionByZero(f"{self} was divided by zero in {type(self).__name__}")
        return self.saturate_bits(_truncate(self.bits << self.FRAC_BITS, other.bits))

    def checked_div(self, other: Self) -> Self | None:
        """The quotient truncated towards zero; None for a divisor of zero or a quotient that does not fit."""
        _require_same(self, other)
        if other.bits == 0:
            return None
        return self.check_bits(_truncate(self.bits << self.FRAC_BITS, other.bits))

    def safe_div_or(self, other: Self, default: Self) -> Self:
        """The quotient truncated towards zero; the default for a divisor of zero or a quotient that does not fit."""
        quotient = self.checked_div(other)
        return default if quotient is None else quotient

    def safe_div(self, other: Self) -> Self:
        """The quotient truncated towards zero; zero for a divisor of zero and for a quotient that does not fit.

        That a quotient too great becomes zero, not the bound, is the client's own rule.
        """
        return self.safe_div_or(other, self.ZERO)

    def checked_pow(self, exponent: int) -> Self | None:
        """The power by repeated squaring, each product rounded down and held at the bounds.

        Args:
            exponent: held at the bounds of 32 signed bits; a negative one inverts the power at the end by `safe_div`.

        Returns:
            One for the exponent 0, whatever the base; None for zero to a negative exponent.
        """
        exponent = I32.saturate(exponent)
        if self.bits == 0 and exponent < 0:
            return None
        power, square, rest = self.ONE, self, abs(exponent)
        while rest:
            if rest & 1:
                power = power.saturating_mul(square)
            square = square.saturating_mul(square)
            rest >>= 1
        return self.ONE.safe_div(power) if exponent < 0 else power

    def checked_sqrt(self, epsilon: Self) -> Self | None:
        """A square root by bisection: stops where the root and the number over it differ by at most `epsilon`.

        Args:
            epsilon: in the same type; below zero it never stops the bisection, which then ends after 129 halvings.

        Returns:
            The middle of the last interval, within `epsilon` of a root; None for a number below zero.
        """
        _require_same(self, epsilon)
        if self.bits < 0:
            return None
        above_one = self.bits > self.ONE.bits
        low, high = (0, self.bits) if above_one else (self.bits, self.ONE.bits)
        middle = self._middle(low, high)
        for _ in range(SQRT_STEPS):
            quotient = self._sqrt_quotient(middle)
            if abs(quotient - middle) <= epsilon.bits:
                break
            low, high = (low, middle) if quotient < middle else (middle, high)
            middle = self._middle(low, high)
        return self.from_bits(middle)

    def _middle(self, low: int, high: int) -> int:
        """Half of the sum, which is held at the bounds before it is halved."""
        return min(low + high, self.MAX_BITS) >> 1

    def _sqrt_quotient(self, divisor: int) -> int:
        """This number over a candidate root, by the rule of `safe_div`, all in raw bits not below zero."""
        quotient = (self.bits << self.FRAC_BITS) // divisor if divisor else 0
        return quotient if quotient <= self.MAX_BITS else 0

    # Sign and rounding

    def saturating_neg(self) -> Self:
        """The negative, held at the bounds: zero in an unsigned type."""
        return self.saturate_bits(-self.bits)

    def checked_neg(self) -> Self | None:
        """The negative, or None where it does not fit."""
        return self.check_bits(-self.bits)

    def saturating_abs(self) -> Self:
        """The distance from zero, held at the bounds."""
        return self.saturate_bits(abs(self.bits))

    def checked_abs(self) -> Self | None:
        """The distance from zero, or None where it does not fit."""
        return self.check_bits(abs(self.bits))

    def abs_diff(self, other: Self) -> Self:
        """The distance between two numbers, held at the bounds."""
        _require_same(self, other)
        return self.saturate_bits(abs(self.bits - other.bits))

    def floor(self) -> Self:
        """The greatest whole number not above this one; it always fits."""
        return self.from_bits(self.bits >> self.FRAC_BITS << self.FRAC_BITS)

    def checked_floor(self) -> Self | None:
        """The greatest whole number not above this one; never None in these types."""
        return self.floor()

    def checked_ceil(self) -> Self | None:
        """The least whole number not below this one, or None where it does not fit."""
        return self.check_bits(self._ceil_bits())

    def saturating_ceil(self) -> Self:
        """The least whole number not below this one, held at the bounds."""
        return self.saturate_bits(self._ceil_bits())

    def checked_round(self) -> Self | None:
        """The nearest whole number, ties away from zero, or None where it does not fit."""
        return self.check_bits(self._round_bits())

    def saturating_round(self) -> Self:
        """The nearest whole number, ties away from zero, held at the bounds."""
        return self.saturate_bits(self._round_bits())

    def wrapping_round(self) -> Self:
        """The nearest whole number, ties away from zero, modulo two to the width: the client's plain `round`."""
        return self.wrap_bits(self._round_bits())

    def _ceil_bits(self) -> int:
        """The raw bits, of any size, of the least whole number not below this one."""
        return -(-self.bits >> self.FRAC_BITS) << self.FRAC_BITS

    def _round_bits(self) -> int:
        """The raw bits, of any size, of the nearest whole number, ties away from zero."""
        half = 1 << (self.FRAC_BITS - 1)
        whole = (abs(self.bits) + half) >> self.FRAC_BITS << self.FRAC_BITS
        return whole if self.bits >= 0 else -whole

    # Operators

    __add__ = saturating_add
    __sub__ = saturating_sub
    __mul__ = saturating_mul
    __truediv__ = saturating_div
    __neg__ = saturating_neg
    __abs__ = saturating_abs

    def __eq__(self, other: object) -> bool:
        """Equal are two numbers of one type with the same bits."""
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self.bits == other.bits

    def __lt__(self, other: Self) -> bool:
        """Whether this number is the less; both have one type."""
        if other.__class__ is not self.__class__:
            _reject(self, other)
        return self.bits < other.bits

    def __le__(self, other: Self) -> bool:
        """Whether this number is not the greater; both have one type."""
        if other.__class__ is not self.__class__:
            _reject(self, other)
        return self.bits <= other.bits

    def __gt__(self, other: Self) -> bool:
        """Whether this number is the greater; both have one type."""
        if other.__class__ is not self.__class__:
            _reject(self, other)
        return self.bits > other.bits

    def __ge__(self, other: Self) -> bool:
        """Whether this number is not the less; both have one type."""
        if other.__class__ is not self.__class__:
            _reject(self, other)
        return self.bits >= other.bits

    def __hash__(self) -> int:
        """The hash of the bits, the same in every run."""
        return hash(self.bits)

    def __bool__(self) -> bool:
        """Whether the number is not zero."""
        return self.bits != 0

    # Immutability and text

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: a number never changes."""
        raise AttributeError(f"a {type(self).__name__} cannot be changed: {name} was to be set")

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse: a number never changes."""
        raise AttributeError(f"a {type(self).__name__} cannot be changed: {name} was to be deleted")

    def __reduce__(self) -> tuple[Callable[[int], Self], tuple[int]]:
        """Copy and pickle by the raw bits."""
        return self.from_bits, (self.bits,)

    def __repr__(self) -> str:
        """The name of the type around the raw bits, as an expression that gives the number again."""
        return f"{type(self).__name__}(bits={int(self.bits)})"

    def __str__(self) -> str:
        """The exact decimal value, without trailing zeros."""
        whole, fraction = divmod(abs(self.bits), 1 << self.FRAC_BITS)
        digits = f"{fraction * 5**self.FRAC_BITS:0{self.FRAC_BITS}d}".rstrip("0")
        sign = "-" if self.bits < 0 else ""
        return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


FixedT = TypeVar("FixedT", bound=Fixed)

_new = object.__new__
_set_bits: Callable[[Fixed, int], None] = Fixed.__dict__["bits"].__set__


def _reject(left: Fixed, right: Any) -> NoReturn:
    """Refuse to join two numbers of different types: their bits count different units."""
    raise TypeError(f"{type(left).__name__} and {type(right).__name__} meet only after an explicit conversion")


def _require_same(left: Fixed, right: Fixed) -> None:
    """Let numbers of one type pass."""
    if right.__class__ is not left.__class__:
        _reject(left, right)


def _align(value: int | Fixed, frac_bits: int) -> int:
    """The value in units of two to the minus `frac_bits`, rounded down, of any size."""
    if not isinstance(value, Fixed):
        return value << frac_bits
    shift = frac_bits - value.FRAC_BITS
    return value.bits << shift if shift >= 0 else value.bits >> -shift


def _truncate(numerator: int, denominator: int) -> int:
    """The quotient of two integers, truncated towards zero."""
    if (numerator < 0) == (denominator < 0):
        return numerator // denominator
    return -(-numerator // denominator)


class I32F32(Fixed, int_bits=32, frac_bits=32, signed=True):
    """A signed number of 64 bits, 32 of them behind the point: the numbers of consensus."""

    __slots__ = ()


class I64F64(Fixed, int_bits=64, frac_bits=64, signed=True):
    """A signed number of 128 bits, 64 of them behind the point."""

    __slots__ = ()


class I96F32(Fixed, int_bits=96, frac_bits=32, signed=True):
    """A signed number of 128 bits, 32 of them behind the point: the halvings are computed in it."""

    __slots__ = ()


class I110F18(Fixed, int_bits=110, frac_bits=18, signed=True):
    """A signed number of 128 bits, 18 of them behind the point."""

    __slots__ = ()


class U64F64(Fixed, int_bits=64, frac_bits=64, signed=False):
    """An unsigned number of 128 bits, 64 of them behind the point: square roots of prices, and shares."""

    __slots__ = ()


class U96F32(Fixed, int_bits=96, frac_bits=32, signed=False):
    """An unsigned number of 128 bits, 32 of them behind the point: prices and emission."""

    __slots__ = ()


class U110F18(Fixed, int_bits=110, frac_bits=18, signed=False):
    """An unsigned number of 128 bits, 18 of them behind the point."""

    __slots__ = ()


FIXED_TYPES: tuple[type[Fixed], ...] = (I32F32, I64F64, I96F32, I110F18, U64F64, U96F32, U110F18)

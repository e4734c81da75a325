"""Integers of declared width, with the saturating and checked operations of the chain.

A value of one of these types is a Python `int` known to lie in its range, so it may stand wherever an integer may.
Plain operators give plain integers of any size; the named operations below stay in the type and say how they treat
what does not fit. mypy tells the types apart: an operation joins two values of the same type only.
"""

from __future__ import annotations

from typing import ClassVar, Self, SupportsInt


class Integer(int):
    """An integer between `MIN` and `MAX`, both included; the widths below fix the two.

    Raises:
        OverflowError: on construction from an integer outside the range.
    """

    __slots__ = ()

    BITS: ClassVar[int]
    SIGNED: ClassVar[bool]
    MIN: ClassVar[int]
    MAX: ClassVar[int]

    def __init_subclass__(cls, bits: int | None = None, signed: bool = False) -> None:
        """Fix the range; a subclass that names no width inherits its parent's."""
        super().__init_subclass__()
        if bits is not None:
            cls.BITS, cls.SIGNED = bits, signed
            cls.MIN = -(1 << (bits - 1)) if signed else 0
            cls.MAX = (1 << (bits - 1)) - 1 if signed else (1 << bits) - 1

    def __new__(cls, value: SupportsInt = 0) -> Self:
        """Take an integer that fits."""
        self = int.__new__(cls, value)
        if not cls.MIN <= self <= cls.MAX:
            raise OverflowError(f"{int(self)} does not fit {cls.__name__} ({cls.MIN} to {cls.MAX})")
        return self

    @classmethod
    def saturate(cls, value: int) -> Self:
        """The value of the type nearest to an integer of any size."""
        return int.__new__(cls, cls.MIN if value < cls.MIN else min(value, cls.MAX))

    @classmethod
    def check(cls, value: int) -> Self | None:
        """The integer in this type, or None where it does not fit."""
        return int.__new__(cls, value) if cls.MIN <= value <= cls.MAX else None

    @classmethod
    def wrap(cls, value: int) -> Self:
        """The integer reduced modulo two to the width of the type."""
        return int.__new__(cls, ((value - cls.MIN) & ((1 << cls.BITS) - 1)) + cls.MIN)

    def saturating_add(self, other: Self) -> Self:
        """The sum, held at the bounds of the type."""
        return self.saturate(int(self) + int(other))

    def saturating_sub(self, other: Self) -> Self:
        """The difference, held at the bounds of the type: an unsigned one never falls under zero."""
        return self.saturate(int(self) - int(other))

    def saturating_mul(self, other: int) -> Self:
        """The product, held at the bounds of the type."""
        return self.saturate(int(self) * int(other))

    def checked_add(self, other: Self) -> Self | None:
        """The sum, or None where it does not fit."""
        return self.check(int(self) + int(other))

    def checked_sub(self, other: Self) -> Self | None:
        """The difference, or None where it does not fit."""
        return self.check(int(self) - int(other))

    def checked_mul(self, other: int) -> Self | None:
        """The product, or None where it does not fit."""
        return self.check(int(self) * int(other))

    def checked_div(self, other: int) -> Self | None:
        """The quotient truncated towards zero; None for a divisor of zero or a quotient that does not fit."""
        if other == 0:
            return None
        quotient = abs(int(self)) // abs(int(other))
        return self.check(quotient if (self < 0) == (other < 0) else -quotient)


class U8(Integer, bits=8):
    """An unsigned integer of 8 bits."""

    __slots__ = ()


class U16(Integer, bits=16):
    """An unsigned integer of 16 bits."""

    __slots__ = ()


class U32(Integer, bits=32):
    """An unsigned integer of 32 bits."""

    __slots__ = ()


class U64(Integer, bits=64):
    """An unsigned integer of 64 bits."""

    __slots__ = ()


class U128(Integer, bits=128):
    """An unsigned integer of 128 bits."""

    __slots__ = ()


class U256(Integer, bits=256):
    """An unsigned integer of 256 bits."""

    __slots__ = ()


class I16(Integer, bits=16, signed=True):
    """A signed integer of 16 bits."""

    __slots__ = ()


class I32(Integer, bits=32, signed=True):
    """A signed integer of 32 bits."""

    __slots__ = ()


class I64(Integer, bits=64, signed=True):
    """A signed integer of 64 bits."""

    __slots__ = ()


class I128(Integer, bits=128, signed=True):
    """A signed integer of 128 bits."""

    __slots__ = ()

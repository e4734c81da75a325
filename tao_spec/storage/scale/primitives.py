"""Values without parts: integers, flags, fixed-point numbers, bytes."""

from __future__ import annotations

import re
import types
from typing import TypeVar

from tao_spec.arithmetic.fixed import Fixed
from tao_spec.arithmetic.identifiers import FixedBytes
from tao_spec.arithmetic.integers import Integer
from tao_spec.storage.scale.codec import Codec, Json, ScaleError, check_bound, makes_codecs_of, show, take, unhex

MAX_JSON_INTEGER = 2**53 - 1

_DECIMAL = re.compile(r"-?[0-9]{1,80}")

I = TypeVar("I", bound=Integer)  # noqa: E741


def number_from_json(json: Json) -> Json:
    """A decimal string as the integer that it stands for; anything else as it is."""
    return int(json) if isinstance(json, str) and _DECIMAL.fullmatch(json) else json


def integer_from_json(json: Json, cls: type[I], name: str) -> I:
    """The integer that a number or a decimal string stands for.

    Raises:
        ScaleError: it is none, or does not fit.
    """
    json = number_from_json(json)
    if type(json) is not int:
        raise ScaleError(f"{name} wants an integer or a decimal string, not {show(json)}")
    value = cls.check(json)
    if value is None:
        raise ScaleError(f"{show(json)} does not fit {name}")
    return value


def integer_to_json(value: int) -> Json:
    """An integer as a number, or as a decimal string where not every reader of JSON could hold it."""
    return int(value) if -MAX_JSON_INTEGER <= value <= MAX_JSON_INTEGER else str(int(value))


class IntegerCodec(Codec[I]):
    """A fixed-width little-endian integer."""

    def __init__(self, cls: type[I]) -> None:
        self.cls, self.size, self.signed = cls, cls.BITS // 8, cls.SIGNED
        self.name = f"{'i' if cls.SIGNED else 'u'}{cls.BITS}"

    def encode(self, value: I) -> bytes:
        return value.to_bytes(self.size, "little", signed=self.signed)

    def decode(self, data: bytes, offset: int) -> tuple[I, int]:
        end = take(data, offset, self.size, self.name)
        value = int.from_bytes(data[offset:end], "little", signed=self.signed)
        # The width bounds the value; only a type that takes less of it needs a look.
        if value > self.cls.MAX:
            raise ScaleError(f"{value} is more than {self.cls.MAX}, the greatest {self.cls.__name__}")
        return int.__new__(self.cls, value), end

    def to_json(self, value: I) -> Json:
        return integer_to_json(value)

    def from_json(self, json: Json) -> I:
        return integer_from_json(json, self.cls, self.name)


def encode_compact(value: int) -> bytes:
    """An unsigned integer in the fewest bytes: its two lowest bits tell how many."""
    if value < 1 << 6:
        return (value << 2).to_bytes(1, "little")
    if value < 1 << 14:
        return (value << 2 | 1).to_bytes(2, "little")
    if value < 1 << 30:
        return (value << 2 | 2).to_bytes(4, "little")
    body = value.to_bytes((value.bit_length() + 7) // 8, "little")
    return ((len(body) - 4) << 2 | 3).to_bytes(1, "little") + body


def decode_compact(data: bytes, offset: int, bits: int = 32) -> tuple[int, int]:
    """The compact integer that starts at an offset, and the offset behind it.

    Raises:
        ScaleError: the input ends early, the integer has more than `bits`, or it is not in its shortest form.
    """
    first = take(data, offset, 1, "compact")
    mode = data[offset] & 3
    size = (1, 2, 4, 5 + (data[offset] >> 2))[mode]
    end = take(data, offset, size, "compact")
    # Up to four bytes the two lowest bits are the mode; above, the first byte holds nothing but mode and length.
    value = int.from_bytes(data[first:end], "little") if mode == 3 else int.from_bytes(data[offset:end], "little") >> 2
    if value >> bits:
        raise ScaleError(f"the compact integer {value} has more than {bits} bits")
    if encode_compact(value) != data[offset:end]:
        raise ScaleError(f"the compact integer {value} is not in its shortest form")
    return value, end


class _CompactCodec(Codec[I]):
    """An unsigned integer in compact form."""

    def __init__(self, cls: type[I]) -> None:
        self.cls = cls
        self.name = f"Compact<u{cls.BITS}>"

    def encode(self, value: I) -> bytes:
        return encode_compact(value)

    def decode(self, data: bytes, offset: int) -> tuple[I, int]:
        value, end = decode_compact(data, offset, self.cls.BITS)
        return int.__new__(self.cls, value), end

    def to_json(self, value: I) -> Json:
        return integer_to_json(value)

    def from_json(self, json: Json) -> I:
        return integer_from_json(json, self.cls, self.name)


class BoolCodec(Codec[bool]):
    """A flag in one byte."""

    name = "bool"

    def encode(self, value: bool) -> bytes:
        return b"\1" if value else b"\0"

    def decode(self, data: bytes, offset: int) -> tuple[bool, int]:
        end = take(data, offset, 1, self.name)
        if data[offset] > 1:
            raise ScaleError(f"a bool is 0 or 1, not {data[offset]}")
        return data[offset] == 1, end

    def to_json(self, value: bool) -> Json:
        return value

    def from_json(self, json: Json) -> bool:
        if not isinstance(json, bool):
            raise ScaleError(f"bool wants true or false, not {show(json)}")
        return json


class UnitCodec(Codec[None]):
    """The type with one value and no bytes."""

    name = "()"

    def encode(self, value: None) -> bytes:
        return b""

    def decode(self, data: bytes, offset: int) -> tuple[None, int]:
        return None, offset

    def to_json(self, value: None) -> Json:
        return []

    def from_json(self, json: Json) -> None:
        if json not in ([], None):
            raise ScaleError(f"() wants an empty array, not {show(json)}")


F = TypeVar("F", bound=FixedBytes)


class FixedBytesCodec(Codec[F]):
    """Bytes of one length, with nothing before them."""

    def __init__(self, cls: type[F]) -> None:
        self.cls = cls
        self.name = f"[u8; {cls.LENGTH}]"

    def encode(self, value: F) -> bytes:
        return bytes(value)

    def decode(self, data: bytes, offset: int) -> tuple[F, int]:
        end = take(data, offset, self.cls.LENGTH, self.cls.__name__)
        return bytes.__new__(self.cls, data[offset:end]), end

    def to_json(self, value: F) -> Json:
        return "0x" + value.hex()

    def from_json(self, json: Json) -> F:
        data = unhex(json, self.cls.__name__)
        if len(data) != self.cls.LENGTH:
            raise ScaleError(f"{self.cls.__name__} wants {self.cls.LENGTH} bytes, not {len(data)}")
        return self.cls(data)


X = TypeVar("X", bound=Fixed)


class FixedPointCodec(Codec[X]):
    """A fixed-point number, as the integer of its bits."""

    def __init__(self, cls: type[X]) -> None:
        self.cls, self.size = cls, (cls.INT_BITS + cls.FRAC_BITS) // 8
        self.name = cls.__name__

    def encode(self, value: X) -> bytes:
        return value.bits.to_bytes(self.size, "little", signed=self.cls.SIGNED)

    def decode(self, data: bytes, offset: int) -> tuple[X, int]:
        end = take(data, offset, self.size, self.name)
        return self.cls.from_bits(int.from_bytes(data[offset:end], "little", signed=self.cls.SIGNED)), end

    def to_json(self, value: X) -> Json:
        return {"bits": integer_to_json(value.bits)}

    def from_json(self, json: Json) -> X:
        bits = number_from_json(json.get("bits") if isinstance(json, dict) else json)
        width = self.size * 8 - self.cls.SIGNED
        if type(bits) is not int or not -(1 << width) * self.cls.SIGNED <= bits < 1 << width:
            raise ScaleError(f"{self.name} wants its bits as an integer, not {show(json)}")
        return self.cls.from_bits(bits)


class Bytes(Codec[bytes]):
    """Bytes with their length before them; at most `bound` where one is declared."""

    def __init__(self, bound: int | None = None) -> None:
        """Declare the bound, in bytes."""
        self.bound = bound
        self.name = "Vec<u8>" if bound is None else f"BoundedVec<u8, {bound}>"

    def encode(self, value: bytes) -> bytes:
        return encode_compact(len(value)) + value

    def decode(self, data: bytes, offset: int) -> tuple[bytes, int]:
        size, start = decode_compact(data, offset)
        check_bound(size, self.bound, self.name)
        end = take(data, start, size, self.name)
        return data[start:end], end

    def to_json(self, value: bytes) -> Json:
        return "0x" + value.hex()

    def from_json(self, json: Json) -> bytes:
        value = unhex(json, self.name)
        check_bound(len(value), self.bound, self.name)
        return value


class Compact(_CompactCodec[I]):
    """An unsigned integer in compact form."""


class Rest(Codec[bytes]):
    """Bytes to the end of the input, with nothing before them: a value that another codec reads."""

    name = "bytes to the end"

    def encode(self, value: bytes) -> bytes:
        return value

    def decode(self, data: bytes, offset: int) -> tuple[bytes, int]:
        return data[offset:], len(data)

    def to_json(self, value: bytes) -> Json:
        return "0x" + value.hex()

    def from_json(self, json: Json) -> bytes:
        return unhex(json, self.name)


BOOL = BoolCodec()
UNIT = UnitCodec()
BYTES = Bytes()

makes_codecs_of(bool, lambda _cls, _given: BOOL)
makes_codecs_of(types.NoneType, lambda _cls, _given: UNIT)
makes_codecs_of(Integer, lambda cls, _given: IntegerCodec(cls))
makes_codecs_of(FixedBytes, lambda cls, _given: FixedBytesCodec(cls))
makes_codecs_of(Fixed, lambda cls, _given: FixedPointCodec(cls))
makes_codecs_of(bytes, lambda _cls, _given: BYTES)

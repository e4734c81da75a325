"""SCALE, the encoding of every value that the chain stores, takes or emits, by declared type.

A codec ties a Python type to its SCALE bytes and to its JSON in the vector format. Codecs are values:
`Vec(Tuple(U16, U16))` is the type `Vec<(u16, u16)>` and mypy knows it as `Codec[tuple[tuple[U16, U16], ...]]`.
Wherever a codec is wanted, a Python type that has only one encoding may stand for it: `U16`, `bool`, `AccountId`, a
`Struct`, an `Enumeration`, a `Variant`.

What is refused is part of the protocol, for a value that a client stores and another cannot read splits the chain: a
compact integer not in its shortest form, a flag that is neither 0 nor 1, a bounded vector over its bound, an input
that ends early. Maps and sets come in any order and are put in order.
"""

from __future__ import annotations

import dataclasses
import enum
import re
import types
import typing
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, ClassVar, Generic, TypeVar, cast, dataclass_transform

from tao_spec.arithmetic.fixed import Fixed
from tao_spec.arithmetic.identifiers import FixedBytes
from tao_spec.arithmetic.integers import Integer

Json = Any
"""A value as the vector format writes it: integers, decimal strings, 0x-hex, arrays, objects, null."""

MAX_JSON_INTEGER = 2**53 - 1

_DECIMAL = re.compile(r"-?[0-9]{1,80}")


class ScaleError(Exception):
    """Bytes or JSON that are no value of the declared type; the message is one sentence."""


T = TypeVar("T")
T1 = TypeVar("T1")
T2 = TypeVar("T2")
T3 = TypeVar("T3")
T4 = TypeVar("T4")
K = TypeVar("K")
I = TypeVar("I", bound=Integer)  # noqa: E741


class Codec(ABC, Generic[T]):
    """The encoding of one type, both ways, in bytes and in JSON."""

    name: str
    """The type as the chain's metadata writes it, for people and for comparison."""

    @abstractmethod
    def encode(self, value: T) -> bytes:
        """The SCALE bytes of a value."""

    @abstractmethod
    def decode(self, data: bytes, offset: int) -> tuple[T, int]:
        """The value that starts at an offset, and the offset behind it.

        Raises:
            ScaleError: the bytes are no value of the type.
        """

    @abstractmethod
    def to_json(self, value: T) -> Json:
        """A value as the vector format writes it."""

    @abstractmethod
    def from_json(self, json: Json) -> T:
        """The value that a JSON of the vector format stands for.

        Raises:
            ScaleError: the JSON is no value of the type.
        """

    def decode_all(self, data: bytes) -> T:
        """The value that fills the bytes to their end.

        Raises:
            ScaleError: the bytes are no value of the type, or go on behind it.
        """
        value, end = self.decode(data, 0)
        if end != len(data):
            raise ScaleError(f"{len(data) - end} bytes too many after {self.name}")
        return value

    def __repr__(self) -> str:
        """The name of the type."""
        return f"<{self.name}>"


Spec = type[T] | Codec[T]
"""A codec, or a Python type that has only one."""


def take(data: bytes, offset: int, size: int, name: str) -> int:
    """The offset behind the next `size` bytes.

    Raises:
        ScaleError: there are fewer.
    """
    end = offset + size
    if end > len(data):
        raise ScaleError(f"the input ends inside {name}: {size} bytes wanted, {max(len(data) - offset, 0)} left")
    return end


def unhex(json: Json, name: str) -> bytes:
    """The bytes of a 0x-hex string.

    Raises:
        ScaleError: it is none.
    """
    if not isinstance(json, str) or not json.startswith("0x"):
        raise ScaleError(f"{name} wants a string of 0x-hex, not {_show(json)}")
    try:
        data = bytes.fromhex(json[2:])
    except ValueError:
        raise ScaleError(f"{name} wants whole bytes of 0x-hex, not {_show(json)}") from None
    # Python also reads hex with spaces between the bytes.
    if len(json) != 2 + 2 * len(data):
        raise ScaleError(f"{name} wants 0x-hex without spaces, not {_show(json)}")
    return data


def _show(json: Json) -> str:
    text = repr(json)
    return text if len(text) <= 60 else text[:57] + "..."


def _number(json: Json) -> Json:
    """A decimal string as the integer that it stands for; anything else as it is."""
    return int(json) if isinstance(json, str) and _DECIMAL.fullmatch(json) else json


def _integer_from_json(json: Json, cls: type[I], name: str) -> I:
    json = _number(json)
    if type(json) is not int:
        raise ScaleError(f"{name} wants an integer or a decimal string, not {_show(json)}")
    value = cls.check(json)
    if value is None:
        raise ScaleError(f"{_show(json)} does not fit {name}")
    return value


def _integer_to_json(value: int) -> Json:
    return int(value) if -MAX_JSON_INTEGER <= value <= MAX_JSON_INTEGER else str(int(value))


class _IntegerCodec(Codec[I]):
    """A fixed-width little-endian integer."""

    def __init__(self, cls: type[I]) -> None:
        self.cls, self.size, self.signed = cls, cls.BITS // 8, cls.SIGNED
        self.name = f"{'i' if cls.SIGNED else 'u'}{cls.BITS}"

    def encode(self, value: I) -> bytes:
        return value.to_bytes(self.size, "little", signed=self.signed)

    def decode(self, data: bytes, offset: int) -> tuple[I, int]:
        end = take(data, offset, self.size, self.name)
        # The width bounds the value, so the range needs no check.
        return int.__new__(self.cls, int.from_bytes(data[offset:end], "little", signed=self.signed)), end

    def to_json(self, value: I) -> Json:
        return _integer_to_json(value)

    def from_json(self, json: Json) -> I:
        return _integer_from_json(json, self.cls, self.name)


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
        return _integer_to_json(value)

    def from_json(self, json: Json) -> I:
        return _integer_from_json(json, self.cls, self.name)


class _BoolCodec(Codec[bool]):
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
            raise ScaleError(f"bool wants true or false, not {_show(json)}")
        return json


class _UnitCodec(Codec[None]):
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
            raise ScaleError(f"() wants an empty array, not {_show(json)}")


F = TypeVar("F", bound=FixedBytes)


class _FixedBytesCodec(Codec[F]):
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


class _FixedPointCodec(Codec[X]):
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
        return {"bits": _integer_to_json(value.bits)}

    def from_json(self, json: Json) -> X:
        bits = _number(json.get("bits") if isinstance(json, dict) else json)
        width = self.size * 8 - self.cls.SIGNED
        if type(bits) is not int or not -(1 << width) * self.cls.SIGNED <= bits < 1 << width:
            raise ScaleError(f"{self.name} wants its bits as an integer, not {_show(json)}")
        return self.cls.from_bits(bits)


class Bytes(Codec[bytes]):
    """Bytes with their length before them; at most `bound` where one is declared."""

    def __init__(self, bound: int | None = None) -> None:
        """Declare the bound, in bytes."""
        self.bound = bound
        self.name = "Vec<u8>" if bound is None else f"BoundedVec<u8, {bound}>"

    def encode(self, value: bytes) -> bytes:  # noqa: D102
        return encode_compact(len(value)) + value

    def decode(self, data: bytes, offset: int) -> tuple[bytes, int]:  # noqa: D102
        size, start = decode_compact(data, offset)
        _check_bound(size, self.bound, self.name)
        end = take(data, start, size, self.name)
        return data[start:end], end

    def to_json(self, value: bytes) -> Json:  # noqa: D102
        return "0x" + value.hex()

    def from_json(self, json: Json) -> bytes:  # noqa: D102
        value = unhex(json, self.name)
        _check_bound(len(value), self.bound, self.name)
        return value


def _check_bound(size: int, bound: int | None, name: str) -> None:
    if bound is not None and size > bound:
        raise ScaleError(f"{size} items are too many for {name}")


class Compact(_CompactCodec[I]):
    """An unsigned integer in compact form."""


class Rest(Codec[bytes]):
    """Bytes to the end of the input, with nothing before them: a value that another codec reads."""

    name = "bytes to the end"

    def encode(self, value: bytes) -> bytes:  # noqa: D102
        return value

    def decode(self, data: bytes, offset: int) -> tuple[bytes, int]:  # noqa: D102
        return data[offset:], len(data)

    def to_json(self, value: bytes) -> Json:  # noqa: D102
        return "0x" + value.hex()

    def from_json(self, json: Json) -> bytes:  # noqa: D102
        return unhex(json, self.name)


class Option(Codec[T | None]):
    """A value or none."""

    def __init__(self, inner: Spec[T]) -> None:
        """Declare what may be there."""
        self.inner = codec_of(inner)
        self.name = f"Option<{self.inner.name}>"

    def encode(self, value: T | None) -> bytes:  # noqa: D102
        return b"\0" if value is None else b"\1" + self.inner.encode(value)

    def decode(self, data: bytes, offset: int) -> tuple[T | None, int]:  # noqa: D102
        start = take(data, offset, 1, self.name)
        if data[offset] > 1:
            raise ScaleError(f"{self.name} starts with 0 or 1, not {data[offset]}")
        return (None, start) if data[offset] == 0 else self.inner.decode(data, start)

    def to_json(self, value: T | None) -> Json:  # noqa: D102
        return None if value is None else self.inner.to_json(value)

    def from_json(self, json: Json) -> T | None:  # noqa: D102
        return None if json is None else self.inner.from_json(json)


class _TupleCodec(Codec[tuple[Any, ...]]):
    """Several values, one behind the other."""

    def __init__(self, *items: Codec[Any]) -> None:
        self.items = items
        self.name = f"({', '.join(item.name for item in items)})"

    def encode(self, value: tuple[Any, ...]) -> bytes:
        return b"".join(item.encode(part) for item, part in zip(self.items, value, strict=True))

    def decode(self, data: bytes, offset: int) -> tuple[tuple[Any, ...], int]:
        parts = []
        for item in self.items:
            part, offset = item.decode(data, offset)
            parts.append(part)
        return tuple(parts), offset

    def to_json(self, value: tuple[Any, ...]) -> Json:
        return [item.to_json(part) for item, part in zip(self.items, value, strict=True)]

    def from_json(self, json: Json) -> tuple[Any, ...]:
        if not isinstance(json, list) or len(json) != len(self.items):
            raise ScaleError(f"{self.name} wants an array of {len(self.items)}, not {_show(json)}")
        return tuple(item.from_json(part) for item, part in zip(self.items, json, strict=True))


@typing.overload
def Tuple(first: Spec[T1], second: Spec[T2], /) -> Codec[tuple[T1, T2]]: ...
@typing.overload
def Tuple(first: Spec[T1], second: Spec[T2], third: Spec[T3], /) -> Codec[tuple[T1, T2, T3]]: ...
@typing.overload
def Tuple(first: Spec[T1], second: Spec[T2], third: Spec[T3], fourth: Spec[T4], /) -> Codec[tuple[T1, T2, T3, T4]]: ...
def Tuple(*items: Spec[Any]) -> Codec[Any]:  # noqa: N802  (reads as the type that it makes)
    """Several values, one behind the other."""
    return _TupleCodec(*(codec_of(item) for item in items))


class _SequenceCodec(Codec[T], Generic[T, K]):
    """Values of one type with their number before them, in the container that `collect` makes."""

    def __init__(self, item: Codec[K], collect: Callable[[list[K]], T], name: str, bound: int | None) -> None:
        self.item, self.collect, self.bound, self.name = item, collect, bound, name

    def encode(self, value: T) -> bytes:
        parts = list(cast(Iterable[K], value))
        return encode_compact(len(parts)) + b"".join(map(self.item.encode, parts))

    def decode(self, data: bytes, offset: int) -> tuple[T, int]:
        size, offset = decode_compact(data, offset)
        _check_bound(size, self.bound, self.name)
        parts = []
        for _ in range(size):
            part, offset = self.item.decode(data, offset)
            parts.append(part)
        return self.collect(parts), offset

    def to_json(self, value: T) -> Json:
        return [self.item.to_json(part) for part in cast(Iterable[K], value)]

    def from_json(self, json: Json) -> T:
        if not isinstance(json, list):
            raise ScaleError(f"{self.name} wants an array, not {_show(json)}")
        _check_bound(len(json), self.bound, self.name)
        return self.collect([self.item.from_json(part) for part in json])


def Vec(item: Spec[T], bound: int | None = None) -> Codec[tuple[T, ...]]:  # noqa: N802
    """A vector; at most `bound` items where one is declared."""
    inner = codec_of(item)
    name = f"Vec<{inner.name}>" if bound is None else f"BoundedVec<{inner.name}, {bound}>"
    return _SequenceCodec(inner, tuple, name, bound)


class Array(Codec[tuple[T, ...]]):
    """A fixed number of values, with nothing before them."""

    def __init__(self, item: Spec[T], length: int) -> None:
        """Declare what and how many."""
        self.item, self.length = codec_of(item), length
        self.name = f"[{self.item.name}; {length}]"
        self.parts = _TupleCodec(*[self.item] * length)

    def encode(self, value: tuple[T, ...]) -> bytes:  # noqa: D102
        return self.parts.encode(value)

    def decode(self, data: bytes, offset: int) -> tuple[tuple[T, ...], int]:  # noqa: D102
        return self.parts.decode(data, offset)

    def to_json(self, value: tuple[T, ...]) -> Json:  # noqa: D102
        return self.parts.to_json(value)

    def from_json(self, json: Json) -> tuple[T, ...]:  # noqa: D102
        return self.parts.from_json(json)


def SortedSet(item: Spec[T], bound: int | None = None) -> Codec[tuple[T, ...]]:  # noqa: N802
    """A set in ascending order (`BTreeSet`); at most `bound` items where one is declared."""
    inner = codec_of(item)
    name = f"BTreeSet<{inner.name}>" if bound is None else f"BoundedBTreeSet<{inner.name}, {bound}>"
    # The members of every set of the chain are ordered as their Python values are.
    return _SequenceCodec(inner, lambda parts: tuple(sorted(set(parts))), name, bound)


def SortedMap(key: Spec[K], value: Spec[T], bound: int | None = None) -> Codec[tuple[tuple[K, T], ...]]:  # noqa: N802
    """A map in ascending order of its keys (`BTreeMap`), as pairs; at most `bound` where one is declared."""
    pair = Tuple(key, value)
    name = f"BTreeMap<{codec_of(key).name}, {codec_of(value).name}>" + (f"[{bound}]" if bound is not None else "")
    # A key that comes twice keeps its last value.
    return _SequenceCodec(pair, lambda pairs: tuple(sorted(dict(pairs).items())), name, bound)


@dataclass_transform(frozen_default=True)
class Struct:
    """A value with named fields, encoded one behind the other in the order of their declaration.

    A subclass is a frozen dataclass; the annotation of a field is its type and gives its codec: `U16`, a vector
    `tuple[U16, ...]`, `tuple[U16, bool]`, `AccountId | None`, `Annotated[bytes, Bytes(64)]` where the type alone leaves
    a choice. `unnamed=True` writes the fields in JSON as an array, or bare where there is one only: the chain's tuple
    structs.
    """

    UNNAMED: ClassVar[bool] = False

    def __init_subclass__(cls, unnamed: bool = False, **kwargs: Any) -> None:
        """Make the subclass a frozen dataclass."""
        super().__init_subclass__(**kwargs)
        cls.UNNAMED = unnamed
        dataclasses.dataclass(frozen=True)(cls)


def json_name(field: str) -> str:
    """The name of a field in JSON: a trailing underscore keeps Python's own words apart."""
    return field.rstrip("_")


class FieldsCodec(Codec[Any]):
    """An object with named fields, encoded one behind the other."""

    def __init__(self, cls: type[Any], unnamed: bool, given: Mapping[Any, Codec[Any]]) -> None:
        """Read the annotations; `given` holds codecs for types that have none of their own."""
        hints = typing.get_type_hints(cls, include_extras=True)
        self.cls, self.unnamed, self.name = cls, unnamed, cls.__name__
        self.items = [(f.name, codec_of(hints[f.name], given)) for f in dataclasses.fields(cls)]
        self.codecs = [codec for _, codec in self.items]

    def encode(self, value: Any) -> bytes:  # noqa: D102
        return b"".join([codec.encode(getattr(value, name)) for name, codec in self.items])

    def decode(self, data: bytes, offset: int) -> tuple[Any, int]:  # noqa: D102
        values = []
        for codec in self.codecs:
            value, offset = codec.decode(data, offset)
            values.append(value)
        return self.cls(*values), offset

    def to_json(self, value: Any) -> Json:
        """An object by name; where the fields have none, an array, or the bare value of the only one."""
        if not self.unnamed:
            return {json_name(name): codec.to_json(getattr(value, name)) for name, codec in self.items}
        parts = [codec.to_json(getattr(value, name)) for name, codec in self.items]
        return parts[0] if len(parts) == 1 else parts

    def from_json(self, json: Json) -> Any:  # noqa: D102
        if not self.unnamed:
            return self._from_object(json)
        parts = [json] if len(self.items) == 1 else json
        if not isinstance(parts, list) or len(parts) != len(self.items):
            raise ScaleError(f"{self.name} wants an array of {len(self.items)}, not {_show(json)}")
        return self.cls(*(codec.from_json(part) for codec, part in zip(self.codecs, parts, strict=True)))

    def _from_object(self, json: Json) -> Any:
        names = [json_name(name) for name, _ in self.items]
        if not isinstance(json, dict) or set(json) != set(names):
            raise ScaleError(f"{self.name} wants an object of {', '.join(names) or 'no keys'}, not {_show(json)}")
        values = []
        for name, codec in zip(names, self.codecs, strict=True):
            try:
                values.append(codec.from_json(json[name]))
            except ScaleError as error:
                raise ScaleError(f"{name}: {error}") from None
        return self.cls(*values)


class Enumeration(enum.Enum):
    """One of several names without data; the value of a member is its index, its name the chain's."""


E = TypeVar("E", bound=Enumeration)


class _EnumerationCodec(Codec[E]):
    """The index of the member, in one byte."""

    def __init__(self, cls: type[E]) -> None:
        self.cls, self.name = cls, cls.__name__
        self.members: dict[int, E] = {member.value: member for member in cls}

    def encode(self, value: E) -> bytes:
        return bytes((value.value,))

    def decode(self, data: bytes, offset: int) -> tuple[E, int]:
        end = take(data, offset, 1, self.name)
        if data[offset] not in self.members:
            raise ScaleError(f"{self.name} has no variant {data[offset]}")
        return self.members[data[offset]], end

    def to_json(self, value: E) -> Json:
        return value.name

    def from_json(self, json: Json) -> E:
        if not isinstance(json, str) or json not in self.cls.__members__:
            raise ScaleError(f"{self.name} wants one of {', '.join(self.cls.__members__)}, not {_show(json)}")
        return self.cls[json]


@dataclass_transform(frozen_default=True)
class Variant:
    """One of several shapes, each with its own fields: the chain's enums that carry data.

    The enum is a direct subclass; its shapes are subclasses of that, with `index` and the chain's `name`. The fields
    of a shape follow the rules of `Struct`; they have names only where `named=True`.
    """

    SHAPES: ClassVar[dict[int, type[Variant]]]
    INDEX: ClassVar[int]
    NAME: ClassVar[str]
    NAMED: ClassVar[bool]

    def __init_subclass__(cls, index: int | None = None, name: str = "", named: bool = False) -> None:
        """Open an enum, or add a shape to one."""
        super().__init_subclass__()
        if index is None:
            cls.SHAPES = {}
            return
        dataclasses.dataclass(frozen=True)(cls)
        cls.INDEX, cls.NAME, cls.NAMED = index, name or cls.__name__, named
        cls.SHAPES[index] = cls


class _VariantCodec(Codec[Variant]):
    """The index of the shape in one byte, then its fields."""

    def __init__(self, cls: type[Variant], given: Mapping[Any, Codec[Any]]) -> None:
        self.name = cls.__name__
        self.shapes = {index: FieldsCodec(shape, not shape.NAMED, given) for index, shape in cls.SHAPES.items()}
        self.indices = {shape.NAME: index for index, shape in cls.SHAPES.items()}

    def encode(self, value: Variant) -> bytes:
        return bytes((value.INDEX,)) + self.shapes[value.INDEX].encode(value)

    def decode(self, data: bytes, offset: int) -> tuple[Variant, int]:
        start = take(data, offset, 1, self.name)
        shape = self.shapes.get(data[offset])
        if shape is None:
            raise ScaleError(f"{self.name} has no variant {data[offset]}")
        value, end = shape.decode(data, start)
        return cast(Variant, value), end

    def to_json(self, value: Variant) -> Json:
        shape = self.shapes[value.INDEX]
        return {value.NAME: shape.to_json(value)} if shape.items else value.NAME

    def from_json(self, json: Json) -> Variant:
        name, inner = next(iter(json.items())) if isinstance(json, dict) and len(json) == 1 else (json, None)
        if not isinstance(name, str) or name not in self.indices:
            raise ScaleError(f"{self.name} wants one of {', '.join(self.indices)}, not {_show(json)}")
        shape = self.shapes[self.indices[name]]
        if shape.items:
            return cast(Variant, shape.from_json(inner))
        if inner not in (None, []):
            raise ScaleError(f"{self.name} has no fields in its variant {name}, not {_show(inner)}")
        return cast(Variant, shape.cls())


BOOL = _BoolCodec()
UNIT = _UnitCodec()
BYTES = Bytes()

_SIMPLE: dict[Any, Codec[Any]] = {bool: BOOL, bytes: BYTES, types.NoneType: UNIT}
_CODEC_OF_CLASS: list[tuple[type, Callable[[Any, Mapping[Any, Codec[Any]]], Codec[Any]]]] = [
    (Integer, lambda cls, _: _IntegerCodec(cls)),
    (FixedBytes, lambda cls, _: _FixedBytesCodec(cls)),
    (Fixed, lambda cls, _: _FixedPointCodec(cls)),
    (Struct, lambda cls, given: FieldsCodec(cls, cls.UNNAMED, given)),
    (Enumeration, lambda cls, _: _EnumerationCodec(cls)),
    (Variant, _VariantCodec),
]
_MADE: dict[Any, Codec[Any]] = {}


def codec_of(spec: Any, given: Mapping[Any, Codec[Any]] = types.MappingProxyType({})) -> Codec[Any]:
    """The codec of a type, of an annotation, or the codec itself.

    Args:
        spec: a codec, a class of this module or of floor 1, or an annotation as `Struct` describes.
        given: codecs for types that have none of their own, such as a call, whose table depends on the revision.

    Raises:
        TypeError: the type has no SCALE encoding.
    """
    if isinstance(spec, Codec):
        return spec
    if spec in given:
        return given[spec]
    if spec in _SIMPLE:
        return _SIMPLE[spec]
    if isinstance(spec, type) and typing.get_origin(spec) is None:
        return _codec_of_class(spec, given)
    return _codec_of_annotation(spec, given)


def _codec_of_class(cls: type, given: Mapping[Any, Codec[Any]]) -> Codec[Any]:
    # What depends on given codecs is made anew; everything else once.
    if not given and cls in _MADE:
        return _MADE[cls]
    for base, make in _CODEC_OF_CLASS:
        if issubclass(cls, base):
            codec = make(cls, given)
            if not given:
                _MADE[cls] = codec
            return codec
    raise TypeError(f"{cls.__name__} has no SCALE encoding")


def _codec_of_annotation(spec: Any, given: Mapping[Any, Codec[Any]]) -> Codec[Any]:
    origin, args = typing.get_origin(spec), typing.get_args(spec)
    if origin is Annotated:
        return codec_of(args[1], given)
    if origin in (typing.Union, types.UnionType) and args[1:] == (types.NoneType,):
        return Option(codec_of(args[0], given))
    if origin is tuple and args[1:] == (Ellipsis,):
        return Vec(codec_of(args[0], given))
    if origin is tuple:
        return _TupleCodec(*(codec_of(arg, given) for arg in args))
    raise TypeError(f"{spec} has no SCALE encoding")

"""Values with named parts: structs, and enums with and without data."""

from __future__ import annotations

import dataclasses
import enum
import typing
from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar, cast, dataclass_transform

from tao_spec.storage.scale.codec import Codec, Json, ScaleError, codec_of, makes_codecs_of, show, take


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

    def encode(self, value: Any) -> bytes:
        return b"".join([codec.encode(getattr(value, name)) for name, codec in self.items])

    def decode(self, data: bytes, offset: int) -> tuple[Any, int]:
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

    def from_json(self, json: Json) -> Any:
        if not self.unnamed:
            return self._from_object(json)
        parts = [json] if len(self.items) == 1 else json
        if not isinstance(parts, list) or len(parts) != len(self.items):
            raise ScaleError(f"{self.name} wants an array of {len(self.items)}, not {show(json)}")
        return self.cls(*(codec.from_json(part) for codec, part in zip(self.codecs, parts, strict=True)))

    def _from_object(self, json: Json) -> Any:
        names = [json_name(name) for name, _ in self.items]
        if not isinstance(json, dict) or set(json) != set(names):
            raise ScaleError(f"{self.name} wants an object of {', '.join(names) or 'no keys'}, not {show(json)}")
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


class EnumerationCodec(Codec[E]):
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
            raise ScaleError(f"{self.name} wants one of {', '.join(self.cls.__members__)}, not {show(json)}")
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


class VariantCodec(Codec[Variant]):
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
            raise ScaleError(f"{self.name} wants one of {', '.join(self.indices)}, not {show(json)}")
        shape = self.shapes[self.indices[name]]
        if shape.items:
            return cast(Variant, shape.from_json(inner))
        if inner not in (None, []):
            raise ScaleError(f"{self.name} has no fields in its variant {name}, not {show(inner)}")
        return cast(Variant, shape.cls())


makes_codecs_of(Struct, lambda cls, given: FieldsCodec(cls, cls.UNNAMED, given))
makes_codecs_of(Enumeration, lambda cls, _given: EnumerationCodec(cls))
makes_codecs_of(Variant, VariantCodec)

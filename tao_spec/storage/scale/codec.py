"""What a codec is, and which codec a type has."""

from __future__ import annotations

import types
import typing
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Generic, TypeVar

Json = Any
"""A value as the vector format writes it: integers, decimal strings, 0x-hex, arrays, objects, null."""


class ScaleError(Exception):
    """Bytes or JSON that are no value of the declared type; the message is one sentence."""


T = TypeVar("T")


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
        raise ScaleError(f"{name} wants a string of 0x-hex, not {show(json)}")
    try:
        data = bytes.fromhex(json[2:])
    except ValueError:
        raise ScaleError(f"{name} wants whole bytes of 0x-hex, not {show(json)}") from None
    # Python also reads hex with spaces between the bytes.
    if len(json) != 2 + 2 * len(data):
        raise ScaleError(f"{name} wants 0x-hex without spaces, not {show(json)}")
    return data


def show(json: Json) -> str:
    """A JSON value for a sentence, cut where it is long."""
    text = repr(json)
    return text if len(text) <= 60 else text[:57] + "..."


def check_bound(size: int, bound: int | None, name: str) -> None:
    """No more items than the bound, where one is declared.

    Raises:
        ScaleError: there are more.
    """
    if bound is not None and size > bound:
        raise ScaleError(f"{size} items are too many for {name}")


Given = Mapping[Any, Codec[Any]]
"""Codecs for types that have none of their own, such as a call, whose table depends on the revision."""

_MAKERS: dict[type, Callable[[Any, Given], Codec[Any]]] = {}
_ANNOTATIONS: dict[str, Callable[..., Codec[Any]]] = {}
_MADE: dict[type, Codec[Any]] = {}


def makes_codecs_of(base: type, make: Callable[[Any, Given], Codec[Any]]) -> None:
    """Register how the codec of a class and of its subclasses is made."""
    _MAKERS[base] = make


def reads_annotations(
    option: Callable[..., Codec[Any]], vector: Callable[..., Codec[Any]], several: Callable[..., Codec[Any]]
) -> None:
    """Register what `X | None`, `tuple[X, ...]` and `tuple[X, Y]` stand for."""
    _ANNOTATIONS.update(option=option, vector=vector, several=several)


def codec_of(spec: Any, given: Given = types.MappingProxyType({})) -> Codec[Any]:
    """The codec of a type, of an annotation, or the codec itself.

    Args:
        spec: a codec, a class of this package or of floor 1, or an annotation as `Struct` describes.
        given: codecs for types that have none of their own, such as a call, whose table depends on the revision.

    Raises:
        TypeError: the type has no SCALE encoding.
    """
    if isinstance(spec, Codec):
        return spec
    if spec in given:
        return given[spec]
    if isinstance(spec, type) and typing.get_origin(spec) is None:
        return _codec_of_class(spec, given)
    return _codec_of_annotation(spec, given)


def _codec_of_class(cls: type, given: Given) -> Codec[Any]:
    # What depends on given codecs is made anew; everything else once.
    if not given and cls in _MADE:
        return _MADE[cls]
    for base, make in _MAKERS.items():
        if issubclass(cls, base):
            codec = make(cls, given)
            if not given:
                _MADE[cls] = codec
            return codec
    raise TypeError(f"{cls.__name__} has no SCALE encoding")


def _codec_of_annotation(spec: Any, given: Given) -> Codec[Any]:
    origin, args = typing.get_origin(spec), typing.get_args(spec)
    if origin is Annotated:
        return codec_of(args[1], given)
    if origin in (typing.Union, types.UnionType) and args[1:] == (types.NoneType,):
        return _ANNOTATIONS["option"](codec_of(args[0], given))
    if origin is tuple and args[1:] == (Ellipsis,):
        return _ANNOTATIONS["vector"](codec_of(args[0], given))
    if origin is tuple:
        return _ANNOTATIONS["several"](*(codec_of(arg, given) for arg in args))
    raise TypeError(f"{spec} has no SCALE encoding")

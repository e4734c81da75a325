"""Values of several parts of declared types: options, tuples, vectors, arrays, sets, maps."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar, cast

from tao_spec.storage.scale.codec import (
    Codec,
    Json,
    ScaleError,
    Spec,
    check_bound,
    codec_of,
    reads_annotations,
    show,
    take,
)
from tao_spec.storage.scale.primitives import decode_compact, encode_compact

T = TypeVar("T")
T1 = TypeVar("T1")
T2 = TypeVar("T2")
T3 = TypeVar("T3")
T4 = TypeVar("T4")
K = TypeVar("K")


class Option(Codec[T | None]):
    """A value or none."""

    def __init__(self, inner: Spec[T]) -> None:
        """Declare what may be there."""
        self.inner = codec_of(inner)
        self.name = f"Option<{self.inner.name}>"

    def encode(self, value: T | None) -> bytes:
        return b"\0" if value is None else b"\1" + self.inner.encode(value)

    def decode(self, data: bytes, offset: int) -> tuple[T | None, int]:
        start = take(data, offset, 1, self.name)
        if data[offset] > 1:
            raise ScaleError(f"{self.name} starts with 0 or 1, not {data[offset]}")
        return (None, start) if data[offset] == 0 else self.inner.decode(data, start)

    def to_json(self, value: T | None) -> Json:
        return None if value is None else self.inner.to_json(value)

    def from_json(self, json: Json) -> T | None:
        return None if json is None else self.inner.from_json(json)


class TupleCodec(Codec[tuple[Any, ...]]):
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
            raise ScaleError(f"{self.name} wants an array of {len(self.items)}, not {show(json)}")
        return tuple(item.from_json(part) for item, part in zip(self.items, json, strict=True))


@typing.overload
def Tuple(first: Spec[T1], second: Spec[T2], /) -> Codec[tuple[T1, T2]]: ...
@typing.overload
def Tuple(first: Spec[T1], second: Spec[T2], third: Spec[T3], /) -> Codec[tuple[T1, T2, T3]]: ...
@typing.overload
def Tuple(first: Spec[T1], second: Spec[T2], third: Spec[T3], fourth: Spec[T4], /) -> Codec[tuple[T1, T2, T3, T4]]: ...
def Tuple(*items: Spec[Any]) -> Codec[Any]:  # noqa: N802  (reads as the type that it makes)
    """Several values, one behind the other."""
    return TupleCodec(*(codec_of(item) for item in items))


class SequenceCodec(Codec[T], Generic[T, K]):
    """Values of one type with their number before them, in the container that `collect` makes."""

    def __init__(self, item: Codec[K], collect: Callable[[list[K]], T], name: str, bound: int | None) -> None:
        self.item, self.collect, self.bound, self.name = item, collect, bound, name

    def encode(self, value: T) -> bytes:
        parts = list(cast(Iterable[K], value))
        return encode_compact(len(parts)) + b"".join(map(self.item.encode, parts))

    def decode(self, data: bytes, offset: int) -> tuple[T, int]:
        size, offset = decode_compact(data, offset)
        check_bound(size, self.bound, self.name)
        parts = []
        for _ in range(size):
            part, offset = self.item.decode(data, offset)
            parts.append(part)
        return self.collect(parts), offset

    def to_json(self, value: T) -> Json:
        return [self.item.to_json(part) for part in cast(Iterable[K], value)]

    def from_json(self, json: Json) -> T:
        if not isinstance(json, list):
            raise ScaleError(f"{self.name} wants an array, not {show(json)}")
        check_bound(len(json), self.bound, self.name)
        return self.collect([self.item.from_json(part) for part in json])


def Vec(item: Spec[T], bound: int | None = None) -> Codec[tuple[T, ...]]:  # noqa: N802
    """A vector; at most `bound` items where one is declared."""
    inner = codec_of(item)
    name = f"Vec<{inner.name}>" if bound is None else f"BoundedVec<{inner.name}, {bound}>"
    return SequenceCodec(inner, tuple, name, bound)


class Array(Codec[tuple[T, ...]]):
    """A fixed number of values, with nothing before them."""

    def __init__(self, item: Spec[T], length: int) -> None:
        """Declare what and how many."""
        self.item, self.length = codec_of(item), length
        self.name = f"[{self.item.name}; {length}]"
        self.parts = TupleCodec(*[self.item] * length)

    def encode(self, value: tuple[T, ...]) -> bytes:
        return self.parts.encode(value)

    def decode(self, data: bytes, offset: int) -> tuple[tuple[T, ...], int]:
        return self.parts.decode(data, offset)

    def to_json(self, value: tuple[T, ...]) -> Json:
        return self.parts.to_json(value)

    def from_json(self, json: Json) -> tuple[T, ...]:
        return self.parts.from_json(json)


def SortedSet(item: Spec[T], bound: int | None = None) -> Codec[tuple[T, ...]]:  # noqa: N802
    """A set in ascending order (`BTreeSet`); at most `bound` items where one is declared."""
    inner = codec_of(item)
    name = f"BTreeSet<{inner.name}>" if bound is None else f"BoundedBTreeSet<{inner.name}, {bound}>"
    # The members of every set of the chain are ordered as their Python values are.
    return SequenceCodec(inner, lambda parts: tuple(sorted(set(parts))), name, bound)


def SortedMap(key: Spec[K], value: Spec[T], bound: int | None = None) -> Codec[tuple[tuple[K, T], ...]]:  # noqa: N802
    """A map in ascending order of its keys (`BTreeMap`), as pairs; at most `bound` where one is declared."""
    pair = Tuple(key, value)
    name = f"BTreeMap<{codec_of(key).name}, {codec_of(value).name}>" + (f"[{bound}]" if bound is not None else "")
    # A key that comes twice keeps its last value.
    return SequenceCodec(pair, lambda pairs: tuple(sorted(dict(pairs).items())), name, bound)


reads_annotations(Option, Vec, Tuple)

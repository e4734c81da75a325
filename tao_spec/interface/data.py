"""`Data`: nothing, a few bytes as they are, or the hash of something kept elsewhere.

Short bytes have no length before them: their first byte tells it, so that the chain's metadata knows one shape for each
length, `Raw0`, `Raw1` and so on. Here they are one shape, and the codec below does the counting.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from tao_spec.storage.scale import Codec, Json, ScaleError, Variant, codec_of, take, unhex

V = TypeVar("V", bound=Variant)

_RAW = re.compile(r"Raw(0|[1-9][0-9]{0,3})", re.ASCII)


class DataCodec(Codec[V], Generic[V]):
    """The encoding of a `Data`: the first byte is one more than the number of raw bytes, or the index of another shape.

    Args:
        family: the enum, whose other shapes are encoded as those of any enum.
        raw: its shape for raw bytes, with the one field `data`.
        bound: the most raw bytes that fit.
    """

    def __init__(self, family: type[V], raw: type[V], bound: int) -> None:
        self.others: Codec[V] = codec_of(family)
        self.raw, self.bound, self.name = raw, bound, family.__name__
        self._make_raw: Callable[[bytes], Any] = raw

    def encode(self, value: V) -> bytes:  # noqa: D102
        if not isinstance(value, self.raw):
            return self.others.encode(value)
        data = self._bytes(value)
        return bytes((len(data) + 1,)) + data

    def decode(self, data: bytes, offset: int) -> tuple[V, int]:  # noqa: D102
        start = take(data, offset, 1, self.name)
        size = data[offset] - 1
        if not 0 <= size <= self.bound:
            return self.others.decode(data, offset)
        end = take(data, start, size, self.name)
        return self._make_raw(data[start:end]), end

    def to_json(self, value: V) -> Json:
        """The name of the shape, which for raw bytes ends with their number, over its fields."""
        if not isinstance(value, self.raw):
            return self.others.to_json(value)
        data = self._bytes(value)
        return {f"Raw{len(data)}": "0x" + data.hex()}

    def from_json(self, json: Json) -> V:  # noqa: D102
        name, inner = next(iter(json.items())) if isinstance(json, dict) and len(json) == 1 else ("", None)
        match = _RAW.fullmatch(str(name))
        if match is None:
            return self._other_from_json(json, name)
        # Recorded vectors also write no bytes at all as an empty array.
        data = b"" if inner == [] else unhex(inner, name)
        if len(data) != int(match[1]) or len(data) > self.bound:
            raise ScaleError(f"{name} of {self.name} wants {match[1]} bytes, at most {self.bound}, not {len(data)}")
        value: V = self._make_raw(data)
        return value

    def _other_from_json(self, json: Json, name: str) -> V:
        # The shape for raw bytes is never called without their number.
        if "Raw" in (json, name):
            raise ScaleError(f"{self.name} wants Raw with the number of its bytes")
        return self.others.from_json(json)

    def _bytes(self, value: V) -> bytes:
        data: bytes = value.data  # type: ignore[attr-defined]
        return data

"""Values that are read as if zeros without end stood behind them."""

from __future__ import annotations

from typing import TypeVar

from tao_spec.storage.scale import Codec, Json, Spec, codec_of

T = TypeVar("T")

PADDING = bytes(8192)
"""More zeros than any value read this way can be long."""


class ZeroPadded(Codec[T]):
    """The encoding of another type, of which zeros at the end may be missing in storage.

    So identities and commitments are read, that a field added to them later may be missing in those stored before.
    Source: pallets/registry/src/types.rs and pallets/commitments/src/types.rs, `Decode for Registration`.
    """

    def __init__(self, inner: Spec[T]) -> None:
        """Declare what is read."""
        self.inner: Codec[T] = codec_of(inner)
        self.name = self.inner.name

    def encode(self, value: T) -> bytes:  # noqa: D102
        return self.inner.encode(value)

    def decode(self, data: bytes, offset: int) -> tuple[T, int]:  # noqa: D102
        value, end = self.inner.decode(data[offset:] + PADDING, 0)
        return value, min(offset + end, len(data))

    def to_json(self, value: T) -> Json:  # noqa: D102
        return self.inner.to_json(value)

    def from_json(self, json: Json) -> T:  # noqa: D102
        return self.inner.from_json(json)

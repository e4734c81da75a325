"""Values by type: at random, around what the state holds, and at the bounds of the type."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, Final

from tao_spec.arithmetic.identifiers import AccountId, FixedBytes, NetUid, TickIndex
from tao_spec.arithmetic.integers import Integer
from tao_spec.fuzz.stock import Stock
from tao_spec.interface.accounts.system import MultiAddress
from tao_spec.interface.data import DataCodec
from tao_spec.interface.pools import MAX_TICK, MIN_TICK, TICK_INDEX
from tao_spec.storage.scale import (
    Array,
    Bytes,
    Codec,
    EnumerationCodec,
    FieldsCodec,
    Option,
    Rest,
    SequenceCodec,
    TupleCodec,
)
from tao_spec.storage.scale.primitives import (
    BoolCodec,
    Compact,
    FixedBytesCodec,
    FixedPointCodec,
    IntegerCodec,
    UnitCodec,
)
from tao_spec.storage.scale.records import VariantCodec

LENGTHS: Final = (0, 1, 2, 3, 4, 8, 31, 32, 33, 64, 65, 128, 129, 256, 257, 1024, 1025)
"""So many bytes a blob may have: the limits of the chain, and one more."""

STEPS: Final = (0, 0, 0, 0, 1, -1, 1, -1, 2, -2, 360, 7200)
"""How far from a number of the state another one lies."""


class Values:
    """Draws values of any encodable type.

    Args:
        chance: where randomness comes from.
        stock: what the state holds.
        draw_call: draws a call, where one is an argument.
    """

    def __init__(self, chance: random.Random, stock: Stock, draw_call: Callable[[], Any]) -> None:
        self.chance, self.stock, self.draw_call = chance, stock, draw_call
        self.length: int | None = None

    def value(self, codec: Codec[Any], field: str = "") -> Any:
        """A value that a codec can encode; `field` is the name of the argument."""
        for kind, draw in self._drawers:
            if isinstance(codec, kind):
                return draw(self, codec, field)
        # What is left is the codec of calls, the only one that depends on the revision.
        return self.draw_call()

    def integer(self, cls: type[Integer], field: str = "") -> Integer:
        """A number: one of the state, or near one, or a bound, or any."""
        if cls is NetUid and self.chance.random() < 0.9 and (netuids := self.stock.of(cls)):
            return cls(self.chance.choice(netuids))
        return cls.saturate(self.chance.choice(self._numbers(cls, field)))

    def _numbers(self, cls: type[Integer], field: str) -> list[int]:
        """One number of each kind, the likely kinds more than once."""
        chance, step = self.chance, self.chance.choice(STEPS)
        found = [chance.randint(0, 5), chance.choice((0, 1, cls.MAX, cls.MAX - 1, cls.MIN)), self._any(cls)]
        for share, numbers in ((3, self.stock.of(cls)), (2, self.stock.named(field)), (2, list(self.stock.numbers))):
            if numbers:
                found += [chance.choice(numbers) + step] * share
        return found

    def _any(self, cls: type[Integer]) -> int:
        """A number of any size, small ones as likely as great ones."""
        size = self.chance.randint(0, cls.BITS)
        return self.chance.getrandbits(size) * (self.chance.choice((1, -1)) if cls.SIGNED else 1) if size else 0

    def fixed_bytes(self, cls: type[FixedBytes]) -> FixedBytes:
        """An account or a hash of the state; now and then one that nobody knows."""
        known = self.stock.of(cls)
        if known and self.chance.random() < 0.92:
            return cls(self.chance.choice(known))
        return cls(self.chance.randbytes(cls.LENGTH))

    def blob(self, bound: int | None) -> bytes:
        """Bytes: some of the state, or any of a length that is a limit somewhere."""
        known = list(self.stock.blobs)
        if known and self.chance.random() < 0.3:
            return self.chance.choice(known)[:bound]
        lengths = LENGTHS if bound is None else (*(size for size in LENGTHS if size < bound), bound)
        size = self.chance.choice(lengths if self.chance.random() < 0.5 else lengths[:5])
        return bytes(self.chance.choice(b"abcxyz.:/ 09") for _ in range(size))

    def _integer(self, codec: Any, field: str) -> Integer:
        return self.integer(codec.cls, field)

    def _tick(self, codec: Any, field: str) -> TickIndex:
        """A tick: one of the state or near it, a bound, or one not far from the price of one."""
        chance, known = self.chance, self.stock.of(TickIndex) or [0]
        tick = chance.choice((chance.choice(known) + chance.choice(STEPS), chance.randint(-9_000, 9_000)))
        return TickIndex(max(MIN_TICK, min(MAX_TICK, chance.choice((tick, tick, tick, MIN_TICK, MAX_TICK)))))

    def _unit(self, codec: Any, field: str) -> None:
        return None

    def _bool(self, codec: Any, field: str) -> bool:
        return self.chance.random() < 0.5

    def _fixed_bytes(self, codec: Any, field: str) -> FixedBytes:
        return self.fixed_bytes(codec.cls)

    def _fixed_point(self, codec: Any, field: str) -> Any:
        unit = 1 << codec.cls.FRAC_BITS
        return codec.cls.from_bits(self.chance.choice((0, 1, unit // 2, unit - 1, unit, unit + 1, unit * 2)))

    def _blob(self, codec: Any, field: str) -> bytes:
        return self.blob(getattr(codec, "bound", None))

    def _option(self, codec: Any, field: str) -> Any:
        return None if self.chance.random() < 0.4 else self.value(codec.inner, field)

    def _tuple(self, codec: Any, field: str) -> Any:
        return tuple(self.value(item, field) for item in codec.items)

    def _sequence(self, codec: Any, field: str) -> Any:
        """Lists beside one another are mostly of one length; accounts stand mostly in order."""
        if self.length is None or self.chance.random() < 0.15:
            self.length = self.chance.choice((0, 1, 1, 2, 2, 3, 4, 5, 10, 33))
        parts = [self.value(codec.item, field) for _ in range(min(self.length, codec.bound or self.length))]
        if parts and isinstance(parts[0], AccountId) and self.chance.random() < 0.7:
            parts = sorted(set(parts))
        return codec.collect(parts)

    def _array(self, codec: Any, field: str) -> Any:
        return tuple(self.value(codec.item, field) for _ in range(codec.length))

    def _enumeration(self, codec: Any, field: str) -> Any:
        return self.chance.choice(list(codec.cls))

    def _record(self, codec: Any, field: str) -> Any:
        """A record of the state, or a new one."""
        known = self.stock.of(codec.cls)
        if known and self.chance.random() < 0.5:
            return self.chance.choice(known)
        return codec.cls(*(self.value(inner, name) for name, inner in codec.items))

    def _variant(self, codec: Any, field: str) -> Any:
        """Any shape; of an address mostly the account itself."""
        shapes = list(codec.shapes.values())
        plain = codec.name == MultiAddress.__name__ and self.chance.random() < 0.9
        return self._record(shapes[0] if plain else self.chance.choice(shapes), field)

    def _data(self, codec: Any, field: str) -> Any:
        if self.chance.random() < 0.5:
            return codec.raw(self.blob(codec.bound))
        shapes = [shape for shape in codec.others.shapes.values() if shape.cls is not codec.raw]
        return self._record(self.chance.choice(shapes), field)

    _drawers: Final[tuple[tuple[Any, Callable[..., Any]], ...]] = (
        (IntegerCodec | Compact, _integer),
        (type(TICK_INDEX), _tick),
        (BoolCodec, _bool),
        (UnitCodec, _unit),
        (FixedBytesCodec, _fixed_bytes),
        (FixedPointCodec, _fixed_point),
        (Bytes | Rest, _blob),
        (Option, _option),
        (TupleCodec, _tuple),
        (SequenceCodec, _sequence),
        (Array, _array),
        (EnumerationCodec, _enumeration),
        (FieldsCodec, _record),
        (VariantCodec, _variant),
        (DataCodec, _data),
    )

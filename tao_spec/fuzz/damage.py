"""A state with a few of its numbers changed: so that checks meet values which no call has led to."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Mapping
from typing import Any

from tao_spec.arithmetic.integers import Integer
from tao_spec.fuzz.stock import Stock
from tao_spec.state.chain_state import declaration_of
from tao_spec.storage.scale import ScaleError


def damage_state(state: Mapping[bytes, bytes], chance: random.Random) -> dict[bytes, bytes]:
    """The state with one number or flag changed in each of a few entries."""
    changed, stock = dict(state), Stock(state)
    keys = sorted(changed)
    for key in chance.sample(keys, min(chance.choice((1, 2, 3, 5)), len(keys))):
        item = declaration_of(key)
        if item is None:
            continue
        try:
            value = item.codec.decode_all(changed[key])
        except ScaleError:
            continue
        changed[key] = item.codec.encode(_Damage(value, chance, stock).value)
    return changed


class _Damage:
    """A value with one of its numbers and flags changed; a value without any stays."""

    def __init__(self, value: Any, chance: random.Random, stock: Stock) -> None:
        self.chance, self.stock = chance, stock
        self.target, self.seen = -1, -1
        _rebuild(value, self._leaf)
        # A value without a number or a flag has no target.
        self.target = chance.randint(0, max(self.seen, 0))
        self.seen = -1
        self.value = _rebuild(value, self._leaf)

    def _leaf(self, leaf: Any) -> Any:
        self.seen += 1
        if self.seen != self.target:
            return leaf
        return not leaf if isinstance(leaf, bool) else self._number(leaf)

    def _number(self, old: Integer) -> Integer:
        """A number near the old one, half or twice as large, of another entry, or at a bound."""
        others = self.stock.of(type(old))
        near = (old + 1, old - 1, old // 2, old * 2, self.chance.choice(others), 0)
        far = (1, type(old).MAX, type(old).MAX // 2)
        return type(old).saturate(self.chance.choice(near if self.chance.random() < 0.85 else far))


def _rebuild(value: Any, change: Callable[[Any], Any]) -> Any:
    """The value with every number and flag in it replaced by what `change` makes of it, in order."""
    if isinstance(value, Integer | bool):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_rebuild(part, change) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: _rebuild(getattr(value, field.name), change) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    return value

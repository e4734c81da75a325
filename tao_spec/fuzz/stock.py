"""What a state holds, by type: the values that arguments are drawn from, so that they meet something."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from tao_spec.arithmetic.fixed import Fixed
from tao_spec.arithmetic.identifiers import FixedBytes
from tao_spec.arithmetic.integers import Integer
from tao_spec.interface.messages import Call
from tao_spec.state.chain_state import declaration_of
from tao_spec.storage.scale import ScaleError


class Stock:
    """Values by type, in the order in which they were met.

    Attributes:
        by_type: accounts, hashes, numbers, records; each value once.
        by_name: numbers by the name of the storage item that holds them, in lower case.
        numbers: all numbers.
        blobs: strings of bytes.
        calls: calls that are stored or were made.
    """

    def __init__(self, state: Mapping[bytes, bytes]) -> None:
        self.by_type: dict[type, dict[Any, None]] = {}
        self.by_name: dict[str, dict[int, None]] = {}
        self.numbers: dict[int, None] = {}
        self.blobs: dict[bytes, None] = {}
        self.calls: dict[Call, None] = {}
        for key in sorted(state):
            self.add_entry(key, state[key])

    def add_entry(self, raw_key: bytes, raw: bytes) -> None:
        """Take in what a storage entry holds; what cannot be read is passed over."""
        item = declaration_of(raw_key)
        if item is None:
            return
        try:
            parts, value = item.decode_key(raw_key), item.codec.decode_all(raw)
        except ScaleError:
            return
        for part in parts:
            self.add(part)
        self.add(value, item.name.lower())

    def add(self, value: Any, name: str = "") -> None:
        """Take in a value and all inside it."""
        if isinstance(value, tuple):
            for part in value:
                self.add(part, name)
        elif isinstance(value, FixedBytes):
            self._note(value)
        elif isinstance(value, Integer):
            self._note(value)
            self._number(int(value), name)
        elif isinstance(value, Fixed):
            self._number(value.bits, name)
        elif isinstance(value, bytes):
            self.blobs[value] = None
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            self._record(value, name)

    def _record(self, value: Any, name: str) -> None:
        if isinstance(value, Call):
            self.calls[value] = None
        else:
            self._note(value)
        for field in dataclasses.fields(value):
            self.add(getattr(value, field.name), name)

    def _note(self, value: Any) -> None:
        self.by_type.setdefault(type(value), {})[value] = None

    def _number(self, value: int, name: str) -> None:
        self.numbers[value] = None
        if name:
            self.by_name.setdefault(name, {})[value] = None

    def of(self, cls: type) -> list[Any]:
        """All values of exactly a type."""
        return list(self.by_type.get(cls, ()))

    def named(self, field: str) -> list[int]:
        """The numbers of the storage item of the same name as an argument."""
        return list(self.by_name.get(field.replace("_", ""), ()))

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import tao_spec.state
from tao_spec.storage.items import Declaration, Domain
from tao_spec.storage.scale import ScaleError
from tests.recorded.corpus import recorded
from tests.shared import needs_shared

pytestmark = needs_shared

PREFIX = 32


@cache
def declarations() -> dict[bytes, Declaration[Any, Any]]:
    modules = [module.name for module in pkgutil.iter_modules(tao_spec.state.__path__)]
    found: dict[bytes, Declaration[Any, Any]] = {}
    for name in modules:
        module = importlib.import_module(f"tao_spec.state.{name}")
        for cls in vars(module).values():
            if isinstance(cls, type) and issubclass(cls, Domain) and cls.__module__ == module.__name__:
                for item in cls.declarations():
                    assert item.prefix not in found, f"{item.title} is declared twice"
                    found[item.prefix] = item
    return found


def fault_of_key(item: Declaration[Any, Any], raw: bytes) -> str:
    parts = item.decode_key(raw)
    return "" if item.encode_key(parts) == raw else "the key is encoded otherwise"


def fault_of_value(item: Declaration[Any, Any], raw: bytes) -> str:
    value = item.codec.decode_all(raw)
    if item.codec.encode(value) != raw:
        return "the value is encoded otherwise"
    text = json.loads(json.dumps(item.codec.to_json(value)))
    return "" if item.codec.from_json(text) == value else "the value is another after a round trip through JSON"


def faults(check: Callable[[Declaration[Any, Any], bytes], str], entries: Iterable[tuple[str, str, str]]) -> list[str]:
    found = []
    for key, text, where in entries:
        # That an item is declared at all is a test of its own.
        item = declarations().get(bytes.fromhex(key[2 : 2 + 2 * PREFIX]))
        if item is None:
            continue
        try:
            fault = check(item, bytes.fromhex(text[2:]))
        except ScaleError as error:
            fault = str(error)
        if fault:
            found.append(f"{where}: {item.title}: {fault}")
    return found


def test_every_recorded_key_belongs_to_a_declared_item() -> None:
    items = {key[: 2 + 2 * PREFIX]: where for (key, _), where in recorded().entries.items()}
    unknown = {item: where for item, where in items.items() if bytes.fromhex(item[2:]) not in declarations()}
    assert unknown == {}


def test_every_recorded_key_is_read_and_written_as_it_stands() -> None:
    keys = {key: where for (key, _), where in recorded().entries.items()}
    assert len(keys) > 10_000
    assert faults(fault_of_key, ((key, key, where) for key, where in keys.items())) == []


def test_every_recorded_value_is_read_and_written_as_it_stands() -> None:
    values = {(key[: 2 + 2 * PREFIX], value): where for (key, value), where in recorded().entries.items()}
    assert len(values) > 10_000
    assert faults(fault_of_value, ((key, value, where) for (key, value), where in values.items())) == []

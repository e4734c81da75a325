"""Keys, values, calls and events in the chain's words, for people: reports, explanations, violations."""

from __future__ import annotations

import dataclasses
import enum
from functools import lru_cache
from typing import Any

from tao_spec.arithmetic.fixed import Fixed
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.runtime import Interface
from tao_spec.state.chain_state import declaration_of
from tao_spec.storage.scale import ScaleError, Variant, json_name

MAX_BYTES = 64
"""So many bytes of a text or a blob are shown."""


def describe(value: Any) -> str:
    """Any value of the chain as people read it: accounts in SS58, amounts as digits, records by field."""
    if isinstance(value, AccountId):
        return _ss58(value)
    if isinstance(value, bytes):
        return _describe_bytes(value)
    if isinstance(value, bool) or value is None:
        return {None: "none", True: "true", False: "false"}[value]
    if isinstance(value, int | Fixed):
        return str(value)
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, tuple):
        return f"[{', '.join(describe(part) for part in value)}]"
    if isinstance(value, Call):
        return describe_call(value)
    if isinstance(value, DispatchError):
        return describe_error(value)
    return _describe_record(value)


@lru_cache(maxsize=65536)
def _ss58(account: AccountId) -> str:
    return account.ss58


def _describe_bytes(value: bytes) -> str:
    text = value.hex()
    return f"0x{text}" if len(value) <= MAX_BYTES else f"0x{text[: 2 * MAX_BYTES]}… ({len(value)} bytes)"


def _describe_record(value: Any) -> str:
    fields = [(json_name(f.name), getattr(value, f.name)) for f in dataclasses.fields(value)]
    if isinstance(value, Variant) and not value.NAMED:
        inner = ", ".join(describe(part) for _, part in fields)
        return f"{value.NAME}({inner})" if fields else value.NAME
    name = value.NAME if isinstance(value, Variant) else ""
    return f"{name}{{{', '.join(f'{key}: {describe(part)}' for key, part in fields)}}}"


def describe_call(call: Call) -> str:
    """A call with its arguments by name."""
    fields = [(json_name(f.name), getattr(call, f.name)) for f in dataclasses.fields(call)]  # type: ignore[arg-type]
    return f"{call.PALLET.name}.{call.NAME}({', '.join(f'{key}: {describe(part)}' for key, part in fields)})"


def describe_event(event: Event) -> str:
    """An event with its fields by name."""
    fields = [(json_name(f.name), getattr(event, f.name)) for f in dataclasses.fields(event)]  # type: ignore[arg-type]
    return f"{event.PALLET.name}.{event.NAME}({', '.join(f'{key}: {describe(part)}' for key, part in fields)})"


def describe_error(error: DispatchError) -> str:
    """A refusal by its name, with the pallet or the group that it belongs to."""
    json = error.to_json()
    if isinstance(json, str):
        return json
    ((group, inner),) = json.items()
    return f"{inner['pallet']}.{inner['error']}" if group == "module" else f"{group}.{inner}"


def describe_key(raw: bytes) -> str:
    """A storage key as item and map keys, such as `SubtensorModule.TotalHotkeyAlpha[5F…, 2]`."""
    item = declaration_of(raw)
    if item is None:
        return f"unknown key 0x{raw.hex()}"
    try:
        parts = item.decode_key(raw)
    except ScaleError:
        return f"{item.title} under the unreadable key 0x{raw.hex()}"
    return f"{item.title}[{', '.join(describe(part) for part in parts)}]" if parts else item.title


def describe_value(raw_key: bytes, raw: bytes) -> str:
    """A stored value in words; in hex where it is none of its declared type."""
    item = declaration_of(raw_key)
    if item is None:
        return f"0x{raw.hex()}"
    try:
        return describe(item.codec.decode_all(raw))
    except ScaleError as error:
        return f"0x{raw.hex()} (not decodable: {error})"


class ChainDescriber:
    """Keys, values and events of a revision, from 0x-hex to words.

    Args:
        interface: the events that there are.
    """

    def __init__(self, interface: Interface) -> None:
        self.interface = interface

    def key(self, raw_key: str) -> str:
        """A storage key."""
        return describe_key(bytes.fromhex(raw_key[2:]))

    def value(self, raw_key: str, raw_value: str) -> str:
        """A value under a key."""
        return describe_value(bytes.fromhex(raw_key[2:]), bytes.fromhex(raw_value[2:]))

    def event(self, pallet: str, encoded: str) -> str:
        """An event of a pallet."""
        try:
            return describe_event(self.interface.decode_event(pallet, bytes.fromhex(encoded[2:])))
        except ScaleError as error:
            return f"{pallet} {encoded} (not decodable: {error})"

from __future__ import annotations

import json

from tao_spec.interface.errors import DISPATCH_ERROR, ModuleError
from tao_spec.interface.runtime import declared_interface
from tao_spec.storage.scale import ScaleError
from tests.recorded.corpus import recorded
from tests.shared import needs_shared

pytestmark = needs_shared


def fault_of_call(encoded: str, text: str) -> str:
    interface, raw = declared_interface(), bytes.fromhex(encoded[2:])
    call = interface.decode_call(raw)
    if interface.encode_call(call) != raw:
        return "the call is encoded otherwise"
    if interface.call_codec.from_json(json.loads(text)) != call:
        return "the call in JSON is another"
    written = json.loads(json.dumps(interface.call_codec.to_json(call)))
    return "" if interface.call_codec.from_json(written) == call else "the call is another after a round trip"


def fault_of_event(pallet: str, name: str, encoded: str) -> str:
    interface, raw = declared_interface(), bytes.fromhex(encoded[2:])
    event = interface.decode_event(pallet, raw)
    if (event.PALLET.name, event.NAME) != (pallet, name):
        return f"the event is read as {event.PALLET.name}.{event.NAME}"
    return "" if interface.encode_event(event) == raw else "the event is encoded otherwise"


def test_every_recorded_call_is_read_and_written_as_it_stands() -> None:
    calls = recorded().calls
    assert len(calls) > 1_000
    found = []
    for (encoded, text), where in calls.items():
        try:
            fault = fault_of_call(encoded, text)
        except ScaleError as error:
            fault = str(error)
        if fault:
            found.append(f"{where}: {text[:100]}: {fault}")
    assert found == []


def test_every_recorded_event_is_read_and_written_as_it_stands() -> None:
    events = recorded().events
    assert len(events) > 1_000
    found = []
    for (pallet, name, encoded), where in events.items():
        try:
            fault = fault_of_event(pallet, name, encoded)
        except ScaleError as error:
            fault = str(error)
        if fault:
            found.append(f"{where}: {pallet}.{name}: {fault}")
    assert found == []


def test_every_recorded_module_error_is_declared() -> None:
    declared_interface()
    known = [cls.to_json() for cls in ModuleError.ALL.values()]
    results = [json.loads(result) for result in recorded().results]
    errors = [result for result in results if isinstance(result, dict) and "module" in result]
    assert len(errors) > 100
    assert [error for error in errors if error not in known] == []


def test_every_recorded_refusal_is_read_and_written_as_it_stands() -> None:
    declared_interface()
    results = [json.loads(result) for result in recorded().results]
    refusals = [result for result in results if result not in ("ok", None)]
    assert [json for json in refusals if DISPATCH_ERROR.to_json(DISPATCH_ERROR.from_json(json)) != json] == []

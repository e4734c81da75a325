import gzip
import json
from collections import Counter

import pytest

from tao_spec.interface.runtime import declared_interface
from tao_spec.state.chain_state import declaration_of
from tests.shared import RECORDED, needs_shared

pytestmark = needs_shared

INTERFACE = declared_interface()


def steps():
    for path in sorted(RECORDED.rglob("*.json.gz")):
        vector = json.loads(gzip.decompress(path.read_bytes()))
        if vector["format"] == "tao-vector/1":
            yield from ({"changes": vector["pre"], "events": []}, *vector["steps"])


class Recorded:
    """Every different call, event and entry that the real client wrote."""

    def __init__(self):
        self.calls, self.events, self.entries = {}, {}, {}
        for step in steps():
            if "encoded" in step:
                self.calls[step["encoded"]] = step.get("call")
            for event in step["events"]:
                self.events[event["pallet"], event["encoded"]] = event["name"]
            for key, value in step["changes"].items():
                if value is not None:
                    self.entries[key, value] = None


@pytest.fixture(scope="module")
def recorded():
    return Recorded()


def unhex(text):
    return bytes.fromhex(text[2:])


def test_every_call_reads_as_it_was_written(recorded):
    for encoded, as_json in recorded.calls.items():
        call = INTERFACE.decode_call(unhex(encoded))
        assert INTERFACE.encode_call(call) == unhex(encoded)
        assert INTERFACE.call_codec.from_json(INTERFACE.call_codec.to_json(call)) == call
        assert as_json is None or INTERFACE.call_codec.from_json(as_json) == call


def test_every_event_reads_as_it_was_written(recorded):
    for (pallet, encoded), name in recorded.events.items():
        event = INTERFACE.decode_event(pallet, unhex(encoded))
        assert name == event.NAME
        assert INTERFACE.encode_event(event) == unhex(encoded)


def test_every_entry_of_the_state_reads_as_it_was_written(recorded):
    for key, value in recorded.entries:
        item = declaration_of(unhex(key))
        assert item is not None, key
        assert item.encode_key(item.decode_key(unhex(key))) == unhex(key)
        assert item.codec.encode(item.codec.decode_all(unhex(value))) == unhex(value), item.title


def test_every_value_survives_its_json(recorded):
    seen = Counter()
    for key, value in recorded.entries:
        item = declaration_of(unhex(key))
        seen[item.title] += 1
        # A few hundred values of an item show what its JSON can lose.
        if seen[item.title] <= 300:
            decoded = item.codec.decode_all(unhex(value))
            assert item.codec.from_json(item.codec.to_json(decoded)) == decoded, item.title


def test_most_items_occur(recorded):
    assert len({declaration_of(unhex(key)).title for key, _ in recorded.entries}) > 150

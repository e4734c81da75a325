"""The interface and the storage of revision 320, against the metadata of its runtime."""

from functools import cache

import pytest

from tao_spec.interface.pallets import GRANDPA, PALLETS, SAFE_MODE, TIMESTAMP
from tao_spec.revisions import get_revision
from tao_spec.revisions.r306 import R306
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320.interface import ADDED, INTERFACE
from tao_spec.revisions.r320.state import R320State
from tao_spec.state.chain_state import DECLARATIONS
from tests import facts
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared

METADATA = SHARED / "oracle" / "driver" / "metadata-r320.json"
MODELLED = [pallet for pallet in PALLETS if pallet not in (TIMESTAMP, GRANDPA, SAFE_MODE)]
ITEMS = {item.title: item for item in (*DECLARATIONS, *R320State.declarations())}


@pytest.fixture(autouse=True)
def _facts_of_320(monkeypatch):
    monkeypatch.setattr(facts, "METADATA", METADATA)
    monkeypatch.setattr(facts, "declared_interface", lambda: INTERFACE)
    for name in ("metadata", "types"):
        monkeypatch.setattr(facts, name, cache(getattr(facts, name).__wrapped__))


def label(thing):
    return thing.name if hasattr(thing, "name") else f"{thing.PALLET.name}.{thing.NAME}"


def listed(pallet, kind):
    return sorted((variant["index"], variant["name"]) for variant in facts.variants(pallet.name, kind))


def ours(pallet, classes):
    return sorted((INTERFACE.index_of(cls), cls.NAME) for cls in classes if cls.PALLET is pallet)


def entry(title):
    pallet, name = title.split(".")
    return next(e for e in facts.pallet(pallet)["storage"]["entries"] if e["name"] == name)


def test_the_revision_is_found_by_its_number():
    assert get_revision(320) is R320
    assert (R320.base, R320.interface) == (R306, INTERFACE)


@pytest.mark.parametrize("pallet", PALLETS, ids=label)
def test_every_call_event_and_error_has_the_chain_s_index(pallet):
    assert facts.pallet(pallet.name)["index"] == pallet.index
    assert ours(pallet, INTERFACE.calls) == listed(pallet, "calls")
    assert ours(pallet, INTERFACE.events) == listed(pallet, "event")
    assert ours(pallet, INTERFACE.errors) == listed(pallet, "error")


@pytest.mark.parametrize("call", INTERFACE.calls, ids=label)
def test_a_call_has_the_chain_s_arguments(call):
    fields = next(v for v in facts.variants(call.PALLET.name, "calls") if v["name"] == call.NAME)["fields"]
    assert facts.field_differences(label(call), INTERFACE.call_codec.arguments[call], fields) == []


@pytest.mark.parametrize("event", [event for event in INTERFACE.events if event.NAME != "Dummy"], ids=label)
def test_an_event_has_the_chain_s_fields(event):
    fields = next(v for v in facts.variants(event.PALLET.name, "event") if v["name"] == event.NAME)["fields"]
    codec = INTERFACE._event_codecs[event.PALLET.name].fields[event]
    assert facts.field_differences(label(event), codec, fields) == []


@pytest.mark.parametrize("message", ADDED, ids=label)
def test_what_is_added_is_documented_in_sentences(message):
    assert message.__doc__.split("\n")[0].endswith(".")


def test_the_storage_items_are_the_chain_s():
    declared = {title for title in ITEMS if title not in R320.removed_items}
    pallets = {item.pallet for item in ITEMS.values()} - {"System"}
    theirs = {f"{pallet}.{e['name']}" for pallet in pallets for e in facts.pallet(pallet)["storage"]["entries"]}
    assert declared - {"System.Account", "System.Number"} == theirs


@pytest.mark.parametrize("title", sorted(set(ITEMS) - R320.removed_items))
def test_an_item_has_the_chain_s_hashers_types_and_default(title):
    item, theirs = ITEMS[title], entry(title)
    kind = theirs["type"]
    keys, hashers, value = [], [], kind.get("Plain")
    if "Map" in kind:
        key, hashers, value = kind["Map"]["key"], kind["Map"]["hashers"], kind["Map"]["value"]
        keys = [key] if len(hashers) == 1 else facts.types()[key]["def"]["tuple"]
    assert [key.hasher for key in item.keys] == hashers
    found = [facts.differences(title, key.codec, theirs) for key, theirs in zip(item.keys, keys, strict=True)]
    assert [*found, facts.differences(title, item.codec, value)] == [[]] * (len(keys) + 1)
    if theirs["modifier"] == "Optional":
        assert item.default is None
    else:
        assert item.codec.encode(item.default) == facts.raw_bytes(theirs["default"])

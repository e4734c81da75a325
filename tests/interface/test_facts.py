import dataclasses

import pytest

from tao_spec.interface.pallets import GRANDPA, PALLETS, SAFE_MODE, TIMESTAMP
from tao_spec.interface.runtime import declared_interface
from tao_spec.storage.scale import json_name
from tests import facts
from tests.shared import needs_shared

pytestmark = needs_shared

INTERFACE = declared_interface()
MODELLED = [pallet for pallet in PALLETS if pallet not in (TIMESTAMP, GRANDPA, SAFE_MODE)]


def label(declared):
    return declared.name if hasattr(declared, "name") else f"{declared.PALLET.name}.{declared.NAME}"


def theirs(cls, kind):
    return next(v for v in facts.variants(cls.PALLET.name, kind) if v["name"] == cls.NAME)


def listed(pallet, kind):
    return sorted((variant["index"], variant["name"]) for variant in facts.variants(pallet.name, kind))


def declared(pallet, classes, index):
    return sorted((getattr(cls, index), cls.NAME) for cls in classes if cls.PALLET is pallet)


@pytest.mark.parametrize("pallet", PALLETS, ids=label)
def test_the_pallet_has_its_index(pallet):
    assert facts.pallet(pallet.name)["index"] == pallet.index


@pytest.mark.parametrize("pallet", PALLETS, ids=label)
def test_every_call_is_declared_and_no_other(pallet):
    assert declared(pallet, INTERFACE.calls, "INDEX") == listed(pallet, "calls")


@pytest.mark.parametrize("pallet", PALLETS, ids=label)
def test_every_event_is_declared_and_no_other(pallet):
    assert declared(pallet, INTERFACE.events, "INDEX") == listed(pallet, "event")


@pytest.mark.parametrize("pallet", PALLETS, ids=label)
def test_every_error_is_declared_and_no_other(pallet):
    assert declared(pallet, INTERFACE.errors, "CODE") == listed(pallet, "error")


@pytest.mark.parametrize("call", INTERFACE.calls, ids=label)
def test_a_call_has_the_chain_s_arguments(call):
    fields = theirs(call, "calls")["fields"]
    assert facts.field_differences(label(call), INTERFACE.call_codec.arguments[call], fields) == []


@pytest.mark.parametrize("event", INTERFACE.events, ids=label)
def test_an_event_has_the_chain_s_fields(event):
    fields = theirs(event, "event")["fields"]
    codec = INTERFACE._event_codecs[event.PALLET.name].fields[event]
    if event.NAME == "Dummy":
        # Its one field has no bytes; the specification leaves it out.
        assert (codec.items, event.PALLET.name in ("TriumvirateMembers", "SenateMembers")) == ([], True)
        return
    assert facts.field_differences(label(event), codec, fields) == []


@pytest.mark.parametrize("message", [*INTERFACE.calls, *INTERFACE.events, *INTERFACE.errors], ids=label)
def test_a_message_is_documented_in_sentences(message):
    assert (message.__doc__ or "").split("\n")[0].rstrip().endswith((".", ":"))


@pytest.mark.parametrize("call", INTERFACE.calls, ids=label)
def test_no_two_arguments_share_a_name_in_json(call):
    names = [json_name(field.name) for field in dataclasses.fields(call)]
    assert len(set(names)) == len(names)

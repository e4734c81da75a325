import pytest

from tao_spec.state.chain_state import DECLARATIONS
from tests import facts
from tests.shared import needs_shared

pytestmark = needs_shared

FROM_PROTOCOL = (
    "SubtensorModule",
    "Triumvirate",
    "Proxy",
    "Registry",
    "Commitments",
    "AdminUtils",
    "Drand",
    "Crowdloan",
    "Swap",
)
FROM_METADATA = ("Balances", "TriumvirateMembers", "SenateMembers", "Sudo", "Multisig", "Preimage", "Scheduler")
OF_SYSTEM = {"System.Account", "System.Number"}

TYPES_OF_GENERAL_PALLETS = {
    "Balances.Reserves": "BoundedVec<ReserveData, ConstU32<50>>",
    "Balances.Holds": "BoundedVec<IdAmount, ConstU32<3>>",
    "Balances.Freezes": "BoundedVec<IdAmount, ConstU32<50>>",
    "TriumvirateMembers.Members": "BoundedVec<T::AccountId, ConstU32<3>>",
    "SenateMembers.Members": "BoundedVec<T::AccountId, ConstU32<12>>",
    "Scheduler.Agenda": "BoundedVec<Option<Scheduled>, ConstU32<50>>",
    "Preimage.PreimageFor": "BoundedVec<u8, ConstU32<4194304>>",
}
"""What the metadata keeps silent about: the bounds, as the runtime is configured."""

BY_TITLE = {item.title: item for item in DECLARATIONS}
TITLES = sorted(BY_TITLE)


def entry(title):
    pallet, name = title.split(".")
    return next(e for e in facts.pallet(pallet)["storage"]["entries"] if e["name"] == name)


def description(title):
    """The item as the protocol facts write it; a pallet that the runtime takes from elsewhere has none."""
    pallet, name = title.split(".")
    items = facts.protocol()["pallets"][pallet].get("storage", [])
    return next((item for item in items if item["name"] == name), None)


def hashers_keys_value(title):
    kind = entry(title)["type"]
    if "Plain" in kind:
        return [], [], kind["Plain"]
    key, hashers = kind["Map"]["key"], kind["Map"]["hashers"]
    keys = [key] if len(hashers) == 1 else facts.types()[key]["def"]["tuple"]
    return hashers, keys, kind["Map"]["value"]


def test_no_item_is_declared_twice():
    assert len(BY_TITLE) == len(DECLARATIONS)


@pytest.mark.parametrize("pallet", FROM_PROTOCOL)
def test_every_item_of_the_chain_s_own_pallets_is_declared(pallet):
    declared = {item.name for item in DECLARATIONS if item.pallet == pallet}
    assert declared == {item["name"] for item in facts.protocol()["pallets"][pallet]["storage"]}


@pytest.mark.parametrize("pallet", FROM_METADATA)
def test_every_item_of_the_general_pallets_is_declared(pallet):
    declared = {item.name for item in DECLARATIONS if item.pallet == pallet}
    assert declared == {item["name"] for item in facts.pallet(pallet)["storage"]["entries"]}


def test_nothing_else_is_declared():
    others = {item.title for item in DECLARATIONS if item.pallet not in FROM_PROTOCOL + FROM_METADATA}
    assert others == OF_SYSTEM


@pytest.mark.parametrize("title", TITLES)
def test_the_storage_prefix_is_the_pallet_s(title):
    assert facts.pallet(BY_TITLE[title].pallet)["storage"]["prefix"] == BY_TITLE[title].pallet


@pytest.mark.parametrize("title", TITLES)
def test_keys_are_hashed_as_on_the_chain(title):
    hashers, _, _ = hashers_keys_value(title)
    assert [key.hasher for key in BY_TITLE[title].keys] == hashers
    described = description(title)
    assert described is None or described["hashers"] == hashers


@pytest.mark.parametrize("title", TITLES)
def test_keys_have_the_chain_s_types(title):
    _, types, _ = hashers_keys_value(title)
    described = description(title)
    texts = described["keys"] if described else [None] * len(types)
    keys = BY_TITLE[title].keys
    assert len(keys) == len(types) == len(texts)
    found = [facts.differences(title, k.codec, t, text) for k, t, text in zip(keys, types, texts, strict=True)]
    assert found == [[]] * len(keys)


@pytest.mark.parametrize("title", TITLES)
def test_the_value_has_the_chain_s_type(title):
    _, _, value = hashers_keys_value(title)
    described = description(title)
    text = described["value"] if described else TYPES_OF_GENERAL_PALLETS.get(title)
    assert facts.differences(title, BY_TITLE[title].codec, value, text) == []


@pytest.mark.parametrize("title", TITLES)
def test_the_default_is_the_chain_s(title):
    item, theirs = BY_TITLE[title], entry(title)
    if theirs["modifier"] == "Optional":
        assert item.default is None
    else:
        assert item.default is not None
        assert item.codec.encode(item.default) == facts.raw_bytes(theirs["default"])


@pytest.mark.parametrize("title", TITLES)
def test_the_item_is_documented_in_sentences(title):
    assert BY_TITLE[title].doc.endswith(".")

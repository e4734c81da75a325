"""Declared items: keys, defaults, iteration in the order of raw keys, clearing, and values that cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import AccountId, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.storage.hashers import Blake2_128Concat, Identity, item_prefix
from tao_spec.storage.items import Domain, StorageDoubleMap, StorageMap, StorageTripleMap, StorageValue
from tao_spec.storage.scale import Option, ScaleError
from tao_spec.storage.store import Store

PROPERTY = settings(deadline=None, max_examples=100, derandomize=True)


class Garden(Domain):
    height = StorageValue("Garden", "Height", U64, U64(7), "A value with a default.")
    gate = StorageValue("Garden", "Gate", AccountId, doc="A value without one.")
    trees = StorageMap("Garden", "Trees", Identity(NetUid), U16, U16(3), "A map in the order of its keys' bytes.")
    owners = StorageMap("Garden", "Owners", Blake2_128Concat(AccountId), U16, doc="A map in the order of hashes.")
    maybe = StorageMap("Garden", "Maybe", Identity(NetUid), Option(U16), None, "A map of values that may be none.")
    apples = StorageDoubleMap("Garden", "Apples", Identity(NetUid), Identity(Uid), U16, U16(0), "A map with two keys.")
    wasps = StorageTripleMap(
        "Garden", "Wasps", Identity(NetUid), Identity(Uid), Blake2_128Concat(U64), bool, False, "A map with three."
    )


HEIGHT = item_prefix("Garden", "Height")
TREES = item_prefix("Garden", "Trees")
numbers = st.integers(0, 600)


def garden(state: dict[bytes, bytes] | None = None) -> Garden:
    return Garden(Store(state or {}))


def bytes_of(number: int) -> bytes:
    return number.to_bytes(2, "little")


def test_a_declaration_knows_its_place() -> None:
    assert [item.name for item in Garden.declarations()] == [
        "Height",
        "Gate",
        "Trees",
        "Owners",
        "Maybe",
        "Apples",
        "Wasps",
    ]
    assert Garden.trees.title == "Garden.Trees"
    assert Garden.trees.attribute == "trees"
    assert Garden.trees.prefix == TREES
    assert Garden.trees.doc == "A map in the order of its keys' bytes."


def test_access_is_made_once_for_an_instance() -> None:
    one, other = garden(), garden()
    assert one.trees is one.trees
    assert one.trees is not other.trees


def test_an_absent_value_has_its_default_and_none_is_stored() -> None:
    state = garden()
    assert (state.height.value, state.height.get(), state.height.exists()) == (7, None, False)
    assert (state.trees[NetUid(1)], state.trees.get(NetUid(1)), NetUid(1) in state.trees) == (3, None, False)


def test_a_value_equal_to_the_default_is_stored_all_the_same() -> None:
    state = garden()
    state.trees[NetUid(1)] = U16(3)
    state.height.value = U64(7)
    assert (state.trees.get(NetUid(1)), state.height.get()) == (3, 7)
    assert state.store.commit() == {HEIGHT: bytes_of(7) + bytes(6), TREES + bytes_of(1): bytes_of(3)}


def test_to_read_a_value_without_default_where_none_is_stored_is_a_fault_of_the_rule() -> None:
    state = garden()
    assert state.gate.get() is None
    with pytest.raises(KeyError, match=r"Garden\.Gate has no value and no default"):
        _ = state.gate.value
    with pytest.raises(KeyError, match=r"Garden\.Owners"):
        _ = state.owners[AccountId()]


def test_what_is_deleted_is_absent() -> None:
    state = garden({HEIGHT: bytes(8), TREES + bytes_of(1): bytes_of(9)})
    state.height.clear()
    del state.trees[NetUid(1)]
    del state.trees[NetUid(2)]
    assert (state.height.value, state.trees[NetUid(1)]) == (7, 3)
    assert state.store.commit() == {HEIGHT: None, TREES + bytes_of(1): None}


def test_take_deletes_what_it_returns() -> None:
    state = garden({TREES + bytes_of(1): bytes_of(9)})
    assert (state.trees.take(NetUid(1)), state.trees.take(NetUid(1))) == (9, None)
    assert NetUid(1) not in state.trees


def test_a_value_that_cannot_be_read_is_there_and_reads_as_absent() -> None:
    state = garden({TREES + bytes_of(1): b"\1", TREES + bytes_of(2): bytes_of(5), HEIGHT: b""})
    assert (state.trees[NetUid(1)], state.trees.get(NetUid(1)), NetUid(1) in state.trees) == (3, None, True)
    assert (state.height.value, state.height.exists()) == (7, True)
    assert list(state.trees.items()) == [(2, 5)]
    assert list(state.trees.keys()) == [1, 2]
    assert state.trees.take(NetUid(1)) is None
    assert state.store.commit() == {}


def test_bytes_behind_a_value_are_not_looked_at() -> None:
    state = garden({TREES + bytes_of(1): bytes_of(9) + b"more"})
    assert state.trees[NetUid(1)] == 9
    assert state.store.commit() == {}


def test_a_key_that_cannot_be_read_is_passed_over_and_cleared_with_the_rest() -> None:
    state = garden({TREES + b"\1": bytes_of(9), TREES + bytes(5): bytes_of(8), TREES + bytes_of(4): bytes_of(4)})
    assert list(state.trees.items()) == [(4, 4)]
    state.trees.clear()
    assert len(state.store.commit()) == 3


def test_none_in_a_map_of_options_is_a_stored_value() -> None:
    state = garden()
    state.maybe[NetUid(1)] = None
    assert NetUid(1) in state.maybe
    assert state.store.commit() == {item_prefix("Garden", "Maybe") + bytes_of(1): b"\0"}


@PROPERTY
@given(st.dictionaries(numbers, numbers))
def test_a_map_is_walked_in_the_order_of_raw_keys(entries: dict[int, int]) -> None:
    state = garden()
    for number, value in entries.items():
        state.trees[NetUid(number)] = U16(value)
        state.owners[AccountId(bytes_of(number) * 16)] = U16(value)
    expected = sorted(entries.items(), key=lambda entry: bytes_of(entry[0]))
    assert list(state.trees.items()) == expected
    raw = [Garden.owners.encode_key((account,)) for account, _ in state.owners.items()]
    assert raw == sorted(raw)
    assert len(raw) == len(entries)


@PROPERTY
@given(st.dictionaries(st.tuples(numbers, numbers), numbers, max_size=12), st.integers(0, 3))
def test_entries_under_a_first_key_are_walked_and_cleared_alone(entries, first: int) -> None:
    entries = {(one % 4, other): value for (one, other), value in entries.items()}
    state = garden()
    for (one, other), value in entries.items():
        state.apples[NetUid(one), Uid(other)] = U16(value)
    under = sorted((key[1], value) for key, value in entries.items() if key[0] == first)
    assert sorted(state.apples.under(NetUid(first))) == under
    state.apples.clear_under(NetUid(first))
    assert dict(state.apples.items()) == {key: value for key, value in entries.items() if key[0] != first}


def test_a_map_with_three_keys_is_walked_under_one_two_or_none() -> None:
    state = garden()
    keys = [(NetUid(1), Uid(1), U64(5)), (NetUid(1), Uid(2), U64(5)), (NetUid(2), Uid(1), U64(5))]
    for key in keys:
        state.wasps[key] = True
    assert {key for key, _ in state.wasps.items()} == set(keys)
    assert [key for key, _ in state.wasps.under(NetUid(1))] == keys[:2]
    assert [key for key, _ in state.wasps.under(NetUid(1), Uid(2))] == keys[1:2]
    state.wasps.clear_under(NetUid(1), Uid(1))
    assert {key for key, _ in state.wasps.items()} == set(keys[1:])
    assert state.wasps[keys[0]] is False


def test_a_map_can_be_changed_while_it_is_walked() -> None:
    state = garden()
    for number in range(6):
        state.trees[NetUid(number)] = U16(number)
    seen = []
    for netuid, _ in state.trees.items():
        seen.append(int(netuid))
        del state.trees[netuid]
        state.trees.take(NetUid(netuid + 1))
        if netuid == 2:
            state.trees[NetUid(1)] = U16(1)
            state.trees[NetUid(9)] = U16(9)
    assert seen == [0, 2, 4, 9]
    assert list(state.trees.keys()) == [1]


@PROPERTY
@given(numbers, numbers, st.integers(0, 2**64 - 1))
def test_the_keys_of_an_entry_are_read_back_from_its_storage_key(one: int, other: int, third: int) -> None:
    parts = (NetUid(one), Uid(other), U64(third))
    assert Garden.wasps.decode_key(Garden.wasps.encode_key(parts)) == parts
    with pytest.raises(ScaleError, match=r"1 bytes too many in a key of Garden\.Wasps"):
        Garden.wasps.decode_key(Garden.wasps.encode_key(parts) + b"\0")

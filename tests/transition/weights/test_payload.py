from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.integers import U64
from tao_spec.storage.scale import codec_of
from tao_spec.transition.weights.payload import OwnedPayload, WeightsPayload, read_payload
from tests.transition.chains import account, closing, genesis
from tests.transition.weights.build import HOT, uids, values

OTHER = account(2)
ROW = WeightsPayload(uids(1, 2), values(3, 4), U64(5))
relaxed = settings(deadline=None, max_examples=100)
words = st.lists(st.integers(0, 65_535), max_size=70)


def bare(row: WeightsPayload) -> bytes:
    return codec_of(WeightsPayload).encode(row)


def owned(row: WeightsPayload, hotkey: bytes = HOT) -> bytes:
    return codec_of(OwnedPayload).encode(OwnedPayload(hotkey, row.uids, row.values, row.version_key))


def read(plain: bytes, *closed: str) -> WeightsPayload | None:
    return read_payload(genesis(revision=closing(*closed)), HOT, plain)


@given(words, words, st.integers(0, 2**64 - 1), st.binary(max_size=5))
@relaxed
def test_owned_weights_are_read_whatever_they_are(named: list[int], said: list[int], key: int, more: bytes) -> None:
    row = WeightsPayload(uids(*named), values(*said), U64(key))
    assert read(owned(row) + more) == row
    assert read(owned(row, HOT + more)) == row
    assert read(owned(row, OTHER) + more) is None


def test_weights_without_hotkey_are_read_until_the_deviation_is_closed() -> None:
    assert read(bare(ROW)) == ROW
    assert read(bare(ROW) + b"more") == ROW
    assert read(bare(ROW), "KNOWN-90") is None
    assert read(owned(ROW), "KNOWN-90") == ROW


def test_a_short_hotkey_leads_to_the_first_layout() -> None:
    # These bytes can be read in both: the first number as a hotkey of two bytes, the second as two empty lists.
    row = WeightsPayload(uids(1, 0), values(1, 3), U64(0))
    assert codec_of(OwnedPayload).decode(bare(row), 0)[0].hotkey == b"\x01\0"
    assert read(bare(row)) == row
    assert read(bare(row), "KNOWN-90") is None


def test_weights_of_many_neurons_can_be_mistaken_for_anothers() -> None:
    named = [*range(1, 17), 0, *range(17, 32)]
    row = WeightsPayload(uids(*named), values(*([1] * 32)), U64(0))
    assert read(bare(row)) is None
    # In another order the third neuron stands where the second layout wants a length, and it is none.
    sorted_otherwise = WeightsPayload(uids(0, 1, 2, *range(4, 17), 3, *range(17, 32)), row.values, U64(0))
    assert read(bare(sorted_otherwise)) == sorted_otherwise


@given(st.binary(max_size=80))
@relaxed
def test_any_bytes_are_weights_or_none(plain: bytes) -> None:
    found = read(plain)
    assert found is None or isinstance(found, WeightsPayload)


@given(st.integers(0, 31))
@relaxed
def test_weights_that_end_early_are_none(length: int) -> None:
    whole = owned(ROW)
    assert read(whole[: len(whole) - 1 - length % 8]) is None

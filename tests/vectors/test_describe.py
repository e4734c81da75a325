import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.accounts.balances import Transfer, TransferAllowDeath
from tao_spec.interface.accounts.system import Id, Remark
from tao_spec.interface.errors import BadOrigin, FundsUnavailable
from tao_spec.revisions.r306 import R306
from tao_spec.state.accounts import AccountsState, LockReasons
from tao_spec.state.chain_state import DECLARATIONS
from tao_spec.storage.scale import ScaleError
from tao_spec.vectors.describe import (
    MAX_BYTES,
    ChainDescriber,
    describe,
    describe_error,
    describe_key,
    describe_value,
)
from tao_spec.vectors.machine import to_hex

ALICE = AccountId(bytes.fromhex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"))
DESCRIBER = ChainDescriber(R306.interface)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (ALICE, "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"),
        (TaoBalance(12), "12"),
        (True, "true"),
        (False, "false"),
        (None, "none"),
        (b"\x01\x02", "0x0102"),
        (b"\x01" * (MAX_BYTES + 1), f"0x{'01' * MAX_BYTES}… ({MAX_BYTES + 1} bytes)"),
        ((NetUid(1), (True, None)), "[1, [true, none]]"),
        ((), "[]"),
        (I32F32.from_bits(1 << 31), "0.5"),
        (LockReasons.All, "All"),
        (Id(ALICE), "Id(5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY)"),
        (Remark(b"a"), "System.remark(remark: 0x61)"),
        (BadOrigin(), "BadOrigin"),
        (FundsUnavailable(), "token.FundsUnavailable"),
    ],
)
def test_values_are_put_into_words(value, words):
    assert describe(value) == words


def test_errors_of_a_pallet_are_told_with_it():
    error = next(error for error in R306.interface.errors if error.PALLET.name == "SubtensorModule")
    assert describe_error(error()) == f"SubtensorModule.{error.NAME}"


def test_calls_and_events_are_told_by_their_fields():
    call = TransferAllowDeath(Id(ALICE), TaoBalance(7))
    assert describe(call) == f"Balances.transfer_allow_death(dest: Id({ALICE.ss58}), value: 7)"
    event = R306.interface.encode_event(Transfer(ALICE, ALICE, TaoBalance(7)))
    assert DESCRIBER.event("Balances", to_hex(event)) == (
        f"Balances.Transfer(from: {ALICE.ss58}, to: {ALICE.ss58}, amount: 7)"
    )
    assert DESCRIBER.event("Balances", "0xff").startswith("Balances 0xff (not decodable: ")
    assert "there is no pallet Nowhere" in DESCRIBER.event("Nowhere", "0x00")


def test_keys_are_told_by_item_and_map_keys():
    assert describe_key(AccountsState.number.prefix) == "System.Number"
    assert describe_key(AccountsState.account.encode_key((ALICE,))) == f"System.Account[{ALICE.ss58}]"
    assert describe_key(AccountsState.account.prefix + b"\0").startswith("System.Account under the unreadable key 0x")
    assert describe_key(b"\xab") == "unknown key 0xab"
    assert DESCRIBER.key("0xab") == "unknown key 0xab"


def test_values_are_told_by_the_type_of_their_key():
    number = AccountsState.number.prefix
    assert describe_value(number, b"\x07\x00\x00\x00") == DESCRIBER.value(to_hex(number), "0x07000000") == "7"
    assert describe_value(b"\xab", b"\x07") == "0x07"
    assert describe_value(number, b"\x07") == (
        "0x07 (not decodable: the input ends inside u32: 4 bytes wanted, 1 left)"
    )


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(DECLARATIONS), st.binary(max_size=60), st.binary(max_size=120))
def test_whatever_lies_under_a_key_is_put_into_one_line(item, rest, raw):
    key = item.prefix + rest
    for words in (describe_key(key), describe_value(key, raw)):
        assert words and "\n" not in words
    try:
        item.codec.decode_all(raw)
    except ScaleError:
        assert "(not decodable: " in describe_value(key, raw)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from([event.PALLET.name for event in R306.interface.events]), st.binary(max_size=120))
def test_whatever_an_event_holds_is_put_into_one_line(pallet, raw):
    words = DESCRIBER.event(pallet, to_hex(raw))
    assert words.startswith(pallet) and "\n" not in words


@pytest.mark.parametrize("item", DECLARATIONS, ids=lambda item: item.title)
def test_every_default_can_be_told(item):
    if item.default is not None:
        assert "not decodable" not in describe_value(item.prefix, item.codec.encode(item.default))

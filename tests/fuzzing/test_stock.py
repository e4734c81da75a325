from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.fuzz.stock import Stock
from tao_spec.state.delegation import DelegationState
from tao_spec.state.subnets import SubnetsState

HOTKEY = AccountId(b"h" * 32)
DELEGATES, ADDED = DelegationState.delegates, SubnetsState.networks_added


def test_keys_and_values_are_known_by_their_types_and_numbers_by_their_items():
    stock = Stock({DELEGATES.encode_key((HOTKEY,)): b"\x07\x00", ADDED.encode_key((NetUid(3),)): b"\x01"})
    assert stock.of(AccountId) == [HOTKEY] and stock.of(NetUid) == [NetUid(3)]
    assert stock.of(U16) == [7] == stock.named("delegates")
    assert list(stock.numbers) == [3, 7] or set(stock.numbers) == {3, 7}


def test_what_cannot_be_read_is_passed_over():
    stock = Stock({b"no key": b"", DELEGATES.prefix: b"\x07\x00", DELEGATES.encode_key((HOTKEY,)): b"\x07"})
    assert not stock.by_type and not stock.numbers


def test_values_stand_once_and_in_the_order_in_which_they_were_met():
    stock = Stock({})
    for number in (5, 3, 5):
        stock.add(U16(number))
    assert stock.of(U16) == [5, 3]

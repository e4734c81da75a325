from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import I64, U16
from tao_spec.fuzz.corpus import genesis
from tao_spec.fuzz.stock import Stock
from tao_spec.fuzz.values import Values
from tao_spec.interface.accounts.system import Remark
from tao_spec.revisions.r306 import R306
from tao_spec.storage.scale import Bytes, codec_of
from tao_spec.transition.rules import DISPATCHABLES
from tao_spec.vectors.machine import decode_state

STATE = decode_state(genesis(R306).state)


def values(seed, stock=None):
    return Values(random.Random(seed), stock or Stock(STATE), lambda: Remark(b"x"))


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32))
def test_whatever_a_call_takes_can_be_drawn_and_encoded(seed):
    drawn, interface = values(seed), R306.interface
    for cls in R306.interface.calls:
        if cls in DISPATCHABLES:
            fields = interface.call_codec.arguments[cls].items
            call = cls(*(drawn.value(codec, name) for name, codec in fields))
            assert interface.decode_call(interface.encode_call(call)) == call


def test_numbers_of_the_state_their_neighbours_and_bounds_all_come():
    stock = Stock({})
    stock.add(U16(1_000))
    drawn = values(1, stock)
    seen = {int(drawn.integer(U16)) for _ in range(500)}
    assert {999, 1_000, 1_001, 0, 1, 65_535, 65_534} <= seen
    assert {I64.MIN, I64.MAX} <= {drawn.integer(I64) for _ in range(500)}


def test_most_accounts_and_subnets_are_known_to_the_state():
    drawn = values(2)
    known = set(drawn.stock.of(AccountId))
    assert 800 < sum(drawn.fixed_bytes(AccountId) in known for _ in range(1_000)) < 1_000
    assert sum(drawn.integer(NetUid) in drawn.stock.of(NetUid) for _ in range(1_000)) > 800


def test_bytes_keep_their_bound_and_reach_it():
    drawn, codec = values(3), Bytes(64)
    sizes = {len(drawn.value(codec)) for _ in range(500)}
    assert max(sizes) == 64 and {0, 63, 64} - sizes <= {63}


def test_lists_beside_one_another_are_mostly_of_one_length():
    drawn, codec, same = values(4), codec_of(tuple[U16, ...]), 0
    for _ in range(300):
        drawn.length = None
        same += len(drawn.value(codec)) == len(drawn.value(codec))
    assert 200 < same < 300

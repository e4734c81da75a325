from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.interface.accounts.system import Remark
from tao_spec.interface.accounts.utility import Batch, BatchAll
from tao_spec.interface.governance.sudo import Sudo
from tao_spec.invariants.accounts import HELD
from tao_spec.invariants.views import Past, PastIsFixed, walk_calls
from tao_spec.state.accounts import AccountInfo
from tao_spec.state.chain_state import State
from tao_spec.storage.scale import codec_of
from tao_spec.storage.store import ABSENT, Changes, Store
from tests.invariants.build import ALICE, BOB, CAROL, account, chain_of

BYTES = codec_of(bytes)
keys = st.binary(min_size=1, max_size=2)
values = st.binary(max_size=3).map(BYTES.encode)


@given(st.dictionaries(keys, values), st.dictionaries(keys, st.none() | values), st.lists(keys, max_size=3))
@settings(deadline=None, max_examples=100)
def test_the_past_is_the_state_as_it_was(state: dict[bytes, bytes], changes: Changes, prefixes: list[bytes]) -> None:
    present = Store(state)
    old = {key: present.raw(key) for key in changes}
    present.overwrite(changes)
    past, copy = Past(present, old), Store(state)
    assert past.state == copy.state == state
    for prefix in (b"", *prefixes):
        assert list(past.keys(prefix)) == list(copy.keys(prefix))
    for key in {*state, *changes}:
        assert (key in past) == (key in state)
        assert past.raw(key) == state.get(key)
        assert past.read(key, BYTES) == copy.read(key, BYTES)


def test_the_past_can_be_read_through_items() -> None:
    chain = chain_of({ALICE: account(1_000), BOB: account(2_000)})
    old = {
        chain.accounts.account.raw_key(who): chain.store.raw(chain.accounts.account.raw_key(who))
        for who in (ALICE, CAROL)
    }
    del chain.accounts.account[ALICE]
    chain.accounts.account[CAROL] = account(3_000)
    chain.commit()
    past = State(Past(chain.store, old))
    assert past.accounts.account[ALICE].data.free == 1_000
    assert past.accounts.account[BOB].data.free == 2_000
    assert past.accounts.account.get(CAROL) is None
    assert set(past.accounts.account.keys()) == {ALICE, BOB}


def test_the_past_cannot_be_changed() -> None:
    past = Past(Store({b"k": b"\x00"}), {})
    with pytest.raises(PastIsFixed, match="cannot be written"):
        past.write(b"k", BYTES, ABSENT)
    with pytest.raises(PastIsFixed, match="no root"):
        _ = past.root


def test_a_tally_adds_up_the_entries_of_its_map() -> None:
    chain = chain_of({ALICE: account(1_000, reserved=5), BOB: account(2_000)})
    assert HELD.of_state(chain.store) == 3_005
    assert HELD.of_raw(None) == 0
    assert HELD.of_raw(codec_of(AccountInfo).encode(account(7, reserved=5))) == 12


def test_calls_are_found_inside_of_calls() -> None:
    remark = Remark(remark=b"")
    sudo = Sudo(call=remark)
    inner = BatchAll(calls=(sudo, remark))
    outer = Batch(calls=(inner,))
    assert list(walk_calls(outer)) == [outer, inner, sudo, remark, remark]

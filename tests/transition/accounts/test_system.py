from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import H256
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.accounts.system import Remark, Remarked, RemarkWithEvent
from tao_spec.interface.errors import BadOrigin
from tao_spec.state.keys import KeysState
from tao_spec.transition.accounts.system import set_storage
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.origin import NOBODY, ROOT, Origin, signed
from tao_spec.transition.rules import Unsupported
from tests.transition.accounts.build import ALICE, chain_of


@pytest.mark.parametrize("origin", [signed(ALICE), ROOT, NOBODY])
def test_anybody_may_remark_and_nothing_comes_of_it(origin: Origin) -> None:
    chain = chain_of()
    assert try_dispatch(chain, origin, Remark(b"anything")) is None
    outcome = chain.commit()
    assert (outcome.events, outcome.changes) == ((), {})


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=200))
def test_an_event_keeps_the_hash_of_what_an_account_said(said: bytes) -> None:
    chain = chain_of()
    assert try_dispatch(chain, signed(ALICE), RemarkWithEvent(said)) is None
    outcome = chain.commit()
    assert outcome.events == (Remarked(ALICE, H256(hashlib.blake2b(said, digest_size=32).digest())),)
    assert outcome.changes == {}


@pytest.mark.parametrize("origin", [ROOT, NOBODY])
def test_only_an_account_says_something_that_an_event_keeps(origin: Origin) -> None:
    assert try_dispatch(chain_of(), origin, RemarkWithEvent(b"")) == BadOrigin()


def test_root_writes_raw_keys_that_rules_read() -> None:
    chain = chain_of()
    item = KeysState.tx_rate_limit
    set_storage(chain, ROOT, ((item.encode_key(()), item.codec.encode(U64(7))),))
    assert chain.keys.tx_rate_limit.value == 7
    with pytest.raises(BadOrigin):
        set_storage(chain, signed(ALICE), ())


@pytest.mark.parametrize(
    ("key", "value"), [(b":code", b""), (KeysState.tx_rate_limit.prefix, b"short"), (KeysState.owner.prefix, bytes(32))]
)
def test_what_is_no_modelled_state_is_not_specified(key: bytes, value: bytes) -> None:
    with pytest.raises(Unsupported):
        set_storage(chain_of(), ROOT, ((key, value),))

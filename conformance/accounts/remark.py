"""Remarks, which change nothing, and what root writes past every rule."""

from __future__ import annotations

from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.accounts.system import Remark, RemarkWithEvent, SetStorage
from tao_spec.state.keys import KeysState
from tao_spec.vectors.cases import Builder, Trace, case, nobody, root


@case(rules=["ACC-80"])
def anybody(build: Builder) -> Trace:
    """Anybody may remark, even nobody."""
    alice = build.account("alice", tao(1))
    yield alice.signs(Remark(b"hello"))
    yield root(Remark(b""))
    yield nobody(Remark(bytes(1_000)))


@case(rules=["ACC-81"], errors=["BadOrigin"])
def with_event(build: Builder) -> Trace:
    """An account's remark is told by its hash; root and nobody may not."""
    alice = build.account("alice", tao(1))
    yield alice.signs(RemarkWithEvent(b"hello"))
    yield alice.signs(RemarkWithEvent(b""))
    yield root(RemarkWithEvent(b"hello"))
    yield nobody(RemarkWithEvent(b"hello"))


@case(rules=["ACC-82"], errors=["BadOrigin"])
def raw_storage(build: Builder) -> Trace:
    """Root writes raw keys, the last value of a key stands; nobody else does, even where there is nothing to write."""
    alice = build.account("alice", tao(1))
    item = KeysState.tx_rate_limit
    written = [(item.encode_key(()), item.codec.encode(U64(limit))) for limit in (7, 8)]
    yield root(SetStorage(tuple(written)))
    yield root(SetStorage(()))
    yield alice.signs(SetStorage(()))
    yield nobody(SetStorage((written[0],)))

"""Remarks, which change nothing."""

from __future__ import annotations

from tao_spec.arithmetic.currency import tao
from tao_spec.interface.accounts.system import Remark, RemarkWithEvent
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

"""The runtime's filter: no batch directly in a batch."""

from __future__ import annotations

from tao_spec.arithmetic.currency import tao
from tao_spec.interface.accounts.system import Remark
from tao_spec.interface.accounts.utility import Batch, BatchAll, ForceBatch
from tao_spec.vectors.cases import Builder, Trace, case, nobody

BATCHES = (Batch, BatchAll, ForceBatch)


@case(rules=["DISPATCH-1", "DISPATCH-3"], errors=["CallFiltered"])
def batch_in_batch(build: Builder) -> Trace:
    """No kind of batch may directly hold any kind of batch, not even an empty one."""
    alice = build.account("alice", tao(1))
    for outer in BATCHES:
        for inner in BATCHES:
            yield alice.signs(outer((inner(()),)))


@case(rules=["DISPATCH-1", "DISPATCH-3"], errors=["CallFiltered"])
def batch_behind_others(build: Builder) -> Trace:
    """One batch among many calls is enough, wherever it stands; none of the others is made."""
    alice = build.account("alice", tao(1))
    yield alice.signs(Batch((Remark(b""), Remark(b"two"), ForceBatch((Remark(b"three"),)))))
    yield nobody(BatchAll((Batch(()), Remark(b""))))

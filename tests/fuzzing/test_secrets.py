from __future__ import annotations

import random

from tao_spec.arithmetic.identifiers import H256, AccountId, NetUid
from tao_spec.fuzz.calls import Calls
from tao_spec.fuzz.corpus import genesis
from tao_spec.fuzz.stock import Stock
from tao_spec.interface.accounts.system import Remark
from tao_spec.interface.weights import BatchCommitWeights, BatchRevealWeights, CommitWeights, RevealWeights
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.weights.reveal import Committed, compute_commit_hash
from tao_spec.vectors.format import Signed
from tao_spec.vectors.machine import decode_state, from_hex, to_hex

WHO = Signed(to_hex(b"w" * 32))


def secrets(seed=1):
    state = decode_state(genesis(R306).state)
    return Calls(random.Random(seed), Chain(state, R306), Stock(state), [], {}).secrets


def test_nothing_is_revealed_before_it_is_committed():
    assert secrets().reveal() is None
    kept = secrets()
    assert kept.commit(Remark(b"x"), WHO) == Remark(b"x")
    assert kept.commit(CommitWeights(NetUid(1), H256()), "root") == CommitWeights(NetUid(1), H256())
    assert kept.reveal() is None


def test_what_is_revealed_has_the_hash_that_was_committed():
    kept, hashes = secrets(), set()
    for _ in range(10):
        hashes.add(kept.commit(CommitWeights(NetUid(1), H256()), WHO).commit_hash)
    hashes |= set(kept.commit(BatchCommitWeights((NetUid(1), NetUid(1)), ()), WHO).commit_hashes)
    kinds = set()
    for _ in range(30):
        call, origin = kept.reveal()
        kinds.add(type(call))
        assert origin == WHO
        for told in told_by(call):
            assert compute_commit_hash(Committed(AccountId(from_hex(origin.account)), call.netuid, *told)) in hashes
    assert kinds == {RevealWeights, BatchRevealWeights}


def told_by(call):
    if isinstance(call, RevealWeights):
        return [(call.uids, call.values, call.salt, call.version_key)]
    return list(zip(call.uids_list, call.values_list, call.salts_list, call.version_keys, strict=True))

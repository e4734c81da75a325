"""What is committed by its hash first and told later: weights, with the hash and the reveal that fit each other."""

from __future__ import annotations

import random
from typing import Any

from tao_spec.arithmetic.identifiers import AccountId, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.fuzz.values import Values
from tao_spec.interface.messages import Call
from tao_spec.interface.weights import BatchCommitWeights, BatchRevealWeights, CommitWeights, RevealWeights
from tao_spec.transition.chain import Chain
from tao_spec.transition.weights.reveal import Committed, compute_commit_hash
from tao_spec.vectors.format import Origin, Signed
from tao_spec.vectors.machine import from_hex, to_hex


class Secrets:
    """Keeps what a trace has committed to, so that it can reveal it.

    Args:
        chance: where randomness comes from.
        chain: the state; the neurons of its subnets are weighed.
        values: draws what is of no consequence.
    """

    def __init__(self, chance: random.Random, chain: Chain, values: Values) -> None:
        self.chance, self.chain, self.values = chance, chain, values
        self.kept: list[Committed] = []

    def commit(self, call: Call, origin: Origin) -> Call:
        """A commitment with the hash of something that can be revealed; any other call as it is."""
        if not isinstance(origin, Signed) or self.chance.random() < 0.1:
            return call
        who = AccountId(from_hex(origin.account))
        if isinstance(call, CommitWeights):
            return CommitWeights(call.netuid, compute_commit_hash(self._secret(who, call.netuid)))
        if isinstance(call, BatchCommitWeights):
            secrets = [self._secret(who, netuid) for netuid in call.netuids]
            return BatchCommitWeights(call.netuids, tuple(map(compute_commit_hash, secrets)))
        return call

    def reveal(self) -> tuple[Call, Origin] | None:
        """The reveal of something that was committed, or of all of a subnet's; None where nothing was."""
        if not self.kept:
            return None
        told = self.chance.choice(self.kept)
        origin = Signed(to_hex(told.who))
        if self.chance.random() < 0.7:
            return RevealWeights(told.netuid, told.uids, told.values, told.salt, told.version_key), origin
        same = [one for one in self.kept if (one.who, one.netuid) == (told.who, told.netuid)]
        columns: Any = zip(*[(one.uids, one.values, one.salt, one.version_key) for one in same], strict=True)
        return BatchRevealWeights(told.netuid, *columns), origin

    def _secret(self, who: AccountId, netuid: NetUid) -> Committed:
        """Weights for some neurons of a subnet, and a salt."""
        size = min(self.chain.neurons.subnetwork_n[netuid], 8)
        uids = tuple(Uid(uid) for uid in range(size) if self.chance.random() < 0.7)
        version = self.chain.weights.weights_version_key[netuid]
        weights, salt = (tuple(U16(self.chance.getrandbits(16)) for _ in range(n)) for n in (len(uids), 2))
        secret = Committed(who, netuid, uids, weights, salt, U64(version))
        self.kept.append(secret)
        return secret

"""What the cases of weights stand on: voters, what they say, and how they hide it until a round of the beacon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conformance.drand.beacon import pulse as quicknet_pulse
from conformance.drand.beacon import seal
from conformance.scenes import PART, Subnet, subnet
from tao_spec.arithmetic.identifiers import H256, AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.commitments.drand import Pulse
from tao_spec.interface.weights import (
    BatchCommitWeights,
    BatchRevealWeights,
    BatchSetWeights,
    CommitTimelockedWeights,
    CommitWeights,
    RevealWeights,
    SetWeights,
)
from tao_spec.state.weights import TimelockedCommit, WeightCommit
from tao_spec.storage.scale import codec_of
from tao_spec.transition.weights.payload import OwnedPayload, WeightsPayload
from tao_spec.transition.weights.reveal import Committed, compute_commit_hash
from tao_spec.vectors.cases import Actor, Builder

HOME = 2
"""The subnet of the voters."""

HOME_NETUID, ANY_VERSION = NetUid(HOME), U64(0)

TEMPO = 9
"""An epoch has ten blocks here: the 101st of the subnet begins with block 1,007 and runs in its last block, 1,016."""

NOW = 1_010
"""The block in which the cases begin."""

EPOCH = 101
"""The epoch of that block."""

ROUND, OTHER_ROUND, FAR_ROUND = 1_000, 1, 10**12
"""Two rounds of the beacon whose pulses are known, and one that is not to come soon."""


def voters(
    build: Builder, count: int = 3, *, commits: bool = False, limit: int = 0, tempo: int = TEMPO, netuid: int = HOME
) -> Subnet:
    """A subnet of validators with an alpha each, in which any weights may be set, at block 1,010.

    Args:
        commits: whether weights are committed first.
        limit: blocks from one setting to the next.
    """
    made = subnet(build, [1] * count, netuid=netuid, tempo=tempo)
    build.at_block(NOW)
    weights = build.chain.weights
    weights.commit_reveal_weights_enabled[made.netuid] = commits
    weights.weights_set_rate_limit[made.netuid] = U64(limit)
    weights.min_allowed_weights[made.netuid] = U16(1)
    weights.max_weights_limit[made.netuid] = U16(PART)
    return made


def voter(made: Subnet, uid: int = 0) -> Actor:
    """A neuron that makes calls."""
    return Actor(made.hotkey(uid))


@dataclass(frozen=True)
class Said:
    """Weights as a neuron says them, with the salt of their hash.

    Attributes:
        row: neurons and what is said of each.
    """

    uids: tuple[Uid, ...]
    values: tuple[U16, ...]
    version: U64 = ANY_VERSION
    salt: tuple[U16, ...] = ()
    netuid: NetUid = HOME_NETUID

    def under(self, version: int) -> Said:
        """The same for another version."""
        return replace(self, version=U64(version))

    def salted(self, *salt: int) -> Said:
        """The same with another salt."""
        return replace(self, salt=tuple(map(U16, salt)))

    def on(self, netuid: int) -> Said:
        """The same in another subnet."""
        return replace(self, netuid=NetUid(netuid))

    def openly(self) -> SetWeights:
        """The call that sets them."""
        return SetWeights(self.netuid, self.uids, self.values, self.version)

    def hash_of(self, who: AccountId) -> H256:
        """The hash by which a hotkey commits itself to them."""
        return compute_commit_hash(Committed(who, self.netuid, self.uids, self.values, self.salt, self.version))

    def commit(self, who: Actor) -> CommitWeights:
        """The call that commits a hotkey to them."""
        return CommitWeights(self.netuid, self.hash_of(who.account))

    def reveal(self) -> RevealWeights:
        """The call that reveals them."""
        return RevealWeights(self.netuid, self.uids, self.values, self.salt, self.version)

    def owned(self, hotkey: bytes) -> bytes:
        """What is sealed in the second layout, with the hotkey first."""
        return codec_of(OwnedPayload).encode(OwnedPayload(hotkey, self.uids, self.values, self.version))

    def bare(self) -> bytes:
        """What is sealed in the first layout, without a hotkey."""
        return codec_of(WeightsPayload).encode(WeightsPayload(self.uids, self.values, self.version))

    def sealed(self, who: Actor, round: int = ROUND) -> CommitTimelockedWeights:
        """The call that commits a hotkey to them until a round."""
        return sealing(seal(self.owned(who.account), round), round, netuid=self.netuid)


def says(row: Mapping[int, int]) -> Said:
    """Weights on some neurons."""
    return Said(tuple(map(Uid, row)), tuple(map(U16, row.values())))


def says_pairs(uids: Sequence[int], values: Sequence[int]) -> Said:
    """Weights whose lists need not match."""
    return Said(tuple(map(Uid, uids)), tuple(map(U16, values)))


EQUALLY = says({0: 1, 1: 1, 2: 1})
"""The same of three neurons."""

OF_OTHERS = says({1: 1, 2: 3})
"""Something of two neurons."""

PROPORTIONS = [says({1: 1, 2: value}) for value in range(1, 13)]
"""Twelve different weights."""


def set_together(*said: Said) -> BatchSetWeights:
    """Set weights in the subnets that they name."""
    pairs = tuple(tuple(zip(one.uids, one.values, strict=True)) for one in said)
    return BatchSetWeights(tuple(one.netuid for one in said), pairs, tuple(one.version for one in said))


def commit_together(who: Actor, *said: Said) -> BatchCommitWeights:
    """Commit to weights in the subnets that they name."""
    return BatchCommitWeights(tuple(one.netuid for one in said), tuple(one.hash_of(who.account) for one in said))


def reveal_together(*said: Said) -> BatchRevealWeights:
    """Reveal weights in one subnet."""
    lists: tuple[Any, ...] = tuple(
        tuple(getattr(one, name) for one in said) for name in ("uids", "values", "salt", "version")
    )
    return BatchRevealWeights(NetUid(HOME), *lists)


def queue(made: Subnet, uid: int, *commits: tuple[Said, int]) -> None:
    """Store commitments of a neuron, each of a block; a case writes what calls could only lead to over many epochs."""
    made.chain.weights.weight_commits[made.netuid, made.hotkey(uid)] = tuple(
        WeightCommit(said.hash_of(made.hotkey(uid)), BlockHeight(block), BlockHeight(0), BlockHeight(0))
        for said, block in commits
    )


def sealing(sealed: bytes, round: int = ROUND, version: int = 4, netuid: int = HOME) -> CommitTimelockedWeights:
    """Commit to whatever is sealed."""
    return CommitTimelockedWeights(NetUid(netuid), sealed, U64(round), U16(version))


def store(build: Builder, pulse: Pulse | None = None) -> None:
    """Store a pulse, as if a node had brought it: that of round 1,000 unless another is given, be it one that no call stores."""
    stored = pulse or quicknet_pulse(ROUND)
    build.chain.commitments.pulses[stored.round] = stored


def keep(made: Subnet, *commits: tuple[int, bytes], round: int = ROUND, epoch: int = EPOCH - 1) -> None:
    """Keep timelocked commitments of neurons under an epoch, as if they had been made in it."""
    made.chain.weights.timelocked_weight_commits[made.netuid, U64(epoch)] = tuple(
        TimelockedCommit(made.hotkey(uid), BlockHeight(NOW - TEMPO), sealed, U64(round)) for uid, sealed in commits
    )

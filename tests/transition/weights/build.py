"""A subnet of voters, in which any weights may be set, for the tests of weights."""

from __future__ import annotations

from collections.abc import Iterable

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.commitments.drand import Pulse, RoundNumber
from tao_spec.interface.messages import Event
from tao_spec.revisions.r306 import R306
from tao_spec.state.commitments import QUICKNET
from tao_spec.state.weights import TimelockedCommit
from tao_spec.transition.chain import Chain
from tao_spec.transition.drand.timelock import encrypt
from tao_spec.transition.origin import Origin, signed
from tao_spec.transition.revision import Revision
from tests.transition.chains import FIRST, account, genesis

NOW = 1_010
TEMPO = 9
EPOCH = 101
"""Of the first subnet in block 1,010, with ten blocks to an epoch."""

LAST = 1_017
"""The last block of that epoch."""

ROUND = RoundNumber(1_000)
SIGNATURE = bytes.fromhex(
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
)
"""What the beacon signed in round 1,000."""

HOT = account(1)
"""The hotkey of the neuron 0; that of the next is the next account."""


def voting(count: int = 3, *, commits: bool = False, limit: int = 0, revision: Revision = R306) -> Chain:
    """The first subnet of genesis with so many validators."""
    chain = genesis(NOW, revision)
    neurons, weights = chain.neurons, chain.weights
    for uid in range(count):
        neurons.keys[FIRST, Uid(uid)] = account(uid + 1)
        neurons.uids[FIRST, account(uid + 1)] = Uid(uid)
    neurons.subnetwork_n[FIRST] = U16(count)
    chain.consensus.validator_permit[FIRST] = (True,) * count
    chain.consensus.tempo[FIRST] = U16(TEMPO)
    weights.last_update[FIRST] = (BlockHeight(NOW),) * count
    weights.weights_set_rate_limit[FIRST] = U64(limit)
    weights.min_allowed_weights[FIRST] = U16(1)
    weights.max_weights_limit[FIRST] = U16(U16.MAX)
    weights.commit_reveal_weights_enabled[FIRST] = commits
    chain.commit()
    return chain


def voter(uid: int) -> Origin:
    """The neuron signs."""
    return signed(account(uid + 1))


def go_to(chain: Chain, block: int) -> None:
    """Set the height, without the blocks between."""
    chain.accounts.number.value = BlockNumber(block)


def uids(*numbers: int) -> tuple[Uid, ...]:
    return tuple(map(Uid, numbers))


def values(*numbers: int) -> tuple[U16, ...]:
    return tuple(map(U16, numbers))


def row_of(chain: Chain, uid: int = 0, netuid: NetUid = FIRST) -> dict[int, int]:
    """What a neuron says of others."""
    return {int(other): int(value) for other, value in chain.weights.weights[netuid, Uid(uid)]}


def told(chain: Chain) -> list[Event]:
    """The events of the step."""
    return chain.events


def bring_pulse(chain: Chain, signature: bytes = SIGNATURE) -> None:
    """Store the pulse of round 1,000."""
    chain.commitments.pulses[ROUND] = Pulse(ROUND, b"", signature)


def seal(message: bytes) -> bytes:
    """A message sealed until round 1,000."""
    return encrypt(message, ROUND, QUICKNET.public_key, b"secret")


def keep(chain: Chain, sealed: Iterable[tuple[AccountId, bytes]], round: RoundNumber = ROUND) -> None:
    """Keep sealed commitments that are due now."""
    chain.weights.timelocked_weight_commits[FIRST, U64(EPOCH - 1)] = tuple(
        TimelockedCommit(who, BlockHeight(NOW - TEMPO), message, round) for who, message in sealed
    )

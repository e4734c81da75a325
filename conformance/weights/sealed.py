"""Weights that are committed encrypted, until a round of the beacon."""

from __future__ import annotations

from conformance.weights.prepare import (
    EPOCH,
    FAR_ROUND,
    HOME,
    NOW,
    OF_OTHERS,
    PROPORTIONS,
    keep,
    queue,
    sealing,
    store,
    voter,
    voters,
)
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.hyperparameters import SudoSetCommitRevealVersion
from tao_spec.interface.weights import CommitCrv3Weights
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, root

LAST = 1_016
"""The last block of the epoch in which the cases begin, in which its epoch runs."""


@case(rules=["WEIGHTS-1", "WEIGHTS-51", "WEIGHTS-53"])
def from_commitment_to_weights(build: Builder) -> Trace:
    """Sealed weights are set in the first block of the next epoch, and neither before nor again."""
    made = voters(build, commits=True, limit=3)
    store(build)
    alice = voter(made)
    yield alice.signs(OF_OTHERS.sealed(alice))
    yield blocks(LAST - NOW)
    yield blocks(1)
    yield blocks(1)


@case(
    rules=["WEIGHTS-51"],
    errors=[
        "BadOrigin",
        "CommitRevealDisabled",
        "IncorrectCommitRevealVersion",
        "HotKeyNotRegisteredInSubNet",
        "CommittingWeightsTooFast",
        "TooManyUnrevealedCommits",
    ],
)
def order(build: Builder) -> Trace:
    """One fault after the other is mended; each time the next is told of. What is sealed may be anything, and its round any."""
    made = voters(build, commits=True, limit=2)
    build.chain.weights.commit_reveal_weights_enabled[NetUid(9)] = False
    build.chain.weights.stake_threshold.value = U64(2**62)
    made.permit(False, False, False)
    made.update([NOW] * 3)
    keep(made, *((0, b"sealed") for _ in range(10)), epoch=EPOCH)
    alice, bob, stranger = voter(made), voter(made, 1), Actor(build.name("stranger"))
    yield root(sealing(b"", version=3, netuid=9))
    yield stranger.signs(sealing(b"", version=3, netuid=9))
    for version in (3, 5, 4):
        yield stranger.signs(sealing(b"", version=version))
    yield alice.signs(sealing(b""))
    yield blocks(1)
    yield alice.signs(sealing(b""))
    yield blocks(1)
    yield alice.signs(sealing(b""))
    yield bob.signs(sealing(b"", round=0))


@case(rules=["WEIGHTS-51"], errors=["TooManyUnrevealedCommits"])
def ten_in_an_epoch(build: Builder) -> Trace:
    """Ten of a hotkey may be kept under one epoch; those of others, of other epochs, and hashed ones do not count."""
    made = voters(build, commits=True)
    keep(made, *((0, b"sealed") for _ in range(9)), (1, b"sealed"), (1, b"sealed"), epoch=EPOCH)
    keep(made, *((0, b"sealed") for _ in range(9)), epoch=EPOCH - 1)
    queue(made, 0, *((said, NOW) for said in PROPORTIONS[:10]))
    alice = voter(made)
    yield alice.signs(sealing(b"tenth"))
    yield alice.signs(sealing(b"eleventh"))
    yield voter(made, 1).signs(sealing(b"third"))
    yield blocks(LAST - NOW + 1)
    yield alice.signs(sealing(b"of the next epoch"))


@case(rules=["WEIGHTS-50", "WEIGHTS-51"])
def in_the_block_of_an_epoch(build: Builder) -> Trace:
    """A commitment in the block of an epoch, which has run, is kept under the next; a block earlier it is not."""
    made = voters(build, commits=True)
    build.at_block(LAST - 1)
    for uid in range(3):
        yield voter(made, uid).signs(sealing(b"sealed", FAR_ROUND))
        yield blocks(1)


@case(rules=["WEIGHTS-51"])
def lengths(build: Builder) -> Trace:
    """Up to 5,000 bytes are kept, and none are enough; the event tells the hash of them."""
    made = voters(build, commits=True)
    for uid, length in enumerate((0, 1, 5_000)):
        yield voter(made, uid).signs(sealing(bytes(length), 2**64 - 1))


@case(rules=["WEIGHTS-52"], errors=["IncorrectCommitRevealVersion"])
def without_version(build: Builder) -> Trace:
    """`commit_crv3_weights` is of version 4, which is the one that the chain wants."""
    made = voters(build, commits=True)
    yield voter(made).signs(CommitCrv3Weights(NetUid(HOME), b"sealed", U64(FAR_ROUND)))
    yield voter(made).signs(sealing(b"sealed", FAR_ROUND, version=5))


@case(rules=["WEIGHTS-51", "WEIGHTS-52"], errors=["IncorrectCommitRevealVersion"])
def another_version(build: Builder) -> Trace:
    """Root may let the chain want any version, of which `commit_crv3_weights` knows nothing."""
    made = voters(build, commits=True)
    yield root(SudoSetCommitRevealVersion(U16(5)))
    yield voter(made).signs(CommitCrv3Weights(NetUid(HOME), b"sealed", U64(FAR_ROUND)))
    for version in (4, 5, 6):
        yield voter(made).signs(sealing(b"sealed", FAR_ROUND, version=version))


@case(
    rules=["WEIGHTS-52"],
    errors=[
        "BadOrigin",
        "CommitRevealDisabled",
        "HotKeyNotRegisteredInSubNet",
        "CommittingWeightsTooFast",
        "TooManyUnrevealedCommits",
    ],
)
def without_version_in_order(build: Builder) -> Trace:
    """`commit_crv3_weights` is refused for what `commit_timelocked_weights` is."""
    made = voters(build, commits=True, limit=1)
    build.chain.weights.commit_reveal_weights_enabled[NetUid(9)] = False
    made.update([NOW] * 3)
    keep(made, *((0, b"sealed") for _ in range(10)), epoch=EPOCH)
    alice = voter(made)
    yield root(CommitCrv3Weights(NetUid(9), b"", U64(0)))
    yield alice.signs(CommitCrv3Weights(NetUid(9), b"", U64(0)))
    call = CommitCrv3Weights(NetUid(HOME), b"", U64(FAR_ROUND))
    yield Actor(build.name("stranger")).signs(call)
    yield alice.signs(call)
    yield blocks(1)
    yield alice.signs(call)
    yield voter(made, 1).signs(call)

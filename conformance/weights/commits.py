"""Weights committed by their hash: who may, how many wait, and when they can be revealed."""

from __future__ import annotations

from conformance.weights.prepare import (
    EQUALLY,
    HOME,
    NOW,
    OF_OTHERS,
    PROPORTIONS,
    TEMPO,
    queue,
    says,
    voter,
    voters,
)
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.hyperparameters import (
    SudoSetCommitRevealWeightsEnabled,
    SudoSetCommitRevealWeightsInterval,
    SudoSetTempo,
)
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, root

LAST = 1_016
"""The last block of the epoch in which the cases begin, in which its epoch runs."""


@case(
    rules=["WEIGHTS-30", "WEIGHTS-35", "WEIGHTS-36"],
    errors=[
        "BadOrigin",
        "CommitRevealDisabled",
        "HotKeyNotRegisteredInSubNet",
        "CommittingWeightsTooFast",
        "TooManyUnrevealedCommits",
    ],
)
def order(build: Builder) -> Trace:
    """One fault after the other is mended; each time the next is told of. Neither stake nor permit is asked."""
    made = voters(build, commits=True, limit=2)
    build.chain.weights.commit_reveal_weights_enabled[NetUid(9)] = False
    build.chain.weights.stake_threshold.value = U64(2**62)
    made.permit(False, False, False)
    made.update([NOW] * 3)
    queue(made, 0, *((said, NOW) for said in PROPORTIONS[:10]))
    alice, stranger = voter(made), Actor(build.name("stranger"))
    yield root(EQUALLY.on(9).commit(alice))
    yield stranger.signs(EQUALLY.on(9).commit(alice))
    yield stranger.signs(EQUALLY.commit(alice))
    yield alice.signs(EQUALLY.commit(alice))
    yield blocks(1)
    yield alice.signs(EQUALLY.commit(alice))
    yield blocks(1)
    yield alice.signs(EQUALLY.commit(alice))
    yield voter(made, 1).signs(EQUALLY.commit(voter(made, 1)))


@case(rules=["WEIGHTS-6", "WEIGHTS-8", "WEIGHTS-35"], errors=["CommittingWeightsTooFast"])
def again(build: Builder) -> Trace:
    """A commitment counts as an update: with a limit of three blocks the next may come three blocks later."""
    alice = voter(voters(build, commits=True, limit=3))
    yield alice.signs(EQUALLY.commit(alice))
    yield blocks(2)
    yield alice.signs(OF_OTHERS.commit(alice))
    yield blocks(1)
    yield alice.signs(OF_OTHERS.commit(alice))


@case(rules=["WEIGHTS-36"], errors=["TooManyUnrevealedCommits"])
def ten_wait(build: Builder) -> Trace:
    """Ten commitments of a hotkey may wait, be they of one hash; the eleventh is refused until the first are expired."""
    made = voters(build, commits=True)
    alice = voter(made)
    queue(made, 0, *((PROPORTIONS[0], NOW - TEMPO) for _ in range(9)))
    for said in PROPORTIONS[:3]:
        yield alice.signs(said.commit(alice))
    yield blocks(LAST - NOW + 1)
    yield alice.signs(PROPORTIONS[3].commit(alice))


@case(rules=["WEIGHTS-34", "WEIGHTS-36"], errors=["TooManyUnrevealedCommits"])
def expired_behind_another(build: Builder) -> Trace:
    """Only at the front of the queue, written here, an expired commitment makes room; behind one that waits it counts."""
    made = voters(build, commits=True)
    old, young = NOW - 5 * TEMPO, NOW - 1
    queue(made, 0, (PROPORTIONS[0], young), *((said, old) for said in PROPORTIONS[1:10]))
    queue(made, 1, *((said, old) for said in PROPORTIONS[:9]), (PROPORTIONS[9], young), (PROPORTIONS[10], old))
    for uid in range(2):
        yield voter(made, uid).signs(EQUALLY.commit(voter(made, uid)))


@case(rules=["WEIGHTS-32", "WEIGHTS-33"], errors=["RevealTooEarly"])
def first_block_to_reveal(build: Builder) -> Trace:
    """In the last block of its epoch a commitment waits still; in the first of the next it is revealed."""
    alice = voter(voters(build, commits=True))
    yield alice.signs(OF_OTHERS.commit(alice))
    yield blocks(LAST - NOW)
    yield alice.signs(OF_OTHERS.reveal())
    yield blocks(1)
    yield alice.signs(OF_OTHERS.reveal())


@case(rules=["WEIGHTS-33", "WEIGHTS-34"], errors=["ExpiredWeightCommit"])
def last_block_to_reveal(build: Builder) -> Trace:
    """In the last block of the next epoch a commitment can be revealed; one block later it is expired."""
    made = voters(build, commits=True)
    alice, bob = voter(made), voter(made, 1)
    yield alice.signs(OF_OTHERS.commit(alice))
    yield bob.signs(OF_OTHERS.commit(bob))
    yield blocks(LAST + TEMPO + 1 - NOW)
    yield alice.signs(OF_OTHERS.reveal())
    yield blocks(1)
    yield bob.signs(OF_OTHERS.reveal())


@case(rules=["WEIGHTS-32", "WEIGHTS-33"], errors=["RevealTooEarly", "ExpiredWeightCommit"])
def longer_period(build: Builder) -> Trace:
    """With a period of three epochs nothing can be revealed before the third epoch, and nothing after it."""
    made = voters(build, commits=True)
    build.chain.weights.reveal_period_epochs[made.netuid] = U64(3)
    alice, bob = voter(made), voter(made, 1)
    for who in (alice, bob):
        yield who.signs(OF_OTHERS.commit(who))
    yield blocks(LAST - NOW + 2 * (TEMPO + 1))
    yield alice.signs(OF_OTHERS.reveal())
    yield blocks(1)
    yield alice.signs(OF_OTHERS.reveal())
    yield blocks(TEMPO + 1)
    yield bob.signs(OF_OTHERS.reveal())


@case(rules=["WEIGHTS-32", "WEIGHTS-33"], errors=["ExpiredWeightCommit"])
def period_of_nothing(build: Builder) -> Trace:
    """With a period of no epochs, which no call sets, weights are revealed in the epoch of their commitment."""
    made = voters(build, commits=True)
    build.chain.weights.reveal_period_epochs[made.netuid] = U64(0)
    alice = voter(made)
    for said in PROPORTIONS[:2]:
        yield alice.signs(said.commit(alice))
    yield alice.signs(PROPORTIONS[0].reveal())
    yield blocks(LAST - NOW + 1)
    yield alice.signs(PROPORTIONS[1].reveal())


@case(rules=["WEIGHTS-32", "WEIGHTS-33"], errors=["RevealTooEarly"])
def greatest_period(build: Builder) -> Trace:
    """With the greatest period, which no call sets, a commitment is never revealed and never expires."""
    made = voters(build, commits=True)
    build.chain.weights.reveal_period_epochs[made.netuid] = U64(2**64 - 1)
    alice = voter(made)
    yield alice.signs(OF_OTHERS.commit(alice))
    yield blocks(TEMPO)
    yield alice.signs(OF_OTHERS.reveal())


@case(rules=["WEIGHTS-31", "WEIGHTS-33"])
def committed_in_the_block_of_an_epoch(build: Builder) -> Trace:
    """What is committed in the block of an epoch can be revealed in the next: no epoch lies between (KNOWN-95)."""
    made = voters(build, commits=True)
    build.at_block(LAST)
    alice = voter(made)
    yield alice.signs(OF_OTHERS.commit(alice))
    yield blocks(1)
    yield alice.signs(OF_OTHERS.reveal())


@case(rules=["WEIGHTS-32", "WEIGHTS-33"], errors=["RevealTooEarly"])
def longer_tempo(build: Builder) -> Trace:
    """A longer tempo counts the epochs anew, and what could be revealed comes too early (KNOWN-94)."""
    alice = voter(voters(build, commits=True))
    yield alice.signs(OF_OTHERS.commit(alice))
    yield blocks(LAST - NOW + 1)
    yield root(SudoSetTempo(NetUid(HOME), U16(400)))
    yield alice.signs(OF_OTHERS.reveal())


@case(rules=["WEIGHTS-34", "WEIGHTS-42"], errors=["ExpiredWeightCommit"])
def shorter_tempo(build: Builder) -> Trace:
    """A shorter tempo counts the epochs anew, and what could be revealed is expired (KNOWN-94)."""
    alice = voter(voters(build, commits=True))
    yield alice.signs(OF_OTHERS.commit(alice))
    yield blocks(LAST - NOW + 1)
    yield root(SudoSetTempo(NetUid(HOME), U16(1)))
    yield alice.signs(OF_OTHERS.reveal())


@case(rules=["WEIGHTS-33", "WEIGHTS-34"], errors=["RevealTooEarly"])
def longer_period_meanwhile(build: Builder) -> Trace:
    """A longer period holds for what is committed already (KNOWN-94)."""
    alice = voter(voters(build, commits=True))
    yield alice.signs(OF_OTHERS.commit(alice))
    yield root(SudoSetCommitRevealWeightsInterval(NetUid(HOME), U64(2)))
    yield blocks(LAST - NOW + 1)
    yield alice.signs(OF_OTHERS.reveal())
    yield blocks(TEMPO + 1)
    yield alice.signs(OF_OTHERS.reveal())


@case(rules=["WEIGHTS-33"], errors=["CommitRevealDisabled"])
def no_more_commitments(build: Builder) -> Trace:
    """Where weights are not committed any more nothing can be revealed; what was committed waits, until they are again."""
    alice = voter(voters(build, commits=True))
    yield alice.signs(OF_OTHERS.commit(alice))
    yield root(SudoSetCommitRevealWeightsEnabled(NetUid(HOME), False))
    yield blocks(LAST - NOW + 1)
    yield alice.signs(OF_OTHERS.reveal())
    yield alice.signs(says({0: 1}).openly())
    yield root(SudoSetCommitRevealWeightsEnabled(NetUid(HOME), True))
    yield alice.signs(OF_OTHERS.reveal())


@case(rules=["WEIGHTS-32"])
def first_epochs(build: Builder) -> Trace:
    """In the first blocks of a chain the first block in which weights could be revealed is held at zero."""
    made = voters(build, commits=True, tempo=1, netuid=9)
    build.chain.weights.reveal_period_epochs[made.netuid] = U64(0)
    build.at_block(1)
    alice = voter(made)
    yield alice.signs(OF_OTHERS.on(9).commit(alice))


@case(rules=["WEIGHTS-32", "WEIGHTS-33"], errors=["ExpiredWeightCommit"])
def tempo_of_nothing(build: Builder) -> Trace:
    """With a tempo of zero every block counts as an epoch: a commitment is revealed in the next, or expires."""
    made = voters(build, commits=True, tempo=0)
    alice, bob = voter(made), voter(made, 1)
    for who in (alice, bob):
        yield who.signs(OF_OTHERS.commit(who))
    yield blocks(1)
    yield alice.signs(OF_OTHERS.reveal())
    yield blocks(1)
    yield bob.signs(OF_OTHERS.reveal())

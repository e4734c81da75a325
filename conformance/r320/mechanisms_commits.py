"""Weights of mechanisms that are committed first: by their hash, and encrypted."""

from __future__ import annotations

from conformance.r320.mechanisms import HOME_NETUID, SECOND, SECOND_INDEX, count_of, mechanism_of, two_mechanisms
from conformance.weights.prepare import (
    EPOCH,
    EQUALLY,
    FAR_ROUND,
    HOME,
    NOW,
    OF_OTHERS,
    PROPORTIONS,
    ROUND,
    TEMPO,
    Said,
    commit_together,
    keep,
    queue,
    store,
    voter,
    voters,
)
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.hyperparameters import SudoSetCommitRevealVersion, SudoSetCommitRevealWeightsEnabled
from tao_spec.revisions.r320.interface import (
    CommitCrv3MechanismWeights,
    CommitMechanismWeights,
    CommitTimelockedMechanismWeights,
    MechId,
    RevealMechanismWeights,
)
from tao_spec.state.weights import WeightCommit
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, nobody, root

NOT_ASKED = BlockHeight(0)

LAST = 1_016
"""The last block of the epoch in which the cases begin."""


def index_of(mecid: int) -> NetUid:
    """The storage index of a mechanism of the voters' subnet."""
    return NetUid(HOME + 4_096 * mecid)


def commits(said: Said, who: Actor, mecid: int = 1, netuid: int = HOME) -> CommitMechanismWeights:
    """The call that commits somebody to weights of a mechanism, the second unless another is named."""
    return CommitMechanismWeights(NetUid(netuid), MechId(mecid), said.on(index_of(mecid)).hash_of(who.account))


def reveals(said: Said, mecid: int = 1) -> RevealMechanismWeights:
    """The call that reveals them."""
    return RevealMechanismWeights(HOME_NETUID, MechId(mecid), said.uids, said.values, said.salt, said.version)


def seals(
    said: Said, who: Actor, mecid: int = 1, round: int = ROUND, version: int = 4
) -> CommitTimelockedMechanismWeights:
    """The call that commits somebody to encrypted weights of a mechanism."""
    sealed = said.sealed(who, round).commit
    return CommitTimelockedMechanismWeights(HOME_NETUID, MechId(mecid), sealed, U64(round), U16(version))


@case(
    rules=["R320-31", "R320-38", "R320-51"],
    errors=[
        "MechanismDoesNotExist",
        "BadOrigin",
        "CommitRevealDisabled",
        "HotKeyNotRegisteredInSubNet",
        "CommittingWeightsTooFast",
    ],
    revision=320,
)
def order(build: Builder) -> Trace:
    """One fault after the other is mended; each time the next is told of. The mechanism comes before the signature."""
    made = voters(build, limit=2)
    chain = two_mechanisms(build)
    chain.weights.last_update[SECOND_INDEX] = (BlockHeight(NOW),) * 3
    alice, stranger = voter(made), Actor(build.name("stranger"))
    yield nobody(commits(EQUALLY, alice, mecid=2))
    yield nobody(commits(EQUALLY, alice, netuid=9))
    yield nobody(commits(EQUALLY, alice))
    yield stranger.signs(commits(EQUALLY, alice))
    yield root(SudoSetCommitRevealWeightsEnabled(HOME_NETUID, True))
    yield stranger.signs(commits(EQUALLY, alice))
    yield alice.signs(commits(EQUALLY, alice))
    yield alice.signs(commits(EQUALLY, alice, mecid=0))
    yield blocks(2)
    yield alice.signs(commits(EQUALLY, alice))


@case(rules=["R320-51"], errors=["TooManyUnrevealedCommits"], revision=320)
def ten_for_each(build: Builder) -> Trace:
    """Ten commitments may wait for each mechanism; `commit_weights` adds to those of the first."""
    made = voters(build, commits=True)
    two_mechanisms(build)
    alice = voter(made)
    queue(made, 0, *((said, NOW) for said in PROPORTIONS[:9]))
    queue(mechanism_of(made), 0, *((said, NOW) for said in PROPORTIONS[:9]))
    for mecid in (1, 1, 0, 0):
        yield alice.signs(commits(EQUALLY, alice, mecid))
    yield alice.signs(EQUALLY.commit(alice))
    yield blocks(LAST - NOW + 1 + TEMPO + 1)
    yield alice.signs(commits(EQUALLY, alice))


@case(
    rules=["R320-52"],
    errors=[
        "BadOrigin",
        "CommitRevealDisabled",
        "NoWeightsCommitFound",
        "ExpiredWeightCommit",
        "InvalidRevealCommitHashNotMatch",
        "RevealTooEarly",
    ],
    revision=320,
)
def revealed(build: Builder) -> Trace:
    """What was committed to one mechanism is revealed to that one only, in the next epoch; earlier ones are given up."""
    made = voters(build, commits=True)
    two_mechanisms(build)
    alice, bob = voter(made), voter(made, 1)
    queue(mechanism_of(made), 0, (PROPORTIONS[3].on(SECOND_INDEX), NOW - 3 * TEMPO))
    yield nobody(reveals(EQUALLY))
    yield alice.signs(reveals(EQUALLY))
    yield alice.signs(reveals(PROPORTIONS[3]))
    for said in (EQUALLY, OF_OTHERS, PROPORTIONS[5]):
        yield alice.signs(commits(said, alice))
    yield alice.signs(reveals(OF_OTHERS))
    yield alice.signs(reveals(OF_OTHERS, mecid=0))
    yield bob.signs(reveals(OF_OTHERS))
    yield blocks(LAST - NOW)
    yield alice.signs(reveals(PROPORTIONS[4]))
    yield alice.signs(reveals(OF_OTHERS))
    yield alice.signs(reveals(EQUALLY))
    yield alice.signs(reveals(PROPORTIONS[5]))
    yield root(SudoSetCommitRevealWeightsEnabled(HOME_NETUID, False))
    yield alice.signs(reveals(EQUALLY))


@case(rules=["R320-52"], errors=["MechanismDoesNotExist", "NoWeightsCommitFound"], revision=320)
def revealed_to_nothing(build: Builder) -> Trace:
    """What was committed to a mechanism that is no more was forgotten with it; what lies there all the same cannot be set."""
    made = voters(build, commits=True)
    two_mechanisms(build)
    alice = voter(made)
    queue(mechanism_of(made, 2), 0, (EQUALLY.on(index_of(2)), NOW - TEMPO))
    yield alice.signs(commits(EQUALLY, alice))
    yield alice.signs(reveals(EQUALLY, mecid=2))
    yield root(count_of(1))
    yield blocks(LAST - NOW)
    yield alice.signs(reveals(EQUALLY))


@case(rules=["R320-30", "R320-51", "R320-52"], errors=["NoWeightsCommitFound", "MechanismDoesNotExist"], revision=320)
def numbers_without_an_index(build: Builder) -> Trace:
    """Of mechanism 16 and beyond the storage index would not fit; it is the greatest, 65,535, for all of them."""
    made = voters(build, commits=True)
    alice = voter(made)
    commit = WeightCommit(EQUALLY.on(65_535).hash_of(alice.account), BlockHeight(NOW - TEMPO), NOT_ASKED, NOT_ASKED)
    build.chain.weights.weight_commits[NetUid(65_535), alice.account] = (commit,)
    yield alice.signs(commits(EQUALLY, alice, mecid=15))
    for mecid in (15, 16, 255):
        yield alice.signs(reveals(EQUALLY, mecid))


@case(rules=["R320-51"], errors=["NoWeightsCommitFound"], revision=320)
def together(build: Builder) -> Trace:
    """A batch commits to weights of the first mechanism, and names a subnet that does not exist as that."""
    made = voters(build, commits=True)
    two_mechanisms(build)
    alice = voter(made)
    yield alice.signs(commit_together(alice, EQUALLY, EQUALLY.on(9)))
    yield alice.signs(reveals(EQUALLY))


@case(
    rules=["R320-53"],
    errors=[
        "MechanismDoesNotExist",
        "BadOrigin",
        "CommitRevealDisabled",
        "IncorrectCommitRevealVersion",
        "HotKeyNotRegisteredInSubNet",
        "CommittingWeightsTooFast",
        "TooManyUnrevealedCommits",
    ],
    revision=320,
)
def order_of_sealed(build: Builder) -> Trace:
    """One fault after the other is mended; each time the next is told of. The mechanism comes before the signature."""
    made = voters(build, limit=2)
    chain = two_mechanisms(build)
    chain.weights.last_update[SECOND_INDEX] = (BlockHeight(NOW),) * 3
    keep(mechanism_of(made), *((0, b"sealed") for _ in range(10)), epoch=EPOCH)
    alice, bob, stranger = voter(made), voter(made, 1), Actor(build.name("stranger"))
    yield nobody(seals(EQUALLY, alice, mecid=2))
    yield nobody(seals(EQUALLY, alice))
    yield stranger.signs(seals(EQUALLY, alice, version=3))
    yield root(SudoSetCommitRevealWeightsEnabled(HOME_NETUID, True))
    yield stranger.signs(seals(EQUALLY, alice, version=3))
    yield stranger.signs(seals(EQUALLY, alice))
    yield alice.signs(seals(EQUALLY, alice))
    yield blocks(2)
    yield alice.signs(seals(EQUALLY, alice))
    yield bob.signs(seals(EQUALLY, bob))
    yield alice.signs(seals(EQUALLY, alice, mecid=0))


@case(rules=["R320-53"], errors=["MechanismDoesNotExist"], revision=320)
def sealed_as_before(build: Builder) -> Trace:
    """The call that names no mechanism commits to weights of the first; of a subnet that does not exist there is none."""
    made = voters(build, commits=True)
    two_mechanisms(build)
    alice = voter(made)
    yield alice.signs(OF_OTHERS.sealed(alice))
    yield nobody(OF_OTHERS.on(9).sealed(alice))


@case(rules=["R320-54"], errors=["IncorrectCommitRevealVersion"], revision=320)
def sealed_of_version_4(build: Builder) -> Trace:
    """The call without a version commits to weights of version 4, and is refused once the chain wants another."""
    made = voters(build, commits=True)
    two_mechanisms(build)
    alice = voter(made)
    call = CommitCrv3MechanismWeights(HOME_NETUID, SECOND, b"sealed", U64(ROUND))
    yield alice.signs(call)
    yield root(SudoSetCommitRevealVersion(U16(5)))
    yield alice.signs(call)


@case(rules=["R320-55", "R320-56"], revision=320)
def unsealed(build: Builder) -> Trace:
    """In the first block of the next epoch the weights of both mechanisms are set, the first one's first."""
    made = voters(build, commits=True)
    two_mechanisms(build)
    store(build)
    alice, bob = voter(made), voter(made, 1)
    yield bob.signs(seals(OF_OTHERS, bob))
    yield alice.signs(seals(EQUALLY, alice))
    yield alice.signs(seals(OF_OTHERS, alice, mecid=0))
    yield blocks(LAST - NOW)
    yield blocks(1)


@case(rules=["R320-55", "R320-56"], revision=320)
def some_wait(build: Builder) -> Trace:
    """Of each mechanism those wait whose round is not there; what cannot be read, and what is too old, is forgotten."""
    made = voters(build, commits=True)
    two_mechanisms(build)
    store(build)
    good = OF_OTHERS.sealed(voter(made)).commit
    for place in (made, mechanism_of(made)):
        keep(place, (0, b"unreadable"), epoch=EPOCH - 2)
        keep(place, (0, b"unreadable"), (0, good), epoch=EPOCH - 1)
    keep(mechanism_of(made), (1, b"far"), (2, b"far"), round=FAR_ROUND, epoch=EPOCH - 1)
    yield blocks(1)


@case(rules=["R320-55", "R320-56"], revision=320)
def refused_when_unsealed(build: Builder) -> Trace:
    """Weights that are refused when they are revealed are gone (KNOWN-91), and those behind them are set."""
    made = voters(build, commits=True)
    two_mechanisms(build)
    store(build)
    made.permit(False, True, True)
    for place in (made, mechanism_of(made)):
        keep(place, *((uid, EQUALLY.sealed(voter(made, uid)).commit) for uid in range(2)))
    yield blocks(1)


@case(rules=["R320-55"], revision=320)
def first_epochs(build: Builder) -> Trace:
    """Before as many epochs as the period have passed nothing is due in any mechanism."""
    made = voters(build, commits=True)
    two_mechanisms(build)
    build.chain.weights.reveal_period_epochs[made.netuid] = U64(EPOCH + 9)
    for place in (made, mechanism_of(made)):
        keep(place, (0, b"early"), epoch=0)
    yield blocks(1)

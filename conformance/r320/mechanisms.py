"""Mechanisms: how many there are, what each gets of the emission, and weights that are set openly."""

from __future__ import annotations

from conformance.scenes import PART, Subnet, add_network, subnet
from conformance.weights.prepare import (
    EQUALLY,
    HOME,
    NOW,
    OF_OTHERS,
    Said,
    queue,
    says,
    says_pairs,
    set_together,
    voter,
    voters,
)
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.weights import SetWeights
from tao_spec.revisions.r320.interface import (
    MechId,
    SetMechanismWeights,
    SudoSetMechanismCount,
    SudoSetMechanismEmissionSplit,
)
from tao_spec.revisions.r320.state import added
from tao_spec.state.weights import TimelockedCommit
from tao_spec.transition.chain import Chain
from tao_spec.vectors.cases import Actor, Builder, Trace, account_named, blocks, case, nobody, root

HOME_NETUID, SECOND, THIRD = NetUid(HOME), MechId(1), MechId(2)

SECOND_INDEX = NetUid(HOME + 4_096)
"""The number under which the second mechanism keeps what is its own."""

DAY = 7_200
"""Blocks between two changes by an owner."""

COUNT_KIND, SPLIT_KIND = U16(7), U16(8)


def two_mechanisms(build: Builder, netuid: NetUid = HOME_NETUID, count: int = 2) -> Chain:
    """Let a subnet have two mechanisms, and let settings change at any time."""
    added(build.chain).admin_freeze_window.value = U16(0)
    added(build.chain).mechanism_count_current[netuid] = MechId(count)
    return build.chain


class Mechanism(Subnet):
    """A mechanism of a scene's subnet: what is written to it lies under its storage index; its neurons are the subnet's."""

    def hotkey(self, uid: int) -> AccountId:
        """The hotkey of a neuron."""
        return account_named(f"hotkey {uid} on {self.netuid % 4_096}")


def mechanism_of(made: Subnet, mecid: int = 1) -> Mechanism:
    """A mechanism of a subnet, the second unless another is named."""
    return Mechanism(made.build, NetUid(made.netuid + 4_096 * mecid), made.size)


def count_of(count: int, netuid: int = HOME) -> SudoSetMechanismCount:
    """The call that sets how many mechanisms there are."""
    return SudoSetMechanismCount(NetUid(netuid), MechId(count))


def split_of(*parts: int, netuid: int = HOME) -> SudoSetMechanismEmissionSplit:
    """The call that sets what each gets."""
    return SudoSetMechanismEmissionSplit(NetUid(netuid), tuple(map(U16, parts)))


EVENLY = SudoSetMechanismEmissionSplit(HOME_NETUID, None)


def owned(build: Builder, block: int = DAY + 1_000, netuid: int = HOME) -> Actor:
    """The owner of a subnet without neurons, a day after block 1,000."""
    made = add_network(build, netuid)
    build.chain.subnets.subnet_owner[made] = build.name("owner")
    build.at_block(block)
    return Actor(build.name("owner"))


def filled(build: Builder, netuid: NetUid = HOME_NETUID) -> None:
    """Give every mechanism something of everything that it keeps."""
    chain = build.chain
    for index in (NetUid(netuid), NetUid(netuid + 4_096), NetUid(netuid + 8_192)):
        chain.weights.weights[index, Uid(0)] = chain.consensus.bonds[index, Uid(0)] = ((Uid(0), U16(9)),)
        chain.consensus.incentive[index] = (U16(5),)
        chain.weights.last_update[index] = (BlockHeight(7),)
        queue(Subnet(build, index, 1), 0, (EQUALLY, NOW))
        commit = TimelockedCommit(account_named("validator"), BlockHeight(990), b"sealed", U64(1_000))
        for epoch in (99, 100):
            chain.weights.timelocked_weight_commits[index, U64(epoch)] = (commit,)


@case(rules=["R320-32"], errors=["BadOrigin", "MechanismDoesNotExist", "InvalidValue"], revision=320)
def count_by_root(build: Builder) -> Trace:
    """Root sets one mechanism or two, neither none nor three, of a subnet that exists, and as often as it likes."""
    stranger, _ = Actor(build.name("stranger")), owned(build)
    for call in (count_of(0), count_of(3), count_of(2, netuid=9), count_of(2), count_of(2), count_of(1)):
        yield root(call)
    yield stranger.signs(count_of(2))
    yield nobody(count_of(2))


@case(rules=["R320-32"], errors=["TxRateLimitExceeded", "InvalidValue"], revision=320)
def count_by_owner(build: Builder) -> Trace:
    """An owner may once in 7,200 blocks; what is refused does not count, and what changes nothing does."""
    owner = owned(build)
    blocks_of = build.chain.delegation.transaction_key_last_block
    blocks_of[owner.account, HOME_NETUID, COUNT_KIND] = BlockHeight(1_001)
    yield owner.signs(count_of(2))
    yield blocks(1)
    yield owner.signs(count_of(3))
    yield owner.signs(count_of(1))
    yield owner.signs(count_of(2))
    yield owner.signs(split_of(PART))
    yield root(count_of(2))


@case(rules=["R320-32", "R320-34"], errors=["AdminActionProhibitedDuringWeightsWindow"], revision=320)
def frozen(build: Builder) -> Trace:
    """Ten blocks before an epoch the last change can be made, be it by root, and the next after the epoch."""
    owner = owned(build, netuid=HOME, block=1_000)
    made = subnet(build, stakes=[1], netuid=5)
    build.at_block(build.chain.number + 1 - 10)
    build.chain.subnets.subnet_owner[made.netuid] = owner.account
    yield root(count_of(2, netuid=5))
    yield blocks(1)
    yield root(count_of(1, netuid=5))
    yield owner.signs(count_of(2, netuid=5))
    yield owner.signs(split_of(PART, netuid=5))
    yield owner.signs(count_of(2))
    yield blocks(9)
    yield root(count_of(1, netuid=5))
    yield blocks(1)
    yield root(count_of(1, netuid=5))


@case(rules=["R320-30", "R320-32", "R320-33"], revision=320)
def fewer(build: Builder) -> Trace:
    """The second mechanism is forgotten with all that is its own, and so is the split; all else keeps what it has."""
    owned(build)
    two_mechanisms(build)
    for netuid in (HOME_NETUID, NetUid(3)):
        filled(build, netuid)
        added(build.chain).mechanism_emission_split[netuid] = (U16(1), U16(PART - 1))
    yield root(count_of(1))
    yield root(count_of(2))


@case(rules=["R320-32", "R320-33"], revision=320)
def fewer_by_two(build: Builder) -> Trace:
    """Of three mechanisms two are forgotten. No call leads to three."""
    owned(build)
    two_mechanisms(build, count=3)
    filled(build)
    yield root(count_of(1))


@case(rules=["R320-34"], errors=["BadOrigin", "MechanismDoesNotExist", "InvalidValue"], revision=320)
def split_by_root(build: Builder) -> Trace:
    """A split is 65,535 in all, of as many parts as there are mechanisms, or fewer, but one at least."""
    stranger, _ = Actor(build.name("stranger")), owned(build)
    two_mechanisms(build)
    splits = [[], [PART - 1], [PART, 1], [1, PART - 2], [PART, 0, 0], [PART], [0, PART], [1, PART - 1]]
    for parts in splits:
        yield root(split_of(*parts))
    yield root(split_of(PART, netuid=9))
    yield stranger.signs(EVENLY)
    yield nobody(EVENLY)
    yield root(EVENLY)
    yield root(count_of(1))
    yield root(split_of(1, PART - 1))


@case(rules=["R320-34"], errors=["TxRateLimitExceeded", "InvalidValue"], revision=320)
def split_by_owner(build: Builder) -> Trace:
    """An owner may once in 7,200 blocks, whatever was done with the number of mechanisms; what is refused does not count."""
    owner = owned(build)
    two_mechanisms(build)
    blocks_of = build.chain.delegation.transaction_key_last_block
    blocks_of[owner.account, HOME_NETUID, SPLIT_KIND] = BlockHeight(1_001)
    blocks_of[owner.account, HOME_NETUID, COUNT_KIND] = BlockHeight(DAY)
    yield owner.signs(split_of(1, PART - 1))
    yield blocks(1)
    yield owner.signs(split_of(1, PART))
    yield owner.signs(split_of(1, PART - 1))
    yield owner.signs(EVENLY)
    yield owner.signs(count_of(2))


def sets(said: Said, mecid: int = 1, netuid: int = HOME) -> SetMechanismWeights:
    """The call that sets weights of a mechanism, the second unless another is named."""
    return SetMechanismWeights(NetUid(netuid), MechId(mecid), said.uids, said.values, said.version)


@case(rules=["R320-30", "R320-39", "R320-50"], revision=320)
def set_by_mechanism(build: Builder) -> Trace:
    """Each mechanism has its own weights; those of a call that names none are the first one's."""
    made = voters(build)
    two_mechanisms(build)
    alice = voter(made)
    yield alice.signs(sets(OF_OTHERS))
    yield alice.signs(sets(EQUALLY, mecid=0))
    yield alice.signs(OF_OTHERS.openly())
    yield alice.signs(set_together(EQUALLY, EQUALLY.on(9)))


@case(
    rules=["R320-31", "R320-39", "R320-50"],
    errors=[
        "CommitRevealEnabled",
        "BadOrigin",
        "CanNotSetRootNetworkWeights",
        "WeightVecNotEqualSize",
        "MechanismDoesNotExist",
        "UidsLengthExceedUidsInSubNet",
        "HotKeyNotRegisteredInSubNet",
        "NotEnoughStakeToSetWeights",
        "IncorrectWeightVersionKey",
        "SettingWeightsTooFast",
        "NeuronNoValidatorPermit",
        "DuplicateUids",
        "UidVecContainInvalidOne",
        "WeightVecLengthIsLow",
        "MaxWeightExceeded",
    ],
    revision=320,
)
def order(build: Builder) -> Trace:
    """One fault after the other is mended; each time the next is told of."""
    made = voters(build, limit=2)
    chain = two_mechanisms(build)
    chain.weights.commit_reveal_weights_enabled[ROOT] = False
    chain.weights.weights_version_key[made.netuid] = U64(5)
    chain.weights.min_allowed_weights[made.netuid] = U16(2)
    chain.weights.max_weights_limit[made.netuid] = U16(40_000)
    chain.weights.last_update[SECOND_INDEX] = (BlockHeight(NOW),) * 3
    chain.weights.stake_threshold.value = U64(1)
    chain.neurons.uids[made.netuid, account_named("poor")] = Uid(0)
    made.permit(True, False, True)
    alice, bob, poor, stranger = voter(made), voter(made, 1), Actor(account_named("poor")), Actor(account_named("x"))
    uneven, four = says_pairs([0, 1, 2, 3], [1]), says({0: 1, 1: 1, 2: 1, 3: 1})
    yield nobody(sets(uneven, netuid=9))
    yield nobody(sets(uneven, netuid=0))
    for call in (sets(uneven, netuid=0), sets(uneven, mecid=2), sets(four, mecid=2)):
        yield stranger.signs(call)
    yield stranger.signs(sets(four))
    yield stranger.signs(sets(EQUALLY))
    yield poor.signs(sets(EQUALLY))
    yield bob.signs(sets(OF_OTHERS))
    five = OF_OTHERS.under(5)
    yield bob.signs(sets(five))
    yield blocks(2)
    yield bob.signs(sets(five))
    yield alice.signs(sets(says_pairs([1, 1], [1, 1]).under(5)))
    yield alice.signs(sets(says({1: 1, 7: 1}).under(5)))
    yield alice.signs(sets(says({1: 1}).under(5)))
    yield alice.signs(sets(five))
    yield alice.signs(sets(says({1: 2, 2: 3}).under(5)))


@case(rules=["R320-36", "R320-37", "R320-38"], errors=["SettingWeightsTooFast"], revision=320)
def waiting_by_mechanism(build: Builder) -> Trace:
    """Whoever has set weights of one mechanism need not wait for the other; a list that is too short is filled up."""
    made = voters(build, limit=3)
    two_mechanisms(build)
    alice, bob = voter(made), voter(made, 1)
    yield alice.signs(sets(OF_OTHERS))
    yield alice.signs(OF_OTHERS.openly())
    yield bob.signs(sets(OF_OTHERS))
    yield blocks(2)
    yield alice.signs(sets(OF_OTHERS))
    yield blocks(1)
    yield alice.signs(sets(OF_OTHERS))


@case(rules=["R320-36", "R320-37"], revision=320)
def longer_list(build: Builder) -> Trace:
    """A list of last updates that is longer than the subnet keeps its length, and one that is shorter gets that of the subnet."""
    made = voters(build)
    chain = two_mechanisms(build)
    made.update([1, 2, 3, 4])
    chain.weights.last_update[SECOND_INDEX] = (BlockHeight(1),)
    alice = voter(made, 2)
    yield alice.signs(sets(OF_OTHERS))
    yield alice.signs(sets(OF_OTHERS, mecid=0))


@case(rules=["R320-37"], revision=320)
def beyond_the_size(build: Builder) -> Trace:
    """A neuron whose number lies beyond the subnet's size sets its weights, and no update is remembered. It is written here."""
    made = voters(build)
    chain = two_mechanisms(build)
    far = account_named("far")
    chain.neurons.uids[made.netuid, far], chain.neurons.keys[made.netuid, Uid(7)] = Uid(7), far
    chain.consensus.validator_permit[made.netuid] = (True,) * 8
    yield Actor(far).signs(sets(OF_OTHERS))


@case(rules=["R320-31"], errors=["MechanismDoesNotExist"], revision=320)
def no_subnet(build: Builder) -> Trace:
    """A subnet that does not exist is no mechanism, and in a batch its error is told as that."""
    alice = voter(voters(build))
    weights = build.chain.weights.commit_reveal_weights_enabled
    weights[NetUid(9)] = False
    yield alice.signs(SetWeights(NetUid(9), (), (), U64(0)))
    yield alice.signs(set_together(EQUALLY.on(9), EQUALLY))

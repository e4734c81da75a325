"""Weights that are set openly."""

from __future__ import annotations

from conformance.scenes import ALPHA, PART, WHOLE
from conformance.weights.prepare import EQUALLY, HOME, NOW, OF_OTHERS, says, says_pairs, voter, voters
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.hyperparameters import SudoSetCommitRevealWeightsEnabled
from tao_spec.interface.weights import SetTaoWeights
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, nobody, root


@case(rules=["WEIGHTS-12", "WEIGHTS-22", "WEIGHTS-23"])
def proportions(build: Builder) -> Trace:
    """Only the proportions matter: the greatest becomes 65,535, and each other is rounded to the nearest."""
    alice = voter(voters(build))
    for row in ({0: 1, 1: 2, 2: 3}, {0: 2, 1: 4, 2: 6}, {2: 3, 0: 1}, {0: 7, 1: 65_535, 2: 3}, {0: 1, 1: 131}):
        yield alice.signs(says(row).openly())


@case(rules=["WEIGHTS-12"])
def around_the_threshold_of_upscaling(build: Builder) -> Trace:
    """Up to 32,768 products are divided and rounded; above it the factor is cut off first."""
    alice = voter(voters(build))
    for greatest in (32_767, 32_768, 32_769, 40_000, 65_534, 65_535):
        yield alice.signs(says({0: greatest, 1: greatest // 2, 2: 1}).openly())
        yield alice.signs(says({0: greatest, 1: greatest - 1, 2: 12_345}).openly())


@case(rules=["WEIGHTS-11", "WEIGHTS-12", "WEIGHTS-13"])
def nothing_at_all(build: Builder) -> Trace:
    """Weights of zero stay zero, and where no least number is asked a neuron may say nothing of nobody."""
    made = voters(build)
    build.chain.weights.min_allowed_weights[made.netuid] = U16(0)
    build.chain.weights.max_weights_limit[made.netuid] = U16(0)
    alice = voter(made)
    yield alice.signs(says({1: 0, 2: 0}).openly())
    yield alice.signs(says({}).openly())


@case(rules=["WEIGHTS-23"], errors=["CommitRevealEnabled", "BadOrigin"])
def committed_first(build: Builder) -> Trace:
    """Where weights are committed nobody sets them, which is said before the signature is asked; a new subnet commits."""
    alice = voter(voters(build, commits=True))
    for netuid in (HOME, 0, 9):
        yield alice.signs(EQUALLY.on(netuid).openly())
        yield root(EQUALLY.on(netuid).openly())
    yield root(SudoSetCommitRevealWeightsEnabled(NetUid(HOME), False))
    yield root(EQUALLY.openly())
    yield nobody(EQUALLY.openly())
    yield alice.signs(EQUALLY.openly())


@case(rules=["WEIGHTS-20"], errors=["CanNotSetRootNetworkWeights"])
def on_root(build: Builder) -> Trace:
    """On root no weights are set, even of lists that do not match."""
    made = voters(build)
    build.chain.weights.commit_reveal_weights_enabled[ROOT] = False
    yield voter(made).signs(EQUALLY.on(0).openly())
    yield voter(made).signs(says_pairs([0, 1], [1]).on(0).openly())
    yield voter(made).signs(EQUALLY.openly())


@case(
    rules=["WEIGHTS-20"],
    errors=["WeightVecNotEqualSize", "SubNetworkDoesNotExist", "UidsLengthExceedUidsInSubNet"],
)
def shapes(build: Builder) -> Trace:
    """As many values as neurons, of a subnet that exists, and not more than it has."""
    made = voters(build)
    for netuid in (3, 4):
        build.chain.weights.commit_reveal_weights_enabled[NetUid(netuid)] = False
    # An entry that says no is no subnet.
    build.chain.subnets.networks_added[NetUid(4)] = False
    alice = voter(made)
    for said in (says_pairs([0, 1, 2], [1, 1]), says_pairs([], [1]), says_pairs([0], [])):
        yield alice.signs(said.openly())
        yield alice.signs(said.on(3).openly())
    for netuid in (3, 4):
        yield alice.signs(EQUALLY.on(netuid).openly())
    yield alice.signs(says({0: 1, 1: 1, 2: 1, 3: 1}).openly())
    yield alice.signs(EQUALLY.openly())


@case(rules=["WEIGHTS-21"], errors=["HotKeyNotRegisteredInSubNet"])
def strangers(build: Builder) -> Trace:
    """Only a neuron of the subnet sets weights in it: neither its coldkey does, nor a neuron of another subnet."""
    made, other = voters(build), voters(build, netuid=3)
    for who in (made.coldkey(0), other.hotkey(0), build.name("stranger"), made.hotkey(0)):
        yield Actor(who).signs(EQUALLY.openly())


@case(rules=["WEIGHTS-4"], errors=["NotEnoughStakeToSetWeights"])
def stake(build: Builder) -> Trace:
    """As much stake as the threshold is enough, one rao less is not; nor is what a hotkey lends to its child."""
    made = voters(build, 6)
    made.stake(1, alpha=1)
    made.stake(2, alpha=2)
    build.chain.weights.stake_threshold.value = U64(ALPHA + 1)
    build.chain.stake.tao_weight.value = U64(WHOLE // 2)
    made.stake(3, root=2)
    made.stake(4, alpha=1)
    made.lend(made.hotkey(4), made.hotkey(5), WHOLE // 2)
    for uid in range(6):
        yield voter(made, uid).signs(EQUALLY.openly())


@case(rules=["WEIGHTS-4"], errors=["NotEnoughStakeToSetWeights"])
def threshold_beyond_all_stake(build: Builder) -> Trace:
    """No threshold is greater than 2^63 - 1 rao: from there on everybody has enough (KNOWN-96)."""
    made = voters(build)
    build.chain.weights.stake_threshold.value = U64(2**63 - 1)
    yield voter(made).signs(EQUALLY.openly())


@case(rules=["WEIGHTS-4"])
def threshold_too_great(build: Builder) -> Trace:
    """A threshold of 2^63 rao is none (KNOWN-96)."""
    made = voters(build)
    build.chain.weights.stake_threshold.value = U64(2**63)
    yield voter(made).signs(EQUALLY.openly())


@case(rules=["WEIGHTS-5"], errors=["IncorrectWeightVersionKey"])
def versions(build: Builder) -> Trace:
    """The version is at least the subnet's; the greatest subsumes all."""
    made = voters(build)
    other = voters(build, netuid=3)
    keys = build.chain.weights.weights_version_key
    keys[made.netuid], keys[other.netuid] = U64(7), U64(WHOLE)
    for version in (0, 6, 7, 8, WHOLE):
        yield voter(made).signs(EQUALLY.under(version).openly())
    for version in (WHOLE - 1, WHOLE):
        yield voter(other).signs(EQUALLY.on(3).under(version).openly())


@case(rules=["WEIGHTS-6", "WEIGHTS-7", "WEIGHTS-8"], errors=["SettingWeightsTooFast"])
def too_soon(build: Builder) -> Trace:
    """With a limit of five blocks, weights may be set five blocks after the last and not after four."""
    alice = voter(voters(build, limit=5))
    yield alice.signs(EQUALLY.openly())
    yield alice.signs(OF_OTHERS.openly())
    yield blocks(4)
    yield alice.signs(OF_OTHERS.openly())
    yield blocks(1)
    yield alice.signs(OF_OTHERS.openly())


@case(rules=["WEIGHTS-6", "WEIGHTS-7", "WEIGHTS-8"], errors=["SettingWeightsTooFast"])
def last_updates(build: Builder) -> Trace:
    """A last update in block 0 counts as none, one in a later block as none blocks old; with a limit of zero nobody waits."""
    made = voters(build, 4, limit=WHOLE)
    made.update([0, NOW, NOW - 1, WHOLE])
    without = voters(build, 2, netuid=3)
    without.update([NOW, WHOLE])
    for uid in range(4):
        yield voter(made, uid).signs(EQUALLY.openly())
    for uid in range(2):
        yield voter(without, uid).signs(says({0: 1, 1: 2}).on(3).openly())


@case(rules=["WEIGHTS-6", "WEIGHTS-7", "WEIGHTS-8"])
def without_last_update(build: Builder) -> Trace:
    """A neuron without an entry in `LastUpdate`, as no call leaves one, never waits, and gets none."""
    made = voters(build, limit=WHOLE)
    made.update([NOW])
    for _ in range(2):
        yield voter(made, 1).signs(EQUALLY.openly())


@case(rules=["WEIGHTS-6"], errors=["SettingWeightsTooFast"])
def number_without_hotkey(build: Builder) -> Trace:
    """A neuron whose number has no hotkey has never waited. No call leads to it; it is written here."""
    made = voters(build)
    del build.chain.neurons.keys[made.netuid, Uid(0)]
    yield voter(made).signs(OF_OTHERS.openly())


@case(rules=["WEIGHTS-3", "WEIGHTS-9"], errors=["NeuronNoValidatorPermit", "WeightVecLengthIsLow"])
def permits(build: Builder) -> Trace:
    """Without a permit a neuron says something of itself alone; where the list of permits is too short it has none."""
    made = voters(build)
    made.permit(True, False)
    for uid in range(3):
        for row in ({uid: 0}, {uid: 1, (uid + 1) % 3: 1}, {(uid + 1) % 3: 1}, {}):
            yield voter(made, uid).signs(says(row).openly())


@case(rules=["WEIGHTS-10"], errors=["DuplicateUids", "UidVecContainInvalidOne"])
def numbers(build: Builder) -> Trace:
    """Each neuron is named once, and each number is a neuron's; that it is named twice is told first."""
    made = voters(build, 4)
    # A number without a hotkey, and one beyond the size with one, are written here.
    del build.chain.neurons.keys[made.netuid, Uid(3)]
    build.chain.neurons.keys[made.netuid, Uid(9)] = build.name("beyond")
    for uids in ([1, 2, 1], [9, 9], [4, 4], [0, 3], [0, 4], [65_535], [0, 9], [2, 1, 0]):
        yield voter(made).signs(says_pairs(uids, [1] * len(uids)).openly())


@case(rules=["WEIGHTS-3", "WEIGHTS-11"], errors=["WeightVecLengthIsLow"])
def lengths(build: Builder) -> Trace:
    """At least as many neurons are named as the subnet asks, or all where it has fewer; who names itself alone names enough."""
    made, small = voters(build, 4), voters(build, 2, netuid=3)
    least = build.chain.weights.min_allowed_weights
    least[made.netuid], least[small.netuid] = U16(3), U16(PART)
    for row in ({}, {0: 1}, {1: 1}, {0: 1, 1: 1}, {0: 1, 1: 1, 2: 0}, {0: 1, 1: 1, 2: 1, 3: 1}):
        yield voter(made).signs(says(row).openly())
    for row in ({1: 1}, {0: 1}, {0: 1, 1: 1}):
        yield voter(small).signs(says(row).on(3).openly())


@case(rules=["WEIGHTS-3", "WEIGHTS-13"], errors=["MaxWeightExceeded"])
def shares(build: Builder) -> Trace:
    """No weight has a greater share than the limit, a third and a bit here; only of itself alone a neuron says all."""
    made = voters(build, 4)
    build.chain.weights.max_weights_limit[made.netuid] = U16(21_846)
    for row in ({0: 1, 1: 1, 2: 1}, {0: 1, 1: 1, 2: 2}, {0: 100, 1: 100, 2: 101}, {1: 1}, {0: 1}, {0: 0, 1: 1}):
        yield voter(made).signs(says(row).openly())
    yield voter(made).signs(says({0: 3_000, 1: 3_000, 2: 3_000, 3: 1}).openly())


@case(rules=["WEIGHTS-13"], errors=["MaxWeightExceeded"])
def exact_shares(build: Builder) -> Trace:
    """A half is above a limit of 32,767 parts and not above one of 32,768; a third is above 21,844 and at 21,845 exactly."""
    limits = (32_767, 32_768, 21_844, 21_845, 21_846)
    for place, limit in enumerate(limits):
        made = voters(build, netuid=HOME + place)
        build.chain.weights.max_weights_limit[made.netuid] = U16(limit)
    for place, limit in enumerate(limits):
        row = {0: 5, 1: 5} if limit > 30_000 else {0: 5, 1: 5, 2: 5}
        who = Actor(build.name(f"hotkey 0 on {HOME + place}"))
        yield who.signs(says(row).on(HOME + place).openly())


@case(rules=["WEIGHTS-13"], errors=["MaxWeightExceeded"])
def limit_of_nearly_all(build: Builder) -> Trace:
    """A limit of 65,535 parts is none; one part less stands in the way of whoever says all of one other."""
    made, other = voters(build), voters(build, netuid=3)
    build.chain.weights.max_weights_limit[other.netuid] = U16(PART - 1)
    yield voter(made).signs(says({1: 5}).openly())
    yield voter(other).signs(says({1: 5}).on(3).openly())
    yield voter(other).signs(says({1: PART, 2: 1}).on(3).openly())
    yield voter(other).signs(says({1: PART, 2: 2}).on(3).openly())


@case(
    rules=["WEIGHTS-20", "WEIGHTS-21", "WEIGHTS-22", "WEIGHTS-23"],
    errors=[
        "CommitRevealEnabled",
        "BadOrigin",
        "CanNotSetRootNetworkWeights",
        "WeightVecNotEqualSize",
        "SubNetworkDoesNotExist",
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
)
def order(build: Builder) -> Trace:
    """One fault after the other is mended; each time the next is told of."""
    made, weights = voters(build, 5, limit=3), build.chain.weights
    weights.commit_reveal_weights_enabled[ROOT] = weights.commit_reveal_weights_enabled[NetUid(9)] = False
    weights.stake_threshold.value = U64(2 * ALPHA)
    weights.weights_version_key[made.netuid] = U64(1)
    weights.min_allowed_weights[made.netuid] = U16(3)
    weights.max_weights_limit[made.netuid] = U16(30_000)
    made.stake(0, alpha=ALPHA)
    made.stake(1, alpha=ALPHA)
    made.permit(True, False, True, True, True)
    made.update([NOW] * 5)
    alice, bob, poor = (voter(made, uid) for uid in range(3))
    stranger = Actor(build.name("stranger"))
    # Six, of which one is named twice and one is nobody's.
    many = says_pairs([0, 0, 1, 2, 3, 77], [1] * 6)
    yield root(many.on(8).openly())
    yield root(many.on(0).openly())
    yield stranger.signs(says_pairs([0, 0], [1]).on(0).openly())
    yield stranger.signs(says_pairs([0, 0], [1]).on(9).openly())
    yield stranger.signs(many.on(9).openly())
    yield stranger.signs(many.openly())
    few = says_pairs([3, 3, 77], [9, 1, 1])
    yield stranger.signs(few.openly())
    yield poor.signs(few.openly())
    yield bob.signs(few.openly())
    yield bob.signs(few.under(1).openly())
    yield blocks(3)
    yield bob.signs(few.under(1).openly())
    yield alice.signs(few.under(1).openly())
    yield alice.signs(says({3: 9, 77: 1}).under(1).openly())
    yield alice.signs(says({3: 9, 4: 1}).under(1).openly())
    yield alice.signs(says({2: 1, 3: 9, 4: 1}).under(1).openly())
    yield alice.signs(EQUALLY.under(1).openly())


@case(rules=["WEIGHTS-25"])
def formerly_on_root(build: Builder) -> Trace:
    """`set_tao_weights` goes well for everybody and does nothing."""
    alice = voter(voters(build))
    call = SetTaoWeights(NetUid(9), build.name("nobody"), (Uid(1), Uid(1)), (U16(1),), U64(0))
    yield alice.signs(call)
    yield root(call)
    yield nobody(call)


@case(rules=["WEIGHTS-8", "WEIGHTS-22"])
def row_replaced(build: Builder) -> Trace:
    """New weights replace the old row whole, in the order in which they are said, and the block is remembered."""
    made = voters(build)
    made.weigh(0, {0: PART, 1: 5, 2: 7})
    yield voter(made).signs(says({2: 1, 1: 2}).openly())
    yield blocks(1)
    yield voter(made).signs(says({0: 1}).openly())


@case(rules=["WEIGHTS-8"])
def greatest_number(build: Builder) -> Trace:
    """The last of the neurons sets its weights: the last entry of the list changes."""
    made = voters(build, 5)
    made.update(list(map(BlockHeight, (1, 2, 3, 4, 5))))
    yield voter(made, 4).signs(EQUALLY.openly())

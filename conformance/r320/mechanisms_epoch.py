"""Epochs of subnets with several mechanisms, and epochs that abort the client of revision 306."""

from __future__ import annotations

from conformance.r320.mechanisms import SECOND_INDEX, mechanism_of, two_mechanisms
from conformance.scenes import ALPHA, LATELY, LONG_AGO, PART, Subnet, subnet
from conformance.weights.prepare import EQUALLY, OF_OTHERS, queue
from tao_spec.arithmetic.identifiers import BlockHeight, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.hyperparameters import SudoSetYuma3Enabled
from tao_spec.revisions.r320.interface import MechId
from tao_spec.revisions.r320.state import added
from tao_spec.state.weights import TimelockedCommit
from tao_spec.vectors.cases import Builder, Trace, account_named, blocks, case, root

FIRST, OTHER, MINER, IDLE = range(4)

EPOCH = ["R320-40", "R320-41", "R320-42", "R320-43", "R320-45", "R320-46", "R320-47", "R320-48"]


def judged(build: Builder, split: tuple[int, ...] | None = None, count: int = 2) -> Subnet:
    """Two validators of 60 and 40 alpha, who prefer one miner in the first mechanism, and the other in the second."""
    weights = {FIRST: {MINER: PART, IDLE: 100}, OTHER: {MINER: PART, IDLE: 300}}
    made = subnet(build, stakes=(60, 40, 0, 0), weights=weights)
    two_mechanisms(build, count=count)
    place = mechanism_of(made)
    place.update([LATELY] * 4)
    place.weigh(FIRST, {IDLE: PART})
    place.weigh(OTHER, {IDLE: PART, MINER: 7_000})
    if split is not None:
        added(build.chain).mechanism_emission_split[made.netuid] = tuple(map(U16, split))
    return made


@case(rules=[*EPOCH, "R320-35"], revision=320)
def one_mechanism(build: Builder) -> Trace:
    """With one mechanism an epoch stores what it did, but for the weights of stake, and empties the bonds of all others."""
    made = subnet(build, stakes=(60, 40, 0), weights={FIRST: {2: PART}, OTHER: {2: PART, 0: 9}})
    made.bond(2, {0: 5})
    build.chain.consensus.stake_weight[made.netuid] = (U16(1), U16(2), U16(3))
    made.set_aside(alpha=ALPHA + 1)
    yield blocks(1)


@case(rules=[*EPOCH, "R320-35"], revision=320)
def evenly(build: Builder) -> Trace:
    """Without a split each mechanism gets a half; of an odd number of alpha rao the first gets one more."""
    judged(build).set_aside(alpha=ALPHA + 1)
    yield blocks(1)


@case(rules=["R320-35", "R320-40"], revision=320)
def three_of_them(build: Builder) -> Trace:
    """A third mechanism, which no call leads to, has neither weights nor updates, and pays validators by their stake."""
    judged(build, count=3).set_aside(alpha=ALPHA + 2)
    yield blocks(1)


@case(rules=["R320-35", "R320-40", "R320-47"], revision=320)
def unevenly(build: Builder) -> Trace:
    """A split decides what each gets, and how much what it says counts."""
    judged(build, split=(20_000, PART - 20_000)).set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["R320-35", "R320-40"], revision=320)
def all_to_the_second(build: Builder) -> Trace:
    """A mechanism without a part has its epoch all the same: its bonds move, and nothing that it says counts."""
    judged(build, split=(0, PART)).set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["R320-35", "R320-40"], revision=320)
def short_split(build: Builder) -> Trace:
    """A mechanism that a split does not name gets nothing."""
    judged(build, split=(PART,)).set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["R320-35", "R320-40"], revision=320)
def splits_that_no_call_sets(build: Builder) -> Trace:
    """A split of more parts than mechanisms is cut off, and what is missing to the emission is the first one's."""
    judged(build, split=(1, 2, 3)).set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["R320-35", "R320-40"], revision=320)
def nothing_to_share(build: Builder) -> Trace:
    """Without emission the first mechanism counts alone."""
    judged(build, split=(1, PART - 1))
    yield blocks(1)


@case(rules=["R320-40", "R320-44"], revision=320)
def bonds_by_mechanism(build: Builder) -> Trace:
    """Bonds move in each mechanism by itself, in Yuma 2 and then in Yuma 3."""
    made = judged(build)
    made.bond(FIRST, {MINER: PART, IDLE: 3_000})
    mechanism_of(made).bond(OTHER, {MINER: 20_000})
    made.set_aside(alpha=ALPHA)
    yield blocks(1)
    yield root(SudoSetYuma3Enabled(made.netuid, True))
    yield blocks(100)


@case(rules=["R320-42"], revision=320)
def activity_by_mechanism(build: Builder) -> Trace:
    """Who has only lately weighed in one mechanism has no voice in the other, and is told to be active."""
    made = judged(build)
    build.chain.consensus.activity_cutoff[made.netuid] = U16(5)
    now = build.chain.number
    made.update([now, now - 5, now - 4, now - 5])
    mechanism_of(made).update([now - 5, now - 4])
    made.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["R320-43"], revision=320)
def commitments_by_mechanism(build: Builder) -> Trace:
    """A commitment to weights of one mechanism does not mask those of the other."""
    made = judged(build)
    build.chain.weights.commit_reveal_weights_enabled[made.netuid] = True
    now = build.chain.number
    for uid in (MINER, IDLE):
        made.register(uid, now - 20)
    for place in (made, mechanism_of(made)):
        place.update([now - 10] * 4)
    queue(made, FIRST, (OF_OTHERS, now - 30))
    queue(mechanism_of(made), OTHER, (OF_OTHERS, now - 30))
    made.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["R320-43"], revision=320)
def sealed_commitments_by_mechanism(build: Builder) -> Trace:
    """The same of sealed commitments."""
    made = judged(build)
    weights = build.chain.weights
    weights.commit_reveal_weights_enabled[made.netuid] = True
    now = build.chain.number
    made.register(MINER, now - 20)
    for place in (made, mechanism_of(made)):
        place.update([now - 10] * 4)
    epoch = U64((now + 3) // 100)
    commit = TimelockedCommit(made.hotkey(FIRST), BlockHeight(now - 30), b"sealed", U64(10**12))
    weights.timelocked_weight_commits[SECOND_INDEX, epoch] = (commit,)
    made.set_aside(alpha=ALPHA)
    yield blocks(1)


def liquid(made: Subnet, is_on: bool = True) -> None:
    """Let the bonds of a subnet move by Yuma 3, at speeds of their own or not."""
    scores = made.chain.consensus
    scores.yuma3_on[made.netuid], scores.liquid_alpha_on[made.netuid] = True, is_on


@case(rules=["R320-41", "R320-44"], revision=320)
def bonds_on_nobody(build: Builder) -> Trace:
    """Bonds on a number beyond the size count for nothing, in each version of the rule; no call leaves any."""
    made = judged(build)
    made.bond(FIRST, {MINER: 9_000, 9: PART, IDLE: 4})
    mechanism_of(made).bond(FIRST, {9: PART, MINER: 9_000, 300: 1, IDLE: 4})
    made.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["R320-41", "R320-44"], revision=320)
def bonds_on_nobody_in_yuma3(build: Builder) -> Trace:
    """The same in Yuma 3, where they do not hide those behind them."""
    made = judged(build)
    liquid(made, is_on=False)
    made.bond(FIRST, {9: PART, MINER: 9_000, IDLE: 4})
    made.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["R320-41", "R320-44"], revision=320)
def bonds_on_nobody_hide_others(build: Builder) -> Trace:
    """With liquid alpha they do hide those behind them from the search; in the second mechanism nothing does."""
    made = judged(build)
    liquid(made)
    made.bond(FIRST, {9: PART, MINER: 9_000, IDLE: 60_000})
    mechanism_of(made).bond(FIRST, {MINER: 9_000, IDLE: 60_000})
    made.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["R320-42", "R320-48"], revision=320)
def no_permits(build: Builder) -> Trace:
    """Where nobody has an entry in the list of permits, all stake counts, and no weights (KNOWN-211)."""
    made = judged(build)
    made.permit()
    build.chain.consensus.activity_cutoff[made.netuid] = U16(50)
    made.update([build.chain.number, 1, 1, 1])
    made.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["R320-42", "R320-45", "R320-48"], revision=320)
def vectors_of_other_lengths(build: Builder) -> Trace:
    """Lists of permits and updates may be shorter than the subnet, or longer; what is missing is no permit, and never."""
    made = judged(build)
    made.permit(True)
    made.update([LATELY])
    mechanism_of(made).update([LATELY] * 6)
    made.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["R320-42", "R320-45", "R320-48"], revision=320)
def more_permits_than_neurons(build: Builder) -> Trace:
    """A list of permits that is longer than the subnet is cut to its size."""
    made = judged(build)
    made.permit(*[True] * 9)
    made.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["R320-45", "R320-46", "R320-48"], revision=320)
def number_without_hotkey(build: Builder) -> Trace:
    """Behind a number without a hotkey everything that an epoch stores stands one place too low (KNOWN-210)."""
    made = judged(build)
    del made.chain.neurons.keys[made.netuid, Uid(FIRST)]
    made.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["R320-43", "R320-45"], revision=320)
def hotkey_under_two_numbers(build: Builder) -> Trace:
    """Of a hotkey under two numbers the last counts, in the order of storage keys; and it is that one that has committed."""
    made = judged(build)
    made.chain.neurons.keys[made.netuid, Uid(FIRST)] = made.hotkey(OTHER)
    build.chain.weights.commit_reveal_weights_enabled[made.netuid] = True
    now = build.chain.number
    made.register(MINER, now - 20)
    for place in (made, mechanism_of(made)):
        place.update([now - 10] * 4)
    queue(made, OTHER, (EQUALLY, now - 30))
    made.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["R320-42", "R320-45"], revision=320)
def number_beyond_the_size(build: Builder) -> Trace:
    """A hotkey under a number beyond the size gets nothing, and is active if the list of updates says so of it."""
    made = judged(build)
    for uid, name in ((6, "six"), (256, "256")):
        made.chain.neurons.keys[made.netuid, Uid(uid)] = account_named(name)
    made.update([LATELY] * 7)
    mechanism_of(made).update([LONG_AGO] * 5)
    made.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["R320-40"], revision=320)
def nobody(build: Builder) -> Trace:
    """In a subnet without neurons, and in one whose mechanisms are none, which no call leads to, nothing is said of anybody."""
    subnet(build).set_aside(alpha=ALPHA)
    two_mechanisms(build)
    made = subnet(build, stakes=[1, 1], netuid=102, weights={0: {1: 1}})
    added(build.chain).mechanism_count_current[made.netuid] = MechId(0)
    made.set_aside(alpha=ALPHA)
    yield blocks(1)

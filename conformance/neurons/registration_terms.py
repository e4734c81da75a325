"""The terms of registration: what a neuron costs to burn and to work for, interval after interval."""

from __future__ import annotations

from conformance.scenes import WHOLE, add_network
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.vectors.cases import Builder, Trace, blocks, case

HALF = 2**63
"""Half of the whole, as `AdjustmentAlpha` counts."""
COST = 10**9
"""A cost far from all bounds."""
SOME = ["NEUR-1", "NEUR-2", "NEUR-3", "NEUR-6"]


def interval(build: Builder, netuid: int, by_work: int, by_burn: int, target: int = 2) -> NetUid:
    """A subnet whose interval ends with the next block, after so many registrations; both costs are a thousand million."""
    made = add_network(build, netuid)
    neurons = build.chain.neurons
    neurons.adjustment_interval[made] = U16(1)
    neurons.target_registrations_per_interval[made] = U16(target)
    neurons.registrations_this_interval[made] = U16(by_work + by_burn)
    neurons.pow_registrations_this_interval[made] = U16(by_work)
    neurons.burn_registrations_this_interval[made] = U16(by_burn)
    neurons.burn[made], neurons.difficulty[made] = TaoBalance(COST), U64(COST)
    return made


def doubling(build: Builder, netuid: int, burn: int = COST, difficulty: int = COST) -> NetUid:
    """A subnet where three came by work and as many by burning, of a target of two: both costs double."""
    made = interval(build, netuid, by_work=3, by_burn=3)
    build.chain.neurons.burn[made], build.chain.neurons.difficulty[made] = TaoBalance(burn), U64(difficulty)
    return made


def halving(build: Builder, netuid: int, burn: int = COST, difficulty: int = COST) -> NetUid:
    """A subnet where nobody came: both costs are halved."""
    made = interval(build, netuid, by_work=0, by_burn=0)
    build.chain.neurons.burn[made], build.chain.neurons.difficulty[made] = TaoBalance(burn), U64(difficulty)
    return made


@case(rules=[*SOME, "NEUR-5"])
def too_many_by_work(build: Builder) -> Trace:
    """More than the target came, most by work: the difficulty rises."""
    interval(build, 2, by_work=2, by_burn=1)
    yield blocks(1)


@case(rules=[*SOME, "NEUR-4"])
def too_many_by_burning(build: Builder) -> Trace:
    """More than the target came, most by burning: the price rises."""
    interval(build, 2, by_work=1, by_burn=2)
    yield blocks(1)


@case(rules=[*SOME, "NEUR-4", "NEUR-5"])
def too_many_by_both(build: Builder) -> Trace:
    """More than the target came, as many by work as by burning: both costs rise."""
    interval(build, 2, by_work=2, by_burn=2)
    yield blocks(1)


@case(rules=[*SOME, "NEUR-4"])
def too_few_by_work(build: Builder) -> Trace:
    """No more than the target came, most by work: the price falls."""
    interval(build, 2, by_work=2, by_burn=1, target=9)
    yield blocks(1)


@case(rules=[*SOME, "NEUR-5"])
def too_few_by_burning(build: Builder) -> Trace:
    """No more than the target came, most by burning: the difficulty falls."""
    interval(build, 2, by_work=1, by_burn=2, target=9)
    yield blocks(1)


@case(rules=[*SOME, "NEUR-4", "NEUR-5"])
def too_few_by_both(build: Builder) -> Trace:
    """No more than the target came, as many by work as by burning: both costs fall."""
    interval(build, 2, by_work=2, by_burn=2, target=9)
    yield blocks(1)


@case(rules=[*SOME, "NEUR-4", "NEUR-5"])
def on_target(build: Builder) -> Trace:
    """On the target it is the other cost that is looked at, and stays; with one registration more its own rises."""
    interval(build, 2, by_work=2, by_burn=1, target=3)
    interval(build, 3, by_work=2, by_burn=1, target=2)
    interval(build, 4, by_work=1, by_burn=2, target=3)
    interval(build, 5, by_work=1, by_burn=2, target=2)
    yield blocks(1)


@case(rules=["NEUR-3", "NEUR-6"])
def counts_apart(build: Builder) -> Trace:
    """What is held against the target is the count of all registrations, even where the other two do not add up to it.

    Calls count them together; it is written here.
    """
    build.chain.neurons.registrations_this_interval[interval(build, 2, by_work=3, by_burn=2)] = U16(1)
    build.chain.neurons.registrations_this_interval[interval(build, 3, by_work=1, by_burn=0)] = U16(5)
    yield blocks(1)


@case(rules=["NEUR-1", "NEUR-2"])
def interval_is_over(build: Builder) -> Trace:
    """An interval of ten blocks is not over nine blocks after the last adjustment, and is over ten blocks after it."""
    made = halving(build, 2)
    build.chain.neurons.adjustment_interval[made] = U16(10)
    build.chain.neurons.last_adjustment_block[made] = BlockHeight(992)
    yield blocks(1)
    yield blocks(1)
    yield blocks(10)


@case(rules=["NEUR-1", "NEUR-2"])
def interval_of_nothing(build: Builder) -> Trace:
    """An interval of no blocks is over in every block; one of any blocks is not while the last adjustment lies ahead.

    No call adjusts terms ahead; it is written here.
    """
    for netuid, length in ((2, 0), (3, 1)):
        made = halving(build, netuid)
        build.chain.neurons.adjustment_interval[made] = U16(length)
        build.chain.neurons.last_adjustment_block[made] = BlockHeight(1_005)
    yield blocks(1)
    yield blocks(1)


@case(rules=["NEUR-1"])
def counts_of_the_block(build: Builder) -> Trace:
    """The registrations of the block are forgotten in every block, whether the interval is over or not."""
    for netuid in (0, 1, add_network(build, 2)):
        build.chain.neurons.registrations_this_block[NetUid(netuid)] = U16(netuid + 1)
    yield blocks(1)


@case(rules=["NEUR-1", "NEUR-3", "NEUR-4", "NEUR-5"])
def of_root(build: Builder) -> Trace:
    """Root has terms like any subnet, and they are adjusted too."""
    build.chain.neurons.adjustment_interval[ROOT] = U16(1)
    yield blocks(1)


@case(rules=["NEUR-4", "NEUR-6"])
def greatest_price(build: Builder) -> Trace:
    """A price that doubles to its maximum, of 100 TAO, or to a rao more becomes the maximum; one just below stays as it is."""
    for netuid, less in ((2, 1), (3, 0), (4, -1)):
        doubling(build, netuid, burn=tao(50) - less)
    yield blocks(1)


@case(rules=["NEUR-4", "NEUR-6"])
def least_price(build: Builder) -> Trace:
    """A price that is halved to its minimum, of 500,000 rao, or below becomes the minimum; half a rao more is cut off."""
    for netuid, more in ((2, -1), (3, 0), (4, 1), (5, 2)):
        halving(build, netuid, burn=1_000_000 + more)
    yield blocks(1)


@case(rules=["NEUR-5", "NEUR-6"])
def greatest_difficulty(build: Builder) -> Trace:
    """A difficulty that doubles to its maximum or beyond becomes the maximum; one just below stays as it is."""
    for netuid, less in ((2, 1), (3, 0), (4, -1)):
        build.chain.neurons.max_difficulty[doubling(build, netuid, difficulty=COST - less)] = U64(2 * COST)
    doubling(build, 5, difficulty=WHOLE)
    yield blocks(1)


@case(rules=["NEUR-5", "NEUR-6"])
def least_difficulty(build: Builder) -> Trace:
    """A difficulty that is halved to its minimum, of ten million, or below becomes the minimum; the rest is cut off."""
    for netuid, more in ((2, -1), (3, 0), (4, 1), (5, 2)):
        halving(build, netuid, difficulty=20_000_000 + more)
    yield blocks(1)


@case(rules=["NEUR-4", "NEUR-5"])
def bounds_the_wrong_way_round(build: Builder) -> Trace:
    """Where the least lies above the greatest, the greatest is looked at first, and what lies below it becomes the least."""
    neurons = build.chain.neurons
    for netuid, cost in ((2, 2 * COST), (3, 2 * COST - 2)):
        made = halving(build, netuid, burn=cost, difficulty=cost)
        neurons.max_burn[made], neurons.min_burn[made] = TaoBalance(COST), TaoBalance(3 * COST)
        neurons.max_difficulty[made], neurons.min_difficulty[made] = U64(COST), U64(3 * COST)
    yield blocks(1)


@case(rules=["NEUR-6"])
def weight_of_the_old(build: Builder) -> Trace:
    """The old cost weighs nothing, about a half, nearly all, or all: costs then move less and less, and at last not at all."""
    for netuid, weight in ((2, 0), (3, HALF), (4, WHOLE - 1), (5, WHOLE), (6, 1)):
        build.chain.neurons.adjustment_alpha[doubling(build, netuid, COST + 1, COST + 7)] = U64(weight)
    yield blocks(1)


@case(rules=["NEUR-6"])
def without_a_target(build: Builder) -> Trace:
    """With a target of nothing costs fall to their minimum, or to the old one's weight."""
    for netuid, weight in ((2, 0), (3, HALF)):
        made = interval(build, netuid, by_work=1, by_burn=1, target=0)
        build.chain.neurons.adjustment_alpha[made] = U64(weight)
    yield blocks(1)


@case(rules=["NEUR-6"])
def sums_are_held(build: Builder) -> Trace:
    """Registrations and target together, and twice the target, are held at 65,535: the costs then stay as they are."""
    interval(build, 2, by_work=20_000, by_burn=20_001, target=40_000)
    interval(build, 3, by_work=1, by_burn=1, target=40_000)
    interval(build, 4, by_work=30_000, by_burn=30_000, target=1)
    yield blocks(1)


@case(rules=["NEUR-4", "NEUR-5", "NEUR-6"])
def fractions_are_cut_off(build: Builder) -> Trace:
    """A third of a small cost is rounded down, and may be nothing; with a weight the product is cut off at 18 binary digits."""
    neurons = build.chain.neurons
    for netuid, cost, weight in ((2, 1, 0), (3, 2, 0), (4, 100, HALF), (5, 10**15 + 1, HALF + 1), (6, WHOLE, HALF - 1)):
        made = interval(build, netuid, by_work=1, by_burn=1, target=4)
        neurons.burn[made], neurons.difficulty[made] = TaoBalance(cost), U64(cost)
        neurons.min_burn[made], neurons.min_difficulty[made] = TaoBalance(0), U64(0)
        neurons.max_burn[made], neurons.max_difficulty[made] = TaoBalance(WHOLE), U64(WHOLE)
        neurons.adjustment_alpha[made] = U64(weight)
    yield blocks(1)

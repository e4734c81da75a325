"""Bonds and dividends: Yuma 2, Yuma 3, and Yuma 3 with liquid alpha."""

from __future__ import annotations

from conformance.scenes import ALPHA, PART, WHOLE, Subnet, subnet
from tao_spec.arithmetic.identifiers import Uid
from tao_spec.arithmetic.integers import I16, U16, U64, Integer
from tao_spec.vectors.cases import Builder, Trace, blocks, case

YUMA2 = ["CONS-50", "CONS-51", "CONS-52", "CONS-54", "CONS-57", "CONS-73"]
YUMA3 = ["CONS-50", "CONS-51", "CONS-53", "CONS-55", "CONS-56", "CONS-57", "CONS-73"]
LIQUID = ["CONS-55", "CONS-56", "CONS-60", "CONS-61", "CONS-62", "CONS-63"]


def bonded(build: Builder) -> Subnet:
    """Three validators who weigh three miners differently, and hold bonds in them already."""
    weights = {0: {3: 50_000, 4: 10_000, 5: PART}, 1: {3: 20_000, 4: PART}, 2: {3: PART, 5: 30_000}}
    scene = subnet(build, stakes=(50, 30, 20, 0, 0, 0), weights=weights)
    scene.bond(0, {3: PART, 4: 100})
    scene.bond(1, {3: 20_000, 5: PART})
    scene.bond(2, {4: 30_000, 5: 1})
    scene.set_aside(alpha=ALPHA)
    return scene


def yuma3(build: Builder) -> Subnet:
    """The same subnet, which has chosen Yuma 3."""
    scene = bonded(build)
    scene.chain.consensus.yuma3_on[scene.netuid] = True
    return scene


def liquid(build: Builder, low: int = 45_875, high: int = 58_982, steepness: int = 1_000) -> Subnet:
    """The same subnet with liquid alpha, between two bounds in parts, of a steepness in hundredths."""
    scene = yuma3(build)
    consensus = scene.chain.consensus
    consensus.liquid_alpha_on[scene.netuid] = True
    consensus.alpha_values[scene.netuid] = (U16(low), U16(high))
    consensus.alpha_sigmoid_steepness[scene.netuid] = I16(steepness)
    return scene


def epoch_with(scene: Subnet, **values: Integer | bool) -> Trace:
    """Give the subnet other hyperparameters, by the names of their items, and let the epoch fall."""
    for name, value in values.items():
        getattr(scene.chain.consensus, name)[scene.netuid] = value
    yield blocks(1)


@case(rules=[*YUMA2, "CONS-83", "CONS-84", "CONS-85", "CONS-87", "CONS-89"])
def yuma2_moves(build: Builder) -> Trace:
    """In Yuma 2 bonds move towards weight times stake by a tenth, and again in the next epoch."""
    bonded(build)
    yield blocks(1)
    yield blocks(100)


@case(rules=YUMA2)
def yuma2_from_nothing(build: Builder) -> Trace:
    """In Yuma 2 first bonds are in proportion to weight times stake, the greatest in each miner being the whole."""
    scene = bonded(build)
    for uid in range(3):
        scene.bond(uid, {})
    yield blocks(1)


@case(rules=YUMA2)
def average_of_nothing(build: Builder) -> Trace:
    """With a moving average of zero old bonds do not matter."""
    yield from epoch_with(bonded(build), bonds_moving_average=U64(0))


@case(rules=YUMA2)
def average_of_all(build: Builder) -> Trace:
    """With a moving average of a million millionths bonds keep their proportions, whatever validators say."""
    yield from epoch_with(bonded(build), bonds_moving_average=U64(1_000_000))


@case(rules=["CONS-52", "CONS-54", "CONS-89"])
def average_beyond_all(build: Builder) -> Trace:
    """With more than a million millionths bonds move away from the weights, and vanish where they fall below zero."""
    yield from epoch_with(bonded(build), bonds_moving_average=U64(1_500_000))


@case(rules=["CONS-52", "CONS-54"])
def greatest_average(build: Builder) -> Trace:
    """The greatest moving average of 64 bits is held at the bounds in Yuma 2. Setters refuse it; it is written here."""
    yield from epoch_with(bonded(build), bonds_moving_average=U64(WHOLE))


@case(rules=["CONS-53", "CONS-55"])
def greatest_average_wraps(build: Builder) -> Trace:
    """In Yuma 3 the greatest moving average wraps. Setters refuse it; it is written here."""
    yield from epoch_with(yuma3(build), bonds_moving_average=U64(WHOLE))


@case(rules=["CONS-53", "CONS-55"])
def least_average_that_wraps(build: Builder) -> Trace:
    """From 2,147,483,648,000,000 millionths on the moving average of Yuma 3 wraps. It is written here."""
    yield from epoch_with(yuma3(build), bonds_moving_average=U64(2_147_483_648_000_000))


@case(rules=["CONS-51", "CONS-88"])
def no_penalty(build: Builder) -> Trace:
    """Without a bonds penalty bonds follow the weights as they were said."""
    yield from epoch_with(bonded(build), bonds_penalty=U16(0))


@case(rules=["CONS-51", "CONS-88"])
def half_penalty(build: Builder) -> Trace:
    """With half a penalty bonds follow what lies between the weights and the clipped weights."""
    yield from epoch_with(bonded(build), bonds_penalty=U16(32_768))


@case(rules=["CONS-51", "CONS-88", "CONS-55"])
def half_penalty_in_yuma3(build: Builder) -> Trace:
    """The penalty holds in Yuma 3 too."""
    yield from epoch_with(yuma3(build), bonds_penalty=U16(32_768))


@case(rules=["CONS-50", "CONS-83"])
def bonds_left_behind(build: Builder) -> Trace:
    """Bonds of a number that the subnet does not have are passed over, and stay. No call leaves any; they are written here."""
    scene = bonded(build)
    scene.bond(6, {3: PART})
    scene.bond(7, {99: PART})
    yield blocks(1)


@case(rules=["CONS-50", "CONS-54"])
def bonds_named_twice(build: Builder) -> Trace:
    """Bonds that stand twice in a row, and in falling order, add up in Yuma 2. No epoch stores any; they are written here."""
    scene = bonded(build)
    row = ((Uid(5), U16(9_000)), (Uid(3), U16(1_000)), (Uid(5), U16(2_000)))
    scene.chain.consensus.bonds[scene.netuid, Uid(0)] = row
    yield blocks(1)


@case(rules=[*YUMA3, "CONS-83", "CONS-89"])
def yuma3_moves(build: Builder) -> Trace:
    """In Yuma 3 bonds move towards the weights alone, and stake counts for the dividends only; again in the next epoch."""
    yuma3(build)
    yield blocks(1)
    yield blocks(100)


@case(rules=["CONS-54", "CONS-57"])
def liquid_alpha_needs_yuma3(build: Builder) -> Trace:
    """Liquid alpha has no part in Yuma 2."""
    yield from epoch_with(liquid(build), yuma3_on=False)


@case(rules=LIQUID)
def liquid_alpha(build: Builder) -> Trace:
    """With liquid alpha each bond moves at a speed of its own, and one without a weight vanishes at once (KNOWN-21)."""
    liquid(build)
    yield blocks(1)
    yield blocks(100)


@case(rules=["CONS-55"])
def no_consensus(build: Builder) -> Trace:
    """Where there is no consensus on anybody, liquid alpha is not asked."""
    scene = liquid(build)
    scene.chain.consensus.kappa[scene.netuid] = U16(PART)
    for uid, other in ((0, 3), (1, 4), (2, 5)):
        scene.weigh(uid, {other: 1})
    scene.chain.consensus.bonds_penalty[scene.netuid] = U16(0)
    yield blocks(1)


@case(rules=LIQUID)
def greatest_steepness(build: Builder) -> Trace:
    """At the greatest steepness an exponential that does not fit counts as zero, and the sigmoid jumps (KNOWN-20)."""
    liquid(build, steepness=32_767)
    yield blocks(1)


@case(rules=LIQUID)
def least_steepness(build: Builder) -> Trace:
    """A steepness below zero turns the sigmoid round: what agrees with consensus moves fast."""
    liquid(build, steepness=-32_768)
    yield blocks(1)


@case(rules=LIQUID)
def no_steepness(build: Builder) -> Trace:
    """Without any steepness all bonds move at the speed in the middle."""
    liquid(build, steepness=0)
    yield blocks(1)


@case(rules=["CONS-60", "CONS-61", "CONS-63"])
def bounds_the_wrong_way_round(build: Builder) -> Trace:
    """Where the bounds of the speed are the wrong way round, the low one holds. Setters refuse it; it is written here."""
    liquid(build, low=58_982, high=6_554)
    yield blocks(1)


@case(rules=["CONS-60", "CONS-61", "CONS-63"])
def widest_bounds(build: Builder) -> Trace:
    """Between nothing and all, speeds are the sigmoid itself."""
    liquid(build, low=0, high=PART)
    yield blocks(1)


@case(rules=["CONS-62", "CONS-63"])
def rows_that_fall(build: Builder) -> Trace:
    """An entry behind one of a greater column is not found when the speed is asked (KNOWN-22). It is written here."""
    scene = liquid(build, low=0, high=PART)
    scene.weigh(0, {5: PART, 4: 10_000, 3: 50_000})
    scene.bond(1, {5: PART, 3: 20_000})
    scene.chain.consensus.bonds_penalty[scene.netuid] = U16(0)
    yield blocks(1)


@case(rules=["CONS-63", "CONS-88"])
def half_penalty_with_liquid_alpha(build: Builder) -> Trace:
    """Liquid alpha follows the weights for bonds, which a half penalty puts between weights and clipped weights."""
    yield from epoch_with(liquid(build), bonds_penalty=U16(32_768))

"""Who takes part in an epoch: activity, stake, permits."""

from __future__ import annotations

from dataclasses import replace

from conformance.scenes import ALPHA, LATELY, PART, WHOLE, Subnet, subnet
from tao_spec.arithmetic.identifiers import BlockHeight, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.vectors.cases import Builder, Trace, account_named, blocks, case

EPOCH = 1_096
"""The block of the epoch in these scenes."""
JUDGE = {0: {2: PART, 3: PART // 3}, 1: {2: PART // 2, 3: PART}}
WHO = ["CONS-1", "CONS-2", "CONS-3", "CONS-72"]


def validators(build: Builder, *stakes: int) -> Subnet:
    """Two validators who weigh two miners differently, of 60 and 40 alpha unless the scene says otherwise."""
    scene = subnet(build, stakes=stakes or (60, 40, 0, 0), weights=JUDGE)
    scene.set_aside(alpha=ALPHA)
    return scene


@case(rules=[*WHO, "CONS-4", "CONS-5", "CONS-7", "CONS-14", "CONS-15", "CONS-57", "CONS-70", "CONS-71", "CONS-73"])
def plain(build: Builder) -> Trace:
    """An epoch of two validators and two miners, with every default."""
    validators(build)
    yield blocks(1)


@case(rules=[*WHO, "CONS-6", "CONS-22"])
def activity_cutoff(build: Builder) -> Trace:
    """Active is who has set weights as many blocks ago as the cutoff says; a block earlier is too long ago."""
    scene = validators(build, 50, 50, 0, 0)
    scene.chain.consensus.activity_cutoff[scene.netuid] = U16(100)
    scene.update([EPOCH - 100, EPOCH - 101, 0, 0])
    yield blocks(1)


@case(rules=[*WHO, "CONS-6", "CONS-70"])
def nobody_active(build: Builder) -> Trace:
    """Where nobody is active nobody judges, and the alpha goes to the stake of all."""
    scene = validators(build)
    scene.chain.consensus.activity_cutoff[scene.netuid] = U16(0)
    yield blocks(1)


@case(rules=[*WHO, "CONS-6", "CONS-22", "CONS-72"])
def updates_unknown(build: Builder) -> Trace:
    """Where nothing is known of updates nobody counts as inactive, and the list of the active is empty.

    No call leads there; it is written here.
    """
    scene = subnet(build, stakes=(60, 40))
    scene.update([])
    yield blocks(1)


@case(rules=["CONS-6"])
def update_in_the_future(build: Builder) -> Trace:
    """An update so far in the future that the cutoff does not fit after it counts as active. It is written here."""
    validators(build).update([WHOLE, WHOLE - 1, 0, 0])
    yield blocks(1)


@case(rules=["CONS-3", "CONS-15"])
def stake_threshold(build: Builder) -> Trace:
    """Stake that reaches the threshold counts; of one alpha rao less nothing does."""
    scene = subnet(build, weights={0: {2: 1}, 1: {2: 1}}, stakes=(0, 0, 0))
    scene.stake(0, alpha=1_000)
    scene.stake(1, alpha=999)
    scene.chain.weights.stake_threshold.value = U64(1_000)
    yield blocks(1)


@case(rules=["CONS-15", "CONS-70"])
def no_stake(build: Builder) -> Trace:
    """Without stake nobody judges, nobody gets a permit, and all shares are zero."""
    validators(build, 0, 0, 0, 0)
    yield blocks(1)


@case(rules=["CONS-10", "CONS-12", "CONS-13"])
def stake_on_root(build: Builder) -> Trace:
    """TAO on root counts too, by the weight of TAO; at most it counts as much as alpha."""
    scene = validators(build, 60, 0, 0, 0)
    scene.stake(1, root=40 * ALPHA)
    yield blocks(1)


@case(rules=["CONS-10", "CONS-13"])
def tao_weighs_as_much(build: Builder) -> Trace:
    """At the greatest weight a TAO counts as an alpha, but for what rounding takes."""
    scene = validators(build, 50, 0, 0, 0)
    scene.stake(1, root=50 * ALPHA)
    scene.chain.stake.tao_weight.value = U64(WHOLE)
    yield blocks(1)


@case(rules=["CONS-11", "CONS-12", "CONS-13"])
def lent_and_borrowed(build: Builder) -> Trace:
    """A child judges with what its parents lent it, and a parent with what it kept, of alpha and of TAO on root."""
    scene = validators(build)
    scene.stake(0, root=100 * ALPHA)
    scene.lend(scene.hotkey(0), scene.hotkey(1), WHOLE // 2)
    scene.lend(scene.hotkey(0), scene.hotkey(3), WHOLE // 10)
    scene.lend(account_named("stranger"), scene.hotkey(1), WHOLE)
    yield blocks(1)


@case(rules=["CONS-13", "CONS-15"])
def stake_beyond_measure(build: Builder) -> Trace:
    """Stake of 2^63 alpha rao and more is held at its bound, and sums beyond it wrap. No supply allows it; it is written."""
    scene = validators(build, 0, 0, 0, 0)
    for uid, amount in ((0, WHOLE), (1, 2**62)):
        held = scene.chain.stake.total_hotkey_alpha
        held[scene.hotkey(uid), scene.netuid] = type(held[scene.hotkey(uid), scene.netuid])(amount)
    yield blocks(1)


@case(rules=["CONS-3", "CONS-20", "CONS-73"])
def permits_for_the_greatest(build: Builder) -> Trace:
    """Permits go to the most stake; of equals, to the greater number; a lost permit empties the bonds."""
    scene = subnet(build, stakes=(30, 20, 20, 20, 10), weights={0: {4: 1}, 1: {4: 1}})
    scene.chain.consensus.max_allowed_validators[scene.netuid] = U16(3)
    for uid in range(scene.size):
        scene.bond(uid, {4: PART})
    yield blocks(1)


@case(rules=["CONS-20", "CONS-73"])
def no_permit_without_stake(build: Builder) -> Trace:
    """Who has no stake gets no permit, however many there are; with no permits at all nobody gets one."""
    scene = subnet(build, stakes=(5, 0, 7))
    scene.bond(1, {0: 7})
    yield blocks(1)


@case(rules=["CONS-20"])
def no_permits_at_all(build: Builder) -> Trace:
    """Where no validator is allowed nobody has a permit after the epoch; those of before still judge in it."""
    scene = validators(build)
    scene.chain.consensus.max_allowed_validators[scene.netuid] = U16(0)
    yield blocks(1)


@case(rules=["CONS-21", "CONS-22", "CONS-31", "CONS-73"])
def permit_gained(build: Builder) -> Trace:
    """Who gains a permit judges from the next epoch on: its weights do not count yet, its bonds are kept from now on."""
    scene = validators(build)
    scene.permit(True, False, False, False)
    scene.update([EPOCH - 1] * scene.size)
    yield blocks(1)
    yield blocks(100)


@case(rules=["CONS-5", "CONS-7", "CONS-14"])
def number_without_hotkey(build: Builder) -> Trace:
    """A number without a hotkey has no stake, came in block 0, and is not paid. No call leads there; it is written here."""
    scene = validators(build)
    del scene.chain.neurons.keys[scene.netuid, Uid(3)]
    scene.register(3, 2_000)
    yield blocks(1)


@case(rules=["CONS-1", "CONS-5", "CONS-71"])
def order_of_many(build: Builder) -> Trace:
    """Number 256 comes before number 1, where 258 numbers have four neurons and two of these one hotkey.

    No call leaves numbers without a hotkey or gives one hotkey two; they are written here.
    """
    scene = replace(subnet(build, stakes=(60, 40), weights={0: {1: 5, 256: 7, 257: 9}, 1: {256: 1}}), size=258)
    scene.seat(257)
    scene.chain.neurons.keys[scene.netuid, Uid(256)] = scene.hotkey(257)
    scene.chain.neurons.subnetwork_n[scene.netuid] = U16(scene.size)
    scene.permit(True, True, *[False] * 256)
    scene.update([LATELY] * scene.size)
    scene.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["CONS-8", "CONS-50"])
def recently_registered(build: Builder) -> Trace:
    """Bonds in who was registered as many blocks ago as the tempo says, or later, begin anew; a block earlier is long ago."""
    scene = subnet(build, stakes=(60, 40, 0, 0, 0), weights={0: {2: 1, 3: 1, 4: 1}})
    for uid, registered in ((2, EPOCH - 100), (3, EPOCH - 99), (4, EPOCH - 98)):
        scene.register(uid, registered)
    scene.bond(0, {2: 40_000, 3: 40_000, 4: 40_000})
    scene.bond(1, {2: 20_000, 3: 20_000, 4: 20_000})
    scene.update([EPOCH - 1] * scene.size)
    yield blocks(1)


@case(rules=["CONS-8"])
def recent_at_the_beginning(build: Builder) -> Trace:
    """In the first blocks of the chain everybody is recently registered."""
    scene = subnet(build, stakes=(60, 40, 0), weights={0: {2: 1}})
    build.at_block(95)
    scene.update([90, 90, 90])
    scene.bond(0, {2: 5})
    scene.chain.neurons.last_adjustment_block[scene.netuid] = BlockHeight(95)
    yield blocks(1)

"""What an epoch pays out, to owner, miners, validators and the stake on root."""

from __future__ import annotations

from conformance.scenes import ALPHA, PART, WHOLE, Subnet, subnet
from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.vectors.cases import Builder, Trace, account_named, blocks, case

VALIDATOR, OTHER, MINER, IDLE = range(4)
PAYOUT = ["EMIT-12", "EMIT-13", "EMIT-20"]


def market(build: Builder) -> Subnet:
    """Two validators of 60 and 40 alpha, who agree that one miner works and the other does not."""
    weights = {VALIDATOR: {MINER: PART}, OTHER: {MINER: PART}}
    return subnet(build, stakes=(60, 40, 0, 0), weights=weights)


@case(rules=[*PAYOUT, "EMIT-22", "EMIT-24", "CONS-1", "STAKE-2", "STAKE-3", "STAKE-4", "STAKE-6"])
def miners_and_validators(build: Builder) -> Trace:
    """The miner's coldkey gets a half, and the validators share the other half by their stake."""
    market(build).set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=[*PAYOUT, "EMIT-22", "EMIT-24"])
def odd_rao(build: Builder) -> Trace:
    """Of an odd number of alpha rao one is paid to nobody."""
    market(build).set_aside(alpha=ALPHA + 1)
    yield blocks(1)


@case(rules=PAYOUT)
def nothing_set_aside(build: Builder) -> Trace:
    """With nothing set aside the epoch runs all the same: scores and bonds move, and nobody is paid."""
    market(build)
    yield blocks(1)


@case(rules=["EMIT-13", "EMIT-20"])
def no_neurons(build: Builder) -> Trace:
    """In a subnet without neurons what was set aside is taken, and paid to nobody."""
    subnet(build).set_aside(alpha=ALPHA, root_tao=ALPHA, swapped=5, owner_cut=7)
    yield blocks(1)


@case(rules=["EMIT-20", "EMIT-24", "CONS-70"])
def nobody_mined(build: Builder) -> Trace:
    """Where nobody weighs anybody, validators get all of the alpha, by their stake."""
    subnet(build, stakes=(60, 40, 0)).set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["EMIT-20", "EMIT-24", "CONS-70"])
def nobody_staked(build: Builder) -> Trace:
    """Where nobody has stake either, nobody gets anything."""
    subnet(build, stakes=(0, 0)).set_aside(alpha=ALPHA, root_tao=ALPHA)
    yield blocks(1)


@case(rules=[*PAYOUT, "EMIT-24", "EMIT-25", "EMIT-33", "EMIT-34"])
def root_is_paid(build: Builder) -> Trace:
    """The TAO of root goes to the validator with stake on root, and with it less of the alpha, of which some was swapped."""
    scene = market(build)
    scene.stake(VALIDATOR, root=500 * ALPHA)
    scene.chain.pools.subnet_tao[ROOT] = TaoBalance(500 * ALPHA)
    scene.set_aside(alpha=ALPHA, root_tao=ALPHA // 3, swapped=ALPHA // 7)
    yield blocks(1)


@case(rules=["EMIT-25", "EMIT-34"])
def root_is_lost(build: Builder) -> Trace:
    """Where no validator has stake on root its TAO is lost."""
    market(build).set_aside(alpha=ALPHA, root_tao=ALPHA)
    yield blocks(1)


@case(rules=["EMIT-25", "EMIT-34", "CONS-10"])
def root_weighs_nothing(build: Builder) -> Trace:
    """Where TAO weighs nothing against alpha, its stake earns nothing, and the TAO of root is lost."""
    scene = market(build)
    scene.stake(VALIDATOR, root=500 * ALPHA)
    scene.chain.stake.tao_weight.value = U64(0)
    scene.set_aside(alpha=ALPHA, root_tao=ALPHA)
    yield blocks(1)


@case(rules=["EMIT-20"])
def more_swapped_than_is_theirs(build: Builder) -> Trace:
    """Where more was swapped for root than the validators' half, they get no alpha; miners get their half of all."""
    scene = market(build)
    scene.stake(OTHER, root=500 * ALPHA)
    scene.set_aside(alpha=10, root_tao=1_000, swapped=11)
    yield blocks(1)


@case(rules=["EMIT-20", "EMIT-26", "CONS-52", "CONS-70"])
def nobody_earned_dividends(build: Builder) -> Trace:
    """Where bonds never move nobody earns dividends: miners get all of the emission, also what was sold for root before."""
    scene = market(build)
    scene.chain.consensus.bonds_moving_average[scene.netuid] = U64(1_000_000)
    scene.set_aside(alpha=ALPHA, root_tao=ALPHA // 3, swapped=ALPHA // 7)
    yield blocks(1)


@case(rules=["EMIT-24", "EMIT-25", "STAKE-2", "STAKE-3"])
def takes(build: Builder) -> Trace:
    """A delegate keeps its take, and shares the rest with its nominators; one that keeps all leaves them nothing."""
    scene = market(build)
    for uid, take in ((VALIDATOR, 11_796), (OTHER, PART)):
        scene.take(uid, take)
        scene.stake(uid, alpha=77 * ALPHA, root=100 * ALPHA, coldkey=account_named("nominator"))
    scene.set_aside(alpha=ALPHA, root_tao=ALPHA // 2)
    yield blocks(1)


@case(rules=["EMIT-24"])
def default_take(build: Builder) -> Trace:
    """A hotkey that never said what it keeps keeps 11,796 parts."""
    scene = market(build)
    del scene.chain.delegation.delegates[scene.hotkey(VALIDATOR)]
    scene.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["EMIT-24", "EMIT-25"])
def what_was_paid_before_is_forgotten(build: Builder) -> Trace:
    """Records of the last payout are gone, also of hotkeys that get nothing now; those of other subnets stay."""
    scene = market(build)
    emission, gone = scene.chain.emission, account_named("gone")
    for netuid in (scene.netuid, NetUid(1)):
        emission.alpha_dividends_per_subnet[netuid, gone] = type(emission.pending_emission[netuid])(5)
        emission.tao_dividends_per_subnet[netuid, gone] = TaoBalance(6)
    scene.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["EMIT-22", "EMIT-24"])
def hotkeys_of_nobody(build: Builder) -> Trace:
    """What a hotkey without an owner earns goes to the account of zeros. No call leaves one; it is written here."""
    scene = market(build)
    for uid in (VALIDATOR, MINER):
        del scene.chain.keys.owner[scene.hotkey(uid)]
    scene.take(VALIDATOR, 6_554)
    scene.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["EMIT-22"])
def one_hotkey_twice(build: Builder) -> Trace:
    """The incentives of a hotkey that stands under two numbers are added up. No call puts one there; it is written here."""
    scene = subnet(build, stakes=(60, 40, 0, 0), weights={VALIDATOR: {MINER: 3, IDLE: 4}, OTHER: {MINER: 3, IDLE: 4}})
    scene.chain.neurons.keys[scene.netuid, Uid(IDLE)] = scene.hotkey(MINER)
    scene.set_aside(alpha=ALPHA)
    yield blocks(1)


# The owner


@case(rules=["EMIT-21", "STAKE-2"])
def owner_is_paid(build: Builder) -> Trace:
    """The owner's cut becomes stake of the owner on its hotkey, which need not be a neuron."""
    scene = market(build)
    scene.chain.subnets.subnet_owner[scene.netuid] = account_named("owner")
    scene.chain.subnets.subnet_owner_hotkey[scene.netuid] = account_named("owner's hotkey")
    scene.set_aside(owner_cut=12_345)
    yield blocks(1)


@case(rules=["EMIT-21"])
def owner_without_hotkey(build: Builder) -> Trace:
    """Without a hotkey of the owner nobody gets the cut. No call leads there; it is written here."""
    scene = market(build)
    scene.chain.subnets.subnet_owner[scene.netuid] = account_named("owner")
    scene.set_aside(owner_cut=12_345)
    yield blocks(1)


@case(rules=["EMIT-21"])
def hotkey_without_owner(build: Builder) -> Trace:
    """Without an owner nobody gets the cut, even if there is a hotkey for it. No call leads there; it is written here."""
    scene = market(build)
    scene.chain.subnets.subnet_owner_hotkey[scene.netuid] = account_named("owner's hotkey")
    scene.set_aside(owner_cut=12_345)
    yield blocks(1)


@case(rules=["EMIT-22", "EMIT-23"])
def owner_mines_for_nothing(build: Builder) -> Trace:
    """What the owner's own neuron mined is paid to nobody; the other miner is paid."""
    scene = subnet(build, stakes=(60, 40, 0, 0), weights={VALIDATOR: {MINER: 3, IDLE: 4}, OTHER: {MINER: 3, IDLE: 4}})
    scene.own(MINER)
    scene.set_aside(alpha=ALPHA, owner_cut=100)
    yield blocks(1)


def owner_of_all(build: Builder, limit: int) -> Subnet:
    """One coldkey owns the subnet and three miners, of which one came later than the two others; they work alike."""
    uids = (2, 3, 4)
    weights = {uid: dict.fromkeys(uids, PART) for uid in (0, 1)}
    scene = subnet(build, stakes=(60, 40, 0, 0, 0), weights=weights)
    owner, hotkeys = account_named("owner"), tuple(scene.hotkey(uid) for uid in uids)
    scene.chain.subnets.subnet_owner[scene.netuid] = owner
    scene.chain.keys.owned_hotkeys[owner] = (account_named("no neuron"), *reversed(hotkeys))
    for hotkey in hotkeys:
        scene.chain.keys.owner[hotkey] = owner
    scene.register(4, 12)
    scene.chain.neurons.immune_owner_uids_limit[scene.netuid] = U16(limit)
    scene.set_aside(alpha=ALPHA)
    return scene


@case(rules=["EMIT-23"])
def latest_is_immune(build: Builder) -> Trace:
    """With one immune neuron that is the owner's latest, which is not paid; its others are."""
    owner_of_all(build, limit=1)
    yield blocks(1)


@case(rules=["EMIT-23"])
def lesser_number_is_immune(build: Builder) -> Trace:
    """With two immune neurons the second is that of the lesser number, of two that came in the same block."""
    owner_of_all(build, limit=2)
    yield blocks(1)


@case(rules=["EMIT-23"])
def owner_hotkey_comes_first(build: Builder) -> Trace:
    """The subnet's own hotkey comes before the others, and takes a place from them."""
    scene = owner_of_all(build, limit=1)
    scene.chain.subnets.subnet_owner_hotkey[scene.netuid] = scene.hotkey(3)
    yield blocks(1)


@case(rules=["EMIT-23"])
def owner_hotkey_among_the_immune(build: Builder) -> Trace:
    """The subnet's own hotkey takes no place of another's where it is among the latest anyway."""
    scene = owner_of_all(build, limit=2)
    scene.chain.subnets.subnet_owner_hotkey[scene.netuid] = scene.hotkey(2)
    yield blocks(1)


@case(rules=["EMIT-23"])
def nobody_is_immune(build: Builder) -> Trace:
    """With a limit of zero even the subnet's own hotkey is paid for its work."""
    scene = owner_of_all(build, limit=0)
    scene.chain.subnets.subnet_owner_hotkey[scene.netuid] = scene.hotkey(3)
    yield blocks(1)


# Parents and children


def family(build: Builder, *parts: int) -> Subnet:
    """The market, in which hotkeys that are no neurons lend the first validator parts, in 2^64 - 1, of 100 alpha each."""
    scene = market(build)
    for number, part in enumerate(parts):
        parent = account_named(f"parent {number}")
        scene.chain.keys.owner[parent] = account_named(f"coldkey of parent {number}")
        scene.chain.delegation.delegates[parent] = U16(0)
        scene.chain.stake.total_hotkey_alpha[parent, scene.netuid] = type(scene.chain.emission.pending_emission[ROOT])(
            100 * ALPHA
        )
        scene.lend(parent, scene.hotkey(VALIDATOR), part)
    scene.set_aside(alpha=ALPHA)
    return scene


@case(rules=["EMIT-30", "EMIT-31", "CONS-11"])
def parent_shares(build: Builder) -> Trace:
    """A parent that lent a half of its stake gets its part of the child's dividends, by what it contributes."""
    family(build, 2**63)
    yield blocks(1)


@case(rules=["EMIT-30", "EMIT-31"])
def several_parents(build: Builder) -> Trace:
    """Of several parents each gets its part; rounding leaves the child what no parent's part took."""
    family(build, WHOLE // 3, WHOLE // 7, WHOLE)
    yield blocks(1)


@case(rules=["EMIT-31"])
def childkey_take(build: Builder) -> Trace:
    """The child keeps its take of the part of a parent that another coldkey owns."""
    scene = family(build, WHOLE)
    scene.chain.delegation.childkey_take[scene.hotkey(VALIDATOR), scene.netuid] = U16(11_796)
    yield blocks(1)


@case(rules=["EMIT-31"])
def childkey_take_in_the_family(build: Builder) -> Trace:
    """The child keeps nothing of the part of a parent that its own coldkey owns."""
    scene = family(build, WHOLE, WHOLE)
    scene.chain.delegation.childkey_take[scene.hotkey(VALIDATOR), scene.netuid] = U16(11_796)
    scene.chain.keys.owner[account_named("parent 0")] = scene.coldkey(VALIDATOR)
    yield blocks(1)


@case(rules=["EMIT-31", "EMIT-32", "EMIT-34"])
def parent_with_root(build: Builder) -> Trace:
    """TAO of parent and child on root counts by its weight in what each contributes, and earns TAO."""
    scene = family(build, WHOLE // 2)
    for hotkey, amount in ((account_named("parent 0"), 900), (scene.hotkey(VALIDATOR), 300)):
        held = scene.chain.stake.total_hotkey_alpha
        held[hotkey, ROOT] = type(held[hotkey, ROOT])(amount * ALPHA)
    scene.set_aside(alpha=ALPHA, root_tao=ALPHA)
    yield blocks(1)


@case(rules=["EMIT-31", "EMIT-32", "CONS-11", "CONS-12"])
def child_of_a_validator(build: Builder) -> Trace:
    """A validator that lent a part of its stake to another validator contributes the rest only."""
    scene = market(build)
    scene.lend(scene.hotkey(VALIDATOR), scene.hotkey(OTHER), WHOLE // 4)
    scene.set_aside(alpha=ALPHA)
    yield blocks(1)


@case(rules=["EMIT-31", "EMIT-32", "CONS-11"])
def more_lent_than_all(build: Builder) -> Trace:
    """Who lent more than all contributes nothing. Calls refuse it; it is written here."""
    scene = family(build, 5)
    for child in ("one", "two"):
        scene.lend(scene.hotkey(VALIDATOR), account_named(child), WHOLE // 3 * 2)
    yield blocks(1)


@case(rules=["EMIT-31"])
def nobody_contributes(build: Builder) -> Trace:
    """Where neither parent nor child contributes anything, the child keeps all that its old bonds earned."""
    scene = subnet(build, stakes=(60, 0, 0), weights={VALIDATOR: {2: PART}})
    scene.bond(1, {2: PART})
    scene.lend(account_named("parent"), scene.hotkey(1), WHOLE)
    scene.set_aside(alpha=ALPHA, root_tao=5)
    yield blocks(1)


@case(rules=["EMIT-30", "EMIT-31", "EMIT-24"])
def parents_in_a_circle(build: Builder) -> Trace:
    """Two validators that lend each other a third are paid as children and as parents."""
    scene = market(build)
    scene.lend(scene.hotkey(VALIDATOR), scene.hotkey(OTHER), WHOLE // 3)
    scene.lend(scene.hotkey(OTHER), scene.hotkey(VALIDATOR), WHOLE // 3)
    scene.set_aside(alpha=ALPHA + 13)
    yield blocks(1)


# Bounds


@case(rules=["EMIT-13", "EMIT-20", "CONS-71", "STAKE-2", "STAKE-6"])
def greatest_amounts(build: Builder) -> Trace:
    """The greatest amounts of 64 bits: what would be credited above 2^63 counts as negative. It is written here."""
    scene = market(build)
    scene.own(VALIDATOR)
    scene.stake(VALIDATOR, root=ALPHA)
    scene.set_aside(alpha=WHOLE, root_tao=WHOLE, swapped=WHOLE, owner_cut=WHOLE)
    yield blocks(1)


@case(rules=["EMIT-24", "STAKE-3", "STAKE-6"])
def dividend_that_is_negative(build: Builder) -> Trace:
    """A dividend of more than 2^63 alpha rao takes from the hotkey instead. No supply allows one; it is written here."""
    subnet(build, stakes=(60,)).set_aside(alpha=WHOLE - 5 * ALPHA)
    yield blocks(1)


@case(rules=["EMIT-12", "EMIT-13", "EMIT-20", "CONS-54"])
def epoch_after_epoch(build: Builder) -> Trace:
    """What is paid in one epoch counts as stake in the next, and bonds move on."""
    scene = market(build)
    scene.chain.consensus.tempo[scene.netuid] = U16(3)
    build.at_block(1_004)
    scene.update([1_000] * scene.size)
    scene.chain.neurons.last_adjustment_block[scene.netuid] = BlockHeight(1_004)
    scene.set_aside(alpha=ALPHA)
    yield blocks(1)
    yield blocks(4)

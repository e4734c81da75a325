"""What changes in emission: owners' miners, subsidised pools, automatic stakes, and the burn of child keys."""

from __future__ import annotations

from conformance.emission.payout import MINER, OTHER, VALIDATOR, market, owner_of_all
from conformance.emission.started import started
from conformance.keys.prepare import household, swaps_coldkey
from conformance.scenes import ALPHA, WHOLE, Subnet
from tao_spec.arithmetic.currency import AlphaBalance, tao
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.revisions.r320.interface import RecycleOrBurnEnum, SetColdkeyAutoStakeHotkey, SudoSetCkBurn
from tao_spec.revisions.r320.state import added
from tao_spec.transition.stake.shares import increase_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.vectors.cases import Actor, Builder, Trace, account_named, blocks, case, nobody, root


@case(rules=["R320-1"], revision=320)
def subsidised(build: Builder) -> Trace:
    """A subsidised pool gets as much alpha as the block has TAO, though its halvings let a block create less."""
    netuid = started(build, in_tao=tao(100), in_alpha=tao(1_000))
    build.chain.pools.subnet_alpha_out[netuid] = AlphaBalance(tao(12_000_000))
    yield blocks(2)


@case(rules=["R320-1"], revision=320)
def not_subsidised(build: Builder) -> Trace:
    """A pool that is not subsidised gets alpha at its price, as before."""
    netuid = started(build, in_tao=tao(3_000), in_alpha=tao(1_000))
    build.chain.pools.subnet_alpha_out[netuid] = AlphaBalance(tao(12_000_000))
    yield blocks(2)


@case(rules=["R320-2"], revision=320)
def all_of_the_owner_are_withheld(build: Builder) -> Trace:
    """No neuron of the owner is paid for its work, though only one is immune; burned, its alpha stays counted."""
    owner_of_all(build, limit=1)
    yield blocks(1)


@case(rules=["R320-2"], revision=320)
def owner_alpha_is_recycled(build: Builder) -> Trace:
    """Where the subnet recycles what its owner mines, the alpha outside the pool falls by it."""
    scene = owner_of_all(build, limit=0)
    added(build.chain).recycle_or_burn[scene.netuid] = RecycleOrBurnEnum.Recycle
    build.chain.pools.subnet_alpha_out[scene.netuid] = AlphaBalance(200 * ALPHA)
    yield blocks(1)


@case(rules=["R320-2"], revision=320)
def no_less_than_nothing_is_left(build: Builder) -> Trace:
    """The alpha outside the pool does not fall under zero. No call leads to so little of it; it is written here."""
    scene = owner_of_all(build, limit=0)
    added(build.chain).recycle_or_burn[scene.netuid] = RecycleOrBurnEnum.Recycle
    build.chain.pools.subnet_alpha_out[scene.netuid] = AlphaBalance(7)
    yield blocks(1)


@case(rules=["R320-2", "R320-5"], errors=["BadOrigin"], revision=320)
def miners_choose_where(build: Builder) -> Trace:
    """What a miner earns is staked where its owner chose, be it a stranger's hotkey or no hotkey at all, and is told."""
    scene = market(build)
    scene.set_aside(alpha=ALPHA)
    call = SetColdkeyAutoStakeHotkey(account_named("anything"))
    yield nobody(call)
    yield root(call)
    yield Actor(scene.coldkey(MINER)).signs(call)
    yield Actor(scene.coldkey(MINER)).signs(SetColdkeyAutoStakeHotkey(scene.hotkey(VALIDATOR)))
    yield Actor(scene.coldkey(VALIDATOR)).signs(call)
    yield blocks(1)


def lending(build: Builder, take: int = 0) -> Subnet:
    """The market, in which a stranger's hotkey and another of the validator's own coldkey lend it half of 100 alpha each."""
    scene = market(build)
    for name, coldkey in (("parent", account_named("stranger")), ("sibling", scene.coldkey(VALIDATOR))):
        hotkey = account_named(name)
        scene.chain.keys.owner[hotkey] = coldkey
        increase_stake_for_hotkey_and_coldkey_on_subnet(
            scene.chain, hotkey, coldkey, scene.netuid, AlphaBalance(100 * ALPHA)
        )
        scene.lend(hotkey, scene.hotkey(VALIDATOR), WHOLE // 2)
    scene.chain.delegation.childkey_take[scene.hotkey(VALIDATOR), scene.netuid] = U16(take)
    scene.chain.pools.subnet_alpha_out[scene.netuid] = AlphaBalance(500 * ALPHA)
    scene.set_aside(alpha=ALPHA)
    return scene


@case(rules=["R320-3", "R320-4"], errors=["BadOrigin"], revision=320)
def part_of_a_parent_is_burned(build: Builder) -> Trace:
    """Of what a stranger's hotkey gets through its child a share is recycled, beside the child's take; of a sibling's nothing."""
    scene = lending(build, take=11_796)
    call = SudoSetCkBurn(U64(WHOLE // 5))
    yield Actor(scene.coldkey(OTHER)).signs(call)
    yield root(call)
    yield blocks(1)


@case(rules=["R320-3"], revision=320)
def nothing_is_burned(build: Builder) -> Trace:
    """Without a share the parent has all but the child's take."""
    lending(build, take=11_796)
    yield blocks(1)


@case(rules=["R320-3", "R320-4"], revision=320)
def all_of_a_parent_is_burned(build: Builder) -> Trace:
    """With the whole burned nothing is left for the parent, and the child keeps its take all the same."""
    lending(build, take=11_796)
    yield root(SudoSetCkBurn(U64(WHOLE)))
    yield blocks(1)


@case(rules=["R320-6"], revision=320)
def destination_passes_on(build: Builder) -> Trace:
    """With a coldkey the hotkey of its automatic stakes passes on, in the place of the new one's; without one, that stays."""
    house, poor = household(build), build.account("poor", tao(1))
    chosen = added(build.chain).auto_stake_destination
    new, next_one = build.name("new"), build.name("next")
    chosen[house.owner.account], chosen[new] = house.hotkey, build.name("other")
    chosen[next_one] = build.name("its own")
    yield swaps_coldkey(house.owner.account, new, 0)
    yield swaps_coldkey(poor.account, next_one, 0)

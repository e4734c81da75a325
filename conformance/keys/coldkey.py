"""The swap of a coldkey by root."""

from __future__ import annotations

from conformance.keys.prepare import (
    DEPOSIT,
    EVERYWHERE,
    FIRST,
    NOWHERE,
    SECOND,
    enrich,
    give_hotkey,
    household,
    introduce,
    stake,
    swaps_coldkey,
)
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.fixed import I64F64
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber, TickIndex
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.keys import SwapColdkey, SwapHotkey
from tao_spec.interface.pools import PositionId
from tao_spec.state.pools import Position
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, nobody

ZEROS = AccountId()
"""The account of zeros."""


@case(rules=["KEYS-50", "KEYS-51", "KEYS-52", "KEYS-53", "KEYS-54"])
def all_that_a_coldkey_has(build: Builder) -> Trace:
    """Subnets, stake, hotkeys, identity and free TAO pass on; shares of zero are stored beside (KNOWN-146)."""
    house = household(build)
    enrich(house)
    introduce(build, house.owner.account, b"owner")
    build.chain.keys.last_tx_block[house.owner.account] = BlockHeight(77)
    build.chain.keys.coldkey_swap_scheduled[house.owner.account] = (BlockNumber(5), build.name("other coldkey"))
    yield swaps_coldkey(house.owner.account, build.name("new coldkey"))


@case(rules=["KEYS-50", "KEYS-53"])
def a_coldkey_that_has_nothing(build: Builder) -> Trace:
    """An account that does not exist can be swapped for nothing: two empty lists are stored."""
    household(build)
    yield swaps_coldkey(build.name("nobody"), build.name("new coldkey"), cost=0)


@case(
    rules=["KEYS-12", "KEYS-50"],
    errors=[
        "BadOrigin",
        "ColdKeyAlreadyAssociated",
        "NewColdKeyIsHotkey",
        "NotEnoughBalanceToPaySwapColdKey",
        "ZeroBalanceAfterWithdrawn",
    ],
)
def refused_in_order(build: Builder) -> Trace:
    """Origin, the new coldkey's stake, whether it is a hotkey, the price: each is asked before what follows."""
    house = household(build, free=EVERYWHERE - 1)
    owner, poor = house.owner.account, build.account("poor", DEPOSIT).account
    staker = build.name("staker")
    for hotkey in (staker, house.hotkey):
        stake(build, house.hotkey, hotkey, tao(1))
    build.chain.stake.staking_hotkeys[house.hotkey] = ()
    build.chain.keys.owner[staker] = owner
    introduce(build, owner, b"owner")
    yield house.owner.signs(SwapColdkey(owner, build.name("new coldkey"), TaoBalance(0)))
    yield nobody(SwapColdkey(owner, build.name("new coldkey"), TaoBalance(0)))
    yield swaps_coldkey(owner, staker)
    yield swaps_coldkey(owner, house.hotkey)
    yield swaps_coldkey(owner, build.name("new coldkey"))
    yield swaps_coldkey(poor, build.name("new coldkey"), cost=DEPOSIT)
    yield swaps_coldkey(owner, build.name("new coldkey"), cost=EVERYWHERE - 1)


@case(rules=["KEYS-50"], errors=["NewColdKeyIsHotkey"])
def onto_a_hotkey(build: Builder) -> Trace:
    """A hotkey becomes no coldkey, even one whose owner is the account of zeros."""
    house = household(build)
    build.chain.keys.owner[build.name("orphan")] = ZEROS
    yield swaps_coldkey(house.owner.account, build.name("orphan"))
    yield swaps_coldkey(house.owner.account, house.hotkey)


@case(rules=["KEYS-12", "KEYS-54", "STAKE-11"])
def the_price(build: Builder) -> Trace:
    """Who has exactly the price keeps 500 rao of it, and those pass on."""
    house = household(build, free=EVERYWHERE)
    yield swaps_coldkey(house.owner.account, build.name("new coldkey"))


@case(rules=["KEYS-51", "KEYS-54"])
def coins_that_stay(build: Builder) -> Trace:
    """What is reserved and what is frozen stays with the old coldkey; what is free passes on."""
    household(build)
    reserved = build.account("reserved", tao(3), reserved=tao(2)).account
    frozen = build.account("frozen", tao(3), frozen=tao(1)).account
    yield swaps_coldkey(reserved, build.name("new coldkey"))
    yield swaps_coldkey(frozen, build.name("newest coldkey"))


@case(rules=["KEYS-54", "STAKE-10"])
def coins_that_are_too_few(build: Builder) -> Trace:
    """What is less than the existential deposit cannot be received by an account that does not exist, and is lost."""
    household(build)
    old = build.account("old", tao(1), reserved=tao(1))
    yield swaps_coldkey(old.account, build.name("new coldkey"), cost=tao(1) - DEPOSIT - 1)
    yield swaps_coldkey(build.name("new coldkey"), build.name("newest coldkey"), cost=0)


@case(rules=["KEYS-50", "KEYS-52", "KEYS-53"])
def onto_a_coldkey_that_has(build: Builder) -> Trace:
    """A coldkey with hotkeys, shares and TAO that lists no stake may be the new one; both are added up, its identity goes."""
    house, new = household(build), build.account("new coldkey", tao(4)).account
    house.stake(tao(5))
    stake(build, house.hotkey, new, tao(7))
    build.chain.stake.staking_hotkeys[new] = ()
    give_hotkey(build, new, build.name("its hotkey"))
    build.chain.keys.owned_hotkeys[new] = (build.name("its hotkey"), house.hotkey)
    for coldkey, name in ((house.owner.account, b"owner"), (new, b"new")):
        introduce(build, coldkey, name)
    yield swaps_coldkey(house.owner.account, new)


@case(rules=["KEYS-52"])
def stake_that_is_left(build: Builder) -> Trace:
    """Stake in a subnet that does not exist, and on a hotkey that is not listed, stays with the old coldkey (KNOWN-152)."""
    house = household(build)
    for netuid in (FIRST, NOWHERE):
        house.stake(tao(2), netuid)
    stake(build, build.name("unlisted"), house.owner.account, tao(3))
    build.chain.stake.staking_hotkeys[house.owner.account] = (house.hotkey, house.hotkey)
    yield swaps_coldkey(house.owner.account, build.name("new coldkey"))


@case(rules=["KEYS-51"])
def liquidity_that_is_left(build: Builder) -> Trace:
    """A position stays with the old coldkey (KNOWN-154). It is written here, without the pool that it is in."""
    house = household(build)
    position = Position(PositionId(4), FIRST, TickIndex(-10), TickIndex(10), U64(1_000), I64F64.ZERO, I64F64.ZERO)
    build.chain.pools.positions[FIRST, house.owner.account, position.id] = position
    yield swaps_coldkey(house.owner.account, build.name("new coldkey"))


@case(rules=["KEYS-51", "SUBNET-3"])
def the_account_of_zeros(build: Builder) -> Trace:
    """With the account of zeros every subnet that nobody owns passes on, root too (KNOWN-71)."""
    house = household(build)
    build.chain.subnets.subnet_owner[FIRST] = house.owner.account
    yield swaps_coldkey(ZEROS, build.name("new coldkey"), cost=0)


@case(rules=["KEYS-10", "KEYS-53"], errors=["HotKeySetTxRateLimitExceeded", "NonAssociatedColdKey"])
def what_another_owns_by_now(build: Builder) -> Trace:
    """A hotkey that another took passes to the new coldkey, since the old one lists it (KNOWN-158)."""
    house, victim = household(build), build.account("victim", tao(1))
    hotkey = build.name("victim's hotkey")
    give_hotkey(build, victim.account, hotkey)
    yield house.swaps(hotkey)
    yield swaps_coldkey(victim.account, build.name("new coldkey"))
    call = SwapHotkey(hotkey, build.name("new hotkey"), None)
    yield house.owner.signs(call)
    yield Actor(build.name("new coldkey")).signs(call)


@case(rules=["KEYS-10", "KEYS-14", "KEYS-50"], errors=["HotKeySetTxRateLimitExceeded"])
def escapes_the_interval(build: Builder) -> Trace:
    """A new coldkey waits as after a swap everywhere, but not for the subnet in which the old one swapped (KNOWN-155)."""
    build.chain.keys.tx_rate_limit.value = U64(3)
    house, new = household(build), Actor(build.name("new coldkey"))
    yield house.swaps(build.name("new hotkey"), SECOND)
    yield swaps_coldkey(house.owner.account, new.account)
    call = SwapHotkey(build.name("new hotkey"), build.name("newest hotkey"), SECOND)
    yield new.signs(call)
    yield blocks(4)
    yield new.signs(call)


@case(rules=["KEYS-50", "KEYS-53"])
def with_itself(build: Builder) -> Trace:
    """A coldkey without stake can be swapped with itself; it loses the price and keeps the rest."""
    house = household(build)
    introduce(build, house.owner.account, b"owner")
    yield swaps_coldkey(house.owner.account, house.owner.account)

"""The swap of a hotkey everywhere."""

from __future__ import annotations

from conformance.keys.prepare import (
    DEPOSIT,
    EVERYWHERE,
    FIRST,
    NOWHERE,
    SECOND,
    await_children,
    elect,
    enrich,
    give_hotkey,
    household,
    limit,
    pay_dividends,
    relate,
    seat,
    stake,
)
from conformance.stake.prepare import add_market
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.accounts.utility import Batch
from tao_spec.interface.delegation import DecreaseTake, IncreaseTake
from tao_spec.interface.keys import SwapHotkey
from tao_spec.interface.stake import AddStake, RemoveStake
from tao_spec.vectors.cases import Builder, Trace, blocks, case, nobody, root

LIMIT = 1_000
"""Blocks that lie between two swaps of a coldkey, and one more."""

SHORT = 3
"""The same in cases that wait."""


@case(
    rules=[
        *(f"KEYS-{number}" for number in (10, 11, 12, 13, 15, 20, 21, 22, 23, 24)),
        *(f"KEYS-{number}" for number in (30, 31, 40, 41, 42, 43)),
    ]
)
def all_that_a_hotkey_has(build: Builder) -> Trace:
    """A hotkey with everything is swapped, and back: childkey take, limits and timelocked weights stay where they were."""
    house = household(build)
    enrich(house)
    new = build.name("new hotkey")
    build.chain.keys.tx_rate_limit.value = U64(SHORT)
    yield house.swaps(new)
    yield blocks(SHORT + 1)
    yield house.swaps(house.hotkey, hotkey=new)


@case(rules=["KEYS-10", "KEYS-13", "KEYS-21", "KEYS-40", "KEYS-41"])
def a_hotkey_that_has_nothing(build: Builder) -> Trace:
    """A hotkey that is no neuron and without stake leaves false memberships and zeros to the new one (KNOWN-146)."""
    house = household(build, seats=False)
    yield house.swaps(build.name("new hotkey"))


@case(
    rules=["KEYS-10", "NEUR-8", "SERVE-1"],
    errors=[
        "BadOrigin",
        "NonAssociatedColdKey",
        "NewHotKeyIsSameWithOld",
        "HotKeySetTxRateLimitExceeded",
        "HotKeyAlreadyRegisteredInSubNet",
    ],
)
def refused_in_order(build: Builder) -> Trace:
    """Origin, ownership, sameness, the limit, the new hotkey's neurons: each is asked before what follows."""
    house = household(build)
    stranger, ghost, neuron = build.account("stranger", tao(1)), build.name("ghost"), build.name("neuron")
    seat(build, neuron, SECOND)
    build.chain.keys.last_tx_block[house.owner.account] = BlockHeight(build.chain.number)
    build.chain.keys.tx_rate_limit.value = U64(SHORT)
    call = SwapHotkey(house.hotkey, build.name("new hotkey"), None)
    yield root(call)
    yield nobody(call)
    yield stranger.signs(SwapHotkey(house.hotkey, house.hotkey, None))
    yield stranger.signs(SwapHotkey(ghost, ghost, FIRST))
    yield house.swaps(house.hotkey)
    yield house.swaps(neuron)
    yield blocks(SHORT + 1)
    yield house.swaps(neuron)
    yield house.swaps(neuron, FIRST)


@case(rules=["KEYS-12", "KEYS-13", "STAKE-11", "STAKE-12"], errors=["NotEnoughBalanceToPaySwapHotKey"])
def the_price(build: Builder) -> Trace:
    """A tenth of a TAO is enough, though the account keeps 500 rao of it and fewer are burned; one rao less is not."""
    house, other = household(build, free=EVERYWHERE - 1), build.account("other", EVERYWHERE)
    give_hotkey(build, other.account, build.name("other hotkey"))
    build.chain.emission.total_issuance.value = TaoBalance(EVERYWHERE)
    yield house.swaps(build.name("new hotkey"))
    yield other.signs(SwapHotkey(build.name("other hotkey"), build.name("its new hotkey"), None))


@case(rules=["KEYS-12"])
def the_price_beside_the_deposit(build: Builder) -> Trace:
    """Where the account has 500 rao more, the whole price is burned; issuance that is less becomes zero."""
    house = household(build, free=EVERYWHERE + DEPOSIT)
    build.chain.emission.total_issuance.value = TaoBalance(EVERYWHERE - 1)
    yield house.swaps(build.name("new hotkey"))


@case(rules=["KEYS-10", "KEYS-13", "RATE-1"], errors=["HotKeySetTxRateLimitExceeded"])
def again(build: Builder) -> Trace:
    """Between two swaps of a coldkey more than a thousand blocks pass, whichever hotkey it is."""
    house = household(build)
    second = build.name("second hotkey")
    give_hotkey(build, house.owner.account, second)
    build.chain.keys.last_tx_block[house.owner.account] = BlockHeight(build.chain.number - LIMIT)
    yield house.swaps(build.name("new hotkey"))
    yield blocks(1)
    yield house.swaps(build.name("new hotkey"))
    yield house.swaps(build.name("newest hotkey"), hotkey=second)


@case(rules=["KEYS-10", "RATE-1"])
def without_limit(build: Builder) -> Trace:
    """Where the limit is zero nobody waits."""
    build.chain.keys.tx_rate_limit.value = U64(0)
    house = household(build)
    new = build.name("new hotkey")
    yield house.owner.signs(
        Batch((SwapHotkey(house.hotkey, new, None), SwapHotkey(new, build.name("newest hotkey"), None)))
    )


@case(rules=["KEYS-10", "KEYS-13"], errors=["NonAssociatedColdKey"])
def onto_the_hotkey_of_another(build: Builder) -> Trace:
    """Who swaps onto another's hotkey that is no neuron owns it; the other goes on to list it (KNOWN-141)."""
    house, victim = household(build), build.account("victim", tao(1))
    hotkey = build.name("victim's hotkey")
    give_hotkey(build, victim.account, hotkey)
    stake(build, hotkey, victim.account, tao(2))
    yield house.swaps(hotkey)
    yield victim.signs(DecreaseTake(hotkey, U16(0)))


@case(rules=["KEYS-11", "KEYS-13", "KEYS-40", "KEYS-41", "KEYS-42", "KEYS-43"])
def onto_a_hotkey_with_stake(build: Builder) -> Trace:
    """Stake of both hotkeys is added up, share by share; take and clocks are those of the old one (KNOWN-148)."""
    house, nominator = household(build), build.account("nominator", tao(1)).account
    new = build.name("second hotkey")
    give_hotkey(build, house.owner.account, new)
    limit(build, new)
    for hotkey, alpha in ((house.hotkey, tao(5)), (new, tao(7))):
        stake(build, hotkey, house.owner.account, alpha)
        stake(build, hotkey, nominator, alpha // 3)
        pay_dividends(build, hotkey, alpha)
    yield house.swaps(new)
    yield house.owner.signs(IncreaseTake(new, U16(5_001)))


@case(rules=["KEYS-30", "KEYS-31"])
def onto_a_child(build: Builder) -> Trace:
    """A hotkey that takes the place of its parent is its own parent (KNOWN-145)."""
    house, child = household(build), build.name("child")
    relate(build, house.hotkey, child)
    await_children(build, house.hotkey, child, build.name("other"))
    yield house.swaps(child)


@case(rules=["KEYS-30"])
def onto_a_parent(build: Builder) -> Trace:
    """A hotkey that takes the place of its child is its own parent, and its other children are its own no longer."""
    house, parent = household(build), build.name("parent")
    relate(build, parent, house.hotkey)
    relate(build, parent, build.name("sibling"))
    yield house.swaps(parent)


@case(rules=["KEYS-30"])
def onto_a_sibling(build: Builder) -> Trace:
    """A hotkey that takes the place of its sibling stands twice among the children (KNOWN-145)."""
    house, parent, sibling = household(build), build.name("parent"), build.name("sibling")
    relate(build, parent, house.hotkey, 2**62)
    relate(build, parent, sibling, 2**61)
    yield house.swaps(sibling)


@case(rules=["KEYS-31"])
def to_be_a_child_twice(build: Builder) -> Trace:
    """Of two mentions the first is taken out and put last, under the new name; the second stays (KNOWN-153)."""
    house = household(build)
    await_children(build, build.name("parent"), house.hotkey, build.name("child"), house.hotkey)
    yield house.swaps(build.name("new hotkey"))


@case(rules=["KEYS-15"], errors=["AlreadyMember"])
def onto_a_senator(build: Builder) -> Trace:
    """A senator cannot be swapped onto another; neither can anything else of the swap be seen."""
    house = household(build)
    elect(build, house.hotkey, build.name("senator"))
    yield house.swaps(build.name("senator"))


@case(rules=["KEYS-15"])
def no_senator(build: Builder) -> Trace:
    """A hotkey that is no senator may be swapped onto one, and no vote is struck out."""
    house = household(build)
    elect(build, build.name("senator"), build.name("second senator"))
    yield house.swaps(build.name("senator"))


@case(rules=["KEYS-42", "KEYS-43"])
def subnet_that_is_no_more(build: Builder) -> Trace:
    """Stake in a subnet that does not exist stays on the old hotkey, and its coldkey lists the new one only (KNOWN-151)."""
    house, nominator = household(build), build.account("nominator", tao(1)).account
    house.stake(tao(2), NOWHERE, nominator)
    yield house.swaps(build.name("new hotkey"))


@case(rules=["KEYS-20", "STAKE-16"], errors=["StakingOperationRateLimitExceeded"])
def frees_the_stake_of_this_block(build: Builder) -> Trace:
    """Stake of this block cannot be taken off the old hotkey; after a swap it can be taken off the new one (KNOWN-156)."""
    house, new = household(build), build.name("new hotkey")
    add_market(build)
    added, removed = TaoBalance(tao(1)), AlphaBalance(tao(1) // 2)
    yield house.owner.signs(AddStake(house.hotkey, FIRST, added))
    yield house.owner.signs(RemoveStake(house.hotkey, FIRST, removed))
    yield house.swaps(new)
    yield house.owner.signs(RemoveStake(new, FIRST, removed))


@case(rules=["KEYS-43"])
def listed_without_stake(build: Builder) -> Trace:
    """A coldkey that lists the old hotkey and has nothing on it goes on to list it; one that has does not list it twice."""
    house, new = household(build), build.name("new hotkey")
    nominator, idle = (build.account(name, tao(1)).account for name in ("nominator", "idle"))
    house.stake(tao(2), FIRST, nominator)
    house.stake(tao(2), SECOND, nominator)
    build.chain.stake.staking_hotkeys[nominator] = (new, house.hotkey, build.name("third"))
    build.chain.stake.staking_hotkeys[idle] = (house.hotkey,)
    yield house.swaps(new)


@case(rules=["KEYS-13", "KEYS-20"])
def in_the_order_of_keys(build: Builder) -> Trace:
    """A subnet whose entry says that it does not exist is swapped with the others; so is one with a great number."""
    house = household(build)
    build.chain.subnets.networks_added[NetUid(256)] = True
    build.chain.subnets.networks_added[NOWHERE] = False
    house.stake(tao(2), NOWHERE)
    house.stake(tao(2), NetUid(256))
    yield house.swaps(build.name("new hotkey"))

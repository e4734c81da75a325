"""The swap of a hotkey in one subnet."""

from __future__ import annotations

from conformance.keys.prepare import (
    FIRST,
    IN_ONE,
    INTERVAL,
    NOWHERE,
    OLD_CHAIN,
    SECOND,
    announce,
    elect,
    enrich,
    give_hotkey,
    household,
)
from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.keys import SwapHotkey
from tao_spec.vectors.cases import Builder, Trace, blocks, case


@case(
    rules=[
        *(f"KEYS-{number}" for number in (10, 11, 12, 14, 20, 21, 22, 23, 24)),
        *(f"KEYS-{number}" for number in (30, 31, 40, 41, 42)),
    ]
)
def what_a_hotkey_has_there(build: Builder) -> Trace:
    """A hotkey with everything is swapped in one subnet; take, seat and clocks stay, the clocks count twice."""
    house = household(build)
    enrich(house)
    yield house.swaps(build.name("new hotkey"), FIRST)


@case(rules=["KEYS-14"], errors=["HotKeySwapOnSubnetIntervalNotPassed"])
def again(build: Builder) -> Trace:
    """More than 36,000 blocks lie between two swaps of a coldkey in a subnet; another subnet does not wait."""
    build.chain.keys.tx_rate_limit.value = U64(0)
    house = household(build)
    swapped = build.chain.keys.last_hotkey_swap_on_netuid
    swapped[FIRST, house.owner.account] = BlockHeight(OLD_CHAIN - INTERVAL)
    swapped[SECOND, house.owner.account] = BlockHeight(OLD_CHAIN - INTERVAL - 1)
    yield house.swaps(build.name("new hotkey"), FIRST)
    yield house.swaps(build.name("new hotkey"), SECOND)
    yield blocks(1)
    yield house.swaps(build.name("newest hotkey"), FIRST)


@case(rules=["KEYS-14"], errors=["HotKeySwapOnSubnetIntervalNotPassed"])
def on_a_young_chain(build: Builder) -> Trace:
    """Who never swapped in the subnet waits for block 36,001, as if he had in block 0 (KNOWN-159)."""
    house = household(build, block=INTERVAL)
    yield house.swaps(build.name("new hotkey"), FIRST)
    yield blocks(1)
    yield house.swaps(build.name("new hotkey"), FIRST)


@case(rules=["KEYS-14"], errors=["HotKeySwapOnSubnetIntervalNotPassed"])
def swapped_in_the_last_of_blocks(build: Builder) -> Trace:
    """A record so late that no block comes 36,000 blocks after it bars for ever. No call writes it; it is written here."""
    house = household(build)
    build.chain.keys.last_hotkey_swap_on_netuid[FIRST, house.owner.account] = BlockHeight(2**64 - 1)
    yield house.swaps(build.name("new hotkey"), FIRST)


@case(rules=["KEYS-14", "KEYS-21"], errors=["HotKeyAlreadyRegisteredInSubNet"])
def a_membership_that_says_no(build: Builder) -> Trace:
    """A membership that says no bars a swap in its subnet, not one elsewhere or everywhere (KNOWN-146)."""
    build.chain.keys.tx_rate_limit.value = U64(0)
    house, new = household(build), build.name("new hotkey")
    build.chain.neurons.is_network_member[new, FIRST] = False
    yield house.swaps(new, FIRST)
    yield house.swaps(build.name("newest hotkey"), SECOND)
    yield house.swaps(new)


@case(rules=["KEYS-12", "KEYS-14"], errors=["NotEnoughBalanceToPaySwapHotKey"])
def the_price(build: Builder) -> Trace:
    """A thousandth of a TAO is enough; one rao less is not."""
    house = household(build, free=IN_ONE - 1)
    rich = build.account("rich", IN_ONE)
    give_hotkey(build, rich.account, build.name("rich hotkey"))
    yield house.swaps(build.name("new hotkey"), FIRST)
    yield rich.signs(SwapHotkey(build.name("rich hotkey"), build.name("new hotkey"), FIRST))


@case(rules=["KEYS-14", "KEYS-20"])
def in_no_subnet(build: Builder) -> Trace:
    """A swap in a subnet that does not exist is charged, and leaves entries of nothing (KNOWN-147)."""
    house = household(build)
    yield house.swaps(build.name("new hotkey"), NOWHERE)


@case(rules=["KEYS-14"])
def on_root(build: Builder) -> Trace:
    """The seat in the senate stays with the old hotkey, which is on root no longer (KNOWN-149)."""
    house = household(build)
    elect(build, house.hotkey)
    build.chain.delegation.delegates[house.hotkey] = U16(9)
    yield house.swaps(build.name("new hotkey"), ROOT)


@case(rules=["KEYS-14", "KEYS-20"])
def announced_elsewhere(build: Builder) -> Trace:
    """Of a hotkey that is no neuron of the subnet, what it announced there stays (KNOWN-150)."""
    house = household(build, seats=False)
    announce(build, house.hotkey)
    house.stake(tao(1))
    yield house.swaps(build.name("new hotkey"), FIRST)


@case(rules=["KEYS-14"])
def onto_an_own_hotkey(build: Builder) -> Trace:
    """A hotkey that the coldkey owns already is listed once."""
    house, second = household(build), build.name("second hotkey")
    give_hotkey(build, house.owner.account, second)
    yield house.swaps(second, FIRST)

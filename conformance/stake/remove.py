"""Removing stake from one subnet: how much, and what is forgotten with it."""

from __future__ import annotations

from conformance.stake.prepare import (
    FIRST,
    NOWHERE,
    SECOND,
    STABLE,
    Staker,
    add_market,
    add_staker,
    add_subnet,
    hold,
    stake,
)
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.stake import RemoveStake
from tao_spec.vectors.cases import Builder, Trace, case, nobody, root


def _alice(build: Builder) -> Staker:
    add_market(build)
    alice = add_staker(build, "alice", tao(10), tao(500))
    for netuid in (ROOT, SECOND, STABLE):
        stake(build, alice, netuid, tao(500))
    return alice


@case(rules=["STAKE-7", "STAKE-10", "STAKE-21", "STAKE-46", "STAKE-70", "ACC-29"])
def plain(build: Builder) -> Trace:
    """Alpha is sold and paid out, again and again in one block; the fee stays in the alpha outside the pool."""
    alice = _alice(build)
    yield alice.removes(tao(10))
    yield alice.removes(tao(10))
    yield alice.removes(tao(10), ROOT)
    yield alice.removes(tao(10), STABLE)


@case(rules=["STAKE-70"], errors=["AmountTooLow"])
def more_than_there_is(build: Builder) -> Trace:
    """More than there is means all; of nothing, nothing is sold."""
    alice = _alice(build)
    yield alice.removes(2**64 - 1)
    yield alice.removes(1)


@case(rules=["STAKE-46", "STAKE-70"], errors=["AmountTooLow"])
def minimum(build: Builder) -> Trace:
    """A part must bring the minimum: on root exactly that, in a subnet as much more as the fee and the price take."""
    alice = _alice(build)
    yield alice.removes(1_999_999, ROOT)
    yield alice.removes(2_000_000, ROOT)
    yield alice.removes(2_001_000)
    yield alice.removes(2_001_100)
    yield alice.removes(0)


@case(rules=["STAKE-46", "STAKE-70"])
def little_that_is_all(build: Builder) -> Trace:
    """All of a stake can be taken off, however little it is."""
    add_market(build)
    alice, bob = add_staker(build, "alice", alpha=1_000), add_staker(build, "bob", alpha=1, netuid=ROOT)
    yield alice.removes(1_000)
    yield bob.removes(1, ROOT)


@case(rules=["STAKE-4", "STAKE-7", "STAKE-21"])
def all_but_a_little(build: Builder) -> Trace:
    """Where next to nothing of a share would be left, all of it is taken off, sold and told."""
    add_market(build)
    alice, bob = add_staker(build, "alice", alpha=tao(1)), add_staker(build, "bob")
    stake(build, bob.on(alice.hotkey), FIRST, tao(1))
    yield alice.removes(tao(1) - 9_999)
    yield bob.on(alice.hotkey).removes(tao(1) - 10_001)


@case(
    rules=["STAKE-16", "STAKE-40", "STAKE-41", "STAKE-42", "STAKE-46", "STAKE-70"],
    errors=[
        "AmountTooLow",
        "HotKeyAccountNotExists",
        "InsufficientLiquidity",
        "StakingOperationRateLimitExceeded",
        "SubnetNotExists",
        "SubtokenDisabled",
    ],
)
def order_of_checks(build: Builder) -> Trace:
    """The start, the subnet, the block, the amount, the pool, and the hotkey are asked for in this order.

    Stake on a hotkey without an owner is written: no call leads there.
    """
    alice = _alice(build)
    chain = build.chain
    chain.subnets.subtoken_enabled[FIRST] = False
    chain.subnets.subtoken_enabled[NOWHERE] = True
    ownerless = Staker(alice.account, build.name("nobody's hotkey"))
    for netuid in (FIRST, SECOND, STABLE):
        stake(build, ownerless, netuid, tao(5))
    hold(build, ownerless, STABLE)
    chain.pools.subnet_tao[SECOND] = TaoBalance(999_999)
    yield ownerless.removes(0)
    yield ownerless.removes(0, NOWHERE)
    yield ownerless.removes(0, STABLE)
    yield ownerless.removes(0, SECOND)
    yield ownerless.removes(1, SECOND)
    yield ownerless.removes(tao(1), ROOT)
    yield ownerless.removes_above(tao(1), 0)


@case(rules=["STAKE-70"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """Only an account unstakes."""
    alice = _alice(build)
    call = RemoveStake(alice.hotkey, FIRST, AlphaBalance(1))
    yield root(call)
    yield nobody(call)


@case(rules=["STAKE-21", "STAKE-70"], errors=["InsufficientLiquidity"])
def pool_that_cannot_pay(build: Builder) -> Trace:
    """A pool without a reserve of TAO buys no alpha; one with as much as it must hold does."""
    alice = _alice(build)
    build.chain.pools.subnet_tao[SECOND] = TaoBalance(999_999)
    add_subnet(build, FIRST, 1_000_000, 1_000_000)
    yield alice.removes(tao(500), SECOND)
    yield alice.removes(tao(500), FIRST)


@case(rules=["STAKE-54", "STAKE-55", "STAKE-70", "STAKE-71"])
def forgets_chosen_children(build: Builder) -> Trace:
    """A hotkey whose stake is worth less than the threshold afterwards loses the children that it has chosen, in every subnet."""
    alice = _alice(build)
    chain, delegation = build.chain, build.chain.delegation
    chosen = ((U64(2**63), build.name("child")),)
    for netuid in (FIRST, SECOND, NOWHERE):
        delegation.pending_child_keys[netuid, alice.hotkey] = (chosen, BlockHeight(5_000))
    delegation.child_keys[alice.hotkey, SECOND] = chosen
    delegation.parent_keys[build.name("child"), SECOND] = ((U64(2**63), alice.hotkey),)
    chain.weights.stake_threshold.value = U64(tao(1_725))
    yield alice.removes(tao(20), ROOT)
    yield alice.removes_above(tao(20), 0, netuid=ROOT)


@case(rules=["STAKE-21", "STAKE-70"])
def beyond_the_lowest_price(build: Builder) -> Trace:
    """What a small pool does not take at its lowest price goes back to the hotkey; told is all that was taken off."""
    add_market(build)
    add_subnet(build, SECOND, 10**9, 10**6)
    alice = add_staker(build, "alice", alpha=10**13, netuid=SECOND)
    yield alice.removes(10**13 - 10**12, SECOND)

"""The start of a subnet."""

from __future__ import annotations

from conformance.scenes import add_network
from conformance.subnets.prepare import SECOND, TAO, ends, founder, founds
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, NetUid
from tao_spec.interface.subnets import StartCall
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, nobody, root

A_WEEK = 50_400
"""Blocks from a subnet's registration to its start, at least."""


@case(rules=["SUBNET-30"], errors=["NeedWaitingMoreBlocksToStarCall", "FirstEmissionBlockNumberAlreadySet"])
def a_week_later(build: Builder) -> Trace:
    """A subnet is started a week after its registration, not a block sooner, and once; it emits from the next block on."""
    owner = founder(build)
    add_network(build, SECOND)
    chain = build.chain
    chain.subnets.subnet_owner[SECOND] = owner.account
    chain.subnets.network_registered_at[SECOND] = BlockHeight(1_000)
    build.at_block(1_000 + A_WEEK - 1)
    yield owner.signs(StartCall(SECOND))
    yield blocks(1)
    yield owner.signs(StartCall(SECOND))
    yield owner.signs(StartCall(SECOND))
    yield blocks(1)


@case(rules=["SUBNET-30"], errors=["NeedWaitingMoreBlocksToStarCall"])
def registered_at_the_end_of_time(build: Builder) -> Trace:
    """The end of the wait is held at 64 bits. The block of the registration is written here."""
    owner = founder(build)
    add_network(build, SECOND)
    build.chain.subnets.subnet_owner[SECOND] = owner.account
    build.chain.subnets.network_registered_at[SECOND] = BlockHeight(2**64 - 1)
    yield owner.signs(StartCall(SECOND))


@case(rules=["SUBNET-3", "SUBNET-30"], errors=["SubNetworkDoesNotExist", "BadOrigin"])
def who_may(build: Builder) -> Trace:
    """The owner starts a subnet, neither root nor its hotkey; what nobody owns, the account of zeros."""
    owner, zeros = founder(build), Actor(AccountId())
    add_network(build, SECOND)
    add_network(build, 3)
    build.chain.subnets.subnet_owner[SECOND] = owner.account
    build.chain.subnets.subnet_owner_hotkey[SECOND] = build.name("hotkey")
    build.chain.subnets.networks_added[NetUid(4)] = False
    build.at_block(A_WEEK)
    for netuid in (4, 77):
        yield nobody(StartCall(NetUid(netuid)))
    yield root(StartCall(SECOND))
    yield nobody(StartCall(SECOND))
    yield Actor(build.name("hotkey")).signs(StartCall(SECOND))
    yield zeros.signs(StartCall(SECOND))
    yield owner.signs(StartCall(SECOND))
    for unowned in (NetUid(3), ROOT):
        yield zeros.signs(StartCall(unowned))


@case(rules=["SUBNET-30", "SUBNET-42"], errors=["FirstEmissionBlockNumberAlreadySet"])
def started_before(build: Builder) -> Trace:
    """A subnet whose number was started before emits from its first block on, and cannot be started (KNOWN-120)."""
    owner = founder(build, free=100_000 * TAO)
    build.at_block(A_WEEK)
    add_network(build, SECOND)
    build.chain.subnets.subnet_owner[SECOND] = owner.account
    yield owner.signs(StartCall(SECOND))
    yield root(ends(owner))
    yield founds(build, owner)
    yield owner.signs(StartCall(SECOND))
    yield blocks(1)

"""The end of a subnet, and what it leaves behind."""

from __future__ import annotations

from conformance.pools.prepare import NETUID, add_pool, add_provider, make
from conformance.scenes import ALPHA, Subnet, add_network, subnet
from conformance.subnets.prepare import SECOND, TAO, ends, founder, founds, identity
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import ROOT, AccountId, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.stake import RemoveStake
from tao_spec.interface.subnets import DissolveNetwork, ScheduleDissolveNetwork
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, nobody, root


def inhabited(build: Builder) -> Subnet:
    """A subnet 2 of two neurons with weights, bonds and stake; the first one's coldkey owns it."""
    made = subnet(build, [3, 1], {0: {0: 1, 1: 2}, 1: {0: 5}})
    made.bond(0, {1: 7})
    made.own(0)
    return made


@case(rules=["SUBNET-40", "SUBNET-42"])
def inhabited_one(build: Builder) -> Trace:
    """Its neurons and some of its hyperparameters go; stake, start and much else stay, and no epoch comes."""
    made = inhabited(build)
    made.set_aside(alpha=5 * ALPHA, root_tao=7, swapped=8, owner_cut=9)
    made.lend(made.hotkey(0), made.hotkey(1), 1)
    yield root(ends(Actor(made.coldkey(0))))
    yield blocks(1)


@case(rules=["SUBNET-40"], errors=["BadOrigin", "SubNetworkDoesNotExist", "NotSubnetOwner"])
def order(build: Builder) -> Trace:
    """One fault after the other is mended; each time the next is told of."""
    made = inhabited(build)
    owner, stranger = Actor(made.coldkey(0)), Actor(build.name("stranger"))
    yield nobody(ends(stranger, 77))
    yield owner.signs(ends(owner))
    yield root(ends(stranger, 77))
    yield root(ends(stranger))
    yield root(ends(owner))
    yield root(ends(owner))


@case(rules=["SUBNET-40"], errors=["SubNetworkDoesNotExist"])
def entry_that_says_no(build: Builder) -> Trace:
    """A subnet whose entry says that it does not exist, written here, cannot be dissolved."""
    made = inhabited(build)
    build.chain.subnets.networks_added[SECOND] = False
    yield root(ends(Actor(made.coldkey(0))))


@case(rules=["SUBNET-3", "SUBNET-40"])
def what_nobody_owns(build: Builder) -> Trace:
    """A subnet without an owner is the account's of zeros, and so is root (KNOWN-123)."""
    add_network(build, SECOND)
    zeros = AccountId()
    for netuid in (SECOND, ROOT):
        yield root(DissolveNetwork(zeros, netuid))
    yield blocks(1)


@case(rules=["SUBNET-42"])
def lock_is_paid_back(build: Builder) -> Trace:
    """What is locked goes to the owner, whose account may begin with it; less than 500 rao is lost to one that does not exist."""
    owners = (founder(build), Actor(build.name("new")), Actor(build.name("none")))
    for netuid, (owner, locked) in enumerate(zip(owners, (5 * TAO, 500, 499), strict=True), SECOND):
        add_network(build, netuid)
        build.chain.subnets.subnet_owner[NetUid(netuid)] = owner.account
        build.chain.subnets.subnet_locked[NetUid(netuid)] = TaoBalance(locked)
    for netuid, owner in enumerate(owners, SECOND):
        yield root(ends(owner, netuid))


@case(rules=["SUBNET-42"])
def identity_goes(build: Builder) -> Trace:
    """An identity goes with its subnet, which is told of first."""
    made = inhabited(build)
    build.chain.serving.subnet_identities_v3[SECOND] = identity()
    yield root(ends(Actor(made.coldkey(0))))


@case(rules=["SUBNET-42"])
def more_than_are_counted(build: Builder) -> Trace:
    """The count of all subnets, written here, does not fall under zero."""
    made = inhabited(build)
    build.chain.subnets.total_networks.value = U16(0)
    yield root(ends(Actor(made.coldkey(0))))


@case(rules=["SUBNET-43"])
def weights_of_root(build: Builder) -> Trace:
    """What root's neurons say of the subnet becomes zero, as often as they say it; the rest of a row stays."""
    made = inhabited(build)
    weights = build.chain.weights.weights
    rows: dict[int, tuple[tuple[int, int], ...]] = {0: ((1, 5), (2, 6), (2, 7)), 1: (), 256: ((3, 4),)}
    for uid, row in rows.items():
        weights[ROOT, Uid(uid)] = tuple((Uid(column), U16(weight)) for column, weight in row)
    yield root(ends(Actor(made.coldkey(0))))


@case(rules=["SUBNET-41"], errors=["CallDisabled"])
def not_to_be_scheduled(build: Builder) -> Trace:
    """Nobody schedules the end of a subnet, neither its owner nor root."""
    made = inhabited(build)
    call = ScheduleDissolveNetwork(SECOND)
    yield Actor(made.coldkey(0)).signs(call)
    yield root(call)
    yield nobody(call)


@case(rules=["SUBNET-9", "SUBNET-22", "SUBNET-42"], errors=["SubnetNotExists"])
def stake_is_stranded(build: Builder) -> Trace:
    """Stake in a dissolved subnet cannot be taken out, until there is another subnet of the number (KNOWN-121)."""
    made, chain = inhabited(build), build.chain
    chain.subnets.subtoken_enabled[SECOND] = True
    chain.pools.subnet_mechanism[SECOND] = U16(1)
    chain.pools.subnet_tao[SECOND] = TaoBalance(40 * TAO)
    chain.pools.subnet_alpha_in[SECOND] = AlphaBalance(20 * ALPHA)
    chain.pools.subnet_alpha_out[SECOND] = AlphaBalance(4 * ALPHA)
    chain.stake.total_stake.value = TaoBalance(50 * TAO)
    leaves, who = RemoveStake(made.hotkey(1), SECOND, AlphaBalance(ALPHA)), founder(build)
    yield root(ends(Actor(made.coldkey(0))))
    yield Actor(made.coldkey(1)).signs(leaves)
    yield founds(build, who)
    yield Actor(made.coldkey(1)).signs(leaves)


@case(rules=["SUBNET-8", "SUBNET-22", "SUBNET-42"])
def rest_is_inherited(build: Builder) -> Trace:
    """The next subnet of a number takes over what the last one had and no rule deletes (KNOWN-122)."""
    made, who, chain = inhabited(build), founder(build), build.chain
    made.set_aside(alpha=5 * ALPHA)
    made.lend(made.hotkey(0), made.hotkey(1), 2**63)
    chain.neurons.burn[SECOND] = TaoBalance(3 * TAO)
    chain.neurons.max_registrations_per_block[SECOND] = U16(9)
    chain.serving.serving_rate_limit[SECOND] = U64(1)
    chain.consensus.liquid_alpha_on[SECOND] = True
    yield root(ends(Actor(made.coldkey(0))))
    yield founds(build, who, "new")
    yield blocks(1)


@case(rules=["SUBNET-42", "POOL-123"], errors=["SubNetworkDoesNotExist"])
def position_is_stranded(build: Builder) -> Trace:
    """A position in the old pool cannot be taken out, until there is another subnet of the number (KNOWN-121)."""
    owner = founder(build)
    add_pool(build, owner)
    provider = add_provider(build)
    make(build, provider, provider.adds())
    yield root(ends(owner, NETUID))
    yield provider.removes(2)
    yield founds(build, owner)
    yield provider.removes(2)

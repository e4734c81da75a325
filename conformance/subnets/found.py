"""The registration of a subnet."""

from __future__ import annotations

from conformance.scenes import add_network
from conformance.subnets.prepare import LEAST, SECOND, TAO, ends, founder, founds, identity
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.serving import SubnetIdentityV3
from tao_spec.interface.subnets import RegisterNetwork, RegisterNetworkWithIdentity
from tao_spec.vectors.cases import Actor, Builder, Dispatched, Trace, blocks, case, nobody, root

ROOM = {
    "subnet_name": 256,
    "github_repo": 1_024,
    "subnet_contact": 1_024,
    "subnet_url": 1_024,
    "discord": 256,
    "description": 1_024,
    "logo_url": 1_024,
    "additional": 1_024,
}
"""The bytes of each text of an identity, at most."""


def introduces(build: Builder, who: Actor, said: SubnetIdentityV3 | None) -> Dispatched:
    """An account registers a subnet that says this of itself."""
    return who.signs(RegisterNetworkWithIdentity(build.name("hotkey"), said))


@case(rules=["SUBNET-7", "SUBNET-8", "SUBNET-9", "SUBNET-20", "SUBNET-22"])
def first(build: Builder) -> Trace:
    """A subnet gets the number 2, its hyperparameters, its first neuron, a symbol and a pool; blocks pass over it."""
    yield founds(build, founder(build))
    yield blocks(2)


@case(rules=["SUBNET-21", "SUBNET-22"])
def with_identity(build: Builder) -> Trace:
    """A subnet may say what it is from the start; it need not."""
    who = founder(build)
    for said in (identity(), None):
        yield introduces(build, who, said)


@case(rules=["SUBNET-21", "SUBNET-22"], errors=["InvalidIdentity"])
def identity_without_room(build: Builder) -> Trace:
    """A text that is a byte too long undoes all of the registration; all texts at their greatest pass."""
    who = founder(build)
    for text, room in ROOM.items():
        yield introduces(build, who, identity(**{text: b"x" * (room + 1)}))
    yield introduces(build, who, identity(**{text: b"x" * room for text, room in ROOM.items()}))


@case(rules=["SUBNET-22"], errors=["NonAssociatedColdKey"])
def hotkeys(build: Builder) -> Trace:
    """The hotkey is nobody's, the founder's, or the founder itself; another's is refused."""
    who, other = founder(build), build.name("other")
    build.chain.keys.owner[build.name("other's")] = other
    build.chain.keys.owner[build.name("mine")] = who.account
    for hotkey in ("other's", "mine", "founder"):
        yield founds(build, who, hotkey)


@case(rules=["SUBNET-7"])
def numbers(build: Builder) -> Trace:
    """The least free number is given: a gap first, and one whose entry says no, written here, is not free."""
    for netuid in (3, 4, 256):
        add_network(build, netuid)
    build.chain.subnets.networks_added[NetUid(5)] = False
    who = founder(build, free=100_000 * TAO)
    for hotkey in ("a", "b", "c"):
        yield founds(build, who, hotkey)


@case(rules=["SUBNET-7"])
def number_one_again(build: Builder) -> Trace:
    """The number of genesis' subnet is given again when that is dissolved."""
    who = founder(build)
    yield root(ends(Actor(AccountId()), 1))
    yield founds(build, who)


@case(rules=["SUBNET-8"])
def over_what_stood(build: Builder) -> Trace:
    """Of what stood under the number, written here, some is set anew, some kept, and nothing else touched."""
    who, chain = founder(build), build.chain
    chain.consensus.tempo[SECOND] = U16(7)
    chain.consensus.kappa[SECOND] = U16(8)
    chain.neurons.difficulty[SECOND] = U64(9)
    chain.neurons.max_allowed_uids[SECOND] = U16(10)
    chain.neurons.burn_registrations_this_interval[SECOND] = U16(11)
    chain.neurons.burn[SECOND] = TaoBalance(12)
    chain.pools.subnet_tao[SECOND] = TaoBalance(13)
    chain.pools.subnet_alpha_in[SECOND] = AlphaBalance(14)
    chain.neurons.subnetwork_n[SECOND] = U16(15)
    chain.weights.last_update[SECOND] = (BlockHeight(16),)
    yield founds(build, who)


@case(rules=["SUBNET-8"])
def as_many_as_can_be_counted(build: Builder) -> Trace:
    """The count of all subnets is held at 16 bits. It is written here."""
    who = founder(build)
    build.chain.subnets.total_networks.value = U16(U16.MAX)
    yield founds(build, who)


@case(
    rules=["SUBNET-20", "SUBNET-21", "SUBNET-22"],
    errors=[
        "BadOrigin",
        "NonAssociatedColdKey",
        "NetworkTxRateLimitExceeded",
        "NotEnoughBalanceToStake",
        "InvalidIdentity",
    ],
)
def order(build: Builder) -> Trace:
    """One fault after the other is mended; each time the next is told of."""
    poor, rich = founder(build, "poor", LEAST - 1), founder(build)
    build.chain.keys.owner[build.name("other's")] = build.name("other")
    build.chain.subnets.network_rate_limit.value = U64(1_001)
    bad = identity(discord=b"x" * 257)
    for call in (RegisterNetwork(build.name("other's")), RegisterNetworkWithIdentity(build.name("other's"), bad)):
        yield root(call)
        yield nobody(call)
        yield poor.signs(call)
    yield introduces(build, poor, bad)
    yield blocks(1)
    yield introduces(build, poor, bad)
    yield introduces(build, rich, bad)
    yield introduces(build, rich, identity())

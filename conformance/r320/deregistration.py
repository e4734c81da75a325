"""The coming and going of subnets: registration at the limit, whose subnet is pruned, and what becomes of all that it had."""

from __future__ import annotations

from conformance.pools.prepare import HIGH, LIQUIDITY, LOW, add_pool, add_provider, make
from conformance.scenes import ALPHA, Subnet, add_network, subnet
from conformance.subnets.prepare import LEAST, TAO, founder, founds, identity
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import I96F32, U64F64
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.subnets import DissolveNetwork, RegisterNetwork, RegisterNetworkWithIdentity
from tao_spec.revisions.r320.interface import MechId, RecycleOrBurnEnum, RootDissolveNetwork
from tao_spec.revisions.r320.mechanisms import get_storage_index
from tao_spec.revisions.r320.state import Hyperparameter, NetworkLastRegistered, OwnerHyperparamUpdate, added
from tao_spec.transition.pools.prices import DYNAMIC
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, nobody, root

SECOND, THIRD, FOURTH = NetUid(2), NetUid(3), NetUid(4)

NOW = 1_000
"""The block in which cases begin."""


def at_limit(build: Builder, limit: int = 1) -> None:
    """As many subnets may be as there are, if there are so many; none is immune."""
    added(build.chain).subnet_limit.value = U16(limit)
    added(build.chain).network_immunity_period.value = U64(0)


def neighbour(build: Builder, netuid: int, price: int = 0, registered: int = 0) -> NetUid:
    """A subnet with a moving price, in parts of 2^32, that was registered in a block."""
    made = add_network(build, netuid)
    build.chain.pools.subnet_mechanism[made] = DYNAMIC
    build.chain.pools.subnet_moving_price[made] = I96F32.from_bits(price)
    build.chain.subnets.network_registered_at[made] = BlockHeight(registered)
    return made


# --- Registration


@case(rules=["R320-60", "R320-62", "R320-64", "R320-65", "R320-93"], revision=320)
def below_the_limit(build: Builder) -> Trace:
    """Below the limit the next number is given, and none is pruned; the lock, the books and users' liquidity are written."""
    at_limit(build, limit=2)
    yield founds(build, founder(build))
    yield blocks(2)


@case(rules=["R320-60", "R320-62", "R320-63", "R320-72"], revision=320)
def at_the_limit(build: Builder) -> Trace:
    """At the limit the cheapest subnet goes, and the new one gets its number; over the limit one goes all the same."""
    at_limit(build, limit=2)
    for netuid, price in ((2, 9), (3, 7), (4, 8)):
        neighbour(build, netuid, price)
    build.chain.pools.subnet_moving_price[NetUid(1)] = I96F32.from_bits(10)
    build.chain.pools.subnet_mechanism[NetUid(1)] = DYNAMIC
    one, other = founder(build), founder(build, "another")
    yield founds(build, one)
    yield founds(build, other, "another hotkey")


@case(rules=["R320-63"], revision=320)
def equal_prices(build: Builder) -> Trace:
    """Of equal prices the subnet that was registered first goes, and of those the first in the order of the storage keys."""
    at_limit(build)
    # Genesis' own subnet has one price with these, and is younger.
    build.chain.pools.subnet_mechanism[NetUid(1)] = DYNAMIC
    build.chain.subnets.network_registered_at[NetUid(1)] = BlockHeight(9)
    for netuid, registered in ((2, 8), (3, 7), (256, 7)):
        neighbour(build, netuid, registered=registered)
    yield founds(build, founder(build))


@case(rules=["R320-63", "R320-62"], errors=["SubnetLimitReached"], revision=320)
def immunity(build: Builder) -> Trace:
    """A subnet of the age of the period can go, one that is a block younger cannot; where all are immune none is registered."""
    at_limit(build)
    added(build.chain).network_immunity_period.value = U64(100)
    build.chain.subnets.network_registered_at[NetUid(1)] = BlockHeight(NOW - 99)
    neighbour(build, 2, registered=NOW - 99)
    who = founder(build)
    yield founds(build, who)
    yield blocks(1)
    yield founds(build, who)


@case(rules=["R320-62"], revision=320)
def entries_that_say_no(build: Builder) -> Trace:
    """Entries that say that a subnet does not exist do not count, nor does root."""
    at_limit(build, limit=2)
    # No call leaves an entry that says no.
    build.chain.subnets.networks_added[FOURTH] = False
    yield founds(build, founder(build))


@case(rules=["R320-62", "R320-63"], errors=["SubnetLimitReached"], revision=320)
def no_subnets_at_all(build: Builder) -> Trace:
    """At a limit of none, where there is none either, none can be pruned and so none registered."""
    at_limit(build, limit=0)
    build.chain.subnets.networks_added[NetUid(1)] = False
    yield founds(build, founder(build))


@case(
    rules=["R320-60", "R320-61"],
    errors=[
        "BadOrigin",
        "NonAssociatedColdKey",
        "SubNetRegistrationDisabled",
        "NetworkTxRateLimitExceeded",
        "SubnetLimitReached",
        "CannotAffordLockCost",
    ],
    revision=320,
)
def order(build: Builder) -> Trace:
    """One fault after the other is mended; each time the next is told of."""
    chain, later = build.chain, added(build.chain)
    rich, poor = founder(build, "rich", 3 * LEAST), founder(build, "poor", LEAST - 1)
    at_limit(build, limit=1)
    later.network_immunity_period.value = U64(100)
    chain.subnets.network_registered_at[NetUid(1)] = BlockHeight(NOW - 97)
    chain.keys.owner[build.name("taken")] = rich.account
    later.network_registration_start_block.value = BlockHeight(NOW + 1)
    later.last_rate_limited_block[NetworkLastRegistered()] = BlockHeight(NOW - 98)
    chain.subnets.network_rate_limit.value = U64(100)
    chain.subnets.network_last_lock_cost.value = TaoBalance(LEAST // 2)
    yield nobody(RegisterNetwork(build.name("taken")))
    yield poor.signs(RegisterNetwork(build.name("taken")))
    yield founds(build, poor)
    yield blocks(1)
    yield founds(build, poor)
    yield blocks(1)
    yield founds(build, poor)
    yield blocks(1)
    yield founds(build, poor)
    yield founds(build, rich)


@case(rules=["R320-61"], errors=["NetworkTxRateLimitExceeded"], revision=320)
def first_of_all(build: Builder) -> Trace:
    """The first registration waits for nothing, the second for as many blocks as the limit says."""
    one, other = founder(build), founder(build, "another")
    build.chain.subnets.network_rate_limit.value = U64(2_000)
    yield founds(build, one)
    yield blocks(3)
    yield founds(build, other, "another hotkey")


@case(rules=["R320-60"], errors=["CannotAffordLockCost"], revision=320)
def just_enough(build: Builder) -> Trace:
    """The whole cost must be there, the least balance with it; what is taken may be 500 rao less, and is locked."""
    poor, able = founder(build, "poor", LEAST - 1), founder(build, "able", LEAST)
    yield founds(build, poor)
    yield founds(build, able)


@case(rules=["R320-60"], errors=["InvalidIdentity"], revision=320)
def identity_at_the_limit(build: Builder) -> Trace:
    """A text without room undoes the dissolution too; a good one is told of behind it."""
    at_limit(build)
    who = founder(build)
    for name in (b"x" * 257, b"name"):
        said = identity(subnet_name=name)
        yield who.signs(RegisterNetworkWithIdentity(build.name("hotkey"), said))


# --- The end


def inhabited(build: Builder, *stakes: int) -> Subnet:
    """A subnet 2 with weights, bonds and stake, a pool of 1,000 TAO, and the first neuron's coldkey for its owner."""
    made = subnet(build, stakes or (3, 1), {0: {0: 1, 1: 2}, 1: {0: 5}})
    made.bond(0, {1: 7})
    made.own(0)
    pools = build.chain.pools
    pools.subnet_mechanism[SECOND] = DYNAMIC
    pools.subnet_tao[SECOND], pools.subnet_alpha_in[SECOND] = TaoBalance(LEAST), AlphaBalance(LEAST)
    build.chain.stake.total_stake.value = TaoBalance(2 * LEAST)
    return made


@case(rules=["R320-70", "R320-71", "R320-72"], errors=["BadOrigin", "SubnetNotExists"], revision=320)
def by_root(build: Builder) -> Trace:
    """Root dissolves a subnet, whoever is named as its owner; neither root nor one that does not exist."""
    made = inhabited(build)
    owner = Actor(made.coldkey(0))
    for end in (RootDissolveNetwork(SECOND), DissolveNetwork(owner.account, SECOND)):
        yield owner.signs(end)
        yield nobody(end)
    for netuid in (NetUid(77), ROOT):
        yield root(RootDissolveNetwork(netuid))
        yield root(DissolveNetwork(owner.account, netuid))
    yield root(RootDissolveNetwork(SECOND))
    yield root(DissolveNetwork(build.name("anybody"), NetUid(1)))
    yield blocks(1)


@case(rules=["R320-76", "R320-77", "R320-78"], revision=320)
def parts_of_the_pool(build: Builder) -> Trace:
    """The pool goes to those who hold alpha; what rounding leaves goes rao by rao to those who lost most by it."""
    made = inhabited(build, 3, 3, 1)
    made.stake(0, alpha=2 * ALPHA, coldkey=made.coldkey(1))
    build.chain.pools.subnet_tao[SECOND] = TaoBalance(1_000_003)
    yield root(RootDissolveNetwork(SECOND))


@case(rules=["R320-76", "R320-78"], revision=320)
def little_in_the_pool(build: Builder) -> Trace:
    """Of two rao for three holders one gets nothing, and no event tells of it."""
    inhabited(build, 3, 2, 2)
    build.chain.pools.subnet_tao[SECOND] = TaoBalance(2)
    yield root(RootDissolveNetwork(SECOND))


@case(rules=["R320-76"], revision=320)
def pool_of_nobody(build: Builder) -> Trace:
    """Where nobody holds alpha the pool is gone; alpha of a hotkey on which nobody stakes is not even deleted."""
    inhabited(build)
    # So no call leaves it.
    build.chain.stake.alpha.clear()
    yield root(RootDissolveNetwork(SECOND))


@case(rules=["R320-76"], revision=320)
def empty_pool(build: Builder) -> Trace:
    """An empty pool is not deleted, and pays nobody."""
    inhabited(build)
    build.chain.pools.subnet_tao[SECOND] = TaoBalance(0)
    yield root(RootDissolveNetwork(SECOND))


@case(rules=["R320-77"], revision=320)
def worthless_shares(build: Builder) -> Trace:
    """A share that is worth nothing counts for its whole part."""
    made = inhabited(build)
    # A share without alpha behind it, as no call leaves one.
    hotkey, coldkey = build.name("hotkey"), build.name("coldkey")
    build.chain.stake.alpha[hotkey, coldkey, SECOND] = U64F64.from_bits((7 << 64) + 1)
    build.chain.stake.alpha[hotkey, made.coldkey(1), SECOND] = U64F64.from_bits((1 << 64) - 1)
    build.chain.pools.subnet_tao[SECOND] = TaoBalance(4 * ALPHA + 7)
    yield root(RootDissolveNetwork(SECOND))


@case(rules=["R320-75", "R320-79"], revision=320)
def lock_is_paid_back(build: Builder) -> Trace:
    """The owner gets the lock, less what its share of the last emission would fetch."""
    inhabited(build)
    build.chain.subnets.subnet_locked[SECOND] = TaoBalance(LEAST)
    build.chain.consensus.emission[SECOND] = (AlphaBalance(70 * TAO), AlphaBalance(30 * TAO))
    yield root(RootDissolveNetwork(SECOND))


@case(rules=["R320-75", "R320-79"], revision=320)
def lock_is_earned(build: Builder) -> Trace:
    """Where it has earned as much it gets nothing; a sale that the pool refuses counts at its price."""
    inhabited(build)
    build.chain.subnets.subnet_locked[SECOND] = TaoBalance(TAO)
    build.chain.consensus.emission[SECOND] = (AlphaBalance(100 * TAO),)
    # A pool without TAO refuses to buy.
    build.chain.pools.subnet_tao[SECOND] = TaoBalance(0)
    yield root(RootDissolveNetwork(SECOND))


@case(rules=["R320-75"], revision=320)
def owners_alpha_is_rounded(build: Builder) -> Trace:
    """The owner's share of little emission is nothing; without a pool one alpha is one TAO."""
    inhabited(build)
    build.chain.pools.subnet_mechanism[SECOND] = U16(0)
    build.chain.subnets.subnet_locked[SECOND] = TaoBalance(100)
    # The share is 11,796 parts of 65,535.
    build.chain.consensus.emission[SECOND] = (AlphaBalance(5), AlphaBalance(1))
    yield root(RootDissolveNetwork(SECOND))


# --- Liquidity


def provided(build: Builder, permits: tuple[bool, ...], trust: tuple[int, ...]) -> Subnet:
    """A subnet 2 whose pool somebody has a position in, and neurons with so much trust."""
    made = inhabited(build)
    owner = Actor(made.coldkey(0))
    build.chain.subnets.networks_added[SECOND] = False
    add_pool(build, owner)
    provider = add_provider(build)
    for low, high in ((LOW, HIGH), (HIGH, HIGH + 10)):
        make(build, provider, provider.adds(low, high, LIQUIDITY * 1_000))
    build.chain.consensus.validator_trust[SECOND] = tuple(map(U16, trust))
    made.permit(*permits)
    return made


@case(rules=["R320-73", "R320-74"], revision=320)
def liquidity_goes_to_the_best(build: Builder) -> Trace:
    """The TAO of a position is paid and its alpha staked on the validator of most trust, then shared with the rest."""
    provided(build, (True, True), (1, 2))
    yield root(RootDissolveNetwork(SECOND))


@case(rules=["R320-73", "R320-74"], revision=320)
def equal_trust(build: Builder) -> Trace:
    """Of equal trust the least number is the best, if it has a permit."""
    provided(build, (True, True), (0, 0))
    yield root(RootDissolveNetwork(SECOND))


@case(rules=["R320-73", "R320-74"], revision=320)
def nobody_may_validate(build: Builder) -> Trace:
    """Where no neuron has a permit the alpha of positions vanishes."""
    provided(build, (False, False), (1, 2))
    yield root(RootDissolveNetwork(SECOND))


@case(rules=["R320-73"], errors=["HotKeyAccountNotExists"], revision=320)
def best_is_nobody(build: Builder) -> Trace:
    """Where the best validator is a hotkey that nobody owns, the subnet cannot be dissolved."""
    made = provided(build, (False, True), (1, 2))
    # It does not happen by calls.
    del build.chain.keys.owner[made.hotkey(1)]
    yield root(RootDissolveNetwork(SECOND))


@case(rules=["R320-73"], errors=["Other"], revision=320)
def best_is_missing(build: Builder) -> Trace:
    """Where the best number has no hotkey, the subnet cannot be dissolved."""
    provided(build, (False, True), (1, 2))
    # It does not happen by calls.
    del build.chain.neurons.keys[SECOND, Uid(1)]
    yield root(RootDissolveNetwork(SECOND))


@case(rules=["R320-73"], revision=320)
def pool_without_a_price(build: Builder) -> Trace:
    """Positions in a pool that counts as never having made a swap are forgotten unpaid."""
    provided(build, (True, True), (1, 2))
    build.chain.pools.swap_v3_initialized[SECOND] = False
    yield root(RootDissolveNetwork(SECOND))


# --- The rest


@case(rules=["R320-80", "R320-81"], revision=320)
def what_is_forgotten(build: Builder) -> Trace:
    """Families, dividends, commitments, the second mechanism, an identity and weights of root on it are forgotten."""
    chain, made = build.chain, inhabited(build)
    made.set_aside(alpha=5 * ALPHA, root_tao=7, swapped=8, owner_cut=9)
    made.lend(made.hotkey(0), made.hotkey(1), 1)
    chain.serving.subnet_identities_v3[SECOND] = identity()
    added(chain).mechanism_count_current[SECOND] = MechId(2)
    added(chain).mechanism_emission_split[SECOND] = (U16(1), U16(65_534))
    for mecid in (1, 2):
        index = get_storage_index(SECOND, MechId(mecid))
        chain.weights.weights[index, Uid(0)] = chain.consensus.bonds[index, Uid(0)] = ((Uid(1), U16(1)),)
        chain.consensus.incentive[index] = (U16(1), U16(2))
    chain.weights.weights[ROOT, Uid(0)] = ((Uid(1), U16(4)), (Uid(2), U16(5)))
    sealed = ((SECOND, made.hotkey(0)), (THIRD, made.hotkey(0)))
    chain.commitments.timelocked_index.value = sealed
    chain.commitments.last_bonds_reset[SECOND, made.hotkey(0)] = type(chain.accounts.number.value)(9)
    yield root(RootDissolveNetwork(SECOND))
    yield blocks(1)


@case(rules=["R320-81"], revision=320)
def what_stays(build: Builder) -> Trace:
    """What the owner last set when, and two settings, are there for the next subnet of the number (KNOWN-222)."""
    inhabited(build)
    later = added(build.chain)
    later.last_rate_limited_block[OwnerHyperparamUpdate(SECOND, Hyperparameter.Kappa)] = BlockHeight(NOW)
    later.min_allowed_uids[SECOND] = U16(1)
    later.recycle_or_burn[SECOND] = RecycleOrBurnEnum.Recycle
    who = founder(build)
    yield root(RootDissolveNetwork(SECOND))
    yield founds(build, who)

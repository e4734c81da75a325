"""Swaps: within a tick, over ticks, up to a limit, and where nothing is to be had."""

from __future__ import annotations

from fractions import Fraction

from conformance.pools.prepare import (
    NETUID,
    OTHER,
    Provider,
    add_pool,
    add_provider,
    add_subnet,
    buy,
    make,
    sell,
)
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import I96F32, U64F64
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, TickIndex
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.stake import AddStake, AddStakeLimit, RemoveStake, RemoveStakeLimit, SwapStake
from tao_spec.transition.pools.curve import BUY, SELL, OrderType, compute_target_sqrt_price
from tao_spec.transition.pools.fees import compute_fee
from tao_spec.transition.pools.positions import create_position
from tao_spec.transition.pools.protocol_liquidity import maybe_initialize
from tao_spec.transition.pools.tick_math import sqrt_price_to_tick_bounded, tick_to_sqrt_price
from tao_spec.vectors.cases import Builder, Dispatched, Trace, blocks, case


def buys(who: Provider, amount: int) -> Dispatched:
    """Stakes TAO, which buys alpha."""
    return who.signs(AddStake(who.hotkey, NETUID, TaoBalance(amount)))


def buys_below(who: Provider, amount: int, price: int) -> Dispatched:
    """Buys alpha up to a price, in rao for one alpha, as much as there is."""
    return who.signs(AddStakeLimit(who.hotkey, NETUID, TaoBalance(amount), TaoBalance(price), True))


def sells(who: Provider, amount: int) -> Dispatched:
    """Unstakes alpha, which sells it."""
    return who.signs(RemoveStake(who.hotkey, NETUID, AlphaBalance(amount)))


def sells_above(who: Provider, amount: int, price: int) -> Dispatched:
    """Sells alpha down to a price, in rao for one alpha, as much as there is."""
    return who.signs(RemoveStakeLimit(who.hotkey, NETUID, AlphaBalance(amount), TaoBalance(price), True))


def goes_on(who: Provider, amount: int) -> Dispatched:
    """Sells alpha and buys that of another subnet."""
    return who.signs(SwapStake(who.hotkey, NETUID, OTHER, AlphaBalance(amount)))


def _with_ladder(build: Builder, liquidity: int = tao(100)) -> Provider:
    """A pool with positions beside and over one another, on both sides of the price."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build, "ladder")
    for low, high in [(-900, -320), (-300, 300), (320, 900), (-600, 600)]:
        make(build, provider, provider.adds(low, high, liquidity))
    return provider


@case(
    rules=[
        "POOL-1",
        "POOL-2",
        "POOL-12",
        "POOL-13",
        "POOL-22",
        "POOL-23",
        "POOL-24",
        "POOL-70",
        "POOL-71",
        "POOL-90",
        "POOL-91",
        "POOL-92",
        "POOL-93",
    ]
)
def first(build: Builder) -> Trace:
    """The first swap sets the pool up: its price is the ratio of the reserves, its liquidity the root of their product."""
    add_subnet(build, build.account("owner", 0), tao(1_234), tao(5_678))
    alice, bob = add_provider(build, "alice"), add_provider(build, "bob")
    yield buys(alice, tao(10))
    yield sells(bob, tao(10))


@case(rules=["POOL-80", "POOL-82", "POOL-84", "POOL-85", "POOL-95", "POOL-96"])
def within_a_tick(build: Builder) -> Trace:
    """An amount that passes no active tick is swapped by one step, however far it moves the price."""
    add_pool(build, build.account("owner", 0))
    alice, bob = add_provider(build, "alice"), add_provider(build, "bob")
    yield buys(alice, 2_001_007)
    yield buys(alice, tao(900))
    yield sells(bob, 3_000_000)
    yield sells(bob, tao(900))


@case(rules=["POOL-32", "POOL-33", "POOL-81", "POOL-83", "POOL-86"])
def over_ticks(build: Builder) -> Trace:
    """A great amount crosses tick after tick, and on each the liquidity changes."""
    _with_ladder(build)
    alice, bob = add_provider(build, "alice"), add_provider(build, "bob")
    yield buys(alice, tao(100))
    yield sells(bob, tao(250))
    yield buys(alice, tao(250))


@case(rules=["POOL-24", "POOL-81", "POOL-84"], errors=["ZeroMaxStakeAmount"])
def up_to_a_limit(build: Builder) -> Trace:
    """A swap ends at the limit of the price, between two ticks or beyond some, and does not begin at the limit."""
    _with_ladder(build)
    alice, bob = add_provider(build, "alice"), add_provider(build, "bob")
    yield buys_below(alice, tao(500), 1_010_000_000)
    yield buys_below(alice, tao(500), 1_080_000_000)
    yield buys_below(alice, tao(500), 1_080_000_000)
    yield sells_above(bob, tao(500), 1_050_000_000)
    yield sells_above(bob, tao(500), 930_000_000)
    yield sells_above(bob, tao(500), 940_000_000)


@case(rules=["POOL-60", "POOL-61", "POOL-62"])
def fees(build: Builder) -> Trace:
    """No fee, the usual one, the greatest that can be set."""
    provider = _with_ladder(build)
    alice, bob = add_provider(build, "alice"), add_provider(build, "bob")
    # The rate is set by hand; a call sets it in the cases of the rate.
    build.chain.pools.fee_rate[NETUID] = U16(10_000)
    yield buys(alice, tao(200))
    yield sells(bob, tao(200))
    for id in (2, 3, 4, 5):
        yield provider.removes(id)


@case(rules=["POOL-60", "POOL-61"])
def without_fees(build: Builder) -> Trace:
    """Where the rate is zero, all of the amount is swapped, and positions earn nothing."""
    provider = _with_ladder(build)
    alice = add_provider(build, "alice")
    build.chain.pools.fee_rate[NETUID] = U16(0)
    yield buys(alice, tao(200))
    yield provider.removes(5)


@case(rules=["POOL-83"])
def from_a_tick(build: Builder) -> Trace:
    """A sale that begins exactly on an active tick passes over it, and the liquidity that begins there remains.

    A price exactly on a tick is rare, so that it was put there.
    """
    provider = _with_ladder(build)
    bob = add_provider(build, "bob")
    pools = build.chain.pools
    pools.alpha_sqrt_price[NETUID] = tick_to_sqrt_price(-300)
    pools.current_tick[NETUID] = TickIndex(-300)
    yield sells(bob, tao(5))
    yield sells(bob, tao(100))
    yield provider.removes(3)


@case(rules=["POOL-34", "POOL-84", "POOL-86"])
def beside_a_tick(build: Builder) -> Trace:
    """A limit just before a tick leaves it uncrossed, one just behind it does not."""
    _with_ladder(build)
    alice, bob = add_provider(build, "alice"), add_provider(build, "bob")
    # Limits of 1,030,449,000 and 970,451,000 rao lie near the ticks 300 and -300.
    yield buys_below(alice, tao(900), 1_030_449_000)
    yield buys_below(alice, tao(900), 1_030_455_000)
    yield sells_above(bob, tao(900), 970_451_000)
    yield sells_above(bob, tao(900), 970_445_000)


@case(rules=["POOL-84", "POOL-86"])
def up_onto_a_tick(build: Builder) -> Trace:
    """A purchase that is used up exactly where a tick begins crosses it.

    The price was put at the right distance from the tick, for such an amount is rare.
    """
    _with_ladder(build)
    alice, amount = add_provider(build, "alice"), U64(tao(3))
    _put_price_before(build, BUY, TickIndex(300), amount)
    yield buys(alice, amount)
    yield buys(alice, amount)


@case(rules=["POOL-83", "POOL-84"])
def down_onto_a_tick(build: Builder) -> Trace:
    """A sale that is used up exactly where a tick begins does not cross it, and no later one does.

    The price was put at the right distance from the tick, for such an amount is rare.
    """
    _with_ladder(build)
    bob, amount = add_provider(build, "bob"), U64(tao(3))
    _put_price_before(build, SELL, TickIndex(-300), amount)
    yield sells(bob, amount)
    yield sells(bob, amount)


def _put_price_before(build: Builder, order: OrderType, tick: TickIndex, amount: U64) -> None:
    """Put the price where a swap of so much ends exactly at the beginning of a tick."""
    pools, edge = build.chain.pools, tick_to_sqrt_price(tick)
    liquidity = pools.current_liquidity[NETUID]
    swapped = amount.saturating_sub(compute_fee(build.chain, NETUID, amount))
    way = compute_target_sqrt_price(order, liquidity, edge, swapped).bits - edge.bits
    low, high = sorted((edge.bits - way // 2, edge.bits - 2 * way))
    while low < high:
        middle = (low + high) // 2
        end = compute_target_sqrt_price(order, liquidity, U64F64.from_bits(middle), swapped)
        low, high = (middle + 1, high) if end < edge else (low, middle)
    price = U64F64.from_bits(low)
    pools.alpha_sqrt_price[NETUID], pools.current_tick[NETUID] = price, sqrt_price_to_tick_bounded(price)


@case(rules=["POOL-90"], errors=["InsufficientLiquidity"])
def least_reserve(build: Builder) -> Trace:
    """A pool that holds 1,000,000 rao of what it would pay out swaps, one with a rao less does not.

    The reserves are set by hand; on a chain they fall by swaps.
    """
    add_pool(build, build.account("owner", 0))
    alice, bob = add_provider(build, "alice"), add_provider(build, "bob")
    pools = build.chain.pools
    pools.subnet_alpha_in[NETUID], pools.subnet_tao[NETUID] = AlphaBalance(999_999), TaoBalance(999_999)
    yield buys(alice, 2_100_000)
    yield sells(bob, tao(1))


@case(rules=["POOL-90"], errors=["ReservesTooLow"])
def on_to_an_empty_pool(build: Builder) -> Trace:
    """Whoever goes on to a subnet whose pool is all but empty meets the error of the pool itself."""
    owner = build.account("owner", 0)
    add_pool(build, owner)
    add_subnet(build, owner, tao(1_000), 999_999, OTHER)
    alice = add_provider(build, "alice")
    yield goes_on(alice, tao(1))


@case(rules=["POOL-91"], errors=["InsufficientLiquidity"])
def on_to_a_poor_pool(build: Builder) -> Trace:
    """The same with a pool that holds less than it would pay out, for its liquidity stands for more.

    The reserve of alpha was lowered by hand.
    """
    owner = build.account("owner", 0)
    add_pool(build, owner)
    add_subnet(build, owner, netuid=OTHER)
    maybe_initialize(build.chain, OTHER)
    build.chain.pools.subnet_alpha_in[OTHER] = AlphaBalance(tao(1))
    alice = add_provider(build, "alice")
    yield goes_on(alice, tao(10))


@case(rules=["POOL-90"], errors=["PriceLimitExceeded"])
def on_to_a_dear_pool(build: Builder) -> Trace:
    """The same with a pool whose price is beyond what a caller can name.

    The price was set by hand, to one that takes reserves that nobody has.
    """
    owner = build.account("owner", 0)
    add_pool(build, owner)
    add_subnet(build, owner, netuid=OTHER)
    maybe_initialize(build.chain, OTHER)
    build.chain.pools.alpha_sqrt_price[OTHER] = U64F64.saturating_from_num(135_819)
    alice = add_provider(build, "alice")
    yield goes_on(alice, tao(10))


@case(rules=["POOL-90"])
def a_thousand_steps(build: Builder) -> Trace:
    """A swap that crosses 999 ticks makes a thousand steps, and goes well."""
    alice = _before_ticks(build, 999)
    yield goes_on(alice, tao(100))


@case(rules=["POOL-90"], errors=["TooManySwapSteps"])
def a_step_too_many(build: Builder) -> Trace:
    """A swap that crosses 1,000 ticks would make one step more, and is refused."""
    alice = _before_ticks(build, 1_000)
    yield goes_on(alice, tao(100))


def _before_ticks(build: Builder, count: int) -> Provider:
    """A second pool with so many active ticks above the price, and somebody who will go on to it.

    The positions, each of one tick, are made by hand, for an account makes no more than a hundred.
    """
    owner = build.account("owner", 0)
    add_pool(build, owner)
    add_subnet(build, owner, netuid=OTHER)
    maybe_initialize(build.chain, OTHER)
    for number in range(1, count):
        low, who = TickIndex(number), build.name(f"provider {number}")
        position, _ = create_position(build.chain, OTHER, who, low, TickIndex(low + 1), U64(1_000))
        build.chain.pools.positions[OTHER, who, position.id] = position
    return add_provider(build, "alice")


@case(rules=["POOL-91"], errors=["InsufficientLiquidity"])
def more_than_there_is(build: Builder) -> Trace:
    """What would pay out more than the reserve is refused, though its simulation was not.

    The reserve of TAO was lowered by hand under what the liquidity stands for.
    """
    add_pool(build, build.account("owner", 0))
    alice, bob = add_provider(build, "alice"), add_provider(build, "bob")
    build.chain.pools.subnet_tao[NETUID] = tao(20)
    yield sells(alice, tao(30))
    yield sells(bob, tao(10))


@case(rules=["POOL-72", "POOL-91", "POOL-130", "POOL-131"])
def refused_and_kept(build: Builder) -> Trace:
    """A sale that is refused for want of TAO moves the price all the same, where the refusal is passed over, as in emission.

    The reserve of TAO was lowered by hand under what the liquidity stands for.
    """
    _start(build)
    build.chain.pools.subnet_tao[NETUID] = TaoBalance(1_000_000)
    yield blocks(1)


@case(rules=["POOL-72", "POOL-130", "POOL-131"])
def emission_and_fees(build: Builder) -> Trace:
    """With each block the protocol's position takes its fees and what emission gives the pool."""
    _start(build)
    build.chain.pools.subnet_moving_price[NETUID] = I96F32.from_fraction(Fraction(1, 2))
    buy(build, tao(20))
    sell(build, tao(10))
    yield blocks(1)
    yield blocks(1)


@case(rules=["POOL-72"])
def without_emission(build: Builder) -> Trace:
    """Where emission gives the pool nothing, the protocol's position shrinks a little with each block, and the pool does not."""
    _start(build)
    yield blocks(1)
    yield blocks(1)


def _start(build: Builder) -> None:
    """A pool that takes part in emission, and stake on root for which alpha is sold; its moving price is zero."""
    add_pool(build, build.account("owner", 0))
    chain = build.chain
    chain.subnets.first_emission_block_number[NETUID] = BlockHeight(900)
    chain.pools.subnet_tao[ROOT] = tao(1_000_000)
    chain.neurons.network_registration_allowed[NETUID] = True
    chain.consensus.tempo[NETUID] = U16(65_535)


@case(rules=["POOL-62"])
def fees_beyond_the_fee(build: Builder) -> Trace:
    """The fee is shared as if a thousand of the liquidity were not there, and paid to all of it: here half as much again.

    The pool holds four rao of TAO, which gives it a liquidity of 2,000; 1,000 are a user's.
    """
    owner = build.account("owner", 0)
    add_pool(build, owner, 4, 1_000_000)
    provider, alice = add_provider(build), add_provider(build, "alice")
    make(build, provider, provider.adds(-443_636, 443_636, 1_000))
    yield buys(alice, tao(1))
    yield provider.removes(2)


@case(rules=["POOL-20", "POOL-21", "POOL-93", "POOL-95", "POOL-96"])
def without_a_pool(build: Builder) -> Trace:
    """Where a subnet is priced at one, TAO is alpha, one for one, without a fee."""
    add_subnet(build, build.account("owner", 0))
    build.chain.pools.subnet_mechanism[NETUID] = U16(0)
    alice, bob = add_provider(build, "alice"), add_provider(build, "bob")
    yield buys(alice, tao(10))
    yield sells(bob, tao(10))


@case(rules=["POOL-80", "POOL-84"], errors=["AmountTooLow"])
def without_liquidity(build: Builder) -> Trace:
    """A pool that has a price and no liquidity swaps nothing.

    The liquidity was taken away by hand.
    """
    add_pool(build, build.account("owner", 0))
    alice, bob = add_provider(build, "alice"), add_provider(build, "bob")
    build.chain.pools.current_liquidity[NETUID] = U64(0)
    yield buys(alice, tao(10))
    yield sells(bob, tao(10))

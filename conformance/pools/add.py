"""Positions are made."""

from __future__ import annotations

from conformance.pools.prepare import (
    HIGH,
    LIQUIDITY,
    LOW,
    NETUID,
    OTHER,
    Provider,
    add_pool,
    add_provider,
    add_subnet,
    buy,
    get_cost,
    sell,
)
from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.identifiers import TickIndex
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.pools import MAX_TICK, MIN_TICK, AddLiquidity
from tao_spec.transition.pools.tick_math import MAX_SQRT_PRICE
from tao_spec.vectors.cases import Builder, Trace, case, nobody


@case(rules=["POOL-1", "POOL-3", "POOL-4", "POOL-10", "POOL-50", "POOL-51", "POOL-54", "POOL-122"])
def around_the_price(build: Builder) -> Trace:
    """A position around the price takes TAO and alpha, one above it alpha alone, one below it TAO alone."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    yield provider.adds(LOW, HIGH)
    yield provider.adds(100, 200)
    yield provider.adds(-200, -100)


@case(rules=["POOL-50", "POOL-51"])
def ends_at_the_price(build: Builder) -> Trace:
    """A position that begins in the tick of the price counts at once; one that ends there does not."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    tick = build.chain.pools.current_tick[NETUID]
    yield provider.adds(tick, tick + 1)
    yield provider.adds(tick + 1, tick + 2)
    yield provider.adds(tick - 1, tick)


@case(rules=["POOL-50"], errors=["InvalidTickRange"])
def ranges(build: Builder) -> Trace:
    """A range of no tick or less is refused, one of all ticks is not."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    yield provider.adds(10, 10)
    yield provider.adds(11, 10)
    yield provider.adds(MIN_TICK, MAX_TICK)
    yield provider.adds(MIN_TICK, MIN_TICK + 1)
    yield provider.adds(MAX_TICK - 1, MAX_TICK)


@case(rules=["POOL-110"], errors=["InvalidLiquidityValue"])
def least_liquidity(build: Builder) -> Trace:
    """Liquidity of 1,000 makes a position, 999 make none, and neither does nothing at all."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    yield provider.adds(liquidity=999)
    yield provider.adds(liquidity=0)
    yield provider.adds(liquidity=1_000)


@case(rules=["POOL-50"], errors=["MaxPositionsExceeded"])
def most_positions(build: Builder) -> Trace:
    """The hundredth position is made, the next one is refused; another account is free to go on."""
    add_pool(build, build.account("owner", 0))
    provider, other = add_provider(build), add_provider(build, "other")
    for _ in range(99):
        yield provider.adds(liquidity=1_000)
    yield provider.adds(liquidity=1_000)
    yield provider.adds(liquidity=1_000)
    yield other.adds(liquidity=1_000)
    yield provider.removes(7)
    yield provider.adds(liquidity=1_000)


@case(rules=["POOL-100", "POOL-101", "STAKE-11"], errors=["InsufficientBalance"])
def tao_of_the_provider(build: Builder) -> Trace:
    """The TAO must be there, and the existential deposit beside it."""
    add_pool(build, build.account("owner", 0))
    cost, _ = get_cost(build, -2_000, 0)
    sums = {"none": cost - 1, "all": cost, "short": cost + 499, "enough": cost + 500}
    for provider in [add_provider(build, name, free=free) for name, free in sums.items()]:
        yield provider.adds(-2_000, 0)


@case(rules=["POOL-100", "POOL-101", "STAKE-7"], errors=["InsufficientBalance"])
def alpha_of_the_provider(build: Builder) -> Trace:
    """The alpha must be there; where less than a hundred-thousandth would be left, too much is taken, and it is refused."""
    add_pool(build, build.account("owner", 0))
    _, cost = get_cost(build, 1, 2_001)
    sums = {"none": cost - 1, "all": cost, "crumb": cost + 900, "enough": cost + 1_000}
    for provider in [add_provider(build, name, alpha=alpha) for name, alpha in sums.items()]:
        yield provider.adds(1, 2_001)


@case(rules=["STAKE-11"], errors=["ZeroBalanceAfterWithdrawn"])
def only_a_deposit(build: Builder) -> Trace:
    """From an account that holds the existential deposit and no more, nothing can be taken."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build, free=500)
    yield provider.adds(-2_000, -1_000, 2_000)


@case(rules=["POOL-101"], errors=["HotKeyAccountNotExists"])
def unknown_hotkey(build: Builder) -> Trace:
    """Even a position of TAO alone needs a hotkey that exists."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    stranger = Provider(provider.account, build.name("no hotkey"))
    yield stranger.adds(-2_000, -1_000)
    yield provider.adds(-2_000, -1_000)


@case(rules=["POOL-122"], errors=["SubNetworkDoesNotExist", "BadOrigin"])
def unknown_subnet(build: Builder) -> Trace:
    """There must be a subnet, and somebody must sign."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    yield provider.adds(netuid=OTHER)
    yield nobody(AddLiquidity(provider.hotkey, NETUID, LOW, HIGH, LIQUIDITY))


@case(rules=["POOL-40", "POOL-42", "POOL-43", "POOL-44", "POOL-45", "POOL-55"])
def after_swaps(build: Builder) -> Trace:
    """A tick above the price is made with all fees so far, one at the price or below it with none; a known tick keeps its own."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    buy(build, tao(20))
    sell(build, tao(3))
    tick = build.chain.pools.current_tick[NETUID]
    yield provider.adds(tick, tick + 1)
    yield provider.adds(tick - 500, tick + 1)
    yield provider.adds(tick + 1, tick + 500)


@case(rules=["POOL-110"])
def before_the_first_swap(build: Builder) -> Trace:
    """In a pool that has made no swap a position is made at the price zero, of alpha alone, and the pool counts as set up."""
    add_subnet(build, build.account("owner", 0))
    provider = add_provider(build)
    yield provider.adds(-100, 100)
    yield provider.adds(100, 200)
    yield provider.removes(1)


@case(rules=["POOL-11", "POOL-50"])
def at_the_last_tick(build: Builder) -> Trace:
    """Where the price lies in the last tick, a new position puts it at the beginning of that tick.

    No swap gets there: the greatest price that a caller can name is lower.
    """
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    build.chain.pools.current_tick[NETUID] = MAX_TICK
    build.chain.pools.alpha_sqrt_price[NETUID] = MAX_SQRT_PRICE
    build.chain.pools.current_liquidity[NETUID] = U64(0)
    yield provider.adds(TickIndex(0), TickIndex(1), 1_000)
    yield provider.adds(MAX_TICK - 1, MAX_TICK, 1_000)

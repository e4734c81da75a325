"""Positions grow and shrink."""

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
    buy,
    make,
    sell,
)
from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.integers import I64
from tao_spec.interface.pools import ModifyPosition, PositionId
from tao_spec.transition.pools.tick_math import tick_to_sqrt_price
from tao_spec.vectors.cases import Builder, Trace, case, nobody


@case(rules=["POOL-52", "POOL-53", "POOL-112", "POOL-124"])
def up_and_down(build: Builder) -> Trace:
    """A position grows and shrinks; the reserves do not follow."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    yield provider.adds(LOW, HIGH)
    yield provider.modifies(2, LIQUIDITY)
    yield provider.modifies(2, -1_500_000_000)
    yield provider.removes(2)


@case(rules=["POOL-112"])
def beside_the_price(build: Builder) -> Trace:
    """Beside the price the liquidity of the pool stays, and only one currency moves."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    for id, (low, high) in enumerate([(1_000, 2_000), (-2_000, -1_000)], start=2):
        yield provider.adds(low, high)
        yield provider.modifies(id, 5_000_000)
        yield provider.modifies(id, -3_000_000)


@case(rules=["POOL-112"])
def at_the_upper_end(build: Builder) -> Trace:
    """Where the price is exactly the upper end of a range, growth counts in the pool, and the position does not.

    Swaps seldom end exactly at a tick, so that the price was put there.
    """
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    pools = build.chain.pools
    pools.alpha_sqrt_price[NETUID] = tick_to_sqrt_price(HIGH)
    pools.current_tick[NETUID] = HIGH
    yield provider.adds(LOW, HIGH)
    yield provider.modifies(2, LIQUIDITY)
    yield provider.removes(2)


@case(rules=["POOL-112"], errors=["InvalidLiquidityValue"])
def least_change(build: Builder) -> Trace:
    """A change of 1,000 either way is made, 999 are not, and neither is the least integer."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    yield provider.adds(LOW, HIGH)
    for delta in (999, -999, 0, I64.MIN, 1_000, -1_000):
        yield provider.modifies(2, delta)


@case(rules=["POOL-112"], errors=["LiquidityNotFound"])
def little_is_left(build: Builder) -> Trace:
    """A position that would keep 999 is taken out, yet paid only for what was named; one that keeps 1,000 stays."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    yield provider.adds(LOW, HIGH, 10_000)
    yield provider.adds(LOW, HIGH, 10_000)
    yield provider.modifies(2, -9_000)
    yield provider.modifies(3, -9_001)
    yield provider.removes(3)
    yield provider.modifies(2, -1_000)
    yield provider.modifies(2, -1_000)


@case(rules=["POOL-112"], errors=["InsufficientLiquidity"])
def too_much(build: Builder) -> Trace:
    """A position gives no more liquidity than it has."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    yield provider.adds(LOW, HIGH, 10_000)
    yield provider.modifies(2, -10_001)
    yield provider.modifies(2, -10_000)


@case(rules=["POOL-100", "POOL-101", "POOL-124"], errors=["InsufficientBalance"])
def beyond_means(build: Builder) -> Trace:
    """What is added must be there, of both currencies, and the existential deposit stays."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build, free=100_000_000, alpha=100_000_000)
    yield provider.adds(LOW, HIGH)
    yield provider.modifies(2, 2 * LIQUIDITY)
    yield provider.adds(-2_000, -1_000, 500_000_000)
    yield provider.modifies(3, 500_000_000)
    yield provider.modifies(3, I64.MAX)


@case(
    rules=["POOL-112", "POOL-124"],
    errors=["LiquidityNotFound", "SubNetworkDoesNotExist", "BadOrigin", "HotKeyAccountNotExists"],
)
def not_there(build: Builder) -> Trace:
    """A position is found by its subnet, its owner and its number; what moves needs a hotkey."""
    add_pool(build, build.account("owner", 0))
    provider, other = add_provider(build), add_provider(build, "other")
    stranger = Provider(provider.account, build.name("no hotkey"))
    yield provider.adds(-2_000, -1_000)
    yield other.modifies(2, 1_000)
    yield provider.modifies(3, 1_000)
    yield provider.modifies(2, 1_000, OTHER)
    yield nobody(ModifyPosition(provider.hotkey, NETUID, PositionId(2), I64(1_000)))
    yield stranger.modifies(2, 1_000)
    yield stranger.modifies(2, -1_000)


@case(rules=["POOL-55", "POOL-112", "POOL-124"])
def with_fees(build: Builder) -> Trace:
    """Fees are paid with every change, once."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    make(build, provider, provider.adds(LOW, HIGH, tao(10)))
    buy(build, tao(5))
    sell(build, tao(5))
    yield provider.modifies(2, tao(1))
    yield provider.modifies(2, -tao(1))
    yield provider.modifies(2, -tao(10))


@case(rules=["POOL-124"])
def with_fees_of_tao(build: Builder) -> Trace:
    """Where only TAO was swapped, only TAO is earned."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    make(build, provider, provider.adds(LOW, HIGH, tao(10)))
    buy(build, tao(5))
    yield provider.modifies(2, -tao(2))

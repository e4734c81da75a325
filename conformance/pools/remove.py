"""Positions are taken out."""

from __future__ import annotations

from conformance.pools.prepare import HIGH, LOW, NETUID, OTHER, Provider, add_pool, add_provider, buy, make, sell
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.interface.pools import MAX_TICK, MIN_TICK, PositionId, RemoveLiquidity
from tao_spec.vectors.cases import Actor, Builder, Trace, case, nobody


@case(rules=["POOL-5", "POOL-6", "POOL-41", "POOL-102", "POOL-111", "POOL-123", "STAKE-10"])
def around_the_price(build: Builder) -> Trace:
    """A position gives back what it took, but for what rounding takes; the last of a tick is the end of the tick."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    yield provider.adds(LOW, HIGH)
    yield provider.adds(LOW, 0)
    yield provider.adds(1, HIGH)
    yield provider.removes(2)
    yield provider.removes(3)
    yield provider.removes(4)


@case(rules=["POOL-30", "POOL-31"])
def words_of_the_bitmap(build: Builder) -> Trace:
    """Ticks that share words of the bitmap, some or none, come and go."""
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    ranges = [(0, 1), (0, 127), (-128, 128), (-16_384, 16_384), (MIN_TICK, 0), (1, MAX_TICK)]
    for low, high in ranges:
        yield provider.adds(low, high, 10_000)
    for id in (3, 2, 6, 5, 4, 7):
        yield provider.removes(id)


@case(rules=["POOL-5", "POOL-6", "POOL-43", "POOL-44", "POOL-45", "POOL-55", "POOL-111", "POOL-123"])
def after_swaps(build: Builder) -> Trace:
    """Swaps left fees and moved the price: each position gives what it earned and is worth now."""
    add_pool(build, build.account("owner", 0))
    provider = _with_positions(build, [(-1_000, 1_000), (-5_000, 5_000), (200, 300), (-300, -200)])
    buy(build, tao(20))
    sell(build, tao(50))
    buy(build, tao(10))
    for id in (2, 3, 4, 5):
        yield provider.removes(id)


def _with_positions(build: Builder, ranges: list[tuple[int, int]]) -> Provider:
    """Before the case: somebody made positions, and the pool holds what they are worth."""
    provider = add_provider(build)
    for low, high in ranges:
        make(build, provider, provider.adds(low, high, tao(10)))
    return provider


@case(rules=["POOL-5", "POOL-6"])
def draws_on_the_pool(build: Builder) -> Trace:
    """What users' reserves lack is taken from the protocol's, as far as they go.

    The reserves were lowered by hand: swaps and modified positions lower them on a chain.
    """
    add_pool(build, build.account("owner", 0))
    provider = add_provider(build)
    for _ in range(3):
        make(build, provider, provider.adds(LOW, HIGH))
    pools = build.chain.pools
    pools.subnet_tao_provided[NETUID] = TaoBalance(60_000_000)
    pools.subnet_alpha_in_provided[NETUID] = AlphaBalance(60_000_000)
    pools.subnet_tao[NETUID] = TaoBalance(50_000_000)
    pools.subnet_alpha_in[NETUID] = AlphaBalance(50_000_000)
    yield provider.removes(2)
    yield provider.removes(3)
    yield provider.removes(4)


@case(rules=["POOL-111", "POOL-123"], errors=["LiquidityNotFound", "SubNetworkDoesNotExist", "BadOrigin"])
def not_there(build: Builder) -> Trace:
    """A position is found by its subnet, its owner and its number; the protocol's is nobody's."""
    add_pool(build, build.account("owner", 0))
    provider, other = add_provider(build), add_provider(build, "other")
    yield provider.adds()
    yield other.removes(2)
    yield provider.removes(1)
    yield provider.removes(3)
    yield provider.removes(2, OTHER)
    yield nobody(RemoveLiquidity(provider.hotkey, NETUID, PositionId(2)))
    yield provider.removes(2)
    yield provider.removes(2)


@case(rules=["POOL-102"], errors=["HotKeyAccountNotExists"])
def to_a_hotkey(build: Builder) -> Trace:
    """The alpha goes to any hotkey, but to none that does not exist, even where there is no alpha."""
    add_pool(build, build.account("owner", 0))
    provider, other = add_provider(build), add_provider(build, "other")
    yield provider.adds(-2_000, -1_000)
    yield Actor(provider.account).signs(RemoveLiquidity(build.name("no hotkey"), NETUID, PositionId(2)))
    yield Actor(provider.account).signs(RemoveLiquidity(other.hotkey, NETUID, PositionId(2)))
    yield provider.adds(1_000, 2_000)
    yield Actor(provider.account).signs(RemoveLiquidity(other.hotkey, NETUID, PositionId(3)))

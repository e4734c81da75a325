"""What a subnet costs, and how soon the next may be registered."""

from __future__ import annotations

from conformance.subnets.prepare import DEPOSIT, LEAST, TAO, founder, founds, last_cost
from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.integers import U64
from tao_spec.vectors.cases import Builder, Trace, blocks, case

HALF_SUPPLY = 10_500_000 * TAO


@case(rules=["SUBNET-4", "SUBNET-22"], errors=["NetworkTxRateLimitExceeded"])
def a_block_too_soon(build: Builder) -> Trace:
    """From one registration to the next pass as many blocks as the limit says."""
    who = founder(build)
    build.chain.subnets.network_rate_limit.value = U64(3)
    yield founds(build, who)
    yield founds(build, who)
    yield blocks(2)
    yield founds(build, who)
    yield blocks(1)
    yield founds(build, who)


@case(rules=["SUBNET-4"], errors=["NetworkTxRateLimitExceeded"])
def young_chain(build: Builder) -> Trace:
    """Where no subnet was registered yet the blocks since genesis count."""
    who = founder(build)
    build.chain.subnets.network_rate_limit.value = U64(7_200)
    build.at_block(7_199)
    yield founds(build, who)
    yield blocks(1)
    yield founds(build, who)


@case(rules=["SUBNET-4"], errors=["NetworkTxRateLimitExceeded"])
def registered_in_the_future(build: Builder) -> Trace:
    """A registration in a later block, written here, is none blocks old: a limit of one block holds."""
    who = founder(build)
    last_cost(build, LEAST, 2**64 - 1)
    build.chain.subnets.network_rate_limit.value = U64(1)
    yield founds(build, who)


@case(rules=["SUBNET-5", "SUBNET-6", "SUBNET-9"])
def doubles_and_falls(build: Builder) -> Trace:
    """The next subnet costs twice as much, less what the blocks between take off."""
    who = founder(build)
    build.chain.subnets.network_lock_reduction_interval.value = U64(100)
    yield founds(build, who)
    yield founds(build, who, "second")
    yield blocks(1)
    yield founds(build, who, "third")


@case(rules=["SUBNET-6"])
def first_after_genesis(build: Builder) -> Trace:
    """While none was registered the cost is not doubled, and falls from genesis on."""
    who = founder(build)
    last_cost(build, 3_000 * TAO, 0)
    build.chain.subnets.network_lock_reduction_interval.value = U64(3_000)
    yield founds(build, who)


@case(rules=["SUBNET-6", "SUBNET-9"], errors=["NotEnoughBalanceToStake"])
def not_under_the_least(build: Builder) -> Trace:
    """However long nobody registered one, the least cost is asked; one rao less is refused."""
    poor, rich = founder(build, "poor", LEAST - 1), founder(build, "rich", LEAST + DEPOSIT)
    last_cost(build, 2 * LEAST, 1)
    build.at_block(1_000_000)
    yield founds(build, poor)
    yield founds(build, rich)


@case(rules=["SUBNET-5", "SUBNET-6"])
def interval_of_nothing(build: Builder) -> Trace:
    """An interval of zero lets the cost never fall."""
    who = founder(build)
    last_cost(build, 2 * LEAST, 1)
    build.at_block(1_000_000)
    build.chain.subnets.network_lock_reduction_interval.value = U64(0)
    yield founds(build, who)


@case(rules=["SUBNET-5", "SUBNET-6"])
def interval_beyond_all(build: Builder) -> Trace:
    """An interval of more blocks than the cost has rao lets it never fall either."""
    who = founder(build)
    last_cost(build, 2 * LEAST, 1)
    build.chain.subnets.network_lock_reduction_interval.value = U64(U64.MAX)
    yield founds(build, who)


@case(rules=["SUBNET-5", "SUBNET-6", "EMIT-4", "EMIT-5"])
def interval_halves_with_the_emission(build: Builder) -> Trace:
    """After the first halving the cost falls twice as fast."""
    who = founder(build)
    last_cost(build, 2 * LEAST, 900)
    build.chain.subnets.network_lock_reduction_interval.value = U64(1_000)
    build.chain.emission.total_issuance.value = TaoBalance(HALF_SUPPLY)
    yield founds(build, who)


@case(rules=["SUBNET-5", "SUBNET-6"])
def nothing_is_emitted(build: Builder) -> Trace:
    """Once the supply is issued the interval is zero, and the cost does not fall."""
    who = founder(build)
    last_cost(build, 2 * LEAST, 900)
    build.chain.emission.total_issuance.value = TaoBalance(2 * HALF_SUPPLY)
    yield founds(build, who)


@case(rules=["SUBNET-6"], errors=["NotEnoughBalanceToStake"])
def cost_that_does_not_fit(build: Builder) -> Trace:
    """Twice the last cost is held at 64 bits."""
    who = founder(build, free=2**63)
    last_cost(build, 2**63 + 5, 1_000)
    yield founds(build, who)


@case(rules=["SUBNET-9", "SUBNET-22"], errors=["NotEnoughBalanceToStake"])
def last_rao(build: Builder) -> Trace:
    """Who can pay only with what its account lives by pays 500 rao less; the pool is full all the same (KNOWN-53)."""
    less, all_of_it = founder(build, "less", LEAST - 1), founder(build, "all", LEAST)
    yield founds(build, less)
    yield founds(build, all_of_it)


@case(rules=["SUBNET-9", "SUBNET-22"], errors=["ZeroBalanceAfterWithdrawn"])
def nothing_to_take(build: Builder) -> Trace:
    """A cost of one rao cannot be taken from an account that has only what it lives by."""
    build.chain.subnets.network_min_lock_cost.value = TaoBalance(1)
    last_cost(build, 0, 0)
    who, other = founder(build, free=DEPOSIT), founder(build, "other", DEPOSIT + 1)
    yield founds(build, who)
    yield founds(build, other)


@case(rules=["SUBNET-6", "SUBNET-9"])
def for_nothing(build: Builder) -> Trace:
    """With a least cost of zero a subnet may cost nothing: its pool is empty."""
    build.chain.subnets.network_min_lock_cost.value = TaoBalance(0)
    last_cost(build, 0, 0)
    yield founds(build, founder(build, free=DEPOSIT))


@case(rules=["SUBNET-6", "SUBNET-9"])
def least_cost_was_raised(build: Builder) -> Trace:
    """A pool begins with the least cost of the day; what was paid beyond it is burned."""
    who = founder(build, free=10**16)
    last_cost(build, 3 * LEAST, 999)
    build.chain.subnets.network_min_lock_cost.value = TaoBalance(2 * LEAST)
    yield founds(build, who)
    yield blocks(1)
    yield founds(build, who, "second")

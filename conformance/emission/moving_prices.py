"""Moving prices: how they follow the price, and when they count."""

from __future__ import annotations

from fractions import Fraction

from conformance.emission.started import QUIET, START, started
from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.fixed import I96F32
from tao_spec.arithmetic.identifiers import BlockHeight
from tao_spec.arithmetic.integers import U64
from tao_spec.vectors.cases import Builder, Trace, blocks, case

HALF = I96F32.from_fraction(Fraction(1, 2))


@case(rules=["EMIT-14", "EMIT-40", "POOL-131"])
def follow_the_price(build: Builder) -> Trace:
    """The moving price goes towards the price, up or down, after the block has used it."""
    started(build, 2, moving=Fraction(1, 4))
    started(build, 3, moving=3)
    build.chain.pools.subnet_moving_alpha.value = HALF
    yield blocks(1)
    yield blocks(4)


@case(rules=["POOL-131"])
def ages(build: Builder) -> Trace:
    """The weight of the price grows with age: nothing before the start, half at the age of `EMAPriceHalvingBlocks`."""
    chain = build.chain
    chain.pools.subnet_moving_alpha.value = HALF
    for netuid, start in enumerate((0, 1, START, QUIET, QUIET + 1, QUIET + 2, QUIET + 3), start=2):
        chain.subnets.first_emission_block_number[started(build, netuid, moving=0)] = BlockHeight(start)
    yield blocks(1)
    yield blocks(1)


@case(rules=["POOL-131"])
def halving_times(build: Builder) -> Trace:
    """A halving time of zero gives the price its whole weight at once, but not before the start; the greatest next to none."""
    chain = build.chain
    chain.pools.subnet_moving_alpha.value = HALF
    for netuid, time in enumerate((0, 1, 1_000, U64.MAX), start=2):
        chain.pools.ema_price_halving_blocks[started(build, netuid, moving=Fraction(1, 10))] = U64(time)
    young = started(build, 6, moving=Fraction(1, 10))
    chain.pools.ema_price_halving_blocks[young] = U64(0)
    chain.subnets.first_emission_block_number[young] = BlockHeight(QUIET + 9)
    yield blocks(1)


@case(rules=["POOL-131"])
def dear_alpha(build: Builder) -> Trace:
    """A price above one TAO counts as one: the moving price never goes higher by itself, and falls from above."""
    started(build, 2, in_tao=tao(5_000), moving=Fraction(99, 100))
    started(build, 3, in_tao=tao(5_000), moving=4)
    build.chain.pools.subnet_moving_alpha.value = HALF
    yield blocks(3)


def moving_by(build: Builder, bits: int) -> None:
    """A subnet at a price of one TAO, a quarter of which is its moving price, and the weight of the price in raw bits."""
    started(build, moving=Fraction(1, 4))
    build.chain.pools.subnet_moving_alpha.value = I96F32.from_bits(bits)


@case(rules=["POOL-131"])
def weight_below_zero(build: Builder) -> Trace:
    """A weight below zero counts as zero: the moving price rests. Root may set one."""
    moving_by(build, -1)
    yield blocks(1)


@case(rules=["POOL-131"])
def least_weight(build: Builder) -> Trace:
    """The least weight above zero is cut off to zero by the age."""
    moving_by(build, 1)
    yield blocks(1)


@case(rules=["POOL-131"])
def weight_above_one(build: Builder) -> Trace:
    """A weight above one makes the moving price of before count for nothing, and the price for more than itself."""
    moving_by(build, 3 * 10**6 * I96F32.ONE.bits)
    yield blocks(1)
    yield blocks(1)

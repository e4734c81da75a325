"""The coinbase: which subnets a block emits to, in what order, and the epochs that follow."""

from __future__ import annotations

from fractions import Fraction

from conformance.emission.started import started, working
from conformance.scenes import add_network
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockHeight
from tao_spec.arithmetic.integers import U16
from tao_spec.vectors.cases import Builder, Trace, blocks, case

SUPPLY = tao(21_000_000)


@case(rules=["EMIT-10", "EMIT-14", "EMIT-40", "EMIT-41", "EMIT-47"])
def by_moving_price(build: Builder) -> Trace:
    """Three subnets share the block's TAO by their moving prices, one of them nothing; the thirds are cut off."""
    for netuid, moving in ((2, Fraction(1, 3)), (3, Fraction(2, 3)), (4, 0)):
        started(build, netuid, moving=moving)
    yield blocks(1)
    yield blocks(10)


@case(rules=["EMIT-41", "EMIT-44"])
def no_moving_price(build: Builder) -> Trace:
    """While all moving prices are zero no TAO is emitted and alpha all the same; a block later there is a price."""
    started(build, moving=0)
    yield blocks(1)
    yield blocks(1)


@case(rules=["EMIT-40", "EMIT-41"])
def below_zero(build: Builder) -> Trace:
    """A moving price below zero counts as zero. No rule leads there: it is written."""
    started(build, 2, moving=-1)
    started(build, 3, moving=1)
    yield blocks(1)


@case(rules=["EMIT-11"])
def not_started(build: Builder) -> Trace:
    """A subnet that has not started gets nothing, whatever its pool and its moving price."""
    started(build, 2)
    del build.chain.subnets.first_emission_block_number[started(build, 3)]
    yield blocks(2)


@case(rules=["EMIT-11", "POOL-131"])
def start_to_come(build: Builder) -> Trace:
    """A subnet whose first block of emission is still to come emits already, but its moving price rests."""
    chain, netuid = build.chain, started(build, moving=Fraction(1, 2))
    chain.subnets.first_emission_block_number[netuid] = BlockHeight(chain.number + 3)
    for _ in range(3):
        yield blocks(1)


@case(rules=["EMIT-4", "EMIT-14", "SUBNET-1"])
def last_in_order(build: Builder) -> Trace:
    """Subnet 256 comes before 3, so that the stored emission of the block is that of the alpha of 3: half of the others'."""
    out = build.chain.pools.subnet_alpha_out
    out[started(build, 3)] = AlphaBalance(tao(11_000_000))
    started(build, 256)
    started(build, 2)
    yield blocks(1)


@case(rules=["EMIT-10", "EMIT-13", "EMIT-14", "EMIT-20", "EMIT-24", "EMIT-25"])
def with_epoch(build: Builder) -> Trace:
    """What a block sets aside is shared out in the same block, if it is that of the epoch; the next begins anew."""
    working(build)
    yield blocks(1)
    yield blocks(1)


@case(rules=["EMIT-10", "EMIT-12", "EMIT-20", "EMIT-52", "EMIT-55", "POOL-131"])
def long_run(build: Builder) -> Trace:
    """Two subnets over a hundred blocks, with epochs: validators gain stake, root's TAO grows, prices move."""
    scene = working(build)
    started(build, 3, in_alpha=tao(5_000), moving=Fraction(1, 5))
    build.at_block(1_090)
    scene.own(0)
    yield blocks(10)
    yield blocks(100)


@case(rules=["EMIT-5", "EMIT-44"])
def supply_reached(build: Builder) -> Trace:
    """With all TAO issued none is emitted; alpha has its own halvings."""
    started(build)
    build.chain.emission.total_issuance.value = SUPPLY
    yield blocks(2)


@case(rules=["EMIT-4", "EMIT-44", "EMIT-47"])
def alpha_exhausted(build: Builder) -> Trace:
    """A subnet whose alpha is all emitted gets TAO, with alpha at its price, and nothing for its neurons."""
    build.chain.pools.subnet_alpha_out[started(build)] = AlphaBalance(SUPPLY)
    yield blocks(2)


@case(rules=["EMIT-4", "EMIT-5", "EMIT-47"])
def over_a_halving(build: Builder) -> Trace:
    """The TAO that leads over the first halving is emitted whole; the next block emits half."""
    started(build)
    build.chain.emission.total_issuance.value = TaoBalance(tao(10_500_000) - 1)
    yield blocks(1)
    yield blocks(1)


@case(rules=["EMIT-6", "EMIT-12"])
def without_epochs(build: Builder) -> Trace:
    """With a tempo of zero what was set aside waits for ever."""
    netuid = started(build)
    build.chain.consensus.tempo[netuid] = U16(0)
    yield blocks(30)


@case(rules=["EMIT-10", "EMIT-11"])
def nobody_started(build: Builder) -> Trace:
    """Where no subnet has started, nothing is emitted and blocks are counted."""
    add_network(build, 2)
    yield blocks(5)

"""When epochs run: once in a tempo and one block, each subnet a block before the one below it."""

from __future__ import annotations

from conformance.scenes import WHOLE, add_network, before_epoch, subnet
from tao_spec.arithmetic.identifiers import BlockHeight, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.vectors.cases import Builder, Trace, blocks, case

SCHEDULE = ["EMIT-6", "EMIT-7", "EMIT-12"]


@case(rules=SCHEDULE)
def before_and_after(build: Builder) -> Trace:
    """Blocks are counted until the epoch, which begins the count anew: the block before it, its own, the one after."""
    subnet(build)
    build.at_block(1_094)
    yield blocks(1)
    yield blocks(1)
    yield blocks(1)


@case(rules=SCHEDULE)
def one_after_the_other(build: Builder) -> Trace:
    """Subnets of one tempo have their epochs one after the other, the one of the greater number first."""
    for netuid in (2, 3, 4):
        add_network(build, netuid)
    before_epoch(build, 4)
    yield blocks(1)
    yield blocks(1)
    yield blocks(1)


@case(rules=[*SCHEDULE, "SUBNET-1"])
def together(build: Builder) -> Trace:
    """Subnets whose numbers lie a tempo and one apart have their epochs in the same block."""
    for netuid in (256, 56, 156):
        add_network(build, netuid)
    before_epoch(build, 56)
    yield blocks(1)


@case(rules=SCHEDULE)
def tempo_of_nothing(build: Builder) -> Trace:
    """With a tempo of zero there is never an epoch."""
    add_network(build, 2, tempo=0)
    yield blocks(1)
    yield blocks(2)


@case(rules=SCHEDULE)
def tempo_of_one(build: Builder) -> Trace:
    """With a tempo of one every second block has an epoch."""
    add_network(build, 2, tempo=1)
    yield blocks(1)
    yield blocks(1)
    yield blocks(1)


@case(rules=SCHEDULE)
def greatest_tempo_and_number(build: Builder) -> Trace:
    """The greatest tempo and the greatest number of a subnet together: the epoch is due in blocks that 65,536 divides."""
    made = add_network(build, 65_535, tempo=65_535)
    build.at_block(65_534 + 65_536)
    build.chain.consensus.last_mechansim_step_block[made] = BlockHeight(5)
    yield blocks(1)
    yield blocks(1)
    yield blocks(1)


@case(rules=["EMIT-12"])
def count_is_held(build: Builder) -> Trace:
    """The blocks since the last epoch are counted up to 64 bits; no chain gets there, it is written here."""
    build.chain.consensus.blocks_since_last_step[add_network(build, 2)] = U64(WHOLE - 1)
    yield blocks(1)
    yield blocks(1)


@case(rules=["EMIT-10", "EMIT-11", "EMIT-12"])
def root_has_none(build: Builder) -> Trace:
    """Root counts no blocks and has no epoch."""
    build.chain.consensus.tempo[NetUid(0)] = U16(1)
    yield blocks(2)


@case(rules=["EMIT-7", "EMIT-12", "EMIT-13"])
def late_in_time(build: Builder) -> Trace:
    """Near the greatest height that 32 bits count the schedule goes on as it was."""
    scene = subnet(build)
    scene.set_aside(alpha=5)
    scene.chain.accounts.number.value = BlockNumber(4_294_967_195)
    yield blocks(1)

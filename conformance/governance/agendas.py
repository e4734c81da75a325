"""The agendas of the scheduler, whatever stands in them; the tasks themselves are another matter."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U8, U32
from tao_spec.interface.accounts.system import Remark
from tao_spec.interface.governance.scheduler import ScheduleAfter
from tao_spec.vectors.cases import Builder, Trace, blocks, case, root

AGENDAS_OF_A_BLOCK = 25_114
"""So many agendas without a task fit into the time of one block."""


def left_over_since(build: Builder, count: int) -> None:
    """Let the scheduler have so many agendas to work off in the next block, the next block's own among them."""
    build.at_block(100_000)
    build.chain.governance.incomplete_since.value = BlockNumber(100_001 - count + 1)


@case(rules=["GOV-1", "GOV-2"])
def free_places(build: Builder) -> Trace:
    """An agenda in which all places became free is deleted in its block, and not before."""
    build.chain.governance.agenda[BlockNumber(1_002)] = (None, None)
    yield blocks(1)
    yield blocks(1)


@case(rules=["GOV-1", "GOV-2"])
def past_agendas_stay(build: Builder) -> Trace:
    """Nobody looks at the agenda of a block that has passed: it stays.

    No call leaves an agenda behind; it is written here.
    """
    for block in (998, 999, 1_000):
        build.chain.governance.agenda[BlockNumber(block)] = (None,)
    yield blocks(2)


@case(rules=["GOV-1", "GOV-2"])
def catches_up(build: Builder) -> Trace:
    """From the first agenda left over on, the scheduler works off all agendas up to the present."""
    agendas = build.chain.governance.agenda
    for block in (997, 998, 1_001, 1_002):
        agendas[BlockNumber(block)] = (None,)
    build.chain.governance.incomplete_since.value = BlockNumber(998)
    yield blocks(1)


@case(rules=["GOV-1"])
def just_in_time(build: Builder) -> Trace:
    """As many agendas as fit into the time of a block are worked off in it, and nothing is told."""
    left_over_since(build, AGENDAS_OF_A_BLOCK)
    yield blocks(1)


@case(rules=["GOV-1"])
def out_of_time(build: Builder) -> Trace:
    """One agenda more does not fit: the scheduler tells which is left over, and ends with it and the next in the next block."""
    left_over_since(build, AGENDAS_OF_A_BLOCK + 1)
    build.chain.governance.agenda[BlockNumber(100_001)] = (None,)
    yield blocks(1)
    yield blocks(1)


@case(rules=["GOV-1"])
def waits_for_no_future(build: Builder) -> Trace:
    """Where the first agenda left over lies in the future that is forgotten, and the present agenda is passed over.

    No call leads there; it is written here.
    """
    build.chain.governance.agenda[BlockNumber(1_001)] = (None,)
    build.chain.governance.incomplete_since.value = BlockNumber(1_002)
    yield blocks(1)
    yield blocks(1)


@case(rules=["GOV-1", "GOV-40", "GOV-43", "GOV-56"])
def end_of_time(build: Builder) -> Trace:
    """In the last block of 32 bits its agenda is looked at until the time is up, and block 0 is told to be left over."""
    build.at_block(2**32 - 2)
    every_block = (BlockNumber(1), U32(3))
    yield root(ScheduleAfter(BlockNumber(7), every_block, U8(1), Remark(b"the last")))
    yield blocks(1)

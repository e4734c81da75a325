"""The agendas of the scheduler: the tasks of each block, worked off in their turn.

Source: FRAME's `pallet-scheduler` 41.2.0.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.interface.governance.scheduler import AgendaIncomplete
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import Unsupported, rule

MAXIMUM_WEIGHT = 3_200_000_000_000
"""The time that the scheduler may use in a block, in picoseconds: four fifths of the block's four seconds."""

READ_AND_WRITE = 125_000_000
AGENDAS_WEIGHT = 1_335_000 + READ_AND_WRITE
EMPTY_AGENDA_WEIGHT = 2_409_000 + READ_AND_WRITE
FULL_AGENDA_WEIGHT = EMPTY_AGENDA_WEIGHT + 50 * 486_046
"""What looking at the agendas at all, at an empty one, and at one of fifty tasks costs, in picoseconds."""

EMPTY_AGENDAS_PER_BLOCK = (MAXIMUM_WEIGHT - AGENDAS_WEIGHT - FULL_AGENDA_WEIGHT) // EMPTY_AGENDA_WEIGHT + 1
"""So many agendas without a task are looked at in one block; the next needs room for a full one."""


@rule("GOV-1")
def service_agendas(chain: Chain) -> None:
    """Look at the agendas from the first block whose tasks were not all made up to the present one.

    If time runs out before, the next block goes on where this one stopped.

    Raises:
        Unsupported: an agenda has a task: that is not specified yet.
    """
    now, incomplete = chain.number, chain.governance.incomplete_since
    when = incomplete.get()
    incomplete.clear()
    first = now if when is None else when
    end = min(first + EMPTY_AGENDAS_PER_BLOCK, max(now + 1, first))
    for block in range(first, end):
        service_agenda(chain, BlockNumber(block))
    if min(end, now + 1) <= now:
        incomplete.value = BlockNumber(end)
        chain.emit(AgendaIncomplete(BlockNumber(end)))


@rule("GOV-2")
def service_agenda(chain: Chain, when: BlockNumber) -> None:
    """Delete the agenda of a block in which no task is left.

    Raises:
        Unsupported: it has a task: that is not specified yet.
    """
    if any(task is not None for task in chain.governance.agenda[when]):
        raise Unsupported(f"the tasks scheduled for block {when} are not specified yet")
    del chain.governance.agenda[when]

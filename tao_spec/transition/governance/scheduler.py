"""Tasks: calls that the chain makes at a later block, once or again and again.

Source: FRAME's `pallet-scheduler` 41.2.0.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U8, U32
from tao_spec.interface.errors import Exhausted
from tao_spec.interface.governance.scheduler import (
    Canceled,
    FailedToSchedule,
    NotFound,
    Period,
    RetryCancelled,
    RetrySet,
    TargetBlockNumberInPast,
    TaskAddress,
    TaskName,
)
from tao_spec.interface.governance.scheduler import Scheduled as ScheduledEvent
from tao_spec.interface.origins import FromSystem, OriginCaller, Root
from tao_spec.state.governance import MAX_SCHEDULED_PER_BLOCK, RetryConfig, Scheduled
from tao_spec.state.stored_call import StoredCall
from tao_spec.transition.chain import Chain
from tao_spec.transition.governance.preimage import drop, get_lookup_hash, request
from tao_spec.transition.rules import rule

PREIMAGE_STAYS = "KNOWN-164"
"""The preimage of a task's call is requested twice, and given up once."""

BY_ROOT = FromSystem(Root())

Agenda = tuple[Scheduled | None, ...]


@rule("GOV-40")
def compute_time_after(now: BlockNumber, delay: BlockNumber) -> BlockNumber:
    """The block when so many more blocks than one have passed, held at 32 bits: the present block's tasks are made already."""
    return now.saturating_add(delay).saturating_add(BlockNumber(1))


@rule("GOV-41")
def compute_repetitions(periodic: Period | None) -> Period | None:
    """How a task repeats after its first time: None where it is to be made once only, or without a block between.

    Args:
        periodic: every so many blocks, and how often in all.
    """
    if periodic is None or periodic[1] <= 1 or not periodic[0]:
        return None
    return periodic[0], periodic[1].saturating_sub(U32(1))


@rule("GOV-42")
def place_task(chain: Chain, when: BlockNumber, task: Scheduled) -> TaskAddress:
    """Put a task at the end of a block's agenda or, once that has 50 places, at the first place that became free.

    Raises:
        Exhausted: all 50 places are taken.
    """
    agenda = list(chain.governance.agenda[when])
    if len(agenda) < MAX_SCHEDULED_PER_BLOCK:
        place = len(agenda)
        agenda.append(task)
    elif None in agenda:
        place = agenda.index(None)
        agenda[place] = task
    else:
        raise Exhausted
    chain.governance.agenda[when] = tuple(agenda)
    address = (when, U32(place))
    if task.maybe_id is not None:
        chain.governance.lookup[task.maybe_id] = address
    chain.emit(ScheduledEvent(*address))
    return address


@rule("GOV-43")
def schedule(
    chain: Chain,
    when: BlockNumber,
    periodic: Period | None,
    priority: U8,
    call: StoredCall,
    origin: OriginCaller = BY_ROOT,
    name: TaskName | None = None,
) -> TaskAddress:
    """Have a call made at a block to come.

    A call that is kept as a preimage has been requested by whoever noted it, and is requested once more here: made or given
    up, the task takes back one of the two requests, and the preimage stays for ever (KNOWN-164).

    Args:
        when: at which block.
        periodic: every so many blocks, and how often in all; None for once.
        priority: a lesser number comes first.
        call: what is done, as `bound` gives it.
        origin: as whom.
        name: under which name it can be found again.

    Returns:
        The block, and the place in its agenda.

    Raises:
        TargetBlockNumberInPast: the block is not to come.
        Exhausted: as `place_task`.
    """
    if when <= chain.number:
        raise TargetBlockNumberInPast
    task = Scheduled(name, priority, call, compute_repetitions(periodic), origin)
    address = place_task(chain, when, task)
    key = get_lookup_hash(call)
    if key is not None and chain.deviates(PREIMAGE_STAYS):
        request(chain, key)
    return address


@rule("GOV-44")
def schedule_named(
    chain: Chain,
    name: TaskName,
    when: BlockNumber,
    periodic: Period | None,
    priority: U8,
    call: StoredCall,
    origin: OriginCaller = BY_ROOT,
) -> TaskAddress:
    """Have a call made at a block to come, as a task with a name.

    Args:
        name: by which it can be found again.
        when, periodic, priority, call, origin: as for `schedule`.

    Raises:
        FailedToSchedule: there is a task with this name.
        DispatchError: as `schedule`.
    """
    if name in chain.governance.lookup:
        raise FailedToSchedule
    return schedule(chain, when, periodic, priority, call, origin, name)


@rule("GOV-45")
def clean_agenda(chain: Chain, when: BlockNumber) -> None:
    """Drop the free places at the end of an agenda; one that is nothing else is deleted."""
    agenda = chain.governance.agenda[when]
    used = max((place for place, task in enumerate(agenda) if task is not None), default=-1) + 1
    if not used:
        del chain.governance.agenda[when]
    elif used < len(agenda):
        chain.governance.agenda[when] = agenda[:used]


def get_task(chain: Chain, address: TaskAddress) -> Scheduled | None:
    """The task at a place; None where there is none."""
    agenda, place = chain.governance.agenda[address[0]], address[1]
    return agenda[place] if place < len(agenda) else None


def _free_place(chain: Chain, address: TaskAddress) -> None:
    when, place = address
    agenda = chain.governance.agenda[when]
    chain.governance.agenda[when] = (*agenda[:place], None, *agenda[place + 1 :])


@rule("GOV-46")
def cancel(chain: Chain, address: TaskAddress) -> None:
    """Give up a task, named or not, with its name and its tries.

    Raises:
        NotFound: there is none.
    """
    task = get_task(chain, address)
    if task is None:
        raise NotFound
    _free_place(chain, address)
    drop(chain, task.call)
    if task.maybe_id is not None:
        del chain.governance.lookup[task.maybe_id]
    del chain.governance.retries[address]
    clean_agenda(chain, address[0])
    chain.emit(Canceled(*address))


@rule("GOV-47")
def cancel_named(chain: Chain, name: TaskName) -> None:
    """Give up a task by its name.

    A name that leads to a place without a task is deleted, and the task told to be given up.

    Raises:
        NotFound: there is none.
    """
    address = chain.governance.lookup.get(name)
    if address is None:
        raise NotFound
    task = get_task(chain, address)
    if task is not None:
        del chain.governance.retries[address]
        drop(chain, task.call)
        _free_place(chain, address)
    clean_agenda(chain, address[0])
    chain.emit(Canceled(*address))
    del chain.governance.lookup[name]


def get_address(chain: Chain, name: TaskName) -> TaskAddress:
    """The block and place of a task with a name.

    Raises:
        NotFound: there is none.
    """
    address = chain.governance.lookup.get(name)
    if address is None:
        raise NotFound
    return address


@rule("GOV-48")
def set_retry(chain: Chain, address: TaskAddress, name: TaskName | None, retries: U8, period: BlockNumber) -> None:
    """Have a task that is refused tried again.

    Args:
        address: where it stands.
        name: its name, where it was found by that.
        retries: how often.
        period: so many blocks apart.

    Raises:
        NotFound: there is no task.
    """
    if get_task(chain, address) is None:
        raise NotFound
    chain.governance.retries[address] = RetryConfig(retries, retries, period)
    chain.emit(RetrySet(address, name, period, retries))


@rule("GOV-49")
def cancel_retry(chain: Chain, address: TaskAddress, name: TaskName | None) -> None:
    """Have a task not tried again, whether or not it would have been.

    Raises:
        NotFound: there is no task.
    """
    if get_task(chain, address) is None:
        raise NotFound
    del chain.governance.retries[address]
    chain.emit(RetryCancelled(address, name))

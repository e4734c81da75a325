"""The agendas of the scheduler: the tasks of each block, worked off in their turn.

Source: FRAME's `pallet-scheduler` 41.2.0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U8, U32
from tao_spec.interface.errors import DispatchError, Exhausted
from tao_spec.interface.governance.scheduler import (
    AgendaIncomplete,
    CallUnavailable,
    Dispatched,
    PeriodicFailed,
    PermanentlyOverweight,
    RetryFailed,
    TaskAddress,
)
from tao_spec.interface.messages import Call
from tao_spec.state.governance import RetryConfig, Scheduled
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.governance.meter import (
    AGENDAS_WEIGHT,
    FULL_AGENDA_WEIGHT,
    REPORTING,
    RETRY_WEIGHT,
    Meter,
    compute_agenda_weight,
    compute_task_weight,
    get_bytes_to_look_up,
    get_origin_weight,
)
from tao_spec.transition.governance.preimage import drop, get_lookup_hash, peek, request
from tao_spec.transition.governance.scheduler import get_task, place_task
from tao_spec.transition.origin import origin_of
from tao_spec.transition.rules import rule
from tao_spec.transition.weights_of_calls import add_weights, get_call_weight

OWN_AGENDA = "KNOWN-165"
"""What a call does to the agenda in which its own task stands is lost."""

DEAD_TASKS_STAY = "KNOWN-166"
"""A task that can never be made keeps its place."""

NAME_IS_LOST = "KNOWN-167"
"""A task that must wait is no longer found by its name."""

RETRY_WITHOUT_CALL = "KNOWN-168"
"""A task that is tried again may have lost its call."""


@dataclass
class Service:
    """The scheduler's work in one block.

    Attributes:
        meter: the weight that it used.
        is_first: no call has been made yet in this block.
    """

    meter: Meter
    is_first: bool = True


class Outcome(Enum):
    """What became of a task: its call was made, it must wait for the next block, or it can never be made."""

    DONE = auto()
    WAITS = auto()
    NEVER = auto()


@rule("GOV-1")
def service_agendas(chain: Chain) -> None:
    """Work off the agendas from the first block whose tasks were not all made up to the present one.

    What is left over when the weight runs out is for the next block. In the last block that 32 bits count, its own agenda is
    looked at until the weight runs out, and block 0 is told to be left over.
    """
    service, now, since = Service(Meter()), chain.number, chain.governance.incomplete_since
    service.meter.use(AGENDAS_WEIGHT)
    first, left_over = since.get(), BlockNumber.wrap(now + 1)
    when = now if first is None else first
    since.clear()
    while when <= now and service.meter.has(FULL_AGENDA_WEIGHT):
        if not service_agenda(chain, service, when):
            left_over = min(left_over, when)
        when = when.saturating_add(BlockNumber(1))
    left_over = min(left_over, when)
    if left_over <= now:
        chain.emit(AgendaIncomplete(left_over))
        since.value = left_over


@rule("GOV-2")
def service_agenda(chain: Chain, service: Service, when: BlockNumber) -> bool:
    """Work off the tasks of a block by their priorities, and by their places where those are equal.

    The tasks are those that stood there when this began: what their calls do to the agenda of their own block is lost
    (KNOWN-165). A task that can never be made keeps its place for ever (KNOWN-166).

    Returns:
        Whether no task must wait for the next block.
    """
    agenda = list(chain.governance.agenda[when])
    tasks = sorted(
        ((t.priority, place, t) for place, t in enumerate(agenda) if t is not None), key=lambda task: task[:2]
    )
    service.meter.use(compute_agenda_weight(len(tasks)))
    outcomes = []
    for _, place, task in tasks:
        has_room = service.meter.has(compute_task_weight(task, get_bytes_to_look_up(task.call)))
        address = (when, U32(place))
        outcomes.append(_service_place(chain, service, address, task) if has_room else Outcome.WAITS)
        if outcomes[-1] is Outcome.DONE:
            agenda[place] = None
        if not has_room:
            break
    if all(outcome is Outcome.DONE for outcome in outcomes):
        del chain.governance.agenda[when]
    else:
        chain.governance.agenda[when] = tuple(agenda)
    return Outcome.WAITS not in outcomes


def _service_place(chain: Chain, service: Service, address: TaskAddress, task: Scheduled) -> Outcome:
    """A task that was given up meanwhile is made all the same (KNOWN-165)."""
    if not chain.deviates(OWN_AGENDA) and get_task(chain, address) is None:
        return Outcome.DONE
    outcome = service_task(chain, service, address, task)
    if outcome is Outcome.NEVER and not chain.deviates(DEAD_TASKS_STAY):
        del chain.governance.retries[address]
        return Outcome.DONE
    return outcome


@rule("GOV-52")
def service_task(chain: Chain, service: Service, address: TaskAddress, task: Scheduled) -> Outcome:
    """Make the call of a task, if it is there and its weight is left; tell what came of it, and see to its next time.

    From the beginning the task's name is free, even if the call is not made (KNOWN-167).

    Args:
        address: where the task stands.
    """
    if chain.deviates(NAME_IS_LOST):
        _free_name(chain, task)
    try:
        call, looked_up = peek(chain, task.call)
    except DispatchError:
        chain.emit(CallUnavailable(address, task.maybe_id))
        drop(chain, task.call)
        service.meter.use(compute_task_weight(task, get_bytes_to_look_up(task.call)))
        _free_name(chain, task)
        return Outcome.NEVER
    service.meter.use(compute_task_weight(task, looked_up))
    if not has_weight_for(chain, service.meter, task, call):
        return _postpone(chain, service, address, task)
    _free_name(chain, task)
    error = make_call_of_task(chain, service.meter, task, call)
    service.is_first = False
    retry = chain.governance.retries.take(address)
    chain.emit(Dispatched(address, task.maybe_id, error))  # type: ignore[arg-type]
    if retry is not None and error is not None:
        schedule_retry(chain, service.meter, address, task, retry)
    end_or_repeat(chain, address, task, retry)
    return Outcome.DONE


def _free_name(chain: Chain, task: Scheduled) -> None:
    if task.maybe_id is not None:
        del chain.governance.lookup[task.maybe_id]


def _postpone(chain: Chain, service: Service, address: TaskAddress, task: Scheduled) -> Outcome:
    """A task that does not even fit into a block's beginning is never made; any other waits for the next block."""
    if not service.is_first:
        return Outcome.WAITS
    drop(chain, task.call)
    _free_name(chain, task)
    chain.emit(PermanentlyOverweight(address, task.maybe_id))
    return Outcome.NEVER


@rule("GOV-53")
def has_weight_for(chain: Chain, meter: Meter, task: Scheduled, call: Call) -> bool:
    """Whether the weight that is left is enough for a call, with what beginning it for its origin costs."""
    return meter.has(add_weights(get_origin_weight(task.origin), get_call_weight(chain, call)))


@rule("GOV-54")
def make_call_of_task(chain: Chain, meter: Meter, task: Scheduled, call: Call) -> DispatchError | None:
    """Make the call of a task under its origin, through the runtime's filter unless that is root, and count its weight.

    Returns:
        How it was refused; None where it went well.
    """
    weight = get_call_weight(chain, call)
    error = try_dispatch(chain, origin_of(task.origin), call)
    meter.use(get_origin_weight(task.origin))
    meter.use(weight)
    meter.is_sure &= not isinstance(call, REPORTING)
    return error


@rule("GOV-55")
def schedule_retry(chain: Chain, meter: Meter, address: TaskAddress, task: Scheduled, retry: RetryConfig) -> None:
    """Place a refused task for another try, if it has one left: without its name, and to be made once.

    The call is not requested again for it, so that a preimage may be gone by its turn (KNOWN-168). A try without a block
    between goes into the present agenda and is lost with that (KNOWN-165).

    Args:
        address: where the task stood.
    """
    if not meter.use(RETRY_WEIGHT):
        chain.emit(RetryFailed(address, task.maybe_id))
        return
    if not retry.remaining:
        return
    again = replace(task, maybe_id=None, maybe_periodic=None)
    period = retry.period if chain.deviates(OWN_AGENDA) else max(retry.period, BlockNumber(1))
    try:
        new_address = place_task(chain, chain.number.saturating_add(period), again)
    except Exhausted:
        drop(chain, task.call)
        # The task that could not be placed has lost its name.
        chain.emit(RetryFailed(address, None))
        return
    key = get_lookup_hash(task.call)
    if key is not None and not chain.deviates(RETRY_WITHOUT_CALL):
        request(chain, key)
    remaining = retry.remaining.saturating_sub(U8(1))
    chain.governance.retries[new_address] = replace(retry, remaining=remaining)


@rule("GOV-56")
def end_or_repeat(chain: Chain, address: TaskAddress, task: Scheduled, retry: RetryConfig | None) -> None:
    """Place a task that repeats for its next time, with its name and as many tries as it had; any other is over.

    Args:
        address: where the task stood.
        retry: how it is tried again.
    """
    if task.maybe_periodic is None:
        drop(chain, task.call)
        return
    period, count = task.maybe_periodic
    left = (period, count.saturating_sub(U32(1))) if count > 1 else None
    try:
        new_address = place_task(chain, chain.number.saturating_add(period), replace(task, maybe_periodic=left))
    except Exhausted:
        drop(chain, task.call)
        chain.emit(PeriodicFailed(address, task.maybe_id))
        return
    if retry is not None:
        chain.governance.retries[new_address] = retry

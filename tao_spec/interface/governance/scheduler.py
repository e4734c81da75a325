"""Scheduler: calls that the chain makes at a later block, once or again and again."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import BlockNumber, FixedBytes
from tao_spec.arithmetic.integers import U8, U32
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, DispatchResult, Event
from tao_spec.interface.pallets import SCHEDULER

TaskAddress = tuple[BlockNumber, U32]
"""Where a task stands: the block at which it is due, and its place in that block's agenda."""
Period = tuple[BlockNumber, U32]
"""How a task repeats: every so many blocks, and how often yet."""


class TaskName(FixedBytes, length=32):
    """The name of a task, by which it can be found again."""

    __slots__ = ()


class Schedule(Call, pallet=SCHEDULER, index=0, name="schedule"):
    """Make a call at a block; a lesser priority number comes first."""

    when: BlockNumber
    maybe_periodic: Period | None
    priority: U8
    call: Call


class Cancel(Call, pallet=SCHEDULER, index=1, name="cancel"):
    """Give up a task."""

    when: BlockNumber
    index: U32


class ScheduleNamed(Call, pallet=SCHEDULER, index=2, name="schedule_named"):
    """Make a call at a block, as a task with a name."""

    id: TaskName
    when: BlockNumber
    maybe_periodic: Period | None
    priority: U8
    call: Call


class CancelNamed(Call, pallet=SCHEDULER, index=3, name="cancel_named"):
    """Give up a task by its name."""

    id: TaskName


class ScheduleAfter(Call, pallet=SCHEDULER, index=4, name="schedule_after"):
    """Make a call when so many more blocks than one have passed."""

    after: BlockNumber
    maybe_periodic: Period | None
    priority: U8
    call: Call


class ScheduleNamedAfter(Call, pallet=SCHEDULER, index=5, name="schedule_named_after"):
    """Make a call when so many more blocks than one have passed, as a task with a name."""

    id: TaskName
    after: BlockNumber
    maybe_periodic: Period | None
    priority: U8
    call: Call


class SetRetry(Call, pallet=SCHEDULER, index=6, name="set_retry"):
    """Have a task that is refused tried again, so often and so many blocks apart."""

    task: TaskAddress
    retries: U8
    period: BlockNumber


class SetRetryNamed(Call, pallet=SCHEDULER, index=7, name="set_retry_named"):
    """Have a task that is refused tried again, by its name."""

    id: TaskName
    retries: U8
    period: BlockNumber


class CancelRetry(Call, pallet=SCHEDULER, index=8, name="cancel_retry"):
    """Have a task not tried again."""

    task: TaskAddress


class CancelRetryNamed(Call, pallet=SCHEDULER, index=9, name="cancel_retry_named"):
    """Have a task not tried again, by its name."""

    id: TaskName


class Scheduled(Event, pallet=SCHEDULER, index=0, named=True):
    """A task stands at this place."""

    when: BlockNumber
    index: U32


class Canceled(Event, pallet=SCHEDULER, index=1, named=True):
    """The task at this place was given up."""

    when: BlockNumber
    index: U32


class Dispatched(Event, pallet=SCHEDULER, index=2, named=True):
    """A task's call was made, and this came of it."""

    task: TaskAddress
    id: TaskName | None
    result: DispatchResult


class RetrySet(Event, pallet=SCHEDULER, index=3, named=True):
    """A task that is refused will be tried again."""

    task: TaskAddress
    id: TaskName | None
    period: BlockNumber
    retries: U8


class RetryCancelled(Event, pallet=SCHEDULER, index=4, named=True):
    """A task will not be tried again."""

    task: TaskAddress
    id: TaskName | None


class CallUnavailable(Event, pallet=SCHEDULER, index=5, named=True):
    """The preimage of a task's call is not there, so the task was dropped."""

    task: TaskAddress
    id: TaskName | None


class PeriodicFailed(Event, pallet=SCHEDULER, index=6, named=True):
    """A task cannot repeat, for the agenda of its next block is full."""

    task: TaskAddress
    id: TaskName | None


class RetryFailed(Event, pallet=SCHEDULER, index=7, named=True):
    """A task cannot be tried again, for the agenda of that block or the weight of this one is full."""

    task: TaskAddress
    id: TaskName | None


class PermanentlyOverweight(Event, pallet=SCHEDULER, index=8, named=True):
    """A task's call costs more than any block gives to tasks."""

    task: TaskAddress
    id: TaskName | None


class AgendaIncomplete(Event, pallet=SCHEDULER, index=9, named=True):
    """The tasks of a block did not all fit in it."""

    when: BlockNumber


class SchedulerError(ModuleError, pallet=SCHEDULER):
    """An error of Scheduler."""


class FailedToSchedule(SchedulerError, code=0):
    """There is a task with this name already."""


class NotFound(SchedulerError, code=1):
    """There is no such task."""


class TargetBlockNumberInPast(SchedulerError, code=2):
    """The block is not to come."""


class RescheduleNoChange(SchedulerError, code=3):
    """The task is due at that block already."""


class Named(SchedulerError, code=4):
    """The task has a name and must be called by it."""

"""The calls of the scheduler; only root may make them, and root may do anything to anybody's task."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U8, U32
from tao_spec.interface.governance import scheduler as interface
from tao_spec.interface.governance.scheduler import Period, TaskAddress, TaskName
from tao_spec.interface.messages import Call
from tao_spec.transition.chain import Chain
from tao_spec.transition.governance import scheduler
from tao_spec.transition.governance.preimage import bound
from tao_spec.transition.governance.scheduler import compute_time_after, get_address
from tao_spec.transition.origin import Origin, ensure_root
from tao_spec.transition.rules import rule


@rule("SCHED-1", call=interface.Schedule)
def schedule(
    chain: Chain, origin: Origin, when: BlockNumber, maybe_periodic: Period | None, priority: U8, call: Call
) -> None:
    """Have a call made as root at a block to come.

    Args:
        when: at which block.
        maybe_periodic: every so many blocks, and how often in all; None for once.
        priority: a lesser number comes first.
        call: what is done.

    Raises:
        BadOrigin: only root may.
        DispatchError: as `bound`, then as the rule `schedule`.
    """
    ensure_root(origin)
    scheduler.schedule(chain, when, maybe_periodic, priority, bound(chain, call))


@rule("SCHED-2", call=interface.Cancel)
def cancel(chain: Chain, origin: Origin, when: BlockNumber, index: U32) -> None:
    """Give up a task, named or not.

    Args:
        when, index: its block, and its place in that block's agenda.

    Raises:
        BadOrigin, NotFound: in this order.
    """
    ensure_root(origin)
    scheduler.cancel(chain, (when, index))


@rule("SCHED-3", call=interface.ScheduleNamed)
def schedule_named(
    chain: Chain,
    origin: Origin,
    id: TaskName,
    when: BlockNumber,
    maybe_periodic: Period | None,
    priority: U8,
    call: Call,
) -> None:
    """Have a call made as root at a block to come, as a task with a name.

    Args:
        id: the name.
        when, maybe_periodic, priority, call: as for `schedule`.

    Raises:
        BadOrigin: only root may.
        DispatchError: as `bound`, then as the rule `schedule_named`.
    """
    ensure_root(origin)
    scheduler.schedule_named(chain, id, when, maybe_periodic, priority, bound(chain, call))


@rule("SCHED-4", call=interface.CancelNamed)
def cancel_named(chain: Chain, origin: Origin, id: TaskName) -> None:
    """Give up a task by its name.

    Raises:
        BadOrigin, NotFound: in this order.
    """
    ensure_root(origin)
    scheduler.cancel_named(chain, id)


@rule("SCHED-5", call=interface.ScheduleAfter)
def schedule_after(
    chain: Chain, origin: Origin, after: BlockNumber, maybe_periodic: Period | None, priority: U8, call: Call
) -> None:
    """Have a call made as root when so many more blocks than one have passed.

    Args:
        after: so many blocks.
        maybe_periodic, priority, call: as for `schedule`.

    Raises:
        DispatchError: as `schedule`.
    """
    schedule(chain, origin, compute_time_after(chain.number, after), maybe_periodic, priority, call)


@rule("SCHED-6", call=interface.ScheduleNamedAfter)
def schedule_named_after(
    chain: Chain,
    origin: Origin,
    id: TaskName,
    after: BlockNumber,
    maybe_periodic: Period | None,
    priority: U8,
    call: Call,
) -> None:
    """Have a call made as root when so many more blocks than one have passed, as a task with a name.

    Args:
        id: the name.
        after: so many blocks.
        maybe_periodic, priority, call: as for `schedule`.

    Raises:
        DispatchError: as `schedule_named`.
    """
    schedule_named(chain, origin, id, compute_time_after(chain.number, after), maybe_periodic, priority, call)


@rule("SCHED-7", call=interface.SetRetry)
def set_retry(chain: Chain, origin: Origin, task: TaskAddress, retries: U8, period: BlockNumber) -> None:
    """Have a task that is refused tried again.

    Args:
        task: its block, and its place in that block's agenda.
        retries: how often.
        period: so many blocks apart.

    Raises:
        BadOrigin, NotFound: in this order.
    """
    ensure_root(origin)
    scheduler.set_retry(chain, task, None, retries, period)


@rule("SCHED-8", call=interface.SetRetryNamed)
def set_retry_named(chain: Chain, origin: Origin, id: TaskName, retries: U8, period: BlockNumber) -> None:
    """Have a task that is refused tried again, by its name.

    Args:
        id: the name.
        retries: how often.
        period: so many blocks apart.

    Raises:
        BadOrigin, NotFound: in this order.
    """
    ensure_root(origin)
    scheduler.set_retry(chain, get_address(chain, id), id, retries, period)


@rule("SCHED-9", call=interface.CancelRetry)
def cancel_retry(chain: Chain, origin: Origin, task: TaskAddress) -> None:
    """Have a task not tried again.

    Args:
        task: its block, and its place in that block's agenda.

    Raises:
        BadOrigin, NotFound: in this order.
    """
    ensure_root(origin)
    scheduler.cancel_retry(chain, task, None)


@rule("SCHED-10", call=interface.CancelRetryNamed)
def cancel_retry_named(chain: Chain, origin: Origin, id: TaskName) -> None:
    """Have a task not tried again, by its name.

    Raises:
        BadOrigin, NotFound: in this order.
    """
    ensure_root(origin)
    scheduler.cancel_retry(chain, get_address(chain, id), id)

"""Tasks that are refused and tried again."""

from __future__ import annotations

from conformance.governance.scenes import NOW, hash_of
from conformance.governance.tasks import (
    NEXT,
    PRIORITY,
    REFUSED,
    TIME_BEFORE_A_CALL,
    WHOLE_TIME,
    at_next,
    name,
    of_weight,
    said,
    written,
)
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U8, U32, U64
from tao_spec.interface.accounts.balances import Burn
from tao_spec.interface.accounts.system import Remark, Weight
from tao_spec.interface.accounts.utility import BatchAll, WithWeight
from tao_spec.interface.governance.preimage import UnrequestPreimage
from tao_spec.interface.governance.scheduler import (
    Cancel,
    CancelRetry,
    CancelRetryNamed,
    ScheduleNamed,
    SetRetry,
    SetRetryNamed,
)
from tao_spec.state.governance import MAX_SCHEDULED_PER_BLOCK, RetryConfig
from tao_spec.vectors.cases import Builder, Trace, blocks, case, root

FIRST = (NEXT, U32(0))
"""The place of the first task of the next block."""


@case(rules=["GOV-48", "GOV-52", "GOV-55", "SCHED-7"], errors=["NotFound", "BadOrigin"])
def as_often_as_told(build: Builder) -> Trace:
    """A refused task is tried so often again, so many blocks apart, and no more."""
    alice = build.account("alice", tao(1))
    yield at_next(REFUSED)
    yield root(SetRetry((NEXT, U32(1)), U8(2), BlockNumber(2)))
    yield alice.signs(SetRetry(FIRST, U8(2), BlockNumber(2)))
    yield root(SetRetry(FIRST, U8(2), BlockNumber(2)))
    for _ in range(6):
        yield blocks(1)


@case(rules=["GOV-48", "GOV-52", "GOV-55"])
def none_left(build: Builder) -> Trace:
    """With no try left nothing is placed; a task that goes well is not tried again."""
    yield at_next(REFUSED)
    yield at_next(said("well"))
    yield root(SetRetry(FIRST, U8(0), BlockNumber(1)))
    yield root(SetRetry((NEXT, U32(1)), U8(3), BlockNumber(1)))
    yield blocks(2)


@case(rules=["GOV-48", "GOV-49", "SCHED-8", "SCHED-9", "SCHED-10"], errors=["NotFound", "BadOrigin"])
def by_name(build: Builder) -> Trace:
    """Tries are set and taken back by name and by place, whether or not there were any."""
    alice = build.account("alice", tao(1))
    one = name("one")
    yield root(SetRetryNamed(one, U8(1), BlockNumber(1)))
    yield root(CancelRetryNamed(one))
    yield root(ScheduleNamed(one, NEXT, None, PRIORITY, REFUSED))
    yield root(SetRetryNamed(one, U8(1), BlockNumber(1)))
    yield root(CancelRetryNamed(one))
    yield root(CancelRetryNamed(one))
    yield root(SetRetry(FIRST, U8(1), BlockNumber(1)))
    yield root(CancelRetry(FIRST))
    yield root(CancelRetry(FIRST))
    yield root(CancelRetry((NEXT, U32(1))))
    yield alice.signs(SetRetryNamed(one, U8(1), BlockNumber(1)))
    yield alice.signs(CancelRetry(FIRST))
    yield alice.signs(CancelRetryNamed(one))
    yield blocks(2)


@case(rules=["GOV-46", "GOV-48"])
def given_up_with_its_task(build: Builder) -> Trace:
    """Who gives up a task gives up its tries."""
    yield at_next(REFUSED)
    yield root(SetRetry(FIRST, U8(1), BlockNumber(1)))
    yield root(Cancel(*FIRST))


@case(rules=["GOV-55", "GOV-56"])
def of_a_task_that_repeats(build: Builder) -> Trace:
    """A task that repeats has all its tries each time; what is tried again has no name and does not repeat."""
    one = name("one")
    yield root(ScheduleNamed(one, NEXT, (BlockNumber(3), U32(2)), PRIORITY, REFUSED))
    yield root(SetRetryNamed(one, U8(1), BlockNumber(1)))
    for _ in range(6):
        yield blocks(1)


@case(rules=["GOV-2", "GOV-55"])
def without_a_block_between(build: Builder) -> Trace:
    """A task that is to be tried again at once goes into the agenda that is just being worked off, and is lost (KNOWN-165)."""
    yield at_next(REFUSED)
    yield root(SetRetry(FIRST, U8(3), BlockNumber(0)))
    yield blocks(2)


@case(rules=["GOV-55", "GOV-56", "GOV-73"], errors=["NotRequested"])
def long_call(build: Builder) -> Trace:
    """Each refused try gives the preimage up: the third does not find it any more (KNOWN-168)."""
    call = BatchAll((Remark(bytes(200)), Burn(TaoBalance(1), keep_alive=False)))
    yield at_next(call)
    yield root(SetRetry(FIRST, U8(3), BlockNumber(1)))
    for _ in range(4):
        yield blocks(1)
    yield root(UnrequestPreimage(hash_of(call)))


@case(rules=["GOV-42", "GOV-55"])
def no_place(build: Builder) -> Trace:
    """Where the next block has no place, that is told without the task's name. That agenda is written here."""
    later = tuple(written(said(f"{i}")) for i in range(MAX_SCHEDULED_PER_BLOCK))
    build.chain.governance.agenda[BlockNumber(NOW + 2)] = later
    yield root(ScheduleNamed(name("one"), NEXT, None, PRIORITY, REFUSED))
    yield root(SetRetryNamed(name("one"), U8(1), BlockNumber(1)))
    yield blocks(1)


@case(rules=["GOV-55"])
def no_room(build: Builder) -> Trace:
    """Where too little weight is left to place a task again, that is told with its name; with just enough it is placed."""
    before = TIME_BEFORE_A_CALL + 486_046 + 101_301_000
    for height, left in ((1, 236_576_424), (2, 236_576_423)):
        heavy = Weight(U64(WHOLE_TIME - before - left), U64(0))
        when, one = BlockNumber(NOW + height), name(f"with {left} left")
        yield root(ScheduleNamed(one, when, None, PRIORITY, WithWeight(REFUSED, heavy)))
        yield root(SetRetryNamed(one, U8(1), BlockNumber(10)))
    yield blocks(1)
    yield blocks(1)


@case(rules=["GOV-2", "GOV-52"])
def waits_with_its_tries(build: Builder) -> Trace:
    """A task that must wait for the next block keeps its tries.

    The entry behind it, of no task, stays, too; it is written here.
    """
    build.chain.governance.retries[NEXT, U32(7)] = RetryConfig(U8(1), U8(1), BlockNumber(1))
    yield at_next(of_weight(WHOLE_TIME // 2))
    yield at_next(WithWeight(REFUSED, Weight(U64(WHOLE_TIME // 2), U64(0))))
    yield root(SetRetry((NEXT, U32(1)), U8(1), BlockNumber(1)))
    for _ in range(3):
        yield blocks(1)

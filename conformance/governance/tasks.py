"""Tasks: how calls are scheduled, made in their turn, given up, and what becomes of those that cannot be made."""

from __future__ import annotations

from conformance.governance.scenes import NOW, encode, hash_of
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U8, U32, U64
from tao_spec.interface.accounts.balances import Burn, ForceSetBalance
from tao_spec.interface.accounts.system import Id, Remark, RemarkWithEvent, Weight
from tao_spec.interface.accounts.utility import Batch, BatchAll, WithWeight
from tao_spec.interface.governance.preimage import NotePreimage, UnrequestPreimage
from tao_spec.interface.governance.scheduler import (
    Cancel,
    CancelNamed,
    Period,
    Schedule,
    ScheduleAfter,
    ScheduleNamed,
    ScheduleNamedAfter,
    TaskName,
)
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import (
    FromSystem,
    FromTriumvirate,
    Members,
    Nobody,
    OriginCaller,
    Root,
    Signed,
)
from tao_spec.state.governance import MAX_SCHEDULED_PER_BLOCK, Scheduled
from tao_spec.state.stored_call import Inline, Legacy, Lookup, StoredCall
from tao_spec.vectors.cases import Builder, Dispatched, Trace, blocks, case, root

NEXT = BlockNumber(NOW + 1)
PRIORITY = U8(63)
BY_ROOT = FromSystem(Root())

REFUSED = Burn(TaoBalance(1), keep_alive=False)
"""A call that refuses root."""

WHOLE_TIME = 3_200_000_000_000
WHOLE_PROOF = 14_757_395_258_967_641_292
"""What tasks may use of a block, in picoseconds and in bytes."""

TIME_BEFORE_A_CALL = 126_335_000 + 127_409_000 + 2_991_000 + 1_858_000
PROOF_BEFORE_A_CALL = 1_489 + 110_487
"""What is used before the call of a block's only task is begun, without what the task adds to its agenda."""


def name(text: str) -> TaskName:
    """A task's name of 32 bytes."""
    return TaskName(text.encode().ljust(32, b"."))


def said(word: str) -> Remark:
    """A call that anybody may make, told from others by a word."""
    return Remark(word.encode())


def at_next(call: Call, priority: int = PRIORITY, periodic: Period | None = None) -> Dispatched:
    """Root schedules a call for the next block of a case that has just begun."""
    return root(Schedule(NEXT, periodic, U8(priority), call))


def of_weight(ref_time: int, proof_size: int = 0) -> WithWeight:
    """A call that counts as much."""
    return WithWeight(Remark(b""), Weight(U64(ref_time), U64(proof_size)))


def written(call: Call | StoredCall, priority: int = PRIORITY, origin: OriginCaller = BY_ROOT) -> Scheduled:
    """A task as storage has it."""
    stored = Inline(encode(call)) if isinstance(call, Call) else call
    return Scheduled(None, U8(priority), stored, None, origin)


@case(
    rules=["GOV-1", "GOV-2", "GOV-40", "GOV-42", "GOV-43", "GOV-52", "GOV-54", "GOV-56", "SCHED-1", "SCHED-5"],
    errors=["BadOrigin", "TargetBlockNumberInPast"],
)
def made_in_their_block(build: Builder) -> Trace:
    """A call is made as root in its block: the next at the soonest, which is also what a delay of no block gives."""
    alice = build.account("alice", tao(1))
    yield root(Schedule(BlockNumber(NOW), None, PRIORITY, said("now")))
    yield at_next(said("next"))
    yield root(ScheduleAfter(BlockNumber(0), None, PRIORITY, said("after none")))
    yield root(ScheduleAfter(BlockNumber(1), None, PRIORITY, ForceSetBalance(Id(alice.account), tao(2))))
    yield root(ScheduleAfter(BlockNumber(2**32 - 1), None, PRIORITY, said("never")))
    yield alice.signs(Schedule(NEXT, None, PRIORITY, said("by anybody")))
    yield alice.signs(ScheduleAfter(BlockNumber(0), None, PRIORITY, said("by anybody")))
    yield blocks(1)
    yield blocks(1)


@case(rules=["GOV-2", "GOV-42"])
def priorities(build: Builder) -> Trace:
    """A lesser number comes first, and of equal ones whoever was scheduled first."""
    for word, priority in (("fourth", 255), ("second", 63), ("third", 63), ("first", 0)):
        yield at_next(said(word), priority)
    yield blocks(1)


@case(rules=["GOV-52", "GOV-54"])
def refused(build: Builder) -> Trace:
    """A call that is refused is told and over; what it did before is undone."""
    yield at_next(REFUSED)
    yield at_next(BatchAll((said("undone"), REFUSED)))
    yield at_next(Batch((said("done"), REFUSED, said("not made"))))
    yield blocks(1)


@case(rules=["DISPATCH-1", "GOV-53", "GOV-54"])
def origins(build: Builder) -> Trace:
    """A call is made by the origin that stands beside it, through the runtime's filter unless that is root.

    Only root schedules, and only as root; the other origins are written here.
    """
    alice = build.account("alice", tao(1))
    filtered = Batch((Batch((Remark(b"in"),)),))
    origins: tuple[OriginCaller, ...] = (
        BY_ROOT,
        FromSystem(Signed(alice.account)),
        FromSystem(Nobody()),
        FromTriumvirate(Members(U32(2), U32(3))),
    )
    tasks = [written(call, origin=origin) for origin in origins for call in (RemarkWithEvent(b"who"), filtered)]
    build.chain.governance.agenda[NEXT] = tuple(tasks)
    yield blocks(1)


@case(rules=["GOV-41", "GOV-42", "GOV-56"])
def repeated(build: Builder) -> Trace:
    """So often in all, so many blocks apart; not with a count of one or none, nor without a block between."""
    for count in (0, 1, 2, 3):
        yield at_next(said(f"{count} times"), periodic=(BlockNumber(2), U32(count)))
    yield at_next(said("at once"), periodic=(BlockNumber(0), U32(3)))
    yield at_next(said("never again"), periodic=(BlockNumber(2**32 - 1), U32(2)))
    for _ in range(5):
        yield blocks(1)


@case(rules=["GOV-44", "GOV-47", "SCHED-3", "SCHED-4", "SCHED-6"], errors=["FailedToSchedule", "NotFound", "BadOrigin"])
def names(build: Builder) -> Trace:
    """A name leads to one task at a time, from block to block while the task repeats, and is free when that is over."""
    alice = build.account("alice", tao(1))
    one, other = name("one"), name("other")
    yield root(ScheduleNamed(one, NEXT, (BlockNumber(1), U32(2)), PRIORITY, said("one")))
    yield root(ScheduleNamed(one, BlockNumber(NOW), None, PRIORITY, said("other")))
    yield root(ScheduleNamedAfter(one, BlockNumber(0), None, PRIORITY, said("other")))
    yield root(ScheduleNamedAfter(other, BlockNumber(0), None, PRIORITY, said("other")))
    yield alice.signs(ScheduleNamed(one, NEXT, None, PRIORITY, said("one")))
    yield alice.signs(ScheduleNamedAfter(one, BlockNumber(0), None, PRIORITY, said("one")))
    yield alice.signs(CancelNamed(one))
    yield root(CancelNamed(other))
    yield root(CancelNamed(other))
    yield blocks(1)
    yield blocks(1)
    yield root(CancelNamed(one))
    yield root(ScheduleNamedAfter(one, BlockNumber(0), None, PRIORITY, said("one again")))


@case(rules=["GOV-45", "GOV-46", "SCHED-2"], errors=["NotFound", "BadOrigin"])
def given_up(build: Builder) -> Trace:
    """A task is given up by its place, with its name if it has one; free places at the end of the agenda go with it."""
    alice = build.account("alice", tao(1))
    yield at_next(said("first"))
    yield root(ScheduleNamed(name("second"), NEXT, None, PRIORITY, said("second")))
    yield at_next(said("third"))
    yield alice.signs(Cancel(NEXT, U32(1)))
    yield root(Cancel(NEXT, U32(1)))
    yield root(Cancel(NEXT, U32(1)))
    yield root(Cancel(NEXT, U32(3)))
    yield root(CancelNamed(name("second")))
    yield root(Cancel(NEXT, U32(2)))
    yield root(Cancel(NEXT, U32(0)))
    yield root(Cancel(NEXT, U32(0)))


@case(rules=["GOV-47"])
def name_without_task(build: Builder) -> Trace:
    """A name that leads to a free place, or behind the end, is given up as if there were a task. It is written here."""
    governance = build.chain.governance
    governance.agenda[NEXT] = (written(said("other")), None)
    for text, when, place in (("free", NOW + 1, 1), ("behind", NOW + 1, 5), ("nowhere", NOW + 2, 0)):
        governance.lookup[name(text)] = (BlockNumber(when), U32(place))
    for text in ("free", "behind", "nowhere"):
        yield root(CancelNamed(name(text)))


@case(rules=["GOV-2", "GOV-46", "GOV-52"])
def given_up_too_late(build: Builder) -> Trace:
    """A task that is given up by an earlier one of its own block is made all the same (KNOWN-165)."""
    yield at_next(Cancel(NEXT, U32(1)))
    yield at_next(said("given up"))
    yield blocks(1)


@case(rules=["GOV-42", "GOV-43"], errors=["Exhausted"])
def fifty(build: Builder) -> Trace:
    """Fifty tasks fit into a block; the next takes a place that became free, and without one it is refused."""
    tasks = tuple(written(said(f"{i}")) for i in range(MAX_SCHEDULED_PER_BLOCK - 1))
    build.chain.governance.agenda[NEXT] = tasks
    yield at_next(said("fiftieth"))
    yield at_next(said("one too many"))
    yield root(Cancel(NEXT, U32(7)))
    yield at_next(said("in a free place"), priority=0)
    yield at_next(said("one too many"))
    yield blocks(1)


@case(rules=["GOV-42", "GOV-56"])
def no_place_again(build: Builder) -> Trace:
    """A task that repeats is over where its next block has no place. That agenda is written here."""
    later = tuple(written(said(f"{i}")) for i in range(MAX_SCHEDULED_PER_BLOCK))
    build.chain.governance.agenda[BlockNumber(NOW + 3)] = later
    yield root(ScheduleNamed(name("one"), NEXT, (BlockNumber(2), U32(5)), PRIORITY, said("once")))
    yield blocks(1)


@case(rules=["GOV-43", "GOV-70", "GOV-72", "GOV-73"])
def long_call(build: Builder) -> Trace:
    """A call of 128 bytes is written out; one more is noted, twice requested, and stays behind when it was made (KNOWN-164)."""
    for surplus in (0, 1):
        call = Remark(bytes(124 + surplus))
        yield at_next(call)
    yield blocks(1)
    yield root(UnrequestPreimage(hash_of(Remark(bytes(125)))))


@case(rules=["GOV-46", "GOV-47", "GOV-73"])
def long_call_given_up(build: Builder) -> Trace:
    """A noted call is requested once less when its task is given up, by its place or by its name."""
    call = Remark(bytes(200))
    yield at_next(call)
    yield root(ScheduleNamed(name("one"), NEXT, None, PRIORITY, call))
    yield root(Cancel(NEXT, U32(0)))
    yield root(CancelNamed(name("one")))


@case(rules=["GOV-2", "GOV-52", "GOV-72"], errors=["NotFound"])
def unavailable(build: Builder) -> Trace:
    """A task whose call is not there, or is no call, is never made and keeps its place, without its name (KNOWN-166).

    What is no call is written here.
    """
    call = Remark(bytes(200))
    build.chain.governance.agenda[NEXT] = (written(Inline(b"\xff")), written(Legacy(hash_of(said("unknown")))))
    yield root(ScheduleNamed(name("one"), NEXT, None, PRIORITY, call))
    yield root(UnrequestPreimage(hash_of(call)))
    yield root(UnrequestPreimage(hash_of(call)))
    yield at_next(said("made"))
    yield blocks(1)
    yield root(CancelNamed(name("one")))
    yield root(Cancel(NEXT, U32(2)))


@case(rules=["GOV-51", "GOV-66", "GOV-67", "GOV-72"])
def by_hash_alone(build: Builder) -> Trace:
    """A call that is kept by its hash alone, or with bytes behind it, is read; one with another length is not there.

    Such tasks are of older days; they are written here.
    """
    call, other = said("found"), said("found, and more")
    tasks = (Legacy(hash_of(call)), Lookup(hash_of(call), U32(len(encode(call)) + 1)), Inline(encode(other) + b"more"))
    build.chain.governance.agenda[NEXT] = tuple(written(stored) for stored in tasks)
    yield root(NotePreimage(encode(call)))
    yield blocks(1)


@case(rules=["GOV-50", "GOV-51", "GOV-52", "GOV-53"])
def as_heavy_as_can_be(build: Builder) -> Trace:
    """The heaviest call that a block can make, by time and by proof, and one that no block can: that is told, and it stays."""
    time, proof = WHOLE_TIME - TIME_BEFORE_A_CALL - 486_046, WHOLE_PROOF - PROOF_BEFORE_A_CALL
    for height, (ref_time, proof_size) in enumerate(((time, proof), (time + 1, 0), (0, proof + 1))):
        yield root(Schedule(BlockNumber(NOW + 1 + height), None, PRIORITY, of_weight(ref_time, proof_size)))
    for _ in range(4):
        yield blocks(1)


@case(rules=["GOV-1", "GOV-2", "GOV-52", "GOV-53"], errors=["NotFound"])
def waits_for_room(build: Builder) -> Trace:
    """A task for which too little is left waits for the next block, without its name (KNOWN-167); a lighter one is made."""
    half = of_weight(WHOLE_TIME // 2)
    yield at_next(half)
    yield root(ScheduleNamed(name("heavy"), NEXT, None, PRIORITY, half))
    yield at_next(said("light"))
    yield blocks(1)
    yield root(CancelNamed(name("heavy")))
    yield blocks(1)


@case(rules=["GOV-2", "GOV-51"])
def no_room_to_look(build: Builder) -> Trace:
    """A task whose preimage could not even be looked up waits, and all behind it, however light.

    Its call counts as a million bytes long as long as it was not read; it is written here.
    """
    call = said("by its hash")
    left = 23_000_000_000
    heavy = of_weight(WHOLE_TIME - TIME_BEFORE_A_CALL - 3 * 486_046 - left)
    build.chain.governance.agenda[NEXT] = (
        written(heavy, priority=0),
        written(Legacy(hash_of(call)), priority=1),
        written(said("behind"), priority=2),
    )
    yield root(NotePreimage(encode(call)))
    yield blocks(1)
    yield blocks(1)


@case(rules=["GOV-1"])
def several_agendas(build: Builder) -> Trace:
    """With one agenda left over, later ones are begun while there is room; the first that was not ended is told."""
    half = of_weight(WHOLE_TIME // 2)
    for height in (1, 2):
        when = BlockNumber(NOW + height)
        build.chain.governance.agenda[when] = (written(half), written(half), written(said(f"light {height}")))
    for _ in range(4):
        yield blocks(1)

import pytest

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U8, U32, U64
from tao_spec.interface.accounts.balances import Burn
from tao_spec.interface.accounts.system import Remark, RemarkWithEvent, Weight
from tao_spec.interface.accounts.utility import Batch, WithWeight
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.governance.scheduler import (
    AgendaIncomplete,
    CallUnavailable,
    Cancel,
    Dispatched,
    PeriodicFailed,
    PermanentlyOverweight,
    RetryFailed,
    ScheduleNamed,
)
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import FromSystem, FromTriumvirate, Members, OriginCaller, Root, Signed
from tao_spec.revisions.r306 import R306
from tao_spec.state.governance import MAX_SCHEDULED_PER_BLOCK, Requested, RetryConfig, Scheduled
from tao_spec.state.stored_call import Inline, Legacy
from tao_spec.transition.chain import Chain
from tao_spec.transition.governance.agendas import (
    Outcome,
    Service,
    end_or_repeat,
    has_weight_for,
    make_call_of_task,
    schedule_retry,
    service_agenda,
    service_agendas,
    service_task,
)
from tao_spec.transition.governance.meter import Meter
from tao_spec.transition.governance.preimage import bound
from tao_spec.transition.governance.scheduler import place_task
from tao_spec.transition.revision import Revision
from tao_spec.transition.rules import Unsupported
from tests.transition.chains import closing, genesis
from tests.transition.governance.build import LONG, NAME, NEXT, NOW, SHORT, STRANGER, encode, hash_of, task

REFUSED = Burn(TaoBalance(1), keep_alive=False)
FIRST = (NOW, U32(0))
HALF = 1_600_000_000_000
AGENDAS_IN_A_BLOCK = 25_114


def heavy(time: int) -> Call:
    return WithWeight(SHORT, Weight(U64(time), U64(0)))


def due(*tasks: Scheduled | None, revision: Revision = R306, number: int = NOW) -> Chain:
    chain = genesis(NOW, revision)
    chain.governance.agenda[BlockNumber(number)] = tasks
    chain.commit()
    return chain


def run(chain: Chain) -> list[object]:
    service_agendas(chain)
    return list(chain.commit().events)


def next_block(chain: Chain) -> list[object]:
    chain.accounts.number.value = BlockNumber(chain.number + 1)
    return run(chain)


def agenda(chain: Chain, when: int = NOW) -> tuple[Scheduled | None, ...]:
    return chain.governance.agenda[BlockNumber(when)]


@pytest.mark.parametrize("since", [None, NOW, NOW - 1, 1, NOW + 1, 5_000])
def test_a_block_without_tasks_leaves_nothing_to_do(since: int | None) -> None:
    chain = genesis(NOW)
    if since is not None:
        chain.governance.incomplete_since.value = BlockNumber(since)
    assert run(chain) == []
    assert not chain.governance.incomplete_since.exists()


def test_an_agenda_whose_tasks_are_gone_is_deleted() -> None:
    chain = genesis(NOW)
    for block in (NOW - 1, NOW, NOW + 1):
        chain.governance.agenda[BlockNumber(block)] = (None,)
    run(chain)
    assert set(chain.governance.agenda.keys()) == {NOW - 1, NOW + 1}


def test_so_many_empty_agendas_fit_in_a_block() -> None:
    for count, events in ((AGENDAS_IN_A_BLOCK, 0), (AGENDAS_IN_A_BLOCK + 1, 1)):
        last = count + 6
        chain = genesis(last)
        chain.governance.incomplete_since.value = BlockNumber(7)
        assert run(chain) == [AgendaIncomplete(BlockNumber(last))] * events
        assert chain.governance.incomplete_since.exists() == bool(events)


def test_a_task_of_another_block_waits() -> None:
    chain = due(task(), number=NEXT)
    assert run(chain) == []
    assert agenda(chain, NEXT) == (task(),)


def test_tasks_come_by_priority_and_then_by_place() -> None:
    chain = due(task(priority=9), None, task(priority=3), task(priority=9), task(priority=0))
    places = [event.task[1] for event in run(chain) if isinstance(event, Dispatched)]
    assert places == [4, 2, 0, 3]
    assert NOW not in chain.governance.agenda


@pytest.mark.parametrize(
    ("origin", "error"),
    [
        (FromSystem(Root()), BadOrigin()),
        (FromSystem(Signed(STRANGER)), None),
        (FromTriumvirate(Members(U32(2), U32(2))), BadOrigin()),
    ],
)
def test_a_call_is_made_by_its_origin(origin: OriginCaller, error: BadOrigin | None) -> None:
    chain, meter = genesis(NOW), Meter()
    assert make_call_of_task(chain, meter, task(origin=origin), RemarkWithEvent(b"who")) == error
    assert meter.ref_time > 0


def test_what_cannot_fit_even_alone_is_never_made() -> None:
    chain = due(task(heavy(3_200_000_000_000), name=NAME), task())
    chain.governance.lookup[NAME] = FIRST
    assert run(chain) == [PermanentlyOverweight(FIRST, NAME), Dispatched((NOW, U32(1)), None, None)]  # type: ignore[arg-type]
    assert agenda(chain) == (task(heavy(3_200_000_000_000), name=NAME), None)
    assert next_block(chain) == []


def test_what_does_not_fit_any_more_waits() -> None:
    chain = due(task(heavy(HALF)), task(heavy(HALF)), task())
    assert [type(event) for event in run(chain)] == [Dispatched, Dispatched, AgendaIncomplete]
    assert agenda(chain) == (None, task(heavy(HALF)), None)
    assert [type(event) for event in next_block(chain)] == [Dispatched]
    assert NOW not in chain.governance.agenda


def test_later_agendas_are_begun_though_one_was_left() -> None:
    chain = due(task(heavy(HALF)), task(heavy(HALF)), number=NOW - 1)
    chain.governance.agenda[NOW] = (task(),)
    chain.governance.incomplete_since.value = BlockNumber(NOW - 1)
    run(chain)
    assert chain.governance.incomplete_since.value == NOW - 1
    assert NOW not in chain.governance.agenda


def test_a_task_whose_call_is_not_there_keeps_its_place_until_that_is_closed() -> None:
    dead = (task(Legacy(hash_of(b"unknown"))), task(Inline(b"\xff")))
    for revision, left in ((closing(), dead), (closing("KNOWN-166"), ())):
        chain = due(*dead, revision=revision)
        assert run(chain) == [CallUnavailable((NOW, U32(place)), None) for place in (0, 1)]
        assert agenda(chain) == left


def test_after_a_reporting_call_a_heavy_one_is_not_guessed_at() -> None:
    with pytest.raises(Unsupported, match="reported"):
        run(due(task(Batch(())), task(heavy(HALF))))


def test_the_weight_of_a_call_must_be_left() -> None:
    meter = Meter(Weight(U64(1_858_010), U64(0)))
    assert has_weight_for(genesis(NOW), meter, task(), heavy(10))
    assert not has_weight_for(genesis(NOW), meter, task(), heavy(11))


def test_a_task_is_made_and_forgotten() -> None:
    chain = genesis(NOW)
    assert service_task(chain, Service(Meter()), FIRST, task()) is Outcome.DONE
    assert service_agenda(chain, Service(Meter()), NOW)
    assert chain.commit().events == (Dispatched(FIRST, None, None),)  # type: ignore[arg-type]


def test_a_task_that_repeats_keeps_its_name_and_its_tries() -> None:
    chain = genesis(NOW)
    retry = RetryConfig(U8(3), U8(2), BlockNumber(5))
    for times, left in ((3, (BlockNumber(4), U32(2))), (1, None)):
        end_or_repeat(chain, FIRST, task(name=NAME, periodic=(BlockNumber(4), U32(times))), retry)
        when, place = chain.governance.lookup[NAME]
        assert agenda(chain, when)[place] == task(name=NAME, periodic=left)
        assert chain.governance.retries[when, place] == retry
    assert when == NOW + 4


def test_a_task_without_a_place_is_over() -> None:
    chain = due(*(task(),) * MAX_SCHEDULED_PER_BLOCK, number=NEXT)
    end_or_repeat(chain, FIRST, task(name=NAME, periodic=(BlockNumber(1), U32(9))), None)
    schedule_retry(chain, Meter(), FIRST, task(name=NAME), RetryConfig(U8(1), U8(1), BlockNumber(1)))
    assert chain.commit().events == (PeriodicFailed(FIRST, NAME), RetryFailed(FIRST, None))


def test_a_retry_without_weight_is_told_with_its_name() -> None:
    chain = genesis(NOW)
    meter = Meter(Weight(U64(236_576_423), U64(110_487)))
    schedule_retry(chain, meter, FIRST, task(name=NAME), RetryConfig(U8(1), U8(1), BlockNumber(1)))
    assert chain.commit().events == (RetryFailed(FIRST, NAME),)


def test_a_refused_task_is_tried_as_often_as_told() -> None:
    chain = due(task(REFUSED, name=NAME, periodic=None))
    chain.governance.retries[FIRST] = RetryConfig(U8(2), U8(2), BlockNumber(1))
    made = [
        sum(isinstance(event, Dispatched) for event in events)
        for events in (run(chain), *(next_block(chain) for _ in range(4)))
    ]
    assert made == [1, 1, 1, 0, 0]
    assert list(chain.governance.retries.keys()) == []


def test_what_was_given_up_in_its_own_block_is_made_until_that_is_closed() -> None:
    for revision, count in ((closing(), 2), (closing("KNOWN-165"), 1)):
        chain = due(task(Cancel(NOW, U32(1))), task(), revision=revision)
        assert sum(isinstance(event, Dispatched) for event in run(chain)) == count


def test_a_try_at_once_is_lost_until_that_is_closed() -> None:
    for revision, count in ((closing(), 0), (closing("KNOWN-165"), 1)):
        chain = due(task(REFUSED), revision=revision)
        chain.governance.retries[FIRST] = RetryConfig(U8(1), U8(1), BlockNumber(0))
        run(chain)
        assert sum(isinstance(event, Dispatched) for event in next_block(chain)) == count


def test_a_task_that_waits_keeps_its_name_once_that_is_closed() -> None:
    for revision, known in ((closing(), False), (closing("KNOWN-167"), True)):
        chain = due(task(heavy(HALF)), task(heavy(HALF), name=NAME), revision=revision)
        chain.governance.lookup[NAME] = (NOW, U32(1))
        run(chain)
        assert (NAME in chain.governance.lookup) == known
        next_block(chain)
        assert NAME not in chain.governance.lookup


def test_a_call_can_take_the_name_of_its_own_task() -> None:
    again = ScheduleNamed(NAME, BlockNumber(NOW + 2), None, U8(1), SHORT)
    chain = genesis(NOW)
    place_task(chain, NEXT, task(again, name=NAME))
    assert [type(event) for event in next_block(chain)][-1] is Dispatched
    assert chain.governance.lookup[NAME] == (NOW + 2, 0)


def test_each_try_keeps_its_preimage_once_that_is_closed() -> None:
    for revision, count in ((closing(), 1), (closing("KNOWN-168"), 2)):
        chain = genesis(NOW, revision)
        stored = bound(chain, Batch((Remark(bytes(130)),)))
        schedule_retry(chain, Meter(), FIRST, task(stored), RetryConfig(U8(1), U8(1), BlockNumber(1)))
        status = chain.governance.request_status_for[hash_of(encode(Batch((Remark(bytes(130)),))))]
        assert isinstance(status, Requested)
        assert status.count == count


def test_a_long_call_is_dropped_when_it_was_made() -> None:
    chain = genesis(NOW)
    end_or_repeat(chain, FIRST, task(bound(chain, LONG)), None)
    assert hash_of(encode(LONG)) not in chain.governance.request_status_for

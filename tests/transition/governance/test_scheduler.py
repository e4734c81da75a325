import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U8, U32
from tao_spec.interface.errors import Exhausted
from tao_spec.interface.governance.scheduler import (
    Canceled,
    FailedToSchedule,
    NotFound,
    Period,
    TargetBlockNumberInPast,
    TaskName,
)
from tao_spec.interface.governance.scheduler import Scheduled as ScheduledEvent
from tao_spec.state.governance import MAX_SCHEDULED_PER_BLOCK, Requested, RetryConfig
from tao_spec.state.stored_call import Inline
from tao_spec.transition.chain import Chain
from tao_spec.transition.governance.preimage import bound
from tao_spec.transition.governance.scheduler import (
    cancel,
    cancel_named,
    cancel_retry,
    clean_agenda,
    compute_repetitions,
    compute_time_after,
    get_address,
    get_task,
    place_task,
    schedule,
    schedule_named,
    set_retry,
)
from tests.transition.chains import closing, genesis
from tests.transition.governance.build import LONG, NAME, NEXT, NOW, SHORT, encode, hash_of, task

LAST = BlockNumber(BlockNumber.MAX)
STORED = Inline(encode(SHORT))
FIRST = (NEXT, U32(0))


def scheduled(count: int = 1) -> Chain:
    chain = genesis(NOW)
    chain.governance.agenda[NEXT] = (task(),) * count
    chain.commit()
    return chain


@pytest.mark.parametrize(("delay", "block"), [(0, 101), (1, 102), (2**32 - 1, 2**32 - 1), (2**32 - 102, 2**32 - 1)])
def test_a_delay_counts_from_the_next_block(delay: int, block: int) -> None:
    assert compute_time_after(NOW, BlockNumber(delay)) == block


@pytest.mark.parametrize(
    ("every", "times", "left"), [(0, 5, None), (1, 0, None), (1, 1, None), (1, 2, 1), (7, 2**32 - 1, 2**32 - 2)]
)
def test_a_task_repeats_once_less_than_told(every: int, times: int, left: int | None) -> None:
    found = compute_repetitions((BlockNumber(every), U32(times)))
    assert found == (None if left is None else (every, left))
    assert compute_repetitions(None) is None


def test_a_free_place_is_taken_only_when_there_is_no_other() -> None:
    chain = genesis(NOW)
    chain.governance.agenda[NEXT] = (None, *(task(),) * (MAX_SCHEDULED_PER_BLOCK - 2))
    assert [place_task(chain, NEXT, task())[1] for _ in range(2)] == [MAX_SCHEDULED_PER_BLOCK - 1, 0]
    with pytest.raises(Exhausted):
        place_task(chain, NEXT, task())


def test_a_name_leads_to_its_place() -> None:
    chain = scheduled(3)
    assert place_task(chain, NEXT, task(name=NAME)) == get_address(chain, NAME) == (NEXT, 3)
    assert chain.commit().events == (ScheduledEvent(NEXT, U32(3)),)


@pytest.mark.parametrize("when", [0, NOW - 1, NOW])
def test_a_block_must_be_to_come(when: int) -> None:
    with pytest.raises(TargetBlockNumberInPast):
        schedule(genesis(NOW), BlockNumber(when), None, U8(0), STORED)


def test_a_name_is_free_or_refused_before_all_else() -> None:
    chain = genesis(NOW)
    schedule_named(chain, NAME, NEXT, None, U8(0), STORED)
    with pytest.raises(FailedToSchedule):
        schedule_named(chain, NAME, NOW, None, U8(0), STORED)


def test_a_long_call_is_requested_twice_until_that_is_closed() -> None:
    for revision, count in ((closing(), 2), (closing("KNOWN-164"), 1)):
        chain = genesis(NOW, revision)
        schedule(chain, NEXT, None, U8(0), bound(chain, LONG))
        key, length = hash_of(encode(LONG)), U32(len(encode(LONG)))
        assert chain.governance.request_status_for[key] == Requested(None, U32(count), length)


def test_free_places_at_the_end_go() -> None:
    chain = genesis(NOW)
    for agenda, cleaned in (((None, task(), None, None), (None, task())), ((None, None), ()), ((task(),), (task(),))):
        chain.governance.agenda[NEXT] = agenda
        clean_agenda(chain, NEXT)
        assert chain.governance.agenda[NEXT] == cleaned
        assert (NEXT in chain.governance.agenda) == bool(cleaned)


def test_a_task_goes_with_its_name_and_its_tries() -> None:
    chain = genesis(NOW)
    for give_up in (lambda: cancel(chain, FIRST), lambda: cancel_named(chain, NAME)):
        before = dict(chain.store.state)
        schedule_named(chain, NAME, NEXT, None, U8(0), bound(chain, SHORT))
        set_retry(chain, FIRST, NAME, U8(2), BlockNumber(1))
        give_up()
        assert chain.commit().events[-1] == Canceled(*FIRST)
        assert dict(chain.store.state) == before


@pytest.mark.parametrize("address", [(NEXT, U32(1)), (NOW, U32(0))])
def test_where_no_task_is_none_is_given_up(address: tuple[BlockNumber, U32]) -> None:
    chain = scheduled()
    for act in (cancel, lambda c, a: set_retry(c, a, None, U8(1), NOW), lambda c, a: cancel_retry(c, a, None)):
        with pytest.raises(NotFound):
            act(chain, address)
    assert get_task(chain, address) is None
    with pytest.raises(NotFound):
        cancel_named(chain, NAME)
    with pytest.raises(NotFound):
        get_address(chain, NAME)


def test_tries_are_set_and_taken_back() -> None:
    chain = scheduled()
    set_retry(chain, FIRST, None, U8(3), BlockNumber(7))
    assert chain.governance.retries[FIRST] == RetryConfig(U8(3), U8(3), BlockNumber(7))
    cancel_retry(chain, FIRST, None)
    assert FIRST not in chain.governance.retries


names = st.integers(0, 3).map(lambda number: TaskName(bytes([number]) * 32))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(names, st.booleans(), st.integers(1, 3)), max_size=15))
def test_names_and_agendas_agree(steps: list[tuple[TaskName, bool, int]]) -> None:
    chain = genesis(NOW)
    periodic: Period = (BlockNumber(1), U32(2))
    for name, add, delay in steps:
        if add and name not in chain.governance.lookup:
            schedule_named(chain, name, BlockNumber(NOW + delay), periodic, U8(0), STORED)
        elif not add and name in chain.governance.lookup:
            cancel_named(chain, name)
    found = {
        one.maybe_id: (when, place)
        for when, agenda in chain.governance.agenda.items()
        for place, one in enumerate(agenda)
        if one is not None
    }
    assert found == dict(chain.governance.lookup.items())
    assert all(agenda[-1] is not None for _, agenda in chain.governance.agenda.items())

import pytest

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U8, U32
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.governance import scheduler as calls
from tao_spec.interface.governance.scheduler import NotFound
from tao_spec.interface.messages import Call
from tao_spec.state.governance import RetryConfig
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tests.transition.chains import genesis
from tests.transition.governance.build import LONG, NAME, NEXT, NOW, SHORT, STRANGER, task

FIRST = (NEXT, U32(0))
ZERO = BlockNumber(0)

CALLS: tuple[Call, ...] = (
    calls.Schedule(NEXT, None, U8(1), SHORT),
    calls.Cancel(*FIRST),
    calls.ScheduleNamed(NAME, NEXT, None, U8(1), SHORT),
    calls.CancelNamed(NAME),
    calls.ScheduleAfter(ZERO, None, U8(1), SHORT),
    calls.ScheduleNamedAfter(NAME, ZERO, None, U8(1), SHORT),
    calls.SetRetry(FIRST, U8(1), NEXT),
    calls.SetRetryNamed(NAME, U8(1), NEXT),
    calls.CancelRetry(FIRST),
    calls.CancelRetryNamed(NAME),
)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.NAME)
def test_only_root_schedules(call: Call) -> None:
    for origin in (NOBODY, signed(STRANGER)):
        with pytest.raises(BadOrigin):
            dispatch(genesis(NOW), origin, call)


@pytest.mark.parametrize("call", [c for c in CALLS if "schedule" not in c.NAME], ids=lambda call: call.NAME)
def test_there_must_be_such_a_task(call: Call) -> None:
    with pytest.raises(NotFound):
        dispatch(genesis(NOW), ROOT, call)


@pytest.mark.parametrize("call", [CALLS[0], CALLS[2], CALLS[4], CALLS[5]], ids=lambda call: call.NAME)
def test_a_call_is_kept_with_its_origin(call: Call) -> None:
    chain = genesis(NOW)
    dispatch(chain, ROOT, call)
    name = NAME if "named" in call.NAME else None
    assert chain.governance.agenda[NEXT] == (task(priority=1, name=name),)
    assert (NAME in chain.governance.lookup) == (name is not None)


def test_a_refused_schedule_notes_nothing() -> None:
    chain = genesis(NOW)
    before = dict(chain.store.state)
    with pytest.raises(calls.TargetBlockNumberInPast):
        dispatch(chain, ROOT, calls.Schedule(NOW, None, U8(1), LONG))
    chain.commit()
    assert dict(chain.store.state) == before


def test_tries_are_set_by_name_and_by_place() -> None:
    chain = genesis(NOW)
    dispatch(chain, ROOT, CALLS[2])
    for number, set_retry, cancel_retry in ((1, CALLS[6], CALLS[9]), (1, CALLS[7], CALLS[8])):
        dispatch(chain, ROOT, set_retry)
        assert chain.governance.retries.get(FIRST) == RetryConfig(U8(number), U8(number), NEXT)
        dispatch(chain, ROOT, cancel_retry)
        assert FIRST not in chain.governance.retries
    dispatch(chain, ROOT, CALLS[1])
    assert not list(chain.governance.lookup.keys())
    assert not list(chain.governance.agenda.keys())

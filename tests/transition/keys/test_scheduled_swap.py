from __future__ import annotations

import pytest

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U8, U32
from tao_spec.interface.accounts.balances import TransferAllowDeath
from tao_spec.interface.accounts.system import Id, Remark
from tao_spec.interface.accounts.utility import Batch
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.keys import (
    ColdkeySwapScheduled,
    FailedToSchedule,
    NotEnoughBalanceToPaySwapColdKey,
    ScheduleSwapColdkey,
    SwapAlreadyScheduled,
    SwapColdkey,
)
from tao_spec.interface.stake import RemoveStake
from tao_spec.state.governance import MAX_SCHEDULED_PER_BLOCK, Scheduled
from tao_spec.state.stored_call import Inline
from tao_spec.transition.chain import Chain
from tao_spec.transition.governance.scheduler import BY_ROOT
from tao_spec.transition.keys.scheduled_swap import BARRED_CALLS, is_barred_by_swap
from tao_spec.transition.origin import NOBODY, ROOT
from tests.transition.keys.build import BLOCK, EVERYWHERE, NEW_COLD, OWNER, STRANGER, household, refusal
from tests.transition.stake.build import free

ORDER = ScheduleSwapColdkey(NEW_COLD)
SEND = TransferAllowDeath(Id(STRANGER), TaoBalance(1))
WAIT, AGAIN = 36_000, 7_200


def scheduled(chain: Chain, when: int) -> tuple[Scheduled | None, ...]:
    return chain.governance.agenda[BlockNumber(when)]


def test_an_order_is_a_task_of_root_in_five_days() -> None:
    chain = household()
    assert refusal(chain, OWNER, ORDER) is None
    (task,) = scheduled(chain, BLOCK + WAIT)
    call = chain.revision.interface.encode_call(SwapColdkey(OWNER, NEW_COLD, TaoBalance(EVERYWHERE)))
    assert task == Scheduled(None, U8(63), Inline(call), None, BY_ROOT)
    assert chain.keys.coldkey_swap_scheduled[OWNER] == (BLOCK + WAIT, NEW_COLD)
    told = ColdkeySwapScheduled(OWNER, NEW_COLD, BlockNumber(BLOCK + WAIT), TaoBalance(EVERYWHERE))
    assert chain.commit().events[-1] == told


def test_who_orders_can_pay_and_does_not_yet() -> None:
    for held, refused in ((EVERYWHERE - 1, NotEnoughBalanceToPaySwapColdKey), (EVERYWHERE, None)):
        chain = household(free=held)
        assert refusal(chain, OWNER, ORDER) is refused
        assert free(chain, OWNER) == held


def test_only_an_account_orders() -> None:
    for origin in (ROOT, NOBODY):
        assert refusal(household(), origin, ORDER) is BadOrigin


@pytest.mark.parametrize(("due", "refused"), [(BLOCK - AGAIN, False), (BLOCK - AGAIN + 1, True), (BLOCK + 5, True)])
def test_orders_lie_apart(due: int, refused: bool) -> None:
    chain = household(free=0 if refused else EVERYWHERE)
    chain.keys.coldkey_swap_scheduled[OWNER] = (BlockNumber(due), STRANGER)
    assert refusal(chain, OWNER, ORDER) is (SwapAlreadyScheduled if refused else None)


@pytest.mark.parametrize(("wait", "refused"), [(0, FailedToSchedule), (1, None), (2**32 - 1, None)])
def test_the_swap_is_not_of_the_present_block(wait: int, refused: object) -> None:
    chain = household()
    chain.keys.coldkey_swap_schedule_duration.value = U32(wait)
    assert refusal(chain, OWNER, ORDER) is refused
    if not refused:
        assert scheduled(chain, min(BLOCK + wait, 2**32 - 1))


@pytest.mark.parametrize(("tasks", "refused"), [(49, None), (50, FailedToSchedule)])
def test_a_full_block_takes_no_swap(tasks: int, refused: object) -> None:
    chain = household()
    task = Scheduled(None, U8(63), Inline(b""), None, BY_ROOT)
    chain.governance.agenda[BlockNumber(BLOCK + WAIT)] = (task,) * tasks
    assert refusal(chain, OWNER, ORDER) is refused
    assert len(scheduled(chain, BLOCK + WAIT)) == MAX_SCHEDULED_PER_BLOCK


@pytest.mark.parametrize(
    ("closed", "due", "barred"),
    [((), BLOCK + 1, True), ((), BLOCK - 1, True), (("KNOWN-157",), BLOCK + 1, True), (("KNOWN-157",), BLOCK, False)],
)
def test_an_order_bars_until_the_swap_or_where_the_deviation_is_closed_until_its_block(
    closed: tuple[str, ...], due: int, barred: bool
) -> None:
    chain = household(*closed)
    chain.keys.coldkey_swap_scheduled[OWNER] = (BlockNumber(due), NEW_COLD)
    assert is_barred_by_swap(chain, OWNER, SEND) is barred


def test_only_some_calls_of_those_who_ordered_are_barred() -> None:
    chain = household()
    assert not is_barred_by_swap(chain, OWNER, SEND)
    chain.keys.coldkey_swap_scheduled[OWNER] = (BlockNumber(BLOCK + 1), NEW_COLD)
    assert is_barred_by_swap(chain, OWNER, SEND)
    assert not is_barred_by_swap(chain, STRANGER, SEND)
    for call in (Remark(b""), Batch((SEND,)), ORDER):
        assert not is_barred_by_swap(chain, OWNER, call)
    assert RemoveStake not in BARRED_CALLS and len(set(BARRED_CALLS)) == 12

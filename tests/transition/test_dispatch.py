from __future__ import annotations

import pytest

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.accounts.balances import ForceSetBalance, Issued, TransferAllowDeath
from tao_spec.interface.accounts.system import CallFiltered, Id, Remark, RemarkWithEvent, SetHeapPages
from tao_spec.interface.accounts.utility import Batch
from tao_spec.interface.errors import BadOrigin, FundsUnavailable, LimitReached
from tao_spec.interface.messages import Call
from tao_spec.transition import dispatch as module
from tao_spec.transition.chain import MAX_TRANSACTIONS, Chain
from tao_spec.transition.dispatch import dispatch, dispatch_unfiltered, try_dispatch
from tao_spec.transition.origin import NOBODY, ROOT, Origin, ensure_signed, signed
from tao_spec.transition.rules import Unsupported
from tests.transition.accounts.build import ALICE, BOB, amounts, chain_of, info

NESTED = Batch((Batch(()),))
NOT_SPECIFIED = SetHeapPages(U64(8))


def only_remarks(call: Call) -> bool:
    return isinstance(call, Remark)


def answer_with(monkeypatch: pytest.MonkeyPatch, answer: object) -> None:
    monkeypatch.setattr(module, "DISPATCHABLES", {Remark: answer})


def test_a_call_is_made_with_its_arguments() -> None:
    chain = chain_of({ALICE: info(5_000), BOB: info(5_000)})
    dispatch(chain, signed(ALICE), TransferAllowDeath(Id(BOB), TaoBalance(7)))
    assert (amounts(chain, ALICE)[0], amounts(chain, BOB)[0]) == (4_993, 5_007)


@pytest.mark.parametrize("origin", [signed(ALICE), NOBODY])
def test_the_runtime_forbids_before_anything_is_looked_at(origin: Origin) -> None:
    with pytest.raises(CallFiltered):
        dispatch(chain_of(), origin, NESTED)


def test_root_passes_the_filter_of_the_runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Call] = []
    monkeypatch.setattr(module, "DISPATCHABLES", {Batch: lambda _chain, _origin, calls: seen.extend(calls)})
    dispatch(chain_of(), ROOT, NESTED)
    assert seen == [Batch(())]


def test_whoever_lent_the_origin_may_have_limited_it() -> None:
    chain, limited = chain_of(), signed(ALICE).filtered(only_remarks)
    dispatch(chain, limited, Remark(b""))
    with pytest.raises(CallFiltered):
        dispatch(chain, limited, RemarkWithEvent(b""))
    dispatch_unfiltered(chain, limited, RemarkWithEvent(b""))


def test_a_call_that_is_not_specified_says_so() -> None:
    with pytest.raises(Unsupported, match=r"System\.set_heap_pages is not specified yet"):
        dispatch(chain_of(), ROOT, NOT_SPECIFIED)


def test_a_filtered_call_is_refused_whether_specified_or_not() -> None:
    with pytest.raises(CallFiltered):
        dispatch(chain_of(), signed(ALICE).filtered(only_remarks), NOT_SPECIFIED)


def test_a_refused_call_leaves_neither_changes_nor_events(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(chain: Chain, _origin: Origin, _remark: bytes) -> None:
        chain.accounts.total_issuance.value = TaoBalance(7)
        chain.emit(Issued(TaoBalance(7)))
        raise BadOrigin

    answer_with(monkeypatch, answer)
    chain = chain_of()
    assert try_dispatch(chain, ROOT, Remark(b"")) == BadOrigin()
    outcome = chain.commit()
    assert (outcome.events, outcome.changes) == ((), {})


def test_trying_tells_how_a_call_was_refused() -> None:
    chain = chain_of({ALICE: info(5_000)}, issuance=10_000)
    assert try_dispatch(chain, signed(ALICE), TransferAllowDeath(Id(BOB), TaoBalance(5_001))) == FundsUnavailable()
    assert try_dispatch(chain, signed(ALICE), ForceSetBalance(Id(BOB), TaoBalance(1))) == BadOrigin()
    assert try_dispatch(chain, signed(ALICE), Remark(b"")) is None


def test_trying_does_not_hide_what_is_no_refusal() -> None:
    with pytest.raises(Unsupported):
        try_dispatch(chain_of(), ROOT, NOT_SPECIFIED)


def nest(chain: Chain, depth: int) -> list[int]:
    """Dispatch a call that dispatches itself until so many are open; which of them were open at most."""
    reached: list[int] = []

    def answer(chain: Chain, origin: Origin, remark: bytes) -> None:
        reached.append(len(remark))
        ensure_signed(origin)
        if len(remark) < depth:
            dispatch(chain, origin, Remark(remark + b"."))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "DISPATCHABLES", {Remark: answer})
        dispatch(chain, signed(ALICE), Remark(b"."))
    return reached


def test_calls_nest_as_deep_as_transactions_may() -> None:
    assert nest(chain_of(), MAX_TRANSACTIONS)[-1] == MAX_TRANSACTIONS


def test_one_call_deeper_is_refused_and_with_it_all_that_hold_it() -> None:
    with pytest.raises(LimitReached):
        nest(chain_of(), MAX_TRANSACTIONS + 1)

from __future__ import annotations

import sys

import pytest

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import H256, BlockNumber
from tao_spec.interface.accounts.balances import TransferAllowDeath, TransferKeepAlive
from tao_spec.interface.accounts.system import CallFiltered, Id, Remark, RemarkWithEvent
from tao_spec.interface.accounts.utility import BatchAll, ForceBatch
from tao_spec.interface.crowdloans import (
    AlreadyFinalized,
    CallUnavailable,
    CapNotRaised,
    ContributionPeriodNotEnded,
    CrowdloanId,
    Dissolve,
    Dissolved,
    Finalize,
    Finalized,
    InvalidCrowdloanId,
    InvalidOrigin,
    NoContribution,
    NotReadyToDissolve,
    Refund,
    UpdateCap,
    Withdraw,
)
from tao_spec.interface.errors import LimitReached
from tao_spec.interface.messages import Call
from tao_spec.revisions.r306 import R306
from tao_spec.state.stored_call import Inline, Lookup
from tao_spec.transition.chain import Chain
from tao_spec.transition.crowdloans.closing import get_crowdloan_to_finalize, make_call_of_crowdloan
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.origin import signed
from tao_spec.transition.revision import Revision
from tao_spec.vectors.machine import RECURSION_LIMIT
from tests.transition.chains import closing
from tests.transition.crowdloans.build import (
    ALICE,
    BOB,
    CAROL,
    END,
    FUNDS,
    LOAN,
    TARGET,
    at_end,
    filled,
    free,
    loan,
    make,
    opened,
)

HELLO = RemarkWithEvent(b"hello")
LONG = Remark(bytes(200))


def test_the_target_gets_what_was_raised() -> None:
    chain = filled(target=TARGET)
    make(chain, ALICE, Finalize(LOAN))
    assert (free(chain, TARGET), free(chain, FUNDS)) == (tao(100), 0)
    assert (loan(chain).finalized, loan(chain).raised) == (True, tao(100))
    assert chain.events[-1] == Finalized(LOAN)
    # The account exists though it holds nothing.
    assert chain.accounts.account[FUNDS].providers == 1


def test_who_may_finalise_and_when() -> None:
    chain = opened([(BOB, tao(90))], target=TARGET)
    with pytest.raises(InvalidCrowdloanId):
        get_crowdloan_to_finalize(chain, signed(ALICE), CrowdloanId(3))
    with pytest.raises(InvalidOrigin):
        get_crowdloan_to_finalize(chain, signed(BOB), LOAN)
    with pytest.raises(ContributionPeriodNotEnded):
        get_crowdloan_to_finalize(chain, signed(ALICE), LOAN)
    make(at_end(chain), ALICE, UpdateCap(LOAN, TaoBalance(tao(100) + 1)))
    with pytest.raises(CapNotRaised):
        get_crowdloan_to_finalize(chain, signed(ALICE), LOAN)
    make(chain, ALICE, UpdateCap(LOAN, tao(100)), Finalize(LOAN))
    with pytest.raises(AlreadyFinalized):
        get_crowdloan_to_finalize(chain, signed(ALICE), LOAN)


def test_the_crowdloan_is_named_while_its_call_is_made() -> None:
    chain = filled(call=HELLO)
    call = loan(chain).call
    assert call is not None
    make_call_of_crowdloan(chain, signed(ALICE), LOAN, call)
    assert any(event.NAME == "Remarked" for event in chain.events)
    assert chain.crowdloans.current_crowdloan_id.get() is None


@pytest.mark.parametrize("call", [Inline(b"\xff"), Lookup(H256(b"\7" * 32), 200)])  # type: ignore[arg-type]
def test_what_is_no_call_cannot_be_made(call: Inline) -> None:
    chain = filled()
    with pytest.raises(CallUnavailable):
        make_call_of_crowdloan(chain, signed(ALICE), LOAN, call)


def test_without_target_and_call_the_tao_is_lost() -> None:
    chain = filled()
    make(chain, ALICE, Finalize(LOAN))
    assert free(chain, FUNDS) == tao(100)
    for who, call in ((BOB, Withdraw(LOAN)), (BOB, Refund(LOAN)), (ALICE, Dissolve(LOAN))):
        with pytest.raises(AlreadyFinalized):
            make(chain, who, call)


def test_once_closed_what_has_no_purpose_is_not_finalised() -> None:
    chain = filled(revision=closing("KNOWN-170"))
    with pytest.raises(CallUnavailable):
        make(chain, ALICE, Finalize(LOAN))
    make(chain, BOB, Withdraw(LOAN))
    assert free(chain, BOB) == tao(1_000)


OWN_CALLS: list[Call] = [
    Refund(LOAN),
    UpdateCap(LOAN, tao(500)),
    BatchAll((Refund(LOAN), Dissolve(LOAN))),
]


@pytest.mark.parametrize("call", OWN_CALLS)
def test_what_a_call_does_to_its_crowdloan_does_not_last(call: Call) -> None:
    chain = filled(call=call)
    make(chain, ALICE, Finalize(LOAN))
    info = loan(chain)
    assert (info.raised, info.cap, info.contributors_count, info.finalized) == (tao(100), tao(100), 3, True)


@pytest.mark.parametrize("call", [*OWN_CALLS, Finalize(LOAN)])
def test_once_closed_a_call_cannot_change_its_crowdloan(call: Call) -> None:
    chain = filled(call=call, revision=closing("KNOWN-173"))
    with pytest.raises(AlreadyFinalized):
        make(chain, ALICE, Finalize(LOAN))
    assert not loan(chain).finalized


def test_a_crowdloan_that_finalises_itself_runs_out_of_transactions() -> None:
    assert sys.getrecursionlimit() >= RECURSION_LIMIT
    with pytest.raises(LimitReached):
        make(filled(call=Finalize(LOAN)), ALICE, Finalize(LOAN))


@pytest.mark.parametrize(("revision", "times"), [(R306, 3), (closing("KNOWN-173"), 1)])
def test_a_target_is_paid_as_often_as_its_crowdloan_can(revision: Revision, times: int) -> None:
    chain = filled(call=ForceBatch((Finalize(LOAN),)), target=TARGET, revision=revision)
    make(chain, ALICE, TransferAllowDeath(Id(FUNDS), tao(299)))
    make(chain, ALICE, Finalize(LOAN))
    assert free(chain, TARGET) == times * tao(100)


@pytest.mark.parametrize(("revision", "is_filtered"), [(R306, False), (closing("KNOWN-174"), True)])
def test_a_call_leaves_the_filters_of_its_origin(revision: Revision, is_filtered: bool) -> None:
    chain = filled(call=TransferKeepAlive(Id(TARGET), tao(1)), revision=revision)
    origin = signed(ALICE).filtered(lambda call: isinstance(call, Finalize))
    if is_filtered:
        with pytest.raises(CallFiltered):
            dispatch(chain, origin, Finalize(LOAN))
    else:
        dispatch(chain, origin, Finalize(LOAN))
    assert free(chain, TARGET) == (0 if is_filtered else tao(1))


def is_kept(chain: Chain, call: Lookup) -> bool:
    return chain.governance.preimage_for.get((call.hash, call.len)) is not None


@pytest.mark.parametrize(("revision", "stays"), [(R306, True), (closing("KNOWN-175"), False)])
def test_a_preimage_stays_when_its_call_was_made(revision: Revision, stays: bool) -> None:
    chain = filled(call=LONG, revision=revision)
    call = loan(chain).call
    assert isinstance(call, Lookup)
    make(chain, ALICE, Finalize(LOAN))
    assert is_kept(chain, call) == stays


def test_dissolving_leaves_nothing() -> None:
    before = opened()
    make(before, ALICE, Dissolve(LOAN))
    chain = opened(call=LONG)
    call = loan(chain).call
    assert isinstance(call, Lookup)
    make(chain, ALICE, Dissolve(LOAN))
    assert chain.events[-1] == Dissolved(LOAN)
    assert not is_kept(chain, call)
    assert chain.store.root == before.store.root
    assert FUNDS not in chain.accounts.account


def test_only_ones_own_contribution_may_be_left() -> None:
    chain = opened([(BOB, tao(1))])
    with pytest.raises(NotReadyToDissolve):
        make(chain, ALICE, Dissolve(LOAN))
    with pytest.raises(InvalidOrigin):
        make(chain, BOB, Dissolve(LOAN))
    chain.accounts.number.value = BlockNumber(END)
    make(chain, CAROL, Refund(LOAN))
    make(chain, ALICE, Dissolve(LOAN))
    chain = opened()
    del chain.crowdloans.contributions[LOAN, ALICE]
    with pytest.raises(NoContribution):
        make(chain, ALICE, Dissolve(LOAN))

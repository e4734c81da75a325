from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import H256, AccountId, BlockNumber
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.balances import TransferAll
from tao_spec.interface.accounts.system import Id, Remark
from tao_spec.interface.crowdloans import (
    AllRefunded,
    Contribute,
    Contributed,
    ContributionPeriodEnded,
    Create,
    CrowdloanId,
    DepositCannotBeWithdrawn,
    Dissolve,
    InsufficientBalance,
    InvalidCrowdloanId,
    MaxContributorsReached,
    NoContribution,
    Overflow,
    PartiallyRefunded,
    Refund,
    Underflow,
    UpdateCap,
    UpdateEnd,
    Withdraw,
    Withdrew,
)
from tao_spec.interface.errors import BelowMinimum
from tao_spec.interface.messages import Call
from tao_spec.invariants.frame import Watch
from tao_spec.revisions.r306 import R306
from tao_spec.state.governance import Requested
from tao_spec.state.stored_call import Inline, Lookup
from tao_spec.transition.accounts.tokens import mint
from tao_spec.transition.chain import Chain
from tao_spec.transition.crowdloans.contributions import get_next_crowdloan_id, pay_back, store_call
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.origin import signed
from tao_spec.transition.revision import Revision
from tests.transition.chains import account, closing
from tests.transition.crowdloans.build import (
    ALICE,
    BOB,
    CAROL,
    END,
    FUNDS,
    LEAST,
    LOAN,
    at_end,
    create,
    free,
    funded,
    loan,
    make,
    opened,
)

LONG = Remark(bytes(200))


def given_by(chain: Chain, who: AccountId) -> int | None:
    return chain.crowdloans.contributions.get((LOAN, who))


def test_numbers_count_up_and_end() -> None:
    chain = funded()
    assert [get_next_crowdloan_id(chain) for _ in range(3)] == [0, 1, 2]
    chain.crowdloans.next_crowdloan_id.value = CrowdloanId(2**32 - 1)
    with pytest.raises(Overflow):
        get_next_crowdloan_id(chain)


def test_a_deposit_is_the_first_contribution() -> None:
    chain = opened()
    info = loan(chain)
    assert (info.raised, info.contributors_count, given_by(chain, ALICE)) == (tao(10), 1, tao(10))
    assert (free(chain, ALICE), free(chain, FUNDS)) == (tao(990), tao(10))
    assert chain.accounts.account[FUNDS].providers == 2


def test_a_refused_creation_leaves_nothing() -> None:
    chain = funded(free=tao(10) - 1)
    before = dict(chain.store.state)
    with pytest.raises(InsufficientBalance):
        create(chain)
    chain.commit()
    assert dict(chain.store.state) == before


@pytest.mark.parametrize(("room", "offered", "taken"), [(5, LEAST, 5), (LEAST, LEAST, LEAST), (tao(2), tao(1), tao(1))])
def test_a_contribution_is_what_the_cap_lets_in(room: int, offered: int, taken: int) -> None:
    chain = opened(cap=tao(10) + room)
    chain.commit()
    make(chain, BOB, Contribute(LOAN, TaoBalance(offered)))
    assert chain.events[-1] == Contributed(LOAN, BOB, TaoBalance(taken))
    assert (given_by(chain, BOB), loan(chain).raised, loan(chain).contributors_count) == (taken, tao(10) + taken, 2)


def test_nobody_contributes_at_the_end() -> None:
    with pytest.raises(ContributionPeriodEnded):
        make(at_end(opened()), BOB, Contribute(LOAN, tao(1)))


@pytest.mark.parametrize(("revision", "is_refused"), [(R306, True), (closing("KNOWN-171"), False)])
def test_a_full_crowdloan_refuses_those_who_are_in_it(revision: Revision, is_refused: bool) -> None:
    chain = opened([(BOB, tao(1))], revision=revision)
    chain.crowdloans.crowdloans[LOAN] = replace(loan(chain), contributors_count=U32(500))
    with pytest.raises(MaxContributorsReached):
        make(chain, CAROL, Contribute(LOAN, tao(1)))
    error = try_dispatch(chain, signed(BOB), Contribute(LOAN, tao(1)))
    assert isinstance(error, MaxContributorsReached) == is_refused
    assert loan(chain).contributors_count == 500


def test_a_contribution_comes_back_whole_and_a_deposit_stays() -> None:
    chain = opened([(BOB, tao(5)), (ALICE, tao(3))])
    make(chain, BOB, Withdraw(LOAN))
    make(chain, ALICE, Withdraw(LOAN))
    assert chain.events[-1] == Withdrew(LOAN, ALICE, tao(3))
    assert (free(chain, BOB), free(chain, ALICE), free(chain, FUNDS)) == (tao(1_000), tao(990), tao(10))
    assert (loan(chain).raised, loan(chain).contributors_count) == (tao(10), 1)
    with pytest.raises(DepositCannotBeWithdrawn):
        make(chain, ALICE, Withdraw(LOAN))
    with pytest.raises(NoContribution):
        make(chain, BOB, Withdraw(LOAN))


def crowd(number: int) -> Chain:
    chain = opened()
    for index in range(number):
        who = account(100 + index)
        mint(chain, who, tao(1))
        make(chain, who, Contribute(LOAN, TaoBalance(LEAST + index)))
    return at_end(chain)


@pytest.mark.parametrize(("others", "told"), [(0, AllRefunded), (50, AllRefunded), (51, PartiallyRefunded)])
def test_fifty_are_paid_back_at_a_time(others: int, told: type) -> None:
    chain = crowd(others)
    make(chain, BOB, Refund(LOAN))
    assert chain.events[-1] == told(LOAN)
    assert loan(chain).contributors_count == 1 + max(0, others - 50)
    left = [who for who, _ in chain.crowdloans.contributions.under(LOAN)]
    # Of ascending accounts the last is paid last.
    assert left == [ALICE, account(150)][: 1 + max(0, others - 50)]


def test_more_than_are_counted_cannot_be_paid_back() -> None:
    chain = at_end(opened([(BOB, tao(1))]))
    chain.crowdloans.crowdloans[LOAN] = replace(loan(chain), contributors_count=U32(0))
    with pytest.raises(Underflow):
        make(chain, CAROL, Refund(LOAN))


def blocked(revision: Revision = R306) -> Chain:
    """Bob gave 499 rao, and has no account any more; Carol gave a TAO."""
    chain = opened([(CAROL, tao(1)), (BOB, LEAST)], revision=revision, cap=tao(11) + 499)
    make(chain, BOB, TransferAll(Id(ALICE), False))
    return at_end(chain)


def test_one_who_cannot_be_paid_keeps_all_from_it() -> None:
    chain = blocked()
    with pytest.raises(BelowMinimum):
        make(chain, CAROL, Refund(LOAN))
    assert given_by(chain, CAROL) == tao(1)


def test_once_closed_one_who_cannot_be_paid_is_passed_over() -> None:
    chain = blocked(closing("KNOWN-172"))
    make(chain, CAROL, Refund(LOAN))
    assert (given_by(chain, BOB), given_by(chain, CAROL)) == (499, None)
    assert chain.events[-1] == PartiallyRefunded(LOAN)
    assert (loan(chain).raised, loan(chain).contributors_count) == (tao(10) + 499, 2)
    assert not pay_back(chain, FUNDS, BOB, TaoBalance(499))


@pytest.mark.parametrize(("revision", "requests"), [(R306, 1), (closing("KNOWN-179"), 2)])
def test_a_long_call_is_requested_once_for_all(revision: Revision, requests: int) -> None:
    chain = funded(revision)
    first, second = store_call(chain, LONG), store_call(chain, LONG)
    assert first == second
    assert isinstance(first, Lookup)
    status = chain.governance.request_status_for.get(H256(first.hash))
    assert isinstance(status, Requested)
    assert status.count == requests


def test_a_short_call_stands_in_the_crowdloan() -> None:
    chain = opened(call=Remark(bytes(124)))
    assert isinstance(loan(chain).call, Inline)
    create(chain, call=Remark(bytes(125)))
    second = chain.crowdloans.crowdloans.get(CrowdloanId(1))
    assert second is not None
    assert isinstance(second.call, Lookup)


loans = st.sampled_from([CrowdloanId(0), CrowdloanId(1)])
amounts = st.one_of(st.integers(0, tao(40)), st.just(LEAST), st.just(tao(10))).map(TaoBalance)
ends = st.sampled_from([END, END + 1, 2 * END]).map(BlockNumber)
calls: st.SearchStrategy[Call] = st.one_of(
    st.builds(lambda cap: Create(tao(10), LEAST, cap, BlockNumber(END), None, None), amounts),
    st.builds(Contribute, loans, amounts),
    st.builds(Contribute, loans, amounts),
    st.builds(Withdraw, loans),
    st.builds(Refund, loans),
    st.builds(Dissolve, loans),
    st.builds(UpdateCap, loans, amounts),
    st.builds(UpdateEnd, loans, ends),
)


@given(st.lists(st.tuples(st.sampled_from([ALICE, BOB, CAROL]), calls, st.booleans()), min_size=3, max_size=20))
@settings(deadline=None, max_examples=60)
def test_whatever_is_done_tao_and_contributions_add_up(made: list[tuple[AccountId, Call, bool]]) -> None:
    chain = opened([(BOB, tao(20))])
    chain.commit()
    issued, watch = chain.accounts.total_issuance.value, Watch(chain)
    for who, call, is_late in made:
        if is_late:
            chain.accounts.number.value = BlockNumber(END)
            watch.after(chain.commit())
        try_dispatch(chain, signed(who), call)
        assert watch.after(chain.commit(), call) == []
    assert chain.accounts.total_issuance.value == issued


def test_a_crowdloan_that_is_not_there_takes_nothing() -> None:
    for call in (Contribute(LOAN, tao(1)), Withdraw(LOAN), Refund(LOAN)):
        with pytest.raises(InvalidCrowdloanId):
            make(funded(), ALICE, call)

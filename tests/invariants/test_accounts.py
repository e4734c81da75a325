from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts import balances
from tao_spec.interface.accounts.balances import AdjustmentDirection, Burned, Deposit, Minted
from tao_spec.interface.accounts.system import Id
from tao_spec.interface.errors import Overflow
from tao_spec.interface.messages import Call
from tao_spec.invariants.accounts import HELD
from tao_spec.invariants.frame import Verdict, Watch
from tao_spec.state.accounts import (
    AccountInfo,
    BalanceLock,
    HeldByPreimage,
    Hold,
    Identifier8,
    LockReasons,
    PreimageHold,
    ReserveData,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.origin import ROOT, Origin, signed
from tests.invariants.build import ALICE, BOB, CAROL, EVERYBODY, account, chain_of, ids, make, old_form, step_by_hand

DEPOSIT = 500
PREIMAGE = HeldByPreimage(reason=PreimageHold.Preimage)


def put(info: AccountInfo) -> Any:
    def change(chain: Chain) -> None:
        chain.accounts.account[ALICE] = info

    return change


def force(who: AccountId, free: int) -> Call:
    return balances.ForceSetBalance(who=Id(account=who), new_free=TaoBalance(free))


def rich() -> Chain:
    return chain_of({ALICE: account(10_000), BOB: account(20_000)})


# Each can fail


def test_rao_from_nowhere_break_the_sum_and_the_story() -> None:
    _, violations = step_by_hand(rich(), put(account(10_005)))
    assert ids(violations) == ["INV-5", "INV-6"]
    assert str(violations[0]) == "INV-5: all accounts together hold 30,005 rao; expected 30,000, a difference of +5"
    assert str(violations[1]) == "INV-6: what all accounts hold changed by 5 rao; expected 0, a difference of +5"


def test_a_told_creation_that_nobody_counts_breaks_the_sum_alone() -> None:
    _, violations = step_by_hand(rich(), put(account(10_005)), [Minted(who=ALICE, amount=TaoBalance(5))])
    assert ids(violations) == ["INV-5"]


def test_a_creation_told_and_counted_breaks_nothing() -> None:
    def change(chain: Chain) -> None:
        chain.accounts.account[ALICE] = account(10_005)
        chain.accounts.total_issuance.value = TaoBalance(30_005)

    assert step_by_hand(rich(), change, [Deposit(who=ALICE, amount=TaoBalance(5))])[1] == []


def test_a_burn_that_is_told_and_not_done_is_found() -> None:
    _, violations = step_by_hand(rich(), lambda chain: None, [Burned(who=ALICE, amount=TaoBalance(5))])
    assert ids(violations) == ["INV-6"]


def test_block_zero_tells_nothing_and_is_not_judged() -> None:
    chain = rich()
    chain.accounts.number.clear()
    chain.commit()
    watch, violations = step_by_hand(chain, put(account(10_005)))
    assert ids(violations) == ["INV-5"]
    assert watch.summary["INV-6"] == {Verdict.DOES_NOT_APPLY: 1}


@pytest.mark.parametrize(
    ("broken", "info"),
    [
        ("INV-7", account(0, providers=0)),
        ("INV-8", account(500, providers=0, sufficients=1)),
        ("INV-9", account(499)),
        ("INV-10", account(10_000, reserved=1, consumers=0)),
        ("INV-10", old_form(account(10_000, frozen=1, consumers=0))),
        ("INV-11", account(0, consumers=1, providers=0, sufficients=1)),
        ("INV-13", account(10_000, frozen=1)),
    ],
)
def test_an_account_that_should_not_be_is_found(broken: str, info: AccountInfo) -> None:
    watch, violations = step_by_hand(rich(), put(info))
    found = [violation for violation in violations if violation.invariant.id == broken]
    assert [violation.finding.account for violation in found] == [ALICE]
    assert ALICE.ss58 in str(found[0])
    assert broken in ids(watch.now())


@pytest.mark.parametrize(
    "info",
    [
        account(500),
        account(0),
        account(0, reserved=1),
        account(3, reserved=1),
        account(0, providers=0, sufficients=1),
        old_form(account(500, reserved=5, consumers=0)),
    ],
)
def test_an_account_that_may_be_is_not_found(info: AccountInfo) -> None:
    assert set(ids(step_by_hand(rich(), put(info))[1])) <= {"INV-5", "INV-6"}


@pytest.mark.parametrize("named", [False, True])
def test_a_hold_of_what_is_not_reserved_is_found(named: bool) -> None:
    def change(chain: Chain) -> None:
        if named:
            chain.accounts.reserves[ALICE] = (ReserveData(Identifier8(b"reserved"), TaoBalance(6)),)
        else:
            chain.accounts.holds[ALICE] = (Hold(PREIMAGE, TaoBalance(6)),)

    chain = chain_of({ALICE: account(10_000, reserved=5)})
    watch, violations = step_by_hand(chain, change, call=force(BOB, 0), domains=("accounts",))
    assert ids(violations) == ids(watch.now()) == ["INV-12"]


def test_a_lock_that_freezes_nothing_is_found() -> None:
    def change(chain: Chain) -> None:
        chain.accounts.locks[CAROL] = (BalanceLock(Identifier8(b"staking "), TaoBalance(9), LockReasons.All),)

    _, violations = step_by_hand(rich(), change)
    assert ids(violations) == ["INV-13"]
    assert "frozen 0 rao; expected 9, a difference of -9" in str(violations[0])


# Excuses


def test_a_saturated_issuance_is_excused_and_then_not_judged() -> None:
    chain = rich()
    watch = Watch(chain)
    assert make(chain, watch, ROOT, force(CAROL, TaoBalance.MAX)) == []
    assert [(v.invariant.id, v.excuse and v.excuse.id) for v in watch.excused] == [
        ("INV-5", "KNOWN-1"),
        ("INV-2", "Balances.force"),
    ]
    assert "excused by KNOWN-1" in str(watch.excused[0])
    assert make(chain, watch, signed(ALICE), balances.Burn(value=TaoBalance(5), keep_alive=True)) == []
    assert watch.summary["INV-5"] == {Verdict.EXCUSED: 1, Verdict.NOT_BEFORE: 1}
    assert watch.summary["INV-6"] == {Verdict.HOLDS: 2}


def test_a_closed_deviation_excuses_nothing() -> None:
    """A chain that still deviates, judged as one that must not."""
    chain, closed = rich(), rich()
    closed.revision = closed.revision.replace(name="closed", description="As r306.", close=frozenset({"KNOWN-1"}))
    watch = Watch(closed)
    assert ids(make(chain, watch, ROOT, force(CAROL, TaoBalance.MAX))) == ["INV-5"]


def test_where_the_deviation_is_closed_the_balance_is_refused() -> None:
    chain = rich()
    chain.revision = chain.revision.replace(name="closed", description="As r306.", close=frozenset({"KNOWN-1"}))
    with pytest.raises(Overflow):
        dispatch(chain, ROOT, force(CAROL, TaoBalance.MAX))


def test_a_saturation_excuses_no_other_loss() -> None:
    def change(chain: Chain) -> None:
        chain.accounts.account[CAROL] = account(TaoBalance.MAX)
        chain.accounts.total_issuance.value = TaoBalance(TaoBalance.MAX - 1)

    events = [
        balances.Issued(amount=TaoBalance(TaoBalance.MAX)),
        balances.BalanceSet(CAROL, TaoBalance(TaoBalance.MAX)),
    ]
    assert "INV-5" in ids(step_by_hand(rich(), change, events)[1])


def test_root_may_correct_the_issuance() -> None:
    chain = rich()
    watch = Watch(chain)
    call = balances.ForceAdjustTotalIssuance(direction=AdjustmentDirection.Increase, delta=TaoBalance(7))
    assert make(chain, watch, ROOT, call) == []
    assert [v.excuse and v.excuse.id for v in watch.excused] == ["Balances.force_adjust_total_issuance"]


def test_the_deposit_that_an_upgrade_gives_is_excused() -> None:
    chain = chain_of({ALICE: account(10_000), CAROL: old_form(account(0, reserved=5, providers=0, sufficients=1))})
    watch = Watch(chain)
    assert make(chain, watch, signed(ALICE), balances.UpgradeAccounts(who=(CAROL,))) == []
    assert [(v.invariant.id, v.excuse and v.excuse.id) for v in watch.excused] == [
        ("INV-5", "KNOWN-7"),
        ("INV-6", "KNOWN-7"),
        ("INV-55", "KNOWN-7"),
    ]
    assert watch.excused[0].finding.found - watch.excused[0].finding.expected == DEPOSIT


def test_what_is_unreserved_beyond_64_bits_is_lost_and_excused() -> None:
    chain = chain_of({ALICE: account(TaoBalance.MAX - 1, reserved=5)}, issuance=TaoBalance.MAX)
    watch = Watch(chain)
    call = balances.ForceUnreserve(who=Id(account=ALICE), amount=TaoBalance(4))
    assert make(chain, watch, ROOT, call) == []
    assert [(v.invariant.id, v.excuse and v.excuse.id, v.finding.found) for v in watch.excused] == [
        ("INV-6", "KNOWN-6", -3),
        ("INV-55", "KNOWN-6", -3),
    ]
    # Another loss in the same step is none of that.
    unreserved = [balances.Unreserved(who=ALICE, amount=TaoBalance(4))]
    chain = chain_of({ALICE: account(TaoBalance.MAX - 1, reserved=5)}, issuance=TaoBalance.MAX)
    assert "INV-6" in ids(step_by_hand(chain, put(account(TaoBalance.MAX - 1, reserved=1)), unreserved)[1])


def test_root_may_unreserve_what_is_held_and_nobody_else_may() -> None:
    def held() -> Chain:
        chain = chain_of({ALICE: account(10_000, reserved=5)})
        chain.accounts.holds[ALICE] = (Hold(PREIMAGE, TaoBalance(5)),)
        chain.commit()
        return chain

    chain = held()
    watch = Watch(chain)
    call = balances.ForceUnreserve(who=Id(account=ALICE), amount=TaoBalance(2))
    assert make(chain, watch, ROOT, call) == []
    assert [v.excuse and v.excuse.id for v in watch.excused] == ["Balances.force_unreserve"]
    other = balances.ForceUnreserve(who=Id(account=BOB), amount=TaoBalance(2))
    assert ids(step_by_hand(held(), put(account(10_002, reserved=3)), call=other)[1]) == ["INV-12"]


def with_lock(info: AccountInfo, amount: int) -> Chain:
    chain = chain_of({ALICE: info, BOB: account(10_000)})
    chain.accounts.locks[ALICE] = (BalanceLock(Identifier8(b"staking "), TaoBalance(amount), LockReasons.All),)
    chain.commit()
    return chain


def test_an_account_that_lives_on_without_tao_forgets_its_freeze_and_is_excused() -> None:
    for origin, call in (
        (ROOT, force(ALICE, 0)),
        (signed(ALICE), balances.TransferAllowDeath(dest=Id(account=BOB), value=TaoBalance(9_900))),
    ):
        chain = with_lock(account(10_000, frozen=100, providers=2), 100)
        watch = Watch(chain)
        assert make(chain, watch, origin, call) == []
        assert [(v.invariant.id, v.excuse and v.excuse.id) for v in watch.excused] == [("INV-13", "KNOWN-5")]
        assert chain.accounts.account[ALICE].data.frozen == 0


# Random walks

amounts = st.sampled_from((0, 1, 499, 500, 501, 999, 1_000, 5_000, 10_000, 1 << 63, TaoBalance.MAX)).map(TaoBalance)
people = st.sampled_from(EVERYBODY)
addresses = people.map(lambda who: Id(account=who))
signed_calls: st.SearchStrategy[Call] = st.one_of(
    st.builds(balances.TransferAllowDeath, dest=addresses, value=amounts),
    st.builds(balances.TransferKeepAlive, dest=addresses, value=amounts),
    st.builds(balances.TransferAll, dest=addresses, keep_alive=st.booleans()),
    st.builds(balances.Burn, value=amounts, keep_alive=st.booleans()),
    st.builds(balances.UpgradeAccounts, who=st.lists(people, max_size=3).map(tuple)),
)
root_calls: st.SearchStrategy[Call] = st.one_of(
    st.builds(balances.ForceTransfer, source=addresses, dest=addresses, value=amounts),
    st.builds(balances.ForceUnreserve, who=addresses, amount=amounts),
    st.builds(balances.ForceSetBalance, who=addresses, new_free=amounts),
    st.builds(balances.ForceAdjustTotalIssuance, direction=st.sampled_from(list(AdjustmentDirection)), delta=amounts),
)
signers = people.map(signed)
moves = st.one_of(
    st.tuples(signers, signed_calls),
    st.tuples(st.just(ROOT), root_calls),
    st.tuples(st.just(ROOT) | signers, signed_calls | root_calls),
)
infos = st.builds(
    lambda free, reserved, extra, is_old: (old_form if is_old else lambda info: info)(
        account(free, reserved, providers=1 + extra)
    ),
    st.integers(500, 20_000),
    st.sampled_from((0, 0, 1, 600)),
    st.integers(0, 1),
    st.booleans(),
)


@given(st.lists(infos, min_size=2, max_size=4), st.lists(moves, min_size=3, max_size=20))
@settings(deadline=None, max_examples=250)
def test_no_walk_of_balances_calls_breaks_an_invariant(
    start: list[AccountInfo], walk: list[tuple[Origin, Call]]
) -> None:
    chain = chain_of(dict(zip(EVERYBODY, start, strict=False)))
    watch = Watch(chain)
    assert watch.now() == []
    for origin, call in walk:
        assert make(chain, watch, origin, call) == []
        assert watch.present.sum_of(HELD) == HELD.of_state(chain.store)
    # Only root's own powers and the named deviations were ever needed to explain anything.
    found = {(violation.invariant.id, violation.excuse and violation.excuse.id) for violation in watch.excused}
    forced = ("INV-5", "Balances.force_adjust_total_issuance")
    lost = {("INV-6", "KNOWN-6"), ("INV-55", "KNOWN-6")}
    assert found <= {("INV-2", "Balances.force"), ("INV-5", "KNOWN-1"), forced, *lost}


locked = st.builds(
    lambda free, frozen, extra: account(free, 0, min(free, frozen), providers=1 + extra),
    st.integers(500, 20_000),
    st.sampled_from((1, 100, 499, 500, 5_000)),
    st.integers(0, 1),
)


@given(locked, st.lists(moves, min_size=1, max_size=10))
@settings(deadline=None, max_examples=250)
def test_no_walk_with_a_lock_breaks_an_invariant(info: AccountInfo, walk: list[tuple[Origin, Call]]) -> None:
    chain = with_lock(info, info.data.frozen)
    watch = Watch(chain)
    assert watch.now() == []
    for origin, call in walk:
        assert make(chain, watch, origin, call) == []


def test_a_walk_over_a_broken_rule_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    # The dust of a dead account stays in issuance.
    monkeypatch.setattr("tao_spec.transition.accounts.tokens.drop_dust", lambda chain, dust: None)
    chain = rich()
    watch = Watch(chain)
    call = balances.TransferAllowDeath(dest=Id(account=BOB), value=TaoBalance(9_900))
    assert ids(make(chain, watch, signed(ALICE), call)) == ["INV-5"]


def test_an_account_needs_no_reference_beyond_those_it_counts() -> None:
    info = replace(account(10_000, reserved=5), consumers=U32(3))
    assert set(ids(step_by_hand(rich(), put(info))[1])) <= {"INV-5", "INV-6"}

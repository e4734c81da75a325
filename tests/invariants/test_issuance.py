from __future__ import annotations

import pytest

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.interface.accounts.balances import (
    BalanceSet,
    Burned,
    Deposit,
    DustLost,
    Issued,
    Minted,
    Rescinded,
    Restored,
    Slashed,
    Suspended,
    TotalIssuanceForced,
    Transfer,
    Withdraw,
)
from tao_spec.interface.messages import Event
from tao_spec.invariants.issuance import compute_told_change, replay_issuance
from tests.invariants.build import ALICE, BOB

FIVE = TaoBalance(5)


@pytest.mark.parametrize(
    ("kind", "change"),
    [(Minted, 5), (Deposit, 5), (Restored, 5), (Burned, -5), (Withdraw, -5), (Suspended, -5), (Slashed, -5)],
)
def test_an_event_of_creation_or_destruction_changes_what_accounts_hold(kind: type[Event], change: int) -> None:
    assert compute_told_change([kind(who=ALICE, amount=FIVE)]) == change  # type: ignore[call-arg]


def test_dust_is_lost() -> None:
    assert compute_told_change([DustLost(ALICE, FIVE), Transfer(ALICE, BOB, FIVE)]) == -5


def test_issuance_alone_changes_no_account() -> None:
    assert compute_told_change([Issued(FIVE), Rescinded(FIVE)]) == 0


def test_a_balance_set_changes_it_by_the_issuance_directly_before() -> None:
    assert compute_told_change([Issued(FIVE), BalanceSet(ALICE, FIVE)]) == 5
    assert compute_told_change([Rescinded(FIVE), BalanceSet(ALICE, FIVE)]) == -5
    # Set to what it was, it tells of no issuance.
    assert compute_told_change([Issued(FIVE), BalanceSet(ALICE, FIVE), BalanceSet(ALICE, FIVE)]) == 5
    assert compute_told_change([Issued(FIVE), Transfer(ALICE, BOB, FIVE), BalanceSet(ALICE, FIVE)]) == 0


def test_total_issuance_follows_the_events() -> None:
    events = [Minted(ALICE, FIVE), DustLost(BOB, TaoBalance(2)), Transfer(ALICE, BOB, FIVE)]
    replayed = replay_issuance(TaoBalance(10), events)
    assert (replayed.value, replayed.was_held, replayed.was_forced) == (13, False, False)


def test_total_issuance_is_held_on_the_way() -> None:
    events = [Deposit(ALICE, FIVE), Withdraw(ALICE, FIVE)]
    replayed = replay_issuance(TaoBalance(TaoBalance.MAX - 1), events)
    assert (replayed.value, replayed.was_held) == (TaoBalance.MAX - 5, True)
    assert replay_issuance(TaoBalance(1), [Burned(ALICE, FIVE)]).was_held


def test_a_forced_issuance_replaces_what_was() -> None:
    events = [Minted(ALICE, FIVE), TotalIssuanceForced(TaoBalance(15), TaoBalance(40)), Minted(ALICE, FIVE)]
    replayed = replay_issuance(TaoBalance(10), events)
    assert (replayed.value, replayed.was_forced) == (45, True)

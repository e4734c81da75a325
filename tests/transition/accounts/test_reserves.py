from __future__ import annotations

import enum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.accounts.balances import (
    BalanceStatus,
    DeadAccount,
    DustLost,
    Endowed,
    FrozenEvent,
    InsufficientBalance,
    LiquidityRestrictions,
    Locked,
    Reserved,
    ReserveRepatriated,
    Slashed,
    Thawed,
    TooManyFreezes,
    TooManyHolds,
    TooManyReserves,
    Unlocked,
    Unreserved,
    Upgraded,
)
from tao_spec.interface.errors import (
    CannotCreate,
    CannotCreateHold,
    ConsumerRemaining,
    DispatchError,
    Frozen,
    FundsUnavailable,
    NoProviders,
    Overflow,
    TooManyConsumers,
    Underflow,
)
from tao_spec.state.accounts import (
    AccountInfo,
    BalanceLock,
    Freeze,
    HeldByPreimage,
    HeldByRegistry,
    HeldBySafeMode,
    Hold,
    Identifier8,
    LockReasons,
    PreimageHold,
    RegistryHold,
    ReserveData,
    SafeModeHold,
)
from tao_spec.transition.accounts.reserves import (
    burn_held,
    ensure_hold_available,
    get_reducible_reserve,
    hold,
    release,
    repatriate_reserved,
    reserve,
    reserve_named,
    set_freeze,
    set_hold,
    set_lock,
    slash_reserved,
    unreserve,
    unreserve_named,
)
from tao_spec.transition.accounts.tokens import BEST_EFFORT, EXACT, FORCE, POLITE
from tao_spec.transition.chain import Chain
from tests.transition.accounts.build import (
    ALICE,
    BOB,
    GHOST,
    MAX,
    amounts,
    chain_of,
    info,
    issuance,
    left_by_refusal,
    references,
    refusal,
    tell,
)

T = TaoBalance
FREE, RESERVED = BalanceStatus.Free, BalanceStatus.Reserved
PREIMAGE, REGISTRY = HeldByPreimage(PreimageHold.Preimage), HeldByRegistry(RegistryHold.RegistryIdentity)
SAFE_MODE = HeldBySafeMode(SafeModeHold.EnterOrExtend)
ONE, TWO = Identifier8(b"nameone1"), Identifier8(b"nametwo2")
modest = settings(max_examples=100, deadline=None)


# Reserves


def test_reserving_moves_from_free_to_reserved() -> None:
    chain = chain_of({ALICE: info(5_000)})
    reserve(chain, ALICE, T(4_500))
    assert (amounts(chain, ALICE), references(chain, ALICE)) == ((500, 4_500, 0), (1, 1, 0))
    assert tell(chain) == [Reserved(ALICE, T(4_500))]


def test_reserving_nothing_is_no_reserve() -> None:
    chain = chain_of({ALICE: info(5_000, flags=0)})
    reserve(chain, ALICE, T(0))
    outcome = chain.commit()
    assert (outcome.events, outcome.changes) == ((), {})


@pytest.mark.parametrize(
    ("account", "amount", "refused"),
    [
        (info(5_000), 5_001, InsufficientBalance),
        (info(5_000), 4_501, ConsumerRemaining),
        (info(5_000, providers=2), 5_000, None),
        (info(5_000, 0, 1_000), 4_000, None),
        (info(5_000, 0, 1_000), 4_001, LiquidityRestrictions),
        (info(5_000, 900, 1_000), 4_001, LiquidityRestrictions),
        (info(5_000, MAX - 10), 10, None),
        (info(5_000, MAX - 10), 11, Overflow),
        (info(5_000, MAX - 10, 5_000), 11, Overflow),
        (info(5_000, MAX - 10), 5_001, InsufficientBalance),
        (info(5_000, consumers=16), 1, TooManyConsumers),
        (info(5_000, consumers=15), 1, None),
        (info(499, sufficients=1), 1, NoProviders),
    ],
)
def test_what_can_be_reserved(account: AccountInfo, amount: int, refused: type[DispatchError] | None) -> None:
    assert refusal(reserve, chain_of({ALICE: account}), ALICE, T(amount)) is refused


@pytest.mark.parametrize(("amount", "freed", "missing"), [(1, 1, 0), (700, 700, 0), (701, 700, 1), (0, None, 0)])
def test_unreserving_frees_as_much_as_there_is(amount: int, freed: int | None, missing: int) -> None:
    chain = chain_of({ALICE: info(5_000, 700)})
    assert unreserve(chain, ALICE, T(amount)) == missing
    assert amounts(chain, ALICE) == (5_000 + (freed or 0), 700 - (freed or 0), 0)
    assert tell(chain) == ([] if freed is None else [Unreserved(ALICE, T(freed))])


def test_unreserving_the_last_rao_ends_the_need() -> None:
    chain = chain_of({ALICE: info(5_000, 700)})
    unreserve(chain, ALICE, T(699))
    assert references(chain, ALICE) == (1, 1, 0)
    unreserve(chain, ALICE, T(1))
    assert references(chain, ALICE) == (1, 0, 0)


def test_unreserving_tells_of_nothing_where_something_is_held_but_not_reserved() -> None:
    chain = chain_of({ALICE: info(5_000)})
    assert unreserve(chain, ALICE, T(7)) == 7
    assert unreserve(chain, GHOST, T(7)) == 7
    assert tell(chain) == [Unreserved(ALICE, T(0))]


def test_an_unreserving_that_is_refused_frees_nothing_and_is_not_told() -> None:
    chain = chain_of({ALICE: info(0, 700, consumers=0, providers=0, sufficients=1)})
    assert unreserve(chain, ALICE, T(7)) == 7
    assert (amounts(chain, ALICE), tell(chain)) == ((0, 700, 0), [])


def test_freed_tao_that_is_too_little_is_dust() -> None:
    chain = chain_of({ALICE: info(0, 499, sufficients=1, providers=1)})
    assert unreserve(chain, ALICE, T(499)) == 0
    assert tell(chain) == [DustLost(ALICE, T(499)), Unreserved(ALICE, T(499))]
    assert issuance(chain) == 0


@pytest.mark.parametrize(("amount", "taken"), [(0, 0), (1, 1), (700, 700), (701, 700)])
def test_slashing_takes_as_much_as_is_reserved(amount: int, taken: int) -> None:
    chain = chain_of({ALICE: info(5_000, 700)})
    assert slash_reserved(chain, ALICE, T(amount)) == (taken, amount - taken)
    assert (amounts(chain, ALICE), issuance(chain)) == ((5_000, 700 - taken, 0), 5_700)
    assert tell(chain) == ([Slashed(ALICE, T(taken))] if amount else [])


def test_slashing_nobody_takes_nothing() -> None:
    chain = chain_of({ALICE: info(0, 700, consumers=0, providers=0, sufficients=1)})
    assert slash_reserved(chain, GHOST, T(7)) == (0, 7)
    assert slash_reserved(chain, ALICE, T(7)) == (0, 7)
    assert tell(chain) == []


def test_a_slash_may_leave_dust() -> None:
    chain = chain_of({ALICE: info(100, 700, providers=1)})
    assert slash_reserved(chain, ALICE, T(700)) == (700, 0)
    assert tell(chain) == [DustLost(ALICE, T(100)), Slashed(ALICE, T(700))]
    assert issuance(chain) == 700


@pytest.mark.parametrize(
    ("account", "polite"),
    [(info(5_000, 700), 700), (info(5_000, 700, 5_000), 700), (info(5_000, 700, 5_001), 699), (info(0, 700, 800), 0)],
)
def test_what_can_be_taken_from_a_reserve(account: AccountInfo, polite: int) -> None:
    chain = chain_of({ALICE: account})
    assert get_reducible_reserve(chain, ALICE, POLITE) == polite
    assert get_reducible_reserve(chain, ALICE, FORCE) == 700


@pytest.mark.parametrize(("status", "after"), [(FREE, (5_600, 100, 0)), (RESERVED, (5_000, 700, 0))])
def test_a_reserve_moves_to_another_account(status: BalanceStatus, after: tuple[int, int, int]) -> None:
    chain = chain_of({ALICE: info(5_000, 700), BOB: info(5_000, 100)})
    assert repatriate_reserved(chain, ALICE, BOB, T(600), status, POLITE) == 0
    assert (amounts(chain, ALICE), amounts(chain, BOB)) == ((5_000, 100, 0), after)
    assert tell(chain) == [ReserveRepatriated(ALICE, BOB, T(600), status)]


def test_only_what_is_reserved_and_not_frozen_moves() -> None:
    chain = chain_of({ALICE: info(5_000, 700, 5_100), BOB: info(5_000)})
    assert repatriate_reserved(chain, ALICE, BOB, T(900), FREE, POLITE) == 300
    assert repatriate_reserved(chain, ALICE, BOB, T(900), FREE, FORCE) == 800
    assert repatriate_reserved(chain, ALICE, BOB, T(0), FREE, FORCE) == 0
    assert amounts(chain, BOB)[0] == 5_700


def test_a_reserve_that_moves_to_oneself_is_freed_or_stays() -> None:
    chain = chain_of({ALICE: info(5_000, 700)})
    assert repatriate_reserved(chain, ALICE, ALICE, T(800), RESERVED, POLITE) == 100
    assert tell(chain) == []
    assert repatriate_reserved(chain, ALICE, ALICE, T(800), FREE, POLITE) == 100
    assert (amounts(chain, ALICE), tell(chain)) == ((5_700, 0, 0), [Unreserved(ALICE, T(700))])


def test_a_reserve_moves_to_nobody_who_does_not_exist_or_cannot_hold_it() -> None:
    chain = chain_of({ALICE: info(5_000, 700), BOB: info(MAX - 9, 0)})
    assert refusal(repatriate_reserved, chain, ALICE, GHOST, T(1), FREE, POLITE) is DeadAccount
    assert refusal(repatriate_reserved, chain, ALICE, BOB, T(10), FREE, POLITE) is Overflow
    assert chain.commit().changes == {}
    assert refusal(repatriate_reserved, chain, ALICE, BOB, T(9), FREE, POLITE) is None


def test_the_source_changes_before_the_other_account_is_written() -> None:
    chain = chain_of({ALICE: info(100, 700, providers=1, flags=0), BOB: info(100, 9, providers=1, flags=0)})
    repatriate_reserved(chain, ALICE, BOB, T(700), FREE, POLITE)
    moved = ReserveRepatriated(ALICE, BOB, T(700), FREE)
    assert tell(chain) == [Upgraded(BOB), Upgraded(ALICE), DustLost(ALICE, T(100)), moved]
    assert issuance(chain) == 809


# Named reserves


def test_named_reserves_are_kept_in_the_order_of_their_names() -> None:
    chain = chain_of({ALICE: info(5_000)})
    reserve_named(chain, TWO, ALICE, T(5))
    reserve_named(chain, ONE, ALICE, T(7))
    reserve_named(chain, TWO, ALICE, T(1))
    reserve_named(chain, ONE, ALICE, T(0))
    assert chain.accounts.reserves[ALICE] == (ReserveData(ONE, T(7)), ReserveData(TWO, T(6)))
    assert amounts(chain, ALICE) == (4_987, 13, 0)


def test_fifty_names_and_not_one_more() -> None:
    chain = chain_of({ALICE: info(5_000)})
    for number in range(50):
        reserve_named(chain, Identifier8(b"name%04d" % number), ALICE, T(1))
    assert refusal(reserve_named, chain, ONE, ALICE, T(1)) is TooManyReserves
    assert refusal(reserve_named, chain, ONE, ALICE, T(0)) is None
    reserve_named(chain, Identifier8(b"name0007"), ALICE, T(1))
    assert amounts(chain, ALICE)[1] == 51


def test_a_named_reserve_that_is_refused_is_not_listed() -> None:
    chain = chain_of({ALICE: info(5_000)})
    assert refusal(reserve_named, chain, ONE, ALICE, T(5_001)) is InsufficientBalance
    assert chain.commit().changes == {}
    chain.accounts.reserves[ALICE] = (ReserveData(ONE, T(MAX)),)
    assert refusal(reserve_named, chain, ONE, ALICE, T(5_001)) is Overflow


def test_what_is_unreserved_under_a_name_is_taken_off_its_entry() -> None:
    chain = chain_of({ALICE: info(5_000)})
    reserve_named(chain, ONE, ALICE, T(5))
    reserve_named(chain, TWO, ALICE, T(7))
    assert unreserve_named(chain, ONE, ALICE, T(4)) == 0
    assert chain.accounts.reserves[ALICE] == (ReserveData(ONE, T(1)), ReserveData(TWO, T(7)))
    assert unreserve_named(chain, ONE, ALICE, T(4)) == 3
    assert chain.accounts.reserves[ALICE] == (ReserveData(TWO, T(7)),)
    assert unreserve_named(chain, ONE, ALICE, T(4)) == 4
    assert unreserve_named(chain, TWO, ALICE, T(0)) == 0
    assert unreserve_named(chain, TWO, ALICE, T(7)) == 0
    assert ALICE not in chain.accounts.reserves
    assert unreserve_named(chain, TWO, ALICE, T(7)) == 7


def test_an_entry_keeps_what_did_not_come_free() -> None:
    chain = chain_of({ALICE: info(5_000, 3)})
    chain.accounts.reserves[ALICE] = (ReserveData(ONE, T(9)),)
    assert unreserve_named(chain, ONE, ALICE, T(8)) == 5
    assert chain.accounts.reserves[ALICE] == (ReserveData(ONE, T(6)),)


# Holds


def test_holding_moves_from_free_to_reserved_and_says_why() -> None:
    chain = chain_of({ALICE: info(5_000, 0, 5_000)})
    hold(chain, PREIMAGE, ALICE, T(4_500))
    assert (amounts(chain, ALICE), references(chain, ALICE)) == ((500, 4_500, 5_000), (1, 1, 0))
    assert chain.accounts.holds[ALICE] == (Hold(PREIMAGE, T(4_500)),)
    assert tell(chain) == []
    assert refusal(hold, chain, PREIMAGE, ALICE, T(1)) is FundsUnavailable


def test_holds_keep_their_order_and_add_up_by_reason() -> None:
    chain = chain_of({ALICE: info(5_000)})
    for reason, amount in ((REGISTRY, 5), (PREIMAGE, 7), (REGISTRY, 1)):
        hold(chain, reason, ALICE, T(amount))
    assert chain.accounts.holds[ALICE] == (Hold(REGISTRY, T(6)), Hold(PREIMAGE, T(7)))


def test_nothing_can_be_held_of_who_does_not_exist() -> None:
    chain = chain_of({ALICE: info(sufficients=1)})
    assert refusal(hold, chain, PREIMAGE, ALICE, T(1)) is FundsUnavailable
    assert refusal(hold, chain, PREIMAGE, ALICE, T(0)) is CannotCreateHold
    assert refusal(hold, chain, PREIMAGE, GHOST, T(0)) is CannotCreateHold


def test_there_is_room_for_as_many_holds_as_there_are_reasons() -> None:
    chain = chain_of({ALICE: info(5_000)})
    for reason in (PREIMAGE, REGISTRY, SAFE_MODE):
        hold(chain, reason, ALICE, T(1))
    ensure_hold_available(chain, REGISTRY, ALICE)
    chain.accounts.holds[ALICE] = (Hold(PREIMAGE, T(1)), Hold(SAFE_MODE, T(1)), Hold(SAFE_MODE, T(1)))
    assert refusal(ensure_hold_available, chain, REGISTRY, ALICE) is CannotCreateHold
    assert refusal(set_hold, chain, REGISTRY, ALICE, T(1)) is TooManyHolds
    assert refusal(set_hold, chain, REGISTRY, ALICE, T(0)) is None


def test_the_reserve_must_follow_a_hold() -> None:
    chain = chain_of({ALICE: info(5_000, MAX - 3)})
    assert refusal(set_hold, chain, PREIMAGE, ALICE, T(4)) is Overflow
    set_hold(chain, PREIMAGE, ALICE, T(3))
    chain = chain_of({ALICE: info(5_000, 3)})
    chain.accounts.holds[ALICE] = (Hold(PREIMAGE, T(9)),)
    assert refusal(set_hold, chain, PREIMAGE, ALICE, T(5)) is Underflow
    set_hold(chain, PREIMAGE, ALICE, T(6))
    assert (amounts(chain, ALICE)[1], chain.accounts.holds[ALICE]) == (0, (Hold(PREIMAGE, T(6)),))


def test_a_hold_of_an_account_of_the_older_form_writes_back_the_older_form() -> None:
    """The upgrade in between is told and its reference stays, but the record is written as it was read before."""
    chain = chain_of({ALICE: info(5_000, 7, consumers=0, flags=0)})
    set_hold(chain, PREIMAGE, ALICE, T(1))
    assert (amounts(chain, ALICE), references(chain, ALICE)) == ((5_000, 8, 0), (1, 1, 0))
    assert (chain.accounts.account[ALICE].data.flags, tell(chain)) == (0, [Upgraded(ALICE)])


@pytest.mark.parametrize(("amount", "freed"), [(1, 1), (700, 700), (701, 700)])
def test_releasing_frees_as_much_as_is_held(amount: int, freed: int) -> None:
    chain = chain_of({ALICE: info(5_000)})
    hold(chain, PREIMAGE, ALICE, T(700))
    assert release(chain, PREIMAGE, ALICE, T(amount), BEST_EFFORT) == freed
    assert amounts(chain, ALICE) == (4_300 + freed, 700 - freed, 0)
    assert chain.accounts.holds[ALICE] == ((Hold(PREIMAGE, T(700 - freed)),) if freed < 700 else ())
    assert ALICE in chain.accounts.holds


def test_an_exact_release_needs_all_of_it() -> None:
    chain = chain_of({ALICE: info(5_000)})
    hold(chain, PREIMAGE, ALICE, T(700))
    assert refusal(release, chain, PREIMAGE, ALICE, T(701), EXACT) is FundsUnavailable
    assert refusal(release, chain, REGISTRY, ALICE, T(1), EXACT) is FundsUnavailable
    assert release(chain, PREIMAGE, ALICE, T(700), EXACT) == 700


def test_what_could_not_be_received_is_not_released() -> None:
    chain = chain_of({ALICE: info(100, 700, providers=1), BOB: info(5_000, MAX - 6_000)})
    chain.accounts.holds[ALICE] = (Hold(PREIMAGE, T(700)),)
    assert refusal(release, chain, PREIMAGE, ALICE, T(399), BEST_EFFORT) is CannotCreate
    assert refusal(release, chain, PREIMAGE, BOB, T(1_001), BEST_EFFORT) is CannotCreate
    assert refusal(release, chain, PREIMAGE, BOB, T(1_000), BEST_EFFORT) is None
    assert release(chain, PREIMAGE, ALICE, T(400), BEST_EFFORT) == 400


def test_burning_what_is_held_destroys_it() -> None:
    chain = chain_of({ALICE: info(5_000, 700, 5_100)})
    chain.accounts.holds[ALICE] = (Hold(SAFE_MODE, T(650)),)
    assert refusal(burn_held, chain, SAFE_MODE, ALICE, T(601), EXACT, POLITE) is Frozen
    assert refusal(burn_held, chain, SAFE_MODE, ALICE, T(651), EXACT, FORCE) is FundsUnavailable
    assert burn_held(chain, SAFE_MODE, ALICE, T(700), BEST_EFFORT, POLITE) == 600
    assert burn_held(chain, SAFE_MODE, ALICE, T(20), EXACT, FORCE) == 20
    assert burn_held(chain, SAFE_MODE, ALICE, T(700), BEST_EFFORT, FORCE) == 30
    assert (amounts(chain, ALICE), issuance(chain), tell(chain)) == ((5_000, 50, 5_100), 5_050, [])


# Locks and freezes


def lock(name: Identifier8, amount: int, reasons: LockReasons = LockReasons.All) -> BalanceLock:
    return BalanceLock(name, T(amount), reasons)


def test_what_is_frozen_is_the_greatest_lock() -> None:
    chain = chain_of({ALICE: info(5_000)})
    set_lock(chain, TWO, ALICE, T(300), LockReasons.All)
    set_lock(chain, ONE, ALICE, T(200), LockReasons.Misc)
    set_lock(chain, ONE, ALICE, T(400), LockReasons.Fee)
    assert chain.accounts.locks[ALICE] == (lock(TWO, 300), lock(ONE, 400, LockReasons.Fee))
    assert (amounts(chain, ALICE), references(chain, ALICE)) == ((5_000, 0, 400), (1, 1, 0))
    assert tell(chain) == [Locked(ALICE, T(300)), Locked(ALICE, T(100))]


@pytest.mark.parametrize(("amount", "reasons"), [(0, LockReasons.All), (7, None)])
def test_no_amount_or_no_reason_removes_a_lock(amount: int, reasons: LockReasons | None) -> None:
    chain = chain_of({ALICE: info(5_000)})
    set_lock(chain, ONE, ALICE, T(300), LockReasons.All)
    set_lock(chain, TWO, ALICE, T(200), LockReasons.All)
    chain.commit()
    set_lock(chain, ONE, ALICE, T(amount), reasons)
    assert tell(chain) == [Unlocked(ALICE, T(100))]
    set_lock(chain, TWO, ALICE, T(amount), reasons)
    assert (amounts(chain, ALICE)[2], references(chain, ALICE)) == (0, (1, 0, 0))
    assert ALICE not in chain.accounts.locks
    assert tell(chain) == [Unlocked(ALICE, T(200))]


def test_a_lock_is_never_refused() -> None:
    full = chain_of({ALICE: info(5_000, consumers=16)})
    set_lock(full, ONE, ALICE, T(300), LockReasons.All)
    assert (amounts(full, ALICE)[2], references(full, ALICE)) == (0, (1, 16, 0))
    assert full.accounts.locks[ALICE] == (lock(ONE, 300),)
    assert tell(full) == [Locked(ALICE, T(300))]


def test_there_may_be_more_locks_than_expected() -> None:
    chain = chain_of({ALICE: info(5_000)})
    for number in range(51):
        set_lock(chain, Identifier8(b"lock%04d" % number), ALICE, T(1), LockReasons.All)
    assert len(chain.accounts.locks[ALICE]) == 51


class Reason(enum.Enum):
    """Reasons to freeze, of which the runtime has none; they are never stored."""

    FIRST = 1
    SECOND = 2


FIRST: Any = Reason.FIRST
SECOND: Any = Reason.SECOND


def test_a_freeze_is_a_lock_for_a_reason() -> None:
    chain = chain_of({ALICE: info(5_000)})
    set_lock(chain, ONE, ALICE, T(200), LockReasons.All)
    for reason, amount in ((FIRST, 300), (SECOND, 100), (FIRST, 250)):
        set_freeze(chain, reason, ALICE, T(amount))
    assert chain.accounts.freezes[ALICE] == (Freeze(FIRST, T(250)), Freeze(SECOND, T(100)))
    assert chain.events[1:] == [FrozenEvent(ALICE, T(100)), Thawed(ALICE, T(50))]


def test_a_freeze_of_nothing_is_removed() -> None:
    chain = chain_of({ALICE: info(5_000)})
    set_freeze(chain, FIRST, ALICE, T(300))
    set_freeze(chain, SECOND, ALICE, T(0))
    set_freeze(chain, FIRST, ALICE, T(0))
    assert chain.events == [FrozenEvent(ALICE, T(300)), Thawed(ALICE, T(300))]
    assert ALICE not in chain.accounts.freezes


def test_a_lock_is_measured_with_the_freezes() -> None:
    chain = chain_of({ALICE: info(5_000)})
    set_freeze(chain, FIRST, ALICE, T(300))
    set_lock(chain, ONE, ALICE, T(200), LockReasons.All)
    assert chain.events == [FrozenEvent(ALICE, T(300))]
    set_freeze(chain, FIRST, ALICE, T(0))
    assert amounts(chain, ALICE)[2] == 200


def test_fifty_freezes_and_not_one_more() -> None:
    chain = chain_of({ALICE: info(5_000)})
    chain.accounts.freezes[ALICE] = (Freeze(FIRST, T(1)),) * 50
    assert refusal(set_freeze, chain, SECOND, ALICE, T(1)) is TooManyFreezes
    assert refusal(set_freeze, chain, FIRST, ALICE, T(2)) is None
    chain.accounts.freezes[BOB] = (Freeze(FIRST, T(1)),) * 49
    chain.accounts.account[BOB] = info(5_000)
    assert refusal(set_freeze, chain, SECOND, BOB, T(1)) is None


def test_a_freeze_may_be_refused_unlike_a_lock() -> None:
    chain = chain_of({ALICE: info(5_000, consumers=16)})
    assert left_by_refusal(chain, lambda: set_freeze(chain, FIRST, ALICE, T(1))) == ([], {})


def test_locking_an_account_that_holds_nothing_endows_it_with_nothing() -> None:
    chain = chain_of()
    set_lock(chain, ONE, GHOST, T(0), None)
    assert tell(chain) == [Endowed(GHOST, T(0))]
    assert GHOST not in chain.accounts.account


# What holds of all of them

small = st.integers(0, 1_200)


def total(chain: Chain, who: AccountId) -> int:
    return sum(amounts(chain, who)[:2])


def lost(chain: Chain) -> int:
    return sum(event.amount for event in chain.events if isinstance(event, DustLost))


@modest
@given(small, small, st.integers(0, 3_000), st.sampled_from([reserve, unreserve]))
def test_setting_aside_keeps_all_but_dust(free: int, reserved: int, amount: int, act: object) -> None:
    chain = chain_of({ALICE: info(free, reserved, providers=1 + (free >= 500))})
    before = issuance(chain)
    refused = refusal(act, chain, ALICE, T(amount))  # type: ignore[arg-type]
    assert refused in (None, InsufficientBalance)
    assert total(chain, ALICE) == before - lost(chain) == issuance(chain)


@modest
@given(small, small, st.lists(st.tuples(st.sampled_from([PREIMAGE, REGISTRY]), st.booleans(), small), max_size=5))
def test_holds_are_always_reserved(free: int, reserved: int, deeds: list[tuple[HeldByPreimage, bool, int]]) -> None:
    chain = chain_of({ALICE: info(free + 500, reserved)})
    for reason, grows, amount in deeds:
        with_refusal = (hold, reason, ALICE, T(amount)) if grows else (release, reason, ALICE, T(amount), BEST_EFFORT)
        refusal(with_refusal[0], chain, *with_refusal[1:])
        assert sum(held.amount for held in chain.accounts.holds[ALICE]) == amounts(chain, ALICE)[1] - reserved
        assert total(chain, ALICE) == free + 500 + reserved


@modest
@given(small, small, small, st.integers(0, 2_000), st.sampled_from([FREE, RESERVED]))
def test_a_reserve_that_moves_is_neither_more_nor_less(
    reserved: int, free: int, frozen: int, amount: int, status: BalanceStatus
) -> None:
    chain = chain_of({ALICE: info(free, reserved, frozen, providers=1 + (free >= 500)), BOB: info(700)})
    before = issuance(chain)
    left = repatriate_reserved(chain, ALICE, BOB, T(amount), status, POLITE)
    assert total(chain, ALICE) + total(chain, BOB) == before - lost(chain) == issuance(chain)
    assert amount - left == total(chain, BOB) - 700

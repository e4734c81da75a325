from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.balances import (
    Burned,
    Deposit,
    DustLost,
    Endowed,
    InsufficientBalance,
    Minted,
    Transfer,
    Upgraded,
    Withdraw,
)
from tao_spec.interface.accounts.system import KilledAccount, NewAccount
from tao_spec.interface.errors import (
    BelowMinimum,
    ConsumerRemaining,
    DispatchError,
    Frozen,
    FundsUnavailable,
    NotExpendable,
    Overflow,
    Underflow,
)
from tao_spec.state.accounts import AccountInfo
from tao_spec.transition.accounts.tokens import (
    BEST_EFFORT,
    EXACT,
    EXPENDABLE,
    FORCE,
    POLITE,
    PRESERVE,
    PROTECT,
    Fortitude,
    Preservation,
    burn_from,
    decrease_balance,
    deposit,
    ensure_can_deposit,
    ensure_can_withdraw,
    get_reducible_balance,
    increase_balance,
    mint,
    transfer,
    withdraw,
    write_balance,
)
from tests.transition.accounts.build import (
    ALICE,
    BOB,
    DEPOSIT,
    GHOST,
    MAX,
    amounts,
    chain_of,
    info,
    issuance,
    left_by_refusal,
    refusal,
    tell,
)

T = TaoBalance
modest = settings(max_examples=150, deadline=None)


@pytest.mark.parametrize(
    ("account", "preservation", "fortitude", "reducible"),
    [
        (info(5_000), EXPENDABLE, POLITE, 5_000),
        (info(5_000), PROTECT, POLITE, 4_500),
        (info(5_000), PRESERVE, POLITE, 4_500),
        (info(5_000, providers=2), PROTECT, POLITE, 5_000),
        (info(5_000, providers=2), PRESERVE, POLITE, 4_500),
        (info(5_000, 1), EXPENDABLE, POLITE, 4_500),
        (info(5_000, 1, providers=2), EXPENDABLE, POLITE, 5_000),
        (info(5_000, consumers=1), EXPENDABLE, FORCE, 4_500),
        (info(5_000, 0, 600), EXPENDABLE, POLITE, 4_400),
        (info(5_000, 0, 600), EXPENDABLE, FORCE, 4_500),
        (info(5_000, 0, 600, providers=2), EXPENDABLE, FORCE, 5_000),
        (info(5_000, 100, 600, providers=2), EXPENDABLE, POLITE, 4_500),
        (info(5_000, 600, 600, providers=2), EXPENDABLE, POLITE, 5_000),
        (info(5_000, 100, 601), PRESERVE, POLITE, 4_499),
        (info(5_000, 100, 600), PRESERVE, POLITE, 4_500),
        (info(400, 0, 0, providers=1), PRESERVE, FORCE, 0),
        (info(5_000, 0, 6_000), EXPENDABLE, POLITE, 0),
        (info(0), PRESERVE, POLITE, 0),
    ],
)
def test_what_can_be_taken(
    account: AccountInfo, preservation: Preservation, fortitude: Fortitude, reducible: int
) -> None:
    assert get_reducible_balance(chain_of({ALICE: account}), ALICE, preservation, fortitude) == reducible


@pytest.mark.parametrize(
    ("account", "amount", "refused"),
    [
        (info(), 0, None),
        (info(), DEPOSIT - 1, BelowMinimum),
        (info(), DEPOSIT, None),
        (info(100, 1, providers=1), DEPOSIT - 101, BelowMinimum),
        (info(100, 1, providers=1), DEPOSIT - 100, None),
        (info(MAX - 9), 9, None),
        (info(MAX - 9), 10, Overflow),
        (info(MAX - 9, 4), 5, None),
        (info(MAX - 9, 4), 6, Overflow),
    ],
)
def test_what_can_be_received(account: AccountInfo, amount: int, refused: type[DispatchError] | None) -> None:
    assert refusal(ensure_can_deposit, chain_of({ALICE: account}), ALICE, T(amount)) is refused


@pytest.mark.parametrize(
    ("account", "amount", "keep_alive", "refused"),
    [
        (info(5_000), 0, True, None),
        (info(5_000), 5_000, False, None),
        (info(5_000), 5_001, False, FundsUnavailable),
        (info(5_000), 4_500, True, None),
        (info(5_000), 4_501, True, NotExpendable),
        (info(5_000, 1), 4_500, False, None),
        (info(5_000, 1), 4_501, False, Frozen),
        (info(5_000, 0, 1_000), 4_000, False, None),
        (info(5_000, 0, 1_000), 4_001, False, Frozen),
        (info(5_000, 300, 1_000), 4_300, False, None),
        (info(5_000, 300, 1_000), 4_301, False, Frozen),
        (info(400, 1, providers=1), 1, False, Frozen),
        (info(5_000, providers=2), 5_000, True, NotExpendable),
    ],
)
def test_what_can_be_spent(
    account: AccountInfo, amount: int, keep_alive: bool, refused: type[DispatchError] | None
) -> None:
    chain = chain_of({ALICE: account}, issuance=MAX)
    assert refusal(ensure_can_withdraw, chain, ALICE, T(amount), keep_alive) is refused


def test_more_than_all_tao_cannot_be_spent_whoever_holds_it() -> None:
    chain = chain_of({ALICE: info(5_000)}, issuance=3_000)
    assert refusal(ensure_can_withdraw, chain, ALICE, T(3_000), False) is None
    assert refusal(ensure_can_withdraw, chain, ALICE, T(3_001), False) is Underflow
    assert refusal(ensure_can_withdraw, chain, ALICE, T(5_001), False) is Underflow


odd = st.sampled_from([0, 1, 499, 500, 501, 999, 1_000, 5_000, MAX])


@modest
@given(odd, odd, odd, st.integers(0, 3), st.integers(0, 2), st.integers(0, 1), odd, st.booleans())
def test_nobody_is_told_that_it_is_the_only_provider(
    free: int, reserved: int, frozen: int, providers: int, consumers: int, sufficients: int, amount: int, alive: bool
) -> None:
    """What an account keeps to live is frozen before anything asks whether it may die."""
    account = info(free, reserved, frozen, providers=providers, consumers=consumers, sufficients=sufficients)
    refused = refusal(ensure_can_withdraw, chain_of({ALICE: account}, issuance=MAX), ALICE, T(amount), alive)
    assert refused in (None, FundsUnavailable, Frozen, NotExpendable)


def test_a_balance_is_written_but_not_under_what_must_stay() -> None:
    chain = chain_of({ALICE: info(5_000, 1), BOB: info(5_000)})
    assert write_balance(chain, BOB, T(7)) == 7
    assert write_balance(chain, ALICE, T(500)) is None
    assert amounts(chain, ALICE)[0] == 500
    assert refusal(write_balance, chain, ALICE, T(499)) is InsufficientBalance
    assert amounts(chain, ALICE)[0] == 500


def test_a_refused_write_leaves_what_touching_the_account_leaves() -> None:
    chain = chain_of({ALICE: info(100, 7, providers=0, consumers=0, flags=0)})
    told, _ = left_by_refusal(chain, lambda: write_balance(chain, ALICE, T(100)))
    assert told == [NewAccount(ALICE), Upgraded(ALICE)]
    assert amounts(chain, ALICE) == (DEPOSIT, 7, 0)


def test_taking_is_exact_or_as_much_as_can_be() -> None:
    for precision, amount, taken in ((EXACT, 4_500, 4_500), (BEST_EFFORT, 4_501, 4_500), (BEST_EFFORT, 7, 7)):
        chain = chain_of({ALICE: info(5_000)})
        assert decrease_balance(chain, ALICE, T(amount), precision, PRESERVE, POLITE) == taken
        assert amounts(chain, ALICE)[0] == 5_000 - taken
        assert issuance(chain) == 5_000
    chain = chain_of({ALICE: info(5_000)})
    assert refusal(decrease_balance, chain, ALICE, T(4_501), EXACT, PRESERVE, POLITE) is FundsUnavailable


def test_dust_of_a_taking_leaves_issuance_and_is_not_counted_as_taken() -> None:
    chain = chain_of({ALICE: info(5_000)})
    assert decrease_balance(chain, ALICE, T(4_501), EXACT, EXPENDABLE, POLITE) == 4_501
    assert (amounts(chain, ALICE), issuance(chain)) == ((0, 0, 0), 5_000 - 499)
    assert tell(chain) == [KilledAccount(ALICE), DustLost(ALICE, T(499))]


def test_giving_is_exact_or_as_much_as_can_be() -> None:
    chain = chain_of({ALICE: info(MAX - 5)})
    assert refusal(increase_balance, chain, ALICE, T(6), EXACT) is Overflow
    assert increase_balance(chain, ALICE, T(6), BEST_EFFORT) == 5
    assert increase_balance(chain, ALICE, T(6), BEST_EFFORT) == 0
    assert increase_balance(chain, BOB, T(DEPOSIT - 1), BEST_EFFORT) == 0
    assert refusal(increase_balance, chain, BOB, T(DEPOSIT - 1), EXACT) is BelowMinimum
    assert increase_balance(chain, BOB, T(DEPOSIT), EXACT) == DEPOSIT
    assert increase_balance(chain, BOB, T(0), EXACT) == 0


def test_giving_nothing_touches_nothing() -> None:
    chain = chain_of({ALICE: info(5_000, flags=0)})
    assert increase_balance(chain, ALICE, T(0), EXACT) == 0
    assert chain.commit().changes == {}


def test_giving_nothing_exactly_to_nobody_is_refused() -> None:
    assert refusal(increase_balance, chain_of(), GHOST, T(0), EXACT) is BelowMinimum


def test_a_transfer_moves_what_it_says() -> None:
    chain = chain_of({ALICE: info(5_000)})
    transfer(chain, ALICE, BOB, T(4_500), PRESERVE)
    assert (amounts(chain, ALICE)[0], amounts(chain, BOB)[0], issuance(chain)) == (500, 4_500, 5_000)
    assert tell(chain) == [NewAccount(BOB), Endowed(BOB, T(4_500)), Transfer(ALICE, BOB, T(4_500))]


def test_a_transfer_that_protects_keeps_the_deposit_too() -> None:
    chain = chain_of({ALICE: info(5_000, providers=2)})
    assert refusal(transfer, chain, ALICE, BOB, T(4_501), PROTECT) is NotExpendable
    transfer(chain, ALICE, BOB, T(4_500), PROTECT)


def test_the_sender_is_looked_at_first() -> None:
    chain = chain_of({ALICE: info(5_000)}, issuance=MAX)
    assert refusal(transfer, chain, ALICE, BOB, T(5_001), EXPENDABLE) is FundsUnavailable
    assert refusal(transfer, chain, ALICE, BOB, T(499), EXPENDABLE) is BelowMinimum


def test_a_transfer_to_oneself_is_checked_and_does_nothing() -> None:
    chain = chain_of({ALICE: info(5_000, flags=0)}, issuance=MAX)
    transfer(chain, ALICE, ALICE, T(5_000), EXPENDABLE)
    assert refusal(transfer, chain, ALICE, ALICE, T(5_001), EXPENDABLE) is FundsUnavailable
    outcome = chain.commit()
    assert (outcome.events, outcome.changes) == ((), {})


def test_a_gift_that_fails_is_passed_over_and_told_as_made() -> None:
    """The receiver cannot count what it needs, so that the sender gives to nobody: no state that calls lead to."""
    receiver = replace(info(0, 7, consumers=0, providers=0, sufficients=1), consumers=U32(0))
    chain = chain_of({ALICE: info(5_000), BOB: replace(receiver, data=replace(receiver.data, free=T(500)))})
    transfer(chain, ALICE, BOB, T(1_000), EXPENDABLE)
    assert tell(chain) == [Transfer(ALICE, BOB, T(1_000))]
    assert (amounts(chain, ALICE)[0], amounts(chain, BOB)[0]) == (4_000, 500)


def test_minting_creates() -> None:
    chain = chain_of(issuance=MAX - DEPOSIT)
    assert mint(chain, ALICE, T(DEPOSIT)) == DEPOSIT
    assert (amounts(chain, ALICE)[0], issuance(chain)) == (DEPOSIT, MAX)
    assert tell(chain)[-1] == Minted(ALICE, T(DEPOSIT))
    assert refusal(mint, chain, ALICE, T(1)) is Overflow
    assert mint(chain, ALICE, T(0)) == 0
    assert refusal(mint, chain_of(), ALICE, T(DEPOSIT - 1)) is BelowMinimum
    assert refusal(mint, chain_of({ALICE: info(MAX)}, issuance=0), ALICE, T(1)) is Overflow


def test_burning_destroys() -> None:
    chain = chain_of({ALICE: info(5_000)})
    assert burn_from(chain, ALICE, T(1_000), EXACT, EXPENDABLE, POLITE) == 1_000
    assert (amounts(chain, ALICE)[0], issuance(chain)) == (4_000, 4_000)
    assert burn_from(chain, ALICE, T(9_000), BEST_EFFORT, PRESERVE, POLITE) == 3_500
    assert tell(chain) == [Burned(ALICE, T(1_000)), Burned(ALICE, T(3_500))]
    assert refusal(burn_from, chain, ALICE, T(1), EXACT, PRESERVE, POLITE) is FundsUnavailable


def test_burning_counts_its_dust_beside_what_was_burned() -> None:
    chain = chain_of({ALICE: info(5_000)}, issuance=9_000)
    assert burn_from(chain, ALICE, T(4_501), EXACT, EXPENDABLE, POLITE) == 4_501
    assert issuance(chain) == 4_000
    assert tell(chain) == [KilledAccount(ALICE), DustLost(ALICE, T(499)), Burned(ALICE, T(4_501))]


def test_more_than_all_tao_cannot_be_burned() -> None:
    chain = chain_of({ALICE: info(5_000)}, issuance=1_000)
    assert refusal(burn_from, chain, ALICE, T(1_001), BEST_EFFORT, EXPENDABLE, POLITE) is Overflow
    assert burn_from(chain, ALICE, T(1_000), BEST_EFFORT, EXPENDABLE, POLITE) == 1_000


def test_a_deposit_is_owed_and_a_withdrawal_in_hand() -> None:
    chain = chain_of({ALICE: info(5_000)})
    assert deposit(chain, ALICE, T(7), EXACT) == 7
    assert withdraw(chain, ALICE, T(9), EXACT, EXPENDABLE, POLITE) == 9
    assert issuance(chain) == 5_000
    assert tell(chain) == [Deposit(ALICE, T(7)), Withdraw(ALICE, T(9))]


def test_a_deposit_tells_what_was_given_even_nothing() -> None:
    chain = chain_of()
    assert deposit(chain, ALICE, T(DEPOSIT - 1), BEST_EFFORT) == 0
    assert refusal(deposit, chain, ALICE, T(DEPOSIT - 1), EXACT) is BelowMinimum
    assert tell(chain) == [Deposit(ALICE, T(0))]


def test_a_withdrawal_tells_what_was_taken() -> None:
    chain = chain_of({ALICE: info(5_000)})
    assert withdraw(chain, ALICE, T(9_000), BEST_EFFORT, PRESERVE, POLITE) == 4_500
    assert refusal(withdraw, chain, ALICE, T(1), EXACT, PRESERVE, POLITE) is FundsUnavailable
    assert tell(chain) == [Withdraw(ALICE, T(4_500))]


def test_force_takes_what_is_frozen_but_not_what_is_needed() -> None:
    chain = chain_of({ALICE: info(5_000, 0, 5_000)})
    assert withdraw(chain, ALICE, T(4_500), EXACT, EXPENDABLE, FORCE) == 4_500
    needed = chain_of({ALICE: info(400, 7, providers=1)})
    assert refusal(write_balance, needed, ALICE, T(0)) is InsufficientBalance
    assert refusal(write_balance, chain_of({ALICE: info(5_000, consumers=1)}), ALICE, T(0)) is InsufficientBalance


def test_a_death_that_nothing_foresaw_is_refused() -> None:
    """An upgrade counts a need after the balance was looked at, which then cannot fall any more."""
    chain = chain_of({ALICE: info(5_000, 7, consumers=0, flags=0)})
    assert refusal(withdraw, chain, ALICE, T(5_000), EXACT, EXPENDABLE, FORCE) is ConsumerRemaining


@modest
@given(odd, odd, odd, st.integers(1, 3), st.integers(0, 1), st.sampled_from(list(Preservation)), st.booleans())
def test_what_can_be_taken_can_be_withdrawn_and_one_rao_more_cannot(
    free: int, reserved: int, frozen: int, providers: int, extra: int, preservation: Preservation, polite: bool
) -> None:
    consumers = int(bool(reserved or frozen)) + extra
    account = info(free, reserved, frozen, providers=providers + (free >= DEPOSIT), consumers=consumers)
    fortitude = POLITE if polite else FORCE
    chain = chain_of({ALICE: account}, issuance=MAX)
    reducible = get_reducible_balance(chain, ALICE, preservation, fortitude)
    if reducible < MAX:
        assert refusal(withdraw, chain, ALICE, T(reducible + 1), EXACT, preservation, fortitude) is FundsUnavailable
    assert withdraw(chain, ALICE, reducible, EXACT, preservation, fortitude) == reducible
    left = free - reducible
    assert amounts(chain, ALICE)[0] == (left if left >= DEPOSIT or reserved else 0)


@modest
@given(st.integers(0, 3_000), st.integers(0, 3_000), st.integers(0, 3_500), st.sampled_from(list(Preservation)))
def test_a_transfer_conserves_all_but_dust(giver: int, receiver: int, amount: int, preservation: Preservation) -> None:
    holders = {who: info(free) for who, free in ((ALICE, giver), (BOB, receiver)) if free >= DEPOSIT}
    chain = chain_of(holders, issuance=6_000)
    before = sum(amounts(chain, who)[0] for who in (ALICE, BOB))
    if refusal(transfer, chain, ALICE, BOB, T(amount), preservation) is not None:
        assert chain.commit().changes == {}
        return
    lost = sum(event.amount for event in chain.events if isinstance(event, DustLost))
    assert sum(amounts(chain, who)[0] for who in (ALICE, BOB)) + lost == before
    assert issuance(chain) + lost == 6_000
    assert lost < DEPOSIT

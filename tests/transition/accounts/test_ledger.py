from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.accounts.balances import DustLost, Endowed, Upgraded
from tao_spec.interface.accounts.system import KilledAccount, NewAccount
from tao_spec.interface.errors import BadOrigin, ConsumerRemaining, NoProviders, TooManyConsumers
from tao_spec.state.accounts import NEW_LOGIC, AccountData
from tao_spec.transition.accounts.ledger import (
    AccountChange,
    decrease_issuance,
    drop_dust,
    increase_issuance,
    mutate_account,
    mutate_account_and_drop_dust,
    upgrade_account,
)
from tests.transition.accounts.build import (
    ALICE,
    BOB,
    DEPOSIT,
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


def to(**parts: int) -> AccountChange:
    """A change that sets some of what an account holds."""
    return lambda data, _is_new: replace(data, **{name: TaoBalance(value) for name, value in parts.items()})


def test_the_existential_deposit_makes_an_account() -> None:
    chain = chain_of()
    assert mutate_account(chain, ALICE, to(free=DEPOSIT)) is None
    assert (amounts(chain, ALICE), references(chain, ALICE)) == ((DEPOSIT, 0, 0), (1, 0, 0))
    assert tell(chain) == [NewAccount(ALICE), Endowed(ALICE, TaoBalance(DEPOSIT))]


def test_one_rao_less_is_dust_and_makes_none() -> None:
    chain = chain_of()
    assert mutate_account(chain, ALICE, to(free=DEPOSIT - 1)) == DEPOSIT - 1
    assert ALICE not in chain.accounts.account
    assert tell(chain) == [Endowed(ALICE, TaoBalance(DEPOSIT - 1)), DustLost(ALICE, TaoBalance(DEPOSIT - 1))]


def test_what_falls_under_the_existential_deposit_is_dust_and_kills() -> None:
    chain = chain_of({ALICE: info(5_000)})
    assert mutate_account(chain, ALICE, to(free=DEPOSIT - 1)) == DEPOSIT - 1
    assert tell(chain) == [KilledAccount(ALICE), DustLost(ALICE, TaoBalance(DEPOSIT - 1))]
    assert ALICE not in chain.accounts.account


def test_an_account_that_is_emptied_leaves_no_dust() -> None:
    chain = chain_of({ALICE: info(5_000)})
    assert mutate_account(chain, ALICE, to(free=0)) is None
    assert tell(chain) == [KilledAccount(ALICE)]


def test_dust_goes_even_where_another_provider_lets_the_account_live() -> None:
    chain = chain_of({ALICE: info(5_000, providers=2)})
    assert mutate_account(chain, ALICE, to(free=7)) == 7
    assert (amounts(chain, ALICE), references(chain, ALICE)) == ((0, 0, 0), (1, 0, 0))


def test_a_reserve_keeps_what_would_be_dust() -> None:
    chain = chain_of({ALICE: info(5_000, 1, providers=2)})
    assert mutate_account(chain, ALICE, to(free=7)) is None
    assert (amounts(chain, ALICE), references(chain, ALICE)) == ((7, 1, 0), (1, 1, 0))


def test_what_is_frozen_keeps_no_dust() -> None:
    chain = chain_of({ALICE: info(5_000, 0, 9, providers=2)})
    assert mutate_account(chain, ALICE, to(free=7)) == 7
    assert (amounts(chain, ALICE), references(chain, ALICE)) == ((0, 0, 0), (1, 1, 0))


@pytest.mark.parametrize("part", ["reserved", "frozen"])
def test_what_is_set_aside_needs_its_account_once(part: str) -> None:
    chain = chain_of({ALICE: info(5_000)})
    mutate_account(chain, ALICE, to(**{part: 1}))
    assert references(chain, ALICE) == (1, 1, 0)
    mutate_account(chain, ALICE, to(reserved=1, frozen=1))
    assert references(chain, ALICE) == (1, 1, 0)
    mutate_account(chain, ALICE, to(reserved=0, frozen=0))
    assert references(chain, ALICE) == (1, 0, 0)


def test_a_reserve_may_come_with_the_provider_that_it_needs() -> None:
    chain = chain_of()
    mutate_account(chain, ALICE, to(free=DEPOSIT, reserved=1))
    assert references(chain, ALICE) == (1, 1, 0)


def test_a_reserve_without_a_provider_is_refused() -> None:
    assert refusal(mutate_account, chain_of(), ALICE, to(free=DEPOSIT - 1, reserved=1)) is NoProviders


def test_a_seventeenth_need_is_refused_and_the_new_provider_stays() -> None:
    chain = chain_of({ALICE: info(0, providers=1, consumers=16)})
    told, _ = left_by_refusal(chain, lambda: mutate_account(chain, ALICE, to(free=DEPOSIT, reserved=1)))
    assert (told, references(chain, ALICE), amounts(chain, ALICE)) == ([], (2, 16, 0), (0, 0, 0))


def test_a_sixteenth_need_is_not_refused() -> None:
    chain = chain_of({ALICE: info(5_000, consumers=15)})
    mutate_account(chain, ALICE, to(reserved=1))
    assert references(chain, ALICE) == (1, 16, 0)
    full = chain_of({ALICE: info(5_000, consumers=16)})
    assert refusal(mutate_account, full, ALICE, to(reserved=1)) is TooManyConsumers


def test_a_reserve_that_nobody_counted_is_counted_late() -> None:
    chain = chain_of({ALICE: info(5_000, 7, consumers=0)})
    mutate_account(chain, ALICE, to(free=4_000))
    assert references(chain, ALICE) == (1, 1, 0)


def test_an_account_cannot_die_while_something_else_needs_it() -> None:
    chain = chain_of({ALICE: info(5_000, consumers=1)})
    told, changes = left_by_refusal(chain, lambda: mutate_account(chain, ALICE, to(free=0)))
    assert (told, changes) == ([], {})


def test_a_refused_death_puts_back_the_need_that_ended() -> None:
    chain = chain_of({ALICE: info(5_000, 7, consumers=2)})
    assert refusal(mutate_account, chain, ALICE, to(free=0, reserved=0)) is ConsumerRemaining
    assert chain.commit().changes == {}


def test_a_refused_death_takes_back_the_need_that_began() -> None:
    chain = chain_of({ALICE: info(5_000)})
    assert refusal(mutate_account, chain, ALICE, to(free=0, reserved=5_000)) is ConsumerRemaining
    assert chain.commit().changes == {}


def test_a_need_that_ends_with_the_account_does_not_hold_it() -> None:
    chain = chain_of({ALICE: info(5_000, 7)})
    mutate_account(chain, ALICE, to(free=0, reserved=0))
    assert ALICE not in chain.accounts.account


def test_a_change_may_refuse_and_leaves_the_upgrade_only() -> None:
    def refuse(_data: AccountData, _is_new: bool) -> AccountData:
        raise BadOrigin

    chain = chain_of({ALICE: info(5_000, flags=0), BOB: info(5_000)})
    assert refusal(mutate_account, chain, BOB, refuse) is BadOrigin
    assert chain.commit().changes == {}
    assert left_by_refusal(chain, lambda: mutate_account(chain, ALICE, refuse))[0] == [Upgraded(ALICE)]


def test_a_change_is_told_whether_the_account_is_new() -> None:
    seen: list[bool] = []

    def look(data: AccountData, is_new: bool) -> AccountData:
        seen.append(is_new)
        return data

    chain = chain_of({ALICE: info(5_000)})
    mutate_account(chain, ALICE, look)
    mutate_account(chain, BOB, look)
    assert seen == [False, True]
    assert tell(chain) == [Endowed(BOB, TaoBalance(0))]


def test_an_empty_account_that_lives_is_new_each_time() -> None:
    chain = chain_of({ALICE: info(0, sufficients=1)})
    mutate_account(chain, ALICE, to(free=DEPOSIT))
    assert tell(chain) == [Endowed(ALICE, TaoBalance(DEPOSIT))]


def test_dust_leaves_issuance() -> None:
    chain = chain_of({ALICE: info(5_000), BOB: info(5_000)})
    mutate_account_and_drop_dust(chain, ALICE, to(free=DEPOSIT - 1))
    assert issuance(chain) == 10_000 - (DEPOSIT - 1)
    mutate_account_and_drop_dust(chain, BOB, to(free=DEPOSIT))
    assert issuance(chain) == 10_000 - (DEPOSIT - 1)


def test_issuance_is_held_at_both_ends() -> None:
    chain = chain_of(issuance=MAX - 1)
    increase_issuance(chain, TaoBalance(1))
    assert issuance(chain) == MAX
    increase_issuance(chain, TaoBalance(1))
    assert issuance(chain) == MAX
    chain = chain_of(issuance=1)
    decrease_issuance(chain, TaoBalance(1))
    assert issuance(chain) == 0
    drop_dust(chain, TaoBalance(1))
    assert issuance(chain) == 0
    assert tell(chain) == []


def test_an_account_of_the_present_form_is_not_upgraded() -> None:
    chain = chain_of({ALICE: info(5_000, 7, consumers=0)})
    assert not upgrade_account(chain, ALICE)
    assert not upgrade_account(chain, BOB)
    outcome = chain.commit()
    assert (outcome.events, outcome.changes) == ((), {})


@pytest.mark.parametrize(("reserved", "frozen", "needs"), [(0, 0, 0), (7, 0, 1), (7, 9, 0), (0, 9, 0)])
def test_an_upgrade_counts_a_reserve_unless_something_is_frozen(reserved: int, frozen: int, needs: int) -> None:
    chain = chain_of({ALICE: info(5_000, reserved, frozen, consumers=0, flags=5)})
    assert upgrade_account(chain, ALICE)
    assert references(chain, ALICE) == (1, needs, 0)
    assert chain.accounts.account[ALICE].data.flags == NEW_LOGIC | 5
    assert tell(chain) == [Upgraded(ALICE)]


@pytest.mark.parametrize(("free", "after"), [(0, DEPOSIT), (DEPOSIT - 1, DEPOSIT), (DEPOSIT + 1, DEPOSIT + 1)])
def test_an_upgrade_gives_what_lets_a_reserve_without_provider_exist(free: int, after: int) -> None:
    chain = chain_of({ALICE: info(free, 7, providers=0, consumers=0, flags=0)})
    upgrade_account(chain, ALICE)
    assert (amounts(chain, ALICE), references(chain, ALICE)) == ((after, 7, 0), (1, 1, 0))
    assert (tell(chain), issuance(chain)) == ([NewAccount(ALICE), Upgraded(ALICE)], free + 7)


def test_an_upgrade_counts_a_seventeenth_need() -> None:
    chain = chain_of({ALICE: info(5_000, 7, consumers=16, flags=0)})
    upgrade_account(chain, ALICE)
    assert references(chain, ALICE) == (1, 17, 0)


def test_an_upgrade_deletes_what_has_no_reason_to_exist() -> None:
    chain = chain_of({ALICE: info(5_000, providers=0, flags=0)})
    upgrade_account(chain, ALICE)
    assert ALICE not in chain.accounts.account
    assert tell(chain) == [Upgraded(ALICE)]


modest = settings(max_examples=100, deadline=None)
balances = st.sampled_from([0, 1, DEPOSIT - 1, DEPOSIT, DEPOSIT + 1, 5_000])


@modest
@given(balances, balances, balances, balances, balances, balances)
def test_references_follow_what_an_account_holds(
    free: int, reserved: int, frozen: int, new_free: int, new_reserved: int, new_frozen: int
) -> None:
    """An account with one provider of its own and one of another's keeps exactly the references that it should have."""
    chain = chain_of({ALICE: info(free, reserved, frozen, providers=1 + (free >= DEPOSIT))})
    dust = mutate_account(chain, ALICE, to(free=new_free, reserved=new_reserved, frozen=new_frozen))
    expected = (1 + (new_free >= DEPOSIT), int(bool(new_reserved or new_frozen)), 0)
    assert references(chain, ALICE) == expected
    is_dust = new_free < DEPOSIT and not new_reserved
    assert dust == (new_free if is_dust and new_free else None)
    assert amounts(chain, ALICE) == ((0, 0, 0) if is_dust else (new_free, new_reserved, new_frozen))


@modest
@given(st.sampled_from([ALICE, BOB]), balances, balances)
def test_an_account_lives_where_it_holds_enough_or_something_else_lets_it(who: AccountId, free: int, new: int) -> None:
    chain = chain_of({ALICE: info(free, providers=int(free >= DEPOSIT), sufficients=int(free < DEPOSIT))})
    mutate_account_and_drop_dust(chain, who, to(free=new))
    assert (who in chain.accounts.account) is (new >= DEPOSIT or (who == ALICE and free < DEPOSIT))

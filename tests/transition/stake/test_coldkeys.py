from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.stake import BalanceWithdrawalError, ZeroBalanceAfterWithdrawn
from tao_spec.transition.stake.coldkeys import (
    add_balance_to_coldkey_account,
    can_remove_balance_from_coldkey_account,
    remove_balance_from_coldkey_account,
)
from tests.transition.chains import account
from tests.transition.stake.build import ALICE, free, give, market, refusal, told

NEW = account(3)


def test_what_is_given_counts_as_issued() -> None:
    chain = market()
    before = chain.accounts.total_issuance.value
    add_balance_to_coldkey_account(chain, ALICE, TaoBalance(5))
    assert (free(chain, ALICE), chain.accounts.total_issuance.value) == (tao(100) + 5, before + 5)
    assert told(chain) == ["Deposit"]


def test_too_little_for_a_new_account_is_lost() -> None:
    chain = market()
    before = chain.accounts.total_issuance.value
    add_balance_to_coldkey_account(chain, NEW, TaoBalance(499))
    assert (free(chain, NEW), chain.accounts.total_issuance.value) == (0, before)
    assert told(chain) == ["Deposit"]


@pytest.mark.parametrize(("closed", "issued"), [((), tao(9)), (("KNOWN-180",), tao(9) - 499)])
def test_what_is_lost_counts_as_issued_until_that_is_closed(closed: tuple[str, ...], issued: int) -> None:
    chain = market(*closed)
    chain.emission.total_issuance.value = TaoBalance(tao(9))
    add_balance_to_coldkey_account(chain, NEW, TaoBalance(499))
    add_balance_to_coldkey_account(chain, ALICE, TaoBalance(499))
    assert chain.emission.total_issuance.value == issued


@given(st.integers(0, 3_000))
@settings(deadline=None, max_examples=50)
def test_what_keeps_the_account_alive_stays(amount: int) -> None:
    chain = market()
    give(chain, NEW, 2_000)
    taken = remove_balance_from_coldkey_account(chain, NEW, TaoBalance(amount))
    assert taken == min(amount, 1_500)
    assert free(chain, NEW) == 2_000 - taken
    assert can_remove_balance_from_coldkey_account(chain, ALICE, TaoBalance(amount))


@pytest.mark.parametrize(("amount", "can"), [(0, True), (2_000, True), (2_001, False)])
def test_whether_an_account_can_pay_is_asked_as_if_it_might_die(amount: int, can: bool) -> None:
    chain = market()
    give(chain, NEW, 2_000)
    assert can_remove_balance_from_coldkey_account(chain, NEW, TaoBalance(amount)) == can


def test_nobody_pays_more_than_is_issued() -> None:
    chain = market()
    chain.accounts.total_issuance.value = TaoBalance(10)
    assert not can_remove_balance_from_coldkey_account(chain, ALICE, TaoBalance(11))


def test_an_account_that_can_give_nothing_is_refused() -> None:
    chain = market()
    give(chain, NEW, 500)
    assert refusal(remove_balance_from_coldkey_account, chain, NEW, TaoBalance(1)) is ZeroBalanceAfterWithdrawn


def test_an_account_that_refuses_to_change_is_refused() -> None:
    chain = market()
    info = chain.accounts.account[ALICE]
    data = replace(info.data, reserved=TaoBalance(1))
    chain.accounts.account[ALICE] = replace(info, providers=U32(0), consumers=U32(0), data=data)
    assert refusal(remove_balance_from_coldkey_account, chain, ALICE, TaoBalance(1)) is BalanceWithdrawalError

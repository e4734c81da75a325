from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import I64F64, U64F64
from tao_spec.arithmetic.integers import I64
from tao_spec.transition.chain import Chain
from tao_spec.transition.stake.shares import (
    can_increase_stake_for_hotkey_on_subnet,
    compute_shares_per_update,
    decrease_stake_for_hotkey_and_coldkey_on_subnet,
    get_stake_for_hotkey_and_coldkey_on_subnet,
    increase_stake_for_hotkey_and_coldkey_on_subnet,
    increase_stake_for_hotkey_on_subnet,
    update_value_for_all,
    update_value_for_one,
)
from tests.transition.chains import FIRST, account, genesis

HOT, ONE, TWO = account(1), account(2), account(3)

relaxed = settings(deadline=None, max_examples=100)
amounts = st.integers(1, 10**18)


def credit(chain: Chain, coldkey: object, amount: int) -> int:
    return increase_stake_for_hotkey_and_coldkey_on_subnet(chain, HOT, coldkey, FIRST, AlphaBalance(amount))  # type: ignore[arg-type]


def worth(chain: Chain, coldkey: object) -> int:
    return get_stake_for_hotkey_and_coldkey_on_subnet(chain, HOT, coldkey, FIRST)  # type: ignore[arg-type]


@given(amounts)
@relaxed
def test_the_first_gets_a_share_for_each_alpha_rao(amount: int) -> None:
    chain = genesis()
    assert credit(chain, ONE, amount) == amount
    assert chain.stake.alpha[HOT, ONE, FIRST] == U64F64.saturating_from_num(amount)
    assert chain.stake.total_hotkey_alpha[HOT, FIRST] == worth(chain, ONE) == amount


@given(st.integers(10**6, 10**15), st.integers(10**6, 10**15), st.integers(0, 10**15))
@relaxed
def test_a_dividend_is_worth_the_same_for_every_share(first: int, second: int, dividend: int) -> None:
    chain = genesis()
    credit(chain, ONE, first)
    credit(chain, TWO, second)
    increase_stake_for_hotkey_on_subnet(chain, HOT, FIRST, AlphaBalance(dividend))
    total = first + second + dividend
    assert chain.stake.total_hotkey_alpha[HOT, FIRST] == total
    # Shares and prices are cut off at 64 digits; never more is owned than is there.
    assert worth(chain, ONE) + worth(chain, TWO) <= total
    assert abs(worth(chain, ONE) - Fraction(total * first, first + second)) < 2
    assert abs(worth(chain, TWO) - Fraction(total * second, first + second)) < 2


def test_nothing_credited_leaves_nothing() -> None:
    chain = genesis()
    before = dict(chain.store.state)
    assert credit(chain, ONE, 0) == 0
    assert chain.commit().changes == {}
    assert dict(chain.store.state) == before


def test_a_hotkey_is_remembered_once() -> None:
    chain = genesis()
    credit(chain, ONE, 5)
    credit(chain, ONE, 5)
    assert chain.stake.staking_hotkeys[ONE] == (HOT,)


def test_a_withdrawal_gives_up_shares() -> None:
    chain = genesis()
    credit(chain, ONE, 10**9)
    assert update_value_for_one(chain, HOT, ONE, FIRST, I64(-(10**8))) == -(10**8)
    assert worth(chain, ONE) == 9 * 10**8


def test_a_withdrawal_that_would_leave_next_to_nothing_takes_all() -> None:
    chain = genesis()
    credit(chain, ONE, 10**9)
    credit(chain, TWO, 10**9)
    assert update_value_for_one(chain, HOT, ONE, FIRST, I64(-(10**9) + 9_999)) == -(10**9)
    assert (HOT, ONE, FIRST) not in chain.stake.alpha
    assert chain.stake.total_hotkey_shares[HOT, FIRST] == U64F64.saturating_from_num(10**9)
    assert worth(chain, TWO) == 10**9


def test_a_withdrawal_that_leaves_a_little_more_leaves_it() -> None:
    chain = genesis()
    credit(chain, ONE, 10**9)
    credit(chain, TWO, 10**9)
    assert update_value_for_one(chain, HOT, ONE, FIRST, I64(-(10**9) + 10_001)) == -(10**9) + 10_001
    assert worth(chain, ONE) == 10_001


def test_the_last_withdrawal_leaves_no_entry() -> None:
    chain = genesis()
    before = dict(chain.store.state)
    credit(chain, ONE, 10**9)
    update_value_for_one(chain, HOT, ONE, FIRST, I64(-(10**9)))
    del chain.stake.staking_hotkeys[ONE]
    chain.commit()
    assert dict(chain.store.state) == before


@pytest.mark.parametrize(
    ("value", "update", "left"), [(5, -7, None), (5, -5, None), (5, 7, 12), (2**64 - 1, 9, 2**64 - 1)]
)
def test_the_alpha_of_a_hotkey_is_held_in_its_bounds(value: int, update: int, left: int | None) -> None:
    chain = genesis()
    chain.stake.total_hotkey_alpha[HOT, FIRST] = AlphaBalance(value)
    update_value_for_all(chain, HOT, FIRST, I64(update))
    assert chain.stake.total_hotkey_alpha.get((HOT, FIRST)) == left


def test_amounts_from_half_of_the_range_on_count_as_negative() -> None:
    chain = genesis()
    chain.stake.total_hotkey_alpha[HOT, FIRST] = AlphaBalance(10)
    increase_stake_for_hotkey_on_subnet(chain, HOT, FIRST, AlphaBalance(2**64 - 3))
    assert chain.stake.total_hotkey_alpha[HOT, FIRST] == 7
    assert credit(chain, ONE, 2**64 - 3) == 0


def test_shares_where_their_price_does_not_fit() -> None:
    value, shares = U64F64.saturating_from_num(10**18), U64F64.from_bits(1)
    assert value.checked_div(shares) is None
    assert compute_shares_per_update(value, shares, I64(10**18)) == I64F64.from_bits(1)
    assert compute_shares_per_update(U64F64.ZERO, shares, I64(5)) == I64F64.ZERO


def test_worth_where_the_price_does_not_fit() -> None:
    chain = genesis()
    chain.stake.total_hotkey_alpha[HOT, FIRST] = AlphaBalance(10**18)
    tiny = U64F64.from_bits(1)
    chain.stake.total_hotkey_shares[HOT, FIRST] = chain.stake.alpha[HOT, ONE, FIRST] = tiny
    product = (U64F64.saturating_from_num(10**18) * tiny).checked_div(tiny)
    assert product is not None
    assert worth(chain, ONE) == product.saturating_to_num(AlphaBalance) == 10**18


@pytest.mark.parametrize(("amount", "taken"), [(0, 0), (5, 5), (10**9, 10**9), (10**9 + 1, 0), (10**9 - 9_999, 10**9)])
def test_nobody_gives_up_more_than_he_has(amount: int, taken: int) -> None:
    chain = genesis()
    credit(chain, ONE, 10**9)
    credit(chain, TWO, 10**9)
    given = decrease_stake_for_hotkey_and_coldkey_on_subnet(chain, HOT, ONE, FIRST, AlphaBalance(amount))
    assert given == taken == 10**9 - worth(chain, ONE)
    assert worth(chain, TWO) == 10**9


def test_who_has_no_share_gives_up_nothing() -> None:
    chain = genesis()
    credit(chain, ONE, 10**9)
    chain.commit()
    assert decrease_stake_for_hotkey_and_coldkey_on_subnet(chain, HOT, TWO, FIRST, AlphaBalance(0)) == 0
    assert chain.commit().changes == {}


def test_too_little_alpha_is_no_share() -> None:
    chain = genesis()
    assert can_increase_stake_for_hotkey_on_subnet(chain, HOT, FIRST, AlphaBalance(1))
    chain.stake.total_hotkey_shares[HOT, FIRST] = U64F64.from_bits(1)
    assert not can_increase_stake_for_hotkey_on_subnet(chain, HOT, FIRST, AlphaBalance(1))
    chain.stake.total_hotkey_alpha[HOT, FIRST] = AlphaBalance(10**9)
    assert not can_increase_stake_for_hotkey_on_subnet(chain, HOT, FIRST, AlphaBalance(10**9 - 1))
    assert can_increase_stake_for_hotkey_on_subnet(chain, HOT, FIRST, AlphaBalance(10**9))

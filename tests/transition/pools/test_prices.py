from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.pools.prices import (
    compute_limit_sqrt_price,
    get_current_alpha_price,
    get_max_price,
    get_min_price,
    is_dynamic,
)
from tests.transition.pools.build import NETUID, chain_with_pool

relaxed = settings(deadline=None, max_examples=100)


def test_the_prices_that_can_be_named() -> None:
    assert (get_min_price(), get_max_price()) == (0, 2**64 - 1)


@pytest.mark.parametrize("mechanism", [0, 2, 65_535])
def test_without_a_pool_alpha_costs_one_tao(mechanism: int) -> None:
    chain = chain_with_pool(5, 7)
    chain.pools.subnet_mechanism[NETUID] = U16(mechanism)
    assert not is_dynamic(chain, NETUID)
    assert get_current_alpha_price(chain, NETUID) == U96F32.ONE


@given(st.integers(0, 2**60), st.integers(1, 2**60))
@relaxed
def test_before_the_first_swap_the_price_is_the_ratio_of_the_reserves(tao: int, alpha: int) -> None:
    price = get_current_alpha_price(chain_with_pool(tao, alpha, is_set_up=False), NETUID)
    assert price.bits == (tao << 32) // alpha


def test_before_the_first_swap_a_pool_without_alpha_has_no_price() -> None:
    assert get_current_alpha_price(chain_with_pool(5, 0, is_set_up=False), NETUID) == U96F32.ZERO


@given(st.integers(10**6, 10**15), st.integers(10**6, 10**15))
@relaxed
def test_the_first_swap_hardly_changes_the_price(tao: int, alpha: int) -> None:
    price = get_current_alpha_price(chain_with_pool(tao, alpha), NETUID).to_fraction()
    assert abs(price - Fraction(tao, alpha)) <= Fraction(tao, alpha) / 10**3 + Fraction(1, 2**31)


@given(st.integers(0, 2**64 - 1))
@relaxed
def test_the_square_of_a_limit_is_the_limit(price: int) -> None:
    limit = compute_limit_sqrt_price(TaoBalance(price)).to_fraction()
    assert abs(limit**2 - Fraction(price, 10**9)) <= 2 * max(limit, 1) * Fraction(1, 10**9)


def test_limits_keep_their_order() -> None:
    prices = [0, 1, 10**8, 10**9, 10**9 + 1_000, 10**12, 2**64 - 1]
    limits = [compute_limit_sqrt_price(TaoBalance(price)) for price in prices]
    assert limits == sorted(limits)

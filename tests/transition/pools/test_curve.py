from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.pools.curve import (
    BUY,
    SELL,
    OrderType,
    compute_amount_in,
    compute_amount_out,
    compute_target_sqrt_price,
)
from tao_spec.transition.pools.tick_math import tick_to_sqrt_price

relaxed = settings(deadline=None, max_examples=200)
orders = st.sampled_from(OrderType)
prices = st.integers(-60_000, 60_000).map(tick_to_sqrt_price)
liquidities = st.integers(10**6, 10**16).map(U64)
amounts = st.integers(0, 10**15).map(U64)


@given(orders, liquidities, prices, amounts)
@relaxed
def test_the_product_of_the_reserves_never_falls(order: OrderType, liquidity: U64, price: U64F64, amount: U64) -> None:
    paid = compute_amount_out(order, liquidity, price, amount)
    tao, alpha = liquidity * price.to_fraction(), liquidity / price.to_fraction()
    after = (tao + amount) * (alpha - paid) if order is BUY else (tao - paid) * (alpha + amount)
    # Each rounding is by less than 2^-64 of what is rounded.
    assert after >= tao * alpha * (1 - Fraction(1, 2**30))


@given(orders, liquidities, prices, amounts)
@relaxed
def test_a_purchase_raises_the_price_and_a_sale_lowers_it(
    order: OrderType, liquidity: U64, price: U64F64, amount: U64
) -> None:
    target = compute_target_sqrt_price(order, liquidity, price, amount)
    # Turning the price over twice, a sale of nothing may lose its last digits.
    assert target >= price if order is BUY else target <= price + U64F64.from_bits(price.bits >> 40)


@given(orders, liquidities, prices, st.integers(10**6, 10**13).map(U64))
@relaxed
def test_what_moves_the_price_to_a_target_is_what_got_it_there(
    order: OrderType, liquidity: U64, price: U64F64, amount: U64
) -> None:
    target = compute_target_sqrt_price(order, liquidity, price, amount)
    back = compute_amount_in(order, liquidity, price, target)
    assert abs(back - amount) <= 2 + amount / 10**3 + liquidity / 2**30


@given(orders, liquidities, prices, amounts, amounts)
@relaxed
def test_more_is_never_paid_with_less(order: OrderType, liquidity: U64, price: U64F64, one: U64, other: U64) -> None:
    less, more = sorted((one, other))
    low = compute_amount_out(order, liquidity, price, less)
    high = compute_amount_out(order, liquidity, price, more)
    assert low <= high + high // 10**6 + 2


@pytest.mark.parametrize(("order", "target"), [(BUY, 2**64 - 1), (SELL, 0)])
def test_without_liquidity_nothing_holds_the_price(order: OrderType, target: int) -> None:
    found = compute_target_sqrt_price(order, U64(0), U64F64.ONE, U64(1))
    assert found == U64F64.saturating_from_num(target)


@pytest.mark.parametrize("order", list(OrderType))
def test_nothing_is_paid_for_nothing(order: OrderType) -> None:
    assert compute_amount_out(order, U64(10**9), U64F64.ONE, U64(0)) == 0


def cut(numerator: int, denominator: int) -> int:
    """A quotient of raw bits, rounded down."""
    return (numerator << 64) // denominator


@given(st.integers(1_000, 10**7), st.integers(1 << 40, 1 << 84), st.integers(1, 10**15))
@relaxed
def test_each_operation_is_cut_off_where_the_chain_cuts_it(liquidity: int, price: int, amount: int) -> None:
    whole, paid = liquidity << 64, amount << 64
    bought = cut(whole, ((whole * price >> 64) + paid) * price >> 64)
    sold = cut(whole, cut(whole, price) + paid) * price >> 64
    for order, each in ((BUY, bought), (SELL, sold)):
        found = compute_amount_out(order, U64(liquidity), U64F64.from_bits(price), U64(amount))
        assert found == min(each * paid >> 64, U64F64.MAX_BITS) >> 64

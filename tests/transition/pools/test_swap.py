from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import TickIndex
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.pools import InsufficientLiquidity, PriceLimitExceeded, ReservesTooLow, TooManySwapSteps
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.curve import BUY, SELL, OrderType
from tao_spec.transition.pools.positions import create_position
from tao_spec.transition.pools.prices import compute_limit_sqrt_price, get_max_price, get_min_price
from tao_spec.transition.pools.swap import sim_swap, simulate_swap, swap
from tests.transition.pools.build import ALICE, NETUID, OTHER, TAO, chain_with_pool, closing, pools

relaxed = settings(deadline=None, max_examples=60)
orders = st.sampled_from(OrderType)
amounts = st.integers(0, 10**15).map(U64)
AT_ANY_PRICE = {BUY: get_max_price(), SELL: get_min_price()}


@given(pools(), orders, amounts)
@relaxed
def test_a_simulation_is_the_swap_and_leaves_nothing(chain: Chain, order: OrderType, amount: U64) -> None:
    try:
        told = sim_swap(chain, NETUID, order, amount)
    except DispatchError as error:
        assert chain.commit().changes == {}
        with pytest.raises(type(error)):
            swap(chain, NETUID, order, amount, AT_ANY_PRICE[order], False)
        return
    assert chain.commit().changes == {}
    with suppress(InsufficientLiquidity):
        assert swap(chain, NETUID, order, amount, AT_ANY_PRICE[order], False) == told


@given(pools(), orders, amounts)
@relaxed
def test_the_price_moves_one_way(chain: Chain, order: OrderType, amount: U64) -> None:
    before = chain.pools.alpha_sqrt_price[NETUID]
    with suppress(InsufficientLiquidity):
        swap(chain, NETUID, order, amount, AT_ANY_PRICE[order], False)
    after = chain.pools.alpha_sqrt_price[NETUID]
    # Turning the price over twice, a sale of next to nothing may raise its last digits.
    assert after >= before if order is BUY else after.bits <= before.bits + (before.bits >> 40)


@given(pools(), orders, amounts, st.floats(0.5, 2))
@relaxed
def test_no_more_is_taken_than_was_offered(chain: Chain, order: OrderType, amount: U64, factor: float) -> None:
    price = float(chain.pools.alpha_sqrt_price[NETUID].to_fraction()) ** 2
    limit = TaoBalance(min(int(price * factor * 10**9), 2**64 - 1))
    try:
        result = simulate_swap(chain, NETUID, order, amount, limit, False)
    except DispatchError:
        return
    assert result.amount_paid_in + result.fee_paid <= amount + 2


@given(pools(), amounts)
@relaxed
def test_there_and_back_nobody_gains(chain: Chain, amount: U64) -> None:
    with suppress(DispatchError):
        bought = swap(chain, NETUID, BUY, amount, get_max_price(), False)
        sold = swap(chain, NETUID, SELL, bought.amount_paid_out, get_min_price(), False)
        assert sold.amount_paid_out <= bought.amount_paid_in + bought.amount_paid_in // 10**6 + 2


@given(pools(), st.lists(st.tuples(orders, st.integers(10**3, 10**12).map(U64)), max_size=6))
@relaxed
def test_the_liquidity_at_all_ticks_nets_to_zero(chain: Chain, swaps: list[tuple[OrderType, U64]]) -> None:
    for order, amount in swaps:
        with suppress(DispatchError):
            swap(chain, NETUID, order, amount, AT_ANY_PRICE[order], False)
    assert sum(tick.liquidity_net for _, tick in chain.pools.ticks.under(NETUID)) == 0


@given(pools(), st.lists(st.integers(10**6, 10**12).map(U64), max_size=4))
@relaxed
def test_after_purchases_the_current_liquidity_is_that_of_the_ticks_below(chain: Chain, amounts: list[U64]) -> None:
    for amount in amounts:
        with suppress(DispatchError):
            swap(chain, NETUID, BUY, amount, get_max_price(), False)
    tick = chain.pools.current_tick[NETUID]
    below = sum(stored.liquidity_net for index, stored in chain.pools.ticks.under(NETUID) if index <= tick)
    assert chain.pools.current_liquidity[NETUID] == below


@pytest.mark.parametrize("order", list(OrderType))
def test_a_reserve_of_a_million_is_enough_and_a_rao_less_is_not(order: OrderType) -> None:
    chain = chain_with_pool()
    chain.pools.subnet_tao[NETUID], chain.pools.subnet_alpha_in[NETUID] = TaoBalance(10**6), AlphaBalance(10**6)
    swap(chain, NETUID, order, U64(10), AT_ANY_PRICE[order], False)
    chain.pools.subnet_tao[NETUID], chain.pools.subnet_alpha_in[NETUID] = TaoBalance(999_999), AlphaBalance(999_999)
    with pytest.raises(ReservesTooLow):
        swap(chain, NETUID, order, U64(10), AT_ANY_PRICE[order], False)


@pytest.mark.parametrize(("order", "limit"), [(BUY, 999_999_999), (SELL, 1_000_000_001)])
def test_the_limit_must_lie_on_the_right_side(order: OrderType, limit: int) -> None:
    with pytest.raises(PriceLimitExceeded):
        swap(chain_with_pool(), NETUID, order, U64(10), TaoBalance(limit), False)


@pytest.mark.parametrize("order", list(OrderType))
def test_a_price_at_the_limit_is_at_its_end(order: OrderType) -> None:
    chain, limit = chain_with_pool(), TaoBalance(1_100_000_000)
    chain.pools.alpha_sqrt_price[NETUID] = compute_limit_sqrt_price(limit)
    with pytest.raises(PriceLimitExceeded):
        swap(chain, NETUID, order, U64(10), limit, False)


@pytest.mark.parametrize(("count", "is_refused"), [(999, False), (1_000, True)])
def test_a_thousand_steps_are_made_and_no_more(count: int, is_refused: bool) -> None:
    chain = chain_with_pool()
    for tick in range(1, count):
        create_position(chain, NETUID, ALICE, TickIndex(tick), TickIndex(tick + 1), U64(1_000))
    if is_refused:
        with pytest.raises(TooManySwapSteps):
            sim_swap(chain, NETUID, BUY, U64(100 * TAO))
    else:
        assert sim_swap(chain, NETUID, BUY, U64(100 * TAO)).amount_paid_out


def chain_with_less_than_it_stands_for(*closed: str) -> Chain:
    chain = chain_with_pool(revision=closing(*closed))
    chain.pools.subnet_tao[NETUID] = TaoBalance(10**6)
    chain.commit()
    return chain


@pytest.mark.parametrize(("closed", "is_changed"), [((), True), (("KNOWN-65",), False)])
def test_a_swap_beyond_the_reserve_is_refused_and_leaves_its_mark(closed: tuple[str, ...], is_changed: bool) -> None:
    chain = chain_with_less_than_it_stands_for(*closed)
    assert sim_swap(chain, NETUID, SELL, U64(TAO)).amount_paid_out > 10**6
    with pytest.raises(InsufficientLiquidity):
        swap(chain, NETUID, SELL, U64(TAO), get_min_price(), False)
    assert bool(chain.commit().changes) is is_changed


def test_without_a_pool_a_simulation_is_one_for_one() -> None:
    chain = chain_with_pool()
    chain.pools.subnet_mechanism[NETUID] = U16(0)
    told = sim_swap(chain, NETUID, BUY, U64(7))
    assert (told.amount_paid_in, told.amount_paid_out, told.tao_reserve_delta) == (7, 7, 0)
    assert sim_swap(chain, OTHER, BUY, U64(7)).amount_paid_out == 0

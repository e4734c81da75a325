import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.integers import U64
from tao_spec.state.pools import Position
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.fees import add_fees
from tao_spec.transition.pools.protocol_liquidity import (
    PROTOCOL_ACCOUNT,
    adjust_protocol_liquidity,
    compute_liquidity,
    maybe_initialize,
)
from tao_spec.transition.pools.tick_math import MAX_TICK, MIN_TICK, tick_to_sqrt_price
from tao_spec.transition.pools.ticks import Currency
from tests.transition.pools.build import NETUID, TAO, chain_with_pool, closing

relaxed = settings(deadline=None, max_examples=60)
amounts = st.integers(10**6, 10**16)


def protocol_position(chain: Chain) -> Position:
    return next(position for _, position in chain.pools.positions.under(NETUID, PROTOCOL_ACCOUNT))


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
@relaxed
def test_liquidity_is_the_root_of_the_product(tao: int, alpha: int) -> None:
    liquidity = compute_liquidity(TaoBalance(tao), AlphaBalance(alpha))
    assert liquidity**2 <= tao * alpha < (liquidity + 1) ** 2


@given(amounts, amounts)
@relaxed
def test_the_first_swap_makes_one_position_of_all_reserves(tao: int, alpha: int) -> None:
    chain = chain_with_pool(tao, alpha)
    position, tick = protocol_position(chain), chain.pools.current_tick[NETUID]
    assert (position.tick_low, position.tick_high) == (MIN_TICK, MAX_TICK)
    assert position.liquidity == chain.pools.current_liquidity[NETUID]
    assert tick_to_sqrt_price(tick) <= chain.pools.alpha_sqrt_price[NETUID] < tick_to_sqrt_price(tick + 1)


def test_a_pool_is_set_up_once() -> None:
    chain = chain_with_pool()
    chain.commit()
    maybe_initialize(chain, NETUID)
    assert chain.commit().changes == {}


def test_the_account_of_the_pallet() -> None:
    assert PROTOCOL_ACCOUNT.hex() == "6d6f646c74656e2f73776170" + 20 * "00"


@given(amounts, amounts, st.integers(10**6, 10**12))
@relaxed
def test_emission_makes_the_position_and_the_pool_grow_alike(tao: int, alpha: int, fee: int) -> None:
    chain = chain_with_pool(1_000 * TAO, 1_000 * TAO)
    before = protocol_position(chain).liquidity
    add_fees(chain, NETUID, Currency.TAO, U64(fee))
    adjust_protocol_liquidity(chain, NETUID, TaoBalance(tao), AlphaBalance(alpha))
    after = protocol_position(chain).liquidity
    assert after > before
    assert chain.pools.current_liquidity[NETUID] == after
    for tick, net in ((MIN_TICK, after), (MAX_TICK, -after)):
        stored = chain.pools.ticks.get((NETUID, tick))
        assert stored is not None
        assert (stored.liquidity_net, stored.liquidity_gross) == (net, after)


def test_without_emission_the_position_shrinks_and_the_pool_does_not() -> None:
    chain = chain_with_pool()
    adjust_protocol_liquidity(chain, NETUID, TaoBalance(0), AlphaBalance(0))
    assert protocol_position(chain).liquidity < chain.pools.current_liquidity[NETUID] == 1_000 * TAO


def test_as_it_was_meant_the_pool_shrinks_with_the_position() -> None:
    chain = chain_with_pool(revision=closing("KNOWN-64"))
    adjust_protocol_liquidity(chain, NETUID, TaoBalance(0), AlphaBalance(0))
    left = protocol_position(chain).liquidity
    assert left < 1_000 * TAO
    assert chain.pools.current_liquidity[NETUID] == left
    tick = chain.pools.ticks.get((NETUID, MIN_TICK))
    assert tick is not None
    assert tick.liquidity_gross == tick.liquidity_net == left


def test_a_pool_that_is_not_set_up_is_left_alone() -> None:
    chain = chain_with_pool(is_set_up=False)
    chain.commit()
    adjust_protocol_liquidity(chain, NETUID, TaoBalance(5), AlphaBalance(5))
    assert chain.commit().changes == {}


@pytest.mark.parametrize("currency", list(Currency))
def test_fees_of_both_currencies_become_liquidity(currency: Currency) -> None:
    chain, other = chain_with_pool(), chain_with_pool()
    add_fees(other, NETUID, currency, U64(TAO))
    for one in (chain, other):
        adjust_protocol_liquidity(one, NETUID, TaoBalance(0), AlphaBalance(0))
    assert protocol_position(other).liquidity > protocol_position(chain).liquidity
    adjust_protocol_liquidity(other, NETUID, TaoBalance(0), AlphaBalance(0))
    assert protocol_position(other).liquidity < 1_001 * TAO

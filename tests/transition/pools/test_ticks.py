from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import I64F64, U64F64
from tao_spec.arithmetic.identifiers import TickIndex
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.pools.bitmap import is_tick_active
from tao_spec.transition.pools.ticks import (
    Bound,
    Currency,
    add_liquidity_at_tick,
    get_fees_above,
    get_fees_below,
    get_fees_in_range,
    get_global_fees,
    remove_liquidity_at_tick,
)
from tests.transition.pools.build import NETUID, chain_with_pool

relaxed = settings(deadline=None, max_examples=60)
TICK = TickIndex(70)


@given(st.lists(st.tuples(st.integers(1, 2**60), st.sampled_from(Bound)), min_size=1, max_size=6))
@relaxed
def test_what_begins_and_ends_adds_up_and_goes_again(parts: list[tuple[int, Bound]]) -> None:
    chain = chain_with_pool()
    for liquidity, bound in parts:
        add_liquidity_at_tick(chain, NETUID, TICK, U64(liquidity), bound)
    tick = chain.pools.ticks.get((NETUID, TICK))
    assert tick is not None
    assert tick.liquidity_net == sum(bound.value * liquidity for liquidity, bound in parts)
    assert tick.liquidity_gross == sum(liquidity for liquidity, _ in parts)
    for liquidity, bound in parts:
        assert is_tick_active(chain, NETUID, TICK)
        remove_liquidity_at_tick(chain, NETUID, TICK, U64(liquidity), bound)
    assert (NETUID, TICK) not in chain.pools.ticks
    assert not is_tick_active(chain, NETUID, TICK)


def test_taking_from_a_tick_that_is_none_does_nothing() -> None:
    chain = chain_with_pool()
    chain.commit()
    remove_liquidity_at_tick(chain, NETUID, TICK, U64(1), Bound.LOWER)
    assert chain.commit().changes == {}


@given(st.integers(-100, 100))
@relaxed
def test_fees_below_within_and_above_are_all_fees(index: int) -> None:
    chain = chain_with_pool()
    chain.pools.fee_global_tao[NETUID] = U64F64.saturating_from_num(5)
    chain.pools.fee_global_alpha[NETUID] = U64F64.saturating_from_num(7)
    low, high = TickIndex(index), TickIndex(index + 20)
    for tick, bound in ((low, Bound.LOWER), (high, Bound.UPPER)):
        add_liquidity_at_tick(chain, NETUID, tick, U64(10), bound)
    for currency in Currency:
        below, above = get_fees_below(chain, NETUID, low, currency), get_fees_above(chain, NETUID, high, currency)
        within = get_fees_in_range(chain, NETUID, low, high, currency)
        assert below + within + above == get_global_fees(chain, NETUID, currency)


def test_a_new_tick_above_the_price_has_all_fees_and_one_below_none() -> None:
    chain = chain_with_pool()
    chain.pools.fee_global_tao[NETUID] = U64F64.saturating_from_num(5)
    for index, fees in ((chain.pools.current_tick[NETUID], 0), (TickIndex(1), 5)):
        add_liquidity_at_tick(chain, NETUID, index, U64(10), Bound.LOWER)
        tick = chain.pools.ticks.get((NETUID, index))
        assert tick is not None
        assert tick.fees_out_tao == I64F64.saturating_from_num(fees)

import pytest

from tao_spec.arithmetic.fixed import I64F64, U64F64
from tao_spec.arithmetic.identifiers import TickIndex
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.pools import InsufficientLiquidity
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.curve import BUY, SELL
from tao_spec.transition.pools.swap_step import cross_tick, get_edge_tick, make_step, plan_step
from tao_spec.transition.pools.tick_math import MAX_TICK, MIN_TICK, tick_to_sqrt_price
from tests.transition.pools.build import NETUID, TAO, add_position, chain_with_pool, closing

LOW, HIGH = TickIndex(-100), TickIndex(100)
FAR = {BUY: tick_to_sqrt_price(5_000), SELL: tick_to_sqrt_price(-5_000)}


def chain_with_range(revision: str = "") -> Chain:
    chain = chain_with_pool(revision=closing(revision))
    add_position(chain, LOW, HIGH, 1_000 * TAO)
    return chain


def put_price(chain: Chain, tick: TickIndex) -> None:
    chain.pools.alpha_sqrt_price[NETUID], chain.pools.current_tick[NETUID] = tick_to_sqrt_price(tick), tick


def test_a_small_amount_is_used_up() -> None:
    step = plan_step(chain_with_range(), NETUID, BUY, U64(TAO), FAR[BUY], False)
    assert not step.is_crossing
    assert step.amount_in + step.fee == TAO
    assert step.fee == TAO * 33 // 65_535


def test_a_limit_before_the_tick_ends_the_step() -> None:
    limit = tick_to_sqrt_price(50)
    step = plan_step(chain_with_range(), NETUID, BUY, U64(1_000 * TAO), limit, False)
    assert (step.sqrt_price, step.is_crossing) == (limit, False)
    assert step.amount_in + step.fee < 1_000 * TAO


@pytest.mark.parametrize(("order", "tick"), [(BUY, HIGH), (SELL, LOW)])
def test_a_great_amount_crosses_the_tick(order, tick) -> None:  # type: ignore[no-untyped-def]
    chain = chain_with_range()
    step = plan_step(chain, NETUID, order, U64(1_000 * TAO), FAR[order], False)
    assert (step.edge, step.sqrt_price, step.is_crossing) == (tick, tick_to_sqrt_price(tick), True)
    make_step(chain, NETUID, order, step)
    assert chain.pools.current_liquidity[NETUID] == 1_000 * TAO
    assert chain.pools.current_tick[NETUID] == tick


def test_without_fees_none_is_taken() -> None:
    for amount in (TAO, 1_000 * TAO):
        assert plan_step(chain_with_range(), NETUID, SELL, U64(amount), FAR[SELL], True).fee == 0


@pytest.mark.parametrize(("order", "is_crossing"), [(BUY, True), (SELL, False)])
def test_a_limit_exactly_at_the_tick_crosses_it_upwards_only(order, is_crossing) -> None:  # type: ignore[no-untyped-def]
    limit = tick_to_sqrt_price(HIGH if order is BUY else LOW)
    step = plan_step(chain_with_range(), NETUID, order, U64(1_000 * TAO), limit, False)
    assert (step.sqrt_price, step.is_crossing) == (limit, is_crossing)


def test_the_tick_before_a_sale_depends_on_where_in_its_tick_the_price_is() -> None:
    chain = chain_with_range()
    put_price(chain, LOW)
    assert get_edge_tick(chain, NETUID, SELL) == MIN_TICK
    chain.pools.alpha_sqrt_price[NETUID] += U64F64.from_bits(1)
    assert get_edge_tick(chain, NETUID, SELL) == LOW


def test_as_it_was_meant_a_sale_from_a_tick_crosses_it_once() -> None:
    chain = chain_with_range("KNOWN-63")
    put_price(chain, LOW)
    assert get_edge_tick(chain, NETUID, SELL) == LOW
    step = plan_step(chain, NETUID, SELL, U64(TAO), FAR[SELL], False)
    assert (step.amount_in, step.is_crossing) == (0, True)
    make_step(chain, NETUID, SELL, step)
    assert chain.pools.current_tick[NETUID] == LOW - 1
    assert chain.pools.current_liquidity[NETUID] == 1_000 * TAO
    assert get_edge_tick(chain, NETUID, SELL) == MIN_TICK


def test_at_the_greatest_tick_a_purchase_has_it_before_it() -> None:
    chain = chain_with_range()
    put_price(chain, MAX_TICK)
    assert get_edge_tick(chain, NETUID, BUY) == MAX_TICK


def test_a_tick_without_liquidity_cannot_be_crossed() -> None:
    with pytest.raises(InsufficientLiquidity):
        cross_tick(chain_with_range(), NETUID, BUY, TickIndex(7))


def test_crossing_turns_the_fees_of_a_tick_inside_out() -> None:
    chain = chain_with_range()
    pools = chain.pools
    pools.fee_global_tao[NETUID], pools.fee_global_alpha[NETUID] = (U64F64.saturating_from_num(n) for n in (5, 7))
    before = pools.ticks.get((NETUID, HIGH))
    cross_tick(chain, NETUID, BUY, HIGH)
    after = pools.ticks.get((NETUID, HIGH))
    assert before is not None and after is not None
    assert after.fees_out_tao == I64F64.saturating_from_num(5) - before.fees_out_tao
    assert after.fees_out_alpha == I64F64.saturating_from_num(7) - before.fees_out_alpha
    cross_tick(chain, NETUID, SELL, HIGH)
    assert pools.ticks.get((NETUID, HIGH)) == before

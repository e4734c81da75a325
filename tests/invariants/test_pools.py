from collections.abc import Callable

import pytest

from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import TickIndex
from tao_spec.arithmetic.integers import I64, I128, U32, U64, U128
from tao_spec.interface.messages import Call
from tao_spec.interface.pools import AddLiquidity, ModifyPosition, PositionId, RemoveLiquidity
from tao_spec.invariants.frame import Watch
from tao_spec.state.pools import LayerLevel, Tick
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import signed
from tao_spec.transition.pools.curve import SELL
from tao_spec.transition.pools.positions import create_position
from tao_spec.transition.pools.prices import get_min_price
from tao_spec.transition.pools.swap import swap
from tao_spec.transition.pools.tick_math import tick_to_sqrt_price
from tests.invariants.build import ids, make, step_by_hand
from tests.transition.pools.build import ALICE, HOTKEY, NETUID, TAO, add_position, chain_with_pool, fund

LOW, HIGH = TickIndex(-100), TickIndex(200)


def chain_with_positions() -> Chain:
    chain = chain_with_pool()
    fund(chain)
    add_position(chain, LOW, HIGH, TAO)
    chain.commit()
    return chain


def change_tick(chain: Chain, net: int = 0, gross: int = 0) -> None:
    tick = chain.pools.ticks.get((NETUID, LOW))
    if tick is None:
        raise LookupError("the tick is not stored")
    changed = Tick(
        I128(tick.liquidity_net + net), U64(tick.liquidity_gross + gross), tick.fees_out_tao, tick.fees_out_alpha
    )
    chain.pools.ticks[NETUID, LOW] = changed


def change_bits(chain: Chain) -> None:
    chain.pools.tick_index_bitmap_words[NETUID, LayerLevel.Middle, U32(0)] = U128(1)


def change_tick_of_price(chain: Chain) -> None:
    chain.pools.current_tick[NETUID] = TickIndex(7)


def change_liquidity(chain: Chain) -> None:
    chain.pools.current_liquidity[NETUID] = U64(TAO)


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (lambda chain: change_tick(chain, net=1), {"INV-60", "INV-64"}),
        (lambda chain: change_tick(chain, gross=1), {"INV-61"}),
        (change_bits, {"INV-62"}),
        (change_tick_of_price, {"INV-63"}),
        (change_liquidity, {"INV-64"}),
        (lambda chain: chain.pools.fee_global_tao.__setitem__(NETUID, U64F64.ONE), set()),
    ],
)
def test_whatever_does_not_fit_is_found(change: Callable[[Chain], None], broken: set[str]) -> None:
    _, violations = step_by_hand(chain_with_positions(), change)
    assert {id for id in ids(violations) if id >= "INV-60"} == broken


def test_fees_that_fall_are_found() -> None:
    chain = chain_with_positions()
    chain.pools.fee_global_alpha[NETUID] = U64F64.ONE
    chain.commit()
    _, violations = step_by_hand(chain, lambda chain: chain.pools.fee_global_alpha.__delitem__(NETUID))
    assert "INV-65" in ids(violations)


def of_pools(chain: Chain, call: Call) -> tuple[list[str], list[str]]:
    """The invariants of pools that a call breaks, and the excuses of others."""
    watch = Watch(chain)
    broken = ids(make(chain, watch, signed(ALICE), call))
    excuses = [excused.excuse.id for excused in watch.excused if excused.excuse and excused.invariant.domain == "pools"]
    return [id for id in broken if id >= "INV-60"], excuses


def test_calls_keep_them_all() -> None:
    chain = chain_with_positions()
    for call in (
        AddLiquidity(HOTKEY, NETUID, LOW, HIGH, U64(TAO)),
        ModifyPosition(HOTKEY, NETUID, PositionId(3), I64(5_000)),
        ModifyPosition(HOTKEY, NETUID, PositionId(3), I64(-5_000)),
        RemoveLiquidity(HOTKEY, NETUID, PositionId(3)),
    ):
        assert of_pools(chain, call) == ([], [])


def test_the_forfeit_rest_of_a_position_is_excused() -> None:
    call = ModifyPosition(HOTKEY, NETUID, PositionId(2), I64(1 - TAO))
    assert of_pools(chain_with_positions(), call) == ([], ["KNOWN-61"])


def put_price(chain: Chain, tick: TickIndex, liquidity: int) -> None:
    chain.pools.current_tick[NETUID], chain.pools.alpha_sqrt_price[NETUID] = tick, tick_to_sqrt_price(tick)
    chain.pools.current_liquidity[NETUID] = U64(liquidity)
    chain.commit()


def test_a_position_modified_at_its_upper_end_is_excused() -> None:
    chain = chain_with_positions()
    put_price(chain, HIGH, 1_000 * TAO)
    call = ModifyPosition(HOTKEY, NETUID, PositionId(2), I64(5_000))
    assert of_pools(chain, call) == ([], ["KNOWN-66"])


def test_a_sale_from_a_tick_is_excused() -> None:
    chain = chain_with_positions()
    put_price(chain, LOW, 1_001 * TAO)
    watch, violations = step_by_hand(chain, lambda chain: swap(chain, NETUID, SELL, U64(TAO), get_min_price(), True))
    assert [id for id in ids(violations) if id >= "INV-60"] == []
    assert [excused.excuse.id for excused in watch.excused if excused.excuse] == ["KNOWN-63"]


def test_a_position_that_is_not_stored_is_missed() -> None:
    _, violations = step_by_hand(
        chain_with_positions(), lambda chain: create_position(chain, NETUID, ALICE, LOW, HIGH, U64(TAO))
    )
    assert "INV-61" in ids(violations)

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import TickIndex
from tao_spec.arithmetic.integers import I64, U16, U64
from tao_spec.interface.pools import (
    InsufficientBalance,
    InsufficientLiquidity,
    InvalidLiquidityValue,
    LiquidityNotFound,
    PositionId,
    UserLiquidityDisabled,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.positions import Amounts
from tao_spec.transition.pools.tick_math import tick_to_sqrt_price
from tao_spec.transition.pools.user_liquidity import (
    PositionChange,
    do_add_liquidity,
    do_modify_position,
    do_remove_liquidity,
)
from tests.transition.pools.build import ALICE, BOB, HOTKEY, NETUID, TAO, chain_with_pool, closing, fund

relaxed = settings(deadline=None, max_examples=60)
LOW, HIGH = TickIndex(-300), TickIndex(400)


def funded(*closed: str, is_set_up: bool = True) -> Chain:
    chain = chain_with_pool(is_set_up=is_set_up, revision=closing(*closed))
    fund(chain)
    return chain


def add(chain: Chain, liquidity: int, low: int = LOW, high: int = HIGH) -> tuple[PositionId, Amounts]:
    return do_add_liquidity(chain, NETUID, ALICE, HOTKEY, TickIndex(low), TickIndex(high), U64(liquidity))


def modify(chain: Chain, id: PositionId, delta: int) -> PositionChange:
    return do_modify_position(chain, NETUID, ALICE, HOTKEY, id, I64(delta))


@given(st.integers(1_000, 10**13), st.integers(-2_000, 2_000), st.integers(1, 2_000))
@relaxed
def test_what_is_added_comes_back_and_leaves_no_trace(liquidity: int, low: int, width: int) -> None:
    chain = funded()
    before = chain.pools.current_liquidity[NETUID]
    ticks = dict(chain.pools.ticks.under(NETUID))
    id, worth = add(chain, liquidity, low, low + width)
    change = do_remove_liquidity(chain, NETUID, ALICE, id)
    assert (change.amounts, change.fees) == (worth, (0, 0))
    assert chain.pools.current_liquidity[NETUID] == before
    assert dict(chain.pools.ticks.under(NETUID)) == ticks
    assert not list(chain.pools.positions.under(NETUID, ALICE))


@given(st.lists(st.integers(-(10**9), 10**9).filter(lambda delta: abs(delta) >= 1_000), max_size=5))
@relaxed
def test_the_liquidity_of_a_position_is_that_of_its_ticks_and_its_pool(deltas: list[int]) -> None:
    chain = funded()
    others = chain.pools.current_liquidity[NETUID]
    id, _ = add(chain, 10**10)
    for delta in deltas:
        modify(chain, id, delta)
    position = chain.pools.positions.get((NETUID, ALICE, id))
    low, high = (chain.pools.ticks.get((NETUID, tick)) for tick in (LOW, HIGH))
    assert position is not None and low is not None and high is not None
    assert position.liquidity == low.liquidity_net == -high.liquidity_net == 10**10 + sum(deltas)
    assert chain.pools.current_liquidity[NETUID] == others + position.liquidity


def test_users_may_be_forbidden_to_add_and_to_modify_but_not_to_take_out() -> None:
    chain = funded()
    id, _ = add(chain, 1_000)
    chain.pools.enabled_user_liquidity[NETUID] = False
    with pytest.raises(UserLiquidityDisabled):
        add(chain, 1_000)
    with pytest.raises(UserLiquidityDisabled):
        modify(chain, id, 1_000)
    assert do_remove_liquidity(chain, NETUID, ALICE, id).position.liquidity == 1_000


@pytest.mark.parametrize("liquidity", [0, 999])
def test_less_than_a_thousand_is_no_position(liquidity: int) -> None:
    with pytest.raises(InvalidLiquidityValue):
        add(funded(), liquidity)


def test_who_has_too_little_is_told_so_before_the_liquidity_is_looked_at() -> None:
    chain = chain_with_pool()
    with pytest.raises(InsufficientBalance):
        add(chain, 10**12)
    with pytest.raises(InvalidLiquidityValue):
        add(chain, 0)


@pytest.mark.parametrize("delta", [0, 999, -999, I64.MIN])
def test_a_change_of_less_than_a_thousand_is_none(delta: int) -> None:
    chain = funded()
    id, _ = add(chain, 10_000)
    with pytest.raises(InvalidLiquidityValue):
        modify(chain, id, delta)


def test_more_cannot_be_taken_out_than_there_is() -> None:
    chain = funded()
    id, _ = add(chain, 10_000)
    with pytest.raises(InsufficientLiquidity):
        modify(chain, id, -10_001)
    assert modify(chain, id, -10_000).is_removed


def test_a_position_is_its_owners_alone() -> None:
    chain = funded()
    id, _ = add(chain, 10_000)
    with pytest.raises(LiquidityNotFound):
        do_remove_liquidity(chain, NETUID, BOB, id)
    with pytest.raises(LiquidityNotFound):
        do_modify_position(chain, NETUID, BOB, HOTKEY, id, I64(1_000))


@pytest.mark.parametrize(("taken", "is_removed"), [(9_000, False), (9_001, True)])
def test_a_thousand_may_be_left_and_not_one_less(taken: int, is_removed: bool) -> None:
    chain = funded()
    id, _ = add(chain, 10_000)
    assert modify(chain, id, -taken).is_removed is is_removed


@pytest.mark.parametrize(("closed", "left"), [((), 900), (("KNOWN-61",), 0)])
def test_the_rest_of_a_small_position_is_forfeit_unless_closed(closed: tuple[str, ...], left: int) -> None:
    chain = funded(*closed)
    before = chain.pools.current_liquidity[NETUID]
    id, whole = add(chain, 1_900)
    assert (modify(chain, id, -1_000).amounts == whole) is (left == 0)
    assert chain.pools.current_liquidity[NETUID] == before + left


@pytest.mark.parametrize(("closed", "counted"), [((), 5_000), (("KNOWN-66",), 0)])
def test_at_its_upper_end_a_modified_position_counts_unless_closed(closed: tuple[str, ...], counted: int) -> None:
    chain = funded(*closed)
    chain.pools.current_tick[NETUID], chain.pools.alpha_sqrt_price[NETUID] = HIGH, tick_to_sqrt_price(HIGH)
    before = chain.pools.current_liquidity[NETUID]
    id, _ = add(chain, 10_000)
    modify(chain, id, 5_000)
    assert chain.pools.current_liquidity[NETUID] == before + counted


def test_before_the_first_swap_liquidity_is_added_at_no_price_unless_closed() -> None:
    chain = funded(is_set_up=False)
    _, (tao, alpha) = add(chain, TAO)
    assert tao == 0 < alpha
    assert not chain.pools.alpha_sqrt_price[NETUID]
    assert chain.pools.swap_v3_initialized[NETUID]

    chain = funded("KNOWN-62", is_set_up=False)
    _, (tao, alpha) = add(chain, TAO)
    assert tao > 0 < alpha
    assert chain.pools.alpha_sqrt_price[NETUID]


def test_where_no_pool_prices_alpha_nobody_adds_if_closed() -> None:
    chain = funded("KNOWN-62")
    chain.pools.subnet_mechanism[NETUID] = U16(0)
    with pytest.raises(UserLiquidityDisabled):
        add(chain, TAO)

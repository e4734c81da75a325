import pytest

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, TickIndex
from tao_spec.arithmetic.integers import I64, U16, U64
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.interface.messages import Call
from tao_spec.interface.pools import (
    AddLiquidity,
    FeeRateSet,
    FeeRateTooHigh,
    LiquidityAdded,
    LiquidityModified,
    LiquidityRemoved,
    ModifyPosition,
    PositionId,
    RemoveLiquidity,
    SetFeeRate,
    SubNetworkDoesNotExist,
    ToggleUserLiquidity,
    UserLiquidityToggled,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.origin import NOBODY, ROOT, Origin, signed
from tao_spec.transition.pools.conversion import swap_alpha_for_tao, swap_tao_for_alpha
from tao_spec.transition.pools.prices import get_max_price, get_min_price
from tests.transition.pools.build import ALICE, BOB, HOTKEY, NETUID, OTHER, TAO, chain_with_pool, closing, fund

LOW, HIGH = TickIndex(-300), TickIndex(400)
ADD = AddLiquidity(HOTKEY, NETUID, LOW, HIGH, U64(TAO))


def funded(*closed: str) -> Chain:
    chain = chain_with_pool(revision=closing(*closed))
    fund(chain)
    return chain


def refusal(chain: Chain, origin: Origin, call: Call) -> type[DispatchError]:
    with pytest.raises(DispatchError) as caught:
        dispatch(chain, origin, call)
    return caught.type


def provided(chain: Chain) -> tuple[TaoBalance, AlphaBalance]:
    return chain.pools.subnet_tao_provided[NETUID], chain.pools.subnet_alpha_in_provided[NETUID]


def wealth(chain: Chain) -> tuple[int, int]:
    return chain.accounts.account[ALICE].data.free, chain.stake.total_hotkey_alpha[HOTKEY, NETUID]


@pytest.mark.parametrize("origin", [ROOT, signed(BOB)])
def test_root_and_the_owner_set_the_fee(origin: Origin) -> None:
    chain = chain_with_pool()
    dispatch(chain, origin, SetFeeRate(NETUID, U16(10_000)))
    assert chain.pools.fee_rate[NETUID] == 10_000
    assert chain.commit().events == (FeeRateSet(NETUID, U16(10_000)),)


def test_the_fee_is_refused_in_this_order() -> None:
    chain = chain_with_pool()
    assert refusal(chain, signed(ALICE), SetFeeRate(OTHER, U16(10_001))) is BadOrigin
    assert refusal(chain, NOBODY, SetFeeRate(NETUID, U16(1))) is BadOrigin
    assert refusal(chain, ROOT, SetFeeRate(OTHER, U16(10_001))) is SubNetworkDoesNotExist
    assert refusal(chain, signed(AccountId()), SetFeeRate(OTHER, U16(1))) is SubNetworkDoesNotExist
    assert refusal(chain, ROOT, SetFeeRate(NETUID, U16(10_001))) is FeeRateTooHigh


def test_only_root_switches_users_liquidity_off() -> None:
    chain = chain_with_pool()
    dispatch(chain, signed(BOB), ToggleUserLiquidity(NETUID, True))
    assert refusal(chain, signed(BOB), ToggleUserLiquidity(NETUID, False)) is BadOrigin
    assert refusal(chain, signed(ALICE), ToggleUserLiquidity(NETUID, True)) is BadOrigin
    dispatch(chain, ROOT, ToggleUserLiquidity(NETUID, False))
    assert chain.commit().events == (UserLiquidityToggled(NETUID, True), UserLiquidityToggled(NETUID, False))
    assert refusal(chain, ROOT, ToggleUserLiquidity(OTHER, True)) is SubNetworkDoesNotExist


def test_what_is_added_is_taken_and_counts_as_provided() -> None:
    chain = funded()
    tao, alpha = wealth(chain)
    dispatch(chain, signed(ALICE), ADD)
    assert wealth(chain) == (tao - provided(chain)[0], alpha - provided(chain)[1])
    event = chain.commit().events[-1]
    assert event == LiquidityAdded(ALICE, HOTKEY, NETUID, PositionId(2), U64(TAO), *provided(chain), LOW, HIGH)


def test_what_is_removed_is_paid_out() -> None:
    chain = funded()
    before = wealth(chain)
    dispatch(chain, signed(ALICE), ADD)
    dispatch(chain, signed(ALICE), RemoveLiquidity(HOTKEY, NETUID, PositionId(2)))
    assert provided(chain) == (0, 0)
    assert wealth(chain) == before
    assert isinstance(chain.commit().events[-1], LiquidityRemoved)


@pytest.mark.parametrize("closed", [(), ("KNOWN-60",)])
def test_the_reserves_do_not_follow_a_modified_position_unless_closed(closed: tuple[str, ...]) -> None:
    chain = funded(*closed)
    dispatch(chain, signed(ALICE), ADD)
    before = provided(chain)
    dispatch(chain, signed(ALICE), ModifyPosition(HOTKEY, NETUID, PositionId(2), I64(TAO)))
    event = chain.commit().events[-1]
    assert isinstance(event, LiquidityModified)
    assert event.tao > 0 < event.alpha
    assert (provided(chain) == before) is not bool(closed)
    dispatch(chain, signed(ALICE), ModifyPosition(HOTKEY, NETUID, PositionId(2), I64(-TAO)))
    shrunk = chain.commit().events[-1]
    assert isinstance(shrunk, LiquidityModified)
    assert (shrunk.tao, shrunk.alpha) == (-event.tao, -event.alpha)
    assert provided(chain) == before


def test_with_the_last_of_it_a_position_is_removed_by_what_was_named() -> None:
    chain = funded()
    dispatch(chain, signed(ALICE), ADD)
    dispatch(chain, signed(ALICE), ModifyPosition(HOTKEY, NETUID, PositionId(2), I64(1 - TAO)))
    event = chain.commit().events[-1]
    assert isinstance(event, LiquidityRemoved)
    assert event.liquidity == TAO - 1


def swap_both_ways(chain: Chain) -> None:
    swap_tao_for_alpha(chain, NETUID, TaoBalance(TAO), get_max_price(), False)
    swap_alpha_for_tao(chain, NETUID, AlphaBalance(TAO), get_min_price(), False)


def test_fees_are_paid_with_every_change() -> None:
    chain = funded()
    dispatch(chain, signed(ALICE), ADD)
    swap_both_ways(chain)
    dispatch(chain, signed(ALICE), ModifyPosition(HOTKEY, NETUID, PositionId(2), I64(1_000)))
    event = next(event for event in chain.commit().events if isinstance(event, LiquidityModified))
    assert event.fee_tao > 0 < event.fee_alpha
    dispatch(chain, signed(ALICE), RemoveLiquidity(HOTKEY, NETUID, PositionId(2)))
    removed = chain.commit().events[-1]
    assert isinstance(removed, LiquidityRemoved)
    assert (removed.fee_tao, removed.fee_alpha) == (0, 0)


def test_if_the_reserves_count_fees_they_are_empty_when_all_is_paid() -> None:
    chain = funded("KNOWN-68", "KNOWN-67")
    dispatch(chain, signed(ALICE), ADD)
    swap_both_ways(chain)
    before = provided(chain)
    dispatch(chain, signed(ALICE), RemoveLiquidity(HOTKEY, NETUID, PositionId(2)))
    removed = chain.commit().events[-1]
    assert isinstance(removed, LiquidityRemoved)
    assert removed.fee_tao > 0
    assert provided(chain)[0] == max(before[0] - removed.tao - removed.fee_tao, 0)


@pytest.mark.parametrize(
    "call",
    [
        AddLiquidity(HOTKEY, OTHER, LOW, HIGH, U64(TAO)),
        RemoveLiquidity(HOTKEY, OTHER, PositionId(2)),
        ModifyPosition(HOTKEY, OTHER, PositionId(2), I64(TAO)),
    ],
)
def test_users_sign_and_name_a_subnet_that_exists(call: Call) -> None:
    assert refusal(funded(), NOBODY, call) is BadOrigin
    assert refusal(funded(), ROOT, call) is BadOrigin
    assert refusal(funded(), signed(ALICE), call) is SubNetworkDoesNotExist


def test_a_refused_call_leaves_nothing() -> None:
    chain = funded()
    chain.commit()
    refusal(chain, signed(ALICE), AddLiquidity(HOTKEY, NETUID, LOW, HIGH, U64(999)))
    refusal(chain, signed(BOB), ADD)
    assert chain.commit().changes == {}

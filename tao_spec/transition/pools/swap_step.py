"""One step of a swap: up to where the amount is used up, the limit of the price is reached, or a tick is crossed.

Source: upstream's `pallets/swap/src/pallet/impls.rs`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import NetUid, TickIndex
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.pools import InsufficientLiquidity
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.bitmap import find_closest_higher, find_closest_lower, is_tick_active
from tao_spec.transition.pools.curve import (
    BUY,
    SELL,
    OrderType,
    compute_amount_in,
    compute_amount_out,
    compute_target_sqrt_price,
)
from tao_spec.transition.pools.fees import add_fees, compute_fee, compute_fee_on_top
from tao_spec.transition.pools.positions import add_current_liquidity, subtract_current_liquidity
from tao_spec.transition.pools.tick_math import (
    MAX_TICK,
    MIN_TICK,
    sqrt_price_to_tick_bounded,
    tick_to_sqrt_price_bounded,
)
from tao_spec.transition.pools.ticks import Currency, get_global_fees
from tao_spec.transition.rules import rule

SALES_PASS_OVER_A_TICK = "KNOWN-63"
"""A sale that starts exactly where an active tick begins does not cross it."""


@dataclass(frozen=True)
class Step:
    """What a step will do.

    Attributes:
        edge: the next tick in the direction of the swap.
        sqrt_price: the square root of the price at which it ends.
        amount_in: what it swaps, in rao of what is paid in.
        fee: what it takes on top, in the same.
        is_crossing: whether it crosses the edge, so that another step follows.
    """

    edge: TickIndex
    sqrt_price: U64F64
    amount_in: U64
    fee: U64
    is_crossing: bool


@rule("POOL-83")
def get_edge_tick(chain: Chain, netuid: NetUid, order: OrderType) -> TickIndex:
    """The next active tick in the direction of a swap; the last tick of all where there is none.

    A sale that starts above the beginning of an active tick has that tick before it. One that starts exactly there, or in a
    tick that is not active, looks further down; the first was not meant (KNOWN-63).
    """
    tick = chain.pools.current_tick[netuid]
    if order is BUY:
        closest = find_closest_higher(chain, netuid, min(TickIndex(tick + 1), MAX_TICK))
        return MAX_TICK if closest is None else closest
    closest = find_closest_lower(chain, netuid, _get_start_of_sale(chain, netuid, tick))
    return MIN_TICK if closest is None else closest


def _get_start_of_sale(chain: Chain, netuid: NetUid, tick: TickIndex) -> TickIndex:
    """The greatest tick that a sale may cross first."""
    if not chain.deviates(SALES_PASS_OVER_A_TICK):
        return tick
    is_above = chain.pools.alpha_sqrt_price[netuid] > tick_to_sqrt_price_bounded(tick)
    return tick if is_above and is_tick_active(chain, netuid, tick) else _get_previous(tick)


def _get_previous(tick: TickIndex) -> TickIndex:
    return max(TickIndex(tick - 1), MIN_TICK)


@rule("POOL-84")
def plan_step(chain: Chain, netuid: NetUid, order: OrderType, amount: U64, limit: U64F64, drop_fees: bool) -> Step:
    """Find where a step ends: of the target, the limit and the edge, the one nearest to the price.

    The first of them that is nearest counts. Only where it is the target, the whole amount is swapped, and its fee was
    taken off before. A step that ends at the edge crosses it; one that would end there anyway crosses it if it buys, and
    is the last if it sells.

    Args:
        amount: what is left to be paid in, with the fee, in rao.
        limit: the square root of the limit price.
        drop_fees: whether no fee is taken.
    """
    sqrt_price, liquidity = chain.pools.alpha_sqrt_price[netuid], chain.pools.current_liquidity[netuid]
    edge = get_edge_tick(chain, netuid, order)
    edge_price = tick_to_sqrt_price_bounded(edge)
    fee = U64(0) if drop_fees else compute_fee(chain, netuid, amount)
    swapped = amount.saturating_sub(fee)
    target = compute_target_sqrt_price(order, liquidity, sqrt_price, swapped)
    nearer = min if order is BUY else max
    natural = nearer(target, limit)
    end = nearer(natural, edge_price)
    if end != target:
        swapped = compute_amount_in(order, liquidity, sqrt_price, end)
        fee = U64(0) if drop_fees else compute_fee_on_top(chain, netuid, swapped)
    is_crossing = order is BUY if natural == edge_price else end == edge_price
    return Step(edge, end, swapped, fee, is_crossing)


@rule("POOL-85")
def make_step(chain: Chain, netuid: NetUid, order: OrderType, step: Step) -> U64:
    """Take the fee, cross the tick if need be, and move the price.

    Returns:
        What the step pays out, in rao of the other currency.

    Raises:
        InsufficientLiquidity: there is no liquidity behind the edge, for the tick is none.
    """
    pools = chain.pools
    add_fees(chain, netuid, order.paid_in, step.fee)
    paid = compute_amount_out(order, pools.current_liquidity[netuid], pools.alpha_sqrt_price[netuid], step.amount_in)
    if step.is_crossing:
        cross_tick(chain, netuid, order, step.edge)
    pools.alpha_sqrt_price[netuid] = step.sqrt_price
    pools.current_tick[netuid] = sqrt_price_to_tick_bounded(step.sqrt_price)
    if step.is_crossing and order is SELL and not chain.deviates(SALES_PASS_OVER_A_TICK):
        pools.current_tick[netuid] = _get_previous(step.edge)
    return paid


@rule("POOL-86")
def cross_tick(chain: Chain, netuid: NetUid, order: OrderType, index: TickIndex) -> None:
    """Cross a tick: what was outside of it is inside, and the liquidity that begins or ends there is added or taken.

    Raises:
        InsufficientLiquidity: no liquidity begins or ends at the tick.
    """
    tick = chain.pools.ticks.get((netuid, index))
    if tick is None:
        raise InsufficientLiquidity
    change = U64.saturate(abs(tick.liquidity_net))
    if (tick.liquidity_net >= 0) == (order is BUY):
        add_current_liquidity(chain, netuid, change)
    else:
        subtract_current_liquidity(chain, netuid, change)
    chain.pools.ticks[netuid, index] = replace(
        tick,
        fees_out_tao=get_global_fees(chain, netuid, Currency.TAO) - tick.fees_out_tao,
        fees_out_alpha=get_global_fees(chain, netuid, Currency.ALPHA) - tick.fees_out_alpha,
    )

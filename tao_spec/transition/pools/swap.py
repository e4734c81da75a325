"""The swap: step by step through the ticks of a pool, made or only simulated.

Source: upstream's `pallets/swap/src/pallet/impls.rs`.
"""

from __future__ import annotations

from dataclasses import dataclass

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import I64, U64
from tao_spec.interface.pools import InsufficientLiquidity, PriceLimitExceeded, ReservesTooLow, TooManySwapSteps
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.curve import BUY, OrderType
from tao_spec.transition.pools.prices import compute_limit_sqrt_price, get_max_price, get_min_price, is_dynamic
from tao_spec.transition.pools.protocol_liquidity import maybe_initialize
from tao_spec.transition.pools.reserves import get_alpha_reserve, get_tao_reserve
from tao_spec.transition.pools.swap_step import SALES_PASS_OVER_A_TICK, make_step, plan_step
from tao_spec.transition.rules import rule

REFUSED_SWAPS_REMAIN = "KNOWN-65"
"""A swap that is refused because the reserve cannot pay has moved the price already."""

MINIMUM_RESERVE = 1_000_000
"""What a pool must hold of the currency that it pays out, in rao."""

MAX_SWAP_STEPS = 1_000


@dataclass(frozen=True)
class SwapResult:
    """What a swap did.

    Attributes:
        amount_paid_in: what was swapped, without the fee, in rao of what was paid in.
        amount_paid_out: what was paid for it, in rao of the other currency.
        fee_paid: in rao of what was paid in.
        tao_reserve_delta, alpha_reserve_delta: how the reserves of the pool change, in rao.
    """

    amount_paid_in: U64
    amount_paid_out: U64
    fee_paid: U64
    tao_reserve_delta: I64
    alpha_reserve_delta: I64


class _Simulated(Exception):
    """Undoes a simulated swap."""

    def __init__(self, result: SwapResult) -> None:
        self.result = result


@rule("POOL-90")
def swap_through_ticks(
    chain: Chain, netuid: NetUid, order: OrderType, amount: U64, limit: U64F64, drop_fees: bool
) -> SwapResult:
    """Swap an amount, or what of it the limit of the price allows, in at most 1,000 steps.

    Args:
        amount: to be paid in, with the fee, in rao of its currency.
        limit: the square root of the limit price.

    Raises:
        ReservesTooLow: the pool holds less than 1,000,000 rao of what it would pay out.
        MaxPositionsExceeded: as `maybe_initialize`.
        PriceLimitExceeded: the price is at the limit already, or beyond.
        InsufficientLiquidity: as `make_step`.
        TooManySwapSteps: the 1,001st step was made.
    """
    # A pool that is all but empty makes no prices.
    if _get_reserve_out(chain, netuid, order) < MINIMUM_RESERVE:
        raise ReservesTooLow
    maybe_initialize(chain, netuid)
    # Buying raises the price, selling lowers it: the limit must lie that way.
    sqrt_price = chain.pools.alpha_sqrt_price[netuid]
    if not (sqrt_price < limit if order is BUY else sqrt_price > limit):
        raise PriceLimitExceeded
    return _swap_by_steps(chain, netuid, order, amount, limit, drop_fees)


def _swap_by_steps(
    chain: Chain, netuid: NetUid, order: OrderType, amount: U64, limit: U64F64, drop_fees: bool
) -> SwapResult:
    paid_in, paid_out, fees, steps = U64(0), U64(0), U64(0), 0
    while amount:
        step = plan_step(chain, netuid, order, amount, limit, drop_fees)
        paid_out = paid_out.saturating_add(make_step(chain, netuid, order, step))
        paid_in, fees = paid_in.saturating_add(step.amount_in), fees.saturating_add(step.fee)
        taken = step.amount_in.saturating_add(step.fee)
        # The last step does not cross, and a step that takes nothing is the last.
        goes_on = step.is_crossing and (taken or not chain.deviates(SALES_PASS_OVER_A_TICK))
        amount = amount.saturating_sub(taken) if goes_on else U64(0)
        steps += 1
        if steps > MAX_SWAP_STEPS:
            raise TooManySwapSteps
    gained, lost = I64.wrap(paid_in), I64.wrap(-paid_out)
    deltas = (gained, lost) if order is BUY else (lost, gained)
    return SwapResult(paid_in, paid_out, fees, *deltas)


def _get_reserve_out(chain: Chain, netuid: NetUid, order: OrderType) -> U64:
    """The reserve of what a swap pays out, in rao."""
    return get_alpha_reserve(chain, netuid) if order is BUY else get_tao_reserve(chain, netuid)


@rule("POOL-91")
def swap(
    chain: Chain, netuid: NetUid, order: OrderType, amount: U64, price_limit: TaoBalance, drop_fees: bool
) -> SwapResult:
    """Swap, and let the reserves follow at the caller's hand.

    A swap that would pay out more than the reserve is refused after it was made: whoever catches the refusal keeps what it
    did to the pool (KNOWN-65).

    Args:
        amount: to be paid in, with the fee, in rao of its currency.
        price_limit: in rao for one alpha.

    Raises:
        DispatchError: as `compute_limit_sqrt_price` and `swap_through_ticks`, which leave nothing behind.
        InsufficientLiquidity: the reserve is less than what would be paid out.
        LimitReached: 255 transactions are open already.
    """
    limit = compute_limit_sqrt_price(price_limit)
    reserve = _get_reserve_out(chain, netuid, order)
    with chain.transaction():
        result = swap_through_ticks(chain, netuid, order, amount, limit, drop_fees)
        if reserve < result.amount_paid_out and not chain.deviates(REFUSED_SWAPS_REMAIN):
            raise InsufficientLiquidity
    # Simulations do not ask for this.
    if reserve < result.amount_paid_out:
        raise InsufficientLiquidity
    return result


@rule("POOL-92")
def simulate_swap(
    chain: Chain, netuid: NetUid, order: OrderType, amount: U64, price_limit: TaoBalance, drop_fees: bool
) -> SwapResult:
    """What a swap would do: it is made and undone, and the reserve is not asked whether it could pay.

    Args:
        amount: to be paid in, with the fee, in rao of its currency.
        price_limit: in rao for one alpha.

    Raises:
        DispatchError: as `compute_limit_sqrt_price` and `swap_through_ticks`.
        LimitReached: 255 transactions are open already.
    """
    limit = compute_limit_sqrt_price(price_limit)
    try:
        with chain.transaction():
            raise _Simulated(swap_through_ticks(chain, netuid, order, amount, limit, drop_fees))
    except _Simulated as simulated:
        return simulated.result


@rule("POOL-93")
def sim_swap(chain: Chain, netuid: NetUid, order: OrderType, amount: U64) -> SwapResult:
    """What a swap at any price would do.

    Where one alpha is one TAO, the amount comes back as it is, and zero where there is no such subnet.

    Args:
        amount: to be paid in, with the fee, in rao of its currency.

    Raises:
        DispatchError: as `simulate_swap`.
    """
    if is_dynamic(chain, netuid):
        limit = get_max_price() if order is BUY else get_min_price()
        return simulate_swap(chain, netuid, order, amount, limit, False)
    paid = amount if chain.subnets.networks_added[netuid] else U64(0)
    return SwapResult(paid, paid, U64(0), I64(0), I64(0))

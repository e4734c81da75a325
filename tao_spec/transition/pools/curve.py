"""The curve of a pool between two ticks: how far an amount moves the price, and what it is paid for.

With liquidity L and square root p of the price, the reserves act as L·p of TAO and L/p of alpha. TAO that is paid in moves p by
TAO / L, alpha moves 1/p by alpha / L. Every step below is rounded down as the chain rounds it.

Source: upstream's `pallets/swap/src/pallet/impls.rs`.
"""

from __future__ import annotations

import enum

from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.pools.prices import get_max_price, get_min_price
from tao_spec.transition.pools.ticks import Currency
from tao_spec.transition.rules import rule


class OrderType(enum.Enum):
    """The two directions of a swap."""

    SELL = "alpha for TAO: the price falls"
    BUY = "TAO for alpha: the price rises"

    @property
    def paid_in(self) -> Currency:
        """What the caller pays, and the fee with it."""
        return Currency.TAO if self is OrderType.BUY else Currency.ALPHA


BUY, SELL = OrderType.BUY, OrderType.SELL


@rule("POOL-80")
def compute_target_sqrt_price(order: OrderType, liquidity: U64, sqrt_price: U64F64, amount: U64) -> U64F64:
    """The square root of the price after a swap that passes no tick; the last that a caller can name where nothing resists.

    Args:
        amount: what is swapped, in rao of its currency.
    """
    if not liquidity:
        return U64F64.saturating_from_num(get_max_price() if order is BUY else get_min_price())
    change = U64F64.saturating_from_num(amount).safe_div(U64F64.saturating_from_num(liquidity))
    if order is BUY:
        return change + sqrt_price
    return U64F64.ONE.safe_div(change + U64F64.ONE.safe_div(sqrt_price))


@rule("POOL-81")
def compute_amount_in(order: OrderType, liquidity: U64, sqrt_price: U64F64, target: U64F64) -> U64:
    """What moves the price to a target, in rao of what is paid in, without the fee."""
    way = target - sqrt_price if order is BUY else U64F64.ONE.safe_div(target) - U64F64.ONE.safe_div(sqrt_price)
    return (U64F64.saturating_from_num(liquidity) * way).saturating_to_num(U64)


@rule("POOL-82")
def compute_amount_out(order: OrderType, liquidity: U64, sqrt_price: U64F64, amount: U64) -> U64:
    """What an amount is paid for by the curve, in rao of the other currency.

    Buying, a TAO amount t pays t·L / ((L·p + t)·p) alpha; selling, an alpha amount a pays a·p·L / (L/p + a) TAO.
    """
    if not amount:
        return U64(0)
    resisting, paid = U64F64.saturating_from_num(liquidity), U64F64.saturating_from_num(amount)
    if order is BUY:
        price = resisting.safe_div((resisting * sqrt_price + paid) * sqrt_price)
    else:
        price = resisting.safe_div(resisting.safe_div(sqrt_price) + paid) * sqrt_price
    return (price * paid).saturating_to_num(U64)

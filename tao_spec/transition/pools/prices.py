"""Prices: what alpha costs now, the least and the greatest price that a caller may name, and the limit of a swap.

Source: upstream's `pallets/swap/src/pallet/impls.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import RAO_PER_TAO, TaoBalance
from tao_spec.arithmetic.fixed import U64F64, U96F32
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.pools import PriceLimitExceeded
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.reserves import get_alpha_reserve, get_tao_reserve
from tao_spec.transition.pools.tick_math import MAX_SQRT_PRICE, MIN_SQRT_PRICE
from tao_spec.transition.rules import rule

DYNAMIC = U16(1)
"""The mechanism of a subnet whose alpha is priced by its pool; with any other, one alpha is one TAO."""

RAO = U64F64.saturating_from_num(RAO_PER_TAO)

LIMIT_EPSILON = U64F64.from_float(0.0000000001)
"""How near the square root of a limit price is computed: to 10^-10."""


@rule("POOL-20")
def is_dynamic(chain: Chain, netuid: NetUid) -> bool:
    """Whether the alpha of a subnet is priced by its pool."""
    return chain.pools.subnet_mechanism[netuid] == DYNAMIC


@rule("POOL-21")
def get_current_alpha_price(chain: Chain, netuid: NetUid) -> U96F32:
    """The price of one alpha in TAO: one without a pool, the ratio of the reserves before the pool's first swap."""
    if not is_dynamic(chain, netuid):
        return U96F32.ONE
    if chain.pools.swap_v3_initialized[netuid]:
        sqrt_price = chain.pools.alpha_sqrt_price[netuid]
        return U96F32.saturating_from_num(sqrt_price * sqrt_price)
    alpha = U96F32.saturating_from_num(get_alpha_reserve(chain, netuid))
    return U96F32.saturating_from_num(get_tao_reserve(chain, netuid)) / alpha if alpha else U96F32.ZERO


@rule("POOL-22")
def get_min_price() -> TaoBalance:
    """The least price of alpha that a caller can name, in rao for one alpha: zero, for the least tick costs less than a rao."""
    return (MIN_SQRT_PRICE * MIN_SQRT_PRICE * RAO).saturating_to_num(TaoBalance)


@rule("POOL-23")
def get_max_price() -> TaoBalance:
    """The greatest price of alpha that a caller can name, in rao for one alpha: 2^64 - 1.

    It is about 18.4 billion TAO: less than the price of the greatest tick, which 64 bits do not hold.
    """
    return (MAX_SQRT_PRICE * MAX_SQRT_PRICE * RAO).saturating_round().saturating_to_num(TaoBalance)


@rule("POOL-24")
def compute_limit_sqrt_price(price: TaoBalance) -> U64F64:
    """The square root of a limit price.

    Args:
        price: in rao for one alpha.

    Raises:
        PriceLimitExceeded: there is no square root; of a price without sign there always is one.
    """
    limit = U64F64.saturating_from_num(price).safe_div(RAO).checked_sqrt(LIMIT_EPSILON)
    if limit is None:
        raise PriceLimitExceeded
    return limit

"""The fee of a swap: a share of what is paid in, kept for the liquidity around the price.

Source: upstream's `pallets/swap/src/pallet/impls.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.prices import is_dynamic
from tao_spec.transition.pools.ticks import Currency
from tao_spec.transition.rules import rule

FEES_EXCEED_THE_FEE = "KNOWN-67"
"""A fee is shared among less liquidity than is paid."""

WHOLE = U64F64.saturating_from_num(U16.MAX)

MINIMUM_LIQUIDITY = U64(1_000)
"""The least liquidity of a user's position; so much of the liquidity around the price earns no fees."""


@rule("POOL-60")
def compute_fee(chain: Chain, netuid: NetUid, amount: U64) -> U64:
    """The fee that an amount contains, rounded down; none where alpha has no pool.

    Args:
        amount: what is paid in, with the fee, in rao of its currency.
    """
    if not is_dynamic(chain, netuid):
        return U64(0)
    share = U64F64.saturating_from_num(chain.pools.fee_rate[netuid]).safe_div(WHOLE)
    return (U64F64.saturating_from_num(amount) * share).saturating_to_num(U64)


@rule("POOL-61")
def compute_fee_on_top(chain: Chain, netuid: NetUid, amount: U64) -> U64:
    """The fee that comes on top of an amount that is swapped, rounded down.

    Args:
        amount: what is swapped, without the fee, in rao of its currency.
    """
    rate = U64F64.saturating_from_num(chain.pools.fee_rate[netuid])
    share = rate.safe_div(WHOLE - rate)
    return (U64F64.saturating_from_num(amount) * share).saturating_to_num(U64)


@rule("POOL-62")
def add_fees(chain: Chain, netuid: NetUid, currency: Currency, fee: U64) -> None:
    """Share a fee among the liquidity around the price, all but 1,000 units of it; nobody gets it where there is no more.

    Those 1,000 units are paid all the same, and so more is paid than the fee (KNOWN-67).

    Args:
        fee: in rao of the currency.
    """
    earning = chain.pools.current_liquidity[netuid]
    if chain.deviates(FEES_EXCEED_THE_FEE):
        earning = earning.saturating_sub(MINIMUM_LIQUIDITY)
    if not earning:
        return
    earned = chain.pools.fee_global_tao if currency is Currency.TAO else chain.pools.fee_global_alpha
    share = U64F64.saturating_from_num(fee).safe_div(U64F64.saturating_from_num(earning))
    earned[netuid] = earned[netuid] + share

"""Every conversion of TAO and alpha: the swap where alpha has a pool, one for one where it has none, and the books of both.

Source: upstream's `pallets/subtensor/src/staking/stake_utils.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import I64, U64, U128
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.curve import BUY, SELL
from tao_spec.transition.pools.prices import is_dynamic
from tao_spec.transition.pools.reserves import (
    decrease_provided_alpha_reserve,
    decrease_provided_tao_reserve,
    increase_provided_alpha_reserve,
    increase_provided_tao_reserve,
)
from tao_spec.transition.pools.swap import SwapResult, swap
from tao_spec.transition.rules import rule

FEES_ARE_IN_NO_RESERVE = "KNOWN-68"
"""The fee of a swap enters no reserve, and alpha fees stay among the alpha outside, which grows by them when they are paid."""


@rule("POOL-95")
def swap_tao_for_alpha(
    chain: Chain, netuid: NetUid, tao: TaoBalance, price_limit: TaoBalance, drop_fees: bool
) -> SwapResult:
    """Buy alpha: TAO enters the reserve, alpha leaves it.

    The fee enters no reserve, and all that was to be paid in counts as stake and as volume, paid or not.

    Args:
        tao: to be paid in, with the fee, in rao.
        price_limit: in rao for one alpha.

    Raises:
        DispatchError: as `swap`.
    """
    amount = U64(tao)
    if is_dynamic(chain, netuid):
        result = swap(chain, netuid, BUY, amount, price_limit, drop_fees)
    else:
        delta = I64.wrap(amount)
        result = SwapResult(amount, amount, U64(0), delta, I64.wrap(-delta))
    decrease_provided_alpha_reserve(chain, netuid, AlphaBalance(abs(result.alpha_reserve_delta)))
    pools = chain.pools
    out = pools.subnet_alpha_out
    out[netuid] = out[netuid].saturating_add(AlphaBalance(result.amount_paid_out))
    reserve = pools.subnet_tao
    reserve[netuid] = reserve[netuid].saturating_add(TaoBalance.wrap(result.tao_reserve_delta))
    if not chain.deviates(FEES_ARE_IN_NO_RESERVE):
        increase_provided_tao_reserve(chain, netuid, TaoBalance(result.fee_paid))
    total = chain.stake.total_stake
    total.value = total.value.saturating_add(tao)
    pools.subnet_volume[netuid] = pools.subnet_volume[netuid].saturating_add(U128(tao))
    return result


@rule("POOL-96")
def swap_alpha_for_tao(
    chain: Chain, netuid: NetUid, alpha: AlphaBalance, price_limit: TaoBalance, drop_fees: bool
) -> SwapResult:
    """Sell alpha: alpha enters the reserve, TAO leaves it. The fee enters no reserve, and stays in the alpha outside.

    Args:
        alpha: to be paid in, with the fee, in alpha rao.
        price_limit: in rao for one alpha.

    Raises:
        DispatchError: as `swap`.
    """
    amount = U64(alpha)
    if is_dynamic(chain, netuid):
        result = swap(chain, netuid, SELL, amount, price_limit, drop_fees)
    else:
        delta = I64.wrap(amount)
        result = SwapResult(amount, amount, U64(0), I64.wrap(-delta), delta)
    pools = chain.pools
    paid_in, paid_out = AlphaBalance.wrap(result.alpha_reserve_delta), TaoBalance(result.amount_paid_out)
    pools.subnet_alpha_in[netuid] = pools.subnet_alpha_in[netuid].saturating_add(paid_in)
    pools.subnet_alpha_out[netuid] = pools.subnet_alpha_out[netuid].saturating_sub(paid_in)
    if not chain.deviates(FEES_ARE_IN_NO_RESERVE):
        fee = AlphaBalance(result.fee_paid)
        increase_provided_alpha_reserve(chain, netuid, fee)
        pools.subnet_alpha_out[netuid] = pools.subnet_alpha_out[netuid].saturating_sub(fee)
    # The least integer has no counterpart of the other sign: nothing is taken then.
    taken = I64.wrap(abs(result.tao_reserve_delta))
    decrease_provided_tao_reserve(chain, netuid, TaoBalance(max(taken, 0)))
    total = chain.stake.total_stake
    total.value = total.value.saturating_sub(paid_out)
    pools.subnet_volume[netuid] = pools.subnet_volume[netuid].saturating_add(U128(paid_out))
    return result

"""What every stake operation is made of: TAO becomes stake, stake becomes TAO, stake changes hands within a subnet.

Source: upstream's `pallets/subtensor/src/staking/stake_utils.rs`.
"""

from __future__ import annotations

from dataclasses import dataclass

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.stake import AmountTooLow, InsufficientLiquidity, StakeAdded, StakeRemoved
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.conversion import swap_alpha_for_tao, swap_tao_for_alpha
from tao_spec.transition.pools.prices import get_current_alpha_price, get_max_price, get_min_price
from tao_spec.transition.pools.swap import SwapResult
from tao_spec.transition.rules import rule
from tao_spec.transition.stake.coldkeys import add_balance_to_coldkey_account
from tao_spec.transition.stake.same_block import set_stake_operation_limit
from tao_spec.transition.stake.shares import (
    can_increase_stake_for_hotkey_on_subnet,
    decrease_stake_for_hotkey_and_coldkey_on_subnet,
    increase_stake_for_hotkey_and_coldkey_on_subnet,
)

DEFAULT_MIN_STAKE = TaoBalance(2_000_000)
"""What a stake operation must move at least, in rao: 0.002 TAO."""

UNUSED_TAO_IS_LOST = "KNOWN-51"
"""TAO for which the pool has no alpha left at any price is taken and not given back."""

HUGE_STAKE_VANISHES = "KNOWN-52"
"""An amount of alpha from 2^63 rao on is paid for and not credited."""


@dataclass(frozen=True)
class Stake:
    """Whose stake: on which hotkey, of which coldkey, in which subnet."""

    hotkey: AccountId
    coldkey: AccountId
    netuid: NetUid


@rule("STAKE-20")
def stake_into_subnet(
    chain: Chain,
    stake: Stake,
    tao: TaoBalance,
    price_limit: TaoBalance | None = None,
    set_limit: bool = True,
    drop_fees: bool = False,
) -> None:
    """Buy alpha for TAO that was taken from a coldkey, and credit it.

    Args:
        tao: to be paid in, with the fee, in rao.
        price_limit: in rao for one alpha; the greatest price where there is none.
        set_limit: whether the stake is held until the block ends.
        drop_fees: whether the purchase is free.

    Raises:
        DispatchError: as `swap_tao_for_alpha`.
        AmountTooLow: it buys no alpha.
        InsufficientLiquidity: the alpha is worth no share on the hotkey.
    """
    limit = get_max_price() if price_limit is None else price_limit
    bought = swap_tao_for_alpha(chain, stake.netuid, tao, limit, drop_fees)
    alpha = AlphaBalance(bought.amount_paid_out)
    if not alpha:
        raise AmountTooLow
    # Where the alpha of a hotkey has become much more than its shares, little alpha is no share at all.
    if not can_increase_stake_for_hotkey_on_subnet(chain, stake.hotkey, stake.netuid, alpha):
        raise InsufficientLiquidity
    credited = increase_stake_for_hotkey_and_coldkey_on_subnet(chain, stake.hotkey, stake.coldkey, stake.netuid, alpha)
    # What counts as negative is never credited, and nothing is told of it.
    if not credited:
        if not chain.deviates(HUGE_STAKE_VANISHES):
            raise InsufficientLiquidity
        return
    _give_back_unused(chain, stake.coldkey, tao, bought)
    chain.stake.last_coldkey_hotkey_stake_block[stake.coldkey, stake.hotkey] = BlockHeight(chain.number)
    if set_limit:
        set_stake_operation_limit(chain, stake.hotkey, stake.coldkey, stake.netuid)
    chain.emit(StakeAdded(stake.coldkey, stake.hotkey, tao, alpha, stake.netuid, bought.fee_paid))


def _give_back_unused(chain: Chain, coldkey: AccountId, tao: TaoBalance, bought: SwapResult) -> None:
    """Pay back what the swap did not take, where revisions mean it so."""
    unused = tao.saturating_sub(TaoBalance(bought.amount_paid_in.saturating_add(bought.fee_paid)))
    if unused and not chain.deviates(UNUSED_TAO_IS_LOST):
        total = chain.stake.total_stake
        total.value = total.value.saturating_sub(unused)
        add_balance_to_coldkey_account(chain, coldkey, unused)


@rule("STAKE-21")
def unstake_from_subnet(
    chain: Chain,
    stake: Stake,
    alpha: AlphaBalance,
    price_limit: TaoBalance | None = None,
    drop_fees: bool = False,
) -> TaoBalance:
    """Take alpha off a hotkey and sell it; what the limit keeps from being sold goes back.

    The alpha is taken first: a caller that catches the refusal of the swap must know that it is gone.

    Args:
        alpha: in alpha rao, with the fee; more than the coldkey has counts as none.
        price_limit: in rao for one alpha; the least price where there is none.
        drop_fees: whether the sale is free.

    Returns:
        What it brought, in rao: it is in nobody's hands, and the caller must pay it out.

    Raises:
        DispatchError: as `swap_alpha_for_tao`.
    """
    taken = decrease_stake_for_hotkey_and_coldkey_on_subnet(chain, stake.hotkey, stake.coldkey, stake.netuid, alpha)
    limit = get_min_price() if price_limit is None else price_limit
    sold = swap_alpha_for_tao(chain, stake.netuid, taken, limit, drop_fees)
    refund = taken.saturating_sub(AlphaBalance(sold.amount_paid_in.saturating_add(sold.fee_paid)))
    if refund:
        increase_stake_for_hotkey_and_coldkey_on_subnet(chain, stake.hotkey, stake.coldkey, stake.netuid, refund)
    chain.stake.last_coldkey_hotkey_stake_block[stake.coldkey, stake.hotkey] = BlockHeight(chain.number)
    tao = TaoBalance(sold.amount_paid_out)
    chain.emit(StakeRemoved(stake.coldkey, stake.hotkey, tao, taken, stake.netuid, sold.fee_paid))
    return tao


@rule("STAKE-22")
def transfer_stake_within_subnet(chain: Chain, origin: Stake, destination: Stake, alpha: AlphaBalance) -> TaoBalance:
    """Move alpha to another hotkey or coldkey of the same subnet, without a swap and without a fee.

    Args:
        alpha: in alpha rao.

    Returns:
        What the alpha that arrived is worth at the present price, in rao.

    Raises:
        AmountTooLow: it is worth less than a stake operation must move.
    """
    netuid = origin.netuid
    taken = decrease_stake_for_hotkey_and_coldkey_on_subnet(chain, origin.hotkey, origin.coldkey, netuid, alpha)
    moved = increase_stake_for_hotkey_and_coldkey_on_subnet(
        chain, destination.hotkey, destination.coldkey, netuid, taken
    )
    worth = (get_current_alpha_price(chain, netuid) * U96F32.saturating_from_num(moved)).saturating_to_num(TaoBalance)
    # What is worth less moves only by leaving the subnet.
    if worth < DEFAULT_MIN_STAKE:
        raise AmountTooLow
    last = chain.stake.last_coldkey_hotkey_stake_block
    last[destination.coldkey, destination.hotkey] = BlockHeight(chain.number)
    chain.emit(StakeRemoved(origin.coldkey, origin.hotkey, worth, taken, netuid, U64(0)))
    chain.emit(StakeAdded(destination.coldkey, destination.hotkey, worth, moved, netuid, U64(0)))
    return worth

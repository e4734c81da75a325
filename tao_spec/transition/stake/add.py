"""TAO becomes stake.

Source: upstream's `pallets/subtensor/src/staking/add_stake.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.stake import AddStake, AddStakeLimit
from tao_spec.transition.chain import Chain
from tao_spec.transition.delegation.takes import become_delegate_for
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule
from tao_spec.transition.stake.checks import ensure_subtoken_enabled, validate_add_stake
from tao_spec.transition.stake.coldkeys import remove_balance_from_coldkey_account
from tao_spec.transition.stake.limit_amounts import get_max_amount_add
from tao_spec.transition.stake.operations import Stake, stake_into_subnet


@rule("STAKE-60", call=AddStake)
def add_stake(chain: Chain, origin: Origin, hotkey: AccountId, netuid: NetUid, amount_staked: TaoBalance) -> None:
    """Buy alpha at any price and stake it on a hotkey; whoever owns it, it does not become a delegate.

    Args:
        amount_staked: in rao, with the fee.

    Raises:
        BadOrigin: no account signs.
        SubtokenDisabled: the subnet was not started yet, or there is none.
        DispatchError: as `validate_add_stake`, `remove_balance_from_coldkey_account`, then `stake_into_subnet`.
    """
    coldkey = ensure_signed(origin)
    ensure_subtoken_enabled(chain, netuid)
    stake = Stake(hotkey, coldkey, netuid)
    validate_add_stake(chain, stake, amount_staked, amount_staked, allow_partial=False)
    taken = remove_balance_from_coldkey_account(chain, coldkey, amount_staked)
    stake_into_subnet(chain, stake, taken)


@rule("STAKE-61", call=AddStakeLimit)
def add_stake_limit(
    chain: Chain,
    origin: Origin,
    hotkey: AccountId,
    netuid: NetUid,
    amount_staked: TaoBalance,
    limit_price: TaoBalance,
    allow_partial: bool,
) -> None:
    """Buy alpha as long as its price does not pass a limit, and stake it on a hotkey; another's becomes a delegate.

    Args:
        amount_staked: in rao, with the fee.
        limit_price: in rao for one alpha.
        allow_partial: whether the part that the limit allows is staked; else it is all or nothing.

    Raises:
        BadOrigin: no account signs.
        ZeroMaxStakeAmount: as `get_max_amount_add`.
        DispatchError: as `validate_add_stake`, `remove_balance_from_coldkey_account`, then `stake_into_subnet`.
    """
    coldkey = ensure_signed(origin)
    max_amount = get_max_amount_add(chain, netuid, limit_price)
    stake = Stake(hotkey, coldkey, netuid)
    validate_add_stake(chain, stake, amount_staked, max_amount, allow_partial)
    become_delegate_for(chain, coldkey, hotkey)
    taken = remove_balance_from_coldkey_account(chain, coldkey, min(amount_staked, max_amount))
    stake_into_subnet(chain, stake, taken, limit_price)

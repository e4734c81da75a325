"""Staked alpha is destroyed: recycled, so that it can be emitted anew, or burned for good.

Source: upstream's `pallets/subtensor/src/staking/recycle_alpha.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import ROOT, AccountId, NetUid
from tao_spec.interface.stake import (
    AlphaBurned,
    AlphaRecycled,
    BurnAlpha,
    CannotBurnOrRecycleOnRootSubnet,
    InsufficientLiquidity,
    RecycleAlpha,
)
from tao_spec.interface.subnets import SubNetworkDoesNotExist
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import replaceable, rule
from tao_spec.transition.stake.checks import ensure_hotkey_account_exists, ensure_subtoken_enabled
from tao_spec.transition.stake.operations import Stake
from tao_spec.transition.stake.shares import (
    decrease_stake_for_hotkey_and_coldkey_on_subnet,
    get_stake_for_hotkey_and_coldkey_on_subnet,
)


@rule("STAKE-90")
def destroy_stake(chain: Chain, stake: Stake, amount: AlphaBalance) -> AlphaBalance:
    """Take alpha off a hotkey and give it to nobody; more than there is means all, also where it was added in this block.

    Args:
        amount: in alpha rao.

    Returns:
        What was taken, in alpha rao.

    Raises:
        SubNetworkDoesNotExist: there is no such subnet.
        CannotBurnOrRecycleOnRootSubnet: stake on root is TAO.
        SubtokenDisabled, HotKeyAccountNotExists: in this order.
        InsufficientLiquidity: the alpha outside the pool is less.
    """
    if not chain.subnets.networks_added[stake.netuid]:
        raise SubNetworkDoesNotExist
    if stake.netuid == ROOT:
        raise CannotBurnOrRecycleOnRootSubnet
    ensure_subtoken_enabled(chain, stake.netuid)
    ensure_hotkey_account_exists(chain, stake.hotkey)
    held = get_stake_for_hotkey_and_coldkey_on_subnet(chain, stake.hotkey, stake.coldkey, stake.netuid)
    amount = min(amount, held)
    if chain.pools.subnet_alpha_out[stake.netuid] < amount:
        raise InsufficientLiquidity
    return decrease_stake_for_hotkey_and_coldkey_on_subnet(chain, stake.hotkey, stake.coldkey, stake.netuid, amount)


@rule("STAKE-91", call=RecycleAlpha)
@replaceable
def recycle_alpha(chain: Chain, origin: Origin, hotkey: AccountId, amount: AlphaBalance, netuid: NetUid) -> None:
    """Destroy stake of the caller; it leaves the alpha outside the pool, and so the issuance of the subnet's alpha.

    Args:
        amount: in alpha rao.

    Raises:
        BadOrigin: no account signs.
        DispatchError: as `destroy_stake`.
    """
    coldkey = ensure_signed(origin)
    gone = destroy_stake(chain, Stake(hotkey, coldkey, netuid), amount)
    out = chain.pools.subnet_alpha_out
    out[netuid] = out[netuid].saturating_sub(gone)
    chain.emit(AlphaRecycled(coldkey, hotkey, gone, netuid))


@rule("STAKE-92", call=BurnAlpha)
def burn_alpha(chain: Chain, origin: Origin, hotkey: AccountId, amount: AlphaBalance, netuid: NetUid) -> None:
    """Destroy stake of the caller; it stays in the alpha outside the pool, so that it is never emitted anew.

    Args:
        amount: in alpha rao.

    Raises:
        BadOrigin: no account signs.
        DispatchError: as `destroy_stake`.
    """
    coldkey = ensure_signed(origin)
    gone = destroy_stake(chain, Stake(hotkey, coldkey, netuid), amount)
    chain.emit(AlphaBurned(coldkey, hotkey, gone, netuid))

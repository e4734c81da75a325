"""What the pool gives to those who provide liquidity and takes from them: TAO of a coldkey, alpha on a hotkey.

Source: upstream's `pallets/subtensor/src/lib.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.keys import HotKeyAccountNotExists
from tao_spec.interface.pools import InsufficientBalance
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.positions import Amounts
from tao_spec.transition.rules import rule
from tao_spec.transition.stake.coldkeys import remove_balance_from_coldkey_account
from tao_spec.transition.stake.shares import (
    decrease_stake_for_hotkey_and_coldkey_on_subnet,
    get_stake_for_hotkey_and_coldkey_on_subnet,
    increase_stake_for_hotkey_and_coldkey_on_subnet,
)


@rule("POOL-100")
def ensure_holds(chain: Chain, coldkey: AccountId, hotkey: AccountId, netuid: NetUid, amounts: Amounts) -> None:
    """A coldkey has so much TAO free, frozen or not, and so much alpha on the hotkey.

    Raises:
        InsufficientBalance: of one of the two it has less.
    """
    tao, alpha = amounts
    if chain.accounts.account[coldkey].data.free < tao:
        raise InsufficientBalance
    if get_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, coldkey, netuid) < alpha:
        raise InsufficientBalance


@rule("POOL-101")
def take_in(chain: Chain, coldkey: AccountId, hotkey: AccountId, netuid: NetUid, amounts: Amounts) -> None:
    """Take the TAO and the alpha of a position from whoever provides it, to the last rao.

    Raises:
        DispatchError: as `remove_balance_from_coldkey_account`.
        InsufficientBalance: the TAO cannot all be taken, or not exactly this alpha.
        HotKeyAccountNotExists: the hotkey is none.
    """
    tao, alpha = amounts
    # What keeps the account alive and what is frozen cannot be taken.
    if remove_balance_from_coldkey_account(chain, coldkey, tao) != tao:
        raise InsufficientBalance
    # Positions of TAO alone need a hotkey, too.
    _ensure_hotkey(chain, hotkey)
    out = chain.pools.subnet_alpha_out
    out[netuid] = out[netuid].saturating_sub(alpha)
    # Where too little would be left on the hotkey, all is taken, which is not what was asked for.
    if decrease_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, coldkey, netuid, alpha) != alpha:
        raise InsufficientBalance


@rule("POOL-102")
def pay_out_alpha(chain: Chain, coldkey: AccountId, hotkey: AccountId, netuid: NetUid, alpha: AlphaBalance) -> None:
    """Pay alpha, in alpha rao, out of the pool: it is outside again, and staked on a hotkey.

    Raises:
        HotKeyAccountNotExists: the hotkey is none.
    """
    _ensure_hotkey(chain, hotkey)
    out = chain.pools.subnet_alpha_out
    out[netuid] = out[netuid].saturating_add(alpha)
    increase_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, coldkey, netuid, alpha)


def _ensure_hotkey(chain: Chain, hotkey: AccountId) -> None:
    if hotkey not in chain.keys.owner:
        raise HotKeyAccountNotExists

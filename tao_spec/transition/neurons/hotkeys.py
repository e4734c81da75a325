"""How an account becomes a hotkey: the first who names it owns it.

Source: upstream's `pallets/subtensor/src/staking/helpers.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.storage.items import MapAccess
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule


@rule("NEUR-7")
def create_account_if_non_existent(chain: Chain, coldkey: AccountId, hotkey: AccountId) -> None:
    """Make an account that nobody owns a hotkey of a coldkey, in both of its lists; one that somebody owns stays as it is.

    The hotkey is not asked, and nothing is told.
    """
    if hotkey in chain.keys.owner:
        return
    chain.keys.owner[hotkey] = coldkey
    _list(chain.keys.owned_hotkeys, coldkey, hotkey)
    _list(chain.stake.staking_hotkeys, coldkey, hotkey)


def _list(hotkeys: MapAccess[AccountId, tuple[AccountId, ...]], coldkey: AccountId, hotkey: AccountId) -> None:
    """Put a hotkey last in a list of a coldkey, unless it stands there."""
    if hotkey not in hotkeys[coldkey]:
        hotkeys[coldkey] = (*hotkeys[coldkey], hotkey)


@rule("NEUR-8")
def is_owned_by(chain: Chain, coldkey: AccountId, hotkey: AccountId) -> bool:
    """Whether a coldkey owns a hotkey: the account of zeros owns only what is entered for it."""
    return chain.keys.owner.get(hotkey) == coldkey

"""How a coldkey ties an account to itself as its hotkey, without a registration.

Source: upstream's `pallets/subtensor/src/staking/account.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.keys import TryAssociateHotkey
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.hotkeys import create_account_if_non_existent
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule

COLDKEYS_BECOME_HOTKEYS = "KNOWN-136"
"""Whoever likes makes the coldkey of another a hotkey of his own."""


@rule("DELEG-25", call=TryAssociateHotkey)
def try_associate_hotkey(chain: Chain, origin: Origin, hotkey: AccountId) -> None:
    """Make an account that nobody owns a hotkey of the caller, whoever it is; it goes well where somebody owns it, too.

    Raises:
        BadOrigin: no account signs.
    """
    coldkey = ensure_signed(origin)
    if chain.keys.owned_hotkeys[hotkey] and not chain.deviates(COLDKEYS_BECOME_HOTKEYS):
        return
    create_account_if_non_existent(chain, coldkey, hotkey)

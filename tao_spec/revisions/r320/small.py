"""What is too small for a module of its own.

Source: upstream's `pallets/subtensor/src/` (`subnets/registration.rs`, `staking/`, `utils/evm.rs`, `subnets/symbols.rs`)
and `pallets/swap/src/pallet/mod.rs`.
"""

from __future__ import annotations

from typing import Final

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import H160, ROOT, AccountId, BlockHeight, NetUid
from tao_spec.interface.keys import EcdsaSignature, NonAssociatedColdKey
from tao_spec.interface.stake import AlphaRecycled
from tao_spec.revisions.r320.emission import recycle_subnet_alpha
from tao_spec.revisions.r320.interface import AssociateEvmKeyOfHotkey, SubtokenDisabled
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.payout import get_immune_owner_hotkeys
from tao_spec.transition.keys.evm import associate
from tao_spec.transition.neurons.pruning import get_hotkeys_that_stay
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.pools.calls import ensure_liquidity_can_change
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import base_of, rule
from tao_spec.transition.stake.destroy import destroy_stake, recycle_alpha
from tao_spec.transition.stake.move import sells_without_fee
from tao_spec.transition.stake.operations import Stake
from tao_spec.transition.stake.shares import get_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.transition.subnets.symbol_table import ROWS, read_row
from tao_spec.transition.subnets.symbols import get_symbols

NAMED_IS_RECYCLED: Final = "KNOWN-200"
"""Recycling lowers the alpha outside the pool by what was named, also where all of a stake was taken with it."""

CORRECTED_ROWS: Final = {
    "Sinhala, its end": "0DB1 0DB3-0DB7",
    "Hangul": "3131 3134 3137 3139 3141-3142 3145 3147-3148 314A-3163",
    "Ethiopic": "12A0-12A7 12C8-12CE 12B0-12B6 1310-1312 1218 1314-1316",
    "Sinhala, its beginning": "0D85-0D86 0D89-0D8C 0D8D-0D8E 0D8F-0D96 0D9A-0D9E 0DA0-0DA4 0DA7 0DA5-0DA6 0DA9 0DA8 0DAA-0DB0",
}
"""The scripts whose letters were not those that were meant, with the code points of those that are."""

CORRECTED_SYMBOLS: Final = tuple(symbol for name, row in ROWS for symbol in read_row(CORRECTED_ROWS.get(name, row)))
"""Every symbol, in UTF-8, at the number of the subnet that has it first."""


@rule("R320-20")
def get_corrected_symbols(_chain: Chain) -> tuple[bytes, ...]:
    """The table of symbols, in which the letters of some scripts are others."""
    return CORRECTED_SYMBOLS


@rule("R320-21")
def get_immortal_hotkeys(chain: Chain, netuid: NetUid) -> list[AccountId]:
    """The hotkeys whose neurons are never pruned: those of the subnet's owner that are immune (EMIT-23)."""
    return get_immune_owner_hotkeys(chain, netuid, chain.subnets.subnet_owner[netuid])


@rule("R320-22")
def sells_root_without_fee(_chain: Chain, netuid: NetUid) -> bool:
    """Whether it is the sale, in the subnet that stake leaves, that is free, and not the purchase: only on root."""
    return netuid == ROOT


@rule("R320-23")
def recycle_alpha_as_asked(
    chain: Chain, origin: Origin, hotkey: AccountId, amount: AlphaBalance, netuid: NetUid
) -> None:
    """As STAKE-91, but the alpha outside the pool falls by what was named, even where more was taken (KNOWN-200).

    Args:
        amount: in alpha rao; more than there is means all.

    Raises:
        BadOrigin: no account signs.
        DispatchError: as `destroy_stake`.
    """
    coldkey = ensure_signed(origin)
    held = get_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, coldkey, netuid)
    gone = destroy_stake(chain, Stake(hotkey, coldkey, netuid), amount)
    recycle_subnet_alpha(chain, netuid, min(amount, held) if chain.deviates(NAMED_IS_RECYCLED) else gone)
    chain.emit(AlphaRecycled(coldkey, hotkey, gone, netuid))


@rule("R320-24")
def ensure_liquidity_can_change_after_start(chain: Chain, netuid: NetUid) -> None:
    """Liquidity can be added and modified in subnets that exist and were started.

    Raises:
        SubNetworkDoesNotExist: there is no such subnet.
        SubtokenDisabled: it was not started.
    """
    base_of(ensure_liquidity_can_change)(chain, netuid)
    if not chain.subnets.subtoken_enabled[netuid]:
        raise SubtokenDisabled


@rule("R320-25", call=AssociateEvmKeyOfHotkey)
def associate_evm_key_of_hotkey(
    chain: Chain,
    origin: Origin,
    netuid: NetUid,
    hotkey: AccountId,
    evm_key: H160,
    block_number: BlockHeight,
    signature: EcdsaSignature,
) -> None:
    """Remember the Ethereum address of a neuron of the caller, whose holder signed for its hotkey.

    Args:
        hotkey: the neuron's; the caller owns it.
        block_number: part of the message, and nothing else.
        signature: of the message by the holder of the address.

    Raises:
        BadOrigin: no account signs.
        NonAssociatedColdKey: the caller does not own the hotkey.
        DispatchError: as `associate`.
    """
    # Where nobody owns a hotkey, the account of zeros does.
    if chain.keys.owner[hotkey] != ensure_signed(origin):
        raise NonAssociatedColdKey
    associate(chain, netuid, hotkey, evm_key, block_number, signature)


RULES: ReplacedRules = {
    get_symbols: get_corrected_symbols,
    get_hotkeys_that_stay: get_immortal_hotkeys,
    sells_without_fee: sells_root_without_fee,
    recycle_alpha: recycle_alpha_as_asked,
    ensure_liquidity_can_change: ensure_liquidity_can_change_after_start,
}
"""The rules of the base that are replaced here."""

"""The symbols of the subnets' alpha: one each, out of a table.

Source: upstream's `pallets/subtensor/src/subnets/symbols.rs` and `macros/dispatches.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.interface.subnets import (
    SubnetNotExists,
    SymbolAlreadyInUse,
    SymbolDoesNotExist,
    SymbolUpdated,
    UpdateSymbol,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin
from tao_spec.transition.rules import replaceable, rule
from tao_spec.transition.subnets.owners import ensure_subnet_owner_or_root
from tao_spec.transition.subnets.symbol_table import ROOT_SYMBOL, SYMBOLS

SYMBOL_OF_NO_SUBNET = "KNOWN-124"
"""A subnet that does not exist can be given a symbol, which then is in use."""


@replaceable
def get_symbols(_chain: Chain) -> tuple[bytes, ...]:
    """Every symbol, in UTF-8, at the number of the subnet that has it first."""
    return SYMBOLS


@rule("SUBNET-10")
def get_symbol_for_subnet(netuid: NetUid, symbols: tuple[bytes, ...] = SYMBOLS) -> bytes:
    """The symbol at the subnet's number in the table, root's beyond its end; in UTF-8."""
    return symbols[netuid] if netuid < len(symbols) else ROOT_SYMBOL


@rule("SUBNET-11")
def get_next_available_symbol(chain: Chain, netuid: NetUid) -> bytes:
    """The symbol that a new subnet gets, in UTF-8: that of its number if it is free, else the first that is, else root's."""
    used, symbols = _get_used(chain), get_symbols(chain)
    own = get_symbol_for_subnet(netuid, symbols)
    if own not in used:
        return own
    return next((symbol for symbol in symbols[1:] if symbol not in used), ROOT_SYMBOL)


def _get_used(chain: Chain) -> set[bytes]:
    """Every symbol that is stored, be it of a subnet that is no more."""
    return {symbol for _, symbol in chain.subnets.token_symbol.items()}


@rule("SUBNET-12", call=UpdateSymbol)
def update_symbol(chain: Chain, origin: Origin, netuid: NetUid, symbol: bytes) -> None:
    """Choose the symbol of a subnet's alpha.

    Args:
        symbol: in UTF-8.

    Raises:
        BadOrigin: neither the owner nor root calls.
        SymbolDoesNotExist: the table has no such symbol, or it is root's.
        SymbolAlreadyInUse: a subnet has it, be it this one, or one that is no more.
    """
    ensure_subnet_owner_or_root(chain, origin, netuid)
    if not chain.deviates(SYMBOL_OF_NO_SUBNET) and not chain.subnets.networks_added[netuid]:
        raise SubnetNotExists
    if symbol not in get_symbols(chain)[1:]:
        raise SymbolDoesNotExist
    # Two subnets never share a symbol.
    if symbol in _get_used(chain):
        raise SymbolAlreadyInUse
    chain.subnets.token_symbol[netuid] = symbol
    chain.emit(SymbolUpdated(netuid, symbol))

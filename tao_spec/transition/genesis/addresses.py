"""SS58, in which the genesis JSON names accounts: base 58 of a prefix, the 32 bytes of the account, and a checksum."""

from __future__ import annotations

import hashlib

import base58

from tao_spec.arithmetic.identifiers import SS58_PREFIX, AccountId
from tao_spec.transition.rules import Unsupported, rule

CHECKSUM_SIZE = 2
CHECKSUM_CONTEXT = b"SS58PRE"


class AddressError(ValueError):
    """A text is no SS58 address."""


@rule("GENESIS-2")
def decode_ss58(address: str) -> AccountId:
    """Read the account that an SS58 address names.

    Args:
        address: in SS58, with the chain's prefix 42.

    Raises:
        AddressError: the text is not base 58, has a wrong length or a wrong checksum.
        Unsupported: the prefix is that of another network.
    """
    data = _decode_base58(address)
    if not data or data[0] > 127:
        raise AddressError(f"{_show(address)} has no SS58 prefix")
    # Prefixes above 63 take two bytes.
    size = 1 if data[0] < 64 else 2
    if len(data) != size + AccountId.LENGTH + CHECKSUM_SIZE:
        raise AddressError(f"{_show(address)} is not as long as the SS58 address of an account")
    body, checksum = data[:-CHECKSUM_SIZE], data[-CHECKSUM_SIZE:]
    if hashlib.blake2b(CHECKSUM_CONTEXT + body).digest()[:CHECKSUM_SIZE] != checksum:
        raise AddressError(f"{_show(address)} has a wrong SS58 checksum")
    # The client takes the prefixes of a registry of networks, which is no part of the protocol.
    if body[:size] != bytes((SS58_PREFIX,)):
        raise Unsupported(f"{_show(address)} is an address of another network: write it with the prefix {SS58_PREFIX}")
    return AccountId(body[size:])


def _decode_base58(address: str) -> bytes:
    # The library would pass over blanks at the end.
    if address != address.rstrip():
        raise AddressError(f"{_show(address)} ends with a blank")
    try:
        return base58.b58decode(address)
    except ValueError:
        raise AddressError(f"{_show(address)} is not in base 58") from None


def _show(address: str) -> str:
    """An address for people, cut where it is far too long."""
    return repr(address if len(address) <= 60 else address[:57] + "...")

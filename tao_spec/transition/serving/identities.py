"""Identities: what a coldkey says of itself, and the owner of a subnet of it.

Source: upstream's `pallets/subtensor/src/utils/identity.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.serving import (
    ChainIdentitySet,
    HotKeyNotRegisteredInNetwork,
    InvalidIdentity,
    SetIdentity,
    SetSubnetIdentity,
    SubnetIdentitySet,
    SubnetIdentityV3,
)
from tao_spec.interface.subnets import NotSubnetOwner
from tao_spec.state.serving import ChainIdentityV2
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule
from tao_spec.transition.serving.checks import is_hotkey_registered_on_any_network
from tao_spec.transition.subnets.owners import get_subnet_owner

SHORT, LONG = 256, 1_024
"""The bytes of a short text and of a long one, at most."""


@rule("SERVE-20")
def is_valid_identity(identity: ChainIdentityV2) -> bool:
    """Whether the name, both addresses and the Discord handle have 256 bytes at most, and each other text 1,024."""
    short = (identity.name, identity.url, identity.github_repo, identity.discord)
    long = (identity.image, identity.description, identity.additional)
    return _fit(short, long)


@rule("SERVE-21")
def is_valid_subnet_identity(identity: SubnetIdentityV3) -> bool:
    """Whether the subnet's name and Discord handle have 256 bytes at most, and each other text 1,024."""
    short = (identity.subnet_name, identity.discord)
    web = (identity.github_repo, identity.subnet_url, identity.logo_url)
    return _fit(short, (*web, identity.subnet_contact, identity.description, identity.additional))


def _fit(short: tuple[bytes, ...], long: tuple[bytes, ...]) -> bool:
    return all(len(text) <= SHORT for text in short) and all(len(text) <= LONG for text in long)


@rule("SERVE-22", call=SetIdentity)
def set_identity(
    chain: Chain,
    origin: Origin,
    name: bytes,
    url: bytes,
    github_repo: bytes,
    image: bytes,
    discord: bytes,
    description: bytes,
    additional: bytes,
) -> None:
    """Say who the caller, a coldkey with a neuron, is; the texts may be any bytes, and replace those that stood.

    Raises:
        BadOrigin: no account signs.
        HotKeyNotRegisteredInNetwork: none of its hotkeys is a neuron.
        InvalidIdentity: a text is too long.
    """
    coldkey = ensure_signed(origin)
    # Whoever takes part has a name; who only holds TAO has none.
    if not any(is_hotkey_registered_on_any_network(chain, hotkey) for hotkey in chain.keys.owned_hotkeys[coldkey]):
        raise HotKeyNotRegisteredInNetwork
    identity = ChainIdentityV2(name, url, github_repo, image, discord, description, additional)
    if not is_valid_identity(identity):
        raise InvalidIdentity
    chain.serving.identities_v2[coldkey] = identity
    chain.emit(ChainIdentitySet(coldkey))


@rule("SERVE-23")
def ensure_subnet_owner(chain: Chain, coldkey: AccountId, netuid: NetUid) -> None:
    """A coldkey owns a subnet; where nobody does, that is the account of zeros.

    Raises:
        NotSubnetOwner: it does not; once KNOWN-71 is closed, nobody owns a subnet without an owner.
    """
    if coldkey != get_subnet_owner(chain, netuid):
        raise NotSubnetOwner


@rule("SERVE-24", call=SetSubnetIdentity)
def set_subnet_identity(
    chain: Chain,
    origin: Origin,
    netuid: NetUid,
    subnet_name: bytes,
    github_repo: bytes,
    subnet_contact: bytes,
    subnet_url: bytes,
    discord: bytes,
    description: bytes,
    logo_url: bytes,
    additional: bytes,
) -> None:
    """Say what a subnet is; its owner signs. The texts may be any bytes, and replace those that stood.

    Raises:
        BadOrigin: no account signs.
        NotSubnetOwner: as `ensure_subnet_owner`.
        InvalidIdentity: a text is too long.
    """
    ensure_subnet_owner(chain, ensure_signed(origin), netuid)
    identity = SubnetIdentityV3(
        subnet_name, github_repo, subnet_contact, subnet_url, discord, description, logo_url, additional
    )
    if not is_valid_subnet_identity(identity):
        raise InvalidIdentity
    chain.serving.subnet_identities_v3[netuid] = identity
    chain.emit(SubnetIdentitySet(netuid))

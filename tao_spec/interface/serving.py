"""Serving: axons, measurements and identities."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import U8, U16, U32, U64, U128
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import SUBTENSOR
from tao_spec.storage.scale import Struct


class SubnetIdentityV3(Struct):
    """What a subnet is, in texts that its owner chose."""

    subnet_name: bytes
    github_repo: bytes
    subnet_contact: bytes
    subnet_url: bytes
    discord: bytes
    description: bytes
    logo_url: bytes
    additional: bytes


class ServeAxon(Call, pallet=SUBTENSOR, index=4, name="serve_axon"):
    """Say where the caller, a hotkey, is reached."""

    netuid: NetUid
    version: U32
    ip: U128
    port: U16
    ip_type: U8
    protocol: U8
    placeholder1: U8
    placeholder2: U8


class ServePrometheus(Call, pallet=SUBTENSOR, index=5, name="serve_prometheus"):
    """Say where the caller's measurements are read."""

    netuid: NetUid
    version: U32
    ip: U128
    port: U16
    ip_type: U8


class ServeAxonTls(Call, pallet=SUBTENSOR, index=40, name="serve_axon_tls"):
    """Say where the caller is reached, with a certificate."""

    netuid: NetUid
    version: U32
    ip: U128
    port: U16
    ip_type: U8
    protocol: U8
    placeholder1: U8
    placeholder2: U8
    certificate: bytes


class SetIdentity(Call, pallet=SUBTENSOR, index=68, name="set_identity"):
    """Say who the coldkey is."""

    name: bytes
    url: bytes
    github_repo: bytes
    image: bytes
    discord: bytes
    description: bytes
    additional: bytes


class SetSubnetIdentity(Call, pallet=SUBTENSOR, index=78, name="set_subnet_identity"):
    """Say what the subnet is; its owner signs."""

    netuid: NetUid
    subnet_name: bytes
    github_repo: bytes
    subnet_contact: bytes
    subnet_url: bytes
    discord: bytes
    description: bytes
    logo_url: bytes
    additional: bytes


class AxonServed(Event, pallet=SUBTENSOR, index=28):
    """A hotkey said where it is reached."""

    netuid: NetUid
    hotkey: AccountId


class PrometheusServed(Event, pallet=SUBTENSOR, index=29):
    """A hotkey said where its measurements are read."""

    netuid: NetUid
    hotkey: AccountId


class ServingRateLimitSet(Event, pallet=SUBTENSOR, index=35):
    """The blocks between two announcements were set."""

    netuid: NetUid
    rate_limit: U64


class ChainIdentitySet(Event, pallet=SUBTENSOR, index=71):
    """A coldkey said who it is."""

    coldkey: AccountId


class SubnetIdentitySet(Event, pallet=SUBTENSOR, index=72):
    """An owner said what its subnet is."""

    netuid: NetUid


class SubnetIdentityRemoved(Event, pallet=SUBTENSOR, index=73):
    """What the subnet was is no longer said."""

    netuid: NetUid


class ServingError(ModuleError, pallet=SUBTENSOR):
    """An error about serving."""


class InvalidIpType(ServingError, code=2):
    """The type of the address is neither 4 nor 6."""


class InvalidIpAddress(ServingError, code=3):
    """The address is of no use: the greatest of its type, its own host or, for measurements, zero."""


class InvalidPort(ServingError, code=4):
    """The port is 0."""


class HotKeyNotRegisteredInNetwork(ServingError, code=7):
    """Neither the hotkey, nor any of the coldkey, is a neuron of any subnet."""


class ServingRateLimitExceeded(ServingError, code=31):
    """The hotkey announced itself too short a time ago."""


class InvalidIdentity(ServingError, code=73):
    """A part of the identity is too long, or a signature names no key."""

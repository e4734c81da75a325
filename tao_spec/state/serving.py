"""Serving: where neurons are reached, and the names of coldkeys and subnets."""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U8, U16, U32, U64, U128
from tao_spec.interface.pallets import SUBTENSOR
from tao_spec.interface.serving import SubnetIdentityV3
from tao_spec.storage.hashers import Blake2_128Concat, Identity
from tao_spec.storage.items import Domain, StorageDoubleMap, StorageMap
from tao_spec.storage.scale import Bytes, Struct


class AxonInfo(Struct):
    """Where a neuron is reached: address, port and protocol, as it said in a block."""

    block: BlockHeight = BlockHeight(0)
    version: U32 = U32(0)
    ip: U128 = U128(0)
    port: U16 = U16(0)
    ip_type: U8 = U8(0)
    protocol: U8 = U8(0)
    placeholder1: U8 = U8(0)
    placeholder2: U8 = U8(0)


class PrometheusInfo(Struct):
    """Where a neuron's measurements are read."""

    block: BlockHeight = BlockHeight(0)
    version: U32 = U32(0)
    ip: U128 = U128(0)
    port: U16 = U16(0)
    ip_type: U8 = U8(0)


class NeuronCertificate(Struct):
    """The key with which a neuron speaks TLS, and the algorithm that made it."""

    public_key: Annotated[bytes, Bytes(64)]
    algorithm: U8


class ChainIdentity(Struct):
    """Who a coldkey is, in the first form."""

    name: bytes
    url: bytes
    image: bytes
    discord: bytes
    description: bytes
    additional: bytes


class ChainIdentityV2(Struct):
    """Who a coldkey is."""

    name: bytes
    url: bytes
    github_repo: bytes
    image: bytes
    discord: bytes
    description: bytes
    additional: bytes


class SubnetIdentity(Struct):
    """What a subnet is, in the first form."""

    subnet_name: bytes
    github_repo: bytes
    subnet_contact: bytes


class SubnetIdentityV2(Struct):
    """What a subnet is, in the second form."""

    subnet_name: bytes
    github_repo: bytes
    subnet_contact: bytes
    subnet_url: bytes
    discord: bytes
    description: bytes
    additional: bytes


class ServingState(Domain):
    """The storage of axons, certificates and identities."""

    axons = StorageDoubleMap(
        SUBTENSOR.name,
        "Axons",
        Identity(NetUid),
        Blake2_128Concat(AccountId),
        AxonInfo,
        doc="Where the neuron of a hotkey is reached.",
    )
    prometheus = StorageDoubleMap(
        SUBTENSOR.name,
        "Prometheus",
        Identity(NetUid),
        Blake2_128Concat(AccountId),
        PrometheusInfo,
        doc="Where the measurements of a hotkey are read.",
    )
    neuron_certificates = StorageDoubleMap(
        SUBTENSOR.name,
        "NeuronCertificates",
        Identity(NetUid),
        Blake2_128Concat(AccountId),
        NeuronCertificate,
        doc="The certificate of a hotkey.",
    )
    serving_rate_limit = StorageMap(
        SUBTENSOR.name,
        "ServingRateLimit",
        Identity(NetUid),
        U64,
        U64(50),
        "Blocks from one announcement of a hotkey to the next of the same kind, at least; 0 for no limit.",
    )
    identities = StorageMap(
        SUBTENSOR.name,
        "Identities",
        Blake2_128Concat(AccountId),
        ChainIdentity,
        doc="Identities of the first form; read by a migration only.",
    )
    identities_v2 = StorageMap(
        SUBTENSOR.name, "IdentitiesV2", Blake2_128Concat(AccountId), ChainIdentityV2, doc="Who the coldkey is."
    )
    subnet_identities = StorageMap(
        SUBTENSOR.name,
        "SubnetIdentities",
        Blake2_128Concat(NetUid),
        SubnetIdentity,
        doc="Identities of subnets in the first form; read by a migration only.",
    )
    subnet_identities_v2 = StorageMap(
        SUBTENSOR.name,
        "SubnetIdentitiesV2",
        Blake2_128Concat(NetUid),
        SubnetIdentityV2,
        doc="Identities of subnets in the second form; read by a migration only.",
    )
    subnet_identities_v3 = StorageMap(
        SUBTENSOR.name, "SubnetIdentitiesV3", Blake2_128Concat(NetUid), SubnetIdentityV3, doc="What the subnet is."
    )

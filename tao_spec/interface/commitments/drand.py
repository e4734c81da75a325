"""Drand: the pulses of a public source of randomness, which unseal what was committed."""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.identifiers import BlockNumber, FixedBytes
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import DRAND
from tao_spec.storage.scale import Bytes, Struct, Variant

RoundNumber = U64
BoundedHash = Annotated[bytes, Bytes(32)]


class Bytes32(FixedBytes, length=32):
    """A public key of Ed25519 or Sr25519."""

    __slots__ = ()


class Bytes33(FixedBytes, length=33):
    """A public key of ECDSA, compressed."""

    __slots__ = ()


class Bytes64(FixedBytes, length=64):
    """A signature of Ed25519 or Sr25519."""

    __slots__ = ()


class Bytes65(FixedBytes, length=65):
    """A signature of ECDSA, from which the key can be recovered."""

    __slots__ = ()


class MultiSigner(Variant):
    """Whose signature it is."""


class Ed25519Signer(MultiSigner, index=0, name="Ed25519"):
    """A key of Ed25519."""

    public: Bytes32


class Sr25519Signer(MultiSigner, index=1, name="Sr25519"):
    """A key of Sr25519."""

    public: Bytes32


class EcdsaSigner(MultiSigner, index=2, name="Ecdsa"):
    """A key of ECDSA."""

    public: Bytes33


class MultiSignature(Variant):
    """A signature in one of three schemes."""


class Ed25519Signature(MultiSignature, index=0, name="Ed25519"):
    """A signature of Ed25519."""

    signature: Bytes64


class Sr25519Signature(MultiSignature, index=1, name="Sr25519"):
    """A signature of Sr25519."""

    signature: Bytes64


class EcdsaSignature(MultiSignature, index=2, name="Ecdsa"):
    """A signature of ECDSA."""

    signature: Bytes65


class Metadata(Struct):
    """The name of the beacon, in ASCII."""

    beacon_id: BoundedHash


class BeaconConfiguration(Struct):
    """A drand beacon: its key, the seconds between two rounds, and the Unix time of the first."""

    public_key: Annotated[bytes, Bytes(96)]
    period: U32
    genesis_time: U32
    hash: BoundedHash
    group_hash: BoundedHash
    scheme_id: BoundedHash
    metadata: Metadata


class Pulse(Struct):
    """What the beacon gave in a round: the signature, and the randomness that is its hash."""

    round: RoundNumber
    randomness: Annotated[bytes, Bytes(32)]
    signature: Annotated[bytes, Bytes(144)]


class PulsesPayload(Struct):
    """Pulses that a node brings, with the block at which it did."""

    block_number: BlockNumber
    pulses: tuple[Pulse, ...]
    public: MultiSigner


class BeaconConfigurationPayload(Struct):
    """A beacon that a node brings, with the block at which it did."""

    block_number: BlockNumber
    config: BeaconConfiguration
    public: MultiSigner


class WritePulse(Call, pallet=DRAND, index=0, name="write_pulse"):
    """Store pulses whose signature verifies; only a call without a signer may."""

    pulses_payload: PulsesPayload
    signature: MultiSignature | None


class SetBeaconConfig(Call, pallet=DRAND, index=1, name="set_beacon_config"):
    """Follow another beacon; only root may."""

    config_payload: BeaconConfigurationPayload
    signature: MultiSignature | None


class SetOldestStoredRound(Call, pallet=DRAND, index=2, name="set_oldest_stored_round"):
    """Set from which round on pulses are taken to be stored; only root may."""

    oldest_round: U64


class BeaconConfigChanged(Event, pallet=DRAND, index=0):
    """The chain follows another beacon."""


class NewPulse(Event, pallet=DRAND, index=1, named=True):
    """The pulses of these rounds were stored."""

    rounds: tuple[RoundNumber, ...]


class OldestStoredRoundSet(Event, pallet=DRAND, index=2, name="SetOldestStoredRound"):
    """Root set the oldest round."""

    round: U64


class DrandError(ModuleError, pallet=DRAND):
    """An error of Drand."""


class NoneValue(DrandError, code=0):
    """There is no value; the pallet never answers so."""


class StorageOverflow(DrandError, code=1):
    """A counter is at its end; the pallet never answers so."""


class DrandConnectionFailure(DrandError, code=2):
    """The beacon cannot be reached; the pallet never answers so."""


class UnverifiedPulse(DrandError, code=3):
    """A pulse is not the beacon's; the pallet never answers so."""


class InvalidRoundNumber(DrandError, code=4):
    """The round is not after the last one stored."""


class PulseVerificationError(DrandError, code=5):
    """The pulse is in no form that could be verified."""

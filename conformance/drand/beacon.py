"""What the cases of drand stand on: pulses that quicknet gave, and a beacon whose secret everybody knows.

The signatures are public: `https://api.drand.sh/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/public/<round>`.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from py_arkworks_bls12381 import G2Point, Scalar

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.commitments.drand import (
    BeaconConfiguration,
    BeaconConfigurationPayload,
    Bytes32,
    Pulse,
    PulsesPayload,
    SetBeaconConfig,
    Sr25519Signer,
    WritePulse,
)
from tao_spec.state.commitments import QUICKNET
from tao_spec.transition.drand.curve import compute_message
from tao_spec.transition.drand.timelock import encrypt

QUICKNET_SIGNATURES = {
    # drand quicknet round 1
    1: bytes.fromhex(
        "b55e7cb2d5c613ee0b2e28d6750aabbb78c39dcc96bd9d38c2c2e12198df95571de8e8e402a0cc48871c7089a2b3af4b"
    ),
    # drand quicknet round 2
    2: bytes.fromhex(
        "b6b6a585449b66eb12e875b64fcbab3799861a00e4dbf092d99e969a5eac57dd3f798acf61e705fe4f093db926626807"
    ),
    # drand quicknet round 1000
    1_000: bytes.fromhex(
        "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
    ),
}
"""The signatures of three rounds of quicknet."""

NODE = Sr25519Signer(Bytes32(b"n" * 32))
"""Who brings pulses: anybody."""

SECRET = Scalar(306)
"""The secret of a beacon of our own, which can speak of any round."""

OWN = replace(QUICKNET, public_key=(G2Point() * SECRET).to_compressed_bytes())
"""The beacon of our own."""


def sign(round: int) -> bytes:
    """The signature that our own beacon gives of a round."""
    return (compute_message(U64(round)) * SECRET).to_compressed_bytes()


def pulse(round: int, signature: bytes | None = None) -> Pulse:
    """The pulse of a round, with the hash of its signature: quicknet's unless another signature is given."""
    signed = QUICKNET_SIGNATURES[round] if signature is None else signature
    return Pulse(U64(round), sha256(signed).digest(), signed)


def own(round: int) -> Pulse:
    """The pulse of our own beacon."""
    return pulse(round, sign(round))


def write(*pulses: Pulse) -> WritePulse:
    """A call that brings pulses."""
    return WritePulse(PulsesPayload(BlockNumber(1_000), pulses, NODE), None)


def follow(config: BeaconConfiguration) -> SetBeaconConfig:
    """A call that sets the beacon."""
    return SetBeaconConfig(BeaconConfigurationPayload(BlockNumber(1_000), config, NODE), None)


def seal(message: bytes, round: int) -> bytes:
    """A message sealed until a round of quicknet; each message under secrets of its own."""
    return encrypt(message, U64(round), QUICKNET.public_key, b"secret of " + message)


def part(data: bytes) -> bytes:
    """Bytes behind their length, as they stand in a sealed message."""
    return len(data).to_bytes(8, "little") + data

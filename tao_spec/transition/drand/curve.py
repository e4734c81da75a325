"""The curve BLS12-381 as the beacon uses it: signatures are points of G1, public keys points of G2.

The arithmetic is that of arkworks, through its Python binding, which Ethereum's specifications use as well. Points and elements
of the target group are written as arkworks writes them, compressed.

Source: upstream's `pallets/drand/src/verifier.rs` and `bls12_381.rs`; `ark-bls12-381` 0.4.0.
"""

from __future__ import annotations

from hashlib import sha256

from py_arkworks_bls12381 import GT, G1Point, G2Point

from tao_spec.arithmetic.integers import U64
from tao_spec.transition.rules import rule

G1_BYTES = 48
G2_BYTES = 96
IS_COMPRESSED = 0b1000_0000
IS_INFINITY = 0b0100_0000

SIGNATURE_DOMAIN = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
"""What separates the beacon's signatures from other uses of the curve (RFC 9380)."""


class NoPoint(Exception):
    """The bytes are no point of the group."""


@rule("DRAND-1")
def read_g1(data: bytes) -> G1Point:
    """Read a point of G1 from the first 48 bytes: compressed, on the curve, and in the subgroup of prime order.

    The point at infinity has a flag of its own; whatever else stands in the 48 bytes is then not looked at.

    Raises:
        NoPoint: there are too few bytes, or they are no such point.
    """
    if _is_infinity(data, G1_BYTES):
        return G1Point.identity()
    try:
        return G1Point.from_compressed_bytes(data[:G1_BYTES])
    except ValueError as error:
        raise NoPoint("the bytes are no point of G1") from error


@rule("DRAND-2")
def read_g2(data: bytes) -> G2Point:
    """Read a point of G2 from the first 96 bytes, as a point of G1 is read.

    Raises:
        NoPoint: there are too few bytes, or they are no such point.
    """
    if _is_infinity(data, G2_BYTES):
        return G2Point.identity()
    try:
        return G2Point.from_compressed_bytes(data[:G2_BYTES])
    except ValueError as error:
        raise NoPoint("the bytes are no point of G2") from error


def _is_infinity(data: bytes, length: int) -> bool:
    """Whether the flags say infinity. The chain's arkworks asks no more; later ones want zeros behind the flags."""
    if len(data) < length:
        raise NoPoint(f"a point takes {length} bytes, and here are {len(data)}")
    return data[0] & (IS_COMPRESSED | IS_INFINITY) == IS_COMPRESSED | IS_INFINITY


@rule("DRAND-3")
def compute_message(round: U64) -> G1Point:
    """The point that the beacon signs in a round: the SHA-256 hash of the round, in 8 bytes from the highest, hashed to G1."""
    return G1Point.hash_to_curve(sha256(int(round).to_bytes(8, "big")).digest(), SIGNATURE_DOMAIN)


@rule("DRAND-4")
def is_signature(signature: G1Point, message: G1Point, public_key: G2Point) -> bool:
    """Whether a key signed a message: `e(signature, generator) = e(message, key)`."""
    return GT.pairing_check([-signature, message], [G2Point(), public_key])


def compute_pairing(left: G1Point, right: G2Point) -> bytes:
    """The pairing of two points: an element of the target group, as 12 numbers of 48 bytes, each with the lowest byte first."""
    # The binding shows an element as the hexadecimal digits of just these bytes.
    return bytes.fromhex(str(GT.pairing(left, right)))

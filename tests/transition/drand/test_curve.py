from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_arkworks_bls12381 import G1Point, G2Point, Scalar

from tao_spec.arithmetic.integers import U64
from tao_spec.state.commitments import QUICKNET
from tao_spec.transition.drand.curve import (
    NoPoint,
    compute_message,
    compute_pairing,
    is_signature,
    read_g1,
    read_g2,
)

MODULUS = int("1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab", 16)
ORDER = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001

# drand quicknet round 1
FIRST = bytes.fromhex(
    "b55e7cb2d5c613ee0b2e28d6750aabbb78c39dcc96bd9d38c2c2e12198df95571de8e8e402a0cc48871c7089a2b3af4b"
)

scalars = st.integers(1, ORDER - 1).map(Scalar)


def test_quicknet_signed_its_first_round_and_no_other() -> None:
    key = read_g2(QUICKNET.public_key)
    assert is_signature(read_g1(FIRST), compute_message(U64(1)), key)
    assert not is_signature(read_g1(FIRST), compute_message(U64(2)), key)
    assert not is_signature(-read_g1(FIRST), compute_message(U64(1)), key)


def test_the_randomness_of_a_round_is_the_hash_of_its_signature() -> None:
    # What the beacon itself gave as the randomness of round 1.
    assert sha256(FIRST).hexdigest() == "1466a6cd24e327188770752f6134001c64d6efcc590ccc26b721611ad96f165a"


@settings(deadline=None, max_examples=15)
@given(scalars, st.integers(0, 2**64 - 1))
def test_a_signature_verifies_under_its_key_alone(secret: Scalar, round: int) -> None:
    message = compute_message(U64(round))
    key = G2Point() * secret
    assert is_signature(message * secret, message, key)
    assert not is_signature(message * secret, message, key + G2Point())


@settings(deadline=None, max_examples=15)
@given(scalars, st.binary(max_size=20))
def test_points_are_read_back_whatever_follows(scalar: Scalar, surplus: bytes) -> None:
    left, right = G1Point() * scalar, G2Point() * scalar
    assert read_g1(left.to_compressed_bytes() + surplus) == left
    assert read_g2(right.to_compressed_bytes() + surplus) == right


@pytest.mark.parametrize("flags", [0xC0, 0xE0, 0xFF])
def test_infinity_is_its_flag_alone(flags: int) -> None:
    assert read_g1(bytes([flags]) + b"\x07" * 47) == G1Point.identity()
    assert read_g2(bytes([flags]) + b"\x07" * 95) == G2Point.identity()


def _of_x(x: int, flags: int = 0x80) -> bytes:
    data = x.to_bytes(48, "big")
    return bytes([data[0] | flags]) + data[1:]


@pytest.mark.parametrize(
    "data",
    [b"", FIRST[:47], bytes([FIRST[0] & 0x7F]) + FIRST[1:], _of_x(0, 0x40), _of_x(1), _of_x(4), _of_x(MODULUS)],
    ids=["empty", "short", "uncompressed", "infinite_uncompressed", "off_the_curve", "other_subgroup", "modulus"],
)
def test_what_is_no_point_of_g1(data: bytes) -> None:
    with pytest.raises(NoPoint):
        read_g1(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        QUICKNET.public_key[:95],
        bytes([0x03]) + QUICKNET.public_key[1:],
        _of_x(0) + bytes(48),
        _of_x(0) + _of_x(2, 0),
    ],
    ids=["empty", "short", "uncompressed", "off_the_curve", "other_subgroup"],
)
def test_what_is_no_point_of_g2(data: bytes) -> None:
    with pytest.raises(NoPoint):
        read_g2(data)


@settings(deadline=None, max_examples=10)
@given(scalars, scalars)
def test_the_pairing_is_bilinear(left: Scalar, right: Scalar) -> None:
    once = compute_pairing(G1Point() * left, G2Point() * right)
    assert once == compute_pairing(G1Point() * (left * right), G2Point())
    assert len(once) == 576


def test_the_pairing_with_infinity_is_one() -> None:
    one = b"\x01" + bytes(575)
    assert compute_pairing(G1Point.identity(), G2Point()) == one
    assert compute_pairing(G1Point(), G2Point.identity()) == one


def test_the_pairing_of_the_generators_has_the_known_first_coefficient() -> None:
    # As RELIC gives it, an implementation that shares no code with arkworks.
    first = int.from_bytes(compute_pairing(G1Point(), G2Point())[:48], "little")
    assert f"{first:096x}" == (
        "1250ebd871fc0a92a7b2d83168d0d727272d441befa15c503dd8e90ce98db3e7b6d194f60839c508a84305aaca1789b6"
    )

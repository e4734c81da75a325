from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st
from py_arkworks_bls12381 import G1Point, G2Point, Scalar

from tao_spec.arithmetic.integers import U64
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.drand.curve import compute_message, compute_pairing
from tao_spec.transition.drand.timelock import (
    MisshapenSeal,
    TimelockError,
    compute_exponent,
    decrypt,
    decrypt_body,
    encrypt,
    open_key,
    unseal,
)
from tests.transition.chains import closing

SECRET = Scalar(7)
KEY = (G2Point() * SECRET).to_compressed_bytes()
POINT = G2Point().to_compressed_bytes()


def sign(round: int) -> bytes:
    return (compute_message(U64(round)) * SECRET).to_compressed_bytes()


def part(data: bytes) -> bytes:
    return len(data).to_bytes(8, "little") + data


def misshapen(v: int, w: int) -> bytes:
    return POINT + b"".join(map(part, (bytes(v), bytes(w), b"", b"")))


@settings(deadline=None, max_examples=25)
@given(st.binary(max_size=200), st.integers(0, 2**64 - 1), st.binary(min_size=32, max_size=32))
def test_what_was_sealed_is_opened_with_the_signature_of_its_round(message: bytes, round: int, secret: bytes) -> None:
    sealed = encrypt(message, U64(round), KEY, secret)
    assert decrypt(sealed, sign(round)) == message
    assert decrypt(sealed + b"surplus", b"0x" + sign(round) + b"surplus") == message
    with pytest.raises(TimelockError):
        decrypt(sealed, sign(round ^ 1))


SEALED = encrypt(b"message", U64(1), KEY, b"secret")
SUITE = len(part(b"AES_GCM_"))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(SEALED) - SUITE - 1), st.integers(0, 7))
def test_a_bit_changed_before_the_suite_opens_nothing(index: int, bit: int) -> None:
    changed = SEALED[:index] + bytes([SEALED[index] ^ 1 << bit]) + SEALED[index + 1 :]
    # A length that is still within the bytes may be one that aborts the client.
    with pytest.raises((TimelockError, MisshapenSeal)):
        decrypt(changed, sign(1))


@settings(deadline=None, max_examples=30)
@given(st.integers(0, len(SEALED) - 1))
def test_a_message_that_was_cut_off_opens_nothing(length: int) -> None:
    with pytest.raises(TimelockError):
        decrypt(SEALED[:length], sign(1))


@pytest.mark.parametrize("signature", [b"", b"0x", sign(1)[:47], b"0x0x" + sign(1), b"0X" + sign(1)])
def test_a_signature_that_is_no_point_opens_nothing(signature: bytes) -> None:
    with pytest.raises(TimelockError, match="point"):
        decrypt(SEALED, signature)


@pytest.mark.parametrize(("v", "w"), [(33, 32), (64, 0), (31, 32), (31, 100), (0, 1)])
def test_lengths_beyond_a_hash_abort_the_client(v: int, w: int) -> None:
    with pytest.raises(MisshapenSeal):
        decrypt(misshapen(v, w), sign(1))


@pytest.mark.parametrize(("v", "w"), [(32, 32), (32, 100), (31, 31), (31, 0), (0, 0)])
def test_other_lengths_open_nothing(v: int, w: int) -> None:
    with pytest.raises(TimelockError):
        decrypt(misshapen(v, w), sign(1))


def test_a_key_that_fits_may_still_be_too_long() -> None:
    sigma, key = b"s" * 32, b"k" * 33
    exponent = compute_exponent(sigma, key)
    u = G2Point() * exponent
    v = bytes(a ^ b for a, b in zip(sigma, sha256(compute_pairing(G1Point(), u)).digest(), strict=True))
    mask = sha256(sigma).digest() + b"\0"
    w = bytes(a ^ b for a, b in zip(key, mask, strict=True))
    with pytest.raises(TimelockError, match="the key has 33 bytes and not 32"):
        open_key(G1Point(), u, v, w)


def test_a_key_that_does_not_fit_opens_nothing() -> None:
    u, sigma, key = G2Point(), b"s" * 32, b"k" * 32
    v = bytes(a ^ b for a, b in zip(sigma, sha256(compute_pairing(G1Point(), u)).digest(), strict=True))
    w = bytes(a ^ b for a, b in zip(key, sha256(sigma).digest(), strict=True))
    with pytest.raises(TimelockError, match="was not sealed for this signature"):
        open_key(G1Point(), u, v, w)


def test_the_body_needs_its_nonce_and_its_tag() -> None:
    key, nonce = b"k" * 32, b"n" * 12
    body = AESGCM(key).encrypt(nonce, b"message", None)
    assert decrypt_body(key, nonce, body) == b"message"
    longer = AESGCM(key).encrypt(nonce + b"n", b"message", None)
    for wrong_nonce, wrong_body in (
        (nonce + b"n", longer),
        (nonce[:11], body),
        (nonce, body[:15]),
        (nonce, body[:-1]),
        (nonce, b""),
    ):
        with pytest.raises(TimelockError):
            decrypt_body(key, wrong_nonce, wrong_body)


def test_the_chain_goes_on_without_a_message_that_cannot_be_opened() -> None:
    chain = Chain({}, R306)
    assert unseal(chain, SEALED, sign(1)) == b"message"
    assert unseal(chain, SEALED, sign(2)) is None


def test_a_message_aborts_the_client_until_the_deviation_is_closed() -> None:
    with pytest.raises(MisshapenSeal):
        unseal(Chain({}, R306), misshapen(33, 32), sign(1))
    assert unseal(Chain({}, closing("KNOWN-100")), misshapen(33, 32), sign(1)) is None

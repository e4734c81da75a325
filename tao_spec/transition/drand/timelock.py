"""Timelock encryption: a message that a pulse of the beacon opens.

The message is encrypted with AES under a key of 32 bytes, and the key by the identity-based scheme of Boneh and Franklin: the
identity is the round, and the signature of the round is the key that belongs to it. So nobody can open a message before the
beacon has spoken.

A sealed message is, in this order, with lengths of 8 bytes, the lowest first:

| part | bytes |
| --- | --- |
| `U` | 96: a point of G2, compressed |
| `V`, `W` | a length and as many bytes, each; 32 where the message was sealed properly |
| body | a length, and within it the encrypted message and the nonce, each with its length |
| suite | a length and the name of the cipher, which nobody reads |

Source: `tle` of ideal-lab5's timelock, at the revision that upstream names; upstream opens messages in
`pallets/commitments/src/lib.rs` and `pallets/subtensor/src/coinbase/reveal_commits.rs`.
"""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from py_arkworks_bls12381 import G1Point, G2Point, Scalar

from tao_spec.arithmetic.errors import ClientPanic
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.drand.curve import G2_BYTES, NoPoint, compute_message, compute_pairing, read_g1, read_g2
from tao_spec.transition.rules import rule

HASH_BYTES = 32
KEY_BYTES = 32
LENGTH_BYTES = 8
NONCE_BYTES = 12
CIPHER_SUITE = b"AES_GCM_"
HEX_PREFIX = b"0x"

SEALS_ABORT = "KNOWN-100"
"""A sealed message of the wrong shape aborts the client when its round comes."""


class TimelockError(Exception):
    """The message cannot be opened with this signature, or never with any."""


class MisshapenSeal(ClientPanic):
    """`V` is longer than a hash, or `W` is longer than `V`: the client looks beyond the end of a hash."""


@rule("DRAND-20")
def unseal(chain: Chain, sealed: bytes, signature: bytes) -> bytes | None:
    """What the chain makes of a sealed message whose round has come: the message, or nothing where it cannot be opened.

    Args:
        sealed, signature: as in `decrypt`.

    Raises:
        MisshapenSeal: the message aborts the client (KNOWN-100).
    """
    try:
        return decrypt(sealed, signature)
    except TimelockError:
        return None
    except MisshapenSeal:
        if chain.deviates(SEALS_ABORT):
            raise
        return None


@rule("DRAND-21")
def decrypt(sealed: bytes, signature: bytes) -> bytes:
    """Open a sealed message with the signature of its round.

    Args:
        sealed: the message; what follows its suite is not looked at.
        signature: as it is stored in the pulse: a point of G1, from which a leading `0x` in ASCII is removed.

    Returns:
        The message; it may be empty.

    Raises:
        TimelockError: the signature or `U` is no point, the bytes end too early, the signature is of another round, or the
            message was changed.
        MisshapenSeal: the lengths of `V` and `W` abort the client.
    """
    try:
        point = read_g1(signature.removeprefix(HEX_PREFIX))
        u = read_g2(sealed)
    except NoPoint as error:
        raise TimelockError(str(error)) from error
    header = BytesIO(sealed[G2_BYTES:])
    v, w, body, _ = (_take_bytes(header) for _ in range(4))
    key = open_key(point, u, v, w)
    inner = BytesIO(body)
    ciphertext, nonce = _take_bytes(inner), _take_bytes(inner)
    return decrypt_body(key, nonce, ciphertext)


def _take_bytes(stream: BytesIO) -> bytes:
    """The next bytes, whose length stands before them."""
    head = stream.read(LENGTH_BYTES)
    length = int.from_bytes(head, "little")
    if len(head) < LENGTH_BYTES or length > len(stream.getbuffer()) - stream.tell():
        raise TimelockError("the sealed message ends within one of its parts")
    return stream.read(length)


@rule("DRAND-22")
def open_key(signature: G1Point, u: G2Point, v: bytes, w: bytes) -> bytes:
    """Recover the key of a message: it must fit `U`.

    `sigma = V xor H(e(signature, U))` and `key = W xor H(sigma)`; `U` must be the generator times `H(sigma, key)`. `H` is
    SHA-256. A hash that is longer than what it hides is cut; what is longer than the hash stays as it is beyond its end.

    Returns:
        The key, of 32 bytes.

    Raises:
        TimelockError: `U` is another, or the key is not of 32 bytes.
        MisshapenSeal: `V` has more than 32 bytes, or `W` more than `V` while `V` has less than 32.
    """
    sigma = _xor(v, sha256(compute_pairing(signature, u)).digest())
    # The client cuts a hash to the length of sigma, even where sigma is longer.
    if len(sigma) > HASH_BYTES:
        raise MisshapenSeal(f"V has {len(v)} bytes, and a hash has {HASH_BYTES}")
    key = _xor(w, sha256(sigma).digest()[: len(sigma)])
    if G2Point() * compute_exponent(sigma, key) != u:
        raise TimelockError("the key was not sealed for this signature")
    if len(key) != KEY_BYTES:
        raise TimelockError(f"the key has {len(key)} bytes and not {KEY_BYTES}")
    return key


def _xor(data: bytes, mask: bytes) -> bytes:
    """The first 32 bytes of the data changed by the mask; it must not be shorter than they are."""
    hidden = data[:HASH_BYTES]
    if len(hidden) > len(mask):
        raise MisshapenSeal(f"{len(hidden)} bytes are hidden by a hash of {len(mask)}")
    return bytes(left ^ right for left, right in zip(hidden, mask, strict=False)) + data[HASH_BYTES:]


def compute_exponent(sigma: bytes, key: bytes) -> Scalar:
    """The number that belongs to a key: the SHA-256 hash of sigma and key, highest byte first, modulo the order of the groups."""
    return Scalar.from_be_bytes_mod_order(sha256(sigma + key).digest())


@rule("DRAND-23")
def decrypt_body(key: bytes, nonce: bytes, ciphertext: bytes) -> bytes:
    """Decrypt with AES-256 in Galois counter mode, without further data; the tag is the last 16 bytes.

    Raises:
        TimelockError: the nonce is not of 12 bytes, or the tag does not fit.
    """
    if len(nonce) != NONCE_BYTES:
        raise TimelockError(f"the nonce has {len(nonce)} bytes and not {NONCE_BYTES}")
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, None)
    except InvalidTag as error:
        raise TimelockError("the message is not what was sealed") from error


@rule("DRAND-24")
def encrypt(message: bytes, round: U64, public_key: bytes, secret: bytes) -> bytes:
    """Seal a message until a round of the beacon with this key, as a client does; the chain never seals.

    Args:
        message: what the pulse will open.
        public_key: the beacon's, 96 bytes.
        secret: 32 bytes that nobody else knows and that are used once; key, nonce and sigma follow from them here, where a client
            draws each at random.

    Raises:
        NoPoint: the public key is none.
    """
    key, sigma, nonce = (sha256(label + secret).digest() for label in (b"key", b"sigma", b"nonce"))
    exponent = compute_exponent(sigma, key)
    shared = compute_pairing(compute_message(round), read_g2(public_key) * exponent)
    ciphertext = AESGCM(key).encrypt(nonce[:NONCE_BYTES], message, None)
    return (G2Point() * exponent).to_compressed_bytes() + b"".join(
        _with_length(part)
        for part in (
            _xor(sigma, sha256(shared).digest()),
            _xor(key, sha256(sigma).digest()),
            _with_length(ciphertext) + _with_length(nonce[:NONCE_BYTES]),
            CIPHER_SUITE,
        )
    )


def _with_length(data: bytes) -> bytes:
    return len(data).to_bytes(LENGTH_BYTES, "little") + data

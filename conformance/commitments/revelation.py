"""Sealed fields whose round the beacon reaches: what the next block makes of them."""

from __future__ import annotations

from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from py_arkworks_bls12381 import G2Point

from conformance.commitments.neurons import HOME, OTHER, commits, endow, neurons, remember
from conformance.drand.beacon import QUICKNET_SIGNATURES, part, pulse, seal, write
from conformance.scenes import Subnet
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.commitments.metadata import Raw, TimelockEncrypted
from tao_spec.transition.drand.curve import compute_pairing, read_g1
from tao_spec.transition.drand.timelock import compute_exponent
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, nobody

POINT = G2Point().to_compressed_bytes()
"""A point of G2."""


def field(message: bytes, until: int = 1, round: int | None = None) -> TimelockEncrypted:
    """A message sealed until a round, and committed for this round or another."""
    return TimelockEncrypted(seal(message, until), U64(until if round is None else round))


def sealed(data: bytes) -> TimelockEncrypted:
    """Anything, committed for round 1."""
    return TimelockEncrypted(data, U64(1))


def reached(build: Builder, count: int = 1, *rounds: int) -> Subnet:
    """Neurons, and a chain that has these rounds of quicknet; round 1 if none is named."""
    made = neurons(build, count)
    for round in rounds or (1,):
        made.chain.commitments.pulses[U64(round)] = pulse(round)
    return made


@case(
    rules=["COMMIT-1", "COMMIT-2", "COMMIT-3", "COMMIT-4", "DRAND-20", "DRAND-21", "DRAND-22", "DRAND-23", "DRAND-24"]
)
def with_the_pulse(build: Builder) -> Trace:
    """A sealed field waits for the pulse of its round, and the next block reveals it; the rest of the commitment stays."""
    actor = Actor(neurons(build).hotkey(0))
    yield actor.signs(commits(Raw(b"open"), field(b"the first"), field(b"the second", until=2)))
    yield blocks(1)
    yield nobody(write(pulse(1)))
    yield blocks(1)
    yield nobody(write(pulse(2)))
    yield blocks(2)


@case(rules=["COMMIT-1", "COMMIT-2"])
def nothing_is_left(build: Builder) -> Trace:
    """A commitment of which all was revealed is deleted; one for a round long past is revealed with the next block."""
    actor = Actor(reached(build).hotkey(0))
    yield actor.signs(commits(field(b"one"), field(b"two")))
    yield blocks(1)


@case(rules=["COMMIT-1", "COMMIT-2", "COMMIT-4"])
def everybody_in_order(build: Builder) -> Trace:
    """Subnets are looked at in the order of their numbers and hotkeys in theirs; each hotkey's messages are told together."""
    made = reached(build, 3, 1, 2)
    for uid in range(3):
        remember(made.chain, HOME, made.hotkey(uid), field(b"of %d" % uid), field(b"again", until=2))
    remember(made.chain, OTHER, made.hotkey(0), field(b"elsewhere", until=2))
    remember(made.chain, 256, made.hotkey(0), field(b"far away"))
    yield blocks(1)


@case(rules=["COMMIT-2", "COMMIT-3", "DRAND-20", "DRAND-21", "DRAND-22", "DRAND-23"])
def unopened(build: Builder) -> Trace:
    """Fields that cannot be opened are lost without a word: of another round, changed, cut off, or empty inside."""
    made = reached(build, 9, 1, 2)
    whole = seal(b"message", 1)
    fields = [
        field(b"of another round", until=2, round=1),
        sealed(b""),
        sealed(whole[:95]),
        sealed(whole[:-1]),
        sealed(whole[:20] + bytes([whole[20] ^ 1]) + whole[21:]),
        sealed(whole[:-17] + bytes([whole[-17] ^ 1]) + whole[-16:]),
        sealed(whole[:110] + bytes([whole[110] ^ 1]) + whole[111:]),
        field(b""),
        sealed(POINT + (2**64 - 1).to_bytes(8, "little") + bytes(64)),
    ]
    for uid, made_field in enumerate(fields):
        remember(made.chain, HOME, made.hotkey(uid), made_field, Raw(b"open"))
    yield blocks(1)


@case(rules=["DRAND-21"])
def surplus(build: Builder) -> Trace:
    """What follows the suite is not looked at, and neither is the suite."""
    made = reached(build, 3)
    whole = seal(b"message", 1)
    bare = whole.removesuffix(part(b"AES_GCM_"))
    for uid, suite in enumerate((part(b"AES_GCM_") + b"surplus", part(b""), part(b"ROT13"))):
        remember(made.chain, HOME, made.hotkey(uid), sealed(bare + suite))
    yield blocks(1)


def _by_hand(sigma: bytes, key: bytes, nonce: bytes, surplus: bytes = b"", sealed_with: bytes = b"") -> bytes:
    """A message sealed until round 1 with any lengths; who seals does not know the signature, but this case does.

    Args:
        surplus: what follows within the body.
        sealed_with: the key from which U is made, where it is another.
    """
    exponent = compute_exponent(sigma, sealed_with or key)
    shared = sha256(compute_pairing(read_g1(QUICKNET_SIGNATURES[1]), G2Point() * exponent)).digest()
    mask = sha256(sigma).digest()[: len(sigma)]
    ciphertext = AESGCM(key.ljust(32, b"\0")[:32]).encrypt(nonce, b"by hand", None)
    body = part(ciphertext) + part(nonce) + surplus
    hidden = _change(sigma, shared), _change(key, mask)
    return (G2Point() * exponent).to_compressed_bytes() + b"".join(map(part, (*hidden, body, b"")))


def _change(data: bytes, mask: bytes) -> bytes:
    changed = bytes(left ^ right for left, right in zip(data, mask, strict=False))
    return changed + data[len(changed) :]


@case(rules=["DRAND-22", "DRAND-23"])
def lengths(build: Builder) -> Trace:
    """Bytes behind the nonce go well; a key not of 32 bytes, a nonce not of 12, or a U that does not fit opens nothing."""
    made = reached(build, 7)
    sigma, key, nonce = b"s" * 32, b"k" * 32, b"n" * 12
    messages = (
        _by_hand(sigma, key, nonce, b"surplus"),
        _by_hand(sigma, key[:31], nonce),
        _by_hand(sigma, key + b"k", nonce),
        _by_hand(sigma, key, nonce[:11]),
        _by_hand(sigma, key, nonce + b"n"),
        _by_hand(sigma[:31], key[:31], nonce),
        _by_hand(sigma, key, nonce, sealed_with=b"another"),
    )
    for uid, message in enumerate(messages):
        remember(made.chain, HOME, made.hotkey(uid), sealed(message))
    yield blocks(1)


@case(rules=["DRAND-22"])
def lengths_within_bounds(build: Builder) -> Trace:
    """The greatest lengths that do not abort the client: V of 32 bytes and any W, or a shorter V and W as short (KNOWN-100)."""
    made = reached(build, 5)
    for uid, (v, w) in enumerate(((32, 33), (32, 500), (31, 31), (1, 1), (0, 0))):
        remember(
            made.chain, HOME, made.hotkey(uid), sealed(POINT + b"".join(map(part, (bytes(v), bytes(w), b"", b""))))
        )
    yield blocks(1)


@case(rules=["DRAND-2", "DRAND-21", "DRAND-22"])
def points(build: Builder) -> Trace:
    """Where U is no point, or the one at infinity, nothing is opened."""
    made = reached(build, 4)
    rest = seal(b"message", 1)[96:]
    starts = (b"\xc0" + bytes(95), bytes(96), b"\x80" + bytes(95), b"\x80" + bytes(94) + b"\x02")
    for uid, start in enumerate(starts):
        remember(made.chain, HOME, made.hotkey(uid), sealed(start + rest))
    yield blocks(1)


@case(rules=["DRAND-20", "DRAND-21"])
def signatures(build: Builder) -> Trace:
    """A signature with 0x before it or bytes behind it opens; one that is no point, or another's, opens nothing.

    No call stores the first and the last two; they are written here.
    """
    made = neurons(build, 5)
    true = QUICKNET_SIGNATURES[1]
    stored = (b"0x" + true, true + b"surplus", b"0x0x" + true, true[:47], QUICKNET_SIGNATURES[2])
    for uid, signature in enumerate(stored):
        round = U64(uid + 1)
        made.chain.commitments.pulses[round] = pulse(uid + 1, signature)
        remember(made.chain, HOME, made.hotkey(uid), field(b"message", until=1, round=uid + 1))
    yield blocks(1)


@case(rules=["COMMIT-4"])
def ten_are_kept(build: Builder) -> Trace:
    """Of what a hotkey revealed the last ten messages are kept; those that were cut off are told of as well."""
    made = reached(build, 3)
    for uid, before in enumerate((8, 9, 12)):
        who = made.hotkey(uid)
        kept = tuple((b"message %d" % number, U64(number)) for number in range(before))
        made.chain.commitments.revealed_commitments[HOME, who] = kept
        remember(made.chain, HOME, who, field(b"one"), field(b"two"))
    yield blocks(1)


@case(rules=["COMMIT-2"])
def deposit(build: Builder) -> Trace:
    """The deposit of a commitment stays with what is left of it, and is lost with the last field (KNOWN-104)."""
    made = reached(build, 2)
    for uid, more in enumerate(((), (Raw(b"open"),))):
        who = endow(made, uid, reserved=1_000).account
        remember(made.chain, HOME, who, field(b"message"), *more, deposit=1_000)
    yield blocks(1)


@case(rules=["COMMIT-2"])
def forgotten_round(build: Builder) -> Trace:
    """A field for a round before the oldest waits for good (KNOWN-105)."""
    made = reached(build, 1, 2)
    drand = made.chain.commitments
    drand.oldest_stored_round.value = drand.last_stored_round.value = U64(2)
    yield Actor(made.hotkey(0)).signs(commits(field(b"too late")))
    yield blocks(1)


@case(rules=["COMMIT-1", "COMMIT-2"])
def without_a_place(build: Builder) -> Trace:
    """What a hotkey committed is revealed after it lost its place, and where there is no subnet (KNOWN-103)."""
    made = reached(build)
    stranger = build.name("stranger")
    remember(made.chain, HOME, stranger, field(b"once a neuron"), Raw(b"still here"))
    remember(made.chain, 9, made.hotkey(0), field(b"once a subnet"))
    yield blocks(1)

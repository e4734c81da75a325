"""Pulses: what the beacon signed is stored in the order of rounds, and what it did not sign is passed over."""

from __future__ import annotations

from dataclasses import replace

from conformance.drand.beacon import OWN, QUICKNET_SIGNATURES, own, pulse, write
from tao_spec.arithmetic.identifiers import H256
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.commitments.drand import Bytes64, Sr25519Signature
from tao_spec.transition.drand.curve import read_g1
from tao_spec.transition.drand.pulses import MAX_KEPT_PULSES, MAX_REMOVED_PULSES
from tao_spec.vectors.cases import Actor, Builder, Trace, case, nobody, root

POINT = QUICKNET_SIGNATURES[1]
"""A point of G1."""

INFINITY = b"\xc0" + bytes(47)
"""The point of G1 at infinity."""

LAST_ROUND = 2**64 - 1


@case(rules=["DRAND-1", "DRAND-2", "DRAND-3", "DRAND-4", "DRAND-5", "DRAND-6", "DRAND-7"])
def genuine(build: Builder) -> Trace:
    """Pulses of quicknet verify under its key; the first one is the oldest, and rounds may be left out."""
    yield nobody(write(pulse(1)))
    yield nobody(write(pulse(2), pulse(1_000)))


@case(rules=["DRAND-6"], errors=["BadOrigin"])
def without_a_caller(build: Builder) -> Trace:
    """Neither root nor an account brings pulses; the signature of the node is not looked at."""
    call = write(pulse(1))
    yield root(call)
    yield Actor(build.name("somebody")).signs(call)
    yield nobody(replace(call, signature=Sr25519Signature(Bytes64(bytes(64)))))


@case(rules=["DRAND-7"], errors=["InvalidRoundNumber"])
def rounds_ascend(build: Builder) -> Trace:
    """Neither the last round nor an earlier one is stored, whether the later one came before or with the same call."""
    yield nobody(write(pulse(2), pulse(1)))
    yield nobody(write(pulse(2), pulse(2)))
    yield nobody(write(pulse(2)))
    yield nobody(write(pulse(2)))
    yield nobody(write(pulse(1)))
    yield nobody(write(pulse(1_000)))


@case(rules=["DRAND-4", "DRAND-5", "DRAND-7"])
def false_pulses(build: Builder) -> Trace:
    """A pulse with the signature of another round, with its negative, or with infinity is passed over, be its round long over."""
    negative = (-read_g1(POINT)).to_compressed_bytes()
    yield nobody(write(pulse(2, POINT)))
    yield nobody(write(pulse(1, negative), pulse(1, INFINITY)))
    yield nobody(write(pulse(1_000, POINT), pulse(2), pulse(1, negative), pulse(1_000)))


@case(rules=["DRAND-1", "DRAND-5"], errors=["PulseVerificationError"])
def no_points(build: Builder) -> Trace:
    """Bytes that are no point are refused: too few, not compressed, beyond the modulus, off the curve, outside the subgroup."""
    yield nobody(write(pulse(1, b"")))
    yield nobody(write(pulse(1, POINT[:47])))
    yield nobody(write(pulse(1, bytes([POINT[0] & 0x7F]) + POINT[1:])))
    yield nobody(write(pulse(1, bytes([0x9F]) + b"\xff" * 47)))
    yield nobody(write(pulse(1, b"\x80" + bytes(46) + b"\x01")))
    yield nobody(write(pulse(1, b"\x80" + bytes(46) + b"\x04")))
    # A single one is enough to refuse all of them.
    yield nobody(write(pulse(1), pulse(2, b"")))


@case(rules=["DRAND-1", "DRAND-5", "DRAND-7"])
def beyond_the_point(build: Builder) -> Trace:
    """What follows the point in a signature is stored and not looked at; with infinity nothing else is."""
    yield nobody(write(pulse(1, b"\xff" * 48)))
    yield nobody(write(pulse(1, POINT + bytes(range(96)))))


@case(rules=["DRAND-5", "DRAND-7"])
def randomness(build: Builder) -> Trace:
    """The randomness of a pulse may be anything of up to 32 bytes, even nothing (KNOWN-101)."""
    yield nobody(write(replace(pulse(1), randomness=bytes(H256()))))
    yield nobody(write(replace(pulse(2), randomness=b"")))


@case(rules=["DRAND-6"])
def no_pulses(build: Builder) -> Trace:
    """A call without pulses goes well: the last round is written as it is, and no pulse is told of."""
    yield nobody(write())
    yield nobody(write(pulse(1)))
    yield nobody(write())


@case(rules=["DRAND-6"])
def the_oldest_is_the_first(build: Builder) -> Trace:
    """Where a last round stands already, the oldest stays 0; such a state is written here."""
    build.chain.commitments.last_stored_round.value = U64(1)
    yield nobody(write(pulse(2)))


@case(rules=["DRAND-6", "DRAND-7"], errors=["InvalidRoundNumber"])
def the_last_round(build: Builder) -> Trace:
    """Round 2^64 - 1 is stored, and no other after it; a beacon of our own gives it."""
    build.chain.commitments.beacon_config.value = OWN
    yield nobody(write(own(0)))
    yield nobody(write(own(LAST_ROUND)))
    yield nobody(write(own(LAST_ROUND)))


def _remember(build: Builder, oldest: int) -> None:
    """Our own beacon, and as many pulses from the oldest on as one call can forget, and more."""
    drand = build.chain.commitments
    drand.beacon_config.value = OWN
    drand.oldest_stored_round.value = drand.last_stored_round.value = U64(oldest)
    for round in (*range(oldest, oldest + 4), *range(oldest + 98, oldest + 104)):
        drand.pulses[U64(round)] = pulse(round, b"old")


@case(rules=["DRAND-8"])
def forgetting(build: Builder) -> Trace:
    """216,000 rounds are kept, and each later one takes the place of one."""
    _remember(build, 7)
    yield nobody(write(own(7 + MAX_KEPT_PULSES - 1)))
    yield nobody(write(own(7 + MAX_KEPT_PULSES)))
    yield nobody(write(own(7 + MAX_KEPT_PULSES + 2)))


@case(rules=["DRAND-8"])
def forgetting_a_hundred(build: Builder) -> Trace:
    """At most 100 rounds are forgotten with a call, and more with the next, even if it brings none; gaps count."""
    _remember(build, 7)
    yield nobody(write(own(7 + MAX_KEPT_PULSES - 1 + MAX_REMOVED_PULSES + 3)))
    yield nobody(write())
    yield nobody(write())


@case(rules=["DRAND-8"])
def forgetting_nothing(build: Builder) -> Trace:
    """Where the oldest round is 0, nothing is forgotten."""
    _remember(build, 0)
    build.chain.commitments.last_stored_round.value = U64(5)
    yield nobody(write(own(MAX_KEPT_PULSES + 1_000)))


@case(rules=["DRAND-8"])
def oldest_after_the_last(build: Builder) -> Trace:
    """Where the oldest round is after the last, nothing is forgotten; root may set it so."""
    _remember(build, LAST_ROUND - 200)
    build.chain.commitments.last_stored_round.value = U64(5)
    yield nobody(write(own(MAX_KEPT_PULSES + 1_000)))

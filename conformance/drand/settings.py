"""What root sets: the beacon, and the oldest round."""

from __future__ import annotations

from dataclasses import replace

from conformance.drand.beacon import OWN, follow, own, pulse, write
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.commitments.drand import SetOldestStoredRound
from tao_spec.state.commitments import QUICKNET
from tao_spec.vectors.cases import Actor, Builder, Trace, case, nobody, root

INFINITE_KEY = b"\xc0" + bytes(95)
"""The point of G2 at infinity."""


@case(rules=["DRAND-9"], errors=["BadOrigin"])
def beacon(build: Builder) -> Trace:
    """Only root sets the beacon; then its pulses verify, and those of the one before no longer do."""
    yield nobody(write(pulse(1)))
    yield nobody(follow(OWN))
    yield Actor(build.name("somebody")).signs(follow(OWN))
    yield root(follow(OWN))
    yield nobody(write(pulse(2)))
    yield nobody(write(own(2)))


@case(rules=["DRAND-2", "DRAND-5", "DRAND-9"], errors=["PulseVerificationError"])
def key_that_is_no_point(build: Builder) -> Trace:
    """Root may set a key that is none: every pulse is then refused, and a call without pulses goes well."""
    key = QUICKNET.public_key
    for wrong in (b"", key[:95], bytes([key[0] & 0x7F]) + key[1:], b"\x80" + bytes(95), b"\x80" + bytes(94) + b"\x02"):
        yield root(follow(replace(QUICKNET, public_key=wrong)))
        yield nobody(write(pulse(1)))
    yield nobody(write())


@case(rules=["DRAND-2", "DRAND-4", "DRAND-9"])
def key_at_infinity(build: Builder) -> Trace:
    """Under a key at infinity the signature at infinity passes for every round, and no other."""
    yield root(follow(replace(QUICKNET, public_key=INFINITE_KEY)))
    yield nobody(write(pulse(1)))
    yield nobody(write(pulse(5, b"\xc0" + bytes(47))))


@case(rules=["DRAND-10"], errors=["BadOrigin"])
def oldest_round(build: Builder) -> Trace:
    """Only root sets the oldest round, to whatever it likes; pulses before it stay."""
    call = SetOldestStoredRound(U64(2**64 - 1))
    yield nobody(write(pulse(1)))
    yield nobody(call)
    yield Actor(build.name("somebody")).signs(call)
    yield root(call)
    yield root(SetOldestStoredRound(U64(0)))
    yield nobody(write(pulse(2)))

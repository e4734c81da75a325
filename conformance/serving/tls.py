"""Certificates of neurons."""

from __future__ import annotations

from conformance.serving.prepare import IP4, axon, neuron, tls
from tao_spec.vectors.cases import Actor, Builder, Trace, blocks, case, nobody, root

KEY = bytes(range(1, 65))
"""A key of the greatest length."""


@case(rules=["SERVE-12", "SERVE-13"])
def lengths(build: Builder) -> Trace:
    """A certificate of one to 65 bytes is kept, and any other passed over; the announcement stands in either case."""
    alice = neuron(build, limit=0)
    for certificate in (b"", b"\x01", b"\x02k", b"\x03" + KEY[:63], b"\x04" + KEY, b"\x05" + KEY + b"!", bytes(1_000)):
        yield alice.signs(tls(certificate))


@case(rules=["SERVE-11", "SERVE-12", "SERVE-13"])
def kept(build: Builder) -> Trace:
    """A certificate stays until another is read: an announcement without one, or with one that cannot be read, keeps it."""
    alice = neuron(build, limit=0)
    yield alice.signs(tls(b"\x01" + KEY))
    yield alice.signs(axon(port=1))
    yield alice.signs(tls(b"", port=2))
    yield alice.signs(tls(b"\x01" + KEY + b"!", port=3))
    yield alice.signs(tls(b"\xff\x00", port=4))


@case(rules=["SERVE-2", "SERVE-13"])
def elsewhere(build: Builder) -> Trace:
    """A neuron has a certificate in each subnet that it names, be it none of its own (KNOWN-70)."""
    alice = neuron(build)
    yield alice.signs(tls(b"\x01first"))
    yield alice.signs(tls(b"\x01second", netuid=65_535))


@case(
    rules=["SERVE-10", "SERVE-13"],
    errors=[
        "BadOrigin",
        "HotKeyNotRegisteredInNetwork",
        "InvalidIpType",
        "InvalidIpAddress",
        "ServingRateLimitExceeded",
        "InvalidPort",
    ],
)
def order(build: Builder) -> Trace:
    """One fault after the other is mended; each time the next is told of, and the first certificate stays."""
    alice, stranger = neuron(build), Actor(build.name("stranger"))
    new = b"\x02new"
    yield alice.signs(tls(b"\x01old"))
    wrong = tls(new, ip=2**32 - 1, ip_type=5, port=0)
    yield root(wrong)
    yield nobody(wrong)
    yield stranger.signs(wrong)
    yield alice.signs(wrong)
    yield alice.signs(tls(new, ip=2**32 - 1, ip_type=IP4, port=0))
    yield alice.signs(tls(new, port=0))
    yield blocks(50)
    yield alice.signs(tls(new, port=0))
    yield alice.signs(tls(new))


@case(rules=["SERVE-5", "SERVE-13"], errors=["ServingRateLimitExceeded"])
def one_clock(build: Builder) -> Trace:
    """Announcements with a certificate and without one are of one kind."""
    alice = neuron(build, limit=2)
    yield alice.signs(axon())
    yield alice.signs(tls(b"\x01key"))
    yield blocks(2)
    yield alice.signs(tls(b"\x01key"))
    yield alice.signs(axon())

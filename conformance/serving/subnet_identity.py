"""What subnets are."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.serving.prepare import HOME, neurons
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.serving import SetSubnetIdentity
from tao_spec.vectors.cases import Actor, Builder, Trace, case, nobody, root

ROOM = {
    "subnet_name": 256,
    "github_repo": 1_024,
    "subnet_contact": 1_024,
    "subnet_url": 1_024,
    "discord": 256,
    "description": 1_024,
    "logo_url": 1_024,
    "additional": 1_024,
}
"""The bytes of each text, at most."""


def identity(texts: Mapping[str, bytes] | None = None, netuid: int = HOME) -> SetSubnetIdentity:
    """An identity of short texts, but for those that are given."""
    return SetSubnetIdentity(NetUid(netuid), **{text: text.encode() for text in ROOM} | dict(texts or {}))


EMPTY = identity(dict.fromkeys(ROOM, b""))
FULL = identity({text: b"x" * room for text, room in ROOM.items()})


def subnet_owner(build: Builder) -> Actor:
    """The account that owns the subnet."""
    made = neurons(build)
    made.own(0)
    return Actor(made.coldkey(0))


@case(rules=["SERVE-21", "SERVE-23", "SERVE-24"])
def set_and_replaced(build: Builder) -> Trace:
    """An identity replaces the last whole; it may be empty, full, or no text at all."""
    alice = subnet_owner(build)
    for said in (identity(), FULL, EMPTY, identity({"subnet_name": b"\xff\x00\xfe"})):
        yield alice.signs(said)


@case(rules=["SERVE-21", "SERVE-24"], errors=["InvalidIdentity"])
def lengths(build: Builder) -> Trace:
    """Each text has room for 256 or for 1,024 bytes; one byte more is refused."""
    alice = subnet_owner(build)
    for text, room in ROOM.items():
        for length in (room, room + 1):
            yield alice.signs(identity({text: b"x" * length}))


@case(rules=["SERVE-23", "SERVE-24"], errors=["NotSubnetOwner"])
def who_may(build: Builder) -> Trace:
    """The owner of a subnet may for it and for no other; its hotkey may not."""
    alice = subnet_owner(build)
    hotkey = build.chain.subnets.subnet_owner_hotkey[NetUid(HOME)]
    for netuid in (HOME, 0, HOME + 1, 65_535):
        yield alice.signs(identity(netuid=netuid))
    yield Actor(hotkey).signs(identity())
    yield Actor(build.name("stranger")).signs(identity())


@case(rules=["SERVE-23", "SERVE-24"], errors=["NotSubnetOwner"])
def account_of_zeros(build: Builder) -> Trace:
    """The account of zeros may for root, and for subnets that do not exist (KNOWN-71)."""
    subnet_owner(build)
    for netuid in (0, 1, HOME, HOME + 1, 65_535):
        yield Actor(AccountId()).signs(identity(netuid=netuid))


@case(rules=["SERVE-24"], errors=["BadOrigin", "NotSubnetOwner", "InvalidIdentity"])
def order(build: Builder) -> Trace:
    """One fault after the other is mended; each time the next is told of. Root may not."""
    alice = subnet_owner(build)
    wrong = identity({"logo_url": b"x" * 1_025})
    yield root(wrong)
    yield nobody(wrong)
    yield Actor(build.name("stranger")).signs(wrong)
    yield alice.signs(wrong)
    yield alice.signs(identity())

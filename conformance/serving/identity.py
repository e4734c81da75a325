"""Who coldkeys are."""

from __future__ import annotations

from conformance.serving.prepare import neurons
from tao_spec.arithmetic.identifiers import ROOT
from tao_spec.interface.serving import SetIdentity
from tao_spec.vectors.cases import Actor, Builder, Trace, case, nobody, root

ROOM = {
    "name": 256,
    "url": 256,
    "github_repo": 256,
    "image": 1_024,
    "discord": 256,
    "description": 1_024,
    "additional": 1_024,
}
"""The bytes of each text, at most."""


def identity(**texts: bytes) -> SetIdentity:
    """An identity of short texts, but for those that are given."""
    return SetIdentity(**{text: text.encode() for text in ROOM} | texts)


EMPTY = identity(**dict.fromkeys(ROOM, b""))
FULL = identity(**{text: b"x" * room for text, room in ROOM.items()})


@case(rules=["SERVE-20", "SERVE-22"])
def set_and_replaced(build: Builder) -> Trace:
    """An identity replaces the last whole; it may be empty, full, or no text at all."""
    made = neurons(build)
    alice = Actor(made.coldkey(0))
    for said in (identity(), FULL, EMPTY, identity(name=b"\xff\x00\xfe")):
        yield alice.signs(said)


@case(rules=["SERVE-20", "SERVE-22"], errors=["InvalidIdentity"])
def lengths(build: Builder) -> Trace:
    """Each text has room for 256 or for 1,024 bytes; one byte more is refused."""
    alice = Actor(neurons(build).coldkey(0))
    for text, room in ROOM.items():
        for length in (room, room + 1):
            yield alice.signs(identity(**{text: b"x" * length}))


@case(rules=["SERVE-1", "SERVE-22"], errors=["HotKeyNotRegisteredInNetwork"])
def who_may(build: Builder) -> Trace:
    """A coldkey may of whose hotkeys one is a neuron, in root if nowhere else; what `OwnedHotkeys` says decides."""
    made = neurons(build)
    chain = build.chain
    keys, members = chain.keys, chain.neurons.is_network_member
    idle, rooted, gone = (build.name(name) for name in ("idle", "rooted", "gone"))
    members[rooted, ROOT], members[gone, made.netuid] = True, False
    owners = {"with two": (idle, rooted), "with idle": (idle,), "with gone": (gone,), "with none": ()}
    for name, hotkeys in owners.items():
        keys.owned_hotkeys[build.name(name)] = hotkeys
    # These have an owner that does not count them among its own.
    for hotkey in (idle, rooted, gone):
        keys.owner[hotkey] = build.name("with none")
    yield Actor(made.coldkey(0)).signs(identity())
    yield Actor(made.hotkey(0)).signs(identity())
    for name in (*owners, "stranger"):
        yield Actor(build.name(name)).signs(identity())


@case(rules=["SERVE-22"], errors=["BadOrigin", "HotKeyNotRegisteredInNetwork", "InvalidIdentity"])
def order(build: Builder) -> Trace:
    """One fault after the other is mended; each time the next is told of."""
    alice = Actor(neurons(build).coldkey(0))
    wrong = identity(name=b"x" * 257)
    yield root(wrong)
    yield nobody(wrong)
    yield Actor(build.name("stranger")).signs(wrong)
    yield alice.signs(wrong)
    yield alice.signs(identity())

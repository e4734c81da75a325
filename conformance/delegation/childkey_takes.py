"""Takes of child hotkeys, and what bounds them."""

from __future__ import annotations

from conformance.delegation.scenes import NOWHERE, SUBNET, family
from tao_spec.arithmetic.identifiers import ROOT
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.delegation import (
    SetChildkeyTake,
    SudoSetMaxChildkeyTake,
    SudoSetMinChildkeyTake,
    SudoSetTxChildkeyTakeRateLimit,
)
from tao_spec.interface.messages import Call
from tao_spec.vectors.cases import Builder, Trace, blocks, case, nobody, root

MOST = 11_796
"""The greatest take, in parts of 65,535."""


@case(rules=["DELEG-24"], errors=["InvalidChildkeyTake"])
def up_to_the_maximum(build: Builder) -> Trace:
    """A childkey take is at most the maximum, which root may lower under takes that are set."""
    home = family(build)
    yield home.owner.takes(home.child, MOST + 1)
    yield home.owner.takes(home.child, MOST)
    yield root(SudoSetMaxChildkeyTake(U16(MOST - 1)))
    yield home.owner.takes(home.child, MOST)
    yield home.owner.takes(home.child, MOST - 1)


@case(rules=["DELEG-24"])
def under_the_minimum(build: Builder) -> Trace:
    """Nobody asks for the least childkey take (KNOWN-130)."""
    home = family(build)
    yield root(SudoSetMinChildkeyTake(U16(100)))
    yield home.owner.takes(home.child, 99)
    yield home.owner.takes(home.child, 0)


@case(rules=["DELEG-24", "RATE-2"], errors=["TxChildkeyTakeRateLimitExceeded"])
def raised_again(build: Builder) -> Trace:
    """A raise waits until as many blocks as the limit have passed since the last change, whatever that was."""
    home = family(build)
    build.chain.delegation.tx_childkey_take_rate_limit.value = U64(3)
    yield home.owner.takes(home.child, 10)
    yield blocks(2)
    yield home.owner.takes(home.child, 11)
    yield blocks(1)
    yield home.owner.takes(home.child, 11)
    yield home.owner.takes(home.child, 11)
    yield home.owner.takes(home.child, 5)
    yield home.owner.takes(home.child, 6)
    yield home.owner.takes(home.child, 6, netuid=ROOT)


@case(rules=["DELEG-24", "RATE-2"])
def raised_without_limit(build: Builder) -> Trace:
    """Where the limit is zero nobody waits."""
    home = family(build)
    build.chain.delegation.tx_childkey_take_rate_limit.value = U64(0)
    yield home.owner.takes(home.child, 10)
    yield home.owner.takes(home.child, 11)


@case(rules=["DELEG-24"])
def raised_after_genesis(build: Builder) -> Trace:
    """What was set in the block of genesis was never set."""
    home = family(build)
    build.at_block(0)
    yield home.owner.takes(home.child, 10)
    yield blocks(1)
    yield home.owner.takes(home.child, 11)


@case(rules=["DELEG-24"])
def anywhere(build: Builder) -> Trace:
    """It is set on root, where nobody has parents, and where there is no subnet (KNOWN-131)."""
    home = family(build)
    for netuid in (ROOT, NOWHERE, 65_535):
        yield home.owner.takes(home.child, 10, netuid=netuid)


@case(rules=["DELEG-24", "NEUR-8"], errors=["BadOrigin", "NonAssociatedColdKey"])
def only_the_owner(build: Builder) -> Trace:
    """Only the coldkey that owns the child sets its take; of a hotkey that nobody owns, nobody does."""
    home = family(build)
    yield home.stranger.takes(home.child, MOST + 1)
    yield home.owner.takes(build.name("nobody's hotkey"), 10)
    yield root(SetChildkeyTake(home.child, SUBNET, U16(10)))
    yield nobody(SetChildkeyTake(home.child, SUBNET, U16(10)))


@case(rules=["DELEG-15", "DELEG-16", "DELEG-17"], errors=["BadOrigin"])
def what_root_sets(build: Builder) -> Trace:
    """Root sets the rate limit of childkey takes, the least and the greatest, each by itself; nobody else does."""
    home = family(build)
    calls: tuple[Call, ...] = (
        SudoSetTxChildkeyTakeRateLimit(U64(7)),
        SudoSetMinChildkeyTake(U16(900)),
        SudoSetMaxChildkeyTake(U16(800)),
    )
    for call in calls:
        yield home.owner.signs(call)
        yield nobody(call)
        yield root(call)

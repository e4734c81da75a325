"""Takes of delegates."""

from __future__ import annotations

from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.delegation import (
    BecomeDelegate,
    DecreaseTake,
    IncreaseTake,
)
from tao_spec.vectors.cases import Actor, Builder, Dispatched, Trace, blocks, case, nobody, root

MOST = 11_796
"""The greatest take, in parts of 65,535."""


def _owner(build: Builder, take: int | None = None) -> tuple[Actor, AccountId]:
    """The owner of a hotkey, and the hotkey, which is a delegate where a take is given."""
    owner, hotkey = build.account("owner", tao(1)), build.name("delegate")
    build.chain.keys.owner[hotkey] = owner.account
    if take is not None:
        build.chain.delegation.delegates[hotkey] = U16(take)
    return owner, hotkey


def raises(who: Actor, hotkey: AccountId, take: int) -> Dispatched:
    """Raises a take."""
    return who.signs(IncreaseTake(hotkey, U16(take)))


def lowers(who: Actor, hotkey: AccountId, take: int) -> Dispatched:
    """Lowers a take."""
    return who.signs(DecreaseTake(hotkey, U16(take)))


@case(rules=["DELEG-11"], errors=["DelegateTakeTooHigh", "DelegateTakeTooLow"])
def raise_to_the_maximum(build: Builder) -> Trace:
    """A take rises to the maximum at most, and must rise."""
    owner, hotkey = _owner(build, 500)
    yield raises(owner, hotkey, 499)
    yield raises(owner, hotkey, 500)
    yield raises(owner, hotkey, MOST + 1)
    yield raises(owner, hotkey, MOST)


@case(rules=["DELEG-11"])
def raise_below_the_minimum(build: Builder) -> Trace:
    """A take that rises may stay under the minimum, and a first one may be (KNOWN-137)."""
    build.chain.delegation.min_delegate_take.value = U16(100)
    build.chain.delegation.tx_delegate_take_rate_limit.value = U64(0)
    owner, hotkey = _owner(build, 50)
    other = build.name("another")
    build.chain.keys.owner[other] = owner.account
    yield raises(owner, hotkey, 51)
    yield raises(owner, other, 0)


@case(rules=["DELEG-11", "RATE-1"], errors=["DelegateTxRateLimitExceeded"])
def raise_again(build: Builder) -> Trace:
    """Between two changes of which the second is a raise, more blocks pass than the limit says."""
    build.chain.delegation.tx_delegate_take_rate_limit.value = U64(3)
    owner, hotkey = _owner(build, 500)
    yield raises(owner, hotkey, 600)
    yield blocks(3)
    yield raises(owner, hotkey, 700)
    yield blocks(1)
    yield raises(owner, hotkey, 700)
    yield lowers(owner, hotkey, 650)
    yield raises(owner, hotkey, 651)


@case(rules=["DELEG-11", "RATE-1"])
def raise_without_limit(build: Builder) -> Trace:
    """Where the limit is zero nobody waits, and a change in block zero does not count."""
    build.chain.delegation.tx_delegate_take_rate_limit.value = U64(0)
    owner, hotkey = _owner(build, 500)
    yield raises(owner, hotkey, 600)
    yield raises(owner, hotkey, 700)


@case(rules=["DELEG-11", "RATE-1"])
def raise_after_genesis(build: Builder) -> Trace:
    """What was done in the block of genesis was never done."""
    build.at_block(0)
    owner, hotkey = _owner(build, 500)
    yield raises(owner, hotkey, 600)
    yield blocks(1)
    yield raises(owner, hotkey, 700)


@case(rules=["DELEG-12"], errors=["DelegateTakeTooLow"])
def lower_to_the_minimum(build: Builder) -> Trace:
    """A take falls to the minimum at least, and must fall; it may fall again at once."""
    build.chain.delegation.min_delegate_take.value = U16(100)
    owner, hotkey = _owner(build, 500)
    yield lowers(owner, hotkey, 501)
    yield lowers(owner, hotkey, 500)
    yield lowers(owner, hotkey, 99)
    yield lowers(owner, hotkey, 499)
    yield lowers(owner, hotkey, 100)


@case(rules=["DELEG-11", "DELEG-12"])
def begin_with_any(build: Builder) -> Trace:
    """A hotkey that is no delegate yet begins with any take; by lowering it, with one over the maximum (KNOWN-59)."""
    owner, hotkey = _owner(build)
    other = build.name("another")
    build.chain.keys.owner[other] = owner.account
    yield raises(owner, hotkey, 0)
    yield lowers(owner, other, 65_535)


@case(
    rules=["DELEG-10", "DELEG-11", "DELEG-12"], errors=["BadOrigin", "HotKeyAccountNotExists", "NonAssociatedColdKey"]
)
def only_the_owner(build: Builder) -> Trace:
    """Only the owner of a hotkey decides about its take."""
    _, hotkey = _owner(build, 500)
    stranger, ghost = build.account("stranger", tao(1)), build.name("nobody's hotkey")
    for kind in (IncreaseTake, DecreaseTake):
        yield stranger.signs(kind(ghost, U16(1)))
        yield stranger.signs(kind(hotkey, U16(1)))
        yield root(kind(hotkey, U16(1)))
        yield nobody(kind(hotkey, U16(1)))


@case(rules=["DELEG-14"])
def become_delegate(build: Builder) -> Trace:
    """To become a delegate does nothing, whoever asks for it."""
    owner, hotkey = _owner(build)
    call = BecomeDelegate(hotkey)
    yield owner.signs(call)
    yield root(call)
    yield nobody(call)

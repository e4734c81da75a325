"""Announcements: what a proxy with a delay must say beforehand, and who can stop it."""

from __future__ import annotations

from conformance.accounts.proxy import ADDRESS, add, give, pay
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import H256, BlockNumber
from tao_spec.interface.accounts.balances import TransferAllowDeath
from tao_spec.interface.accounts.proxy import (
    Announce,
    ProxyAnnounced,
    ProxyType,
    RejectAnnouncement,
    RemoveAnnouncement,
    RemoveProxies,
)
from tao_spec.interface.accounts.system import Id, RemarkWithEvent
from tao_spec.interface.messages import Call
from tao_spec.state.accounts import MAX_PENDING, Announcement
from tao_spec.storage.hashers import blake2_256
from tao_spec.transition.accounts.deposits import compute_deposit, settle_deposit
from tao_spec.vectors.cases import Actor, Builder, Dispatched, Trace, blocks, case, nobody, root

DELAY = 3
DEPOSIT_BASE, DEPOSIT_FACTOR = TaoBalance(36_000_000), TaoBalance(68_000_000)
UNKNOWN = H256(b"?" * 32)


def hash_of(build: Builder, call: Call) -> H256:
    """The hash by which a call is announced."""
    return H256(blake2_256(build.chain.revision.interface.encode_call(call)))


def announce(build: Builder, delegate: Actor, real: Actor, call: Call) -> Dispatched:
    """A proxy announces a call."""
    return delegate.signs(Announce(Id(real.account), hash_of(build, call)))


def set_off(by: Actor, delegate: Actor, real: Actor, call: Call, proxy_type: ProxyType | None = None) -> Dispatched:
    """Somebody sets off a call that a proxy announced."""
    return by.signs(ProxyAnnounced(Id(delegate.account), Id(real.account), proxy_type, call))


def meet(build: Builder, delay: int = DELAY) -> tuple[Actor, Actor, Actor]:
    """Alice, her proxy Bob with a delay, and Carol."""
    alice, bob, carol = build.account("alice", tao(5)), build.account("bob", tao(9)), build.account("carol", tao(1))
    give(build, alice, bob, ProxyType.Any, BlockNumber(delay))
    return alice, bob, carol


@case(rules=["PROXY-10", "PROXY-26", "PROXY-29"], errors=["Unannounced"])
def waits(build: Builder) -> Trace:
    """An announced call is made by whoever asks, once, and not a block before its delay is over."""
    alice, bob, carol = meet(build)
    call = pay(carol, tao(1))
    yield set_off(bob, bob, alice, call)
    yield announce(build, bob, alice, call)
    yield blocks(DELAY - 1)
    yield set_off(bob, bob, alice, call)
    yield blocks(1)
    yield set_off(carol, bob, alice, pay(carol, tao(2)))
    yield set_off(carol, bob, alice, call)
    yield set_off(carol, bob, alice, call)


@case(rules=["PROXY-10", "PROXY-29"])
def young_ones_stay(build: Builder) -> Trace:
    """A call that was announced several times is made once for all that are old enough; the younger wait on."""
    alice, bob, _carol = meet(build)
    call = RemarkWithEvent(b"hello")
    yield announce(build, bob, alice, call)
    yield announce(build, bob, alice, call)
    yield blocks(2)
    yield announce(build, bob, alice, call)
    yield blocks(1)
    yield set_off(bob, bob, alice, call)
    yield blocks(2)
    yield set_off(bob, bob, alice, call)


@case(rules=["PROXY-29"], errors=["NotProxy"])
def outcome_is_told(build: Builder) -> Trace:
    """The type holds for announced calls too; asked for another type, or of another account, the delegate is no proxy."""
    alice, bob, carol = build.account("alice", tao(5)), build.account("bob", tao(9)), build.account("carol", tao(1))
    give(build, alice, bob, ProxyType.NonTransfer, BlockNumber(1))
    call = pay(carol, 1)
    yield announce(build, bob, alice, call)
    yield blocks(1)
    yield set_off(carol, bob, alice, call, ProxyType.Any)
    yield set_off(carol, carol, alice, call)
    yield set_off(carol, bob, carol, call)
    yield set_off(carol, bob, alice, call, ProxyType.NonTransfer)


@case(rules=["PROXY-26", "PROXY-29"], errors=["NotProxy", "Unannounced"])
def without_delay(build: Builder) -> Trace:
    """A proxy without a delay may announce too; asked to make the call as announced, it must have."""
    alice, bob, carol = meet(build, delay=0)
    call = RemarkWithEvent(b"")
    yield set_off(bob, bob, alice, call)
    yield announce(build, bob, alice, call)
    yield set_off(bob, bob, alice, call)
    yield announce(build, carol, alice, call)


@case(rules=["PROXY-29"], errors=["NotProxy"])
def proxy_no_more(build: Builder) -> Trace:
    """What was announced by one who is no proxy any more is not made; its announcement stands until it is taken back."""
    alice, bob, _carol = meet(build)
    call = RemarkWithEvent(b"")
    yield announce(build, bob, alice, call)
    yield blocks(DELAY)
    yield alice.signs(RemoveProxies())
    yield set_off(bob, bob, alice, call)
    yield bob.signs(RemoveAnnouncement(Id(alice.account), hash_of(build, call)))


@case(rules=["PROXY-3", "PROXY-4", "PROXY-10", "PROXY-27"], errors=["NotFound"])
def taken_back(build: Builder) -> Trace:
    """A proxy takes back what it announced, each time that it did; the deposit shrinks with it."""
    alice, bob, carol = meet(build)
    one, two = RemarkWithEvent(b"one"), RemarkWithEvent(b"two")
    yield bob.signs(RemoveAnnouncement(Id(alice.account), hash_of(build, one)))
    for call in (one, two, one):
        yield announce(build, bob, alice, call)
    yield bob.signs(RemoveAnnouncement(Id(alice.account), UNKNOWN))
    yield bob.signs(RemoveAnnouncement(Id(carol.account), hash_of(build, one)))
    yield carol.signs(RemoveAnnouncement(Id(alice.account), hash_of(build, one)))
    yield bob.signs(RemoveAnnouncement(Id(alice.account), hash_of(build, one)))
    yield bob.signs(RemoveAnnouncement(Id(alice.account), hash_of(build, two)))


@case(rules=["PROXY-10", "PROXY-28"], errors=["NotFound"])
def rejected(build: Builder) -> Trace:
    """Whoever is to be acted for strikes it out, and nobody else; the proxy has its deposit back."""
    alice, bob, carol = meet(build)
    call = RemarkWithEvent(b"")
    yield announce(build, bob, alice, call)
    yield carol.signs(RejectAnnouncement(Id(bob.account), hash_of(build, call)))
    yield alice.signs(RejectAnnouncement(Id(carol.account), hash_of(build, call)))
    yield alice.signs(RejectAnnouncement(Id(bob.account), UNKNOWN))
    yield alice.signs(RejectAnnouncement(Id(bob.account), hash_of(build, call)))


@case(rules=["PROXY-26"], errors=["TooMany"])
def seventy_five(build: Builder) -> Trace:
    """The seventy-fifth announcement stands, the next is refused. The first 74 are prepared as calls would leave them."""
    alice, bob, _carol = meet(build)
    chain, count = build.chain, MAX_PENDING - 1
    deposit = compute_deposit(DEPOSIT_BASE, DEPOSIT_FACTOR, count)
    settle_deposit(chain, bob.account, TaoBalance(0), deposit)
    pending = tuple(Announcement(alice.account, H256(bytes([n]) * 32), chain.number) for n in range(count))
    chain.accounts.announcements[bob.account] = (pending, deposit)
    yield announce(build, bob, alice, RemarkWithEvent(b"last"))
    yield announce(build, bob, alice, RemarkWithEvent(b"one too many"))


@case(rules=["PROXY-3", "PROXY-4", "PROXY-26"], errors=["InsufficientBalance"])
def too_poor(build: Builder) -> Trace:
    """A proxy pays for what it announces: a base for the first, and a share for each."""
    alice = build.account("alice", tao(5))
    first = DEPOSIT_BASE + DEPOSIT_FACTOR
    poor, rich = build.account("poor", first - 1), build.account("rich", first + 500)
    yield add(alice, poor)
    yield add(alice, rich)
    yield announce(build, poor, alice, RemarkWithEvent(b""))
    yield announce(build, rich, alice, RemarkWithEvent(b""))
    yield announce(build, rich, alice, RemarkWithEvent(b""))


@case(rules=["PROXY-29"], errors=["Unannounced"])
def paid_too_little(build: Builder) -> Trace:
    """Where the deposit of what remains cannot be paid, a due call counts as unannounced.

    No call leads to a deposit so small in this revision; it is written here.
    """
    alice, bob, carol = (
        build.account("alice", tao(5)),
        build.account("bob", 100_000_000),
        build.account("carol", tao(1)),
    )
    give(build, alice, bob, ProxyType.Any)
    one, two = RemarkWithEvent(b"one"), RemarkWithEvent(b"two")
    pending = tuple(Announcement(alice.account, hash_of(build, call), build.chain.number) for call in (one, two))
    build.chain.accounts.announcements[bob.account] = (pending, TaoBalance(0))
    yield set_off(carol, bob, alice, one)
    yield carol.signs(TransferAllowDeath(Id(bob.account), TaoBalance(100_000_000)))
    yield set_off(carol, bob, alice, one)


@case(rules=["PROXY-26", "PROXY-27", "PROXY-28", "PROXY-29"], errors=["BadOrigin", "CannotLookup"])
def refusals(build: Builder) -> Trace:
    """An account must sign, and name accounts."""
    alice, bob, _carol = meet(build)
    call = RemarkWithEvent(b"")
    calls = (
        Announce(ADDRESS, UNKNOWN),
        RemoveAnnouncement(ADDRESS, UNKNOWN),
        RejectAnnouncement(ADDRESS, UNKNOWN),
        ProxyAnnounced(ADDRESS, Id(alice.account), None, call),
        ProxyAnnounced(Id(bob.account), ADDRESS, None, call),
    )
    for refused in calls:
        yield bob.signs(refused)
        yield root(refused)
        yield nobody(refused)

"""Calls that make calls, and what deposits of proxies cost now."""

from __future__ import annotations

from conformance.accounts.announcements import announce
from conformance.accounts.proxy import act, add, give, pay
from conformance.accounts.utility import meet
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.interface.accounts.proxy import ProxyType
from tao_spec.interface.accounts.system import RemarkWithEvent
from tao_spec.interface.accounts.utility import Batch
from tao_spec.interface.origins import FromSystem, Nobody, Root, Signed
from tao_spec.revisions.r320.interface import DispatchAsFallible, IfElse, PokeDeposit
from tao_spec.vectors.cases import Actor, Builder, Trace, case, nobody, root

ONE, TWO = RemarkWithEvent(b"one"), RemarkWithEvent(b"two")


@case(rules=["R320-10"], errors=["BadOrigin", "FundsUnavailable"], revision=320)
def one_or_the_other(build: Builder) -> Trace:
    """The second call is made only if the first is refused; if both are, the second's error is the answer."""
    alice, bob = meet(build)
    yield alice.signs(IfElse(ONE, TWO))
    yield alice.signs(IfElse(pay(bob, tao(9)), TWO))
    yield alice.signs(IfElse(pay(bob, tao(9)), pay(bob, tao(8))))
    yield alice.signs(IfElse(IfElse(pay(bob, tao(9)), pay(bob, tao(8))), pay(bob, tao(1))))
    yield root(IfElse(pay(bob, tao(1)), pay(bob, tao(1))))
    yield nobody(IfElse(ONE, TWO))


@case(rules=["R320-10"], errors=["CallFiltered"], revision=320)
def filters_hold(build: Builder) -> Trace:
    """Filters hold for both calls; root passes them."""
    alice, _ = meet(build)
    nested = Batch((Batch((ONE,)),))
    yield alice.signs(IfElse(nested, TWO))
    yield alice.signs(IfElse(nested, nested))
    yield root(IfElse(nested, TWO))


@case(rules=["R320-11"], errors=["BadOrigin", "FundsUnavailable"], revision=320)
def under_another_origin(build: Builder) -> Trace:
    """Root makes a call under any origin, and is refused where the call is."""
    alice, bob = meet(build)
    as_alice = FromSystem(Signed(alice.account))
    yield root(DispatchAsFallible(as_alice, pay(bob, tao(1))))
    yield root(DispatchAsFallible(as_alice, pay(bob, tao(9))))
    yield root(DispatchAsFallible(as_alice, Batch((Batch((ONE,)),))))
    yield root(DispatchAsFallible(FromSystem(Root()), TWO))
    yield root(DispatchAsFallible(FromSystem(Nobody()), TWO))
    yield alice.signs(DispatchAsFallible(as_alice, ONE))


def deposit_of(build: Builder, who: Actor, proxies: int, announcements: int) -> None:
    """Let what an account has reserved for its proxies and its announcements be other amounts than they cost."""
    accounts = build.chain.accounts
    accounts.proxies[who.account] = (accounts.proxies[who.account][0], TaoBalance(proxies))
    accounts.announcements[who.account] = (accounts.announcements[who.account][0], TaoBalance(announcements))


@case(rules=["R320-15"], errors=["BadOrigin"], revision=320)
def deposits_that_are_right(build: Builder) -> Trace:
    """What a deposit costs already stays as it is, and nothing is told; an account without any has nothing to renew."""
    alice, bob = meet(build)
    yield add(bob, alice)
    yield announce(build, alice, bob, ONE)
    yield bob.signs(PokeDeposit())
    yield alice.signs(PokeDeposit())
    yield root(PokeDeposit())


@case(rules=["R320-15"], errors=["InsufficientBalance"], revision=320)
def deposits_made_anew(build: Builder) -> Trace:
    """Deposits shrink and grow to what they cost, each told; one that cannot be paid refuses both. They are written here."""
    alice, bob = build.account("alice", tao(1), reserved=tao(1)), build.account("bob", tao(2))
    carol = build.account("carol", tao(1) // 10)
    for real, delegate in ((alice, bob), (bob, alice), (carol, bob), (bob, carol)):
        give(build, real, delegate, ProxyType.Any, BlockNumber(1))
    deposit_of(build, alice, tao(1), 0)
    deposit_of(build, carol, 1_000_000, 0)
    deposit_of(build, bob, 1_000_000, 0)
    yield announce(build, alice, bob, ONE)
    for who in (alice, alice, carol, bob):
        yield who.signs(PokeDeposit())


@case(rules=["R320-15"], revision=320)
def deposits_for_nothing(build: Builder) -> Trace:
    """A deposit for a list without entries is freed, as far as it is there, and the list goes. It is written here."""
    alice = build.account("alice", tao(1), reserved=tao(1))
    deposit_of(build, alice, tao(1) // 4, tao(1))
    yield alice.signs(PokeDeposit())


@case(rules=["PROXY-2"], revision=320)
def root_weights_pass_nothing(build: Builder) -> Trace:
    """A proxy of the type RootWeights makes no call at all."""
    alice, bob = meet(build)
    give(build, alice, bob, ProxyType.RootWeights)
    yield act(bob, alice, ONE, ProxyType.RootWeights)
    yield act(bob, alice, pay(bob, 1_000), ProxyType.RootWeights)

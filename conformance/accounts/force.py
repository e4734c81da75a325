"""What root may do to balances."""

from __future__ import annotations

from dataclasses import replace

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.balances import (
    AdjustmentDirection,
    ForceAdjustTotalIssuance,
    ForceSetBalance,
    ForceTransfer,
    ForceUnreserve,
)
from tao_spec.interface.accounts.system import Id, Raw
from tao_spec.state.accounts import HeldByPreimage, Hold, PreimageHold, ReserveData
from tao_spec.vectors.cases import CASE_LOCK, Actor, Builder, Dispatched, Trace, case, nobody, root

MAX = TaoBalance(2**64 - 1)


def set_balance(who: Actor, amount: int) -> Dispatched:
    """Root sets a balance."""
    return root(ForceSetBalance(Id(who.account), TaoBalance(amount)))


@case(rules=["ACC-14", "ACC-15", "ACC-77"])
def set_up_and_down(build: Builder) -> Trace:
    """Issuance follows a balance up and down, and stays where the balance does."""
    alice = build.account("alice", tao(5))
    yield set_balance(alice, tao(7))
    yield set_balance(alice, tao(2))
    yield set_balance(alice, tao(2))


@case(rules=["ACC-1", "ACC-2", "ACC-77"])
def set_creates_and_kills(build: Builder) -> Trace:
    """A balance of the existential deposit makes an account; one rao less is nothing, and kills it."""
    new = Actor(build.name("new"))
    yield set_balance(new, 499)
    yield set_balance(new, 500)
    yield set_balance(new, 499)
    yield set_balance(new, 0)


@case(rules=["ACC-77"])
def set_to_maximum(build: Builder) -> Trace:
    """Issuance is held at 64 bits, and is then no longer the sum of all accounts (KNOWN-1)."""
    alice, bob = build.account("alice", tao(5)), build.account("bob", tao(1))
    yield set_balance(alice, MAX)
    yield set_balance(bob, tao(3))
    yield set_balance(alice, tao(1))


@case(rules=["ACC-2", "ACC-10", "ACC-77"], errors=["ConsumerRemaining"])
def set_with_reserve(build: Builder) -> Trace:
    """An account that a reserve needs cannot be emptied; it can be left with the existential deposit."""
    alice = build.account("alice", tao(5), reserved=700)
    yield set_balance(alice, 499)
    yield set_balance(alice, 500)


@case(rules=["ACC-77"], errors=["BadOrigin", "CannotLookup"])
def set_refusals(build: Builder) -> Trace:
    """Only root sets balances, of accounts."""
    alice = build.account("alice", tao(5))
    yield alice.signs(ForceSetBalance(Raw(b""), tao(1)))
    yield nobody(ForceSetBalance(Id(alice.account), tao(1)))
    yield root(ForceSetBalance(Raw(b""), tao(1)))


@case(rules=["ACC-72"], errors=["BadOrigin", "CannotLookup", "FundsUnavailable"])
def transfer(build: Builder) -> Trace:
    """Root transfers for anybody, under the rules of any transfer."""
    alice, bob = build.account("alice", tao(5)), build.account("bob", tao(1))
    yield root(ForceTransfer(Id(alice.account), Id(bob.account), tao(1)))
    yield root(ForceTransfer(Id(alice.account), Id(bob.account), TaoBalance(tao(4) + 1)))
    yield root(ForceTransfer(Id(alice.account), Id(bob.account), tao(4)))
    yield root(ForceTransfer(Raw(b""), Id(bob.account), tao(1)))
    yield root(ForceTransfer(Id(bob.account), Raw(b""), tao(1)))
    yield bob.signs(ForceTransfer(Id(bob.account), Id(alice.account), tao(1)))
    yield nobody(ForceTransfer(Id(bob.account), Id(alice.account), tao(1)))


@case(rules=["ACC-4", "ACC-41", "ACC-75"])
def unreserve(build: Builder) -> Trace:
    """Root frees reserved TAO, no more than there is, and whatever it was reserved for."""
    alice = build.account("alice", tao(5), reserved=tao(2))
    yield root(ForceUnreserve(Id(alice.account), tao(1)))
    yield root(ForceUnreserve(Id(alice.account), TaoBalance(0)))
    yield root(ForceUnreserve(Id(alice.account), tao(3)))
    yield root(ForceUnreserve(Id(alice.account), tao(3)))


@case(rules=["ACC-41", "ACC-75"], errors=["BadOrigin", "CannotLookup"])
def unreserve_refusals(build: Builder) -> Trace:
    """Only root frees reserves, of accounts; of one that holds nothing nothing is told."""
    alice, ghost = build.account("alice", tao(5), reserved=tao(2)), Actor(build.name("ghost"))
    yield alice.signs(ForceUnreserve(Id(alice.account), tao(1)))
    yield nobody(ForceUnreserve(Id(alice.account), tao(1)))
    yield root(ForceUnreserve(Raw(b""), tao(1)))
    yield root(ForceUnreserve(Id(ghost.account), tao(1)))


@case(rules=["ACC-11", "ACC-12", "ACC-41", "ACC-75"])
def unreserve_to_dust(build: Builder) -> Trace:
    """Freed TAO that with the rest is the existential deposit stays; one rao less is dust, and leaves issuance.

    No call leads to a free balance under the existential deposit; it is written here.
    """
    enough, dust = build.account("enough", 100, reserved=400), build.account("dust", 100, reserved=399)
    yield root(ForceUnreserve(Id(enough.account), TaoBalance(400)))
    yield root(ForceUnreserve(Id(dust.account), TaoBalance(398)))
    yield root(ForceUnreserve(Id(dust.account), TaoBalance(1)))


@case(rules=["ACC-10", "ACC-41", "ACC-75"])
def unreserve_after_what_it_was_held_for(build: Builder) -> Trace:
    """A hold and a named reserve stay where root frees what they stand for; they then promise more than is reserved."""
    alice = build.account("alice", tao(5), reserved=tao(2))
    accounts, reason = build.chain.accounts, HeldByPreimage(PreimageHold.Preimage)
    accounts.holds[alice.account] = (Hold(reason, tao(1)),)
    accounts.reserves[alice.account] = (ReserveData(CASE_LOCK, tao(1)),)
    yield root(ForceUnreserve(Id(alice.account), tao(2)))


@case(rules=["ACC-78"], errors=["DeltaZero", "IssuanceDeactivated"])
def adjust_issuance(build: Builder) -> Trace:
    """Issuance is corrected up and down, held at both ends, but not under what does not count as active."""
    build.account("alice", tao(5))
    build.chain.accounts.inactive_issuance.value = tao(3)
    yield root(ForceAdjustTotalIssuance(AdjustmentDirection.Increase, TaoBalance(0)))
    yield root(ForceAdjustTotalIssuance(AdjustmentDirection.Increase, tao(1)))
    yield root(ForceAdjustTotalIssuance(AdjustmentDirection.Decrease, TaoBalance(tao(3) + 1)))
    yield root(ForceAdjustTotalIssuance(AdjustmentDirection.Decrease, tao(3)))
    yield root(ForceAdjustTotalIssuance(AdjustmentDirection.Increase, MAX))


@case(rules=["ACC-78"])
def adjust_to_nothing(build: Builder) -> Trace:
    """Without anything inactive, issuance may be corrected to nothing."""
    build.account("alice", tao(5))
    yield root(ForceAdjustTotalIssuance(AdjustmentDirection.Decrease, MAX))


@case(rules=["ACC-78"], errors=["BadOrigin"])
def adjust_origins(build: Builder) -> Trace:
    """Only root corrects issuance."""
    alice = build.account("alice", tao(5))
    yield alice.signs(ForceAdjustTotalIssuance(AdjustmentDirection.Increase, TaoBalance(0)))
    yield nobody(ForceAdjustTotalIssuance(AdjustmentDirection.Increase, tao(1)))


@case(rules=["ACC-10", "ACC-77"])
def emptied_under_a_lock(build: Builder) -> Trace:
    """An account with a second provider that is left without TAO forgets what is frozen, and keeps its lock (KNOWN-5).

    No call locks TAO; the lock and the second provider are written here.
    """
    alice = build.account("alice", tao(5), frozen=tao(2))
    info = build.chain.accounts.account[alice.account]
    build.chain.accounts.account[alice.account] = replace(info, providers=U32(2))
    yield set_balance(alice, 499)


@case(rules=["ACC-41", "ACC-75"])
def unreserve_overflows(build: Builder) -> Trace:
    """Free TAO that has no room loses what is freed, without a word (KNOWN-6). Such balances are written here."""
    rich = build.account("rich", MAX - 3, reserved=5)
    yield root(ForceUnreserve(Id(rich.account), TaoBalance(5)))

"""Batches, and calls under another origin."""

from __future__ import annotations

from collections.abc import Callable

from conformance.accounts.proxy import give
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.interface.accounts.balances import ForceSetBalance, ForceTransfer, TransferAllowDeath, TransferKeepAlive
from tao_spec.interface.accounts.multisig import AsMultiThreshold1
from tao_spec.interface.accounts.proxy import Proxy, ProxyType
from tao_spec.interface.accounts.system import Id, Remark, RemarkWithEvent, Weight
from tao_spec.interface.accounts.utility import AsDerivative, Batch, BatchAll, DispatchAs, ForceBatch, WithWeight
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import FromSystem, FromTriumvirate, Member, Members, Nobody, OriginCaller, Root, Signed
from tao_spec.transition.accounts.utility import compute_derivative_account
from tao_spec.vectors.cases import Actor, Builder, Dispatched, Trace, case, nobody, root

Batching = Callable[[tuple[Call, ...]], Call]
MOST = 10_922
"""So many calls may stand in a batch."""


def pay(to: Actor, amount: int) -> TransferKeepAlive:
    """A transfer that the sender must survive."""
    return TransferKeepAlive(Id(to.account), TaoBalance(amount))


def meet(build: Builder) -> tuple[Actor, Actor]:
    """Alice and Bob."""
    return build.account("alice", tao(5)), build.account("bob", tao(20))


def four_calls(bob: Actor) -> tuple[Call, ...]:
    """Four calls, of which the third is refused."""
    return pay(bob, tao(1)), RemarkWithEvent(b"one"), pay(bob, tao(9)), RemarkWithEvent(b"two")


@case(rules=["UTIL-1", "UTIL-10"])
def batch(build: Builder) -> Trace:
    """A batch ends at the first call that is refused; what was done before stands."""
    alice, bob = meet(build)
    yield alice.signs(Batch(four_calls(bob)))
    yield alice.signs(Batch(four_calls(bob)[:2]))
    yield alice.signs(Batch(()))


@case(rules=["UTIL-1", "UTIL-12"], errors=["FundsUnavailable"])
def batch_all(build: Builder) -> Trace:
    """A batch of all or none is refused with the error of the call that is, and nothing stands."""
    alice, bob = meet(build)
    yield alice.signs(BatchAll(four_calls(bob)))
    yield alice.signs(BatchAll(four_calls(bob)[:2]))
    yield alice.signs(BatchAll(()))


@case(rules=["UTIL-1", "UTIL-14"])
def force_batch(build: Builder) -> Trace:
    """A forced batch makes every call, and tells which were refused."""
    alice, bob = meet(build)
    yield alice.signs(ForceBatch(four_calls(bob)))
    yield alice.signs(ForceBatch(four_calls(bob)[:2]))
    yield alice.signs(ForceBatch(()))


@case(rules=["DISPATCH-3", "UTIL-10", "UTIL-12", "UTIL-14"], errors=["CallFiltered"])
def batch_in_batch(build: Builder) -> Trace:
    """A batch of a batch is refused as a whole, but for root; one that another call hides is not."""
    alice, _bob = meet(build)
    kinds: tuple[Batching, ...] = (Batch, BatchAll, ForceBatch)
    for outer in kinds:
        for inner in kinds:
            yield alice.signs(outer((Remark(b""), inner((RemarkWithEvent(b""),)))))
            yield root(outer((Remark(b""), inner((Remark(b""),)))))
            hidden = AsDerivative(U16(0), inner((Remark(b""),)))
            yield alice.signs(outer((hidden,)))


@case(rules=["UTIL-12"], errors=["CallFiltered"])
def batch_all_stays_alone(build: Builder) -> Trace:
    """Nothing in a batch of all or none may be another one, however it is wrapped; a fresh origin may make one."""
    alice, _bob = meet(build)
    inner = BatchAll((Remark(b""),))
    for wrapped in (AsDerivative(U16(0), inner), AsDerivative(U16(0), AsDerivative(U16(1), inner))):
        yield alice.signs(BatchAll((wrapped,)))
        yield alice.signs(Batch((wrapped,)))
        yield root(BatchAll((DispatchAs(FromSystem(Signed(alice.account)), wrapped),)))
    yield alice.signs(BatchAll((AsMultiThreshold1((build.name("other"),), inner),)))


@case(rules=["UTIL-1", "UTIL-10", "UTIL-12", "UTIL-14"], errors=["BadOrigin"])
def batch_origins(build: Builder) -> Trace:
    """Root may make batches and passes every filter; nobody may not, even of nothing."""
    alice, bob = meet(build)
    kinds: tuple[Batching, ...] = (Batch, BatchAll, ForceBatch)
    for kind in kinds:
        yield root(kind((ForceSetBalance(Id(bob.account), tao(2)), Remark(b""))))
        yield nobody(kind(()))
        yield root(DispatchAs(FromTriumvirate(Members(U32(2), U32(3))), kind((Remark(b""), RemarkWithEvent(b"")))))
    yield alice.signs(BatchAll((ForceSetBalance(Id(bob.account), tao(2)),)))


@case(rules=["UTIL-1", "UTIL-10"], errors=["TooManyCalls"])
def batch_limit(build: Builder) -> Trace:
    """A batch takes 10,922 calls, and not one more. The first of them is refused, so that the others are not made."""
    alice, bob = meet(build)
    calls = (pay(bob, tao(9)), *(Remark(b""),) * (MOST - 1))
    yield alice.signs(Batch(calls))
    yield alice.signs(Batch((*calls, Remark(b""))))


@case(rules=["UTIL-1", "UTIL-12"], errors=["FundsUnavailable", "TooManyCalls"])
def batch_all_limit(build: Builder) -> Trace:
    """So does one of all or none."""
    alice, bob = meet(build)
    calls = (pay(bob, tao(9)), *(Remark(b""),) * (MOST - 1))
    yield alice.signs(BatchAll(calls))
    yield alice.signs(BatchAll((*calls, Remark(b""))))


@case(rules=["UTIL-1", "UTIL-14"], errors=["TooManyCalls"])
def force_batch_limit(build: Builder) -> Trace:
    """So does a forced one, which makes them all."""
    alice, _bob = meet(build)
    yield alice.signs(ForceBatch((Remark(b""),) * MOST))
    yield alice.signs(ForceBatch((Remark(b""),) * (MOST + 1)))


@case(rules=["UTIL-2", "UTIL-11"], errors=["FundsUnavailable"])
def derivative(build: Builder) -> Trace:
    """An account acts as each of its derivatives, which hold TAO of their own; a refused call refuses it."""
    alice, bob = meet(build)
    first, last = (Actor(compute_derivative_account(alice.account, U16(index))) for index in (0, 65_535))
    yield alice.signs(pay(first, tao(1)))
    yield alice.signs(pay(last, tao(1)))
    yield alice.signs(AsDerivative(U16(0), TransferAllowDeath(Id(bob.account), tao(1))))
    yield alice.signs(AsDerivative(U16(65_535), RemarkWithEvent(b"")))
    yield alice.signs(AsDerivative(U16(65_535), pay(bob, tao(2))))
    yield bob.signs(AsDerivative(U16(65_535), pay(alice, 1)))
    yield alice.signs(AsDerivative(U16(1), AsDerivative(U16(2), RemarkWithEvent(b""))))


@case(rules=["PROXY-8", "UTIL-11"])
def derivative_of_a_proxy(build: Builder) -> Trace:
    """What a proxy may not do for an account it may not do as a derivative of that account either."""
    alice, bob = meet(build)
    give(build, alice, bob, ProxyType.NonTransfer)
    account = Actor(compute_derivative_account(alice.account, U16(0)))
    yield bob.signs(pay(account, tao(1) // 2))
    for call in (RemarkWithEvent(b""), pay(bob, 1)):
        yield bob.signs(Proxy(Id(alice.account), None, AsDerivative(U16(0), call)))


@case(rules=["UTIL-11", "UTIL-13", "UTIL-15"], errors=["BadOrigin"])
def refusals(build: Builder) -> Trace:
    """Only an account has derivatives; only root lends origins."""
    alice, _bob = meet(build)
    weight = Weight(U64(0), U64(0))
    yield root(AsDerivative(U16(0), Remark(b"")))
    yield nobody(AsDerivative(U16(0), Remark(b"")))
    yield alice.signs(DispatchAs(FromSystem(Root()), Remark(b"")))
    yield nobody(DispatchAs(FromSystem(Root()), Remark(b"")))
    yield alice.signs(WithWeight(Remark(b""), weight))
    yield nobody(WithWeight(Remark(b""), weight))


def lend(origin: OriginCaller, call: Call) -> Dispatched:
    """Root makes a call under another origin."""
    return root(DispatchAs(origin, call))


@case(rules=["UTIL-13"])
def dispatch_as(build: Builder) -> Trace:
    """Root makes a call under every origin there is, and the outcome is told."""
    alice, bob = meet(build)
    origins = (Root(), Signed(alice.account), Nobody())
    for caller in origins:
        yield lend(FromSystem(caller), RemarkWithEvent(b""))
        yield lend(FromSystem(caller), ForceSetBalance(Id(bob.account), tao(2)))
    yield lend(FromTriumvirate(Member(alice.account)), RemarkWithEvent(b""))
    yield lend(FromTriumvirate(Members(U32(3), U32(3))), Remark(b""))


@case(rules=["DISPATCH-1", "UTIL-13"])
def dispatch_as_past_filters(build: Builder) -> Trace:
    """The call itself passes by the runtime's filter; what it makes in turn does not."""
    alice, _bob = meet(build)
    account, inner = FromSystem(Signed(alice.account)), Batch((Remark(b""),))
    yield lend(account, Batch((inner,)))
    yield lend(account, AsDerivative(U16(0), Batch((inner,))))
    yield lend(FromSystem(Root()), Batch((Batch((inner,)),)))


@case(rules=["UTIL-15"], errors=["FundsUnavailable"])
def with_weight(build: Builder) -> Trace:
    """Root makes a call whatever weight it names, and past every filter; a refused call refuses it."""
    alice, bob = meet(build)
    for weight in (Weight(U64(0), U64(0)), Weight(U64(2**64 - 1), U64(2**64 - 1))):
        yield root(WithWeight(ForceSetBalance(Id(bob.account), tao(21)), weight))
        yield root(WithWeight(Batch((Batch((Remark(b""),)),)), weight))
    yield root(WithWeight(ForceTransfer(Id(alice.account), Id(bob.account), tao(9)), weight))

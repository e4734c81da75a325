"""Finalising: when, by whom, and what becomes of the TAO and of the call."""

from __future__ import annotations

from conformance.crowdloans.prepare import (
    CAP,
    END,
    FIRST,
    FUNDS,
    NOW,
    amend,
    done,
    filled,
    opened,
    person,
    stored,
)
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.interface.accounts.balances import TransferAllowDeath, TransferKeepAlive
from tao_spec.interface.accounts.proxy import AddProxy, Proxy, ProxyType
from tao_spec.interface.accounts.system import Id, RemarkWithEvent
from tao_spec.interface.accounts.utility import Batch, BatchAll, ForceBatch
from tao_spec.interface.crowdloans import CrowdloanId, Dissolve, Finalize, Refund, UpdateCap
from tao_spec.interface.messages import Call
from tao_spec.state.stored_call import Inline, Legacy, Lookup
from tao_spec.vectors.cases import Builder, Trace, blocks, case, nobody, root

SECOND = CrowdloanId(1)


@case(rules=["CROWD-14", "CROWD-16"], errors=["AlreadyFinalized"])
def to_a_target(build: Builder) -> Trace:
    """What was raised goes to the target, once; the account of the crowdloan stays, empty."""
    alice, _ = filled(build, target=build.name("target"))
    yield alice.finalizes()
    yield alice.finalizes()


@case(rules=["CROWD-15", "CROWD-16"])
def with_a_call(build: Builder) -> Trace:
    """The call is made as the creator; the TAO stays where it is, unless the call moves it."""
    alice, _ = filled(build, call=RemarkWithEvent(b"raised"))
    yield alice.finalizes()


@case(rules=["CROWD-15", "CROWD-16"])
def with_both(build: Builder) -> Trace:
    """The target is paid first, and may be the creator, who then pays by the call."""
    alice = build.name("alice")
    pay = TransferKeepAlive(Id(build.name("bob")), TaoBalance(tao(1_050)))
    creator, _ = filled(build, call=pay, target=alice)
    yield creator.finalizes()


@case(rules=["CROWD-16"], errors=["AlreadyFinalized"])
def with_neither(build: Builder) -> Trace:
    """Without target and call nothing happens, and what was raised is lost (KNOWN-170)."""
    alice, (bob, _) = filled(build)
    yield alice.finalizes()
    yield bob.withdraws()
    yield bob.refunds()
    yield alice.dissolves()


@case(rules=["CROWD-14"], errors=["ContributionPeriodNotEnded"])
def end(build: Builder) -> Trace:
    """In the block before the end nothing is finalised, in that of the end it is."""
    alice, _ = opened(build, [tao(90)], target=build.name("target"))
    build.at_block(END - 1)
    yield alice.finalizes()
    yield blocks(1)
    yield alice.finalizes()


@case(rules=["CROWD-14"], errors=["CapNotRaised"])
def cap(build: Builder) -> Trace:
    """One rao less than the cap is too little."""
    alice, _ = opened(build, [tao(90) - 1], target=build.name("target"))
    build.at_block(END)
    yield alice.finalizes()
    yield alice.caps(CAP - 1)
    yield alice.finalizes()


@case(
    rules=["CROWD-2", "CROWD-14"],
    errors=["AlreadyFinalized", "CapNotRaised", "ContributionPeriodNotEnded", "InvalidCrowdloanId", "InvalidOrigin"],
)
def order_of_checks(build: Builder) -> Trace:
    """The crowdloan, its creator, its end, its cap, and that it is open are asked for in this order.

    That it is finalised without its cap is written.
    """
    alice, (bob,) = opened(build, [tao(1)], target=build.name("target"))
    amend(build, finalized=True)
    done(build, alice.creates(cap=tao(11)), alice)
    done(build, bob.contributes(tao(1), SECOND), bob)
    amend(build, SECOND, finalized=True)
    build.at_block(END - 1)
    yield bob.finalizes(CrowdloanId(7))
    yield bob.finalizes()
    yield alice.finalizes()
    yield blocks(1)
    yield alice.finalizes()
    yield alice.finalizes(SECOND)


@case(rules=["CROWD-16"], errors=["BelowMinimum", "FundsUnavailable"])
def target_that_cannot_be_paid(build: Builder) -> Trace:
    """A transfer that is refused finalises nothing. That so little, or more than there is, was raised is written."""
    alice, _ = opened(build, target=build.name("target"))
    done(build, alice.creates(cap=tao(11), target=build.name("target")), alice)
    amend(build, raised=TaoBalance(499), cap=TaoBalance(499))
    amend(build, SECOND, raised=TaoBalance(tao(11)))
    build.at_block(END)
    yield alice.finalizes()
    yield alice.finalizes(SECOND)


@case(rules=["CROWD-15"], errors=["CallFiltered"])
def call_that_is_refused(build: Builder) -> Trace:
    """The refusal of its call is that of finalising; the target was not paid then."""
    batch: Call = Batch((Batch(()),))
    alice, _ = filled(build, call=batch, target=build.name("target"))
    yield alice.finalizes()


@case(rules=["CROWD-15"], errors=["CallUnavailable"])
def call_that_is_not_there(build: Builder) -> Trace:
    """A preimage that is gone cannot be called. It is written away: no call takes it while it is requested."""
    alice, _ = filled(build, call=RemarkWithEvent(bytes(200)))
    found = stored(build).call
    if isinstance(found, Lookup):
        del build.chain.governance.preimage_for[found.hash, found.len]
    yield alice.finalizes()


@case(rules=["CROWD-15"], errors=["CallUnavailable"])
def call_that_is_none(build: Builder) -> Trace:
    """Bytes that are no call cannot be called. They are written: no call stores them."""
    alice, _ = filled(build, call=RemarkWithEvent(b"raised"))
    amend(build, call=Inline(b"\xff"))
    yield alice.finalizes()


@case(rules=["CROWD-15", "CROWD-18"], errors=["CallUnavailable"])
def call_that_another_took_away(build: Builder) -> Trace:
    """Two crowdloans with the same long call have it only as long as both are there (KNOWN-179)."""
    bob = person(build, "bob")
    alice, _ = filled(build, call=RemarkWithEvent(bytes(200)))
    build.at_block(NOW)
    done(build, bob.creates(call=RemarkWithEvent(bytes(200))), bob)
    build.at_block(END)
    yield bob.dissolves(SECOND)
    yield alice.finalizes()


@case(rules=["CROWD-15"])
def call_of_an_older_form(build: Builder) -> Trace:
    """A call may be named by its hash alone. It is written so: no call stores it in the older form."""
    alice, _ = filled(build, call=RemarkWithEvent(bytes(200)))
    found = stored(build).call
    if isinstance(found, Lookup):
        amend(build, call=Legacy(found.hash))
    yield alice.finalizes()


@case(rules=["CROWD-15"])
def preimage_stays(build: Builder) -> Trace:
    """The preimage of a call that was made stays requested and stored (KNOWN-175)."""
    alice, _ = filled(build, call=RemarkWithEvent(bytes(200)))
    yield alice.finalizes()


@case(rules=["CROWD-15", "CROWD-16"])
def call_that_refunds(build: Builder) -> Trace:
    """A call that pays everybody back leaves a crowdloan that still says what it had raised (KNOWN-173)."""
    alice, _ = filled(build, call=Refund(FIRST))
    yield alice.finalizes()


@case(rules=["CROWD-15", "CROWD-16"], errors=["AlreadyFinalized"])
def call_that_dissolves(build: Builder) -> Trace:
    """A crowdloan that its own call dissolves is there again, finalised, without contributions (KNOWN-173)."""
    alice, _ = filled(build, call=BatchAll((Refund(FIRST), Dissolve(FIRST))))
    yield alice.finalizes()
    yield alice.dissolves()


@case(rules=["CROWD-15", "CROWD-16"])
def call_that_changes_the_cap(build: Builder) -> Trace:
    """What its call changes of a crowdloan does not last (KNOWN-173)."""
    alice, _ = filled(build, call=UpdateCap(FIRST, TaoBalance(tao(500))))
    yield alice.finalizes()


@case(rules=["CROWD-15", "CROWD-16"], errors=["LimitReached"])
def call_that_finalizes_itself(build: Builder) -> Trace:
    """A crowdloan that finalises itself does so until no transaction can be opened any more, which refuses all of it."""
    alice, _ = filled(build, call=Finalize(FIRST))
    yield alice.finalizes()


@case(rules=["CROWD-15", "CROWD-16"])
def call_that_pays_twice(build: Builder) -> Trace:
    """Where the refusal is swallowed, all finalisations but the innermost stand: the target is paid as often as there is TAO.

    The crowdloan was sent as much again as it had raised (KNOWN-173).
    """
    again = ForceBatch((Finalize(FIRST),))
    alice, _ = filled(build, [tao(10)], call=again, target=build.name("target"))
    done(build, alice.signs(TransferAllowDeath(Id(FUNDS), TaoBalance(tao(20)))), alice)
    yield alice.finalizes()


@case(rules=["CROWD-15", "CROWD-16"])
def call_that_finalizes_another(build: Builder) -> Trace:
    """A call may finalise another crowdloan of the same creator."""
    alice, _ = opened(build, [tao(90)], call=Finalize(SECOND))
    bob = person(build, "bob")
    done(build, alice.creates(target=build.name("target")), alice)
    done(build, bob.contributes(tao(90), SECOND), bob)
    build.at_block(END)
    yield alice.finalizes()


@case(rules=["CROWD-15"])
def past_the_filter_of_a_proxy(build: Builder) -> Trace:
    """A proxy that may not transfer has its crowdloan do it, which the proxy finalises (KNOWN-174)."""
    bob = person(build, "bob")
    transfer = TransferAllowDeath(Id(bob.account), TaoBalance(tao(100)))
    alice, _ = filled(build, call=transfer)
    done(build, alice.signs(AddProxy(Id(bob.account), ProxyType.NonTransfer, BlockNumber(0))), alice)
    yield bob.signs(Proxy(Id(alice.account), None, transfer))
    yield bob.signs(Proxy(Id(alice.account), None, Finalize(FIRST)))


@case(rules=["CROWD-14"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """Only an account finalises."""
    filled(build)
    yield root(Finalize(FIRST))
    yield nobody(Finalize(FIRST))

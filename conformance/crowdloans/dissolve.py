"""Dissolving a crowdloan that failed, or that nobody joined."""

from __future__ import annotations

from conformance.crowdloans.prepare import FIRST, FUNDS, amend, done, failed, opened, person
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.interface.accounts.balances import TransferAllowDeath
from tao_spec.interface.accounts.system import Id, RemarkWithEvent
from tao_spec.interface.crowdloans import CrowdloanId, Dissolve
from tao_spec.vectors.cases import Builder, Trace, case, nobody, root

SECOND, THIRD = CrowdloanId(1), CrowdloanId(2)


@case(rules=["CROWD-4", "CROWD-17"], errors=["InvalidCrowdloanId"])
def plain(build: Builder) -> Trace:
    """A creator may dissolve at any time what holds only its own; the crowdloan and its account are gone."""
    alice, _ = opened(build)
    done(build, alice.contributes(tao(5)), alice)
    yield alice.dissolves()
    yield alice.dissolves()


@case(rules=["CROWD-17"], errors=["NotReadyToDissolve"])
def after_refund(build: Builder) -> Trace:
    """Others must have been paid back before."""
    alice, _ = failed(build)
    yield alice.dissolves()
    yield alice.refunds()
    yield alice.dissolves()


@case(rules=["CROWD-17", "CROWD-18"])
def with_a_preimage(build: Builder) -> Trace:
    """The preimage of its call goes with it, also that of another crowdloan with the same call (KNOWN-179)."""
    alice, bob = person(build, "alice"), person(build, "bob")
    for creator in (alice, bob):
        done(build, creator.creates(call=RemarkWithEvent(bytes(200))), creator)
    yield alice.dissolves()
    yield bob.dissolves(SECOND)


@case(rules=["CROWD-17"])
def with_more_in_its_account(build: Builder) -> Trace:
    """What somebody sent to its account is nobody's, and keeps the account."""
    alice, _ = opened(build)
    done(build, alice.signs(TransferAllowDeath(Id(FUNDS), TaoBalance(tao(1)))), alice)
    yield alice.dissolves()


@case(rules=["CROWD-17"], errors=["AlreadyFinalized", "InvalidOrigin", "NoContribution", "NotReadyToDissolve"])
def order_of_checks(build: Builder) -> Trace:
    """That it is open, its creator, and the contribution are asked for in this order.

    That its creator has no contribution is written, and that one is finalised.
    """
    alice, (bob,) = opened(build, [tao(1)])
    done(build, alice.creates(), alice)
    done(build, alice.creates(), alice)
    del build.chain.crowdloans.contributions[SECOND, alice.account]
    amend(build, THIRD, finalized=True)
    yield bob.dissolves()
    yield alice.dissolves()
    yield alice.dissolves(SECOND)
    yield bob.dissolves(SECOND)
    yield bob.dissolves(THIRD)


@case(rules=["CROWD-4"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """Only an account dissolves its crowdloan."""
    opened(build)
    yield root(Dissolve(FIRST))
    yield nobody(Dissolve(FIRST))

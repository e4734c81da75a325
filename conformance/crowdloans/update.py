"""What a creator may change: the least contribution, the end, the cap."""

from __future__ import annotations

from conformance.crowdloans.prepare import (
    CAP,
    DEPOSIT,
    END,
    FIRST,
    LATEST,
    LEAST,
    NOW,
    Person,
    failed,
    filled,
    opened,
    person,
)
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.interface.crowdloans import CrowdloanId, Finalize, UpdateCap, UpdateEnd, UpdateMinContribution
from tao_spec.vectors.cases import Builder, Dispatched, Trace, case, nobody, root

NOWHERE = CrowdloanId(7)
MAX = 2**64 - 1


@case(rules=["CROWD-4", "CROWD-20"], errors=["MinimumContributionTooLow", "ContributionTooLow"])
def least_contribution(build: Builder) -> Trace:
    """It is at least a tenth of a TAO, and holds for later contributions."""
    alice, (bob,) = opened(build, [tao(1)])
    yield alice.asks(LEAST - 1)
    yield alice.asks(LEAST)
    yield alice.asks(MAX)
    yield bob.contributes(MAX - 1)


@case(rules=["CROWD-21"], errors=["CannotEndInPast", "BlockDurationTooShort", "BlockDurationTooLong"])
def end(build: Builder) -> Trace:
    """The end lies as far ahead as at creation."""
    alice, _ = opened(build)
    for block in (0, NOW, NOW + 1, END - 1, END, LATEST, LATEST + 1):
        yield alice.ends(block)


@case(rules=["CROWD-21"], errors=["ContributionPeriodEnded", "ContributionPeriodNotEnded"])
def end_after_the_end(build: Builder) -> Trace:
    """An end that has come can be put off: there are contributions again, and nobody is paid back."""
    alice, (bob, _) = failed(build)
    carol = person(build, "carol")
    yield carol.contributes(tao(5))
    yield alice.ends(END + END - NOW)
    yield carol.contributes(tao(5))
    yield bob.refunds()


@case(rules=["CROWD-22"], errors=["CapTooLow"])
def cap(build: Builder) -> Trace:
    """The cap is no less than what was raised."""
    alice, _ = opened(build, [tao(5)])
    yield alice.caps(tao(15) - 1)
    yield alice.caps(tao(15))
    yield alice.caps(MAX)


@case(rules=["CROWD-22"])
def cap_of_the_deposit(build: Builder) -> Trace:
    """Without contributions the cap may be the deposit, which at creation it must exceed."""
    alice, _ = opened(build)
    yield alice.caps(DEPOSIT)


@case(rules=["CROWD-16", "CROWD-22"], errors=["CapNotRaised"])
def cap_after_the_end(build: Builder) -> Trace:
    """A crowdloan that failed succeeds after all with a cap of what it raised."""
    alice, _ = failed(build)
    yield alice.finalizes()
    yield alice.caps(CAP - DEPOSIT)
    yield alice.caps(DEPOSIT + tao(80))
    yield alice.finalizes()


def _changes(who: Person, loan: CrowdloanId = FIRST, *, valid: bool = True) -> list[Dispatched]:
    """The three changes, each to a value that is allowed, or that is not."""
    if valid:
        return [who.asks(LEAST, loan), who.ends(END + END, loan), who.caps(MAX, loan)]
    return [who.asks(0, loan), who.ends(0, loan), who.caps(0, loan)]


@case(
    rules=["CROWD-3", "CROWD-4", "CROWD-20", "CROWD-21", "CROWD-22"],
    errors=[
        "AlreadyFinalized",
        "CannotEndInPast",
        "CapTooLow",
        "InvalidCrowdloanId",
        "InvalidOrigin",
        "MinimumContributionTooLow",
    ],
)
def order_of_checks(build: Builder) -> Trace:
    """The crowdloan, that it is open, its creator, and the value are asked for in this order."""
    alice, (bob, _) = filled(build, target=build.name("target"))
    for change in _changes(bob, NOWHERE, valid=False):
        yield change
    for change in _changes(bob, valid=False):
        yield change
    for change in _changes(alice, valid=False):
        yield change
    yield alice.signs(Finalize(FIRST))
    for change in _changes(bob, valid=False):
        yield change
    for change in _changes(alice):
        yield change


@case(rules=["CROWD-4"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """Only an account changes its crowdloan."""
    opened(build)
    for call in (
        UpdateMinContribution(FIRST, TaoBalance(LEAST)),
        UpdateEnd(FIRST, BlockNumber(END)),
        UpdateCap(FIRST, TaoBalance(CAP)),
    ):
        yield root(call)
        yield nobody(call)

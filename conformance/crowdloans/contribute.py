"""Contributing: until when, how much, how many, and what is taken."""

from __future__ import annotations

from conformance.crowdloans.prepare import CAP, DEPOSIT, END, FIRST, FUNDS, LEAST, amend, done, opened, person
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.utility import DispatchAs
from tao_spec.interface.crowdloans import Contribute, CrowdloanId
from tao_spec.interface.origins import FromSystem, Signed
from tao_spec.vectors.cases import Builder, Trace, blocks, case, nobody, root

NOWHERE = CrowdloanId(7)
MAX = 2**64 - 1


@case(rules=["CROWD-2", "CROWD-8", "CROWD-11"])
def plain(build: Builder) -> Trace:
    """A second contribution adds to the first, and makes no second contributor; the creator may contribute too."""
    alice, _ = opened(build)
    bob = person(build, "bob")
    yield bob.contributes(tao(1))
    yield bob.contributes(tao(2))
    yield alice.contributes(tao(3))


@case(rules=["CROWD-8", "CROWD-11"], errors=["CapRaised"])
def to_the_cap(build: Builder) -> Trace:
    """Of what is offered only what the cap lets in is taken; then nothing is."""
    opened(build, [CAP - DEPOSIT - LEAST - 5])
    bob = person(build, "bob")
    yield bob.contributes(LEAST)
    yield bob.contributes(MAX)
    yield bob.contributes(LEAST)


@case(rules=["CROWD-8"], errors=["ContributionTooLow"])
def least(build: Builder) -> Trace:
    """The least contribution holds for what is offered, also where less would be taken."""
    opened(build, [CAP - DEPOSIT - LEAST - 5])
    bob = person(build, "bob")
    yield bob.contributes(LEAST - 1)
    yield bob.contributes(LEAST)
    yield bob.contributes(5)
    yield bob.contributes(LEAST)


@case(rules=["CROWD-8"], errors=["ContributionPeriodEnded"])
def end(build: Builder) -> Trace:
    """In the block before the end there are contributions, in that of the end there are none."""
    opened(build)
    bob = person(build, "bob")
    build.at_block(END - 1)
    yield bob.contributes(tao(1))
    yield blocks(1)
    yield bob.contributes(tao(1))


@case(
    rules=["CROWD-2", "CROWD-8", "CROWD-11"],
    errors=[
        "CapRaised",
        "ContributionPeriodEnded",
        "ContributionTooLow",
        "InsufficientBalance",
        "InvalidCrowdloanId",
        "MaxContributorsReached",
    ],
)
def order_of_checks(build: Builder) -> Trace:
    """The crowdloan, its end, its cap, the least contribution, the contributors and the balance are asked for in this order.

    That there are 500 contributors is written: it would take as many calls.
    """
    alice, _ = opened(build)
    amend(build, contributors_count=U32(500))
    poor = person(build, "poor", LEAST)
    done(build, alice.creates(cap=DEPOSIT + 1), alice)
    done(build, alice.creates(), alice)
    done(build, alice.contributes(1_000_000_000, CrowdloanId(1)), alice)
    build.at_block(END - 1)
    yield poor.contributes(0, NOWHERE)
    yield poor.contributes(0, CrowdloanId(1))
    yield poor.contributes(0)
    yield poor.contributes(LEAST + 1)
    yield poor.contributes(LEAST + 1, CrowdloanId(2))
    yield blocks(1)
    yield poor.contributes(0, CrowdloanId(1))


@case(rules=["CROWD-8", "CROWD-11"], errors=["MaxContributorsReached"])
def five_hundred(build: Builder) -> Trace:
    """The 500th contributor is the last, and even who has contributed may not contribute again (KNOWN-171).

    The first 498 are only counted, which is written: it would take as many calls.
    """
    opened(build, [tao(1)])
    amend(build, contributors_count=U32(499))
    bob, carol = person(build, "bob"), person(build, "carol")
    yield bob.contributes(tao(1))
    yield bob.contributes(tao(1))
    yield carol.contributes(tao(1))


@case(rules=["CROWD-11"], errors=["InsufficientBalance", "Frozen"])
def balance(build: Builder) -> Trace:
    """A contributor may give all, and its account dies; what is frozen counts as balance and cannot be given."""
    opened(build)
    bob, carol = person(build, "bob", tao(1)), person(build, "carol", tao(2), frozen=tao(1) + 1)
    yield bob.contributes(tao(1) + 1)
    yield bob.contributes(tao(1))
    yield carol.contributes(tao(1))
    yield carol.contributes(tao(1) - 1)


@case(rules=["CROWD-11"], errors=["Overflow"])
def sum_does_not_fit(build: Builder) -> Trace:
    """A contribution does not exceed 64 bits. That the first comes near is written: there is not so much TAO."""
    _, (bob,) = opened(build, [tao(1)])
    build.chain.crowdloans.contributions[FIRST, bob.account] = TaoBalance(MAX - LEAST)
    yield bob.contributes(LEAST + 1)
    yield bob.contributes(LEAST)


@case(rules=["CROWD-11"])
def by_its_own_account(build: Builder) -> Trace:
    """Root could let the account of a crowdloan contribute to it, which then raises what is not there."""
    opened(build)
    yield root(DispatchAs(FromSystem(Signed(FUNDS)), Contribute(FIRST, TaoBalance(tao(2)))))


@case(rules=["CROWD-11"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """Only an account contributes."""
    opened(build)
    call = Contribute(FIRST, TaoBalance(LEAST))
    yield root(call)
    yield nobody(call)

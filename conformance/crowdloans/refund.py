"""Paying all back: when, to whom, and how many at a time."""

from __future__ import annotations

from conformance.crowdloans.prepare import END, FIRST, LEAST, amend, blocked, failed, filled, opened, person
from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.crowdloans import CrowdloanId, Refund
from tao_spec.vectors.cases import Builder, Trace, blocks, case, nobody, root


@case(rules=["CROWD-9", "CROWD-13"])
def plain(build: Builder) -> Trace:
    """Anybody may have all but the creator paid back, again and again."""
    failed(build)
    stranger = person(build, "stranger", 500)
    yield stranger.refunds()
    yield stranger.refunds()


@case(rules=["CROWD-13"], errors=["ContributionPeriodNotEnded"])
def end(build: Builder) -> Trace:
    """In the block before the end nobody is paid back, in that of the end all are."""
    alice, _ = opened(build, [tao(5)])
    build.at_block(END - 1)
    yield alice.refunds()
    yield blocks(1)
    yield alice.refunds()


@case(rules=["CROWD-13"])
def fifty_at_a_time(build: Builder) -> Trace:
    """Of 51 contributors 50 are paid back, in the order of the storage keys, and then the last."""
    alice, _ = failed(build, [LEAST + number for number in range(51)])
    yield alice.refunds()
    yield alice.refunds()


@case(rules=["CROWD-13"])
def just_fifty(build: Builder) -> Trace:
    """Fifty contributors and the creator are no more than fifty."""
    alice, _ = failed(build, [LEAST] * 50)
    yield alice.refunds()


@case(rules=["CROWD-13"], errors=["CapNotRaised"])
def of_a_raised_cap(build: Builder) -> Trace:
    """As long as it is not finalised, all are paid back also where the cap is raised; then it cannot be finalised."""
    alice, (bob, _) = filled(build, target=build.name("target"))
    yield bob.refunds()
    yield alice.finalizes()


@case(rules=["CROWD-13"], errors=["AlreadyFinalized", "ContributionPeriodNotEnded", "InvalidCrowdloanId"])
def order_of_checks(build: Builder) -> Trace:
    """The crowdloan, its end, and that it is open are asked for in this order; a finalised one may be before its end.

    That its end is to come again is written.
    """
    alice, _ = opened(build, [tao(5)])
    amend(build, finalized=True)
    build.at_block(END - 1)
    yield alice.refunds(CrowdloanId(7))
    yield alice.refunds()
    yield blocks(1)
    yield alice.refunds()


@case(rules=["CROWD-9", "CROWD-13"], errors=["BelowMinimum", "NotReadyToDissolve"])
def one_blocks_all(build: Builder) -> Trace:
    """A contributor of 499 rao without an account cannot be paid, and nobody is (KNOWN-172); each may still leave alone."""
    alice, (bob, _) = blocked(build)
    yield alice.refunds()
    yield bob.withdraws()
    yield alice.dissolves()


@case(rules=["CROWD-13"], errors=["Underflow"])
def miscounted(build: Builder) -> Trace:
    """More cannot be paid back than are counted. The count is written: no call makes it wrong."""
    alice, _ = failed(build)
    amend(build, contributors_count=U32(1))
    yield alice.refunds()


@case(rules=["CROWD-13"])
def counted_just_so(build: Builder) -> Trace:
    """As many may be paid back as are counted. The count is written: no call makes it wrong."""
    alice, _ = failed(build)
    amend(build, contributors_count=U32(2))
    yield alice.refunds()


@case(rules=["CROWD-13"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """Only an account has others paid back."""
    failed(build)
    yield root(Refund(FIRST))
    yield nobody(Refund(FIRST))

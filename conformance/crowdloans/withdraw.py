"""Taking a contribution back: by whom, when, and what of it."""

from __future__ import annotations

from conformance.crowdloans.prepare import FIRST, FUNDS, amend, blocked, done, filled, opened, person
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.crowdloans import CrowdloanId, Withdraw
from tao_spec.transition.accounts.ledger import decrease_issuance
from tao_spec.transition.accounts.tokens import EXACT, EXPENDABLE, POLITE, decrease_balance
from tao_spec.vectors.cases import Builder, Trace, case, nobody, root


@case(rules=["CROWD-3", "CROWD-12"], errors=["NoContribution"])
def plain(build: Builder) -> Trace:
    """All of a contribution is taken back, once; then one can contribute again."""
    _, (bob, _) = opened(build, [tao(5), tao(3)])
    yield bob.withdraws()
    yield bob.withdraws()
    yield bob.contributes(tao(1))


@case(rules=["CROWD-12"])
def after_the_cap_was_raised(build: Builder) -> Trace:
    """Whoever contributed can leave until it is finalised, also after the end: then the cap is not raised any more."""
    _, (bob, _) = filled(build)
    yield bob.withdraws()


@case(rules=["CROWD-12"], errors=["DepositCannotBeWithdrawn"])
def creator(build: Builder) -> Trace:
    """The creator takes back what is above the deposit."""
    alice, _ = opened(build)
    done(build, alice.contributes(tao(7)), alice)
    yield alice.withdraws()
    yield alice.withdraws()


@case(rules=["CROWD-12"], errors=["AlreadyFinalized", "InvalidCrowdloanId", "NoContribution"])
def order_of_checks(build: Builder) -> Trace:
    """The crowdloan, that it is open, and the contribution are asked for in this order."""
    alice, (bob, _) = filled(build, target=build.name("target"))
    carol = person(build, "carol")
    yield carol.withdraws(CrowdloanId(7))
    yield carol.withdraws()
    yield alice.finalizes()
    yield bob.withdraws()
    yield carol.withdraws()


@case(rules=["CROWD-12"], errors=["Underflow"])
def miscounted(build: Builder) -> Trace:
    """Where no contributors are counted nobody can leave but the creator. The count is written: no call makes it wrong."""
    alice, (bob,) = opened(build, [tao(5)])
    done(build, alice.contributes(tao(7)), alice)
    amend(build, contributors_count=U32(0))
    yield bob.withdraws()
    yield alice.withdraws()


@case(rules=["CROWD-12"], errors=["NoContribution"])
def nothing(build: Builder) -> Trace:
    """A contribution of nothing is none. It is written: no call leaves one."""
    opened(build)
    bob = person(build, "bob")
    build.chain.crowdloans.contributions[FIRST, bob.account] = TaoBalance(0)
    yield bob.withdraws()


@case(rules=["CROWD-12"], errors=["BelowMinimum"])
def too_little_for_an_account(build: Builder) -> Trace:
    """Whoever contributed less than the existential deposit cannot have it back without an account."""
    _, (_, bob) = blocked(build)
    yield bob.withdraws()


@case(rules=["CROWD-12"], errors=["FundsUnavailable"])
def robbed(build: Builder) -> Trace:
    """Where the account holds less than it should nothing is paid. What it holds is written: nobody can sign for it."""
    _, (bob,) = opened(build, [tao(5)])
    decrease_balance(build.chain, FUNDS, TaoBalance(tao(10) + 1), EXACT, EXPENDABLE, POLITE)
    decrease_issuance(build.chain, TaoBalance(tao(10) + 1))
    yield bob.withdraws()


@case(rules=["CROWD-12"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """Only an account takes a contribution back."""
    opened(build)
    yield root(Withdraw(FIRST))
    yield nobody(Withdraw(FIRST))

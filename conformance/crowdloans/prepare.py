"""What the cases of crowdloans begin with: people with TAO, and crowdloans that they have created and filled by calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber
from tao_spec.interface.accounts.balances import TransferAll
from tao_spec.interface.accounts.system import Id
from tao_spec.interface.crowdloans import (
    Contribute,
    Create,
    CrowdloanId,
    Dissolve,
    Finalize,
    LeaseId,
    Percent,
    Refund,
    RegisterLeasedNetwork,
    TerminateLease,
    UpdateCap,
    UpdateEnd,
    UpdateMinContribution,
    Withdraw,
)
from tao_spec.interface.messages import Call
from tao_spec.state.crowdloans import CrowdloanInfo
from tao_spec.transition.crowdloans.terms import MAXIMUM_BLOCK_DURATION, MINIMUM_BLOCK_DURATION, compute_funds_account
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.origin import signed
from tao_spec.vectors.cases import Actor, Builder, Dispatched

NOW = 1_000
"""The block in which a case begins."""

END = NOW + MINIMUM_BLOCK_DURATION
"""The earliest end of a crowdloan."""

LATEST = NOW + MAXIMUM_BLOCK_DURATION
"""The latest."""

DEPOSIT, LEAST, CAP = tao(10), 100_000_000, tao(100)
"""The least deposit and the least contribution, and a cap, in rao."""

COST = tao(20)
"""What a subnet costs, in rao."""

PROXY_DEPOSIT = 93_000_000
"""What the proxy of a lease's beneficiary costs, in rao."""

FIRST = CrowdloanId(0)
LEASE = LeaseId(0)


@dataclass(frozen=True)
class Person(Actor):
    """Somebody, and what they do about a crowdloan, the first unless they name another."""

    def creates(
        self,
        deposit: int = DEPOSIT,
        least: int = LEAST,
        cap: int = CAP,
        end: int = END,
        call: Call | None = None,
        target: AccountId | None = None,
    ) -> Dispatched:
        """Creates a crowdloan; amounts in rao."""
        terms = (TaoBalance(deposit), TaoBalance(least), TaoBalance(cap), BlockNumber(end))
        return self.signs(Create(*terms, call, target))

    def contributes(self, amount: int, loan: CrowdloanId = FIRST) -> Dispatched:
        """Contributes, in rao."""
        return self.signs(Contribute(loan, TaoBalance(amount)))

    def withdraws(self, loan: CrowdloanId = FIRST) -> Dispatched:
        """Takes the contribution back."""
        return self.signs(Withdraw(loan))

    def finalizes(self, loan: CrowdloanId = FIRST) -> Dispatched:
        """Finalises."""
        return self.signs(Finalize(loan))

    def refunds(self, loan: CrowdloanId = FIRST) -> Dispatched:
        """Has everybody paid back."""
        return self.signs(Refund(loan))

    def dissolves(self, loan: CrowdloanId = FIRST) -> Dispatched:
        """Dissolves."""
        return self.signs(Dissolve(loan))

    def asks(self, least: int, loan: CrowdloanId = FIRST) -> Dispatched:
        """Sets the least contribution, in rao."""
        return self.signs(UpdateMinContribution(loan, TaoBalance(least)))

    def ends(self, end: int, loan: CrowdloanId = FIRST) -> Dispatched:
        """Sets the end."""
        return self.signs(UpdateEnd(loan, BlockNumber(end)))

    def caps(self, cap: int, loan: CrowdloanId = FIRST) -> Dispatched:
        """Sets the cap, in rao."""
        return self.signs(UpdateCap(loan, TaoBalance(cap)))

    def terminates(self, hotkey: AccountId, lease: LeaseId = LEASE) -> Dispatched:
        """Terminates a lease with a hotkey."""
        return self.signs(TerminateLease(lease, hotkey))


def person(build: Builder, name: str, free: int = tao(1_000), reserved: int = 0, frozen: int = 0) -> Person:
    """Somebody who holds TAO, in rao."""
    return Person(build.account(name, free, reserved=reserved, frozen=frozen).account)


def done(build: Builder, action: Dispatched, actor: Actor) -> None:
    """Before the case: somebody did this."""
    dispatch(build.chain, signed(actor.account), action.call)


def opened(
    build: Builder,
    contributions: Sequence[int] = (),
    call: Call | None = None,
    target: AccountId | None = None,
    cap: int = CAP,
) -> tuple[Person, list[Person]]:
    """Before the case: alice created a crowdloan with 10 TAO, and others contributed, in rao.

    Returns:
        Alice, and the others in the order of their contributions.
    """
    alice = person(build, "alice")
    others = [person(build, f"contributor {number}", amount + tao(1)) for number, amount in enumerate(contributions)]
    done(build, alice.creates(cap=cap, call=call, target=target), alice)
    for other, amount in zip(others, contributions, strict=True):
        done(build, other.contributes(amount), other)
    return alice, others


def filled(
    build: Builder,
    contributions: Sequence[int] = (tao(60), tao(30)),
    call: Call | None = None,
    target: AccountId | None = None,
) -> tuple[Person, list[Person]]:
    """Before the case: the same, whose cap was raised, in the block of its end."""
    alice, others = opened(build, contributions, call, target, cap=DEPOSIT + sum(contributions))
    build.at_block(END)
    return alice, others


def failed(build: Builder, contributions: Sequence[int] = (tao(60), tao(20))) -> tuple[Person, list[Person]]:
    """Before the case: the same, whose cap was not raised, in the block of its end."""
    alice, others = opened(build, contributions)
    build.at_block(END)
    return alice, others


def abandon(build: Builder, who: Person) -> None:
    """Before the case: somebody sent all TAO away, and has no account any more."""
    done(build, who.signs(TransferAll(Id(build.name("alice")), False)), who)


def blocked(build: Builder) -> tuple[Person, list[Person]]:
    """Before the case: the same, but the second gave the last 499 rao of the cap; then alice set a higher cap.

    The second sent all else away, and its account is no more: less than the existential deposit of 500 rao cannot be paid to it.
    """
    alice, others = opened(build, [tao(60), LEAST], cap=DEPOSIT + tao(60) + 499)
    bob = others[1]
    abandon(build, bob)
    done(build, alice.caps(CAP), alice)
    build.at_block(END)
    return alice, others


def lease_call(share: int = 30, end: int | None = None) -> RegisterLeasedNetwork:
    """Leases a subnet, of whose owner's cut contributors get a share in hundredths."""
    return RegisterLeasedNetwork(Percent(share), None if end is None else BlockNumber(end))


def price_subnets(build: Builder, cost: int = COST) -> None:
    """Before the case: a subnet costs so much, in rao, and could have been registered at any time."""
    subnets = build.chain.subnets
    subnets.network_min_lock_cost.value = TaoBalance(cost)
    subnets.network_last_lock_cost.value = TaoBalance(cost)
    subnets.network_rate_limit.value = BlockHeight(0)


def leased(
    build: Builder, contributions: Sequence[int] = (tao(60), tao(30)), share: int = 30, end: int | None = END + 10
) -> tuple[Person, list[Person]]:
    """Before the case: alice leased a subnet in the block before."""
    price_subnets(build)
    alice, others = filled(build, contributions, lease_call(share, end))
    done(build, alice.finalizes(), alice)
    build.at_block(END + 1)
    return alice, others


def own_hotkey(build: Builder, owner: Person, name: str = "alice's hotkey") -> AccountId:
    """Before the case: somebody associated a hotkey."""
    hotkey = build.name(name)
    build.chain.keys.owner[hotkey] = owner.account
    build.chain.keys.owned_hotkeys[owner.account] = (hotkey,)
    return hotkey


def amend(build: Builder, loan: CrowdloanId = FIRST, **fields: Any) -> None:
    """Before the case: a crowdloan says something that no call makes it say, or that would take many calls."""
    build.chain.crowdloans.crowdloans[loan] = replace(stored(build, loan), **fields)


def stored(build: Builder, loan: CrowdloanId = FIRST) -> CrowdloanInfo:
    """A crowdloan that the case has created."""
    info = build.chain.crowdloans.crowdloans.get(loan)
    if info is None:
        raise LookupError(f"there is no crowdloan {loan} yet; create it first")
    return info


FUNDS = compute_funds_account(FIRST)
"""The account of the first crowdloan."""

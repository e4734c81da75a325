"""The invariants of proxies and joint accounts: what was paid for is reserved, and what stands is paid for."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.accounts.balances import ForceUnreserve
from tao_spec.invariants.frame import EntryInvariant, Excuse, Finding, Relation, StateInvariant, invariant, unless_met
from tao_spec.invariants.views import Step, Tally, View
from tao_spec.state.accounts import AccountsState, Multisig
from tao_spec.transition.accounts.announcements import ANNOUNCEMENT_DEPOSIT_BASE, ANNOUNCEMENT_DEPOSIT_FACTOR
from tao_spec.transition.accounts.multisig import DEPOSIT_BASE, DEPOSIT_FACTOR
from tao_spec.transition.accounts.proxy import PROXY_DEPOSIT_BASE, PROXY_DEPOSIT_FACTOR

RESERVED = Tally("what all accounts have reserved", AccountsState.account, lambda info: int(info.data.reserved))
DEPOSITS = (
    Tally("deposits for proxies", AccountsState.proxies, lambda entry: int(entry[1])),
    Tally("deposits for announcements", AccountsState.announcements, lambda entry: int(entry[1])),
    Tally("deposits for operations", AccountsState.multisigs, lambda operation: int(operation.deposit)),
)


def _freed_by_root(step: Step, _finding: Finding) -> bool:
    """Root freed a reserve, whatever it was for."""
    return step.is_unknown_call or any(step.calls(ForceUnreserve))


FREED = Excuse("Balances.force_unreserve", "root frees reserves, whatever they are for", _freed_by_root)


@invariant(
    StateInvariant,
    "INV-30",
    "What was paid for is reserved",
    rules=(
        "PROXY-4",
        "PROXY-5",
        "PROXY-6",
        "PROXY-10",
        "PROXY-24",
        "PROXY-25",
        "MULTI-5",
        "MULTI-8",
        "MULTI-14",
    ),
    excuses=(FREED,),
    tallies=(RESERVED, *DEPOSITS),
)
def deposits_are_reserved(view: View) -> Finding | None:
    """All accounts together have reserved at least the deposits that stand."""
    needed = sum(view.sum_of(tally) for tally in DEPOSITS)
    return unless_met(
        Finding("all accounts together have reserved", view.sum_of(RESERVED), needed, "rao", Relation.AT_LEAST)
    )


@invariant(
    EntryInvariant,
    "INV-31",
    "Every proxy that stands is paid for",
    rules=("PROXY-3", "PROXY-5", "PROXY-6", "PROXY-24"),
    items=(AccountsState.proxies,),
)
def proxies_are_paid_for(view: View, who: AccountId) -> Finding | None:
    """The deposit that stands for an account's proxies is what so many cost; no empty list stands."""
    proxies, deposit = view.state.accounts.proxies[who]
    is_stored = who in view.state.accounts.proxies
    cost = int(PROXY_DEPOSIT_BASE + PROXY_DEPOSIT_FACTOR * max(1, len(proxies))) if is_stored else 0
    return unless_met(Finding("has paid for its proxies", deposit, cost, account=who))


@invariant(
    EntryInvariant,
    "INV-32",
    "Every announcement that stands is paid for",
    rules=("PROXY-3", "PROXY-10", "PROXY-26"),
    items=(AccountsState.announcements,),
)
def announcements_are_paid_for(view: View, who: AccountId) -> Finding | None:
    """The deposit that stands for a proxy's announcements is what so many cost; no empty list stands."""
    pending, deposit = view.state.accounts.announcements[who]
    is_stored = who in view.state.accounts.announcements
    cost = int(ANNOUNCEMENT_DEPOSIT_BASE + ANNOUNCEMENT_DEPOSIT_FACTOR * max(1, len(pending))) if is_stored else 0
    return unless_met(Finding("has paid for its announcements", deposit, cost, account=who))


@invariant(
    EntryInvariant,
    "INV-33",
    "No operation is approved more often than it needs",
    rules=("MULTI-5", "MULTI-6", "MULTI-7", "MULTI-14"),
    items=(AccountsState.multisigs,),
)
def approvals_are_needed(view: View, joint: AccountId) -> Finding | None:
    """An operation has no more approvals than it needs, which its deposit tells."""
    findings = (_find_too_many(joint, operation) for _, operation in view.state.accounts.multisigs.under(joint))
    return next((finding for finding in findings if finding is not None), None)


def _find_too_many(joint: AccountId, operation: Multisig) -> Finding | None:
    needed = (operation.deposit - DEPOSIT_BASE) // DEPOSIT_FACTOR
    found = Finding(
        "has an operation with", len(operation.approvals), needed, "approvals", Relation.AT_MOST, account=joint
    )
    return unless_met(found)

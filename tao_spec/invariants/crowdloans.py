"""The invariants of crowdloans and leases: what was contributed is counted, and waits where it belongs."""

from __future__ import annotations

from functools import partial

from tao_spec.arithmetic.fixed import U64F64
from tao_spec.interface.accounts.balances import ForceSetBalance, ForceTransfer
from tao_spec.interface.accounts.utility import DispatchAs
from tao_spec.interface.crowdloans import CrowdloanId, Finalized, LeaseId
from tao_spec.invariants.frame import (
    EntryInvariant,
    Excuse,
    Finding,
    Relation,
    StateInvariant,
    invariant,
    unless_met,
)
from tao_spec.invariants.views import Step, View
from tao_spec.state.crowdloans import CrowdloansState

POWERS = (ForceTransfer, ForceSetBalance, DispatchAs)
"""The calls by which root takes TAO out of an account for which nobody has a key."""


def _was_finalized(step: Step, _finding: Finding) -> bool:
    """A crowdloan was finalised, and its call may have changed it before it was stored as it stood."""
    return any(isinstance(event, Finalized) for event in step.events)


def _was_taken_by_root(step: Step, _finding: Finding) -> bool:
    """Root used a power over accounts; a call that the watcher was not told of may have been that."""
    return step.is_unknown_call or any(True for kind in POWERS for _ in step.calls(kind))


KNOWN_173 = Excuse("KNOWN-173", "a crowdloan is stored after its call as it stood before", _was_finalized)
BY_ROOT = Excuse("Balances.force_transfer", "root takes TAO out of any account", _was_taken_by_root)

of_crowdloans = partial(
    invariant, EntryInvariant, items=(CrowdloansState.crowdloans, CrowdloansState.contributions), excuses=(KNOWN_173,)
)


@of_crowdloans(
    "INV-110",
    "A crowdloan has raised what was contributed",
    rules=("CROWD-10", "CROWD-11", "CROWD-12", "CROWD-13", "CROWD-17"),
)
def contributions_add_up(view: View, crowdloan_id: CrowdloanId) -> Finding | None:
    """What a crowdloan says that it raised is the sum of its contributions; one that is no more has none."""
    info = view.state.crowdloans.crowdloans.get(crowdloan_id)
    contributed = sum(amount for _, amount in view.state.crowdloans.contributions.under(crowdloan_id))
    what = f"crowdloan {crowdloan_id} has raised"
    return unless_met(Finding(what, 0 if info is None else info.raised, contributed))


@of_crowdloans(
    "INV-111", "Contributors are counted", rules=("CROWD-10", "CROWD-11", "CROWD-12", "CROWD-13", "CROWD-17")
)
def contributors_are_counted(view: View, crowdloan_id: CrowdloanId) -> Finding | None:
    """The contributors that a crowdloan counts are those that have a contribution, its creator among them."""
    info = view.state.crowdloans.crowdloans.get(crowdloan_id)
    entries = sum(1 for _ in view.state.crowdloans.contributions.under(crowdloan_id))
    counted = 0 if info is None else info.contributors_count
    return unless_met(Finding(f"crowdloan {crowdloan_id} counts", counted, entries, "contributors"))


@invariant(
    StateInvariant,
    "INV-112",
    "The TAO of an open crowdloan is there",
    rules=("CROWD-1", "CROWD-9", "CROWD-10", "CROWD-11", "CROWD-12", "CROWD-17"),
    excuses=(BY_ROOT,),
)
def raised_tao_is_there(view: View) -> Finding | None:
    """The account of each crowdloan that was not finalised holds at least what was raised; it may have been sent more."""
    for crowdloan_id, info in view.state.crowdloans.crowdloans.items():
        held = view.state.accounts.account[info.funds_account].data.free
        what, least = f"the account of crowdloan {crowdloan_id} holds", 0 if info.finalized else info.raised
        found = Finding(what, held, least, relation=Relation.AT_LEAST)
        if not found.is_met:
            return found
    return None


@invariant(
    EntryInvariant,
    "INV-113",
    "No crowdloan raises more than its cap",
    rules=("CROWD-10", "CROWD-11", "CROWD-22"),
    items=(CrowdloansState.crowdloans,),
)
def raised_is_within_cap(view: View, crowdloan_id: CrowdloanId) -> Finding | None:
    """What a crowdloan raised is at most its cap; one that was finalised has raised just that."""
    info = view.state.crowdloans.crowdloans.get(crowdloan_id)
    if info is None:
        return None
    relation = Relation.EXACTLY if info.finalized else Relation.AT_MOST
    return unless_met(Finding(f"crowdloan {crowdloan_id} has raised", info.raised, info.cap, relation=relation))


@invariant(
    EntryInvariant,
    "INV-114",
    "The shares of a lease are at most one",
    rules=("LEASE-3", "LEASE-8", "LEASE-12"),
    items=(CrowdloansState.subnet_lease_shares, CrowdloansState.subnet_leases),
)
def lease_shares_are_at_most_one(view: View, lease_id: LeaseId) -> Finding | None:
    """The shares of a lease's contributors add up to at most one, and a lease that is no more has none."""
    shares = sum(share.bits for _, share in view.state.crowdloans.subnet_lease_shares.under(lease_id))
    most = U64F64.ONE.bits if lease_id in view.state.crowdloans.subnet_leases else 0
    what = f"the shares of lease {lease_id} add up to"
    return unless_met(Finding(what, shares, most, "parts of 2^64", Relation.AT_MOST))

"""The invariants of accounts: no rao from nowhere, no account without a reason, nothing set aside that is not there."""

from __future__ import annotations

from functools import partial

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.accounts.balances import ForceUnreserve, Unreserved, Upgraded
from tao_spec.interface.accounts.system import Id
from tao_spec.invariants.frame import (
    EntryInvariant,
    Excuse,
    Finding,
    Relation,
    StateInvariant,
    StepInvariant,
    invariant,
    unless_met,
)
from tao_spec.invariants.issuance import compute_told_change, replay_issuance
from tao_spec.invariants.views import Step, Tally, View
from tao_spec.state.accounts import NEW_LOGIC, AccountData, AccountInfo, AccountsState

HELD = Tally(
    "what all accounts hold, free and reserved",
    AccountsState.account,
    lambda info: int(info.data.free) + int(info.data.reserved),
)

of_accounts = partial(invariant, EntryInvariant, items=(AccountsState.account,))


def _info(view: View, who: AccountId) -> AccountInfo:
    return view.state.accounts.account[who]


def _at_least(what: str, found: int, expected: int, unit: str, who: AccountId) -> Finding | None:
    return unless_met(Finding(what, found, expected, unit, Relation.AT_LEAST, who))


# All accounts together


def _saturated(step: Step, _finding: Finding) -> bool:
    """Total issuance was held at 64 bits on the way, and the events account for what it is now."""
    replayed = replay_issuance(step.before.state.accounts.total_issuance.value, step.events)
    return replayed.was_held and replayed.value == step.after.state.accounts.total_issuance.value


def _was_forced(step: Step, _finding: Finding) -> bool:
    """Root forced total issuance, and the events account for what it is now."""
    replayed = replay_issuance(step.before.state.accounts.total_issuance.value, step.events)
    return replayed.was_forced and replayed.value == step.after.state.accounts.total_issuance.value


def _was_given_by_upgrade(step: Step, finding: Finding) -> bool:
    """The rao too many are the existential deposits that upgrades gave to accounts with a reserve and no provider."""
    upgraded = {event.who for event in step.events if isinstance(event, Upgraded)}
    return finding.found - finding.expected == sum(_gift(step.before, who) for who in upgraded)


def _gift(view: View, who: AccountId) -> int:
    """What an upgrade gives to an account, in rao."""
    info = _info(view, who)
    is_given = bool(info.data.reserved) and not info.data.frozen and not info.providers
    return int(view.revision.constants.existential_deposit.saturating_sub(info.data.free)) if is_given else 0


def _was_lost_by_unreserving(step: Step, finding: Finding) -> bool:
    """The rao too few are those that found no place among the free TAO of 64 bits when they were unreserved."""
    events = [event for event in step.events if isinstance(event, Unreserved)]
    after = [_info(step.before, event.who).data.free + event.amount for event in events]
    return finding.expected - finding.found == sum(max(0, free - TaoBalance.MAX) for free in after)


KNOWN_1 = Excuse(
    "KNOWN-1", "total issuance is held at 64 bits where it cannot follow a balance that root set", _saturated
)
FORCED = Excuse("Balances.force_adjust_total_issuance", "root corrects total issuance", _was_forced)
GIVEN = Excuse("KNOWN-7", "an upgrade gives the existential deposit from nowhere", _was_given_by_upgrade)
LOST = Excuse("KNOWN-6", "what is unreserved beyond 64 bits of free TAO is lost", _was_lost_by_unreserving)


@invariant(
    StateInvariant,
    "INV-5",
    "All accounts together hold what is issued",
    rules=("ACC-10", "ACC-12", "ACC-14", "ACC-15", "ACC-77", "ACC-78"),
    excuses=(KNOWN_1, FORCED, GIVEN),
    tallies=(HELD,),
)
def accounts_hold_what_is_issued(view: View) -> Finding | None:
    """What all accounts hold, free and reserved, is what Balances counts as issued."""
    issuance = view.state.accounts.total_issuance.value
    return unless_met(Finding("all accounts together hold", view.sum_of(HELD), issuance))


@invariant(
    StepInvariant,
    "INV-6",
    "No rao comes from nowhere, and none goes there",
    rules=(
        "ACC-10",
        "ACC-24",
        "ACC-25",
        "ACC-26",
        "ACC-27",
        "ACC-28",
        "ACC-29",
        "ACC-30",
        "ACC-40",
        "ACC-41",
        "ACC-43",
    ),
    excuses=(GIVEN, LOST),
    tallies=(HELD,),
    applies=lambda step: bool(step.after.state.accounts.number.value),
)
def held_changes_as_told(step: Step) -> Finding | None:
    """What all accounts hold changes exactly by what the step's events created and destroyed; block 0 tells nothing."""
    change = step.after.sum_of(HELD) - step.before.sum_of(HELD)
    return unless_met(Finding("what all accounts hold changed by", change, compute_told_change(step.events)))


# Each account


@of_accounts("INV-7", "An account exists for a reason", rules=("ACC-1", "ACC-2", "ACC-5", "ACC-6"))
def account_has_a_reason(view: View, who: AccountId) -> Finding | None:
    """An account is stored only as long as a provider or a sufficient lets it exist."""
    info = view.state.accounts.account.get(who)
    if info is None:
        return None
    return _at_least("is stored and has", info.providers + info.sufficients, 1, "providers and sufficients", who)


@of_accounts("INV-8", "An account that can pay for itself provides for itself", rules=("ACC-10",))
def account_provides_for_itself(view: View, who: AccountId) -> Finding | None:
    """An account with at least the existential deposit free counts a provider."""
    info = _info(view, who)
    if info.data.free < view.revision.constants.existential_deposit:
        return None
    return _at_least(f"has {info.data.free:,} rao free and counts", info.providers, 1, "providers", who)


@of_accounts("INV-9", "There is no dust", rules=("ACC-10", "ACC-11"))
def account_holds_no_dust(view: View, who: AccountId) -> Finding | None:
    """An account with nothing reserved has nothing free, or at least the existential deposit."""
    data = _info(view, who).data
    if data.reserved or not data.free:
        return None
    deposit = view.revision.constants.existential_deposit
    return _at_least("has nothing reserved and holds", data.free, deposit, "rao", who)


@of_accounts("INV-10", "What is set aside needs its account", rules=("ACC-3", "ACC-4", "ACC-10", "ACC-13"))
def account_needs_itself(view: View, who: AccountId) -> Finding | None:
    """An account with anything reserved or frozen counts a consumer; of the older form, with anything frozen."""
    info = _info(view, who)
    if not _is_set_aside(info.data):
        return None
    return _at_least("has TAO reserved or frozen and counts", info.consumers, 1, "consumers", who)


def _is_set_aside(data: AccountData) -> bool:
    return bool(data.frozen or (data.reserved and data.flags & NEW_LOGIC))


@of_accounts("INV-11", "What is needed lives", rules=("ACC-2", "ACC-3"))
def needed_account_lives(view: View, who: AccountId) -> Finding | None:
    """An account that something needs counts a provider."""
    info = _info(view, who)
    return _at_least("is needed and counts", info.providers, 1, "providers", who) if info.consumers else None


# What is set aside


def _was_unreserved_by_root(step: Step, finding: Finding) -> bool:
    """Root freed what the account had reserved; a call that the watcher was not told of may have been that."""
    addresses = [call.who for call in step.calls(ForceUnreserve)]
    named = {address.account for address in addresses if isinstance(address, Id)}
    return step.is_unknown_call or finding.account in named


def _is_emptied(step: Step, finding: Finding) -> bool:
    """What the account held last was dust, and with it the record of what is frozen was cleared."""
    who = finding.account
    return (
        who is not None and _is_set_aside(_info(step.before, who).data) and _info(step.after, who).data == AccountData()
    )


UNRESERVED = Excuse(
    "Balances.force_unreserve", "root frees reserved TAO and tells no hold of it", _was_unreserved_by_root
)
EMPTIED = Excuse("KNOWN-5", "an account that lives on without TAO forgets what was frozen, not its locks", _is_emptied)


@invariant(
    EntryInvariant,
    "INV-12",
    "What is held is reserved",
    rules=("ACC-45", "ACC-46", "ACC-51", "ACC-52", "ACC-53", "ACC-54", "ACC-75"),
    excuses=(UNRESERVED,),
    items=(AccountsState.account, AccountsState.holds, AccountsState.reserves),
)
def holds_are_reserved(view: View, who: AccountId) -> Finding | None:
    """The holds and the named reserves of an account are at most what it has reserved."""
    accounts = view.state.accounts
    named = sum(hold.amount for hold in accounts.holds[who]) + sum(entry.amount for entry in accounts.reserves[who])
    reserved = _info(view, who).data.reserved
    return unless_met(Finding("has in holds and named reserves", named, reserved, "rao", Relation.AT_MOST, who))


@invariant(
    EntryInvariant,
    "INV-13",
    "What is locked is frozen",
    rules=("ACC-10", "ACC-60", "ACC-61"),
    excuses=(EMPTIED,),
    items=(AccountsState.account, AccountsState.locks, AccountsState.freezes),
)
def locks_are_frozen(view: View, who: AccountId) -> Finding | None:
    """What is frozen of an account is the greatest of its locks and freezes."""
    accounts, data = view.state.accounts, _info(view, who).data
    amounts = [*(lock.amount for lock in accounts.locks[who]), *(freeze.amount for freeze in accounts.freezes[who])]
    return unless_met(Finding("has frozen", data.frozen, max(amounts, default=TaoBalance(0)), account=who))

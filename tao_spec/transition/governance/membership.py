"""Who belongs to the triumvirate and to the senate: two lists under one set of rules.

Source: FRAME's `pallet-membership` 40.0.0; for the triumvirate its changes go on to upstream's `pallets/collective`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.governance import membership as interface
from tao_spec.interface.messages import Event
from tao_spec.state.governance import MAX_SENATE_MEMBERS, MAX_TRIUMVIRATE_MEMBERS
from tao_spec.storage.items import ValueAccess
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule

PRIME_IS_FORGOTTEN = "KNOWN-161"
"""The collective forgets the prime member when another joins or changes its key."""

SENATOR_OF_THE_PAST = "KNOWN-162"
"""The votes of a senator who left go on counting."""

DOUBLE_MEMBERS = "KNOWN-163"
"""One account can have two seats."""


@dataclass(frozen=True)
class Body:
    """One of the two lists of members.

    Attributes:
        members, prime: where it lies.
        max_members: so many it may have.
        votes_here: whether the collective follows its changes: for the triumvirate only.
        added, removed, swapped, were_reset, key_changed: what is told of its changes.
        already_member, not_member, too_many: how a change is refused.
    """

    members: Callable[[Chain], ValueAccess[tuple[AccountId, ...]]]
    prime: Callable[[Chain], ValueAccess[AccountId]]
    max_members: int
    votes_here: bool
    added: type[Event]
    removed: type[Event]
    swapped: type[Event]
    were_reset: type[Event]
    key_changed: type[Event]
    already_member: type[ModuleError]
    not_member: type[ModuleError]
    too_many: type[ModuleError]


TRIUMVIRATE = Body(
    lambda chain: chain.governance.triumvirate_members,
    lambda chain: chain.governance.triumvirate_prime,
    MAX_TRIUMVIRATE_MEMBERS,
    True,
    interface.TriumvirAdded,
    interface.TriumvirRemoved,
    interface.TriumvirsSwapped,
    interface.TriumvirateReset,
    interface.TriumvirKeyChanged,
    interface.AlreadyTriumvir,
    interface.NoTriumvir,
    interface.TooManyTriumvirs,
)
SENATE = Body(
    lambda chain: chain.governance.senate_members,
    lambda chain: chain.governance.senate_prime,
    MAX_SENATE_MEMBERS,
    False,
    interface.SenatorAdded,
    interface.SenatorRemoved,
    interface.SenatorsSwapped,
    interface.SenateReset,
    interface.SenatorKeyChanged,
    interface.AlreadySenator,
    interface.NoSenator,
    interface.TooManySenators,
)

Members = tuple[AccountId, ...]


@rule("GOV-3")
def remove_votes(chain: Chain, gone: Members) -> None:
    """Strike the votes of accounts out of every proposal; the other votes keep their order."""
    for proposal in chain.governance.proposals.value:
        votes = chain.governance.voting.get(proposal)
        if votes is not None:
            ayes = tuple(account for account in votes.ayes if account not in gone)
            nays = tuple(account for account in votes.nays if account not in gone)
            chain.governance.voting[proposal] = replace(votes, ayes=ayes, nays=nays)


@rule("GOV-4")
def change_members(chain: Chain, body: Body, members: Members, gone: Members) -> None:
    """Tell the collective of the members of the triumvirate: it strikes out the votes of those who left and has no prime.

    The senate's changes reach nobody: the votes of a senator who left stand (KNOWN-162).

    Args:
        members: who belongs to it now, in order.
        gone: who left.
    """
    if body.votes_here:
        remove_votes(chain, gone)
        chain.governance.members.value = members
        chain.governance.prime.clear()
    elif not chain.deviates(SENATOR_OF_THE_PAST):
        remove_votes(chain, gone)


def _set_prime_of_collective(chain: Chain, body: Body, who: AccountId) -> None:
    if body.votes_here:
        chain.governance.prime.value = who


@rule("GOV-5")
def keep_prime(chain: Chain, body: Body, members: Members) -> None:
    """After a member left: the prime member stays so if it stayed, else there is none."""
    prime = body.prime(chain).get()
    if prime is None:
        return
    if prime in members:
        _set_prime_of_collective(chain, body, prime)
    else:
        body.prime(chain).clear()


def _keep_prime_that_stays(chain: Chain, body: Body, members: Members) -> None:
    """Where the collective forgets a prime member who stays (KNOWN-161), it would have been told of it here."""
    if not chain.deviates(PRIME_IS_FORGOTTEN):
        keep_prime(chain, body, members)


@rule("GOV-10")
def add_member(chain: Chain, body: Body, who: AccountId) -> None:
    """Add a member; the collective forgets its prime member (KNOWN-161).

    Raises:
        AlreadyMember: the account is one.
        TooManyMembers: there are 3 members of the triumvirate, or 12 of the senate.
    """
    standing = body.members(chain).value
    if who in standing:
        raise body.already_member
    if len(standing) >= body.max_members:
        raise body.too_many
    members = tuple(sorted((*standing, who)))
    body.members(chain).value = members
    change_members(chain, body, members, ())
    _keep_prime_that_stays(chain, body, members)
    chain.emit(body.added())


@rule("GOV-11")
def remove_member(chain: Chain, body: Body, who: AccountId) -> None:
    """Remove a member.

    Raises:
        NotMember: the account is none.
    """
    standing = list(body.members(chain).value)
    if who not in standing:
        raise body.not_member
    standing.remove(who)
    members = tuple(standing)
    body.members(chain).value = members
    change_members(chain, body, members, (who,))
    keep_prime(chain, body, members)
    chain.emit(body.removed())


def _replace_member(chain: Chain, body: Body, old: AccountId, new: AccountId) -> Members:
    standing = list(body.members(chain).value)
    if old not in standing:
        raise body.not_member
    if new in standing:
        raise body.already_member
    standing[standing.index(old)] = new
    members = tuple(sorted(standing))
    body.members(chain).value = members
    change_members(chain, body, members, (old,))
    return members


@rule("GOV-12")
def swap_member(chain: Chain, body: Body, remove: AccountId, add: AccountId) -> None:
    """Put an account in the place of a member; being prime does not pass on. An account in its own place is no change, untold.

    Raises:
        NotMember: the one is none.
        AlreadyMember: the other is one.
    """
    if remove == add:
        return
    keep_prime(chain, body, _replace_member(chain, body, remove, add))
    chain.emit(body.swapped())


@rule("GOV-13")
def reset_members(chain: Chain, body: Body, new: Members) -> None:
    """Replace all members; an account that is named twice is a member twice (KNOWN-163).

    Raises:
        TooManyMembers: there are more than the body may have.
    """
    if len(new) > body.max_members:
        raise body.too_many
    members = tuple(sorted(new if chain.deviates(DOUBLE_MEMBERS) else set(new)))
    gone = tuple(sorted(Counter(body.members(chain).value) - Counter(members)))
    change_members(chain, body, members, gone)
    keep_prime(chain, body, members)
    body.members(chain).value = members
    chain.emit(body.were_reset())


@rule("GOV-14")
def change_key(chain: Chain, body: Body, who: AccountId, new: AccountId) -> None:
    """Put another account in a member's own place; being prime passes on. Its own account is no change, untold.

    Raises:
        NotMember: the sender is none.
        AlreadyMember: the other account is one.
    """
    if who == new:
        return
    members = _replace_member(chain, body, who, new)
    if body.prime(chain).get() == who:
        body.prime(chain).value = new
        _set_prime_of_collective(chain, body, new)
    _keep_prime_that_stays(chain, body, members)
    chain.emit(body.key_changed())


@rule("GOV-15")
def set_prime(chain: Chain, body: Body, who: AccountId) -> None:
    """Make a member the prime one; nothing is told.

    Raises:
        NotMember: the account is none.
    """
    if who not in body.members(chain).value:
        raise body.not_member
    body.prime(chain).value = who
    _set_prime_of_collective(chain, body, who)


@rule("GOV-16")
def clear_prime(chain: Chain, body: Body) -> None:
    """Have no prime member; nothing is told."""
    body.prime(chain).clear()
    if body.votes_here:
        chain.governance.prime.clear()

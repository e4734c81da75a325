"""Motions: the triumvirate puts calls to the vote, the senate votes, and root closes the vote.

Source: upstream's `pallets/collective`, and its configuration in `runtime/src/lib.rs`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tao_spec.arithmetic.identifiers import H256, AccountId, BlockNumber
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.governance import collective as interface
from tao_spec.interface.governance.collective import (
    Approved,
    Closed,
    Disapproved,
    DuplicateProposal,
    DuplicateVote,
    DurationLowerThanConfiguredMotionDuration,
    Executed,
    IndexMismatchProposalHash,
    MemberExecuted,
    NotMember,
    ProposalLengthBoundLessThanProposalLength,
    ProposalNotExists,
    ProposalWeightLessThanDispatchCallWeight,
    Proposed,
    TooEarlyToCloseProposal,
    TooManyActiveProposals,
    Voted,
)
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import Member, Members
from tao_spec.state.governance import MAX_PROPOSALS, Votes
from tao_spec.storage.hashers import blake2_256
from tao_spec.storage.scale import ScaleError
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.origin import Origin, ensure_root, ensure_signed
from tao_spec.transition.rules import rule
from tao_spec.transition.weights_of_calls import fits_weight, get_call_weight

PRIME_WITHOUT_VOTE = "KNOWN-169"
"""The prime member, whose vote stands for those who do not vote, has none."""

MOTION_DURATION = BlockNumber(3_600)
"""A vote lasts so many blocks at least: twelve hours."""

Accounts = tuple[AccountId, ...]


@rule("GOV-20")
def compute_threshold(seats: int) -> U32:
    """So many ayes a motion needs: one more than half of the senate, rounded down, when it is proposed."""
    return U32(seats // 2 + 1)


def get_seats(chain: Chain) -> int:
    """How many senators there are now."""
    return len(chain.governance.senate_members.value)


def ensure_length(data: bytes, length_bound: int) -> None:
    """A call is no longer than its sender said.

    Raises:
        ProposalLengthBoundLessThanProposalLength: it is.
    """
    if len(data) > length_bound:
        raise ProposalLengthBoundLessThanProposalLength


def ensure_triumvir(chain: Chain, origin: Origin) -> AccountId:
    """The member of the triumvirate who signed.

    Raises:
        BadOrigin: no account signed.
        NotMember: it is no member.
    """
    who = ensure_signed(origin)
    if who not in chain.governance.members.value:
        raise NotMember
    return who


@rule("GOV-21")
def get_votes(chain: Chain, proposal: H256, index: U32) -> Votes:
    """The votes on a motion, which must be named by its hash and by its number.

    Raises:
        ProposalNotExists, IndexMismatchProposalHash: in this order.
    """
    votes = chain.governance.voting.get(proposal)
    if votes is None:
        raise ProposalNotExists
    if votes.index != index:
        raise IndexMismatchProposalHash
    return votes


@rule("GOV-22")
def add_vote(chain: Chain, who: AccountId, proposal: H256, index: U32, approve: bool) -> None:
    """Count an account's vote on a motion, even after its time; who votes otherwise than before has changed their mind.

    Raises:
        DispatchError: as `get_votes`.
        DuplicateVote: the account cast this very vote already.
    """
    votes = get_votes(chain, proposal, index)
    same, other = (votes.ayes, votes.nays) if approve else (votes.nays, votes.ayes)
    if who in same:
        raise DuplicateVote
    same, other = (*same, who), _strike(other, who)
    ayes, nays = (same, other) if approve else (other, same)
    chain.emit(Voted(who, proposal, approve, U32(len(ayes)), U32(len(nays))))
    chain.governance.voting[proposal] = replace(votes, ayes=ayes, nays=nays)


def _strike(votes: Accounts, who: AccountId) -> Accounts:
    """Votes without an account's first; the last one takes its place."""
    if who not in votes:
        return votes
    place = votes.index(who)
    kept = [*votes[:place], votes[-1], *votes[place + 1 :]]
    return tuple(kept[:-1])


@dataclass(frozen=True)
class Tally:
    """The votes on a motion as they count, and how many seats there are."""

    yes: int
    no: int
    seats: int


@rule("GOV-23")
def count_votes(chain: Chain, votes: Votes) -> Tally:
    """The votes that were cast, beside the seats of the senate as it is now."""
    return Tally(len(votes.ayes), len(votes.nays), get_seats(chain))


@rule("GOV-24")
def add_default_votes(chain: Chain, votes: Votes, tally: Tally) -> Tally:
    """At the end of its time, senators who did not vote count as the prime member voted, and as nays where it did not say aye.

    The prime member is one of the triumvirate, and only senators vote: unless one account is both, abstentions are nays
    (KNOWN-169).
    """
    missing = max(0, tally.seats - tally.yes - tally.no)
    governance = chain.governance
    prime = (governance.prime if chain.deviates(PRIME_WITHOUT_VOTE) else governance.senate_prime).get()
    if prime is not None and prime in votes.ayes:
        return replace(tally, yes=tally.yes + missing)
    return replace(tally, no=tally.no + missing)


def _tell_closed(chain: Chain, proposal: H256, tally: Tally) -> None:
    chain.emit(Closed(proposal, U32(tally.yes), U32(tally.no)))


def remove_proposal(chain: Chain, proposal: H256) -> None:
    """Forget a motion and its votes."""
    del chain.governance.proposal_of[proposal]
    del chain.governance.voting[proposal]
    proposals = chain.governance.proposals
    proposals.value = tuple(key for key in proposals.value if key != proposal)


@rule("GOV-25")
def disapprove(chain: Chain, proposal: H256) -> None:
    """Give up a motion, whether there is one or not."""
    chain.emit(Disapproved(proposal))
    remove_proposal(chain, proposal)


@rule("GOV-26")
def get_proposal(chain: Chain, proposal: H256, length_bound: U32, weight_bound: Weight) -> Call:
    """The call of a motion, if it stays within the bounds that were given.

    Args:
        length_bound: how long it may be, in bytes.
        weight_bound: what it may weigh.

    Raises:
        ProposalNotExists, ProposalLengthBoundLessThanProposalLength: in this order.
        ProposalWeightLessThanDispatchCallWeight: it weighs more.
    """
    data = chain.governance.proposal_of.get(proposal)
    if data is None:
        raise ProposalNotExists
    ensure_length(data, length_bound)
    try:
        call, _ = chain.revision.interface.call_codec.decode(data, 0)
    except ScaleError:
        raise ProposalNotExists from None
    if not fits_weight(get_call_weight(chain, call), weight_bound):
        raise ProposalWeightLessThanDispatchCallWeight
    return call


@rule("GOV-27")
def approve(chain: Chain, proposal: H256, call: Call, tally: Tally) -> None:
    """Make the call of a motion as the ayes among the seats, and forget the motion; the outcome is told and never refused."""
    chain.emit(Approved(proposal))
    error = try_dispatch(chain, Origin(Members(U32(tally.yes), U32(tally.seats))), call)
    chain.emit(Executed(proposal, error))  # type: ignore[arg-type]
    remove_proposal(chain, proposal)


@rule("GOV-30", call=interface.SetMembers)
def set_members(chain: Chain, origin: Origin, new_members: Accounts, prime: AccountId | None, old_count: U32) -> None:
    """Nobody may replace the members here, not even root: they follow the pallet TriumvirateMembers.

    Raises:
        BadOrigin: always.
    """
    raise BadOrigin


@rule("GOV-31", call=interface.Execute)
def execute(chain: Chain, origin: Origin, proposal: Call, length_bound: U32) -> None:
    """Make a call as a member of the triumvirate alone, which no call of the runtime heeds; the outcome is told, never refused.

    Args:
        proposal: the call.
        length_bound: how long it may be, in bytes.

    Raises:
        BadOrigin, NotMember, ProposalLengthBoundLessThanProposalLength: in this order.
    """
    who = ensure_triumvir(chain, origin)
    data = chain.revision.interface.encode_call(proposal)
    ensure_length(data, length_bound)
    error = try_dispatch(chain, Origin(Member(who)), proposal)
    chain.emit(MemberExecuted(H256(blake2_256(data)), error))  # type: ignore[arg-type]


@rule("GOV-32", call=interface.Propose)
def propose(chain: Chain, origin: Origin, proposal: Call, length_bound: U32, duration: BlockNumber) -> None:
    """Put a call to the vote of the senate, as a member of the triumvirate.

    Args:
        proposal: the call.
        length_bound: how long it may be, in bytes.
        duration: so many blocks the vote lasts.

    Raises:
        BadOrigin, NotMember, DurationLowerThanConfiguredMotionDuration: in this order.
        ProposalLengthBoundLessThanProposalLength, DuplicateProposal: in this order.
        TooManyActiveProposals: there are 10 motions, or there were as many as 32 bits count.
    """
    who = ensure_triumvir(chain, origin)
    if duration < MOTION_DURATION:
        raise DurationLowerThanConfiguredMotionDuration
    data = chain.revision.interface.encode_call(proposal)
    ensure_length(data, length_bound)
    key = H256(blake2_256(data))
    if key in chain.governance.proposal_of:
        raise DuplicateProposal
    index = _number_proposal(chain, key)
    threshold = compute_threshold(get_seats(chain))
    chain.governance.proposal_of[key] = data
    chain.governance.voting[key] = Votes(index, threshold, (), (), chain.number.saturating_add(duration))
    chain.emit(Proposed(who, index, key, threshold))


def _number_proposal(chain: Chain, key: H256) -> U32:
    proposals, count = chain.governance.proposals, chain.governance.proposal_count
    if len(proposals.value) >= MAX_PROPOSALS:
        raise TooManyActiveProposals
    proposals.value = (*proposals.value, key)
    index = count.value
    following = index.checked_add(U32(1))
    if following is None:
        raise TooManyActiveProposals
    count.value = following
    return index


@rule("GOV-33", call=interface.Vote)
def vote(chain: Chain, origin: Origin, proposal: H256, index: U32, approve: bool) -> None:
    """Nobody votes here: the senate votes through SubtensorModule.

    Raises:
        BadOrigin: an account must sign.
        NotMember: always.
    """
    ensure_signed(origin)
    raise NotMember


@rule("GOV-34", call=interface.DisapproveProposal)
def disapprove_proposal(chain: Chain, origin: Origin, proposal_hash: H256) -> None:
    """Strike out a motion, whatever its votes; one that is not there is told to be struck out all the same.

    Raises:
        BadOrigin: only root may.
    """
    ensure_root(origin)
    disapprove(chain, proposal_hash)


@rule("GOV-35", call=interface.Close)
def close(
    chain: Chain, origin: Origin, proposal_hash: H256, index: U32, proposal_weight_bound: Weight, length_bound: U32
) -> None:
    """End a vote that is decided or over, and make its call if it passed.

    It passed with as many ayes as its threshold; it failed once the seats that did not say nay are fewer. Which seats there are
    is asked now, while the threshold is of the day on which it was proposed.

    Args:
        proposal_hash, index: which motion.
        proposal_weight_bound: what its call may weigh, where it passed.
        length_bound: how long its call may be, in bytes, where it passed.

    Raises:
        BadOrigin: only root may.
        DispatchError: as `get_votes`.
        TooEarlyToCloseProposal: the vote is neither decided nor over.
        DispatchError: as `get_proposal`, where it passed.
    """
    ensure_root(origin)
    votes = get_votes(chain, proposal_hash, index)
    tally = count_votes(chain, votes)
    passed = tally.yes >= votes.threshold
    failed = max(0, tally.seats - tally.no) < votes.threshold
    if not passed and not failed:
        if chain.number < votes.end:
            raise TooEarlyToCloseProposal
        tally = add_default_votes(chain, votes, tally)
        passed = tally.yes >= votes.threshold
    call = get_proposal(chain, proposal_hash, length_bound, proposal_weight_bound) if passed else None
    _tell_closed(chain, proposal_hash, tally)
    if call is None:
        disapprove(chain, proposal_hash)
    else:
        approve(chain, proposal_hash, call, tally)

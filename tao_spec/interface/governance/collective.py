"""Triumvirate: proposals of the triumvirate, on which the senate votes."""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.identifiers import H256, AccountId, BlockNumber
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, DispatchResult, Event
from tao_spec.interface.pallets import TRIUMVIRATE
from tao_spec.storage.scale import Compact

CompactU32 = Annotated[U32, Compact(U32)]


class SetMembers(Call, pallet=TRIUMVIRATE, index=0, name="set_members"):
    """Replace the members; no origin may."""

    new_members: tuple[AccountId, ...]
    prime: AccountId | None
    old_count: U32


class Execute(Call, pallet=TRIUMVIRATE, index=1, name="execute"):
    """Make a call, at most `length_bound` bytes long, as a member alone."""

    proposal: Call
    length_bound: CompactU32


class Propose(Call, pallet=TRIUMVIRATE, index=2, name="propose"):
    """Put a call, at most `length_bound` bytes long, to the vote for so many blocks."""

    proposal: Call
    length_bound: CompactU32
    duration: BlockNumber


class Vote(Call, pallet=TRIUMVIRATE, index=3, name="vote"):
    """Vote on a proposal; nobody may here, for the senate votes through SubtensorModule."""

    proposal: H256
    index: CompactU32
    approve: bool


class DisapproveProposal(Call, pallet=TRIUMVIRATE, index=5, name="disapprove_proposal"):
    """Strike out a proposal, whatever its votes; only root may."""

    proposal_hash: H256


class Close(Call, pallet=TRIUMVIRATE, index=6, name="close"):
    """End a vote that is decided or over, and make the call if it was approved.

    The call must be at most `length_bound` bytes long and cost at most `proposal_weight_bound`.
    """

    proposal_hash: H256
    index: CompactU32
    proposal_weight_bound: Weight
    length_bound: CompactU32


class Proposed(Event, pallet=TRIUMVIRATE, index=0, named=True):
    """A call was put to the vote and passes with so many ayes."""

    account: AccountId
    proposal_index: U32
    proposal_hash: H256
    threshold: U32


class Voted(Event, pallet=TRIUMVIRATE, index=1, named=True):
    """A vote was cast, and these are the votes now."""

    account: AccountId
    proposal_hash: H256
    voted: bool
    yes: U32
    no: U32


class Approved(Event, pallet=TRIUMVIRATE, index=2, named=True):
    """A proposal passed."""

    proposal_hash: H256


class Disapproved(Event, pallet=TRIUMVIRATE, index=3, named=True):
    """A proposal failed or was struck out."""

    proposal_hash: H256


class Executed(Event, pallet=TRIUMVIRATE, index=4, named=True):
    """The call of a proposal was made, and this came of it."""

    proposal_hash: H256
    result: DispatchResult


class MemberExecuted(Event, pallet=TRIUMVIRATE, index=5, named=True):
    """A member alone made a call, and this came of it."""

    proposal_hash: H256
    result: DispatchResult


class Closed(Event, pallet=TRIUMVIRATE, index=6, named=True):
    """A vote ended with so many ayes and nays."""

    proposal_hash: H256
    yes: U32
    no: U32


class CollectiveError(ModuleError, pallet=TRIUMVIRATE):
    """An error of Triumvirate."""


class NotMember(CollectiveError, code=0):
    """The sender is no member, or may not vote."""


class DuplicateProposal(CollectiveError, code=1):
    """The same call is put to the vote already."""


class ProposalNotExists(CollectiveError, code=2):
    """There is no such proposal."""


class IndexMismatchProposalHash(CollectiveError, code=3):
    """The proposal has another index."""


class DuplicateVote(CollectiveError, code=4):
    """The member cast this very vote already."""


class TooEarlyToCloseProposal(CollectiveError, code=5):
    """The vote is neither decided nor over."""


class TooManyActiveProposals(CollectiveError, code=6):
    """There are 10 proposals already."""


class ProposalWeightLessThanDispatchCallWeight(CollectiveError, code=7):
    """The call costs more than the given weight."""


class ProposalLengthBoundLessThanProposalLength(CollectiveError, code=8):
    """The call is longer than the given length."""


class DurationLowerThanConfiguredMotionDuration(CollectiveError, code=9):
    """A vote lasts 3,600 blocks at least."""

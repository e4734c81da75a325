"""Governance: the triumvirate, the senate, their proposals and votes; the sudo key; scheduled calls and preimages."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, AccountId, BlockNumber
from tao_spec.arithmetic.integers import U8, U32, U64
from tao_spec.interface.governance.scheduler import Period, TaskName
from tao_spec.interface.origins import OriginCaller
from tao_spec.interface.pallets import (
    PREIMAGE,
    SCHEDULER,
    SENATE_MEMBERS,
    SUBTENSOR,
    SUDO,
    TRIUMVIRATE,
    TRIUMVIRATE_MEMBERS,
)
from tao_spec.state.stored_call import StoredCall
from tao_spec.storage.hashers import Blake2_128Concat, Identity, Twox64Concat
from tao_spec.storage.items import Domain, StorageMap, StorageValue
from tao_spec.storage.scale import Bytes, Option, Rest, Struct, Tuple, Variant, Vec

MAX_PROPOSALS = 10
MAX_TRIUMVIRATE_MEMBERS = 3
MAX_SENATE_MEMBERS = 12
MAX_SCHEDULED_PER_BLOCK = 50
MAX_PREIMAGE_BYTES = 4_194_304


class Votes(Struct):
    """The votes on a proposal: it passes with `threshold` ayes, and the vote lasts until the block `end`."""

    index: U32
    threshold: U32
    ayes: tuple[AccountId, ...]
    nays: tuple[AccountId, ...]
    end: BlockNumber


class Scheduled(Struct):
    """A task: its call, whose origin that call has, and how it repeats; a lesser priority number comes first."""

    maybe_id: TaskName | None
    priority: U8
    call: StoredCall
    maybe_periodic: Period | None
    origin: OriginCaller


class RetryConfig(Struct):
    """How often a task that is refused is tried again, how often yet, and how many blocks apart."""

    total_retries: U8
    remaining: U8
    period: BlockNumber


class OldRequestStatus(Variant):
    """What is known of a preimage, in an older form: deposits are reserved, not held."""


class OldUnrequested(OldRequestStatus, index=0, name="Unrequested", named=True):
    """Stored for a deposit in rao, `len` bytes long."""

    deposit: tuple[AccountId, TaoBalance]
    len: U32


class OldRequested(OldRequestStatus, index=1, name="Requested", named=True):
    """Requested so many times, and perhaps stored."""

    deposit: tuple[AccountId, TaoBalance] | None
    count: U32
    len: U32 | None


class RequestStatus(Variant):
    """What is known of a preimage."""


class Unrequested(RequestStatus, index=0, named=True):
    """Stored by an account for a deposit in rao, `len` bytes long."""

    ticket: tuple[AccountId, TaoBalance]
    len: U32


class Requested(RequestStatus, index=1, named=True):
    """Requested so many times, and perhaps stored."""

    maybe_ticket: tuple[AccountId, TaoBalance] | None
    count: U32
    maybe_len: U32 | None


class GovernanceState(Domain):
    """The storage of the governance pallets, and the senate's part of SubtensorModule."""

    proposals = StorageValue(
        TRIUMVIRATE.name,
        "Proposals",
        Vec(H256, MAX_PROPOSALS),
        (),
        "The proposals under vote, by the hash of the call.",
    )
    proposal_of = StorageMap(
        TRIUMVIRATE.name,
        "ProposalOf",
        Identity(H256),
        Rest(),
        doc="The call of a proposal, in bytes: which calls there are depends on the revision.",
    )
    voting = StorageMap(TRIUMVIRATE.name, "Voting", Identity(H256), Votes, doc="The votes on a proposal.")
    proposal_count = StorageValue(
        TRIUMVIRATE.name, "ProposalCount", U32, U32(0), "How many proposals there were: the index of the next."
    )
    members = StorageValue(
        TRIUMVIRATE.name, "Members", Vec(AccountId), (), "The triumvirate in ascending order, as it votes and proposes."
    )
    prime = StorageValue(
        TRIUMVIRATE.name, "Prime", AccountId, doc="The member whose vote stands for those who do not vote."
    )
    triumvirate_members = StorageValue(
        TRIUMVIRATE_MEMBERS.name,
        "Members",
        Vec(AccountId, MAX_TRIUMVIRATE_MEMBERS),
        (),
        "The triumvirate in ascending order, as root sets it.",
    )
    triumvirate_prime = StorageValue(
        TRIUMVIRATE_MEMBERS.name, "Prime", AccountId, doc="The prime member of the triumvirate, as root sets it."
    )
    senate_members = StorageValue(
        SENATE_MEMBERS.name,
        "Members",
        Vec(AccountId, MAX_SENATE_MEMBERS),
        (),
        "The hotkeys that form the senate, in ascending order.",
    )
    senate_prime = StorageValue(SENATE_MEMBERS.name, "Prime", AccountId, doc="The prime senator; no rule reads it.")
    senate_required_stake_percentage = StorageValue(
        SUBTENSOR.name,
        "SenateRequiredStakePercentage",
        U64,
        U64(1),
        "The share of all stake that a senator needs, in percent; no rule reads it.",
    )
    sudo_key = StorageValue(SUDO.name, "Key", AccountId, doc="The account that may do everything.")
    incomplete_since = StorageValue(
        SCHEDULER.name, "IncompleteSince", BlockNumber, doc="The first block whose tasks were not all made."
    )
    agenda = StorageMap(
        SCHEDULER.name,
        "Agenda",
        Twox64Concat(BlockNumber),
        Vec(Option(Scheduled), MAX_SCHEDULED_PER_BLOCK),
        (),
        "The tasks that are due at a block; a place that became free holds nothing.",
    )
    retries = StorageMap(
        SCHEDULER.name,
        "Retries",
        Blake2_128Concat(Tuple(BlockNumber, U32)),
        RetryConfig,
        doc="How a task is tried again, by its block and place.",
    )
    lookup = StorageMap(
        SCHEDULER.name,
        "Lookup",
        Twox64Concat(TaskName),
        Tuple(BlockNumber, U32),
        doc="The block and place of a task with a name.",
    )
    status_for = StorageMap(
        PREIMAGE.name,
        "StatusFor",
        Identity(H256),
        OldRequestStatus,
        doc="What is known of a preimage, in an older form.",
    )
    request_status_for = StorageMap(
        PREIMAGE.name, "RequestStatusFor", Identity(H256), RequestStatus, doc="What is known of a preimage."
    )
    preimage_for = StorageMap(
        PREIMAGE.name,
        "PreimageFor",
        Identity(Tuple(H256, U32)),
        Bytes(MAX_PREIMAGE_BYTES),
        doc="The data with a hash and a length in bytes.",
    )

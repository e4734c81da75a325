"""Commitments of neurons, what of them was revealed, and the pulses of drand that reveal them."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.commitments.drand import BeaconConfiguration, Metadata, Pulse, RoundNumber
from tao_spec.interface.commitments.metadata import CommitmentInfo
from tao_spec.interface.pallets import COMMITMENTS, DRAND
from tao_spec.state.zero_padded import ZeroPadded
from tao_spec.storage.hashers import Blake2_128Concat, Identity, Twox64Concat
from tao_spec.storage.items import Domain, StorageDoubleMap, StorageMap, StorageValue
from tao_spec.storage.scale import Bytes, SortedSet, Struct, Tuple, Vec

MAX_MIGRATION_KEY_BYTES = 128

QUICKNET = BeaconConfiguration(
    public_key=bytes.fromhex(
        "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c"
        "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
        "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
    ),
    period=U32(3),
    genesis_time=U32(1_692_803_367),
    hash=bytes.fromhex("52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"),
    group_hash=bytes.fromhex("f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e"),
    scheme_id=b"bls-unchained-g1-rfc9380",
    metadata=Metadata(beacon_id=b"quicknet"),
)
"""The beacon that the chain follows unless root says otherwise: a pulse every 3 seconds since 23 August 2023."""


class Registration(Struct):
    """What a hotkey committed, in which block, and the deposit for it, in rao; this runtime takes none."""

    deposit: TaoBalance
    block: BlockNumber
    info: CommitmentInfo


class UsageTracker(Struct):
    """How many bytes a hotkey committed in the epoch in which it last did."""

    last_epoch: U64
    used_space: U64


class CommitmentsState(Domain):
    """The storage of Commitments and Drand."""

    timelocked_index = StorageValue(
        COMMITMENTS.name,
        "TimelockedIndex",
        SortedSet(Tuple(NetUid, AccountId)),
        (),
        "The subnets and hotkeys whose commitment holds a sealed field, in ascending order.",
    )
    commitment_of = StorageDoubleMap(
        COMMITMENTS.name,
        "CommitmentOf",
        Identity(NetUid),
        Twox64Concat(AccountId),
        ZeroPadded(Registration),
        doc="What a hotkey committed on a subnet.",
    )
    last_commitment = StorageDoubleMap(
        COMMITMENTS.name,
        "LastCommitment",
        Identity(NetUid),
        Twox64Concat(AccountId),
        BlockNumber,
        doc="The block in which a hotkey last committed; no rule reads it.",
    )
    last_bonds_reset = StorageDoubleMap(
        COMMITMENTS.name,
        "LastBondsReset",
        Identity(NetUid),
        Twox64Concat(AccountId),
        BlockNumber,
        doc="The block in which a hotkey last asked for its bonds to be reset; no rule reads it.",
    )
    revealed_commitments = StorageDoubleMap(
        COMMITMENTS.name,
        "RevealedCommitments",
        Identity(NetUid),
        Twox64Concat(AccountId),
        Vec(Tuple(Bytes(), U64)),
        doc="What was revealed of a hotkey's sealed fields, each with the block in which it was, oldest first.",
    )
    used_space_of = StorageDoubleMap(
        COMMITMENTS.name,
        "UsedSpaceOf",
        Identity(NetUid),
        Twox64Concat(AccountId),
        UsageTracker,
        doc="How many bytes a hotkey committed on a subnet in an epoch.",
    )
    max_space = StorageValue(
        COMMITMENTS.name, "MaxSpace", U32, U32(3_100), "How many bytes a hotkey may commit on a subnet in one epoch."
    )
    beacon_config = StorageValue(
        DRAND.name, "BeaconConfig", BeaconConfiguration, QUICKNET, "The beacon whose pulses the chain takes."
    )
    has_migration_run = StorageMap(
        DRAND.name,
        "HasMigrationRun",
        Identity(Bytes(MAX_MIGRATION_KEY_BYTES)),
        bool,
        False,
        "Whether a migration of the storage has run, by its name.",
    )
    pulses = StorageMap(
        DRAND.name, "Pulses", Blake2_128Concat(RoundNumber), Pulse, doc="The pulses that are stored, by round."
    )
    last_stored_round = StorageValue(
        DRAND.name, "LastStoredRound", RoundNumber, RoundNumber(0), "The latest round stored."
    )
    oldest_stored_round = StorageValue(
        DRAND.name, "OldestStoredRound", RoundNumber, RoundNumber(0), "The oldest round that is still stored."
    )
    next_unsigned_at = StorageValue(
        DRAND.name,
        "NextUnsignedAt",
        BlockNumber,
        BlockNumber(0),
        "The block from which nodes bring pulses again; only nodes read it.",
    )

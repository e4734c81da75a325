"""Weights: what validators say of the other neurons, openly or committed first and revealed later."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import H256, AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.pallets import SUBTENSOR
from tao_spec.interface.weights import Ciphertext
from tao_spec.storage.hashers import Identity, Twox64Concat
from tao_spec.storage.items import Domain, StorageDoubleMap, StorageMap, StorageValue
from tao_spec.storage.scale import Struct, Tuple, Vec

COMMIT_REVEAL_VERSION = U16(4)
"""The version of timelocked commitments that the chain takes."""


class WeightCommit(Struct, unnamed=True):
    """Weights of which only the hash is known yet."""

    hash: H256
    commit_block: BlockHeight
    first_reveal_block: BlockHeight
    last_reveal_block: BlockHeight


class TimelockedCommit(Struct, unnamed=True):
    """Encrypted weights, which everybody can read once the round of the beacon is there."""

    who: AccountId
    commit_block: BlockHeight
    commit: Ciphertext
    reveal_round: U64


class TimelockedCommitV1(Struct, unnamed=True):
    """Encrypted weights in the first form, without the block of the commitment."""

    who: AccountId
    commit: Ciphertext
    reveal_round: U64


class WeightsState(Domain):
    """The storage of weights, their commitments and the limits on both."""

    weights = StorageDoubleMap(
        SUBTENSOR.name,
        "Weights",
        Identity(NetUid),
        Identity(Uid),
        Vec(Tuple(Uid, U16)),
        (),
        "The weights of a neuron: numbers of neurons, and parts of the greatest, which is 65,535.",
    )
    last_update = StorageMap(
        SUBTENSOR.name,
        "LastUpdate",
        Identity(NetUid),
        Vec(BlockHeight),
        (),
        "The block in which each neuron last set or committed weights, or in which its number was added.",
    )
    stake_threshold = StorageValue(
        SUBTENSOR.name,
        "StakeThreshold",
        U64,
        U64(0),
        "Stake that a hotkey needs to set weights or to be a validator, in rao.",
    )
    min_allowed_weights = StorageMap(
        SUBTENSOR.name,
        "MinAllowedWeights",
        Identity(NetUid),
        U16,
        U16(1_024),
        "How many neurons weights must name at least.",
    )
    max_weights_limit = StorageMap(
        SUBTENSOR.name,
        "MaxWeightsLimit",
        Identity(NetUid),
        U16,
        U16(1_000),
        "The greatest share of one weight in all, in parts of 65,535.",
    )
    weights_set_rate_limit = StorageMap(
        SUBTENSOR.name,
        "WeightsSetRateLimit",
        Identity(NetUid),
        U64,
        U64(100),
        "Blocks from one setting of a neuron's weights to the next, at least.",
    )
    weights_version_key = StorageMap(
        SUBTENSOR.name,
        "WeightsVersionKey",
        Identity(NetUid),
        U64,
        U64(0),
        "The least version that weights must name; 0 for any.",
    )
    weights_version_key_rate_limit = StorageValue(
        SUBTENSOR.name,
        "WeightsVersionKeyRateLimit",
        U64,
        U64(5),
        "Tempos from one change of a version key to the next, at least.",
    )
    commit_reveal_weights_enabled = StorageMap(
        SUBTENSOR.name,
        "CommitRevealWeightsEnabled",
        Identity(NetUid),
        bool,
        True,
        "Whether weights must be committed before they are set.",
    )
    commit_reveal_weights_version = StorageValue(
        SUBTENSOR.name,
        "CommitRevealWeightsVersion",
        U16,
        COMMIT_REVEAL_VERSION,
        "The version that a timelocked commitment must name.",
    )
    reveal_period_epochs = StorageMap(
        SUBTENSOR.name,
        "RevealPeriodEpochs",
        Twox64Concat(NetUid),
        U64,
        U64(1),
        "Epochs between the commitment of weights and their revelation.",
    )
    weight_commits = StorageDoubleMap(
        SUBTENSOR.name,
        "WeightCommits",
        Twox64Concat(NetUid),
        Twox64Concat(AccountId),
        Vec(WeightCommit),
        doc="The commitments of a hotkey, the oldest first.",
    )
    timelocked_weight_commits = StorageDoubleMap(
        SUBTENSOR.name,
        "TimelockedWeightCommits",
        Twox64Concat(NetUid),
        Twox64Concat(U64),
        Vec(TimelockedCommit),
        (),
        "The timelocked commitments made in an epoch, in the order in which they came.",
    )
    crv3_weight_commits = StorageDoubleMap(
        SUBTENSOR.name,
        "CRV3WeightCommits",
        Twox64Concat(NetUid),
        Twox64Concat(U64),
        Vec(TimelockedCommitV1),
        (),
        "Timelocked commitments in the first form; read by a migration only.",
    )
    crv3_weight_commits_v2 = StorageDoubleMap(
        SUBTENSOR.name,
        "CRV3WeightCommitsV2",
        Twox64Concat(NetUid),
        Twox64Concat(U64),
        Vec(TimelockedCommit),
        (),
        "Timelocked commitments under their second name; read by a migration only.",
    )

"""What revision 320 remembers otherwise: items that it adds, items whose declaration changed, and items that are no more."""

from __future__ import annotations

from typing import Final

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.pallets import SUBTENSOR
from tao_spec.revisions.r320.interface import MechId, RecycleOrBurnEnum
from tao_spec.state.subnets import SubnetsState
from tao_spec.storage.hashers import Blake2_128Concat, Identity, Twox64Concat
from tao_spec.storage.items import Domain, StorageMap, StorageValue
from tao_spec.storage.scale import Enumeration, Variant, Vec
from tao_spec.transition.chain import Chain


class Hyperparameter(Enumeration):
    """The settings of a subnet whose changes by its owner are limited, each by itself."""

    Unknown = 0
    ServingRateLimit = 1
    MaxDifficulty = 2
    AdjustmentAlpha = 3
    MaxWeightLimit = 4
    ImmunityPeriod = 5
    MinAllowedWeights = 6
    Kappa = 7
    Rho = 8
    ActivityCutoff = 9
    PowRegistrationAllowed = 10
    MinBurn = 11
    MaxBurn = 12
    BondsMovingAverage = 13
    BondsPenalty = 14
    CommitRevealEnabled = 15
    LiquidAlphaEnabled = 16
    AlphaValues = 17
    WeightCommitInterval = 18
    TransferEnabled = 19
    AlphaSigmoidSteepness = 20
    Yuma3Enabled = 21
    BondsResetEnabled = 22
    ImmuneNeuronLimit = 23
    RecycleOrBurn = 24


class RateLimitKey(Variant):
    """An operation that may be done only once in a while, with what it is done to or who does it."""


class SetSNOwnerHotkey(RateLimitKey, index=0):
    """The choice of the hotkey of a subnet's owner."""

    netuid: NetUid


class OwnerHyperparamUpdate(RateLimitKey, index=1):
    """The change of a setting by the owner of a subnet."""

    netuid: NetUid
    hyperparameter: Hyperparameter


class NetworkLastRegistered(RateLimitKey, index=2):
    """The registration of a subnet."""


class LastTxBlock(RateLimitKey, index=3):
    """An account's swap of a hotkey."""

    account: AccountId


class LastTxBlockChildKeyTake(RateLimitKey, index=4):
    """A change of the take of a child hotkey."""

    account: AccountId


class LastTxBlockDelegateTake(RateLimitKey, index=5):
    """A raise of the take of a delegate."""

    account: AccountId


class R320State(Domain):
    """The storage that revision 320 adds or declares otherwise."""

    mechanism_count_current = StorageMap(
        SUBTENSOR.name,
        "MechanismCountCurrent",
        Twox64Concat(NetUid),
        MechId,
        MechId(1),
        "How many mechanisms the subnet has.",
    )
    mechanism_emission_split = StorageMap(
        SUBTENSOR.name,
        "MechanismEmissionSplit",
        Twox64Concat(NetUid),
        Vec(U16),
        doc="What each mechanism gets of the subnet's emission, in parts of 65,535; without a value all get as much.",
    )
    subnet_limit = StorageValue(
        SUBTENSOR.name, "SubnetLimit", U16, U16(128), "How many subnets there may be, root not among them."
    )
    network_immunity_period = StorageValue(
        SUBTENSOR.name,
        "NetworkImmunityPeriod",
        U64,
        U64(1_296_000),
        "Blocks after its registration in which a subnet is not pruned.",
    )
    network_registration_start_block = StorageValue(
        SUBTENSOR.name,
        "NetworkRegistrationStartBlock",
        BlockHeight,
        BlockHeight(0),
        "The block from which on subnets can be registered.",
    )
    admin_freeze_window = StorageValue(
        SUBTENSOR.name,
        "AdminFreezeWindow",
        U16,
        U16(10),
        "Blocks before an epoch in which a subnet's settings cannot be changed.",
    )
    owner_hyperparam_rate_limit = StorageValue(
        SUBTENSOR.name,
        "OwnerHyperparamRateLimit",
        U16,
        U16(2),
        "Epochs that the owner of a subnet waits between two changes of one setting.",
    )
    last_rate_limited_block = StorageMap(
        SUBTENSOR.name,
        "LastRateLimitedBlock",
        Identity(RateLimitKey),
        BlockHeight,
        BlockHeight(0),
        "The block in which a limited operation was last done; zero for never.",
    )
    min_allowed_uids = StorageMap(
        SUBTENSOR.name,
        "MinAllowedUids",
        Identity(NetUid),
        U16,
        U16(64),
        "The least to which the number of the subnet's neurons can be limited.",
    )
    recycle_or_burn = StorageMap(
        SUBTENSOR.name,
        "RecycleOrBurn",
        Identity(NetUid),
        RecycleOrBurnEnum,
        RecycleOrBurnEnum.Burn,
        "What becomes of the alpha that the owner's neurons earn as miners.",
    )
    ck_burn = StorageValue(
        SUBTENSOR.name, "CKBurn", U64, U64(0), "The share of a child's reward that is burned, in parts of 2^64 - 1."
    )
    auto_stake_destination = StorageMap(
        SUBTENSOR.name,
        "AutoStakeDestination",
        Blake2_128Concat(AccountId),
        AccountId,
        doc="The hotkey to which what the coldkey's neurons earn as miners is staked.",
    )


REMOVED_ITEMS: Final = frozenset({SubnetsState.network_last_registered.title, SubnetsState.network_modality.title})
"""What revision 306 remembers and 320 does not."""


def added(chain: Chain) -> R320State:
    """The storage that revision 320 adds."""
    return chain.domain(R320State)

"""Neurons: who has which number in which subnet, and what it takes to get one."""

from __future__ import annotations

from tao_spec.arithmetic.currency import RAO_PER_TAO, TaoBalance, tao
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.pallets import SUBTENSOR
from tao_spec.storage.hashers import Blake2_128Concat, Identity
from tao_spec.storage.items import Domain, StorageDoubleMap, StorageMap
from tao_spec.storage.scale import Vec

MAX_DIFFICULTY = U64(U64.MAX // 4)
"""The greatest difficulty that a subnet allows unless it sets another."""


class NeuronsState(Domain):
    """The storage of the neurons and of their registration."""

    subnetwork_n = StorageMap(
        SUBTENSOR.name,
        "SubnetworkN",
        Identity(NetUid),
        U16,
        U16(0),
        "How many neurons the subnet has; their numbers run from 0.",
    )
    uids = StorageDoubleMap(
        SUBTENSOR.name,
        "Uids",
        Identity(NetUid),
        Blake2_128Concat(AccountId),
        Uid,
        doc="The number of a hotkey in a subnet where it is registered.",
    )
    keys = StorageDoubleMap(
        SUBTENSOR.name, "Keys", Identity(NetUid), Identity(Uid), AccountId, AccountId(), "The hotkey of a neuron."
    )
    block_at_registration = StorageDoubleMap(
        SUBTENSOR.name,
        "BlockAtRegistration",
        Identity(NetUid),
        Identity(Uid),
        BlockHeight,
        BlockHeight(0),
        "The block in which the neuron was registered; its immunity counts from there.",
    )
    is_network_member = StorageDoubleMap(
        SUBTENSOR.name,
        "IsNetworkMember",
        Blake2_128Concat(AccountId),
        Identity(NetUid),
        bool,
        False,
        "Whether the hotkey is registered in the subnet.",
    )
    pruning_scores = StorageMap(
        SUBTENSOR.name,
        "PruningScores",
        Identity(NetUid),
        Vec(U16),
        (),
        "What each neuron is worth to the subnet, in parts of the greatest, which is 65,535; the least goes first.",
    )
    max_allowed_uids = StorageMap(
        SUBTENSOR.name, "MaxAllowedUids", Identity(NetUid), U16, U16(4_096), "How many neurons the subnet may have."
    )
    immunity_period = StorageMap(
        SUBTENSOR.name,
        "ImmunityPeriod",
        Identity(NetUid),
        U16,
        U16(4_096),
        "Blocks after its registration in which a neuron is pruned only for want of another.",
    )
    immune_owner_uids_limit = StorageMap(
        SUBTENSOR.name,
        "ImmuneOwnerUidsLimit",
        Identity(NetUid),
        U16,
        U16(1),
        "How many neurons of the subnet's owner are paid no incentive.",
    )
    network_registration_allowed = StorageMap(
        SUBTENSOR.name,
        "NetworkRegistrationAllowed",
        Identity(NetUid),
        bool,
        True,
        "Whether a neuron can be registered by burning TAO.",
    )
    network_pow_registration_allowed = StorageMap(
        SUBTENSOR.name,
        "NetworkPowRegistrationAllowed",
        Identity(NetUid),
        bool,
        True,
        "Whether a neuron can be registered by work.",
    )
    max_registrations_per_block = StorageMap(
        SUBTENSOR.name,
        "MaxRegistrationsPerBlock",
        Identity(NetUid),
        U16,
        U16(1),
        "How many registrations a block may hold.",
    )
    registrations_this_block = StorageMap(
        SUBTENSOR.name, "RegistrationsThisBlock", Identity(NetUid), U16, U16(0), "Registrations in the present block."
    )
    target_registrations_per_interval = StorageMap(
        SUBTENSOR.name,
        "TargetRegistrationsPerInterval",
        Identity(NetUid),
        U16,
        U16(2),
        "Registrations in an interval at which cost and difficulty stay; three times as many are allowed.",
    )
    adjustment_interval = StorageMap(
        SUBTENSOR.name,
        "AdjustmentInterval",
        Identity(NetUid),
        U16,
        U16(100),
        "Blocks after which cost and difficulty are adjusted.",
    )
    adjustment_alpha = StorageMap(
        SUBTENSOR.name,
        "AdjustmentAlpha",
        Identity(NetUid),
        U64,
        U64(0),
        "The weight of the old cost or difficulty in an adjustment, in parts of 2^64 - 1.",
    )
    last_adjustment_block = StorageMap(
        SUBTENSOR.name,
        "LastAdjustmentBlock",
        Identity(NetUid),
        BlockHeight,
        BlockHeight(0),
        "The block of the last adjustment.",
    )
    registrations_this_interval = StorageMap(
        SUBTENSOR.name,
        "RegistrationsThisInterval",
        Identity(NetUid),
        U16,
        U16(0),
        "Registrations since the last adjustment.",
    )
    pow_registrations_this_interval = StorageMap(
        SUBTENSOR.name,
        "POWRegistrationsThisInterval",
        Identity(NetUid),
        U16,
        U16(0),
        "Registrations by work since the last adjustment.",
    )
    burn_registrations_this_interval = StorageMap(
        SUBTENSOR.name,
        "BurnRegistrationsThisInterval",
        Identity(NetUid),
        U16,
        U16(0),
        "Registrations by burning since the last adjustment.",
    )
    burn = StorageMap(
        SUBTENSOR.name,
        "Burn",
        Identity(NetUid),
        TaoBalance,
        TaoBalance(RAO_PER_TAO // 10),
        "The cost of a registration, in rao.",
    )
    min_burn = StorageMap(
        SUBTENSOR.name,
        "MinBurn",
        Identity(NetUid),
        TaoBalance,
        TaoBalance(500_000),
        "The least cost of a registration, in rao.",
    )
    max_burn = StorageMap(
        SUBTENSOR.name,
        "MaxBurn",
        Identity(NetUid),
        TaoBalance,
        tao(100),
        "The greatest cost of a registration, in rao.",
    )
    difficulty = StorageMap(
        SUBTENSOR.name,
        "Difficulty",
        Identity(NetUid),
        U64,
        U64(10_000_000),
        "The difficulty of the work: a hash times this must not pass 2^256.",
    )
    min_difficulty = StorageMap(
        SUBTENSOR.name, "MinDifficulty", Identity(NetUid), U64, U64(10_000_000), "The least difficulty of the work."
    )
    max_difficulty = StorageMap(
        SUBTENSOR.name, "MaxDifficulty", Identity(NetUid), U64, MAX_DIFFICULTY, "The greatest difficulty of the work."
    )
    used_work = StorageMap(
        SUBTENSOR.name,
        "UsedWork",
        Identity(bytes),
        BlockHeight,
        BlockHeight(0),
        "The block in which this work registered a neuron; no rule reads it.",
    )
    rao_recycled_for_registration = StorageMap(
        SUBTENSOR.name,
        "RAORecycledForRegistration",
        Identity(NetUid),
        TaoBalance,
        TaoBalance(0),
        "TAO that registrations have cost, in rao.",
    )

"""Subnets: which exist, who owns them, what their registration cost, and when they may start."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.interface.pallets import SUBTENSOR
from tao_spec.state.units import BLOCKS_PER_DAY
from tao_spec.storage.hashers import Identity
from tao_spec.storage.items import Domain, StorageMap, StorageValue
from tao_spec.storage.scale import Variant

DEFAULT_SYMBOL = "𝜏".encode()
"""The symbol of a subnet that has none of its own: a mathematical tau, in UTF-8."""

NETWORK_MIN_LOCK_COST = tao(1_000)
"""The least cost of a new subnet, in rao."""


class RateLimitKey(Variant):
    """An operation that may be done only once in a while, with what it is done to."""


class SetSNOwnerHotkey(RateLimitKey, index=0):
    """The choice of the hotkey of a subnet's owner."""

    netuid: NetUid


class SubnetsState(Domain):
    """The storage of the subnets themselves."""

    networks_added = StorageMap(
        SUBTENSOR.name, "NetworksAdded", Identity(NetUid), bool, False, "Whether the subnet exists."
    )
    total_networks = StorageValue(
        SUBTENSOR.name, "TotalNetworks", U16, U16(0), "How many subnets exist, root among them; no rule reads it."
    )
    network_registered_at = StorageMap(
        SUBTENSOR.name,
        "NetworkRegisteredAt",
        Identity(NetUid),
        BlockHeight,
        BlockHeight(0),
        "The block in which the subnet was registered.",
    )
    network_modality = StorageMap(
        SUBTENSOR.name,
        "NetworkModality",
        Identity(NetUid),
        U16,
        U16(0),
        "What the subnet works on: always 0, text; no rule reads it.",
    )
    subnet_owner = StorageMap(
        SUBTENSOR.name,
        "SubnetOwner",
        Identity(NetUid),
        AccountId,
        AccountId(),
        "The coldkey that owns the subnet; zeros where nobody does.",
    )
    subnet_owner_hotkey = StorageMap(
        SUBTENSOR.name,
        "SubnetOwnerHotkey",
        Identity(NetUid),
        AccountId,
        AccountId(),
        "The hotkey to which the owner's cut goes; zeros where there is none.",
    )
    token_symbol = StorageMap(
        SUBTENSOR.name,
        "TokenSymbol",
        Identity(NetUid),
        bytes,
        DEFAULT_SYMBOL,
        "The symbol of the subnet's alpha, in UTF-8.",
    )
    subtoken_enabled = StorageMap(
        SUBTENSOR.name,
        "SubtokenEnabled",
        Identity(NetUid),
        bool,
        False,
        "Whether the subnet's alpha can be bought, sold and moved: from its start on.",
    )
    first_emission_block_number = StorageMap(
        SUBTENSOR.name,
        "FirstEmissionBlockNumber",
        Identity(NetUid),
        BlockHeight,
        doc="The first block in which the subnet takes part in emission; none before its start.",
    )
    subnet_locked = StorageMap(
        SUBTENSOR.name,
        "SubnetLocked",
        Identity(NetUid),
        TaoBalance,
        TaoBalance(0),
        "TAO paid to the owner when the subnet is dissolved, in rao; only genesis locks any.",
    )
    largest_locked = StorageMap(
        SUBTENSOR.name,
        "LargestLocked",
        Identity(NetUid),
        U64,
        U64(0),
        "The greatest lock of the subnet, in rao; written at genesis only.",
    )
    network_last_registered = StorageValue(
        SUBTENSOR.name,
        "NetworkLastRegistered",
        BlockHeight,
        BlockHeight(0),
        "The block of the last registration of a subnet.",
    )
    network_min_lock_cost = StorageValue(
        SUBTENSOR.name,
        "NetworkMinLockCost",
        TaoBalance,
        NETWORK_MIN_LOCK_COST,
        "The least cost of a subnet, in rao; also the TAO and the alpha with which its pool begins.",
    )
    network_last_lock_cost = StorageValue(
        SUBTENSOR.name,
        "NetworkLastLockCost",
        TaoBalance,
        NETWORK_MIN_LOCK_COST,
        "What the last subnet cost, in rao: the next costs twice as much and falls from there.",
    )
    network_lock_reduction_interval = StorageValue(
        SUBTENSOR.name,
        "NetworkLockReductionInterval",
        U64,
        U64(14 * BLOCKS_PER_DAY),
        "Blocks in which the cost of a subnet falls by what the last one cost, while a block still creates one TAO.",
    )
    network_rate_limit = StorageValue(
        SUBTENSOR.name,
        "NetworkRateLimit",
        U64,
        U64(BLOCKS_PER_DAY),
        "Blocks from one registration of a subnet to the next, at least.",
    )
    network_immunity_period = StorageValue(
        SUBTENSOR.name,
        "NetworkImmunityPeriod",
        U64,
        U64(7 * BLOCKS_PER_DAY),
        "Blocks in which a subnet cannot be pruned; this revision prunes none.",
    )
    dissolve_network_schedule_duration = StorageValue(
        SUBTENSOR.name,
        "DissolveNetworkScheduleDuration",
        U32,
        U32(5 * BLOCKS_PER_DAY),
        "Blocks between the wish to dissolve a subnet and its end; no rule reads it.",
    )
    last_rate_limited_block = StorageMap(
        SUBTENSOR.name,
        "LastRateLimitedBlock",
        Identity(RateLimitKey),
        BlockHeight,
        BlockHeight(0),
        "The block in which an operation was last done; 0 for never.",
    )
    has_migration_run = StorageMap(
        SUBTENSOR.name, "HasMigrationRun", Identity(bytes), bool, False, "Whether the migration of this name has run."
    )

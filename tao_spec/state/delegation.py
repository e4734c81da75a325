"""Delegation: what delegates and child hotkeys keep, and who lends stake to whom."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.pallets import SUBTENSOR
from tao_spec.state.units import BLOCKS_PER_DAY, EIGHTEEN_PERCENT
from tao_spec.storage.hashers import Blake2_128Concat, Identity
from tao_spec.storage.items import Domain, StorageDoubleMap, StorageMap, StorageTripleMap, StorageValue
from tao_spec.storage.scale import Tuple, Vec

CHILDREN = Vec(Tuple(U64, AccountId))
"""Related hotkeys, each with its proportion of the parent's stake, in parts of 2^64 - 1."""


class DelegationState(Domain):
    """The storage of takes, parents and children. Takes and limits of takes are in parts of 65,535."""

    delegates = StorageMap(
        SUBTENSOR.name,
        "Delegates",
        Blake2_128Concat(AccountId),
        U16,
        EIGHTEEN_PERCENT,
        "What a delegate keeps of the dividends of its nominators.",
    )
    max_delegate_take = StorageValue(
        SUBTENSOR.name, "MaxDelegateTake", U16, EIGHTEEN_PERCENT, "The greatest take of a delegate."
    )
    min_delegate_take = StorageValue(SUBTENSOR.name, "MinDelegateTake", U16, U16(0), "The least take of a delegate.")
    tx_delegate_take_rate_limit = StorageValue(
        SUBTENSOR.name,
        "TxDelegateTakeRateLimit",
        U64,
        U64(30 * BLOCKS_PER_DAY),
        "Blocks that must lie between two changes of a take where the second raises it; 0 for no limit.",
    )
    last_tx_block_delegate_take = StorageMap(
        SUBTENSOR.name,
        "LastTxBlockDelegateTake",
        Identity(AccountId),
        BlockHeight,
        BlockHeight(0),
        "The block in which the take of a delegate last changed; 0 for never.",
    )
    childkey_take = StorageDoubleMap(
        SUBTENSOR.name,
        "ChildkeyTake",
        Blake2_128Concat(AccountId),
        Identity(NetUid),
        U16,
        U16(0),
        "What a child hotkey keeps of the dividends of its parents.",
    )
    max_childkey_take = StorageValue(
        SUBTENSOR.name, "MaxChildkeyTake", U16, EIGHTEEN_PERCENT, "The greatest take of a child hotkey."
    )
    min_childkey_take = StorageValue(
        SUBTENSOR.name, "MinChildkeyTake", U16, U16(0), "The least take of a child hotkey; no rule reads it."
    )
    tx_childkey_take_rate_limit = StorageValue(
        SUBTENSOR.name,
        "TxChildkeyTakeRateLimit",
        U64,
        U64(30 * BLOCKS_PER_DAY),
        "Blocks from one change of a childkey take to a raise of it, at least.",
    )
    last_tx_block_child_key_take = StorageMap(
        SUBTENSOR.name,
        "LastTxBlockChildKeyTake",
        Identity(AccountId),
        BlockHeight,
        BlockHeight(0),
        "Not written anew; a swap of the hotkey carries it along.",
    )
    transaction_key_last_block = StorageTripleMap(
        SUBTENSOR.name,
        "TransactionKeyLastBlock",
        Blake2_128Concat(AccountId),
        Identity(NetUid),
        Identity(U16),
        BlockHeight,
        BlockHeight(0),
        "The block of the last operation of a kind, by hotkey, subnet and kind; 0 for never.",
    )
    child_keys = StorageDoubleMap(
        SUBTENSOR.name,
        "ChildKeys",
        Blake2_128Concat(AccountId),
        Identity(NetUid),
        CHILDREN,
        (),
        "The children of a hotkey in a subnet.",
    )
    parent_keys = StorageDoubleMap(
        SUBTENSOR.name,
        "ParentKeys",
        Blake2_128Concat(AccountId),
        Identity(NetUid),
        CHILDREN,
        (),
        "The parents of a hotkey in a subnet, with their proportions.",
    )
    pending_child_keys = StorageDoubleMap(
        SUBTENSOR.name,
        "PendingChildKeys",
        Identity(NetUid),
        Blake2_128Concat(AccountId),
        Tuple(CHILDREN, BlockHeight),
        ((), BlockHeight(0)),
        "Children to be, and the block after which an epoch sets them.",
    )
    pending_child_key_cooldown = StorageValue(
        SUBTENSOR.name, "PendingChildKeyCooldown", U64, U64(0), "Blocks that children to be must wait."
    )

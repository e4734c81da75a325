"""Keys: which coldkey owns which hotkey, and the swap of either for another."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import H160, AccountId, BlockHeight, BlockNumber, NetUid, Uid
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.pallets import SUBTENSOR
from tao_spec.state.units import BLOCKS_PER_DAY
from tao_spec.storage.hashers import Blake2_128Concat, Identity, Twox64Concat
from tao_spec.storage.items import Domain, StorageDoubleMap, StorageMap, StorageValue
from tao_spec.storage.scale import Tuple, Vec


class KeysState(Domain):
    """The storage of ownership and of swaps."""

    owner = StorageMap(
        SUBTENSOR.name,
        "Owner",
        Blake2_128Concat(AccountId),
        AccountId,
        AccountId(),
        "The coldkey that owns the hotkey; zeros, and absent, for an account that is no hotkey.",
    )
    owned_hotkeys = StorageMap(
        SUBTENSOR.name,
        "OwnedHotkeys",
        Blake2_128Concat(AccountId),
        Vec(AccountId),
        (),
        "The hotkeys of a coldkey, in the order in which they came.",
    )
    tx_rate_limit = StorageValue(
        SUBTENSOR.name,
        "TxRateLimit",
        U64,
        U64(1_000),
        "Blocks that must pass between two swaps of hotkeys by a coldkey; 0 for no limit.",
    )
    last_tx_block = StorageMap(
        SUBTENSOR.name,
        "LastTxBlock",
        Identity(AccountId),
        BlockHeight,
        BlockHeight(0),
        "The block of the last swap of a hotkey, by coldkey and by hotkey; 0 for never.",
    )
    last_hotkey_swap_on_netuid = StorageDoubleMap(
        SUBTENSOR.name,
        "LastHotkeySwapOnNetuid",
        Identity(NetUid),
        Blake2_128Concat(AccountId),
        BlockHeight,
        BlockHeight(0),
        "The block in which the coldkey last swapped a hotkey in this subnet alone.",
    )
    coldkey_swap_scheduled = StorageMap(
        SUBTENSOR.name,
        "ColdkeySwapScheduled",
        Blake2_128Concat(AccountId),
        Tuple(BlockNumber, AccountId),
        (BlockNumber(0), AccountId()),
        "The swap that a coldkey has ordered: the block in which it is due, and the new coldkey.",
    )
    coldkey_swap_schedule_duration = StorageValue(
        SUBTENSOR.name,
        "ColdkeySwapScheduleDuration",
        U32,
        U32(5 * BLOCKS_PER_DAY),
        "Blocks between the order to swap a coldkey and the swap.",
    )
    coldkey_swap_reschedule_duration = StorageValue(
        SUBTENSOR.name,
        "ColdkeySwapRescheduleDuration",
        U32,
        U32(BLOCKS_PER_DAY),
        "Blocks after a swap was due before another can be ordered.",
    )
    associated_evm_address = StorageDoubleMap(
        SUBTENSOR.name,
        "AssociatedEvmAddress",
        Twox64Concat(NetUid),
        Twox64Concat(Uid),
        Tuple(H160, BlockHeight),
        doc="A neuron's Ethereum address, and the block in which it was proven.",
    )

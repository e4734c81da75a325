"""Keys: hotkeys tied to coldkeys, the swap of either, and Ethereum addresses of neurons."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H160, AccountId, BlockHeight, BlockNumber, FixedBytes, NetUid
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import SUBTENSOR


class EcdsaSignature(FixedBytes, length=65):
    """A signature over secp256k1 from which its key can be recovered."""

    __slots__ = ()


class SwapHotkey(Call, pallet=SUBTENSOR, index=70, name="swap_hotkey"):
    """Put a new hotkey in the place of an old one, everywhere or in one subnet."""

    hotkey: AccountId
    new_hotkey: AccountId
    netuid: NetUid | None


class SwapColdkey(Call, pallet=SUBTENSOR, index=71, name="swap_coldkey"):
    """Root: put a new coldkey in the place of an old one; the order of a swap schedules it."""

    old_coldkey: AccountId
    new_coldkey: AccountId
    swap_cost: TaoBalance


class ScheduleSwapColdkey(Call, pallet=SUBTENSOR, index=73, name="schedule_swap_coldkey"):
    """Order the swap of the caller's coldkey."""

    new_coldkey: AccountId


class TryAssociateHotkey(Call, pallet=SUBTENSOR, index=91, name="try_associate_hotkey"):
    """Tie a hotkey that has no owner to the caller; never refused."""

    hotkey: AccountId


class AssociateEvmKey(Call, pallet=SUBTENSOR, index=93, name="associate_evm_key"):
    """Prove that the holder of an Ethereum address is the caller, a hotkey."""

    netuid: NetUid
    evm_key: H160
    block_number: BlockHeight
    signature: EcdsaSignature


class TxRateLimitSet(Event, pallet=SUBTENSOR, index=39):
    """The blocks between two swaps of hotkeys were set."""

    rate_limit: U64


class HotkeySwapped(Event, pallet=SUBTENSOR, index=61, named=True):
    """A new hotkey took the place of an old one everywhere."""

    coldkey: AccountId
    old_hotkey: AccountId
    new_hotkey: AccountId


class ColdkeySwapped(Event, pallet=SUBTENSOR, index=65, named=True):
    """A new coldkey took the place of an old one."""

    old_coldkey: AccountId
    new_coldkey: AccountId
    swap_cost: TaoBalance


class AllBalanceUnstakedAndTransferredToNewColdkey(Event, pallet=SUBTENSOR, index=66, named=True):
    """Never emitted."""

    current_coldkey: AccountId
    new_coldkey: AccountId
    total_balance: TaoBalance


class ColdkeySwapScheduled(Event, pallet=SUBTENSOR, index=67, named=True):
    """The swap of a coldkey was ordered."""

    old_coldkey: AccountId
    new_coldkey: AccountId
    execution_block: BlockNumber
    swap_cost: TaoBalance


class ArbitrationPeriodExtended(Event, pallet=SUBTENSOR, index=68, named=True):
    """Never emitted."""

    coldkey: AccountId


class ColdkeySwapScheduleDurationSet(Event, pallet=SUBTENSOR, index=75):
    """The blocks before a coldkey is swapped were set."""

    duration: U32


class EvmKeyAssociated(Event, pallet=SUBTENSOR, index=91, named=True):
    """A neuron proved its Ethereum address."""

    netuid: NetUid
    hotkey: AccountId
    evm_key: H160
    block_associated: BlockHeight


class HotkeySwappedOnSubnet(Event, pallet=SUBTENSOR, index=95, named=True):
    """A new hotkey took the place of an old one in one subnet."""

    coldkey: AccountId
    old_hotkey: AccountId
    new_hotkey: AccountId
    netuid: NetUid


class KeysError(ModuleError, pallet=SUBTENSOR):
    """An error about keys."""


class HotKeyAccountNotExists(KeysError, code=6):
    """The hotkey has no owner."""


class NonAssociatedColdKey(KeysError, code=8):
    """The coldkey does not own the hotkey."""


class NewHotKeyIsSameWithOld(KeysError, code=23):
    """The new hotkey is the old one."""


class HotKeySetTxRateLimitExceeded(KeysError, code=35):
    """The coldkey swapped a hotkey too short a time ago."""


class NotEnoughBalanceToPaySwapHotKey(KeysError, code=46):
    """The coldkey cannot pay for the swap of its hotkey."""


class ColdKeyAlreadyAssociated(KeysError, code=60):
    """The new coldkey has stake already."""


class NotEnoughBalanceToPaySwapColdKey(KeysError, code=61):
    """The coldkey cannot pay for its swap."""


class ColdkeyIsInArbitration(KeysError, code=62):
    """Never raised."""


class SwapAlreadyScheduled(KeysError, code=68):
    """The coldkey has ordered a swap, and the time to order another has not come."""


class FailedToSchedule(KeysError, code=69):
    """The scheduler did not take the swap."""


class NewColdKeyIsHotkey(KeysError, code=70):
    """The new coldkey is a hotkey."""


class UnableToRecoverPublicKey(KeysError, code=92):
    """The key that the signature names cannot be read."""


class InvalidRecoveredPublicKey(KeysError, code=93):
    """The signature is that of another Ethereum address."""


class HotKeySwapOnSubnetIntervalNotPassed(KeysError, code=95):
    """The coldkey swapped a hotkey in this subnet too short a time ago."""

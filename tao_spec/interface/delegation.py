"""Delegation: takes of delegates and of child hotkeys, and the children of a hotkey."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import SUBTENSOR


class BecomeDelegate(Call, pallet=SUBTENSOR, index=1, name="become_delegate"):
    """Does nothing any more."""

    hotkey: AccountId


class DecreaseTake(Call, pallet=SUBTENSOR, index=65, name="decrease_take"):
    """Lower the take of a delegate."""

    hotkey: AccountId
    take: U16


class IncreaseTake(Call, pallet=SUBTENSOR, index=66, name="increase_take"):
    """Raise the take of a delegate."""

    hotkey: AccountId
    take: U16


class SetChildren(Call, pallet=SUBTENSOR, index=67, name="set_children"):
    """Choose the children of a hotkey in a subnet, to be set after a wait."""

    hotkey: AccountId
    netuid: NetUid
    children: tuple[tuple[U64, AccountId], ...]


class SudoSetTxChildkeyTakeRateLimit(Call, pallet=SUBTENSOR, index=69, name="sudo_set_tx_childkey_take_rate_limit"):
    """Root: set how often a childkey take may be raised."""

    tx_rate_limit: U64


class SetChildkeyTake(Call, pallet=SUBTENSOR, index=75, name="set_childkey_take"):
    """Set what a child hotkey keeps in a subnet."""

    hotkey: AccountId
    netuid: NetUid
    take: U16


class SudoSetMinChildkeyTake(Call, pallet=SUBTENSOR, index=76, name="sudo_set_min_childkey_take"):
    """Root: set the least childkey take."""

    take: U16


class SudoSetMaxChildkeyTake(Call, pallet=SUBTENSOR, index=77, name="sudo_set_max_childkey_take"):
    """Root: set the greatest childkey take."""

    take: U16


class SetPendingChildkeyCooldown(Call, pallet=SUBTENSOR, index=109, name="set_pending_childkey_cooldown"):
    """Root: set how many blocks chosen children wait."""

    cooldown: U64


class DelegateAdded(Event, pallet=SUBTENSOR, index=30):
    """Never emitted."""

    coldkey: AccountId
    hotkey: AccountId
    take: U16


class DefaultTakeSet(Event, pallet=SUBTENSOR, index=31):
    """Never emitted."""

    take: U16


class TxDelegateTakeRateLimitSet(Event, pallet=SUBTENSOR, index=40):
    """The blocks before a delegate may raise its take were set."""

    rate_limit: U64


class TxChildKeyTakeRateLimitSet(Event, pallet=SUBTENSOR, index=41):
    """The blocks before a child hotkey may raise its take were set."""

    rate_limit: U64


class MinChildKeyTakeSet(Event, pallet=SUBTENSOR, index=42):
    """The least childkey take was set."""

    take: U16


class MaxChildKeyTakeSet(Event, pallet=SUBTENSOR, index=43):
    """The greatest childkey take was set."""

    take: U16


class ChildKeyTakeSet(Event, pallet=SUBTENSOR, index=44):
    """A child hotkey has a new take."""

    hotkey: AccountId
    take: U16


class TakeDecreased(Event, pallet=SUBTENSOR, index=59):
    """A delegate lowered its take."""

    coldkey: AccountId
    hotkey: AccountId
    take: U16


class TakeIncreased(Event, pallet=SUBTENSOR, index=60):
    """A delegate raised its take."""

    coldkey: AccountId
    hotkey: AccountId
    take: U16


class MaxDelegateTakeSet(Event, pallet=SUBTENSOR, index=62):
    """The greatest take of a delegate was set."""

    take: U16


class MinDelegateTakeSet(Event, pallet=SUBTENSOR, index=63):
    """The least take of a delegate was set."""

    take: U16


class SetChildrenScheduled(Event, pallet=SUBTENSOR, index=69):
    """Children were chosen; an epoch after this block sets them."""

    hotkey: AccountId
    netuid: NetUid
    cooldown_block: BlockHeight
    children: tuple[tuple[U64, AccountId], ...]


class SetChildrenEvent(Event, pallet=SUBTENSOR, index=70, name="SetChildren"):
    """The chosen children were set."""

    hotkey: AccountId
    netuid: NetUid
    children: tuple[tuple[U64, AccountId], ...]


class DelegationError(ModuleError, pallet=SUBTENSOR):
    """An error about delegation."""


class NotEnoughStakeToSetChildkeys(DelegationError, code=12):
    """The hotkey has less stake than children need, and is not that of the subnet's owner."""


class HotKeyAlreadyDelegate(DelegationError, code=28):
    """Never raised."""


class DelegateTxRateLimitExceeded(DelegationError, code=34):
    """The take changed too short a time ago."""


class DelegateTakeTooLow(DelegationError, code=50):
    """The take is under the least, or does not change in the direction of the call."""


class DelegateTakeTooHigh(DelegationError, code=51):
    """The take is over the greatest."""


class InvalidChild(DelegationError, code=63):
    """A hotkey cannot be its own child."""


class DuplicateChild(DelegationError, code=64):
    """A child is named twice."""


class ProportionOverflow(DelegationError, code=65):
    """The proportions sum up to more than the whole, 2^64 - 1."""


class TooManyChildren(DelegationError, code=66):
    """More than five children."""


class TxRateLimitExceeded(DelegationError, code=67):
    """The operation was done too short a time ago."""


class InvalidChildkeyTake(DelegationError, code=71):
    """The take is over the greatest."""


class TxChildkeyTakeRateLimitExceeded(DelegationError, code=72):
    """The take was raised too short a time ago."""

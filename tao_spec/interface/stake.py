"""Stake: added, removed, moved, transferred, swapped, recycled and burned."""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import SUBTENSOR


class AddStake(Call, pallet=SUBTENSOR, index=2, name="add_stake"):
    """Buy alpha for TAO and stake it on a hotkey."""

    hotkey: AccountId
    netuid: NetUid
    amount_staked: TaoBalance


class RemoveStake(Call, pallet=SUBTENSOR, index=3, name="remove_stake"):
    """Take alpha off a hotkey and sell it for TAO."""

    hotkey: AccountId
    netuid: NetUid
    amount_unstaked: AlphaBalance


class UnstakeAll(Call, pallet=SUBTENSOR, index=83, name="unstake_all"):
    """Sell all alpha of the caller on a hotkey, in every subnet."""

    hotkey: AccountId


class UnstakeAllAlpha(Call, pallet=SUBTENSOR, index=84, name="unstake_all_alpha"):
    """Sell all alpha of the caller on a hotkey and stake the TAO on root."""

    hotkey: AccountId


class MoveStake(Call, pallet=SUBTENSOR, index=85, name="move_stake"):
    """Move stake to another hotkey, in the same subnet or another."""

    origin_hotkey: AccountId
    destination_hotkey: AccountId
    origin_netuid: NetUid
    destination_netuid: NetUid
    alpha_amount: AlphaBalance


class TransferStake(Call, pallet=SUBTENSOR, index=86, name="transfer_stake"):
    """Give stake to another coldkey, in the same subnet or another."""

    destination_coldkey: AccountId
    hotkey: AccountId
    origin_netuid: NetUid
    destination_netuid: NetUid
    alpha_amount: AlphaBalance


class SwapStake(Call, pallet=SUBTENSOR, index=87, name="swap_stake"):
    """Move stake on one hotkey to another subnet."""

    hotkey: AccountId
    origin_netuid: NetUid
    destination_netuid: NetUid
    alpha_amount: AlphaBalance


class AddStakeLimit(Call, pallet=SUBTENSOR, index=88, name="add_stake_limit"):
    """Buy and stake alpha, as long as the price does not pass a limit."""

    hotkey: AccountId
    netuid: NetUid
    amount_staked: TaoBalance
    limit_price: TaoBalance
    allow_partial: bool


class RemoveStakeLimit(Call, pallet=SUBTENSOR, index=89, name="remove_stake_limit"):
    """Unstake and sell alpha, as long as the price does not fall under a limit."""

    hotkey: AccountId
    netuid: NetUid
    amount_unstaked: AlphaBalance
    limit_price: TaoBalance
    allow_partial: bool


class SwapStakeLimit(Call, pallet=SUBTENSOR, index=90, name="swap_stake_limit"):
    """Move stake to another subnet, as long as the ratio of prices does not pass a limit."""

    hotkey: AccountId
    origin_netuid: NetUid
    destination_netuid: NetUid
    alpha_amount: AlphaBalance
    limit_price: TaoBalance
    allow_partial: bool


class RecycleAlpha(Call, pallet=SUBTENSOR, index=101, name="recycle_alpha"):
    """Destroy staked alpha so that it can be emitted anew."""

    hotkey: AccountId
    amount: AlphaBalance
    netuid: NetUid


class BurnAlpha(Call, pallet=SUBTENSOR, index=102, name="burn_alpha"):
    """Destroy staked alpha for good: the alpha outside the pool counts it still."""

    hotkey: AccountId
    amount: AlphaBalance
    netuid: NetUid


class RemoveStakeFullLimit(Call, pallet=SUBTENSOR, index=103, name="remove_stake_full_limit"):
    """Unstake and sell all alpha in a subnet, at a limit or at any price."""

    hotkey: AccountId
    netuid: NetUid
    limit_price: TaoBalance | None


class StakeAdded(Event, pallet=SUBTENSOR, index=2):
    """TAO became stake, or stake arrived for which TAO is the value; `fee` is in rao of what was paid in."""

    coldkey: AccountId
    hotkey: AccountId
    amount_staked: TaoBalance
    amount_received: AlphaBalance
    netuid: NetUid
    fee: U64


class StakeRemoved(Event, pallet=SUBTENSOR, index=3):
    """Stake became TAO, or stake left for which TAO is the value; `fee` is in rao of what was paid in."""

    coldkey: AccountId
    hotkey: AccountId
    amount_received: TaoBalance
    amount_unstaked: AlphaBalance
    netuid: NetUid
    fee: U64


class StakeMoved(Event, pallet=SUBTENSOR, index=4):
    """Stake moved between hotkeys; `amount` is its worth in TAO."""

    coldkey: AccountId
    origin_hotkey: AccountId
    origin_netuid: NetUid
    destination_hotkey: AccountId
    destination_netuid: NetUid
    amount: TaoBalance


class StakeTransferred(Event, pallet=SUBTENSOR, index=84):
    """Stake went to another coldkey; `amount` is its worth in TAO."""

    origin_coldkey: AccountId
    destination_coldkey: AccountId
    hotkey: AccountId
    origin_netuid: NetUid
    destination_netuid: NetUid
    amount: TaoBalance


class StakeSwapped(Event, pallet=SUBTENSOR, index=85):
    """Stake moved between subnets; `amount` is its worth in TAO."""

    coldkey: AccountId
    hotkey: AccountId
    origin_netuid: NetUid
    destination_netuid: NetUid
    amount: TaoBalance


class TransferToggle(Event, pallet=SUBTENSOR, index=86):
    """Whether stake may go to another coldkey was set."""

    netuid: NetUid
    enabled: bool


class AlphaRecycled(Event, pallet=SUBTENSOR, index=89):
    """Staked alpha was destroyed and no longer counts as outside the pool."""

    coldkey: AccountId
    hotkey: AccountId
    amount: AlphaBalance
    netuid: NetUid


class AlphaBurned(Event, pallet=SUBTENSOR, index=90):
    """Staked alpha was destroyed and counts as outside the pool still."""

    coldkey: AccountId
    hotkey: AccountId
    amount: AlphaBalance
    netuid: NetUid


class StakeError(ModuleError, pallet=SUBTENSOR):
    """An error about stake."""


class NotEnoughStake(StakeError, code=9):
    """Never raised."""


class NotEnoughStakeToWithdraw(StakeError, code=10):
    """The coldkey has less stake on the hotkey than it would take off."""


class NotEnoughBalanceToStake(StakeError, code=13):
    """The coldkey cannot pay: for stake, a registration or a subnet."""


class BalanceWithdrawalError(StakeError, code=14):
    """The TAO could not be taken from the coldkey."""


class ZeroBalanceAfterWithdrawn(StakeError, code=15):
    """Nothing could be taken from the coldkey."""


class StakingRateLimitExceeded(StakeError, code=36):
    """Never raised."""


class CannotUnstakeLock(StakeError, code=75):
    """Never raised."""


class AmountTooLow(StakeError, code=82):
    """The amount, or what it would buy, is less than a stake operation must move."""


class InsufficientLiquidity(StakeError, code=83):
    """The pool cannot serve the trade, or the hotkey cannot take the alpha."""


class SlippageTooHigh(StakeError, code=84):
    """The whole amount cannot be traded within the limit of the price."""


class TransferDisallowed(StakeError, code=85):
    """Stake of the subnet may not go to another coldkey."""


class NotEnoughAlphaOutToRecycle(StakeError, code=90):
    """Never raised."""


class CannotBurnOrRecycleOnRootSubnet(StakeError, code=91):
    """On root there is no alpha to destroy."""


class ZeroMaxStakeAmount(StakeError, code=96):
    """At this limit of the price nothing can be traded."""


class SameNetuid(StakeError, code=97):
    """Origin and destination are the same."""


class InsufficientBalance(StakeError, code=98):
    """Never raised."""


class StakingOperationRateLimitExceeded(StakeError, code=99):
    """The stake was added in this block."""

"""Pools: liquidity that users add, the fee of a swap, and why a swap is refused (the pallet Swap)."""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, NetUid, TickIndex
from tao_spec.arithmetic.integers import I64, U16, U64, U128
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import SWAP
from tao_spec.storage.scale import Codec, Json, ScaleError, codec_of

MIN_TICK = TickIndex(-443_636)
"""The least tick that a position may have."""

MAX_TICK = TickIndex(443_636)
"""The greatest tick that a position may have."""


class PositionId(U128):
    """The number of a position; one count for all pools."""

    __slots__ = ()


class _TickIndexCodec(Codec[TickIndex]):
    """A tick between the least and the greatest; a client refuses to read any other."""

    bits = codec_of(TickIndex)
    name = bits.name

    def encode(self, value: TickIndex) -> bytes:
        return self.bits.encode(value)

    def decode(self, data: bytes, offset: int) -> tuple[TickIndex, int]:
        value, end = self.bits.decode(data, offset)
        return self._bounded(value), end

    def to_json(self, value: TickIndex) -> Json:
        return self.bits.to_json(value)

    def from_json(self, json: Json) -> TickIndex:
        return self._bounded(self.bits.from_json(json))

    def _bounded(self, value: TickIndex) -> TickIndex:
        if not MIN_TICK <= value <= MAX_TICK:
            raise ScaleError(f"{int(value)} is no tick: they go from {int(MIN_TICK)} to {int(MAX_TICK)}")
        return value


TICK_INDEX = _TickIndexCodec()
BoundedTick = Annotated[TickIndex, TICK_INDEX]


class SetFeeRate(Call, pallet=SWAP, index=0, name="set_fee_rate"):
    """Set the fee of a swap; the owner of the subnet or root signs."""

    netuid: NetUid
    rate: U16


class AddLiquidity(Call, pallet=SWAP, index=1, name="add_liquidity"):
    """Add liquidity between two ticks; always refused where users may not."""

    hotkey: AccountId
    netuid: NetUid
    tick_low: BoundedTick
    tick_high: BoundedTick
    liquidity: U64


class RemoveLiquidity(Call, pallet=SWAP, index=2, name="remove_liquidity"):
    """Take a position out, with its fees."""

    hotkey: AccountId
    netuid: NetUid
    position_id: PositionId


class ModifyPosition(Call, pallet=SWAP, index=3, name="modify_position"):
    """Add liquidity to a position or take some out, and take its fees."""

    hotkey: AccountId
    netuid: NetUid
    position_id: PositionId
    liquidity_delta: I64


class ToggleUserLiquidity(Call, pallet=SWAP, index=4, name="toggle_user_liquidity"):
    """Allow users to add liquidity, or, for root only, forbid it."""

    netuid: NetUid
    enable: bool


class FeeRateSet(Event, pallet=SWAP, index=0, named=True):
    """The fee of a swap was set."""

    netuid: NetUid
    rate: U16


class UserLiquidityToggled(Event, pallet=SWAP, index=1, named=True):
    """Users may, or may no longer, add liquidity."""

    netuid: NetUid
    enable: bool


class LiquidityAdded(Event, pallet=SWAP, index=2, named=True):
    """A position was made, of this TAO and alpha."""

    coldkey: AccountId
    hotkey: AccountId
    netuid: NetUid
    position_id: PositionId
    liquidity: U64
    tao: TaoBalance
    alpha: AlphaBalance
    tick_low: BoundedTick
    tick_high: BoundedTick


class LiquidityRemoved(Event, pallet=SWAP, index=3, named=True):
    """A position was taken out, with its fees."""

    coldkey: AccountId
    hotkey: AccountId
    netuid: NetUid
    position_id: PositionId
    liquidity: U64
    tao: TaoBalance
    alpha: AlphaBalance
    fee_tao: TaoBalance
    fee_alpha: AlphaBalance
    tick_low: BoundedTick
    tick_high: BoundedTick


class LiquidityModified(Event, pallet=SWAP, index=4, named=True):
    """A position grew or shrank by this TAO and alpha, below zero where they were taken out; its fees were paid."""

    coldkey: AccountId
    hotkey: AccountId
    netuid: NetUid
    position_id: PositionId
    liquidity: I64
    tao: I64
    alpha: I64
    fee_tao: TaoBalance
    fee_alpha: AlphaBalance
    tick_low: BoundedTick
    tick_high: BoundedTick


class PoolsError(ModuleError, pallet=SWAP):
    """An error of Swap."""


class FeeRateTooHigh(PoolsError, code=0):
    """The fee is over 10,000 parts of 65,535."""


class InsufficientInputAmount(PoolsError, code=1):
    """Never raised."""


class InsufficientLiquidity(PoolsError, code=2):
    """The pool or the position does not hold so much."""


class PriceLimitExceeded(PoolsError, code=3):
    """The price is past the limit already."""


class InsufficientBalance(PoolsError, code=4):
    """The account does not hold the TAO and the alpha."""


class LiquidityNotFound(PoolsError, code=5):
    """The account has no such position."""


class InvalidTickRange(PoolsError, code=6):
    """The lower tick is not under the upper, or one has no price."""


class MaxPositionsExceeded(PoolsError, code=7):
    """The account has 100 positions in the pool already."""


class TooManySwapSteps(PoolsError, code=8):
    """The swap would pass more than 1,000 ticks."""


class InvalidLiquidityValue(PoolsError, code=9):
    """The liquidity is under 1,000."""


class ReservesTooLow(PoolsError, code=10):
    """The pool holds less than 1,000,000 rao of what would be paid out."""


class SubNetworkDoesNotExist(PoolsError, code=11):
    """There is no such subnet."""


class UserLiquidityDisabled(PoolsError, code=12):
    """Users may not add liquidity here."""

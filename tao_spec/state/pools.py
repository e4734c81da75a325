"""Pools: the reserves of TAO and alpha, their price, and the liquidity that users add (the pallet Swap)."""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import I64F64, I96F32, U64F64
from tao_spec.arithmetic.identifiers import AccountId, NetUid, TickIndex
from tao_spec.arithmetic.integers import I128, U16, U32, U64, U128
from tao_spec.interface.pallets import SUBTENSOR, SWAP
from tao_spec.interface.pools import TICK_INDEX, BoundedTick, PositionId
from tao_spec.state.units import BLOCKS_PER_DAY
from tao_spec.storage.hashers import Identity, Twox64Concat
from tao_spec.storage.items import Domain, StorageDoubleMap, StorageMap, StorageTripleMap, StorageValue
from tao_spec.storage.scale import Enumeration, Struct

DEFAULT_FEE_RATE = U16(33)
"""The fee of a swap in parts of 65,535: about one twentieth of a percent."""

SUBNET_MOVING_ALPHA = I96F32.from_bits(12_885)
"""The weight of the present price in the moving price: three millionths, rounded to 32 binary digits."""


class Tick(Struct):
    """What a tick of a pool holds: how liquidity changes there, and the fees that were earned on its other side."""

    liquidity_net: I128
    liquidity_gross: U64
    fees_out_tao: I64F64
    fees_out_alpha: I64F64


class Position(Struct):
    """Liquidity that an account added between two prices, with the fees of that range that it has had already."""

    id: PositionId
    netuid: NetUid
    tick_low: BoundedTick
    tick_high: BoundedTick
    liquidity: U64
    fees_tao: I64F64
    fees_alpha: I64F64


class LayerLevel(Enumeration):
    """The layers of the bitmap of active ticks; a bit of one tells that a word of the next is not empty."""

    Top = 0
    Middle = 1
    Bottom = 2


class PoolsState(Domain):
    """The storage of the pools."""

    subnet_mechanism = StorageMap(
        SUBTENSOR.name,
        "SubnetMechanism",
        Identity(NetUid),
        U16,
        U16(0),
        "How the subnet is priced: 0 at one TAO for one alpha, 1 by its pool.",
    )
    subnet_tao = StorageMap(
        SUBTENSOR.name,
        "SubnetTAO",
        Identity(NetUid),
        TaoBalance,
        TaoBalance(0),
        "TAO in the pool, in rao, without what users provide.",
    )
    subnet_tao_provided = StorageMap(
        SUBTENSOR.name,
        "SubnetTaoProvided",
        Identity(NetUid),
        TaoBalance,
        TaoBalance(0),
        "TAO in the pool that users provide, in rao.",
    )
    subnet_alpha_in = StorageMap(
        SUBTENSOR.name,
        "SubnetAlphaIn",
        Identity(NetUid),
        AlphaBalance,
        AlphaBalance(0),
        "Alpha in the pool, in alpha rao, without what users provide.",
    )
    subnet_alpha_in_provided = StorageMap(
        SUBTENSOR.name,
        "SubnetAlphaInProvided",
        Identity(NetUid),
        AlphaBalance,
        AlphaBalance(0),
        "Alpha in the pool that users provide, in alpha rao.",
    )
    subnet_alpha_out = StorageMap(
        SUBTENSOR.name,
        "SubnetAlphaOut",
        Identity(NetUid),
        AlphaBalance,
        AlphaBalance(0),
        "Alpha outside the pool, in alpha rao.",
    )
    subnet_volume = StorageMap(
        SUBTENSOR.name,
        "SubnetVolume",
        Identity(NetUid),
        U128,
        U128(0),
        "TAO that ever went in or out of the pool by trades, in rao; no rule reads it.",
    )
    subnet_moving_alpha = StorageValue(
        SUBTENSOR.name,
        "SubnetMovingAlpha",
        I96F32,
        SUBNET_MOVING_ALPHA,
        "The weight of the present price in the moving price of an old subnet.",
    )
    subnet_moving_price = StorageMap(
        SUBTENSOR.name,
        "SubnetMovingPrice",
        Identity(NetUid),
        I96F32,
        I96F32.ZERO,
        "The moving price of alpha, in TAO; emission is shared by it.",
    )
    ema_price_halving_blocks = StorageMap(
        SUBTENSOR.name,
        "EMAPriceHalvingBlocks",
        Identity(NetUid),
        U64,
        U64(28 * BLOCKS_PER_DAY),
        "Blocks after its start at which the weight of the present price is half of its final value.",
    )
    fee_rate = StorageMap(
        SWAP.name, "FeeRate", Twox64Concat(NetUid), U16, DEFAULT_FEE_RATE, "The fee of a swap, in parts of 65,535."
    )
    fee_global_tao = StorageMap(
        SWAP.name,
        "FeeGlobalTao",
        Twox64Concat(NetUid),
        U64F64,
        U64F64.ZERO,
        "Fees in TAO that one unit of liquidity has ever earned, in rao.",
    )
    fee_global_alpha = StorageMap(
        SWAP.name,
        "FeeGlobalAlpha",
        Twox64Concat(NetUid),
        U64F64,
        U64F64.ZERO,
        "Fees in alpha that one unit of liquidity has ever earned, in alpha rao.",
    )
    ticks = StorageDoubleMap(
        SWAP.name,
        "Ticks",
        Twox64Concat(NetUid),
        Twox64Concat(TICK_INDEX),
        Tick,
        doc="The ticks at which some position begins or ends.",
    )
    swap_v3_initialized = StorageMap(
        SWAP.name,
        "SwapV3Initialized",
        Twox64Concat(NetUid),
        bool,
        False,
        "Whether the pool has its price and its protocol position.",
    )
    alpha_sqrt_price = StorageMap(
        SWAP.name,
        "AlphaSqrtPrice",
        Twox64Concat(NetUid),
        U64F64,
        U64F64.ZERO,
        "The square root of the price of alpha in TAO.",
    )
    current_tick = StorageMap(
        SWAP.name, "CurrentTick", Twox64Concat(NetUid), TICK_INDEX, TickIndex(0), "The tick at or below the price."
    )
    current_liquidity = StorageMap(
        SWAP.name,
        "CurrentLiquidity",
        Twox64Concat(NetUid),
        U64,
        U64(0),
        "The liquidity of all positions around the price.",
    )
    enabled_user_liquidity = StorageMap(
        SWAP.name, "EnabledUserLiquidity", Twox64Concat(NetUid), bool, False, "Whether users may add liquidity."
    )
    positions = StorageTripleMap(
        SWAP.name,
        "Positions",
        Twox64Concat(NetUid),
        Twox64Concat(AccountId),
        Twox64Concat(PositionId),
        Position,
        doc="The positions of an account in a pool.",
    )
    last_position_id = StorageValue(SWAP.name, "LastPositionId", U128, U128(0), "The number of the last position made.")
    tick_index_bitmap_words = StorageTripleMap(
        SWAP.name,
        "TickIndexBitmapWords",
        Twox64Concat(NetUid),
        Twox64Concat(LayerLevel),
        Twox64Concat(U32),
        U128,
        U128(0),
        "The bitmap of active ticks, in words of 128 bits, by layer and index.",
    )

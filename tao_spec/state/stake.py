"""Stake: whose alpha lies on which hotkey, held as shares of the hotkey's total."""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.pallets import SUBTENSOR
from tao_spec.storage.hashers import Blake2_128Concat, Identity, Twox64Concat
from tao_spec.storage.items import Domain, StorageDoubleMap, StorageMap, StorageTripleMap, StorageValue
from tao_spec.storage.scale import Vec

DEFAULT_TAO_WEIGHT = U64(971_718_665_099_567_868)
"""What a TAO on root weighs against an alpha: about 0.0527, in parts of 2^64 - 1."""


class StakeState(Domain):
    """The storage of stake."""

    total_stake = StorageValue(
        SUBTENSOR.name, "TotalStake", TaoBalance, TaoBalance(0), "TAO in all pools and on root, in rao."
    )
    total_hotkey_alpha = StorageDoubleMap(
        SUBTENSOR.name,
        "TotalHotkeyAlpha",
        Blake2_128Concat(AccountId),
        Identity(NetUid),
        AlphaBalance,
        AlphaBalance(0),
        "Alpha of all stakers on the hotkey, in alpha rao.",
    )
    total_hotkey_shares = StorageDoubleMap(
        SUBTENSOR.name,
        "TotalHotkeyShares",
        Blake2_128Concat(AccountId),
        Identity(NetUid),
        U64F64,
        U64F64.ZERO,
        "The sum of all shares in the alpha of the hotkey.",
    )
    alpha = StorageTripleMap(
        SUBTENSOR.name,
        "Alpha",
        Blake2_128Concat(AccountId),
        Blake2_128Concat(AccountId),
        Identity(NetUid),
        U64F64,
        U64F64.ZERO,
        "The share of a coldkey in a hotkey's alpha: by hotkey, coldkey, subnet.",
    )
    staking_hotkeys = StorageMap(
        SUBTENSOR.name,
        "StakingHotkeys",
        Blake2_128Concat(AccountId),
        Vec(AccountId),
        (),
        "The hotkeys on which the coldkey has had stake, in the order in which they came.",
    )
    tao_weight = StorageValue(
        SUBTENSOR.name,
        "TaoWeight",
        U64,
        DEFAULT_TAO_WEIGHT,
        "What a TAO on root weighs against an alpha, in parts of 2^64 - 1.",
    )
    nominator_min_required_stake = StorageValue(
        SUBTENSOR.name,
        "NominatorMinRequiredStake",
        U64,
        U64(0),
        "The least stake of a nominator, in millionths of the least amount of a stake operation.",
    )
    transfer_toggle = StorageMap(
        SUBTENSOR.name,
        "TransferToggle",
        Identity(NetUid),
        bool,
        True,
        "Whether stake of the subnet may go to another coldkey.",
    )
    staking_operation_rate_limiter = StorageTripleMap(
        SUBTENSOR.name,
        "StakingOperationRateLimiter",
        Blake2_128Concat(AccountId),
        Blake2_128Concat(AccountId),
        Identity(NetUid),
        bool,
        False,
        "Marks stake that was added in this block, by hotkey, coldkey, subnet: it cannot be taken out in it.",
    )
    last_coldkey_hotkey_stake_block = StorageDoubleMap(
        SUBTENSOR.name,
        "LastColdkeyHotkeyStakeBlock",
        Twox64Concat(AccountId),
        Twox64Concat(AccountId),
        BlockHeight,
        doc="The block in which the coldkey last changed its stake on the hotkey; no rule reads it.",
    )
    next_stake_job_id = StorageValue(SUBTENSOR.name, "NextStakeJobId", U64, U64(0), "Not used by this revision.")

"""Emission: what a block creates, what waits for the next epoch, and who got what."""

from __future__ import annotations

from tao_spec.arithmetic.currency import RAO_PER_TAO, AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.pallets import SUBTENSOR
from tao_spec.state.units import EIGHTEEN_PERCENT
from tao_spec.storage.hashers import Blake2_128Concat, Identity
from tao_spec.storage.items import Domain, StorageDoubleMap, StorageMap, StorageValue
from tao_spec.storage.scale import Tuple, Vec

BLOCK_EMISSION = U64(RAO_PER_TAO)
"""TAO of a block before the first halving, in rao."""


class EmissionState(Domain):
    """The storage of emission."""

    total_issuance = StorageValue(
        SUBTENSOR.name,
        "TotalIssuance",
        TaoBalance,
        TaoBalance(0),
        "All TAO of the network, in accounts, pools and locks, in rao; the halvings follow it.",
    )
    block_emission = StorageValue(
        SUBTENSOR.name, "BlockEmission", U64, BLOCK_EMISSION, "TAO that the last block created, in rao."
    )
    subnet_owner_cut = StorageValue(
        SUBTENSOR.name,
        "SubnetOwnerCut",
        U16,
        EIGHTEEN_PERCENT,
        "The owners' share of their subnets' alpha, in parts of 65,535.",
    )
    subnet_tao_in_emission = StorageMap(
        SUBTENSOR.name,
        "SubnetTaoInEmission",
        Identity(NetUid),
        TaoBalance,
        TaoBalance(0),
        "TAO that the last block put into the pool, in rao; no rule reads it.",
    )
    subnet_alpha_in_emission = StorageMap(
        SUBTENSOR.name,
        "SubnetAlphaInEmission",
        Identity(NetUid),
        AlphaBalance,
        AlphaBalance(0),
        "Alpha that the last block put into the pool, in alpha rao; no rule reads it.",
    )
    subnet_alpha_out_emission = StorageMap(
        SUBTENSOR.name,
        "SubnetAlphaOutEmission",
        Identity(NetUid),
        AlphaBalance,
        AlphaBalance(0),
        "Alpha that the last block created for the neurons, in alpha rao; no rule reads it.",
    )
    pending_emission = StorageMap(
        SUBTENSOR.name,
        "PendingEmission",
        Identity(NetUid),
        AlphaBalance,
        AlphaBalance(0),
        "Alpha that the next epoch shares out, in alpha rao.",
    )
    pending_root_divs = StorageMap(
        SUBTENSOR.name,
        "PendingRootDivs",
        Identity(NetUid),
        TaoBalance,
        TaoBalance(0),
        "TAO that the next epoch pays to the stake on root, in rao.",
    )
    pending_alpha_swapped = StorageMap(
        SUBTENSOR.name,
        "PendingAlphaSwapped",
        Identity(NetUid),
        AlphaBalance,
        AlphaBalance(0),
        "Alpha set aside for root since the last epoch, sold or not, in alpha rao.",
    )
    pending_owner_cut = StorageMap(
        SUBTENSOR.name,
        "PendingOwnerCut",
        Identity(NetUid),
        AlphaBalance,
        AlphaBalance(0),
        "Alpha that the next epoch pays to the subnet's owner, in alpha rao.",
    )
    alpha_dividends_per_subnet = StorageDoubleMap(
        SUBTENSOR.name,
        "AlphaDividendsPerSubnet",
        Identity(NetUid),
        Blake2_128Concat(AccountId),
        AlphaBalance,
        AlphaBalance(0),
        "Alpha dividends of a hotkey in the last epoch, in alpha rao.",
    )
    tao_dividends_per_subnet = StorageDoubleMap(
        SUBTENSOR.name,
        "TaoDividendsPerSubnet",
        Identity(NetUid),
        Blake2_128Concat(AccountId),
        TaoBalance,
        TaoBalance(0),
        "TAO dividends of a hotkey in the last epoch, in rao.",
    )
    total_hotkey_alpha_last_epoch = StorageDoubleMap(
        SUBTENSOR.name,
        "TotalHotkeyAlphaLastEpoch",
        Blake2_128Concat(AccountId),
        Identity(NetUid),
        AlphaBalance,
        AlphaBalance(0),
        "Alpha on the hotkey when the last epoch paid it, in alpha rao.",
    )
    last_hotkey_emission_on_netuid = StorageDoubleMap(
        SUBTENSOR.name,
        "LastHotkeyEmissionOnNetuid",
        Blake2_128Concat(AccountId),
        Identity(NetUid),
        AlphaBalance,
        AlphaBalance(0),
        "Shown to observers; no rule writes or reads it.",
    )
    loaded_emission = StorageMap(
        SUBTENSOR.name,
        "LoadedEmission",
        Identity(NetUid),
        Vec(Tuple(AccountId, U64, U64)),
        doc="Emission of an older form, by hotkey, for work and for validating; only a swap of the hotkey touches it.",
    )

"""Hyperparameters: what root, and for some the owner of a subnet, may set (AdminUtils).

A time is in blocks, a share in parts of 65,535, an amount in rao, where nothing else is said.
"""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.fixed import I96F32
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber, FixedBytes, NetUid
from tao_spec.arithmetic.integers import I16, U16, U64
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import ADMIN_UTILS
from tao_spec.storage.scale import Enumeration, Vec

MAX_AUTHORITIES = 32


class PublicKey(FixedBytes, length=32):
    """The key with which an authority signs blocks."""

    __slots__ = ()


class PrecompileEnum(Enumeration):
    """The contracts that the chain itself answers to its EVM."""

    BalanceTransfer = 0
    Staking = 1
    Subnet = 2
    Metagraph = 3
    Neuron = 4
    UidLookup = 5
    Alpha = 6
    Crowdloan = 7
    PureProxy = 8
    Leasing = 9


class SwapAuthorities(Call, pallet=ADMIN_UTILS, index=0, name="swap_authorities"):
    """Replace the authorities that make blocks, at most 32."""

    new_authorities: Annotated[tuple[PublicKey, ...], Vec(PublicKey, MAX_AUTHORITIES)]


class SudoSetDefaultTake(Call, pallet=ADMIN_UTILS, index=1, name="sudo_set_default_take"):
    """Set the greatest take of a delegate."""

    default_take: U16


class SudoSetTxRateLimit(Call, pallet=ADMIN_UTILS, index=2, name="sudo_set_tx_rate_limit"):
    """Set how long an account waits between two limited calls."""

    tx_rate_limit: U64


class SudoSetServingRateLimit(Call, pallet=ADMIN_UTILS, index=3, name="sudo_set_serving_rate_limit"):
    """Set how long a neuron waits between two announcements of its address."""

    netuid: NetUid
    serving_rate_limit: U64


class SudoSetMinDifficulty(Call, pallet=ADMIN_UTILS, index=4, name="sudo_set_min_difficulty"):
    """Set the least difficulty to which registration by work adjusts."""

    netuid: NetUid
    min_difficulty: U64


class SudoSetMaxDifficulty(Call, pallet=ADMIN_UTILS, index=5, name="sudo_set_max_difficulty"):
    """Set the greatest difficulty to which registration by work adjusts."""

    netuid: NetUid
    max_difficulty: U64


class SudoSetWeightsVersionKey(Call, pallet=ADMIN_UTILS, index=6, name="sudo_set_weights_version_key"):
    """Set the version that weights must carry."""

    netuid: NetUid
    weights_version_key: U64


class SudoSetWeightsSetRateLimit(Call, pallet=ADMIN_UTILS, index=7, name="sudo_set_weights_set_rate_limit"):
    """Set how long a neuron waits between two settings of weights."""

    netuid: NetUid
    weights_set_rate_limit: U64


class SudoSetAdjustmentInterval(Call, pallet=ADMIN_UTILS, index=8, name="sudo_set_adjustment_interval"):
    """Set how often difficulty and burn adjust."""

    netuid: NetUid
    adjustment_interval: U16


class SudoSetAdjustmentAlpha(Call, pallet=ADMIN_UTILS, index=9, name="sudo_set_adjustment_alpha"):
    """Set how much of the old difficulty and burn an adjustment keeps, in parts of 2^64 - 1."""

    netuid: NetUid
    adjustment_alpha: U64


class SudoSetMaxWeightLimit(Call, pallet=ADMIN_UTILS, index=12, name="sudo_set_max_weight_limit"):
    """Set the greatest share of its weights that a neuron may give to one other."""

    netuid: NetUid
    max_weight_limit: U16


class SudoSetImmunityPeriod(Call, pallet=ADMIN_UTILS, index=13, name="sudo_set_immunity_period"):
    """Set how long a new neuron cannot be replaced."""

    netuid: NetUid
    immunity_period: U16


class SudoSetMinAllowedWeights(Call, pallet=ADMIN_UTILS, index=14, name="sudo_set_min_allowed_weights"):
    """Set how many weights a neuron must give at least."""

    netuid: NetUid
    min_allowed_weights: U16


class SudoSetMaxAllowedUids(Call, pallet=ADMIN_UTILS, index=15, name="sudo_set_max_allowed_uids"):
    """Set how many neurons a subnet may have."""

    netuid: NetUid
    max_allowed_uids: U16


class SudoSetKappa(Call, pallet=ADMIN_UTILS, index=16, name="sudo_set_kappa"):
    """Set the share of stake that must agree on a weight."""

    netuid: NetUid
    kappa: U16


class SudoSetRho(Call, pallet=ADMIN_UTILS, index=17, name="sudo_set_rho"):
    """Set the steepness of consensus."""

    netuid: NetUid
    rho: U16


class SudoSetActivityCutoff(Call, pallet=ADMIN_UTILS, index=18, name="sudo_set_activity_cutoff"):
    """Set after how long without new weights a validator counts as inactive."""

    netuid: NetUid
    activity_cutoff: U16


class SudoSetNetworkRegistrationAllowed(
    Call, pallet=ADMIN_UTILS, index=19, name="sudo_set_network_registration_allowed"
):
    """Open or close registration by burn."""

    netuid: NetUid
    registration_allowed: bool


class SudoSetNetworkPowRegistrationAllowed(
    Call, pallet=ADMIN_UTILS, index=20, name="sudo_set_network_pow_registration_allowed"
):
    """Open or close registration by work."""

    netuid: NetUid
    registration_allowed: bool


class SudoSetTargetRegistrationsPerInterval(
    Call, pallet=ADMIN_UTILS, index=21, name="sudo_set_target_registrations_per_interval"
):
    """Set the number of registrations that adjustment aims at."""

    netuid: NetUid
    target_registrations_per_interval: U16


class SudoSetMinBurn(Call, pallet=ADMIN_UTILS, index=22, name="sudo_set_min_burn"):
    """Set the least TAO that a registration burns."""

    netuid: NetUid
    min_burn: TaoBalance


class SudoSetMaxBurn(Call, pallet=ADMIN_UTILS, index=23, name="sudo_set_max_burn"):
    """Set the most TAO that a registration burns."""

    netuid: NetUid
    max_burn: TaoBalance


class SudoSetDifficulty(Call, pallet=ADMIN_UTILS, index=24, name="sudo_set_difficulty"):
    """Set the difficulty of registration by work."""

    netuid: NetUid
    difficulty: U64


class SudoSetMaxAllowedValidators(Call, pallet=ADMIN_UTILS, index=25, name="sudo_set_max_allowed_validators"):
    """Set how many neurons may be validators."""

    netuid: NetUid
    max_allowed_validators: U16


class SudoSetBondsMovingAverage(Call, pallet=ADMIN_UTILS, index=26, name="sudo_set_bonds_moving_average"):
    """Set how much of the old bonds an epoch keeps, in parts of 1,000,000."""

    netuid: NetUid
    bonds_moving_average: U64


class SudoSetMaxRegistrationsPerBlock(Call, pallet=ADMIN_UTILS, index=27, name="sudo_set_max_registrations_per_block"):
    """Set how many registrations one block may hold."""

    netuid: NetUid
    max_registrations_per_block: U16


class SudoSetSubnetOwnerCut(Call, pallet=ADMIN_UTILS, index=28, name="sudo_set_subnet_owner_cut"):
    """Set the share of emission that goes to the owners of subnets."""

    subnet_owner_cut: U16


class SudoSetNetworkRateLimit(Call, pallet=ADMIN_UTILS, index=29, name="sudo_set_network_rate_limit"):
    """Set how long an account waits between two registrations of subnets."""

    rate_limit: U64


class SudoSetTempo(Call, pallet=ADMIN_UTILS, index=30, name="sudo_set_tempo"):
    """Set the blocks between two epochs of a subnet."""

    netuid: NetUid
    tempo: U16


class SudoSetTotalIssuance(Call, pallet=ADMIN_UTILS, index=33, name="sudo_set_total_issuance"):
    """Set the total issuance that emission goes by."""

    total_issuance: TaoBalance


class SudoSetNetworkImmunityPeriod(Call, pallet=ADMIN_UTILS, index=35, name="sudo_set_network_immunity_period"):
    """Set how long a new subnet cannot be replaced."""

    immunity_period: U64


class SudoSetNetworkMinLockCost(Call, pallet=ADMIN_UTILS, index=36, name="sudo_set_network_min_lock_cost"):
    """Set the least TAO that a new subnet costs."""

    lock_cost: TaoBalance


class SudoSetSubnetLimit(Call, pallet=ADMIN_UTILS, index=37, name="sudo_set_subnet_limit"):
    """Do nothing: the limit of subnets cannot be set in this revision."""

    max_subnets: U16


class SudoSetLockReductionInterval(Call, pallet=ADMIN_UTILS, index=38, name="sudo_set_lock_reduction_interval"):
    """Set over how long the cost of a new subnet falls."""

    interval: U64


class SudoSetRaoRecycled(Call, pallet=ADMIN_UTILS, index=39, name="sudo_set_rao_recycled"):
    """Set how much TAO was recycled for registrations."""

    netuid: NetUid
    rao_recycled: TaoBalance


class SudoSetStakeThreshold(Call, pallet=ADMIN_UTILS, index=42, name="sudo_set_stake_threshold"):
    """Set the stake that a neuron needs to set weights."""

    min_stake: U64


class SudoSetNominatorMinRequiredStake(
    Call, pallet=ADMIN_UTILS, index=43, name="sudo_set_nominator_min_required_stake"
):
    """Set the least stake of a nominator; smaller ones are paid out when it rises."""

    min_stake: U64


class SudoSetTxDelegateTakeRateLimit(Call, pallet=ADMIN_UTILS, index=45, name="sudo_set_tx_delegate_take_rate_limit"):
    """Set how long a delegate waits between two raises of its take."""

    tx_rate_limit: U64


class SudoSetMinDelegateTake(Call, pallet=ADMIN_UTILS, index=46, name="sudo_set_min_delegate_take"):
    """Set the least take of a delegate."""

    take: U16


class SudoSetCommitRevealWeightsEnabled(
    Call, pallet=ADMIN_UTILS, index=49, name="sudo_set_commit_reveal_weights_enabled"
):
    """Have weights committed first and revealed later, or not."""

    netuid: NetUid
    enabled: bool


class SudoSetLiquidAlphaEnabled(Call, pallet=ADMIN_UTILS, index=50, name="sudo_set_liquid_alpha_enabled"):
    """Have bonds move the quicker the more consensus there is, or not."""

    netuid: NetUid
    enabled: bool


class SudoSetAlphaValues(Call, pallet=ADMIN_UTILS, index=51, name="sudo_set_alpha_values"):
    """Set the bounds between which bonds move under liquid alpha."""

    netuid: NetUid
    alpha_low: U16
    alpha_high: U16


class SudoSetNetworkMaxStake(Call, pallet=ADMIN_UTILS, index=53, name="sudo_set_network_max_stake"):
    """Do nothing: there is no greatest stake in this revision."""

    netuid: NetUid
    max_stake: U64


class SudoSetColdkeySwapScheduleDuration(
    Call, pallet=ADMIN_UTILS, index=54, name="sudo_set_coldkey_swap_schedule_duration"
):
    """Set how long a swap of coldkeys waits."""

    duration: BlockNumber


class SudoSetDissolveNetworkScheduleDuration(
    Call, pallet=ADMIN_UTILS, index=55, name="sudo_set_dissolve_network_schedule_duration"
):
    """Set how long the dissolution of a subnet waits."""

    duration: BlockNumber


class SudoSetCommitRevealWeightsInterval(
    Call, pallet=ADMIN_UTILS, index=57, name="sudo_set_commit_reveal_weights_interval"
):
    """Set after how many epochs committed weights are revealed."""

    netuid: NetUid
    interval: U64


class SudoSetEvmChainId(Call, pallet=ADMIN_UTILS, index=58, name="sudo_set_evm_chain_id"):
    """Set the number of the chain in its EVM."""

    chain_id: U64


class ScheduleGrandpaChange(Call, pallet=ADMIN_UTILS, index=59, name="schedule_grandpa_change"):
    """Replace the authorities that finalise blocks, each with its votes, after so many blocks."""

    next_authorities: tuple[tuple[PublicKey, U64], ...]
    in_blocks: BlockNumber
    forced: BlockNumber | None


class SudoSetBondsPenalty(Call, pallet=ADMIN_UTILS, index=60, name="sudo_set_bonds_penalty"):
    """Set how much bonds suffer from weights out of consensus."""

    netuid: NetUid
    bonds_penalty: U16


class SudoSetToggleTransfer(Call, pallet=ADMIN_UTILS, index=61, name="sudo_set_toggle_transfer"):
    """Let stake move between coldkeys, or not."""

    netuid: NetUid
    toggle: bool


class SudoToggleEvmPrecompile(Call, pallet=ADMIN_UTILS, index=62, name="sudo_toggle_evm_precompile"):
    """Switch one of the contracts that the chain answers on or off."""

    precompile_id: PrecompileEnum
    enabled: bool


class SudoSetSubnetMovingAlpha(Call, pallet=ADMIN_UTILS, index=63, name="sudo_set_subnet_moving_alpha"):
    """Set the weight of the new price in the moving price of a subnet."""

    alpha: I96F32


class SudoSetSubnetOwnerHotkey(Call, pallet=ADMIN_UTILS, index=64, name="sudo_set_subnet_owner_hotkey"):
    """Set the hotkey of a subnet's owner; only the owner may."""

    netuid: NetUid
    hotkey: AccountId


class SudoSetEmaPriceHalvingPeriod(Call, pallet=ADMIN_UTILS, index=65, name="sudo_set_ema_price_halving_period"):
    """Set after how many blocks the new price has half of its full weight in the moving price."""

    netuid: NetUid
    ema_halving: U64


class SudoSetSubtokenEnabled(Call, pallet=ADMIN_UTILS, index=66, name="sudo_set_subtoken_enabled"):
    """Let a subnet's alpha be traded, or not."""

    netuid: NetUid
    subtoken_enabled: bool


class SudoSetSnOwnerHotkey(Call, pallet=ADMIN_UTILS, index=67, name="sudo_set_sn_owner_hotkey"):
    """Set the hotkey of a subnet's owner, once in a week."""

    netuid: NetUid
    hotkey: AccountId


class SudoSetAlphaSigmoidSteepness(Call, pallet=ADMIN_UTILS, index=68, name="sudo_set_alpha_sigmoid_steepness"):
    """Set how steeply liquid alpha follows consensus; only root may make it negative."""

    netuid: NetUid
    steepness: I16


class SudoSetYuma3Enabled(Call, pallet=ADMIN_UTILS, index=69, name="sudo_set_yuma3_enabled"):
    """Have the third version of the consensus, or the one before."""

    netuid: NetUid
    enabled: bool


class SudoSetBondsResetEnabled(Call, pallet=ADMIN_UTILS, index=70, name="sudo_set_bonds_reset_enabled"):
    """Let a commitment of its own reset the bonds of a neuron, or not."""

    netuid: NetUid
    enabled: bool


class SudoSetCommitRevealVersion(Call, pallet=ADMIN_UTILS, index=71, name="sudo_set_commit_reveal_version"):
    """Set the version of the payload of committed weights."""

    version: U16


class SudoSetOwnerImmuneNeuronLimit(Call, pallet=ADMIN_UTILS, index=72, name="sudo_set_owner_immune_neuron_limit"):
    """Set how many neurons of its owner a subnet cannot replace."""

    netuid: NetUid
    immune_neurons: U16


class PrecompileUpdated(Event, pallet=ADMIN_UTILS, index=0, named=True):
    """One of the contracts that the chain answers was switched on or off."""

    precompile_id: PrecompileEnum
    enabled: bool


class Yuma3EnableToggled(Event, pallet=ADMIN_UTILS, index=1, named=True):
    """A subnet has the third version of the consensus, or not."""

    netuid: NetUid
    enabled: bool


class BondsResetToggled(Event, pallet=ADMIN_UTILS, index=2, named=True):
    """A subnet lets bonds be reset, or not."""

    netuid: NetUid
    enabled: bool


class AdminUtilsError(ModuleError, pallet=ADMIN_UTILS):
    """An error of AdminUtils."""


class SubnetDoesNotExist(AdminUtilsError, code=0):
    """There is no such subnet."""


class MaxValidatorsLargerThanMaxUIds(AdminUtilsError, code=1):
    """A subnet cannot have more validators than neurons."""


class MaxAllowedUIdsLessThanCurrentUIds(AdminUtilsError, code=2):
    """The subnet has as many neurons already, or more."""


class BondsMovingAverageMaxReached(AdminUtilsError, code=3):
    """An owner may let an epoch keep at most 975,000 parts of 1,000,000."""


class NegativeSigmoidSteepness(AdminUtilsError, code=4):
    """Only root may make the steepness negative."""

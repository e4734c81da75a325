"""The rows of neurons: what registration costs and how it adapts, how many neurons there are, who is spared."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.hyperparameters import (
    MaxAllowedUIdsLessThanCurrentUIds,
    SudoSetAdjustmentAlpha,
    SudoSetAdjustmentInterval,
    SudoSetDifficulty,
    SudoSetImmunityPeriod,
    SudoSetMaxAllowedUids,
    SudoSetMaxBurn,
    SudoSetMaxDifficulty,
    SudoSetMaxRegistrationsPerBlock,
    SudoSetMinBurn,
    SudoSetMinDifficulty,
    SudoSetNetworkPowRegistrationAllowed,
    SudoSetNetworkRegistrationAllowed,
    SudoSetOwnerImmuneNeuronLimit,
    SudoSetRaoRecycled,
    SudoSetServingRateLimit,
    SudoSetTargetRegistrationsPerInterval,
)
from tao_spec.interface.neurons import (
    AdjustmentAlphaSet,
    AdjustmentIntervalSet,
    DifficultySet,
    ImmunityPeriodSet,
    InvalidValue,
    MaxAllowedUidsSet,
    MaxBurnSet,
    MaxDifficultySet,
    MaxRegistrationsPerBlockSet,
    MinBurnSet,
    MinDifficultySet,
    PowRegistrationAllowed,
    RAORecycledForRegistrationSet,
    RegistrationAllowed,
    RegistrationPerIntervalSet,
)
from tao_spec.interface.serving import ServingRateLimitSet
from tao_spec.state.neurons import NeuronsState
from tao_spec.state.serving import ServingState
from tao_spec.transition.chain import Chain
from tao_spec.transition.hyperparameters.table import Bound, Hyperparameter, Side, Unit, Who, by_row
from tao_spec.transition.origin import Origin


@by_row(
    Hyperparameter(
        "HYPER-104", SudoSetMinDifficulty, NeuronsState.min_difficulty, Who.ROOT, Unit.NUMBER, (MinDifficultySet,)
    )
)
def sudo_set_min_difficulty(chain: Chain, origin: Origin, netuid: NetUid, min_difficulty: U64) -> None:
    """Set the least difficulty of registration by work, be it over the greatest."""


@by_row(
    Hyperparameter(
        "HYPER-105",
        SudoSetMaxDifficulty,
        NeuronsState.max_difficulty,
        Who.OWNER_OR_ROOT,
        Unit.NUMBER,
        (MaxDifficultySet,),
    )
)
def sudo_set_max_difficulty(chain: Chain, origin: Origin, netuid: NetUid, max_difficulty: U64) -> None:
    """Set the greatest difficulty of registration by work, be it under the least."""


@by_row(
    Hyperparameter("HYPER-124", SudoSetDifficulty, NeuronsState.difficulty, Who.ROOT, Unit.NUMBER, (DifficultySet,))
)
def sudo_set_difficulty(chain: Chain, origin: Origin, netuid: NetUid, difficulty: U64) -> None:
    """Set the difficulty of registration by work, within its bounds or not."""


@by_row(Hyperparameter("HYPER-122", SudoSetMinBurn, NeuronsState.min_burn, Who.ROOT, Unit.RAO, (MinBurnSet,)))
def sudo_set_min_burn(chain: Chain, origin: Origin, netuid: NetUid, min_burn: TaoBalance) -> None:
    """Set the least cost of a registration, be it over the greatest."""


@by_row(Hyperparameter("HYPER-123", SudoSetMaxBurn, NeuronsState.max_burn, Who.ROOT, Unit.RAO, (MaxBurnSet,)))
def sudo_set_max_burn(chain: Chain, origin: Origin, netuid: NetUid, max_burn: TaoBalance) -> None:
    """Set the greatest cost of a registration, be it under the least."""


@by_row(
    Hyperparameter(
        "HYPER-139",
        SudoSetRaoRecycled,
        NeuronsState.rao_recycled_for_registration,
        Who.ROOT,
        Unit.RAO,
        (RAORecycledForRegistrationSet,),
    )
)
def sudo_set_rao_recycled(chain: Chain, origin: Origin, netuid: NetUid, rao_recycled: TaoBalance) -> None:
    """Set how much TAO the registrations of a subnet have cost."""


@by_row(
    Hyperparameter(
        "HYPER-108",
        SudoSetAdjustmentInterval,
        NeuronsState.adjustment_interval,
        Who.ROOT,
        Unit.BLOCKS,
        (AdjustmentIntervalSet,),
    )
)
def sudo_set_adjustment_interval(chain: Chain, origin: Origin, netuid: NetUid, adjustment_interval: U16) -> None:
    """Set how often difficulty and cost of registration are adjusted."""


@by_row(
    Hyperparameter(
        "HYPER-109",
        SudoSetAdjustmentAlpha,
        NeuronsState.adjustment_alpha,
        Who.OWNER_OR_ROOT,
        Unit.PARTS_64,
        (AdjustmentAlphaSet,),
    )
)
def sudo_set_adjustment_alpha(chain: Chain, origin: Origin, netuid: NetUid, adjustment_alpha: U64) -> None:
    """Set how much of the old difficulty and cost an adjustment keeps."""


@by_row(
    Hyperparameter(
        "HYPER-121",
        SudoSetTargetRegistrationsPerInterval,
        NeuronsState.target_registrations_per_interval,
        Who.ROOT,
        Unit.REGISTRATIONS,
        (RegistrationPerIntervalSet,),
    )
)
def sudo_set_target_registrations_per_interval(
    chain: Chain, origin: Origin, netuid: NetUid, target_registrations_per_interval: U16
) -> None:
    """Set how many registrations in an interval leave difficulty and cost as they are."""


@by_row(
    Hyperparameter(
        "HYPER-127",
        SudoSetMaxRegistrationsPerBlock,
        NeuronsState.max_registrations_per_block,
        Who.ROOT,
        Unit.REGISTRATIONS,
        (MaxRegistrationsPerBlockSet,),
    )
)
def sudo_set_max_registrations_per_block(
    chain: Chain, origin: Origin, netuid: NetUid, max_registrations_per_block: U16
) -> None:
    """Set how many registrations a block may hold."""


@by_row(
    Hyperparameter(
        "HYPER-119",
        SudoSetNetworkRegistrationAllowed,
        NeuronsState.network_registration_allowed,
        Who.ROOT,
        Unit.SWITCH,
        (RegistrationAllowed,),
        existing=False,
    )
)
def sudo_set_network_registration_allowed(
    chain: Chain, origin: Origin, netuid: NetUid, registration_allowed: bool
) -> None:
    """Set whether neurons can be registered by burning TAO."""


@by_row(
    Hyperparameter(
        "HYPER-120",
        SudoSetNetworkPowRegistrationAllowed,
        NeuronsState.network_pow_registration_allowed,
        Who.OWNER_OR_ROOT,
        Unit.SWITCH,
        (PowRegistrationAllowed,),
        existing=False,
    )
)
def sudo_set_network_pow_registration_allowed(
    chain: Chain, origin: Origin, netuid: NetUid, registration_allowed: bool
) -> None:
    """Set whether neurons can be registered by work."""


@by_row(
    Hyperparameter(
        "HYPER-115",
        SudoSetMaxAllowedUids,
        NeuronsState.max_allowed_uids,
        Who.ROOT,
        Unit.NEURONS,
        (MaxAllowedUidsSet,),
        bounds=(Bound(Side.MORE_THAN, NeuronsState.subnetwork_n, MaxAllowedUIdsLessThanCurrentUIds),),
    )
)
def sudo_set_max_allowed_uids(chain: Chain, origin: Origin, netuid: NetUid, max_allowed_uids: U16) -> None:
    """Set how many neurons a subnet may have."""


@by_row(
    Hyperparameter(
        "HYPER-113",
        SudoSetImmunityPeriod,
        NeuronsState.immunity_period,
        Who.OWNER_OR_ROOT,
        Unit.BLOCKS,
        (ImmunityPeriodSet,),
    )
)
def sudo_set_immunity_period(chain: Chain, origin: Origin, netuid: NetUid, immunity_period: U16) -> None:
    """Set how long a new neuron is spared from pruning."""


@by_row(
    Hyperparameter(
        "HYPER-172",
        SudoSetOwnerImmuneNeuronLimit,
        NeuronsState.immune_owner_uids_limit,
        Who.OWNER_OR_ROOT,
        Unit.NEURONS,
        bounds=(Bound(Side.AT_LEAST, 1, InvalidValue), Bound(Side.AT_MOST, 10, InvalidValue)),
        existing=False,
    )
)
def sudo_set_owner_immune_neuron_limit(chain: Chain, origin: Origin, netuid: NetUid, immune_neurons: U16) -> None:
    """Set how many neurons of a subnet's owner are never pruned."""


@by_row(
    Hyperparameter(
        "HYPER-103",
        SudoSetServingRateLimit,
        ServingState.serving_rate_limit,
        Who.OWNER_OR_ROOT,
        Unit.BLOCKS,
        (ServingRateLimitSet,),
        existing=False,
    )
)
def sudo_set_serving_rate_limit(chain: Chain, origin: Origin, netuid: NetUid, serving_rate_limit: U64) -> None:
    """Set how long a neuron waits between two announcements of its address; 0 for no limit."""

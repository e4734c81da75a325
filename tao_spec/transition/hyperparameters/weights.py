"""The rows of weights: how many, how great, how often, and whether they are committed first."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.hyperparameters import (
    SudoSetCommitRevealWeightsEnabled,
    SudoSetCommitRevealWeightsInterval,
    SudoSetMaxWeightLimit,
    SudoSetMinAllowedWeights,
    SudoSetWeightsSetRateLimit,
)
from tao_spec.interface.weights import (
    CommitRevealEnabledEvent,
    CommitRevealPeriodsSet,
    MaxWeightLimitSet,
    MinAllowedWeightSet,
    RevealPeriodTooLarge,
    RevealPeriodTooSmall,
    WeightsSetRateLimitSet,
)
from tao_spec.state.weights import WeightsState
from tao_spec.transition.chain import Chain
from tao_spec.transition.hyperparameters.table import Bound, Hyperparameter, Side, Unit, Who, by_row
from tao_spec.transition.origin import Origin


@by_row(
    Hyperparameter(
        "HYPER-112",
        SudoSetMaxWeightLimit,
        WeightsState.max_weights_limit,
        Who.OWNER_OR_ROOT,
        Unit.PARTS,
        (MaxWeightLimitSet,),
    )
)
def sudo_set_max_weight_limit(chain: Chain, origin: Origin, netuid: NetUid, max_weight_limit: U16) -> None:
    """Set the greatest share of one weight in all that a neuron sets."""


@by_row(
    Hyperparameter(
        "HYPER-114",
        SudoSetMinAllowedWeights,
        WeightsState.min_allowed_weights,
        Who.OWNER_OR_ROOT,
        Unit.NEURONS,
        (MinAllowedWeightSet,),
    )
)
def sudo_set_min_allowed_weights(chain: Chain, origin: Origin, netuid: NetUid, min_allowed_weights: U16) -> None:
    """Set how many neurons weights must name at least."""


@by_row(
    Hyperparameter(
        "HYPER-107",
        SudoSetWeightsSetRateLimit,
        WeightsState.weights_set_rate_limit,
        Who.ROOT,
        Unit.BLOCKS,
        (WeightsSetRateLimitSet,),
    )
)
def sudo_set_weights_set_rate_limit(chain: Chain, origin: Origin, netuid: NetUid, weights_set_rate_limit: U64) -> None:
    """Set how long a neuron waits between two settings of weights."""


@by_row(
    Hyperparameter(
        "HYPER-149",
        SudoSetCommitRevealWeightsEnabled,
        WeightsState.commit_reveal_weights_enabled,
        Who.OWNER_OR_ROOT,
        Unit.SWITCH,
        (CommitRevealEnabledEvent,),
    )
)
def sudo_set_commit_reveal_weights_enabled(chain: Chain, origin: Origin, netuid: NetUid, enabled: bool) -> None:
    """Set whether weights must be committed before they are set."""


@by_row(
    Hyperparameter(
        "HYPER-157",
        SudoSetCommitRevealWeightsInterval,
        WeightsState.reveal_period_epochs,
        Who.OWNER_OR_ROOT,
        Unit.EPOCHS,
        (CommitRevealPeriodsSet,),
        bounds=(Bound(Side.AT_LEAST, 1, RevealPeriodTooSmall), Bound(Side.AT_MOST, 100, RevealPeriodTooLarge)),
    )
)
def sudo_set_commit_reveal_weights_interval(chain: Chain, origin: Origin, netuid: NetUid, interval: U64) -> None:
    """Set how many epochs lie between the commitment of weights and their revelation."""

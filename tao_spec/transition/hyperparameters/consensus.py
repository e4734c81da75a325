"""The rows of the epoch: how stake agrees, who validates, and how bonds move."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import I16, U16
from tao_spec.interface.consensus import (
    ActivityCutoffSet,
    ActivityCutoffTooLow,
    BondsPenaltySet,
    BondsResetOnSet,
    KappaSet,
    MaxAllowedValidatorsSet,
    TempoSet,
)
from tao_spec.interface.hyperparameters import (
    BondsResetToggled,
    MaxValidatorsLargerThanMaxUIds,
    NegativeSigmoidSteepness,
    SudoSetActivityCutoff,
    SudoSetAlphaSigmoidSteepness,
    SudoSetBondsPenalty,
    SudoSetBondsResetEnabled,
    SudoSetKappa,
    SudoSetLiquidAlphaEnabled,
    SudoSetMaxAllowedValidators,
    SudoSetRho,
    SudoSetTempo,
    SudoSetYuma3Enabled,
    Yuma3EnableToggled,
)
from tao_spec.state.consensus import ConsensusState
from tao_spec.state.neurons import NeuronsState
from tao_spec.transition.chain import Chain
from tao_spec.transition.hyperparameters.table import Bound, Hyperparameter, Side, Unit, Who, by_row
from tao_spec.transition.origin import Origin


@by_row(Hyperparameter("HYPER-130", SudoSetTempo, ConsensusState.tempo, Who.ROOT, Unit.BLOCKS, (TempoSet,)))
def sudo_set_tempo(chain: Chain, origin: Origin, netuid: NetUid, tempo: U16) -> None:
    """Set the blocks between two epochs, less one; 0 for no epoch ever."""


@by_row(Hyperparameter("HYPER-116", SudoSetKappa, ConsensusState.kappa, Who.OWNER_OR_ROOT, Unit.PARTS, (KappaSet,)))
def sudo_set_kappa(chain: Chain, origin: Origin, netuid: NetUid, kappa: U16) -> None:
    """Set the share of stake that must stand behind a weight."""


@by_row(Hyperparameter("HYPER-117", SudoSetRho, ConsensusState.rho, Who.OWNER_OR_ROOT, Unit.NUMBER))
def sudo_set_rho(chain: Chain, origin: Origin, netuid: NetUid, rho: U16) -> None:
    """Set the steepness of trust, which no rule reads."""


@by_row(
    Hyperparameter(
        "HYPER-118",
        SudoSetActivityCutoff,
        ConsensusState.activity_cutoff,
        Who.OWNER_OR_ROOT,
        Unit.BLOCKS,
        (ActivityCutoffSet,),
        bounds=(Bound(Side.AT_LEAST, ConsensusState.min_activity_cutoff, ActivityCutoffTooLow),),
    )
)
def sudo_set_activity_cutoff(chain: Chain, origin: Origin, netuid: NetUid, activity_cutoff: U16) -> None:
    """Set how long after its last weights a validator counts as active."""


@by_row(
    Hyperparameter(
        "HYPER-125",
        SudoSetMaxAllowedValidators,
        ConsensusState.max_allowed_validators,
        Who.ROOT,
        Unit.NEURONS,
        (MaxAllowedValidatorsSet,),
        bounds=(Bound(Side.AT_MOST, NeuronsState.max_allowed_uids, MaxValidatorsLargerThanMaxUIds),),
    )
)
def sudo_set_max_allowed_validators(chain: Chain, origin: Origin, netuid: NetUid, max_allowed_validators: U16) -> None:
    """Set how many neurons may be validators."""


@by_row(
    Hyperparameter(
        "HYPER-160",
        SudoSetBondsPenalty,
        ConsensusState.bonds_penalty,
        Who.OWNER_OR_ROOT,
        Unit.PARTS,
        (BondsPenaltySet,),
    )
)
def sudo_set_bonds_penalty(chain: Chain, origin: Origin, netuid: NetUid, bonds_penalty: U16) -> None:
    """Set how much of a weight above consensus is cut off for bonds."""


@by_row(
    Hyperparameter(
        "HYPER-170",
        SudoSetBondsResetEnabled,
        ConsensusState.bonds_reset_on,
        Who.OWNER_OR_ROOT,
        Unit.SWITCH,
        (BondsResetOnSet, BondsResetToggled),
        existing=False,
    )
)
def sudo_set_bonds_reset_enabled(chain: Chain, origin: Origin, netuid: NetUid, enabled: bool) -> None:
    """Set whether a commitment of a neuron can ask that the bonds to it begin anew."""


@by_row(
    Hyperparameter(
        "HYPER-150",
        SudoSetLiquidAlphaEnabled,
        ConsensusState.liquid_alpha_on,
        Who.OWNER_OR_ROOT,
        Unit.SWITCH,
        existing=False,
    )
)
def sudo_set_liquid_alpha_enabled(chain: Chain, origin: Origin, netuid: NetUid, enabled: bool) -> None:
    """Set whether each bond has a moving average of its own."""


@by_row(
    Hyperparameter(
        "HYPER-168",
        SudoSetAlphaSigmoidSteepness,
        ConsensusState.alpha_sigmoid_steepness,
        Who.OWNER_OR_ROOT,
        Unit.NUMBER,
        bounds=(Bound(Side.AT_LEAST, 0, NegativeSigmoidSteepness, spares_root=True),),
    )
)
def sudo_set_alpha_sigmoid_steepness(chain: Chain, origin: Origin, netuid: NetUid, steepness: I16) -> None:
    """Set the steepness of the sigmoid from which liquid alpha follows."""


@by_row(
    Hyperparameter(
        "HYPER-169",
        SudoSetYuma3Enabled,
        ConsensusState.yuma3_on,
        Who.OWNER_OR_ROOT,
        Unit.SWITCH,
        (Yuma3EnableToggled,),
        existing=False,
    )
)
def sudo_set_yuma3_enabled(chain: Chain, origin: Origin, netuid: NetUid, enabled: bool) -> None:
    """Set whether bonds follow the third version of the rule."""

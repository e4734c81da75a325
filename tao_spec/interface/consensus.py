"""Consensus: the parameters of the epoch."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import I16, U16, U64
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Event
from tao_spec.interface.pallets import SUBTENSOR


class ActivityCutoffSet(Event, pallet=SUBTENSOR, index=15):
    """The blocks in which a validator counts as active were set."""

    netuid: NetUid
    activity_cutoff: U16


class RhoSet(Event, pallet=SUBTENSOR, index=16):
    """Never emitted."""

    netuid: NetUid
    rho: U16


class AlphaSigmoidSteepnessSet(Event, pallet=SUBTENSOR, index=17):
    """Never emitted."""

    netuid: NetUid
    steepness: I16


class KappaSet(Event, pallet=SUBTENSOR, index=18):
    """Kappa was set."""

    netuid: NetUid
    kappa: U16


class ValidatorPruneLenSet(Event, pallet=SUBTENSOR, index=20):
    """Never emitted."""

    netuid: NetUid
    validator_prune_len: U64


class ScalingLawPowerSet(Event, pallet=SUBTENSOR, index=21):
    """Never emitted."""

    netuid: NetUid
    scaling_law_power: U16


class BondsMovingAverageSet(Event, pallet=SUBTENSOR, index=24):
    """The weight of old bonds was set."""

    netuid: NetUid
    bonds_moving_average: U64


class BondsPenaltySet(Event, pallet=SUBTENSOR, index=25):
    """The penalty of bonds was set."""

    netuid: NetUid
    bonds_penalty: U16


class BondsResetOnSet(Event, pallet=SUBTENSOR, index=26):
    """Whether bonds can be reset was set."""

    netuid: NetUid
    enabled: bool


class MaxAllowedValidatorsSet(Event, pallet=SUBTENSOR, index=27):
    """How many neurons may be validators was set."""

    netuid: NetUid
    max_allowed_validators: U16


class TempoSet(Event, pallet=SUBTENSOR, index=48):
    """The tempo was set."""

    netuid: NetUid
    tempo: U16


class ConsensusError(ModuleError, pallet=SUBTENSOR):
    """An error about the parameters of consensus."""


class LiquidAlphaDisabled(ConsensusError, code=57):
    """The subnet has no liquid alpha."""


class AlphaHighTooLow(ConsensusError, code=58):
    """The upper bound of liquid alpha is under one fortieth."""


class AlphaLowOutOfRange(ConsensusError, code=59):
    """The lower bound of liquid alpha is under one fortieth, or over the upper."""


class ActivityCutoffTooLow(ConsensusError, code=86):
    """The activity cutoff is under the least."""

"""Consensus: the parameters of the epoch, what it leaves for each neuron, and the bonds."""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import I16, U16, U64
from tao_spec.interface.pallets import SUBTENSOR
from tao_spec.storage.hashers import Blake2_128Concat, Identity
from tao_spec.storage.items import Domain, StorageDoubleMap, StorageMap, StorageValue
from tao_spec.storage.scale import Tuple, Vec

DEFAULT_TEMPO = U16(360)
"""Blocks between two epochs, less one, unless the subnet sets another number."""

BONDS_MOVING_AVERAGE = U64(900_000)
"""The weight of the old bonds in the new, in millionths."""

ALPHA_LOW = U16(45_875)
"""Seven tenths, in parts of 65,535."""

ALPHA_HIGH = U16(58_982)
"""Nine tenths, in parts of 65,535."""


class ConsensusState(Domain):
    """The storage of the epoch: parameters, scores and bonds. Lists hold one entry a neuron, by its number."""

    tempo = StorageMap(
        SUBTENSOR.name,
        "Tempo",
        Identity(NetUid),
        U16,
        DEFAULT_TEMPO,
        "Blocks between two epochs, less one; 0 for no epoch ever.",
    )
    blocks_since_last_step = StorageMap(
        SUBTENSOR.name,
        "BlocksSinceLastStep",
        Identity(NetUid),
        U64,
        U64(0),
        "Blocks since the last epoch; no rule reads it.",
    )
    last_mechansim_step_block = StorageMap(
        SUBTENSOR.name,
        "LastMechansimStepBlock",
        Identity(NetUid),
        BlockHeight,
        BlockHeight(0),
        "The block of the last epoch; no rule reads it. The misspelling is the chain's.",
    )
    activity_cutoff = StorageMap(
        SUBTENSOR.name,
        "ActivityCutoff",
        Identity(NetUid),
        U16,
        U16(5_000),
        "Blocks after its last weights in which a validator counts as active.",
    )
    min_activity_cutoff = StorageValue(
        SUBTENSOR.name, "MinActivityCutoff", U16, U16(360), "The least activity cutoff that may be set, in blocks."
    )
    max_allowed_validators = StorageMap(
        SUBTENSOR.name,
        "MaxAllowedValidators",
        Identity(NetUid),
        U16,
        U16(128),
        "How many neurons may be validators: those with the most stake.",
    )
    kappa = StorageMap(
        SUBTENSOR.name,
        "Kappa",
        Identity(NetUid),
        U16,
        U16(32_767),
        "The share of stake that must stand behind a weight, in parts of 65,535.",
    )
    rho = StorageMap(SUBTENSOR.name, "Rho", Identity(NetUid), U16, U16(10), "The steepness of trust; no rule reads it.")
    alpha_sigmoid_steepness = StorageMap(
        SUBTENSOR.name,
        "AlphaSigmoidSteepness",
        Identity(NetUid),
        I16,
        I16(1_000),
        "The steepness of the sigmoid from which liquid alpha follows.",
    )
    liquid_alpha_on = StorageMap(
        SUBTENSOR.name,
        "LiquidAlphaOn",
        Blake2_128Concat(NetUid),
        bool,
        False,
        "Whether each bond has a moving average of its own.",
    )
    alpha_values = StorageMap(
        SUBTENSOR.name,
        "AlphaValues",
        Identity(NetUid),
        Tuple(U16, U16),
        (ALPHA_LOW, ALPHA_HIGH),
        "The bounds of liquid alpha, in parts of 65,535.",
    )
    yuma3_on = StorageMap(
        SUBTENSOR.name,
        "Yuma3On",
        Blake2_128Concat(NetUid),
        bool,
        False,
        "Whether bonds follow the third version of the rule.",
    )
    bonds_moving_average = StorageMap(
        SUBTENSOR.name,
        "BondsMovingAverage",
        Identity(NetUid),
        U64,
        BONDS_MOVING_AVERAGE,
        "The weight of the old bonds in the new, in millionths.",
    )
    bonds_penalty = StorageMap(
        SUBTENSOR.name,
        "BondsPenalty",
        Identity(NetUid),
        U16,
        U16(U16.MAX),
        "How much of a weight above consensus is cut off for bonds, in parts of 65,535.",
    )
    bonds_reset_on = StorageMap(
        SUBTENSOR.name,
        "BondsResetOn",
        Identity(NetUid),
        bool,
        False,
        "Whether a commitment of a neuron can ask that the bonds to it begin anew.",
    )
    validator_prune_len = StorageMap(
        SUBTENSOR.name, "ValidatorPruneLen", Identity(NetUid), U64, U64(1), "Not used by this revision."
    )
    scaling_law_power = StorageMap(
        SUBTENSOR.name, "ScalingLawPower", Identity(NetUid), U16, U16(50), "Shown to observers; no rule reads it."
    )
    validator_permit = StorageMap(
        SUBTENSOR.name, "ValidatorPermit", Identity(NetUid), Vec(bool), (), "Whether the neuron may be a validator."
    )
    active = StorageMap(
        SUBTENSOR.name, "Active", Identity(NetUid), Vec(bool), (), "Whether the neuron was active in the last epoch."
    )
    stake_weight = StorageMap(
        SUBTENSOR.name,
        "StakeWeight",
        Identity(NetUid),
        Vec(U16),
        (),
        "The neuron's share of the stake that counts, in parts of 65,535.",
    )
    rank = StorageMap(
        SUBTENSOR.name,
        "Rank",
        Identity(NetUid),
        Vec(U16),
        (),
        "The stake-weighted sum of the clipped weights on the neuron, in parts of 65,535.",
    )
    trust = StorageMap(
        SUBTENSOR.name,
        "Trust",
        Identity(NetUid),
        Vec(U16),
        (),
        "The rank after clipping over that before, in parts of 65,535.",
    )
    consensus = StorageMap(
        SUBTENSOR.name,
        "Consensus",
        Identity(NetUid),
        Vec(U16),
        (),
        "The weight behind which kappa of the stake stands, in parts of 65,535.",
    )
    incentive = StorageMap(
        SUBTENSOR.name,
        "Incentive",
        Identity(NetUid),
        Vec(U16),
        (),
        "The neuron's share of what is paid for work, in parts of 65,535.",
    )
    dividends = StorageMap(
        SUBTENSOR.name,
        "Dividends",
        Identity(NetUid),
        Vec(U16),
        (),
        "The neuron's share of what is paid for validating, in parts of 65,535.",
    )
    validator_trust = StorageMap(
        SUBTENSOR.name,
        "ValidatorTrust",
        Identity(NetUid),
        Vec(U16),
        (),
        "The sum of the neuron's weights after clipping, in parts of 65,535.",
    )
    emission = StorageMap(
        SUBTENSOR.name,
        "Emission",
        Identity(NetUid),
        Vec(AlphaBalance),
        (),
        "What the neuron got from the last epoch, in alpha rao.",
    )
    bonds = StorageDoubleMap(
        SUBTENSOR.name,
        "Bonds",
        Identity(NetUid),
        Identity(Uid),
        Vec(Tuple(Uid, U16)),
        (),
        "The bonds of a neuron: numbers of neurons, and parts of 65,535.",
    )

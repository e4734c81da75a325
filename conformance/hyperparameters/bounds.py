"""Both sides of every bound, for the owner and for root."""

from __future__ import annotations

from conformance.hyperparameters.rows import OTHER, SUBNET, UNKNOWN, ids, people
from tao_spec.arithmetic.integers import I16, U16, U64
from tao_spec.interface.hyperparameters import (
    SudoSetActivityCutoff,
    SudoSetAlphaSigmoidSteepness,
    SudoSetBondsMovingAverage,
    SudoSetCommitRevealWeightsInterval,
    SudoSetMaxAllowedUids,
    SudoSetMaxAllowedValidators,
    SudoSetOwnerImmuneNeuronLimit,
)
from tao_spec.transition.hyperparameters.table import TABLE
from tao_spec.vectors.cases import Builder, Trace, case, root


@case(rules=ids([TABLE[SudoSetCommitRevealWeightsInterval]]), errors=["RevealPeriodTooSmall", "RevealPeriodTooLarge"])
def reveal_period(build: Builder) -> Trace:
    """Weights are revealed after one epoch at least and after a hundred at most."""
    who = people(build)
    for epochs in (0, 1, 100, 101):
        made = SudoSetCommitRevealWeightsInterval(SUBNET, U64(epochs))
        yield who.owner.signs(made)
        yield root(made)


@case(rules=ids([TABLE[SudoSetOwnerImmuneNeuronLimit]]), errors=["InvalidValue"])
def immune_neurons(build: Builder) -> Trace:
    """One neuron of the owner at least is spared from pruning, ten at most, on subnets that do not exist, too."""
    who = people(build)
    for neurons in (0, 1, 10, 11):
        yield who.owner.signs(SudoSetOwnerImmuneNeuronLimit(SUBNET, U16(neurons)))
        yield root(SudoSetOwnerImmuneNeuronLimit(UNKNOWN, U16(neurons)))


@case(rules=ids([TABLE[SudoSetActivityCutoff]]), errors=["ActivityCutoffTooLow"])
def activity_cutoff(build: Builder) -> Trace:
    """The activity cutoff is at least what the network says, for root, too."""
    who = people(build)
    build.chain.consensus.min_activity_cutoff.value = U16(10)
    for blocks in (9, 10):
        made = SudoSetActivityCutoff(SUBNET, U16(blocks))
        yield who.owner.signs(made)
        yield root(made)


@case(rules=ids([TABLE[SudoSetMaxAllowedUids]]), errors=["MaxAllowedUIdsLessThanCurrentUIds"])
def fewer_neurons(build: Builder) -> Trace:
    """A subnet may have more neurons than it has; neither fewer nor as many."""
    people(build)
    build.chain.neurons.subnetwork_n[SUBNET] = U16(3)
    for neurons in (2, 3, 4):
        yield root(SudoSetMaxAllowedUids(SUBNET, U16(neurons)))


@case(
    rules=ids([TABLE[SudoSetMaxAllowedValidators], TABLE[SudoSetMaxAllowedUids]]),
    errors=["MaxValidatorsLargerThanMaxUIds"],
)
def more_validators(build: Builder) -> Trace:
    """There may be as many validators as neurons, none more; when fewer neurons are allowed, the validators stay."""
    people(build)
    build.chain.neurons.max_allowed_uids[SUBNET] = U16(64)
    yield root(SudoSetMaxAllowedValidators(SUBNET, U16(65)))
    yield root(SudoSetMaxAllowedValidators(SUBNET, U16(64)))
    yield root(SudoSetMaxAllowedUids(SUBNET, U16(32)))


@case(rules=ids([TABLE[SudoSetAlphaSigmoidSteepness]]), errors=["NegativeSigmoidSteepness"])
def steepness(build: Builder) -> Trace:
    """Only root makes the sigmoid of liquid alpha fall."""
    who = people(build)
    for steepness in (-1, 0, I16.MIN, I16.MAX):
        made = SudoSetAlphaSigmoidSteepness(SUBNET, I16(steepness))
        yield who.owner.signs(made)
        yield root(made)


@case(
    rules=["HYPER-2", "HYPER-126"],
    errors=["BadOrigin", "BondsMovingAverageMaxReached", "SubnetDoesNotExist"],
)
def bonds_moving_average(build: Builder) -> Trace:
    """An owner lets an epoch keep 975,000 millionths of the bonds at most; root any number; the subnet is asked for last."""
    who = people(build)
    for part in (975_000, 975_001, U64.MAX):
        made = SudoSetBondsMovingAverage(SUBNET, U64(part))
        yield who.owner.signs(made)
        yield root(made)
        yield who.owner.signs(SudoSetBondsMovingAverage(OTHER, U64(part)))
        yield who.zeros.signs(SudoSetBondsMovingAverage(UNKNOWN, U64(part)))
        yield root(SudoSetBondsMovingAverage(UNKNOWN, U64(part)))

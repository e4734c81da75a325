"""Consensus on weights: the median that enough stake stands behind, and what is left of weights above it."""

from __future__ import annotations

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.matrices import ZERO, Matrix, Vector
from tao_spec.transition.consensus.vector_math import u16_proportion_to_fixed, weighted_medians
from tao_spec.transition.rules import rule


@rule("CONS-40")
def get_float_kappa(chain: Chain, netuid: NetUid) -> I32F32:
    """The share of stake that must stand behind a weight, from zero to one."""
    return u16_proportion_to_fixed(chain.consensus.kappa[netuid])


@rule("CONS-41")
def compute_consensus(active_stake: Vector, weights: Matrix, kappa: I32F32) -> list[I32F32]:
    """For each neuron the stake-weighted median of the weights on it: the most that `kappa` of the stake gives it.

    Only neurons with active stake have a voice; a weight that they did not set counts as zero. Of a neuron that a row
    names twice the last entry counts.

    Args:
        active_stake: shares of one.
        weights: the weights that count, a row for each neuron.
        kappa: from zero to one.
    """
    voters = [uid for uid, share in enumerate(active_stake) if share > ZERO]
    opinions = [[ZERO] * len(voters) for _ in active_stake]
    for position, uid in enumerate(voters):
        for column, weight in weights[uid]:
            opinions[column][position] = weight
    return weighted_medians([active_stake[uid] for uid in voters], opinions, kappa)


@rule("CONS-42")
def clip_weights(weights: Matrix, consensus: Vector) -> Matrix:
    """Cut each weight down to the consensus on its neuron; one that is cut down to zero goes."""
    return [
        [
            (column, min(weight, consensus[column]))
            for column, weight in row
            if weight <= consensus[column] or consensus[column] > ZERO
        ]
        for row in weights
    ]


@rule("CONS-43")
def compute_trust(ranks: Vector, preranks: Vector) -> list[I32F32]:
    """The part of each neuron's rank that clipping left; zero where it had none."""
    return [rank.safe_div(before) for rank, before in zip(ranks, preranks, strict=True)]

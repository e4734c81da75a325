"""Liquid alpha: each bond moves at a speed of its own, which follows from how far its weight lies off.

A purchase (the weight is not below the bond) is judged by how far the weight lies above consensus, a sale by how far it
lies below the bond. A sigmoid turns the distance into a speed between two bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.transcendental import exp, exp_safe
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.matrices import ONE, ZERO, Matrix, Row, Vector
from tao_spec.transition.consensus.vector_math import u16_proportion_to_fixed
from tao_spec.transition.rules import rule

HALF = I32F32.from_bits(ONE.bits >> 1)

# The steepness is stored in hundredths, and stands with a minus in the exponent.
STEEPNESS_UNIT = I32F32.saturating_from_num(-100)

SIGMOID_OVERFLOWS = "KNOWN-20"
"""An exponential that does not fit counts as zero, so that the sigmoid jumps from zero to one."""

SOLD_BONDS_VANISH = "KNOWN-21"
"""A bond on a neuron that its validator no longer weighs vanishes at once."""

ROWS_ARE_MERGED = "KNOWN-22"
"""An entry behind one of a greater column is not found."""


@dataclass(frozen=True)
class LiquidAlpha:
    """The parameters of liquid alpha.

    Attributes:
        low, high: the bounds of the speed, from zero to one.
        steepness: of the sigmoid, in hundredths.
        exponential: how the sigmoid takes its exponential.
        find: how a row is searched.
        forgets: whether a bond without a weight vanishes.
    """

    low: I32F32
    high: I32F32
    steepness: I32F32
    exponential: Callable[[I32F32], I32F32]
    find: Callable[[Row], Mapping[int, I32F32]]
    forgets: bool


@rule("CONS-60")
def get_liquid_alpha(chain: Chain, netuid: NetUid) -> LiquidAlpha:
    """The parameters of a subnet, and the known deviations that are in force."""
    low, high = chain.consensus.alpha_values[netuid]
    return LiquidAlpha(
        low=u16_proportion_to_fixed(low),
        high=u16_proportion_to_fixed(high),
        steepness=I32F32.saturating_from_num(chain.consensus.alpha_sigmoid_steepness[netuid]),
        exponential=_exp_or_zero if chain.deviates(SIGMOID_OVERFLOWS) else exp_safe,
        find=find_in_order if chain.deviates(ROWS_ARE_MERGED) else dict,
        forgets=chain.deviates(SOLD_BONDS_VANISH),
    )


def _exp_or_zero(operand: I32F32) -> I32F32:
    result = exp(operand)
    return ZERO if result is None else result


@rule("CONS-61")
def alpha_sigmoid(liquid: LiquidAlpha, consensus: I32F32, weight: I32F32, bond: I32F32) -> I32F32:
    """The speed of one bond: `low + (high - low) / (1 + e^(-steepness / 100 (distance - 1/2)))`, within its bounds.

    Args:
        liquid: the parameters of the subnet.
        consensus: on the neuron.
        weight: that the validator gives it now.
        bond: that the validator has in it.

    Returns:
        The part of the new bond that the present weight makes up; `low` where the bounds stand in the wrong order.
    """
    distance = weight - consensus if weight >= bond else bond - weight
    distance = max(min(distance, ONE), ZERO)
    exponent = liquid.steepness / STEEPNESS_UNIT * (distance - HALF)
    sigmoid = ONE / (ONE + liquid.exponential(exponent))
    alpha = liquid.low + sigmoid * (liquid.high - liquid.low)
    return max(min(alpha, liquid.high), liquid.low)


@rule("CONS-62")
def find_in_order(row: Row) -> dict[int, I32F32]:
    """The entries that a walk along rising columns finds: those of a greater column than all before (KNOWN-22)."""
    found: dict[int, I32F32] = {}
    greatest = -1
    for column, value in row:
        if column > greatest:
            found[column], greatest = value, column
    return found


@rule("CONS-63")
def mat_ema_alpha(liquid: LiquidAlpha, weights: Matrix, bonds: Matrix, consensus: Vector) -> Matrix:
    """Move each bond towards its weight at its own speed: `(1 - alpha) bond + alpha weight`, at most one.

    Only columns with a weight have a new bond: others vanish (KNOWN-21).

    Args:
        liquid: the parameters of the subnet.
        weights: the weights for bonds, a row for each neuron.
        bonds: the old bonds, a row for each neuron.
        consensus: on each neuron.
    """
    return [_move_row(liquid, new, old, consensus) for new, old in zip(weights, bonds, strict=True)]


def _move_row(liquid: LiquidAlpha, new: Row, old: Row, consensus: Vector) -> Row:
    weights, bonds, held = liquid.find(new), liquid.find(old), dict(old)
    if not liquid.forgets:
        given = dict(new)
        columns = sorted(column for column in given.keys() | held.keys() if column < len(consensus))
        new = [(column, given.get(column, ZERO)) for column in columns]
    moved = []
    for column, weight in new:
        alpha = alpha_sigmoid(liquid, consensus[column], weights.get(column, ZERO), bonds.get(column, ZERO))
        decayed = (ONE - alpha) * held.get(column, ZERO)
        moved.append((column, min(decayed + max(alpha * weight, ZERO), ONE)))
    return [entry for entry in moved if entry[1] > ZERO]

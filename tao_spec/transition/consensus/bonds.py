"""Bonds: what validators hold in the neurons they have weighed, and the dividends that follow from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tao_spec.arithmetic.errors import MisshapenMatrix
from tao_spec.arithmetic.fixed import I32F32, I64F64
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.liquid_alpha import get_liquid_alpha, mat_ema_alpha
from tao_spec.transition.consensus.matrices import (
    ONE,
    ZERO,
    Matrix,
    Vector,
    col_max_upscale,
    col_normalize,
    interpolate,
    keep_entries,
    mat_ema,
    matmul_transpose,
    row_scale,
    row_sum,
)
from tao_spec.transition.consensus.vector_math import U16_MAX, normalize, u16_proportion_to_fixed
from tao_spec.transition.rules import rule

MILLION = I64F64.saturating_from_num(1_000_000)


@dataclass(frozen=True)
class BondsAndDividends:
    """The new bonds, from zero to one and as they will be stored, and the dividends, which sum to one or are zero."""

    bonds: Matrix
    dividends: Sequence[I32F32]


@rule("CONS-50")
def get_bonds(chain: Chain, netuid: NetUid, recent: Sequence[bool]) -> Matrix:
    """The stored bonds between the neurons of a subnet, in parts of 65,535, without those on recently registered ones.

    Args:
        recent: for each neuron, whether it was registered since the last epoch.

    Raises:
        MisshapenMatrix: a bond is on a number beyond the size of the subnet; the client aborts.
    """
    size = chain.neurons.subnetwork_n[netuid]
    bonds: list[list[tuple[int, I32F32]]] = [[] for _ in range(size)]
    for uid, row in chain.consensus.bonds.under(netuid):
        if uid < size:
            _require_columns(row, size)
            bonds[uid] = [(other, I32F32.saturating_from_num(bond)) for other, bond in row]
    return keep_entries(bonds, lambda _, column: not recent[column])


def _require_columns(row: Sequence[tuple[int, U16]], size: int) -> None:
    for column, _ in row:
        if column >= size:
            raise MisshapenMatrix(f"a bond is on neuron {column} of a subnet of {size}")


@rule("CONS-51")
def get_weights_for_bonds(chain: Chain, netuid: NetUid, weights: Matrix, clipped: Matrix) -> Matrix:
    """The weights from which bonds follow: the more they lie above consensus, the more the bonds penalty takes.

    Args:
        weights: the weights that count.
        clipped: the same after clipping: what a full penalty leaves.
    """
    penalty = u16_proportion_to_fixed(chain.consensus.bonds_penalty[netuid])
    return interpolate(weights, clipped, penalty)


@rule("CONS-52")
def get_bonds_alpha(chain: Chain, netuid: NetUid) -> I32F32:
    """The part of the new bonds that the present weights make up: one less `BondsMovingAverage` in millionths.

    Each step is held at the bounds. Above a million the result is below zero, and the old bonds weigh more than one.
    """
    average = I64F64.saturating_from_num(chain.consensus.bonds_moving_average[netuid]).safe_div(MILLION)
    return ONE - I32F32.saturating_from_num(average)


@rule("CONS-53")
def get_wrapping_bonds_alpha(chain: Chain, netuid: NetUid) -> I32F32:
    """The same for Yuma 3 without liquid alpha, whose conversions wrap where those of Yuma 2 are held.

    They differ from 2,147,483,648,000,000 millionths on only.
    """
    average = I64F64.wrapping_from_num(chain.consensus.bonds_moving_average[netuid]) / MILLION
    return ONE - I32F32.wrapping_from_num(average)


@rule("CONS-54")
def compute_yuma2(
    bonds: Matrix, weights: Matrix, active_stake: Vector, incentive: Vector, alpha: I32F32
) -> BondsAndDividends:
    """Bonds are shares of a neuron, bought with stake: a moving average of weight times stake, one in all on a neuron.

    Args:
        bonds: the old ones.
        weights: the weights for bonds.
        active_stake: shares of one.
        incentive: of each neuron; a validator earns its bonds' parts of it.
        alpha: the part of the new bonds that the present weights make up.

    Returns:
        Bonds in parts of the greatest on their neuron.
    """
    size = len(active_stake)
    bought = col_normalize(row_scale(weights, active_stake), size)
    moved = col_normalize(mat_ema(bought, col_normalize(bonds, size), alpha), size)
    dividends = normalize(matmul_transpose(moved, incentive))
    return BondsAndDividends(col_max_upscale(moved, size), dividends)


@rule("CONS-55")
def move_yuma3_bonds(chain: Chain, netuid: NetUid, bonds: Matrix, weights: Matrix, consensus: Vector) -> Matrix:
    """Bonds are a moving average of the weights alone, at one speed, or with liquid alpha at a speed for each bond.

    Liquid alpha needs consensus on one neuron at least.

    Args:
        bonds: the old ones, in parts of 65,535.
        weights: the weights for bonds.
        consensus: on each neuron.
    """
    shares = [[(column, bond.safe_div(U16_MAX)) for column, bond in row] for row in bonds]
    if chain.consensus.liquid_alpha_on[netuid] and any(consensus):
        return mat_ema_alpha(get_liquid_alpha(chain, netuid), weights, shares, consensus)
    return mat_ema(weights, shares, get_wrapping_bonds_alpha(chain, netuid))


@rule("CONS-56")
def compute_yuma3(bonds: Matrix, active_stake: Vector, incentive: Vector) -> BondsAndDividends:
    """A validator earns its part of the bonds in each neuron, times the neuron's incentive, times its own stake.

    Args:
        bonds: the new ones, from zero to one.
        active_stake: shares of one.
        incentive: of each neuron.
    """
    parts = col_normalize(bonds, len(active_stake))
    earned = row_sum([[(column, part * incentive[column]) for column, part in row] for row in parts])
    dividends = [gain.checked_mul(stake) or ZERO for gain, stake in zip(earned, active_stake, strict=True)]
    return BondsAndDividends(bonds, normalize(dividends))


@rule("CONS-57")
def compute_bonds_and_dividends(
    chain: Chain,
    netuid: NetUid,
    *,
    bonds: Matrix,
    weights: Matrix,
    active_stake: Vector,
    consensus: Vector,
    incentive: Vector,
) -> BondsAndDividends:
    """Move the bonds and find the dividends, by the version of the rule that the subnet has chosen.

    Args:
        bonds: the old ones, in parts of 65,535.
        weights: the weights for bonds.
        active_stake: shares of one.
        consensus: on each neuron.
        incentive: of each neuron.
    """
    if chain.consensus.yuma3_on[netuid]:
        moved = move_yuma3_bonds(chain, netuid, bonds, weights, consensus)
        return compute_yuma3(moved, active_stake, incentive)
    return compute_yuma2(bonds, weights, active_stake, incentive, get_bonds_alpha(chain, netuid))

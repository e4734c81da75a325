"""Bonds: what validators hold in the neurons they have weighed, and the dividends that follow from it."""

from __future__ import annotations

from dataclasses import dataclass

from tao_spec.engine.fixed import (
    ONE,
    add_wide,
    divide_part,
    divide_part_wide,
    multiply,
    multiply_wide,
    normalize,
    sum_wide,
)
from tao_spec.engine.judgement import Judgement, Opinions, interpolate
from tao_spec.engine.liquid_alpha import find_in_order, mat_ema_alpha
from tao_spec.engine.namespaces import Array, Namespace
from tao_spec.engine.participants import Participants
from tao_spec.engine.rows import pick, spread
from tao_spec.engine.subnet import Settings, Subnet

U16_MAX = 65_535


@dataclass(frozen=True)
class Bonds:
    """The new bonds and what they earn: CONS-57, `BondsAndDividends`.

    Attributes:
        values: int64 bits (L, N, V); zero where there is no bond.
        present: bool (L, N, V), whether a bond is stored, if only of zero.
        dividends: int64 bits (L, N), shares of one.
        follows_weights: bool (L, 1), whether a stored row of bonds has the order of the weights; else it rises.
    """

    values: Array
    present: Array
    dividends: Array
    follows_weights: Array


def get_bonds(xp: Namespace, subnet: Subnet, who: Participants) -> Array:
    """The stored bonds without those on recently registered neurons: CONS-50. int64 (L, N, V), parts of 65,535."""
    return subnet.bonds * xp.astype(~who.recent, xp.int64)[:, :, None]


def share_bonds(xp: Namespace, bonds: Array, settings: Settings) -> Array:
    """The old bonds as shares: of one in Yuma 3, of all on the same neuron in Yuma 2. int64 bits (L, N, V)."""
    if settings.common.yuma3_on:
        return (bonds << 32) // U16_MAX
    total = xp.sum(bonds, axis=-1, keepdims=True)
    return (bonds << 32) // xp.where(total == 0, xp.ones_like(total), total)


def move_bonds(
    xp: Namespace,
    subnet: Subnet,
    settings: Settings,
    who: Participants,
    opinions: Opinions,
    judgement: Judgement,
    old: Array,
) -> Bonds:
    """Move the bonds and find the dividends, by the version of the rule that the subnet has chosen: CONS-57.

    Args:
        old: int64 bits (L, N, V), as `share_bonds` gives them.
    """
    if settings.common.yuma3_on:
        return _move_yuma3(xp, subnet, settings, who, opinions, judgement, old)
    return _move_yuma2(xp, subnet, settings, who, opinions, judgement, old)


def _move_yuma2(
    xp: Namespace,
    subnet: Subnet,
    settings: Settings,
    who: Participants,
    opinions: Opinions,
    judgement: Judgement,
    old: Array,
) -> Bonds:
    """Bonds are bought with stake, one in all on a neuron: CONS-54, `compute_yuma2`."""
    backed = _back_weights(xp, settings, who, opinions, judgement)
    bought = divide_part(xp, backed, xp.sum(backed, axis=-1, keepdims=True))
    moved = mat_ema(xp, settings, bought, old)
    present = moved > 0
    shares = _normalize_columns(xp, settings, moved)
    earned = xp.sum(multiply(shares, judgement.incentive[:, :, None]), axis=-2)
    greatest = xp.max(shares, axis=-1, keepdims=True)
    return Bonds(
        values=divide_part(xp, shares, greatest),
        present=present,
        dividends=spread(xp, normalize(xp, earned), subnet.places),
        follows_weights=xp.zeros_like(settings.alpha, dtype=xp.bool),
    )


def _back_weights(
    xp: Namespace, settings: Settings, who: Participants, opinions: Opinions, judgement: Judgement
) -> Array:
    """The weights for bonds times the stake of their rows; the clipped ones, which a full penalty asks, stand ready."""
    if bool(xp.all(settings.penalty == ONE)):
        return judgement.backed
    weights, _ = interpolate(xp, opinions, judgement, settings.penalty)
    return multiply(weights, who.voice[:, None, :])


def _move_yuma3(
    xp: Namespace,
    subnet: Subnet,
    settings: Settings,
    who: Participants,
    opinions: Opinions,
    judgement: Judgement,
    old: Array,
) -> Bonds:
    """Bonds are a moving average of the weights alone, and earn with the stake: CONS-55 and CONS-56."""
    weights, present = interpolate(xp, opinions, judgement, settings.penalty)
    is_liquid = settings.common.liquid_alpha_on & xp.any(judgement.consensus > 0, axis=-1, keepdims=True)
    moved = _move_liquid(xp, subnet, settings, weights, present, judgement, old, is_liquid)
    if moved is None:
        moved = mat_ema(xp, settings, weights, old)
    parts = _normalize_columns(xp, settings, moved)
    earned = xp.sum(multiply(parts, judgement.incentive[:, :, None]), axis=-2)
    dividends = normalize(xp, multiply(earned, who.voice))
    is_whole = (settings.penalty == 0) | (settings.penalty == ONE)
    return Bonds(
        values=moved,
        present=moved > 0,
        dividends=spread(xp, dividends, subnet.places),
        follows_weights=is_liquid & is_whole & settings.common.sold_bonds_vanish,
    )


def _move_liquid(
    xp: Namespace,
    subnet: Subnet,
    settings: Settings,
    weights: Array,
    present: Array,
    judgement: Judgement,
    old: Array,
    is_liquid: Array,
) -> Array | None:
    """The bonds where liquid alpha moves some; None where it moves none, for want of consensus or by the subnet's choice."""
    if not bool(xp.any(is_liquid)):
        return None
    found = _find_entries(xp, subnet, settings, present, old)
    moved = mat_ema_alpha(xp, settings, weights, present, old, judgement.consensus, found)
    if bool(xp.all(is_liquid)):
        return moved
    return xp.where(is_liquid[:, :, None], moved, mat_ema(xp, settings, weights, old))


def _find_entries(
    xp: Namespace, subnet: Subnet, settings: Settings, present: Array, old: Array
) -> tuple[Array, Array] | None:
    """The weights and the bonds that are found in their rows; None where all are."""
    is_ordered = subnet.weights_order is None and subnet.bonds_order is None
    if is_ordered or not settings.common.rows_are_merged:
        return None
    rising = xp.reshape(xp.arange(subnet.neurons, dtype=xp.int64), (1, -1, 1))
    by_weights = rising if subnet.weights_order is None else subnet.weights_order
    # Weights between all and the clipped have been put in order.
    is_whole = ((settings.penalty == 0) | (settings.penalty == ONE))[:, :, None]
    by_weights = xp.where(is_whole, by_weights, rising)
    by_bonds = rising if subnet.bonds_order is None else subnet.bonds_order
    kept = (by_bonds >= 0) & (old >= 0)
    return find_in_order(xp, present, by_weights + xp.zeros_like(present, dtype=xp.int64)), kept


def mat_ema(xp: Namespace, settings: Settings, new: Array, old: Array) -> Array:
    """Move from the old towards the new, and leave nothing below zero: CONS-89, `mat_ema`. int64 bits (L, N, V)."""
    alpha = settings.alpha[:, :, None]
    if settings.is_narrow:
        moved = multiply(new, alpha)
        moved += multiply(old, ONE - alpha)
        return moved
    kept = add_wide(xp, xp.full_like(alpha, ONE), -xp.maximum(alpha, xp.full_like(alpha, -(2**63 - 1))))
    moved = add_wide(xp, multiply_wide(xp, new, alpha), multiply_wide(xp, old, kept))
    return xp.maximum(moved, xp.zeros_like(moved))


def _normalize_columns(xp: Namespace, settings: Settings, bonds: Array) -> Array:
    """Each bond as a part of all on the same neuron: CONS-83. int64 bits (L, N, V), from zero to one."""
    if settings.is_narrow:
        return divide_part(xp, bonds, xp.sum(bonds, axis=-1, keepdims=True))
    return divide_part_wide(xp, bonds, sum_wide(xp, bonds))

"""Bonds: what validators hold in the neurons they have weighed, and the dividends that follow from it."""

from __future__ import annotations

from dataclasses import dataclass

from tao_spec.engine.fixed import (
    ONE,
    U16_MAX,
    add_wide,
    divide_part,
    divide_part_wide,
    multiply,
    multiply_wide,
    normalize,
    sum_wide,
)
from tao_spec.engine.judgement import Judgement, Opinions, interpolate
from tao_spec.engine.liquid_alpha import Found, find_in_order, mat_ema_alpha
from tao_spec.engine.namespaces import Array, Namespace
from tao_spec.engine.participants import Participants
from tao_spec.engine.subnet import NEVER, Settings, Subnet


@dataclass(frozen=True)
class Known:
    """What an epoch knows before the bonds move.

    Attributes:
        old: int64 bits (L, N, V), the old bonds as `share_bonds` gives them.
    """

    subnet: Subnet
    settings: Settings
    who: Participants
    opinions: Opinions
    judgement: Judgement
    old: Array


@dataclass(frozen=True)
class Bonds:
    """The new bonds and what they earn: CONS-57, `BondsAndDividends`.

    Attributes:
        values: int64 bits (L, N, V); zero where there is no bond.
        present: bool (L, N, V), whether a bond is stored, if only of zero.
        dividends: int64 bits (L, V), shares of one; neurons that are no rows earn none.
        follows_weights: bool (L, 1), whether a stored row of bonds has the order of the weights; else it rises.
    """

    values: Array
    present: Array
    dividends: Array
    follows_weights: Array


def share_bonds(xp: Namespace, subnet: Subnet, settings: Settings, who: Participants) -> Array:
    """The old bonds, without those on recently registered neurons, as shares: CONS-50, CONS-55 and CONS-83.

    In Yuma 3 a bond is a share of one, in Yuma 2 of all bonds on the same neuron.

    Returns:
        int64 bits (L, N, V), from zero to one.
    """
    bonds = subnet.bonds * xp.astype(~who.recent, xp.int64)[:, :, None]
    if settings.common.yuma3_on:
        bonds <<= 32
        bonds //= U16_MAX
        return bonds
    total = xp.sum(bonds, axis=-1, keepdims=True)
    bonds <<= 32
    bonds //= xp.where(total == 0, xp.ones_like(total), total)
    return bonds


def compute_bonds_and_dividends(xp: Namespace, known: Known) -> Bonds:
    """Move the bonds and find the dividends, by the version of the rule that the subnet has chosen: CONS-57."""
    return compute_yuma3(xp, known) if known.settings.common.yuma3_on else compute_yuma2(xp, known)


def compute_yuma2(xp: Namespace, known: Known) -> Bonds:
    """Bonds are bought with stake, one in all on a neuron, and earn parts of its incentive: CONS-54."""
    settings, judgement = known.settings, known.judgement
    backed = back_weights(xp, known)
    bought = divide_part(xp, backed, xp.sum(backed, axis=-1, keepdims=True))
    moved = mat_ema(xp, settings, bought, known.old)
    shares = normalize_columns(xp, settings, moved)
    earned = xp.sum(multiply(shares, judgement.incentive[:, :, None]), axis=-2)
    return Bonds(
        values=divide_part(xp, shares, xp.max(shares, axis=-1, keepdims=True)),
        present=moved > 0,
        dividends=normalize(xp, earned),
        follows_weights=xp.zeros_like(settings.alpha, dtype=xp.bool),
    )


def back_weights(xp: Namespace, known: Known) -> Array:
    """The weights for bonds times the stake of their rows: CONS-85; under a full penalty these stand ready.

    Returns:
        int64 bits (L, N, V).
    """
    if is_full(xp, known.settings):
        return known.judgement.backed
    weights, _ = interpolate(xp, known.opinions, known.judgement, known.settings.penalty)
    return multiply(weights, known.who.voice[:, None, :])


def is_full(xp: Namespace, settings: Settings) -> bool:
    """Whether the bonds penalty is full in all of a batch, so that bonds follow the clipped weights."""
    return bool(xp.all(settings.penalty == ONE))


def compute_yuma3(xp: Namespace, known: Known) -> Bonds:
    """Bonds are a moving average of the weights alone, and earn with the stake: CONS-55 and CONS-56."""
    settings, judgement = known.settings, known.judgement
    is_liquid = settings.common.liquid_alpha_on & xp.any(judgement.consensus > 0, axis=-1, keepdims=True)
    moved = _move_yuma3_bonds(xp, known, is_liquid)
    parts = normalize_columns(xp, settings, moved)
    earned = xp.sum(multiply(parts, judgement.incentive[:, :, None]), axis=-2)
    return Bonds(
        values=moved,
        present=moved > 0,
        dividends=normalize(xp, multiply(earned, known.who.voice)),
        follows_weights=is_liquid & _is_whole(settings) & settings.common.sold_bonds_vanish,
    )


def _move_yuma3_bonds(xp: Namespace, known: Known, is_liquid: Array) -> Array:
    """The new bonds: CONS-55. int64 bits (L, N, V).

    Args:
        is_liquid: bool (L, 1), where liquid alpha moves them.
    """
    settings, judgement = known.settings, known.judgement
    weights, present = judgement.clipped, judgement.present
    if not is_full(xp, settings):
        weights, present = interpolate(xp, known.opinions, judgement, settings.penalty)
    if not bool(xp.any(is_liquid)):
        return mat_ema(xp, settings, weights, known.old)
    found = _find_entries(xp, known, present)
    moved = mat_ema_alpha(xp, settings, weights, present, known.old, judgement.consensus, found)
    if bool(xp.all(is_liquid)):
        return moved
    return xp.where(is_liquid[:, :, None], moved, mat_ema(xp, settings, weights, known.old))


def _is_whole(settings: Settings) -> Array:
    """Whether the weights for bonds are all or the clipped ones, which keep their stored order. bool (L, 1)."""
    return (settings.penalty == 0) | (settings.penalty == ONE)


def _find_entries(xp: Namespace, known: Known, present: Array) -> Found:
    """Which weights and which bonds the rule finds in their rows, where that is not all of them."""
    subnet, settings, weights, bonds = known.subnet, known.settings, None, None
    if settings.common.rows_are_merged and subnet.weights_order is not None:
        # Weights between all and the clipped have been put in order.
        weights = find_in_order(xp, present, subnet.weights_order) | (present & ~_is_whole(settings)[:, :, None])
    if settings.common.rows_are_merged and subnet.bonds_order is not None:
        held = (subnet.bonds_order != NEVER) & ~known.who.recent[:, :, None]
        bonds = find_in_order(xp, held, subnet.bonds_order)
    return weights, bonds


def mat_ema(xp: Namespace, settings: Settings, new: Array, old: Array) -> Array:
    """Move from the old towards the new, and leave nothing below zero: CONS-89, `mat_ema`.

    Args:
        new, old: int64 bits (L, N, V), from zero to one.

    Returns:
        int64 bits (L, N, V), from zero to one where alpha is.
    """
    alpha, kept = settings.alpha[:, :, None], settings.kept[:, :, None]
    if settings.is_narrow:
        return multiply(new, alpha) + multiply(old, kept)
    moved = add_wide(xp, multiply_wide(xp, new, alpha), multiply_wide(xp, old, kept))
    return xp.maximum(moved, xp.zeros_like(moved))


def normalize_columns(xp: Namespace, settings: Settings, bonds: Array) -> Array:
    """Each bond as a part of all on the same neuron: CONS-83, `col_normalize`.

    Args:
        bonds: int64 bits (L, N, V), not below zero.

    Returns:
        int64 bits (L, N, V), from zero to one.
    """
    if settings.is_narrow:
        return divide_part(xp, bonds, xp.sum(bonds, axis=-1, keepdims=True))
    return divide_part_wide(xp, bonds, sum_wide(xp, bonds))

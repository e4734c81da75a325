"""Liquid alpha: each bond moves at a speed of its own, which follows from how far its weight lies off."""

from __future__ import annotations

from typing import TypeAlias

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.engine.fixed import MAX, ONE, invert, multiply
from tao_spec.engine.namespaces import Array, Namespace
from tao_spec.engine.subnet import NEVER, Settings
from tao_spec.engine.transcendental import exp_or_zero, exp_safe

HALF = I32F32.ONE.bits >> 1

Found: TypeAlias = "tuple[Array | None, Array | None]"
"""Which weights and which bonds the rule finds in their rows: bool (L, N, V); None where it finds all."""


def alpha_sigmoid(xp: Namespace, settings: Settings, consensus: Array, weight: Array, bond: Array) -> Array:
    """The speed of each bond: CONS-61, `alpha_sigmoid`.

    Args:
        consensus: int64 bits (L, N, 1), on the neuron.
        weight: int64 bits (L, N, V), that the row gives it now.
        bond: int64 bits (L, N, V), that the row has in it.

    Returns:
        int64 bits (L, N, V): the part of the new bond that the present weight makes up.
    """
    low, high = settings.low[:, :, None], settings.high[:, :, None]
    distance = xp.where(weight >= bond, weight - consensus, bond - weight)
    distance = xp.clip(distance, 0, ONE) - HALF
    sigmoid = invert(xp, _one_more(xp, settings, multiply(distance, settings.steepness[:, :, None])))
    alpha = low + multiply(sigmoid, high - low)
    # Where the bounds stand in the wrong order the lower one decides.
    return xp.maximum(xp.minimum(alpha, high), low)


def _one_more(xp: Namespace, settings: Settings, exponent: Array) -> Array:
    """One and the exponential, held at the bound of I32F32."""
    if settings.common.sigmoid_overflows:
        return xp.minimum(exp_or_zero(xp, exponent), xp.full_like(exponent, MAX - ONE)) + ONE
    return exp_safe(xp, exponent) + ONE


def find_in_order(xp: Namespace, present: Array, order: Array) -> Array:
    """Which entries a walk along rising columns finds: those of a greater column than all before (CONS-62, KNOWN-22).

    An entry is lost if one of a greater column, that is a later neuron here, stands before it in the stored row.

    Args:
        present: bool (L, N, V), whether there is an entry.
        order: int64 (L, N, V), where in its stored row it stands.

    Returns:
        bool (L, N, V).
    """
    place = xp.where(present, order, xp.full_like(order, NEVER))
    first = place
    step = 1
    # After each turn an entry knows of twice as many neurons from its own on.
    while step < place.shape[1]:
        later = xp.concat([first[:, step:, :], xp.full_like(first[:, :step, :], NEVER)], axis=1)
        first, step = xp.minimum(first, later), 2 * step
    return present & (first == place)


def mat_ema_alpha(
    xp: Namespace, settings: Settings, weights: Array, present: Array, bonds: Array, consensus: Array, found: Found
) -> Array:
    """Move each bond towards its weight at its own speed, at most to one: CONS-63, `mat_ema_alpha`.

    Args:
        weights, bonds: int64 bits (L, N, V), from zero to one.
        present: bool (L, N, V), whether there is a weight.
        consensus: int64 bits (L, N).

    Returns:
        int64 bits (L, N, V), from zero to one; zero where there is no bond.
    """
    seen_weights, seen_bonds = _see(xp, weights, found[0]), _see(xp, bonds, found[1])
    alpha = alpha_sigmoid(xp, settings, consensus[:, :, None], seen_weights, seen_bonds)
    moved = multiply(alpha, weights) + multiply(ONE - alpha, bonds)
    moved = xp.minimum(moved, xp.full_like(moved, ONE))
    return moved * xp.astype(present, xp.int64) if settings.common.sold_bonds_vanish else moved


def _see(xp: Namespace, values: Array, found: Array | None) -> Array:
    """The values that are found; the others count as zero."""
    return values if found is None else values * xp.astype(found, xp.int64)

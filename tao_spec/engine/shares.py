"""How an epoch's emission is shared out: half to incentive, half to dividends, or all by stake where neither is."""

from __future__ import annotations

from dataclasses import dataclass

from tao_spec.engine.fixed import U16_MAX, divide_part, multiply, normalize
from tao_spec.engine.namespaces import Array, Namespace

_LOW_32 = 0xFFFF_FFFF
_LOW_16 = 0xFFFF


@dataclass(frozen=True)
class EmissionShares:
    """Shares of the emission by neuron: CONS-70, `EmissionShares`.

    Attributes:
        server, validator, combined: int64 bits (L, N), for work, for validating, and for both together.
    """

    server: Array
    validator: Array
    combined: Array


def compute_emission_shares(
    xp: Namespace, incentive: Array, dividends: Array, active_stake: Array, stake: Array
) -> EmissionShares:
    """Incentive and dividends over the sum of both; where that is zero validators are paid by their stake: CONS-70.

    Args:
        incentive, dividends, active_stake, stake: int64 bits (L, N), from zero to one.
    """
    combined = incentive + dividends
    total = xp.sum(combined, axis=-1, keepdims=True)
    has_active = xp.sum(active_stake, axis=-1, keepdims=True) != 0
    paid = xp.where(has_active, active_stake, stake)
    return EmissionShares(
        server=divide_part(xp, incentive, total),
        validator=xp.where(total == 0, paid, divide_part(xp, dividends, total)),
        combined=xp.where(total == 0, paid, normalize(xp, combined)),
    )


def compute_emission(shares: Array, emission: Array) -> tuple[Array, Array]:
    """Each neuron's share of the emission, rounded down: CONS-71, on I96F32.

    Args:
        shares: int64 bits (L, N), from zero to one.
        emission: int64 (L, 2), the upper and the lower 32 bits of alpha rao.

    Returns:
        Two int64 arrays (L, N), the upper and the lower 32 bits of alpha rao.
    """
    high, low = emission[:, 0:1], emission[:, 1:2]
    upper = shares * (high >> 16)
    lower = shares * (high & _LOW_16)
    # In units of 2^16: what both halves of the upper part give, less than 2^49.
    middle = (upper & _LOW_16) << 16
    rest = lower + multiply(shares, low)
    total = middle + rest
    return (upper >> 16) + (total >> 32), total & _LOW_32


def vec_max_upscale_to_u16(xp: Namespace, vector: Array) -> Array:
    """Scale each row so that its greatest element becomes 65,535, rounded to the nearest: CONS-92.

    Args:
        vector: int64 bits (L, N), from zero to two; above 32,768 the rule would take another way.

    Returns:
        int64 (L, N), from zero to 65,535.
    """
    greatest = xp.max(vector, axis=-1, keepdims=True)
    divisor = xp.where(greatest == 0, xp.ones_like(greatest), greatest)
    scaled = vector * U16_MAX
    quotient = scaled // divisor
    rest = scaled - quotient * divisor
    return quotient + xp.astype(rest + rest >= divisor, xp.int64)

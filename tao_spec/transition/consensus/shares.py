"""How an epoch's emission is shared out: half to incentive, half to dividends, or all by stake where neither is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import I32F32, I96F32
from tao_spec.transition.consensus.matrices import Vector
from tao_spec.transition.consensus.vector_math import normalize, normalize_using_sum
from tao_spec.transition.rules import rule


@dataclass(frozen=True)
class EmissionShares:
    """Shares of the emission by neuron: for work, for validating, and for both together."""

    server: Sequence[I32F32]
    validator: Sequence[I32F32]
    combined: Sequence[I32F32]


@rule("CONS-70")
def compute_emission_shares(
    incentive: Vector, dividends: Vector, active_stake: Vector, stake: Vector
) -> EmissionShares:
    """Incentive and dividends over the sum of both; where that sum is zero, validators are paid by their stake.

    The stake is then the active one, or where nobody is active all of it; work is paid nothing.

    Args:
        incentive, dividends: of each neuron; each sums to one or to zero.
        active_stake, stake: shares of one.
    """
    combined = [work + judgement for work, judgement in zip(incentive, dividends, strict=True)]
    total = I32F32.wrapping_sum(combined)
    if not total:
        paid = active_stake if I32F32.wrapping_sum(active_stake) else stake
        return EmissionShares(server=incentive, validator=paid, combined=paid)
    return EmissionShares(
        server=normalize_using_sum(incentive, total),
        validator=normalize_using_sum(dividends, total),
        combined=normalize(combined),
    )


@rule("CONS-71")
def compute_emission(shares: Vector, emission: AlphaBalance) -> list[AlphaBalance]:
    """Each neuron's share of the emission, rounded down.

    Args:
        emission: in alpha rao.

    Returns:
        Alpha rao; their sum may fall short of the emission.
    """
    whole = I96F32.saturating_from_num(emission)
    return [(I96F32.saturating_from_num(share) * whole).saturating_to_num(AlphaBalance) for share in shares]

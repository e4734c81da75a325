"""A proposal to be reviewed: halve what a block emits until the first halving."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.revisions.r306 import R306
from tao_spec.transition.emission.block_emission import compute_block_emission, compute_halvings
from tao_spec.transition.rules import base_of


def compute_half_emission(issuance: TaoBalance) -> TaoBalance:
    """Emit half a TAO a block before the first halving, and from then on what the base emits.

    Args:
        issuance: what exists already, in rao.
    """
    emission = base_of(compute_block_emission)(issuance)
    is_before = emission and not compute_halvings(issuance)
    return TaoBalance(int(emission) // 2) if is_before else emission


HALF = R306.replace(
    name="half-emission",
    description="Half a TAO a block until the first halving.",
    rules={compute_block_emission: compute_half_emission},
)

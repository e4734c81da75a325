"""Validator permits: those with the most stake may judge from the next epoch on; in this one only the active speak."""

from __future__ import annotations

from collections.abc import Sequence

from tao_spec.arithmetic.errors import MisshapenMatrix
from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.vector_math import normalize
from tao_spec.transition.rules import rule


@rule("CONS-20")
def is_topk_nonzero(vector: Sequence[I32F32], k: int) -> list[bool]:
    """Whether each element is among the greatest `k` and not zero; of equal ones those that stand later win."""
    ascending = sorted(range(len(vector)), key=lambda index: vector[index].bits)
    beaten = set(ascending[: max(len(vector) - k, 0)])
    return [bool(element) and index not in beaten for index, element in enumerate(vector)]


@rule("CONS-21")
def get_validator_permits(chain: Chain, netuid: NetUid) -> Sequence[bool]:
    """The permits that the last epoch gave, one for each neuron.

    Raises:
        MisshapenMatrix: there are not as many as neurons; the client aborts.
    """
    permits = chain.consensus.validator_permit[netuid]
    _require_length(permits, chain.neurons.subnetwork_n[netuid], "ValidatorPermit")
    return permits


@rule("CONS-22")
def compute_active_stake(stake: Sequence[I32F32], inactive: Sequence[bool], permits: Sequence[bool]) -> list[I32F32]:
    """Leave a voice to active neurons with a permit only, and share out one among them.

    Args:
        stake: shares of one.
        inactive: for each neuron; where it is empty nobody is inactive.
        permits: for each neuron, those of the last epoch.

    Raises:
        MisshapenMatrix: `inactive` is neither empty nor as long as the stake; the client aborts.
    """
    if inactive:
        _require_length(inactive, len(stake), "LastUpdate")
    silent = inactive or [False] * len(stake)
    voices = zip(stake, silent, permits, strict=True)
    return normalize([share if may and not is_silent else I32F32.ZERO for share, is_silent, may in voices])


def _require_length(vector: Sequence[object], size: int, name: str) -> None:
    if len(vector) != size:
        raise MisshapenMatrix(f"{name} has {len(vector)} entries in a subnet of {size} neurons")

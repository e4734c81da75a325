"""The halvings: how much a block emits once so much has been issued.

Source: upstream's `pallets/subtensor/src/coinbase/block_emission.rs`. The client also writes each result to the storage
item `BlockEmission`; that is the business of whoever calls this.
"""

from __future__ import annotations

from collections.abc import Callable

from tao_spec.arithmetic.currency import RAO_PER_TAO, TaoBalance, tao
from tao_spec.arithmetic.fixed import I96F32
from tao_spec.arithmetic.integers import U64
from tao_spec.arithmetic.transcendental import log2
from tao_spec.transition.rules import replaceable, rule

TOTAL_SUPPLY = tao(21_000_000)
DEFAULT_BLOCK_EMISSION = TaoBalance(RAO_PER_TAO)


class LogarithmCalculationFailed(Exception):
    """An intermediate number of the halvings does not fit: no issuance below the supply leads here."""


@rule("EMIT-1")
@replaceable
def compute_block_emission(issuance: TaoBalance) -> TaoBalance:
    """Emit one TAO a block, halved as often as the issuance has halved its distance to the supply.

    The same rule gives the emission of alpha for the issuance of a subnet's alpha.

    Args:
        issuance: what exists already, in rao.

    Returns:
        Rao a block; zero once the supply of 21,000,000 TAO is reached, and in effect from the 30th halving on.

    Raises:
        LogarithmCalculationFailed: an intermediate number does not fit; the client gives this answer as an error.
    """
    if issuance >= TOTAL_SUPPLY:
        return TaoBalance(0)
    two = I96F32.saturating_from_num(2)
    divisor = I96F32.ONE
    for _ in range(compute_halvings(issuance)):
        divisor *= two
    emission = I96F32.ONE.safe_div(divisor) * I96F32.saturating_from_num(DEFAULT_BLOCK_EMISSION)
    return emission.saturating_to_num(TaoBalance)


@rule("EMIT-2")
def compute_halvings(issuance: TaoBalance) -> U64:
    """The number of halvings: the whole part of -log2(1 - issuance / supply), in I96F32 throughout.

    Args:
        issuance: in rao, below the supply.

    Raises:
        LogarithmCalculationFailed: an intermediate number does not fit.
    """
    supply = I96F32.saturating_from_num(TOTAL_SUPPLY)
    issued = _require(I96F32.saturating_from_num(issuance).checked_div(supply))
    remaining = _require(I96F32.ONE.checked_sub(issued))
    residual = _require(log2(_require(I96F32.ONE.checked_div(remaining))))
    return residual.floor().saturating_to_num(U64)


def _require(number: I96F32 | None) -> I96F32:
    """Let a number pass; where there is none the computation has failed."""
    if number is None:
        raise LogarithmCalculationFailed("Logarithm calculation failed")
    return number


@rule("EMIT-3")
def compute_emission_thresholds(
    emission: Callable[[TaoBalance], TaoBalance] = compute_block_emission, supply: TaoBalance = TOTAL_SUPPLY
) -> list[tuple[TaoBalance, TaoBalance]]:
    """Find, by bisection, each issuance at which the emission falls; for charts, and to compare proposals.

    Args:
        emission: rao a block for an issuance in rao; it never rises with the issuance.
        supply: the issuance at which the search ends, in rao.

    Returns:
        Pairs of the least issuance with a lesser emission than before and of that emission, in rising order.
    """
    thresholds = []
    current, last = emission(TaoBalance(0)), emission(supply)
    while current > last:
        issuance = _find_fall(emission, current, supply)
        current = emission(issuance)
        thresholds.append((issuance, current))
    return thresholds


def _find_fall(emission: Callable[[TaoBalance], TaoBalance], current: TaoBalance, supply: TaoBalance) -> TaoBalance:
    """The least issuance, at most the supply, whose emission lies below the current one."""
    low, high = 0, int(supply)
    while low < high:
        middle = (low + high) // 2
        if emission(TaoBalance(middle)) < current:
            high = middle
        else:
            low = middle + 1
    return TaoBalance(low)

"""The proof of the halvings: the emission has the steps that bisection finds, each to the rao, and no other.

Bisection finds thresholds only where the emission never rises, and looks at a few thousand issuances. The proof looks at all: on
each path of the rule through an unknown issuance the emission is a number, and z3 shows that every issuance which takes the path
lies where that number is emitted. The issuances of 64 bits fall into the stretches between thresholds, and each issuance takes
some path; so each stretch has its own emission throughout, and no step is left over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.invariants.proofs.cap import Cap, EmissionRule, Refuted, prove_cap
from tao_spec.transition.emission.block_emission import TOTAL_SUPPLY, compute_block_emission


@dataclass(frozen=True)
class Step:
    """A step of the emission.

    Attributes:
        threshold: the least issuance with the lesser emission, in rao.
        before, after: rao a block below the threshold, from the one before on; and from the threshold on, up to the next.
    """

    threshold: TaoBalance
    before: TaoBalance
    after: TaoBalance


def prove_steps(rule: EmissionRule = compute_block_emission) -> tuple[Step, ...]:
    """Prove where the emission falls, and that it is constant everywhere else, at all issuances from 0 to 2^64 - 1.

    Args:
        rule: rao a block for an issuance in rao.

    Returns:
        The steps, in rising order.

    Raises:
        Refuted: the emission is not what the thresholds say; the sentence names an issuance, which the rule itself confirms.
        Undecided: z3 does not know.
    """
    cap = prove_cap(rule)
    _require_stretches(cap)
    steps = tuple(_list_steps(cap))
    for step in steps:
        _confirm(rule, step)
    return steps


def compute_ideal_threshold(halvings: int) -> TaoBalance:
    """Where a halving comes if nothing is cut off: the supply less its half, its quarter, ...; in rao rounded up (EMIT-2)."""
    return TaoBalance(TOTAL_SUPPLY - TOTAL_SUPPLY // (1 << halvings))


def _require_stretches(cap: Cap) -> None:
    """Every issuance has the emission of the stretch between two thresholds in which it lies."""
    for piece in cap.pieces:
        if piece.outside is not None:
            raise Refuted(
                f"a block emits {piece.emission} rao at an issuance of {piece.outside:,} rao, which no threshold tells"
            )


def _list_steps(cap: Cap) -> Iterator[Step]:
    """The steps from each stretch to the next; paths of one stretch are one."""
    stretches = sorted({(piece.low, int(piece.emission or 0)) for piece in cap.pieces})
    for (_, before), (threshold, after) in pairwise(stretches):
        yield Step(TaoBalance(threshold), TaoBalance(before), TaoBalance(after))


def _confirm(rule: EmissionRule, step: Step) -> None:
    """The rule itself, run on the threshold and on one rao less, steps there."""
    below, at = rule(TaoBalance(step.threshold - 1)), rule(step.threshold)
    if (below, at) != (step.before, step.after):
        raise Refuted(f"at {step.threshold:,} rao the emission goes from {below} to {at} rao a block")

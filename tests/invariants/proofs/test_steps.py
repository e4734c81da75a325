from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.transition.emission.block_emission import (
    TOTAL_SUPPLY,
    compute_block_emission,
    compute_emission_thresholds,
)

pytest.importorskip("z3")

from tao_spec.invariants.proofs.cap import Refuted
from tao_spec.invariants.proofs.steps import Step, compute_ideal_threshold, prove_steps


@pytest.fixture(scope="module")
def steps() -> tuple[Step, ...]:
    return prove_steps()


def test_there_are_thirty_steps_and_each_is_a_halving(steps: tuple[Step, ...]) -> None:
    emissions = [tao(1) >> halvings for halvings in range(31)]
    assert [(step.before, step.after) for step in steps] == list(pairwise(emissions))


def test_the_steps_are_those_that_bisection_finds(steps: tuple[Step, ...]) -> None:
    assert [(step.threshold, step.after) for step in steps] == compute_emission_thresholds()


def test_each_step_stands_to_the_rao_where_it_would_without_rounding(steps: tuple[Step, ...]) -> None:
    assert [step.threshold for step in steps] == [compute_ideal_threshold(halvings) for halvings in range(1, 31)]
    assert [step.threshold for step in steps[:3]] == [tao(10_500_000), tao(15_750_000), tao(18_375_000)]
    assert steps[-1].threshold == TOTAL_SUPPLY - 19_557_774


# The proof can fail


def stumbles_once(issuance: TaoBalance) -> TaoBalance:
    """Bisection walks past a single issuance; the proof does not."""
    return TaoBalance(7) if issuance == 1_234_567_890_123_456 else compute_block_emission(issuance)


def rises_again(issuance: TaoBalance) -> TaoBalance:
    return tao(1) if 13_000_000_000_000_000 < issuance < 13_000_000_000_000_005 else compute_block_emission(issuance)


@pytest.mark.parametrize("rule", [stumbles_once, rises_again])
def test_a_step_that_bisection_misses_is_found(rule: Any) -> None:
    with pytest.raises(
        Refuted, match=r"emits (\d+) rao at an issuance of ([\d,]+) rao, which no threshold tells"
    ) as caught:
        prove_steps(rule)
    numbers = [int(word.replace(",", "")) for word in str(caught.value).split() if word[0].isdigit()]
    assert rule(TaoBalance(numbers[1])) == numbers[0] != compute_block_emission(TaoBalance(numbers[1]))


def test_a_halving_one_rao_late_is_not_where_it_should_be() -> None:
    def late(issuance: TaoBalance) -> TaoBalance:
        return tao(1) if issuance == tao(10_500_000) else compute_block_emission(issuance)

    assert prove_steps(late)[0].threshold == compute_ideal_threshold(1) + 1

from __future__ import annotations

from typing import Any

import pytest

from tao_spec.arithmetic import transcendental
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.fixed import I96F32
from tao_spec.transition.emission import block_emission
from tao_spec.transition.emission.block_emission import (
    TOTAL_SUPPLY,
    compute_block_emission,
    compute_emission_thresholds,
    compute_halvings,
)

pytest.importorskip("z3")

from tao_spec.invariants.proofs.cap import Cap, Refuted, prove_cap, prove_digits
from tao_spec.invariants.proofs.symbolic import Undecided


@pytest.fixture(scope="module")
def cap() -> Cap:
    return prove_cap()


def test_no_emission_carries_the_issuance_over_the_supply(cap: Cap) -> None:
    assert cap.times == 1
    assert cap.never_refuses
    assert cap.never_rises


def test_nor_do_two_emissions_of_alpha() -> None:
    assert prove_cap(times=2).never_refuses


def test_the_proof_follows_every_number_of_halvings(cap: Cap) -> None:
    assert {piece.emission for piece in cap.pieces} == {*(tao(1) >> halvings for halvings in range(30)), 0}
    reached = {compute_halvings(TaoBalance(piece.example)) for piece in cap.pieces if piece.example < TOTAL_SUPPLY}
    assert reached == set(range(33))


def test_each_path_is_taken_by_its_example(cap: Cap) -> None:
    for piece in cap.pieces:
        assert compute_block_emission(TaoBalance(piece.example)) == piece.emission
        assert piece.low <= piece.example <= piece.high


def test_the_pieces_are_the_steps_between_the_thresholds(cap: Cap) -> None:
    lows = sorted({piece.low for piece in cap.pieces})
    assert lows == [0, *(issuance for issuance, _ in compute_emission_thresholds())]
    highs = sorted({piece.high for piece in cap.pieces})
    assert highs == [low - 1 for low in lows[1:]] + [TaoBalance.MAX]


# The proof can fail


def never_halves(issuance: TaoBalance) -> TaoBalance:
    return TaoBalance(0) if issuance >= TOTAL_SUPPLY else tao(1)


def halves_too_late(issuance: TaoBalance) -> TaoBalance:
    if issuance >= TOTAL_SUPPLY:
        return TaoBalance(0)
    return TaoBalance(tao(1) >> max(compute_halvings(issuance) - 24, 0))


def never_stops(issuance: TaoBalance) -> TaoBalance:
    return tao(1) if issuance >= TOTAL_SUPPLY else compute_block_emission(issuance)


@pytest.mark.parametrize("rule", [never_halves, halves_too_late, never_stops])
def test_a_rule_that_breaks_the_cap_is_refuted_by_an_issuance(rule: Any) -> None:
    with pytest.raises(Refuted, match=r"at an issuance of ([\d,]+) rao a block emits ([\d,]+) rao") as caught:
        prove_cap(rule)
    numbers = [int(word.replace(",", "")) for word in str(caught.value).split() if word[0].isdigit()]
    issuance, emission, more = numbers
    assert rule(TaoBalance(issuance)) == emission
    assert issuance + emission - TOTAL_SUPPLY == more > 0


@pytest.mark.parametrize(
    ("first", "breaks"), [(tao(2), False), ((1 << 33) - 1, False), (1 << 33, True), (tao(9), True)]
)
def test_the_cap_bears_a_first_emission_below_two_to_the_33_rao(
    first: int, breaks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(block_emission, "DEFAULT_BLOCK_EMISSION", TaoBalance(first))
    if breaks:
        with pytest.raises(Refuted, match="20,999,999,999,999,999 rao a block emits 2 rao: 1 rao more"):
            prove_cap()
    else:
        assert prove_cap().never_rises


def test_without_the_check_of_the_supply_the_rule_refuses_instead() -> None:
    # The cap alone would be kept: the logarithm has no answer from the supply on.
    def unchecked(issuance: TaoBalance) -> TaoBalance:
        return TaoBalance(tao(1) >> compute_halvings(issuance))

    proved = prove_cap(unchecked)
    assert not proved.never_refuses


def test_a_rule_that_rises_again_is_seen_to() -> None:
    def rises(issuance: TaoBalance) -> TaoBalance:
        return tao(1) if tao(12_000_000) <= issuance < tao(12_000_001) else compute_block_emission(issuance)

    assert not prove_cap(rises).never_rises


# The logarithm's digits


def two_digits_a_turn(kind: type[I96F32], operand: int) -> int:
    one, two, result = kind.ONE.bits, kind.ONE.bits << 1, 0
    for _ in range(kind.FRAC_BITS):
        operand = operand * operand >> kind.FRAC_BITS
        result <<= 1
        if operand >= two:
            result += 2
            operand = (operand + 1) >> 1
    return result if operand > one else 0


def never_halved(kind: type[I96F32], operand: int) -> int:
    two, result = kind.ONE.bits << 1, 0
    for _ in range(kind.FRAC_BITS):
        operand = operand * operand >> kind.FRAC_BITS
        result <<= 1
        if operand >= two:
            result |= 1
    return result


def another_loop(kind: type[I96F32], operand: int) -> int:
    result = 0
    for _ in range(7):
        result += operand
    return result


@pytest.mark.parametrize(
    ("digits", "answer"), [(two_digits_a_turn, Refuted), (never_halved, Refuted), (another_loop, Undecided)]
)
def test_another_loop_is_not_proved(digits: Any, answer: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    prove_digits()
    monkeypatch.setattr(transcendental, "_log2_digits", digits)
    with pytest.raises(answer):
        prove_digits()


def test_a_proof_leaves_the_logarithm_as_it_was() -> None:
    before = transcendental._log2_digits
    prove_cap()
    assert transcendental._log2_digits is before

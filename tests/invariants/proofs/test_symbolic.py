from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

z3 = pytest.importorskip("z3")

from tao_spec.invariants.proofs.symbolic import Explorer, Symbol, Undecided, describe_quotient  # noqa: E402


def branching(number: Any) -> str:
    if number < 3:
        return "low"
    if number * 2 - 1 >= 15:
        return "high"
    return "five" if number == 5 else "middle"


def explore(function: Any, low: int, high: int) -> tuple[Explorer, list[Any]]:
    explorer = Explorer()
    symbols: list[Symbol] = []

    def run() -> Any:
        symbols[:] = [explorer.symbol(low, high)]
        return function(symbols[0])

    found = [(path.result, path.conditions, symbols[0].term) for path in explorer.paths(run)]
    return explorer, found


def test_every_integer_takes_exactly_one_path_and_the_one_that_the_code_takes() -> None:
    _, found = explore(branching, 0, 20)
    assert len(found) == 4
    for value in range(21):
        solver = z3.Solver()
        taken = [result for result, conditions, term in found if solver.check(*conditions, term == value) == z3.sat]
        assert taken == [branching(value)]


@pytest.mark.parametrize(
    "function",
    [
        lambda n: (n + 7) >> 2,
        lambda n: (100 - n) << 3,
        lambda n: (n * n - 3) // 7 if n > 2 else -n,
        lambda n: (n << 1) | 1,
        lambda n: 5 + n // 3,
    ],
)
def test_a_symbol_computes_as_integers_do(function: Any) -> None:
    _, found = explore(function, 0, 12)
    for value in range(13):
        wanted = function(value)
        solver = z3.Solver()
        results = [
            result.term for result, conditions, term in found if solver.check(*conditions, term == value) == z3.sat
        ]
        assert len(results) == 1
        conditions, term = next((c, t) for r, c, t in found if r.term is results[0])
        assert solver.check(*conditions, term == value, results[0] != wanted) == z3.unsat


def test_a_symbol_that_must_be_a_number_is_each_of_them_in_turn() -> None:
    _, found = explore(lambda n: list(range(n // 4)), 0, 11)
    assert sorted(len(result) for result, _, _ in found) == [0, 1, 2]


def test_a_claim_holds_only_if_it_holds_for_all() -> None:
    explorer = Explorer()
    for path in explorer.paths(lambda: explorer.symbol(1, 10)):
        number = path.result
        assert explorer.holds(number.term * 2 >= 2)
        assert not explorer.holds(number.term * 2 >= 3)
        assert explorer.find(number.term * 2 < 3, number) == 1
        assert explorer.find(number.term > 10, number) is None


@given(st.integers(0, 1 << 70), st.integers(1, 1 << 40))
@settings(deadline=None, max_examples=300)
def test_what_is_said_of_a_quotient_is_true_of_it(dividend: int, divisor: int) -> None:
    assert all(describe_quotient(dividend, divisor, dividend // divisor))


def test_what_is_said_of_a_quotient_tells_it_from_its_neighbours_at_powers_of_two() -> None:
    for power in (1, 2, 1 << 20, 1 << 33):
        for wrong in ((1 << 64) // power - 1, (1 << 64) // power + 1):
            assert not all(describe_quotient(1 << 64, power, wrong))


@pytest.mark.parametrize("function", [lambda n: n | 6, lambda n: n // 0, lambda n: n // n, lambda n: 7 // (n - 5)])
def test_what_cannot_be_followed_is_no_proof(function: Any) -> None:
    with pytest.raises(Undecided):
        explore(function, 0, 5)


def test_a_contradiction_is_no_proof() -> None:
    explorer = Explorer()

    def run() -> bool:
        number = explorer.symbol(2, 1)
        return number > 0

    with pytest.raises(Undecided, match="contradict"):
        list(explorer.paths(run))

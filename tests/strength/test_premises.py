"""Premises are found in code, and the rewritten code notes how they go without changing what it does."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import U64F64
from tao_spec.strength.premises import BOTH, NO, YES, can_be_empty, plan
from tao_spec.strength.sources import read_sources
from tests.strength.toy import run, source_of, went

CODE = """
def f(a, b):
    if a < b and not b % 2:
        return "low"
    return [item for item in range(a) if item > 1] or None
"""


def test_conditions_loops_and_boundaries_are_noted():
    assert went(CODE, (0, 2), (3, 3), (0, 1)) == {
        "condition a < b": BOTH,
        "boundary a < b": BOTH,
        "condition b % 2": BOTH,
        "loop range(a)": BOTH,
        "condition item > 1": BOTH,
        "boundary item > 1": BOTH,
        "condition [item for item in range(a) if item > 1]": BOTH,
    }


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">="])
@pytest.mark.parametrize("distance", range(-2, 3))
def test_a_boundary_is_touched_by_the_last_that_passes_and_the_first_that_fails(sign, distance):
    text = f"def f(a, b):\n    return a {sign} b"
    passes, fails = {"<": (-1, 0), "<=": (0, 1), ">": (1, 0), ">=": (0, -1)}[sign]
    touched = YES if distance == passes else NO if distance == fails else 0
    assert went(text, (10 + distance, 10))[f"boundary a {sign} b"] == touched
    bits = U64F64.from_bits(10 + distance), U64F64.from_bits(10)
    assert went(text, bits)[f"boundary a {sign} b"] == touched
    assert went(text, (Fraction(10 + distance), Fraction(10)))[f"boundary a {sign} b"] == 0


def test_a_chain_of_comparisons_is_as_many_premises():
    found = went("def f(a):\n    return 0 <= a < 5", (-1,), (0,), (5,))
    assert found == {
        "condition 0 <= a": BOTH,
        "boundary 0 <= a": BOTH,
        "condition a < 5": BOTH,
        "boundary a < 5": NO,
    }


def test_the_last_operand_of_a_value_is_no_condition_and_that_of_a_test_is():
    assert list(went("def f(a, b):\n    return a or b", (1, 2))) == ["condition a"]
    assert list(went("def f(a, b) -> bool:\n    return a or b", (1, 2))) == ["condition a", "condition b"]


def test_a_refusal_is_a_premise_and_its_statement_says_whether_it_was_reached():
    names, planned, notes = run("def f(a):\n    if a:\n        raise Refused")
    assert [p.kind for p in planned.premises] == ["condition", "refusal"]
    names["f"](0)
    assert not notes.statements[planned.refusals[1]]


def test_what_runs_only_where_a_deviation_is_closed_has_no_premises():
    text = 'def f(chain, a):\n    if not chain.deviates("KNOWN-1") and a:\n        return a > 1\n    return a < 2'
    assert {p.text for p in plan(source_of(text)).premises} == {"a < 2"}


def test_a_loop_over_what_is_written_out_or_constant_cannot_be_empty():
    import ast

    def asked(text: str) -> bool:
        return can_be_empty(ast.parse(text, mode="eval").body)

    assert not any(map(asked, ["(1, 2)", "TICKS", "range(4)", "enumerate(HOOKS)", "Currency", "pools.SIDES"]))
    assert all(map(asked, ["items", "range(n)", "chain.stake.alpha.items()", "sorted(found)"]))


PROGRAM = """
def f(items, bound):
    found = []
    for place, item in enumerate(items):
        if 0 <= item <= bound and not (place % 3 == 2 or item == 4):
            found.append(item if item > 2 else -item)
        elif found and found[-1] > bound - 2:
            found = [x for x in found if x < bound or x == 7]
    return any(x > 3 for x in found), found
"""


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(-3, 12), max_size=9), st.integers(-1, 10))
def test_rewritten_code_does_what_it_did(items, bound):
    plain: dict[str, object] = {}
    exec(PROGRAM, plain)
    assert run(PROGRAM)[0]["f"](items, bound) == plain["f"](items, bound)  # type: ignore[operator]


def test_every_premise_of_the_rules_has_a_name_of_its_own():
    premises = [premise for source in read_sources() for premise in plan(source).premises]
    assert len(premises) > 1_000
    assert len({(premise.kind, premise.id) for premise in premises}) == len(premises)

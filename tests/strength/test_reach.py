"""What no vector can judge is left out, and nothing else."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.strength.reach import find_dead, is_guard, truth_of

ASKED = 'chain.deviates("KNOWN-1")'


def living(text: str) -> str:
    """The names that a function's living code mentions, in order."""
    tree = ast.parse(text)
    dead = find_dead({"toy": tree}, ["f"])["toy"]
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in dead]
    return " ".join(node.id for node in sorted(names, key=lambda node: (node.lineno, node.col_offset)))


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        (ASKED, True),
        (f"not {ASKED}", False),
        (f"a or {ASKED}", True),
        (f"a and {ASKED}", None),
        (f"a and not {ASKED}", False),
        (f"{ASKED} and not {ASKED}", False),
        ("a", None),
        ("deviates(1)", None),
    ],
)
def test_a_condition_is_decided_where_the_deviation_decides_it(condition, truth):
    assert truth_of(ast.parse(condition, mode="eval").body) is truth


CONDITIONS = st.recursive(
    st.sampled_from(["a", "b", ASKED]),
    lambda inner: st.one_of(
        inner.map(lambda one: f"(not {one})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda parts: f"({' '.join(parts)})"),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=100)
@given(CONDITIONS)
def test_a_decided_condition_has_that_truth_whatever_else_holds(condition):
    truth = truth_of(ast.parse(condition, mode="eval").body)
    chain = type("Chain", (), {"deviates": lambda self, name: True})()
    found = {bool(eval(condition, {"a": a, "b": b, "chain": chain})) for a in (False, True) for b in (False, True)}
    assert truth is None or found == {truth}


def test_what_runs_only_where_a_deviation_is_closed_is_dead():
    assert living(f"def f(chain):\n    if not {ASKED}:\n        gone()\n    stays()") == "stays"
    assert living(f"def f(chain):\n    if {ASKED}:\n        return stays\n    return gone") == "stays"
    assert living(f"def f(chain):\n    return stays if {ASKED} else gone") == "stays"
    assert living(f"def f(chain):\n    if asked and {ASKED}:\n        stays()") == "asked stays"
    assert living(f"def f(chain):\n    if not asked and not {ASKED}:\n        gone()\n    stays()") == "stays"


def test_a_guard_of_the_specification_is_dead_with_its_condition():
    assert living("def f():\n    if asked:\n        raise TypeError\n    stays()") == "stays"
    assert living("class Odd(ClientPanic):\n    pass\ndef f():\n    if asked:\n        raise Odd\n    stays()") == (
        "ClientPanic stays"
    )
    assert living("def f():\n    if asked:\n        raise Refused\n    stays()") == "asked Refused stays"


def test_what_a_pure_function_panics_at_lives():
    tree = ast.parse("def f():\n    if asked:\n        raise ClientPanic")
    assert not find_dead({"tao_spec.arithmetic.toy": tree}, ["f"])["tao_spec.arithmetic.toy"]


def test_a_function_that_only_dead_code_calls_is_dead():
    text = f"def f(chain):\n    if not {ASKED}:\n        helper()\n    stays()\ndef helper():\n    gone()"
    assert living(text) == "stays"


def test_a_function_that_answers_a_call_lives_though_nobody_names_it():
    assert living("@rule('A-1', call=Call)\ndef answer():\n    stays()") == "rule Call stays"


def test_only_a_raise_is_a_guard():
    assert not is_guard(ast.parse("ValueError").body[0])
    assert not is_guard(ast.parse("raise").body[0])
    assert is_guard(ast.parse("raise ValueError('no')").body[0])

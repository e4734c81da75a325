"""The measured code is found and named as a reader names it."""

from __future__ import annotations

import ast
from dataclasses import replace

from tao_spec.strength.sources import Sources, find_dependents, names_in, read_sources, rule_of, shorten
from tao_spec.transition.rules import RULES
from tests.strength.toy import source_of

SOURCES = read_sources()


def test_every_module_that_holds_a_rule_is_measured():
    import tao_spec.transition.calls

    assert tao_spec.transition.calls.ANSWERED_BY
    measured = {source.name for source in SOURCES}
    holding = {rule.function.__module__ for rule in RULES if rule.function.__module__.startswith("tao_spec.transition")}
    assert holding <= measured


def test_the_rules_of_the_code_are_those_that_are_registered():
    found = {
        rule_of(node)
        for source in SOURCES
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef) and rule_of(node)
    }
    # The rules of hyperparameters are rows of a table.
    registered = {rule.id for rule in RULES if rule.function.__module__ in SOURCES.by_name and rule.id[:5] != "HYPER"}
    assert registered and registered <= found


def test_a_module_has_a_domain_and_a_place():
    stake = SOURCES.by_name["tao_spec.transition.stake.checks"]
    assert (stake.domain, stake.label) == ("stake", "transition.stake.checks")
    assert stake.place == "tao_spec/transition/stake/checks.py"
    assert SOURCES.by_name["tao_spec.transition.block"].domain == "frame"
    assert SOURCES.by_name["tao_spec.arithmetic.fixed"].domain == "arithmetic"
    assert "tao_spec.transition.tracing" not in SOURCES.by_name


def test_the_digest_follows_the_text():
    one = source_of("x = 1")
    assert Sources((one,)).digest == Sources((one,)).digest != Sources((replace(one, text="x = 2"),)).digest


def test_dependents_are_found_at_any_distance():
    sources = Sources(
        (
            source_of("from tao_spec.transition.b import x", "tao_spec.transition.a"),
            source_of("from tao_spec.transition import c", "tao_spec.transition.b"),
            source_of("x = 1", "tao_spec.transition.c"),
            source_of("y = 1", "tao_spec.transition.d"),
        )
    )
    assert find_dependents(sources, "tao_spec.transition.c") == [f"tao_spec.transition.{name}" for name in "abc"]


def test_a_statement_is_shown_by_its_head():
    assert shorten(ast.parse("if a  and b:\n    c()").body[0]) == "if a and b:"
    assert shorten(ast.parse("@rule('A-1')\ndef f(a):\n    b").body[0]) == "def f(a):"
    assert names_in(ast.parse("a.b(c)")) == {"a", "b", "c"}

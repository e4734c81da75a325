"""Each kind of error is made where it can be made, and changes one statement."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.integers import I16, U8
from tao_spec.strength.mutants import Mutant, find_mutants, sorting, takes_any_order, wrapping
from tao_spec.strength.mutate import apply
from tao_spec.strength.sources import read_sources
from tests.strength.toy import sources_of


def after(text: str, operator: str) -> list[str]:
    """What every error of a kind makes of the body of a function."""
    found = []
    for number, mutant in enumerate(mutants_of(text)):
        if mutant.operator == operator:
            sources = sources_of(text)
            find_mutants(sources)[number].edit.make()
            tree = ast.fix_missing_locations(sources.modules[0].tree)
            found.append("; ".join(" ".join(ast.unparse(tree).split("\n")[1:]).split("    ")).strip("; ").strip())
    return found


def mutants_of(text: str) -> list[Mutant]:
    return find_mutants(sources_of(text))


@pytest.mark.parametrize(
    ("body", "operator", "expected"),
    [
        ("if a < b:\n        raise E", "check removed", ["pass"]),
        ("ensure_signed(o)", "check removed", ["pass"]),
        ("a = b < c", "comparison flipped", ["a = b <= c"]),
        ("a = b in c", "comparison flipped", ["a = b not in c"]),
        ("a = b + 5", "constant plus one", ["a = b + 6"]),
        ("a = b + 5", "constant minus one", ["a = b + 4"]),
        ("a = b + 5", "plus for minus", ["a = b - 5"]),
        ("a = b + 'x'", "plus for minus", []),
        ("c[a] = b", "write dropped", ["pass"]),
        ("del c[a]", "write dropped", ["pass"]),
        ("a = b", "write dropped", []),
        ("chain.emit(E(a))", "event dropped", ["pass"]),
        ("pay(a)", "write dropped", ["pass"]),
        ("a = b // c", "rounded otherwise", ["a = -(-b // c)"]),
        ("a = b.checked_floor()", "rounded otherwise", ["a = b.checked_ceil()"]),
        ("a = b.checked_add(c)", "saturating for checked", ["a = b.saturating_add(c)"]),
        ("a = b.saturating_add(c)", "wrapping for saturating", ["a = __wrapping__(b, 'saturating_add', c)"]),
        ("a = U96F32.saturating_from_num(c)", "wrapping for saturating", []),
        ("a = b and c", "and for or", ["a = b or c"]),
        ("a = min(b, c)", "max for min", ["a = max(b, c)"]),
        ("a = b if c else d", "condition negated", ["a = b if not c else d"]),
        ("for a in b:\n        pay(a)", "order reversed", ["for a in reversed(list(b)): ; pay(a)"]),
        ("for a in b:\n        pay(a)", "order sorted", ["for a in __sorting__(b): ; pay(a)"]),
        ("for a in b:\n        total += a", "order reversed", []),
        ("a = sum(x for x in b)", "order reversed", []),
        ("a = sorted(b)", "order lost", ["a = list(b)"]),
        ("if a:\n        raise E\n    if b:\n        raise F", "checks swapped", ["if b: ; raise F; if a: ; raise E"]),
    ],
)
def test_an_error_is_made(body, operator, expected):
    made = [" ".join(text.replace(";", " ").split()) for text in after(f"def f():\n    {body}", operator)]
    assert made == [" ".join(text.replace(";", " ").split()) for text in expected]


def test_no_error_is_made_where_a_deviation_decides():
    text = 'def f(chain, a):\n    if not chain.deviates("KNOWN-1"):\n        chain.items[a] = 1'
    assert mutants_of(text) == []


def test_constants_outside_of_functions_are_changed_too():
    assert [m.operator for m in mutants_of("LIMIT = 5")] == ["constant plus one", "constant minus one"]


def test_every_mutant_of_the_rules_has_a_name_and_an_effect_of_its_own():
    found = find_mutants(read_sources())
    assert len({mutant.id for mutant in found}) == len(found) > 5_000
    assert len(Counter(mutant.operator for mutant in found)) == 17
    for mutant in found[::400]:
        diff = apply(mutant).splitlines()
        assert any(line.startswith("-") for line in diff) and any(line.startswith("+") for line in diff)


def test_wrapping_is_what_the_type_does_beyond_its_bounds():
    assert wrapping(U8(250), "saturating_add", U8(10)) == 4
    assert wrapping(U8(1), "saturating_sub", U8(2)) == 255
    assert wrapping(I16(30_000), "saturating_mul", I16(2)) == -5_536
    assert wrapping(U8, "saturate", 256) == 0
    top = U64F64.from_bits(2**128 - 1)
    assert wrapping(top, "saturating_add", U64F64.from_bits(2)).bits == 1


def test_sorting_puts_in_order_what_has_none():
    assert sorting({2, 1}) == [1, 2]
    assert sorting(["b", 1]) == ["b", 1]


def test_what_gathers_takes_any_order():
    assert takes_any_order(ast.parse("sum(x for x in y)", mode="eval").body)
    assert takes_any_order(ast.parse("{x for x in y}", mode="eval").body)
    assert not takes_any_order(ast.parse("tuple(x for x in y)", mode="eval").body)

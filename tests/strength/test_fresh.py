"""A module made of other code is what the floors above it see, in a process of its own only."""

from __future__ import annotations

import ast
import importlib
from functools import partial

from tao_spec.strength.children import run_in_children
from tao_spec.strength.fresh import Replacement, import_anew
from tao_spec.strength.sources import read_sources
from tao_spec.transition.chain import MAX_TRANSACTIONS


def replaced(name: str, old: str, new: str) -> Replacement:
    source = read_sources().by_name[name]
    assert old in source.text
    tree = ast.parse(source.text.replace(old, new))
    return Replacement(compile(tree, str(source.path), "exec", dont_inherit=True), {"__given__": 7})


def see(name: str, old: str, new: str, asked: str, attribute: str) -> tuple[object, object]:
    import_anew({name: replaced(name, old, new)})
    return getattr(importlib.import_module(asked), attribute), importlib.import_module(name).__dict__["__given__"]


def test_a_changed_rule_module_is_seen_from_above():
    chain = "tao_spec.transition.chain"
    task = partial(see, chain, "MAX_TRANSACTIONS = 255", "MAX_TRANSACTIONS = 3", chain, "MAX_TRANSACTIONS")
    assert dict(run_in_children([task], 1))[0].result == (3, 7)
    assert MAX_TRANSACTIONS == 255


def spoiled_sum() -> int:
    name = "tao_spec.arithmetic.integers"
    import_anew({name: replaced(name, "int(self) + int(other)", "int(self) + int(other) + 1")})
    balance = importlib.import_module("tao_spec.arithmetic.currency").TaoBalance
    return int(balance(1).saturating_add(balance(2)))


def test_changed_arithmetic_is_seen_by_the_currencies():
    assert dict(run_in_children([spoiled_sum], 1))[0].result == 4

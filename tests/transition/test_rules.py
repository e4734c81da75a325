from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tao_spec.interface.accounts.balances import Burn
from tao_spec.interface.accounts.system import Remark
from tao_spec.transition import dispatch as _dispatch  # noqa: F401  (registers every rule)
from tao_spec.transition import rules
from tao_spec.transition.accounts import balances, tokens
from tao_spec.transition.rules import DISPATCHABLES, RULES, rule


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(rules, "RULES", [])
    monkeypatch.setattr(rules, "DISPATCHABLES", {})
    yield


def test_every_rule_has_a_number_of_its_own() -> None:
    numbers = [found.id for found in RULES]
    assert len(set(numbers)) == len(numbers) > 50


def test_every_number_is_a_word_and_a_number() -> None:
    assert [found.id for found in RULES if not re.fullmatch(r"([A-Z]+|R320)-[1-9][0-9]*", found.id)] == []


def test_every_rule_says_what_it_is() -> None:
    assert [found.id for found in RULES if not found.function.__doc__] == []


def test_a_rule_knows_where_it_stands() -> None:
    found = next(found for found in RULES if found.function is tokens.transfer)
    assert found.source == "tao_spec.transition.accounts.tokens.transfer"
    assert found.call is None


def test_a_call_is_answered_by_its_rule() -> None:
    assert DISPATCHABLES[Burn] is balances.burn
    assert {found.call for found in RULES if found.call is not None} == set(DISPATCHABLES)


@pytest.mark.usefixtures("registry")
def test_marking_leaves_the_function_as_it_is() -> None:
    def answer() -> int:
        return 42

    assert rule("TEST-1")(answer) is answer
    assert [(found.id, found.function, found.call) for found in rules.RULES] == [("TEST-1", answer, None)]
    assert rules.DISPATCHABLES == {}


@pytest.mark.usefixtures("registry")
def test_marking_with_a_call_makes_the_function_its_answer() -> None:
    def answer() -> None: ...

    rule("TEST-2", call=Remark)(answer)
    assert {Remark: answer} == rules.DISPATCHABLES

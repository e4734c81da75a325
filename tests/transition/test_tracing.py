from __future__ import annotations

import sys

import pytest

from tao_spec.interface.accounts.system import Remark
from tao_spec.transition.consensus.vector_math import normalize
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.origin import ROOT
from tao_spec.transition.tracing import running_rules, trace_rules
from tests.transition.chains import genesis


def test_a_run_has_its_arguments_its_result_and_what_ran_inside() -> None:
    with trace_rules() as runs:
        result = normalize([])
    (ran,) = runs
    assert (ran.rule.id, ran.arguments, ran.result) == ("CONS-93", {"vector": []}, result)
    assert [inner.rule.id for inner in ran.all()] == ["CONS-93", *(inner.rule.id for inner in ran.inner)]


def test_only_the_rules_that_are_asked_for_are_written_down() -> None:
    with trace_rules({"CONS-94"}) as runs:
        normalize([])
    assert {ran.rule.id for ran in runs} <= {"CONS-94"}


def test_a_rule_that_raises_has_no_result_and_closes() -> None:
    chain = genesis()
    with trace_rules() as runs, pytest.raises(AttributeError):
        dispatch(chain, ROOT, None)  # type: ignore[arg-type]
    with trace_rules() as later:
        dispatch(chain, ROOT, Remark(b""))
    assert [ran.result for ran in runs] == [None]
    assert runs[0].rule.id == later[0].rule.id


def test_running_rules_are_numbered_and_the_watch_ends() -> None:
    before = sys.getprofile()
    with running_rules() as ran:
        normalize([])
    assert "CONS-93" in ran
    assert sys.getprofile() is before

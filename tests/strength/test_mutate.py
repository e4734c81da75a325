"""Errors in the rules are found by the vectors that reach them; a fixed sample shows it in a moment."""

from __future__ import annotations

import ast
from functools import cache

import pytest

from tao_spec.strength.mutants import Edit, Mutant, find_mutants
from tao_spec.strength.mutate import EQUIVALENT, KILLED, SURVIVED, Selection, Verdict, choose, run_mutants
from tao_spec.strength.sources import Sources
from tests.strength.test_measure import measured, vectors

MEASURED = measured()


@cache
def mutants() -> list[Mutant]:
    return find_mutants(sources())


@cache
def sources() -> Sources:
    return Sources(tuple(plan.source for plan in MEASURED.plans))


def judge(chosen: list[Mutant], jobs: int = 2, equivalents: dict[str, str] | None = None) -> list[Verdict]:
    return run_mutants(chosen, sources(), vectors(), MEASURED, equivalents or {}, jobs)


def named(function: str, operator: str) -> Mutant:
    return next(m for m in mutants() if m.function == function and m.operator == operator)


def reached() -> list[Mutant]:
    """Sixty mutants in functions of accounts that the vectors of transfers run."""
    selection = Selection(MEASURED, vectors())
    found = [
        m for m in mutants() if m.domain == "accounts" and not selection.runs_on_import(m) and selection.vectors_of(m)
    ]
    return choose(found, 60, 306)


def test_a_sample_of_the_rules_of_transfers_is_found_by_any_number_of_processes():
    chosen = reached()
    verdicts = judge(chosen, 2)
    assert [v.mutant.id for v in verdicts] == [m.id for m in chosen]
    killed = [v for v in verdicts if v.state == KILLED]
    assert len(chosen) == 60 and len(killed) >= 30
    assert [(v.state, v.by) for v in judge(chosen[:12], 1)] == [(v.state, v.by) for v in verdicts[:12]]


def test_a_removed_check_and_a_dropped_event_are_found():
    check, event = named("ensure_can_withdraw", "check removed"), named("transfer", "event dropped")
    for verdict in judge([check, event]):
        assert verdict.state == KILLED and str(verdict.by).endswith((".json", ".json.gz"))
        assert verdict.diff.startswith("-")


def test_a_mutant_that_no_vector_reaches_survives():
    mutant = next(m for m in mutants() if m.domain == "pools" and m.function)
    verdict = judge([mutant])[0]
    assert (verdict.state, verdict.vectors) == (SURVIVED, 0)
    assert judge([mutant], equivalents={mutant.id: "why"})[0].state == EQUIVALENT


def test_a_changed_constant_of_a_module_is_found_by_importing_anew():
    mutant = next(m for m in mutants() if m.operator == "constant plus one" and m.id.endswith("MAX_TRANSACTIONS = 255"))
    verdict = judge([mutant])[0]
    # Transfers do not nest so deep; that the mutant was made and run is what counts here.
    assert verdict.state == SURVIVED and verdict.vectors


def test_a_mutant_that_never_ends_is_found_by_its_time():
    mutant = named("transfer", "event dropped")
    endless = ast.copy_location(ast.While(ast.Constant(True), [ast.Pass()], []), mutant.statement)
    edit = Edit(mutant.edit.parent, mutant.edit.part, mutant.edit.place, endless)
    hanging = Mutant(**{**vars(mutant), "edit": edit})
    verdict = judge([hanging])[0]
    assert (verdict.state, verdict.by) == (KILLED, "time")


def test_a_sample_is_the_same_for_the_same_seed():
    every = mutants()
    assert choose(every, 50, 1) == choose(every, 50, 1) != choose(every, 50, 2)
    assert choose(every, None, 1) == choose(every, len(every) + 1, 1) == every


def test_vectors_are_chosen_shortest_first():
    selection = Selection(MEASURED, vectors())
    names = selection.vectors_of(named("transfer", "event dropped"))
    work = [sum(MEASURED.vectors[name].statements) for name in names]
    assert names and work == sorted(work)


@pytest.mark.parametrize("operator", ["constant plus one"])
def test_what_runs_on_import_is_known(operator):
    selection = Selection(MEASURED, vectors())
    constant = next(m for m in mutants() if not m.function and m.operator == operator)
    assert selection.runs_on_import(constant)
    assert not selection.runs_on_import(named("transfer", "event dropped"))

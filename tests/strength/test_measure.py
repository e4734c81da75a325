"""Vectors are run over rewritten rules: the same is found by any number of processes, and a wrong vector is refused."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tao_spec.strength.measure import Measured, measure, read_vectors
from tao_spec.strength.premises import BOTH, YES
from tao_spec.strength.sources import Sources, read_sources
from tao_spec.vectors.format import Outcome, TransitionVector, Vector
from tao_spec.vectors.text import VectorError

FOLDER = Path(__file__).resolve().parents[2] / "conformance" / "vectors" / "accounts" / "transfer"
SOURCES = Sources(tuple(source for source in read_sources() if source.domain in ("accounts", "frame", "pools")))


@cache
def vectors() -> dict[str, Vector]:
    return read_vectors(FOLDER)


@cache
def measured(jobs: int = 1) -> Measured:
    return measure(SOURCES, vectors(), jobs)


def test_any_number_of_processes_finds_the_same():
    one, two = measured(1), measured(2)
    assert one.went == two.went and one.imported == two.imported
    assert {n: t.statements for n, t in one.vectors.items()} == {n: t.statements for n, t in two.vectors.items()}
    assert list(one.vectors) == list(two.vectors) == sorted(vectors())


def test_transfers_reach_the_rules_of_accounts_and_none_of_the_pools():
    went = {premise.domain: 0 for premise, _ in measured().premises()}
    for premise, how in measured().premises():
        went[premise.domain] |= how
    assert went["accounts"] == BOTH and went["pools"] == 0
    assert any(p.kind == "refusal" and how == YES for p, how in measured().premises())


def test_a_vector_that_the_rules_contradict_is_refused():
    name, vector = next(iter(vectors().items()))
    assert isinstance(vector, TransitionVector)
    step = replace(vector.steps[0], outcome=Outcome("BadOrigin"))
    with pytest.raises(VectorError, match="does not do what it says"):
        measure(SOURCES, {name: replace(vector, steps=(step,))})


def test_a_folder_without_vectors_is_refused(tmp_path):
    with pytest.raises(VectorError, match="there are no vectors"):
        read_vectors(tmp_path)

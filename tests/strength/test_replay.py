"""A vector differs where its result, an event or a change does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tao_spec.strength.replay import differs, same_outcome
from tao_spec.vectors.files import collect, read_vector
from tao_spec.vectors.format import FunctionVector, GenesisVector, Outcome, TransitionVector

VECTORS = Path(__file__).resolve().parents[2] / "conformance" / "vectors"
TRANSFER = read_vector(collect([VECTORS / "accounts" / "transfer"])[0])
FUNCTION = next(v for v in map(read_vector, collect([VECTORS / "arithmetic"])) if isinstance(v, FunctionVector))
GENESIS = read_vector(collect([VECTORS / "genesis"])[0])


def test_released_vectors_do_not_differ():
    assert not any(map(differs, (TRANSFER, FUNCTION, GENESIS)))


@pytest.mark.parametrize("part", ["result", "events", "changes"])
def test_a_change_of_any_part_is_seen(part):
    assert isinstance(TRANSFER, TransitionVector)
    step = next(step for step in TRANSFER.steps if step.outcome.events and step.outcome.changes)
    spoiled = {"result": "BadOrigin", "events": step.outcome.events[1:], "changes": {}}[part]
    other = replace(step, outcome=replace(step.outcome, **{part: spoiled}))
    assert differs(replace(TRANSFER, steps=tuple(other if s is step else s for s in TRANSFER.steps)))


def test_a_function_and_a_genesis_are_compared_whole():
    assert isinstance(FUNCTION, FunctionVector) and isinstance(GENESIS, GenesisVector)
    case = replace(FUNCTION.cases[-1], result="no number")
    assert differs(replace(FUNCTION, cases=(*FUNCTION.cases[:-1], case)))
    assert differs(replace(GENESIS, state={}))


def test_roots_are_not_compared():
    assert same_outcome(Outcome("ok", root="0x00"), Outcome("ok"))

"""Make the steps of vectors, and say whether the specification still does what they say."""

from __future__ import annotations

from tao_spec.vectors.format import FunctionVector, GenesisVector, Outcome, TransitionVector, Vector
from tao_spec.vectors.functions import evaluate
from tao_spec.vectors.machine import Machine


def differs(vector: Vector) -> bool:
    """Whether the specification does anything else than a vector says; whatever it raises is for the caller to judge.

    Roots are not compared: they follow from the changes.
    """
    if isinstance(vector, FunctionVector):
        return any(evaluate(vector.function, case.args) != case.result for case in vector.cases)
    if isinstance(vector, GenesisVector):
        return Machine.genesis(vector.revision, vector.config).state != dict(vector.state)
    return _differs_in_a_step(vector)


def _differs_in_a_step(vector: TransitionVector) -> bool:
    machine = Machine.load(vector.revision, vector.pre)
    outcomes = ((step.outcome, machine.outcome(machine.make(step), with_root=False)) for step in vector.steps)
    return any(not same_outcome(expected, made) for expected, made in outcomes)


def same_outcome(expected: Outcome, made: Outcome) -> bool:
    """Whether the results, the events in their order and the changes agree."""
    return (
        _plain(expected.result) == _plain(made.result)
        and [(event.pallet, event.encoded) for event in expected.events]
        == [(event.pallet, event.encoded) for event in made.events]
        and dict(expected.changes) == dict(made.changes)
    )


def _plain(result: object) -> object:
    return dict(result) if isinstance(result, dict) else result

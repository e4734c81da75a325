"""Proxies, batches, joint accounts and identities against the recorded vectors of the real client.

Where a step needs what is not specified yet, the recorded changes are taken over and the vector goes on.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tao_spec.clients.compare import HexDescriber, compare_step
from tao_spec.transition.rules import Unsupported
from tao_spec.vectors.files import read_vector
from tao_spec.vectors.format import CallStep, Step, TransitionVector
from tao_spec.vectors.machine import Machine
from tests.shared import RECORDED, needs_shared

FOLDERS = ("proxy", "utility", "multisig", "registry", "walk")
PATHS = [path for folder in FOLDERS for path in sorted((RECORDED / "accounts" / folder).glob("*.json.gz"))]
PALLETS = ("Proxy", "Utility", "Multisig", "Registry")


def take_over(machine: Machine, step: Step) -> Machine:
    """The machine on the state that the real client left."""
    state = machine.state
    for key, value in step.outcome.changes.items():
        if value is None:
            state.pop(key, None)
        else:
            state[key] = value
    return Machine.load(machine.chain.revision, state)


def differences(vector: TransitionVector) -> tuple[int, list[str]]:
    """How many calls of the four pallets were judged, and what differed."""
    machine, judged, found = Machine.load(vector.revision, vector.pre), 0, []
    for step in vector.steps:
        try:
            outcome = machine.outcome(machine.make(step))
        except Unsupported:
            machine = take_over(machine, step)
            continue
        difference = compare_step(step.outcome, outcome.to_json(), HexDescriber())
        if difference is not None:
            found.append(f"{vector.id}, {step.label}: {difference.headline}")
            machine = take_over(machine, step)
        judged += isinstance(step, CallStep) and step.call is not None and step.call.pallet in PALLETS
    return judged, found


@needs_shared
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_specified_step_is_the_real_clients(folder: str) -> None:
    judged = 0
    for path in PATHS:
        if path.parent.name == folder:
            vector = read_vector(Path(path))
            assert isinstance(vector, TransitionVector)
            count, found = differences(vector)
            judged += count
            assert found == []
    assert judged

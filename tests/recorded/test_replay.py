"""Every recorded transition, replayed: each agrees to the last bit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tao_spec.vectors.files import collect, read_vector
from tao_spec.vectors.format import Outcome, Step, TransitionVector
from tao_spec.vectors.machine import Machine
from tests.shared import RECORDED, needs_shared

pytestmark = needs_shared


def replay(vector: TransitionVector) -> str:
    """What becomes of a vector: `pass`, or what differs first."""
    machine = Machine.load(vector.revision, vector.pre)
    for number, step in enumerate(vector.steps):
        try:
            made = machine.make(step)
        except Exception as error:
            return f"step {number} ({step.label}) raises {type(error).__name__}: {error}"
        given = machine.outcome(made, with_root=step.outcome.root is not None)
        for name in differences(step, given):
            return f"step {number} ({step.label}): the {name} differ"
    return "pass"


def differences(step: Step, given: Outcome) -> Iterator[str]:
    """The parts of an outcome that are not as recorded."""
    expected = step.outcome
    if given.result != expected.result:
        yield "results"
    if dict(given.changes) != dict(expected.changes):
        yield "changes"
    if [(event.pallet, event.name, event.encoded) for event in given.events] != [
        (event.pallet, event.name, event.encoded) for event in expected.events
    ]:
        yield "events"
    if given.root != expected.root:
        yield "roots"


def domains() -> list[str]:
    """The folders that hold recorded transitions, in their order."""
    return sorted(path.name for path in RECORDED.iterdir() if path.is_dir()) if RECORDED.is_dir() else []


def transitions(folder: Path) -> Iterator[TransitionVector]:
    """The recorded transitions of a folder."""
    for path in collect([folder]):
        vector = read_vector(path)
        if isinstance(vector, TransitionVector):
            yield vector


@pytest.mark.parametrize("domain", domains())
def test_recorded_transitions_agree(domain, capsys):
    verdicts = {vector.id: replay(vector) for vector in transitions(RECORDED / domain)}
    with capsys.disabled():
        print(f"\n{domain}: {sum(verdict == 'pass' for verdict in verdicts.values())} of {len(verdicts)} pass")
    assert {id: verdict for id, verdict in verdicts.items() if verdict != "pass"} == {}

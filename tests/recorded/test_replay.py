"""Every recorded transition, replayed: each agrees to the last bit or is not specified yet; none fails and none errs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tao_spec.transition.rules import Unsupported
from tao_spec.vectors.files import collect, read_vector
from tao_spec.vectors.format import Outcome, Step, TransitionVector
from tao_spec.vectors.machine import Machine, UndecodableCall
from tests.shared import RECORDED, needs_shared

pytestmark = needs_shared

PASSED = {
    "accounts": 96,
    "consensus": 13,
    "crowdloans": 9,
    "delegation": 11,
    "emission": 138,
    "governance": 5,
    "hyperparameters": 152,
    "keys": 3,
    "pools": 184,
    "serving": 35,
    "stake": 336,
    "subnets": 41,
}
"""How many vectors of each domain passed when this was last raised; fewer are a regression."""


def replay(vector: TransitionVector) -> str:
    """What becomes of a vector: `pass`, `unsupported`, or what differs first."""
    machine = Machine.load(vector.revision, vector.pre)
    for number, step in enumerate(vector.steps):
        try:
            made = machine.make(step)
        except (Unsupported, UndecodableCall):
            return "unsupported"
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
    wrong = {id: verdict for id, verdict in verdicts.items() if verdict not in ("pass", "unsupported")}
    assert wrong == {}
    counts = Counter(verdicts.values())
    with capsys.disabled():
        print(f"\n{domain}: {counts['pass']} pass, {counts['unsupported']} unsupported")
    assert counts["pass"] >= PASSED.get(domain, 0)


def test_the_domains_of_the_table_are_recorded():
    assert PASSED.keys() <= set(domains())

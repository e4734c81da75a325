from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tao_spec.transition.rules import Unsupported
from tao_spec.vectors.files import read_vector
from tao_spec.vectors.format import BlocksStep, CallStep, Outcome, Step, TransitionVector
from tao_spec.vectors.machine import Machine, from_hex
from tests.shared import RECORDED, needs_shared

pytestmark = needs_shared

PALLETS = {"System", "Balances"}


def is_of_accounts(step: Step) -> bool:
    return isinstance(step, CallStep) and step.call is not None and step.call.pallet in PALLETS


@cache
def vectors() -> tuple[TransitionVector, ...]:
    """Every recorded vector that makes a call of Balances or System."""
    found = (read_vector(path) for path in sorted(RECORDED.rglob("*.json.gz")))
    transitions = (vector for vector in found if isinstance(vector, TransitionVector))
    return tuple(vector for vector in transitions if any(is_of_accounts(step) for step in vector.steps))


def fault(machine: Machine, step: Step) -> str:
    """How the specification differs from the real client in a step; empty where it does not."""
    try:
        made = machine.outcome(machine.make(step), with_root=step.outcome.root is not None)
    except Unsupported:
        return "unsupported"
    parts = ("result", "events", "changes", "root")
    differing = [part for part in parts if normal(made, part) != normal(step.outcome, part)]
    return f"{step.label}: {', '.join(differing)}" if differing else ""


def normal(outcome: Outcome, part: str) -> object:
    value = getattr(outcome, part)
    return dict(value) if part == "changes" else value


def follow(vector: TransitionVector) -> str:
    """What comes first of following a vector from its beginning: a fault, or that all is well."""
    machine = Machine.load(vector.revision, vector.pre)
    return next((found for step in vector.steps if (found := fault(machine, step))), "passes")


def test_every_vector_of_balances_alone_is_followed_to_the_last_root() -> None:
    alone = [
        vector for vector in vectors() if all(is_of_accounts(s) or isinstance(s, BlocksStep) for s in vector.steps)
    ]
    verdicts = Counter(follow(vector) for vector in alone)
    assert set(verdicts) <= {"passes", "unsupported"}
    assert verdicts["unsupported"] == 0
    assert verdicts["passes"] >= 43


@dataclass(frozen=True)
class Place:
    """A recorded step and the state before it, as the real client left it."""

    vector: TransitionVector
    number: int
    machine: Machine

    @property
    def step(self) -> Step:
        return self.vector.steps[self.number]


def places() -> Iterator[Place]:
    """Every recorded step of Balances and System, whatever stands between them."""
    for vector in vectors():
        machine = Machine.load(vector.revision, vector.pre)
        for number, step in enumerate(vector.steps):
            if is_of_accounts(step):
                yield Place(vector, number, machine)
            else:
                changes = step.outcome.changes.items()
                raw = {from_hex(key): None if value is None else from_hex(value) for key, value in changes}
                machine.chain.store.overwrite(raw)


def test_every_recorded_call_of_balances_and_system_comes_out_as_recorded() -> None:
    faults, steps, calls, results = [], 0, Counter[str](), Counter[str]()
    for place in places():
        steps += 1
        calls[place.step.label] += 1
        results[str(place.step.outcome.result)] += 1
        if found := fault(place.machine, place.step):
            faults.append(f"{place.vector.id}, step {place.number}: {found}")
    assert faults == []
    assert steps >= 569
    assert len(calls) >= 10
    assert len(results) >= 11

"""Checking vectors without running any rule: schema, decodability, and the invariants after every step.

What a vector claims is taken as it stands: its changes are laid over its state, whoever produced it. Running the rules is the
runner's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tao_spec.interface.errors import DispatchError
from tao_spec.interface.messages import Event as ChainEvent
from tao_spec.interface.runtime import Interface
from tao_spec.invariants.frame import Watch
from tao_spec.state.chain_state import declaration_of
from tao_spec.storage.scale import ScaleError
from tao_spec.storage.store import Changes
from tao_spec.vectors.files import read_vector
from tao_spec.vectors.format import CallStep, GenesisVector, Outcome, Step, TransitionVector, Vector
from tao_spec.vectors.machine import Machine, Made, UndecodableCall, from_hex
from tao_spec.vectors.text import VectorError, shown


@dataclass(frozen=True)
class Finding:
    """Something wrong with a vector: where in it, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        """Both in one line."""
        return f"{self.where}: {self.what}"


def check_file(path: Path) -> list[Finding]:
    """Everything that is wrong with a vector file.

    Raises:
        VectorError: the file is no vector at all.
    """
    return list(check_vector(read_vector(path)))


def check_vector(vector: Vector) -> Iterator[Finding]:
    """Everything that is wrong with a vector that keeps the schema."""
    if isinstance(vector, GenesisVector):
        yield from _check_state("state", vector.state)
    if isinstance(vector, TransitionVector):
        found = list(_check_state("pre", vector.pre))
        yield from found
        # What does not decode cannot be judged any further.
        if not found:
            yield from _check_steps(vector)


def _check_state(where: str, state: Mapping[str, str | None]) -> Iterator[Finding]:
    for key, value in state.items():
        problem = _problem_of_entry(from_hex(key), None if value is None else from_hex(value))
        if problem:
            yield Finding(f"{where} {key}", problem)


def _problem_of_entry(key: bytes, value: bytes | None) -> str | None:
    """Why a key and its value are none of the declared state, or None where they are."""
    item = declaration_of(key)
    if item is None:
        return "the key is of no modelled storage item"
    try:
        if item.encode_key(item.decode_key(key)) != key:
            return f"the key of {item.title} is not hashed as it must be"
        if value is not None and item.codec.encode(item.codec.decode_all(value)) != value:
            return f"the value of {item.title} is not encoded as the chain would encode it"
    except ScaleError as error:
        return f"{item.title} does not decode: {error}"
    return None


def _check_steps(vector: TransitionVector) -> Iterator[Finding]:
    machine = Machine.load(vector.revision, vector.pre)
    watch = Watch(machine.chain)
    for number, step in enumerate(vector.steps):
        where = f"step {number} ({step.label})"
        found = list(_check_step(where, machine, step))
        yield from found
        if found:
            # What does not decode cannot be judged any further.
            return
        made = _claimed(machine, step)
        for violation in watch.after(made, made.call):
            yield Finding(where, str(violation))


def _check_step(where: str, machine: Machine, step: Step) -> Iterator[Finding]:
    if isinstance(step, CallStep):
        yield from _check_call(where, machine, step)
    yield from _check_outcome(where, machine.chain.revision.interface, step.outcome)
    yield from _check_state(f"{where} changes", step.outcome.changes)


def _check_call(where: str, machine: Machine, step: CallStep) -> Iterator[Finding]:
    codec = machine.chain.revision.interface.call_codec
    try:
        call = machine.read_call(step)
    except UndecodableCall as error:
        yield Finding(where, error.what)
        return
    if step.encoded is not None and codec.encode(call) != from_hex(step.encoded):
        yield Finding(where, "encoded is not how the chain would encode the call")
    if step.call is None:
        return
    try:
        named = codec.from_json({key: step.call.to_json()[key] for key in ("pallet", "name", "args")})
    except ScaleError as error:
        yield Finding(where, f"args cannot be read: {error}")
        return
    if named != call:
        yield Finding(where, "call and encoded are not the same call")


def _check_outcome(where: str, interface: Interface, outcome: Outcome) -> Iterator[Finding]:
    try:
        refused = interface.result_codec.from_json(outcome.result) is not None
    except ScaleError:
        yield Finding(where, f"the result {shown(outcome.result)} is no error of the chain")
        refused = False
    if refused and (outcome.changes or outcome.events):
        yield Finding(where, "a refused call has changes or events")
    for event in outcome.events:
        try:
            decoded = interface.decode_event(event.pallet, from_hex(event.encoded))
        except ScaleError as error:
            yield Finding(where, f"the event {event.label} does not decode: {error}")
            continue
        if event.name != decoded.NAME:
            yield Finding(where, f"the event {event.label} is encoded as {decoded.NAME}")


def _claimed(machine: Machine, step: Step) -> Made:
    """What a vector says came of a step, in the specification's own types."""
    interface, outcome = machine.chain.revision.interface, step.outcome
    call = machine.read_call(step) if isinstance(step, CallStep) else None
    error: DispatchError | None = interface.result_codec.from_json(outcome.result)
    events: tuple[ChainEvent, ...] = tuple(
        interface.decode_event(event.pallet, from_hex(event.encoded)) for event in outcome.events
    )
    changes: Changes = {
        from_hex(key): None if value is None else from_hex(value) for key, value in sorted(outcome.changes.items())
    }
    return Made(call, error, events, changes)


def check_files(paths: Iterable[Path]) -> Iterator[tuple[Path, list[Finding]]]:
    """Every file with what is wrong with it; a file that is no vector has that as its finding."""
    for path in paths:
        try:
            yield path, check_file(path)
        except VectorError as error:
            yield path, [Finding("file", error.reason)]

"""A vector in words: each call, how it ended, every change before and after, every event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.errors import DISPATCH_RESULT
from tao_spec.revisions import UnknownRevision, get_revision
from tao_spec.storage.scale import ScaleError
from tao_spec.vectors.describe import ChainDescriber, describe_call, describe_error
from tao_spec.vectors.format import (
    BlocksStep,
    CallStep,
    FunctionVector,
    GenesisVector,
    Outcome,
    Signed,
    Step,
    TransitionVector,
    Vector,
)
from tao_spec.vectors.machine import Machine, UndecodableCall, from_hex
from tao_spec.vectors.text import VectorError, shown

SHOWN_CASES = 20


def explain(vector: Vector) -> Iterator[str]:
    """The lines that tell what a vector shows.

    Raises:
        VectorError: its revision is unknown.
    """
    if isinstance(vector, TransitionVector):
        return _explain_transition(vector)
    if isinstance(vector, FunctionVector):
        return _explain_function(vector)
    return _explain_genesis(vector)


def _head(vector: Vector) -> Iterator[str]:
    yield vector.id
    description = getattr(vector, "description", "")
    if description:
        yield f"  {description}"
    if vector.rules:
        yield f"  rules: {', '.join(vector.rules)}"


def _explain_function(vector: FunctionVector) -> Iterator[str]:
    yield from _head(vector)
    for case in islice(vector.cases, SHOWN_CASES):
        yield f"  {vector.function}({', '.join(str(arg) for arg in case.args)}) = {shown(case.result)}"
    if len(vector.cases) > SHOWN_CASES:
        yield f"  and {len(vector.cases) - SHOWN_CASES} cases more"


def _explain_genesis(vector: GenesisVector) -> Iterator[str]:
    yield from _head(vector)
    describer = _describer(vector.revision)
    yield f"  {len(vector.state)} keys, root {vector.root}"
    for key, value in vector.state.items():
        yield f"  {describer.key(key)}: {describer.value(key, value)}"


def _describer(revision: int) -> ChainDescriber:
    try:
        return ChainDescriber(get_revision(revision).interface)
    except UnknownRevision as error:
        raise VectorError(str(error), "name one of these", "revision") from None


def _explain_transition(vector: TransitionVector) -> Iterator[str]:
    yield from _head(vector)
    describer, state = _describer(vector.revision), dict(vector.pre)
    machine = Machine.load(vector.revision, {})
    yield f"  revision {vector.revision}, {len(state)} keys before, {len(vector.steps)} steps"
    for number, step in enumerate(vector.steps):
        yield ""
        yield f"step {number}: {_action(machine, step)}"
        yield from _outcome(step.outcome, state, describer)
        _apply(state, step.outcome.changes)


def _action(machine: Machine, step: Step) -> str:
    if isinstance(step, BlocksStep):
        return f"{step.blocks} block{'' if step.blocks == 1 else 's'} pass"
    try:
        return f"{_origin(step)} calls {describe_call(machine.read_call(step))}"
    except UndecodableCall as error:
        return f"{_origin(step)} calls {step.label} ({error.what})"


def _origin(step: CallStep) -> str:
    if isinstance(step.origin, Signed):
        return AccountId(from_hex(step.origin.account)).ss58
    return "root" if step.origin == "root" else "nobody"


def _outcome(outcome: Outcome, state: Mapping[str, str], describer: ChainDescriber) -> Iterator[str]:
    yield f"  result: {_result(outcome)}"
    for event in outcome.events:
        yield f"  event: {describer.event(event.pallet, event.encoded)}"
    for key, value in outcome.changes.items():
        before = describer.value(key, state[key]) if key in state else "absent"
        after = "absent" if value is None else describer.value(key, value)
        yield f"  {describer.key(key)}: {before} -> {after}"
    if outcome.root:
        yield f"  root: {outcome.root}"


def _result(outcome: Outcome) -> str:
    try:
        error = DISPATCH_RESULT.from_json(outcome.result)
    except ScaleError:
        return shown(outcome.result)
    return "ok" if error is None else f"refused with {describe_error(error)}: {_meaning(error)}"


def _meaning(error: Exception) -> str:
    return (type(error).__doc__ or "").strip().split("\n")[0]


def _apply(state: dict[str, str], changes: Mapping[str, str | None]) -> None:
    for key, value in changes.items():
        if value is None:
            state.pop(key, None)
        else:
            state[key] = value

"""A vector in words: each call, how it ended, every change before and after, every event; and what happened in its blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from tao_spec.arithmetic.errors import ClientPanic
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.revisions import UnknownRevision, get_revision
from tao_spec.storage.scale import ScaleError
from tao_spec.transition.rules import Unsupported
from tao_spec.transition.tracing import trace_rules
from tao_spec.vectors.describe import ChainDescriber, describe_call, describe_error
from tao_spec.vectors.explain.blocks import explain_block, rules_of_a_block
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


def explain(vector: Vector, step: int | None = None, block: int | None = None) -> Iterator[str]:
    """The lines that tell what a vector shows.

    Args:
        step: only this step, by its number from 0, and who got what in each of its blocks.
        block: only this block of the step, by its number from 1, with all that its epochs computed.

    Raises:
        VectorError: its revision is unknown, or it has no such step or block.
    """
    if step is not None:
        return _explain_step(vector, step, block)
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


def _explain_step(vector: Vector, number: int, block: int | None) -> Iterator[str]:
    """One step: its outcome as the vector has it, or what the specification does in its blocks."""
    steps = vector.steps if isinstance(vector, TransitionVector) else ()
    if not (isinstance(vector, TransitionVector) and 0 <= number < len(steps)):
        raise VectorError(f"there is no step {number}", f"it has {len(steps)} steps, counted from 0", vector.id)
    step = steps[number]
    blocks = step.blocks if isinstance(step, BlocksStep) else 0
    if block is not None and not 1 <= block <= blocks:
        raise VectorError(
            f"step {number} has no block {block}", f"{blocks} blocks pass in it, counted from 1", vector.id
        )
    return _tell_step(vector, number, block)


def _tell_step(vector: TransitionVector, number: int, block: int | None) -> Iterator[str]:
    yield from _head(vector)
    describer, state, step = _describer(vector.revision), dict(vector.pre), vector.steps[number]
    for earlier in vector.steps[:number]:
        _apply(state, earlier.outcome.changes)
    machine = Machine.load(vector.revision, state)
    yield f"step {number}: {_action(machine, step)}"
    if isinstance(step, BlocksStep):
        yield from _blocks(machine, step.blocks, block)
    else:
        yield from _outcome(step.outcome, state, describer)


def _blocks(machine: Machine, count: int, shown_block: int | None) -> Iterator[str]:
    """Let the blocks pass, one after the other, up to the last that is shown."""
    is_shown = shown_block is not None
    for block in range(1, (shown_block or count) + 1):
        with trace_rules(rules_of_a_block(with_epochs=is_shown)) as runs:
            _advance(machine)
        if block == shown_block or not is_shown:
            yield from explain_block(machine.chain.number, runs, with_epochs=is_shown)


def _advance(machine: Machine) -> None:
    try:
        machine.make(BlocksStep(1, Outcome("ok")))
    except Unsupported as error:
        raise VectorError(f"the block cannot be made: {error}", "explain a step before it") from None
    except ClientPanic as error:
        raise VectorError(f"the client aborts in the block: {error}", "explain a step before it") from None


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
    yield f"  result: {_result(outcome, describer)}"
    for event in outcome.events:
        yield f"  event: {describer.event(event.pallet, event.encoded)}"
    for key, value in outcome.changes.items():
        before = describer.value(key, state[key]) if key in state else "absent"
        after = "absent" if value is None else describer.value(key, value)
        yield f"  {describer.key(key)}: {before} -> {after}"
    if outcome.root:
        yield f"  root: {outcome.root}"


def _result(outcome: Outcome, describer: ChainDescriber) -> str:
    try:
        error = describer.interface.result_codec.from_json(outcome.result)
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

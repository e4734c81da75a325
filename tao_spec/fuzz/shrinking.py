"""Small from large: the fewest steps, the smallest arguments and the smallest state over which the same difference comes.

Whatever is left out, the specification says anew what must come of each step; what is kept is a difference of the same
kind. A client that fails over what is missing gives another kind, and what is missing is put back.
"""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from tao_spec.arithmetic.integers import Integer
from tao_spec.fuzz.calls import holds_call
from tao_spec.fuzz.causes import Kind, kind_of
from tao_spec.fuzz.duel import Clash, Opponent, answer_of
from tao_spec.interface.messages import Call
from tao_spec.state.accounts import AccountsState
from tao_spec.storage.scale import ScaleError
from tao_spec.transition.chain import Chain
from tao_spec.transition.revision import Revision
from tao_spec.transition.rules import RULES
from tao_spec.vectors.format import BlocksStep, Outcome, Step
from tao_spec.vectors.machine import Machine

T = TypeVar("T")

MOST_TRIALS: Final = 700
"""So many smaller traces are tried for one difference."""

MOST_SECONDS: Final = 50.0
"""So long a difference is made smaller, in seconds; only a slow client comes near it."""

RawState = Mapping[bytes, bytes]

HEIGHT: Final = AccountsState.number.prefix
"""The key of the height, without which a state is none."""


@dataclass(frozen=True)
class Small:
    """A trace that ends in a difference.

    Attributes:
        state: where it begins.
        steps: what is done; the last step differs.
        clash: how.
        trials: how many smaller ones were tried.
    """

    state: RawState
    steps: tuple[Step, ...]
    clash: Clash
    trials: int


class Shrinker:
    """Makes one difference smaller.

    Args:
        opponent: the client.
        revision: the specification's revision.
        kind: the kind of difference that must remain.
    """

    def __init__(self, opponent: Opponent, revision: Revision, kind: Kind) -> None:
        self.opponent, self.revision, self.kind = opponent, revision, kind
        self.is_around = any(rule.id == kind.rule and rule.call and holds_call(rule.call) for rule in RULES)
        self.trials = 0
        self.deadline = time.monotonic() + MOST_SECONDS

    def shrink(self, state: RawState, steps: Sequence[Step]) -> Small | None:
        """The smallest trace found; None where the difference does not come again.

        Args:
            state: where the trace begins.
            steps: what is done; the last step differs.
        """
        found = self._try(state, steps)
        if found is None:
            return None
        found = self._fewest_steps(found)
        # A client that hangs is not waited for a hundred times.
        if found.clash.part != "client" or found.clash.reply is not None:
            found = self._smallest_state(found)
            found = self._smallest_arguments(found)
            found = self._smallest_state(found)
        return dataclasses.replace(found, trials=self.trials)

    def _try(self, state: RawState, steps: Sequence[Step]) -> Small | None:
        """Make a trace; gives it, up to the step that differs, if the difference is of the kind."""
        if self.trials >= MOST_TRIALS or time.monotonic() > self.deadline:
            return None
        self.trials += 1
        machine = Machine(Chain(state, self.revision))
        self.opponent.is_level = False
        for number, step in enumerate(steps):
            before = dict(machine.chain.store.state)
            _, clash = self.opponent.duel(machine, step, with_root=self.kind.part == "root")
            if clash is not None:
                is_same = self._is_same(kind_of(before, self.revision, step, clash))
                return Small(state, tuple(steps[: number + 1]), clash, self.trials) if is_same else None
        clash = self.opponent.judge_state(machine) if self.kind.part == "state" else None
        return None if clash is None else Small(state, tuple(steps), clash, self.trials)

    def _is_same(self, kind: Kind) -> bool:
        """Whether a kind is the one that must remain; a difference around a call may come from the call itself."""
        return kind == self.kind or (self.is_around and (kind.part, kind.what) == (self.kind.part, self.kind.what))

    def _fewest_steps(self, found: Small) -> Small:
        """The last step alone, from the state before it; else as few as lead to it."""
        found = self._one_block(found)
        alone = self._try(self._state_before_last(found), found.steps[-1:])
        if alone is not None:
            return alone

        def keeps(steps: Sequence[Step]) -> Small | None:
            return self._try(found.state, [*steps, last])

        last = found.steps[-1]
        return minimize(list(found.steps[:-1]), keeps) or found

    def _one_block(self, found: Small) -> Small:
        """Where blocks pass in the last step, the first after which the two differ, as a step of its own."""
        last = found.steps[-1]
        if not isinstance(last, BlocksStep) or last.blocks < 2:
            return found
        return self._try(found.state, [*found.steps[:-1], *[BlocksStep(1, Outcome("ok"))] * last.blocks]) or found

    def _state_before_last(self, found: Small) -> RawState:
        machine = Machine(Chain(found.state, self.revision))
        for step in found.steps[:-1]:
            answer_of(machine, step)
        return dict(machine.chain.store.state)

    def _smallest_state(self, found: Small) -> Small:
        """Leave out storage items whole, then single entries."""

        def without(groups: Sequence[Sequence[bytes]]) -> Small | None:
            kept = {key: found.state[key] for group in groups for key in group}
            return self._try({HEIGHT: found.state[HEIGHT], **kept} if HEIGHT in found.state else kept, found.steps)

        items: dict[bytes, list[bytes]] = {}
        for key in sorted(found.state):
            if key != HEIGHT:
                items.setdefault(key[:32], []).append(key)
        found = minimize(list(items.values()), without) or found
        return minimize([[key] for key in sorted(found.state) if key != HEIGHT], without) or found

    def _smallest_arguments(self, found: Small) -> Small:
        """Replace what calls are given by less, as long as anything can be."""
        machine = Machine(Chain({}, self.revision))
        smaller: Small | None = found
        while smaller is not None:
            found, smaller = smaller, None
            for place, step in enumerate(found.steps):
                for less in _lesser_steps(machine, step):
                    smaller = self._try(found.state, [*found.steps[:place], less, *found.steps[place + 1 :]])
                    if smaller is not None:
                        break
                if smaller is not None:
                    break
        return found


def minimize(parts: list[T], keeps: Callable[[Sequence[T]], Small | None]) -> Small | None:
    """Leave out as many parts as possible, large chunks first, then smaller ones (delta debugging).

    Args:
        keeps: gives the trace that is made of some of the parts, where it shows the difference.

    Returns:
        The trace of the fewest parts, or None where none can be left out.
    """
    best: Small | None = None
    size = len(parts)
    while size:
        start, left_out = 0, False
        while start < len(parts):
            fewer = parts[:start] + parts[start + size :]
            found = keeps(fewer)
            if found is None:
                start += size
            else:
                best, parts, left_out = found, fewer, True
        # What could not be left out before may be once something else is gone.
        size = size // 2 if size > 1 else int(left_out)
    return best


def _lesser_steps(machine: Machine, step: Step) -> Iterator[Step]:
    """Steps like this one that do less."""
    if isinstance(step, BlocksStep):
        yield from (BlocksStep(count, Outcome("ok")) for count in _lesser_numbers(step.blocks) if count)
        return
    for call in lesser(machine.read_call(step)):
        # What lost a part that its type wants cannot be written.
        with contextlib.suppress(ScaleError, TypeError, ValueError, AttributeError):
            yield machine.write_call(call, step.origin)


def lesser(value: Any) -> Iterator[Any]:
    """Values like this one, but less: numbers nearer to zero, shorter lists and bytes, a call in place of the one around it.

    The greatest steps come first, so that a number is found in as many trials as it has digits.
    """
    if isinstance(value, bool):
        yield from (False,) if value else ()
    elif isinstance(value, Integer):
        yield from (type(value)(number) for number in _lesser_numbers(int(value)))
    elif isinstance(value, tuple):
        yield from _lesser_tuples(value)
    elif type(value) is bytes:
        yield from dict.fromkeys((b"", value[: len(value) // 2], value[:-1])) if value else ()
    elif isinstance(value, Call):
        yield from _calls_inside(value)
        yield from _lesser_records(value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from _lesser_records(value)


def _lesser_numbers(value: int) -> Iterator[int]:
    """Zero, then ever nearer to the number itself."""
    sign, size = (-1, -value) if value < 0 else (1, value)
    gap = size
    while gap:
        yield sign * (size - gap)
        gap //= 2


def _lesser_tuples(value: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Without half of it, without one part, or with a part that is less."""
    half = len(value) // 2
    if half > 1:
        yield from (value[:half], value[half:])
    for place in range(len(value)):
        yield value[:place] + value[place + 1 :]
    for place, part in enumerate(value):
        for less in lesser(part):
            yield (*value[:place], less, *value[place + 1 :])


def _lesser_records(value: Any) -> Iterator[Any]:
    """With nothing where an option holds something, or with a field that is less."""
    for field in dataclasses.fields(value):
        part = getattr(value, field.name)
        if part is not None and "None" in str(field.type):
            yield dataclasses.replace(value, **{field.name: None})
        for less in lesser(part):
            yield dataclasses.replace(value, **{field.name: less})


def _calls_inside(call: Call) -> Iterator[Call]:
    """The calls that a call holds."""
    for part in call.arguments:
        for inner in part if isinstance(part, tuple) else (part,):
            if isinstance(inner, Call):
                yield inner

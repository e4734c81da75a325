"""Which rules run, with what and to what end: for explanations and for coverage. No rule knows of it.

Rules are plain functions, so the interpreter itself is asked: it tells of every function that begins and ends, and those
that carry a number are written down. What runs is what runs without being watched, only slower.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

from tao_spec.transition.rules import RULES, Rule

ProfileFunction = Callable[[FrameType, str, Any], object]


@dataclass
class Ran:
    """One run of a rule.

    Attributes:
        rule: which.
        arguments: by name, as they were when it began.
        result: what it returned; none where it raised.
        inner: the runs of rules inside, in their order.
    """

    rule: Rule
    arguments: Mapping[str, Any]
    result: Any = None
    inner: list[Ran] = field(default_factory=list)

    def all(self, *ids: str) -> Iterator[Ran]:
        """This run and all inside it, in the order in which they began; only rules of these numbers, if any are given."""
        if not ids or self.rule.id in ids:
            yield self
        for ran in self.inner:
            yield from ran.all(*ids)


def rules_by_code() -> dict[CodeType, Rule]:
    """The registered rules by their compiled code."""
    return {inspect.unwrap(found.function).__code__: found for found in RULES}


@contextmanager
def trace_rules(ids: Collection[str] | None = None) -> Iterator[list[Ran]]:
    """Write down the outermost runs of rules in the body, with all runs inside them.

    Args:
        ids: the rules to write down; all by default. Runs of others are passed over, what they run is not.
    """
    rules = {code: found for code, found in rules_by_code().items() if ids is None or found.id in ids}
    outermost: list[Ran] = []
    open_runs: list[Ran] = []

    def note(frame: FrameType, event: str, result: object) -> None:
        code = frame.f_code
        if code not in rules:
            return
        if event == "call":
            ran = Ran(rules[code], _arguments(frame))
            (open_runs[-1].inner if open_runs else outermost).append(ran)
            open_runs.append(ran)
        elif event == "return" and open_runs:
            open_runs.pop().result = result

    with _watching(note):
        yield outermost


@contextmanager
def running_rules() -> Iterator[set[str]]:
    """The numbers of the rules that run in the body."""
    rules = rules_by_code()
    ran: set[str] = set()

    def note(frame: FrameType, event: str, _result: object) -> None:
        if event == "call" and frame.f_code in rules:
            ran.add(rules[frame.f_code].id)

    with _watching(note):
        yield ran


def _arguments(frame: FrameType) -> dict[str, Any]:
    code = frame.f_code
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return {name: frame.f_locals[name] for name in names}


@contextmanager
def _watching(note: ProfileFunction) -> Iterator[None]:
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(before)

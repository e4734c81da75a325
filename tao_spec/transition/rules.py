"""Rules, the units that an auditor cites: a function, the number of its paragraph in `spec/`, and the call that it answers."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from tao_spec.interface.messages import Call

P = ParamSpec("P")
R = TypeVar("R")


class Unsupported(Exception):
    """The specification does not model this yet, and says so instead of guessing; the message names what is missing."""


@dataclass(frozen=True)
class Rule:
    """A numbered rule and the function that is its code.

    `call` is the call that the function answers, where it answers one: its arguments follow the chain and the origin.
    """

    id: str
    function: Callable[..., Any]
    call: type[Call] | None

    @property
    def source(self) -> str:
        """Where the code stands, as module and name."""
        return f"{self.function.__module__}.{self.function.__qualname__}"


RULES: list[Rule] = []
"""Every rule of the specification, in the order of its definition."""

REPLACEABLE: dict[Callable[..., Any], Callable[..., Any]] = {}
"""The rules that revisions may replace: what code calls, and under it the function of the base."""

DISPATCHABLES: dict[type[Call], Callable[..., None]] = {}
"""The function that answers each call."""


def rule(id: str, call: type[Call] | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function as the code of a rule, and as the answer to a call where one is named."""

    def register(function: Callable[P, R]) -> Callable[P, R]:
        RULES.append(Rule(id, function, call))
        if call is not None:
            DISPATCHABLES[call] = function  # type: ignore[assignment]
        return function

    return register


def replaceable(function: Callable[P, R]) -> Callable[P, R]:
    """Let revisions replace a rule: whoever calls it gets the one in force under the chain's revision.

    A rule that is not given the chain cannot know the revision; whoever needs it asks `revision.in_force(rule)`.
    """
    first = next(iter(inspect.signature(function).parameters), None)
    if first is None or first.lstrip("_") != "chain":
        REPLACEABLE[function] = function
        return function

    @wraps(function)
    def in_force(*args: P.args, **kwargs: P.kwargs) -> R:
        found = args[0].revision.replaced.get(in_force)  # type: ignore[attr-defined]
        return function(*args, **kwargs) if found is None else found(*args, **kwargs)

    REPLACEABLE[in_force] = function
    return in_force


def base_of(function: Callable[P, R]) -> Callable[P, R]:
    """The function of the base under a replaceable rule, for a rule in its place that does the same and more."""
    return cast(Callable[P, R], REPLACEABLE[function])

"""Every call, error, event and rule is reached by a case, or is said to be unreached, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

import pytest

from conformance.unreached import (
    UNREACHED_CALLS,
    UNREACHED_ERRORS,
    UNREACHED_EVENTS,
    UNREACHED_RULES,
    UNREACHED_STORAGE,
)
from tao_spec.interface.errors import (
    ConsumerRemaining,
    DispatchError,
    ModuleError,
    NoProviders,
    TokenError,
    TooManyConsumers,
)
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.runtime import MODULES
from tao_spec.revisions import get_revision
from tao_spec.revisions.r306 import R306
from tao_spec.transition.rules import RULES
from tao_spec.transition.tracing import running_rules
from tao_spec.vectors.cases import AnyCase, discover_cases
from tao_spec.vectors.fill import fill_any
from tao_spec.vectors.format import CallStep, TransitionVector

INTERFACE = tuple(import_module(f"tao_spec.interface.{name}") for name in MODULES)


@dataclass
class Reached:
    """What the cases reach.

    Attributes:
        rules: those that run.
        false: those that a case of steps names and that do not run in it, by the case.
    """

    calls: set[str] = field(default_factory=set)
    errors: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)
    false: dict[str, set[str]] = field(default_factory=dict)

    def add(self, case: AnyCase) -> None:
        """Fill a case, and take in what it reaches and which rules run."""
        with running_rules() as ran:
            vector = fill_any(case, get_revision(case.revision))
        self.rules |= ran
        if isinstance(vector, TransitionVector):
            self.add_vector(vector)
            if set(case.rules) - ran:
                self.false[case.id] = set(case.rules) - ran

    def add_vector(self, vector: TransitionVector) -> None:
        """Take in the steps of a vector."""
        for step in vector.steps:
            if isinstance(step, CallStep) and step.call is not None:
                self.calls.add(step.call.label)
            self.errors.add(name_of_result(step.outcome.result))
            self.events |= {event.label for event in step.outcome.events}


def name_of_result(result: Any) -> str:
    """`Balances.DeltaZero`, `token.Frozen` or `BadOrigin`."""
    if isinstance(result, str):
        return result
    ((group, error),) = result.items()
    return f"{error['pallet']}.{error['error']}" if group == "module" else f"{group}.{error}"


@cache
def reached() -> Reached:
    """What all cases reach."""
    found = Reached()
    for case in discover_cases():
        if case.revision == R306.spec_version:
            found.add(case)
    return found


def declared(kind: type[Call] | type[Event]) -> set[str]:
    """The calls or events of the domains that are written."""
    things = (thing for module in INTERFACE for thing in vars(module).values() if isinstance(thing, type))
    return {f"{thing.PALLET.name}.{thing.NAME}" for thing in things if issubclass(thing, kind) and thing is not kind}


def errors() -> set[str]:
    """The errors of the domains that are written, of tokens and of references."""
    modules = {module.__name__ for module in INTERFACE}
    of_pallets = (error for error in ModuleError.ALL.values() if error.__module__ in modules)
    others: Iterable[type[DispatchError]] = (*TokenError.ALL.values(), ConsumerRemaining, NoProviders, TooManyConsumers)
    return {name_of_result(error.to_json()) for error in (*of_pallets, *others)}


def known() -> set[str]:
    """The names of everything that there is, written or not."""
    errors_of_pallets = {name_of_result(error.to_json()) for error in ModuleError.ALL.values()}
    things = {f"{thing.PALLET.name}.{thing.NAME}" for thing in (*R306.interface.calls, *R306.interface.events)}
    return errors() | errors_of_pallets | things | {found.id for found in RULES}


def rules() -> set[str]:
    """The rules of the base; those of later revisions have cases of their own."""
    return {found.id for found in RULES if found.function.__module__.startswith("tao_spec.transition.")}


def complaint(what: set[str], is_reached: set[str], listed: dict[str, str]) -> dict[str, set[str]]:
    """What is neither reached nor listed, what is both, and what is listed and does not exist."""
    return {
        "reach it with a case, or say in conformance/unreached.py why none can": what - is_reached - listed.keys(),
        "a case reaches it: take it out of conformance/unreached.py": is_reached & listed.keys(),
        "there is none of that name": listed.keys() - what - known(),
    }


@pytest.mark.parametrize("kind", ["calls", "errors", "events", "rules"])
def test_everything_that_is_written_is_reached_or_said_to_be_unreached(kind: str) -> None:
    found = reached()
    complaints = {
        "calls": lambda: complaint(declared(Call), found.calls, UNREACHED_CALLS),
        "errors": lambda: complaint(errors(), found.errors, UNREACHED_ERRORS),
        "events": lambda: complaint(declared(Event), found.events, UNREACHED_EVENTS),
        "rules": lambda: complaint(rules(), found.rules, UNREACHED_RULES),
    }[kind]()
    assert {why: names for why, names in complaints.items() if names} == {}


def test_a_case_names_only_rules_that_run_in_it() -> None:
    assert reached().false == {}


@pytest.mark.parametrize(
    "listed", [UNREACHED_CALLS, UNREACHED_ERRORS, UNREACHED_EVENTS, UNREACHED_RULES, UNREACHED_STORAGE]
)
def test_every_reason_is_a_sentence_of_its_own(listed: dict[str, str]) -> None:
    assert [name for name, reason in listed.items() if len(reason) < 20 or reason.endswith(".")] == []


def test_a_complaint_says_what_is_missing_and_what_is_too_much() -> None:
    missing, both, unknown = complaint({"a", "b", "c"}, {"a", "b"}, {"b": "why", "d": "why"}).values()
    assert (missing, both, unknown) == ({"c"}, {"b"}, {"d"})

"""A real client as a second judge: it takes every step that the specification takes, and must say the same."""

from __future__ import annotations

import os
from functools import cache

from tao_spec.clients.compare import compare_step
from tao_spec.clients.protocol import ClientProcess
from tao_spec.revisions.r306 import R306
from tao_spec.vectors.describe import ChainDescriber
from tao_spec.vectors.format import Outcome, Step
from tao_spec.vectors.machine import Machine

COMMAND = os.environ.get("TAO_CLIENT", "")
"""The command of the real client; without it the specification and its invariants judge alone."""

TIMEOUT = 60.0
"""How long it may take over a step, in seconds."""


@cache
def _get_client() -> ClientProcess:
    return ClientProcess(COMMAND)


class Judge:
    """Follows a machine from its present state on; does nothing where no client is named."""

    def __init__(self, machine: Machine) -> None:
        self._load(machine)

    def _load(self, machine: Machine) -> None:
        if COMMAND:
            reply = _get_client().ask({"op": "load", "revision": R306.spec_version, "state": machine.state}, TIMEOUT)
            assert reply == {"ok": True}, reply

    def compare(self, step: Step, outcome: Outcome) -> str | None:
        """What the client says otherwise of a step; None where it agrees."""
        if not COMMAND:
            return None
        reply = _get_client().ask({"op": "step", "step": step.action()}, TIMEOUT)
        if "error" in reply or "unsupported" in reply:
            return f"the client answered {reply}"
        difference = compare_step(outcome, reply, ChainDescriber(R306.interface))
        return None if difference is None else "; ".join(item.sentence for item in difference.items[:5])

    def aborts(self, step: Step, machine: Machine) -> bool:
        """Whether the client aborts at a step at which it should; it goes on from the state before."""
        if not COMMAND:
            return True
        has_aborted = "error" in _get_client().ask({"op": "step", "step": step.action()}, TIMEOUT)
        self._load(machine)
        return has_aborted


def say_who_judges() -> str:
    """Who judges beside the invariants, for the log of a run."""
    if COMMAND:
        return f"every step is compared with {COMMAND}"
    return "no real client judges, for TAO_CLIENT names none"

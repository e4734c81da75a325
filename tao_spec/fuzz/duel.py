"""Two on one step: the specification makes a step, the client is asked for the same, and the two answers are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from tao_spec.arithmetic.errors import ClientPanic
from tao_spec.clients.compare import Describer, Difference, compare_state, compare_step, shorten
from tao_spec.clients.protocol import ClientError, ClientProcess
from tao_spec.storage.store import CODE
from tao_spec.transition.rules import Unsupported
from tao_spec.vectors.format import Outcome, State, Step
from tao_spec.vectors.machine import Machine, Made, UndecodableCall, to_hex
from tao_spec.vectors.text import Json, VectorError

Part = Literal["result", "changes", "events", "root", "state", "client", "panic", "specification"]

PLAIN_REASON: Final = 160
"""So many characters of what a client says against itself are kept."""

_CODE: Final = to_hex(CODE[0])


@dataclass(frozen=True)
class Answer:
    """What the specification makes of a step.

    Attributes:
        made: the step as it was made; None where it was not.
        outcome: what came of it.
        panic: why the real client aborts here.
        fault: how the specification itself failed.
    """

    made: Made | None = None
    outcome: Outcome | None = None
    panic: str = ""
    fault: str = ""

    @property
    def is_specified(self) -> bool:
        """Whether there is anything to compare a client with."""
        return bool(self.outcome or self.panic or self.fault)


@dataclass(frozen=True)
class Clash:
    """How a client's answer differs.

    Attributes:
        part: the first part that differs.
        sentence: the difference in words.
        reply: the client's answer, where it gave one.
        outcome: the specification's.
    """

    part: Part
    sentence: str
    reply: Mapping[str, Json] | None = None
    outcome: Outcome | None = None


def answer_of(machine: Machine, step: Step, with_root: bool = False) -> Answer:
    """Make a step; whatever happens, the machine stands where it can go on."""
    try:
        made = machine.make(step)
        return Answer(made, machine.outcome(made, with_root))
    except (Unsupported, UndecodableCall):
        return Answer()
    except ClientPanic as error:
        return Answer(panic=str(error) or type(error).__name__)
    # What a rule raises beyond its own errors is a fault of the specification, and a finding as any other.
    except Exception as error:
        return Answer(fault=f"{type(error).__name__}: {shorten(str(error))[:PLAIN_REASON]}")


class Opponent:
    """The client, which may do anything; after each failure it is started again when it is next asked.

    Args:
        process: the client.
        revision: the `spec_version` under which states are loaded.
        timeout: how long a request may take, in seconds.
        describer: puts differences into words.
    """

    def __init__(self, process: ClientProcess, revision: int, timeout: float, describer: Describer) -> None:
        self.process, self.revision, self.timeout, self.describer = process, revision, timeout, describer
        self.is_level = False
        """Whether the client stands in the state of the specification."""
        self.declined = 0
        """How many steps the client said that it does not do."""

    def duel(self, machine: Machine, step: Step, with_root: bool = False) -> tuple[Answer, Clash | None]:
        """Let both make a step from the specification's state; what it answers, and how the client differs."""
        failure: ClientError | None = None
        try:
            self.catch_up(machine)
        except ClientError as error:
            failure = error
        answer = answer_of(machine, step, with_root)
        try:
            if failure is not None:
                raise failure
            return answer, self.judge(step, answer) if answer.is_specified else None
        except ClientError as error:
            self.is_level = False
            return answer, Clash("client", str(error))

    def catch_up(self, machine: Machine) -> None:
        """Give the client the specification's state, if it stands in another.

        Raises:
            ClientError: the client did not take it.
        """
        if not self.is_level:
            self.load(machine.state)

    def load(self, state: State) -> None:
        """Give the client a state.

        Raises:
            ClientError: the client did not take it.
        """
        reply = self.process.ask({"op": "load", "revision": self.revision, "state": dict(state)}, self.timeout)
        if reply.get("ok") is not True:
            raise ClientError(f"the client does not load a state: {shorten(str(reply))[:PLAIN_REASON]}")
        self.is_level = True

    def judge(self, step: Step, answer: Answer) -> Clash | None:
        """Ask the client for a step and compare; None where it agrees or does not do this.

        Raises:
            ClientError: it does not answer as the protocol wants.
        """
        self.is_level = False
        wants_root = answer.outcome is not None and answer.outcome.root is not None
        try:
            reply = self.process.ask({"op": "step", "step": step.action(), "root": wants_root}, self.timeout)
        except ClientError:
            # Where the real client aborts, an end is an answer.
            if answer.panic:
                return None
            raise
        if "unsupported" in reply:
            self.declined += 1
            return None
        clash = self._clash(answer, reply)
        self.is_level = clash is None and answer.outcome is not None
        return clash

    def _clash(self, answer: Answer, reply: dict[str, Any]) -> Clash | None:
        if answer.outcome is None:
            return _clash_without_outcome(answer, reply)
        if "error" in reply:
            said = shorten(str(reply["error"]))[:PLAIN_REASON]
            return Clash("client", f"the client says: {said}", reply, answer.outcome)
        # A root that nobody asked for needs no comparison.
        if answer.outcome.root is None:
            reply.pop("root", None)
        try:
            difference = compare_step(answer.outcome, reply, self.describer)
        except VectorError as error:
            said = shorten(error.reason)[:PLAIN_REASON]
            return Clash("client", f"the client's reply is malformed: {said}", None, answer.outcome)
        return None if difference is None else _clash_of(difference, reply, answer.outcome)

    def judge_state(self, machine: Machine) -> Clash | None:
        """Compare the whole state at the end of a trace, where the client shows its own."""
        try:
            reply: Any = self.process.ask({"op": "dump"}, self.timeout) if self.is_level else {}
        except ClientError as error:
            self.is_level = False
            return Clash("client", str(error))
        if not isinstance(reply.get("state"), dict):
            return None
        # The code is no part of the modelled state; a client may show the empty one that stands for it in the root.
        shown = {key: value for key, value in reply["state"].items() if key != _CODE}
        difference = compare_state(machine.state, shown, self.describer)
        if difference is None:
            return None
        return Clash("state", f"the dumped state: {difference.headline}")


def _clash_without_outcome(answer: Answer, reply: Mapping[str, Json]) -> Clash | None:
    """Where the specification has no outcome: it fails itself, or the real client aborts and this one does not."""
    if answer.fault:
        return Clash("specification", f"the specification failed: {answer.fault}")
    if "error" in reply:
        return None
    return Clash("panic", f"the client answers where the real client aborts ({answer.panic})")


def _clash_of(difference: Difference, reply: Mapping[str, Json], outcome: Outcome) -> Clash:
    first = difference.items[0].part
    part: Part = "state" if first == "value" else first
    return Clash(part, difference.headline, reply, outcome)

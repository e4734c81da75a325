"""Of which kind a difference is: the rule from which it comes, and what differs, so that a hundred of one cause are one.

The step is made once more by the specification, watched: the rule that a difference comes from is the one that wrote the
first of the values that differ, told the first event that differs, or refused.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from tao_spec.clients.compare import same_result
from tao_spec.fuzz.duel import Clash, Part
from tao_spec.interface.messages import Call, Event
from tao_spec.state.chain_state import declaration_of
from tao_spec.storage.scale import Codec
from tao_spec.transition.chain import Chain
from tao_spec.transition.revision import Revision
from tao_spec.transition.rules import RULES
from tao_spec.transition.tracing import rules_by_code
from tao_spec.vectors.format import CallStep, Outcome, Step, module_error
from tao_spec.vectors.machine import Machine, to_hex

BLOCK = "BLOCK-1"
"""The rule that answers where blocks pass."""


@dataclass(frozen=True, order=True)
class Kind:
    """What differences of one cause have in common.

    Attributes:
        rule: the number of the rule that they come from.
        part: what differs first.
        what: which error, event or storage item, or what the client did instead of an answer.
    """

    rule: str
    part: Part
    what: str


def kind_of(state: Mapping[bytes, bytes], revision: Revision, step: Step, clash: Clash) -> Kind:
    """The kind of a clash over a step.

    Args:
        state: the state before the step.
    """
    watch = _Watch(state, revision, step)
    rule = watch.answering
    if clash.outcome is None or clash.reply is None:
        return Kind(rule, clash.part, _plain(clash.sentence))
    if clash.part == "client":
        return Kind(rule, "client", "the client says that it failed")
    if not same_result(clash.outcome.result, clash.reply["result"]):
        expected, got = _result(clash.outcome.result), _result(clash.reply["result"])
        return Kind(watch.refusing or rule, "result", f"{expected}, not {got}")
    return watch.first_of(clash.outcome, clash.reply) or Kind(rule, clash.part, "the state root")


class _Watch:
    """A step of the specification, made once more: which rule wrote, told and refused what, in order."""

    def __init__(self, state: Mapping[bytes, bytes], revision: Revision, step: Step) -> None:
        self.rules = {code: rule.id for code, rule in rules_by_code().items()}
        self.chain = Chain(state, revision)
        self.writes: dict[bytes, tuple[int, str]] = {}
        self.events: list[tuple[int, str, Event]] = []
        self.clock = 0
        self.refusing = ""
        machine = Machine(self.chain)
        self.answering = _answering(machine, step)
        self._listen()
        try:
            made = machine.make(step)
            self.refusing = self._refusing(made.error.__traceback__ if made.error else None)
        # What cannot be made has nobody who wrote.
        except Exception:
            self.writes.clear()
            self.events.clear()

    def first_of(self, outcome: Outcome, reply: Mapping[str, Any]) -> Kind | None:
        """The first write or event that differs, in the order in which the specification made them."""
        found = sorted([*self._changes(outcome, reply["changes"]), *self._events(outcome, reply.get("events") or [])])
        return found[0][1] if found else None

    def _changes(self, outcome: Outcome, got: Mapping[str, str | None]) -> Iterator[tuple[int, Kind]]:
        """When and by whom the keys were last written whose changes differ; what only the client wrote comes last."""
        absent = object()
        for key in sorted(outcome.changes.keys() | got.keys()):
            if outcome.changes.get(key, absent) != got.get(key, absent):
                raw = bytes.fromhex(key[2:])
                item = declaration_of(raw)
                when, rule = self.writes.get(raw, (self.clock + 1, self.answering))
                yield when, Kind(rule, "changes", item.title if item else "an unknown key")

    def _events(self, outcome: Outcome, got: Any) -> Iterator[tuple[int, Kind]]:
        """When and by whom the first event was told that differs."""
        theirs = [(event["pallet"], event["encoded"]) for event in got]
        for place, event in enumerate(outcome.events):
            if theirs[place : place + 1] != [(event.pallet, event.encoded)]:
                when, rule, _ = self.events[place] if place < len(self.events) else (0, self.answering, None)
                yield when, Kind(rule, "events", event.label)
                return
        if len(theirs) > len(outcome.events):
            yield self.clock + 2, Kind(self.answering, "events", "more events than there are")

    def _listen(self) -> None:
        """Note each write and each event; what is undone later is no change and is told by no event."""
        write, told = self.chain.store.write, self.chain.emit

        def note_write(key: bytes, codec: Codec[Any], value: Any) -> None:
            self.clock += 1
            self.writes[key] = (self.clock, self._innermost())
            write(key, codec, value)

        def note_event(event: Event) -> None:
            self.clock += 1
            before = len(self.chain.events)
            told(event)
            if len(self.chain.events) > before:
                del self.events[before:]
                self.events.append((self.clock, self._innermost(), event))

        self.chain.store.write = note_write  # type: ignore[method-assign]
        self.chain.emit = note_event  # type: ignore[method-assign]

    def _innermost(self) -> str:
        """The number of the innermost rule that runs."""
        frame = sys._getframe(2)
        while frame is not None:
            if frame.f_code in self.rules:
                return self.rules[frame.f_code]
            frame = frame.f_back  # type: ignore[assignment]
        return self.answering

    def _refusing(self, traceback: TracebackType | None) -> str:
        """The number of the innermost rule through which a refusal passed."""
        found = ""
        while traceback is not None:
            found = self.rules.get(traceback.tb_frame.f_code, found)
            traceback = traceback.tb_next
        return found


def _answering(machine: Machine, step: Step) -> str:
    """The rule that answers the call, or that of the block."""
    if not isinstance(step, CallStep):
        return BLOCK
    call: Call = machine.read_call(step)
    return next((rule.id for rule in RULES if rule.call is type(call)), "DISPATCH-1")


def _result(result: Any) -> str:
    """A result in a word."""
    if isinstance(result, Mapping):
        return module_error(result) or " ".join(str(part) for pair in result.items() for part in pair)[:60]
    return str(result)[:60]


def _plain(sentence: str) -> str:
    """A sentence without its digits: what varies from one step to the next is no other cause."""
    return "".join("#" if char.isdigit() else char for char in sentence)[:120]


def hex_state(state: Mapping[bytes, bytes]) -> dict[str, str]:
    """A raw state as 0x-hex, in the order of its keys."""
    return {to_hex(key): to_hex(state[key]) for key in sorted(state)}

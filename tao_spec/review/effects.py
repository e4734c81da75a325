"""How two answers to one step differ: by effect, by rule, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tao_spec.clients.compare import Difference as Items
from tao_spec.clients.compare import Item, compare_step, same_result
from tao_spec.fuzz.causes import Kind, kind_of
from tao_spec.fuzz.duel import Answer, Clash
from tao_spec.transition.revision import Revision
from tao_spec.transition.tracing import Ran, trace_rules
from tao_spec.vectors.describe import ChainDescriber
from tao_spec.vectors.format import Outcome, Step
from tao_spec.vectors.text import Json

EFFECTS: Final = {
    "refused": "an error instead of success",
    "done": "success instead of an error",
    "other-error": "another error",
    "aborts": "one of both aborts",
    "fault": "the proposal itself fails",
    "amounts": "other values in the same entries",
    "storage": "entries that only one writes",
    "events": "other events",
}
"""What a difference may do, the most telling first: a difference is counted under the first that applies."""


@dataclass(frozen=True)
class Difference:
    """The first step of a run over which base and proposal differ.

    Attributes:
        step: its number, from 0.
        label: the call, or how many blocks.
        rule: from which the difference comes: the one replaced rule that ran, or else the one that wrote what differs.
        writer: the innermost rule of the base that wrote, told or refused what differs first.
        replaced: the replaced rules that ran in the step under the base, in the order in which they began.
        effects: all that apply, in the order of `EFFECTS`.
        what: the storage item, event or error that differs first.
        sentence: the difference in words.
    """

    step: int
    label: str
    rule: str
    writer: str
    replaced: tuple[str, ...]
    effects: tuple[str, ...]
    what: str
    sentence: str

    @property
    def effect(self) -> str:
        """The effect under which it is counted."""
        return self.effects[0]

    def to_json(self) -> dict[str, Json]:
        """The difference as the report holds it."""
        return {
            "step": self.step,
            "label": self.label,
            "rule": self.rule,
            "writer": self.writer,
            "replaced": list(self.replaced),
            "effects": list(self.effects),
            "what": self.what,
            "sentence": self.sentence,
        }


def effects_of(base: Answer, proposal: Answer) -> tuple[str, ...]:
    """The effects of a difference between two answers; none where they agree."""
    if proposal.fault:
        return ("fault",)
    if bool(base.panic) != bool(proposal.panic):
        return ("aborts",)
    if base.outcome is None or proposal.outcome is None:
        return ()
    found = {_effect_on_result(base.outcome, proposal.outcome), *_effects_on_state(base.outcome, proposal.outcome)}
    return tuple(effect for effect in EFFECTS if effect in found)


def _effect_on_result(ours: Outcome, theirs: Outcome) -> str:
    if same_result(ours.result, theirs.to_json()["result"]):
        return ""
    if ours.result == "ok":
        return "refused"
    return "done" if theirs.result == "ok" else "other-error"


def _effects_on_state(ours: Outcome, theirs: Outcome) -> set[str]:
    found = set()
    if ours.changes.keys() != theirs.changes.keys():
        found.add("storage")
    if any(ours.changes[key] != theirs.changes[key] for key in ours.changes.keys() & theirs.changes.keys()):
        found.add("amounts")
    if [(event.pallet, event.encoded) for event in ours.events] != [(e.pallet, e.encoded) for e in theirs.events]:
        found.add("events")
    return found


class Judge:
    """Puts differences into words, and finds where they come from.

    Args:
        base, proposal: both revisions.
        replaced: the numbers of the rules that are not the same under both.
    """

    def __init__(self, base: Revision, proposal: Revision, replaced: frozenset[str]) -> None:
        self.base, self.proposal, self.replaced = base, proposal, replaced
        self.describer = ChainDescriber(base.interface)

    def describe(
        self, number: int, step: Step, before: Mapping[bytes, bytes], base: Answer, proposal: Answer
    ) -> Difference:
        """The difference between two answers to one step.

        Args:
            number: that of the step.
            before: the base's state before it, over which the step is made once more, watched.
        """
        clash, items = self._clash(base, proposal)
        with trace_rules(self.replaced) as outermost:
            kind = kind_of(before, self.base, step, clash)
        ran = _numbers(outermost)
        rule = ran[0] if len(ran) == 1 and kind.rule not in self.replaced else kind.rule
        sentence = clash.sentence if items is None else self._sentence(items, kind, base, proposal)
        effects = effects_of(base, proposal)
        return Difference(number, step.label, rule, kind.rule, ran, effects, kind.what, sentence)

    def _clash(self, base: Answer, proposal: Answer) -> tuple[Clash, Items | None]:
        """The difference as that of a client, which the proposal stands for."""
        if proposal.fault:
            return Clash("specification", f"{self.proposal.name} fails with {proposal.fault}"), None
        if base.outcome is None or proposal.outcome is None:
            name, panic = (self.base.name, base.panic) if base.panic else (self.proposal.name, proposal.panic)
            return Clash("panic", f"under {name} the client aborts: {panic}"), None
        reply: dict[str, Any] = proposal.outcome.to_json()
        items = compare_step(base.outcome, reply, self.describer)
        part = items.items[0].part if items else "changes"
        return Clash(part, items.headline if items else "", reply, base.outcome), items  # type: ignore[arg-type]

    def _sentence(self, items: Items, kind: Kind, base: Answer, proposal: Answer) -> str:
        """The difference that gives the kind its name, under both."""
        item = next((item for item in items.items if _is_of(item, kind)), items.items[0])
        got = item.got
        # An event of the proposal may be one that the base does not have.
        if item.part == "events" and base.outcome is not None and proposal.outcome is not None:
            turned = compare_step(proposal.outcome, base.outcome.to_json(), ChainDescriber(self.proposal.interface))
            got = next((other.expected for other in turned.items if other.where == item.where), got) if turned else got
        return f"{item.where}: {item.expected} under {self.base.name}, {got} under {self.proposal.name}"


def _is_of(item: Item, kind: Kind) -> bool:
    """Whether a difference is one of the part and the storage item that a kind names."""
    return item.part == kind.part and (kind.part != "changes" or item.where.split("[")[0] == kind.what)


def _numbers(outermost: list[Ran]) -> tuple[str, ...]:
    """The numbers of all runs, each once."""
    return tuple(dict.fromkeys(ran.rule.id for outer in outermost for ran in outer.all()))

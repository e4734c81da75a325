"""Random traces: a start, and steps that are drawn one by one from the state that the steps before have led to.

A trace is a function of the seed and its number alone: who makes it, and beside which others, changes nothing in it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tao_spec.arithmetic.errors import ClientPanic
from tao_spec.fuzz.calls import Acted, Calls
from tao_spec.fuzz.corpus import Corpus
from tao_spec.fuzz.damage import damage_state
from tao_spec.fuzz.stock import Stock
from tao_spec.storage.store import Changes
from tao_spec.transition.chain import Chain
from tao_spec.transition.revision import Revision
from tao_spec.transition.rules import Unsupported
from tao_spec.vectors.format import BlocksStep, CallStep, Outcome, Step
from tao_spec.vectors.machine import Machine, decode_state
from tao_spec.vectors.text import VectorError

LENGTH: Final = 20
"""So many steps has a trace."""

MOST_BLOCKS: Final = 60
"""So many blocks pass at most in one step; a script that lets more pass is cut there."""

PAUSES: Final = (1, 1, 1, 1, 2, 2, 3, 5, 8, 20)
"""How many blocks pass between calls."""

DONORS: Final = 2
"""So many other starts lend the arguments of their scripts."""


class Trace:
    """One trace.

    Attributes:
        machine: the specification, in the state of the next step.
        origin: the name of where the trace begins.
    """

    def __init__(
        self, corpus: Corpus, seed: int, number: int, weights: Mapping[str, float], revision: Revision
    ) -> None:
        self.chance = random.Random(f"{seed}/{number}")
        start = corpus.draw(self.chance)
        self.origin = start.name
        self.script = [step for step in start.script if _is_short(step)]
        state = decode_state(start.state)
        if self.chance.random() < 0.4:
            state = damage_state(state, self.chance)
        self.machine = Machine(Chain(state, revision))
        lent = [step for _ in range(DONORS) for step in corpus.draw(self.chance).script]
        examples = self._examples([*self.script * 2, *lent])
        self._skip()
        self.stock = Stock(self.machine.chain.store.state)
        self.calls = Calls(self.chance, self.machine.chain, self.stock, examples, weights)

    def next_step(self) -> Step:
        """A step: the next of the script, perhaps changed a little; blocks; or a call."""
        roll = self.chance.random()
        if self.script and roll < 0.45:
            return self._scripted(self.script.pop(0))
        if roll < 0.57:
            return BlocksStep(self.chance.choice(PAUSES), Outcome("ok"))
        return self._write(self.calls.draw())

    def learn(self, changes: Changes) -> None:
        """Take in what a step has changed."""
        for key, raw in changes.items():
            if raw is not None:
                self.stock.add_entry(key, raw)

    def _scripted(self, step: Step) -> Step:
        """A step of the script, or its like."""
        if self.chance.random() < 0.6:
            return step
        if isinstance(step, BlocksStep):
            return BlocksStep(max(1, step.blocks + self.chance.choice((-1, 1))), Outcome("ok"))
        return self._write(self.calls.changed(self.machine.read_call(step), step.origin))

    def _write(self, acted: Acted) -> CallStep:
        return self.machine.write_call(*acted)

    def _skip(self) -> None:
        """Begin somewhere inside the script: make its first steps, as far as they can be made."""
        if self.chance.random() < 0.5:
            return
        for _ in range(self.chance.randint(0, len(self.script))):
            try:
                self.machine.make(self.script[0])
            except (Unsupported, ClientPanic, VectorError):
                return
            self.script.pop(0)

    def _examples(self, steps: list[Step]) -> list[Acted]:
        """The calls of scripts, as far as they can be read."""
        found = []
        for step in steps:
            if isinstance(step, CallStep):
                try:
                    found.append((self.machine.read_call(step), step.origin))
                except VectorError:
                    continue
        return found


def _is_short(step: Step) -> bool:
    return isinstance(step, CallStep) or step.blocks <= MOST_BLOCKS


def all_files(paths: Sequence[Path]) -> Sequence[Path]:
    """The paths to begin in: those given, or the released vectors where the command stands beside them."""
    released = Path("conformance/vectors")
    return paths or ([released] if released.is_dir() else [])

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

TAIL: Final = 4
"""So many steps are drawn beside those of the script; as many more in each round of the files, up to a limit."""

LONGEST_TAIL: Final = 30

LONGEST_SCRIPT: Final = 24
"""So many steps of a script are made at most: those from some place on."""

MOST_BLOCKS: Final = 60
"""So many blocks pass at most in one step of a script; a step that lets more pass is left out."""

LONGEST_CALL: Final = 8_192
"""So many characters a call of a script has at most, in hex; a longer one is left out."""

PAUSES: Final = (1, 1, 1, 1, 2, 3, 7, 20)
"""How many blocks pass between calls."""

DONORS: Final = (1, 2, 5)
"""The starts of the traces so far back lend the arguments of their scripts."""


class Trace:
    """One trace.

    Attributes:
        machine: the specification, in the state of the next step.
        origin: the name of where the trace begins.
        tail: how many steps are still to be drawn.
    """

    def __init__(
        self, corpus: Corpus, seed: int, number: int, weights: Mapping[str, float], revision: Revision
    ) -> None:
        self.chance = random.Random(f"{seed}/{number}")
        start = corpus.start(number)
        passed = corpus.rounds_before(number)
        self.origin, self.tail = start.name, min(TAIL * (1 + passed), LONGEST_TAIL)
        self.script = [step for step in start.script if _is_small(step)]
        state = decode_state(start.state)
        if self.chance.random() < (0.5 if passed else 0.25):
            state = damage_state(state, self.chance)
        self.machine = Machine(Chain(state, revision))
        lent = [step for back in DONORS for step in corpus.start(abs(number - back)).script if _is_small(step)]
        examples = self._examples([*self.script, *lent[:LONGEST_SCRIPT]])
        self._skip()
        self.stock = Stock(self.machine.chain.store.state)
        self.calls = Calls(self.chance, self.machine.chain, self.stock, examples, weights)

    @property
    def is_over(self) -> bool:
        """Whether the script is made and all that was to be drawn beside it."""
        return not (self.tail or self.script)

    def next_step(self) -> Step:
        """A step: the next of the script, or its like before it; blocks; or a call."""
        roll = self.chance.random()
        if self.script and (roll < 0.7 or self.tail <= 0):
            return self.script.pop(0)
        self.tail -= 1
        if self.script and roll < 0.85:
            return self._like(self.script[0])
        if roll > 0.95:
            return BlocksStep(self.chance.choice(PAUSES), Outcome("ok"))
        return self._write(self.calls.draw())

    def learn(self, changes: Changes) -> None:
        """Take in what a step has changed."""
        for key, raw in changes.items():
            if raw is not None:
                self.stock.add_entry(key, raw)

    def _like(self, step: Step) -> Step:
        """A step like another one."""
        if isinstance(step, BlocksStep):
            return BlocksStep(max(1, step.blocks + self.chance.choice((-1, 1))), Outcome("ok"))
        return self._write(self.calls.changed(self.machine.read_call(step), step.origin))

    def _write(self, acted: Acted) -> CallStep:
        return self.machine.write_call(*acted)

    def _skip(self) -> None:
        """Begin inside a long script, and inside others now and then: make the first steps, as far as they can be made."""
        first = max(0, len(self.script) - LONGEST_SCRIPT)
        if self.chance.random() < 0.15:
            first = self.chance.randint(first, len(self.script))
        for _ in range(first):
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


def _is_small(step: Step) -> bool:
    if isinstance(step, CallStep):
        return len(step.encoded or "") <= LONGEST_CALL
    return step.blocks <= MOST_BLOCKS


def all_files(paths: Sequence[Path]) -> Sequence[Path]:
    """The paths to begin in: those given, or the released vectors where the command stands beside them."""
    released = Path("conformance/vectors")
    return paths or ([released] if released.is_dir() else [])

"""Where traces begin: at genesis, in the states of vectors, in a state that a user gives."""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.state.chain_state import DOMAINS
from tao_spec.transition.genesis import build_genesis
from tao_spec.transition.revision import Revision
from tao_spec.vectors.cases import account_named
from tao_spec.vectors.files import collect, read_json
from tao_spec.vectors.format import GenesisVector, State, Step, TransitionVector, parse_vector
from tao_spec.vectors.machine import Machine
from tao_spec.vectors.text import VectorError

GENESIS: Final = "genesis"
"""The name of the start that needs no file."""

ACCOUNTS: Final = ("alice", "bob", "carol", "dave", "erin", "frank")
"""Who holds something at genesis."""

RICH: Final = 1_000_000_000_000
"""What each of them holds, in rao: a thousand TAO."""

GOLDEN_RATIO: Final = (math.sqrt(5) - 1) / 2
"""Its multiples, without their whole parts, fill the line from 0 to 1 most evenly."""


@dataclass(frozen=True)
class Start:
    """Where a trace begins.

    Attributes:
        name: the vector's, or the file's.
        state: the raw state.
        script: steps that are known to lead somewhere from there.
    """

    name: str
    state: State
    script: tuple[Step, ...] = ()


class Corpus:
    """The files that traces may begin in, in an order that the seed gives.

    Every file has its turn before any has a second one. Without weights a domain of many files has more turns than one of
    few, but not as many more.

    Args:
        paths: vectors, folders of them, and files that hold a raw state.
        revision: whose states are wanted.
        weights: how often each domain has its turn.
        seed: gives the order.

    Raises:
        VectorError: a path does not exist, or one of a single file holds neither vector nor state.
    """

    def __init__(self, paths: Sequence[Path], revision: Revision, weights: Mapping[str, float], seed: int) -> None:
        self.revision, self.genesis = revision, genesis(revision)
        self.by_domain: dict[str, list[Path]] = {}
        for path in paths:
            for file in collect([path]):
                self.by_domain.setdefault(_domain_of(path, file), []).append(file)
            if path.is_file():
                read_start(path)
        for files in self.by_domain.values():
            random.Random(seed).shuffle(files)
        self.names = [name for name in self.by_domain if not weights or name in weights] or list(self.by_domain)
        turns = [weights.get(name, math.sqrt(len(self.by_domain[name]))) for name in self.names]
        self.shares = [turn / sum(turns) for turn in turns]
        self._turns: list[Path] = []
        self._taken = Counter[str]()

    def start(self, number: int) -> Start:
        """Where a trace begins: genesis now and then, and where its file has nothing to begin in."""
        if not self.names or number % 16 == 15:
            return self.genesis
        path = self._file(number)
        found, revision = read_start(path)
        fits = found is not None and revision in (None, self.revision.spec_version)
        return found if found is not None and fits else self.genesis

    def rounds_before(self, number: int) -> int:
        """How often all files together have had their turn before a trace."""
        return number // max(1, sum(map(len, self.by_domain.values())))

    def _file(self, number: int) -> Path:
        """The file whose turn it is: multiples of the golden ratio spread turns evenly over the domains' shares."""
        ends = list(accumulate(self.shares))
        while len(self._turns) <= number:
            point = len(self._turns) * GOLDEN_RATIO % 1
            name = self.names[min(bisect_right(ends, point), len(ends) - 1)]
            files = self.by_domain[name]
            self._turns.append(files[self._taken[name] % len(files)])
            self._taken[name] += 1
        return self._turns[number]


def genesis(revision: Revision) -> Start:
    """The genesis in which a few accounts hold something, a thousand blocks later."""
    balances = [[account_named(name).ss58, RICH] for name in ACCOUNTS]
    chain = build_genesis({"balances": {"balances": balances}}, revision)
    chain.accounts.number.value = BlockNumber(1_000)
    chain.commit()
    return Start(GENESIS, Machine(chain).state)


@lru_cache(maxsize=2_048)
def read_start(path: Path) -> tuple[Start | None, int | None]:
    """What a file gives to begin with, and the revision that it names; nothing where it holds a function vector.

    Raises:
        VectorError: the file holds neither a vector nor a state.
    """
    data = read_json(path)
    if isinstance(data, dict) and "format" not in data:
        return Start(path.name, _raw_state(data, path)), None
    try:
        vector = parse_vector(data)
    except VectorError as error:
        raise error.at(path) from None
    if isinstance(vector, TransitionVector):
        return Start(vector.id, vector.pre, vector.steps), vector.revision
    if isinstance(vector, GenesisVector):
        return Start(vector.id, vector.state), vector.revision
    return None, None


def _raw_state(data: dict[str, Any], path: Path) -> State:
    """A state as a client dumps it, or bare."""
    state = data.get("state", data)
    if not isinstance(state, dict) or not all(isinstance(value, str) for value in state.values()):
        what = "the file holds neither a vector nor a state"
        raise VectorError(what, "give a vector, or an object of 0x-hex keys and values").at(path)
    return state


def _domain_of(path: Path, file: Path) -> str:
    """The domain of a file: the first folder on the way to it that bears the name of one, or else that in which it lies."""
    inside = file.relative_to(path).parts[:-1] if path.is_dir() else ()
    return next((name for name in (path.name, *inside) if name in DOMAINS), next(iter(inside), file.parent.name))

"""Every key, value, call, event and result that the real client was recorded with, each once."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.shared import RECORDED


@dataclass
class Corpus:
    """What the recorded vectors hold; the value is where it was first seen."""

    entries: dict[tuple[str, str], str] = field(default_factory=dict)
    calls: dict[tuple[str, str], str] = field(default_factory=dict)
    events: dict[tuple[str, str, str], str] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)

    def add(self, vector: dict[str, Any], where: str) -> None:
        """Take in what a vector holds."""
        for state in (vector.get("pre"), vector.get("state")):
            self.add_entries(state or {}, where)
        for step in vector.get("steps", []):
            self.add_step(step, where)

    def add_entries(self, state: dict[str, str | None], where: str) -> None:
        """Take in keys and values; a deleted key has none."""
        for key, value in state.items():
            if value is not None:
                self.entries.setdefault((key, value), where)

    def add_step(self, step: dict[str, Any], where: str) -> None:
        """Take in what a step says."""
        self.add_entries(step["changes"], where)
        self.results.setdefault(json.dumps(step.get("result")), where)
        if "encoded" in step:
            self.calls.setdefault((step["encoded"], json.dumps(step["call"])), where)
        for event in step["events"]:
            self.events.setdefault((event["pallet"], event["name"], event["encoded"]), where)


def recorded_files() -> Iterator[tuple[Path, Any]]:
    """The recorded vectors of every kind, in the order of their paths."""
    for path in sorted(RECORDED.rglob("*.json.gz")):
        yield path, json.loads(gzip.decompress(path.read_bytes()))


@cache
def recorded() -> Corpus:
    """All that was recorded of states, calls, events and results."""
    corpus = Corpus()
    for path, vector in recorded_files():
        corpus.add(vector, str(path.relative_to(RECORDED)))
    return corpus

"""Blocks against the real client: whole blocks where no subnet has started, registration terms in every recorded block."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.interface.neurons import DifficultySet
from tao_spec.revisions.r306 import R306
from tao_spec.state.neurons import NeuronsState
from tao_spec.state.subnets import SubnetsState
from tao_spec.storage.store import Changes
from tao_spec.transition.block import advance_block
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.registration_terms import adjust_registration_terms_for_networks
from tests.shared import RECORDED, needs_shared

pytestmark = needs_shared

STARTED = SubnetsState.first_emission_block_number.prefix

TERMS = {
    item.prefix
    for item in (
        NeuronsState.burn,
        NeuronsState.difficulty,
        NeuronsState.last_adjustment_block,
        NeuronsState.registrations_this_interval,
        NeuronsState.pow_registrations_this_interval,
        NeuronsState.burn_registrations_this_interval,
        NeuronsState.registrations_this_block,
    )
}


@dataclass(frozen=True)
class RecordedBlocks:
    """A recorded step of blocks: where it stands, the state before it, and what came of it."""

    where: str
    pre: dict[bytes, bytes]
    step: dict[str, Any]

    @property
    def blocks(self) -> int:
        """How many."""
        return int(self.step["blocks"])

    @property
    def is_started(self) -> bool:
        """Whether a subnet has started."""
        return any(key.startswith(STARTED) for key in self.pre)

    @property
    def changes(self) -> Changes:
        """What it changed."""
        return decode_changes(self.step)


def decode_changes(step: dict[str, Any]) -> Changes:
    changes = step["changes"].items()
    return {unhex(key): None if value is None else unhex(value) for key, value in changes}


def unhex(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def recorded_blocks() -> Iterator[RecordedBlocks]:
    """Every recorded step of blocks; the states are too many to hold all at once."""
    for path in sorted(RECORDED.rglob("*.json.gz")):
        if path.relative_to(RECORDED).parts[0] not in ("functions", "genesis"):
            yield from blocks_in(path)


def blocks_in(path: Path) -> Iterator[RecordedBlocks]:
    text = gzip.decompress(path.read_bytes())
    if b'"blocks":' not in text:
        return
    vector = json.loads(text)
    state = {unhex(key): unhex(value) for key, value in vector["pre"].items()}
    for number, step in enumerate(vector["steps"]):
        if "blocks" in step:
            yield RecordedBlocks(f"{vector['id']} step {number}", dict(state), step)
        for key, value in decode_changes(step).items():
            if value is None:
                state.pop(key, None)
            else:
                state[key] = value


def encoded_events(events: Any) -> list[dict[str, str]]:
    encode = R306.interface.encode_event
    return [{"pallet": e.PALLET.name, "name": e.NAME, "encoded": "0x" + encode(e).hex()} for e in events]


def fault_of_blocks(recorded: RecordedBlocks) -> str:
    chain = Chain(recorded.pre, R306)
    for _ in range(recorded.blocks):
        advance_block(chain)
    outcome = chain.commit()
    if outcome.changes != recorded.changes:
        keys = outcome.changes.keys() | recorded.changes.keys()
        first = min(key for key in keys if outcome.changes.get(key, b"-") != recorded.changes.get(key, b"-"))
        return f"{recorded.where}: 0x{first.hex()} differs"
    if encoded_events(outcome.events) != recorded.step["events"]:
        return f"{recorded.where}: the events differ"
    is_root = "0x" + chain.store.root.hex() == recorded.step["root"]
    return "" if is_root and recorded.step["result"] == "ok" else f"{recorded.where}: the root differs"


def compare(fault_of: Callable[[RecordedBlocks], str], steps: Iterable[RecordedBlocks]) -> tuple[int, list[str]]:
    """How many blocks were compared, and what differed; both are printed, to be seen where a test fails."""
    compared, faults = 0, []
    for step in steps:
        compared += step.blocks
        if fault := fault_of(step):
            faults.append(fault)
    print(f"{compared} blocks compared, {len(faults)} steps differ")
    return compared, faults


def test_blocks_without_started_subnets_are_those_of_the_real_client() -> None:
    compared, faults = compare(fault_of_blocks, (step for step in recorded_blocks() if not step.is_started))
    assert compared >= 200
    assert faults == []


def fault_of_terms(recorded: RecordedBlocks) -> str:
    """What differs of the registration terms, which nothing else in a block touches."""
    chain = Chain(recorded.pre, R306)
    for _ in range(recorded.blocks):
        chain.accounts.number.value = BlockNumber(chain.number + 1)
        adjust_registration_terms_for_networks(chain)
    outcome = chain.commit()
    theirs = {key: value for key, value in recorded.changes.items() if key[:32] in TERMS}
    ours = {key: value for key, value in outcome.changes.items() if key[:32] in TERMS}
    if ours != theirs:
        return f"{recorded.where}: the terms differ"
    told = [event for event in recorded.step["events"] if event["name"] == DifficultySet.NAME]
    return "" if encoded_events(outcome.events) == told else f"{recorded.where}: the events differ"


def test_registration_terms_of_every_recorded_block_are_those_of_the_real_client() -> None:
    compared, faults = compare(fault_of_terms, recorded_blocks())
    assert compared >= 20_000
    assert faults == []

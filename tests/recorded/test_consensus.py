"""Every epoch that the real client was recorded with, where the record tells what stood in storage when it began."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import ROOT, BlockNumber, NetUid
from tao_spec.revisions.r306 import R306
from tao_spec.state.chain_state import declaration_of
from tao_spec.state.consensus import ConsensusState
from tao_spec.state.delegation import DelegationState
from tao_spec.state.neurons import NeuronsState
from tao_spec.state.weights import WeightsState
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.epoch import compute_epoch, run_epoch
from tao_spec.transition.consensus.shares import compute_emission
from tests.shared import RECORDED, needs_shared

pytestmark = needs_shared

State = dict[bytes, bytes]
Changes = dict[bytes, bytes | None]

EMISSION = ConsensusState.emission.codec

WRITTEN = {
    NeuronsState.pruning_scores,
    *(getattr(ConsensusState, name) for name in ("stake_weight", "active", "emission", "rank", "trust", "consensus")),
    *(getattr(ConsensusState, name) for name in ("incentive", "dividends", "validator_trust", "validator_permit")),
    ConsensusState.bonds,
}
"""What an epoch writes, and nothing else in a block does."""

READ = {
    WeightsState.weights,
    WeightsState.last_update,
    WeightsState.timelocked_weight_commits,
    DelegationState.child_keys,
    DelegationState.parent_keys,
}
"""What an epoch reads and blocks may change before it comes."""


@dataclass
class RecordedEpoch:
    """The first epoch of a step of blocks, with the state from which the step began."""

    where: str
    state: State
    netuid: NetUid
    block: int
    changes: Changes


def unhex(text: str | None) -> bytes | None:
    return None if text is None else bytes.fromhex(text[2:])


def open_chain(state: State, block: int) -> Chain:
    chain = Chain(state, R306)
    chain.accounts.number.value = BlockNumber(block)
    chain.commit()
    return chain


def due_epochs(chain: Chain, blocks: int) -> list[tuple[int, NetUid]]:
    """The epochs of the next blocks, in the order in which they run: those of one block by their storage keys."""
    first = chain.number + 1
    subnets = [netuid for netuid, is_there in chain.subnets.networks_added.items() if is_there and netuid != ROOT]
    tempos = [(netuid, chain.consensus.tempo[netuid]) for netuid in subnets]
    return [
        (block, netuid)
        for block in range(first, first + blocks)
        for netuid, tempo in tempos
        if tempo and (block + netuid + 1) % (tempo + 1) == tempo
    ]


def changed(changes: Changes, items: set[Any]) -> Changes:
    return {key: value for key, value in changes.items() if declaration_of(key) in items}


def recorded_epochs(path: Path) -> Iterator[RecordedEpoch]:
    vector = json.loads(gzip.decompress(path.read_bytes()))
    state = {bytes.fromhex(key[2:]): bytes.fromhex(value[2:]) for key, value in vector["pre"].items()}
    for index, step in enumerate(vector["steps"]):
        changes = {bytes.fromhex(key[2:]): unhex(value) for key, value in step["changes"].items()}
        if "blocks" in step and not changed(changes, READ):
            due = due_epochs(Chain(state, R306), step["blocks"])
            netuids = [netuid for _, netuid in due]
            # Of later epochs the record does not tell the stake: earlier ones have paid out by then.
            if due and netuids.count(netuids[0]) == 1:
                yield RecordedEpoch(f"{vector['id']}#{index}", dict(state), due[0][1], due[0][0], changes)
        for key, value in changes.items():
            if value is None:
                del state[key]
            else:
                state[key] = value


def find_emission(epoch: RecordedEpoch) -> AlphaBalance:
    """The least emission that pays the neurons as much in all as they got; the record does not name it."""
    chain = open_chain(epoch.state, epoch.block)
    raw = epoch.changes.get(chain.consensus.emission.raw_key(epoch.netuid))
    amounts = chain.consensus.emission[epoch.netuid] if raw is None else EMISSION.decode(raw, 0)[0]
    shares = compute_epoch(chain, epoch.netuid).shares.combined
    low, high = 0, AlphaBalance.MAX
    while low < high:
        middle = (low + high) // 2
        if sum(compute_emission(shares, AlphaBalance(middle))) < sum(amounts):
            low = middle + 1
        else:
            high = middle
    return AlphaBalance(low)


def written_by(changes: Changes, netuid: NetUid) -> dict[str, str | None]:
    raw = netuid.to_bytes(2, "little")
    own = {key: value for key, value in changed(changes, WRITTEN).items() if key[32:34] == raw}
    return {
        f"{declaration_of(key).name} {key[34:].hex()}": None if value is None else value.hex()  # type: ignore[union-attr]
        for key, value in own.items()
    }


def faults_of(epoch: RecordedEpoch) -> list[str]:
    chain = open_chain(epoch.state, epoch.block)
    run_epoch(chain, epoch.netuid, find_emission(epoch))
    ours, theirs = written_by(chain.commit().changes, epoch.netuid), written_by(epoch.changes, epoch.netuid)
    return [
        f"{epoch.where} {item}: {ours.get(item, 'unchanged')}, not {theirs.get(item, 'unchanged')}"
        for item in sorted(ours.keys() | theirs.keys())
        if ours.get(item, "unchanged") != theirs.get(item, "unchanged")
    ]


FOLDERS = {
    "consensus/yuma2": 240,
    "consensus/yuma3": 240,
    "consensus/liquid": 90,
    "consensus/random": 60,
    "consensus/large": 6,
    "emission": 330,
    "weights": 70,
    "keys": 120,
    "governance": 70,
    "fuzz": 100,
}
"""Where epochs were recorded, and how many there are at least."""


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_epoch_writes_what_the_real_client_wrote(folder: str) -> None:
    epochs = 0
    for path in sorted((RECORDED / folder).rglob("*.json.gz")):
        for epoch in recorded_epochs(path):
            assert faults_of(epoch) == []
            epochs += 1
    assert epochs >= FOLDERS[folder]

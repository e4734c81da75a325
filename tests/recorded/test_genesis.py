"""Genesis against the real client: recorded configurations, and the snapshot with which the network began."""

import gzip
import json
import time
from pathlib import Path
from typing import Any

import pytest

from tao_spec.revisions.r306 import R306
from tao_spec.transition.genesis import build_genesis, genesis_config_from_snapshot
from tests.shared import RECORDED, SHARED, needs_shared

pytestmark = needs_shared

VECTORS = sorted((RECORDED / "genesis").glob("*.json.gz"))
SNAPSHOT = SHARED / "data" / "finney-genesis-snapshot.json"


def read(path: Path) -> dict[str, Any]:
    return dict(json.loads(gzip.decompress(path.read_bytes())))


def test_there_are_recorded_configurations() -> None:
    assert len(VECTORS) >= 4


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.name.partition(".")[0])
def test_a_recorded_configuration_gives_the_recorded_state_and_root(path: Path) -> None:
    vector = read(path)
    chain = build_genesis(vector["config"], R306)
    state = {"0x" + key.hex(): "0x" + value.hex() for key, value in chain.store.state.items()}
    different = {key for key in state.keys() | vector["state"].keys() if state.get(key) != vector["state"].get(key)}
    assert different == set()
    assert "0x" + chain.store.root.hex() == vector["root"]


def test_the_snapshot_gives_the_root_that_was_recorded_of_its_balances() -> None:
    snapshot = json.loads(SNAPSHOT.read_text())
    began = time.process_time()
    chain = build_genesis(genesis_config_from_snapshot(snapshot), R306)
    root = "0x" + chain.store.root.hex()
    assert time.process_time() - began < 10
    assert len(list(chain.accounts.account.keys())) == len(snapshot["balances"])
    assert root == read(RECORDED / "genesis" / "finney_balances.json.gz")["root"]

"""The page on Yuma says what the rules compute."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tao_spec.transition.consensus.epoch import run_epoch
from tests.shared import SHARED, needs_shared

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs" / "_ext"))

from tao_site import metagraph, yuma

METAGRAPH = SHARED / "data" / "metagraph-netuid15-block4769998.json"


def test_the_example_is_told_from_stake_to_emission() -> None:
    lines = yuma.explain_example()
    titles = [line.split()[0] for line in lines if line.startswith("CONS-")]
    story = ["CONS-15", "CONS-22", "CONS-38", "CONS-41", "CONS-42", "CONS-50"]
    assert [title for title in titles if title in story] == story
    assert "what the epoch found of each neuron" in "\n".join(lines)


def test_nobody_is_paid_for_what_a_minority_says() -> None:
    chain = yuma.make_example()
    run_epoch(chain, yuma.SUBNET, yuma.EMISSION)
    incentive, trust = chain.consensus.incentive[yuma.SUBNET], chain.consensus.validator_trust[yuma.SUBNET]
    assert incentive[6] == 0 and min(incentive[3:6]) > 0
    assert trust[2] < min(trust[:2]) / 2


@pytest.mark.parametrize("kind", yuma.KINDS)
def test_who_finds_a_miner_early_is_bonded_to_it_first(kind: str) -> None:
    early, late = yuma.compute_bonds(kind)
    assert early[10] > 0 and late[19] == 0
    assert early[yuma.NEW_MINER_AT[1]] > late[yuma.NEW_MINER_AT[1]]


def test_a_bond_moves_the_faster_the_further_its_weight_lies_above_consensus() -> None:
    for steepness in (100, 1_000, 4_000):
        speeds = [speed for _, speed in yuma.compute_speeds(steepness)]
        assert speeds == sorted(speeds)
    assert yuma.compute_speeds(4_000)[0][1] < yuma.compute_speeds(100)[0][1]


def test_shares_of_the_metagraph_sum_to_a_whole() -> None:
    found = metagraph.read_found()
    for name in ("stake", "incentive"):
        assert 65_535 - 256 <= sum(found[name]) <= 65_535
    total, clipped = found["clipped"]
    assert 0 < clipped < total
    assert all(65_535 - 256 <= sum(dividends) <= 65_535 for dividends in found["dividends"].values())


@needs_shared
def test_what_was_found_in_the_metagraph_is_what_the_rules_find() -> None:
    assert metagraph.compute(json.loads(METAGRAPH.read_text(encoding="utf-8"))) == metagraph.read_found()

"""Blocks with started subnets against the real client: every recorded block of the domains that live by them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.recorded.test_blocks import RecordedBlocks, blocks_in, compare, fault_of_blocks
from tests.shared import RECORDED, needs_shared

pytestmark = needs_shared

FOLDERS = {"emission": 7_900, "consensus": 5_000, "pools": 280, "crowdloans": 470}
"""Where blocks were recorded, and how many of them with started subnets there are at least."""


def started_blocks(folder: str) -> Iterator[RecordedBlocks]:
    for path in sorted((RECORDED / folder).rglob("*.json.gz")):
        yield from (step for step in blocks_in(path) if step.is_started)


@pytest.mark.parametrize("folder", FOLDERS)
def test_blocks_with_started_subnets_are_those_of_the_real_client(folder: str) -> None:
    compared, faults = compare(fault_of_blocks, started_blocks(folder))
    assert faults == []
    assert compared >= FOLDERS[folder]

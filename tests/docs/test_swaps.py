from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs" / "_ext"))

from tao_site import swaps  # noqa: E402

EVERYWHERE, IN_ONE, COLDKEY = swaps.SWAPS


@pytest.mark.parametrize(
    ("before", "left", "gained", "fate"),
    [
        (0, 0, 1, "stored anew"),
        (2, 0, 2, "moved"),
        (2, 0, 1, "merged"),
        (2, 0, 0, "cleared"),
        (2, 2, 0, "**left**"),
        (2, 1, 0, "partly cleared"),
        (2, 2, 2, "doubled"),
        (2, 1, 1, "partly moved"),
    ],
)
def test_fates_have_names(before: int, left: int, gained: int, fate: str) -> None:
    assert swaps.name_fate(before, left, gained) == fate


def test_what_a_hotkey_has_moves_or_is_left() -> None:
    fates = swaps.get_fates(EVERYWHERE)
    for item in ("Owner", "Uids", "Keys", "Axons", "WeightCommits", "ChildKeys", "PendingChildKeys", "Delegates"):
        assert fates[f"SubtensorModule.{item}"] == "moved"
    for item in ("ChildkeyTake", "TransactionKeyLastBlock", "TimelockedWeightCommits"):
        assert fates[f"SubtensorModule.{item}"] == "**left**"
    assert fates["SubtensorModule.Alpha"] == "partly moved"
    assert fates["Triumvirate.Voting"] == "cleared"


def test_in_one_subnet_the_old_hotkey_lives_on() -> None:
    fates = swaps.get_fates(IN_ONE)
    assert fates["SubtensorModule.Owner"] == fates["SubtensorModule.LastTxBlock"] == "doubled"
    assert fates["SubtensorModule.Alpha"] == fates["SubtensorModule.Uids"] == "moved"
    assert fates["SenateMembers.Members"] == fates["SubtensorModule.Delegates"] == "**left**"


def test_what_a_coldkey_has_moves_or_is_left() -> None:
    fates = swaps.get_fates(COLDKEY)
    for item in ("OwnedHotkeys", "StakingHotkeys", "SubnetOwner", "IdentitiesV2"):
        assert fates[f"SubtensorModule.{item}"] == "moved"
    for title in ("Swap.Positions", "Proxy.Proxies", "SubtensorModule.LastHotkeySwapOnNetuid"):
        assert fates[title] == "**left**"
    assert fates["SubtensorModule.ColdkeySwapScheduled"] == "cleared"


def test_a_swap_that_is_refused_is_no_row() -> None:
    refused = replace(EVERYWHERE, make=lambda house: house.swaps(house.hotkey))
    with pytest.raises(swaps.SwapRefused, match=r"hotkey, everywhere.*NewHotKeyIsSameWithOld"):
        swaps.get_fates(refused)


def test_the_page_has_a_row_for_each_item_and_is_the_same_each_time() -> None:
    page = swaps.write_swaps()
    assert page == swaps.write_swaps()
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) == len(set(rows)) == len(set().union(*map(swaps.get_fates, swaps.SWAPS)))
    assert [row.split("`")[1] for row in rows] == sorted(row.split("`")[1] for row in rows)

"""What a folder of vectors reaches is counted by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tao_spec.revisions.r306 import R306
from tao_spec.vectors.coverage import KINDS, declared, measure, read_reasons
from tao_spec.vectors.text import VectorError

VECTORS = Path(__file__).resolve().parents[2] / "conformance" / "vectors"
TRANSFER = VECTORS / "accounts" / "transfer"


def test_calls_inside_calls_and_errors_inside_events_are_reached() -> None:
    utility = next(path for path in sorted((VECTORS / "accounts").iterdir()) if path.name.startswith("utility"))
    found = {name for line in measure(utility, {}).lines for name in line.reached}
    assert {"Utility.batch", "System.remark"} & found
    assert any(name.startswith("Balances.") for name in found)


def test_everything_is_reached_listed_or_missing() -> None:
    found = measure(TRANSFER, {"calls": {"Balances.burn": "why"}})
    there_are = declared(R306.interface)
    for kind in KINDS:
        lines = [line for line in found.lines if line.kind == kind]
        names = [name for line in lines for name in (*line.reached, *line.listed, *line.missing)]
        assert sorted(names) == sorted(there_are[kind])
        assert found.count(kind)[2] == len(there_are[kind])
    assert "Balances.burn" not in found.missing and "Balances.transfer_allow_death" not in found.missing


def test_what_is_reached_or_unknown_and_still_listed_is_stale() -> None:
    assert measure(TRANSFER, {"calls": {"Balances.transfer_allow_death": "why", "Balances.nothing": "why"}}).stale == (
        "Balances.nothing",
        "Balances.transfer_allow_death",
    )


def test_reasons_come_with_the_package_of_cases() -> None:
    assert "System.set_code" in read_reasons("conformance")["calls"]
    assert read_reasons("no_such_package") == {}


def test_progress_is_told_and_an_empty_folder_is_refused(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    measure(TRANSFER, {}, lambda done, of: told.append((done, of)))
    assert told == [(number, len(told)) for number in range(1, len(told) + 1)]
    with pytest.raises(VectorError, match="no vectors"):
        measure(tmp_path, {})

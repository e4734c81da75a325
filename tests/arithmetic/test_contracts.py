"""CrossHair searches for a counterexample to each contract; that it finds none is evidence, not a proof."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = Path(__file__).with_name("contracts.py")

pytest.importorskip("crosshair")


def search(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crosshair", "check", "--analysis_kind=PEP316", "--per_condition_timeout=2"]
    return subprocess.run([*command, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


def test_no_contract_has_a_counterexample_within_the_time() -> None:
    outcome = search(CONTRACTS)
    assert (outcome.returncode, outcome.stdout) == (0, ""), outcome.stderr


def test_a_false_contract_is_found_out(tmp_path: Path) -> None:
    # As the first contract, but without its bounds.
    text = CONTRACTS.read_text()
    claim = "__return__ == a + b or (__return__ == HIGH < a + b) or (__return__ == LOW > a + b)"
    assert claim in text
    broken = tmp_path / "broken_contracts.py"
    broken.write_text(text.replace(claim, "__return__ == a + b"))
    outcome = search(broken)
    assert outcome.returncode == 1
    assert "false when calling sum_is_clamped" in outcome.stdout

"""CrossHair searches the contracts of emission and consensus; that it finds no counterexample is evidence, not a proof."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.arithmetic.test_contracts import search

pytest.importorskip("crosshair")

CONTRACTS = Path(__file__).with_name("contracts.py")


def test_no_contract_has_a_counterexample_within_the_time() -> None:
    outcome = search(CONTRACTS)
    assert (outcome.returncode, outcome.stdout) == (0, ""), outcome.stderr


@pytest.mark.parametrize(
    ("claim", "false_claim", "name"),
    [
        ("0 <= 2 * __return__ <= alpha", "0 <= 3 * __return__ <= alpha", "root_gets_at_most_half"),
        ("<= __return__ <= max(new, old)", "< __return__ < max(new, old)", "a_bond_moves_between_old_and_new"),
    ],
)
def test_a_false_contract_is_found_out(claim: str, false_claim: str, name: str, tmp_path: Path) -> None:
    text = CONTRACTS.read_text()
    assert text.count(claim) == 1
    broken = tmp_path / "broken_contracts.py"
    broken.write_text(text.replace(claim, false_claim))
    outcome = search(broken)
    assert outcome.returncode == 1
    assert f"false when calling {name}" in outcome.stdout

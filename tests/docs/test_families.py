from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs" / "_ext"))

from tao_site import families  # noqa: E402

ALPHA = 10**9


def test_the_stake_of_a_family_counts_once() -> None:
    members = families.get_members(families.make_family())
    assert sum(member.counts for member in members) == pytest.approx(sum(member.own for member in members), abs=1_000)


def test_each_has_what_it_has_less_what_it_lends_and_what_it_borrows() -> None:
    counts = {member.name: member.counts for member in families.get_members(families.make_family())}
    for name, stake in families.STAKES.items():
        lent = sum(families.LENDS.get(name, {}).values()) * stake / 100
        borrowed = sum(loan.part * families.STAKES[loan.parent] for loan in families.get_loans() if loan.child == name)
        assert counts[name] == pytest.approx((stake - lent + borrowed / 100) * ALPHA, abs=1_000)


def test_dividends_go_to_whoever_contributes() -> None:
    shares = families.get_shares(families.make_family())
    assert sum(shares.values()) == pytest.approx(families.DIVIDENDS * ALPHA, abs=10)
    assert shares["A"] == pytest.approx(shares["B"] * 500 / 480, rel=1e-6)
    assert "D" not in shares


def test_amounts_are_rounded_to_the_nearest() -> None:
    assert [families.show(amount) for amount in (ALPHA // 2 - 1, ALPHA // 2, 1_000 * ALPHA)] == ["0", "1", "1,000"]
    assert "| A | 43.10 |" in families.write_family()

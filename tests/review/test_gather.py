from __future__ import annotations

from functools import cache

import pytest

from tao_spec.review.gather import Plan, review
from tao_spec.transition.tracing import running_rules
from tao_spec.vectors.files import collect, read_vector
from tao_spec.vectors.machine import Machine
from tao_spec.vectors.text import VectorError
from tests.command import ROOT, VECTORS
from tests.review.proposals import FILE

COINBASE = (VECTORS / "emission" / "coinbase", VECTORS / "accounts" / "burn")
HALF = f"{ROOT / 'docs' / 'proposals' / 'half_emission.py'}:HALF"


@cache
def reviewed(proposal, paths=COINBASE, **more):
    return review(Plan("r306", proposal, paths, **more))


@cache
def emits(path):
    """Whether the rule of emission runs in a vector."""
    vector = read_vector(path)
    machine = Machine.load(306, vector.pre)
    with running_rules() as ran:
        for step in vector.steps:
            machine.make(step)
    return "EMIT-1" in ran


def fates(found):
    return {verdict.fate for verdict in found.verdicts}


def test_a_proposal_that_changes_nothing_gives_no_difference():
    found = reviewed(f"{FILE}:SAME", traces=6, seed=3)
    assert len([run for run in found.runs if run.is_trace]) == 6 and all(run.steps for run in found.runs)
    assert not found.differing and not found.unsupported and not found.groups
    assert fates(found) == {"kept"} and found.issued == (0, 0)


def test_a_proposal_on_the_emission_changes_exactly_what_asks_for_it():
    found = reviewed(HALF)
    asking = {read_vector(path).id for path in collect(COINBASE) if emits(path)}
    # Where the supply is reached, or the first halving past, the rule runs and gives the same.
    beyond = asking - {run.name for run in found.differing}
    assert {run.name for run in found.differing} <= asking and len(found.differing) > 10
    assert all("supply" in name or "halving" in name for name in beyond), beyond
    assert not any(run.domain == "accounts" for run in found.differing)


def test_its_differences_go_by_the_rule_that_it_replaces():
    found = reviewed(HALF)
    assert found.replaced == ("EMIT-1",) and {group.rule for group in found.groups} == {"EMIT-1"}
    assert found.groups[0].writers != ("EMIT-1",)
    assert found.issued[0] < 0 < found.issued[1] and fates(found) == {"kept"}


def test_a_broken_invariant_is_told():
    broken = [verdict for verdict in reviewed(f"{FILE}:UNPAID").verdicts if verdict.fate == "broken"]
    assert [verdict.invariant.id for verdict in broken] == ["INV-128"]
    assert "alpha rao; expected at least" in broken[0].runs[0][1]


def test_a_closed_deviation_goes_by_the_rule_that_deviates():
    found = reviewed(f"{FILE}:COUNTED")
    assert found.closed == ("KNOWN-40",) and not found.replaced
    assert {group.rule for group in found.groups} == {"EMIT-47"} and found.issued[0] > 0


def test_a_proposal_that_fails_is_told_and_not_hidden():
    found = reviewed(f"{FILE}:CARELESS")
    assert {group.effect for group in found.groups} == {"fault"}
    assert "careless fails with ZeroDivisionError" in found.groups[0].runs[0][1].sentence


def test_a_call_that_is_no_more_is_not_supported():
    found = reviewed("r320", (VECTORS / "commitments" / "fields",))
    names = [run.name for run in found.unsupported]
    assert "commitments/fields/rate_limit" in names
    assert (
        "no call has the indices 18 and 1"
        in found.unsupported[names.index("commitments/fields/rate_limit")].unsupported
    )


def test_workers_find_what_one_finds():
    alone = reviewed(HALF, (VECTORS / "accounts" / "burn", VECTORS / "emission" / "payout"), traces=4, seed=2)
    together = reviewed(
        HALF, (VECTORS / "accounts" / "burn", VECTORS / "emission" / "payout"), traces=4, seed=2, jobs=2
    )
    assert alone.runs == together.runs and alone.groups == together.groups


def test_domains_choose_vectors():
    assert {run.domain for run in reviewed(HALF, domains=frozenset({"accounts"})).runs} == {"accounts"}
    with pytest.raises(VectorError, match="no vector of steps of revision 306 and of cookery"):
        reviewed(HALF, domains=frozenset({"cookery"}))

from __future__ import annotations

import sys

import pytest

from tao_spec.clients.protocol import ClientError
from tao_spec.fuzz.campaign import MOST_FAILURES, Plan, run
from tests.command import SERVE
from tests.fuzzing.clients import VECTORS
from tests.fuzzing.faults import FAULTS

BAD = [sys.executable, "-m", "tests.fuzzing.bad"]


def number_of(place):
    return next(number for number, fault in enumerate(FAULTS) if fault.place == place)


def plan(place, **options):
    command = [sys.executable, "-m", "tests.fuzzing.faulty", str(number_of(place))]
    domain = VECTORS / place.split(".")[0]
    return Plan(command, 1, (domain,), **({"steps": 600, "kinds": 1} | options))


def test_our_own_client_agrees_with_itself():
    outcome = run(Plan(SERVE, 7, (VECTORS / "stake", VECTORS / "pools"), steps=80))
    assert outcome.findings == () and outcome.steps >= 80 and outcome.traces > 5
    assert outcome.client.name == "tao-spec"


@pytest.mark.parametrize(
    ("place", "rules"),
    [
        ("accounts.balances:transfer_all", ("ACC-",)),
        ("delegation.takes:_set_take", ("DELEG-11", "DELEG-12")),
        ("serving.identities:set_subnet_identity", ("SERVE-24",)),
        ("emission.coinbase:step_epoch", ("EMIT-12",)),
        ("stake.checks:validate_remove_stake", ("STAKE-46", "STAKE-7")),
    ],
)
def test_a_planted_fault_is_found_in_its_rule_and_made_small(place, rules):
    (finding,) = run(plan(place)).findings[:1]
    assert finding.found.kind.rule.startswith(rules)
    assert len(finding.small.steps) == 1 and len(finding.small.state) < 40


def test_any_number_of_workers_finds_the_same():
    alone, together = (
        run(plan("emission.coinbase:step_epoch", kinds=None, steps=100, shrink=1, jobs=jobs)) for jobs in (1, 3)
    )
    assert alone.findings and alone == together


def test_a_hundred_differences_of_one_cause_are_one_line():
    outcome = run(plan("emission.coinbase:step_epoch", kinds=None, steps=120, shrink=0))
    assert len(outcome.findings) == 1 and outcome.findings[0].times > 9


def test_of_two_kinds_in_one_trace_both_are_made_small():
    outcome = run(plan("delegation.takes:_set_take", kinds=None, steps=400))
    rules = {finding.found.kind.rule: finding for finding in outcome.findings}
    assert {"DELEG-11", "DELEG-12"} <= set(rules)
    assert all(finding.small and len(finding.small.state) < 8 for finding in rules.values())


@pytest.mark.parametrize(
    ("manner", "words", "timeout"),
    [("crashes", "exit status 3", 5.0), ("garbage", "no JSON", 5.0), ("hangs", "no answer within", 0.3)],
)
def test_a_hostile_client_is_told_as_such_and_left_alone_after_a_while(manner, words, timeout):
    outcome = run(Plan([*BAD, manner], 1, steps=10_000, timeout=timeout, shrink=1))
    assert all(words in finding.found.sentence for finding in outcome.findings)
    assert {finding.found.kind.part for finding in outcome.findings} == {"client"}
    assert outcome.traces == MOST_FAILURES
    assert len(outcome.findings[0].small.steps) == 1


def test_a_client_that_does_not_even_say_who_it_is_ends_the_campaign():
    outcome = run(Plan([*BAD, "mute"], 1, steps=100, timeout=0.3))
    assert outcome.refusal.startswith("hello: ") and not outcome.steps


def test_a_client_that_cannot_be_driven_is_refused():
    with pytest.raises(ClientError, match="there is no such program"):
        run(Plan("/no/such/client", 1, steps=1))
    with pytest.raises(ClientError, match="revision 320, not 306"):
        run(Plan([*BAD, "other"], 1, steps=1))


def test_time_bounds_a_campaign():
    outcome = run(Plan(SERVE, 1, (VECTORS / "pools",), seconds=0.0))
    assert (outcome.traces, outcome.findings) == (0, ())

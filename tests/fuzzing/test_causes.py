from __future__ import annotations

from tao_spec.fuzz.causes import BLOCK, Kind, kind_of
from tao_spec.fuzz.corpus import RICH
from tao_spec.fuzz.duel import Clash
from tao_spec.revisions.r306 import R306
from tao_spec.vectors.cases import account_named
from tao_spec.vectors.format import BlocksStep, Outcome
from tests.fuzzing.clients import crash, opponent
from tests.fuzzing.scenes import STATE, loses_a_change, machine, refuses, tells_less, transfer


def kind(lie, step=None):
    step = step or transfer(5)
    _, clash = opponent(lie).duel(machine(), step)
    return kind_of(STATE, R306, step, clash)


def test_a_lost_write_comes_from_the_rule_that_makes_it():
    found = kind(loses_a_change)
    assert (found.part, found.what) == ("changes", "System.Account")
    assert found.rule.startswith("ACC-") and found.rule != "ACC-71"


def test_a_refusal_that_should_not_be_comes_from_the_rule_that_answers():
    assert kind(refuses) == Kind("ACC-71", "result", "ok, not token FundsUnavailable")


def test_a_refusal_that_should_be_comes_from_the_rule_that_refuses():
    def goes_well(request, reply):
        return {"result": "ok", "events": [], "changes": {}}

    found = kind(goes_well, transfer(RICH + 1))
    assert found.part == "result" and found.what.endswith(", not ok")
    assert found.rule.startswith("ACC-") and found.rule != "ACC-71"


def test_a_lost_event_comes_from_the_rule_that_tells_it():
    found = kind(tells_less)
    assert (found.part, found.what) == ("events", "Balances.Transfer") and found.rule != "ACC-71"


def test_what_only_the_client_changes_or_tells_comes_from_the_rule_that_answers():
    def adds(request, reply):
        reply["changes"]["0x0102"] = "0x"
        return reply

    def tells_more(request, reply):
        reply["events"].append(reply["events"][0])
        return reply

    assert kind(adds) == Kind("ACC-71", "changes", "an unknown key")
    assert kind(tells_more) == Kind("ACC-71", "events", "more events than there are")


def test_whatever_the_accounts_and_amounts_a_cause_has_one_kind():
    steps = [transfer(value, account_named(name)) for value in (1_000, 5_000) for name in ("bob", "carol", "dave")]
    assert len({kind(refuses, step) for step in steps}) == 1
    assert len({kind(crash, step) for step in steps}) == 1


def test_blocks_are_answered_by_the_block_and_what_varies_in_a_sentence_is_left_out():
    step = BlocksStep(3, Outcome("ok"))
    kinds = {kind_of(STATE, R306, step, Clash("client", f"no answer within {s} s")) for s in (10, 20)}
    assert kinds == {Kind(BLOCK, "client", "no answer within ## s")}

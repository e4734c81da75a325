from __future__ import annotations

import pytest

from tao_spec.arithmetic.errors import ClientPanic
from tao_spec.fuzz import duel
from tao_spec.fuzz.duel import answer_of
from tao_spec.transition.rules import Unsupported
from tests.fuzzing.clients import crash, opponent
from tests.fuzzing.scenes import REMARK, loses_a_change, machine, refuses, tells_less, transfer


def meet(lie, step=None, **options):
    client, spec = opponent(lie), machine()
    answer, clash = client.duel(spec, step or transfer(5), **options)
    return client, answer, clash


def test_an_honest_client_agrees_and_is_given_the_state_once():
    client, spec = opponent(), machine()
    for _ in range(3):
        assert client.duel(spec, transfer(5))[1] is None
    assert [request["op"] for request in client.process.asked] == ["load", "step", "step", "step"]
    assert client.judge_state(spec) is None


@pytest.mark.parametrize(("lie", "part"), [(loses_a_change, "changes"), (refuses, "result"), (tells_less, "events")])
def test_what_differs_first_is_told(lie, part):
    client, answer, clash = meet(lie)
    assert (clash.part, clash.outcome) == (part, answer.outcome) and "expected" in clash.sentence
    assert not client.is_level


def test_after_a_difference_the_client_is_given_the_state_again():
    client, spec = opponent(refuses), machine()
    client.duel(spec, transfer(5))
    assert client.duel(spec, REMARK)[1] is None
    assert [request["op"] for request in client.process.asked] == ["load", "step", "load", "step"]


def test_a_root_counts_where_it_is_asked_for():
    def lie(request, reply):
        return reply | {"root": "0x" + "00" * 32}

    assert meet(lie)[2] is None
    assert meet(lie, with_root=True)[2].part == "root"


def test_what_a_client_does_not_do_is_no_difference():
    client, _, clash = meet(lambda request, reply: {"unsupported": "transfers"})
    assert clash is None and not client.is_level and client.declined == 1


@pytest.mark.parametrize(
    ("lie", "words"),
    [
        (crash, "SIGSEGV"),
        (lambda request, reply: {"error": "out of order"}, "the client says: out of order"),
        (lambda request, reply: {"result": 7}, "malformed"),
    ],
)
def test_a_client_that_fails_is_told_as_such(lie, words):
    _, answer, clash = meet(lie)
    assert clash.part == "client" and words in clash.sentence and answer.outcome is not None


@pytest.mark.parametrize(
    ("lie", "clashes"),
    [(crash, False), (lambda request, reply: {"error": "panic"}, False), (lambda request, reply: reply, True)],
)
def test_where_the_real_client_aborts_another_must_not_go_on(lie, clashes, monkeypatch):
    spec = machine()
    monkeypatch.setattr(spec, "make", raises(ClientPanic("by zero")))
    answer, clash = opponent(lie).duel(spec, transfer(5))
    assert answer.panic == "by zero" and (clash is not None) is clashes
    assert clash is None or clash.part == "panic"


def test_a_fault_of_the_specification_is_a_finding_and_what_is_not_specified_none(monkeypatch):
    spec = machine()
    monkeypatch.setattr(spec, "make", raises(IndexError("no such row")))
    assert opponent().duel(spec, transfer(5))[1].part == "specification"
    monkeypatch.setattr(spec, "make", raises(Unsupported("later")))
    answer, clash = opponent().duel(spec, transfer(5))
    assert not answer.is_specified and clash is None


def raises(error):
    def make(step):
        raise error

    return make


def test_a_dumped_state_that_differs_is_told_but_not_the_empty_code():
    client, spec = opponent(), machine()
    client.duel(spec, transfer(5))
    honest = client.process.ask

    def shows_more(request, timeout):
        reply = honest(request, timeout)
        return {"state": reply["state"] | {key: "0x"}} if request["op"] == "dump" else reply

    client.process.ask = shows_more
    key = duel._CODE
    assert client.judge_state(spec) is None
    key = "0x0102"
    assert "0x0102" in client.judge_state(spec).sentence


def test_an_undecodable_call_is_nothing_to_compare():
    assert not answer_of(machine(), transfer(5).__class__("root", transfer(5).outcome, None, "0xffff")).is_specified

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.clients.compare import (
    MAX_ITEMS,
    HexDescriber,
    compare_root,
    compare_state,
    compare_step,
    compare_value,
    describe_result,
    same_result,
    same_value,
    shorten,
)
from tao_spec.vectors.format import Outcome, parse_vector
from tao_spec.vectors.text import VectorError
from tests.vectors.samples import KEY, OTHER, OUTCOME, ROOT, TRANSITION

EXPECTED = parse_vector(TRANSITION).steps[0].outcome
MODULE = {"module": {"pallet": "SubtensorModule", "error": "AmountTooLow", "index": 7, "code": 83}}


class Words:
    """A describer that knows one key."""

    def key(self, raw_key):
        return "SubtensorModule.TotalHotkeyAlpha[5F…, 2]" if raw_key == KEY else f"key {raw_key[:6]}"

    def value(self, raw_key, raw_value):
        return str(int.from_bytes(bytes.fromhex(raw_value[2:]), "little"))

    def event(self, pallet, encoded):
        return f"{pallet}.Event({encoded})"


def reply(**changes):
    return {**copy.deepcopy(OUTCOME), **changes}


def items(difference):
    return [(item.part, item.sentence) for item in difference.items]


@pytest.mark.parametrize("answer", [reply(), reply(root=None), {k: v for k, v in OUTCOME.items() if k != "root"}])
def test_a_reply_that_agrees_has_no_difference(answer):
    assert compare_step(EXPECTED, answer, HexDescriber()) is None


def test_names_of_events_and_other_keys_do_not_matter():
    events = [{"pallet": "System", "name": "Other", "encoded": "0x01ff"}]
    assert compare_step(EXPECTED, reply(events=events, note="mine"), HexDescriber()) is None


def test_no_events_may_be_left_out():
    expected = Outcome("ok")
    for answer in ({"result": "ok", "changes": {}}, {"result": "ok", "changes": {}, "events": None}):
        assert compare_step(expected, answer, HexDescriber()) is None


def test_a_value_that_differs_is_told_in_words():
    difference = compare_step(EXPECTED, reply(changes={KEY: "0x0d", OTHER: None}), Words())
    assert difference.headline == "SubtensorModule.TotalHotkeyAlpha[5F…, 2]: expected 2, got 13"


def test_without_words_keys_and_values_are_hex():
    difference = compare_step(EXPECTED, reply(changes={KEY: "0x0d", OTHER: None}), HexDescriber())
    assert difference.headline == f"{KEY}: expected 0x02, got 0x0d"


def test_all_that_differs_is_kept_the_first_leads():
    answer = reply(result=MODULE, changes={KEY: None, "0x28": "0x01"}, events=[], root="0x" + "cc" * 32)
    difference = compare_step(EXPECTED, answer, Words())
    assert items(difference) == [
        ("result", "the result: expected ok, got SubtensorModule.AmountTooLow (index 7, code 83)"),
        ("changes", "SubtensorModule.TotalHotkeyAlpha[5F…, 2]: expected 2, got deleted"),
        ("changes", "key 0x2727: expected deleted, got unchanged"),
        ("changes", "key 0x28: expected unchanged, got 1"),
        ("events", "event 0: expected System.Event(0x01ff), got no event"),
        ("root", f"the state root: expected {ROOT}, got 0x{'cc' * 32}"),
    ]
    assert difference.headline.endswith("code 83) (and 5 more differences)")
    assert difference.to_json()["items"][0]["part"] == "result"


def test_values_that_read_the_same_are_shown_as_bytes():
    difference = compare_step(EXPECTED, reply(changes={KEY: "0x0200", OTHER: None}), Words())
    assert difference.headline == "SubtensorModule.TotalHotkeyAlpha[5F…, 2]: expected 0x02, got 0x0200"


def test_a_describer_that_fails_leaves_hex():
    difference = compare_step(EXPECTED, reply(changes={"0x": "0xff", KEY: "0x0d", OTHER: None}), Broken())
    assert difference.items[0].sentence == "0x: expected unchanged, got 0xff"


class Broken(HexDescriber):
    """A describer that cannot decode anything."""

    def key(self, raw_key):
        raise KeyError(raw_key)

    def value(self, raw_key, raw_value):
        raise RecursionError


def test_an_event_too_many_in_the_middle_is_found():
    events = [{"pallet": "P", "name": "N", "encoded": f"0x{number:02x}"} for number in range(4)]
    expected = Outcome("ok", parse_vector(with_events([events[0], events[2], events[3]])).steps[0].outcome.events)
    difference = compare_step(expected, {"result": "ok", "changes": {}, "events": events}, Words())
    assert items(difference) == [("events", "event 1: expected no event, got P.Event(0x01)")]


def test_the_order_of_events_matters():
    events = [{"pallet": "P", "name": "N", "encoded": "0x00"}, {"pallet": "Q", "name": "N", "encoded": "0x00"}]
    expected = Outcome("ok", parse_vector(with_events(events)).steps[0].outcome.events)
    difference = compare_step(expected, {"result": "ok", "changes": {}, "events": events[::-1]}, Words())
    assert [item.where for item in difference.items] == ["event 0", "event 1"]


def with_events(events):
    return {**TRANSITION, "steps": [{"blocks": 1, "result": "ok", "events": events, "changes": {}}]}


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(0, 2), max_size=6), st.lists(st.integers(0, 2), max_size=6))
def test_events_differ_exactly_when_their_lists_do(ours, theirs):
    ours, theirs = ([{"pallet": "P", "name": "N", "encoded": f"0x{n:02x}"} for n in side] for side in (ours, theirs))
    expected = Outcome("ok", parse_vector(with_events(ours)).steps[0].outcome.events)
    difference = compare_step(expected, {"result": "ok", "changes": {}, "events": theirs}, Words())
    assert (difference is None) == (ours == theirs)


CHANGES = st.dictionaries(st.sampled_from(["0x00", "0x01", "0x02"]), st.none() | st.sampled_from(["0x", "0x0a"]))


@settings(deadline=None, max_examples=100)
@given(CHANGES, CHANGES)
def test_every_key_that_differs_is_named_and_no_other(ours, theirs):
    difference = compare_step(
        Outcome("ok", (), ours), {"result": "ok", "changes": theirs, "events": []}, HexDescriber()
    )
    named = [item.where for item in difference.items] if difference else []
    assert named == sorted(key for key in ours.keys() | theirs.keys() if ours.get(key, 0) != theirs.get(key, 0))


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("ok", "ok", True),
        ("ok", "BadOrigin", False),
        ("ok", None, False),
        ("ok", {"ok": 1}, False),
        (MODULE, MODULE, True),
        (MODULE, {"module": {"pallet": "SubtensorModule", "error": "AmountTooLow"}}, True),
        (MODULE, {"module": {**MODULE["module"], "code": 84}}, False),
        (MODULE, {"module": {**MODULE["module"], "index": 8}}, False),
        (MODULE, {"module": {**MODULE["module"], "error": "Other"}}, False),
        (MODULE, {"module": {**MODULE["module"], "pallet": "Swap"}}, False),
        (MODULE, {"module": {**MODULE["module"], "code": True}}, False),
        (MODULE, {"module": "AmountTooLow"}, False),
        (MODULE, {"token": "FundsUnavailable"}, False),
        ({"token": "FundsUnavailable"}, {"token": "FundsUnavailable"}, True),
        ({"token": "FundsUnavailable"}, {"token": "Frozen"}, False),
        ({"other": "x"}, "x", False),
    ],
)
def test_results_agree_by_name_and_by_number_where_both_give_one(ours, theirs, same):
    assert same_result(ours, theirs) is same


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"result": "ok"},
        {"changes": {}, "events": []},
        reply(result=5),
        reply(changes=[]),
        reply(changes={"0xAA": "0x"}),
        reply(changes={KEY: 5}),
        reply(events={}),
        reply(events=[3]),
        reply(events=[{"pallet": "System"}]),
        reply(events=[{"pallet": "System", "encoded": "zz"}]),
        reply(root=5),
        reply(root="0x00"),
    ],
)
def test_a_reply_of_the_wrong_shape_is_malformed(answer):
    with pytest.raises(VectorError):
        compare_step(EXPECTED, answer, HexDescriber())


def test_differences_without_number_are_counted():
    changes = {f"0x{number:04x}": "0x" + "ff" * 2000 for number in range(MAX_ITEMS + 5)}
    difference = compare_step(Outcome("ok"), {"result": "ok", "changes": changes, "events": []}, HexDescriber())
    assert (len(difference.items), difference.left_out) == (MAX_ITEMS, 5)
    assert difference.headline.endswith(f"(and {MAX_ITEMS + 4} more differences)")
    assert len(difference.items[0].got) < 500


def test_states_are_compared_key_by_key():
    assert compare_state({KEY: "0x01"}, {KEY: "0x01"}, Words()) is None
    difference = compare_state({KEY: "0x01"}, {OTHER: "0x02"}, Words())
    assert items(difference) == [
        ("state", "SubtensorModule.TotalHotkeyAlpha[5F…, 2]: expected 1, got no such key"),
        ("state", "key 0x2727: expected no such key, got 2"),
    ]


def test_roots_are_compared_where_both_are_given():
    assert compare_root(ROOT, ROOT) is None and compare_root(ROOT, None) is None
    assert compare_root(ROOT, 5).headline == f"the state root: expected {ROOT}, got 5"


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("5", 5, True),
        (5, "5", True),
        ("5", "05", False),
        ("1", True, False),
        (None, None, True),
        (None, "0", False),
        ({"error": "panic"}, {"error": "overflow"}, True),
        ({"error": "panic"}, "0", False),
        ("0", {"error": "panic"}, False),
        ([3, "4"], ["3", 4], True),
        ([3, "4"], ["3"], False),
        ([["1"], "2"], [["1"], "3"], False),
        ({"a": "1"}, {"a": 1}, True),
        ({"a": "1"}, {"b": "1"}, False),
        ([], None, False),
    ],
)
def test_results_of_functions_agree_by_value(ours, theirs, same):
    assert same_value(ours, theirs) is same
    assert (compare_value("case 0", ours, theirs) is None) is same


def test_a_result_of_a_function_that_differs_is_told():
    assert compare_value("case 3 (1, 2)", "2", None).headline == "case 3 (1, 2): expected 2, got null"


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ("ok", "ok"),
        (MODULE, "SubtensorModule.AmountTooLow (index 7, code 83)"),
        ({"module": {"pallet": "P", "error": "E"}}, "P.E"),
        ({"token": "Frozen"}, "token Frozen"),
        ({"other": "a\x1b[2Jb"}, "other a\\x1b[2Jb"),
        ([1, {"a": None}], "[1, {a: null}]"),
    ],
)
def test_results_are_said_in_words(result, words):
    assert describe_result(result) == words


def test_long_words_are_cut_in_the_middle():
    assert len(shorten("x" * 10**6)) < 420 and shorten("x" * 10**6).endswith("(1,000,000 characters)")

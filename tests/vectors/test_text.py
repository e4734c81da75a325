import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.vectors.text import VectorError, depth_exceeds, dump_json, parse_json, printable, shown

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)


@settings(deadline=None, max_examples=60)
@given(VALUES)
def test_what_is_written_is_read_back(data):
    assert parse_json(dump_json(data).encode()) == data


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"\xff", "byte 0 is not UTF-8"),
        (b"", "no JSON value at line 1, column 1"),
        (b'{"a":1', "line 1, column 7"),
        (b"[1]\n[2]", "line 2, column 1"),
        (b'{"a":1,"b":2,"a":1}', 'the key "a" twice'),
        (b"NaN", "NaN is not"),
        (b"[-Infinity]", "-Infinity is not"),
        (b"1e999", "not finite"),
        (b"9" * 5000, "4,300 digits"),
        (b"[" * 100_000, "too deep"),
        (b'{"a":' * 50_000, "too deep"),
        (b'"\\ud800"', "half a surrogate pair"),
        (b"\xef\xbb\xbf1", "no JSON value"),
    ],
)
def test_what_readers_differ_on_is_refused(raw, words):
    with pytest.raises(VectorError, match=words) as caught:
        parse_json(raw)
    assert "\n" not in str(caught.value)


def test_whole_surrogate_pairs_are_one_character():
    assert parse_json(b'"\\ud83d\\ude00"') == "😀"


def test_depth_is_measured_without_recursion():
    data = 1
    for _ in range(sys.getrecursionlimit() * 3):
        data = [data]
    assert depth_exceeds(data)
    assert not depth_exceeds({"a": [[[]]]}, 4)
    assert depth_exceeds({"a": [[[]]]}, 3)
    assert not depth_exceeds("text", 0)


@settings(deadline=None, max_examples=60)
@given(VALUES | st.text(min_size=61))
def test_values_are_shown_in_few_printable_characters(data):
    words = shown(data)
    assert words.isascii() or "…" in words
    assert "\n" not in words and len(words) < 400


def test_large_integers_are_shown_by_their_size():
    assert shown(10**70) == "an integer of 233 bits"
    assert shown(json.loads("true")) == "true"


def test_unprintable_characters_stand_as_escapes():
    assert printable("a\x1b[31m\u202e\udc80é") == "a\\x1b[31m\\u202e\\udc80é"


def test_an_error_names_file_place_fault_and_remedy():
    error = VectorError("found -1", "give more", "$.steps[0].blocks").at("a/b.json")
    assert str(error) == "a/b.json: at $.steps[0].blocks, found -1; give more"
    assert error.reason == "at $.steps[0].blocks, found -1; give more"

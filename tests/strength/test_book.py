"""The book counts what there is, and the committed one is of this code."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from tao_spec.strength.book import (
    MutationBook,
    PremiseBook,
    Tally,
    is_full,
    key_of,
    missing_way,
    read_reasons,
    unknown,
    write_section,
)
from tao_spec.strength.mutants import find_mutants
from tao_spec.strength.mutate import EQUIVALENT, KILLED, STILLBORN, SURVIVED, Verdict
from tao_spec.strength.premises import BOTH, NO, YES, Premise, plan
from tao_spec.strength.sources import read_sources

ROOT = Path(__file__).resolve().parents[2]
SOURCES = read_sources()
MUTANTS = find_mutants(SOURCES)


def premise(kind: str, text: str = "a", domain: str = "stake", rule: str | None = "STAKE-1") -> Premise:
    return Premise(f"transition.toy:f:{text}", kind, "transition.toy", domain, "f", rule, "toy.py:1", text)


PAIRS = [
    (premise("condition"), BOTH),
    (premise("condition", "b"), YES),
    (premise("loop", domain="pools", rule=None), 0),
    (premise("boundary", "a < 1"), NO),
    (premise("refusal", "raise E"), YES),
]


def test_a_premise_is_full_both_ways_and_a_refusal_where_it_is_reached():
    assert [is_full(*pair) for pair in PAIRS] == [True, False, False, False, True]


def test_the_missing_way_is_told():
    assert missing_way(*PAIRS[1]) == "false"
    assert missing_way(*PAIRS[2]) == "anything"
    assert missing_way(*PAIRS[3]) == "the value that just passes"


def test_premises_are_counted_by_domain_and_by_rule():
    book = PremiseBook(PAIRS, {key_of(PAIRS[1][0]): "why", "condition gone": "why"}, 3)
    assert book.tally("condition") == Tally(1, 1, 0, 1)
    assert book.tally("loop", "pools") == Tally(0, 0, 1, 0) and book.tally("loop", "stake").all == 0
    assert [p.kind for p, _ in book.missing] == ["loop", "boundary"]
    assert book.stale == ["condition gone"]
    written = book.to_json()
    assert list(written["rules"]) == ["STAKE-1"]  # type: ignore[arg-type]
    assert [m["place"] for m in written["missing"]] == ["toy.py:1", "toy.py:1"]  # type: ignore[union-attr, call-overload, index]


def verdicts(*states: str) -> list[Verdict]:
    return [Verdict(m, state, None, 1, "-a\n+b") for m, state in zip(MUTANTS, states, strict=False)]


def test_the_score_is_of_those_that_could_be_found():
    book = MutationBook(verdicts(KILLED, KILLED, KILLED, SURVIVED, EQUIVALENT, STILLBORN), 99, 1, 5)
    assert (book.judged, book.score) == (4, 0.75)
    assert [v.mutant for v in book.survivors] == [MUTANTS[3]]
    written = book.to_json()
    assert written["score"] == "75.00" and written["sample"] == 6 and written["mutants"] == 99
    assert sum(row[1] for row in book.rows("operator")) == 3


def test_an_equivalent_that_is_found_is_stale():
    found = Verdict(MUTANTS[0], KILLED, "v", 1, "", "why")
    assert MutationBook([found], 1, None, 1).stale == [MUTANTS[0].id]
    assert unknown({"gone": "why", MUTANTS[0].id: "why"}, MUTANTS) == ["gone"]


def test_one_section_is_written_and_the_other_stays(tmp_path):
    path = tmp_path / "strength.json"
    write_section(path, "premises", {"vectors": 1}, "ab")
    write_section(path, "mutation", {"vectors": 2}, "cd")
    assert json.loads(path.read_text()) == {
        "format": "tao-strength/1",
        "premises": {"sources": "ab", "vectors": 1},
        "mutation": {"sources": "cd", "vectors": 2},
    }


def test_a_package_without_a_table_has_no_reasons():
    assert read_reasons("tests.strength", "unpremised", "UNPREMISED") == {}


def test_every_listed_premise_and_mutant_exists():
    premises = {key_of(found) for source in SOURCES for found in plan(source).premises}
    reasons = read_reasons("conformance", "unpremised", "UNPREMISED")
    assert reasons and sorted(set(reasons) - premises) == []
    assert unknown(read_reasons("conformance", "equivalent_mutants", "EQUIVALENT_MUTANTS"), MUTANTS) == []


def test_the_committed_book_counts_the_premises_of_this_code():
    book = json.loads((ROOT / "conformance" / "strength.json").read_text())
    there_are: Counter[tuple[str, str]] = Counter()
    for source in SOURCES:
        there_are.update((found.rule, found.kind) for found in plan(source).premises if found.rule is not None)
    counted = {
        (rule, kind): tally["full"] + tally["half"] + tally["none"]
        for rule, tallies in book["premises"]["rules"].items()
        for kind, tally in tallies.items()
    }
    # Where this fails, premises have come or gone: tao-spec coverage --premises --json conformance/strength.json
    assert {key: count for key, count in counted.items() if count} == dict(there_are)


def test_the_committed_book_has_a_sample_of_mutants_and_its_score():
    book = json.loads((ROOT / "conformance" / "strength.json").read_text())["mutation"]
    found, lost = book["killed"], book["survived"]
    assert found + lost + book["equivalent"] + book["stillborn"] == book["sample"] >= 2_000
    assert book["score"] == f"{100 * found / (found + lost):.2f}" and len(book["survivors"]) == lost

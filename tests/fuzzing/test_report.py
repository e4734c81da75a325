from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tao_spec.fuzz import report
from tao_spec.fuzz.campaign import Outcome, run
from tao_spec.fuzz.corpus import read_start
from tao_spec.vectors.files import read_vector
from tests.fuzzing.test_campaign import plan


@pytest.fixture(scope="module")
def outcome():
    return run(plan("delegation.takes:_set_take"))


def test_a_finding_becomes_a_vector_with_what_must_come(outcome, tmp_path):
    (path, *_) = report.write_findings(tmp_path, 306, outcome)
    vector = read_vector(path)
    assert "DELEG-11" in vector.rules and vector.id == "fuzz/001-DELEG-11"
    assert replace(vector.steps[-1].outcome, root=None) == outcome.findings[0].small.clash.outcome
    assert vector.extra["fuzz"]["seed"] == 1


def test_the_report_says_the_same_for_programs_and_people(outcome, tmp_path):
    files = report.write_findings(tmp_path, 306, outcome)
    data, lines = report.to_json(outcome, files), list(report.in_words(outcome, files))
    assert json.loads(json.dumps(data)) == data and data["format"] == report.REPORT
    (finding,) = data["findings"]
    assert finding["rule"] == "DELEG-11" and finding["steps"] == 1 and finding["file"] == files[0].as_posix()
    assert lines[0].startswith("seed 1: ") and lines[1] == "1 kind of difference"
    assert lines[2].startswith("DELEG-11  changes: ") and str(files[0]) in lines[-1]


def test_without_a_difference_the_report_says_so(outcome):
    assert list(report.in_words(replace(outcome, findings=()), ()))[-1] == "no difference"


def test_steps_that_one_of_the_two_does_not_make_are_counted_apart(outcome):
    told = replace(outcome, findings=(), unspecified=3, declined=1_200)
    line = next(iter(report.in_words(told, ())))
    assert line.endswith(", 3 of them not specified, 1,200 of them that the client does not do")


def test_a_client_that_cannot_be_driven_is_told_in_one_line(outcome):
    refused = Outcome(outcome.client, 1, 0, 0, 0, 0, (), "hello: no answer")
    assert list(report.in_words(refused, ())) == ["the client cannot be driven: hello: no answer"]


def test_where_nothing_must_come_the_state_and_the_actions_are_kept(outcome, tmp_path, monkeypatch):
    def fails(*_args, **_kwargs):
        return type("Answer", (), {"outcome": None})()

    monkeypatch.setattr(report, "answer_of", fails)
    (path,) = report.write_findings(tmp_path, 306, outcome)
    assert path.name == "001-DELEG-11.trace.json"
    assert read_start(path)[0].state and json.loads(path.read_text())["actions"]


def test_what_was_not_made_small_has_its_sentence_only(outcome, tmp_path):
    bare = replace(outcome, findings=(replace(outcome.findings[0], small=None),))
    assert report.write_findings(tmp_path, 306, bare) == (None,)
    assert list(report.in_words(bare, (None,)))[-1].strip() == outcome.findings[0].found.sentence
    assert report.to_json(bare, (None,))["findings"][0]["file"] is None

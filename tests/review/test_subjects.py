from __future__ import annotations

import pytest

from tao_spec.review.subjects import read_revision, replaced_rules
from tao_spec.revisions.r306 import R306
from tao_spec.revisions.r320 import R320
from tao_spec.vectors.text import VectorError
from tests.review.proposals import FILE, UNPAID


@pytest.mark.parametrize("told", ["306", "r306"])
def test_a_revision_goes_by_number_and_by_name(told):
    assert read_revision(told) is R306


def test_a_proposal_is_read_from_its_file():
    assert read_revision(f"{FILE}:UNPAID").name == "unpaid"


def test_a_file_is_run_once():
    assert read_revision(f"{FILE}:UNPAID") is read_revision(f"{FILE}:UNPAID")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("307", "there is no revision 307; name one of r306, r320, or write FILE.py:NAME"),
        ("no/such.py:X", "there is no such file"),
        (f"{FILE}:NOTHING", "the file holds no revision NOTHING"),
        (f"{FILE}:NUMBER", "the file holds no revision NUMBER"),
        (f"{FILE}", "write FILE.py:NAME"),
    ],
)
def test_what_is_none_is_refused_in_one_sentence(told, words):
    with pytest.raises(VectorError, match=words):
        read_revision(told)


@pytest.mark.parametrize("text", ["1 // 0", "this is no Python", "raise RuntimeError('two\\nlines')"])
def test_a_file_that_fails_is_refused_in_one_line(tmp_path, text):
    (tmp_path / "p.py").write_text(text)
    with pytest.raises(VectorError, match="the proposal cannot be loaded") as refused:
        read_revision(f"{tmp_path / 'p.py'}:X")
    assert "\n" not in str(refused.value)


def test_only_what_differs_counts_as_replaced():
    assert replaced_rules(R306, UNPAID) == {"EMIT-22"}
    assert replaced_rules(UNPAID, UNPAID) == replaced_rules(R306, R306) == frozenset()
    assert "WEIGHTS-1" in replaced_rules(R306, R320)

import sys

import pytest

from tao_spec.release.paragraphs import (
    Paragraph,
    paragraphs_from_json,
    paragraphs_to_json,
    read_paragraphs,
)
from tao_spec.vectors.text import VectorError
from tests.command import ROOT
from tests.release.samples import CHAPTER

sys.path.insert(0, str(ROOT / "docs" / "_ext"))

from tao_site.gather import read_chapters

TWO = (
    Paragraph("ACC-26", "What is sent arrives", "one", "It is taken off the sender and given to the receiver."),
    Paragraph("ACC-27", "What is minted counts", "one", "Total issuance grows."),
)


def test_paragraphs_are_read_on_one_line(tmp_path):
    (tmp_path / "one.md").write_text(CHAPTER, encoding="utf-8")
    assert read_paragraphs(tmp_path) == TWO


def test_they_come_back_from_a_release():
    assert tuple(paragraphs_from_json(paragraphs_to_json(TWO)).values()) == TWO


def test_the_paragraphs_of_the_specification_are_those_of_the_site():
    theirs = {p.id: " ".join(p.title.split()) for c in read_chapters(ROOT / "spec") for p in c.paragraphs}
    assert {p.id: p.title for p in read_paragraphs(ROOT / "spec")} == theirs


def test_one_number_is_one_paragraph(tmp_path):
    for name in ("one.md", "two.md"):
        (tmp_path / name).write_text(CHAPTER, encoding="utf-8")
    with pytest.raises(VectorError, match="two paragraphs are numbered ACC-26; give one of them another number"):
        read_paragraphs(tmp_path)


def test_a_folder_without_chapters_is_refused(tmp_path):
    with pytest.raises(VectorError, match="there is no chapter of the specification; name the folder by --spec"):
        read_paragraphs(tmp_path)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"format": "tao-rules/1"},
        {"format": "tao-rules/1", "rules": [{"id": "A-1"}]},
        {"format": 1, "rules": []},
    ],
)
def test_what_holds_no_paragraphs_is_refused(data):
    with pytest.raises(VectorError, match="no list of a release's paragraphs"):
        paragraphs_from_json(data)

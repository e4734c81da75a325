from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tao_spec.review.report import in_words, render_html, to_json, write_reports
from tao_spec.vectors.text import VectorError, dump_json
from tests.review.proposals import FILE
from tests.review.test_gather import HALF, reviewed


class Elements(HTMLParser):
    """Counts elements, and what they would load."""

    def __init__(self, page):
        super().__init__()
        self.seen, self.open = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def test_the_words_say_how_many_differ_and_where_from():
    found = reviewed(HALF)
    lines = list(in_words(found))
    assert lines[0].startswith(f"r306 -> half-emission: {len(found.runs)} vectors, ")
    assert lines[1] == "replaced: EMIT-1"
    assert lines[2] == f"{len(found.differing)} of {len(found.runs)} differ"
    assert lines[3].startswith("EMIT-1  ") and " under half-emission" in lines[4]
    assert re.fullmatch(r"issuance: -[\d,]+ rao beside r306, over \d+ vectors", lines[-1])


def test_a_closed_deviation_and_a_broken_invariant_are_named():
    assert "closed: KNOWN-40" in list(in_words(reviewed(f"{FILE}:COUNTED")))
    assert "conservation: not kept, see INV-128" in list(in_words(reviewed(f"{FILE}:UNPAID")))


def test_the_json_holds_every_run_that_differs():
    found, data = reviewed(HALF), to_json(reviewed(HALF))
    assert {run["name"] for run in data["runs"]} == {run.name for run in found.differing}
    assert sum(len(group["runs"]) for group in data["groups"]) == len(found.differing)
    assert sum(sum(counts.values()) for counts in data["domains"].values()) == len(found.runs)
    assert dump_json(data) == dump_json(to_json(found))


def test_the_page_needs_nothing_from_outside_and_shows_a_bar_for_each_domain():
    page = render_html(reviewed(HALF))
    seen = Elements(page).seen
    assert not any("src" in attrs or "href" in attrs for _, attrs in seen) and "script" not in [tag for tag, _ in seen]
    labels = [attrs["aria-label"] for tag, attrs in seen if tag == "svg" and attrs.get("role") == "img"]
    assert [label.split(":")[0] for label in labels] == ["accounts", "emission"]
    assert all(run.name in page for run in reviewed(HALF).differing)


def test_the_page_of_no_difference_says_so():
    page = render_html(reviewed(f"{FILE}:SAME", traces=6, seed=3))
    assert "no difference" in page and "No difference." in page


def test_a_place_that_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(VectorError, match="the page cannot be written"):
        write_reports(reviewed(HALF), None, tmp_path)

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from tao_spec.clients.reports import PAGE_ITEMS, render_html, render_json, render_junit, write_reports
from tao_spec.clients.runner import ClientIdentity, RunReport
from tao_spec.vectors.text import VectorError
from tests.clients.reports_sample import HOSTILE_TEXT, sample


class Page(HTMLParser):
    """The tags of a page, and what stands in its scripts."""

    def __init__(self):
        super().__init__()
        self.tags, self.scripts, self._in = [], [], False

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._in = tag == "script"

    def handle_endtag(self, tag):
        self._in = self._in and tag != "script"

    def handle_data(self, data):
        if self._in:
            self.scripts.append(data)


def test_json_says_everything_and_times_only_when_asked():
    data = json.loads(render_json(sample()))
    assert data["format"] == "tao-report/1"
    assert data["totals"] == {"pass": 3, "fail": 1, "unsupported": 1, "error": 1, "malformed": 1}
    assert data["results"][1]["difference"]["items"][0] == {
        "part": "changes",
        "where": "SubtensorModule.TotalHotkeyAlpha[5F…, 2]",
        "expected": "12",
        "got": "13",
    }
    assert "timings" not in data and "timings" in json.loads(render_json(sample(), timings=True))
    assert render_json(sample()) == render_json(sample())


def test_junit_has_a_suite_for_each_domain_and_a_verdict_for_each_vector():
    root = ElementTree.fromstring(render_junit(sample()))
    assert {suite.get("name") for suite in root} >= {"stake", "pools"}
    assert {key: root.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "7",
        "failures": "1",
        "errors": "2",
        "skipped": "1",
    }
    cases = {case.get("name"): case for case in root.iter("testcase")}
    failure = cases["stake/case 1"].find("failure")
    assert "expected 12, got 13" in failure.get("message") and "event 0" in failure.text
    assert cases["stake/case 2"].find("skipped") is not None
    assert cases["pools/case 3"].find("error").get("type") == "error"


def test_junit_without_times_is_the_same_each_time_and_holds_none():
    assert "time=" not in render_junit(sample()) and "last words" not in render_junit(sample())
    assert render_junit(sample()) == render_junit(sample())
    timed = ElementTree.fromstring(render_junit(sample(), timings=True))
    assert "time" in next(timed.iter("testcase")).attrib
    assert "the last words" in [element.text for element in timed.iter("system-err")]


def test_the_page_is_whole_in_itself():
    page = Page()
    page.feed(render_html(sample()))
    assert not [attrs for _, attrs in page.tags if {"src", "style", "onclick"} & attrs.keys()]
    assert all(attrs["href"].startswith("#") for _, attrs in page.tags if "href" in attrs)
    assert "@import" not in render_html(sample()) and "url(" not in render_html(sample())


def test_text_of_a_client_never_becomes_markup():
    text = render_html(sample(), timings=True)
    page = Page()
    page.feed(text)
    assert [attrs.get("type") for tag, attrs in page.tags if tag == "script"] == ["application/json", None]
    assert not [tag for tag, _ in page.tags if tag in ("img", "b") and tag == "img"]
    assert "49" not in re.sub(r"sha256-\S+|[\d.]+rem", "", text.split("<body>")[1].split("</h1>")[0])
    data = json.loads(page.scripts[0])
    assert data[1]["items"][1][1] == HOSTILE_TEXT
    assert "Content-Security-Policy" in text and "sha256-" in text


def test_the_page_is_the_same_each_time_and_holds_no_time_unless_asked():
    assert render_html(sample()) == render_html(sample())
    assert "Time of the client" not in render_html(sample()) and "last words" not in render_html(sample())
    assert "Time of the client" in render_html(sample(), timings=True)


def test_vectors_of_one_name_have_anchors_of_their_own():
    page = Page()
    page.feed(render_html(sample()))
    names = [attrs["id"] for tag, attrs in page.tags if tag == "details"]
    assert len(set(names)) == len(names) == 7
    assert "pools/case 4" in names and "pools/case 4~2" in names


def test_the_bars_of_the_picture_are_full():
    page = Page()
    page.feed(render_html(sample(extra=97)))
    parts = [attrs for tag, attrs in page.tags if tag == "rect" and attrs.get("height") == "20"]
    widths = [int(attrs["width"]) for attrs in parts if attrs["class"] != "track"]
    tracks = [attrs for attrs in parts if attrs["class"] == "track"]
    assert sum(widths) == 1000 * len(tracks)


def test_a_page_of_five_thousand_vectors_is_quick_to_make():
    text = render_html(sample(extra=5000))
    assert len(text) < 10_000_000
    assert PAGE_ITEMS <= 50


def test_a_run_without_a_name_is_named_by_its_command():
    report = RunReport(ClientIdentity("./client"), sample().results)
    assert "A client without a name" in render_html(report)
    assert ElementTree.fromstring(render_junit(report)).get("name") == "./client"


def test_reports_are_written_where_asked(tmp_path):
    write_reports(
        sample(), json_path=tmp_path / "a" / "r.json", junit_path=tmp_path / "r.xml", html_path=tmp_path / "r.html"
    )
    assert json.loads((tmp_path / "a" / "r.json").read_text())["vectors"] == 7
    assert (tmp_path / "r.xml").exists() and (tmp_path / "r.html").exists()
    with pytest.raises(VectorError, match="cannot be written"):
        write_reports(sample(), json_path=tmp_path / "r.xml" / "r.json")

import io
import json
from functools import partial

import pytest
from rich.console import Console

from tao_spec import demo
from tao_spec.invariants import frame
from tao_spec.vectors.cases import account_named
from tao_spec.vectors.files import read_json, read_vector
from tao_spec.vectors.fill import fill
from tao_spec.vectors.index import verify_index
from tao_spec.vectors.text import VectorError
from tests.command import BURNS, ROOT

ALL = BURNS + 2
"""The cases, the genesis and the story."""


@pytest.fixture
def small(monkeypatch, tmp_path):
    """A demo over few cases, accounts and blocks; gives the run of it."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(demo, "fill", partial(fill, only="accounts/burn"))
    monkeypatch.setattr(demo, "BLOCKS", 20)
    monkeypatch.setattr(demo, "TRANSFERS", 10)
    balances = {account_named(str(number)).ss58: 600 + 10**9 * number for number in range(30)}
    snapshot = tmp_path / "snapshot.json"
    snapshot.write_text(json.dumps({"balances": balances, "stakes": {}}))

    def run(out="demo", path=snapshot):
        console = Console(file=io.StringIO(), width=200)
        return demo.run_demo(tmp_path / out, path, 1, console), console.file.getvalue()

    return run


def test_the_demo_does_the_main_job(small, tmp_path):
    passed, words = small()
    assert passed, words
    for line in (
        f"   vectors  {BURNS} filled from the cases",
        "invariants  all held after every step",
        f"     check  {ALL} vectors keep",
    ):
        assert line in words
    assert f"accounts {BURNS}/{BURNS}\ndemo 1/1\ngenesis 1/1\n{ALL}/{ALL} vectors pass" in words
    out = tmp_path / "demo"
    assert sorted(path.name for path in out.iterdir()) == ["report.html", "report.json", "report.xml", "vectors"]
    assert read_json(out / "report.json")["totals"]["pass"] == ALL and not verify_index(out / "vectors")
    story = read_vector(out / "vectors" / "demo" / "network.json.gz")
    assert len(story.steps) == 22 and any(step.outcome.result != "ok" for step in story.steps)


def test_the_demo_tells_the_same_story_every_time(small, tmp_path):
    small("one"), small("two"), small("two")
    for name in ("vectors/demo/network.json.gz", "vectors/genesis/demo.json.gz", "vectors/index.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_seeded_snapshot_stands_in(small, monkeypatch, tmp_path):
    monkeypatch.setattr(demo, "SNAPSHOT", tmp_path / "none.json")
    monkeypatch.setattr(demo, "STAND_IN_ACCOUNTS", 40)
    passed, words = small("out", None)
    assert passed and "A seeded snapshot stands in for the network's own, which is not at hand." in words


def test_a_snapshot_that_is_none_is_refused_before_anything_is_written(small, tmp_path):
    (tmp_path / "array.json").write_text("[]")
    with pytest.raises(VectorError, match="this is no snapshot; give an object of balances and stakes"):
        small("out", tmp_path / "array.json")
    assert not (tmp_path / "out").exists()


def test_a_broken_invariant_fails_the_demo(small, monkeypatch):
    found = type("Violation", (), {"__str__": lambda _: "INV-0: seven is eight"})()
    monkeypatch.setattr(demo, "Watch", lambda chain: type("W", (), {"after": lambda *_: [found]})())
    passed, words = small()
    assert not passed and "violations, the first: INV-0: seven is eight" in words
    assert frame.INVARIANTS

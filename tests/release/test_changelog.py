import pytest

from tao_spec.release.changelog import Snapshot, compare, describe, read_snapshot
from tao_spec.release.paragraphs import Paragraph
from tao_spec.vectors.files import read_json
from tao_spec.vectors.index import write_index
from tao_spec.vectors.text import VectorError, dump_json
from tests.release.samples import make, make_sources, refill
from tests.vectors.samples import FUNCTION, GENESIS, KEY, TRANSITION, changed


def snapshot(vectors, *paragraphs):
    return Snapshot(
        "1",
        {path: dump_json(data).encode() for path, data in vectors.items()},
        {id: Paragraph(id, "Title", "chapter", text) for id, text in paragraphs},
    )


def change(old, new, before=(), after=()):
    """What is told of one vector that differs."""
    log = compare(snapshot({"306/a.json": old}, *before), snapshot({"306/a.json": new}, *after))
    (found,) = log.to_json()["changed"]
    assert found.pop("path") == "306/a.json"
    return found


def at(*path, to):
    return changed(TRANSITION, *path, to=to)


@pytest.mark.parametrize(
    ("new", "why", "steps"),
    [
        (at("pre", KEY, to="0x05"), ["pre-state"], None),
        (at("description", to="Else."), ["words"], None),
        (at("steps", 0, "result", to="BadOrigin"), ["outcome"], [(0, ["result"])]),
        (at("steps", 0, "origin", to="root"), ["actions"], [(0, ["origin"])]),
        (at("steps", 2, "blocks", to=4), ["actions"], [(2, ["blocks"])]),
        (at("steps", to=TRANSITION["steps"][:2]), ["actions"], [(2, ["removed"])]),
        (at("steps", to=[*TRANSITION["steps"], TRANSITION["steps"][2]]), ["actions"], [(3, ["added"])]),
        (at("steps", 0, "changes", to={KEY: "0x09"}), ["outcome"], [(0, ["changes"])]),
    ],
)
def test_what_of_a_transition_differs(new, why, steps):
    told = change(TRANSITION, new)
    assert told["why"] == why and told["rules"] == ["STAKE-3"]
    assert [(row["step"], row["parts"]) for row in told.get("steps", [])] == (steps or [])


def test_a_step_is_named_by_its_call():
    told = change(TRANSITION, at("steps", 0, "result", to="BadOrigin"))
    assert told["steps"][0]["label"] == "SubtensorModule.add_stake"


def test_what_of_a_function_or_a_genesis_differs():
    told = change(FUNCTION, changed(FUNCTION, "cases", 1, "result", to="0"))
    assert (told["why"], told["cases"]) == (["cases"], [1])
    assert change(GENESIS, changed(GENESIS, "config", to={}))["why"] == ["configuration"]
    assert change(GENESIS, changed(GENESIS, "root", to="0x" + "cc" * 32))["why"] == ["outcome"]


def test_other_rules_and_other_words_of_a_rule_are_reasons():
    told = change(TRANSITION, at("rules", to=["STAKE-1"]))
    assert (told["why"], told["rules_added"], told["rules_removed"]) == (["rules"], ["STAKE-1"], ["STAKE-3"])
    new = at("steps", 0, "result", to="BadOrigin")
    told = change(TRANSITION, new, [("STAKE-3", "Old."), ("STAKE-1", "x")], [("STAKE-3", "New."), ("STAKE-1", "y")])
    assert (told["why"], told["reworded_rules"]) == (["spec-text", "outcome"], ["STAKE-3"])


def test_equal_vectors_in_other_bytes_are_told_as_packing():
    data = dump_json(TRANSITION).encode()
    before, after = Snapshot("1", {"306/a.json": data}, {}), Snapshot("2", {"306/a.json": data + b"\n"}, {})
    assert compare(before, after).changed[0].why == ("packing",)


def test_vectors_that_come_and_go_say_why():
    before = snapshot({"306/old.json": TRANSITION}, ("STAKE-3", "x"))
    after = snapshot({"306/new.json": at("rules", to=["STAKE-9"])}, ("STAKE-9", "y"))
    log = compare(before, after).to_json()
    assert log["added"] == [
        {"path": "306/new.json", "rules": ["STAKE-9"], "why": ["new-rule"], "new_rules": ["STAKE-9"]}
    ]
    assert log["removed"] == [
        {"path": "306/old.json", "rules": ["STAKE-3"], "why": ["removed-rule"], "removed_rules": ["STAKE-3"]}
    ]
    assert log["rules"] == {"added": ["STAKE-9"], "reworded": [], "removed": ["STAKE-3"]}
    assert log["counts"] == {"added": 1, "changed": 0, "removed": 1, "unchanged": 0}


def test_a_case_may_come_and_go_while_its_rules_stay():
    paragraph = ("STAKE-3", "x")
    log = compare(snapshot({"306/old.json": TRANSITION}, paragraph), snapshot({"306/new.json": TRANSITION}, paragraph))
    assert (log.added[0].why, log.removed[0].why) == (("further-case",), ("dropped-case",))
    told = compare(snapshot({}, paragraph), snapshot({"306/new.json": TRANSITION}, ("STAKE-3", "y"))).added[0]
    assert (told.why, told.detail) == (("spec-text",), {"reworded_rules": ["STAKE-3"]})


def test_the_first_release_adds_everything(tmp_path):
    made = make(make_sources(tmp_path), tmp_path / "out")
    assert made.changelog.to_json()["from"] is None
    assert [item.path for item in made.changelog.added] == [
        "306/accounts/plain.json.gz",
        "306/arithmetic/function.json.gz",
        "320/stake/other.json",
    ]
    assert describe(made.changelog) == (
        "since nothing: 3 added, 0 changed, 0 removed, 0 as they were; paragraphs: 2 added, 0 reworded, 0 removed"
    )


@pytest.mark.parametrize("kind", ["archive", "folder"])
def test_a_release_is_compared_with_the_one_before(tmp_path, kind):
    sources = make_sources(tmp_path)
    first = make(sources, tmp_path / "first").path
    kept = tmp_path / "kept"
    sources.vectors.rename(kept)
    make_sources(tmp_path / "again")
    (tmp_path / "again" / "vectors").rename(sources.vectors)
    plain = read_json(sources.vectors / "accounts" / "plain.json.gz")
    refill(sources, "accounts/plain.json.gz", changed(plain, "steps", 1, "result", to="BadOrigin"))
    (sources.vectors / "stake" / "other.json").unlink()
    write_index(sources.vectors)
    log = make(sources, tmp_path / "second", first if kind == "archive" else kept).changelog
    assert [(item.path, item.why) for item in log.changed] == [("306/accounts/plain.json.gz", ("outcome",))]
    assert [item.path for item in log.removed] == ["320/stake/other.json"]
    assert (log.unchanged, log.before) == (1, "9.9.9" if kind == "archive" else "")
    assert (log.rules is None) == (kind == "folder")
    assert describe(log).startswith(
        "since 9.9.9: 0 added" if kind == "archive" else "since the previous vectors: 0 added"
    )


def test_a_previous_release_that_is_none_is_refused(tmp_path):
    with pytest.raises(VectorError, match="there is no such release; give an archive, or a folder of vectors"):
        read_snapshot(tmp_path / "nowhere")
    with pytest.raises(VectorError, match="the folder holds no vectors"):
        read_snapshot(tmp_path)

import sys
from pathlib import Path

import pytest

from tao_spec.clients.evidence import (
    FORMAT,
    Evidence,
    check_folder,
    collect_evidence,
    read_evidence,
    write_evidence,
)
from tao_spec.clients.runner import ClientIdentity, RunReport, VectorResult, run
from tao_spec.vectors.files import read_json, write_json
from tao_spec.vectors.index import read_index, write_index
from tao_spec.vectors.text import VectorError
from tests.vectors.samples import FUNCTION, TRANSITION

CONFORMANCE = Path(__file__).resolve().parents[2] / "conformance"
UNSUPPORTED = 'import sys\nfor line in sys.stdin: print(\'{"unsupported":"all"}\', flush=True)'


@pytest.fixture
def folder(tmp_path):
    write_json(tmp_path / "v" / "a.json.gz", TRANSITION)
    write_json(tmp_path / "v" / "b" / "c.json", FUNCTION)
    write_index(tmp_path / "v")
    return tmp_path / "v"


def found(**changes):
    given = {"client": "subtensor", "version": "v1", "verdicts": (("a.json", "00" * 32, "pass"),)}
    return Evidence(**given | changes)


def test_a_run_becomes_evidence_by_hash(folder):
    check_folder(folder)
    report = run([folder], [sys.executable, "-c", UNSUPPORTED])
    evidence = collect_evidence(folder, report)
    hashes = {entry.path: entry.sha256 for entry in read_index(folder).entries}
    assert evidence.verdicts == tuple((path, hashes[path], "unsupported") for path in ("a.json.gz", "b/c.json"))
    assert evidence.accepted == 0


def test_what_passes_is_accepted(folder):
    results = tuple(
        VectorResult(path=f"{folder}/{path}", id=path, kind="transition", domain="x", status=status)
        for path, status in (("a.json.gz", "pass"), ("b/c.json", "fail"))
    )
    report = RunReport(ClientIdentity("cmd", "me", "1", (306,)), results, 1, 0.0)
    evidence = collect_evidence(folder, report)
    assert (evidence.accepted, evidence.client, evidence.version) == (1, "me", "1")


def test_a_run_over_other_vectors_is_refused(folder):
    report = run([folder / "a.json.gz"], [sys.executable, "-c", UNSUPPORTED])
    with pytest.raises(VectorError, match="do not list the same vectors; fill the folder again") as caught:
        collect_evidence(folder, report)
    assert str(caught.value).startswith(f"{folder}: ")


def test_a_folder_that_is_not_its_index_is_refused(folder, tmp_path):
    (folder / "a.json.gz").unlink()
    with pytest.raises(VectorError, match=r"a\.json\.gz: the index lists it, but there is no such file"):
        check_folder(folder)
    write_json(folder / "a.json.gz", {**TRANSITION, "description": "Another."})
    with pytest.raises(VectorError, match=r"a.json.gz: its SHA-256 is [0-9a-f]{64}, not [0-9a-f]{64}"):
        check_folder(folder)
    (tmp_path / "empty").mkdir()
    with pytest.raises(VectorError, match=r"index\.json: the file cannot be read"):
        check_folder(tmp_path / "empty")


def test_evidence_comes_back_as_it_was_written(tmp_path):
    path = write_evidence(tmp_path, found())
    assert path == tmp_path / "subtensor-v1.json" and read_evidence(path) == found()
    assert read_json(path)["format"] == FORMAT


@pytest.mark.parametrize(
    ("client", "version", "name"),
    [
        ("../../evil", "1", "_.._evil-1.json"),
        ("/etc/passwd", "", "_etc_passwd-.json"),
        ("", "", "unnamed-client.json"),
        ("..", "..", "-...json"),
        (".hidden", "1", "hidden-1.json"),
        ("a b\x00\n", "ü", "a_b_-_.json"),
        ("x" * 500, "1", "x" * 100 + ".json"),
    ],
)
def test_a_client_cannot_choose_where_its_evidence_goes(tmp_path, client, version, name):
    path = write_evidence(tmp_path / "out", found(client=client, version=version))
    assert path == tmp_path / "out" / name and [file.name for file in (tmp_path / "out").iterdir()] == [name]
    assert read_evidence(path).client == client


GOOD = {"path": "a", "sha256": "00", "verdict": "pass"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "this is no evidence; give a file of the format tao-evidence/1"),
        ({"format": "tao-index/1"}, "this is no evidence"),
        ({"format": FORMAT}, "does not say who accepts which vectors"),
        ({"format": FORMAT, "client": "c", "version": 1, "vectors": []}, "does not say who"),
        ({"format": FORMAT, "client": "c", "version": "1", "vectors": {}}, "does not say who"),
        ({"format": FORMAT, "client": "c", "version": "1", "vectors": [GOOD, 5]}, "does not say who"),
        ({"format": FORMAT, "client": "c", "version": "1", "vectors": [{"path": "a"}]}, "does not say who"),
        (
            {"format": FORMAT, "client": "c", "version": "1", "vectors": [GOOD | {"verdict": "good"}]},
            "does not say who",
        ),
    ],
)
def test_what_is_no_evidence_is_refused(tmp_path, data, words):
    write_json(tmp_path / "e.json", data)
    with pytest.raises(VectorError, match=words) as caught:
        read_evidence(tmp_path / "e.json")
    assert str(caught.value).startswith(str(tmp_path / "e.json"))


def test_the_released_evidence_is_of_the_released_vectors():
    listed = {entry.path: entry.sha256 for entry in read_index(CONFORMANCE / "vectors").entries}
    for path in sorted((CONFORMANCE / "evidence").glob("*.json")):
        evidence = read_evidence(path)
        stale = [name for name, sha256, _ in evidence.verdicts if listed.get(name) != sha256]
        assert not stale and evidence.accepted == len(evidence.verdicts) > 0

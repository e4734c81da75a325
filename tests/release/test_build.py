import hashlib
import json
import zipfile

import pytest

from tao_spec.release.build import tell
from tao_spec.vectors.files import read_json, write_json
from tao_spec.vectors.text import VectorError
from tests.command import refusal, tao_spec
from tests.release.samples import make, make_sources, refill
from tests.vectors.samples import TRANSITION, changed

FILES = [
    "CHANGELOG.json",
    "README.txt",
    "RELEASE.json",
    "SHA256SUMS",
    "evidence/306/real-1.json",
    "rules.json",
    "schemas/one.schema.json",
    "vectors/306/accounts/plain.json.gz",
    "vectors/306/arithmetic/function.json.gz",
    "vectors/306/index.json",
    "vectors/320/index.json",
    "vectors/320/stake/other.json",
]


@pytest.fixture
def sources(tmp_path):
    return make_sources(tmp_path)


def members(made):
    with zipfile.ZipFile(made.path) as archive:
        return {name.removeprefix("tao-vectors-9.9.9/"): archive.read(name) for name in archive.namelist()}


def test_a_release_holds_everything_by_revision_and_domain(sources, tmp_path):
    made = make(sources, tmp_path / "out")
    found = members(made)
    assert sorted(found) == FILES
    assert made.path == tmp_path / "out" / "tao-vectors-9.9.9.zip"
    assert made.domains == {306: {"accounts": 1, "arithmetic": 1}, 320: {"stake": 1}}
    data = made.path.read_bytes()
    assert (made.size, made.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_the_bytes_are_the_same_each_time(sources, tmp_path):
    assert make(sources, tmp_path / "one").path.read_bytes() == make(sources, tmp_path / "two").path.read_bytes()


def test_every_file_has_its_checksum(sources, tmp_path):
    found = members(make(sources, tmp_path / "out"))
    lines = found.pop("SHA256SUMS").decode().splitlines()
    assert lines == [f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in sorted(found.items())]


def test_a_release_tells_what_it_is(sources, tmp_path):
    found = members(make(sources, tmp_path / "out"))
    told = json.loads(found["RELEASE.json"])
    assert told["version"] == "9.9.9"
    assert told["revisions"]["306"] == {
        "vectors": 2,
        "steps": 7,
        "domains": {"accounts": 1, "arithmetic": 1},
        "evidence": [{"client": "real", "version": "1", "vectors": 2, "accepted": 2}],
    }
    assert told["revisions"]["320"]["evidence"] == []
    assert b"--domain accounts tao-vectors-9.9.9.zip" in found["README.txt"]


def test_verdicts_on_other_vectors_are_left_out(sources, tmp_path):
    plain = read_json(sources.vectors / "accounts" / "plain.json.gz")
    refill(sources, "accounts/plain.json.gz", changed(plain, "description", to="Another."))
    made = make(sources, tmp_path / "out")
    book = json.loads(members(made)["evidence/306/real-1.json"])
    assert made.stale == 1 and [row["path"] for row in book["vectors"]] == ["arithmetic/function.json.gz"]
    assert "left out: 1 verdicts on vectors that are no more; collect the evidence again" in list(tell(made, 1.0))


def test_size_and_time_are_told(sources, tmp_path):
    made = make(sources, tmp_path / "out")
    told = list(tell(made, 1.25))
    assert told[0] == "revision 306: 2 vectors of 2 domains"
    assert told[-2:] == [f"{made.path}: {made.size:,} bytes in 1.2 s", f"SHA-256 {made.sha256}"]


def test_a_folder_that_is_not_as_its_index_is_refused(sources, tmp_path):
    write_json(sources.vectors / "accounts" / "plain.json.gz", TRANSITION)
    with pytest.raises(VectorError, match="the folder and its index disagree"):
        make(sources, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["schemas", "evidence"])
def test_a_source_that_is_not_there_is_refused(sources, tmp_path, name):
    for path in getattr(sources, name).iterdir():
        path.unlink()
    with pytest.raises(VectorError, match=r"the folder holds no \.json file"):
        make(sources, tmp_path / "out")


def test_the_command_releases_and_runs(sources, tmp_path):
    given = [
        part for name in ("vectors", "schemas", "evidence", "spec") for part in (f"--{name}", getattr(sources, name))
    ]
    told = tao_spec("release", "--out", tmp_path / "out", *given)
    assert (told.returncode, told.stderr) == (0, "")
    path = next((tmp_path / "out").iterdir())
    assert f"{path}: {path.stat().st_size:,} bytes in " in told.stdout
    ran = tao_spec("run", "--client", "cat", "--domain", "arithmetic", "--json", tmp_path / "r.json", path)
    assert ran.returncode == 1 and "arithmetic 0/1" in ran.stdout
    results = json.loads((tmp_path / "r.json").read_text())["results"]
    assert [result["path"] for result in results] == [f"{path}/vectors/306/arithmetic/function.json.gz"]
    path.write_bytes(path.read_bytes()[:-100])
    sentence = refusal(tao_spec("run", "--client", "cat", path))
    assert sentence.startswith(f"{path}: the archive is damaged, or is no zip (")

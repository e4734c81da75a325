import sys
import zipfile

import pytest

from tao_spec.clients import runner
from tao_spec.release.selection import Selection, chosen
from tao_spec.vectors.text import VectorError
from tests.command import VECTORS
from tests.release.samples import make, make_sources

UNSUPPORTED = [sys.executable, "-c", 'import sys\nfor line in sys.stdin: print(\'{"unsupported":"all"}\', flush=True)']


@pytest.fixture
def sources(tmp_path):
    return make_sources(tmp_path)


@pytest.fixture
def archive(sources, tmp_path):
    return make(sources, tmp_path / "out").path


def names(paths, **asked):
    with chosen(paths, Selection(**asked)) as files:
        return [file.name for file in files.files]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["plain.json.gz", "function.json.gz", "other.json"]),
        ({"domains": frozenset({"accounts"})}, ["plain.json.gz"]),
        ({"domains": frozenset({"accounts", "stake"})}, ["plain.json.gz", "other.json"]),
        ({"rules": frozenset({"STAKE-3"})}, ["plain.json.gz"]),
        ({"rules": frozenset({"STAKE-3", "STAKE-1"})}, ["plain.json.gz", "other.json"]),
        ({"prefix": "accounts/pl"}, ["plain.json.gz"]),
        ({"domains": frozenset({"stake"}), "rules": frozenset({"STAKE-1"})}, ["other.json"]),
        ({"domains": frozenset({"arithmetic"})}, ["function.json.gz"]),
    ],
)
def test_archive_and_folder_give_the_same_subset(sources, archive, asked, found):
    assert names([archive], **asked) == found
    assert sorted(names([sources.vectors], **asked)) == sorted(found)


def test_a_single_file_is_asked_too(sources):
    path = sources.vectors / "stake" / "other.json"
    assert names([path], prefix="stake/") == ["other.json"]
    with pytest.raises(VectorError):
        names([path], prefix="accounts/")


def test_what_is_no_vector_is_not_passed_over(sources):
    (sources.vectors / "broken.json").write_text("{")
    assert names([sources.vectors], prefix="stake/") == ["broken.json", "other.json"]


def test_the_sentence_says_what_was_asked(archive):
    with pytest.raises(VectorError) as caught:
        names([archive], domains=frozenset({"b", "a"}), rules=frozenset({"X-1"}), prefix="q\n")
    assert str(caught.value) == (
        "there is no vector of the domain a or b, of the rule X-1, with an id that begins with q\\n; ask for what the index names"
    )


def test_a_report_names_files_by_the_archive(archive, tmp_path):
    with chosen([archive], Selection()) as files:
        first = files.named(runner.run(files.files, UNSUPPORTED))
    zipfile.ZipFile(archive).extractall(tmp_path)
    with chosen([archive], Selection()) as files:
        second = files.named(runner.run(files.files, UNSUPPORTED))
    assert first.to_json() == second.to_json()
    assert first.results[0].path == f"{archive}/vectors/306/accounts/plain.json.gz"
    assert first.results[0].id == "accounts/plain"


def test_a_malformed_vector_of_an_archive_is_named_by_the_archive(archive):
    with chosen([archive], Selection()) as files:
        files.files[0].write_bytes(b"{")
        result = files.named(runner.run(files.files, UNSUPPORTED)).results[0]
    assert result.status == "malformed"
    assert result.path == result.id == f"{archive}/vectors/306/accounts/plain.json.gz"


def test_paths_of_all_kinds_go_together(sources, archive):
    single = sources.vectors / "stake" / "other.json"
    assert names([archive, single]) == ["plain.json.gz", "function.json.gz", "other.json", "other.json"]


def test_the_released_vectors_of_a_domain():
    found = names([VECTORS / "accounts" / "transfer", VECTORS / "serving"], domains=frozenset({"serving"}))
    assert len(found) == len(list((VECTORS / "serving").rglob("*.json.gz")))

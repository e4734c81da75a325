import json

import pytest

from tao_spec.vectors.files import INDEX, write_vector
from tao_spec.vectors.format import parse_vector
from tao_spec.vectors.index import build_index, read_index, verify_index, write_index
from tao_spec.vectors.text import VectorError
from tests.vectors.samples import FUNCTION, GENESIS, TRANSITION, changed


@pytest.fixture
def folder(tmp_path):
    write_vector(tmp_path / "stake" / "b.json.gz", parse_vector(TRANSITION))
    write_vector(tmp_path / "stake" / "a.json", parse_vector(GENESIS))
    write_vector(tmp_path / "fixed.json", parse_vector(FUNCTION))
    return tmp_path


def test_an_entry_says_what_a_vector_exercises(folder):
    index = build_index(folder)
    assert [entry.path for entry in index.entries] == ["fixed.json", "stake/a.json", "stake/b.json.gz"]
    function, genesis, transition = index.entries
    assert transition.calls == ("SubtensorModule.add_stake",)
    assert transition.errors == ("SubtensorModule.AmountTooLow",)
    assert transition.events == ("System.Remarked",)
    assert (transition.rules, transition.steps, transition.revision) == (("STAKE-3",), 3, 306)
    assert (function.kind, function.steps, function.id) == ("function", 4, "fixed.I96F32.saturating_mul")
    assert (genesis.kind, genesis.steps) == ("genesis", 1)


def test_an_index_is_written_to_the_same_bytes_and_read_back(folder):
    index = write_index(folder)
    first = (folder / INDEX).read_bytes()
    assert write_index(folder) == index == read_index(folder)
    assert (folder / INDEX).read_bytes() == first
    assert verify_index(folder) == ()


def test_what_differs_from_the_index_is_named(folder):
    write_index(folder)
    (folder / "fixed.json").unlink()
    write_vector(folder / "stake" / "b.json.gz", parse_vector(changed(TRANSITION, "rules", to=[])))
    write_vector(folder / "stake" / "c.json", parse_vector(TRANSITION))
    missing, changed_one, extra = verify_index(folder)
    assert missing.startswith("fixed.json: the index lists it")
    assert changed_one.startswith("stake/b.json.gz: its SHA-256 is")
    assert extra.startswith("stake/c.json: the index does not list it")


def test_an_index_that_lies_about_a_file_is_named(folder):
    write_index(folder)
    data = json.loads((folder / INDEX).read_text())
    data["vectors"][2]["calls"] = []
    (folder / INDEX).write_text(json.dumps(data))
    assert verify_index(folder) == ("stake/b.json.gz: the index says otherwise of calls; write the index again",)


def test_an_index_that_is_absent_or_malformed_is_told(folder):
    with pytest.raises(VectorError, match="cannot be read"):
        read_index(folder)
    (folder / INDEX).write_text('{"format":"tao-index/1","vectors":[{"path":"a"}]}')
    with pytest.raises(VectorError, match=r"\$\.vectors\[0\], the key \"sha256\" is missing"):
        read_index(folder)
    (folder / "stake" / "bad.json").write_text("{}")
    with pytest.raises(VectorError, match=r"bad\.json"):
        build_index(folder)

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tao_spec.revisions.r306 import R306
from tao_spec.vectors.cases import discover_cases
from tao_spec.vectors.files import read_json, read_vector, write_json
from tao_spec.vectors.fill import FillError, fill, fill_case, find_cases
from tao_spec.vectors.index import read_index, verify_index
from tao_spec.vectors.machine import Machine
from tao_spec.vectors.text import VectorError
from tests.vectors.samples import TRANSITION, changed

ONE = '''
    @case(rules=["ACC-80"])
    def remark(build: Builder):
        """Root remarks."""
        yield root(Remark(b"hello"))
'''


def hashes(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def refusal(cases_package, text):
    """The sentence with which the one case of a package is refused."""
    (case,) = discover_cases(cases_package(text))
    with pytest.raises(FillError) as caught:
        fill_case(case, R306)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_same_bytes_whatever_the_hash_seed_and_the_number_of_processes(tmp_path):
    runs = []
    for seed, jobs in (("0", "1"), ("1", "2"), ("31337", "1")):
        out = tmp_path / f"{seed}-{jobs}"
        command = [sys.executable, "-m", "tao_spec.cli", "fill", "--out", str(out), "--only", "accounts/t", "-j", jobs]
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True)
        runs.append(hashes(out))
    assert runs[0] == runs[1] == runs[2] and len(runs[0]) > 20


def test_a_case_becomes_a_vector(cases_package, tmp_path):
    told = []
    index = fill(tmp_path / "v", package=cases_package(ONE), on_progress=lambda *far: told.append(far))
    (entry,) = index.entries
    assert (entry.path, entry.calls, entry.rules) == ("accounts/sample/remark.json.gz", ("System.remark",), ("ACC-80",))
    assert told == [(1, 1)] and not verify_index(tmp_path / "v")
    vector = read_vector(tmp_path / "v" / entry.path)
    assert (vector.producer.name, vector.description, vector.steps[0].outcome.result) == (
        "tao-spec",
        "Root remarks.",
        "ok",
    )


def test_errors_must_be_named(cases_package):
    text = '''
        @case(rules=["ACC-81"])
        def sample(build: Builder):
            """Root may not."""
            yield root(RemarkWithEvent(b""))
    '''
    words = "reaches the errors ['BadOrigin'] and names []; name exactly those that it reaches"
    assert words in refusal(cases_package, text)


def test_errors_that_are_named_must_be_reached(cases_package):
    text = ONE.replace('["ACC-80"]', '["ACC-80"], errors=["BadOrigin", "AmountTooLow"]')
    assert "reaches the errors [] and names ['AmountTooLow', 'BadOrigin']" in refusal(cases_package, text)


def test_what_is_not_specified_is_refused(cases_package):
    text = '''
        @case(rules=["ACC-1"])
        def sample(build: Builder):
            """Nobody specified this."""
            yield root(SetHeapPages(3))
    '''
    sentence = refusal(cases_package, text.replace("SetHeapPages(3)", "SetHeapPages(type_of(3))"))
    assert "NameError: name 'type_of' is not defined" in sentence and "sample.py:" in sentence
    text = text.replace(
        "SetHeapPages(3)", "SetHeapPages(__import__('tao_spec.arithmetic.integers').arithmetic.integers.U64(3))"
    )
    assert "System.set_heap_pages is not specified yet; specify it first" in refusal(cases_package, text)


def test_where_the_real_client_aborts_there_is_no_vector(cases_package, monkeypatch):
    from tao_spec.arithmetic.errors import DivisionByZero
    from tao_spec.vectors import machine

    def panic(chain):
        raise DivisionByZero("nothing to divide by")

    monkeypatch.setattr(machine, "advance_block", panic)
    text = ONE.replace('root(Remark(b"hello"))', "blocks(1)")
    assert "the real client aborts here (nothing to divide by); show what the chain answers" in refusal(
        cases_package, text
    )


def test_a_broken_invariant_is_refused(cases_package, monkeypatch):
    from tao_spec.arithmetic.currency import TaoBalance
    from tao_spec.vectors import machine

    def mint(chain):
        chain.accounts.total_issuance.value = TaoBalance(chain.accounts.total_issuance.value + 1)

    monkeypatch.setattr(machine, "advance_block", mint)
    sentence = refusal(cases_package, ONE.replace('root(Remark(b"hello"))', "blocks(1)"))
    assert "case accounts/sample/remark breaks an invariant: INV-" in sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ONE.replace('yield root(Remark(b"hello"))', "yield 1 / 0"), "ZeroDivisionError: division by zero"),
        (ONE.replace('yield root(Remark(b"hello"))', "return None"), "TypeError: 'NoneType' object is not an iterator"),
        (ONE.replace('root(Remark(b"hello"))', "Remark(b'')"), "AttributeError: "),
        (ONE.replace("yield root", "return\n        yield root"), "does nothing; let it yield an action"),
        (ONE.replace('"""Root remarks."""', ""), "says nothing of what it shows; give its function a docstring"),
        (ONE + "        raise KeyError('after')\n", "fails with KeyError: 'after'"),
        (
            ONE + "        build.at_block(7)\n",
            "writes to the state between its actions; prepare all of it before the first",
        ),
    ],
)
def test_a_case_that_is_none_is_refused_in_one_sentence(cases_package, text, words):
    assert words in refusal(cases_package, text)


def test_a_package_that_cannot_be_loaded_is_refused(cases_package):
    with pytest.raises(FillError, match="there is no package 'no_such_cases' of cases here; run this where it is"):
        find_cases("no_such_cases")
    with pytest.raises(FillError, match="SyntaxError") as caught:
        find_cases(cases_package("def ("))
    assert "\n" not in str(caught.value)
    with pytest.raises(FillError, match="fails with ModuleNotFoundError: No module named 'no_such_module'"):
        find_cases(cases_package("import no_such_module"))
    with pytest.raises(FillError, match="holds no cases"):
        find_cases(cases_package(""))


def test_only_some_cases_are_filled(cases_package, tmp_path):
    package = cases_package(ONE + ONE.replace("def remark", "def other"))
    fill(tmp_path, package=package, only="accounts/sample/other")
    assert [entry.id for entry in read_index(tmp_path).entries] == ["accounts/sample/other"]
    fill(tmp_path, package=package, only="accounts/sample/remark")
    assert [entry.id for entry in read_index(tmp_path).entries] == ["accounts/sample/other", "accounts/sample/remark"]
    with pytest.raises(FillError, match=r"no case of .* has an id that starts with 'stake'"):
        fill(tmp_path, package=package, only="stake")


def test_a_stale_vector_is_removed_and_what_others_put_there_stays(cases_package, tmp_path):
    folder = tmp_path / "v"
    fill(folder, package=cases_package(ONE.replace("def remark", "def gone")))
    write_json(folder / "theirs" / "vector.json", TRANSITION)
    (folder / "notes.txt").write_text("mine")
    package = cases_package(ONE)
    for _ in range(2):
        index = fill(folder, package=package)
        assert [entry.path for entry in index.entries] == ["accounts/sample/remark.json.gz", "theirs/vector.json"]
        assert (folder / "notes.txt").read_text() == "mine"


def test_an_index_cannot_name_what_lies_outside(cases_package, tmp_path):
    folder, package = tmp_path / "v", cases_package(ONE)
    fill(folder, package=package)
    outside = tmp_path / "outside.json"
    write_json(outside, changed(TRANSITION, "producer", "name", to="tao-spec"))
    index = read_json(folder / "index.json")
    index["vectors"].append(index["vectors"][0] | {"path": "../outside.json"})
    index["vectors"].append(index["vectors"][0] | {"path": str(outside)})
    index["vectors"].append(index["vectors"][0] | {"path": "accounts"})
    write_json(folder / "index.json", index)
    fill(folder, package=package)
    assert outside.exists()


def test_a_folder_that_cannot_be_is_refused(cases_package, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(VectorError, match="the file cannot be written"):
        fill(Path(tmp_path / "file"), package=cases_package(ONE))


GENESIS = '''
    @genesis_case(rules=["GENESIS-4"])
    def empty():
        """Nothing is configured."""
        return {}
'''
FUNCTION = '''
    @function_case("fixed.I32F32.saturating_add", rules=["EMIT-1"])
    def sums():
        """Two sums."""
        return [["1", "2"], [str(2**63 - 1), "1"]]
'''


def test_a_genesis_becomes_a_vector(cases_package, tmp_path):
    (entry,) = fill(tmp_path, package=cases_package(GENESIS)).entries
    assert (entry.path, entry.kind, entry.rules) == ("accounts/sample/empty.json.gz", "genesis", ("GENESIS-4",))
    vector = read_vector(tmp_path / entry.path)
    machine = Machine.genesis(306, {})
    assert (vector.config, vector.state, vector.root) == ({}, machine.state, machine.root)
    assert (vector.description, vector.producer.name) == ("Nothing is configured.", "tao-spec")


def test_a_pure_function_becomes_a_vector(cases_package, tmp_path):
    (entry,) = fill(tmp_path, package=cases_package(FUNCTION)).entries
    assert (entry.id, entry.kind, entry.rules, entry.steps) == ("accounts/sample/sums", "function", ("EMIT-1",), 2)
    vector = read_vector(tmp_path / entry.path)
    assert vector.function == "fixed.I32F32.saturating_add"
    assert [(case.args, case.result) for case in vector.cases] == [
        (("1", "2"), "3"),
        ((str(2**63 - 1), "1"), str(2**63 - 1)),
    ]


def test_stale_vectors_of_every_kind_are_removed(cases_package, tmp_path):
    fill(tmp_path, package=cases_package(ONE + GENESIS + FUNCTION))
    index = fill(tmp_path, package=cases_package(ONE))
    assert [entry.id for entry in index.entries] == ["accounts/sample/remark"]
    assert sorted(path.name for path in tmp_path.glob("accounts/sample/*.gz")) == ["remark.json.gz"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GENESIS.replace("{}", "{'sudo': 3}"), "GenesisError: genesis.sudo: must be an object, not 3"),
        (GENESIS.replace('"""Nothing is configured."""', ""), "says nothing of what it shows"),
        (FUNCTION.replace("saturating_add", "no_such"), "UnknownFunction: no function is called"),
        (FUNCTION.replace('[["1", "2"], [str(2**63 - 1), "1"]]', "[['1']]"), "MalformedArgument: "),
        (FUNCTION.replace('[["1", "2"], [str(2**63 - 1), "1"]]', "[]"), "does nothing; let it return arguments"),
        (FUNCTION.replace('"""Two sums."""', ""), "says nothing of what it shows"),
    ],
)
def test_a_case_of_another_kind_that_is_none_is_refused(cases_package, tmp_path, text, words):
    with pytest.raises(FillError) as caught:
        fill(tmp_path, package=cases_package(text))
    assert words in str(caught.value) and "\n" not in str(caught.value)

from __future__ import annotations

from collections import Counter

import pytest

from tao_spec.fuzz.corpus import GENESIS, Corpus, read_start
from tao_spec.revisions.r306 import R306
from tao_spec.vectors.files import write_json
from tao_spec.vectors.text import VectorError
from tests.fuzzing.clients import VECTORS


def test_without_files_every_trace_begins_at_genesis():
    corpus = Corpus([], R306, {}, 1)
    assert {corpus.start(number).name for number in range(40)} == {GENESIS}
    assert corpus.start(0).state and not corpus.start(0).script


def test_every_file_has_its_turn_before_most_have_another():
    corpus = Corpus([VECTORS / "accounts"], R306, {}, 1)
    files = len([file for files in corpus.by_domain.values() for file in files])
    turns = Counter(corpus._file(number) for number in range(files))
    assert len(turns) == files and set(turns.values()) == {1}


def test_turns_follow_the_weights_of_domains():
    corpus = Corpus([VECTORS], R306, {"stake": 3.0, "pools": 1.0}, 1)
    turns = Counter(corpus._file(number).relative_to(VECTORS).parts[0] for number in range(1_000))
    assert set(turns) == {"stake", "pools"} and abs(turns["stake"] - 750) < 5


def test_another_seed_gives_another_order():
    first, second, again = (Corpus([VECTORS / "pools"], R306, {}, seed).start(0).name for seed in (1, 2, 1))
    assert first == again != second


def test_a_state_begins_a_trace_as_a_client_dumps_it_or_bare(tmp_path):
    for name, data in (("bare", {"0x01": "0x02"}), ("dumped", {"state": {"0x01": "0x02"}})):
        write_json(tmp_path / f"{name}.json", data)
        assert read_start(tmp_path / f"{name}.json")[0].state == {"0x01": "0x02"}


def test_a_vector_of_another_revision_is_passed_over(tmp_path):
    data = {
        "format": "tao-vector/1",
        "id": "a/b",
        "revision": 999,
        "description": "Another time.",
        "rules": [],
        "producer": {"name": "x", "version": "1"},
        "pre": {},
        "steps": [],
    }
    write_json(tmp_path / "v.json", data)
    assert Corpus([tmp_path], R306, {}, 1).start(0).name == GENESIS
    write_json(tmp_path / "v.json", data | {"revision": 306})
    read_start.cache_clear()
    assert Corpus([tmp_path], R306, {}, 1).start(0).name == "a/b"


@pytest.mark.parametrize("data", [[], 7, {"0x": 1}, {"format": "else"}])
def test_a_file_that_holds_neither_vector_nor_state_is_refused(tmp_path, data):
    write_json(tmp_path / "v.json", data)
    with pytest.raises(VectorError, match=r"v\.json"):
        Corpus([tmp_path / "v.json"], R306, {}, 1)

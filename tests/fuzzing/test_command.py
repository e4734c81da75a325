from __future__ import annotations

import json
import sys

import pytest

from tests.command import ROOT, SERVE, refusal, tao_spec
from tests.fuzzing.clients import VECTORS
from tests.fuzzing.test_campaign import number_of

FAULTY = f"{sys.executable} -m tests.fuzzing.faulty {number_of('delegation.takes:_set_take')}"


def fuzz(*args, client=SERVE, **options):
    return tao_spec("fuzz", "--client", client, *args, **options)


def test_it_ends_well_where_nothing_differs(tmp_path):
    told = fuzz("--seed", 5, "--steps", 60, "--domain", "stake", "--out", tmp_path)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("seed 5: ") and told.stdout.endswith("no difference\n")
    assert not list(tmp_path.iterdir())


def test_what_it_finds_it_writes_as_a_vector_that_the_runner_judges_alike(tmp_path):
    found = [
        fuzz("--seed", 1, "--steps", 300, "--from", VECTORS / "delegation", "--out", tmp_path / name, "--kinds", 1,
             "--json", tmp_path / f"{name}.json", client=FAULTY)
        for name in ("a", "b")
    ]  # fmt: skip
    assert [told.returncode for told in found] == [1, 1]
    first, second = (json.loads((tmp_path / f"{name}.json").read_text()) for name in ("a", "b"))
    (vector,) = (tmp_path / "a").iterdir()
    assert vector.read_bytes() == (tmp_path / "b" / vector.name).read_bytes()
    assert first["findings"][0] | {"file": None} == second["findings"][0] | {"file": None}
    assert tao_spec("run", "--client", FAULTY, vector).returncode == 1
    assert tao_spec("run", "--client", SERVE, vector).returncode == 0


def test_a_seed_is_drawn_and_told(tmp_path):
    seeds = {fuzz("--time", 0, "--out", tmp_path).stdout.split(":")[0] for _ in range(2)}
    assert len(seeds) == 2 and all(seed.startswith("seed ") for seed in seeds)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--domain", "cookery"), "there is no domain 'cookery'"),
        (("--domain", "stake=none"), "'none' is no weight"),
        (("--domain", "stake=0"), "'0' is no weight"),
        (("--from", "no/such/folder"), "there is no such file or folder"),
        (("--revision", "1"), "revision 1 is not specified"),
        (("--steps", "0"), "0 is not in the range"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(args, words):
    assert words in refusal(fuzz(*args))


def test_a_client_that_cannot_be_started_is_refused_in_one_sentence():
    assert "there is no such program" in refusal(fuzz("--steps", 1, client="/no/such/client"))


def test_a_client_that_fails_is_a_difference(tmp_path):
    told = fuzz("--steps", 30, "--out", tmp_path, client=f"{sys.executable} -m tests.fuzzing.bad garbage", cwd=ROOT)
    assert told.returncode == 1 and "no JSON" in told.stdout

"""The two commands, as a user runs them."""

from __future__ import annotations

import json

import pytest

from tests.command import ROOT, VECTORS, refusal, tao_spec

TRANSFER = VECTORS / "accounts" / "transfer"


def test_premises_are_counted_and_what_is_missing_is_told_with_its_place(tmp_path):
    found = tao_spec("coverage", "--premises", "--vectors", TRANSFER, "--json", tmp_path / "s.json", "-j", 2)
    assert found.returncode == 1
    book = json.loads((tmp_path / "s.json").read_text())["premises"]
    count = book["domains"]["accounts"]["condition"]
    line = next(line for line in found.stdout.splitlines() if line.strip().startswith("accounts"))
    assert f"{count['full']} / {count['full'] + count['half'] + count['none']}" in line and count["full"] > 5
    missing = book["missing"][0]
    assert f"{missing['place']}: " in found.stdout and (ROOT / missing["place"].split(":")[0]).is_file()


def test_mutants_of_one_module_are_judged_and_told(tmp_path):
    only = "transition.accounts.references"
    args = ("mutate", "--vectors", TRANSFER, "--only", only, "--sample", 12, "--seed", 1, "-j", 2)
    found = tao_spec(*args, "--json", tmp_path / "s.json")
    book = json.loads((tmp_path / "s.json").read_text())["mutation"]
    assert book["sample"] == 12 and book["seed"] == 1 and book["mutants"] > 12
    assert found.returncode == (1 if book["survived"] else 0)
    assert f"score {book['score']} %" in found.stdout
    assert all(survivor["mutant"] in found.stdout for survivor in book["survivors"])


@pytest.mark.parametrize("command", [("mutate", "--sample", "1"), ("coverage", "--premises")])
def test_a_folder_without_vectors_is_refused_in_one_sentence(tmp_path, command):
    assert "there are no vectors" in refusal(tao_spec(*command, "--vectors", tmp_path))


def test_a_module_that_does_not_exist_is_refused_in_one_sentence():
    told = tao_spec("mutate", "--vectors", TRANSFER, "--only", "transition.nothing")
    assert "no module with mutants is called transition.nothing" in refusal(told)

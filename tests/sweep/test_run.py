import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U16
from tao_spec.cli import main
from tao_spec.sweep import run, work
from tao_spec.sweep.charts import draw_chart, get_curves
from tao_spec.sweep.run import sweep
from tao_spec.sweep.source import read_source
from tao_spec.sweep.work import Question
from tao_spec.transition.consensus.epoch import run_epoch
from tao_spec.vectors.text import VectorError
from tests.sweep.test_source import METAGRAPH, write

tables = pytest.importorskip("tao_spec.sweep.tables")
pytest.importorskip("pyarrow", reason="pyarrow is not installed; the extra sweep brings it")

AXES = ["kappa=0..65535/5", "yuma3_on=false,true", "bonds_moving_average=900000,999999"]
NAMES = ("point", "kappa", "yuma3_on", "bonds_moving_average", "epoch", "uid", "incentive", "dividends", "consensus")


def ask(folder: Path, **changed: Any) -> Question:
    asked: dict[str, Any] = {"netuid": None, "epochs": 2, "library": "numpy", "every_epoch": True, **changed}
    return Question(write(folder, METAGRAPH), **asked)


def lines_of(path: Path) -> list[tuple[Any, ...]]:
    columns = tables.read_columns(path, NAMES)
    return list(zip(*columns.values(), strict=True))


def expected_lines(folder: Path) -> list[tuple[Any, ...]]:
    """The same by the rules, point for point."""
    lines = []
    for number, (kappa, yuma3, average) in enumerate(
        (kappa, yuma3, average)
        for kappa in (0, 16_383, 32_767, 49_151, 65_535)
        for yuma3 in (False, True)
        for average in (900_000, 999_999)
    ):
        chain, netuid = read_source(write(folder, METAGRAPH))
        stored = chain.consensus
        stored.kappa[netuid], stored.yuma3_on[netuid] = U16(kappa), yuma3
        stored.bonds_moving_average[netuid] = type(stored.bonds_moving_average[netuid])(average)
        for epoch in (1, 2):
            run_epoch(chain, netuid, AlphaBalance(10**9))
            for uid in range(4):
                scores = (stored.incentive, stored.dividends, stored.consensus)
                got = (int(score[netuid][uid]) for score in scores)
                lines.append((number, kappa, yuma3, average, epoch, uid, *got))
            chain.accounts.number.value = BlockNumber(chain.number + stored.tempo[netuid] + 1)
    return lines


def test_a_sweep_finds_what_the_rules_find_at_every_point(tmp_path: Path) -> None:
    found = sweep(ask(tmp_path), AXES, tmp_path / "found.parquet")
    assert (found.points, found.lines, found.found) == (20, 20 * 2 * 4, 0)
    assert lines_of(found.path) == expected_lines(tmp_path)
    assert not (tmp_path / "found.parquet.parts").exists()


@pytest.mark.parametrize(("jobs", "spreader", "name"), [(2, "local", "a.parquet"), (1, "local", "a.arrow")])
def test_the_table_is_the_same_however_it_is_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, spreader: str, name: str
) -> None:
    one = sweep(ask(tmp_path), AXES, tmp_path / "one.parquet")
    monkeypatch.setattr(run, "POINTS_OF_A_PART", 3)
    other = sweep(ask(tmp_path), AXES, tmp_path / name, jobs=jobs, spreader=spreader)
    assert lines_of(other.path) == lines_of(one.path)


def test_dask_gives_the_same_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="dask is not installed; the extra dask brings it")
    monkeypatch.setattr(run, "POINTS_OF_A_PART", 7)
    one = sweep(ask(tmp_path), AXES, tmp_path / "one.parquet")
    other = sweep(ask(tmp_path), AXES, tmp_path / "other.parquet", spreader="dask")
    assert lines_of(other.path) == lines_of(one.path)


def test_an_interrupted_sweep_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "POINTS_OF_A_PART", 4)
    whole, compute, computed = sweep(ask(tmp_path), AXES, tmp_path / "whole.parquet"), work.compute_part, []

    def interrupt(question: Question, part: Any) -> Path:
        if part.number == 2:
            raise KeyboardInterrupt
        return compute(question, part)

    def count(question: Question, part: Any) -> Path:
        computed.append(part.number)
        return compute(question, part)

    monkeypatch.setattr(run, "compute_part", interrupt)
    with pytest.raises(KeyboardInterrupt):
        sweep(ask(tmp_path), AXES, tmp_path / "found.parquet")
    monkeypatch.setattr(run, "compute_part", count)
    told: list[tuple[int, int]] = []
    found = sweep(
        ask(tmp_path), AXES, tmp_path / "found.parquet", on_progress=lambda done, total: told.append((done, total))
    )
    assert (computed, found.found, told) == ([2, 3, 4], 8, [(3, 5), (4, 5), (5, 5)])
    assert lines_of(found.path) == lines_of(whole.path)


def test_parts_of_another_sweep_are_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(question: Question, part: Any) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "compute_part", interrupt)
    with pytest.raises(KeyboardInterrupt):
        sweep(ask(tmp_path), AXES, tmp_path / "found.parquet")
    with pytest.raises(VectorError, match="holds parts of another sweep"):
        sweep(ask(tmp_path, epochs=3), AXES, tmp_path / "found.parquet")


@pytest.mark.parametrize(
    ("changed", "name", "sentence"),
    [
        ({"library": "abacus"}, "a.parquet", "abacus is no array library"),
        ({"netuid": 4}, "a.parquet", "there is no subnet 4"),
        ({}, "a.csv", "a.csv is neither Parquet nor Arrow"),
    ],
)
def test_what_cannot_be_swept_is_refused(tmp_path: Path, changed: dict[str, Any], name: str, sentence: str) -> None:
    with pytest.raises(VectorError) as refused:
        sweep(ask(tmp_path, **changed), AXES, tmp_path / name)
    assert sentence in str(refused.value)


def test_a_chart_shows_the_greatest_earners(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed; the extra sweep brings it")
    found = sweep(ask(tmp_path), AXES, tmp_path / "found.parquet")
    columns = tables.read_columns(found.path, ["uid", "epoch", "kappa", "incentive", "dividends"])
    curves = get_curves(columns, "kappa", "incentive")
    assert next(iter(curves)) == 2
    assert [value for value, _ in curves[2]] == [0, 16_383, 32_767, 49_151, 65_535]
    for name in ("a.svg", "b.svg"):
        draw_chart(found.path, "kappa", tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    with pytest.raises(VectorError, match="no kind of chart"):
        draw_chart(found.path, "kappa", tmp_path / "a.xyz")


def test_the_command_sweeps_and_draws(tmp_path: Path) -> None:
    source = write(tmp_path, METAGRAPH)
    table, chart = tmp_path / "t.parquet", tmp_path / "t.svg"
    given = [
        "sweep",
        str(source),
        "--set",
        "kappa=0,32767",
        "--epochs",
        "2",
        "--out",
        str(table),
        "--chart",
        str(chart),
    ]
    told = CliRunner().invoke(main, given)
    assert (told.exit_code, told.output) == (0, f"2 points, 8 lines in {table}\nchart in {chart}\n")
    assert chart.read_text().startswith("<?xml")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["--set", "rho=1"], "'rho' is no hyperparameter that can be swept"),
        (["--chart", "a.svg"], "a chart needs an axis; give one by --set"),
        (["--set", "kappa=70000"], "kappa cannot be 70000"),
    ],
)
def test_the_command_refuses_in_one_sentence(tmp_path: Path, given: list[str], sentence: str) -> None:
    source = tmp_path / "m.json"
    source.write_text(json.dumps(METAGRAPH))
    told = CliRunner().invoke(main, ["sweep", str(source), "--out", str(tmp_path / "t.parquet"), *given])
    assert told.exit_code == 2
    assert sentence in told.output
    assert told.output.count("\n") == 1

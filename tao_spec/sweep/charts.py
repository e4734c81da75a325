"""A chart of a sweep: how the shares of the greatest earners move along one hyperparameter."""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module
from pathlib import Path
from typing import Any

from tao_spec.sweep.tables import Columns, read_columns
from tao_spec.vectors.text import VectorError

SHOWN = 8
PARTS = 65_535

Curves = dict[int, list[tuple[int, float]]]


def draw_chart(table: Path, axis: str, path: Path) -> None:
    """Draw incentive and dividends of those who get most of them, along an axis; other axes are averaged over.

    Args:
        table: as the sweep wrote it.
        axis: a hyperparameter that was swept.
        path: the chart; its ending names the kind, as `.svg` or `.png`.

    Raises:
        VectorError: matplotlib is not installed, or does not write such charts.
    """
    try:
        figures, backend = import_module("matplotlib.figure"), import_module("matplotlib")
    except ImportError:
        raise VectorError("matplotlib is not installed", "install the extra: pip install 'tao-spec[sweep]'") from None
    backend.rcParams["svg.hashsalt"] = "tao-spec"
    figure = figures.Figure(figsize=(10, 4), layout="constrained")
    columns = read_columns(table, ["uid", "epoch", axis, "incentive", "dividends"])
    for axes, score in zip(figure.subplots(1, 2), ("incentive", "dividends"), strict=True):
        draw_curves(axes, get_curves(columns, axis, score), axis, score)
    try:
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    except ValueError:
        raise VectorError(f"{path.name} is no kind of chart", "let the name end in .svg or .png") from None


def get_curves(columns: Columns, axis: str, score: str) -> Curves:
    """For each of the greatest earners its share in percent at each value of the axis, in the last epoch."""
    last = max(columns["epoch"])
    sums: dict[tuple[int, int], list[int]] = defaultdict(list)
    lines = zip(columns["epoch"], columns["uid"], columns[axis], columns[score], strict=True)
    for epoch, uid, value, got in lines:
        if epoch == last:
            sums[uid, int(value)].append(got)
    curves: Curves = defaultdict(list)
    for (uid, value), shares in sorted(sums.items()):
        curves[uid].append((value, sum(shares) / len(shares) / PARTS * 100))
    greatest = sorted(curves, key=lambda uid: (-max(share for _, share in curves[uid]), uid))[:SHOWN]
    return {uid: curves[uid] for uid in greatest}


def draw_curves(axes: Any, curves: Curves, axis: str, score: str) -> None:
    """One line for each neuron."""
    for uid, curve in curves.items():
        axes.plot([value for value, _ in curve], [share for _, share in curve], marker=".", label=f"neuron {uid}")
    axes.set_title(score)
    axes.set_xlabel(axis)
    axes.set_ylabel("share, %")
    axes.grid(alpha=0.3)
    axes.legend(frameon=False, fontsize=8, loc="upper left", bbox_to_anchor=(1, 1))

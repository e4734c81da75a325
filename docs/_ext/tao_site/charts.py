"""Charts drawn from the specification's own functions: the same bytes every time, one file for light pages and one for dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from tao_site import pictures
from tao_site.axes import make_axes, paint
from tao_site.families import draw_family
from tao_site.metagraph import draw_metagraph
from tao_site.palettes import PALETTES, Palette
from tao_site.yuma import draw_bonds, draw_speeds
from tao_spec.arithmetic.currency import RAO_PER_TAO, TaoBalance
from tao_spec.transition.emission.block_emission import (
    TOTAL_SUPPLY,
    compute_block_emission,
    compute_emission_thresholds,
)

SHOWN_HALVINGS = 8
STYLE = {
    "svg.hashsalt": "tao-spec",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


@dataclass(frozen=True)
class Point:
    """The chain at a height, if every block emits what the rule says and nothing is burned; amounts in TAO."""

    block: float
    issuance: float
    emission: float


def compute_course() -> list[Point]:
    """The points at which the emission falls, from the first block on."""
    falls = compute_emission_thresholds()
    starts = [(TaoBalance(0), compute_block_emission(TaoBalance(0))), *falls]
    block, points = 0.0, []
    for (issuance, emission), (following, _) in pairwise([*starts, (TOTAL_SUPPLY, TaoBalance(0))]):
        points.append(Point(block, issuance / RAO_PER_TAO, emission / RAO_PER_TAO))
        if not emission:
            break
        block += (following - issuance) / emission
    return points


def list_charts() -> dict[str, Callable[[Figure, Palette], None]]:
    """Every chart, by the name of its file."""
    return {
        "emission-by-issuance": draw_emission_by_issuance,
        "issuance-by-height": draw_issuance_by_height,
        "family": draw_family,
        "bonds": draw_bonds,
        "liquid-alpha": draw_speeds,
        "metagraph": draw_metagraph,
        **pictures.CHARTS,
    }


def draw_all(folder: Path) -> list[Path]:
    """Draw every chart into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _draw(folder / f"{name}-{mood}.svg", draw, palette)
        for name, draw in list_charts().items()
        for mood, palette in PALETTES.items()
    ]


def _draw(path: Path, draw: Callable[[Figure, Palette], None], palette: Palette) -> Path:
    with mpl.rc_context(STYLE):  # type: ignore[arg-type]
        figure = Figure(figsize=(7.6, 3.6), layout="constrained")
        figure.patch.set_alpha(0)
        draw(figure, palette)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    return path


def draw_emission_by_issuance(figure: Figure, palette: Palette) -> None:
    """Steps of the emission of a block against the issuance."""
    course = compute_course()[: SHOWN_HALVINGS + 1]
    axes = make_axes(figure.add_subplot(), palette, "issued, million TAO", "emitted, TAO a block")
    edges = [point.issuance / 1e6 for point in course[1:]]
    axes.stairs([point.emission for point in course], [0, *edges, 21], color=palette.first, linewidth=2, baseline=None)
    for number, point in list(enumerate(course))[1:4]:
        axes.annotate(
            f"halving {number}",
            (point.issuance / 1e6, point.emission),
            xytext=(-6, 8),
            textcoords="offset points",
            ha="right",
            color=palette.ink,
            fontsize=9,
        )
    axes.set_xlim(0, 21.3)
    axes.set_ylim(0, 1.08)


def draw_issuance_by_height(figure: Figure, palette: Palette) -> None:
    """The issuance and the emission over the height of the chain."""
    course = list(_until(compute_course(), SHOWN_HALVINGS))
    axes = make_axes(figure.add_subplot(), palette, "height, million blocks", "issued, million TAO")
    heights = [point.block / 1e6 for point in course]
    axes.plot(heights, [point.issuance / 1e6 for point in course], color=palette.first, linewidth=2, label="issued")
    axes.axhline(21, color=palette.faint, linewidth=1, linestyle="--")
    axes.set_ylim(0, 22.5)
    axes.set_xlim(0, heights[-1])
    other = axes.twinx()
    paint(other, palette)
    other.stairs(
        [p.emission for p in course[:-1]], heights, color=palette.second, linewidth=1.6, baseline=None, label="emitted"
    )
    other.set_ylabel("emitted, TAO a block", color=palette.ink)
    other.set_ylim(0, 22.5 / 21)
    figure.legend(loc="outside upper left", ncols=2, frameon=False, labelcolor=palette.ink)


def _until(course: list[Point], halvings: int) -> Iterator[Point]:
    yield from course[: halvings + 2]

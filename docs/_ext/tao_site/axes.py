"""The frame of a chart in the colours of the page."""

from __future__ import annotations

from matplotlib.axes import Axes

from tao_site.palettes import Palette


def make_axes(axes: Axes, palette: Palette, bottom: str, left: str) -> Axes:
    """Label and paint the axes of a chart."""
    axes.patch.set_alpha(0)
    axes.set_xlabel(bottom, color=palette.ink)
    axes.set_ylabel(left, color=palette.ink)
    axes.grid(color=palette.faint, linewidth=0.6)
    axes.set_axisbelow(True)
    paint(axes, palette)
    return axes


def paint(axes: Axes, palette: Palette) -> None:
    """Give ticks and edges the colours of the page."""
    axes.tick_params(colors=palette.ink)
    for spine in axes.spines.values():
        spine.set_color(palette.faint)

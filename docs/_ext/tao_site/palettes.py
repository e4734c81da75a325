"""The colours of charts, on light pages and on dark."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """The colours of a chart; the ground is that of boxes, for the chart itself has none."""

    ink: str
    faint: str
    first: str
    second: str
    ground: str


PALETTES = {
    "light": Palette("#2b2f36", "#d9dce1", "#0a6e5c", "#c2571a", "#f4faf8"),
    "dark": Palette("#d7dae0", "#3a3f47", "#4fd1b5", "#f0a06a", "#1b2624"),
}

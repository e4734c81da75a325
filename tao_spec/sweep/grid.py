"""The grid of a sweep: which hyperparameters take which values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from itertools import product
from typing import Any

from tao_spec.engine.subnet import Hyperparameters
from tao_spec.vectors.text import VectorError

Value = int | bool
Point = dict[str, Value]

RANGES: Mapping[str, tuple[int, int]] = {
    "kappa": (0, 65_535),
    "bonds_penalty": (0, 65_535),
    "bonds_moving_average": (0, (1 << 64) - 1),
    "max_allowed_validators": (0, 65_535),
    "activity_cutoff": (0, 65_535),
    "tempo": (0, 65_535),
    "alpha_low": (0, 65_535),
    "alpha_high": (0, 65_535),
    "alpha_sigmoid_steepness": (-32_768, 32_767),
}
"""The bounds of every number that can be swept, as storage holds it."""

FLAGS = ("yuma3_on", "liquid_alpha_on")
"""What is on or off."""

MAX_POINTS = 10_000_000
_SPAN = re.compile(r"(-?\d+)\.\.(-?\d+)/(\d+)")


def parse_axis(text: str) -> tuple[str, list[Value]]:
    """An axis of the grid: `kappa=20000,32767`, `kappa=16384..49152/9` for nine values, or `yuma3_on=false,true`.

    Raises:
        VectorError: it is none, or a value is out of range.
    """
    name, _, words = text.partition("=")
    name = name.strip().replace("-", "_")
    if name in FLAGS:
        return name, [_parse_flag(name, word) for word in words.split(",")]
    if name not in RANGES:
        known = ", ".join((*RANGES, *FLAGS))
        raise VectorError(f"{name!r:.60} is no hyperparameter that can be swept", f"name one of {known}")
    values = [value for word in words.split(",") for value in _parse_numbers(name, word.strip())]
    low, high = RANGES[name]
    for value in values:
        if not low <= value <= high:
            raise VectorError(f"{name} cannot be {value}", f"give integers from {low} to {high}, as storage holds them")
    return name, list(dict.fromkeys(values))


def _parse_flag(name: str, word: str) -> bool:
    if word.strip() not in ("false", "true"):
        raise VectorError(f"{name} cannot be {word.strip()!r:.60}", "give false, true or both")
    return word.strip() == "true"


def _parse_numbers(name: str, word: str) -> list[int]:
    span = _SPAN.fullmatch(word)
    if span:
        first, last, count = map(int, span.groups())
        if not 2 <= count <= MAX_POINTS:
            raise VectorError(f"{name} shall take {count} values", f"ask for 2 to {MAX_POINTS:,}, as in 0..65535/9")
        return [first + (last - first) * index // (count - 1) for index in range(count)]
    if not re.fullmatch(r"-?\d{1,20}", word):
        raise VectorError(f"{name} cannot be {word!r:.60}", "give integers, as in 1,2,3 or 0..65535/9")
    return [int(word)]


def make_grid(axes: Sequence[str]) -> list[Point]:
    """Every combination of the values of the axes, the last axis fastest.

    Raises:
        VectorError: an axis is none or stands twice, or there are too many points.
    """
    parsed = [parse_axis(axis) for axis in axes]
    names = [name for name, _ in parsed]
    for name in names:
        if names.count(name) > 1:
            raise VectorError(f"{name} is swept twice", "give each hyperparameter once, with all its values")
    count = 1
    for _, values in parsed:
        count *= len(values)
    if count > MAX_POINTS:
        raise VectorError(f"the grid has {count:,} points", f"ask for at most {MAX_POINTS:,}")
    return [dict(zip(names, values, strict=True)) for values in product(*(values for _, values in parsed))]


def place(base: Hyperparameters, point: Point) -> Hyperparameters:
    """The hyperparameters at a point of the grid; those that are not swept stay as they are."""
    known = {field.name for field in fields(Hyperparameters)}
    changed: dict[str, Any] = {name: value for name, value in point.items() if name in known}
    return replace(base, **changed)

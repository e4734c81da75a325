"""The work of a sweep: some points of the grid, their epochs in a batch, and a table of what each neuron got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.engine.batch import group_by_kind, run_epochs, take_one
from tao_spec.engine.epoch import Stored
from tao_spec.engine.namespaces import Namespace, get_namespace
from tao_spec.engine.reading import NeedsReference
from tao_spec.engine.storing import to_list
from tao_spec.engine.subnet import EngineError, Hyperparameters, Settings, Subnet
from tao_spec.revisions.in_arrays import read_chain, read_settings
from tao_spec.sweep.grid import Point, place
from tao_spec.sweep.source import read_source
from tao_spec.sweep.tables import Columns, write_table
from tao_spec.vectors.text import VectorError

SCORES = ("stake_weight", "consensus", "trust", "incentive", "dividends", "validator_trust", "pruning_scores")
BLOCKS_LEFT = 1
"""An epoch comes a tempo and one block after the last."""


@dataclass(frozen=True)
class Question:
    """What is asked of a subnet.

    Attributes:
        source: the file of the subnet.
        netuid: its number.
        epochs: so many epochs follow one another at each point.
        library: the array library.
        every_epoch: whether all of them are told, or the last one only.
    """

    source: Path
    netuid: int | None
    epochs: int
    library: str
    every_epoch: bool


@dataclass(frozen=True)
class Part:
    """Some points of the grid, with their numbers, and the file into which they go."""

    number: int
    points: Sequence[tuple[int, Point]]
    path: Path


@dataclass(frozen=True)
class Loaded:
    """A subnet in arrays, and the hyperparameters that it has."""

    subnet: Subnet
    base: Hyperparameters


def load(xp: Namespace, question: Question) -> Loaded:
    """The subnet of a question.

    Raises:
        VectorError: there is none, or the arrays do not hold it.
    """
    chain, netuid = read_source(question.source, question.netuid)
    try:
        subnet = read_chain(xp, chain, NetUid(netuid), every_row=True)
    except NeedsReference as error:
        raise VectorError(
            f"the subnet cannot be swept: {error}", "give one in a state that calls leave behind"
        ) from None
    return Loaded(subnet, read_settings(chain, netuid))


def compute_part(question: Question, part: Part) -> Path:
    """Compute some points and write their table.

    Raises:
        VectorError: the subnet cannot be read, or cannot be swept as asked.
    """
    xp = get_namespace(question.library)
    loaded = load(xp, question)
    try:
        columns = compute_columns(xp, loaded, question, part.points)
    except EngineError as error:
        raise VectorError(f"the subnet cannot be swept: {error}", "ask for one epoch") from None
    write_table(part.path, columns)
    return part.path


def compute_columns(xp: Namespace, loaded: Loaded, question: Question, points: Sequence[tuple[int, Point]]) -> Columns:
    """The columns of the table: a line for each point, epoch and neuron, in this order."""
    placed = [place(loaded.base, point) for _, point in points]
    lines: dict[int, Columns] = {}
    for group in group_by_kind(placed):
        for indices in _by_tempo(group, placed):
            settings = Settings.of(xp, [placed[index] for index in indices])
            blocks = placed[indices[0]].tempo + BLOCKS_LEFT
            for epoch, stored in enumerate(run_epochs(xp, loaded.subnet, settings, question.epochs, blocks)):
                if question.every_epoch or epoch == question.epochs - 1:
                    for position, index in enumerate(indices):
                        _add(lines.setdefault(index, {}), points[index], epoch, take_one(stored, position))
    return _join([lines[index] for index in range(len(points))])


def _by_tempo(group: Sequence[int], placed: Sequence[Hyperparameters]) -> list[list[int]]:
    """Points whose epochs come after the same number of blocks."""
    found: dict[int, list[int]] = {}
    for index in group:
        found.setdefault(placed[index].tempo, []).append(index)
    return list(found.values())


def _add(columns: Columns, point: tuple[int, Point], epoch: int, stored: Stored) -> None:
    """Add the lines of one epoch of one point."""
    number, values = point
    scores: dict[str, list[Any]] = {name: to_list(getattr(stored, name))[0] for name in SCORES}
    size = len(scores["incentive"])
    lines: dict[str, list[Any]] = {
        "point": [number] * size,
        **{name: [value] * size for name, value in values.items()},
        "epoch": [epoch + 1] * size,
        "uid": list(range(size)),
        "active": to_list(stored.active)[0],
        "validator_permit": to_list(stored.validator_permit)[0],
        **scores,
    }
    for name, column in lines.items():
        columns.setdefault(name, []).extend(column)


def _join(parts: Sequence[Columns]) -> Columns:
    return {name: [value for part in parts for value in part[name]] for name in parts[0]}

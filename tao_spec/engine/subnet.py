"""A subnet in arrays, as an epoch finds it, and the hyperparameters under which the epoch runs.

Axes and units, the same everywhere in the engine:

* Every array begins with an axis `L` of subnets, hyperparameters or seeds. It has the length of the batch, or one where
  all of the batch have this in common. What they have in common is computed once.
* A number for each subnet has shape (L, 1), for each neuron (L, N), for each *row* (L, V). Rows are the neurons whose weights
  or bonds can count, by rising number: of a subnet of 256 perhaps 64.
* A matrix has shape (L, N, V): first the neuron that is judged, then the row that judges. So all that is said of one neuron
  lies side by side, and whatever is computed neuron by neuron runs along the last axis.
* Shares of one are the raw bits of I32F32 in int64: `ONE` is 2^32. Stored weights and bonds are parts of 65,535.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Self

from tao_spec.arithmetic.fixed import I32F32, I64F64
from tao_spec.engine.namespaces import Array, Namespace, make_integers

NEVER = (1 << 63) - 1
"""The block of what never happened: the commitment of a neuron that has none."""

MILLION = I64F64.saturating_from_num(1_000_000)
STEEPNESS_UNIT = I32F32.saturating_from_num(-100)


class EngineError(ValueError):
    """What was asked of the engine makes no sense, or is not in its reach; the message says what to do."""


@dataclass(frozen=True)
class Subnet:
    """What an epoch reads of one subnet or of several of equal size.

    Attributes:
        rows: int64 (L, V), the numbers of the neurons that are rows.
        places: int64 (L, N), where each neuron stands among the rows; V for one that is none.
        stake_whole, stake_fraction: int64 (L, N), the stake that counts in alpha rao, and 32 binary digits behind the point.
        last_update, registered: int64 (L, N), blocks.
        permits: bool (L, N), those of the last epoch.
        weights, bonds: int64 (L, N, V), in parts of 65,535; zero where there is none.
        given: bool (L, N, V), whether a weight stands there, if only of zero.
        weights_order, bonds_order: int64 (L, N, V), where in its stored row an entry stands, `NEVER` where there is none;
            None if all rows rise.
        committed: int64 (L, V), the block of each row's earliest pending commitment, `NEVER` without one.
        owner: int64 (L, 1), the number of the owner's neuron; -1 without one.
        number: int64 (L, 1), the block.
    """

    rows: Array
    places: Array
    stake_whole: Array
    stake_fraction: Array
    last_update: Array
    registered: Array
    permits: Array
    weights: Array
    given: Array
    bonds: Array
    weights_order: Array | None
    bonds_order: Array | None
    committed: Array
    owner: Array
    number: Array

    @property
    def length(self) -> int:
        """How many subnets these are."""
        return max(int(array.shape[0]) for array in self.arrays().values())

    @property
    def neurons(self) -> int:
        """How many neurons each has."""
        return int(self.weights.shape[1])

    @property
    def columns(self) -> int:
        """How many rows each has."""
        return int(self.weights.shape[2])

    def arrays(self) -> dict[str, Array]:
        """The arrays by name, without those that are None."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: array for name, array in named.items() if array is not None}

    def take(self, start: int, stop: int) -> Self:
        """Some of the subnets; what all have in common stays so."""
        return replace(self, **{name: take(array, start, stop) for name, array in self.arrays().items()})


@dataclass(frozen=True)
class Hyperparameters:
    """The hyperparameters that an epoch of a subnet asks, as storage holds them, and the deviations in force.

    Attributes:
        kappa, bonds_penalty, alpha_low, alpha_high: parts of 65,535.
        bonds_moving_average: millionths, of 64 bits.
        alpha_sigmoid_steepness: hundredths, of 16 signed bits.
        max_allowed_validators: so many permits.
        activity_cutoff, tempo: blocks.
        stake_threshold: rao; the whole chain has one.
        yuma3_on, liquid_alpha_on: which rule moves the bonds.
        sigmoid_overflows, sold_bonds_vanish, rows_are_merged: whether KNOWN-20, KNOWN-21 and KNOWN-22 are in force.
    """

    kappa: int = 32_767
    bonds_penalty: int = 65_535
    bonds_moving_average: int = 900_000
    max_allowed_validators: int = 128
    activity_cutoff: int = 5_000
    tempo: int = 360
    stake_threshold: int = 0
    yuma3_on: bool = False
    liquid_alpha_on: bool = False
    alpha_low: int = 45_875
    alpha_high: int = 58_982
    alpha_sigmoid_steepness: int = 1_000
    sigmoid_overflows: bool = True
    sold_bonds_vanish: bool = True
    rows_are_merged: bool = True

    @property
    def kind(self) -> tuple[bool, ...]:
        """What decides the course of the computation: points of one batch have it in common."""
        deviations = (self.sigmoid_overflows, self.sold_bonds_vanish, self.rows_are_merged)
        is_liquid = self.yuma3_on and self.liquid_alpha_on
        return (self.yuma3_on, is_liquid, *(deviations if is_liquid else ()))


@dataclass(frozen=True)
class Settings:
    """Hyperparameters as the epoch uses them, for one subnet or a batch; every array is int64 (L, 1).

    Attributes:
        common: what decides the course of the computation.
        kappa, penalty, low, high: shares of one.
        alpha: the part of the new bonds that the present weights make up, which may lie outside of zero to one.
        kept: the part that the old bonds make up.
        steepness: of the sigmoid, with the minus of its exponent.
        validators, cutoff, tempo, threshold: as the hyperparameters.
        is_narrow: whether every `alpha` is from zero to one.
    """

    common: Hyperparameters
    kappa: Array
    penalty: Array
    low: Array
    high: Array
    alpha: Array
    kept: Array
    steepness: Array
    validators: Array
    cutoff: Array
    tempo: Array
    threshold: Array
    is_narrow: bool

    @classmethod
    def of(cls, xp: Namespace, points: Sequence[Hyperparameters]) -> Self:
        """The settings of a batch of points.

        Raises:
            EngineError: there is none, or they do not run the same course.
        """
        if len({point.kind for point in points}) != 1:
            raise EngineError("the points of a batch differ in the rule of their bonds; group them by their kind first")
        alphas = [get_alpha(point) for point in points]
        return cls(
            common=points[0],
            kappa=_column(xp, [_share(point.kappa) for point in points]),
            penalty=_column(xp, [_share(point.bonds_penalty) for point in points]),
            low=_column(xp, [_share(point.alpha_low) for point in points]),
            high=_column(xp, [_share(point.alpha_high) for point in points]),
            alpha=_column(xp, alphas),
            kept=_column(xp, [(I32F32.ONE - I32F32(bits=alpha)).bits for alpha in alphas]),
            steepness=_column(xp, [_steepness(point) for point in points]),
            validators=_column(xp, [point.max_allowed_validators for point in points]),
            cutoff=_column(xp, [point.activity_cutoff for point in points]),
            tempo=_column(xp, [point.tempo for point in points]),
            threshold=_column(xp, [min(point.stake_threshold, 1 << 62) for point in points]),
            is_narrow=all(0 <= alpha <= I32F32.ONE.bits for alpha in alphas),
        )

    @property
    def length(self) -> int:
        """How many points these are, as far as they differ."""
        return max(int(array.shape[0]) for array in self.arrays().values())

    def arrays(self) -> dict[str, Array]:
        """The arrays by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)[1:-1]}

    def take(self, start: int, stop: int) -> Self:
        """Some of the points; what all have in common stays so."""
        return replace(self, **{name: take(array, start, stop) for name, array in self.arrays().items()})


def take(array: Array, start: int, stop: int) -> Array:
    """Some of the first axis; all of it where it has length one."""
    return array if array.shape[0] == 1 else array[start:stop, ...]


def get_alpha(point: Hyperparameters) -> int:
    """The part of the new bonds that the present weights make up: CONS-52, and CONS-53 in Yuma 3.

    Returns:
        The bits of an I32F32.
    """
    if point.yuma3_on:
        wrapped = I64F64.wrapping_from_num(point.bonds_moving_average) / MILLION
        return (I32F32.ONE - I32F32.wrapping_from_num(wrapped)).bits
    held = I64F64.saturating_from_num(point.bonds_moving_average).safe_div(MILLION)
    return (I32F32.ONE - I32F32.saturating_from_num(held)).bits


def _share(parts: int) -> int:
    """Parts of 65,535 as the bits of a share of one: CONS-90, `u16_proportion_to_fixed`."""
    return (parts << 32) // 65_535


def _steepness(point: Hyperparameters) -> int:
    return (I32F32.saturating_from_num(point.alpha_sigmoid_steepness) / STEEPNESS_UNIT).bits


def _column(xp: Namespace, values: Sequence[int]) -> Array:
    """An array of shape (L, 1), of length one where all values are equal."""
    distinct = values[:1] if len(set(values)) == 1 else values
    return make_integers(xp, [[int(value)] for value in distinct])

"""Batches: many subnets side by side, points of hyperparameters by their kind, and epochs that follow one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

from tao_spec.engine.epoch import Stored, run_epoch
from tao_spec.engine.namespaces import Array, Namespace, make_integers
from tao_spec.engine.rows import pick
from tao_spec.engine.storing import to_list
from tao_spec.engine.subnet import NEVER, EngineError, Hyperparameters, Settings, Subnet

ROW_MATRICES = ("weights", "given", "bonds", "weights_order", "bonds_order")


def group_by_kind(points: Sequence[Hyperparameters]) -> list[list[int]]:
    """The numbers of the points that run the same course, and so make a batch; in the order of the first of each."""
    groups: dict[tuple[bool, ...], list[int]] = {}
    for index, point in enumerate(points):
        groups.setdefault(point.kind, []).append(index)
    return list(groups.values())


def stack(xp: Namespace, subnets: Sequence[Subnet]) -> Subnet:
    """Subnets of equal size as a batch. Where one has fewer rows, neurons that say nothing become rows.

    Args:
        subnets: each of length one.

    Raises:
        EngineError: there is none, or they differ in size.
    """
    if len({subnet.neurons for subnet in subnets}) != 1:
        raise EngineError("only subnets of one size make a batch; group them by their size first")
    columns = max(subnet.columns for subnet in subnets)
    is_ordered = {name: any(getattr(subnet, name) is not None for subnet in subnets) for name in ROW_MATRICES[-2:]}
    widened = [_widen(xp, subnet, columns, is_ordered) for subnet in subnets]
    joined = {name: xp.concat([getattr(one, name) for one in widened], axis=0) for name in widened[0].arrays()}
    return replace(widened[0], **joined)


def _widen(xp: Namespace, subnet: Subnet, columns: int, is_ordered: dict[str, bool]) -> Subnet:
    """A subnet with so many rows, and with orders where others of its batch have them."""
    rows: list[int] = to_list(subnet.rows)[0]
    unused = [uid for uid in range(subnet.neurons) if uid not in set(rows)]
    rows = rows + unused[: columns - len(rows)]
    lacking = columns - subnet.columns
    found = {uid: place for place, uid in enumerate(rows)}
    changed: dict[str, Any] = {
        "rows": make_integers(xp, [rows]),
        "places": make_integers(xp, [[found.get(uid, columns) for uid in range(subnet.neurons)]]),
        "committed": _pad(xp, subnet.committed, lacking, NEVER),
    }
    orders = {"weights_order": order_of(xp, subnet, "weights"), "bonds_order": order_of(xp, subnet, "bonds")}
    for name in ROW_MATRICES:
        matrix = orders.get(name, getattr(subnet, name))
        if is_ordered.get(name, True):
            changed[name] = _pad(xp, matrix, lacking, NEVER if name in orders else 0)
    return replace(subnet, **changed)


def _pad(xp: Namespace, matrix: Array, count: int, value: int) -> Array:
    """A matrix with so many further rows of one value along its last axis."""
    further = xp.full((*matrix.shape[:-1], count), value, dtype=matrix.dtype)
    return xp.concat([matrix, further], axis=-1)


def order_of(xp: Namespace, subnet: Subnet, name: str) -> Array:
    """Where in its stored row each entry of the weights or bonds stands, also where all rows rise. int64 (L, N, V)."""
    order = getattr(subnet, f"{name}_order")
    if order is not None:
        return order
    is_there = subnet.given if name == "weights" else subnet.bonds > 0
    return xp.where(is_there, rising(xp, subnet), xp.full_like(subnet.bonds, NEVER))


def rising(xp: Namespace, subnet: Subnet) -> Array:
    """The numbers of the neurons, along the axis of the judged. int64 (1, N, 1)."""
    return xp.reshape(xp.arange(subnet.neurons, dtype=xp.int64), (1, -1, 1))


def advance(xp: Namespace, subnet: Subnet, stored: Stored, blocks: int) -> Subnet:
    """The subnet as a later epoch finds it, if nobody did anything since: the new permits, and the bonds as stored.

    Args:
        stored: what the epoch between stored.
        blocks: so many later; a tempo and one in the ordinary course.

    Raises:
        EngineError: commitments are pending, or a neuron has a new permit that is no row.
    """
    if bool(xp.any(subnet.committed != NEVER)):
        raise EngineError("commitments of weights are pending, and epochs to come depend on them; reveal them first")
    if bool(xp.any(stored.validator_permit & (subnet.places == subnet.columns))):
        raise EngineError("a neuron that is no row has got a permit; read the subnet with every row")
    is_new = pick(xp, stored.validator_permit, subnet.rows)[:, None, :]
    was_old = pick(xp, subnet.permits, subnet.rows)[:, None, :]
    kept = xp.where(was_old, xp.zeros_like(subnet.bonds), subnet.bonds)
    return replace(
        subnet,
        number=subnet.number + blocks,
        permits=stored.validator_permit,
        bonds=xp.where(is_new, stored.bonds, kept),
        bonds_order=_advance_order(xp, subnet, stored, is_new, was_old),
    )


def _advance_order(xp: Namespace, subnet: Subnet, stored: Stored, is_new: Array, was_old: Array) -> Array | None:
    """The order of the stored bonds: that of the weights where they follow it, else rising; None if all rise."""
    if subnet.weights_order is None and subnet.bonds_order is None:
        return None
    weights = order_of(xp, subnet, "weights")
    placed = xp.where(stored.follows_weights[:, :, None], weights, rising(xp, subnet))
    never = xp.full_like(placed, NEVER)
    kept = xp.where(was_old, never, order_of(xp, subnet, "bonds"))
    return xp.where(is_new, xp.where(stored.has_bond, placed, never), kept)


def run_epochs(xp: Namespace, subnet: Subnet, settings: Settings, epochs: int, blocks: int) -> Iterator[Stored]:
    """Consecutive epochs whose bonds and permits evolve, while weights and stake stay; nothing leaves the arrays.

    Args:
        subnet: read with every row.
        epochs: so many.
        blocks: from each to the next.

    Raises:
        EngineError: as `advance`.
    """
    for number in range(epochs):
        stored = run_epoch(xp, subnet, settings)
        yield stored
        if number + 1 < epochs:
            subnet = advance(xp, subnet, stored, blocks)


def take_one(stored: Stored, index: int) -> Stored:
    """One epoch of a batch, in arrays of length one."""

    def cut(record: Any) -> Any:
        named = {field.name: getattr(record, field.name) for field in fields(record)}
        return type(record)(**{name: _cut(array, index, cut) for name, array in named.items()})

    one: Stored = cut(stored)
    return one


def _cut(array: Array, index: int, inner: Any) -> Array:
    if not hasattr(array, "shape"):
        return inner(array)
    return array if array.shape[0] == 1 else array[index : index + 1, ...]

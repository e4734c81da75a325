"""From a state to arrays: a subnet as its next epoch finds it.

What the arrays cannot hold goes back to the rules: `read_subnet` raises `NeedsReference` and says why. These are states
that no call leaves behind: vectors that do not fit the size of the subnet (where the client aborts), a row that names a neuron
twice, stake of more than 2^62 rao, blocks beyond 2^62, subnets without neurons or of more than 32,767.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from tao_spec.arithmetic.fixed import I64F64
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.engine.namespaces import Array, Namespace, make_flags, make_integers
from tao_spec.engine.subnet import NEVER, EngineError, Hyperparameters, Subnet
from tao_spec.state.chain_state import State

MAX_NEURONS = 32_767
GREATEST = 1 << 62
"""Stake in rao, and blocks, stay below this."""

Row = Sequence[tuple[int, int]]


class NeedsReference(EngineError):
    """The arrays do not hold this state: the rules themselves must run its epoch."""


def read_hyperparameters(state: State, netuid: NetUid, deviations: Mapping[str, bool] | None = None) -> Hyperparameters:
    """The hyperparameters of a subnet.

    Args:
        deviations: whether a known deviation is in force, by its number; all are by default.
    """
    stored, known = state.consensus, deviations or {}
    low, high = stored.alpha_values[netuid]
    return Hyperparameters(
        kappa=int(stored.kappa[netuid]),
        bonds_penalty=int(stored.bonds_penalty[netuid]),
        bonds_moving_average=int(stored.bonds_moving_average[netuid]),
        max_allowed_validators=int(stored.max_allowed_validators[netuid]),
        activity_cutoff=int(stored.activity_cutoff[netuid]),
        tempo=int(stored.tempo[netuid]),
        stake_threshold=int(state.weights.stake_threshold.value),
        yuma3_on=stored.yuma3_on[netuid],
        liquid_alpha_on=stored.liquid_alpha_on[netuid],
        alpha_low=int(low),
        alpha_high=int(high),
        alpha_sigmoid_steepness=int(stored.alpha_sigmoid_steepness[netuid]),
        sigmoid_overflows=known.get("KNOWN-20", True),
        sold_bonds_vanish=known.get("KNOWN-21", True),
        rows_are_merged=known.get("KNOWN-22", True),
    )


def read_subnet(
    xp: Namespace,
    state: State,
    netuid: NetUid,
    stakes: Sequence[I64F64],
    committed: Mapping[int, int],
    owner: int | None,
    *,
    every_row: bool = False,
) -> Subnet:
    """A subnet in arrays of length one.

    Args:
        stakes: the stake of each neuron that counts, in alpha rao, as CONS-14 gives it.
        committed: the block of each neuron's earliest pending commitment, as CONS-35 gives them; none if weights are open.
        owner: the neuron of the subnet's owner, as CONS-37 gives it.
        every_row: make a row of every neuron that has weights or stake too, which may get a permit in epochs to come.

    Raises:
        NeedsReference: the arrays do not hold this state.
    """
    size = len(stakes)
    _require_size(state, netuid, size)
    weights = {int(uid): _below(row, size) for uid, row in state.weights.weights.under(netuid) if uid < size}
    bonds = {int(uid): row for uid, row in state.consensus.bonds.under(netuid) if uid < size}
    _require_rows(weights, bonds, size)
    permits = state.consensus.validator_permit[netuid]
    updates, registered = list(map(int, state.weights.last_update[netuid])), _registered(state, netuid, size)
    _require_small([sum(stake.bits for stake in stakes) >> 64], "the stake of the subnet in rao")
    _require_small([*updates, *registered, *committed.values()], "a block")
    chosen = {uid for uid in range(size) if permits[uid]} | {uid for uid, row in bonds.items() if row}
    if every_row:
        chosen |= {uid for uid, row in weights.items() if row} | {uid for uid in range(size) if stakes[uid]}
    rows = sorted(chosen) or [0]
    return Subnet(
        rows=make_integers(xp, [rows]),
        places=make_integers(xp, [_places(rows, size)]),
        stake_whole=make_integers(xp, [[stake.bits >> 64 for stake in stakes]]),
        stake_fraction=make_integers(xp, [[_fraction(stake) for stake in stakes]]),
        last_update=make_integers(xp, [updates]),
        registered=make_integers(xp, [registered]),
        permits=make_flags(xp, [list(permits)]),
        weights=_matrix(xp, weights, rows, size, 0),
        given=_order(xp, weights, rows, size) != NEVER,
        bonds=_matrix(xp, bonds, rows, size, 0),
        weights_order=None if _rise(weights) else _order(xp, weights, rows, size),
        bonds_order=None if _rise(bonds) else _order(xp, bonds, rows, size),
        committed=make_integers(xp, [[int(committed.get(uid, NEVER)) for uid in rows]]),
        owner=make_integers(xp, [[-1 if owner is None else owner]]),
        number=make_integers(xp, [[int(state.accounts.number.value)]]),
    )


def _require_size(state: State, netuid: NetUid, size: int) -> None:
    """Let states pass whose vectors are as long as the subnet is large."""
    if not 0 < size <= MAX_NEURONS:
        raise NeedsReference(f"subnet {netuid} has {size} neurons; arrays hold from one to {MAX_NEURONS:,}")
    for name, length in (
        ("LastUpdate", len(state.weights.last_update[netuid])),
        ("ValidatorPermit", len(state.consensus.validator_permit[netuid])),
    ):
        if length != size:
            raise NeedsReference(f"{name} has {length} entries in subnet {netuid} of {size} neurons")
    if any(uid >= size for uid, _ in state.neurons.keys.under(netuid)):
        raise NeedsReference(f"subnet {netuid} of {size} neurons has a hotkey under a greater number")


def _require_rows(weights: Mapping[int, Row], bonds: Mapping[int, Row], size: int) -> None:
    """Let rows pass that name each neuron once, and bonds on neurons of the subnet only."""
    for row in (*weights.values(), *bonds.values()):
        if len({other for other, _ in row}) != len(row):
            raise NeedsReference("a row of weights or bonds names a neuron twice")
    if any(other >= size for row in bonds.values() for other, _ in row):
        raise NeedsReference(f"a bond is on a neuron beyond the {size} of the subnet")


def _require_small(values: Iterable[int], what: str) -> None:
    """Let numbers pass that leave room to add."""
    if any(value >= GREATEST for value in values):
        raise NeedsReference(f"{what} is beyond 2^62")


def _below(row: Row, size: int) -> Row:
    return [(other, weight) for other, weight in row if other < size]


def _registered(state: State, netuid: NetUid, size: int) -> list[int]:
    """The block in which each neuron was registered; zero for a number without a hotkey: CONS-7."""
    blocks = [0] * size
    for uid, _ in state.neurons.keys.under(netuid):
        blocks[uid] = int(state.neurons.block_at_registration[netuid, uid])
    return blocks


def _fraction(stake: I64F64) -> int:
    """The 32 binary digits behind the point; stake has no more, for the weight of TAO has none."""
    return (stake.bits >> 32) & 0xFFFF_FFFF


def _places(rows: Sequence[int], size: int) -> list[int]:
    """Where each neuron stands among the rows; behind the last if it is none."""
    found = {uid: place for place, uid in enumerate(rows)}
    return [found.get(uid, len(rows)) for uid in range(size)]


def _rise(rows: Mapping[int, Row]) -> bool:
    """Whether the entries of every row are in the order of their neurons."""
    return all(first[0] < second[0] for row in rows.values() for first, second in pairwise(row))


def _matrix(xp: Namespace, entries: Mapping[int, Row], rows: Sequence[int], size: int, default: int) -> Array:
    """Sparse rows as a matrix: int64 (1, N, V)."""
    width = len(rows)
    flat = [default] * (size * width)
    for place, uid in enumerate(rows):
        for other, value in entries.get(uid, ()):
            flat[other * width + place] = int(value)
    return xp.reshape(make_integers(xp, flat), (1, size, width))


def _order(xp: Namespace, entries: Mapping[int, Row], rows: Sequence[int], size: int) -> Array:
    """Where in its stored row each entry stands; `NEVER` where there is none: int64 (1, N, V)."""
    ranked = {uid: [(other, place) for place, (other, _) in enumerate(row)] for uid, row in entries.items()}
    return _matrix(xp, ranked, rows, size, NEVER)

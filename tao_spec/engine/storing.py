"""From arrays to the storage: what an epoch writes, and what it pays: CONS-1, CONS-72 and CONS-73."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.engine.epoch import Stored
from tao_spec.engine.namespaces import Array, Namespace, make_integers
from tao_spec.engine.shares import compute_emission
from tao_spec.engine.subnet import Subnet
from tao_spec.state.chain_state import State


def to_list(array: Array) -> Any:
    """An array as nested lists of Python numbers."""
    return array.tolist() if hasattr(array, "tolist") else _read(array)


def _read(array: Array) -> Any:
    """The same by the standard alone, element by element."""
    if array.ndim == 0:
        return bool(array) if "bool" in str(array.dtype) else int(array)
    return [_read(array[index, ...]) for index in range(array.shape[0])]


def get_emission(xp: Namespace, shares: Array, emission: int) -> list[AlphaBalance]:
    """Each neuron's share of the emission, rounded down: CONS-71.

    Args:
        shares: int64 bits (1, N).
        emission: alpha rao.
    """
    upper, lower = compute_emission(shares, make_integers(xp, [[emission >> 32, emission & 0xFFFF_FFFF]]))
    pairs = zip(to_list(upper)[0], to_list(lower)[0], strict=True)
    return [AlphaBalance((high << 32) + low) for high, low in pairs]


def store_epoch(
    xp: Namespace, state: State, netuid: NetUid, subnet: Subnet, stored: Stored, emission: AlphaBalance
) -> tuple[list[AlphaBalance], list[AlphaBalance]]:
    """Store the epoch of one subnet, and say what each neuron earns.

    Args:
        emission: what the epoch shares out, in alpha rao.

    Returns:
        Incentives and dividends, in alpha rao, in the order of the neurons' numbers.
    """
    _store_scores(state, netuid, stored)
    state.consensus.emission[netuid] = tuple(get_emission(xp, stored.shares.combined, emission))
    _store_bonds(state, netuid, subnet, stored)
    return get_emission(xp, stored.shares.server, emission), get_emission(xp, stored.shares.validator, emission)


def _store_scores(state: State, netuid: NetUid, stored: Stored) -> None:
    """What each neuron got, in parts of 65,535: CONS-72."""
    items = state.consensus
    items.stake_weight[netuid] = _parts(stored.stake_weight)
    items.active[netuid] = tuple(to_list(stored.active)[0])
    items.rank[netuid] = items.incentive[netuid] = _parts(stored.incentive)
    items.trust[netuid] = _parts(stored.trust)
    items.consensus[netuid] = _parts(stored.consensus)
    items.dividends[netuid] = _parts(stored.dividends)
    state.neurons.pruning_scores[netuid] = _parts(stored.pruning_scores)
    items.validator_trust[netuid] = _parts(stored.validator_trust)
    items.validator_permit[netuid] = tuple(to_list(stored.validator_permit)[0])


def _parts(vector: Array) -> tuple[U16, ...]:
    return tuple(map(U16, to_list(vector)[0]))


def _store_bonds(state: State, netuid: NetUid, subnet: Subnet, stored: Stored) -> None:
    """The bonds of neurons with a new permit; those of neurons that lost theirs are emptied: CONS-73."""
    bonds, present = to_list(stored.bonds)[0], to_list(stored.has_bond)[0]
    order = _stored_order(subnet, stored)
    places = to_list(subnet.places)[0]
    permits = zip(to_list(stored.validator_permit)[0], to_list(subnet.permits)[0], strict=True)
    for index, (is_new, was_old) in enumerate(permits):
        place = places[index]
        if is_new and place < subnet.columns:
            held = [other for other in range(subnet.neurons) if present[other][place]]
            if order is not None:
                held.sort(key=lambda other: order[other][place])
            row = tuple((Uid(other), U16(bonds[other][place])) for other in held)
            state.consensus.bonds[netuid, Uid(index)] = row
        elif is_new or was_old:
            state.consensus.bonds[netuid, Uid(index)] = ()


def _stored_order(subnet: Subnet, stored: Stored) -> Sequence[Sequence[int]] | None:
    """Where each weight stands in its stored row, if the bonds follow that; else their rows rise."""
    if subnet.weights_order is None or not to_list(stored.follows_weights)[0][0]:
        return None
    order: Sequence[Sequence[int]] = to_list(subnet.weights_order)[0]
    return order

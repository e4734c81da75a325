"""The trimming of a subnet: its owner lets go the neurons that earn least, and those that are left close ranks.

Source: upstream's `pallets/subtensor/src/subnets/uids.rs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.neurons import InvalidValue
from tao_spec.interface.subnets import SubnetNotExists
from tao_spec.revisions.r320.interface import SudoTrimToMaxAllowedUids
from tao_spec.revisions.r320.mechanisms import get_storage_indices
from tao_spec.revisions.r320.owner_controls import KindLimit, change_by_owner_or_root
from tao_spec.revisions.r320.state import added
from tao_spec.state.consensus import ConsensusState
from tao_spec.state.neurons import NeuronsState
from tao_spec.state.weights import WeightsState
from tao_spec.storage.items import Declaration, DoubleMapAccess, MapAccess
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.payout import get_immune_owner_hotkeys
from tao_spec.transition.neurons.pruning import is_immune
from tao_spec.transition.origin import Origin
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import rule

V = TypeVar("V")

NUMBERS_ARE_KEPT: Final = "KNOWN-220"
"""Neurons that get a new number keep the old one in `Uids`."""

COUNT_IS_THE_LIMIT: Final = "KNOWN-221"
"""A trimmed subnet has as many neurons as the limit says, even if more are left."""

TRIM_KIND: Final = U16(9)
"""The kind of operation under which `TransactionKeyLastBlock` remembers that an owner trimmed."""

TRIM_LIMIT: Final = U64(216_000)
"""Blocks from one trimming by the owner to the next, at least: thirty days."""

LISTS: Final[Mapping[Declaration[Any, Any], Any]] = {
    ConsensusState.emission: AlphaBalance(0),
    ConsensusState.rank: U16(0),
    ConsensusState.trust: U16(0),
    ConsensusState.active: False,
    ConsensusState.consensus: U16(0),
    ConsensusState.dividends: U16(0),
    NeuronsState.pruning_scores: U16(0),
    ConsensusState.validator_trust: U16(0),
    ConsensusState.validator_permit: False,
    ConsensusState.stake_weight: U16(0),
}
"""The lists of a subnet that have an element for each neuron, with what stands for an element that is lacking."""

LISTS_OF_MECHANISMS: Final[Mapping[Declaration[Any, Any], Any]] = {
    ConsensusState.incentive: U16(0),
    WeightsState.last_update: BlockHeight(0),
}
"""The lists of a mechanism that have an element for each neuron, likewise."""


@rule("R320-110", call=SudoTrimToMaxAllowedUids)
def sudo_trim_to_max_allowed_uids(chain: Chain, origin: Origin, netuid: NetUid, max_n: U16) -> None:
    """Limit the number of a subnet's neurons, and let those go that are too many; its owner may once in 216,000 blocks.

    Raises:
        DispatchError: as `change_by_owner_or_root`, then as `trim_to_max_allowed_uids`.
    """
    with change_by_owner_or_root(chain, origin, netuid, KindLimit(TRIM_KIND, lambda _chain, _netuid: TRIM_LIMIT)):
        trim_to_max_allowed_uids(chain, netuid, max_n)


@rule("R320-111")
def trim_to_max_allowed_uids(chain: Chain, netuid: NetUid, max_n: U16) -> None:
    """Limit the number of a subnet's neurons, and let those go that are too many.

    The number of neurons is then the limit, even if more are left (KNOWN-221).

    Raises:
        SubnetNotExists: there is no such subnet.
        InvalidValue: the limit is under the least or over the present one; or four fifths of it or more are immune.
    """
    if not chain.subnets.networks_added[netuid]:
        raise SubnetNotExists
    limits = chain.neurons.max_allowed_uids
    if not added(chain).min_allowed_uids[netuid] <= max_n <= limits[netuid]:
        raise InvalidValue
    limits[netuid] = max_n
    if chain.neurons.subnetwork_n[netuid] <= max_n:
        return
    immune = get_immune_uids(chain, netuid)
    # So many must be able to go that newcomers find a place.
    if 5 * len(immune) >= 4 * max_n:
        raise InvalidValue
    leaving = choose_leaving(chain, netuid, immune, max_n)
    for uid in leaving:
        forget_neuron(chain, netuid, uid)
    close_ranks(chain, netuid, leaving)
    size = chain.neurons.subnetwork_n[netuid] - len(leaving)
    chain.neurons.subnetwork_n[netuid] = max_n if chain.deviates(COUNT_IS_THE_LIMIT) else U16(size)


@rule("R320-112")
def get_immune_uids(chain: Chain, netuid: NetUid) -> set[Uid]:
    """The neurons that trimming spares: those in immunity, and the owner's that are never pruned (EMIT-23)."""
    owners = get_immune_owner_hotkeys(chain, netuid, chain.subnets.subnet_owner[netuid])
    spared = {chain.neurons.uids[netuid, hotkey] for hotkey in owners}
    uids = [Uid(uid) for uid in range(chain.neurons.subnetwork_n[netuid])]
    return {uid for uid in uids if uid in spared or is_immune(chain, netuid, uid)}


@rule("R320-113")
def choose_leaving(chain: Chain, netuid: NetUid, immune: set[Uid], max_n: U16) -> list[Uid]:
    """The neurons that go: of those that are not immune the ones with the least emission, of equal ones the greatest numbers.

    A neuron for which the list of emission has no element stays.
    """
    emission, count = chain.consensus.emission[netuid], chain.neurons.subnetwork_n[netuid]
    ranked = sorted(range(len(emission)), key=lambda uid: -emission[uid])[:count]
    mortal = [Uid(uid) for uid in reversed(ranked) if Uid(uid) not in immune]
    return mortal[: count - max_n]


def forget_neuron(chain: Chain, netuid: NetUid, uid: Uid) -> None:
    """Forget a neuron that goes: its number, what it serves, what it earned last, its weights and bonds.

    Commitments of weights and the address of its EVM stay.
    """
    neurons, serving, emission = chain.neurons, chain.serving, chain.emission
    hotkey = neurons.keys.get((netuid, uid))
    if hotkey is not None:
        del neurons.uids[netuid, hotkey]
        del neurons.is_network_member[hotkey, netuid]
        del emission.last_hotkey_emission_on_netuid[hotkey, netuid]
        for dividends in (emission.alpha_dividends_per_subnet, emission.tao_dividends_per_subnet):
            del dividends[netuid, hotkey]
        del serving.axons[netuid, hotkey]
        del serving.neuron_certificates[netuid, hotkey]
        del serving.prometheus[netuid, hotkey]
    del neurons.keys[netuid, uid]
    del neurons.block_at_registration[netuid, uid]
    for index in get_storage_indices(chain, netuid):
        del chain.weights.weights[index, uid]
        del chain.consensus.bonds[index, uid]


@rule("R320-114")
def close_ranks(chain: Chain, netuid: NetUid, leaving: list[Uid]) -> None:
    """Give the neurons that stay the numbers from zero on, in their order; in `Uids` they keep the old ones (KNOWN-220).

    Each list of the subnet is as long as the list of emission was without those that went; what another list lacks is zero.
    """
    uids = [uid for uid in range(len(chain.consensus.emission[netuid])) if uid not in leaving]
    for item, zero in LISTS.items():
        _keep(item.access(item, chain.store), netuid, uids, zero)
    for index in get_storage_indices(chain, netuid):
        for item, zero in LISTS_OF_MECHANISMS.items():
            _keep(item.access(item, chain.store), index, uids, zero)
    numbers = {Uid(old): Uid(new) for new, old in enumerate(uids)}
    for old, new in numbers.items():
        _swap(chain.neurons.keys, netuid, old, new)
        _swap(chain.neurons.block_at_registration, netuid, old, new)
        for index in get_storage_indices(chain, netuid):
            _renumber(chain.weights.weights, index, old, numbers)
            _renumber(chain.consensus.bonds, index, old, numbers)
    if not chain.deviates(NUMBERS_ARE_KEPT):
        for uid, hotkey in list(chain.neurons.keys.under(netuid)):
            chain.neurons.uids[netuid, hotkey] = uid


def _keep(lists: MapAccess[NetUid, tuple[Any, ...]], index: NetUid, uids: list[int], zero: Any) -> None:
    """Keep the elements of some neurons, in the order of their numbers."""
    old = lists[index]
    lists[index] = tuple(old[uid] if uid < len(old) else zero for uid in uids)


def _swap(items: DoubleMapAccess[NetUid, Uid, V], index: NetUid, old: Uid, new: Uid) -> None:
    """Let two numbers exchange what is stored under them; nothing, too."""
    of_old, of_new = items.get((index, old)), items.get((index, new))
    for uid, value in ((old, of_new), (new, of_old)):
        if value is None:
            del items[index, uid]
        else:
            items[index, uid] = value


def _renumber(
    rows: DoubleMapAccess[NetUid, Uid, tuple[tuple[Uid, U16], ...]], index: NetUid, old: Uid, numbers: Mapping[Uid, Uid]
) -> None:
    """Bring a neuron's row to its new number, without those that went and with the new numbers of those that stay."""
    new = numbers[old]
    _swap(rows, index, old, new)
    rows[index, new] = tuple((numbers[uid], value) for uid, value in rows[index, new] if uid in numbers)


RULES: ReplacedRules = {}
"""The rules of the base that are replaced here."""

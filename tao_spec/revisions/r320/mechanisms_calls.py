"""The calls that set how many mechanisms a subnet has and how its emission is split among them.

Source: upstream's `pallets/admin-utils/src/lib.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.neurons import InvalidValue
from tao_spec.interface.subnets import MechanismDoesNotExist
from tao_spec.revisions.r320.interface import (
    MechId,
    SudoSetMechanismCount,
    SudoSetMechanismEmissionSplit,
)
from tao_spec.revisions.r320.mechanisms import get_storage_index
from tao_spec.revisions.r320.owner_controls import ensure_not_frozen
from tao_spec.revisions.r320.state import added
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed, is_root
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import rule
from tao_spec.transition.subnets.owners import ensure_subnet_owner_or_root
from tao_spec.transition.subnets.rate_limits import ensure_long_ago

MAX_MECHANISM_COUNT = MechId(2)
"""So many mechanisms a subnet may have."""

COUNT_KIND, SPLIT_KIND = U16(7), U16(8)
"""The kinds of operation under which `TransactionKeyLastBlock` remembers what owners set here."""

LIMIT = U64(7_200)
"""Blocks from one change to the next of the same kind, at least: a day."""


@rule("R320-32", call=SudoSetMechanismCount)
def sudo_set_mechanism_count(chain: Chain, origin: Origin, netuid: NetUid, mechanism_count: MechId) -> None:
    """Set how many mechanisms a subnet has; its owner may once in 7,200 blocks, and a refused try does not count.

    Raises:
        BadOrigin: neither the owner nor root calls.
        AdminActionProhibitedDuringWeightsWindow, TxRateLimitExceeded: in this order.
        DispatchError: as `set_mechanism_count`.
    """
    owner = _begin(chain, origin, netuid, COUNT_KIND)
    set_mechanism_count(chain, netuid, mechanism_count)
    _record(chain, owner, netuid, COUNT_KIND)


def set_mechanism_count(chain: Chain, netuid: NetUid, count: MechId) -> None:
    """Set how many mechanisms a subnet has: one or two. What is beyond is forgotten, and the split is even again.

    Where the number stays nothing changes, the split neither.

    Raises:
        MechanismDoesNotExist: there is no such subnet.
        InvalidValue: the count is zero or more than two.
    """
    ensure_subnet_exists(chain, netuid)
    if not 0 < count <= MAX_MECHANISM_COUNT:
        raise InvalidValue
    former = added(chain).mechanism_count_current[netuid]
    if count == former:
        return
    for mecid in range(count, former):
        forget_mechanism(chain, get_storage_index(netuid, MechId(mecid)))
    added(chain).mechanism_count_current[netuid] = count
    del added(chain).mechanism_emission_split[netuid]


def ensure_subnet_exists(chain: Chain, netuid: NetUid) -> None:
    """There is such a subnet.

    Raises:
        MechanismDoesNotExist: there is not.
    """
    if not chain.subnets.networks_added[netuid]:
        raise MechanismDoesNotExist


@rule("R320-33")
def forget_mechanism(chain: Chain, index: NetUid) -> None:
    """Forget weights, incentive, last updates, bonds and commitments of a mechanism.

    Args:
        index: its storage index.
    """
    chain.weights.weights.clear_under(index)
    del chain.consensus.incentive[index]
    del chain.weights.last_update[index]
    chain.consensus.bonds.clear_under(index)
    chain.weights.weight_commits.clear_under(index)
    chain.weights.timelocked_weight_commits.clear_under(index)


@rule("R320-34", call=SudoSetMechanismEmissionSplit)
def sudo_set_mechanism_emission_split(
    chain: Chain, origin: Origin, netuid: NetUid, maybe_split: tuple[U16, ...] | None
) -> None:
    """Set how a subnet's emission is split; its owner may once in 7,200 blocks, and a refused try does not count.

    Raises:
        BadOrigin: neither the owner nor root calls.
        AdminActionProhibitedDuringWeightsWindow, TxRateLimitExceeded: in this order.
        DispatchError: as `set_emission_split`.
    """
    owner = _begin(chain, origin, netuid, SPLIT_KIND)
    set_emission_split(chain, netuid, maybe_split)
    _record(chain, owner, netuid, SPLIT_KIND)


def set_emission_split(chain: Chain, netuid: NetUid, split: tuple[U16, ...] | None) -> None:
    """Set what each mechanism gets of the subnet's emission, or let all get as much.

    Args:
        split: in parts of 65,535, from the first mechanism on; one that is not named gets nothing.

    Raises:
        MechanismDoesNotExist: there is no such subnet.
        InvalidValue: no mechanism is named, or more than there are, or the parts are not 65,535 in all.
    """
    ensure_subnet_exists(chain, netuid)
    if split is None:
        del added(chain).mechanism_emission_split[netuid]
        return
    if not 0 < len(split) <= added(chain).mechanism_count_current[netuid] or sum(split) != U16.MAX:
        raise InvalidValue
    added(chain).mechanism_emission_split[netuid] = split


def _begin(chain: Chain, origin: Origin, netuid: NetUid, kind: U16) -> AccountId | None:
    ensure_subnet_owner_or_root(chain, origin, netuid)
    ensure_not_frozen(chain, netuid)
    if is_root(origin):
        return None
    who = ensure_signed(origin)
    ensure_long_ago(chain, LIMIT, chain.delegation.transaction_key_last_block[who, netuid, kind])
    return who


def _record(chain: Chain, who: AccountId | None, netuid: NetUid, kind: U16) -> None:
    if who is not None:
        chain.delegation.transaction_key_last_block[who, netuid, kind] = BlockHeight(chain.number)


RULES: ReplacedRules = {}
"""The rules of the base that are replaced here."""

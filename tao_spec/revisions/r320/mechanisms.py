"""Mechanisms: how many a subnet has, under which number each keeps what is its own, and what it gets of the emission.

Source: upstream's `pallets/subtensor/src/subnets/mechanism.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.neurons import InvalidValue
from tao_spec.interface.subnets import MechanismDoesNotExist
from tao_spec.revisions.r320.interface import MechId
from tao_spec.revisions.r320.state import added
from tao_spec.transition.chain import Chain
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import rule

MAIN = MechId(0)
"""The first mechanism, which every subnet has; what it keeps lies where revision 306 keeps it."""

MECHANISM_STEP = 4096
"""Storage indices of a subnet's mechanisms lie so far apart; there can be no more subnets."""

MAX_MECHANISM_COUNT = MechId(2)
"""So many mechanisms a subnet may have."""


@rule("R320-30")
def get_storage_index(netuid: NetUid, mecid: MechId) -> NetUid:
    """The number under which a mechanism keeps what is its own: the subnet's and 4,096 for each mechanism before it.

    Weights, bonds, incentives, last updates and commitments lie under it, and events name it where they name a subnet.

    Returns:
        At most 65,535, where product and sum are held.
    """
    return NetUid.saturate(U16.saturate(MECHANISM_STEP * mecid) + netuid)


@rule("R320-31")
def has_mechanism(chain: Chain, netuid: NetUid, mecid: MechId) -> bool:
    """Whether there is such a subnet, and it has such a mechanism."""
    return chain.subnets.networks_added[netuid] and mecid < added(chain).mechanism_count_current[netuid]


def ensure_mechanism_exists(chain: Chain, netuid: NetUid, mecid: MechId) -> None:
    """There is such a mechanism (R320-31).

    Raises:
        MechanismDoesNotExist: there is not.
    """
    if not has_mechanism(chain, netuid, mecid):
        raise MechanismDoesNotExist


def get_mechanisms(chain: Chain, netuid: NetUid) -> list[MechId]:
    """The mechanisms of a subnet, the first first."""
    return [MechId(mecid) for mecid in range(added(chain).mechanism_count_current[netuid])]


def get_storage_indices(chain: Chain, netuid: NetUid) -> list[NetUid]:
    """The storage indices of a subnet's mechanisms, the first first."""
    return [get_storage_index(netuid, mecid) for mecid in get_mechanisms(chain, netuid)]


@rule("R320-32")
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


@rule("R320-34")
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


@rule("R320-35")
def split_emissions(chain: Chain, netuid: NetUid, emission: AlphaBalance) -> list[AlphaBalance]:
    """Split an epoch's emission among the mechanisms, each part rounded down; what that leaves is the first one's.

    Args:
        emission: in alpha rao.

    Returns:
        For each mechanism, in alpha rao.
    """
    count, split = added(chain).mechanism_count_current[netuid], added(chain).mechanism_emission_split.get(netuid)
    if split is None:
        parts = [emission // count] * count if count else []
    else:
        parts = [emission * share // U16.MAX for share in split][:count]
    emissions = [AlphaBalance(part) for part in parts] + [AlphaBalance(0)] * (count - len(parts))
    if emissions:
        rest = emission.saturating_sub(AlphaBalance(U64.wrap(sum(parts))))
        emissions[0] = emissions[0].saturating_add(rest)
    return emissions


RULES: ReplacedRules = {}
"""The rules of the base that are replaced here."""

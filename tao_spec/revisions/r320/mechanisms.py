"""Mechanisms: how many a subnet has, under which number each keeps what is its own, and what it gets of the emission.

Source: upstream's `pallets/subtensor/src/subnets/mechanism.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16, U64
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

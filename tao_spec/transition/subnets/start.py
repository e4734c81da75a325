"""The start of a subnet: from the next block on it takes part in emission, and its alpha is traded.

Source: upstream's `pallets/subtensor/src/subnets/subnet.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.subnets import (
    FirstEmissionBlockNumberAlreadySet,
    FirstEmissionBlockNumberSet,
    NeedWaitingMoreBlocksToStarCall,
    StartCall,
    SubNetworkDoesNotExist,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule
from tao_spec.transition.subnets.owners import get_subnet_owner

DURATION_OF_START_CALL = BlockHeight(50_400)
"""Blocks from a subnet's registration to its start, at least: a week."""


@rule("SUBNET-30", call=StartCall)
def start_call(chain: Chain, origin: Origin, netuid: NetUid) -> None:
    """Start a subnet, once, when it is old enough.

    Raises:
        SubNetworkDoesNotExist: there is no such subnet.
        BadOrigin: its owner does not sign.
        FirstEmissionBlockNumberAlreadySet: it, or the subnet that had its number before, was started.
        NeedWaitingMoreBlocksToStarCall: it was registered less than a week ago.
    """
    subnets, now = chain.subnets, BlockHeight(chain.number)
    if not subnets.networks_added[netuid]:
        raise SubNetworkDoesNotExist
    if ensure_signed(origin) != get_subnet_owner(chain, netuid):
        raise BadOrigin
    if netuid in subnets.first_emission_block_number:
        raise FirstEmissionBlockNumberAlreadySet
    # Whoever wants to take part has time to come.
    if now < subnets.network_registered_at[netuid].saturating_add(DURATION_OF_START_CALL):
        raise NeedWaitingMoreBlocksToStarCall
    first = BlockHeight(now + 1)
    subnets.first_emission_block_number[netuid] = first
    subnets.subtoken_enabled[netuid] = True
    chain.emit(FirstEmissionBlockNumberSet(netuid, first))

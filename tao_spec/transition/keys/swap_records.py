"""The records of hotkey swaps within one subnet, and how the chain forgets them.

Source: upstream's `pallets/subtensor/src/macros/hooks.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.state.units import BLOCKS_PER_DAY
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule
from tao_spec.transition.subnets.networks import get_all_subnet_netuids

HOTKEY_SWAP_ON_SUBNET_INTERVAL = 5 * BLOCKS_PER_DAY
"""Blocks for which a record is kept, and after which a subnet's turn comes again."""


@rule("KEYS-1")
def clean_up_hotkey_swap_records(chain: Chain) -> None:
    """Forget old records, of each subnet in one block of every 36,000: that whose remainder is the subnet's number."""
    slot = chain.number % HOTKEY_SWAP_ON_SUBNET_INTERVAL
    for netuid in get_all_subnet_netuids(chain):
        if netuid % HOTKEY_SWAP_ON_SUBNET_INTERVAL == slot:
            forget_hotkey_swaps(chain, netuid)


@rule("KEYS-2")
def forget_hotkey_swaps(chain: Chain, netuid: NetUid) -> None:
    """Forget the swaps in a subnet that lie more than 36,000 blocks back."""
    records = chain.keys.last_hotkey_swap_on_netuid
    for coldkey, swapped in list(records.under(netuid)):
        if swapped.saturating_add(BlockHeight(HOTKEY_SWAP_ON_SUBNET_INTERVAL)) < chain.number:
            del records[netuid, coldkey]

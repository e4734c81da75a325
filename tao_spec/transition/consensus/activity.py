"""Who takes part in an epoch: the neurons of a subnet, when they came, and who of them has lately set weights."""

from __future__ import annotations

from collections.abc import Sequence

from tao_spec.arithmetic.errors import MisshapenMatrix
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid, Uid
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule


@rule("CONS-5")
def get_hotkeys(chain: Chain, netuid: NetUid) -> list[tuple[Uid, AccountId]]:
    """The hotkeys of a subnet with their numbers, in the order of the storage keys: 256 comes before 1.

    Raises:
        MisshapenMatrix: a number is not below the size of the subnet; the client aborts.
    """
    hotkeys = list(chain.neurons.keys.under(netuid))
    size = chain.neurons.subnetwork_n[netuid]
    for uid, _ in hotkeys:
        if uid >= size:
            raise MisshapenMatrix(f"subnet {netuid} of {size} neurons has a hotkey under number {uid}")
    return hotkeys


@rule("CONS-6")
def find_inactive(chain: Chain, netuid: NetUid) -> list[bool]:
    """Inactive is a neuron whose last update lies more than the activity cutoff before this block.

    Returns:
        An answer for each entry of `LastUpdate`, which may be empty.
    """
    cutoff = BlockHeight(chain.consensus.activity_cutoff[netuid])
    updates = chain.weights.last_update[netuid]
    return [updated.saturating_add(cutoff) < chain.number for updated in updates]


@rule("CONS-7")
def get_block_at_registration(chain: Chain, netuid: NetUid) -> list[BlockHeight]:
    """The block in which each neuron was registered; zero for a number without a hotkey."""
    blocks = []
    for uid in map(Uid, range(chain.neurons.subnetwork_n[netuid])):
        is_taken = (netuid, uid) in chain.neurons.keys
        blocks.append(chain.neurons.block_at_registration[netuid, uid] if is_taken else BlockHeight(0))
    return blocks


@rule("CONS-8")
def find_recently_registered(chain: Chain, netuid: NetUid, registered: Sequence[BlockHeight]) -> list[bool]:
    """Recent is a registration in the block that lies a tempo before this one, or later."""
    last_tempo = BlockHeight(max(chain.number - chain.consensus.tempo[netuid], 0))
    return [last_tempo <= block for block in registered]

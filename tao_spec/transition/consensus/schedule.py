"""The epochs of a subnet by number, and when a commitment of weights is too old for them.

Source: upstream's `pallets/subtensor/src/subnets/weights.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule


@rule("CONS-33")
def get_epoch_index(chain: Chain, netuid: NetUid, block: BlockHeight) -> U64:
    """The number of the epoch in which a block lies: `(block + netuid + 1) / (tempo + 1)`, rounded down."""
    shifted = block.saturating_add(BlockHeight(netuid + 1))
    return U64(shifted // (chain.consensus.tempo[netuid] + 1))


@rule("CONS-34")
def is_commit_expired(chain: Chain, netuid: NetUid, commit_block: BlockHeight) -> bool:
    """Whether the epoch in which a commitment had to be revealed is over."""
    reveal_epoch = get_epoch_index(chain, netuid, commit_block).saturating_add(
        chain.weights.reveal_period_epochs[netuid]
    )
    return get_epoch_index(chain, netuid, BlockHeight(chain.number)) > reveal_epoch

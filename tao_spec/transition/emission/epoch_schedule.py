"""When the epoch of a subnet runs.

Source: upstream's `pallets/subtensor/src/coinbase/run_coinbase.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule


@rule("EMIT-6")
def compute_blocks_until_next_epoch(netuid: NetUid, tempo: U16, block: BlockHeight) -> U64:
    """Blocks until the next epoch of a subnet: one comes every `tempo + 1` blocks, each subnet a block before the one below.

    Args:
        tempo: in blocks, less one; of zero, there is never an epoch.

    Returns:
        Zero in the block of an epoch; 2^64 - 1 where there is never one.
    """
    if tempo == 0:
        return U64(U64.MAX)
    passed = (block + netuid + 1) % (tempo + 1)
    return U64(tempo - passed)


@rule("EMIT-7")
def should_run_epoch(chain: Chain, netuid: NetUid) -> bool:
    """Whether the present block is that of an epoch of the subnet."""
    return compute_blocks_until_next_epoch(netuid, chain.consensus.tempo[netuid], BlockHeight(chain.number)) == 0

"""The coinbase: what each block gives to the pools and sets aside, and the epochs that share out what was set aside.

Source: upstream's `pallets/subtensor/src/coinbase/run_coinbase.rs`.
"""

from __future__ import annotations

from collections.abc import Sequence

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.epoch_schedule import should_run_epoch
from tao_spec.transition.emission.injection import inject, prepare_injections
from tao_spec.transition.emission.owner_cut import set_owner_cut_aside
from tao_spec.transition.emission.payout import Pending, drain_pending_emission
from tao_spec.transition.emission.root_dividends import set_alpha_aside
from tao_spec.transition.emission.shares import get_tao_shares
from tao_spec.transition.pools.moving_price import update_moving_price
from tao_spec.transition.rules import rule
from tao_spec.transition.subnets.networks import get_all_subnet_netuids
from tao_spec.transition.weights.timelocked import reveal_crv3_commits


@rule("EMIT-10")
def run_coinbase(chain: Chain, block_emission: U64) -> None:
    """Emit to the started subnets; then, for each subnet, reveal weights and run the epoch if due.

    A subnet has its epochs from its registration on. Before its start it emits nothing, and so shares out nothing.

    Args:
        block_emission: in rao.

    Raises:
        Unsupported: what an epoch or a revelation needs is not specified yet.
    """
    subnets = [netuid for netuid in get_all_subnet_netuids(chain) if netuid != ROOT]
    emit_to_subnets(chain, get_subnets_to_emit_to(chain, subnets), U96F32.saturating_from_num(block_emission))
    for netuid in subnets:
        reveal_crv3_commits(chain, netuid)
        step_epoch(chain, netuid)


@rule("EMIT-11")
def get_subnets_to_emit_to(chain: Chain, subnets: list[NetUid]) -> list[NetUid]:
    """The subnets that have started: those with a first block of emission, even one that is still to come."""
    return [netuid for netuid in subnets if netuid in chain.subnets.first_emission_block_number]


@rule("EMIT-14")
def emit_to_subnets(chain: Chain, started: Sequence[NetUid], block_emission: U96F32) -> None:
    """Emit to the started subnets, each step for all of them before the next.

    What is bought comes first, then what is put into the pools, what is set aside for owners, what for root and neurons,
    and last the moving prices, which count for the next block.

    Args:
        block_emission: in rao.
    """
    injections = prepare_injections(chain, get_tao_shares(chain, started, block_emission), block_emission)
    for netuid, injection in injections.items():
        inject(chain, netuid, injection)
    rests = {netuid: set_owner_cut_aside(chain, netuid, injections[netuid].alpha_out) for netuid in started}
    for netuid, rest in rests.items():
        set_alpha_aside(chain, netuid, rest, sells=not injections[netuid].is_subsidised)
    for netuid in started:
        update_moving_price(chain, netuid)


@rule("EMIT-12")
def step_epoch(chain: Chain, netuid: NetUid) -> None:
    """Run the epoch of a subnet if it is due, with all that has been set aside; else count one block more since the last."""
    since = chain.consensus.blocks_since_last_step
    if not should_run_epoch(chain, netuid):
        since[netuid] = since[netuid].saturating_add(U64(1))
        return
    since[netuid] = U64(0)
    chain.consensus.last_mechansim_step_block[netuid] = BlockHeight(chain.number)
    drain_pending_emission(chain, netuid, take_pending(chain, netuid))


@rule("EMIT-13")
def take_pending(chain: Chain, netuid: NetUid) -> Pending:
    """Take what was set aside for an epoch, and leave zeros."""
    emission = chain.emission
    pending = Pending(
        alpha=emission.pending_emission[netuid],
        root_tao=emission.pending_root_divs[netuid],
        swapped=emission.pending_alpha_swapped[netuid],
        owner_cut=emission.pending_owner_cut[netuid],
    )
    emission.pending_emission[netuid] = AlphaBalance(0)
    emission.pending_root_divs[netuid] = TaoBalance(0)
    emission.pending_alpha_swapped[netuid] = AlphaBalance(0)
    emission.pending_owner_cut[netuid] = AlphaBalance(0)
    return pending

"""The moving price of alpha, which follows the price slowly and by which subnets share the emission.

Source: upstream's `pallets/subtensor/src/staking/stake_utils.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.fixed import I96F32, U96F32
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.prices import get_current_alpha_price
from tao_spec.transition.rules import rule

STABLE = U16(0)
"""The mechanism of a subnet whose alpha always costs one TAO."""


@rule("POOL-130")
def get_moving_alpha_price(chain: Chain, netuid: NetUid) -> U96F32:
    """The moving price of one alpha in TAO: one on root and without a pool, zero where the stored one is below zero."""
    if netuid == ROOT or chain.pools.subnet_mechanism[netuid] == STABLE:
        return U96F32.ONE
    return U96F32.saturating_from_num(chain.pools.subnet_moving_price[netuid])


@rule("POOL-131")
def update_moving_price(chain: Chain, netuid: NetUid) -> None:
    """Move the moving price towards the present one, which counts as one TAO at most.

    The weight of the present price grows with the age of the subnet, and is half of its final value after as many blocks as
    `EMAPriceHalvingBlocks` says.
    """
    weight = _get_weight(chain, netuid)
    present = min(get_current_alpha_price(chain, netuid), U96F32.ONE)
    moved = weight * present + (U96F32.ONE - weight) * get_moving_alpha_price(chain, netuid)
    chain.pools.subnet_moving_price[netuid] = I96F32.saturating_from_num(moved)


def _get_weight(chain: Chain, netuid: NetUid) -> U96F32:
    """The weight of the present price."""
    first = chain.subnets.first_emission_block_number.get(netuid) or BlockHeight(0)
    start = first.saturating_sub(BlockHeight(1))
    age = U96F32.saturating_from_num(BlockHeight(chain.number).saturating_sub(start))
    halving = U96F32.saturating_from_num(chain.pools.ema_price_halving_blocks[netuid])
    return U96F32.saturating_from_num(chain.pools.subnet_moving_alpha.value) * age.safe_div(age + halving)

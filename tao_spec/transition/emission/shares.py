"""How much of a block's TAO each started subnet is to have: as its moving price is to the sum of all.

Source: upstream's `pallets/subtensor/src/coinbase/run_coinbase.rs`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.moving_price import get_moving_alpha_price
from tao_spec.transition.rules import rule


@rule("EMIT-40")
def get_tao_shares(chain: Chain, started: Sequence[NetUid], block_emission: U96F32) -> dict[NetUid, U96F32]:
    """Each started subnet's share of the block's TAO, by its moving price as the block before left it.

    Args:
        block_emission: in rao.

    Returns:
        Shares in rao, in the order of the subnets.
    """
    return compute_tao_shares({netuid: get_moving_alpha_price(chain, netuid) for netuid in started}, block_emission)


@rule("EMIT-41")
def compute_tao_shares(moving_prices: Mapping[NetUid, U96F32], block_emission: U96F32) -> dict[NetUid, U96F32]:
    """Share the block's TAO in proportion to moving prices; nobody gets any where all of them are zero.

    Args:
        moving_prices: in TAO.
        block_emission: in rao; what the quotients cut off is emitted to nobody.

    Returns:
        Shares in rao.
    """
    total = U96F32.ZERO
    for price in moving_prices.values():
        total += price
    return {netuid: (block_emission * price).safe_div(total) for netuid, price in moving_prices.items()}

"""Root's part of a subnet's alpha, which is sold for TAO in every block and paid out with the epoch.

Source: upstream's `pallets/subtensor/src/coinbase/run_coinbase.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import ROOT, NetUid
from tao_spec.interface.errors import DispatchError
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.stake import get_tao_weight
from tao_spec.transition.emission.injection import get_alpha_issuance
from tao_spec.transition.pools.conversion import swap_alpha_for_tao
from tao_spec.transition.pools.prices import get_min_price
from tao_spec.transition.rules import rule

HALF = U96F32.from_bits(U96F32.ONE.bits // 2)
"""Validators earn half of the alpha, and root shares with them."""

UNSOLD_COUNTS_AS_SOLD = "KNOWN-42"
"""Root's alpha is taken off the validators' half also where it was not sold."""


@rule("EMIT-52")
def set_alpha_aside(chain: Chain, netuid: NetUid, alpha: U96F32, sells: bool) -> None:
    """Set a block's alpha aside for the epoch: root's part as sold, the rest as it is, each in whole rao.

    Root's part counts as sold even where it was not, because alpha is bought in this block, or the pool refuses (KNOWN-42).

    Args:
        alpha: of the block without the owner's cut, in alpha rao.
        sells: whether root's part is sold.
    """
    root_alpha = compute_root_alpha(alpha, get_root_proportion(chain, netuid))
    is_sold = sells and sell_root_alpha(chain, netuid, root_alpha.saturating_to_num(AlphaBalance))
    if not is_sold and not chain.deviates(UNSOLD_COUNTS_AS_SOLD):
        root_alpha = U96F32.ZERO
    swapped, pending = chain.emission.pending_alpha_swapped, chain.emission.pending_emission
    swapped[netuid] = swapped[netuid].saturating_add(root_alpha.saturating_to_num(AlphaBalance))
    pending[netuid] = pending[netuid].saturating_add((alpha - root_alpha).saturating_to_num(AlphaBalance))


@rule("EMIT-53")
def get_root_proportion(chain: Chain, netuid: NetUid) -> U96F32:
    """Root's part of what a subnet's validators earn: its weighted TAO over that and all alpha of the subnet."""
    root = U96F32.saturating_from_num(chain.pools.subnet_tao[ROOT]) * get_tao_weight(chain)
    return root.safe_div(root + U96F32.saturating_from_num(get_alpha_issuance(chain, netuid)))


@rule("EMIT-54")
def compute_root_alpha(alpha: U96F32, proportion: U96F32) -> U96F32:
    """Root's part of the half of the alpha that validators earn.

    Args:
        alpha: in alpha rao.
        proportion: root's part, from zero to one.
    """
    return proportion * alpha * HALF


@rule("EMIT-55")
def sell_root_alpha(chain: Chain, netuid: NetUid, alpha: AlphaBalance) -> bool:
    """Sell alpha to the pool, at any price and without a fee, and set the TAO aside for the stake on root.

    Args:
        alpha: in alpha rao.

    Returns:
        Whether it was sold; where the pool refuses it is not.
    """
    try:
        result = swap_alpha_for_tao(chain, netuid, alpha, get_min_price(), drop_fees=True)
    except DispatchError:
        return False
    pending = chain.emission.pending_root_divs
    pending[netuid] = pending[netuid].saturating_add(TaoBalance(result.amount_paid_out))
    return True

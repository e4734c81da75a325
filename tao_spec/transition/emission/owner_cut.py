"""The share of a subnet's alpha that belongs to its owner.

Source: upstream's `pallets/subtensor/src/coinbase/run_coinbase.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule

WHOLE = U96F32.saturating_from_num(U16.MAX)


@rule("EMIT-50")
def set_owner_cut_aside(chain: Chain, netuid: NetUid, alpha_out: U96F32) -> U96F32:
    """Set the owner's cut of a block's alpha aside for the epoch, in whole rao.

    Args:
        alpha_out: in alpha rao.

    Returns:
        What is left of the alpha, with its fraction, in alpha rao.
    """
    cut = alpha_out * get_float_subnet_owner_cut(chain)
    pending = chain.emission.pending_owner_cut
    pending[netuid] = pending[netuid].saturating_add(cut.saturating_to_num(AlphaBalance))
    return alpha_out - cut


@rule("EMIT-51")
def get_float_subnet_owner_cut(chain: Chain) -> U96F32:
    """The owners' share of alpha: `SubnetOwnerCut` over 65,535, the same for all subnets."""
    return U96F32.saturating_from_num(chain.emission.subnet_owner_cut.value).safe_div(WHOLE)

"""What a new subnet costs: twice what the last one did, falling block by block down to a least cost.

Source: upstream's `pallets/subtensor/src/coinbase/root.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import RAO_PER_TAO, TaoBalance
from tao_spec.arithmetic.fixed import I64F64
from tao_spec.arithmetic.identifiers import BlockHeight
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.issuance import get_block_emission
from tao_spec.transition.rules import rule
from tao_spec.transition.subnets.last_blocks import get_last_registration

ONE_TAO = I64F64.saturating_from_num(RAO_PER_TAO)


@rule("SUBNET-5")
def get_lock_reduction_interval(chain: Chain) -> U64:
    """The blocks in which the cost of a subnet falls by what the last one cost; it halves with the emission of a block.

    To ask for the emission stores it (EMIT-4).
    """
    interval = I64F64.saturating_from_num(chain.subnets.network_lock_reduction_interval.value)
    halving = I64F64.saturating_from_num(get_block_emission(chain)).saturating_div(ONE_TAO)
    return interval.saturating_mul(halving).saturating_to_num(U64)


@rule("SUBNET-6")
def get_network_lock_cost(chain: Chain) -> TaoBalance:
    """What a subnet costs in this block, in rao.

    It begins at twice what the last one cost, or at once that where none was registered after genesis, and falls by the same
    amount in each block. An interval of zero lets it never fall.
    """
    subnets = chain.subnets
    last, registered = subnets.network_last_lock_cost.value, get_last_registration(chain).value
    interval, passed = get_lock_reduction_interval(chain), BlockHeight(chain.number).saturating_sub(registered)
    fall_of_a_block = U64(last // interval) if interval else U64(0)
    highest = last.saturating_mul(TaoBalance(2)) if registered else last
    fallen = highest.saturating_sub(TaoBalance(fall_of_a_block.saturating_mul(U64(passed))))
    return max(fallen, subnets.network_min_lock_cost.value)

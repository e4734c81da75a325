"""What a block puts into the pool of a subnet, and the alpha that it creates for the neurons.

TAO and alpha enter the pool at its price. Where alpha is so cheap that a subnet's share of TAO would need more alpha than
a block creates, the pool gets all of that alpha and the TAO that it is worth, and what is left of the share buys alpha.

Source: upstream's `pallets/subtensor/src/coinbase/run_coinbase.rs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.interface.errors import DispatchError
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.issuance import get_block_emission_for_issuance
from tao_spec.transition.pools.conversion import swap_tao_for_alpha
from tao_spec.transition.pools.prices import get_current_alpha_price, get_max_price
from tao_spec.transition.pools.protocol_liquidity import adjust_protocol_liquidity
from tao_spec.transition.rules import replaceable, rule

BOUGHT_UNCOUNTED = "KNOWN-40"
"""TAO for which a block buys alpha enters the pool and is never counted as issued."""

CLOSED_SUBNETS_BUY = "KNOWN-41"
"""Alpha of a subnet that nobody can join is bought all the same."""


@dataclass(frozen=True)
class Injection:
    """What a block emits to one subnet.

    Attributes:
        tao_in: into the pool, in rao.
        alpha_in: into the pool, in alpha rao.
        alpha_out: for owner, neurons and root, in alpha rao.
        tao_to_spend: to buy alpha with, in rao.
        is_subsidised: whether the pool gets less TAO than the subnet's share.
    """

    tao_in: U96F32
    alpha_in: U96F32
    alpha_out: U96F32
    tao_to_spend: U96F32
    is_subsidised: bool


@rule("EMIT-42")
def prepare_injections(
    chain: Chain, shares: Mapping[NetUid, U96F32], block_emission: U96F32
) -> dict[NetUid, Injection]:
    """Find what each subnet gets, and buy the alpha that is to be bought, one subnet after the other.

    Args:
        shares: of the block's TAO, in rao.
        block_emission: in rao.
    """
    return {netuid: _prepare_injection(chain, netuid, share, block_emission) for netuid, share in shares.items()}


def _prepare_injection(chain: Chain, netuid: NetUid, share: U96F32, block_emission: U96F32) -> Injection:
    price = get_current_alpha_price(chain, netuid)
    created = get_block_emission_for_issuance(chain, get_alpha_issuance(chain, netuid))
    compute = chain.revision.in_force(compute_injection)
    injection = compute(block_emission, share, price, U96F32.saturating_from_num(created))
    is_open = can_be_joined(chain, netuid)
    # Whether a subnet can be joined decides on what is put into its pool, but not on what is bought (KNOWN-41).
    if injection.is_subsidised and (is_open or chain.deviates(CLOSED_SUBNETS_BUY)):
        buy_alpha(chain, netuid, injection.tao_to_spend.saturating_to_num(TaoBalance))
    none = U96F32.ZERO
    return injection if is_open else replace(injection, tao_in=none, alpha_in=none, alpha_out=none)


@rule("EMIT-43")
def get_alpha_issuance(chain: Chain, netuid: NetUid) -> AlphaBalance:
    """The alpha of a subnet, in its pool and outside, without what users provide; in alpha rao."""
    return chain.pools.subnet_alpha_in[netuid].saturating_add(chain.pools.subnet_alpha_out[netuid])


@rule("EMIT-44")
@replaceable
def compute_injection(block_emission: U96F32, share: U96F32, price: U96F32, alpha_emission: U96F32) -> Injection:
    """Pay a share of TAO into the pool with as much alpha as it is worth, or as much TAO as the pool's price allows.

    The bound takes a block's alpha to be as many rao as a block's TAO, whatever the subnet's own halvings say.

    Args:
        block_emission: TAO of the block, in rao.
        share: the subnet's share of it, in rao.
        price: of one alpha, in TAO.
        alpha_emission: alpha that the block creates for the subnet, in alpha rao.
    """
    if price < share.safe_div(block_emission):
        tao_in = price * block_emission
        return Injection(tao_in, alpha_emission, alpha_emission, tao_to_spend=share - tao_in, is_subsidised=True)
    # Of alpha that is worth nothing the pool gets all that a block creates.
    alpha_in = share.safe_div_or(price, alpha_emission)
    return Injection(share, alpha_in, alpha_emission, tao_to_spend=U96F32.ZERO, is_subsidised=False)


@rule("EMIT-45")
def can_be_joined(chain: Chain, netuid: NetUid) -> bool:
    """Whether a neuron can be registered, by burning TAO or by work."""
    neurons = chain.neurons
    return neurons.network_registration_allowed[netuid] or neurons.network_pow_registration_allowed[netuid]


@rule("EMIT-46")
def buy_alpha(chain: Chain, netuid: NetUid, tao: TaoBalance) -> None:
    """Buy alpha from the pool, at any price and without a fee, and destroy it; where the pool refuses, nothing is bought.

    The TAO enters the pool and is not counted as issued (KNOWN-40).

    Args:
        tao: in rao.
    """
    try:
        result = swap_tao_for_alpha(chain, netuid, tao, get_max_price(), drop_fees=True)
    except DispatchError:
        return
    out = chain.pools.subnet_alpha_out
    out[netuid] = out[netuid].saturating_sub(AlphaBalance(result.amount_paid_out))
    if not chain.deviates(BOUGHT_UNCOUNTED):
        issuance = chain.emission.total_issuance
        issuance.value = issuance.value.saturating_add(TaoBalance(result.amount_paid_in))


@rule("EMIT-47")
def inject(chain: Chain, netuid: NetUid, injection: Injection) -> None:
    """Put TAO and alpha into the pool, create the alpha for the neurons, and record all three, in whole rao.

    The TAO counts as staked and as issued; the protocol's liquidity follows what the pool got.
    """
    pools, emission = chain.pools, chain.emission
    tao_in = injection.tao_in.saturating_to_num(TaoBalance)
    alpha_in = injection.alpha_in.saturating_to_num(AlphaBalance)
    alpha_out = injection.alpha_out.saturating_to_num(AlphaBalance)
    emission.subnet_alpha_in_emission[netuid] = alpha_in
    emission.subnet_alpha_out_emission[netuid] = alpha_out
    emission.subnet_tao_in_emission[netuid] = tao_in
    pools.subnet_alpha_in[netuid] = pools.subnet_alpha_in[netuid].saturating_add(alpha_in)
    pools.subnet_alpha_out[netuid] = pools.subnet_alpha_out[netuid].saturating_add(alpha_out)
    pools.subnet_tao[netuid] = pools.subnet_tao[netuid].saturating_add(tao_in)
    for total in (chain.stake.total_stake, emission.total_issuance):
        total.value = total.value.saturating_add(tao_in)
    adjust_protocol_liquidity(chain, netuid, tao_in, alpha_in)

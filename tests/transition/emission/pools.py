"""Started subnets with pools, for tests."""

from __future__ import annotations

from fractions import Fraction

from tao_spec.arithmetic.currency import RAO_PER_TAO, AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import I96F32, U96F32
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.protocol_liquidity import maybe_initialize


def fixed(value: Fraction | int) -> U96F32:
    return U96F32.from_fraction(Fraction(value))


def start(
    chain: Chain,
    netuid: NetUid,
    tao: int = 1_000,
    alpha: int = 1_000,
    moving: Fraction | int = 1,
    rao: int = RAO_PER_TAO,
) -> NetUid:
    """Let a subnet with so much TAO and alpha in its pool have started."""
    chain.subnets.networks_added[netuid] = True
    chain.subnets.first_emission_block_number[netuid] = BlockHeight(1)
    chain.consensus.tempo[netuid] = U16(0)
    chain.pools.subnet_mechanism[netuid] = U16(1)
    chain.pools.subnet_tao[netuid] = TaoBalance(tao * rao)
    chain.pools.subnet_alpha_in[netuid] = AlphaBalance(alpha * rao)
    chain.pools.subnet_moving_price[netuid] = I96F32.from_fraction(Fraction(moving))
    maybe_initialize(chain, netuid)
    return netuid

"""What the cases of the coinbase begin with: subnets that have started, with pools, at a height where no epoch is near."""

from __future__ import annotations

from fractions import Fraction

from conformance.scenes import Subnet, add_network, subnet
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import I96F32
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, NetUid
from tao_spec.transition.pools.prices import DYNAMIC
from tao_spec.transition.pools.protocol_liquidity import maybe_initialize
from tao_spec.vectors.cases import Builder

QUIET = 1_010
"""A block from which no epoch of a subnet with the usual tempo is due for eighty blocks."""

START = BlockHeight(500)
"""The first block of emission of these subnets."""


def start(build: Builder, netuid: NetUid, in_tao: int, in_alpha: int, moving: Fraction | int) -> None:
    """Give a subnet a pool, whose TAO counts as issued and staked, and let it have started.

    Args:
        in_tao, in_alpha: what the pool holds, in rao.
        moving: the moving price of alpha, in TAO.
    """
    chain = build.chain
    pools, amount = chain.pools, TaoBalance(in_tao)
    chain.subnets.first_emission_block_number[netuid] = START
    chain.subnets.subtoken_enabled[netuid] = True
    pools.subnet_mechanism[netuid] = DYNAMIC
    pools.subnet_tao[netuid] = amount
    pools.subnet_alpha_in[netuid] = AlphaBalance(in_alpha)
    pools.subnet_moving_price[netuid] = I96F32.from_fraction(Fraction(moving))
    for total in (chain.emission.total_issuance, chain.stake.total_stake):
        total.value = total.value.saturating_add(amount)


def started(
    build: Builder,
    netuid: int = 2,
    in_tao: int = tao(1_000),
    in_alpha: int = tao(1_000),
    moving: Fraction | int = 1,
    is_initialised: bool = True,
) -> NetUid:
    """A subnet that has started and has no neurons, at a height where no epoch is near.

    Args:
        in_tao, in_alpha: what its pool holds, in rao.
        moving: the moving price of alpha, in TAO.
        is_initialised: whether the pool has its price and the protocol's position.
    """
    made = add_network(build, netuid)
    build.at_block(QUIET)
    start(build, made, in_tao, in_alpha, moving)
    if is_initialised:
        maybe_initialize(build.chain, made)
    return made


def working(build: Builder, root_tao: int = tao(2_000)) -> Subnet:
    """A started subnet in the block before its epoch: two validators, with TAO on root too, and two miners.

    Args:
        root_tao: what each validator's coldkey has staked on root, in rao.
    """
    heard = {2: 60_000, 3: 30_000}
    scene = subnet(build, stakes=(300, 200, 0, 0), weights={0: heard, 1: heard}, permits=(True, True, False, False))
    start(build, scene.netuid, tao(1_000), tao(1_000), 1)
    maybe_initialize(build.chain, scene.netuid)
    chain = build.chain
    chain.pools.subnet_alpha_out[scene.netuid] = AlphaBalance(tao(500))
    stake_on_root(build, 2 * root_tao)
    for uid in (0, 1):
        scene.stake(uid, root=root_tao)
    return scene


def stake_on_root(build: Builder, amount: int) -> None:
    """Let so much TAO, in rao, count as staked on root, by whomever."""
    chain = build.chain
    chain.pools.subnet_tao[ROOT] = TaoBalance(amount)
    for total in (chain.emission.total_issuance, chain.stake.total_stake):
        total.value = total.value.saturating_add(TaoBalance(amount))

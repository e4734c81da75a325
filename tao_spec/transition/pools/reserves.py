"""The reserves of a pool: what the protocol holds and what users provide, which stand apart in storage and count together.

Source: upstream's `pallets/subtensor/src/lib.rs` and `pallets/subtensor/src/staking/stake_utils.rs`.
"""

from __future__ import annotations

from typing import TypeVar

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.storage.items import MapAccess
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule

AmountT = TypeVar("AmountT", bound=U64)


@rule("POOL-1")
def get_tao_reserve(chain: Chain, netuid: NetUid) -> TaoBalance:
    """The TAO of a pool, the protocol's and what users provide, in rao."""
    return chain.pools.subnet_tao[netuid].saturating_add(chain.pools.subnet_tao_provided[netuid])


@rule("POOL-2")
def get_alpha_reserve(chain: Chain, netuid: NetUid) -> AlphaBalance:
    """The alpha of a pool, the protocol's and what users provide, in alpha rao."""
    return chain.pools.subnet_alpha_in[netuid].saturating_add(chain.pools.subnet_alpha_in_provided[netuid])


@rule("POOL-3")
def increase_provided_tao_reserve(chain: Chain, netuid: NetUid, tao: TaoBalance) -> None:
    """Count TAO, in rao, as provided by users."""
    provided = chain.pools.subnet_tao_provided
    provided[netuid] = provided[netuid].saturating_add(tao)


@rule("POOL-4")
def increase_provided_alpha_reserve(chain: Chain, netuid: NetUid, alpha: AlphaBalance) -> None:
    """Count alpha, in alpha rao, as provided by users."""
    provided = chain.pools.subnet_alpha_in_provided
    provided[netuid] = provided[netuid].saturating_add(alpha)


@rule("POOL-5")
def decrease_provided_tao_reserve(chain: Chain, netuid: NetUid, tao: TaoBalance) -> None:
    """Take TAO, in rao, out of what users provide, and what is missing there out of the protocol's own."""
    _take_out(chain.pools.subnet_tao_provided, chain.pools.subnet_tao, netuid, tao)


@rule("POOL-6")
def decrease_provided_alpha_reserve(chain: Chain, netuid: NetUid, alpha: AlphaBalance) -> None:
    """Take alpha, in alpha rao, out of what users provide, and what is missing there out of the protocol's own."""
    _take_out(chain.pools.subnet_alpha_in_provided, chain.pools.subnet_alpha_in, netuid, alpha)


def _take_out(
    provided: MapAccess[NetUid, AmountT], own: MapAccess[NetUid, AmountT], netuid: NetUid, amount: AmountT
) -> None:
    missing = amount.saturating_sub(provided[netuid])
    provided[netuid] = provided[netuid].saturating_sub(amount)
    # The protocol's own reserve is written only where it gives something.
    if missing:
        own[netuid] = own[netuid].saturating_sub(missing)

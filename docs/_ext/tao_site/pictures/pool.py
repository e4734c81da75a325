"""The pool of the examples: the protocol's position over all prices, and those of Ada and Bo over some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conformance.pools.prepare import NETUID, Provider, add_pool, add_provider, make
from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.integers import U16
from tao_spec.revisions.r306 import R306
from tao_spec.state.pools import Position
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.protocol_liquidity import PROTOCOL_ACCOUNT
from tao_spec.vectors.cases import Builder

PROTOCOL, ADA, BO = "protocol", "Ada", "Bo"

FEE_RATE = U16(655)
"""One percent, nearly: twenty times the default, so that fees can be seen."""

RANGES = {ADA: (-1_000, 1_000, 2 * 10**12), BO: (500, 3_000, 10**12)}
"""The two ticks of each user's position, and its liquidity."""


@dataclass(frozen=True)
class Pool:
    """The pool before its first swap, with whoever has a position in it."""

    build: Builder
    providers: Mapping[str, Provider]

    @property
    def chain(self) -> Chain:
        """The chain with the pool."""
        return self.build.chain

    def positions(self) -> dict[str, Position]:
        """The positions that are there now, by whose they are."""
        owners = {PROTOCOL_ACCOUNT: PROTOCOL} | {who.account: name for name, who in self.providers.items()}
        positions = self.chain.pools.positions
        return {name: position for who, name in owners.items() for _, position in positions.under(NETUID, who)}


def make_pool() -> Pool:
    """A pool of 1,000 TAO and 1,000 alpha, so that one alpha costs one TAO, in which Ada and Bo have made their positions."""
    build = Builder(R306)
    add_pool(build, build.account("owner", tao(1_000)))
    build.chain.pools.fee_rate[NETUID] = FEE_RATE
    providers = {name: add_provider(build, name) for name in RANGES}
    for name, (low, high, liquidity) in RANGES.items():
        make(build, providers[name], providers[name].adds(low, high, liquidity))
    return Pool(build, providers)

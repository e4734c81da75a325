"""Users' liquidity is switched on and off."""

from __future__ import annotations

from conformance.pools.prepare import NETUID, OTHER, add_provider, add_subnet
from tao_spec.interface.pools import ToggleUserLiquidity
from tao_spec.vectors.cases import Builder, Trace, case, nobody, root


@case(rules=["POOL-121"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """The owner of a subnet may switch users' liquidity on, and only root may switch it off."""
    owner, other = build.account("owner", 0), build.account("other", 0)
    add_subnet(build, owner)
    yield root(ToggleUserLiquidity(NETUID, False))
    yield other.signs(ToggleUserLiquidity(NETUID, True))
    yield nobody(ToggleUserLiquidity(NETUID, True))
    yield owner.signs(ToggleUserLiquidity(NETUID, True))
    yield owner.signs(ToggleUserLiquidity(NETUID, False))
    yield root(ToggleUserLiquidity(NETUID, True))


@case(rules=["POOL-121"], errors=["BadOrigin", "SubNetworkDoesNotExist"])
def unknown_subnet(build: Builder) -> Trace:
    """Who owns a subnet is asked before whether there is one."""
    owner = build.account("owner", 0)
    add_subnet(build, owner)
    yield owner.signs(ToggleUserLiquidity(OTHER, True))
    yield root(ToggleUserLiquidity(OTHER, True))


@case(rules=["POOL-110", "POOL-111", "POOL-112", "POOL-121"], errors=["UserLiquidityDisabled"])
def switched_off(build: Builder) -> Trace:
    """Where users' liquidity is off, no position is made or modified, and any can be taken out."""
    owner = build.account("owner", 0)
    add_subnet(build, owner)
    provider = add_provider(build)
    yield provider.adds()
    yield root(ToggleUserLiquidity(NETUID, False))
    yield provider.adds()
    yield provider.modifies(1, 1_000)
    yield provider.modifies(7, 1)
    yield provider.removes(1)

"""What the cases of subnets stand on: founders with TAO, no wait between two registrations, and subnets that are there."""

from __future__ import annotations

from conformance.scenes import ALPHA
from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.serving import SubnetIdentityV3
from tao_spec.interface.subnets import DissolveNetwork, RegisterNetwork
from tao_spec.vectors.cases import Actor, Builder, Dispatched

TAO = ALPHA
"""One TAO, in rao."""

LEAST = 1_000 * TAO
"""The least cost of a subnet, in rao."""

DEPOSIT = 500
"""What an account lives by, in rao."""

SECOND = NetUid(2)
"""The number of the first subnet that a case registers: genesis has root and number 1."""


def founder(build: Builder, name: str = "founder", free: int = 10_000 * TAO) -> Actor:
    """An account with TAO, in rao; and no wait before the next registration."""
    build.chain.subnets.network_rate_limit.value = U64(0)
    return build.account(name, TaoBalance(free))


def founds(build: Builder, who: Actor, hotkey: str = "hotkey") -> Dispatched:
    """An account registers a subnet with the hotkey of a name."""
    return who.signs(RegisterNetwork(build.name(hotkey)))


def last_cost(build: Builder, cost: int, block: int) -> None:
    """Set what the last subnet cost, in rao, and when it was registered."""
    build.chain.subnets.network_last_lock_cost.value = TaoBalance(cost)
    build.chain.subnets.network_last_registered.value = BlockHeight(block)


def ends(who: Actor, netuid: int = SECOND) -> DissolveNetwork:
    """The call that dissolves a subnet of an owner."""
    return DissolveNetwork(who.account, NetUid(netuid))


def identity(**texts: bytes) -> SubnetIdentityV3:
    """An identity of short texts, but for those that are given."""
    names = (
        "subnet_name",
        "github_repo",
        "subnet_contact",
        "subnet_url",
        "discord",
        "description",
        "logo_url",
        "additional",
    )
    return SubnetIdentityV3(**{name: name.encode() for name in names} | texts)

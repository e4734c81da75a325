"""The fee of a swap is set."""

from __future__ import annotations

from conformance.pools.prepare import NETUID, OTHER, add_subnet
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.pools import SetFeeRate
from tao_spec.vectors.cases import Actor, Builder, Trace, case, nobody, root


def set_rate(rate: int, netuid: NetUid = NETUID) -> SetFeeRate:
    """The call that sets the fee."""
    return SetFeeRate(netuid, U16(rate))


@case(rules=["POOL-120"], errors=["FeeRateTooHigh"])
def bounds(build: Builder) -> Trace:
    """No fee and 10,000 parts are accepted, one part more is refused."""
    owner = build.account("owner", 0)
    add_subnet(build, owner)
    yield root(set_rate(10_000))
    yield root(set_rate(10_001))
    yield owner.signs(set_rate(0))
    yield owner.signs(set_rate(65_535))


@case(rules=["POOL-120"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """Root and the owner of the subnet set the fee, nobody else does."""
    owner, other = build.account("owner", 0), build.account("other", 0)
    add_subnet(build, owner)
    yield owner.signs(set_rate(100))
    yield other.signs(set_rate(100))
    yield nobody(set_rate(100))
    yield owner.signs(set_rate(100, NetUid(1)))


@case(rules=["POOL-120"], errors=["BadOrigin", "SubNetworkDoesNotExist"])
def unknown_subnet(build: Builder) -> Trace:
    """Who owns a subnet is asked before whether there is one; the account of zeros owns all that nobody owns."""
    owner = build.account("owner", 0)
    add_subnet(build, owner)
    yield owner.signs(set_rate(100, OTHER))
    yield root(set_rate(100, OTHER))
    yield Actor(AccountId()).signs(set_rate(100, OTHER))

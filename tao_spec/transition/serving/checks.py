"""What an announcement must fulfil: who makes it, where it points, and how long after the last.

Source: upstream's `serving.rs` and `uids.rs` in `pallets/subtensor/src/subnets`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U8, U16, U32, U128
from tao_spec.interface.neurons import HotKeyNotRegisteredInSubNet
from tao_spec.interface.serving import (
    HotKeyNotRegisteredInNetwork,
    InvalidIpAddress,
    InvalidIpType,
    InvalidPort,
    ServingRateLimitExceeded,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule

ANNOUNCED_ANYWHERE = "KNOWN-70"
"""A neuron of any subnet announces itself in every subnet, even in one that does not exist."""

IPV4, IPV6 = U8(4), U8(6)
"""The types of address."""

IPV4_LIMIT = U128(U32.MAX)
"""The broadcast address; whatever is less, as a number, is an IPv4 address."""
IPV4_LOCALHOST = U128(0x7F00_0001)
IPV6_LIMIT = U128(U128.MAX)
IPV6_LOCALHOST = U128(1)


@rule("SERVE-1")
def is_hotkey_registered_on_any_network(chain: Chain, hotkey: AccountId) -> bool:
    """Whether a hotkey is a neuron of some subnet, root too: an entry of `IsNetworkMember` that says false does not count."""
    return any(is_member for _, is_member in chain.neurons.is_network_member.under(hotkey))


@rule("SERVE-2")
def ensure_may_announce(chain: Chain, hotkey: AccountId, netuid: NetUid) -> None:
    """A hotkey that is a neuron anywhere may announce itself in any subnet.

    Args:
        netuid: where it announces itself; without effect as long as the deviation stands.

    Raises:
        HotKeyNotRegisteredInNetwork: it is no neuron.
        HotKeyNotRegisteredInSubNet: it is none of this subnet, once KNOWN-70 is closed.
    """
    if not is_hotkey_registered_on_any_network(chain, hotkey):
        raise HotKeyNotRegisteredInNetwork
    if not chain.deviates(ANNOUNCED_ANYWHERE) and not chain.neurons.is_network_member[hotkey, netuid]:
        raise HotKeyNotRegisteredInSubNet


@rule("SERVE-3")
def ensure_valid_ip_type(ip_type: U8) -> None:
    """An address is of type 4 or 6.

    Raises:
        InvalidIpType: it is of another.
    """
    if ip_type not in (IPV4, IPV6):
        raise InvalidIpType


@rule("SERVE-4")
def ensure_valid_ip_address(ip_type: U8, ip: U128, allow_zero: bool) -> None:
    """An address fits its type, and is neither its greatest nor its own host; private addresses pass.

    Args:
        ip_type: 4 or 6.
        ip: the address as a number, its first byte the highest.
        allow_zero: whether zero passes.

    Raises:
        InvalidIpAddress: the address is of no use.
    """
    limit, localhost = (IPV4_LIMIT, IPV4_LOCALHOST) if ip_type == IPV4 else (IPV6_LIMIT, IPV6_LOCALHOST)
    if ip >= limit or ip == localhost or (ip == 0 and not allow_zero):
        raise InvalidIpAddress


@rule("SERVE-5")
def ensure_within_serving_rate_limit(chain: Chain, netuid: NetUid, last: BlockHeight) -> None:
    """As many blocks as the subnet's limit says have passed since the last announcement of the same kind.

    A block of zero stands for never.

    Args:
        last: the block of the last announcement.

    Raises:
        ServingRateLimitExceeded: fewer have.
    """
    if last and BlockHeight(chain.number).saturating_sub(last) < chain.serving.serving_rate_limit[netuid]:
        raise ServingRateLimitExceeded


@rule("SERVE-6")
def ensure_valid_port(port: U16) -> None:
    """A port is any but 0.

    Raises:
        InvalidPort: it is 0.
    """
    if port == 0:
        raise InvalidPort

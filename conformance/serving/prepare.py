"""What the cases of serving stand on: a neuron, its calls, and where it may point."""

from __future__ import annotations

from typing import Any

from conformance.scenes import Subnet, subnet
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U8, U16, U32, U64, U128
from tao_spec.interface.serving import ServeAxon, ServeAxonTls, ServePrometheus
from tao_spec.vectors.cases import Actor, Builder

IP4, IP6 = 4, 6
"""The types of address."""

PUBLIC = 0x01020304
"""The address 1.2.3.4."""

LOCALHOST4, LOCALHOST6 = 0x7F000001, 1
"""The addresses 127.0.0.1 and ::1."""

HOME = 2
"""The subnet of the neurons."""


def neurons(build: Builder, count: int = 1, limit: int | None = None) -> Subnet:
    """A subnet of so many neurons at block 1,010, no epoch near; with a limit of blocks where one is given."""
    made = subnet(build, [1] * count, netuid=HOME)
    build.at_block(1_010)
    if limit is not None:
        build.chain.serving.serving_rate_limit[made.netuid] = U64(limit)
    return made


def neuron(build: Builder, limit: int | None = None) -> Actor:
    """A neuron that makes calls."""
    return Actor(neurons(build, limit=limit).hotkey(0))


def axon(
    ip: int = PUBLIC,
    ip_type: int = IP4,
    port: int = 8_091,
    netuid: int = HOME,
    version: int = 7,
    rest: tuple[int, int, int] = (4, 1, 2),
) -> ServeAxon:
    """Where a neuron is reached; the rest is the protocol and what has no meaning yet."""
    return ServeAxon(*_place(netuid, version, ip, port, ip_type), *map(U8, rest))


def tls(
    certificate: bytes, ip: int = PUBLIC, ip_type: int = IP4, port: int = 8_091, netuid: int = HOME
) -> ServeAxonTls:
    """Where a neuron is reached, with a certificate."""
    said: tuple[Any, ...] = (*axon(ip, ip_type, port, netuid).arguments, certificate)
    return ServeAxonTls(*said)


def prometheus(
    ip: int = PUBLIC, ip_type: int = IP4, port: int = 9_100, netuid: int = HOME, version: int = 7
) -> ServePrometheus:
    """Where the measurements of a neuron are read."""
    return ServePrometheus(*_place(netuid, version, ip, port, ip_type))


def _place(netuid: int, version: int, ip: int, port: int, ip_type: int) -> tuple[Any, ...]:
    return NetUid(netuid), U32(version), U128(ip), U16(port), U8(ip_type)

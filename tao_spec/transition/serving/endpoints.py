"""Endpoints: a neuron says where it is reached, with what certificate, and where its measurements are read.

Source: upstream's `pallets/subtensor/src/subnets/serving.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U8, U16, U32, U128
from tao_spec.interface.serving import AxonServed, PrometheusServed, ServeAxon, ServeAxonTls, ServePrometheus
from tao_spec.state.serving import AxonInfo, NeuronCertificate, PrometheusInfo
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule
from tao_spec.transition.serving.checks import (
    ensure_may_announce,
    ensure_valid_ip_address,
    ensure_valid_ip_type,
    ensure_valid_port,
    ensure_within_serving_rate_limit,
)

MAX_CERTIFICATE = 65
"""The bytes of a certificate at most: one for the algorithm, and a key of up to 64."""

NEVER = BlockHeight(0)


@rule("SERVE-10")
def validate_axon(chain: Chain, hotkey: AccountId, netuid: NetUid, axon: AxonInfo) -> None:
    """A neuron may say that it is reached there; the address may be zero.

    Raises:
        HotKeyNotRegisteredInNetwork, InvalidIpType, InvalidIpAddress, ServingRateLimitExceeded, InvalidPort: in this order.
    """
    ensure_may_announce(chain, hotkey, netuid)
    ensure_valid_ip_type(axon.ip_type)
    ensure_valid_ip_address(axon.ip_type, axon.ip, allow_zero=True)
    previous = chain.serving.axons.get((netuid, hotkey))
    ensure_within_serving_rate_limit(chain, netuid, previous.block if previous else NEVER)
    ensure_valid_port(axon.port)


def _store_axon(chain: Chain, hotkey: AccountId, netuid: NetUid, axon: AxonInfo) -> None:
    chain.serving.axons[netuid, hotkey] = axon
    chain.emit(AxonServed(netuid, hotkey))


@rule("SERVE-11", call=ServeAxon)
def serve_axon(
    chain: Chain,
    origin: Origin,
    netuid: NetUid,
    version: U32,
    ip: U128,
    port: U16,
    ip_type: U8,
    protocol: U8,
    placeholder1: U8,
    placeholder2: U8,
) -> None:
    """Say where the caller, a hotkey, is reached; a certificate that it gave before stays.

    Args:
        version: of the neuron's software, as it numbers it.
        ip: the address as a number.
        ip_type: 4 or 6.
        protocol, placeholder1, placeholder2: kept as they come.

    Raises:
        BadOrigin: no account signs.
        DispatchError: as `validate_axon`.
    """
    hotkey = ensure_signed(origin)
    axon = AxonInfo(BlockHeight(chain.number), version, ip, port, ip_type, protocol, placeholder1, placeholder2)
    validate_axon(chain, hotkey, netuid, axon)
    _store_axon(chain, hotkey, netuid, axon)


@rule("SERVE-12")
def read_certificate(certificate: bytes) -> NeuronCertificate | None:
    """What a certificate says: its first byte is the algorithm, the rest, up to 64 bytes and perhaps none, the key.

    Returns:
        The certificate, or None where it is empty or longer than 65 bytes.
    """
    if not 1 <= len(certificate) <= MAX_CERTIFICATE:
        return None
    return NeuronCertificate(certificate[1:], U8(certificate[0]))


@rule("SERVE-13", call=ServeAxonTls)
def serve_axon_tls(
    chain: Chain,
    origin: Origin,
    netuid: NetUid,
    version: U32,
    ip: U128,
    port: U16,
    ip_type: U8,
    protocol: U8,
    placeholder1: U8,
    placeholder2: U8,
    certificate: bytes,
) -> None:
    """Say where the caller, a hotkey, is reached, with a certificate; one that cannot be read changes nothing.

    Args:
        version: of the neuron's software, as it numbers it.
        ip: the address as a number.
        ip_type: 4 or 6.
        protocol, placeholder1, placeholder2: kept as they come.
        certificate: the algorithm in one byte, then the key.

    Raises:
        BadOrigin: no account signs.
        DispatchError: as `validate_axon`.
    """
    hotkey = ensure_signed(origin)
    axon = AxonInfo(BlockHeight(chain.number), version, ip, port, ip_type, protocol, placeholder1, placeholder2)
    validate_axon(chain, hotkey, netuid, axon)
    read = read_certificate(certificate)
    if read is not None:
        chain.serving.neuron_certificates[netuid, hotkey] = read
    _store_axon(chain, hotkey, netuid, axon)


@rule("SERVE-14", call=ServePrometheus)
def serve_prometheus(
    chain: Chain, origin: Origin, netuid: NetUid, version: U32, ip: U128, port: U16, ip_type: U8
) -> None:
    """Say where the measurements of the caller, a hotkey, are read; the address may not be zero.

    Args:
        version: of the neuron's software, as it numbers it.
        ip: the address as a number.
        ip_type: 4 or 6.

    Raises:
        BadOrigin: no account signs.
        InvalidIpType, InvalidIpAddress, HotKeyNotRegisteredInNetwork, ServingRateLimitExceeded, InvalidPort: in this order.
    """
    hotkey = ensure_signed(origin)
    # Here the address is checked before the caller.
    ensure_valid_ip_type(ip_type)
    ensure_valid_ip_address(ip_type, ip, allow_zero=False)
    ensure_may_announce(chain, hotkey, netuid)
    previous = chain.serving.prometheus.get((netuid, hotkey))
    ensure_within_serving_rate_limit(chain, netuid, previous.block if previous else NEVER)
    ensure_valid_port(port)
    chain.serving.prometheus[netuid, hotkey] = PrometheusInfo(BlockHeight(chain.number), version, ip, port, ip_type)
    chain.emit(PrometheusServed(netuid, hotkey))

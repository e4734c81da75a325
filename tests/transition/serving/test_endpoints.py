from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import BlockHeight, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U8, U16, U32, U64, U128
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.messages import Call
from tao_spec.interface.neurons import HotKeyNotRegisteredInSubNet
from tao_spec.interface.serving import (
    AxonServed,
    HotKeyNotRegisteredInNetwork,
    InvalidIpAddress,
    InvalidIpType,
    InvalidPort,
    PrometheusServed,
    ServeAxon,
    ServeAxonTls,
    ServePrometheus,
    ServingRateLimitExceeded,
)
from tao_spec.state.serving import AxonInfo, NeuronCertificate, PrometheusInfo
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.origin import NOBODY, ROOT, Origin, signed
from tao_spec.transition.serving.endpoints import read_certificate
from tests.transition.accounts.build import refusal, tell
from tests.transition.chains import FIRST, account, closing, genesis

HOT, STRANGER = account(1), account(2)
IP = 0x01020304
KEY = bytes(range(64))

Announce = Callable[..., Call]


def place(ip: int = IP, ip_type: int = 4, port: int = 80, netuid: int = 1) -> tuple[Any, ...]:
    return NetUid(netuid), U32(7), U128(ip), U16(port), U8(ip_type)


REST: tuple[Any, ...] = (U8(4), U8(1), U8(2))


def said() -> tuple[Any, ...]:
    """What is stored of a place: the block, and all but the subnet."""
    return BlockHeight(1_000), *place()[1:]


def axon(**where: int) -> Call:
    return ServeAxon(*place(**where), *REST)


def tls(certificate: bytes = b"\x01key", **where: int) -> Call:
    said: tuple[Any, ...] = (*REST, certificate)
    return ServeAxonTls(*place(**where), *said)


def prometheus(**where: int) -> Call:
    return ServePrometheus(*place(**where))


KINDS = pytest.mark.parametrize("announce", [axon, tls, prometheus])


def make(chain: Chain, call: Call, origin: Origin | None = None) -> Any:
    """How the call of the hotkey is refused; None where it is not."""
    return refusal(dispatch, chain, origin or signed(HOT), call)


@pytest.fixture
def chain() -> Chain:
    made = genesis(1_000)
    made.neurons.is_network_member[HOT, FIRST] = True
    made.commit()
    return made


def test_an_axon_is_stored_with_its_block(chain: Chain) -> None:
    assert make(chain, axon()) is None
    assert chain.serving.axons[FIRST, HOT] == AxonInfo(*said(), *REST)
    assert tell(chain) == [AxonServed(FIRST, HOT)]


def test_measurements_are_stored_with_their_block(chain: Chain) -> None:
    assert make(chain, prometheus()) is None
    assert chain.serving.prometheus[FIRST, HOT] == PrometheusInfo(*said())
    assert tell(chain) == [PrometheusServed(FIRST, HOT)]


@KINDS
def test_an_announcement_replaces_the_last(chain: Chain, announce: Announce) -> None:
    chain.serving.serving_rate_limit[FIRST] = U64(0)
    for port in (1, 2):
        assert make(chain, announce(port=port)) is None
    stored = chain.serving.prometheus if announce is prometheus else chain.serving.axons
    assert stored[FIRST, HOT].port == 2


@KINDS
@pytest.mark.parametrize(
    ("passed", "expected"), [(0, ServingRateLimitExceeded), (49, ServingRateLimitExceeded), (50, None)]
)
def test_an_announcement_waits_for_the_last(chain: Chain, announce: Announce, passed: int, expected: Any) -> None:
    make(chain, announce())
    chain.accounts.number.value = BlockNumber(1_000 + passed)
    assert make(chain, announce()) is expected


def test_each_kind_has_a_clock_and_each_subnet(chain: Chain) -> None:
    assert make(chain, axon()) is None
    assert make(chain, prometheus()) is None
    assert make(chain, axon(netuid=2)) is None
    assert make(chain, tls()) is ServingRateLimitExceeded


@pytest.mark.parametrize("announce", [axon, tls])
def test_of_many_faults_of_an_axon_the_first_is_told(chain: Chain, announce: Announce) -> None:
    make(chain, announce())
    wrong = partial(announce, port=0, ip=2**32 - 1)
    for origin in (ROOT, NOBODY):
        assert make(chain, wrong(ip_type=5), origin) is BadOrigin
    assert make(chain, wrong(ip_type=5), signed(STRANGER)) is HotKeyNotRegisteredInNetwork
    assert make(chain, wrong(ip_type=5)) is InvalidIpType
    assert make(chain, wrong()) is InvalidIpAddress
    assert make(chain, announce(port=0)) is ServingRateLimitExceeded
    assert make(chain, announce(port=0, netuid=2)) is InvalidPort


def test_of_many_faults_of_measurements_the_first_is_told(chain: Chain) -> None:
    make(chain, prometheus())
    for origin in (ROOT, NOBODY):
        assert make(chain, prometheus(ip_type=5), origin) is BadOrigin
    assert make(chain, prometheus(port=0, ip=0, ip_type=5), signed(STRANGER)) is InvalidIpType
    assert make(chain, prometheus(port=0, ip=0), signed(STRANGER)) is InvalidIpAddress
    assert make(chain, prometheus(port=0), signed(STRANGER)) is HotKeyNotRegisteredInNetwork
    assert make(chain, prometheus(port=0)) is ServingRateLimitExceeded
    assert make(chain, prometheus(port=0, netuid=2)) is InvalidPort


@pytest.mark.parametrize("ip_type", [4, 6])
def test_only_an_axon_may_be_at_zero(chain: Chain, ip_type: int) -> None:
    assert make(chain, axon(ip=0, ip_type=ip_type)) is None
    assert make(chain, prometheus(ip=0, ip_type=ip_type)) is InvalidIpAddress


@KINDS
def test_what_is_refused_leaves_nothing(chain: Chain, announce: Announce) -> None:
    assert make(chain, announce(port=0)) is InvalidPort
    outcome = chain.commit()
    assert not outcome.events and not outcome.changes


@KINDS
def test_a_neuron_announces_itself_elsewhere_until_the_deviation_is_closed(chain: Chain, announce: Announce) -> None:
    closed = Chain(chain.store.state, closing("KNOWN-70"))
    assert make(chain, announce(netuid=65_535)) is None
    assert make(closed, announce(netuid=65_535)) is HotKeyNotRegisteredInSubNet
    assert make(closed, announce()) is None


@given(st.binary(min_size=0, max_size=80))
@settings(deadline=None, max_examples=200)
def test_a_certificate_is_an_algorithm_and_a_key(certificate: bytes) -> None:
    read = read_certificate(certificate)
    assert (read is None) is (len(certificate) not in range(1, 66))
    if read is not None:
        assert bytes([read.algorithm]) + read.public_key == certificate


@pytest.mark.parametrize(
    ("certificate", "is_read"), [(b"", False), (b"\x01", True), (b"a" + KEY, True), (b"ab" + KEY, False)]
)
def test_a_certificate_has_up_to_65_bytes(certificate: bytes, is_read: bool) -> None:
    assert (read_certificate(certificate) is not None) is is_read


@pytest.mark.parametrize("later", [axon(), tls(b""), tls(b"ab" + KEY)])
def test_a_certificate_stays_until_another_is_read(chain: Chain, later: Call) -> None:
    chain.serving.serving_rate_limit[FIRST] = U64(0)
    make(chain, tls(b"\x09" + KEY))
    assert make(chain, later) is None
    assert chain.serving.neuron_certificates[FIRST, HOT] == NeuronCertificate(KEY, U8(9))
    make(chain, tls(b"\x08"))
    assert chain.serving.neuron_certificates[FIRST, HOT] == NeuronCertificate(b"", U8(8))


def test_without_a_certificate_none_is_stored(chain: Chain) -> None:
    make(chain, tls(b""))
    assert (FIRST, HOT) not in chain.serving.neuron_certificates
    assert (FIRST, HOT) in chain.serving.axons

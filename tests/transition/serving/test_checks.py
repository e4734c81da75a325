from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U8, U16, U64, U128
from tao_spec.interface.neurons import HotKeyNotRegisteredInSubNet
from tao_spec.interface.serving import (
    HotKeyNotRegisteredInNetwork,
    InvalidIpAddress,
    InvalidIpType,
    InvalidPort,
    ServingRateLimitExceeded,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.serving.checks import (
    ensure_may_announce,
    ensure_valid_ip_address,
    ensure_valid_ip_type,
    ensure_valid_port,
    ensure_within_serving_rate_limit,
    is_hotkey_registered_on_any_network,
)
from tests.transition.accounts.build import refusal
from tests.transition.chains import FIRST, account, closing, genesis

HOT = account(1)
SECOND = NetUid(2)

relaxed = settings(deadline=None, max_examples=200)


@pytest.fixture
def chain() -> Chain:
    return genesis(1_000)


@pytest.mark.parametrize("memberships", [{}, {FIRST: False}, {ROOT: True}, {FIRST: False, SECOND: True}])
def test_a_neuron_is_a_member_of_any_subnet(chain: Chain, memberships: dict[NetUid, bool]) -> None:
    for netuid, is_member in memberships.items():
        chain.neurons.is_network_member[HOT, netuid] = is_member
    assert is_hotkey_registered_on_any_network(chain, HOT) is any(memberships.values())
    assert not is_hotkey_registered_on_any_network(chain, account(2))


def test_a_neuron_may_announce_itself_anywhere_until_the_deviation_is_closed(chain: Chain) -> None:
    chain.neurons.is_network_member[HOT, FIRST] = True
    closed = genesis(1_000, closing("KNOWN-70"))
    closed.neurons.is_network_member[HOT, FIRST] = True
    for netuid in (FIRST, SECOND):
        assert refusal(ensure_may_announce, chain, HOT, netuid) is None
    assert refusal(ensure_may_announce, closed, HOT, FIRST) is None
    assert refusal(ensure_may_announce, closed, HOT, SECOND) is HotKeyNotRegisteredInSubNet
    for either in (chain, closed):
        assert refusal(ensure_may_announce, either, account(2), FIRST) is HotKeyNotRegisteredInNetwork


def test_there_are_two_types_of_address() -> None:
    for ip_type in range(256):
        expected = None if ip_type in (4, 6) else InvalidIpType
        assert refusal(ensure_valid_ip_type, U8(ip_type)) is expected


def is_valid(ip_type: int, ip: int, allow_zero: bool = True) -> bool:
    found = refusal(ensure_valid_ip_address, U8(ip_type), U128(ip), allow_zero)
    assert found in (None, InvalidIpAddress)
    return found is None


def edges(limit: int, *more: int) -> st.SearchStrategy[int]:
    return st.integers(0, U128.MAX) | st.integers(0, limit) | st.sampled_from((0, 1, limit - 1, limit, *more))


@given(edges(2**32 - 1, 2**32, 0x7F000001), st.booleans())
@example(0x7F000001, True)
@relaxed
def test_an_address_of_type_4_is_one_of_four_bytes_that_is_of_use(ip: int, allow_zero: bool) -> None:
    fits = ip < 2**32
    useless = fits and IPv4Address(ip) in (IPv4Address("127.0.0.1"), IPv4Address("255.255.255.255"))
    assert is_valid(4, ip, allow_zero) is (fits and not useless and (allow_zero or ip > 0))


@given(edges(2**128 - 1, 0x7F000001), st.booleans())
@example(1, True)
@relaxed
def test_an_address_of_type_6_is_any_that_is_of_use(ip: int, allow_zero: bool) -> None:
    useless = IPv6Address(ip) in (IPv6Address("::1"), IPv6Address(2**128 - 1))
    assert is_valid(6, ip, allow_zero) is (not useless and (allow_zero or ip > 0))


def test_every_port_but_zero_is_valid() -> None:
    assert refusal(ensure_valid_port, U16(0)) is InvalidPort
    assert all(refusal(ensure_valid_port, U16(port)) is None for port in (1, 80, 65_535))


blocks = st.sampled_from((0, 1, 49, 50, 51, 2**32 - 1)) | st.integers(0, 2**32 - 1)


@given(blocks, blocks | st.just(2**64 - 1), blocks | st.just(2**64 - 1))
@example(150, 100, 50)
@example(149, 100, 50)
@relaxed
def test_an_announcement_waits_as_many_blocks_as_the_limit_says(number: int, last: int, limit: int) -> None:
    chain = genesis(number)
    chain.serving.serving_rate_limit[FIRST] = U64(limit)
    waits = last > 0 and max(number - last, 0) < limit
    found = refusal(ensure_within_serving_rate_limit, chain, FIRST, BlockHeight(last))
    assert found is (ServingRateLimitExceeded if waits else None)


@pytest.mark.parametrize(("passed", "expected"), [(49, ServingRateLimitExceeded), (50, None)])
def test_a_subnet_that_sets_no_limit_has_fifty(chain: Chain, passed: int, expected: Callable[..., object]) -> None:
    last = BlockHeight(1_000 - passed)
    assert refusal(ensure_within_serving_rate_limit, chain, NetUid(77), last) is expected

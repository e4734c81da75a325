"""The table of what proxies may do is complete: every call, made through a proxy of every type, here and by the real client."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain as joined

import pytest

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U64
from tao_spec.clients.protocol import ClientProcess
from tao_spec.interface.accounts.balances import TransferAllowDeath, TransferKeepAlive
from tao_spec.interface.accounts.proxy import AddProxy, Proxy, ProxyExecuted, ProxyType, RemoveProxy
from tao_spec.interface.accounts.system import CallFiltered, Id, Remark, SetCode, Weight
from tao_spec.interface.accounts.utility import Batch
from tao_spec.interface.governance.sudo import SudoUncheckedWeight
from tao_spec.interface.messages import Call, Event
from tao_spec.revisions.r306 import R306
from tao_spec.storage.scale import ScaleError
from tao_spec.transition.accounts.proxy import add_proxy_delegate
from tao_spec.transition.accounts.proxy_types import SMALL_TRANSFER_LIMIT, may_call
from tao_spec.transition.accounts.tokens import mint
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.filters import passes_base_filter
from tao_spec.transition.origin import signed
from tao_spec.transition.rules import Unsupported
from tests.transition.chains import account, genesis

REAL = os.environ.get("TAO_CLIENT", "")
ALICE, BOB = account(1), account(2)
SECONDS = 30.0


def _made_of_zeros(kind: type[Call]) -> Iterator[Call]:
    """The call that zeros give, if they give one: no list has an entry, and a call inside of it is an empty remark."""
    with suppress(ScaleError):
        yield R306.interface.call_codec.decode(bytes([kind.PALLET.index, kind.INDEX]) + bytes(1_000), 0)[0]


def _variants() -> Iterator[Call]:
    """Calls that pass or do not by their arguments."""
    for change in (AddProxy, RemoveProxy):
        yield from (change(Id(BOB), proxy_type, BlockNumber(0)) for proxy_type in ProxyType)
    for send in (TransferAllowDeath, TransferKeepAlive):
        yield from (send(Id(BOB), TaoBalance(SMALL_TRANSFER_LIMIT + more)) for more in (-1, 0))
    yield SudoUncheckedWeight(SetCode(b""), Weight(U64(0), U64(0)))
    yield Batch((Remark(b""),))
    yield Batch((Batch(()),))


CALLS = [*joined.from_iterable(map(_made_of_zeros, R306.interface.calls)), *_variants()]
UNREADABLE = {"report_equivocation", "report_equivocation_unsigned"}
"""Calls of Grandpa that cannot be read at all: the proof that they want is of a type without values."""


def world(proxy_type: ProxyType) -> Chain:
    """Bob acts for Alice as a proxy of a type."""
    chain = genesis(1_000)
    for who in (ALICE, BOB):
        mint(chain, who, tao(100))
    add_proxy_delegate(chain, ALICE, BOB, proxy_type, BlockNumber(0))
    chain.commit()
    return chain


def as_proxy(call: Call) -> Proxy:
    return Proxy(Id(ALICE), None, call)


def is_filtered(events: tuple[Event, ...]) -> bool:
    """Whether the last event that tells of the proxy's call says that it was filtered."""
    told = [event for event in events if isinstance(event, ProxyExecuted)]
    assert told
    return isinstance(told[-1].result, CallFiltered)


def expected(chain: Chain, proxy_type: ProxyType, call: Call) -> bool:
    return passes_base_filter(call) and may_call(chain, proxy_type, call)


def test_every_call_is_among_them() -> None:
    assert len(R306.interface.calls) == 233
    assert {call.NAME for call in set(R306.interface.calls) - {type(call) for call in CALLS}} == UNREADABLE


@pytest.mark.parametrize("proxy_type", ProxyType, ids=lambda proxy_type: proxy_type.name)
def test_a_call_is_made_just_where_the_table_lets_it_pass(proxy_type: ProxyType) -> None:
    chain = world(proxy_type)
    for call in CALLS:
        passes = expected(chain, proxy_type, call)
        try:
            assert try_dispatch(chain, signed(BOB), as_proxy(call)) is None
            filtered = is_filtered(tuple(chain.events))
        except Unsupported:
            # What is not modelled was asked for: the filter let it pass.
            filtered = False
        chain.abandon()
        assert filtered != passes, call


def _real_filters(client: ClientProcess, chain: Chain) -> Callable[[Call], bool]:
    """Asks the real client, each time on the same state, whether it filters a proxy's call."""
    state = {"0x" + key.hex(): "0x" + value.hex() for key, value in chain.store.state.items()}
    interface = R306.interface

    def ask(call: Call) -> bool:
        client.ask({"op": "load", "revision": 306, "state": state}, SECONDS)
        encoded = "0x" + interface.encode_call(as_proxy(call)).hex()
        step = {"encoded": encoded, "origin": {"signed": "0x" + bytes(BOB).hex()}}
        reply = client.ask({"op": "step", "step": step, "root": False}, SECONDS)
        events = reply["events"]
        assert isinstance(events, list)
        told = (
            interface.decode_event(str(event["pallet"]), bytes.fromhex(str(event["encoded"])[2:])) for event in events
        )
        return is_filtered(tuple(event for event in told if isinstance(event, ProxyExecuted)))

    return ask


@pytest.mark.skipif(not REAL, reason="TAO_CLIENT does not name the command of the real client")
@pytest.mark.parametrize("proxy_type", ProxyType, ids=lambda proxy_type: proxy_type.name)
def test_the_real_client_filters_the_same(proxy_type: ProxyType) -> None:
    chain = world(proxy_type)
    with ClientProcess(REAL) as client:
        is_filtered_there = _real_filters(client, chain)
        differing = [call for call in CALLS if is_filtered_there(call) == expected(chain, proxy_type, call)]
    assert differing == []

"""No call by a stranger changes a hyperparameter: all calls that set one, with any arguments, by whoever is not entitled."""

from __future__ import annotations

import typing
from dataclasses import fields, replace
from enum import Enum
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import Fixed
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import U16, U64, Integer
from tao_spec.interface.accounts.system import Remark, Weight
from tao_spec.interface.accounts.utility import Batch, BatchAll, ForceBatch
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.messages import Call
from tao_spec.interface.pallets import ADMIN_UTILS, SUDO
from tao_spec.interface.runtime import declared_interface
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.origin import NOBODY, ROOT, Origin, signed
from tests.transition.chains import account, closing, genesis

FIRST, SECOND, UNKNOWN = NetUid(1), NetUid(2), NetUid(99)
OWNER, NEIGHBOUR, NEURON, STRANGER, SUDOER = (account(number) for number in range(1, 6))
ZEROS = AccountId(bytes(32))

SETTERS = [
    call
    for call in declared_interface().calls
    if call.PALLET is ADMIN_UTILS or (call.NAME.startswith("sudo_") and call.PALLET is not SUDO)
]


FOR_ROOT_OR_OWNER = [call for call in SETTERS if call.NAME != "sudo_unchecked_weight"]
"""All but a call for the senate alone, and one of whose effect the modelled state has no part."""


def world(*closed: str) -> Chain:
    """Two subnets with an owner each, a neuron in the first, and a sudo key."""
    chain = genesis(100_000, closing(*closed))
    for netuid, owner in ((FIRST, OWNER), (SECOND, NEIGHBOUR)):
        chain.subnets.networks_added[netuid] = True
        chain.subnets.subnet_owner[netuid] = owner
        chain.subnets.subnet_owner_hotkey[netuid] = owner
    chain.keys.owner[NEURON] = NEURON
    chain.neurons.is_network_member[NEURON, FIRST] = True
    chain.governance.sudo_key.value = SUDOER
    chain.commit()
    return chain


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of an argument's type."""
    if typing.get_origin(kind) is tuple:
        return st.lists(st.nothing(), max_size=0).map(tuple)
    if get_args(kind):
        return st.one_of([st.none() if part is type(None) else values_of(part) for part in get_args(kind)])
    if kind is NetUid:
        return st.just(FIRST)
    if kind is AccountId:
        return st.sampled_from([OWNER, NEURON, STRANGER, ZEROS])
    if kind is Weight:
        return st.just(Weight(U64(1), U64(1)))
    if kind is Call:
        return st.just(Remark(b""))
    if kind is bool:
        return st.booleans()
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if issubclass(kind, Fixed):
        return st.integers(kind.MIN_BITS, kind.MAX_BITS).map(kind.from_bits)
    if issubclass(kind, Integer):
        least, most = int(kind.MIN), int(kind.MAX)
        return st.one_of(st.integers(least, most), st.sampled_from([least, 1, most])).map(kind)
    raise TypeError(f"no values of {kind}")


def arguments_of(call: type[Call]) -> st.SearchStrategy[Call]:
    """The call with any arguments."""
    kinds = typing.get_type_hints(call)
    return st.builds(call, **{field.name: values_of(kinds[field.name]) for field in fields(call)})  # type: ignore[arg-type]


strangers = st.sampled_from([NOBODY, *map(signed, (NEIGHBOUR, NEURON, STRANGER, SUDOER, ZEROS))])


def test_all_setters_are_tried() -> None:
    assert len(SETTERS) == 65


@pytest.mark.parametrize("call", SETTERS, ids=lambda call: call.NAME)
@given(data=st.data(), who=strangers)
@settings(deadline=None, max_examples=25)
def test_no_call_by_a_stranger_changes_anything(call: type[Call], data: st.DataObject, who: Origin) -> None:
    chain, made = world(), data.draw(arguments_of(call))
    assert try_dispatch(chain, who, made) is not None
    outcome = chain.commit()
    assert (outcome.changes, outcome.events) == ({}, ())


@pytest.mark.parametrize("kind", [Batch, BatchAll, ForceBatch])
@given(data=st.data(), who=strangers)
@settings(deadline=None, max_examples=50)
def test_no_batch_by_a_stranger_does_either(kind: type[Call], data: st.DataObject, who: Origin) -> None:
    chain, made = world(), data.draw(st.lists(st.sampled_from(SETTERS).flatmap(arguments_of), max_size=4))
    try_dispatch(chain, who, kind(tuple(made)))
    assert chain.commit().changes == {}


@pytest.mark.parametrize("call", FOR_ROOT_OR_OWNER, ids=lambda call: call.NAME)
@given(data=st.data())
@settings(deadline=None, max_examples=5)
def test_root_or_the_owner_comes_further(call: type[Call], data: st.DataObject) -> None:
    made = data.draw(arguments_of(call))
    refusals = [try_dispatch(world(), who, made) for who in (ROOT, signed(OWNER))]
    assert not all(isinstance(error, BadOrigin) for error in refusals)


@pytest.mark.parametrize("call", [call for call in SETTERS if "netuid" in typing.get_type_hints(call)])
@given(data=st.data(), netuid=st.sampled_from([NetUid(0), UNKNOWN]))
@settings(deadline=None, max_examples=5)
def test_once_closed_the_account_of_zeros_is_a_stranger_everywhere(
    call: type[Call], data: st.DataObject, netuid: NetUid
) -> None:
    made = replace(data.draw(arguments_of(call)), netuid=netuid)  # type: ignore[call-arg]
    assert isinstance(try_dispatch(world("KNOWN-71"), signed(ZEROS), made), BadOrigin)


def test_an_owner_sets_what_is_its_own() -> None:
    chain = world()
    call = next(call for call in SETTERS if call.NAME == "sudo_set_immunity_period")
    assert try_dispatch(chain, signed(OWNER), call(netuid=FIRST, immunity_period=U16(7))) is None  # type: ignore[call-arg]
    assert chain.commit().changes

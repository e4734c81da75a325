"""The interface as a whole: calls, events and errors against their bytes, their JSON and each other."""

from __future__ import annotations

import dataclasses
import json
import typing
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import AccountId, NetUid, TickIndex
from tao_spec.arithmetic.integers import U16, U64, Integer
from tao_spec.interface.accounts.system import Remark
from tao_spec.interface.errors import (
    DISPATCH_ERROR,
    DISPATCH_RESULT,
    BadOrigin,
    DispatchError,
    FundsUnavailable,
    ModuleError,
    Other,
)
from tao_spec.interface.messages import Call, DispatchResult, Event
from tao_spec.interface.pallets import SUBTENSOR, SWAP, SYSTEM, Pallet
from tao_spec.interface.pools import AddLiquidity
from tao_spec.interface.runtime import Interface, declared_interface
from tao_spec.interface.stake import AddStake, AmountTooLow, StakeAdded
from tao_spec.interface.subnets import SymbolUpdated
from tao_spec.interface.weights import BatchCompletedWithErrors, BatchWeightItemFailed
from tao_spec.storage.scale import Bytes, Compact, ScaleError

PROPERTY = settings(deadline=None, max_examples=150, derandomize=True)

TEST = Pallet("System", 0)
ALICE, BOB = AccountId(b"\1" * 32), AccountId(b"\2" * 32)
STAKE = AddStake(ALICE, NetUid(1), TaoBalance(2**60))


class Say(Call, pallet=TEST, index=0, name="say"):
    words: bytes
    times: Annotated[U16, Compact(U16)]


class Wrap(Call, pallet=TEST, index=1, name="wrap"):
    from_: NetUid
    inner: Call
    more: tuple[Call, ...]


class Said(Event, pallet=TEST, index=0):
    words: Annotated[bytes, Bytes(8)]
    times: U16


class Refused(Event, pallet=TEST, index=1, named=True):
    why: DispatchError
    result: DispatchResult


class Silence(Event, pallet=TEST, index=2):
    pass


SMALL = Interface([Say, Wrap], [Said, Refused, Silence], [AmountTooLow])

says = st.builds(Say, st.binary(max_size=8), st.integers(0, U16.MAX).map(U16))
calls = st.recursive(
    says,
    lambda inner: st.builds(Wrap, st.just(NetUid(3)), inner, st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)
refusals = st.sampled_from([BadOrigin(), FundsUnavailable(), AmountTooLow(), Other("")])
events = st.one_of(
    st.builds(Said, st.binary(max_size=8), st.integers(0, U16.MAX).map(U16)),
    st.builds(Refused, refusals, st.none() | refusals),
    st.just(Silence()),
)


@PROPERTY
@given(calls)
def test_a_call_comes_back_from_its_bytes_and_from_its_json(call: Call) -> None:
    assert SMALL.decode_call(SMALL.encode_call(call)) == call
    assert SMALL.call_codec.from_json(json.loads(json.dumps(SMALL.call_codec.to_json(call)))) == call


@PROPERTY
@given(events)
def test_an_event_comes_back_from_its_bytes(event: Event) -> None:
    assert SMALL.decode_event("System", SMALL.encode_event(event)) == event


@PROPERTY
@given(st.binary(max_size=40))
def test_bytes_are_refused_or_are_the_encoding_of_the_call_that_they_are_read_as(data: bytes) -> None:
    interface = declared_interface()
    try:
        call = interface.decode_call(data)
    except ScaleError:
        return
    assert len(interface.encode_call(call)) == len(data)


def test_a_call_is_its_pallet_its_index_and_its_arguments() -> None:
    encoded = declared_interface().encode_call(STAKE)
    assert encoded == bytes((7, 2)) + ALICE + b"\1\0" + (2**60).to_bytes(8, "little")
    assert STAKE.arguments == (ALICE, 1, 2**60)
    assert declared_interface().call_codec.to_json(STAKE) == {
        "pallet": "SubtensorModule",
        "name": "add_stake",
        "args": {"hotkey": "0x" + "01" * 32, "netuid": 1, "amount_staked": str(2**60)},
    }


def test_an_event_shows_names_only_where_the_chain_has_them() -> None:
    interface = declared_interface()
    added = StakeAdded(ALICE, BOB, TaoBalance(1), AlphaBalance(2), NetUid(3), U64(4))
    fields = ["0x" + "01" * 32, "0x" + "02" * 32, 1, 2, 3, 4]
    assert interface.event_to_json(added) == {"StakeAdded": fields}
    assert interface.event_to_json(SymbolUpdated(NetUid(1), b"\xff")) == {
        "SymbolUpdated": {"netuid": 1, "symbol": "0xff"}
    }
    assert interface.event_to_json(BatchCompletedWithErrors()) == {"BatchCompletedWithErrors": []}
    assert interface.event_to_json(BatchWeightItemFailed(BadOrigin())) == {"BatchWeightItemFailed": "BadOrigin"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "the input ends inside a call"),
        ("07", "the input ends inside a call"),
        ("07ff", "no call has the indices 7 and 255"),
        ("ff00", "no call has the indices 255 and 0"),
        ("0702", r"SubtensorModule\.add_stake: the input ends inside AccountId"),
        ("000000" + "00", "1 bytes too many after RuntimeCall"),
    ],
)
def test_bytes_of_no_call_are_refused_with_a_reason(data: str, message: str) -> None:
    with pytest.raises(ScaleError, match=message):
        declared_interface().decode_call(bytes.fromhex(data))


@pytest.mark.parametrize(
    "text",
    [
        None,
        [],
        {"pallet": "System"},
        {"pallet": "System", "name": "say", "args": {}},
        {"pallet": "System", "name": "nothing", "args": {}},
        {"pallet": ["System"], "name": "say", "args": {}},
        {"pallet": "System", "name": "say", "args": {"words": "0x", "times": 65536}},
        {"pallet": "System", "name": "say", "args": {"words": "0x", "times": 1, "more": 1}},
        {"pallet": "System", "name": "say", "args": {"words": "0x", "times": 1}, "origin": "root"},
    ],
)
def test_json_of_no_call_is_refused(text: Any) -> None:
    with pytest.raises(ScaleError):
        SMALL.call_codec.from_json(text)


def test_a_call_that_nests_too_deep_is_refused_not_a_fault() -> None:
    batch = b"\0\1" + bytes(2)
    with pytest.raises(ScaleError, match="nests too deep"):
        SMALL.decode_call(batch * 100_000)


@pytest.mark.parametrize(
    ("pallet", "data", "message"),
    [
        ("Nowhere", "00", "there is no pallet Nowhere"),
        ("System", "", "the input ends inside"),
        ("System", "09", "has no index 9"),
        ("System", "0300", None),
        ("System", "02" + "00", "1 bytes too many"),
        ("System", "00" + "24" + "00" * 9 + "0100", "too many"),
        ("System", "01" + "0f" + "00", "no pallet has"),
    ],
)
def test_bytes_of_no_event_are_refused_with_a_reason(pallet: str, data: str, message: str | None) -> None:
    with pytest.raises(ScaleError, match=message):
        SMALL.decode_event(pallet, bytes.fromhex(data))


@PROPERTY
@given(st.sampled_from(range(300)))
def test_a_module_error_is_four_bytes_behind_its_pallet(number: int) -> None:
    errors = declared_interface().errors
    error = errors[number % len(errors)]()
    data = DISPATCH_ERROR.encode(error)
    assert data == bytes((3, error.PALLET.index, error.CODE, 0, 0, 0))
    assert DISPATCH_ERROR.decode_all(data) == error
    assert DISPATCH_ERROR.from_json(error.to_json()) == error
    assert DISPATCH_RESULT.decode_all(DISPATCH_RESULT.encode(error)) == error


def test_a_result_is_ok_or_a_refusal() -> None:
    assert (DISPATCH_RESULT.encode(None), DISPATCH_RESULT.to_json(None)) == (b"\0", "ok")
    assert DISPATCH_RESULT.from_json("ok") is None
    assert DISPATCH_RESULT.decode_all(b"\0") is None
    with pytest.raises(ScaleError):
        DISPATCH_RESULT.decode_all(b"\2")


def test_the_text_of_a_refusal_is_not_part_of_its_bytes() -> None:
    assert DISPATCH_ERROR.encode(Other("why")) == b"\0"
    assert DISPATCH_ERROR.from_json({"other": "why"}) == Other("why") != Other("because")


def test_a_call_holds_no_tick_out_of_bounds() -> None:
    interface = declared_interface()
    call = AddLiquidity(ALICE, NetUid(1), TickIndex(-443_636), TickIndex(443_636), U64(5))
    assert interface.decode_call(interface.encode_call(call)) == call
    for ticks in ((-443_637, 0), (0, 443_637)):
        low, high = (TickIndex(tick) for tick in ticks)
        wrong = AddLiquidity(ALICE, NetUid(1), low, high, U64(5))
        with pytest.raises(ScaleError, match="is no tick"):
            interface.decode_call(interface.encode_call(wrong))
        with pytest.raises(ScaleError, match="is no tick"):
            interface.call_codec.from_json(interface.call_codec.to_json(wrong))


def test_no_two_declarations_share_a_pallet_and_an_index() -> None:
    interface = declared_interface()
    for kind, mark in ((interface.calls, "INDEX"), (interface.events, "INDEX"), (interface.errors, "CODE")):
        places = [(cls.PALLET.index, getattr(cls, mark)) for cls in kind]
        assert len(set(places)) == len(places)
        assert places == sorted(places)


def test_no_two_declarations_of_a_pallet_share_a_name() -> None:
    interface = declared_interface()
    for kind in (interface.calls, interface.events, interface.errors):
        names = [(cls.PALLET.name, cls.NAME) for cls in kind]
        assert len(set(names)) == len(names)


def test_the_two_pallets_of_the_subnets_are_whole() -> None:
    interface = declared_interface()
    counts = {
        pallet.name: [sum(pallet == cls.PALLET for cls in kind) for kind in (interface.calls, interface.events)]
        + [sum(pallet == cls.PALLET for cls in interface.errors)]
        for pallet in (SUBTENSOR, SWAP)
    }
    assert counts == {"SubtensorModule": [57, 102, 115], "Swap": [5, 5, 13]}


def test_every_declaration_says_what_it_means() -> None:
    interface = declared_interface()
    for cls in (*interface.calls, *interface.events, *interface.errors):
        doc = vars(cls).get("__doc__") or ""
        assert doc.split("\n")[0].endswith("."), cls
        assert not doc.startswith(cls.__name__ + "("), cls


def sample(annotation: Any) -> st.SearchStrategy[Any]:
    """Values of a field by its annotation, for those that most fields have."""
    args = typing.get_args(annotation)
    if typing.get_origin(annotation) is Annotated:
        return sample(args[0])
    if typing.get_origin(annotation) is tuple and args[1:] == (Ellipsis,):
        return st.lists(sample(args[0]), max_size=2).map(tuple)
    if typing.get_origin(annotation) is tuple:
        return st.tuples(*map(sample, args))
    if len(args) == 2 and args[1] is type(None):
        return st.none() | sample(args[0])
    if annotation is TickIndex:
        return st.integers(-443_636, 443_636).map(TickIndex)
    if isinstance(annotation, type) and issubclass(annotation, Integer):
        return st.integers(annotation.MIN, annotation.MAX).map(annotation)
    if isinstance(annotation, type) and issubclass(annotation, AccountId):
        return st.binary(min_size=32, max_size=32).map(AccountId)
    simple = {
        bool: st.booleans(),
        bytes: st.binary(max_size=9),
        Call: st.just(Remark(b"")),
        U64F64: st.just(U64F64.ONE),
    }
    if annotation not in simple:
        raise LookupError(annotation)
    return simple[annotation]


def samples(cls: type[Any]) -> st.SearchStrategy[Any] | None:
    hints = typing.get_type_hints(cls, include_extras=True)
    try:
        return st.builds(cls, *(sample(hints[field.name]) for field in dataclasses.fields(cls)))
    except LookupError:
        return None


def test_every_call_of_plain_arguments_comes_back_from_bytes_and_json() -> None:
    interface = declared_interface()
    made = {cls: strategy for cls in interface.calls if (strategy := samples(cls)) is not None}
    assert len(made) > len(interface.calls) // 2

    @settings(PROPERTY, max_examples=400)
    @given(st.sampled_from(list(made)).flatmap(made.__getitem__))
    def check(call: Call) -> None:
        assert interface.decode_call(interface.encode_call(call)) == call
        assert interface.call_codec.from_json(json.loads(json.dumps(interface.call_codec.to_json(call)))) == call

    check()


def test_a_module_error_is_an_answer_and_two_of_a_class_are_one() -> None:
    assert AmountTooLow() == AmountTooLow() != BadOrigin()
    assert hash(AmountTooLow()) == hash(AmountTooLow())
    assert isinstance(AmountTooLow(), ModuleError)
    assert AmountTooLow.to_json() == {
        "module": {"pallet": "SubtensorModule", "error": "AmountTooLow", "index": 7, "code": 82}
    }
    assert SYSTEM.index == 0

"""Arguments of calls at random: accounts and subnets that play together, and numbers near those that the state holds."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber, NetUid, TickIndex
from tao_spec.arithmetic.integers import I64, U8, U16, U32, U64, U128
from tao_spec.interface.messages import Call
from tao_spec.transition.pools.tick_math import MAX_TICK, MIN_TICK

Draw = Callable[[st.SearchStrategy[Any]], Any]

PARTS = (0, 1, 2, 11_796, 32_767, 32_768, 65_534, 65_535)
"""Of parts of 65,535 those at which something happens, and those beside them."""


@dataclass(frozen=True)
class Surroundings:
    """What arguments are drawn from.

    Attributes:
        who: who signs.
        hotkey, netuid: the hotkey and the subnet that the call is mostly about.
        accounts, hotkeys, netuids: all that there are, and some that are not.
        numbers: what the state holds, in rao, and where rules draw a line.
        fields: what only a domain knows, by the name of the field.
    """

    who: AccountId
    hotkey: AccountId
    netuid: NetUid
    accounts: Sequence[AccountId]
    hotkeys: Sequence[AccountId]
    netuids: Sequence[NetUid]
    numbers: Sequence[int]
    height: int
    fields: Mapping[str, st.SearchStrategy[Any]] = field(default_factory=dict)


def draw_call(draw: Draw, kind: type[Call], around: Surroundings) -> Call:
    """A call of a kind, with all its fields drawn in their order."""
    return kind(**_draw_fields(draw, kind, around))


def _draw_fields(draw: Draw, kind: type[Any], around: Surroundings) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {f.name: draw(_value(f.name, hints[f.name], around)) for f in dataclasses.fields(kind)}


def _value(name: str, kind: Any, around: Surroundings) -> st.SearchStrategy[Any]:
    if name in around.fields:
        return around.fields[name]
    if get_origin(kind) is Annotated:
        return _value(name, get_args(kind)[0], around)
    if get_origin(kind) in (Union, types.UnionType):
        kinds = [one for one in get_args(kind) if one is not type(None)]
        return st.none() | _value(name, kinds[0], around)
    if get_origin(kind) is tuple:
        return _several(name, get_args(kind), around)
    return _single(name, kind, around)


def _several(name: str, kinds: tuple[Any, ...], around: Surroundings) -> st.SearchStrategy[Any]:
    if kinds[-1] is Ellipsis:
        return st.lists(_value(name, kinds[0], around), max_size=4).map(tuple)
    return st.tuples(*(_value(name, kind, around) for kind in kinds))


def _single(name: str, kind: type[Any], around: Surroundings) -> st.SearchStrategy[Any]:
    if issubclass(kind, AccountId):
        return _account(name, around)
    if issubclass(kind, NetUid):
        return st.sampled_from(around.netuids) if "destination" in name else _mostly(around.netuid, around.netuids)
    if issubclass(kind, TickIndex):
        ends = (MIN_TICK, -5_000, -100, -1, 0, 1) if "low" in name else (-100, 0, 1, 100, 5_000, MAX_TICK)
        return st.sampled_from(ends).map(kind)
    if issubclass(kind, bool):
        return st.booleans()
    if issubclass(kind, BlockHeight | BlockNumber):
        return st.sampled_from((0, 1, 9, 10, 100, 50_400, 50_500, 201_600)).map(
            lambda ahead: kind(around.height + ahead)
        )
    if issubclass(kind, U16):
        return (st.sampled_from(PARTS) | st.integers(0, 65_535)).map(kind)
    if issubclass(kind, I64):
        return st.builds(
            lambda number, sign: kind.wrap(sign * number), near(around.numbers, I64.MAX), st.sampled_from((1, -1))
        )
    if issubclass(kind, U8 | U32 | U64 | U128):
        return near(around.numbers, int(kind.MAX)).map(kind)
    if issubclass(kind, bytes):
        return st.sampled_from((b"", b"a", b"\xce\xb2", b"x" * 64, b"y" * 300)).map(kind)
    return st.builds(kind, **{f.name: _value(f.name, hint, around) for f, hint in _hinted(kind)})


def _account(name: str, around: Surroundings) -> st.SearchStrategy[AccountId]:
    if "hotkey" not in name:
        return (
            st.sampled_from(around.accounts) if OTHER & set(name.split("_")) else _mostly(around.who, around.accounts)
        )
    return st.sampled_from(around.hotkeys) if OTHER & set(name.split("_")) else _mostly(around.hotkey, around.hotkeys)


OTHER = {"new", "destination", "target"}
"""In names of fields that are about somebody else."""


def _hinted(kind: type[Any]) -> list[tuple[Any, Any]]:
    hints = get_type_hints(kind, include_extras=True)
    return [(f, hints[f.name]) for f in dataclasses.fields(kind)]


def _mostly(one: Any, others: Sequence[Any]) -> st.SearchStrategy[Any]:
    """One thing nine times of ten, else any."""
    return st.integers(0, 9).flatmap(lambda n: st.sampled_from(others) if n == 9 else st.just(one))


def near(numbers: Sequence[int], most: int) -> st.SearchStrategy[int]:
    """A number that the state holds, a part of it or a multiple, and one more or less; now and then any that there is."""
    usual = st.builds(
        lambda number, eighths, more: max(0, min(most, number * eighths // 8 + more)),
        st.sampled_from(numbers),
        st.sampled_from((8, 8, 8, 1, 4, 7, 16)),
        st.sampled_from((0, 0, 0, -1, 1)),
    )
    return st.integers(0, 15).flatmap(lambda n: st.integers(0, most) if n == 15 else usual)

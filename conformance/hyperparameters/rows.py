"""What the cases make of the table: its rows by area, calls with values at the edges of their types and of their bounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from types import ModuleType
from typing import Any, get_type_hints

from conformance.scenes import add_network
from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.fixed import I96F32
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import Integer
from tao_spec.interface.messages import Call
from tao_spec.transition.hyperparameters.table import TABLE, Entry, Hyperparameter
from tao_spec.vectors.cases import Actor, Builder, Trace, nobody, root

SUBNET, OTHER, UNKNOWN = NetUid(2), NetUid(3), NetUid(99)
"""A subnet, one that another account owns, and the number of none."""

EDGES = (0, 1, 2, 359, 360, 361)
"""Values beside the least and the greatest of a type."""


@dataclass(frozen=True)
class People:
    """Who calls.

    Attributes:
        owner, other: own a subnet each.
        zeros: the account of zeros, which owns whatever nobody owns.
    """

    owner: Actor
    other: Actor
    zeros: Actor


def people(build: Builder) -> People:
    """Two subnets, and who owns them."""
    made = People(build.account("owner", tao(1)), build.account("another owner", tao(1)), Actor(AccountId()))
    for netuid, owner in ((SUBNET, made.owner), (OTHER, made.other)):
        add_network(build, netuid)
        build.chain.subnets.subnet_owner[netuid] = owner.account
    return made


def rows(*modules: ModuleType) -> list[Entry]:
    """The rows of some modules that HYPER-1 carries out, in the order of the table."""
    names = {module.__name__ for module in modules}
    return [entry for entry in TABLE.values() if not entry.is_by_hand and entry.function.__module__ in names]


def ids(entries: list[Entry]) -> list[str]:
    """The numbers of rows, behind those of the rules that carry them out."""
    return ["HYPER-1", "HYPER-2", *(entry.row.id for entry in entries)]


def call(row: Hyperparameter, value: Any, netuid: NetUid = SUBNET) -> Call:
    """The call of a row."""
    make: Callable[..., Call] = row.call
    return make(netuid, value) if row.of_subnet else make(value)


def values(build: Builder, row: Hyperparameter) -> list[Any]:
    """The least and the greatest value that a row takes, and a few small ones."""
    kind = get_type_hints(row.call)[fields(row.call)[-1].name]  # type: ignore[arg-type]
    if kind is bool:
        return [True, False]
    if kind is I96F32:
        return [I96F32.from_bits(bits) for bits in (-(2**127), -1, 0, 12_885, 2**127 - 1)]
    return [kind(value) for value in _numbers(kind) if _is_allowed(build, row, value)]


def _numbers(kind: type[Integer]) -> list[int]:
    return [kind.MIN, *(value for value in EDGES if value > kind.MIN), kind.MAX]


def _is_allowed(build: Builder, row: Hyperparameter, value: int) -> bool:
    subnet = (SUBNET,) if row.of_subnet else ()
    return all(bound.allows(build.chain, value, *subnet) for bound in row.bounds)


def by_everybody(who: People, made: Call) -> Trace:
    """A call by whoever may make it and whoever may not."""
    yield from by_all_but_root(who, made)
    yield root(made)


def by_all_but_root(who: People, made: Call) -> Trace:
    """A call by the owner of the subnet, another owner, the account of zeros, and nobody."""
    for actor in (who.owner, who.other, who.zeros):
        yield actor.signs(made)
    yield nobody(made)

"""The table of hyperparameters: one row for each call that sets one, and the rule that all of them follow.

A row says what the chain asks and does, and stands over the call's function, whose docstring says what is set. Under `@by_row`
the function has no body: the row is all there is, and HYPER-1 carries it out. A call with a way of its own is written out under
`@by_hand`, and has a row all the same, so that the table names every hyperparameter.

Source: upstream's `pallets/admin-utils/src/lib.rs` and `pallets/subtensor/src/utils/misc.rs`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from functools import wraps
from operator import ge, gt, le, lt
from typing import Any, Final

from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.interface.hyperparameters import SubnetDoesNotExist
from tao_spec.interface.messages import Call, Event
from tao_spec.storage.items import Declaration, StorageValue
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_root, is_root
from tao_spec.transition.rules import replaceable, rule
from tao_spec.transition.subnets.owners import ensure_subnet_owner_or_root

UNKNOWN_SUBNET = "KNOWN-80"
"""Some hyperparameters can be set of a subnet that does not exist."""


Answer = Callable[..., None]
"""The function that answers a call."""


class Who(Enum):
    """Who may set a hyperparameter."""

    ROOT = "root"
    OWNER_OR_ROOT = "owner or root"
    OWNER = "owner"


class Unit(Enum):
    """What a value counts."""

    BLOCKS = "blocks"
    EPOCHS = "epochs"
    RAO = "rao"
    PARTS = "parts of 65,535"
    MILLIONTHS = "millionths"
    PARTS_64 = "parts of 2^64 - 1"
    FRACTION = "a fraction"
    NUMBER = "a number"
    NEURONS = "neurons"
    REGISTRATIONS = "registrations"
    VERSION = "a version"
    SWITCH = "yes or no"
    ACCOUNT = "an account"
    KEYS = "keys"


class Side(Enum):
    """On which side of a limit a value must be."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    MORE_THAN = "more than"
    LESS_THAN = "less than"


COMPARISONS: Final[Mapping[Side, Callable[[int, int], bool]]] = {
    Side.AT_LEAST: ge,
    Side.AT_MOST: le,
    Side.MORE_THAN: gt,
    Side.LESS_THAN: lt,
}
"""How a value on the right side of a limit compares to it."""


@dataclass(frozen=True)
class Bound:
    """A limit on a value.

    Attributes:
        limit: the limit itself, or the item that holds it, of the subnet where it has one for each.
        error: the refusal of a value that is beyond.
        spares_root: root may set what is beyond.
    """

    side: Side
    limit: int | Declaration[Any, Any]
    error: type[DispatchError]
    spares_root: bool = False

    def allows(self, chain: Chain, value: int, *subnet: Any) -> bool:
        """Whether a value is on the right side."""
        limit = self.limit if isinstance(self.limit, int) else _read(chain, self.limit, *subnet)
        return COMPARISONS[self.side](value, limit)


@dataclass(frozen=True)
class Hyperparameter:
    """A row of the table.

    Attributes:
        id: the number of the rule: one hundred more than the index of the call.
        item: where the value is stored; None where nothing is.
        who: who may set it, else `BadOrigin`.
        unit: what the value counts.
        events: what tells of it, in order.
        bounds: what the value must keep to.
        existing: whether the subnet must exist.
    """

    id: str
    call: type[Call]
    item: Declaration[Any, Any] | None
    who: Who
    unit: Unit
    events: tuple[type[Event], ...] = ()
    bounds: tuple[Bound, ...] = ()
    existing: bool = True

    @property
    def of_subnet(self) -> bool:
        """Whether each subnet has a value of its own."""
        return any(field.name == "netuid" for field in fields(self.call))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Entry:
    """A row with its function.

    Attributes:
        is_by_hand: whether the function is written out.
    """

    row: Hyperparameter
    function: Answer
    is_by_hand: bool

    @property
    def meaning(self) -> str:
        """What is set, in one sentence."""
        return (self.function.__doc__ or "").split("\n", maxsplit=1)[0]


TABLE: dict[type[Call], Entry] = {}
"""Every hyperparameter, by the call that sets it."""


def by_hand(row: Hyperparameter) -> Callable[[Answer], Answer]:
    """Give a call that has a way of its own its row, and make the function its answer."""

    def register(function: Answer) -> Answer:
        TABLE[row.call] = Entry(row, function, is_by_hand=True)
        return rule(row.id, call=row.call)(function)

    return register


def by_row(row: Hyperparameter) -> Callable[[Answer], Answer]:
    """Make the row the answer to a call; the function only names and explains it."""

    def register(function: Answer) -> Answer:
        @wraps(function)
        def answer(chain: Chain, origin: Origin, *arguments: Any) -> None:
            # It does nothing; it is called so that whoever follows the rules as they run meets this one.
            function(chain, origin, *arguments)
            set_hyperparameter(chain, origin, row, *arguments)

        TABLE[row.call] = Entry(row, answer, is_by_hand=False)
        return rule(row.id, call=row.call)(answer)

    return register


@rule("HYPER-1")
@replaceable
def set_hyperparameter(chain: Chain, origin: Origin, row: Hyperparameter, *arguments: Any) -> None:
    """Set a hyperparameter: who, which subnet, which value, in this order; then it is stored and told of.

    Args:
        arguments: the subnet, where each has a value of its own, and the value.

    Raises:
        BadOrigin: who calls may not.
        SubnetDoesNotExist: there is no such subnet, and the row asks for one.
        DispatchError: the value is beyond a bound, which names the error.
    """
    *subnet, value = arguments
    ensure_may_set(chain, origin, row.who, *subnet)
    for netuid in subnet:
        _ensure_subnet(chain, row, netuid)
    for bound in row.bounds:
        if not (bound.spares_root and is_root(origin)) and not bound.allows(chain, value, *subnet):
            raise bound.error
    if row.item is not None:
        _write(chain, row.item, value, *subnet)
    for event in row.events:
        chain.emit(event(*arguments))


def _ensure_subnet(chain: Chain, row: Hyperparameter, netuid: NetUid) -> None:
    # Some rows take any subnet (KNOWN-80).
    if chain.deviates(UNKNOWN_SUBNET) and not row.existing:
        return
    if not chain.subnets.networks_added[netuid]:
        raise SubnetDoesNotExist


@rule("HYPER-2")
def ensure_may_set(chain: Chain, origin: Origin, who: Who, *subnet: NetUid) -> None:
    """Root sets what is of the whole network; the coldkey that owns a subnet, mostly root too, what is the subnet's.

    Raises:
        BadOrigin: anybody else called.
    """
    if who is Who.ROOT:
        ensure_root(origin)
        return
    ensure_subnet_owner_or_root(chain, origin, *subnet)
    if who is Who.OWNER and is_root(origin):
        raise BadOrigin


def _read(chain: Chain, item: Declaration[Any, Any], *subnet: NetUid) -> int:
    access = item.access(item, chain.store)
    value: int = access.value if isinstance(item, StorageValue) else access[subnet[0]]
    return value


def _write(chain: Chain, item: Declaration[Any, Any], value: Any, *subnet: NetUid) -> None:
    access = item.access(item, chain.store)
    if isinstance(item, StorageValue):
        access.value = value
    else:
        access[subnet[0]] = value

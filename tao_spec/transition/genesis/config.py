"""The genesis JSON, read and checked: one part for each pallet that has something to configure.

An absent part, or an absent field of a part, has the chain's default. Parts of pallets outside the modelled state are
checked as the client checks them, and then have no effect.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber
from tao_spec.arithmetic.integers import U16, U64, U128, Integer
from tao_spec.state.governance import MAX_SENATE_MEMBERS, MAX_TRIUMVIRATE_MEMBERS
from tao_spec.transition.genesis.addresses import AddressError, decode_ss58
from tao_spec.transition.rules import Unsupported, rule

T = TypeVar("T")
I = TypeVar("I", bound=Integer)  # noqa: E741  (an integer)
Reader = Callable[[Any], T]

MAX_AUTHORITIES = 32

DECIMAL = re.compile(r"\+?0*([0-9]{1,39})")


class GenesisError(ValueError):
    """A genesis configuration that the chain refuses; the message says where and why."""

    def __init__(self, reason: str, *where: str) -> None:
        """Say why, and in which place of the JSON, from the outermost inwards."""
        super().__init__(f"genesis{''.join(where)}: {reason}")
        self.reason, self.where = reason, where


@dataclass(frozen=True)
class GenesisConfig:
    """What a genesis JSON says, as far as the modelled state shows it.

    Attributes:
        balances: each account with its free TAO, in rao.
        issuance: the total issuance of the network, in rao; nothing ties it to the balances.
        sudo: the account that may act as root, where there is one.
        triumvirate: the members of the collective, where they are named to it directly.
        triumvirate_members, senate_members: the members of the two memberships.
    """

    balances: tuple[tuple[AccountId, TaoBalance], ...]
    issuance: TaoBalance
    sudo: AccountId | None
    triumvirate: tuple[AccountId, ...]
    triumvirate_members: tuple[AccountId, ...]
    senate_members: tuple[AccountId, ...]


@rule("GENESIS-1")
def read_genesis_config(config: Mapping[str, Any]) -> GenesisConfig:
    """Read a genesis JSON; what it does not say is as the chain has it by default.

    Args:
        config: the object of parts, by the names of the pallets in camel case.

    Raises:
        GenesisError: a part or a field is not known, or a value is none of its type.
        Unsupported: the configuration asks for derived development accounts, or names an account of another network.
    """
    if not isinstance(config, Mapping):
        raise GenesisError(f"must be an object, not {_show(config)}")
    for name in config:
        if name not in PARTS:
            raise GenesisError(f"there is no part {_show(name)}; there are {', '.join(PARTS)}")
    read = {name: _read_part(name, config.get(name, {})) for name in PARTS}
    return GenesisConfig(
        balances=read["balances"].get("balances", ()),
        issuance=read["subtensorModule"].get("balancesIssuance", TaoBalance(0)),
        sudo=read["sudo"].get("key"),
        triumvirate=read["triumvirate"].get("members", ()),
        triumvirate_members=read["triumvirateMembers"].get("members", ()),
        senate_members=read["senateMembers"].get("members", ()),
    )


def _read_part(name: str, part: Any) -> dict[str, Any]:
    """Read the fields of a part: an object of some of them, or an array of all of them."""
    fields = PARTS[name]
    with _within(f".{name}"):
        if _is_array(part) and len(part) == len(fields):
            part = dict(zip(fields, part, strict=True))
        if not isinstance(part, Mapping):
            raise GenesisError(f"must be an object, not {_show(part)}")
        return {field: _read_field(fields, field, value) for field, value in part.items()}


def _read_field(fields: Mapping[str, Reader[Any]], name: str, value: Any) -> Any:
    if name not in fields:
        raise GenesisError(f"there is no field {_show(name)}; there are {', '.join(fields) or 'none'}")
    with _within(f".{name}"):
        return fields[name](value)


@contextmanager
def _within(place: str) -> Iterator[None]:
    """Tell in which place a value was refused."""
    try:
        yield
    except GenesisError as error:
        raise GenesisError(error.reason, place, *error.where) from None


def _integer(kind: type[I]) -> Reader[I]:
    def read(value: Any) -> I:
        if isinstance(value, bool) or not isinstance(value, int):
            raise GenesisError(f"must be a whole number, not {_show(value)}")
        if not kind.MIN <= value <= kind.MAX:
            raise GenesisError(f"must lie between {kind.MIN} and {kind.MAX}, and is {value}")
        return kind(value)

    return read


def _account(value: Any) -> AccountId:
    if not isinstance(value, str):
        raise GenesisError(f"must be an SS58 address, not {_show(value)}")
    try:
        return decode_ss58(value)
    except AddressError as error:
        raise GenesisError(str(error)) from None


def _optional(read: Reader[T]) -> Reader[T | None]:
    return lambda value: None if value is None else read(value)


def _list(read: Reader[T], maximum: int | None = None) -> Reader[tuple[T, ...]]:
    def read_list(value: Any) -> tuple[T, ...]:
        if not _is_array(value):
            raise GenesisError(f"must be an array, not {_show(value)}")
        if maximum is not None and len(value) > maximum:
            raise GenesisError(f"may have {maximum} entries, and has {len(value)}")
        return tuple(_read_entry(read, place, entry) for place, entry in enumerate(value))

    return read_list


def _tuple(*readers: Reader[Any]) -> Reader[tuple[Any, ...]]:
    def read_tuple(value: Any) -> tuple[Any, ...]:
        if not _is_array(value) or len(value) != len(readers):
            raise GenesisError(f"must be an array of {len(readers)} entries, not {_show(value)}")
        entries = enumerate(zip(readers, value, strict=True))
        return tuple(_read_entry(read, place, entry) for place, (read, entry) in entries)

    return read_tuple


def _read_entry(read: Reader[T], place: int, entry: Any) -> T:
    try:
        return read(entry)
    except GenesisError as error:
        raise GenesisError(error.reason, f"[{place}]", *error.where) from None


def _nothing(value: Any) -> None:
    if value is not None:
        raise GenesisError(f"must be null, not {_show(value)}")


def _development_accounts(value: Any) -> None:
    """Accounts with keys derived from a phrase are for experiments; only their absence is specified."""
    if value is not None:
        raise Unsupported("genesis.balances.devAccounts is not specified: name the accounts under balances.balances")


def _decimal(value: Any) -> U128:
    """A number that is written as a string of digits, as the JSON form of a multiplier is."""
    digits = DECIMAL.fullmatch(value) if isinstance(value, str) else None
    if digits is None or int(digits[1]) > U128.MAX:
        raise GenesisError(f"must be a string of decimal digits of a number of 128 bits, not {_show(value)}")
    return U128(int(digits[1]))


def _is_array(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _show(value: Any) -> str:
    """A value for people, in a few words."""
    text = json.dumps(value, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


PARTS: dict[str, dict[str, Reader[Any]]] = {
    "system": {},
    "aura": {"authorities": _list(_account, MAX_AUTHORITIES)},
    "grandpa": {"authorities": _list(_tuple(_account, _integer(U64)), MAX_AUTHORITIES)},
    "balances": {
        "balances": _list(_tuple(_account, _integer(TaoBalance))),
        "devAccounts": _development_accounts,
    },
    "transactionPayment": {"multiplier": _decimal},
    "subtensorModule": {
        "stakes": _list(_tuple(_account, _list(_tuple(_account, _tuple(_integer(U64), _integer(U16)))))),
        "balancesIssuance": _integer(TaoBalance),
    },
    "triumvirate": {"phantom": _nothing, "members": _list(_account)},
    "triumvirateMembers": {"members": _list(_account, MAX_TRIUMVIRATE_MEMBERS)},
    "senateMembers": {"members": _list(_account, MAX_SENATE_MEMBERS)},
    "sudo": {"key": _optional(_account)},
    "safeMode": {"enteredUntil": _optional(_integer(BlockNumber))},
    "evmChainId": {"chainId": _integer(U64)},
}
"""The parts of the JSON with their fields, in the client's order, and how each is read."""

"""Cases: small stories that become vectors. A case builds a state, then yields what is done; it never writes what it expects.

A case is a generator function under `@case`. What it does before its first `yield` prepares the state; each `yield` gives one
action and receives what came of it. The specification fills in the outcomes, the real client confirms them, the invariants and
the reader judge them::

    @case(rules=["ACC-26"], errors=["FundsUnavailable"])
    def more_than_all(build: Builder) -> Trace:
        \"\"\"All that is held can be sent; one rao more is refused.\"\"\"
        alice, bob = build.account("alice", tao(1)), build.name("bob")
        yield alice.signs(TransferAllowDeath(Id(bob), TaoBalance(tao(1) + 1)))

A function under `@genesis_case` returns a genesis JSON, one under `@function_case` the arguments to which a pure function is put.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber
from tao_spec.interface.messages import Call
from tao_spec.state.accounts import AccountData, AccountInfo, BalanceLock, Identifier8, LockReasons
from tao_spec.transition.accounts.ledger import increase_issuance
from tao_spec.transition.accounts.references import add_provider
from tao_spec.transition.chain import Chain
from tao_spec.transition.genesis import build_genesis
from tao_spec.transition.revision import Revision
from tao_spec.vectors.format import Origin, Signed
from tao_spec.vectors.machine import Made, to_hex
from tao_spec.vectors.text import Json

BASE = 306
"""The revision whose behaviour a case shows that does not say another."""

CASE_LOCK = Identifier8(b"tao-spec")


@dataclass(frozen=True)
class Dispatched:
    """An action: a call by an origin."""

    call: Call
    origin: Origin


@dataclass(frozen=True)
class Blocks:
    """An action: so many blocks pass."""

    count: int


Action = Dispatched | Blocks
Trace = Generator[Action, Made, None]


@dataclass(frozen=True)
class Actor:
    """An account that acts."""

    account: AccountId

    def signs(self, call: Call) -> Dispatched:
        """The account makes a call."""
        return Dispatched(call, Signed(to_hex(self.account)))


def root(call: Call) -> Dispatched:
    """Root makes a call."""
    return Dispatched(call, "root")


def nobody(call: Call) -> Dispatched:
    """Nobody makes a call: it comes without a signature."""
    return Dispatched(call, "none")


def blocks(count: int) -> Blocks:
    """So many blocks pass."""
    return Blocks(count)


def account_named(name: str) -> AccountId:
    """The account that stands for a name in every vector: the Blake2b hash of the name."""
    return AccountId(hashlib.blake2b(b"tao-spec/" + name.encode(), digest_size=32).digest())


class Builder:
    """Prepares the state of a case: an empty genesis at block 1,000, and what the case adds to it.

    `chain` gives typed access to all of it, for states that no call reaches; a case that writes there says why.
    """

    def __init__(self, revision: Revision) -> None:
        self.chain: Chain = build_genesis({}, revision)
        self.at_block(1_000)

    def at_block(self, number: int) -> None:
        """Set the height; above 0, so that events are told."""
        self.chain.accounts.number.value = BlockNumber(number)

    def name(self, name: str) -> AccountId:
        """The account of a name, which need not exist."""
        return account_named(name)

    def account(self, name: str, free: TaoBalance | int, reserved: int = 0, frozen: int = 0) -> Actor:
        """An account that exists and holds TAO, in rao; issuance counts it, and a lock stands for what is frozen."""
        who = account_named(name)
        data = AccountData(TaoBalance(free), TaoBalance(reserved), TaoBalance(frozen))
        add_provider(self.chain, who)
        info = self.chain.accounts.account[who]
        consumers = type(info.consumers)(bool(reserved or frozen))
        self.chain.accounts.account[who] = AccountInfo(info.nonce, consumers, info.providers, info.sufficients, data)
        if frozen:
            self.chain.accounts.locks[who] = (BalanceLock(CASE_LOCK, data.frozen, LockReasons.All),)
        increase_issuance(self.chain, data.total)
        return Actor(who)


@dataclass(frozen=True)
class AnyCase:
    """A case of any kind and what it is for.

    Attributes:
        id: the vector's name, `domain/module/function`.
        rules: the rules that it exercises.
        description: one sentence, the docstring's first.
        function: what makes it.
        revision: the `spec_version` of the revision whose behaviour it shows.
    """

    id: str
    rules: tuple[str, ...]
    description: str
    function: Callable[..., Any]
    revision: int = field(default=BASE, kw_only=True)

    @property
    def source(self) -> str:
        """Where the case stands, as module and name."""
        return f"{self.function.__module__}.{self.function.__name__}"


@dataclass(frozen=True)
class Case(AnyCase):
    """A case of steps.

    Attributes:
        errors: the errors that it reaches, by name.
    """

    function: Callable[[Builder], Trace]
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class GenesisCase(AnyCase):
    """A case of a genesis."""

    function: Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class FunctionCase(AnyCase):
    """A case of a pure function.

    Attributes:
        evaluates: the function, by the name that vectors give it.
    """

    function: Callable[[], Iterable[Sequence[Json]]]
    evaluates: str = ""


_MARK = "__case__"
_Maker = Callable[[str, str, Callable[..., Any]], AnyCase]
F = TypeVar("F", bound=Callable[..., Any])


def _mark(make: _Maker) -> Callable[[F], F]:
    """Remember at a function how its case is made from its id, its description and itself."""

    def mark(function: F) -> F:
        setattr(function, _MARK, make)
        return function

    return mark


def case(
    rules: Sequence[str], errors: Sequence[str] = (), revision: int = BASE
) -> Callable[[Callable[[Builder], Trace]], Callable[[Builder], Trace]]:
    """Make a generator function a case of steps.

    Args:
        rules: the numbers of the rules that it exercises.
        errors: the names of the errors that it reaches; filling refuses a case that does not reach them.
        revision: the `spec_version` under which it is filled.
    """
    return _mark(lambda id, words, function: Case(id, tuple(rules), words, function, tuple(errors), revision=revision))


def genesis_case(
    rules: Sequence[str], revision: int = BASE
) -> Callable[[Callable[[], Mapping[str, Any]]], Callable[[], Mapping[str, Any]]]:
    """Make a function that returns a genesis JSON a case.

    Args:
        rules: the numbers of the rules that it exercises.
        revision: the `spec_version` under which it is filled.
    """
    return _mark(lambda id, words, function: GenesisCase(id, tuple(rules), words, function, revision=revision))


def function_case(
    evaluates: str, rules: Sequence[str] = ()
) -> Callable[[Callable[[], Iterable[Sequence[Json]]]], Callable[[], Iterable[Sequence[Json]]]]:
    """Make a function that returns lists of arguments a case of a pure function, which is put to each of them.

    Args:
        evaluates: the pure function, by the name that vectors give it.
        rules: the numbers of the rules that it exercises.
    """
    return _mark(lambda id, words, function: FunctionCase(id, tuple(rules), words, function, evaluates))


def discover_cases(package: str = "conformance") -> list[AnyCase]:
    """Every case of the package's domains, in the order of their ids."""
    found = [made for module in _modules(package) for made in _cases_of(module, package)]
    return sorted(found, key=lambda made: made.id)


def _modules(package: str) -> Iterator[ModuleType]:
    top = importlib.import_module(package)
    for path in top.__path__:
        for info in sorted(pkgutil.walk_packages([str(Path(path))], f"{package}."), key=lambda info: info.name):
            if info.name.count(".") >= 2:
                yield importlib.import_module(info.name)


def _cases_of(module: ModuleType, package: str) -> Iterator[AnyCase]:
    for name, function in vars(module).items():
        make: _Maker | None = getattr(function, _MARK, None)
        if make is not None and function.__module__ == module.__name__:
            id = "/".join([*module.__name__.removeprefix(f"{package}.").split("."), name])
            yield make(id, (function.__doc__ or "").strip().split("\n")[0], function)

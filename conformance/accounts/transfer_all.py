"""transfer_all: everything that can be spent, no more and no less."""

from __future__ import annotations

from tao_spec.arithmetic.currency import tao
from tao_spec.interface.accounts.balances import TransferAll
from tao_spec.interface.accounts.system import Id, Raw
from tao_spec.vectors.cases import Actor, Builder, Trace, case, nobody, root


@case(rules=["ACC-74"])
def allow_death(build: Builder) -> Trace:
    """With nothing to keep it alive, the account gives all and dies."""
    alice, bob = build.account("alice", tao(5)), build.account("bob", tao(1))
    yield alice.signs(TransferAll(Id(bob.account), keep_alive=False))


@case(rules=["ACC-20", "ACC-74"])
def keep_alive(build: Builder) -> Trace:
    """Kept alive, the account keeps the existential deposit; asked again, it gives nothing."""
    alice, bob = build.account("alice", tao(5)), build.account("bob", tao(1))
    yield alice.signs(TransferAll(Id(bob.account), keep_alive=True))
    yield alice.signs(TransferAll(Id(bob.account), keep_alive=True))


@case(rules=["ACC-20", "ACC-74"])
def with_reserve(build: Builder) -> Trace:
    """A reserve makes the account live, so that it keeps the existential deposit even if it may die."""
    alice, bob = build.account("alice", tao(5), reserved=1), build.account("bob", tao(1))
    yield alice.signs(TransferAll(Id(bob.account), keep_alive=False))


@case(rules=["ACC-20", "ACC-74"])
def with_freeze(build: Builder) -> Trace:
    """What is frozen beyond the reserve stays."""
    alice, bob = build.account("alice", tao(5), reserved=tao(1), frozen=tao(3)), build.account("bob", tao(1))
    yield alice.signs(TransferAll(Id(bob.account), keep_alive=False))


@case(rules=["ACC-20", "ACC-74"])
def freeze_under_reserve(build: Builder) -> Trace:
    """A freeze that the reserve covers, to the rao, keeps nothing but the existential deposit."""
    alice, bob = build.account("alice", tao(5), reserved=tao(3), frozen=tao(3)), build.account("bob", tao(1))
    yield alice.signs(TransferAll(Id(bob.account), keep_alive=True))


@case(rules=["ACC-21", "ACC-74"], errors=["BelowMinimum"])
def too_little_for_new(build: Builder) -> Trace:
    """All that can be spent may be too little for a new account; one rao more is enough."""
    alice, ample, new = build.account("alice", 999), build.account("ample", 1_000), Actor(build.name("new"))
    yield alice.signs(TransferAll(Id(new.account), keep_alive=True))
    yield ample.signs(TransferAll(Id(new.account), keep_alive=True))


@case(rules=["ACC-74"], errors=["BadOrigin", "CannotLookup"])
def refusals(build: Builder) -> Trace:
    """An account must sign, and name an account."""
    alice = build.account("alice", tao(5))
    yield root(TransferAll(Raw(b""), keep_alive=False))
    yield nobody(TransferAll(Raw(b""), keep_alive=False))
    yield alice.signs(TransferAll(Raw(b""), keep_alive=False))

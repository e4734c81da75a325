"""Burning TAO of one's own."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.interface.accounts.balances import Burn
from tao_spec.vectors.cases import Actor, Builder, Trace, case, nobody, root


@case(rules=["ACC-15", "ACC-28", "ACC-79"])
def part(build: Builder) -> Trace:
    """What is burned leaves the account and issuance."""
    alice = build.account("alice", tao(5))
    yield alice.signs(Burn(tao(2), keep_alive=True))
    yield alice.signs(Burn(tao(2), keep_alive=False))


@case(rules=["ACC-28", "ACC-79"])
def nothing(build: Builder) -> Trace:
    """Burning nothing is told as any burning."""
    alice, ghost = build.account("alice", tao(5)), Actor(build.name("ghost"))
    yield alice.signs(Burn(TaoBalance(0), keep_alive=True))
    yield ghost.signs(Burn(TaoBalance(0), keep_alive=False))


@case(rules=["ACC-24", "ACC-28", "ACC-79"])
def to_dust(build: Builder) -> Trace:
    """Burned to one rao less than the existential deposit, the account dies and the dust leaves issuance too."""
    alice = build.account("alice", 10_000)
    yield alice.signs(Burn(TaoBalance(9_501), keep_alive=False))


@case(rules=["ACC-28", "ACC-79"])
def all_of_it(build: Builder) -> Trace:
    """An account may burn itself out of existence."""
    alice = build.account("alice", 10_000)
    yield alice.signs(Burn(TaoBalance(10_000), keep_alive=False))


@case(rules=["ACC-20", "ACC-28", "ACC-79"], errors=["FundsUnavailable"])
def too_much(build: Builder) -> Trace:
    """What can be spent can be burned; one rao more is refused."""
    alice, kept = build.account("alice", 10_000), build.account("kept", 10_000, reserved=1_000, frozen=7_000)
    yield alice.signs(Burn(TaoBalance(10_001), keep_alive=False))
    yield alice.signs(Burn(TaoBalance(9_501), keep_alive=True))
    yield alice.signs(Burn(TaoBalance(9_500), keep_alive=True))
    yield kept.signs(Burn(TaoBalance(4_001), keep_alive=False))
    yield kept.signs(Burn(TaoBalance(4_000), keep_alive=False))


@case(rules=["ACC-28", "ACC-79"], errors=["Overflow"])
def more_than_issued(build: Builder) -> Trace:
    """More than all TAO cannot be burned. Issuance is written too small: no call leads there."""
    alice = build.account("alice", 10_000)
    build.chain.accounts.total_issuance.value = TaoBalance(6_000)
    yield alice.signs(Burn(TaoBalance(6_001), keep_alive=False))
    yield alice.signs(Burn(TaoBalance(6_000), keep_alive=False))


@case(rules=["ACC-79"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """An account must sign."""
    build.account("alice", tao(5))
    yield root(Burn(TaoBalance(1), keep_alive=False))
    yield nobody(Burn(TaoBalance(1), keep_alive=False))

"""Accounts of an older form, which no call makes any more; they are written here."""

from __future__ import annotations

from dataclasses import replace

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.integers import U32, U128
from tao_spec.interface.accounts.balances import Burn, ForceSetBalance, TransferAllowDeath, UpgradeAccounts
from tao_spec.interface.accounts.system import Id
from tao_spec.vectors.cases import Actor, Builder, Trace, case, nobody, root


def old_account(build: Builder, name: str, free: int, reserved: int = 0, frozen: int = 0) -> Actor:
    """An account of the older form: its reserve does not count as needing it."""
    actor = build.account(name, free, reserved, frozen)
    info = build.chain.accounts.account[actor.account]
    old = replace(info, consumers=U32(0), data=replace(info.data, flags=U128(0)))
    build.chain.accounts.account[actor.account] = old
    return actor


@case(rules=["ACC-13", "ACC-76"])
def by_call(build: Builder) -> Trace:
    """Anybody may bring accounts into the present form; those that are there, or are none, stay."""
    alice, plain = build.account("alice", tao(1)), old_account(build, "plain", tao(1))
    reserved, frozen = old_account(build, "reserved", tao(1), reserved=7), old_account(build, "frozen", tao(1), 7, 9)
    accounts = (alice.account, plain.account, reserved.account, frozen.account, build.name("ghost"), plain.account)
    yield alice.signs(UpgradeAccounts(accounts))
    yield alice.signs(UpgradeAccounts(()))


@case(rules=["ACC-10", "ACC-13"])
def by_use(build: Builder) -> Trace:
    """An account of the older form is brought into the present one when it is used."""
    alice, old = build.account("alice", tao(1)), old_account(build, "old", tao(5), reserved=tao(1))
    yield old.signs(TransferAllowDeath(Id(alice.account), tao(1)))
    yield root(ForceSetBalance(Id(old.account), tao(2)))


@case(rules=["ACC-13", "ACC-76"])
def without_provider(build: Builder) -> Trace:
    """A reserve with nothing that lets its account exist is given the existential deposit, from nowhere."""
    alice, old = build.account("alice", tao(1)), old_account(build, "old", 100, reserved=tao(1))
    info = build.chain.accounts.account[old.account]
    build.chain.accounts.account[old.account] = replace(info, providers=U32(0))
    yield alice.signs(UpgradeAccounts((old.account,)))


@case(rules=["ACC-13", "ACC-23"], errors=["InsufficientBalance"])
def gift_that_cannot_be_taken(build: Builder) -> Trace:
    """What an upgrade gives to an account without a provider cannot be taken in the same step, not even by nothing.

    The balance before the upgrade is written back after it, which would take the gift; so the account is left as it was.
    """
    alice, old = build.account("alice", tao(1)), old_account(build, "old", 100, reserved=tao(1))
    info = build.chain.accounts.account[old.account]
    build.chain.accounts.account[old.account] = replace(info, providers=U32(0))
    yield old.signs(Burn(TaoBalance(0), keep_alive=False))
    yield old.signs(TransferAllowDeath(Id(alice.account), TaoBalance(0)))
    yield alice.signs(TransferAllowDeath(Id(old.account), TaoBalance(500)))


@case(rules=["ACC-2", "ACC-10", "ACC-13"], errors=["ConsumerRemaining"])
def undone_with_the_call(build: Builder) -> Trace:
    """A refused change leaves not even the upgrade that came before it."""
    old = old_account(build, "old", tao(1), reserved=tao(1))
    yield root(ForceSetBalance(Id(old.account), TaoBalance(499)))
    yield root(ForceSetBalance(Id(old.account), TaoBalance(500)))


@case(rules=["ACC-76"], errors=["BadOrigin"])
def origins(build: Builder) -> Trace:
    """An account must sign, any account."""
    old = old_account(build, "old", tao(1))
    yield root(UpgradeAccounts((old.account,)))
    yield nobody(UpgradeAccounts((old.account,)))
    yield old.signs(UpgradeAccounts((old.account,)))


@case(rules=["ACC-3", "ACC-10"], errors=["NoProviders"])
def reserve_that_nothing_counts(build: Builder) -> Trace:
    """A reserve that does not count as needing its account is counted when the account changes, if the account exists.

    No call leads to such a reserve; it is written here.
    """
    for name, providers in (("living", 1), ("dead", 0)):
        actor = build.account(name, 100, reserved=tao(1))
        info = build.chain.accounts.account[actor.account]
        uncounted = replace(info, consumers=U32(0), providers=U32(providers))
        build.chain.accounts.account[actor.account] = uncounted
    yield root(ForceSetBalance(Id(build.name("living")), TaoBalance(0)))
    yield root(ForceSetBalance(Id(build.name("dead")), TaoBalance(0)))

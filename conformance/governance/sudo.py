"""Sudo: who may, what is told, and that refusals inside stay inside."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.accounts.balances import Burn, ForceSetBalance, TransferAllowDeath
from tao_spec.interface.accounts.system import Id, Raw, Remark, RemarkWithEvent, Weight
from tao_spec.interface.accounts.utility import Batch
from tao_spec.interface.governance.sudo import RemoveKey, SetKey, Sudo, SudoAs, SudoUncheckedWeight
from tao_spec.vectors.cases import Actor, Builder, Trace, case, nobody, root

NO_WEIGHT = Weight(U64(0), U64(0))


def power(build: Builder) -> tuple[Actor, Actor]:
    """The sudo account, and an account like any other."""
    keeper, alice = build.account("keeper", tao(5)), build.account("alice", tao(5))
    build.chain.governance.sudo_key.value = keeper.account
    return keeper, alice


@case(rules=["SUDO-1", "SUDO-2"], errors=["RequireSudo", "BadOrigin"])
def as_root(build: Builder) -> Trace:
    """The sudo account and root make calls as root; any other account is refused, and so is nobody."""
    keeper, alice = power(build)
    call = Sudo(ForceSetBalance(Id(alice.account), tao(7)))
    yield keeper.signs(call)
    yield root(Sudo(ForceSetBalance(Id(alice.account), tao(6))))
    yield alice.signs(call)
    yield nobody(call)


@case(rules=["SUDO-2", "DISPATCH-2"])
def refused_inside(build: Builder) -> Trace:
    """What is refused inside is told, and leaves nothing else; a batch in a batch passes, for root passes every filter."""
    keeper, alice = power(build)
    yield keeper.signs(Sudo(Burn(TaoBalance(1), keep_alive=False)))
    yield keeper.signs(Sudo(ForceSetBalance(Raw(b""), tao(1))))
    yield keeper.signs(Sudo(Batch((Batch((Remark(b"in"),)), ForceSetBalance(Id(alice.account), tao(3))))))
    yield keeper.signs(Sudo(Sudo(Remark(b"as root, root may"))))


@case(rules=["SUDO-3"], errors=["RequireSudo", "BadOrigin"])
def unchecked_weight(build: Builder) -> Trace:
    """The weight that is said changes nothing."""
    keeper, alice = power(build)
    call = SudoUncheckedWeight(ForceSetBalance(Id(alice.account), tao(7)), NO_WEIGHT)
    yield keeper.signs(call)
    yield alice.signs(call)
    yield nobody(call)


@case(rules=["SUDO-4"], errors=["RequireSudo", "BadOrigin", "CannotLookup"])
def as_another(build: Builder) -> Trace:
    """A call as another account, with that account's means; it passes the filter of nested batches."""
    keeper, alice = power(build)
    yield keeper.signs(SudoAs(Id(alice.account), TransferAllowDeath(Id(keeper.account), tao(1))))
    yield keeper.signs(SudoAs(Id(alice.account), TransferAllowDeath(Id(keeper.account), tao(9))))
    yield root(SudoAs(Id(alice.account), RemarkWithEvent(b"said by another")))
    yield keeper.signs(SudoAs(Id(alice.account), Batch((Batch((Remark(b"in"),)),))))
    yield keeper.signs(SudoAs(Raw(b""), Remark(b"")))
    yield alice.signs(SudoAs(Raw(b""), Remark(b"")))
    yield nobody(SudoAs(Id(alice.account), Remark(b"")))


@case(rules=["SUDO-5"], errors=["RequireSudo", "BadOrigin", "CannotLookup"])
def handed_on(build: Builder) -> Trace:
    """The key goes to another account, even one that does not exist; the old one has no power any more."""
    keeper, alice = power(build)
    yield alice.signs(SetKey(Id(alice.account)))
    yield nobody(SetKey(Raw(b"")))
    yield keeper.signs(SetKey(Raw(b"")))
    yield keeper.signs(SetKey(Id(alice.account)))
    yield keeper.signs(Sudo(Remark(b"")))
    yield alice.signs(Sudo(Remark(b"")))
    yield root(SetKey(Id(build.name("ghost"))))


@case(rules=["SUDO-1", "SUDO-6"], errors=["RequireSudo", "BadOrigin"])
def given_up(build: Builder) -> Trace:
    """Without a key only root has the power, and can give it again."""
    keeper, alice = power(build)
    yield alice.signs(RemoveKey())
    yield nobody(RemoveKey())
    yield keeper.signs(RemoveKey())
    yield keeper.signs(Sudo(Remark(b"")))
    yield root(RemoveKey())
    yield root(SetKey(Id(alice.account)))
    yield alice.signs(Sudo(Remark(b"")))

"""What each type of proxy may do, and which types a proxy may give and take in its turn."""

from __future__ import annotations

from conformance.accounts.proxy import NOW, act, add, give, pay
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.interface.accounts.balances import TransferAll, TransferAllowDeath, TransferKeepAlive
from tao_spec.interface.accounts.proxy import AddProxy, KillPure, ProxyType, RemoveProxies, RemoveProxy
from tao_spec.interface.accounts.system import Id, RemarkWithEvent, SetCodeWithoutChecks, Weight
from tao_spec.interface.accounts.utility import Batch, BatchAll
from tao_spec.interface.governance.membership import AddSenator, AddTriumvir
from tao_spec.interface.governance.sudo import Sudo, SudoUncheckedWeight
from tao_spec.interface.hyperparameters import SudoSetSnOwnerHotkey, SudoSetTempo
from tao_spec.interface.keys import SwapHotkey
from tao_spec.interface.messages import Call
from tao_spec.interface.neurons import BurnedRegister
from tao_spec.interface.stake import AddStake, TransferStake
from tao_spec.vectors.cases import Actor, Builder, Trace, case

SMALL = 500_000_000
"""A small transfer moves less than this, in rao."""
NOTHING = Weight(U64(0), U64(0))


def forbidden_calls(other: Actor) -> dict[str, Call]:
    """One call of each sort that the types tell apart, by a name for it."""
    who, subnet = other.account, NetUid(1)
    return {
        "remark": RemarkWithEvent(b""),
        "transfer": TransferAll(Id(who), keep_alive=True),
        "stake": AddStake(who, subnet, TaoBalance(1)),
        "transfer stake": TransferStake(who, who, subnet, subnet, AlphaBalance(SMALL)),
        "register": BurnedRegister(subnet, who),
        "swap": SwapHotkey(who, who, None),
        "senate": AddSenator(Id(who)),
        "triumvirate": AddTriumvir(Id(who)),
        "sudo": Sudo(RemarkWithEvent(b"")),
        "code": SudoUncheckedWeight(SetCodeWithoutChecks(b""), NOTHING),
        "tempo": SudoSetTempo(subnet, U16(1)),
        "owner": SudoSetSnOwnerHotkey(subnet, who),
    }


FORBIDDEN: dict[ProxyType, str] = {
    ProxyType.Owner: "remark transfer stake owner sudo",
    ProxyType.NonCritical: "register sudo",
    ProxyType.NonTransfer: "transfer|transfer stake",
    ProxyType.Senate: "triumvirate remark",
    ProxyType.NonFungibile: "transfer stake register swap",
    ProxyType.Triumvirate: "senate remark",
    ProxyType.Governance: "remark sudo",
    ProxyType.Staking: "transfer|transfer stake|remark",
    ProxyType.Registration: "stake remark",
    ProxyType.Transfer: "stake remark",
    ProxyType.SmallTransfer: "transfer|transfer stake|remark",
    ProxyType.RootWeights: "register remark",
    ProxyType.ChildKeys: "stake remark",
    ProxyType.SudoUncheckedSetCode: "code sudo remark",
    ProxyType.SwapHotkey: "register remark",
    ProxyType.SubnetLeaseBeneficiary: "tempo owner remark",
}
"""What a proxy of each type is refused here, by the names above."""


@case(rules=["PROXY-2", "PROXY-8"])
def forbidden(build: Builder) -> Trace:
    """Every type but Any is refused what it may not do."""
    alice, bob = build.account("alice", tao(5)), build.account("bob", tao(1))
    calls = forbidden_calls(bob)
    for proxy_type in FORBIDDEN:
        give(build, alice, bob, proxy_type)
    for proxy_type, names in FORBIDDEN.items():
        for name in names.split("|") if "|" in names else names.split():
            yield act(bob, alice, calls[name], proxy_type)


@case(rules=["PROXY-2", "PROXY-8"])
def allowed(build: Builder) -> Trace:
    """Transfers and remarks are made under the types that may make them."""
    alice, bob = build.account("alice", tao(5)), build.account("bob", tao(1))
    transfers = (
        TransferAllowDeath(Id(bob.account), TaoBalance(SMALL)),
        TransferKeepAlive(Id(bob.account), TaoBalance(SMALL)),
        TransferAll(Id(bob.account), keep_alive=True),
    )
    remarking = (ProxyType.Any, ProxyType.NonCritical, ProxyType.NonTransfer, ProxyType.NonFungibile)
    for proxy_type in (*remarking, ProxyType.Transfer):
        give(build, alice, bob, proxy_type)
    for proxy_type in remarking:
        yield act(bob, alice, RemarkWithEvent(b""), proxy_type)
    for proxy_type in (ProxyType.Any, ProxyType.NonCritical, ProxyType.Transfer):
        for call in transfers:
            yield act(bob, alice, call, proxy_type)


@case(rules=["PROXY-2"])
def small_transfer(build: Builder) -> Trace:
    """A small transfer is under half a TAO; half a TAO, and all that there is, are refused."""
    alice, bob = build.account("alice", tao(5)), build.account("bob", tao(1))
    give(build, alice, bob, ProxyType.SmallTransfer)
    for kind in (TransferAllowDeath, TransferKeepAlive):
        yield act(bob, alice, kind(Id(bob.account), TaoBalance(SMALL)))
        yield act(bob, alice, kind(Id(bob.account), TaoBalance(SMALL - 1)))
    yield act(bob, alice, TransferAll(Id(bob.account), keep_alive=True))


@case(rules=["PROXY-2"])
def stake(build: Builder) -> Trace:
    """Stake is added under the types that may, and given away under those that may; here each call is refused for itself."""
    alice, bob = build.account("alice", tao(5)), build.account("bob", tao(1))
    who, subnet = bob.account, NetUid(77)
    moves = [TransferStake(who, who, subnet, subnet, AlphaBalance(amount)) for amount in (SMALL - 1, SMALL)]
    types = (ProxyType.Staking, ProxyType.NonTransfer, ProxyType.Transfer, ProxyType.SmallTransfer)
    for held in types:
        give(build, alice, bob, held)
    for held in types:
        for call in (AddStake(who, subnet, TaoBalance(1)), *moves):
            yield act(bob, alice, call, held)


@case(rules=["PROXY-2"])
def inside_of_a_batch(build: Builder) -> Trace:
    """A batch passes where its calls do not: each of them is asked for when it is made."""
    alice, bob = build.account("alice", tao(5)), build.account("bob", tao(1))
    give(build, alice, bob, ProxyType.NonTransfer)
    give(build, alice, bob, ProxyType.Transfer)
    calls = (RemarkWithEvent(b""), pay(bob, 1))
    for kind in (Batch, BatchAll):
        yield act(bob, alice, kind(calls), ProxyType.NonTransfer)
        yield act(bob, alice, kind(calls[1:]), ProxyType.Transfer)


@case(rules=["PROXY-1", "PROXY-2"])
def gives_and_takes(build: Builder) -> Trace:
    """A proxy gives and takes proxies of the types that count as weaker than its own, and of no other."""
    alice, bob, carol = build.account("alice", tao(9)), build.account("bob", tao(1)), Actor(build.name("carol"))
    give(build, alice, bob, ProxyType.NonTransfer)
    give(build, alice, bob, ProxyType.NonFungibile)
    for held in (ProxyType.NonTransfer, ProxyType.NonFungibile):
        for given in ProxyType:
            for kind in (AddProxy, RemoveProxy):
                yield act(bob, alice, kind(Id(carol.account), given, NOW), held)


@case(rules=["PROXY-1", "PROXY-2"])
def gives_to_itself(build: Builder) -> Trace:
    """Types that may not make calls of Proxy give nothing, not even their own type; Any gives every type."""
    alice, bob, carol = build.account("alice", tao(9)), build.account("bob", tao(1)), Actor(build.name("carol"))
    for held in ProxyType:
        give(build, alice, bob, held)
    for held in ProxyType:
        yield act(bob, alice, AddProxy(Id(carol.account), held, NOW), held)
        yield act(bob, alice, RemoveProxy(Id(carol.account), held, NOW), held)
    for held, given in (
        (ProxyType.Governance, ProxyType.Senate),
        (ProxyType.Governance, ProxyType.Triumvirate),
        (ProxyType.Transfer, ProxyType.SmallTransfer),
        (ProxyType.Any, ProxyType.Transfer),
    ):
        yield act(bob, alice, AddProxy(Id(carol.account), given, NOW), held)


@case(rules=["PROXY-1"])
def gives_more_than_it_has(build: Builder) -> Trace:
    """A proxy that may not transfer makes another one that may, and has it transfer (KNOWN-30)."""
    alice, bob, carol = build.account("alice", tao(5)), build.account("bob", tao(1)), build.account("carol", tao(1))
    yield add(alice, bob, ProxyType.NonTransfer)
    yield act(bob, alice, pay(carol, tao(1)))
    yield act(bob, alice, AddProxy(Id(carol.account), ProxyType.NonCritical, NOW))
    yield act(carol, alice, pay(carol, tao(1)))


@case(rules=["PROXY-2"])
def only_any_ends_it(build: Builder) -> Trace:
    """Only a proxy that may do everything takes back all proxies or gives up an account without a key."""
    alice, bob = build.account("alice", tao(5)), build.account("bob", tao(1))
    kill = KillPure(Id(bob.account), ProxyType.Any, U16(0), NOW, U32(0))
    types = (ProxyType.NonTransfer, ProxyType.NonCritical, ProxyType.Any)
    for held in types:
        give(build, alice, bob, held)
    for held in types:
        yield act(bob, alice, kill, held)
        yield act(bob, alice, RemoveProxies(), held)

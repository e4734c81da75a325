"""Identities: who may set one, for what deposit, and who may take it away."""

from __future__ import annotations

from dataclasses import replace

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import H160, H256, ROOT, NetUid, Uid
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.registry import (
    BlakeTwo256,
    ClearIdentity,
    Data,
    IdentityInfo,
    Keccak256,
    Nothing,
    Raw,
    SetIdentity,
    Sha256,
    ShaThree256,
)
from tao_spec.state.accounts import Registration
from tao_spec.vectors.cases import Actor, Builder, Trace, case, nobody, root

DEPOSIT = 100_000_000
"""What an identity costs, and its field more, in rao."""
SUBNET = NetUid(1)


def identity(display: Data, fields: int = 0) -> IdentityInfo:
    """An identity with a name to show and so many fields of its own."""
    additional = ((Raw(b"name"), Raw(b"content")),) * fields
    empty = Nothing()
    return IdentityInfo(additional, display, empty, empty, empty, empty, None, empty, empty)


PLAIN, WITH_FIELD = identity(Raw(b"alice")), identity(Raw(b"alice"), fields=1)


def subnet_owner(build: Builder, name: str, free: int, netuid: int = 1) -> Actor:
    """An account that owns a subnet."""
    owner = build.account(name, free)
    build.chain.subnets.subnet_owner[NetUid(netuid)] = owner.account
    return owner


def own(build: Builder, coldkey: Actor, hotkey: Actor, netuid: NetUid | None = None) -> None:
    """An account owns a hotkey, which is registered where a subnet is named."""
    build.chain.keys.owner[hotkey.account] = coldkey.account
    if netuid is not None:
        build.chain.neurons.uids[netuid, hotkey.account] = Uid(0)


@case(
    rules=["ACC-50", "ACC-51", "ACC-52", "ACC-53", "REG-1", "REG-2", "REG-3", "REG-10", "REG-11"],
    errors=["NotRegistered"],
)
def set_and_clear(build: Builder) -> Trace:
    """The owner of a subnet sets its identity, changes it, and takes it away; the deposit follows."""
    alice = subnet_owner(build, "alice", tao(5))
    yield alice.signs(ClearIdentity(alice.account))
    for info in (PLAIN, WITH_FIELD, WITH_FIELD, PLAIN):
        yield alice.signs(SetIdentity(alice.account, info))
    yield alice.signs(ClearIdentity(alice.account))
    yield alice.signs(ClearIdentity(alice.account))


@case(rules=["REG-10"])
def every_field(build: Builder) -> Trace:
    """Fields are empty, written out with up to 64 bytes, or given by a hash of four kinds."""
    alice = subnet_owner(build, "alice", tao(5))
    hashes = (
        BlakeTwo256(H256(b"b" * 32)),
        Sha256(H256(b"s" * 32)),
        Keccak256(H256(b"k" * 32)),
        ShaThree256(H256(b"3" * 32)),
    )
    long, short = Raw(b"l" * 64), Raw(b"")
    yield alice.signs(
        SetIdentity(alice.account, IdentityInfo(((long, short),), *hashes, long, H160(b"p" * 20), short, Nothing()))
    )


@case(rules=["REG-1", "REG-10"], errors=["CannotRegister"])
def who_may(build: Builder) -> Trace:
    """One may for oneself as the owner of a subnet, and for a hotkey of one's own that is registered in root."""
    alice = subnet_owner(build, "alice", tao(5))
    bob, carol = build.account("bob", tao(5)), build.account("carol", tao(5))
    rooted, elsewhere, nowhere, foreign = (
        Actor(build.name(name)) for name in ("rooted", "elsewhere", "nowhere", "foreign")
    )
    own(build, bob, rooted, ROOT)
    own(build, bob, elsewhere, SUBNET)
    own(build, bob, nowhere)
    build.chain.neurons.uids[ROOT, foreign.account] = Uid(1)
    yield bob.signs(SetIdentity(bob.account, PLAIN))
    yield alice.signs(SetIdentity(bob.account, PLAIN))
    yield alice.signs(SetIdentity(rooted.account, PLAIN))
    for hotkey in (elsewhere, nowhere, foreign, rooted):
        yield bob.signs(SetIdentity(hotkey.account, PLAIN))
    yield rooted.signs(SetIdentity(rooted.account, PLAIN))
    yield carol.signs(SetIdentity(alice.account, PLAIN))


@case(rules=["ACC-52", "REG-2", "REG-10"], errors=["FundsUnavailable"])
def too_poor(build: Builder) -> Trace:
    """The deposit is held, and the existential deposit stays free."""
    costs = {"plain": (DEPOSIT, PLAIN), "field": (2 * DEPOSIT, WITH_FIELD)}
    owners = [
        (subnet_owner(build, f"{name} {short}", cost + 500 - short, netuid), info)
        for number, (name, (cost, info)) in enumerate(costs.items())
        for netuid, short in ((2 * number + 1, 1), (2 * number + 2, 0))
    ]
    for owner, info in owners:
        yield owner.signs(SetIdentity(owner.account, info))


@case(rules=["ACC-50", "REG-10"], errors=["CannotCreateHold"])
def without_provider(build: Builder) -> Trace:
    """Nothing is held of an account that nothing lets exist. No call leads to TAO in such an account; it is written here."""
    alice = subnet_owner(build, "alice", tao(5))
    info = build.chain.accounts.account[alice.account]
    build.chain.accounts.account[alice.account] = replace(info, providers=U32(0), sufficients=U32(1))
    yield alice.signs(SetIdentity(alice.account, PLAIN))


@case(rules=["REG-3", "REG-11"])
def cleared_by_stranger(build: Builder) -> Trace:
    """Anybody takes away an identity; who paid for it has the deposit held for ever (KNOWN-32)."""
    alice, mallory = subnet_owner(build, "alice", tao(5)), build.account("mallory", tao(1))
    yield alice.signs(SetIdentity(alice.account, PLAIN))
    yield mallory.signs(ClearIdentity(alice.account))
    yield alice.signs(SetIdentity(alice.account, PLAIN))
    yield alice.signs(ClearIdentity(alice.account))


@case(rules=["REG-3", "REG-11"])
def freed_of_another(build: Builder) -> Trace:
    """Who clears another's identity frees what it holds itself, for its own."""
    alice = subnet_owner(build, "alice", tao(5))
    bob = subnet_owner(build, "bob", tao(5), netuid=2)
    yield alice.signs(SetIdentity(alice.account, WITH_FIELD))
    yield bob.signs(SetIdentity(bob.account, PLAIN))
    yield bob.signs(ClearIdentity(alice.account))
    yield bob.signs(ClearIdentity(bob.account))


@case(rules=["REG-3", "REG-11"])
def held_too_much(build: Builder) -> Trace:
    """A deposit that the account could not receive stays held, although the identity goes. Both are written here."""
    alice, ghost = subnet_owner(build, "alice", tao(5)), Actor(build.name("ghost"))
    build.chain.accounts.identity_of[ghost.account] = Registration(TaoBalance(2**64 - 1), PLAIN)
    yield alice.signs(SetIdentity(alice.account, PLAIN))
    yield alice.signs(ClearIdentity(ghost.account))


@case(rules=["REG-10", "REG-11"], errors=["BadOrigin"])
def refusals(build: Builder) -> Trace:
    """An account must sign."""
    alice = subnet_owner(build, "alice", tao(5))
    for call in (SetIdentity(alice.account, PLAIN), ClearIdentity(alice.account)):
        yield root(call)
        yield nobody(call)

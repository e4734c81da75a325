"""Reserves and holds, as those meet them who must leave a deposit: a proxy is reserved for, an identity is held for."""

from __future__ import annotations

from dataclasses import replace

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import BlockNumber, NetUid
from tao_spec.arithmetic.integers import U32, U128
from tao_spec.interface.accounts.balances import ForceUnreserve
from tao_spec.interface.accounts.proxy import AddProxy, ProxyType, RemoveProxies
from tao_spec.interface.accounts.registry import ClearIdentity, IdentityInfo, Nothing, SetIdentity
from tao_spec.interface.accounts.system import Id
from tao_spec.state.accounts import (
    HeldByPreimage,
    HeldByRegistry,
    HeldBySafeMode,
    Hold,
    PreimageHold,
    Registration,
    RegistryHold,
    SafeModeHold,
)
from tao_spec.vectors.cases import Actor, Builder, Dispatched, Trace, case, root

FOR_PROXY = 93_000_000
"""What the first proxy reserves, in rao."""
FOR_IDENTITY = 100_000_000
"""What is held for an identity without fields of its own, in rao."""
DEPOSIT = 500
NOTHING_SAID = IdentityInfo((), *(Nothing(),) * 5, None, *(Nothing(),) * 2)


def add_proxy(build: Builder, who: Actor) -> Dispatched:
    """Reserve for a first proxy."""
    return who.signs(AddProxy(Id(build.name("delegate")), ProxyType.Any, BlockNumber(0)))


def needed(build: Builder, who: Actor, consumers: int, providers: int = 1, sufficients: int = 0) -> Actor:
    """The same account, needed and let exist so often; no call of this domain leads there."""
    info = build.chain.accounts.account[who.account]
    counts = replace(info, consumers=U32(consumers), providers=U32(providers), sufficients=U32(sufficients))
    build.chain.accounts.account[who.account] = counts
    return who


@case(rules=["ACC-40", "ACC-41"], errors=["InsufficientBalance"])
def free_and_more(build: Builder) -> Trace:
    """What is free can be reserved, and freed again; one rao more than is free cannot."""
    poor, enough = build.account("poor", FOR_PROXY - 1), build.account("enough", FOR_PROXY + DEPOSIT)
    yield add_proxy(build, poor)
    yield add_proxy(build, enough)
    yield enough.signs(RemoveProxies())


@case(rules=["ACC-2", "ACC-10", "ACC-40"], errors=["ConsumerRemaining"])
def deposit_must_stay(build: Builder) -> Trace:
    """A reserve leaves the existential deposit free, one rao less not, unless something else lets the account exist."""
    short, enough = build.account("short", FOR_PROXY + DEPOSIT - 1), build.account("enough", FOR_PROXY + DEPOSIT)
    other = needed(build, build.account("other", FOR_PROXY), consumers=0, providers=2)
    yield add_proxy(build, short)
    yield add_proxy(build, enough)
    yield add_proxy(build, other)


@case(rules=["ACC-40"], errors=["LiquidityRestrictions"])
def frozen_must_stay_free(build: Builder) -> Trace:
    """What is frozen must stay free, although a reserve would cover it: one rao more is refused."""
    just = build.account("just", FOR_PROXY + 7_000, reserved=5_000, frozen=7_000)
    short = build.account("short", FOR_PROXY + 7_000, reserved=5_000, frozen=7_001)
    yield add_proxy(build, just)
    yield add_proxy(build, short)


@case(rules=["ACC-40"], errors=["Overflow"])
def reserve_overflows(build: Builder) -> Trace:
    """What is reserved fits 64 bits; one rao more is refused. Issuance cannot follow so much; it is held at 64 bits."""
    most = 2**64 - 1 - FOR_PROXY
    just, over = build.account("just", tao(1), reserved=most), build.account("over", tao(1), reserved=most + 1)
    yield add_proxy(build, just)
    yield add_proxy(build, over)


@case(rules=["ACC-3", "ACC-40"], errors=["TooManyConsumers"])
def sixteen_needs(build: Builder) -> Trace:
    """A sixteenth need can be counted; a seventeenth is refused, and the reserve with it."""
    fifteen = needed(build, build.account("fifteen", tao(1)), consumers=15)
    sixteen = needed(build, build.account("sixteen", tao(1)), consumers=16)
    yield add_proxy(build, fifteen)
    yield add_proxy(build, sixteen)


@case(rules=["ACC-13", "ACC-40"])
def seventeen_by_upgrade(build: Builder) -> Trace:
    """An upgrade counts a need however many there are; the reserve that grows counts no other."""
    old = needed(build, build.account("old", tao(1), reserved=1), consumers=16)
    info = build.chain.accounts.account[old.account]
    build.chain.accounts.account[old.account] = replace(info, data=replace(info.data, flags=U128(0)))
    yield add_proxy(build, old)


def owner(build: Builder, name: str, free: int, reserved: int = 0, frozen: int = 0) -> Actor:
    """An account that may set its identity, for it owns a subnet; the subnet is written, and is nothing but its owner."""
    actor = build.account(name, free, reserved, frozen)
    owners = build.chain.subnets.subnet_owner
    owners[NetUid(len(list(owners.keys())) + 1)] = actor.account
    return actor


def identify(who: Actor) -> Dispatched:
    """Hold for an identity."""
    return who.signs(SetIdentity(who.account, NOTHING_SAID))


def forget(who: Actor) -> Dispatched:
    """Release what was held for the identity."""
    return who.signs(ClearIdentity(who.account))


@case(rules=["ACC-52", "ACC-53"], errors=["FundsUnavailable"])
def held_and_released(build: Builder) -> Trace:
    """A hold leaves the existential deposit free: one rao less is refused. Freezes do not hinder it."""
    short = owner(build, "short", FOR_IDENTITY + DEPOSIT - 1)
    enough = owner(build, "enough", FOR_IDENTITY + DEPOSIT, frozen=FOR_IDENTITY)
    yield identify(short)
    yield identify(enough)
    yield forget(enough)


@case(rules=["ACC-20", "ACC-51", "ACC-52"])
def all_of_it_held(build: Builder) -> Trace:
    """With another provider all can be held, and nothing stays free."""
    rich = needed(build, owner(build, "rich", FOR_IDENTITY), consumers=0, providers=2)
    yield identify(rich)
    yield forget(rich)


@case(rules=["ACC-50", "ACC-52"], errors=["CannotCreateHold"])
def no_room_for_a_hold(build: Builder) -> Trace:
    """There is room for three holds, one for each reason; where others take it, nothing can be held. It is written so here."""
    two, three = owner(build, "two", tao(1), reserved=2), owner(build, "three", tao(1), reserved=3)
    safe_mode = Hold(HeldBySafeMode(SafeModeHold.EnterOrExtend), TaoBalance(1))
    preimage = Hold(HeldByPreimage(PreimageHold.Preimage), TaoBalance(1))
    build.chain.accounts.holds[two.account] = (safe_mode, preimage)
    build.chain.accounts.holds[three.account] = (safe_mode, preimage, preimage)
    yield identify(three)
    yield identify(two)


@case(rules=["ACC-50", "ACC-52"], errors=["CannotCreateHold"])
def no_provider_to_hold(build: Builder) -> Trace:
    """Nothing can be held of an account without a provider, though a sufficient lets it exist. It is written so here."""
    ghost = needed(build, owner(build, "ghost", tao(1)), consumers=0, providers=0, sufficients=1)
    yield identify(ghost)


@case(rules=["ACC-53", "ACC-75"])
def released_after_root_freed_it(build: Builder) -> Trace:
    """What root frees is reserved no more; a release of the hold that stands for it is refused, and that is passed over."""
    alice = owner(build, "alice", tao(1))
    yield identify(alice)
    yield root(ForceUnreserve(Id(alice.account), TaoBalance(1)))
    yield forget(alice)


@case(rules=["ACC-51", "ACC-53"])
def less_held_than_was_asked(build: Builder) -> Trace:
    """A release frees as much as is held: seven rao of the deposit are not. It is written so here."""
    held = TaoBalance(FOR_IDENTITY - 7)
    alice = owner(build, "alice", tao(1), reserved=held)
    build.chain.accounts.holds[alice.account] = (Hold(HeldByRegistry(RegistryHold.RegistryIdentity), held),)
    build.chain.accounts.identity_of[alice.account] = Registration(TaoBalance(FOR_IDENTITY), NOTHING_SAID)
    yield forget(alice)

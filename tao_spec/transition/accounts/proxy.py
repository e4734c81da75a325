"""Proxies: accounts that act for others, and accounts without a key for which only proxies act."""

from __future__ import annotations

from bisect import insort

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber
from tao_spec.arithmetic.integers import U16, U32
from tao_spec.interface.accounts import proxy as interface
from tao_spec.interface.accounts.proxy import (
    Duplicate,
    NoPermission,
    NoSelfProxy,
    NotFound,
    NotProxy,
    ProxyAdded,
    ProxyExecuted,
    ProxyRemoved,
    ProxyType,
    PureCreated,
    PureKilled,
    TooMany,
    Unannounced,
)
from tao_spec.interface.accounts.system import MultiAddress
from tao_spec.interface.messages import Call
from tao_spec.state.accounts import MAX_PROXIES, ProxyDefinition
from tao_spec.storage.hashers import blake2_256
from tao_spec.transition.accounts.balances import lookup
from tao_spec.transition.accounts.deposits import compute_deposit, settle_deposit
from tao_spec.transition.accounts.proxy_types import may_call
from tao_spec.transition.accounts.reserves import reserve, unreserve
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.origin import Origin, ensure_signed, signed
from tao_spec.transition.rules import rule

SPAWNER_IS_OVERPAID = "KNOWN-31"

PROXY_DEPOSIT_BASE = TaoBalance(60_000_000)
PROXY_DEPOSIT_FACTOR = TaoBalance(33_000_000)
"""What the list of an account's proxies costs, and what each proxy in it, in rao."""

NO_TRANSACTION = U32(0)
"""The number of the present transaction in its block; a call that comes with none counts as the first."""


def _order(definition: ProxyDefinition) -> tuple[AccountId, int, BlockNumber]:
    """Proxies stand in the order of delegate, type and delay."""
    return definition.delegate, definition.proxy_type.value, definition.delay


def compute_proxy_deposit(count: int) -> TaoBalance:
    """What so many proxies of an account cost, in rao."""
    return compute_deposit(PROXY_DEPOSIT_BASE, PROXY_DEPOSIT_FACTOR, count)


@rule("PROXY-5")
def add_proxy_delegate(
    chain: Chain, delegator: AccountId, delegate: AccountId, proxy_type: ProxyType, delay: BlockNumber
) -> None:
    """Let an account act for another, which pays the deposit.

    Args:
        delegator: for whom.
        delegate: who will act.
        proxy_type: which calls it may make.
        delay: so many blocks must pass between an announcement and its call; with 0 none is needed.

    Raises:
        NoSelfProxy: an account is its own master already.
        Duplicate: this very proxy stands.
        TooMany: 20 stand.
        DispatchError: as `reserve`.
    """
    if delegator == delegate:
        raise NoSelfProxy
    standing, deposit = chain.accounts.proxies[delegator]
    new = ProxyDefinition(delegate, proxy_type, delay)
    # The same delegate may stand several times, with other types and delays.
    if new in standing:
        raise Duplicate
    if len(standing) >= MAX_PROXIES:
        raise TooMany
    proxies = list(standing)
    insort(proxies, new, key=_order)
    new_deposit = compute_proxy_deposit(len(proxies))
    settle_deposit(chain, delegator, deposit, new_deposit)
    chain.accounts.proxies[delegator] = (tuple(proxies), new_deposit)
    chain.emit(ProxyAdded(delegator, delegate, proxy_type, delay))


@rule("PROXY-6")
def remove_proxy_delegate(
    chain: Chain, delegator: AccountId, delegate: AccountId, proxy_type: ProxyType, delay: BlockNumber
) -> None:
    """Take back the proxy that has exactly this delegate, type and delay; with the last one the list goes.

    Args:
        delegator: for whom it acted, and to whom the deposit is freed.
        delegate: who acted.
        proxy_type, delay: as it was given.

    Raises:
        NotFound: there is none.
        DispatchError: as `reserve`, where what stands was paid too little for.
    """
    standing, deposit = chain.accounts.proxies[delegator]
    given = ProxyDefinition(delegate, proxy_type, delay)
    if given not in standing:
        raise NotFound
    proxies = tuple(proxy for proxy in standing if proxy != given)
    new_deposit = compute_proxy_deposit(len(proxies))
    settle_deposit(chain, delegator, deposit, new_deposit)
    if proxies:
        chain.accounts.proxies[delegator] = (proxies, new_deposit)
    else:
        del chain.accounts.proxies[delegator]
    chain.emit(ProxyRemoved(delegator, delegate, proxy_type, delay))


@rule("PROXY-7")
def get_proxy(chain: Chain, real: AccountId, delegate: AccountId, proxy_type: ProxyType | None) -> ProxyDefinition:
    """The proxy as which an account acts for another: the first that stands, of the type that is asked for if one is.

    Raises:
        NotProxy: there is none.
    """
    for proxy in chain.accounts.proxies[real][0]:
        if proxy.delegate == delegate and proxy_type in (None, proxy.proxy_type):
            return proxy
    raise NotProxy


@rule("PROXY-8")
def make_as_proxy(chain: Chain, proxy_type: ProxyType, real: AccountId, call: Call) -> None:
    """Make a call for an account, held to what this type of proxy may do; the outcome is told and never refused.

    No filter of the delegate's own origin reaches the call: that the account made it its proxy is enough.
    """
    origin = signed(real).filtered(lambda inner: may_call(chain, proxy_type, inner))
    chain.emit(ProxyExecuted(try_dispatch(chain, origin, call)))  # type: ignore[arg-type]


@rule("PROXY-9")
def compute_pure_account(
    spawner: AccountId, proxy_type: ProxyType, index: U16, height: BlockNumber, ext_index: U32
) -> AccountId:
    """The account without a key that a spawner creates: a hash of everything that tells it apart.

    Args:
        spawner: who creates it.
        proxy_type: as what the spawner will act for it.
        index: tells apart several that are created in one transaction.
        height: the block in which it is created.
        ext_index: the number of the transaction in that block.
    """
    parts = (
        b"modlpy/proxy____",
        bytes(spawner),
        height.to_bytes(4, "little"),
        ext_index.to_bytes(4, "little"),
        bytes((proxy_type.value,)),
        index.to_bytes(2, "little"),
    )
    return AccountId(blake2_256(b"".join(parts)))


@rule("PROXY-20", call=interface.Proxy)
def proxy(chain: Chain, origin: Origin, real: MultiAddress, force_proxy_type: ProxyType | None, call: Call) -> None:
    """Make a call for another account, at once.

    Args:
        real: for whom.
        force_proxy_type: as which type of proxy; without one, as the first that stands.
        call: what is to be done.

    Raises:
        BadOrigin, CannotLookup, NotProxy: in this order.
        Unannounced: the proxy must announce what it does.
    """
    who = ensure_signed(origin)
    account = lookup(real)
    found = get_proxy(chain, account, who, force_proxy_type)
    # A delay is there to be waited for; a second proxy without one, further down the list, does not help.
    if found.delay:
        raise Unannounced
    make_as_proxy(chain, found.proxy_type, account, call)


@rule("PROXY-21", call=interface.AddProxy)
def add_proxy(chain: Chain, origin: Origin, delegate: MultiAddress, proxy_type: ProxyType, delay: BlockNumber) -> None:
    """Let another account act for one's own.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `add_proxy_delegate`.
    """
    who = ensure_signed(origin)
    add_proxy_delegate(chain, who, lookup(delegate), proxy_type, delay)


@rule("PROXY-22", call=interface.RemoveProxy)
def remove_proxy(
    chain: Chain, origin: Origin, delegate: MultiAddress, proxy_type: ProxyType, delay: BlockNumber
) -> None:
    """Take back a proxy of one's own account.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `remove_proxy_delegate`.
    """
    who = ensure_signed(origin)
    remove_proxy_delegate(chain, who, lookup(delegate), proxy_type, delay)


@rule("PROXY-23", call=interface.RemoveProxies)
def remove_proxies(chain: Chain, origin: Origin) -> None:
    """Take back all proxies of one's own account, if there are any; nothing but the freed deposit is told.

    The deposit is freed of this account even where another paid it: what the spawner of an account without a key paid
    stays reserved, and nobody can act for the account again.

    Raises:
        BadOrigin: an account must sign.
    """
    who = ensure_signed(origin)
    taken = chain.accounts.proxies.take(who)
    if taken is not None:
        unreserve(chain, who, taken[1])


@rule("PROXY-24", call=interface.CreatePure)
def create_pure(chain: Chain, origin: Origin, proxy_type: ProxyType, delay: BlockNumber, index: U16) -> None:
    """Create an account without a key, for which the sender acts and pays the deposit.

    Args:
        proxy_type: as what the sender acts for it.
        delay: so many blocks must pass between an announcement and its call.
        index: tells apart several that are created in one transaction.

    Raises:
        BadOrigin: an account must sign.
        Duplicate: the account has proxies already.
        DispatchError: as `reserve`.
    """
    who = ensure_signed(origin)
    pure = compute_pure_account(who, proxy_type, index, chain.number, NO_TRANSACTION)
    if pure in chain.accounts.proxies:
        raise Duplicate
    deposit = compute_proxy_deposit(1)
    reserve(chain, who, deposit)
    chain.accounts.proxies[pure] = ((ProxyDefinition(who, proxy_type, delay),), deposit)
    chain.emit(PureCreated(pure, who, proxy_type, index))


@rule("PROXY-25", call=interface.KillPure)
def kill_pure(
    chain: Chain,
    origin: Origin,
    spawner: MultiAddress,
    proxy_type: ProxyType,
    index: U16,
    height: BlockNumber,
    ext_index: U32,
) -> None:
    """Give up an account without a key, which signs this itself; nobody can act for it again.

    The whole deposit that stands for its proxies is freed of the spawner, also what the account itself paid (KNOWN-31).

    Args:
        spawner: who created the account.
        proxy_type, index: as it was created.
        height, ext_index: the block in which it was created, and the transaction in that block.

    Raises:
        BadOrigin, CannotLookup: in this order.
        NoPermission: the account that signed is not the one that all this describes.
    """
    who = ensure_signed(origin)
    creator = lookup(spawner)
    if compute_pure_account(creator, proxy_type, index, height, ext_index) != who:
        raise NoPermission
    taken = chain.accounts.proxies.take(who)
    if taken is not None:
        _free_pure_deposit(chain, who, creator, taken[1])
    chain.emit(PureKilled(who, creator, proxy_type, index))


def _free_pure_deposit(chain: Chain, pure: AccountId, spawner: AccountId, deposit: TaoBalance) -> None:
    paid_by_spawner = deposit if chain.deviates(SPAWNER_IS_OVERPAID) else min(deposit, compute_proxy_deposit(1))
    unreserve(chain, spawner, paid_by_spawner)
    unreserve(chain, pure, deposit.saturating_sub(paid_by_spawner))

"""Announcements: what a proxy with a delay says beforehand that it will do, so that it can be stopped."""

from __future__ import annotations

from collections.abc import Callable

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, AccountId
from tao_spec.interface.accounts import proxy as interface
from tao_spec.interface.accounts.proxy import Announced, NotFound, ProxyType, TooMany, Unannounced
from tao_spec.interface.accounts.system import MultiAddress
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.messages import Call
from tao_spec.state.accounts import MAX_PENDING, Announcement
from tao_spec.storage.hashers import blake2_256
from tao_spec.transition.accounts.balances import lookup
from tao_spec.transition.accounts.deposits import compute_deposit, settle_deposit
from tao_spec.transition.accounts.proxy import get_proxy, make_as_proxy
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule

ANNOUNCEMENT_DEPOSIT_BASE = TaoBalance(36_000_000)
ANNOUNCEMENT_DEPOSIT_FACTOR = TaoBalance(68_000_000)
"""What the list of a proxy's announcements costs, and what each announcement in it, in rao."""


def compute_announcement_deposit(count: int) -> TaoBalance:
    """What so many announcements of a proxy cost, in rao."""
    return compute_deposit(ANNOUNCEMENT_DEPOSIT_BASE, ANNOUNCEMENT_DEPOSIT_FACTOR, count)


@rule("PROXY-10")
def strike_announcements(chain: Chain, delegate: AccountId, is_meant: Callable[[Announcement], bool]) -> None:
    """Strike out every announcement of a proxy that is meant, and free its deposit; with the last one the list goes.

    Raises:
        NotFound: none is meant.
        DispatchError: as `reserve`, where what stands was paid too little for.
    """
    standing, deposit = chain.accounts.announcements[delegate]
    pending = tuple(announcement for announcement in standing if not is_meant(announcement))
    if len(pending) == len(standing):
        raise NotFound
    new_deposit = compute_announcement_deposit(len(pending))
    settle_deposit(chain, delegate, deposit, new_deposit)
    if pending:
        chain.accounts.announcements[delegate] = (pending, new_deposit)
    else:
        del chain.accounts.announcements[delegate]


@rule("PROXY-26", call=interface.Announce)
def announce(chain: Chain, origin: Origin, real: MultiAddress, call_hash: H256) -> None:
    """Announce a call for another account by its hash; any proxy may, whatever its type and delay, and as often as it will.

    Args:
        real: for whom.
        call_hash: the Blake2b hash of the encoded call.

    Raises:
        BadOrigin, CannotLookup, NotProxy: in this order.
        TooMany: 75 announcements of the sender stand.
        DispatchError: as `reserve`.
    """
    who = ensure_signed(origin)
    account = lookup(real)
    get_proxy(chain, account, who, None)
    pending, deposit = chain.accounts.announcements[who]
    if len(pending) >= MAX_PENDING:
        raise TooMany
    pending = (*pending, Announcement(account, call_hash, chain.number))
    new_deposit = compute_announcement_deposit(len(pending))
    settle_deposit(chain, who, deposit, new_deposit)
    chain.accounts.announcements[who] = (pending, new_deposit)
    chain.emit(Announced(account, who, call_hash))


@rule("PROXY-27", call=interface.RemoveAnnouncement)
def remove_announcement(chain: Chain, origin: Origin, real: MultiAddress, call_hash: H256) -> None:
    """Take back what one announced, every time that one did; it is not told.

    Args:
        real: for whom it was announced.
        call_hash: what was announced.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `strike_announcements`.
    """
    who = ensure_signed(origin)
    account = lookup(real)
    strike_announcements(chain, who, lambda made: made.real == account and made.call_hash == call_hash)


@rule("PROXY-28", call=interface.RejectAnnouncement)
def reject_announcement(chain: Chain, origin: Origin, delegate: MultiAddress, call_hash: H256) -> None:
    """Strike out what a proxy announced for one's own account; the proxy gets its deposit back, and it is not told.

    Args:
        delegate: who announced it.
        call_hash: what was announced.

    Raises:
        BadOrigin, CannotLookup: in this order.
        DispatchError: as `strike_announcements`.
    """
    who = ensure_signed(origin)
    strike_announcements(chain, lookup(delegate), lambda made: made.real == who and made.call_hash == call_hash)


@rule("PROXY-29", call=interface.ProxyAnnounced)
def proxy_announced(
    chain: Chain,
    origin: Origin,
    delegate: MultiAddress,
    real: MultiAddress,
    force_proxy_type: ProxyType | None,
    call: Call,
) -> None:
    """Make a call that a proxy announced for another account and whose delay is over; anybody may set it off.

    Every announcement of the call that is old enough is struck out; younger ones stay.

    Args:
        delegate: who announced it.
        real: for whom.
        force_proxy_type: as which type of proxy; without one, as the first that stands.
        call: what was announced.

    Raises:
        BadOrigin: an account must sign.
        CannotLookup: of the delegate, then of the other account.
        NotProxy: the delegate is no such proxy.
        Unannounced: the call was not announced, or not long enough ago.
    """
    ensure_signed(origin)
    proxy, account = lookup(delegate), lookup(real)
    found = get_proxy(chain, account, proxy, force_proxy_type)
    call_hash = blake2_256(chain.revision.interface.encode_call(call))

    def is_due(made: Announcement) -> bool:
        is_old_enough = chain.number.saturating_sub(made.height) >= found.delay
        return made.real == account and made.call_hash == call_hash and is_old_enough

    try:
        strike_announcements(chain, proxy, is_due)
    except DispatchError:
        raise Unannounced from None
    make_as_proxy(chain, found.proxy_type, account, call)

"""Preimages: data kept under its hash, for whoever needs it later, against a deposit or on request of the chain.

Source: FRAME's `pallet-preimage` 40.0.0 and `frame-support` 40.1.0, `src/traits/preimages.rs`.
"""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, AccountId
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.errors import Corruption, DispatchError, Exhausted, Unavailable
from tao_spec.interface.governance.preimage import (
    AlreadyNoted,
    Cleared,
    NotAuthorized,
    Noted,
    NotNoted,
    NotRequested,
    TooBig,
)
from tao_spec.interface.governance.preimage import Requested as RequestedEvent
from tao_spec.interface.messages import Call
from tao_spec.state.accounts import HeldByPreimage, PreimageHold
from tao_spec.state.governance import (
    MAX_PREIMAGE_BYTES,
    OldRequested,
    OldRequestStatus,
    OldUnrequested,
    Requested,
    RequestStatus,
    Unrequested,
)
from tao_spec.state.stored_call import MAX_INLINE_BYTES, Inline, Legacy, Lookup, StoredCall
from tao_spec.storage.hashers import blake2_256
from tao_spec.storage.scale import ScaleError
from tao_spec.transition.accounts.reserves import hold, release, unreserve
from tao_spec.transition.accounts.tokens import BEST_EFFORT
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule

LOST_TO_POVERTY = "KNOWN-160"
"""Who cannot pay today's deposit loses what is known of the data."""

BASE_DEPOSIT = TaoBalance(104_000_000)
BYTE_DEPOSIT = TaoBalance(1_000_000)
"""What keeping data costs, and what each byte of it costs more, in rao."""

PREIMAGE = HeldByPreimage(PreimageHold.Preimage)

Ticket = tuple[AccountId, TaoBalance]
"""Who paid for data, and how much, in rao."""


@rule("GOV-60")
def compute_preimage_deposit(length: int) -> TaoBalance:
    """What keeping so many bytes costs, in rao: a base, and a share for each byte."""
    return BASE_DEPOSIT.saturating_add(BYTE_DEPOSIT.saturating_mul(length))


def _take_deposit(chain: Chain, who: AccountId, length: int) -> Ticket:
    deposit = compute_preimage_deposit(length)
    hold(chain, PREIMAGE, who, deposit)
    return who, deposit


def _give_deposit_back(chain: Chain, ticket: Ticket) -> None:
    """Free what was paid, as much as is held; where it cannot be freed, it stays held."""
    with suppress(DispatchError):
        release(chain, PREIMAGE, *ticket, BEST_EFFORT)


@rule("GOV-61")
def ensure_updated(chain: Chain, key: H256) -> bool:
    """Bring what is known of data into the present form: a reserved deposit is freed, and one of today held.

    Whoever cannot pay today's deposit loses what is known of the data, while the data itself stays for ever (KNOWN-160).

    Returns:
        Whether it was of the older form.
    """
    old = chain.governance.status_for.get(key)
    if old is None:
        return False
    if chain.deviates(LOST_TO_POVERTY):
        with suppress(DispatchError):
            _replace_status(chain, key, old)
    else:
        with suppress(DispatchError), chain.transaction():
            _replace_status(chain, key, old)
    return True


def _replace_status(chain: Chain, key: H256, old: OldRequestStatus) -> None:
    del chain.governance.status_for[key]
    chain.governance.request_status_for[key] = _update(chain, old)


def _update(chain: Chain, old: OldRequestStatus) -> RequestStatus:
    """The present form of an older status.

    Raises:
        DispatchError: as `hold`.
    """
    status = cast(OldUnrequested | OldRequested, old)
    ticket = None
    if status.deposit is not None:
        unreserve(chain, *status.deposit)
    if status.deposit is not None and status.len is not None:
        ticket = _take_deposit(chain, status.deposit[0], status.len)
    if isinstance(status, OldRequested):
        return Requested(ticket, status.count, status.len)
    return Unrequested(cast(Ticket, ticket), status.len)


def _get_status(chain: Chain, key: H256) -> RequestStatus | None:
    """What is known of data, brought into the present form before."""
    ensure_updated(chain, key)
    return chain.governance.request_status_for.get(key)


@rule("GOV-62")
def note(chain: Chain, data: bytes, depositor: AccountId | None = None) -> H256:
    """Keep data under its hash: for a deposit, or without one where it was requested or the chain itself keeps it.

    What the chain keeps is requested once by that, unless it was requested before.

    Args:
        data: what is kept, at most 4,194,304 bytes.
        depositor: who pays; None for the chain.

    Raises:
        TooBig: it is longer.
        AlreadyNoted: it is kept already, and an account would pay again.
        DispatchError: as `hold`.
    """
    if len(data) > MAX_PREIMAGE_BYTES:
        raise TooBig
    key, length = H256(blake2_256(data)), U32(len(data))
    status = _get_status(chain, key)
    chain.governance.request_status_for[key] = _note_as(chain, status, length, depositor)
    chain.governance.preimage_for[key, length] = data
    chain.emit(Noted(key))
    return key


def _note_as(chain: Chain, status: RequestStatus | None, length: U32, depositor: AccountId | None) -> RequestStatus:
    if isinstance(status, Requested):
        return Requested(status.maybe_ticket, status.count, length)
    if isinstance(status, Unrequested):
        if depositor is not None:
            raise AlreadyNoted
        return Requested(status.ticket, U32(1), length)
    if depositor is None:
        return Requested(None, U32(1), length)
    return Unrequested(_take_deposit(chain, depositor, length), length)


@rule("GOV-63")
def unnote(chain: Chain, key: H256, owner: AccountId | None) -> None:
    """Stop paying for data; what nobody requested is forgotten with that.

    Args:
        owner: who says that it was paid by them; None for root, which may stop anybody's payment, and ends one request where
            nobody pays.

    Raises:
        NotNoted: nothing is known of it.
        NotAuthorized: another account pays, or none.
        DispatchError: as `unrequest`.
    """
    status = _get_status(chain, key)
    if status is None:
        raise NotNoted
    known = cast(Unrequested | Requested, status)
    ticket = known.ticket if isinstance(known, Unrequested) else known.maybe_ticket
    if owner is not None and (ticket is None or ticket[0] != owner):
        raise NotAuthorized
    if ticket is None:
        unrequest(chain, key)
        return
    _give_deposit_back(chain, ticket)
    if isinstance(known, Requested):
        chain.governance.request_status_for[key] = Requested(None, known.count, known.maybe_len)
    else:
        _forget(chain, key, known.len)


def _forget(chain: Chain, key: H256, length: U32) -> None:
    del chain.governance.request_status_for[key]
    del chain.governance.preimage_for[key, length]
    chain.emit(Cleared(key))


@rule("GOV-64")
def request(chain: Chain, key: H256) -> None:
    """Ask for data to be kept, once more; whoever paid for it goes on paying until they take it back.

    A first request is told.
    """
    status = _get_status(chain, key)
    if isinstance(status, Requested):
        new = Requested(status.maybe_ticket, status.count.saturating_add(U32(1)), status.maybe_len)
    elif isinstance(status, Unrequested):
        new = Requested(status.ticket, U32(1), status.len)
    else:
        new = Requested(None, U32(1), None)
    chain.governance.request_status_for[key] = new
    if new.count == 1:
        chain.emit(RequestedEvent(key))


@rule("GOV-65")
def unrequest(chain: Chain, key: H256) -> None:
    """Take back one request. With the last, data for which nobody pays is forgotten; other data stays, unrequested.

    Raises:
        NotRequested: nobody requested it.
    """
    status = _get_status(chain, key)
    if not isinstance(status, Requested):
        raise NotRequested
    if status.count > 1:
        new = Requested(status.maybe_ticket, status.count.saturating_sub(U32(1)), status.maybe_len)
        chain.governance.request_status_for[key] = new
    elif status.maybe_len is None:
        del chain.governance.request_status_for[key]
    elif status.maybe_ticket is None:
        _forget(chain, key, status.maybe_len)
    else:
        chain.governance.request_status_for[key] = Unrequested(status.maybe_ticket, status.maybe_len)


@rule("GOV-66")
def get_preimage_length(chain: Chain, key: H256) -> U32 | None:
    """How many bytes are kept under a hash; None where none are."""
    status = _get_status(chain, key)
    if isinstance(status, Unrequested):
        return status.len
    return status.maybe_len if isinstance(status, Requested) else None


@rule("GOV-67")
def fetch(chain: Chain, key: H256, length: U32 | None = None) -> bytes:
    """The data under a hash.

    Args:
        length: how long it is, in bytes, where that is known.

    Raises:
        Unavailable: it is not there, or not in this length.
    """
    length = get_preimage_length(chain, key) if length is None else length
    data = None if length is None else chain.governance.preimage_for.get((key, length))
    if data is None:
        raise Unavailable
    return data


@rule("GOV-70")
def bound(chain: Chain, call: Call) -> StoredCall:
    """The form in which storage keeps a call: written out up to 128 bytes, else noted as a preimage.

    Whoever bounds a call must `drop` it in the end.

    Raises:
        Exhausted: it is longer than 4,194,304 bytes.
    """
    data = chain.revision.interface.encode_call(call)
    if len(data) <= MAX_INLINE_BYTES:
        return Inline(data)
    try:
        return Lookup(note(chain, data), U32(len(data)))
    except TooBig:
        raise Exhausted from None


def get_lookup_hash(stored: StoredCall) -> H256 | None:
    """The hash under which a stored call is to be found; None where it is written out."""
    return stored.hash if isinstance(stored, Legacy | Lookup) else None


@rule("GOV-72")
def peek(chain: Chain, stored: StoredCall) -> tuple[Call, U32 | None]:
    """Read a stored call, and leave it.

    Bytes behind the call do not matter.

    Returns:
        The call, and how many bytes had to be looked up for it; None where it is written out.

    Raises:
        Unavailable: its preimage is not there.
        Corruption: the bytes are no call.
    """
    data, looked_up = _read(chain, stored)
    try:
        call, _ = chain.revision.interface.call_codec.decode(data, 0)
    except ScaleError:
        raise Corruption from None
    return call, looked_up


def _read(chain: Chain, stored: StoredCall) -> tuple[bytes, U32 | None]:
    if isinstance(stored, Inline):
        return stored.call, None
    key = get_lookup_hash(stored)
    data = b"" if key is None else fetch(chain, key, stored.len if isinstance(stored, Lookup) else None)
    return data, U32(len(data))


@rule("GOV-73")
def drop(chain: Chain, stored: StoredCall) -> None:
    """Give up a stored call: its preimage is requested once less; that nobody requested it does not matter."""
    key = get_lookup_hash(stored)
    if key is not None:
        with suppress(NotRequested):
            unrequest(chain, key)

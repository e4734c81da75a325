"""Preimages: who pays for data, who requests it, and when it goes."""

from __future__ import annotations

from conformance.governance.scenes import encode
from conformance.governance.tasks import NEXT, at_next
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import H256
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.system import Remark
from tao_spec.interface.governance.preimage import (
    EnsureUpdated,
    NotePreimage,
    RequestPreimage,
    UnnotePreimage,
    UnrequestPreimage,
)
from tao_spec.interface.governance.scheduler import Cancel
from tao_spec.state.governance import OldRequested, OldRequestStatus, OldUnrequested, Requested, Unrequested
from tao_spec.storage.hashers import blake2_256
from tao_spec.vectors.cases import Builder, Trace, case, nobody, root

DATA = b"kept for later"
KEY = H256(blake2_256(DATA))
LENGTH = U32(len(DATA))

BASE, BYTE = 104_000_000, 1_000_000
"""What keeping data costs, and each byte of it, in rao."""

DEPOSIT = BASE + BYTE * len(DATA)


def kept_of_old(build: Builder, status: OldRequestStatus) -> None:
    """Data that was stored in the older form, in which no call stores it any more."""
    build.chain.governance.status_for[KEY] = status
    build.chain.governance.preimage_for[KEY, LENGTH] = DATA


@case(
    rules=["GOV-60", "GOV-62", "GOV-63", "PRE-1", "PRE-2"],
    errors=["AlreadyNoted", "NotAuthorized", "NotNoted", "BadOrigin"],
)
def kept_for_a_deposit(build: Builder) -> Trace:
    """An account keeps data for a deposit, which it gets back when it stops; nobody else may, and nobody keeps it twice."""
    alice, bob = build.account("alice", tao(1)), build.account("bob", tao(1))
    yield nobody(NotePreimage(DATA))
    yield alice.signs(NotePreimage(DATA))
    yield alice.signs(NotePreimage(DATA))
    yield bob.signs(NotePreimage(DATA))
    yield bob.signs(UnnotePreimage(KEY))
    yield nobody(UnnotePreimage(KEY))
    yield alice.signs(UnnotePreimage(KEY))
    yield alice.signs(UnnotePreimage(KEY))
    yield bob.signs(NotePreimage(b""))


@case(rules=["GOV-60", "GOV-62"], errors=["FundsUnavailable"])
def too_poor(build: Builder) -> Trace:
    """The deposit must be there beside the existential deposit; one rao less, and nothing is kept."""
    enough, short = build.account("enough", DEPOSIT + 500), build.account("short", DEPOSIT + 499)
    yield short.signs(NotePreimage(DATA))
    yield enough.signs(NotePreimage(DATA))


@case(rules=["GOV-62"], errors=["TooBig", "FundsUnavailable"])
def as_long_as_can_be(build: Builder) -> Trace:
    """Data is at most 4,194,304 bytes long; where it is longer, that comes before the deposit."""
    alice = build.account("alice", tao(1))
    yield alice.signs(NotePreimage(bytes(4_194_304)))
    yield alice.signs(NotePreimage(bytes(4_194_305)))


@case(
    rules=["GOV-62", "GOV-63", "GOV-64", "GOV-65", "PRE-3", "PRE-4"],
    errors=["NotRequested", "NotAuthorized", "BadOrigin"],
)
def requested(build: Builder) -> Trace:
    """What was requested costs nobody anything, and goes with the last request; only root requests."""
    alice = build.account("alice", tao(1))
    yield root(UnrequestPreimage(KEY))
    yield alice.signs(RequestPreimage(KEY))
    yield alice.signs(UnrequestPreimage(KEY))
    yield root(RequestPreimage(KEY))
    yield root(RequestPreimage(KEY))
    yield alice.signs(NotePreimage(DATA))
    yield alice.signs(NotePreimage(DATA))
    yield alice.signs(UnnotePreimage(KEY))
    yield root(UnrequestPreimage(KEY))
    yield root(UnrequestPreimage(KEY))
    yield root(UnrequestPreimage(KEY))


@case(rules=["GOV-64", "GOV-65"])
def requested_in_vain(build: Builder) -> Trace:
    """Requests for data that nobody brought are forgotten untold."""
    yield root(RequestPreimage(KEY))
    yield root(UnrequestPreimage(KEY))


@case(rules=["GOV-63", "GOV-64", "GOV-65"], errors=["NotRequested"])
def paid_for_and_requested(build: Builder) -> Trace:
    """Whoever paid goes on paying while the data is requested; afterwards it is as before, or gone if they stopped paying."""
    alice = build.account("alice", tao(1))
    yield alice.signs(NotePreimage(DATA))
    yield root(UnrequestPreimage(KEY))
    yield root(RequestPreimage(KEY))
    yield root(UnrequestPreimage(KEY))
    yield root(RequestPreimage(KEY))
    yield alice.signs(UnnotePreimage(KEY))
    yield root(UnrequestPreimage(KEY))


@case(rules=["GOV-62", "GOV-63", "GOV-65"], errors=["NotNoted"])
def kept_by_root(build: Builder) -> Trace:
    """Root keeps data for nothing and requests it by that, whoever paid before; and stops anybody's payment, or a request."""
    alice = build.account("alice", tao(1))
    yield root(NotePreimage(DATA))
    yield root(NotePreimage(DATA))
    yield root(UnnotePreimage(KEY))
    yield alice.signs(NotePreimage(DATA))
    yield root(NotePreimage(DATA))
    yield root(UnnotePreimage(KEY))
    yield root(UnnotePreimage(KEY))
    yield root(UnnotePreimage(KEY))


@case(rules=["GOV-63"])
def held_less(build: Builder) -> Trace:
    """As much of the deposit is freed as is held. What is recorded beyond that is written here."""
    alice = build.account("alice", tao(1))
    build.chain.governance.request_status_for[KEY] = Unrequested((alice.account, TaoBalance(5)), LENGTH)
    yield alice.signs(UnnotePreimage(KEY))


@case(rules=["GOV-64", "GOV-65"])
def as_often_as_counts(build: Builder) -> Trace:
    """Requests are counted up to the end of 32 bits; with a count of none the next request ends it all.

    They are written here.
    """
    other = H256(blake2_256(b"other"))
    build.chain.governance.request_status_for[KEY] = Requested(None, U32(2**32 - 1), None)
    build.chain.governance.request_status_for[other] = Requested(None, U32(0), None)
    yield root(RequestPreimage(KEY))
    yield root(UnrequestPreimage(KEY))
    yield root(UnrequestPreimage(other))


@case(rules=["GOV-61", "PRE-5"], errors=["TooFew", "TooMany", "BadOrigin"])
def renewed(build: Builder) -> Trace:
    """An older deposit is freed and today's held; anybody may have that done, for up to 1,024 hashes.

    The old form is written here.
    """
    alice = build.account("alice", tao(1), reserved=2 * 10**8)
    bob = build.account("bob", tao(1))
    kept_of_old(build, OldUnrequested((alice.account, TaoBalance(2 * 10**8)), LENGTH))
    yield bob.signs(EnsureUpdated(()))
    yield bob.signs(EnsureUpdated((KEY,) * 1_025))
    yield root(EnsureUpdated((KEY,)))
    yield bob.signs(EnsureUpdated((KEY,) * 1_024))
    yield bob.signs(EnsureUpdated((KEY, H256(blake2_256(b"unknown")))))
    yield alice.signs(UnnotePreimage(KEY))


@case(rules=["GOV-61", "GOV-64", "GOV-65"])
def renewed_by_use(build: Builder) -> Trace:
    """An older request is renewed by whatever looks at it; a deposit for data that never came is freed.

    The old form is written here.
    """
    alice = build.account("alice", tao(1), reserved=2 * 10**8)
    paid = (alice.account, TaoBalance(10**8))
    other = H256(blake2_256(b"other"))
    kept_of_old(build, OldRequested(paid, U32(2), LENGTH))
    build.chain.governance.status_for[other] = OldRequested(paid, U32(1), None)
    third = H256(blake2_256(b"third"))
    build.chain.governance.status_for[third] = OldRequested(None, U32(1), U32(5))
    yield root(RequestPreimage(KEY))
    yield root(UnrequestPreimage(other))
    yield root(RequestPreimage(third))


@case(rules=["GOV-61"], errors=["NotNoted"])
def too_poor_to_renew(build: Builder) -> Trace:
    """Whoever cannot hold today's deposit gets the old one back and loses the record; the data stays (KNOWN-160).

    The old form is written here.
    """
    alice = build.account("alice", 10**6, reserved=10**8)
    bob = build.account("bob", tao(1))
    kept_of_old(build, OldUnrequested((alice.account, TaoBalance(10**8)), LENGTH))
    yield bob.signs(EnsureUpdated((KEY,)))
    yield alice.signs(UnnotePreimage(KEY))


@case(rules=["GOV-65", "GOV-73"])
def task_of_paid_data(build: Builder) -> Trace:
    """A task whose call an account had kept already requests that, and gives it back when it is given up."""
    alice = build.account("alice", tao(1))
    call = Remark(bytes(200))
    data = encode(call)
    yield alice.signs(NotePreimage(data))
    yield at_next(call)
    yield root(Cancel(NEXT, U32(0)))
    yield alice.signs(UnnotePreimage(H256(blake2_256(data))))

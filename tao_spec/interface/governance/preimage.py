"""Preimage: calls and other data, kept under their hash for whoever needs them later."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import H256
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import PREIMAGE


class NotePreimage(Call, pallet=PREIMAGE, index=0, name="note_preimage"):
    """Store data under its hash, for a deposit unless it was requested."""

    bytes_: bytes


class UnnotePreimage(Call, pallet=PREIMAGE, index=1, name="unnote_preimage"):
    """Delete data that one stored and that nobody requested."""

    hash: H256


class RequestPreimage(Call, pallet=PREIMAGE, index=2, name="request_preimage"):
    """Keep data from being deleted, or let it be stored without a deposit."""

    hash: H256


class UnrequestPreimage(Call, pallet=PREIMAGE, index=3, name="unrequest_preimage"):
    """Take back one request; with the last, data for which nobody pays is deleted."""

    hash: H256


class EnsureUpdated(Call, pallet=PREIMAGE, index=4, name="ensure_updated"):
    """Bring the deposits of 1 to 1,024 hashes into the present form."""

    hashes: tuple[H256, ...]


class Noted(Event, pallet=PREIMAGE, index=0, named=True):
    """The data with this hash is stored."""

    hash: H256


class Requested(Event, pallet=PREIMAGE, index=1, named=True):
    """The data with this hash was requested for the first time."""

    hash: H256


class Cleared(Event, pallet=PREIMAGE, index=2, named=True):
    """The data with this hash is no longer stored or requested."""

    hash: H256


class PreimageError(ModuleError, pallet=PREIMAGE):
    """An error of Preimage."""


class TooBig(PreimageError, code=0):
    """The data is longer than 4,194,304 bytes."""


class AlreadyNoted(PreimageError, code=1):
    """The data is stored already."""


class NotAuthorized(PreimageError, code=2):
    """Another account stored the data."""


class NotNoted(PreimageError, code=3):
    """The data is not stored."""


class RequestedError(PreimageError, code=4, name="Requested"):
    """The data is requested; the pallet never answers so."""


class NotRequested(PreimageError, code=5):
    """Nobody requested the data."""


class TooMany(PreimageError, code=6):
    """There are more hashes than 1,024."""


class TooFew(PreimageError, code=7):
    """There is no hash at all."""

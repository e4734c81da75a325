"""The calls of preimages: whoever pays may keep data, and root may keep, request and delete any."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import H256, AccountId
from tao_spec.interface.governance import preimage as interface
from tao_spec.interface.governance.preimage import TooFew, TooMany
from tao_spec.transition.chain import Chain
from tao_spec.transition.governance import preimage
from tao_spec.transition.origin import Origin, ensure_root, ensure_signed, is_root
from tao_spec.transition.rules import rule

MAX_HASHES = 1_024
"""So many preimages can be brought into the present form at once."""


def _ensure_signed_or_root(origin: Origin) -> AccountId | None:
    """The account that signed; None for root.

    Raises:
        BadOrigin: neither made the call.
    """
    return None if is_root(origin) else ensure_signed(origin)


@rule("PRE-1", call=interface.NotePreimage)
def note_preimage(chain: Chain, origin: Origin, bytes_: bytes) -> None:
    """Keep data: for a deposit of the sender, or requested by root.

    Args:
        bytes_: the data.

    Raises:
        BadOrigin: neither an account nor root calls.
        DispatchError: as `note`.
    """
    preimage.note(chain, bytes_, _ensure_signed_or_root(origin))


@rule("PRE-2", call=interface.UnnotePreimage)
def unnote_preimage(chain: Chain, origin: Origin, hash: H256) -> None:
    """Stop paying for data; what nobody requested is deleted.

    Args:
        hash: of the data.

    Raises:
        BadOrigin: neither an account nor root calls.
        DispatchError: as `unnote`.
    """
    preimage.unnote(chain, hash, _ensure_signed_or_root(origin))


@rule("PRE-3", call=interface.RequestPreimage)
def request_preimage(chain: Chain, origin: Origin, hash: H256) -> None:
    """Keep data from being deleted, or let it be kept without a deposit.

    Args:
        hash: of the data.

    Raises:
        BadOrigin: only root may.
    """
    ensure_root(origin)
    preimage.request(chain, hash)


@rule("PRE-4", call=interface.UnrequestPreimage)
def unrequest_preimage(chain: Chain, origin: Origin, hash: H256) -> None:
    """Take back one request, whoever made it.

    Args:
        hash: of the data.

    Raises:
        BadOrigin, NotRequested: in this order.
    """
    ensure_root(origin)
    preimage.unrequest(chain, hash)


@rule("PRE-5", call=interface.EnsureUpdated)
def ensure_updated(chain: Chain, origin: Origin, hashes: tuple[H256, ...]) -> None:
    """Bring the deposits for data into the present form, whoever paid them; what is in it already, or not there, stays so.

    Args:
        hashes: of the data, 1 to 1,024.

    Raises:
        BadOrigin, TooFew, TooMany: in this order.
    """
    ensure_signed(origin)
    if not hashes:
        raise TooFew
    if len(hashes) > MAX_HASHES:
        raise TooMany
    for key in hashes:
        preimage.ensure_updated(chain, key)

"""What is encrypted in a timelocked commitment of weights, in its two layouts.

Source: upstream's `pallets/subtensor/src/coinbase/reveal_commits.rs`.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

from tao_spec.arithmetic.identifiers import AccountId, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.storage.scale import Bytes, ScaleError, Struct, codec_of
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule

FOREIGN_WEIGHTS_PASS = "KNOWN-90"
"""Weights in the first layout name no hotkey, so that whoever copies the ciphertext of another sets the same weights."""


class WeightsPayload(Struct):
    """Weights in the first layout."""

    uids: tuple[Uid, ...]
    values: tuple[U16, ...]
    version_key: U64


class OwnedPayload(Struct):
    """Weights in the second layout: whose they are comes first."""

    hotkey: Annotated[bytes, Bytes()]
    uids: tuple[Uid, ...]
    values: tuple[U16, ...]
    version_key: U64


P = TypeVar("P", WeightsPayload, OwnedPayload)


@rule("WEIGHTS-54")
def read_payload(chain: Chain, who: AccountId, plain: bytes) -> WeightsPayload | None:
    """Read the weights of a commitment: in the second layout if they can be read so, else in the first.

    In the second, the first 32 bytes of the hotkey must be who committed; where it has fewer, the first layout is tried. What
    follows either layout is not looked at.

    Returns:
        The weights; None where they are another's, or cannot be read.
    """
    owned = _decode(OwnedPayload, plain)
    if owned is not None and len(owned.hotkey) >= AccountId.LENGTH:
        weights = WeightsPayload(owned.uids, owned.values, owned.version_key)
        return weights if owned.hotkey[: AccountId.LENGTH] == who else None
    return _decode(WeightsPayload, plain) if chain.deviates(FOREIGN_WEIGHTS_PASS) else None


def _decode(layout: type[P], plain: bytes) -> P | None:
    """The value that the bytes begin with, or None where they are no such value."""
    try:
        value, _ = codec_of(layout).decode(plain, 0)
    except ScaleError:
        return None
    return value  # type: ignore[no-any-return]

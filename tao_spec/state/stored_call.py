"""A call as storage keeps it: written out where it is short, else by the hash of its preimage."""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.identifiers import H256
from tao_spec.arithmetic.integers import U32
from tao_spec.storage.scale import Bytes, Variant

MAX_INLINE_BYTES = 128


class StoredCall(Variant):
    """A call, or where to find it (`Bounded` in the chain's metadata)."""


class Legacy(StoredCall, index=0, named=True):
    """The preimage of a hash, of unknown length: an older form."""

    hash: H256


class Inline(StoredCall, index=1):
    """The bytes of the call itself, at most 128."""

    call: Annotated[bytes, Bytes(MAX_INLINE_BYTES)]


class Lookup(StoredCall, index=2, named=True):
    """The preimage of a hash, so many bytes long."""

    hash: H256
    len: U32

"""How the key of a map becomes part of a storage key.

The concatenating hashers write the encoded key behind its hash, so that the key can be read back; `Identity` writes
it alone. The order of iteration is the order of these bytes: hashing spreads the keys, and `Identity` orders them by
their encoding, in which a little-endian 256 stands before 1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import xxhash

from tao_spec.storage.scale import Codec, Spec, codec_of

K = TypeVar("K")


def twox64(data: bytes) -> bytes:
    """The 64-bit xxHash with seed 0, little-endian."""
    return xxhash.xxh64_intdigest(data, 0).to_bytes(8, "little")


def twox128(data: bytes) -> bytes:
    """Two 64-bit xxHashes, with seeds 0 and 1, little-endian."""
    return twox64(data) + xxhash.xxh64_intdigest(data, 1).to_bytes(8, "little")


def blake2_128(data: bytes) -> bytes:
    """The Blake2b hash in 128 bits."""
    return hashlib.blake2b(data, digest_size=16).digest()


def blake2_256(data: bytes) -> bytes:
    """The Blake2b hash in 256 bits."""
    return hashlib.blake2b(data, digest_size=32).digest()


def item_prefix(pallet: str, item: str) -> bytes:
    """The 32 bytes with which every key of a storage item starts."""
    return twox128(pallet.encode()) + twox128(item.encode())


@dataclass(frozen=True)
class HashedKey(Generic[K]):
    """The type of a map's key and how it is hashed."""

    hasher: str
    codec: Codec[K]
    hash_size: int
    hash: Callable[[bytes], bytes]

    def encode(self, key: K) -> bytes:
        """The part of the storage key that stands for a map key."""
        data = self.codec.encode(key)
        return self.hash(data) + data

    def decode(self, data: bytes, offset: int) -> tuple[K, int]:
        """Read a map key back from a storage key, and the offset behind it."""
        return self.codec.decode(data, offset + self.hash_size)


def Identity(key: Spec[K]) -> HashedKey[K]:  # noqa: N802  (the chain's name)
    """The encoded key as it is: for keys that nobody can choose."""
    return HashedKey("Identity", codec_of(key), 0, lambda data: b"")


def Twox64Concat(key: Spec[K]) -> HashedKey[K]:  # noqa: N802  (the chain's name)
    """xxHash in 64 bits, then the key: quick, not safe against chosen keys."""
    return HashedKey("Twox64Concat", codec_of(key), 8, twox64)


def Blake2_128Concat(key: Spec[K]) -> HashedKey[K]:  # noqa: N802  (the chain's name)
    """Blake2b in 128 bits, then the key: safe against chosen keys."""
    return HashedKey("Blake2_128Concat", codec_of(key), 16, blake2_128)

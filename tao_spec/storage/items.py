"""Typed storage items: one declaration gives the access, the raw key, the value's bytes and the order of iteration.

A domain of the state is a class of declarations::

    class StakeState(Domain):
        total_hotkey_alpha = StorageDoubleMap(
            SUBTENSOR, "TotalHotkeyAlpha", Blake2_128Concat(AccountId), Identity(NetUid), AlphaBalance, AlphaBalance(0)
        )

and an instance over a store gives access: `state.total_hotkey_alpha[hotkey, netuid]`. On the class, the name gives the
declaration itself. An item with a default always has a value; one without has a value or None.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Generic, Self, TypeVar, cast, overload

from tao_spec.storage.hashers import HashedKey, item_prefix
from tao_spec.storage.scale import Codec, ScaleError, Spec, codec_of
from tao_spec.storage.store import ABSENT, Store

K = TypeVar("K")
K1 = TypeVar("K1")
K2 = TypeVar("K2")
K3 = TypeVar("K3")
V = TypeVar("V")
A = TypeVar("A", bound="Access[Any]")


class Declaration(Generic[V, A]):
    """A storage item: pallet, name, keys, value and default.

    Args:
        pallet: the storage prefix of the pallet.
        name: the item's name on the chain.
        keys: type and hasher of each key; none for a plain value.
        value: the type of the value.
        default: what an absent key stands for; None where it stands for nothing.
    """

    access: ClassVar[type[Any]]

    def __init__(
        self, pallet: str, name: str, keys: tuple[HashedKey[Any], ...], value: Spec[V], default: V | None, doc: str
    ) -> None:
        self.pallet, self.name, self.keys = pallet, name, keys
        self.codec: Codec[V] = codec_of(value)
        self.default, self.doc = default, doc
        self.prefix = item_prefix(pallet, name)

    def __set_name__(self, owner: type, attribute: str) -> None:
        """Remember the attribute under which the domain holds the item."""
        self.attribute = attribute

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: Domain, owner: type) -> A: ...
    def __get__(self, instance: Domain | None, owner: type) -> Self | A:
        """The declaration on the class, the access on an instance."""
        if instance is None:
            return self
        made = self.access(self, instance.store)
        instance.__dict__[self.attribute] = made
        return cast(A, made)

    @property
    def title(self) -> str:
        """Pallet and name, as people write them."""
        return f"{self.pallet}.{self.name}"

    def encode_key(self, parts: tuple[Any, ...]) -> bytes:
        """The storage key of the first keys: of an entry, or of all entries under a prefix."""
        return self.prefix + b"".join(key.encode(part) for key, part in zip(self.keys, parts, strict=False))

    def decode_key(self, raw: bytes) -> tuple[Any, ...]:
        """The keys of an entry, read back from its storage key.

        Raises:
            ScaleError: the storage key is none of this item.
        """
        offset, parts = len(self.prefix), []
        for key in self.keys:
            part, offset = key.decode(raw, offset)
            parts.append(part)
        if offset != len(raw):
            raise ScaleError(f"{len(raw) - offset} bytes too many in a key of {self.title}")
        return tuple(parts)


class Access(Generic[V]):
    """What all items have in common: reading and writing one storage key."""

    def __init__(self, item: Declaration[V, Any], store: Store) -> None:
        self.item, self.store, self.codec = item, store, item.codec

    def _read(self, key: bytes) -> V:
        value = self.store.read(key, self.codec)
        if value is not ABSENT:
            return cast(V, value)
        if self.item.default is None:
            raise KeyError(f"{self.item.title} has no value and no default")
        return self.item.default

    def _find(self, key: bytes) -> V | None:
        value = self.store.read(key, self.codec)
        return None if value is ABSENT else cast(V, value)

    def _put(self, key: bytes, value: V) -> None:
        self.store.write(key, self.codec, value)

    def _delete(self, key: bytes) -> None:
        if key in self.store:
            self.store.write(key, self.codec, ABSENT)


class ValueAccess(Access[V]):
    """Access to a plain value."""

    @property
    def value(self) -> V:
        """The value, or the default."""
        return self._read(self.item.prefix)

    @value.setter
    def value(self, value: V) -> None:
        self._put(self.item.prefix, value)

    def get(self) -> V | None:
        """The value where one is stored, else None: the default does not count."""
        return self._find(self.item.prefix)

    def exists(self) -> bool:
        """Whether a value is stored."""
        return self.item.prefix in self.store

    def clear(self) -> None:
        """Delete the value."""
        self._delete(self.item.prefix)


class MapAccess(Access[V], Generic[K, V]):
    """Access to a map with one key."""

    def __init__(self, item: Declaration[V, Any], store: Store) -> None:
        super().__init__(item, store)
        self._raw_keys: dict[K, bytes] = {}

    def _parts(self, key: K) -> tuple[Any, ...]:
        return (key,)

    def _from_parts(self, parts: tuple[Any, ...]) -> K:
        return cast(K, parts[0])

    def raw_key(self, key: K) -> bytes:
        """The storage key of an entry; remembered, for hashing is dear."""
        raw = self._raw_keys.get(key)
        if raw is None:
            raw = self._raw_keys[key] = self.item.encode_key(self._parts(key))
        return raw

    def __getitem__(self, key: K) -> V:
        """The value of an entry, or the default."""
        return self._read(self.raw_key(key))

    def __setitem__(self, key: K, value: V) -> None:
        """Give an entry a value."""
        self._put(self.raw_key(key), value)

    def __delitem__(self, key: K) -> None:
        """Delete an entry; one that is absent stays so."""
        self._delete(self.raw_key(key))

    def __contains__(self, key: K) -> bool:
        """Whether the entry is stored."""
        return self.raw_key(key) in self.store

    def get(self, key: K) -> V | None:
        """The value of an entry where one is stored, else None: the default does not count."""
        return self._find(self.raw_key(key))

    def take(self, key: K) -> V | None:
        """Delete an entry and return what it held; where nothing can be read, nothing is deleted and None returned."""
        value = self.get(key)
        if value is not None:
            del self[key]
        return value

    def _walk(self, *first: Any) -> Iterator[tuple[K, bytes]]:
        for raw in self.store.keys(self.item.encode_key(first)):
            try:
                parts = self.item.decode_key(raw)
            except ScaleError:
                # A key that cannot be read back is passed over, as on the chain.
                continue
            yield self._from_parts(parts), raw

    def keys(self) -> Iterator[K]:
        """The keys, in the order of their storage keys."""
        return (key for key, _ in self._walk())

    def items(self) -> Iterator[tuple[K, V]]:
        """The entries, in the order of their storage keys."""
        return self._items()

    def _items(self, *first: Any) -> Iterator[tuple[K, V]]:
        for key, raw in self._walk(*first):
            value = self._find(raw)
            if value is not None:
                yield key, value

    def clear(self) -> None:
        """Delete every entry."""
        self._clear()

    def _clear(self, *first: Any) -> None:
        for raw in list(self.store.keys(self.item.encode_key(first))):
            self._delete(raw)


class DoubleMapAccess(MapAccess[tuple[K1, K2], V], Generic[K1, K2, V]):
    """Access to a map with two keys: `items[first, second]`."""

    def _parts(self, key: tuple[K1, K2]) -> tuple[Any, ...]:
        return key

    def _from_parts(self, parts: tuple[Any, ...]) -> tuple[K1, K2]:
        return cast(tuple[K1, K2], parts)

    def under(self, first: K1) -> Iterator[tuple[K2, V]]:
        """The entries with a first key, by their second, in the order of the storage keys."""
        return ((key[1], value) for key, value in self._items(first))

    def clear_under(self, first: K1) -> None:
        """Delete every entry with a first key."""
        self._clear(first)


class TripleMapAccess(MapAccess[tuple[K1, K2, K3], V], Generic[K1, K2, K3, V]):
    """Access to a map with three keys: `items[first, second, third]`."""

    def _parts(self, key: tuple[K1, K2, K3]) -> tuple[Any, ...]:
        return key

    def _from_parts(self, parts: tuple[Any, ...]) -> tuple[K1, K2, K3]:
        return cast(tuple[K1, K2, K3], parts)

    def under(self, *first: Any) -> Iterator[tuple[tuple[K1, K2, K3], V]]:
        """The entries whose first key, or first two keys, are given, in the order of the storage keys."""
        return self._items(*first)

    def clear_under(self, *first: Any) -> None:
        """Delete every entry whose first key, or first two keys, are given."""
        self._clear(*first)


class StorageValue(Declaration[V, ValueAccess[V]]):
    """A plain value."""

    access = ValueAccess

    def __init__(self, pallet: str, name: str, value: Spec[V], default: V | None = None, doc: str = "") -> None:
        super().__init__(pallet, name, (), value, default, doc)


class StorageMap(Declaration[V, MapAccess[K, V]], Generic[K, V]):
    """A map with one key."""

    access = MapAccess

    def __init__(
        self, pallet: str, name: str, key: HashedKey[K], value: Spec[V], default: V | None = None, doc: str = ""
    ) -> None:
        super().__init__(pallet, name, (key,), value, default, doc)


class StorageDoubleMap(Declaration[V, DoubleMapAccess[K1, K2, V]], Generic[K1, K2, V]):
    """A map with two keys."""

    access = DoubleMapAccess

    def __init__(
        self,
        pallet: str,
        name: str,
        first: HashedKey[K1],
        second: HashedKey[K2],
        value: Spec[V],
        default: V | None = None,
        doc: str = "",
    ) -> None:
        super().__init__(pallet, name, (first, second), value, default, doc)


class StorageTripleMap(Declaration[V, TripleMapAccess[K1, K2, K3, V]], Generic[K1, K2, K3, V]):
    """A map with three keys."""

    access = TripleMapAccess

    def __init__(
        self,
        pallet: str,
        name: str,
        first: HashedKey[K1],
        second: HashedKey[K2],
        third: HashedKey[K3],
        value: Spec[V],
        default: V | None = None,
        doc: str = "",
    ) -> None:
        super().__init__(pallet, name, (first, second, third), value, default, doc)


class Domain:
    """A part of the state: a class of declarations, an instance of access over a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @classmethod
    def declarations(cls) -> list[Declaration[Any, Any]]:
        """The storage items of the domain, in the order of their declaration."""
        return [item for item in vars(cls).values() if isinstance(item, Declaration)]

"""The raw key-value state with typed access: decoded on demand, journalled, hashed where it changed.

A `Store` holds what a node holds: bytes under bytes. Rules read and write decoded values through the items of
`tao_spec.storage.items`; a value is decoded when it is first read and encoded when the step ends. Transactions nest:
one that ends by an exception leaves nothing behind. `commit` closes a step and tells what it changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from sortedcontainers import SortedList

from tao_spec.storage.scale import Codec, ScaleError
from tao_spec.storage.trie import StateTrie


class Absent:
    """The type of `ABSENT`, which stands for a key without a value."""

    def __repr__(self) -> str:
        """The word for people."""
        return "absent"


ABSENT: Final = Absent()
_UNKNOWN: Final = Absent()

CODE: Final = (b":code", b"")
"""The key of the runtime's code. The code is not part of the modelled state; in the root it stands empty."""

Changes = dict[bytes, bytes | None]
"""Keys whose value a step changed, with the new value, or None where it was deleted; in the order of the keys."""


class Store:
    """A key-value state and its journal.

    Args:
        state: raw keys and SCALE values.
    """

    def __init__(self, state: Mapping[bytes, bytes]) -> None:
        self._state = dict(state)
        self._keys: SortedList = SortedList(self._state)
        self._values: dict[bytes, Any] = {}
        self._written: dict[bytes, Codec[Any]] = {}
        self._journal: list[tuple[bytes, Any, bool]] = []
        self._generation = 0
        self._trie: StateTrie | None = None

    def __contains__(self, key: bytes) -> bool:
        """Whether the key has a value."""
        if key in self._written:
            return self._values[key] is not ABSENT
        return key in self._state

    def read(self, key: bytes, codec: Codec[Any]) -> Any:
        """The decoded value of a key, or `ABSENT`.

        Bytes that are no value of the type read as absent, as they do on the chain.
        """
        value = self._values.get(key, _UNKNOWN)
        if value is not _UNKNOWN:
            return value
        raw = self._state.get(key)
        if raw is None:
            value = ABSENT
        else:
            try:
                value, _ = codec.decode(raw, 0)
            except ScaleError:
                return ABSENT
        self._values[key] = value
        return value

    def write(self, key: bytes, codec: Codec[Any], value: Any) -> None:
        """Give a key a value; `ABSENT` deletes it. Values are immutable: a change is a new value."""
        existed = key in self
        self._journal.append((key, self._values.get(key, _UNKNOWN), key in self._written))
        self._values[key] = value
        self._written[key] = codec
        if existed != (value is not ABSENT):
            self._note_key(key, existed)

    def _note_key(self, key: bytes, existed: bool) -> None:
        if existed:
            self._keys.remove(key)
        else:
            self._keys.add(key)
        self._generation += 1

    def keys(self, prefix: bytes) -> Iterator[bytes]:
        """The keys that start with a prefix, in their order.

        What is added or removed behind the cursor while it walks is seen, as on the chain.
        """
        end = _after(prefix)
        cursor, inclusive = prefix, True
        while True:
            generation = self._generation
            for key in self._keys.irange(cursor, end, (inclusive, False)):
                cursor, inclusive = key, False
                yield key
                if self._generation != generation:
                    break
            else:
                return

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep what the body writes if it ends well; leave nothing of it if it raises."""
        mark = len(self._journal)
        try:
            yield
        except BaseException:
            self._undo(mark)
            raise

    def _undo(self, mark: int) -> None:
        while len(self._journal) > mark:
            key, value, written = self._journal.pop()
            exists = key in self
            if value is _UNKNOWN:
                del self._values[key]
            else:
                self._values[key] = value
            if not written:
                del self._written[key]
            if (key in self) != exists:
                self._note_key(key, exists)

    def commit(self) -> Changes:
        """Close the step: the keys whose bytes differ from those before it, in order."""
        changes: Changes = {}
        for key in sorted(self._written):
            value = self._values[key]
            raw = None if value is ABSENT else self._written[key].encode(value)
            if raw != self._state.get(key):
                changes[key] = raw
        self._apply(changes)
        self._written.clear()
        self._journal.clear()
        return changes

    def abandon(self) -> None:
        """Give up the step: the state is again that of the last commit."""
        self._undo(0)

    def _apply(self, changes: Changes) -> None:
        for key, raw in changes.items():
            if raw is None:
                del self._state[key]
            else:
                self._state[key] = raw
        if self._trie is not None:
            self._trie.update(changes)

    def overwrite(self, changes: Changes) -> None:
        """Take over raw changes that somebody else made, as a step of its own; open writes must be committed before."""
        for key, raw in changes.items():
            existed = key in self._state
            self._values.pop(key, None)
            if existed != (raw is not None):
                self._note_key(key, existed)
        self._apply({key: raw for key, raw in changes.items() if raw is not None or key in self._state})

    @property
    def is_committed(self) -> bool:
        """Whether nothing was written since the last commit."""
        return not self._written

    @property
    def root(self) -> bytes:
        """The state root of the last committed step; only what changed since the last root is hashed."""
        if self._trie is None:
            self._trie = StateTrie([*self._state.items(), CODE])
        return self._trie.root

    @property
    def state(self) -> Mapping[bytes, bytes]:
        """The raw state of the last committed step."""
        return self._state

    def raw(self, key: bytes) -> bytes | None:
        """The bytes of a key as of the last committed step."""
        return self._state.get(key)


def _after(prefix: bytes) -> bytes | None:
    """The first key behind all that start with a prefix; None where there is none."""
    stem = prefix.rstrip(b"\xff")
    return stem[:-1] + bytes((stem[-1] + 1,)) if stem else None

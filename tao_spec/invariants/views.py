"""What an invariant looks at: the state before and after a step, sums over it, and the step itself.

Nothing is copied for a step: the state before it is the present one under the old values of the keys that changed.
"""

from __future__ import annotations

import dataclasses
import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn

from tao_spec.interface.messages import Call, Event
from tao_spec.state.chain_state import PREFIX_BYTES, State
from tao_spec.storage.items import Declaration
from tao_spec.storage.scale import Codec
from tao_spec.storage.store import Changes, Store
from tao_spec.transition.revision import Revision


class PastIsFixed(Exception):
    """Somebody tried to write, or to hash, the state before a step."""


class Past(Store):
    """The state before a step, to be read only.

    Args:
        present: the state after it.
        old: what the changed keys held before, None where they were absent.
    """

    def __init__(self, present: Store, old: Changes) -> None:
        super().__init__({key: raw for key, raw in old.items() if raw is not None})
        self._present, self._old = present, old

    def __contains__(self, key: bytes) -> bool:
        """Whether the key had a value."""
        return super().__contains__(key) if key in self._old else key in self._present

    def read(self, key: bytes, codec: Codec[Any]) -> Any:
        """The decoded value that a key had, or `ABSENT`."""
        return super().read(key, codec) if key in self._old else self._present.read(key, codec)

    def raw(self, key: bytes) -> bytes | None:
        """The bytes that a key had."""
        return super().raw(key) if key in self._old else self._present.raw(key)

    def keys(self, prefix: bytes) -> Iterator[bytes]:
        """The keys that started with a prefix, in their order."""
        unchanged = (key for key in self._present.keys(prefix) if key not in self._old)
        return heapq.merge(super().keys(prefix), unchanged)

    @property
    def state(self) -> Mapping[bytes, bytes]:
        """The whole raw state, which is copied for whoever asks for it."""
        unchanged = {key: raw for key, raw in self._present.state.items() if key not in self._old}
        return {**unchanged, **super().state}

    @property
    def root(self) -> bytes:
        """Not to be had: only the present state is hashed."""
        raise PastIsFixed("the state before a step has no root; ask for the root before the step is made")

    def write(self, key: bytes, codec: Codec[Any], value: Any) -> NoReturn:
        """Not to be done."""
        raise PastIsFixed("the state before a step cannot be written; write the present state")


@dataclass(frozen=True)
class Tally:
    """A sum over the entries of a map. It is added up once, and from then on follows the entries that a step touches.

    Attributes:
        name: what is added up, in words.
        item: the map.
        amount: what a value of the map adds.
    """

    name: str
    item: Declaration[Any, Any]
    amount: Callable[[Any], int]

    def of_raw(self, raw: bytes | None) -> int:
        """What the bytes of a value add; nothing where there is no value."""
        return 0 if raw is None else self.amount(self.item.codec.decode_all(raw))

    def of_state(self, store: Store) -> int:
        """The sum, added up anew."""
        return sum(self.of_raw(store.raw(key)) for key in store.keys(self.item.prefix))


@dataclass(frozen=True)
class View:
    """A state, and the sums over it."""

    state: State
    revision: Revision
    sums: Mapping[Tally, int]

    def sum_of(self, tally: Tally) -> int:
        """A sum; one that is not kept up to date is added up."""
        return self.sums[tally] if tally in self.sums else tally.of_state(self.state.store)

    def added(self, title: str) -> Any:
        """The access to an item that the revision adds, or None where it has no such item.

        Args:
            title: pallet and name, as `SubtensorModule.CKBurn`.
        """
        for domain in self.revision.storage:
            for item in domain.declarations():
                if item.title == title:
                    return getattr(domain(self.state.store), item.attribute)
        return None


@dataclass(frozen=True)
class Step:
    """A step that was made.

    Attributes:
        before, after: the two states.
        events: what it told, in order.
        changes: the keys that it changed, with their new values.
        call: the call that it made; None for blocks, and where the watcher was not told.
    """

    before: View
    after: View
    events: tuple[Event, ...]
    changes: Changes
    call: Call | None

    @property
    def revision(self) -> Revision:
        """The rules in force."""
        return self.after.revision

    @property
    def blocks(self) -> int:
        """How many blocks passed; none in a call."""
        return self.after.state.accounts.number.value - self.before.state.accounts.number.value

    @cached_property
    def changed_keys(self) -> Mapping[bytes, list[bytes]]:
        """The keys that it changed, by the prefix of their storage item."""
        found: dict[bytes, list[bytes]] = {}
        for key in self.changes:
            found.setdefault(key[:PREFIX_BYTES], []).append(key)
        return found

    @property
    def is_unknown_call(self) -> bool:
        """Whether it made a call that the watcher was not told of."""
        return self.call is None and not self.blocks

    def calls(self, kind: type[Call]) -> Iterator[Any]:
        """The calls of a kind that it made, also inside of others; those that wait in storage are not seen."""
        if self.call is not None:
            yield from (call for call in walk_calls(self.call) if isinstance(call, kind))


def walk_calls(call: Call) -> Iterator[Call]:
    """A call, and every call inside of it."""
    yield call
    for field in dataclasses.fields(call):  # type: ignore[arg-type]
        value = getattr(call, field.name)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Call):
                yield from walk_calls(inner)

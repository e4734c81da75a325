"""The chain as rules see it: its state by domain, its revision, and the events of the step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar, cast

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.interface.errors import LimitReached
from tao_spec.interface.messages import Event
from tao_spec.state.chain_state import State
from tao_spec.storage.items import Domain
from tao_spec.storage.store import Changes, Store
from tao_spec.transition.revision import Constants, Revision

D = TypeVar("D", bound=Domain)

MAX_TRANSACTIONS = 255
"""So many storage transactions may be open at once."""


@dataclass(frozen=True)
class Outcome:
    """What a step left: its events in order, and every key whose value it changed."""

    events: tuple[Event, ...]
    changes: Changes


class Chain(State):
    """A state under a revision, and the step that is being made on it.

    Args:
        state: raw keys and SCALE values.
        revision: the rules in force.
    """

    def __init__(self, state: Mapping[bytes, bytes], revision: Revision) -> None:
        super().__init__(Store(state))
        self.revision = revision
        self.events: list[Event] = []
        self._open_transactions = 0
        self._added: dict[type[Domain], Domain] = {}

    def domain(self, kind: type[D]) -> D:
        """The items that a revision adds, by the class that declares them."""
        if kind not in self._added:
            self._added[kind] = kind(self.store)
        return cast(D, self._added[kind])

    @property
    def constants(self) -> Constants:
        """The constants of the revision."""
        return self.revision.constants

    @property
    def number(self) -> BlockNumber:
        """The height of the present block."""
        return self.accounts.number.value

    def deviates(self, deviation: str) -> bool:
        """Whether a known deviation is in force: the revision has not closed it."""
        return deviation not in self.revision.closed_deviations

    def emit(self, event: Event) -> None:
        """Tell of something that happened; the block of genesis tells nothing."""
        if self.number:
            self.events.append(event)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep what the body changes and tells if it ends well; undo all of it if it raises.

        Raises:
            LimitReached: 255 transactions are open already.
        """
        if self._open_transactions >= MAX_TRANSACTIONS:
            raise LimitReached
        told = len(self.events)
        self._open_transactions += 1
        try:
            with self.store.transaction():
                yield
        except BaseException:
            del self.events[told:]
            raise
        finally:
            self._open_transactions -= 1

    def commit(self) -> Outcome:
        """Close the step: its events and its changes."""
        events = tuple(self.events)
        self.events.clear()
        return Outcome(events, self.store.commit())

    def abandon(self) -> None:
        """Give up the step: nothing that it changed or told remains."""
        self.events.clear()
        self.store.abandon()

"""Calls and events: frozen dataclasses whose fields are their arguments, encoded in the order of declaration."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar, dataclass_transform

from tao_spec.interface.pallets import Pallet


@dataclass_transform(frozen_default=True)
class Call:
    """What may be asked of the chain. A subclass names pallet, index and, where its own name does not give it, `name`."""

    PALLET: ClassVar[Pallet]
    INDEX: ClassVar[int]
    NAME: ClassVar[str]

    def __init_subclass__(cls, pallet: Pallet, index: int, name: str) -> None:
        """Make the subclass a frozen dataclass under its pallet and index."""
        cls.PALLET, cls.INDEX, cls.NAME = pallet, index, name
        dataclasses.dataclass(frozen=True)(cls)

    @property
    def arguments(self) -> tuple[Any, ...]:
        """The arguments, in order."""
        return tuple(getattr(self, field.name) for field in dataclasses.fields(self))  # type: ignore[arg-type]


@dataclass_transform(frozen_default=True)
class Event:
    """What the chain tells of a step. A subclass names pallet and index; its own name is the event's unless `name` is given.

    `named` says whether its fields have names on the chain, which only its JSON shows.
    """

    PALLET: ClassVar[Pallet]
    INDEX: ClassVar[int]
    NAME: ClassVar[str]
    NAMED: ClassVar[bool]

    def __init_subclass__(cls, pallet: Pallet, index: int, name: str = "", named: bool = False) -> None:
        """Make the subclass a frozen dataclass under its pallet and index."""
        cls.PALLET, cls.INDEX, cls.NAME, cls.NAMED = pallet, index, name or cls.__name__, named
        dataclasses.dataclass(frozen=True)(cls)


class DispatchResult:
    """The type of an event's field that tells how a dispatch ended: None where it went well, else the error."""

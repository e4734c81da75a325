"""The whole interface of a runtime: every call, event and error, with the codecs that tie them to bytes and JSON.

Which calls there are depends on the revision, so the codec of a nested call is made here and given to the arguments that hold
one.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from tao_spec.interface.errors import DispatchError, DispatchErrorCodec, DispatchResultCodec, ModuleError
from tao_spec.interface.messages import Call, DispatchResult, Event
from tao_spec.interface.pallets import PALLETS
from tao_spec.storage.scale import Codec, FieldsCodec, Json, ScaleError, take

MODULES: tuple[str, ...] = (
    "accounts.system",
    "accounts.balances",
    "accounts.proxy",
    "accounts.utility",
    "accounts.multisig",
    "accounts.registry",
    "subnets",
    "neurons",
    "weights",
    "consensus",
    "emission",
    "pools",
    "stake",
    "delegation",
    "keys",
    "governance.collective",
    "governance.membership",
    "governance.senate",
    "governance.sudo",
    "governance.scheduler",
    "governance.preimage",
    "hyperparameters",
    "crowdloans",
    "commitments.metadata",
    "commitments.drand",
    "serving",
    "node",
)


def _plain(name: Json) -> str:
    """A name that somebody gave, on one line and not too long."""
    return str(name)[:60].encode("unicode_escape").decode("ascii")


class _CallCodec(Codec[Call]):
    """A call: the index of its pallet, its own, then its arguments."""

    name = "RuntimeCall"

    def __init__(self, calls: Iterable[type[Call]]) -> None:
        given: Mapping[Any, Codec[Any]] = {Call: self}
        self.calls = {(cls.PALLET.index, cls.INDEX): cls for cls in calls}
        self.by_name = {(cls.PALLET.name, cls.NAME): cls for cls in self.calls.values()}
        self.arguments = {cls: FieldsCodec(cls, False, given) for cls in self.calls.values()}

    def encode(self, value: Call) -> bytes:
        return bytes((value.PALLET.index, value.INDEX)) + self.arguments[type(value)].encode(value)

    def decode(self, data: bytes, offset: int) -> tuple[Call, int]:
        start = take(data, offset, 2, "a call")
        cls = self.calls.get((data[offset], data[offset + 1]))
        if cls is None:
            raise ScaleError(f"no call has the indices {data[offset]} and {data[offset + 1]}")
        try:
            return self.arguments[cls].decode(data, start)
        except ScaleError as error:
            raise ScaleError(f"{cls.PALLET.name}.{cls.NAME}: {error}") from None

    def to_json(self, value: Call) -> Json:
        return {"pallet": value.PALLET.name, "name": value.NAME, "args": self.arguments[type(value)].to_json(value)}

    def from_json(self, json: Json) -> Call:
        if not isinstance(json, dict) or not {"pallet", "name"} <= set(json) <= {"pallet", "name", "args"}:
            raise ScaleError("a call is an object of pallet, name and args")
        cls = self.by_name.get((str(json["pallet"]), str(json["name"])))
        if cls is None:
            raise ScaleError(f"there is no call {_plain(json['pallet'])}.{_plain(json['name'])}")
        try:
            call: Call = self.arguments[cls].from_json(json.get("args", {}))
        except ScaleError as error:
            raise ScaleError(f"{cls.PALLET.name}.{cls.NAME}: {error}") from None
        return call


class _EventCodec(Codec[Event]):
    """An event inside one pallet: its index, then its fields."""

    def __init__(self, pallet: str, events: Iterable[type[Event]], given: Mapping[Any, Codec[Any]]) -> None:
        self.name = f"{pallet}.Event"
        self.events = tuple(events)
        self.index = {cls: index for index, cls in enumerate(self.events)}
        self.fields = {cls: FieldsCodec(cls, not cls.NAMED, given) for cls in self.events}

    def encode(self, value: Event) -> bytes:
        return bytes((self.index[type(value)],)) + self.fields[type(value)].encode(value)

    def decode(self, data: bytes, offset: int) -> tuple[Event, int]:
        start = take(data, offset, 1, self.name)
        if data[offset] >= len(self.events):
            raise ScaleError(f"{self.name} has no index {data[offset]}")
        return self.fields[self.events[data[offset]]].decode(data, start)

    def to_json(self, value: Event) -> Json:
        return {value.NAME: self.fields[type(value)].to_json(value)}

    def from_json(self, json: Json) -> Event:
        names = {cls.NAME: cls for cls in self.events}
        if not isinstance(json, dict) or len(json) != 1 or next(iter(json)) not in names:
            raise ScaleError(f"{self.name} wants an object of one of its events")
        ((name, inner),) = json.items()
        event: Event = self.fields[names[name]].from_json(inner)
        return event


class Interface:
    """Every call, event and error of a revision.

    A call keeps its index for ever. Events and errors have the index of their place among those of their pallet.

    Args:
        calls: the classes, each with its pallet and index.
        events, errors: the classes, each with its pallet, in their order.
    """

    def __init__(
        self, calls: Iterable[type[Call]], events: Iterable[type[Event]], errors: Iterable[type[ModuleError]]
    ) -> None:
        self.calls, self.events, self.errors = tuple(calls), tuple(events), tuple(errors)
        self.call_codec = _CallCodec(self.calls)
        self.codes = {cls: code for errors in _by_pallet(self.errors).values() for code, cls in enumerate(errors)}
        self.error_codec = DispatchErrorCodec(self.codes)
        self.result_codec = DispatchResultCodec(self.error_codec)
        given: Mapping[Any, Codec[Any]] = {
            Call: self.call_codec,
            DispatchError: self.error_codec,
            DispatchResult: self.result_codec,
        }
        by_pallet: dict[str, list[type[Event]]] = {pallet.name: [] for pallet in PALLETS} | _by_pallet(self.events)
        self._event_codecs = {name: _EventCodec(name, events, given) for name, events in by_pallet.items()}

    def replace(self, *, remove: Collection[type[Any]] = (), add: Collection[type[Any]] = ()) -> Interface:
        """The interface without some of its calls, events and errors, and with others; those behind move up or down.

        Args:
            add: each with the index that it has in the end.

        Raises:
            ValueError: what is to be removed is not there, or what is added leaves a hole before it.
        """
        absent = [cls.NAME for cls in remove if cls not in {*self.calls, *self.events, *self.errors}]
        if absent:
            raise ValueError(f"{', '.join(absent)} cannot be removed: the interface does not have it")
        calls = [call for call in self.calls if call not in remove] + [cls for cls in add if issubclass(cls, Call)]
        return Interface(
            sorted(calls, key=lambda call: (call.PALLET.index, call.INDEX)),
            _rearrange(self.events, remove, [cls for cls in add if issubclass(cls, Event)], "INDEX"),
            _rearrange(self.errors, remove, [cls for cls in add if issubclass(cls, ModuleError)], "CODE"),
        )

    def index_of(self, thing: type[Call] | type[Event] | type[ModuleError]) -> int:
        """The index that a call, an event or an error has in this revision."""
        if issubclass(thing, Call):
            return thing.INDEX
        if issubclass(thing, Event):
            return self._event_codecs[thing.PALLET.name].index[thing]
        return self.codes[thing]

    def encode_call(self, call: Call) -> bytes:
        """The SCALE bytes of a call."""
        return self.call_codec.encode(call)

    def decode_call(self, data: bytes) -> Call:
        """The call that bytes encode, to their end.

        Raises:
            ScaleError: they encode none.
        """
        try:
            return self.call_codec.decode_all(data)
        except RecursionError:
            raise ScaleError("the call nests too deep to be read") from None

    def encode_event(self, event: Event) -> bytes:
        """The SCALE bytes of an event inside its pallet."""
        return self._event_codecs[event.PALLET.name].encode(event)

    def decode_event(self, pallet: str, data: bytes) -> Event:
        """The event that bytes encode inside a pallet.

        Raises:
            ScaleError: they encode none.
        """
        codec = self._event_codecs.get(pallet)
        if codec is None:
            raise ScaleError(f"there is no pallet {pallet!s:.60}")
        return codec.decode_all(data)

    def event_to_json(self, event: Event) -> Json:
        """An event as an object of its name and its fields."""
        return self._event_codecs[event.PALLET.name].to_json(event)


def _by_pallet(classes: Iterable[type[Any]]) -> dict[str, list[type[Any]]]:
    """The classes of each pallet, in their order."""
    found: dict[str, list[type[Any]]] = {}
    for cls in classes:
        found.setdefault(cls.PALLET.name, []).append(cls)
    return found


def _rearrange(
    old: Iterable[type[Any]], remove: Collection[type[Any]], add: Collection[type[Any]], mark: str
) -> list[type[Any]]:
    """Events or errors without some and with others, each of which takes the place that its mark says."""
    places = _by_pallet(cls for cls in old if cls not in remove)
    for cls in sorted(add, key=lambda cls: int(getattr(cls, mark))):
        place, there_are = getattr(cls, mark), places.setdefault(cls.PALLET.name, [])
        if place > len(there_are):
            raise ValueError(
                f"{cls.PALLET.name}.{cls.NAME} cannot have the index {place}: there are {len(there_are)} before it"
            )
        there_are.insert(place, cls)
    return [cls for classes in places.values() for cls in classes]


def _declared(modules: Iterable[Any], base: type[Any], mark: str) -> list[Any]:
    """The classes of a kind that the modules declare themselves, in the order of pallet and index."""
    found = [
        cls
        for module in modules
        for cls in vars(module).values()
        if isinstance(cls, type) and issubclass(cls, base) and mark in vars(cls) and cls.__module__ == module.__name__
    ]
    return sorted(found, key=lambda cls: (cls.PALLET.index, getattr(cls, mark)))


@cache
def declared_interface() -> Interface:
    """The interface that the domains declare: that of revision 306."""
    modules = [importlib.import_module(f"tao_spec.interface.{domain}") for domain in MODULES]
    return Interface(
        _declared(modules, Call, "INDEX"), _declared(modules, Event, "INDEX"), _declared(modules, ModuleError, "CODE")
    )

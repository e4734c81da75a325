"""What a client answered beside what must come of a step; the first difference in the chain's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal, Protocol, TypeAlias

from tao_spec.vectors import schemas
from tao_spec.vectors.format import Changes, Event, Outcome, Result, State
from tao_spec.vectors.text import Json, printable

Part: TypeAlias = Literal["result", "changes", "events", "root", "state", "value"]

MAX_ITEMS: Final = 1000
"""How many differences are kept of one step."""

MAX_WORDS: Final = 400
"""How many characters of one value are kept."""


class Describer(Protocol):
    """Says raw keys, values and events in words; what it raises is taken for bytes that do not decode."""

    def key(self, raw_key: str) -> str:
        """A storage key, such as `SubtensorModule.TotalHotkeyAlpha[5F…, 2]`."""

    def value(self, raw_key: str, raw_value: str) -> str:
        """A value under a key, such as `12`."""

    def event(self, pallet: str, encoded: str) -> str:
        """An event, such as `SubtensorModule.StakeAdded(5F…, 5G…, 500000, 2)`."""


class HexDescriber:
    """Says everything as the hex that it is."""

    def key(self, raw_key: str) -> str:
        """The key itself."""
        return raw_key

    def value(self, raw_key: str, raw_value: str) -> str:
        """The value itself."""
        del raw_key
        return raw_value

    def event(self, pallet: str, encoded: str) -> str:
        """The pallet and the bytes."""
        return f"{pallet} {encoded}"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that differs: what it is, what was expected, and what the client gave."""

    part: Part
    where: str
    expected: str
    got: str

    @property
    def sentence(self) -> str:
        """The difference in one line: `X[…]: expected 12, got 13`."""
        return f"{self.where}: expected {self.expected}, got {self.got}"

    def to_json(self) -> dict[str, Json]:
        """The difference as the report holds it."""
        return {"part": self.part, "where": self.where, "expected": self.expected, "got": self.got}


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs, the first of it first.

    Args:
        items: the differences, at most `MAX_ITEMS`.
        left_out: how many more there are.
    """

    items: tuple[Item, ...]
    left_out: int = 0

    @property
    def headline(self) -> str:
        """The first difference in one line, and how many follow."""
        more = len(self.items) + self.left_out - 1
        return self.items[0].sentence + (f" (and {more} more difference{'' if more == 1 else 's'})" if more else "")

    def to_json(self) -> dict[str, Json]:
        """The difference as the report holds it."""
        return {"items": [item.to_json() for item in self.items], "left_out": self.left_out}


def compare_step(expected: Outcome, reply: Mapping[str, Json], describer: Describer) -> Difference | None:
    """Compare a client's reply with what must come of a step: the result, the changes, the events, and the root.

    Args:
        expected: what the vector says.
        reply: the client's reply, neither `unsupported` nor `error`.
        describer: puts keys, values and events into words.

    Returns:
        What differs, or None where all agree. Pallets' errors agree by name, and by index and code where both sides
        give them; roots are compared where both sides give one.

    Raises:
        VectorError: the reply is malformed.
    """
    if _is_plain_match(expected, reply):
        return None
    schemas.check(dict(reply), "client-protocol", "stepReply")
    words = _Words(describer)
    changes: Any = reply["changes"]
    items = [
        *_result_items(expected.result, reply["result"]),
        *_key_items("changes", expected.changes, changes, words),
        *_event_items(expected.events, reply.get("events") or [], words),
        *_root_items(expected.root, reply.get("root")),
    ]
    return _difference(items)


def compare_state(expected: State, got: State, describer: Describer) -> Difference | None:
    """Compare two whole states key by key; None where they agree."""
    if expected == got:
        return None
    return _difference(_key_items("state", expected, got, _Words(describer)))


def compare_value(where: str, expected: Json, got: Json) -> Difference | None:
    """Compare the result of a function; an integer agrees with its decimal string, an error with any error."""
    if same_value(expected, got):
        return None
    return Difference((Item("value", where, shorten(_plain(expected)), shorten(_plain(got))),))


def compare_root(expected: str, got: Json) -> Difference | None:
    """Compare a state root with one that a client may have given; None where it gave none."""
    return _difference(_root_items(expected, got))


def same_value(expected: Json, got: Json) -> bool:
    """Whether two results of a function agree."""
    if isinstance(expected, list) and isinstance(got, list):
        return len(expected) == len(got) and all(map(same_value, expected, got))
    if isinstance(expected, dict) and isinstance(got, dict):
        if "error" in expected and "error" in got:
            return True
        return expected.keys() == got.keys() and all(same_value(expected[key], got[key]) for key in expected)
    return _scalar(expected) == _scalar(got)


def same_result(expected: Result, got: Json) -> bool:
    """Whether two results of a step agree: pallets' errors by name, and by index and code where both give them."""
    if isinstance(expected, str) or not isinstance(got, dict):
        return expected == got
    if "module" not in expected or "module" not in got:
        return dict(expected) == got
    ours, theirs = expected["module"], got["module"]
    if not isinstance(ours, dict) or not isinstance(theirs, dict):
        return False
    if any(ours.get(key) != theirs.get(key) for key in ("pallet", "error")):
        return False
    return all(_scalar(ours[key]) == _scalar(theirs[key]) for key in ("index", "code") if key in ours and key in theirs)


def describe_result(result: Json | Result) -> str:
    """A result in words: `ok`, `SubtensorModule.AmountTooLow`, `token FundsUnavailable`."""
    if not isinstance(result, Mapping) or len(result) != 1:
        return shorten(_plain(result))
    kind, inner = next(iter(result.items()))
    if kind == "module" and isinstance(inner, Mapping):
        name = f"{inner.get('pallet')}.{inner.get('error')}"
        numbers = ", ".join(f"{key} {inner[key]}" for key in ("index", "code") if key in inner)
        return shorten(f"{name} ({numbers})" if numbers else name)
    return shorten(f"{kind} {_plain(inner)}")


def shorten(text: str) -> str:
    """Text on one line that every encoding can take, cut in the middle where it is long."""
    if len(text) > MAX_WORDS:
        text = f"{text[: MAX_WORDS - 40]}…{text[-20:]} ({len(text):,} characters)"
    return printable(text)


_Raw: TypeAlias = tuple[str, str]
_Lazy: TypeAlias = Callable[[], Item]


class _Words:
    """A describer that never fails: bytes that do not decode stand as hex."""

    def __init__(self, describer: Describer) -> None:
        """Take the describer."""
        self.describer = describer

    def key(self, key: str) -> str:
        """A key in words."""
        return self._try(lambda: self.describer.key(key), key)

    def value(self, key: str, value: str) -> str:
        """A value in words."""
        return self._try(lambda: self.describer.value(key, value), value)

    def event(self, pallet: str, encoded: str) -> str:
        """An event in words."""
        return self._try(lambda: self.describer.event(pallet, encoded), f"{pallet} {encoded}")

    @staticmethod
    def _try(describe: Callable[[], str], raw: str) -> str:
        """Words, or the raw text."""
        try:
            return shorten(describe())
        # A client may send any bytes, and a decoder may raise anything over them.
        except Exception:  # noqa: BLE001, RUF100
            return shorten(raw)


def _is_plain_match(expected: Outcome, reply: Mapping[str, Json]) -> bool:
    """Whether a reply agrees in all parts at first sight: most do, and need no further check."""
    return (
        isinstance(reply.get("result"), str | dict)
        and same_result(expected.result, reply["result"])
        and reply.get("changes") == expected.changes
        and _is_event_match(expected.events, reply.get("events"))
        and (reply.get("root") is None or (reply["root"] == expected.root))
    )


def _is_event_match(expected: Sequence[Event], got: Any) -> bool:
    """Whether events agree in number, order, pallet and bytes."""
    if got is None or not isinstance(got, list) or len(got) != len(expected):
        return got is None and not expected
    return all(
        isinstance(theirs, dict) and theirs.get("pallet") == ours.pallet and theirs.get("encoded") == ours.encoded
        for ours, theirs in zip(expected, got, strict=True)
    )


def _result_items(expected: Result, got: Json) -> list[_Lazy]:
    """How the results differ."""
    if same_result(expected, got):
        return []
    return [lambda: Item("result", "the result", describe_result(expected), describe_result(got))]


def _key_items(part: Part, expected: Changes, got: Changes, words: _Words) -> list[_Lazy]:
    """How changes or states differ, by key."""
    absent = object()
    keys = sorted(key for key in expected.keys() | got.keys() if expected.get(key, absent) != got.get(key, absent))
    return [partial(_key_item, part, key, expected, got, words) for key in keys]


def _key_item(part: Part, key: str, expected: Changes, got: Changes, words: _Words) -> Item:
    """How one key differs."""
    left, right = (_side(part, key, values, words) for values in (expected, got))
    # Two values may read the same and differ in bytes.
    if left == right:
        left, right = shorten(str(expected[key])), shorten(str(got[key]))
    return Item(part, words.key(key), left, right)


def _side(part: Part, key: str, values: Changes, words: _Words) -> str:
    """What one side says of a key."""
    if key not in values:
        return "unchanged" if part == "changes" else "no such key"
    value = values[key]
    return "deleted" if value is None else words.value(key, value)


def _event_items(expected: Sequence[Event], got: Any, words: _Words) -> list[_Lazy]:
    """How the events differ, place by place; what agrees at the start and at the end is passed over."""
    ours = [(event.pallet, event.encoded) for event in expected]
    theirs = [(event["pallet"], event["encoded"]) for event in got]
    start = _common(ours, theirs)
    end = _common(ours[start:][::-1], theirs[start:][::-1])
    places = range(start, max(len(ours), len(theirs)) - end)
    left, right = ours[: len(ours) - end], theirs[: len(theirs) - end]
    # Between two ends that agree, events may agree in place as well.
    return [
        partial(_event_item, place, left, right, words)
        for place in places
        if left[place : place + 1] != right[place : place + 1]
    ]


def _event_item(place: int, ours: Sequence[_Raw], theirs: Sequence[_Raw], words: _Words) -> Item:
    """How the events at one place differ."""
    left, right = (words.event(*events[place]) if place < len(events) else "no event" for events in (ours, theirs))
    # Two events may read the same and differ in bytes.
    if left == right:
        left, right = shorten(" ".join(ours[place])), shorten(" ".join(theirs[place]))
    return Item("events", f"event {place}", left, right)


def _common(ours: Sequence[object], theirs: Sequence[object]) -> int:
    """How many items two sequences share at their start."""
    pairs = enumerate(zip(ours, theirs, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(ours), len(theirs)))


def _root_items(expected: str | None, got: Json) -> list[_Lazy]:
    """How the roots differ, where both sides give one."""
    if expected and got and expected != got:
        return [lambda: Item("root", "the state root", expected, shorten(_plain(got)))]
    return []


def _difference(items: Sequence[_Lazy]) -> Difference | None:
    """Differences as one; only those that are kept are put into words."""
    if not items:
        return None
    return Difference(tuple(item() for item in items[:MAX_ITEMS]), max(0, len(items) - MAX_ITEMS))


def _scalar(value: Json) -> Json:
    """A value as it is compared: integers as their decimal strings."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _plain(value: object) -> str:
    """A JSON value in words: strings without quotes, arrays in brackets."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key}: {_plain(item)}" for key, item in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_plain, value))}]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)

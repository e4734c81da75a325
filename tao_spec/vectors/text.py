"""JSON as vectors and clients write it, read strictly: what one reader could take otherwise than another is refused."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import NoReturn, TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""Any JSON value."""

MAX_DEPTH = 128
"""How deep values may lie inside one another where the format leaves them free."""

SHOWN = 60


class VectorError(Exception):
    """A vector that cannot be used: what is wrong, where, and what to do about it, in one sentence.

    Args:
        what: what was found.
        remedy: what to do.
        where: the place inside the file, as a JSON path; empty where the whole file is meant.
        path: the file; empty where the value came from elsewhere.
    """

    def __init__(self, what: str, remedy: str, where: str = "", path: str = "") -> None:
        """Keep the four parts."""
        super().__init__(what, remedy, where, path)
        self.what, self.remedy, self.where, self.path = what, remedy, where, path

    def __str__(self) -> str:
        """The sentence, with the file first."""
        return f"{self.path}: {self.reason}" if self.path else self.reason

    @property
    def reason(self) -> str:
        """The sentence without the file."""
        return f"{'at ' + self.where + ', ' if self.where else ''}{self.what}; {self.remedy}"

    def at(self, path: Path | str) -> VectorError:
        """The same error, in a file; a path that holds no text is written with escapes."""
        return VectorError(self.what, self.remedy, self.where, printable(str(path)))


def parse_json(raw: bytes) -> Json:
    """Read one JSON value from UTF-8.

    Raises:
        VectorError: the bytes are no UTF-8 or no JSON; or an object holds a key twice, a number is not finite or too
            long, a string holds half a surrogate pair, or the nesting is too deep: readers differ on these.
    """
    try:
        text = raw.decode()
        data: Json = json.loads(
            text, object_pairs_hook=_distinct, parse_constant=_refuse_constant, parse_float=_read_float
        )
        # Only an escape can write half a surrogate pair, and no encoder can write it back.
        if "\\u" in text:
            _refuse_surrogates(data)
    except UnicodeDecodeError as error:
        raise VectorError(f"byte {error.start} is not UTF-8", "save the text as UTF-8") from None
    except json.JSONDecodeError as error:
        what = f"there is no JSON value at line {error.lineno}, column {error.colno} ({error.msg.lower()})"
        raise VectorError(what, "mend the text there") from None
    except RecursionError:
        raise VectorError("values lie too deep inside one another", f"nest at most {MAX_DEPTH} levels") from None
    except ValueError:
        raise VectorError("an integer has more than 4,300 digits", "write large numbers as strings") from None
    return data


def dump_json(data: object) -> str:
    """One JSON value as compact text on one line, the same for equal values with keys in the same order."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def depth_exceeds(data: Json, limit: int = MAX_DEPTH) -> bool:
    """Whether a value nests deeper than a limit; found level by level, so that no depth exhausts the stack."""
    level = [data] if isinstance(data, dict | list) else []
    for _ in range(limit):
        if not level:
            return False
        level = [item for value in level for item in _children(value)]
    return bool(level)


def shown(value: object) -> str:
    """A value in few printable characters, for a sentence."""
    if isinstance(value, dict):
        return f"an object with {_few_keys(value)}" if value else "an empty object"
    if isinstance(value, list):
        return f"an array of {len(value)}" if value else "an empty array"
    if isinstance(value, str):
        return _shown_text(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**SHOWN:
        return f"an integer of {value.bit_length():,} bits"
    return json.dumps(value)


def _shown_text(text: str) -> str:
    """A text in quotes; where it is long, or its escapes are, its beginning and its end."""
    whole = json.dumps(text)
    if len(text) <= SHOWN and len(whole) <= SHOWN + 20:
        return whole
    head, tail = text[: SHOWN // 2], text[-8:]
    while len(json.dumps(head)) > SHOWN // 2 + 2:
        head = head[:-1]
    while len(json.dumps(tail)) > 14:
        tail = tail[1:]
    return f"{json.dumps(head)[:-1]}…{json.dumps(tail)[1:]} ({len(text):,} characters)"


def printable(text: str) -> str:
    """Text that every encoding and terminal can take: what is not printable stands as an escape."""
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode() for mark in text)


def _few_keys(data: dict[str, object]) -> str:
    """The first keys of an object."""
    keys = [shown(key) for key in list(data)[:4]]
    return (
        f"the keys {', '.join(keys)}{' and more' if len(data) > 4 else ''}" if len(data) > 1 else f"the key {keys[0]}"
    )


def _children(value: dict[str, Json] | list[Json]) -> list[dict[str, Json] | list[Json]]:
    """The arrays and objects directly inside an array or object."""
    inner = value.values() if isinstance(value, dict) else value
    return [item for item in inner if isinstance(item, dict | list)]


def _distinct(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """An object whose keys all differ."""
    data = dict(pairs)
    if len(data) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in data if keys.count(key) > 1)
        raise VectorError(f"an object holds the key {shown(twice)} twice", "keep one of the two")
    return data


def _refuse_constant(name: str) -> NoReturn:
    """NaN and the infinities are no JSON."""
    raise VectorError(f"{name} is not a JSON number", "write a finite number, or null")


def _read_float(text: str) -> float:
    """A float that is finite."""
    value = float(text)
    if not math.isfinite(value):
        raise VectorError(f"the number {text[:SHOWN]} is not finite in 64 bits", "write it as a string")
    return value


def _refuse_surrogates(data: Json) -> None:
    """Every string must be text that UTF-8 can write."""
    try:
        dump_json(data).encode()
    except UnicodeEncodeError:
        raise VectorError("a string holds half a surrogate pair", "write whole characters") from None

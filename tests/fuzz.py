"""Seeded damage: to the bytes of a file, to the JSON of a vector, to the lines of a conversation."""

from __future__ import annotations

import copy
import gzip
import json
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tao_spec.vectors.files import collect, read_json

HEX = "0123456789abcdef"
ODDITIES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    2**32,
    2**64,
    -(10**400),
    1.5,
    1e300,
    "",
    "0x",
    "0x0",
    "0xzz",
    "0X00",
    "0x00 00",
    "0x" + "ff" * 40,
    "ok",
    "root",
    "none",
    "\x00\x1b[31m",
    "\ud800",
    "99999999999999999999999",
    [],
    {},
    [[[[]]]],
    {"signed": "0x"},
    {"module": {}},
    {"signed": "0x" + "11" * 32},
)
KEYS = ("blocks", "call", "encoded", "origin", "op", "step", "args", "result", "root", "module", "signed", "0xab", "")


class Stuck(Exception):
    """An input took longer than it may."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer."""

    def ring(*_: object) -> None:
        raise Stuck(f"longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def damage_bytes(data: bytes, draw: random.Random) -> bytes:
    """Flip, cut, repeat or drop some of the bytes."""
    damaged = bytearray(data)
    for _ in range(draw.randint(1, 3)):
        place = draw.randrange(len(damaged) + 1)
        match draw.randrange(5):
            case 0 if damaged:
                damaged[place % len(damaged)] ^= 1 << draw.randrange(8)
            case 1:
                del damaged[place:]
            case 2:
                damaged[place:place] = draw.randbytes(draw.randint(1, 8))
            case 3:
                del damaged[place : place + draw.randint(1, 8)]
            case _:
                damaged[place:place] = damaged[max(place - 16, 0) : place]
    return bytes(damaged)


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every container with each of its keys."""
    waiting = [data]
    while waiting:
        place = waiting.pop()
        for key in place if isinstance(place, dict) else range(len(place)):
            yield place, key
            if isinstance(place[key], dict | list):
                waiting.append(place[key])


def _damage_text(text: str, draw: random.Random) -> str:
    place = draw.randrange(len(text) + 1)
    match draw.randrange(4):
        case 0:
            return text[:place]
        case 1:
            return text[:place] + draw.choice(HEX + "xg \n") + text[place + 1 :]
        case 2:
            return text[:place] + draw.choice(HEX) * 2 + text[place:]
        case _:
            return text + "00" * draw.randint(1, 40)


def damage_json(data: Any, draw: random.Random) -> Any:
    """Change a few places of a value."""
    data = copy.deepcopy(data)
    for _ in range(draw.randint(1, 3)):
        places = list(_places(data))
        if not places:
            return draw.choice(ODDITIES)
        place, key = draw.choice(places)
        match draw.randrange(6):
            case 0:
                del place[key]
            case 1:
                place[key] = copy.deepcopy(draw.choice(ODDITIES))
            case 2 if isinstance(place, dict):
                place[draw.choice(KEYS)] = copy.deepcopy(draw.choice(ODDITIES))
            case 3 if isinstance(place, dict) and isinstance(key, str):
                place[_damage_text(key, draw)] = place.pop(key)
            case _ if isinstance(place[key], str):
                place[key] = _damage_text(place[key], draw)
            case _ if isinstance(place[key], int):
                place[key] += draw.choice((-1, 1, 2**40))
            case _:
                other, its_key = draw.choice(places)
                place[key] = copy.deepcopy(other.get(its_key) if isinstance(other, dict) else None)
    return data


def packed(data: Any) -> bytes:
    """A value as a gzipped file."""
    return gzip.compress(json.dumps(data).encode(), 1, mtime=0)


def filled_vectors(folder: Path, most: int = 80, largest: int = 4_000) -> list[Any]:
    """Some of the filled vectors, as JSON: of those whose files are small, every so many."""
    files = [path for path in collect([folder]) if path.stat().st_size <= largest]
    return [read_json(path) for path in files[:: len(files) // most + 1]]


def requests_of(vector: Any) -> list[Any]:
    """What a runner would ask over a vector."""
    steps = [
        {key: step[key] for key in ("call", "encoded", "origin", "blocks") if key in step} for step in vector["steps"]
    ]
    load = {"op": "load", "revision": vector["revision"], "state": vector["pre"]}
    return [load, *({"op": "step", "step": step} for step in steps), {"op": "dump"}]


Mutate = Callable[[Any, random.Random], Any]

"""Work in processes of their own: each begins as a copy of this one, may change what it likes, and hands back what it found."""

from __future__ import annotations

import gc
import os
import pickle
import resource
import selectors
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

MEMORY: Final = 3 << 30
"""So many bytes of memory a child may map beyond its parent's."""


@dataclass(frozen=True)
class Ended:
    """How a child ended.

    Attributes:
        result: what its work returned; None where it did not come so far.
        signal: what ended it before; None where it ended by itself.
    """

    result: Any
    signal: int | None


@dataclass
class _Child:
    number: int
    process: int
    said: list[bytes]


def limit_cpu_time(seconds: float) -> None:
    """End this process as soon as it has computed so long from now on, whatever it does then; zero takes the limit back."""
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)


def run_in_children(tasks: Iterable[Callable[[], Any]], jobs: int) -> Iterator[tuple[int, Ended]]:
    """Run each task in a child, so many at a time.

    Yields:
        The number of the task and how its child ended, as they end.
    """
    waiting = iter(enumerate(tasks))
    # What lies in memory now is shared by all; the collector shall not touch it.
    gc.freeze()
    selector = selectors.DefaultSelector()
    running: dict[int, _Child] = {}
    try:
        while True:
            while len(running) < jobs and (task := next(waiting, None)) is not None:
                pipe, child = _start(*task)
                running[pipe] = child
                selector.register(pipe, selectors.EVENT_READ)
            if not running:
                return
            for key, _ in selector.select():
                piece = os.read(key.fd, 1 << 20)
                if piece:
                    running[key.fd].said.append(piece)
                    continue
                selector.unregister(key.fd)
                os.close(key.fd)
                yield _end(running.pop(key.fd))
    finally:
        for child in running.values():
            os.kill(child.process, signal.SIGKILL)
            os.waitpid(child.process, 0)
        selector.close()
        gc.unfreeze()


def _start(number: int, work: Callable[[], Any]) -> tuple[int, _Child]:
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process:
        os.close(writing)
        return reading, _Child(number, process, [])
    code = 1
    try:
        os.close(reading)
        # Whatever a rule that went wrong writes, nobody wants to read.
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        result = pickle.dumps(work())
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(result)
        code = 0
    finally:
        os._exit(code)


def _end(child: _Child) -> tuple[int, Ended]:
    _, status = os.waitpid(child.process, 0)
    said = b"".join(child.said)
    if os.WIFSIGNALED(status):
        return child.number, Ended(None, os.WTERMSIG(status))
    return child.number, Ended(pickle.loads(said) if said and not status else None, None)  # noqa: S301, RUF100


def limit_memory() -> None:
    """Let this process map only so much more memory, so that endless growth ends in `MemoryError`."""
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if sys.platform == "linux" else 0
    if pages:
        most = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))

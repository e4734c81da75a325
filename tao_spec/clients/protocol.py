"""A client under test: a program asked in JSON, one line for a request and one for the reply.

The program is not trusted. Whatever it does, a request ends: in a reply, or in a `ClientError` that says in one
sentence what the program did, after which it is dead with all that it started. Works on POSIX systems.
"""

from __future__ import annotations

import contextlib
import os
import select
import shlex
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Final, Self

from tao_spec.vectors.text import MAX_DEPTH, Json, VectorError, depth_exceeds, dump_json, parse_json, printable, shown

LINE_LIMIT: Final = 64 * 1024 * 1024
"""The longest reply that is read, in bytes."""

LOG_LIMIT: Final = 4096
"""How much of the end of a client's standard error is kept, in bytes."""

GRACE: Final = 1.0
"""How long a client may take to end by itself, in seconds."""

_CHUNK: Final = 64 * 1024


class ClientError(Exception):
    """A client that did not keep the protocol; its text is one sentence that says how."""


class ClientProcess:
    """A client, started when it is first asked, and again after each failure.

    Args:
        command: the program and its arguments; a string is split as a shell would, without running one.
        line_limit: the longest reply that is read, in bytes.

    `seconds` counts the time from each request to its reply, without that of encoding the one and decoding the other.

    Raises:
        ClientError: the command is empty, or its quotes do not close.
    """

    def __init__(self, command: str | Sequence[str], line_limit: int = LINE_LIMIT) -> None:
        """Split the command; nothing is started yet."""
        self.command = split_command(command)
        self.line_limit = line_limit
        self.seconds = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._buffer = bytearray()
        self._log = bytearray()

    def __enter__(self) -> Self:
        """The client itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Kill the program; `close` before, to let it end by itself."""
        self.kill()

    @property
    def is_running(self) -> bool:
        """Whether the program was started and not killed since."""
        return self._process is not None

    @property
    def log(self) -> str:
        """The end of what the program last wrote to standard error."""
        lines = self._log.decode(errors="replace").splitlines()
        return "\n".join(printable(line) for line in lines)

    def start(self) -> None:
        """Start the program in a process group of its own.

        Raises:
            ClientError: there is no such program, or it cannot be run.
        """
        self.kill()
        self._buffer, self._log = bytearray(), bytearray()
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(
                self.command, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0, start_new_session=True
            )
        except (OSError, ValueError) as error:
            raise ClientError(_cannot_start(self.command[0], error)) from None
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                os.set_blocking(stream.fileno(), False)

    def ask(self, request: Mapping[str, object], timeout: float) -> dict[str, Json]:
        """Send a request and read its reply, starting the program if it is not running.

        Args:
            request: the request.
            timeout: how long the two may take together, in seconds.

        Raises:
            ClientError: the client cannot be started, died, gave no answer in time, or answered nonsense; it is killed.
        """
        if self._process is None:
            self.start()
        line = (dump_json(request) + "\n").encode()
        try:
            return _read_reply(self._exchange(line, timeout))
        except BaseException:
            # What fails or interrupts leaves a request half done: the next one would read its reply.
            self.kill()
            raise

    def close(self) -> None:
        """Ask the program to end, give it a moment, and kill what is left."""
        if self._process is not None:
            with contextlib.suppress(ClientError):
                self._send(b'{"op":"exit"}\n', time.monotonic() + GRACE, GRACE)
                self._await_exit(GRACE)
        self.kill()

    def kill(self) -> None:
        """Kill the program and all in its process group, and bury it."""
        process, self._process = self._process, None
        if process is None:
            return
        _kill_group(process)
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def interrupt(self) -> None:
        """Kill the program from another thread; the thread that is asking it finds it dead."""
        process = self._process
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)

    def _exchange(self, line: bytes, timeout: float) -> bytes:
        """Send one line and read one, and count the time between."""
        began = time.monotonic()
        deadline = began + timeout
        try:
            self._refuse_unasked()
            self._send(line, deadline, timeout)
            return self._receive(deadline, timeout)
        finally:
            self.seconds += time.monotonic() - began

    def _refuse_unasked(self) -> None:
        """Nothing may stand in the pipe before a request: it would be taken for the reply."""
        if self._buffer:
            raise ClientError("the client answered with more than one line")
        source = self._out
        poll = select.poll()
        poll.register(source, select.POLLIN)
        if poll.poll(0):
            if self._read_into(source, self._buffer):
                raise ClientError("the client wrote a line without being asked")
            raise ClientError(self._death())

    def _send(self, line: bytes, deadline: float, timeout: float) -> None:
        """Write a request; what the client writes meanwhile is read, so that neither waits for the other."""
        rest = memoryview(line)
        target = self._in
        while True:
            try:
                rest = rest[os.write(target, rest) :]
            except BlockingIOError:
                pass
            except OSError:
                raise ClientError(self._death()) from None
            if not rest:
                return
            what = f"the client did not read the request within {timeout:g} s"
            self._wait(deadline, what, target)

    def _receive(self, deadline: float, timeout: float) -> bytes:
        """Read one line; the buffer is searched once, however small the pieces."""
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            if searched > self.line_limit:
                raise ClientError(f"the client answered with a line of more than {self.line_limit:,} bytes")
            self._wait(deadline, f"the client gave no answer within {timeout:g} s")
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        if self._buffer:
            raise ClientError("the client answered with more than one line")
        return line

    def _wait(self, deadline: float, late: str, writable: int | None = None) -> None:
        """Wait till something moves, and take what the client wrote; out of time is an error."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise ClientError(late)
        poll, source, log = select.poll(), self._out, self._err
        # A client that answers before it read the request is read no further than a reply may be long.
        if writable is None or len(self._buffer) <= self.line_limit:
            poll.register(source, select.POLLIN)
        if log is not None:
            poll.register(log, select.POLLIN)
        if writable is not None:
            poll.register(writable, select.POLLOUT)
        ready = {handle for handle, _ in poll.poll(min(left, 3600) * 1000 + 1)}
        if log in ready:
            self._drain_log()
        if source in ready and not self._read_into(source, self._buffer):
            raise ClientError(self._death())

    def _read_into(self, source: int, buffer: bytearray) -> bool:
        """Read what is there; False at the end of the stream."""
        try:
            piece = os.read(source, _CHUNK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        buffer += piece
        return bool(piece)

    def _drain_log(self) -> None:
        """Take one piece of standard error and keep the end; a stream that ended is not looked at again."""
        if self._err is not None and not self._read_into(self._err, self._log):
            self._close_log()
        del self._log[:-LOG_LIMIT]

    def _close_log(self) -> None:
        """Standard error is at its end."""
        if self._process is not None and self._process.stderr is not None:
            self._process.stderr.close()

    def _death(self) -> str:
        """What became of a client whose pipe is closed."""
        process = self._process
        if process is None or not self._await_exit(GRACE):
            return "the client closed its input or output without ending"
        for _ in range(16):
            self._drain_log()
        code = _kill_group(process)
        if code < 0:
            return f"the client died of signal {_signal_name(-code)}"
        return f"the client ended with exit status {code}"

    def _await_exit(self, seconds: float) -> bool:
        """Wait for the program to end, without burying it: its group is still to be killed by its number."""
        process = self._process
        if process is None:
            return True
        deadline, pause = time.monotonic() + seconds, 0.0005
        while not _has_ended(process):
            if time.monotonic() > deadline:
                return False
            time.sleep(pause)
            pause = min(pause * 2, 0.02)
        return True

    @property
    def _in(self) -> int:
        """The client's standard input."""
        return _handle(self._process and self._process.stdin)

    @property
    def _out(self) -> int:
        """The client's standard output."""
        return _handle(self._process and self._process.stdout)

    @property
    def _err(self) -> int | None:
        """The client's standard error, till it ends."""
        stream = self._process and self._process.stderr
        return None if not stream or stream.closed else stream.fileno()


def split_command(command: str | Sequence[str]) -> list[str]:
    """The program and its arguments.

    Raises:
        ClientError: the command is empty, or its quotes do not close.
    """
    try:
        parts = shlex.split(command) if isinstance(command, str) else list(command)
    except ValueError as error:
        raise ClientError(f"the client's command cannot be split ({str(error).lower()}); mend its quotes") from None
    if not parts:
        raise ClientError("the client's command is empty; give a program")
    return parts


def _read_reply(line: bytes) -> dict[str, Json]:
    """The object that a line holds."""
    try:
        data = parse_json(line)
    except VectorError as error:
        raise ClientError(f"the client answered with no JSON: {error.what}") from None
    if not isinstance(data, dict):
        raise ClientError(f"the client answered with {shown(data)}, not an object")
    # Twice what a vector may nest: a lawful reply never comes near it.
    if depth_exceeds(data, 2 * MAX_DEPTH):
        raise ClientError("the client answered with values too deep inside one another")
    return data


def _cannot_start(program: str, error: Exception) -> str:
    """Why a program did not start."""
    name = shown(program)
    if isinstance(error, FileNotFoundError):
        return f"the client {name} cannot be started: there is no such program; give its path"
    if isinstance(error, PermissionError):
        return f"the client {name} cannot be started: it is not executable; give a program"
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"the client {name} cannot be started: {words.lower()}; give a program that runs here"


def _kill_group(process: subprocess.Popen[bytes]) -> int:
    """Kill a program and all in its group, and bury it; gives its exit status, its own where it had ended before."""
    if process.returncode is None:
        # The group goes before the program is buried: till then its number belongs to nobody else.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether a program has ended; where the system can say so, it stays unburied."""
    if not hasattr(os, "waitid"):
        return process.poll() is not None
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _signal_name(number: int) -> str:
    """The name of a signal, or its number."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def _handle(stream: object) -> int:
    """The file descriptor of an open stream."""
    if stream is None or not hasattr(stream, "fileno"):
        raise ClientError("the client is not running")
    return int(stream.fileno())

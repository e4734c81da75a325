"""The specification as a client of the protocol: a request a line on standard input, a reply a line on standard output.

Whatever comes in, one line goes out for it: a reply, `unsupported` for what is not specified, or `error` with one sentence.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TextIO

from tao_spec import __version__
from tao_spec.arithmetic.errors import ClientPanic
from tao_spec.revisions import REVISIONS, UnknownRevision, get_revision
from tao_spec.revisions.r306 import R306
from tao_spec.transition.genesis import GenesisError
from tao_spec.transition.rules import Unsupported
from tao_spec.vectors.format import BlocksStep, Call, CallStep, Origin, Outcome, Signed, Step
from tao_spec.vectors.functions import UnknownFunction, evaluate
from tao_spec.vectors.machine import Machine, UndecodableCall, is_hex
from tao_spec.vectors.text import Json, VectorError, parse_json, shown

NAME = "tao-spec"

MAX_BLOCKS = 1_000_000
"""So many blocks are made at one request; more would leave whoever asks without an answer for hours."""

MAX_SENTENCE = 1_000
"""So many characters of a reason are told."""

Reply = dict[str, Json]


class Server:
    """Answers requests; the loaded state stays between them.

    Args:
        library: the array library in which epochs run; without one the rules run them.
    """

    def __init__(self, library: str | None = None) -> None:
        self.library = library
        self.machine: Machine | None = None
        self.operations: dict[str, Callable[[Mapping[str, Any]], Reply]] = {
            "hello": self.hello,
            "load": self.load,
            "step": self.step,
            "eval": self.eval,
            "genesis": self.genesis,
            "dump": self.dump,
        }

    def answer(self, line: str) -> Reply | None:
        """The reply to a line; None for the request to end."""
        try:
            request = parse_json(line.encode(errors="replace"))
        except VectorError as error:
            return {"error": f"the line is no request: {_first_line(error)}"}
        if not isinstance(request, dict) or not isinstance(request.get("op"), str):
            return {"error": f"{shown(request)} is no request; write an object with the key op"}
        if request["op"] == "exit":
            return None
        return self._answer(request)

    def _answer(self, request: Mapping[str, Any]) -> Reply:
        operation = self.operations.get(request["op"])
        if operation is None:
            return {"unsupported": f"the operation {shown(request['op'])}"}
        try:
            return operation(request)
        except (Unsupported, UndecodableCall, UnknownFunction, UnknownRevision) as error:
            return {"unsupported": _first_line(error)}
        except ClientPanic as error:
            return {"error": f"panic: {_first_line(error)}"}
        except (VectorError, GenesisError) as error:
            return {"error": _first_line(error)}
        except (RecursionError, MemoryError):
            return {"error": "the request is too large or nests too deep; ask for less"}
        except Exception as error:  # a fault of the specification is told, and the next request is still answered
            return {"error": f"the specification failed with {type(error).__name__}: {_first_line(error)}"}

    def hello(self, request: Mapping[str, Any]) -> Reply:
        """Who answers, and for which revisions."""
        return {"client": NAME, "version": __version__, "revisions": [*sorted(REVISIONS)]}

    def load(self, request: Mapping[str, Any]) -> Reply:
        """Take over a state under a revision."""
        revision, state = request.get("revision", R306.spec_version), request.get("state")
        if type(revision) is not int or not isinstance(state, dict):
            raise VectorError("load wants a revision and a state", "give an integer and an object of 0x-hex")
        self.machine = Machine.load(get_revision(revision, self.library), state)
        return {"ok": True}

    def step(self, request: Mapping[str, Any]) -> Reply:
        """Make a step on the loaded state; `root: false` spares the state root."""
        machine = self._loaded()
        made = machine.make(read_step(request.get("step")))
        return machine.outcome(made, with_root=request.get("root") is not False).to_json()

    def eval(self, request: Mapping[str, Any]) -> Reply:
        """Evaluate a pure function."""
        function, args = request.get("function"), request.get("args")
        if not isinstance(function, str) or not isinstance(args, list):
            raise VectorError("eval wants a function and its args", "give a name and an array")
        return {"result": evaluate(function, args)}

    def genesis(self, request: Mapping[str, Any]) -> Reply:
        """Build the state of a genesis configuration, and take it over."""
        revision, config = request.get("revision", R306.spec_version), request.get("config")
        if type(revision) is not int or not isinstance(config, dict):
            raise VectorError("genesis wants a config", "give the chain's genesis JSON as an object")
        self.machine = Machine.genesis(get_revision(revision, self.library), config)
        return self.dump(request)

    def dump(self, request: Mapping[str, Any]) -> Reply:
        """The whole state."""
        return {"state": dict(self._loaded().state)}

    def _loaded(self) -> Machine:
        if self.machine is None:
            raise VectorError("no state is loaded", "send load or genesis first")
        return self.machine


def read_step(data: Any) -> Step:
    """The step that a request asks for.

    Raises:
        VectorError: it is none.
        Unsupported: it asks for more blocks than are made at one request.
    """
    if not isinstance(data, dict):
        raise VectorError(f"{shown(data)} is no step", "give an object", "step")
    if "blocks" in data:
        return _read_blocks(data["blocks"])
    call, encoded = data.get("call"), data.get("encoded")
    if encoded is not None and not is_hex(encoded):
        raise VectorError(f"{shown(encoded)} is no 0x-hex", "write whole bytes in hex", "step.encoded")
    if encoded is None and call is None:
        raise VectorError("the step holds neither blocks nor a call", "give call, encoded or blocks", "step")
    return CallStep(_read_origin(data.get("origin")), Outcome("ok"), _read_call(call), encoded)


def _read_blocks(count: Any) -> BlocksStep:
    if type(count) is not int or count < 0:
        raise VectorError(f"{shown(count)} is no number of blocks", "give an integer from 0 up", "step.blocks")
    if count > MAX_BLOCKS:
        raise Unsupported(f"{shown(count)} blocks at one request; ask for at most {MAX_BLOCKS:,} at a time")
    return BlocksStep(count, Outcome("ok"))


def _read_call(call: Any) -> Call | None:
    if call is None:
        return None
    args = call.get("args", {}) if isinstance(call, dict) else None
    if not isinstance(call, dict) or not isinstance(args, dict):
        raise VectorError(f"{shown(call)} is no call", "give pallet, name and args", "step.call")
    return Call(str(call.get("pallet")), str(call.get("name")), args)


def _read_origin(origin: Any) -> Origin:
    if origin == "root":
        return "root"
    if origin == "none":
        return "none"
    account = origin.get("signed") if isinstance(origin, dict) else None
    if not is_hex(account) or len(str(account)) != 66:
        raise VectorError(f"{shown(origin)} is no origin", 'give "root", "none" or {"signed": 32 bytes}', "step.origin")
    return Signed(str(account))


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).split("\n")[0][:MAX_SENTENCE]


def serve(lines: Iterable[str], out: TextIO, library: str | None = None) -> None:
    """Answer every line until the end of the input or the request to exit.

    Args:
        library: the array library in which epochs run; without one the rules run them.
    """
    server = Server(library)
    for line in lines:
        # A blank line asks nothing.
        if not line.strip():
            continue
        reply = server.answer(line)
        if reply is None:
            return
        out.write(json.dumps(reply, separators=(",", ":")) + "\n")
        out.flush()

"""Clients for the tests: the specification itself in this process, told to lie where a test wants it to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tao_spec.clients.compare import HexDescriber
from tao_spec.clients.protocol import ClientError
from tao_spec.clients.serve import Server
from tao_spec.fuzz.duel import Opponent
from tests.command import ROOT

VECTORS = ROOT / "conformance" / "vectors"

Lie = Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]


class Liar:
    """Answers as the specification does; what it answers to a step passes through a lie first."""

    def __init__(self, lie: Lie = lambda request, reply: reply) -> None:
        self.server, self.lie, self.asked = Server(), lie, []

    def ask(self, request, timeout):
        self.asked.append(request)
        reply = self.server._answer(request)
        return self.lie(request, reply) if request["op"] == "step" else reply


def opponent(lie: Lie = lambda request, reply: reply) -> Opponent:
    return Opponent(Liar(lie), 306, 1.0, HexDescriber())


def crash(request, reply):
    raise ClientError("the client died of signal SIGSEGV")

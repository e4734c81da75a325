"""The specification as a machine that takes the steps of a vector: the one place where JSON meets rules.

Filling, checking, explaining and serving all drive a `Machine`, so that they cannot disagree.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.messages import Call
from tao_spec.interface.messages import Event as ChainEvent
from tao_spec.revisions import UnknownRevision, get_revision
from tao_spec.storage.scale import ScaleError
from tao_spec.storage.store import Changes
from tao_spec.transition.block import advance_block
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import try_dispatch
from tao_spec.transition.genesis import build_genesis
from tao_spec.transition.origin import NOBODY, ROOT, Origin, signed
from tao_spec.transition.revision import Revision
from tao_spec.vectors.format import BlocksStep, CallStep, Event, Outcome, Signed, Step
from tao_spec.vectors.format import Call as JsonCall
from tao_spec.vectors.format import Origin as JsonOrigin
from tao_spec.vectors.schemas import are_hex
from tao_spec.vectors.text import VectorError, shown

MAX_NESTED_CALLS: Final = 1_000
"""So deep calls may nest in calls. The chain gives up at 255, whatever lies deeper."""

MAX_KEY_BYTES: Final = 1_024
"""So long a storage key may be, several times as long as any of the chain's. The trie is at most twice as deep."""

RECURSION_LIMIT: Final = 12_000
"""Python frames for the deepest call and the deepest trie that these two let in, with room to spare."""

sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION_LIMIT))


class UndecodableCall(VectorError):
    """A call that cannot be read is refused before anything runs."""


@dataclass(frozen=True)
class Made:
    """A step that was made, in the specification's own types.

    Attributes:
        call: the call that was made; None where blocks passed.
        error: how it was refused; None where it went well.
        events, changes: what it told and what it changed.
    """

    call: Call | None
    error: DispatchError | None
    events: tuple[ChainEvent, ...]
    changes: Changes


class Machine:
    """A chain that makes steps.

    Args:
        chain: the state before the first step, under its revision.
    """

    def __init__(self, chain: Chain) -> None:
        self.chain = chain

    @classmethod
    def load(cls, revision: int | Revision, state: Mapping[str, str]) -> Machine:
        """A machine on a state.

        Args:
            revision: a `spec_version`, or the revision itself.
            state: 0x-hex keys and values.

        Raises:
            VectorError: the revision is unknown, or a key or a value is no hex.
        """
        try:
            found = revision if isinstance(revision, Revision) else get_revision(revision)
        except UnknownRevision as error:
            raise VectorError(str(error), "name one of these", "revision") from None
        return cls(Chain(decode_state(state), found))

    @classmethod
    def genesis(cls, revision: int | Revision, config: Mapping[str, Any]) -> Machine:
        """A machine on the state that a genesis configuration gives.

        Raises:
            VectorError: the revision is unknown.
            GenesisError: the configuration gives no state.
        """
        empty = cls.load(revision, {})
        return cls(build_genesis(config, empty.chain.revision))

    @property
    def state(self) -> dict[str, str]:
        """The state as 0x-hex, in the order of its keys."""
        raw = self.chain.store.state
        return {to_hex(key): to_hex(raw[key]) for key in sorted(raw)}

    @property
    def root(self) -> str:
        """The state root as 0x-hex."""
        return to_hex(self.chain.store.root)

    def make(self, step: Step) -> Made:
        """Make a step.

        Raises:
            UndecodableCall: its call cannot be read; nothing ran.
            VectorError: its origin is no account; nothing ran.
            Unsupported: the specification does not model what it needs; nothing is changed.
            ClientPanic: the real client aborts here; nothing is changed.
        """
        call = self.read_call(step) if isinstance(step, CallStep) else None
        try:
            error = self._make(step, call)
            outcome = self.chain.commit()
        except BaseException:
            self.chain.abandon()
            raise
        return Made(call, error, outcome.events, outcome.changes)

    def _make(self, step: Step, call: Call | None) -> DispatchError | None:
        if isinstance(step, CallStep) and call is not None:
            return try_dispatch(self.chain, read_origin(step.origin), call)
        for _ in range(step.blocks if isinstance(step, BlocksStep) else 0):
            advance_block(self.chain)
        return None

    def outcome(self, made: Made, with_root: bool = True) -> Outcome:
        """What came of a step, as the vector format writes it; the root is that of the present state."""
        events = tuple(self._event(event) for event in made.events)
        result = self.chain.revision.interface.result_codec.to_json(made.error)
        changes = {to_hex(key): None if raw is None else to_hex(raw) for key, raw in made.changes.items()}
        return Outcome(result, events, changes, self.root if with_root else None)

    def _event(self, event: ChainEvent) -> Event:
        encoded = self.chain.revision.interface.encode_event(event)
        return Event(event.PALLET.name, event.NAME, to_hex(encoded))

    def read_call(self, step: CallStep) -> Call:
        """The typed call of a step; where both forms stand, `encoded` decides.

        Raises:
            UndecodableCall: it is no call of the revision.
        """
        try:
            call = self._read_call(step)
        except ScaleError as error:
            what = f"the call cannot be read: {_shortened(str(error))}"
            raise UndecodableCall(what, "give a call of this revision") from None
        except RecursionError:
            raise _too_deep() from None
        # What is let in here, every reader and every rule can follow to its end.
        if not nests_within(call, MAX_NESTED_CALLS):
            raise _too_deep()
        return call

    def _read_call(self, step: CallStep) -> Call:
        interface = self.chain.revision.interface
        if step.encoded is not None:
            return interface.decode_call(from_hex(step.encoded))
        json = {} if step.call is None else step.call.to_json()
        return interface.call_codec.from_json({key: json.get(key) for key in ("pallet", "name", "args")})

    def write_call(self, call: Call, origin: JsonOrigin) -> CallStep:
        """A step that makes a typed call, in both forms, without its outcome."""
        interface = self.chain.revision.interface
        json = interface.call_codec.to_json(call)
        encoded = to_hex(interface.encode_call(call))
        return CallStep(origin, Outcome("ok"), JsonCall(json["pallet"], json["name"], json["args"]), encoded)


def _too_deep() -> UndecodableCall:
    what = f"the call cannot be read: it nests more than {MAX_NESTED_CALLS:,} deep"
    return UndecodableCall(what, "nest fewer calls")


def _shortened(words: str) -> str:
    """A sentence of bounded length: one that passes through a thousand nested calls names them all."""
    return words if len(words) <= 300 else f"{words[:100]} … {words[-180:]}"


def nests_within(call: Call, limit: int) -> bool:
    """Whether calls nest in a call at most so deep; found level by level, so that no depth exhausts the stack."""
    level = [call]
    for _ in range(limit):
        level = [inner for outer in level for inner in _calls_within(outer)]
        if not level:
            return True
    return False


def _calls_within(value: Any) -> Iterator[Call]:
    """The calls directly inside a value, wherever in its fields and sequences they stand."""
    waiting = [getattr(value, field.name) for field in dataclasses.fields(value)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Call):
            yield part
        elif isinstance(part, tuple):
            waiting.extend(part)
        elif dataclasses.is_dataclass(part):
            waiting.extend(getattr(part, field.name) for field in dataclasses.fields(part))


def read_origin(origin: JsonOrigin) -> Origin:
    """The origin that a step names.

    Raises:
        VectorError: the account is none.
    """
    if isinstance(origin, Signed):
        raw = from_hex(origin.account)
        if len(raw) != AccountId.LENGTH:
            raise VectorError(f"an account of {len(raw)} bytes signs", f"give {AccountId.LENGTH} bytes", "origin")
        return signed(AccountId(raw))
    return ROOT if origin == "root" else NOBODY


def decode_state(state: Mapping[str, str]) -> dict[bytes, bytes]:
    """The raw state of 0x-hex keys and values.

    Raises:
        VectorError: one of them is no hex, or a key is longer than any of the chain's.
    """
    if not (are_hex(state) and are_hex(state.values())):
        bad = next(text for pair in state.items() for text in pair if not is_hex(text))
        raise VectorError(f"{shown(bad)} is no 0x-hex", "write whole bytes in lower-case hex", "state")
    if max(map(len, state), default=0) > 2 + 2 * MAX_KEY_BYTES:
        what = f"a storage key has more than {MAX_KEY_BYTES:,} bytes"
        raise VectorError(what, "no key of the chain is so long; give a state of the chain", "state")
    return {bytes.fromhex(key[2:]): bytes.fromhex(value[2:]) for key, value in state.items()}


def is_hex(text: object) -> bool:
    """Whether a value is a string of 0x-hex: whole bytes, lower-case, without spaces."""
    return isinstance(text, str) and are_hex((text,))


def from_hex(text: str) -> bytes:
    """The bytes of 0x-hex.

    Raises:
        VectorError: it is none.
    """
    if not is_hex(text):
        raise VectorError(f"{shown(text)} is no 0x-hex", "write whole bytes in lower-case hex")
    return bytes.fromhex(text[2:])


def to_hex(data: bytes) -> str:
    """Bytes as 0x-hex."""
    return "0x" + data.hex()

"""The specification as a machine that takes the steps of a vector: the one place where JSON meets rules.

Filling, checking, explaining and serving all drive a `Machine`, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
from tao_spec.vectors.text import VectorError


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
            Unsupported: the specification does not model what it needs; nothing is changed.
            ClientPanic: the real client aborts here; nothing is changed.
        """
        call = self.read_call(step) if isinstance(step, CallStep) else None
        try:
            error = self._make(step, call)
        except BaseException:
            self.chain.abandon()
            raise
        outcome = self.chain.commit()
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
        result = "ok" if made.error is None else made.error.to_json()
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
        interface = self.chain.revision.interface
        try:
            if step.encoded is not None:
                return interface.decode_call(from_hex(step.encoded))
            json = {} if step.call is None else step.call.to_json()
            return interface.call_codec.from_json({key: json.get(key) for key in ("pallet", "name", "args")})
        except ScaleError as error:
            raise UndecodableCall(f"the call cannot be read: {error}", "give a call of this revision") from None
        except RecursionError:
            raise UndecodableCall("the call nests too deep to be read", "nest fewer calls") from None

    def write_call(self, call: Call, origin: JsonOrigin) -> CallStep:
        """A step that makes a typed call, in both forms, without its outcome."""
        interface = self.chain.revision.interface
        json = interface.call_codec.to_json(call)
        encoded = to_hex(interface.encode_call(call))
        return CallStep(origin, Outcome("ok"), JsonCall(json["pallet"], json["name"], json["args"]), encoded)


def read_origin(origin: JsonOrigin) -> Origin:
    """The origin that a step names.

    Raises:
        VectorError: the account is none.
    """
    if isinstance(origin, Signed):
        return signed(AccountId(from_hex(origin.account)))
    return ROOT if origin == "root" else NOBODY


def decode_state(state: Mapping[str, str]) -> dict[bytes, bytes]:
    """The raw state of 0x-hex keys and values.

    Raises:
        VectorError: one of them is no hex.
    """
    try:
        return {bytes.fromhex(key[2:]): bytes.fromhex(value[2:]) for key, value in state.items()}
    except (ValueError, TypeError):
        bad = next(text for pair in state.items() for text in pair if not is_hex(text))
        raise VectorError(f"{bad!s:.60} is no 0x-hex", "write whole bytes in hex", "state") from None


def is_hex(text: object) -> bool:
    """Whether a value is a string of 0x-hex."""
    try:
        return isinstance(text, str) and text.startswith("0x") and bytes.fromhex(text[2:]) is not None
    except ValueError:
        return False


def from_hex(text: str) -> bytes:
    """The bytes of 0x-hex.

    Raises:
        VectorError: it is none.
    """
    if not is_hex(text):
        raise VectorError(f"{text!s:.60} is no 0x-hex", "write whole bytes in hex")
    return bytes.fromhex(text[2:])


def to_hex(data: bytes) -> str:
    """Bytes as 0x-hex."""
    return "0x" + data.hex()

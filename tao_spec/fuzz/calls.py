"""Calls with an origin: drawn by domain, with arguments that meet the state, or taken from a script and changed a little."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from tao_spec.arithmetic.identifiers import H256, AccountId, NetUid
from tao_spec.fuzz.secrets import Secrets
from tao_spec.fuzz.stock import Stock
from tao_spec.fuzz.values import Values
from tao_spec.interface.messages import Call
from tao_spec.interface.runtime import Interface
from tao_spec.revisions import get_revision
from tao_spec.state.chain_state import DOMAINS
from tao_spec.storage.hashers import blake2_256
from tao_spec.transition import calls as _table_of_calls
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import DISPATCHABLES
from tao_spec.vectors.format import Origin, Signed
from tao_spec.vectors.machine import to_hex

ANSWERED: Final = _table_of_calls.ANSWERED_BY
"""Named so that the table is loaded, with whose answers this module deals."""

ROOT_DOMAINS: Final = ("hyperparameters", "governance")
"""Domains most of whose calls only root may make."""

DEEPEST: Final = 2
"""Calls are drawn into one another so deep."""

Acted = tuple[Call, Origin]


@cache
def calls_by_domain(interface: Interface) -> dict[str, tuple[type[Call], ...]]:
    """The calls that are answered, by the domain of the rule that answers."""
    found: dict[str, list[type[Call]]] = {}
    for call in interface.calls:
        if call in DISPATCHABLES:
            found.setdefault(domain_of(DISPATCHABLES[call]), []).append(call)
    return {name: tuple(calls) for name, calls in sorted(found.items())}


def domain_of(rule: Callable[..., Any]) -> str:
    """The domain of a rule: the package or module under `transition` in which it stands."""
    return rule.__module__.split(".")[2]


def domain_names(revision: int) -> tuple[str, ...]:
    """The domains that can be drawn: those that answer calls, and those in which only blocks do something.

    Raises:
        UnknownRevision: there is no such revision.
    """
    return tuple(sorted({*calls_by_domain(get_revision(revision).interface), *DOMAINS}))


class Calls:
    """Draws calls for one trace.

    Args:
        chance: where randomness comes from.
        chain: the state in which they are made.
        stock: what it holds; calls that are drawn join it.
        examples: calls that were made elsewhere, with their origins; their arguments serve again.
        weights: how often each domain is drawn; all alike where none is named.
    """

    def __init__(
        self,
        chance: random.Random,
        chain: Chain,
        stock: Stock,
        examples: list[Acted],
        weights: Mapping[str, float],
    ) -> None:
        self.chance, self.chain, self.stock = chance, chain, stock
        self.interface = chain.revision.interface
        self.examples = examples
        self.table = calls_by_domain(self.interface)
        self.domains = [name for name in self.table if not weights or name in weights] or list(self.table)
        self.shares = [weights.get(name, 1.0) for name in self.domains]
        self.values = Values(chance, stock, self._nested)
        self.secrets = Secrets(chance, chain, self.values)
        self.depth = 0

    def draw(self) -> Acted:
        """A call and an origin: an example or its like, the reveal of something committed, or what the domains give."""
        roll = self.chance.random()
        if self.examples and roll < 0.45:
            acted = self.chance.choice(self.examples)
            return acted if roll < 0.1 else self.changed(*acted)
        if roll > 0.9 and (told := self.secrets.reveal()):
            return told
        call = self._call(self._class())
        origin = self._origin(call)
        call = self.secrets.commit(call, origin)
        self._remember(call)
        return call, origin

    def changed(self, call: Call, origin: Origin) -> Acted:
        """A call with one argument drawn anew, or another origin."""
        fields = self.interface.call_codec.arguments[type(call)].items
        if not fields or self.chance.random() < 0.2:
            return call, self._origin(call)
        name, codec = self.chance.choice(fields)
        self.values.length = None
        changed = dataclasses.replace(call, **{name: self._argument(type(call), name, codec)})  # type: ignore[type-var]
        self._remember(changed)
        return changed, origin

    def _class(self) -> type[Call]:
        """A call by domain."""
        return self.chance.choice(self.table[self.chance.choices(self.domains, self.shares)[0]])

    def _call(self, cls: type[Call]) -> Call:
        self.values.length = None
        fields = self.interface.call_codec.arguments[cls].items
        return cls(*(self._argument(cls, name, codec) for name, codec in fields))

    def _argument(self, cls: type[Call], name: str, codec: Any) -> Any:
        """An argument: that of an example, or one drawn by its type."""
        known = [getattr(call, name) for call, _ in self.examples if type(call) is cls]
        if known and self.chance.random() < 0.4:
            return self.chance.choice(known)
        return self.values.value(codec, name)

    def _nested(self) -> Call:
        """A call inside a call: one that was made before, whose hash may be stored, or a new one."""
        known = list(self.stock.calls)
        if known and (self.depth >= DEEPEST or self.chance.random() < 0.5):
            return self.chance.choice(known)
        length, self.depth = self.values.length, self.depth + 1
        cls = self._class()
        while self.depth >= DEEPEST and holds_call(cls):
            cls = self.chance.choice(self.table["stake"])
        made = self._call(cls)
        self.values.length, self.depth = length, self.depth - 1
        return made

    def _remember(self, call: Call) -> None:
        """What was called may be called again inside another, and its hash be named."""
        self.stock.add(call)
        self.stock.add(H256(blake2_256(self.interface.encode_call(call))))

    def _origin(self, call: Call) -> Origin:
        """Root, nobody, or an account: who made such a call before, who has a say in it, or anybody."""
        roll, known = self.chance.random(), [origin for made, origin in self.examples if type(made) is type(call)]
        if known and roll < 0.35:
            return self.chance.choice(known)
        if roll > 0.97:
            return "none"
        if self.chance.random() < (0.6 if domain_of(DISPATCHABLES[type(call)]) in ROOT_DOMAINS else 0.06):
            return "root"
        return Signed(to_hex(self._signer(call)))

    def _signer(self, call: Call) -> AccountId:
        """An account with a say in the call, or anybody."""
        chain, insiders = self.chain, []
        for value in call.arguments:
            if isinstance(value, AccountId):
                insiders += [value, *[owner for owner in [chain.keys.owner.get(value)] * 3 if owner is not None]]
            if isinstance(value, NetUid) and (owner := chain.subnets.subnet_owner.get(value)) is not None:
                insiders.append(owner)
        if (key := chain.governance.sudo_key.get()) is not None and call.PALLET.name == "Sudo":
            insiders += [key] * 3
        if insiders and self.chance.random() < 0.7:
            return self.chance.choice(insiders)
        return self.values.fixed_bytes(AccountId)  # type: ignore[return-value]


def holds_call(cls: Any) -> bool:
    """Whether a call takes calls."""
    return any("Call" in str(field.type).replace("CallHash", "") for field in dataclasses.fields(cls))

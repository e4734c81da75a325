"""Who makes a call: root, nobody, an account, or a collective; and what this caller may not do here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import Nobody, OriginCaller, Root, Signed, SystemOrigin, TriumvirateOrigin

Caller = SystemOrigin | TriumvirateOrigin
Filter = Callable[[Call], bool]


@dataclass(frozen=True)
class Origin:
    """A caller, and the filters that its call must pass beside the runtime's own."""

    caller: Caller
    filters: tuple[Filter, ...] = ()

    def filtered(self, allowed: Filter) -> Origin:
        """The same caller, held to one filter more."""
        return replace(self, filters=(*self.filters, allowed))

    def may_call(self, call: Call) -> bool:
        """Whether the filters of this origin let the call pass; root passes all."""
        return isinstance(self.caller, Root) or all(allowed(call) for allowed in self.filters)


ROOT = Origin(Root())
NOBODY = Origin(Nobody())


def signed(account: AccountId) -> Origin:
    """The origin of a call that an account signed."""
    return Origin(Signed(account))


def origin_of(caller: OriginCaller) -> Origin:
    """The origin of a call that is made for a caller as a value: none of its own filters is kept."""
    return Origin(caller.origin)


def ensure_root(origin: Origin) -> None:
    """Only root passes.

    Raises:
        BadOrigin: anybody else called.
    """
    if not isinstance(origin.caller, Root):
        raise BadOrigin


def ensure_signed(origin: Origin) -> AccountId:
    """The account that signed.

    Raises:
        BadOrigin: no account did.
    """
    if not isinstance(origin.caller, Signed):
        raise BadOrigin
    return origin.caller.account


def ensure_nobody(origin: Origin) -> None:
    """Only a call without a caller passes.

    Raises:
        BadOrigin: somebody called.
    """
    if not isinstance(origin.caller, Nobody):
        raise BadOrigin


def is_root(origin: Origin) -> bool:
    """Whether root calls."""
    return isinstance(origin.caller, Root)

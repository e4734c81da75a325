"""Calls that make calls: one instead of another, and under another origin.

Source: upstream's `pallets/utility/src/lib.rs`.
"""

from __future__ import annotations

from tao_spec.interface.accounts.utility import DispatchedAs
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import Nobody, OriginCaller
from tao_spec.revisions.r320.interface import DispatchAsFallible, IfElse, IfElseFallbackCalled, IfElseMainSuccess
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import dispatch, dispatch_unfiltered, try_dispatch
from tao_spec.transition.origin import Origin, ensure_root, origin_of
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import rule


@rule("R320-10", call=IfElse)
def if_else(chain: Chain, origin: Origin, main: Call, fallback: Call) -> None:
    """Make a call; where it is refused, make the other. Both are made under the caller's own origin.

    Args:
        main: what is done.
        fallback: what is done if that is refused, and leaves nothing behind.

    Raises:
        BadOrigin: nobody calls.
        DispatchError: whatever the other call is refused with.
    """
    if isinstance(origin.caller, Nobody):
        raise BadOrigin
    error = try_dispatch(chain, origin, main)
    if error is None:
        chain.emit(IfElseMainSuccess())
        return
    dispatch(chain, origin, fallback)
    chain.emit(IfElseFallbackCalled(error))


@rule("R320-11", call=DispatchAsFallible)
def dispatch_as_fallible(chain: Chain, origin: Origin, as_origin: OriginCaller, call: Call) -> None:
    """Make a call under any origin, past its filters; where it is refused, so is this one.

    Args:
        as_origin: under which.
        call: what is done.

    Raises:
        BadOrigin: only root may.
        DispatchError: whatever the call is refused with.
    """
    ensure_root(origin)
    dispatch_unfiltered(chain, origin_of(as_origin), call)
    chain.emit(DispatchedAs(None))  # type: ignore[arg-type]


RULES: ReplacedRules = {}
"""The rules of the base that are replaced here."""

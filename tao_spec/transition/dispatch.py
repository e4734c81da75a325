"""Dispatch: how a call with an origin becomes a change of state, or a refusal that leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable

from tao_spec.interface.accounts.system import CallFiltered
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.messages import Call
from tao_spec.transition.chain import Chain
from tao_spec.transition.filters import passes_base_filter
from tao_spec.transition.origin import Origin, is_root
from tao_spec.transition.rules import DISPATCHABLES, Unsupported, rule


@rule("DISPATCH-1")
def dispatch(chain: Chain, origin: Origin, call: Call) -> None:
    """Make a call for an origin, if the filters let it pass.

    Raises:
        CallFiltered: the runtime's filter, or one of the origin's own, forbids the call; root passes every filter.
        DispatchError: whatever the call refuses with.
        Unsupported: the specification does not model the call yet.
    """
    # The runtime forbids some calls to everybody but root.
    if not is_root(origin) and not passes_base_filter(call):
        raise CallFiltered
    # Whoever lent the origin may have limited it.
    if not origin.may_call(call):
        raise CallFiltered
    dispatch_unfiltered(chain, origin, call)


@rule("DISPATCH-2")
def dispatch_unfiltered(chain: Chain, origin: Origin, call: Call) -> None:
    """Make a call in a storage transaction of its own: refused, it leaves neither changes nor events.

    Raises:
        LimitReached: 255 transactions are open already.
        DispatchError: whatever the call refuses with.
        Unsupported: the specification does not model the call yet.
    """
    answer = DISPATCHABLES.get(type(call))
    if answer is None:
        raise Unsupported(f"{call.PALLET.name}.{call.NAME} is not specified yet")
    with chain.transaction():
        try:
            answer(chain, origin, *call.arguments)
        except DispatchError as error:
            raise chain.revision.get_refusal(error) from None


def try_dispatch(chain: Chain, origin: Origin, call: Call) -> DispatchError | None:
    """Make a call and return its refusal, or None where it went well."""
    return _refusal_of(dispatch, chain, origin, call)


def try_dispatch_unfiltered(chain: Chain, origin: Origin, call: Call) -> DispatchError | None:
    """Make a call past the filters and return its refusal, or None where it went well."""
    return _refusal_of(dispatch_unfiltered, chain, origin, call)


def _refusal_of(
    make: Callable[[Chain, Origin, Call], None], chain: Chain, origin: Origin, call: Call
) -> DispatchError | None:
    try:
        make(chain, origin, call)
    except DispatchError as error:
        return error
    return None

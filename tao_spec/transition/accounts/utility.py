"""Several calls in one, and calls under another origin."""

from __future__ import annotations

from dataclasses import replace

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.arithmetic.integers import U16, U32
from tao_spec.interface.accounts import utility as interface
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.accounts.utility import (
    BatchCompleted,
    BatchCompletedWithErrors,
    BatchInterrupted,
    DispatchedAs,
    ItemCompleted,
    ItemFailed,
    TooManyCalls,
)
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import Nobody, OriginCaller, Signed
from tao_spec.storage.hashers import blake2_256
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import dispatch, dispatch_unfiltered, try_dispatch, try_dispatch_unfiltered
from tao_spec.transition.origin import ROOT, Origin, ensure_root, ensure_signed, origin_of
from tao_spec.transition.rules import rule

MAX_BATCHED_CALLS = 10_922
"""So many calls may stand in one batch."""


@rule("UTIL-1")
def ensure_batch(origin: Origin, calls: tuple[Call, ...]) -> None:
    """Anybody but nobody may make a batch, of at most 10,922 calls.

    Raises:
        BadOrigin: nobody calls.
        TooManyCalls: there are more.
    """
    if isinstance(origin.caller, Nobody):
        raise BadOrigin
    if len(calls) > MAX_BATCHED_CALLS:
        raise TooManyCalls


@rule("UTIL-2")
def compute_derivative_account(who: AccountId, index: U16) -> AccountId:
    """The account that follows from another and a number: only the other can act as it."""
    return AccountId(blake2_256(b"modlpy/utilisuba" + bytes(who) + index.to_bytes(2, "little")))


@rule("UTIL-10", call=interface.Batch)
def batch(chain: Chain, origin: Origin, calls: tuple[Call, ...]) -> None:
    """Make calls one after the other, under the sender's own origin, until one is refused.

    The calls before the refused one stand, those behind it are not made, and the batch itself goes well.

    Raises:
        DispatchError: as `ensure_batch`.
    """
    ensure_batch(origin, calls)
    for index, call in enumerate(calls):
        error = try_dispatch(chain, origin, call)
        if error is not None:
            chain.emit(BatchInterrupted(U32(index), error))
            return
        chain.emit(ItemCompleted())
    chain.emit(BatchCompleted())


@rule("UTIL-11", call=interface.AsDerivative)
def as_derivative(chain: Chain, origin: Origin, index: U16, call: Call) -> None:
    """Make a call as the account that follows from the sender and a number; the sender's filters hold for it too.

    Args:
        index: which of the sender's accounts.
        call: what it does.

    Raises:
        BadOrigin: an account must sign.
        DispatchError: whatever the call refuses with.
    """
    who = ensure_signed(origin)
    derivative = replace(origin, caller=Signed(compute_derivative_account(who, index)))
    dispatch(chain, derivative, call)


@rule("UTIL-12", call=interface.BatchAll)
def batch_all(chain: Chain, origin: Origin, calls: tuple[Call, ...]) -> None:
    """Make calls one after the other; where one is refused, so is the batch, and nothing stands.

    Nothing that a call of it makes may be a `batch_all` again, unless root makes the batch.

    Raises:
        DispatchError: as `ensure_batch`; then whatever a call refuses with.
    """
    ensure_batch(origin, calls)
    limited = origin.filtered(lambda call: not isinstance(call, interface.BatchAll))
    for call in calls:
        dispatch(chain, limited, call)
        chain.emit(ItemCompleted())
    chain.emit(BatchCompleted())


@rule("UTIL-13", call=interface.DispatchAs)
def dispatch_as(chain: Chain, origin: Origin, as_origin: OriginCaller, call: Call) -> None:
    """Make a call under any origin, past its filters; the outcome is told and never refused.

    Only the call itself passes by the filters: what it makes in turn is held to them.

    Args:
        as_origin: under which.
        call: what is done.

    Raises:
        BadOrigin: only root may.
    """
    ensure_root(origin)
    error = try_dispatch_unfiltered(chain, origin_of(as_origin), call)
    chain.emit(DispatchedAs(error))  # type: ignore[arg-type]


@rule("UTIL-14", call=interface.ForceBatch)
def force_batch(chain: Chain, origin: Origin, calls: tuple[Call, ...]) -> None:
    """Make calls one after the other, whichever are refused; those that are not stand.

    Raises:
        DispatchError: as `ensure_batch`.
    """
    ensure_batch(origin, calls)
    errors = 0
    for call in calls:
        error = try_dispatch(chain, origin, call)
        errors += error is not None
        chain.emit(ItemCompleted() if error is None else ItemFailed(error))
    chain.emit(BatchCompletedWithErrors() if errors else BatchCompleted())


@rule("UTIL-15", call=interface.WithWeight)
def with_weight(chain: Chain, origin: Origin, call: Call, weight: Weight) -> None:
    """Make a call as root that is counted as if it cost the given weight, which nothing checks.

    Raises:
        BadOrigin: only root may.
        DispatchError: whatever the call refuses with.
    """
    ensure_root(origin)
    dispatch_unfiltered(chain, ROOT, call)

"""The weight of every call that is new or weighs otherwise than in revision 306."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conformance.accounts.multisig import Board, now
from conformance.accounts.proxy import ADDRESS
from conformance.dispatch.weights import blank
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.accounts.proxy import Proxy, ProxyAnnounced
from tao_spec.interface.accounts.system import Remark, Weight
from tao_spec.interface.accounts.utility import AsDerivative, Batch, BatchAll, DispatchAs, ForceBatch
from tao_spec.interface.governance.sudo import Sudo
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import FromSystem, Root
from tao_spec.revisions.r320.call_weights import FIXED_WEIGHTS
from tao_spec.revisions.r320.interface import DispatchAsFallible, IfElse
from tao_spec.transition.fixed_weights import FREE_CALLS
from tao_spec.transition.weights_of_calls import get_call_weight
from tao_spec.vectors.cases import Builder, Trace, case

ROOT = FromSystem(Root())
GREETING = Remark(b"a greeting")


def weigh(build: Builder, calls: Iterable[Call]) -> Trace:
    """For each call: a time less by one, a proof less by one, and the very weight."""
    board, since = Board(build, "alice bob"), now(build)
    alice, bob = board.members
    held = [Sudo(call) for call in calls]
    for call in held:
        board.begins(alice, call, 0)
    for call in held:
        weight = get_call_weight(build.chain, call)
        yield board.approves(bob, call, since, Weight(U64(weight.ref_time - 1), weight.proof_size))
        yield board.approves(bob, call, since, Weight(weight.ref_time, U64(weight.proof_size - 1)))
        yield board.approves(bob, call, since, weight)


def _blanks(build: Builder, pallets: Iterable[str]) -> Iterator[Call]:
    """The calls of some pallets whose fixed weights are others, their arguments blank."""
    interface = build.chain.revision.interface
    for call in interface.calls:
        if call.PALLET.name in pallets and call.NAME in FIXED_WEIGHTS.get(call.PALLET.name, ()):
            found = blank(interface, call)
            if found is not None:
                yield found


@case(rules=["R320-28"], errors=["MaxWeightTooLow"], revision=320)
def of_subtensor_and_proxy(build: Builder) -> Trace:
    """Every call of SubtensorModule and Proxy with another weight fits that very weight and nothing less."""
    yield from weigh(build, _blanks(build, ("SubtensorModule", "Proxy")))


@case(rules=["R320-28"], errors=["MaxWeightTooLow"], revision=320)
def of_admin_utils(build: Builder) -> Trace:
    """Every call of AdminUtils with another weight fits that very weight and nothing less."""
    yield from weigh(build, _blanks(build, ("AdminUtils",)))


@case(rules=["R320-28"], errors=["MaxWeightTooLow"], revision=320)
def of_calls_that_hold_calls(build: Builder) -> Trace:
    """A call that holds others weighs as they do and more; a proxy and a batch count those that are free, too."""
    interface = build.chain.revision.interface
    free = next(
        found
        for call in interface.calls
        if call.NAME in FREE_CALLS.get(call.PALLET.name, ()) and (found := blank(interface, call)) is not None
    )
    held: tuple[Call, ...] = (free, GREETING, IfElse(free, GREETING))
    calls: tuple[Call, ...] = (
        AsDerivative(U16(0), free),
        DispatchAs(ROOT, free),
        DispatchAsFallible(ROOT, free),
        IfElse(free, GREETING),
        Proxy(ADDRESS, None, free),
        ProxyAnnounced(ADDRESS, ADDRESS, None, free),
        *(batch(held) for batch in (Batch, BatchAll, ForceBatch)),
        Batch(()),
    )
    yield from weigh(build, calls)

"""The end of a crowdloan: it reaches its purpose, or it is dissolved.

Source: upstream's `pallets/crowdloan/src/lib.rs`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from tao_spec.interface import crowdloans as interface
from tao_spec.interface.crowdloans import (
    AlreadyFinalized,
    CallUnavailable,
    CapNotRaised,
    ContributionPeriodNotEnded,
    CrowdloanId,
    Dissolved,
    Finalized,
    InvalidOrigin,
    NoContribution,
    NotReadyToDissolve,
)
from tao_spec.interface.errors import DispatchError
from tao_spec.state.crowdloans import CrowdloanInfo
from tao_spec.state.stored_call import StoredCall
from tao_spec.transition.accounts.references import remove_provider
from tao_spec.transition.accounts.tokens import EXPENDABLE, transfer
from tao_spec.transition.chain import Chain
from tao_spec.transition.crowdloans.terms import get_crowdloan, get_open_crowdloan_of
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.governance.preimage import drop, peek
from tao_spec.transition.origin import Origin, ensure_signed, signed
from tao_spec.transition.rules import rule

NO_PURPOSE = "KNOWN-170"
CALL_COMES_FIRST = "KNOWN-173"
FILTERS_ARE_LEFT = "KNOWN-174"
PREIMAGE_STAYS = "KNOWN-175"


@rule("CROWD-14")
def get_crowdloan_to_finalize(chain: Chain, origin: Origin, crowdloan_id: CrowdloanId) -> CrowdloanInfo:
    """A crowdloan that has raised its cap and has come to its end, for its creator.

    Raises:
        BadOrigin: an account must sign.
        InvalidCrowdloanId: there is no such crowdloan.
        InvalidOrigin: another created it.
        ContributionPeriodNotEnded, CapNotRaised, AlreadyFinalized: in this order.
    """
    who = ensure_signed(origin)
    crowdloan = get_crowdloan(chain, crowdloan_id)
    if who != crowdloan.creator:
        raise InvalidOrigin
    if chain.number < crowdloan.end:
        raise ContributionPeriodNotEnded
    if crowdloan.raised != crowdloan.cap:
        raise CapNotRaised
    if crowdloan.finalized:
        raise AlreadyFinalized
    return crowdloan


@rule("CROWD-15")
def make_call_of_crowdloan(chain: Chain, origin: Origin, crowdloan_id: CrowdloanId, call: StoredCall) -> None:
    """Make the call of a crowdloan as its creator, while `CurrentCrowdloanId` names the crowdloan.

    No filter of the creator's origin reaches the call (KNOWN-174), and its preimage stays (KNOWN-175).

    Raises:
        CallUnavailable: its preimage is not there, or is no call.
        DispatchError: whatever the call refuses with.
    """
    current = chain.crowdloans.current_crowdloan_id
    current.value = crowdloan_id
    try:
        made, _ = peek(chain, call)
    except DispatchError:
        raise CallUnavailable from None
    dispatch(chain, signed(ensure_signed(origin)) if chain.deviates(FILTERS_ARE_LEFT) else origin, made)
    current.clear()
    if not chain.deviates(PREIMAGE_STAYS):
        drop(chain, call)


@rule("CROWD-16", call=interface.Finalize)
def finalize(chain: Chain, origin: Origin, crowdloan_id: CrowdloanId) -> None:
    """End a crowdloan that raised its cap: its target, if it has one, gets what it raised; then its call, if any, is made.

    The crowdloan counts as open until its call was made, and is then stored as it stood before (KNOWN-173). Without target and
    call the TAO stays where it is for ever (KNOWN-170).

    Raises:
        DispatchError: as `get_crowdloan_to_finalize`, then as `transfer`, then as `make_call_of_crowdloan`.
    """
    crowdloan = get_crowdloan_to_finalize(chain, origin, crowdloan_id)
    finalized = replace(crowdloan, finalized=True)
    target = crowdloan.target_address
    if target is None and crowdloan.call is None and not chain.deviates(NO_PURPOSE):
        raise CallUnavailable
    if target is not None:
        transfer(chain, crowdloan.funds_account, target, crowdloan.raised, EXPENDABLE)
    if not chain.deviates(CALL_COMES_FIRST):
        chain.crowdloans.crowdloans[crowdloan_id] = finalized
    if crowdloan.call is not None:
        make_call_of_crowdloan(chain, origin, crowdloan_id, crowdloan.call)
    chain.crowdloans.crowdloans[crowdloan_id] = finalized
    chain.emit(Finalized(crowdloan_id))


@rule("CROWD-17", call=interface.Dissolve)
def dissolve(chain: Chain, origin: Origin, crowdloan_id: CrowdloanId) -> None:
    """Close one's crowdloan, before or after its end, once nobody else has a contribution in it; one's own is paid back.

    Raises:
        DispatchError: as `get_open_crowdloan_of`.
        NoContribution: the creator has none.
        NotReadyToDissolve: more was raised, or less.
        DispatchError: as `transfer`.
    """
    crowdloan = get_open_crowdloan_of(chain, origin, crowdloan_id)
    contribution = chain.crowdloans.contributions.get((crowdloan_id, crowdloan.creator))
    if contribution is None:
        raise NoContribution
    # What is not the creator's is somebody's.
    if contribution != crowdloan.raised:
        raise NotReadyToDissolve
    transfer(chain, crowdloan.funds_account, crowdloan.creator, contribution, EXPENDABLE)
    del chain.crowdloans.contributions[crowdloan_id, crowdloan.creator]
    if crowdloan.call is not None:
        drop(chain, crowdloan.call)
    # An account that something else needs keeps its provider.
    with suppress(DispatchError):
        remove_provider(chain, crowdloan.funds_account)
    del chain.crowdloans.crowdloans[crowdloan_id]
    chain.emit(Dissolved(crowdloan_id))

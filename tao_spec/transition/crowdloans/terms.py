"""The terms of a crowdloan: its account, its bounds, and what its creator may change while it is open.

Source: upstream's `pallets/crowdloan/src/lib.rs`, and the runtime's constants for it.
"""

from __future__ import annotations

from dataclasses import replace

from tao_spec.arithmetic.currency import RAO_PER_TAO, TaoBalance, tao
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber
from tao_spec.interface import crowdloans as interface
from tao_spec.interface.crowdloans import (
    AlreadyFinalized,
    BlockDurationTooLong,
    BlockDurationTooShort,
    CannotEndInPast,
    CapTooLow,
    CapUpdated,
    CrowdloanId,
    EndUpdated,
    InvalidCrowdloanId,
    InvalidOrigin,
    MinContributionUpdated,
    MinimumContributionTooLow,
)
from tao_spec.state.crowdloans import CrowdloanInfo
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule

MINIMUM_DEPOSIT = tao(10)
"""What a creator must give, in rao."""

ABSOLUTE_MINIMUM_CONTRIBUTION = TaoBalance(RAO_PER_TAO // 10)
"""No crowdloan may ask for less from a contributor, in rao."""

MINIMUM_BLOCK_DURATION = 50_400
MAXIMUM_BLOCK_DURATION = 432_000
"""So many blocks ahead, a week and 60 days, the end of a crowdloan lies when it is set."""


@rule("CROWD-1")
def compute_funds_account(crowdloan_id: CrowdloanId) -> AccountId:
    """The account in which a crowdloan keeps what it raised: 16 bytes that name the pallet and the number, then zeros."""
    return AccountId((b"modlbt/cloan" + crowdloan_id.to_bytes(4, "little")).ljust(32, b"\0"))


@rule("CROWD-2")
def get_crowdloan(chain: Chain, crowdloan_id: CrowdloanId) -> CrowdloanInfo:
    """A crowdloan by its number.

    Raises:
        InvalidCrowdloanId: there is none, or none any more.
    """
    crowdloan = chain.crowdloans.crowdloans.get(crowdloan_id)
    if crowdloan is None:
        raise InvalidCrowdloanId
    return crowdloan


@rule("CROWD-3")
def get_open_crowdloan(chain: Chain, crowdloan_id: CrowdloanId) -> CrowdloanInfo:
    """A crowdloan that was not finalised, whether its end has come or not.

    Raises:
        InvalidCrowdloanId, AlreadyFinalized: in this order.
    """
    crowdloan = get_crowdloan(chain, crowdloan_id)
    if crowdloan.finalized:
        raise AlreadyFinalized
    return crowdloan


@rule("CROWD-4")
def get_open_crowdloan_of(chain: Chain, origin: Origin, crowdloan_id: CrowdloanId) -> CrowdloanInfo:
    """A crowdloan that was not finalised, for its creator.

    Raises:
        BadOrigin: an account must sign.
        InvalidCrowdloanId, AlreadyFinalized: in this order.
        InvalidOrigin: another created it.
    """
    who = ensure_signed(origin)
    crowdloan = get_open_crowdloan(chain, crowdloan_id)
    if who != crowdloan.creator:
        raise InvalidOrigin
    return crowdloan


@rule("CROWD-5")
def ensure_valid_end(chain: Chain, end: BlockNumber) -> None:
    """A crowdloan may end from 50,400 to 432,000 blocks after the present one.

    Raises:
        CannotEndInPast, BlockDurationTooShort, BlockDurationTooLong: in this order.
    """
    if end <= chain.number:
        raise CannotEndInPast
    duration = end - chain.number
    if duration < MINIMUM_BLOCK_DURATION:
        raise BlockDurationTooShort
    if duration > MAXIMUM_BLOCK_DURATION:
        raise BlockDurationTooLong


@rule("CROWD-6")
def ensure_valid_minimum(min_contribution: TaoBalance) -> None:
    """The least contribution to a crowdloan is at least 0.1 TAO.

    Raises:
        MinimumContributionTooLow: it is less.
    """
    if min_contribution < ABSOLUTE_MINIMUM_CONTRIBUTION:
        raise MinimumContributionTooLow


@rule("CROWD-20", call=interface.UpdateMinContribution)
def update_min_contribution(
    chain: Chain, origin: Origin, crowdloan_id: CrowdloanId, new_min_contribution: TaoBalance
) -> None:
    """Change the least contribution to one's crowdloan; what was contributed before stays.

    Args:
        new_min_contribution: in rao.

    Raises:
        DispatchError: as `get_open_crowdloan_of`.
        MinimumContributionTooLow: it is less than 0.1 TAO.
    """
    crowdloan = get_open_crowdloan_of(chain, origin, crowdloan_id)
    ensure_valid_minimum(new_min_contribution)
    chain.crowdloans.crowdloans[crowdloan_id] = replace(crowdloan, min_contribution=new_min_contribution)
    chain.emit(MinContributionUpdated(crowdloan_id, new_min_contribution))


@rule("CROWD-21", call=interface.UpdateEnd)
def update_end(chain: Chain, origin: Origin, crowdloan_id: CrowdloanId, new_end: BlockNumber) -> None:
    """Change the end of one's crowdloan, before or after it has come, as often as one likes.

    Args:
        new_end: the block from which on nobody can contribute.

    Raises:
        DispatchError: as `get_open_crowdloan_of`, then as `ensure_valid_end`.
    """
    crowdloan = get_open_crowdloan_of(chain, origin, crowdloan_id)
    ensure_valid_end(chain, new_end)
    chain.crowdloans.crowdloans[crowdloan_id] = replace(crowdloan, end=new_end)
    chain.emit(EndUpdated(crowdloan_id, new_end))


@rule("CROWD-22", call=interface.UpdateCap)
def update_cap(chain: Chain, origin: Origin, crowdloan_id: CrowdloanId, new_cap: TaoBalance) -> None:
    """Change what one's crowdloan must raise, to no less than it has raised.

    A cap of what was raised makes a crowdloan that failed succeed, also after its end.

    Args:
        new_cap: in rao.

    Raises:
        DispatchError: as `get_open_crowdloan_of`.
        CapTooLow: more was raised already.
    """
    crowdloan = get_open_crowdloan_of(chain, origin, crowdloan_id)
    if new_cap < crowdloan.raised:
        raise CapTooLow
    chain.crowdloans.crowdloans[crowdloan_id] = replace(crowdloan, cap=new_cap)
    chain.emit(CapUpdated(crowdloan_id, new_cap))

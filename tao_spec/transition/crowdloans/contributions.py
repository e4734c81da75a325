"""The TAO of a crowdloan comes and goes: opening one, contributing, taking a contribution back, paying all back.

Source: upstream's `pallets/crowdloan/src/lib.rs`.
"""

from __future__ import annotations

from dataclasses import replace

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, AccountId, BlockNumber
from tao_spec.arithmetic.integers import U32
from tao_spec.interface import crowdloans as interface
from tao_spec.interface.crowdloans import (
    AllRefunded,
    AlreadyFinalized,
    CapRaised,
    CapTooLow,
    Contributed,
    ContributionPeriodEnded,
    ContributionPeriodNotEnded,
    ContributionTooLow,
    Created,
    CrowdloanId,
    DepositCannotBeWithdrawn,
    DepositTooLow,
    InsufficientBalance,
    MaxContributorsReached,
    NoContribution,
    Overflow,
    PartiallyRefunded,
    Underflow,
    Withdrew,
)
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.messages import Call
from tao_spec.state.crowdloans import CrowdloanInfo
from tao_spec.state.governance import Requested
from tao_spec.state.stored_call import Lookup, StoredCall
from tao_spec.storage.hashers import blake2_256
from tao_spec.transition.accounts.ledger import ZERO
from tao_spec.transition.accounts.references import add_provider
from tao_spec.transition.accounts.tokens import EXPENDABLE, transfer
from tao_spec.transition.chain import Chain
from tao_spec.transition.crowdloans.terms import (
    MINIMUM_DEPOSIT,
    compute_funds_account,
    ensure_valid_end,
    ensure_valid_minimum,
    get_crowdloan,
    get_open_crowdloan,
)
from tao_spec.transition.governance.preimage import bound, request
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule

MAX_CONTRIBUTORS = 500
"""So many may contribute to one crowdloan, its creator among them."""

REFUND_CONTRIBUTORS_LIMIT = 50
"""So many contributors are paid back by one call."""

FULL_FOR_ALL = "KNOWN-171"
ONE_BLOCKS_ALL = "KNOWN-172"
ONE_REQUEST_FOR_ALL = "KNOWN-179"


@rule("CROWD-7")
def get_next_crowdloan_id(chain: Chain) -> CrowdloanId:
    """The number of a new crowdloan: numbers count up from 0 and are never given again.

    Raises:
        Overflow: the last number is never given.
    """
    crowdloan_id = chain.crowdloans.next_crowdloan_id.value
    following = crowdloan_id.checked_add(CrowdloanId(1))
    if following is None:
        raise Overflow
    chain.crowdloans.next_crowdloan_id.value = following
    return crowdloan_id


@rule("CROWD-10", call=interface.Create)
def create(
    chain: Chain,
    origin: Origin,
    deposit: TaoBalance,
    min_contribution: TaoBalance,
    cap: TaoBalance,
    end: BlockNumber,
    call: Call | None,
    target_address: AccountId | None,
) -> None:
    """Open a crowdloan with one's own deposit, which is its first contribution.

    Neither a call nor a target needs to be given (KNOWN-170).

    Args:
        deposit, min_contribution, cap: in rao.
        end: the block from which on nobody can contribute.
        call: what its creator does with what was raised.
        target_address: who gets what was raised.

    Raises:
        BadOrigin: an account must sign.
        DepositTooLow: less than 10 TAO.
        CapTooLow: the cap does not exceed the deposit.
        MinimumContributionTooLow: less than 0.1 TAO.
        DispatchError: as `ensure_valid_end`.
        InsufficientBalance: the creator's free TAO, frozen or not, is less than the deposit.
        Overflow: there is no number left for it.
        DispatchError: as `store_call`, then as `transfer`.
    """
    creator = ensure_signed(origin)
    if deposit < MINIMUM_DEPOSIT:
        raise DepositTooLow
    # The deposit alone must not be all that is wanted.
    if cap <= deposit:
        raise CapTooLow
    ensure_valid_minimum(min_contribution)
    ensure_valid_end(chain, end)
    _ensure_balance(chain, creator, deposit)
    crowdloan_id = get_next_crowdloan_id(chain)
    account = compute_funds_account(crowdloan_id)
    # The account exists as long as the crowdloan, whatever it holds.
    add_provider(chain, account)
    chain.crowdloans.crowdloans[crowdloan_id] = CrowdloanInfo(
        creator=creator,
        deposit=deposit,
        min_contribution=min_contribution,
        end=end,
        cap=cap,
        funds_account=account,
        raised=deposit,
        target_address=target_address,
        call=None if call is None else store_call(chain, call),
        finalized=False,
        contributors_count=U32(1),
    )
    transfer(chain, creator, account, deposit, EXPENDABLE)
    chain.crowdloans.contributions[crowdloan_id, creator] = deposit
    chain.emit(Created(crowdloan_id, creator, end, cap))


@rule("CROWD-18")
def store_call(chain: Chain, call: Call) -> StoredCall:
    """Store the call of a crowdloan, a long one as a preimage; several crowdloans with the same one request it once (KNOWN-179).

    Raises:
        DispatchError: as `bound`.
    """
    key = H256(blake2_256(chain.revision.interface.encode_call(call)))
    is_shared = isinstance(chain.governance.request_status_for.get(key), Requested)
    stored = bound(chain, call)
    if is_shared and isinstance(stored, Lookup) and not chain.deviates(ONE_REQUEST_FOR_ALL):
        request(chain, key)
    return stored


def _ensure_balance(chain: Chain, who: AccountId, amount: TaoBalance) -> None:
    if chain.accounts.account[who].data.free < amount:
        raise InsufficientBalance


@rule("CROWD-8")
def ensure_can_contribute(
    chain: Chain, crowdloan_id: CrowdloanId, crowdloan: CrowdloanInfo, who: AccountId, amount: TaoBalance
) -> None:
    """A crowdloan takes a contribution.

    The limit of contributors holds for those too who have contributed (KNOWN-171).

    Args:
        amount: what is offered, in rao, which may be more than the crowdloan takes.

    Raises:
        ContributionPeriodEnded, CapRaised, ContributionTooLow, MaxContributorsReached: in this order.
    """
    if chain.number >= crowdloan.end:
        raise ContributionPeriodEnded
    if crowdloan.raised >= crowdloan.cap:
        raise CapRaised
    # The least holds for what is offered, not for what is taken.
    if amount < crowdloan.min_contribution:
        raise ContributionTooLow
    is_known = not chain.deviates(FULL_FOR_ALL) and (crowdloan_id, who) in chain.crowdloans.contributions
    if crowdloan.contributors_count >= MAX_CONTRIBUTORS and not is_known:
        raise MaxContributorsReached


@rule("CROWD-11", call=interface.Contribute)
def contribute(chain: Chain, origin: Origin, crowdloan_id: CrowdloanId, amount: TaoBalance) -> None:
    """Give TAO to a crowdloan, at most what it lacks.

    Args:
        amount: what is offered, in rao.

    Raises:
        BadOrigin: an account must sign.
        InvalidCrowdloanId: there is no such crowdloan.
        DispatchError: as `ensure_can_contribute`.
        Overflow: what the contributor gave in all does not fit 64 bits.
        InsufficientBalance: its free TAO, frozen or not, is less than what is taken.
        DispatchError: as `transfer`.
    """
    who = ensure_signed(origin)
    crowdloan = get_crowdloan(chain, crowdloan_id)
    ensure_can_contribute(chain, crowdloan_id, crowdloan, who, amount)
    taken = min(amount, crowdloan.cap.saturating_sub(crowdloan.raised))
    before = chain.crowdloans.contributions.get((crowdloan_id, who))
    contribution = (before or ZERO).checked_add(taken)
    if contribution is None:
        raise Overflow
    _ensure_balance(chain, who, taken)
    transfer(chain, who, crowdloan.funds_account, taken, EXPENDABLE)
    chain.crowdloans.contributions[crowdloan_id, who] = contribution
    count = crowdloan.contributors_count.saturating_add(U32(before is None))
    raised = crowdloan.raised.saturating_add(taken)
    chain.crowdloans.crowdloans[crowdloan_id] = replace(crowdloan, raised=raised, contributors_count=count)
    chain.emit(Contributed(crowdloan_id, who, taken))


@rule("CROWD-12", call=interface.Withdraw)
def withdraw(chain: Chain, origin: Origin, crowdloan_id: CrowdloanId) -> None:
    """Take one's whole contribution back, before or after the end, even from a crowdloan that has raised its cap.

    The creator's deposit stays.

    Raises:
        BadOrigin: an account must sign.
        InvalidCrowdloanId, AlreadyFinalized, NoContribution: in this order.
        DepositCannotBeWithdrawn: the creator gave no more than the deposit.
        Underflow: no contributors are counted.
        DispatchError: as `transfer`.
    """
    who = ensure_signed(origin)
    crowdloan = get_open_crowdloan(chain, crowdloan_id)
    contribution = chain.crowdloans.contributions.get((crowdloan_id, who))
    if not contribution:
        raise NoContribution
    if who == crowdloan.creator:
        amount, count = _keep_deposit(chain, crowdloan_id, crowdloan, contribution), crowdloan.contributors_count
    else:
        del chain.crowdloans.contributions[crowdloan_id, who]
        amount, count = contribution, _count_less(crowdloan, 1)
    transfer(chain, crowdloan.funds_account, who, amount, EXPENDABLE)
    raised = crowdloan.raised.saturating_sub(amount)
    chain.crowdloans.crowdloans[crowdloan_id] = replace(crowdloan, raised=raised, contributors_count=count)
    chain.emit(Withdrew(crowdloan_id, who, amount))


def _keep_deposit(
    chain: Chain, crowdloan_id: CrowdloanId, crowdloan: CrowdloanInfo, contribution: TaoBalance
) -> TaoBalance:
    """Leave the creator's contribution at the deposit, and return what is above it."""
    above = contribution.saturating_sub(crowdloan.deposit)
    if not above:
        raise DepositCannotBeWithdrawn
    chain.crowdloans.contributions[crowdloan_id, crowdloan.creator] = crowdloan.deposit
    return above


def _count_less(crowdloan: CrowdloanInfo, fewer: int) -> U32:
    count = crowdloan.contributors_count.checked_sub(U32(fewer))
    if count is None:
        raise Underflow
    return count


@rule("CROWD-13", call=interface.Refund)
def refund(chain: Chain, origin: Origin, crowdloan_id: CrowdloanId) -> None:
    """Pay contributors of a crowdloan that has ended back, at most 50 and not its creator; anybody may call for it.

    Whoever comes first by the order of the storage keys is paid first. A crowdloan that has raised its cap can be paid back too,
    as long as it is not finalised.

    Raises:
        BadOrigin: an account must sign.
        InvalidCrowdloanId, ContributionPeriodNotEnded, AlreadyFinalized: in this order.
        DispatchError: as `pay_back`.
        Underflow: fewer contributors are counted than were paid back.
    """
    ensure_signed(origin)
    crowdloan = get_crowdloan(chain, crowdloan_id)
    if chain.number < crowdloan.end:
        raise ContributionPeriodNotEnded
    if crowdloan.finalized:
        raise AlreadyFinalized
    others = [entry for entry in chain.crowdloans.contributions.under(crowdloan_id) if entry[0] != crowdloan.creator]
    raised, paid = crowdloan.raised, 0
    for who, amount in others:
        if paid < REFUND_CONTRIBUTORS_LIMIT and pay_back(chain, crowdloan.funds_account, who, amount):
            raised, paid = raised.saturating_sub(amount), paid + 1
            del chain.crowdloans.contributions[crowdloan_id, who]
    count = _count_less(crowdloan, paid)
    chain.crowdloans.crowdloans[crowdloan_id] = replace(crowdloan, raised=raised, contributors_count=count)
    chain.emit(AllRefunded(crowdloan_id) if paid == len(others) else PartiallyRefunded(crowdloan_id))


@rule("CROWD-9")
def pay_back(chain: Chain, source: AccountId, who: AccountId, amount: TaoBalance) -> bool:
    """Pay a contributor back out of an account; one who cannot be paid stops all (KNOWN-172).

    Args:
        source: the account of a crowdloan, or of a lease.
        amount: in rao.

    Returns:
        Whether it was paid.

    Raises:
        DispatchError: as `transfer`.
    """
    try:
        transfer(chain, source, who, amount, EXPENDABLE)
    except DispatchError:
        if chain.deviates(ONE_BLOCKS_ALL):
            raise
        return False
    return True

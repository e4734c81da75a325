"""Joint accounts: calls that several others must approve."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, replace

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, AccountId
from tao_spec.arithmetic.integers import U16, U32
from tao_spec.interface.accounts import multisig as interface
from tao_spec.interface.accounts.multisig import (
    AlreadyApproved,
    DepositPoked,
    MaxWeightTooLow,
    MinimumThreshold,
    MultisigApproval,
    MultisigCancelled,
    MultisigExecuted,
    NewMultisig,
    NotFound,
    NoTimepoint,
    NotOwner,
    SenderInSignatories,
    SignatoriesOutOfOrder,
    Timepoint,
    TooFewSignatories,
    TooManySignatories,
    UnexpectedTimepoint,
    WrongTimepoint,
)
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.messages import Call
from tao_spec.state.accounts import MAX_SIGNATORIES, Multisig
from tao_spec.storage.hashers import blake2_256
from tao_spec.storage.scale import encode_compact
from tao_spec.transition.accounts.deposits import settle_deposit
from tao_spec.transition.accounts.reserves import reserve, unreserve
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import dispatch, try_dispatch
from tao_spec.transition.origin import Origin, ensure_signed, signed
from tao_spec.transition.rules import rule
from tao_spec.transition.weights_of_calls import fits_weight, get_call_weight

DEPOSIT_BASE = TaoBalance(132_000_000)
DEPOSIT_FACTOR = TaoBalance(32_000_000)
"""What an operation costs, and what each approval that it needs costs more, in rao."""

NO_TRANSACTION = U32(0)
"""The number of the present transaction in its block; a call that comes with none counts as the first."""


@rule("MULTI-1")
def get_signatories(who: AccountId, others: tuple[AccountId, ...]) -> tuple[AccountId, ...]:
    """The signatories of a joint account in their order: the others, who are given in order, and the sender.

    Raises:
        TooFewSignatories: there are no others.
        TooManySignatories: with the sender there would be more than 100.
        SignatoriesOutOfOrder, SenderInSignatories: whichever shows first, from the least signatory on.
    """
    if not others:
        raise TooFewSignatories
    if len(others) >= MAX_SIGNATORIES:
        raise TooManySignatories
    for last, item in zip((None, *others), others, strict=False):
        if last is not None and last >= item:
            raise SignatoriesOutOfOrder
        if item == who:
            raise SenderInSignatories
    return tuple(sorted((*others, who)))


@rule("MULTI-2")
def compute_joint_account(signatories: tuple[AccountId, ...], threshold: U16) -> AccountId:
    """The account that signatories hold together, so many of whom must approve: a hash of them, in order, and the number."""
    listed = encode_compact(len(signatories)) + b"".join(signatories)
    return AccountId(blake2_256(b"modlpy/utilisuba" + listed + threshold.to_bytes(2, "little")))


@rule("MULTI-3")
def compute_operation_deposit(threshold: U16) -> TaoBalance:
    """What an operation costs whoever begins it, in rao: a base, and a share for each approval that it needs."""
    return DEPOSIT_BASE.saturating_add(DEPOSIT_FACTOR.saturating_mul(threshold))


@rule("MULTI-4")
def get_joint_account(who: AccountId, threshold: U16, others: tuple[AccountId, ...]) -> AccountId:
    """The joint account of an operation that needs more than one approval.

    Raises:
        MinimumThreshold: one approval, or none, is no operation.
        DispatchError: as `get_signatories`.
    """
    if threshold < 2:
        raise MinimumThreshold
    return compute_joint_account(get_signatories(who, others), threshold)


@dataclass(frozen=True)
class Operation:
    """A call that a joint account shall make.

    Attributes:
        joint: the joint account.
        call_hash: the Blake2b hash of the encoded call.
        threshold: so many approvals it needs.
    """

    joint: AccountId
    call_hash: H256
    threshold: U16

    @property
    def key(self) -> tuple[AccountId, H256]:
        """Where it stands in storage."""
        return self.joint, self.call_hash


@rule("MULTI-5")
def begin_operation(chain: Chain, who: AccountId, operation: Operation) -> None:
    """Begin an operation with the sender's approval and deposit; with the first approval it is never made.

    Raises:
        DispatchError: as `reserve`.
    """
    deposit = compute_operation_deposit(operation.threshold)
    reserve(chain, who, deposit)
    when = Timepoint(chain.number, NO_TRANSACTION)
    chain.accounts.multisigs[operation.key] = Multisig(when, deposit, who, (who,))
    chain.emit(NewMultisig(who, operation.joint, operation.call_hash))


@rule("MULTI-6")
def is_approval_wanted(standing: Multisig, who: AccountId, threshold: U16) -> bool:
    """Whether an approval still counts: not enough were given, and none by this signatory."""
    return who not in standing.approvals and len(standing.approvals) < threshold


@rule("MULTI-7")
def approve_operation(chain: Chain, who: AccountId, operation: Operation, standing: Multisig) -> None:
    """Approve an operation that is not made yet.

    Raises:
        AlreadyApproved: the approval does not count.
        TooManySignatories: 100 approvals were given, which none but strangers can have given.
    """
    if not is_approval_wanted(standing, who, operation.threshold):
        raise AlreadyApproved
    if len(standing.approvals) >= MAX_SIGNATORIES:
        raise TooManySignatories
    approvals = list(standing.approvals)
    insort(approvals, who)
    chain.accounts.multisigs[operation.key] = replace(standing, approvals=tuple(approvals))
    chain.emit(MultisigApproval(who, standing.when, operation.joint, operation.call_hash))


@rule("MULTI-8")
def make_operation(
    chain: Chain, who: AccountId, operation: Operation, standing: Multisig, call: Call, max_weight: Weight
) -> None:
    """Make the call of an operation that enough have approved, as the joint account; the outcome is told and never refused.

    The operation is over, and its deposit freed, before its call is made.

    Args:
        who: whose approval set it off.
        standing: the operation as it stands.
        max_weight: what the call may weigh.

    Raises:
        MaxWeightTooLow: the call weighs more.
        Unsupported: the specification does not know what the call weighs.
    """
    if not fits_weight(get_call_weight(chain, call), max_weight):
        raise MaxWeightTooLow
    del chain.accounts.multisigs[operation.key]
    unreserve(chain, standing.depositor, standing.deposit)
    error = try_dispatch(chain, signed(operation.joint), call)
    told = (who, standing.when, operation.joint, operation.call_hash)
    chain.emit(MultisigExecuted(*told, error))  # type: ignore[arg-type]


@rule("MULTI-9")
def operate(
    chain: Chain, who: AccountId, operation: Operation, timepoint: Timepoint | None, call: Call | None, weight: Weight
) -> None:
    """Begin an operation, approve it, or make it: whichever is next.

    Args:
        who: who approves.
        timepoint: when the operation began, as the sender says; None to begin it.
        call: the call, where it is given; without it the operation is only approved.
        weight: what the call may weigh.

    Raises:
        UnexpectedTimepoint: the operation is not under way.
        NoTimepoint, WrongTimepoint: it is, since another time.
        DispatchError: as `begin_operation`, `approve_operation` or `make_operation`.
    """
    standing = chain.accounts.multisigs.get(operation.key)
    if standing is None:
        if timepoint is not None:
            raise UnexpectedTimepoint
        begin_operation(chain, who, operation)
        return
    if timepoint is None:
        raise NoTimepoint
    if timepoint != standing.when:
        raise WrongTimepoint
    approvals = len(standing.approvals) + is_approval_wanted(standing, who, operation.threshold)
    if call is not None and approvals >= operation.threshold:
        make_operation(chain, who, operation, standing, call, weight)
    else:
        approve_operation(chain, who, operation, standing)


@rule("MULTI-10", call=interface.AsMultiThreshold1)
def as_multi_threshold_1(chain: Chain, origin: Origin, other_signatories: tuple[AccountId, ...], call: Call) -> None:
    """Make a call from a joint account for which any one of its signatories may act.

    The filters of the sender's own origin do not hold for it.

    Args:
        other_signatories: the others, in order.
        call: what the account does.

    Raises:
        BadOrigin: an account must sign.
        DispatchError: as `get_signatories`; then whatever the call refuses with.
    """
    who = ensure_signed(origin)
    joint = compute_joint_account(get_signatories(who, other_signatories), U16(1))
    dispatch(chain, signed(joint), call)


@rule("MULTI-11", call=interface.AsMulti)
def as_multi(
    chain: Chain,
    origin: Origin,
    threshold: U16,
    other_signatories: tuple[AccountId, ...],
    maybe_timepoint: Timepoint | None,
    call: Call,
    max_weight: Weight,
) -> None:
    """Approve a call from a joint account, and make it if that was the last approval that it needs.

    Args:
        threshold: so many must approve.
        other_signatories: the others, in order.
        maybe_timepoint: when the first approved; None for the first.
        call: what the account shall do.
        max_weight: what the call may weigh; looked at when it is made.

    Raises:
        BadOrigin: an account must sign.
        DispatchError: as `get_joint_account`, then as `operate`.
    """
    who = ensure_signed(origin)
    joint = get_joint_account(who, threshold, other_signatories)
    call_hash = H256(blake2_256(chain.revision.interface.encode_call(call)))
    operate(chain, who, Operation(joint, call_hash, threshold), maybe_timepoint, call, max_weight)


@rule("MULTI-12", call=interface.ApproveAsMulti)
def approve_as_multi(
    chain: Chain,
    origin: Origin,
    threshold: U16,
    other_signatories: tuple[AccountId, ...],
    maybe_timepoint: Timepoint | None,
    call_hash: H256,
    max_weight: Weight,
) -> None:
    """Approve a call from a joint account by its hash; even the last approval does not make it.

    Args:
        threshold: so many must approve.
        other_signatories: the others, in order.
        maybe_timepoint: when the first approved; None for the first.
        call_hash: the Blake2b hash of the encoded call.
        max_weight: counts for the fee alone.

    Raises:
        BadOrigin: an account must sign.
        DispatchError: as `get_joint_account`, then as `operate`.
    """
    who = ensure_signed(origin)
    joint = get_joint_account(who, threshold, other_signatories)
    operate(chain, who, Operation(joint, call_hash, threshold), maybe_timepoint, None, max_weight)


@rule("MULTI-13", call=interface.CancelAsMulti)
def cancel_as_multi(
    chain: Chain,
    origin: Origin,
    threshold: U16,
    other_signatories: tuple[AccountId, ...],
    timepoint: Timepoint,
    call_hash: H256,
) -> None:
    """Give up an operation that one began, and get the deposit back, as much as is there.

    Args:
        threshold, other_signatories: as the operation began.
        timepoint: when it began.
        call_hash: what it was to do.

    Raises:
        BadOrigin: an account must sign.
        DispatchError: as `get_joint_account`.
        NotFound, WrongTimepoint, NotOwner: in this order.
    """
    who = ensure_signed(origin)
    joint = get_joint_account(who, threshold, other_signatories)
    standing = chain.accounts.multisigs.get((joint, call_hash))
    if standing is None:
        raise NotFound
    if standing.when != timepoint:
        raise WrongTimepoint
    if standing.depositor != who:
        raise NotOwner
    unreserve(chain, who, standing.deposit)
    del chain.accounts.multisigs[joint, call_hash]
    chain.emit(MultisigCancelled(who, timepoint, joint, call_hash))


@rule("MULTI-14", call=interface.PokeDeposit)
def poke_deposit(
    chain: Chain, origin: Origin, threshold: U16, other_signatories: tuple[AccountId, ...], call_hash: H256
) -> None:
    """Bring the deposit of an operation that one began to what it would be today; one that is right stays, untold.

    Args:
        threshold, other_signatories: as the operation began.
        call_hash: what it is to do.

    Raises:
        BadOrigin: an account must sign.
        DispatchError: as `get_joint_account`.
        NotFound, NotOwner: in this order.
        DispatchError: as `settle_deposit`.
    """
    who = ensure_signed(origin)
    joint = get_joint_account(who, threshold, other_signatories)
    standing = chain.accounts.multisigs.get((joint, call_hash))
    if standing is None:
        raise NotFound
    if standing.depositor != who:
        raise NotOwner
    deposit = compute_operation_deposit(threshold)
    if deposit == standing.deposit:
        return
    settle_deposit(chain, who, standing.deposit, deposit)
    chain.accounts.multisigs[joint, call_hash] = replace(standing, deposit=deposit)
    chain.emit(DepositPoked(who, call_hash, standing.deposit, deposit))

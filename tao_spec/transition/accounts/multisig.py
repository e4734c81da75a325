"""Joint accounts: calls that several others must approve."""

from __future__ import annotations

from bisect import insort
from dataclasses import replace

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
    NotOwner,
    NoTimepoint,
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
from tao_spec.transition import dispatch as dispatching
from tao_spec.transition.accounts.deposits import settle_deposit
from tao_spec.transition.accounts.reserves import reserve, unreserve
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed, signed
from tao_spec.transition.rules import rule
from tao_spec.transition.weights_of_calls import get_call_weight

DEPOSIT_BASE = TaoBalance(132_000_000)
DEPOSIT_FACTOR = TaoBalance(32_000_000)
"""What an operation costs, and what each approval that it needs costs more, in rao."""


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


@rule("MULTI-5")
def begin_operation(chain: Chain, who: AccountId, joint: AccountId, call_hash: H256, threshold: U16) -> None:
    """Begin an operation with the sender's approval and deposit.

    Args:
        who: who begins it.
        joint: the joint account.
        call_hash: the Blake2b hash of the encoded call.
        threshold: so many approvals it needs.

    Raises:
        DispatchError: as `reserve`.
    """
    deposit = compute_operation_deposit(threshold)
    reserve(chain, who, deposit)
    when = Timepoint(chain.number, U32(0))
    chain.accounts.multisigs[joint, call_hash] = Multisig(when, deposit, who, (who,))
    chain.emit(NewMultisig(who, joint, call_hash))


@rule("MULTI-6")
def approve_operation(chain: Chain, who: AccountId, joint: AccountId, call_hash: H256, threshold: U16) -> None:
    """Approve an operation that is under way and cannot be, or is not to be, made yet.

    Raises:
        AlreadyApproved: the sender did, or enough others did.
        TooManySignatories: 100 did.
    """
    operation = chain.accounts.multisigs[joint, call_hash]
    if not _is_approval_wanted(operation, who, threshold):
        raise AlreadyApproved
    if len(operation.approvals) >= MAX_SIGNATORIES:
        raise TooManySignatories
    approvals = list(operation.approvals)
    insort(approvals, who)
    chain.accounts.multisigs[joint, call_hash] = replace(operation, approvals=tuple(approvals))
    chain.emit(MultisigApproval(who, operation.when, joint, call_hash))

"""Multisig: calls from an account that several others hold together."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import H256, AccountId, BlockNumber
from tao_spec.arithmetic.integers import U16, U32
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, DispatchResult, Event
from tao_spec.interface.pallets import MULTISIG
from tao_spec.storage.scale import Struct


class Timepoint(Struct):
    """When an operation began: the block, and the number of the transaction in it."""

    height: BlockNumber
    index: U32


class AsMultiThreshold1(Call, pallet=MULTISIG, index=0, name="as_multi_threshold_1"):
    """Make a call from an account for which one signature of the several suffices."""

    other_signatories: tuple[AccountId, ...]
    call: Call


class AsMulti(Call, pallet=MULTISIG, index=1, name="as_multi"):
    """Approve a call from a joint account, and make it if enough have approved.

    `max_weight` bounds what the call may cost; the timepoint is that of the first approval, which itself gives none.
    """

    threshold: U16
    other_signatories: tuple[AccountId, ...]
    maybe_timepoint: Timepoint | None
    call: Call
    max_weight: Weight


class ApproveAsMulti(Call, pallet=MULTISIG, index=2, name="approve_as_multi"):
    """Approve a call from a joint account by its hash; this never makes it."""

    threshold: U16
    other_signatories: tuple[AccountId, ...]
    maybe_timepoint: Timepoint | None
    call_hash: H256
    max_weight: Weight


class CancelAsMulti(Call, pallet=MULTISIG, index=3, name="cancel_as_multi"):
    """Give up an operation that one began, and get the deposit back."""

    threshold: U16
    other_signatories: tuple[AccountId, ...]
    timepoint: Timepoint
    call_hash: H256


class PokeDeposit(Call, pallet=MULTISIG, index=4, name="poke_deposit"):
    """Bring the deposit of an operation that one began to what it would be today."""

    threshold: U16
    other_signatories: tuple[AccountId, ...]
    call_hash: H256


class NewMultisig(Event, pallet=MULTISIG, index=0, named=True):
    """An operation began with its first approval."""

    approving: AccountId
    multisig: AccountId
    call_hash: H256


class MultisigApproval(Event, pallet=MULTISIG, index=1, named=True):
    """An operation was approved once more."""

    approving: AccountId
    timepoint: Timepoint
    multisig: AccountId
    call_hash: H256


class MultisigExecuted(Event, pallet=MULTISIG, index=2, named=True):
    """An operation had enough approvals, its call was made, and this came of it."""

    approving: AccountId
    timepoint: Timepoint
    multisig: AccountId
    call_hash: H256
    result: DispatchResult


class MultisigCancelled(Event, pallet=MULTISIG, index=3, named=True):
    """An operation was given up."""

    cancelling: AccountId
    timepoint: Timepoint
    multisig: AccountId
    call_hash: H256


class DepositPoked(Event, pallet=MULTISIG, index=4, named=True):
    """The deposit of an operation changed, in rao."""

    who: AccountId
    call_hash: H256
    old_deposit: TaoBalance
    new_deposit: TaoBalance


class MultisigError(ModuleError, pallet=MULTISIG):
    """An error of Multisig."""


class MinimumThreshold(MultisigError, code=0):
    """The threshold must be 2 or more."""


class AlreadyApproved(MultisigError, code=1):
    """The sender approved this call already."""


class NoApprovalsNeeded(MultisigError, code=2):
    """The call needs no more approvals; the pallet never answers so."""


class TooFewSignatories(MultisigError, code=3):
    """There must be at least one other signatory."""


class TooManySignatories(MultisigError, code=4):
    """There are more than 100 signatories, or approvals."""


class SignatoriesOutOfOrder(MultisigError, code=5):
    """The other signatories must rise strictly, by their bytes."""


class SenderInSignatories(MultisigError, code=6):
    """The sender must not be among the other signatories."""


class NotFound(MultisigError, code=7):
    """There is no such operation."""


class NotOwner(MultisigError, code=8):
    """Only who began the operation may do this."""


class NoTimepoint(MultisigError, code=9):
    """The operation is under way, so its timepoint must be given."""


class WrongTimepoint(MultisigError, code=10):
    """The operation began at another timepoint."""


class UnexpectedTimepoint(MultisigError, code=11):
    """The operation is not under way, so there is no timepoint to give."""


class MaxWeightTooLow(MultisigError, code=12):
    """The call would cost more than the given weight."""


class AlreadyStored(MultisigError, code=13):
    """The data is stored already; the pallet never answers so."""

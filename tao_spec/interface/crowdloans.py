"""Crowdloans: TAO that several accounts raise for one purpose; and leases, subnets that a crowdloan paid for.

Amounts are in rao.
"""

from __future__ import annotations

from typing import Annotated

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U8, U32
from tao_spec.interface.accounts.balances import CompactTao
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import CROWDLOAN, SUBTENSOR
from tao_spec.storage.scale import Compact


class CrowdloanId(U32):
    """The number of a crowdloan."""

    __slots__ = ()


class LeaseId(U32):
    """The number of a lease."""

    __slots__ = ()


class Percent(U8):
    """A share in parts of 100; a byte of more cannot be read."""

    __slots__ = ()

    MAX = 100


CompactId = Annotated[CrowdloanId, Compact(CrowdloanId)]
CompactBlock = Annotated[BlockNumber, Compact(BlockNumber)]


class Create(Call, pallet=CROWDLOAN, index=0, name="create"):
    """Open a crowdloan that must raise `cap` by the block `end`, and give the deposit to it.

    What it raises goes to the target address, if there is one; the call, if there is one, is made at the end.
    """

    deposit: CompactTao
    min_contribution: CompactTao
    cap: CompactTao
    end: CompactBlock
    call: Call | None
    target_address: AccountId | None


class Contribute(Call, pallet=CROWDLOAN, index=1, name="contribute"):
    """Give TAO to a crowdloan, at most what it lacks."""

    crowdloan_id: CompactId
    amount: CompactTao


class Withdraw(Call, pallet=CROWDLOAN, index=2, name="withdraw"):
    """Take one's contribution back; the creator's deposit stays."""

    crowdloan_id: CompactId


class Finalize(Call, pallet=CROWDLOAN, index=3, name="finalize"):
    """End a crowdloan that raised its cap: pay out the TAO and make the call, as its creator."""

    crowdloan_id: CompactId


class Refund(Call, pallet=CROWDLOAN, index=4, name="refund"):
    """Pay contributions back, at most 50 at a time."""

    crowdloan_id: CompactId


class Dissolve(Call, pallet=CROWDLOAN, index=5, name="dissolve"):
    """Close a crowdloan that holds nothing but its creator's contribution."""

    crowdloan_id: CompactId


class UpdateMinContribution(Call, pallet=CROWDLOAN, index=6, name="update_min_contribution"):
    """Change the least contribution to one's crowdloan."""

    crowdloan_id: CompactId
    new_min_contribution: CompactTao


class UpdateEnd(Call, pallet=CROWDLOAN, index=7, name="update_end"):
    """Change the block at which one's crowdloan ends."""

    crowdloan_id: CompactId
    new_end: CompactBlock


class UpdateCap(Call, pallet=CROWDLOAN, index=8, name="update_cap"):
    """Change what one's crowdloan must raise."""

    crowdloan_id: CompactId
    new_cap: CompactTao


class RegisterLeasedNetwork(Call, pallet=SUBTENSOR, index=110, name="register_leased_network"):
    """Register a subnet with the TAO of the crowdloan that is being finalised, for its creator to operate.

    Args:
        emissions_share: the contributors' share of the owner's cut, in parts of 100.
        end_block: from when the creator may take the subnet over; never where it is missing.
    """

    emissions_share: Percent
    end_block: BlockNumber | None


class TerminateLease(Call, pallet=SUBTENSOR, index=111, name="terminate_lease"):
    """Take over a leased subnet whose lease has ended, with a hotkey of one's own."""

    lease_id: LeaseId
    hotkey: AccountId


class Created(Event, pallet=CROWDLOAN, index=0, named=True):
    """A crowdloan was opened."""

    crowdloan_id: CrowdloanId
    creator: AccountId
    end: BlockNumber
    cap: TaoBalance


class Contributed(Event, pallet=CROWDLOAN, index=1, named=True):
    """TAO was given to a crowdloan."""

    crowdloan_id: CrowdloanId
    contributor: AccountId
    amount: TaoBalance


class Withdrew(Event, pallet=CROWDLOAN, index=2, named=True):
    """A contribution was taken back."""

    crowdloan_id: CrowdloanId
    contributor: AccountId
    amount: TaoBalance


class PartiallyRefunded(Event, pallet=CROWDLOAN, index=3, named=True):
    """Some contributions were paid back, and some remain."""

    crowdloan_id: CrowdloanId


class AllRefunded(Event, pallet=CROWDLOAN, index=4, named=True):
    """Every contribution but the creator's was paid back."""

    crowdloan_id: CrowdloanId


class Finalized(Event, pallet=CROWDLOAN, index=5, named=True):
    """A crowdloan reached its purpose."""

    crowdloan_id: CrowdloanId


class Dissolved(Event, pallet=CROWDLOAN, index=6, named=True):
    """A crowdloan was closed."""

    crowdloan_id: CrowdloanId


class MinContributionUpdated(Event, pallet=CROWDLOAN, index=7, named=True):
    """The least contribution changed."""

    crowdloan_id: CrowdloanId
    new_min_contribution: TaoBalance


class EndUpdated(Event, pallet=CROWDLOAN, index=8, named=True):
    """The end changed."""

    crowdloan_id: CrowdloanId
    new_end: BlockNumber


class CapUpdated(Event, pallet=CROWDLOAN, index=9, named=True):
    """The cap changed."""

    crowdloan_id: CrowdloanId
    new_cap: TaoBalance


class SubnetLeaseCreated(Event, pallet=SUBTENSOR, index=96, named=True):
    """A subnet was leased."""

    beneficiary: AccountId
    lease_id: LeaseId
    netuid: NetUid
    end_block: BlockNumber | None


class SubnetLeaseTerminated(Event, pallet=SUBTENSOR, index=97, named=True):
    """A lease ended, and the subnet is its beneficiary's."""

    beneficiary: AccountId
    netuid: NetUid


class CrowdloanError(ModuleError, pallet=CROWDLOAN):
    """An error of Crowdloan."""


class DepositTooLow(CrowdloanError, code=0):
    """The deposit is under 10 TAO."""


class CapTooLow(CrowdloanError, code=1):
    """The cap does not exceed the deposit, or is less than what was raised."""


class MinimumContributionTooLow(CrowdloanError, code=2):
    """The least contribution is under 0.1 TAO."""


class CannotEndInPast(CrowdloanError, code=3):
    """The end is not to come."""


class BlockDurationTooShort(CrowdloanError, code=4):
    """The crowdloan would last less than 50,400 blocks, a week."""


class BlockDurationTooLong(CrowdloanError, code=5):
    """The crowdloan would last more than 432,000 blocks, two months."""


class InsufficientBalance(CrowdloanError, code=6):
    """The account does not hold so much."""


class Overflow(CrowdloanError, code=7):
    """A sum does not fit."""


class InvalidCrowdloanId(CrowdloanError, code=8):
    """There is no such crowdloan."""


class CapRaised(CrowdloanError, code=9):
    """The cap is raised already."""


class ContributionPeriodEnded(CrowdloanError, code=10):
    """The end has come."""


class ContributionTooLow(CrowdloanError, code=11):
    """The contribution is under the least."""


class InvalidOrigin(CrowdloanError, code=12):
    """Only the creator may do this."""


class AlreadyFinalized(CrowdloanError, code=13):
    """The crowdloan reached its purpose already."""


class ContributionPeriodNotEnded(CrowdloanError, code=14):
    """The end has not come."""


class NoContribution(CrowdloanError, code=15):
    """The account contributed nothing."""


class CapNotRaised(CrowdloanError, code=16):
    """The cap is not raised."""


class Underflow(CrowdloanError, code=17):
    """A difference is under zero."""


class CallUnavailable(CrowdloanError, code=18):
    """The preimage of the call is not there."""


class NotReadyToDissolve(CrowdloanError, code=19):
    """There are contributions of others still."""


class DepositCannotBeWithdrawn(CrowdloanError, code=20):
    """The creator gave no more than the deposit."""


class MaxContributorsReached(CrowdloanError, code=21):
    """There are 500 contributors already."""


class LeaseError(ModuleError, pallet=SUBTENSOR):
    """An error of SubtensorModule about a lease."""


class InvalidLeaseBeneficiary(LeaseError, code=100):
    """The sender is not the creator of the crowdloan that is being finalised."""


class LeaseCannotEndInThePast(LeaseError, code=101):
    """The end of the lease is not to come."""


class LeaseNetuidNotFound(LeaseError, code=102):
    """The leased subnet cannot be found."""


class LeaseDoesNotExist(LeaseError, code=103):
    """There is no such lease."""


class LeaseHasNoEndBlock(LeaseError, code=104):
    """The lease never ends."""


class LeaseHasNotEnded(LeaseError, code=105):
    """The end of the lease has not come."""


class LeaseOverflow(LeaseError, code=106, name="Overflow"):
    """There are as many leases as there are numbers for them."""


class BeneficiaryDoesNotOwnHotkey(LeaseError, code=107):
    """The beneficiary does not own the hotkey that is to be the subnet's."""


class ExpectedBeneficiaryOrigin(LeaseError, code=108):
    """Only the beneficiary may terminate the lease."""

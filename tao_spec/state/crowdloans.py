"""Crowdloans, who contributed what to them, and the subnets leased with them."""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.crowdloans import CrowdloanId, LeaseId, Percent
from tao_spec.interface.pallets import CROWDLOAN, SUBTENSOR
from tao_spec.state.stored_call import StoredCall
from tao_spec.storage.hashers import Identity, Twox64Concat
from tao_spec.storage.items import Domain, StorageDoubleMap, StorageMap, StorageValue
from tao_spec.storage.scale import Bytes, Struct

MAX_MIGRATION_KEY_BYTES = 128


class CrowdloanInfo(Struct):
    """A crowdloan; amounts are in rao.

    It lasts until the block `end` and succeeds if it raised `cap`. What it raised waits in the funds account.
    """

    creator: AccountId
    deposit: TaoBalance
    min_contribution: TaoBalance
    end: BlockNumber
    cap: TaoBalance
    funds_account: AccountId
    raised: TaoBalance
    target_address: AccountId | None
    call: StoredCall | None
    finalized: bool
    contributors_count: U32


class SubnetLease(Struct):
    """A leased subnet: who operates it, the accounts that own it, and what it cost, in rao.

    The contributors get `emissions_share` parts of 100 of the owner's cut; from `end_block` on, if there is one, the
    beneficiary may take the subnet over.
    """

    beneficiary: AccountId
    coldkey: AccountId
    hotkey: AccountId
    emissions_share: Percent
    end_block: BlockNumber | None
    netuid: NetUid
    cost: TaoBalance


class CrowdloansState(Domain):
    """The storage of Crowdloan, and the leases of SubtensorModule."""

    crowdloans = StorageMap(
        CROWDLOAN.name, "Crowdloans", Twox64Concat(CrowdloanId), CrowdloanInfo, doc="Every crowdloan not dissolved."
    )
    next_crowdloan_id = StorageValue(
        CROWDLOAN.name, "NextCrowdloanId", CrowdloanId, CrowdloanId(0), "The number of the next crowdloan."
    )
    contributions = StorageDoubleMap(
        CROWDLOAN.name,
        "Contributions",
        Twox64Concat(CrowdloanId),
        Identity(AccountId),
        TaoBalance,
        doc="What an account contributed to a crowdloan, in rao.",
    )
    current_crowdloan_id = StorageValue(
        CROWDLOAN.name,
        "CurrentCrowdloanId",
        CrowdloanId,
        doc="The crowdloan that is being finalised, while its call runs.",
    )
    has_migration_run = StorageMap(
        CROWDLOAN.name,
        "HasMigrationRun",
        Identity(Bytes(MAX_MIGRATION_KEY_BYTES)),
        bool,
        False,
        "Whether a migration of the storage has run, by its name.",
    )
    subnet_leases = StorageMap(
        SUBTENSOR.name,
        "SubnetLeases",
        Twox64Concat(LeaseId),
        SubnetLease,
        doc="Every lease that has not been terminated.",
    )
    subnet_lease_shares = StorageDoubleMap(
        SUBTENSOR.name,
        "SubnetLeaseShares",
        Twox64Concat(LeaseId),
        Identity(AccountId),
        U64F64,
        U64F64.from_bits(0),
        "The share of a contributor other than the beneficiary in what the crowdloan of a lease raised, 0 to 1.",
    )
    subnet_uid_to_lease_id = StorageMap(
        SUBTENSOR.name, "SubnetUidToLeaseId", Twox64Concat(NetUid), LeaseId, doc="The lease of a subnet."
    )
    next_subnet_lease_id = StorageValue(
        SUBTENSOR.name, "NextSubnetLeaseId", LeaseId, LeaseId(0), "The number of the next lease."
    )
    accumulated_lease_dividends = StorageMap(
        SUBTENSOR.name,
        "AccumulatedLeaseDividends",
        Twox64Concat(LeaseId),
        AlphaBalance,
        AlphaBalance(0),
        "The alpha of a lease that waits to be paid out to the contributors, in alpha rao.",
    )

"""Leases: subnets that a crowdloan paid for, which its creator operates and may take over at the end.

Source: upstream's `pallets/subtensor/src/subnets/leasing.rs`.
"""

from __future__ import annotations

from contextlib import suppress

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface import crowdloans as interface
from tao_spec.interface.accounts.proxy import ProxyType
from tao_spec.interface.crowdloans import (
    BeneficiaryDoesNotOwnHotkey,
    CrowdloanId,
    ExpectedBeneficiaryOrigin,
    InvalidCrowdloanId,
    InvalidLeaseBeneficiary,
    LeaseCannotEndInThePast,
    LeaseDoesNotExist,
    LeaseHasNoEndBlock,
    LeaseHasNotEnded,
    LeaseId,
    LeaseNetuidNotFound,
    LeaseOverflow,
    Percent,
    SubnetLeaseCreated,
    SubnetLeaseTerminated,
)
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.subnets import SubnetOwnerHotkeySet
from tao_spec.state.crowdloans import CrowdloanInfo, SubnetLease
from tao_spec.storage.hashers import blake2_256
from tao_spec.storage.scale import encode_compact
from tao_spec.transition.accounts.proxy import add_proxy_delegate, remove_proxy_delegate
from tao_spec.transition.accounts.references import add_provider, remove_provider
from tao_spec.transition.accounts.tokens import EXPENDABLE, POLITE, get_reducible_balance, transfer
from tao_spec.transition.chain import Chain
from tao_spec.transition.crowdloans.contributions import pay_back
from tao_spec.transition.crowdloans.lease_dividends import (
    holds_subnet,
    pay_contributors,
    sell_lease_dividends,
)
from tao_spec.transition.crowdloans.terms import get_crowdloan
from tao_spec.transition.neurons.hotkeys import is_owned_by
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule
from tao_spec.transition.stake.operations import Stake, transfer_stake_within_subnet
from tao_spec.transition.stake.shares import get_stake_for_hotkey_and_coldkey_on_subnet
from tao_spec.transition.subnets.register import do_register_network

NO_DELAY = BlockNumber(0)
POOL = U16(1)
"""The mechanism of a subnet with a pool."""

HOLDINGS_ARE_LEFT = "KNOWN-176"
DIVIDENDS_ARE_LEFT = "KNOWN-177"
BENEFICIARY_ACTS = ProxyType.SubnetLeaseBeneficiary


@rule("LEASE-4")
def compute_lease_account(lease_id: LeaseId, kind: str) -> AccountId:
    """An account of a lease, for which nobody has a key: the Blake2b hash of its kind's name and the lease's number.

    Args:
        kind: `coldkey` or `hotkey`.
    """
    name = f"leasing/{kind}".encode()
    return AccountId(blake2_256(encode_compact(len(name)) + name + lease_id.to_bytes(4, "little")))


@rule("LEASE-5")
def get_crowdloan_being_finalized(chain: Chain) -> tuple[CrowdloanId, CrowdloanInfo]:
    """The crowdloan whose call is being made, and its number.

    Raises:
        InvalidCrowdloanId: the call of none is being made, or it is there no more.
    """
    crowdloan_id = chain.crowdloans.current_crowdloan_id.get()
    if crowdloan_id is None:
        raise InvalidCrowdloanId
    return crowdloan_id, get_crowdloan(chain, crowdloan_id)


@rule("LEASE-6")
def get_next_lease_id(chain: Chain) -> LeaseId:
    """The number of a new lease: numbers count up from 0 and are never given again.

    Raises:
        LeaseOverflow: the last number is never given.
    """
    lease_id = chain.crowdloans.next_subnet_lease_id.value
    following = lease_id.checked_add(LeaseId(1))
    if following is None:
        raise LeaseOverflow
    chain.crowdloans.next_subnet_lease_id.value = following
    return lease_id


@rule("LEASE-7")
def register_for_lease(
    chain: Chain, crowdloan: CrowdloanInfo, lease_id: LeaseId
) -> tuple[AccountId, AccountId, NetUid]:
    """Register a subnet for the accounts of a lease, paid out of what the crowdloan raised, and let its creator operate it.

    Both accounts exist as long as the lease, whatever they hold. The lease pays the deposit of the proxy, too.

    Returns:
        The coldkey and the hotkey of the lease, and the first subnet, in the order of the storage keys, that the coldkey owns.

    Raises:
        DispatchError: as `transfer`, then as `do_register_network`.
        LeaseNetuidNotFound: the coldkey owns no subnet.
        DispatchError: as `add_proxy_delegate`.
    """
    coldkey, hotkey = compute_lease_account(lease_id, "coldkey"), compute_lease_account(lease_id, "hotkey")
    add_provider(chain, coldkey)
    add_provider(chain, hotkey)
    transfer(chain, crowdloan.funds_account, coldkey, crowdloan.raised, EXPENDABLE)
    do_register_network(chain, coldkey, hotkey, POOL, None)
    netuid = next((netuid for netuid, owner in chain.subnets.subnet_owner.items() if owner == coldkey), None)
    if netuid is None:
        raise LeaseNetuidNotFound
    add_proxy_delegate(chain, coldkey, crowdloan.creator, BENEFICIARY_ACTS, NO_DELAY)
    return coldkey, hotkey, netuid


@rule("LEASE-8")
def share_out_leftover(
    chain: Chain, crowdloan_id: CrowdloanId, crowdloan: CrowdloanInfo, lease_id: LeaseId, coldkey: AccountId
) -> None:
    """Store the share of each contributor but the creator, and pay it so much of what the subnet did not cost.

    Shares are in U64F64 and cut off there; payments are whole rao, and the creator gets the rest.

    Args:
        coldkey: the lease's, which holds what is left.

    Raises:
        DispatchError: as `pay_back`, in the order of the storage keys, the creator last.
    """
    leftover = chain.accounts.account[coldkey].data.free
    raised = U64F64.saturating_from_num(crowdloan.raised)
    paid = TaoBalance(0)
    for contributor, amount in chain.crowdloans.contributions.under(crowdloan_id):
        if contributor == crowdloan.creator:
            continue
        share = U64F64.saturating_from_num(amount) / raised
        chain.crowdloans.subnet_lease_shares[lease_id, contributor] = share
        part = (share * U64F64.saturating_from_num(leftover)).saturating_to_num(TaoBalance)
        if pay_back(chain, coldkey, contributor, part):
            paid = paid.saturating_add(part)
    transfer(chain, coldkey, crowdloan.creator, leftover.saturating_sub(paid), EXPENDABLE)


@rule("LEASE-9", call=interface.RegisterLeasedNetwork)
def register_leased_network(
    chain: Chain, origin: Origin, emissions_share: Percent, end_block: BlockNumber | None
) -> None:
    """Register a subnet with what the crowdloan that is being finalised has raised, for its creator to operate.

    Args:
        emissions_share: the contributors' part of the owner's cut, in parts of 100.
        end_block: from when on its creator may take the subnet over; never where it is missing.

    Raises:
        BadOrigin: an account must sign.
        InvalidCrowdloanId: no crowdloan is being finalised.
        InvalidLeaseBeneficiary: another created it.
        LeaseCannotEndInThePast: the end is not to come.
        LeaseOverflow: there is no number left for it.
        DispatchError: as `register_for_lease`, then as `share_out_leftover`.
    """
    who = ensure_signed(origin)
    crowdloan_id, crowdloan = get_crowdloan_being_finalized(chain)
    if who != crowdloan.creator:
        raise InvalidLeaseBeneficiary
    if end_block is not None and end_block <= chain.number:
        raise LeaseCannotEndInThePast
    lease_id = get_next_lease_id(chain)
    coldkey, hotkey, netuid = register_for_lease(chain, crowdloan, lease_id)
    cost = crowdloan.raised.saturating_sub(chain.accounts.account[coldkey].data.free)
    lease = SubnetLease(who, coldkey, hotkey, emissions_share, end_block, netuid, cost)
    chain.crowdloans.subnet_leases[lease_id] = lease
    chain.crowdloans.subnet_uid_to_lease_id[netuid] = lease_id
    share_out_leftover(chain, crowdloan_id, crowdloan, lease_id, coldkey)
    chain.emit(SubnetLeaseCreated(who, lease_id, netuid, end_block))


@rule("LEASE-10")
def get_lease_to_terminate(chain: Chain, who: AccountId, lease_id: LeaseId) -> SubnetLease:
    """A lease whose end has come, for its beneficiary.

    Raises:
        LeaseDoesNotExist, ExpectedBeneficiaryOrigin, LeaseHasNoEndBlock, LeaseHasNotEnded: in this order.
    """
    lease = chain.crowdloans.subnet_leases.get(lease_id)
    if lease is None or not holds_subnet(chain, lease):
        raise LeaseDoesNotExist
    if who != lease.beneficiary:
        raise ExpectedBeneficiaryOrigin
    if lease.end_block is None:
        raise LeaseHasNoEndBlock
    if chain.number < lease.end_block:
        raise LeaseHasNotEnded
    return lease


@rule("LEASE-11", call=interface.TerminateLease)
def terminate_lease(chain: Chain, origin: Origin, lease_id: LeaseId, hotkey: AccountId) -> None:
    """Take over a leased subnet whose lease has ended, with a hotkey of one's own, and forget the lease.

    `SubnetUidToLeaseId` stays.

    Raises:
        BadOrigin: an account must sign.
        DispatchError: as `get_lease_to_terminate`.
        BeneficiaryDoesNotOwnHotkey: the hotkey is another's, or nobody's.
        DispatchError: as `forget_lease`.
    """
    who = ensure_signed(origin)
    lease = get_lease_to_terminate(chain, who, lease_id)
    if not is_owned_by(chain, who, hotkey):
        raise BeneficiaryDoesNotOwnHotkey
    chain.subnets.subnet_owner[lease.netuid] = who
    chain.subnets.subnet_owner_hotkey[lease.netuid] = hotkey
    chain.emit(SubnetOwnerHotkeySet(lease.netuid, hotkey))
    forget_lease(chain, lease_id, lease)
    chain.emit(SubnetLeaseTerminated(who, lease.netuid))


@rule("LEASE-12")
def forget_lease(chain: Chain, lease_id: LeaseId, lease: SubnetLease) -> None:
    """Drop the references of a lease's accounts, its record, its shares, its dividends, and last its proxy.

    The deposit of the proxy needs the coldkey while its reference is dropped, which may therefore stay. What the coldkey holds
    and has staked nobody can move any more (KNOWN-176), and dividends that wait are lost to the contributors (KNOWN-177).

    Raises:
        DispatchError: as `remove_proxy_delegate`.
    """
    if not chain.deviates(DIVIDENDS_ARE_LEFT):
        _pay_waiting_dividends(chain, lease_id, lease)
    if not chain.deviates(HOLDINGS_ARE_LEFT):
        _give_stake(chain, lease)
        _give_free_tao(chain, lease)
    for account in (lease.coldkey, lease.hotkey):
        with suppress(DispatchError):
            remove_provider(chain, account)
    chain.crowdloans.subnet_lease_shares.clear_under(lease_id)
    del chain.crowdloans.accumulated_lease_dividends[lease_id]
    del chain.crowdloans.subnet_leases[lease_id]
    if chain.deviates(HOLDINGS_ARE_LEFT):
        remove_proxy_delegate(chain, lease.coldkey, lease.beneficiary, BENEFICIARY_ACTS, NO_DELAY)


def _pay_waiting_dividends(chain: Chain, lease_id: LeaseId, lease: SubnetLease) -> None:
    alpha = chain.crowdloans.accumulated_lease_dividends[lease_id]
    tao = sell_lease_dividends(chain, lease, alpha)
    if tao is not None:
        pay_contributors(chain, lease_id, lease, tao)


def _give_stake(chain: Chain, lease: SubnetLease) -> None:
    """Give the beneficiary the stake of the lease, where it is worth enough to be moved."""
    left = Stake(lease.hotkey, lease.coldkey, lease.netuid)
    alpha = get_stake_for_hotkey_and_coldkey_on_subnet(chain, lease.hotkey, lease.coldkey, lease.netuid)
    with suppress(DispatchError), chain.transaction():
        transfer_stake_within_subnet(chain, left, Stake(lease.hotkey, lease.beneficiary, lease.netuid), alpha)


def _give_free_tao(chain: Chain, lease: SubnetLease) -> None:
    """Take the proxy back while the coldkey lives, and give the beneficiary what the coldkey holds."""
    remove_proxy_delegate(chain, lease.coldkey, lease.beneficiary, BENEFICIARY_ACTS, NO_DELAY)
    free = get_reducible_balance(chain, lease.coldkey, EXPENDABLE, POLITE)
    pay_back(chain, lease.coldkey, lease.beneficiary, free)

"""The part of a leased subnet's owner cut that belongs to the contributors of its crowdloan.

Source: upstream's `pallets/subtensor/src/subnets/leasing.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.interface.crowdloans import LeaseId
from tao_spec.interface.errors import DispatchError
from tao_spec.state.crowdloans import SubnetLease
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule
from tao_spec.transition.stake.checks import validate_remove_stake
from tao_spec.transition.stake.coldkeys import add_balance_to_coldkey_account
from tao_spec.transition.stake.operations import Stake, unstake_from_subnet

LEASE_DIVIDENDS_DISTRIBUTION_INTERVAL = 100
"""Contributors are paid in blocks whose number this divides."""

LEASE_OUTLIVES_SUBNET = "KNOWN-178"


@rule("LEASE-1")
def distribute_leased_network_dividends(chain: Chain, lease_id: LeaseId, owner_cut: AlphaBalance) -> None:
    """Set the contributors' part of the owner's cut aside, rounded up; in every 100th block sell and pay out all of it.

    What cannot be sold waits for the next such block that an epoch falls on.

    Args:
        owner_cut: what was credited to the owner, in alpha rao.
    """
    lease = chain.crowdloans.subnet_leases.get(lease_id)
    # A lease that has ended pays nobody.
    if lease is None or (lease.end_block is not None and lease.end_block <= chain.number):
        return
    if not holds_subnet(chain, lease):
        return
    waiting = chain.crowdloans.accumulated_lease_dividends
    part = AlphaBalance.saturate(-(-owner_cut * lease.emissions_share // 100))
    alpha = waiting[lease_id].saturating_add(part)
    is_due = chain.number % LEASE_DIVIDENDS_DISTRIBUTION_INTERVAL == 0
    tao = sell_lease_dividends(chain, lease, alpha) if is_due else None
    if tao is not None:
        pay_contributors(chain, lease_id, lease, tao)
    waiting[lease_id] = alpha if tao is None else AlphaBalance(0)


@rule("LEASE-13")
def holds_subnet(chain: Chain, lease: SubnetLease) -> bool:
    """A lease holds whichever subnet has its number, also a later one of a stranger (KNOWN-178)."""
    return chain.deviates(LEASE_OUTLIVES_SUBNET) or chain.subnets.subnet_owner.get(lease.netuid) == lease.coldkey


@rule("LEASE-2")
def sell_lease_dividends(chain: Chain, lease: SubnetLease, alpha: AlphaBalance) -> TaoBalance | None:
    """Take alpha off the hotkey of a lease and sell it at any price, as its coldkey could.

    Args:
        alpha: in alpha rao.

    Returns:
        What it brought, in rao; None where it may not be sold, or the pool refuses.
    """
    stake = Stake(lease.hotkey, lease.coldkey, lease.netuid)
    try:
        validate_remove_stake(chain, stake, alpha, max_amount=alpha, allow_partial=False)
        return unstake_from_subnet(chain, stake, alpha)
    except DispatchError:
        return None


@rule("LEASE-3")
def pay_contributors(chain: Chain, lease_id: LeaseId, lease: SubnetLease, tao: TaoBalance) -> None:
    """Pay each contributor its share, in whole rao and in the order of the storage keys; the beneficiary gets the rest.

    Args:
        tao: in rao.
    """
    paid = TaoBalance(0)
    for contributor, share in chain.crowdloans.subnet_lease_shares.under(lease_id):
        part = (share * U64F64.saturating_from_num(tao)).saturating_to_num(TaoBalance)
        add_balance_to_coldkey_account(chain, contributor, part)
        paid = paid.saturating_add(part)
    add_balance_to_coldkey_account(chain, lease.beneficiary, tao.saturating_sub(paid))

"""The part of a leased subnet's owner cut that belongs to the contributors of its crowdloan.

Source: upstream's `pallets/subtensor/src/subnets/leasing.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.interface.crowdloans import LeaseId
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import Unsupported, rule

LEASE_DIVIDENDS_DISTRIBUTION_INTERVAL = 100
"""Contributors are paid in blocks whose number this divides."""


@rule("LEASE-1")
def distribute_leased_network_dividends(chain: Chain, lease_id: LeaseId, owner_cut: AlphaBalance) -> None:
    """Set the contributors' part of the owner's cut aside, rounded up; in every 100th block it is sold and paid out.

    Args:
        owner_cut: what was credited to the owner, in alpha rao.

    Raises:
        Unsupported: it is time to sell: that is not specified yet.
    """
    lease = chain.crowdloans.subnet_leases.get(lease_id)
    # A lease that has ended pays nobody.
    if lease is None or (lease.end_block is not None and lease.end_block <= chain.number):
        return
    if chain.number % LEASE_DIVIDENDS_DISTRIBUTION_INTERVAL == 0:
        raise Unsupported(f"the payout of lease {lease_id} in block {chain.number} is not specified yet")
    part = AlphaBalance.saturate(-(-owner_cut * lease.emissions_share // 100))
    waiting = chain.crowdloans.accumulated_lease_dividends
    waiting[lease_id] = waiting[lease_id].saturating_add(part)

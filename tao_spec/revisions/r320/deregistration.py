"""The coming of subnets: registration, the limit of subnets, and the choice of the one that is pruned for a new one.

Source: upstream's `pallets/subtensor/src/subnets/subnet.rs` and `coinbase/root.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U128
from tao_spec.interface.keys import NonAssociatedColdKey
from tao_spec.interface.neurons import SubNetRegistrationDisabled
from tao_spec.interface.serving import SubnetIdentityV3
from tao_spec.interface.subnets import MechanismDoesNotExist, NetworkAdded, NetworkTxRateLimitExceeded
from tao_spec.revisions.r320.dissolution import do_dissolve_network
from tao_spec.revisions.r320.interface import CannotAffordLockCost, SubnetLimitReached
from tao_spec.revisions.r320.state import added
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.hotkeys import is_owned_by
from tao_spec.transition.pools.moving_price import get_moving_alpha_price
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import rule
from tao_spec.transition.stake.checks import can_pay
from tao_spec.transition.stake.coldkeys import remove_balance_from_coldkey_account
from tao_spec.transition.subnets.last_blocks import get_last_registration
from tao_spec.transition.subnets.lock_cost import get_network_lock_cost
from tao_spec.transition.subnets.networks import get_all_subnet_netuids
from tao_spec.transition.subnets.new_network import get_next_netuid, set_modality
from tao_spec.transition.subnets.rate_limits import is_long_ago
from tao_spec.transition.subnets.register import (
    DYNAMIC,
    do_register_network,
    found_network,
    introduce,
    open_pool,
)


@rule("R320-60")
def do_register_network_at_limit(
    chain: Chain, coldkey: AccountId, hotkey: AccountId, mechid: U16, identity: SubnetIdentityV3 | None
) -> NetUid:
    """Register a subnet for a coldkey as SUBNET-22 does; where there are as many as there may be, another must go for it.

    What was paid is locked, and users may provide liquidity from the start.

    Args:
        hotkey: the coldkey's, or nobody's, who then becomes the coldkey's.
        mechid: the mechanism that prices its alpha.
        identity: what the subnet says of itself, if anything.

    Returns:
        The number of the subnet: the pruned one's, or else the next (SUBNET-7).

    Raises:
        DispatchError: as `ensure_may_register`.
        SubnetLimitReached: as `choose_to_prune`.
        CannotAffordLockCost: the coldkey cannot pay.
        BalanceWithdrawalError, ZeroBalanceAfterWithdrawn: nothing can be taken from its account.
        InvalidIdentity: a text is too long.
    """
    ensure_may_register(chain, coldkey, hotkey, mechid)
    pruned = choose_to_prune(chain)
    cost = get_network_lock_cost(chain)
    if not can_pay(chain, coldkey, cost):
        raise CannotAffordLockCost
    paid = remove_balance_from_coldkey_account(chain, coldkey, cost)
    if pruned is not None:
        do_dissolve_network(chain, pruned)
    netuid = get_next_netuid(chain) if pruned is None else pruned
    found_network(chain, netuid, coldkey, hotkey, mechid)
    open_pool(chain, netuid, paid)
    open_books(chain, netuid, paid)
    if identity is not None:
        introduce(chain, netuid, identity)
    chain.pools.enabled_user_liquidity[netuid] = True
    chain.emit(NetworkAdded(netuid, mechid))
    return netuid


@rule("R320-61")
def ensure_may_register(chain: Chain, coldkey: AccountId, hotkey: AccountId, mechid: U16) -> None:
    """A coldkey may register a subnet now, if it can pay.

    Raises:
        NonAssociatedColdKey: the hotkey is another's.
        MechanismDoesNotExist: the mechanism is not the dynamic one.
        SubNetRegistrationDisabled: subnets cannot be registered yet.
        NetworkTxRateLimitExceeded: the last was registered too short a time ago; where none was, nobody waits.
    """
    # A hotkey has one owner.
    if hotkey in chain.keys.owner and not is_owned_by(chain, coldkey, hotkey):
        raise NonAssociatedColdKey
    # Of the two mechanisms only the dynamic one is open.
    if mechid != DYNAMIC:
        raise MechanismDoesNotExist
    if BlockHeight(chain.number) < added(chain).network_registration_start_block.value:
        raise SubNetRegistrationDisabled
    if not is_long_ago(chain, chain.subnets.network_rate_limit.value, get_last_registration(chain).value):
        raise NetworkTxRateLimitExceeded


@rule("R320-62")
def choose_to_prune(chain: Chain) -> NetUid | None:
    """The subnet that must go for a new one, or None where there are fewer than `SubnetLimit`, root not among them.

    Raises:
        SubnetLimitReached: one must go, and all are immune.
    """
    # The count is held in 16 bits.
    count = U16.wrap(len(get_subnets_but_root(chain)))
    if count < added(chain).subnet_limit.value:
        return None
    pruned = get_network_to_prune(chain)
    if pruned is None:
        raise SubnetLimitReached
    return pruned


def get_subnets_but_root(chain: Chain) -> list[NetUid]:
    """Every subnet that exists, without root, in the order of the storage keys."""
    there = chain.subnets.networks_added
    return [netuid for netuid in get_all_subnet_netuids(chain) if netuid != ROOT and there[netuid]]


@rule("R320-63")
def get_network_to_prune(chain: Chain) -> NetUid | None:
    """The subnet with the least moving price, of equal ones the one registered first, then the first of the storage keys.

    Those registered fewer than `NetworkImmunityPeriod` blocks ago are immune.

    Returns:
        None where all are immune.
    """
    registered_at, period = chain.subnets.network_registered_at, added(chain).network_immunity_period.value
    now = BlockHeight(chain.number)
    mortal = [
        netuid
        for netuid in get_subnets_but_root(chain)
        if now >= registered_at[netuid].saturating_add(BlockHeight(period))
    ]
    return min(mortal, key=lambda netuid: (get_moving_alpha_price(chain, netuid), registered_at[netuid]), default=None)


@rule("R320-64")
def open_books(chain: Chain, netuid: NetUid, paid: TaoBalance) -> None:
    """Write what a new subnet begins with: the lock, no reserves of users, no alpha outside, no volume, and what was burned.

    Args:
        paid: in rao; it is locked.
    """
    pools, burned = chain.pools, paid.saturating_sub(chain.subnets.network_min_lock_cost.value)
    chain.subnets.subnet_locked[netuid] = paid
    pools.subnet_tao_provided[netuid] = TaoBalance(0)
    pools.subnet_alpha_in_provided[netuid] = AlphaBalance(0)
    pools.subnet_alpha_out[netuid] = AlphaBalance(0)
    pools.subnet_volume[netuid] = U128(0)
    chain.neurons.rao_recycled_for_registration[netuid] = burned


@rule("R320-65")
def set_no_modality(_chain: Chain, _netuid: NetUid) -> None:
    """Subnets have no modality."""


RULES: ReplacedRules = {
    do_register_network: do_register_network_at_limit,
    set_modality: set_no_modality,
}
"""The rules of the base that are replaced here."""

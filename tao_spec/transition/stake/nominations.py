"""Small nominations: the stake of nominators that is worth less than a minimum is paid out.

Source: upstream's `pallets/subtensor/src/staking/helpers.rs` and `pallets/admin-utils/src/lib.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.hyperparameters import SudoSetNominatorMinRequiredStake
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_root
from tao_spec.transition.pools.prices import get_current_alpha_price
from tao_spec.transition.rules import rule
from tao_spec.transition.stake.coldkeys import add_balance_to_coldkey_account
from tao_spec.transition.stake.operations import DEFAULT_MIN_STAKE, Stake, unstake_from_subnet
from tao_spec.transition.stake.shares import (
    decrease_stake_for_hotkey_and_coldkey_on_subnet,
    get_stake_for_hotkey_and_coldkey_on_subnet,
)
from tao_spec.transition.subnets.networks import get_all_subnet_netuids

MILLION = 1_000_000

UNSOLD_NOMINATIONS_ARE_LOST = "KNOWN-54"
"""A small nomination that the pool does not buy is destroyed unpaid."""

NOTHING_IS_CLEARED = "KNOWN-55"
"""A nomination of nothing is cleared, too: it is told as a sale, and the coldkey is paid nothing."""

FACTOR_MEETS_AMOUNT = "KNOWN-56"
"""Whether the minimum rises is judged by comparing the new factor with the old amount."""

OWNERS_NEED_STAKE = "KNOWN-133"
"""The hotkey of a subnet's owner loses the children that it has chosen when stake is taken off it."""


@rule("STAKE-50")
def get_nominator_min_required_stake(chain: Chain) -> TaoBalance:
    """The least worth of a nomination, in rao: a factor, in millionths, of what a stake operation must move."""
    factor = chain.stake.nominator_min_required_stake.value
    return TaoBalance(DEFAULT_MIN_STAKE.saturating_mul(factor) // MILLION)


@rule("STAKE-51")
def clear_small_nomination_if_required(chain: Chain, stake: Stake) -> None:
    """Sell the stake of a nominator at any price, and pay it out, if at the present price it is worth less than the minimum.

    What the owner of the hotkey stakes on it is no nomination. Nothing is small where alpha has no price.
    """
    if chain.keys.owner.get(stake.hotkey) == stake.coldkey:
        return
    alpha = get_stake_for_hotkey_and_coldkey_on_subnet(chain, stake.hotkey, stake.coldkey, stake.netuid)
    if not alpha and not chain.deviates(NOTHING_IS_CLEARED):
        return
    minimum = U96F32.saturating_from_num(get_nominator_min_required_stake(chain))
    price = get_current_alpha_price(chain, stake.netuid)
    if alpha < minimum.safe_div(price).saturating_to_num(AlphaBalance):
        _clear_nomination(chain, stake, alpha)


def _clear_nomination(chain: Chain, stake: Stake, alpha: AlphaBalance) -> None:
    if not chain.deviates(UNSOLD_NOMINATIONS_ARE_LOST):
        _try_to_sell(chain, stake, alpha)
        return
    try:
        paid = unstake_from_subnet(chain, stake, alpha)
    except DispatchError:
        # What was taken off the hotkey before the swap was refused is gone already; what came back is taken now.
        left = get_stake_for_hotkey_and_coldkey_on_subnet(chain, stake.hotkey, stake.coldkey, stake.netuid)
        decrease_stake_for_hotkey_and_coldkey_on_subnet(chain, stake.hotkey, stake.coldkey, stake.netuid, left)
        return
    add_balance_to_coldkey_account(chain, stake.coldkey, paid)


def _try_to_sell(chain: Chain, stake: Stake, alpha: AlphaBalance) -> None:
    """As it was meant: what cannot be sold stays."""
    try:
        with chain.transaction():
            add_balance_to_coldkey_account(chain, stake.coldkey, unstake_from_subnet(chain, stake, alpha))
    except DispatchError:
        return


@rule("STAKE-52")
def clear_small_nominations(chain: Chain) -> None:
    """Clear every small nomination, in the order of the storage keys of `Alpha`."""
    for hotkey, coldkey, netuid in [key for key, _ in chain.stake.alpha.items()]:
        clear_small_nomination_if_required(chain, Stake(hotkey, coldkey, netuid))


@rule("STAKE-53", call=SudoSetNominatorMinRequiredStake)
def sudo_set_nominator_min_required_stake(chain: Chain, origin: Origin, min_stake: U64) -> None:
    """Set the least stake of nominators; where the new factor is more than the old amount, clear small ones (KNOWN-56).

    Args:
        min_stake: a factor of what a stake operation must move, in millionths.

    Raises:
        BadOrigin: root does not call.
    """
    ensure_root(origin)
    previous = _get_comparable_minimum(chain)
    chain.stake.nominator_min_required_stake.value = min_stake
    if min_stake > previous:
        clear_small_nominations(chain)


def _get_comparable_minimum(chain: Chain) -> U64:
    if chain.deviates(FACTOR_MEETS_AMOUNT):
        return U64(get_nominator_min_required_stake(chain))
    return chain.stake.nominator_min_required_stake.value


@rule("STAKE-54")
def get_total_stake_for_hotkey(chain: Chain, hotkey: AccountId) -> TaoBalance:
    """What all stake on a hotkey is worth at the present prices, in rao; a subnet's part need not be whole rao."""
    worth = U96F32.wrapping_sum(
        U96F32.saturating_from_num(chain.stake.total_hotkey_alpha[hotkey, netuid])
        * get_current_alpha_price(chain, netuid)
        for netuid in get_all_subnet_netuids(chain)
    )
    return worth.saturating_to_num(TaoBalance)


@rule("STAKE-55")
def forget_children_to_be_of_small_hotkeys(chain: Chain, hotkey: AccountId) -> None:
    """Forget the children that a hotkey has chosen and not yet got, if its stake is worth less than `StakeThreshold`.

    The hotkey of a subnet's owner, which needs no stake for children there (DELEG-22), loses them, too (KNOWN-133).
    """
    if get_total_stake_for_hotkey(chain, hotkey) >= chain.weights.stake_threshold.value:
        return
    for netuid in get_all_subnet_netuids(chain):
        if not chain.deviates(OWNERS_NEED_STAKE) and chain.subnets.subnet_owner_hotkey.get(netuid) == hotkey:
            continue
        del chain.delegation.pending_child_keys[netuid, hotkey]

"""The shares of coldkeys in the alpha of a hotkey: who stakes later gets fewer shares for as much alpha.

A dividend raises the alpha of the hotkey and leaves the shares alone, so that every share is worth more.
Source: upstream's `primitives/share-pool/src/lib.rs` and `pallets/subtensor/src/staking/stake_utils.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import I64F64, U64F64
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import I64
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule

LEAST_REMAINDER = U64F64.from_bits(184_467_440_737_096)
"""A hundred-thousandth: a share that a withdrawal leaves with less of itself than this is withdrawn whole."""

YEAR_OF_EMISSION = U64F64.saturating_from_num(2_628_000_000_000_000)
"""The alpha of a year in alpha rao, which the price of a share must still be able to hold."""


@rule("STAKE-1")
def get_stake_for_hotkey_and_coldkey_on_subnet(
    chain: Chain, hotkey: AccountId, coldkey: AccountId, netuid: NetUid
) -> AlphaBalance:
    """What a coldkey's share in a hotkey's alpha is worth, in alpha rao, rounded down."""
    value = chain.stake.total_hotkey_alpha[hotkey, netuid]
    return compute_worth(
        value, chain.stake.total_hotkey_shares[hotkey, netuid], chain.stake.alpha[hotkey, coldkey, netuid]
    )


def compute_worth(value: AlphaBalance, shares: U64F64, share: U64F64) -> AlphaBalance:
    """What a share is worth (STAKE-1), in alpha rao.

    Args:
        value: the alpha of the hotkey, in alpha rao.
        shares: the sum of all shares in it.
    """
    whole = U64F64.saturating_from_num(value)
    price = whole.checked_div(shares)
    # Where the price of a share does not fit, the product is divided instead.
    worth = (whole * share).checked_div(shares) if price is None else price * share
    return (worth or U64F64.ZERO).saturating_to_num(AlphaBalance)


@rule("STAKE-2")
def increase_stake_for_hotkey_and_coldkey_on_subnet(
    chain: Chain, hotkey: AccountId, coldkey: AccountId, netuid: NetUid, amount: AlphaBalance
) -> AlphaBalance:
    """Credit alpha to one coldkey on a hotkey, and remember the hotkey for the coldkey.

    Args:
        amount: in alpha rao; from 2^63 on it counts as negative.

    Returns:
        What was credited, in alpha rao; zero where it was negative.
    """
    staking_hotkeys = chain.stake.staking_hotkeys
    if amount and hotkey not in staking_hotkeys[coldkey]:
        staking_hotkeys[coldkey] = (*staking_hotkeys[coldkey], hotkey)
    credited = update_value_for_one(chain, hotkey, coldkey, netuid, I64.wrap(amount))
    return AlphaBalance(max(credited, 0))


@rule("STAKE-3")
def increase_stake_for_hotkey_on_subnet(chain: Chain, hotkey: AccountId, netuid: NetUid, amount: AlphaBalance) -> None:
    """Credit alpha to all who stake on a hotkey, by their shares.

    Args:
        amount: in alpha rao; from 2^63 on it counts as negative.
    """
    update_value_for_all(chain, hotkey, netuid, I64.wrap(amount))


@rule("STAKE-4")
def update_value_for_one(chain: Chain, hotkey: AccountId, coldkey: AccountId, netuid: NetUid, update: I64) -> I64:
    """Change the alpha of a hotkey on behalf of one coldkey, which gets or gives the shares that are worth as much.

    The first to stake gets a share for each alpha rao. A withdrawal that would leave too small a share takes all of it.

    Args:
        update: in alpha rao.

    Returns:
        The change made, in alpha rao.
    """
    stake = chain.stake
    shares, share = stake.total_hotkey_shares[hotkey, netuid], stake.alpha[hotkey, coldkey, netuid]
    value = U64F64.saturating_from_num(stake.total_hotkey_alpha[hotkey, netuid])
    if not shares:
        shares = share = U64F64.saturating_from_num(update)
    elif (change := compute_shares_per_update(value, shares, update)) >= I64F64.ZERO:
        new = U64F64.saturating_from_num(change)
        shares, share = shares + new, share + new
    else:
        gone = U64F64.saturating_from_num(-change)
        left, left_of_all = share - gone, shares - gone
        if left.safe_div(share) < LEAST_REMAINDER or (value + YEAR_OF_EMISSION).checked_div(left_of_all) is None:
            held = get_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, coldkey, netuid)
            update = I64.wrap(-I64.wrap(held))
            left, left_of_all = U64F64.ZERO, shares - share
        shares, share = left_of_all, left
    _set_shares(chain, hotkey, coldkey, netuid, shares, share)
    update_value_for_all(chain, hotkey, netuid, update)
    return update


@rule("STAKE-5")
def compute_shares_per_update(value: U64F64, shares: U64F64, update: I64) -> I64F64:
    """How many shares are worth a change of alpha: none where the hotkey has no alpha.

    Args:
        value: the alpha of the hotkey, in alpha rao.
        shares: the sum of all shares in it.
        update: in alpha rao.
    """
    price = value.checked_div(shares)
    amount = I64F64.saturating_from_num(update)
    if price is not None:
        return amount.checked_div(I64F64.saturating_from_num(price)) or I64F64.ZERO
    portion = amount.checked_div(I64F64.saturating_from_num(value)) or I64F64.ZERO
    return portion * I64F64.saturating_from_num(shares)


@rule("STAKE-6")
def update_value_for_all(chain: Chain, hotkey: AccountId, netuid: NetUid, update: I64) -> None:
    """Change the alpha of a hotkey and leave all shares as they are; alpha of zero is not stored.

    Args:
        update: in alpha rao.
    """
    value = U64F64.saturating_from_num(chain.stake.total_hotkey_alpha[hotkey, netuid])
    change = U64F64.saturating_from_num(I64.wrap(abs(update)))
    value = value + change if update >= 0 else value - change
    if value:
        chain.stake.total_hotkey_alpha[hotkey, netuid] = value.saturating_to_num(AlphaBalance)
    else:
        del chain.stake.total_hotkey_alpha[hotkey, netuid]


@rule("STAKE-7")
def decrease_stake_for_hotkey_and_coldkey_on_subnet(
    chain: Chain, hotkey: AccountId, coldkey: AccountId, netuid: NetUid, amount: AlphaBalance
) -> AlphaBalance:
    """Take alpha of one coldkey from a hotkey, or nothing where it has less there.

    Args:
        amount: in alpha rao; from 2^63 on it counts as negative.

    Returns:
        What was taken, in alpha rao: all that the coldkey has, where too little would be left of it.
    """
    if (hotkey, coldkey, netuid) not in chain.stake.alpha:
        return AlphaBalance(0)
    if get_stake_for_hotkey_and_coldkey_on_subnet(chain, hotkey, coldkey, netuid) < amount:
        return AlphaBalance(0)
    change = update_value_for_one(chain, hotkey, coldkey, netuid, I64.wrap(-amount))
    return AlphaBalance(max(I64.wrap(-change), 0))


@rule("STAKE-8")
def can_increase_stake_for_hotkey_on_subnet(
    chain: Chain, hotkey: AccountId, netuid: NetUid, amount: AlphaBalance
) -> bool:
    """Whether an amount is worth a share, however small, in the alpha of a hotkey; on a hotkey without shares any is.

    Args:
        amount: in alpha rao; from 2^63 on it counts as negative.
    """
    shares = chain.stake.total_hotkey_shares[hotkey, netuid]
    value = U64F64.saturating_from_num(chain.stake.total_hotkey_alpha[hotkey, netuid])
    return not shares or bool(compute_shares_per_update(value, shares, I64.wrap(amount)))


def _set_shares(
    chain: Chain, hotkey: AccountId, coldkey: AccountId, netuid: NetUid, shares: U64F64, share: U64F64
) -> None:
    """Store the sum of all shares and that of one coldkey; shares of zero are not stored."""
    if shares:
        chain.stake.total_hotkey_shares[hotkey, netuid] = shares
    else:
        del chain.stake.total_hotkey_shares[hotkey, netuid]
    if share:
        chain.stake.alpha[hotkey, coldkey, netuid] = share
    else:
        del chain.stake.alpha[hotkey, coldkey, netuid]

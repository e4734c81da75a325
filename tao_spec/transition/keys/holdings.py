"""What becomes of the stake on a hotkey that is swapped, and of the records of its dividends.

Source: upstream's `pallets/subtensor/src/swap/swap_hotkey.rs`.
"""

from __future__ import annotations

from typing import TypeVar

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.storage.items import MapAccess
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule

NOTHING_IS_STORED = "KNOWN-146"
"""Swaps store amounts of zero and memberships that say no, where there was no entry."""

STAKE_IS_FORGOTTEN = "KNOWN-151"
"""Stake in a subnet that is no more stays on the old hotkey, and the coldkey forgets it."""

Key = TypeVar("Key")


@rule("KEYS-40")
def swap_totals(chain: Chain, old: AccountId, new: AccountId, netuid: NetUid) -> None:
    """Add the alpha on the old hotkey, and the sum of the shares in it, to those of the new one."""
    stake = chain.stake
    _merge_amounts(chain, stake.total_hotkey_alpha, (old, netuid), (new, netuid))
    shares = stake.total_hotkey_shares
    put_sum(chain, shares, (new, netuid), shares[new, netuid] + (shares.take((old, netuid)) or U64F64.ZERO))


@rule("KEYS-41")
def swap_dividends(chain: Chain, old: AccountId, new: AccountId, netuid: NetUid) -> None:
    """Add what the old hotkey got in the last epoch, and what alpha it had then, to the records of the new one."""
    emission = chain.emission
    _merge_amounts(chain, emission.total_hotkey_alpha_last_epoch, (old, netuid), (new, netuid))
    _merge_amounts(chain, emission.alpha_dividends_per_subnet, (netuid, old), (netuid, new))
    _merge_amounts(chain, emission.tao_dividends_per_subnet, (netuid, old), (netuid, new))


Amount = TypeVar("Amount", AlphaBalance, TaoBalance)


def _merge_amounts(chain: Chain, amounts: MapAccess[Key, Amount], old: Key, new: Key) -> None:
    """Add one amount to another and delete it."""
    total = amounts[new].saturating_add(amounts[old])
    del amounts[old]
    put_sum(chain, amounts, new, total)


V = TypeVar("V")


def put_sum(chain: Chain, values: MapAccess[Key, V], key: Key, value: V) -> None:
    """Store a sum, even of nothing (KNOWN-146)."""
    if value or key in values or chain.deviates(NOTHING_IS_STORED):
        values[key] = value


@rule("KEYS-42")
def swap_shares(chain: Chain, old: AccountId, new: AccountId, netuid: NetUid) -> None:
    """Add the share of every coldkey in the alpha of the old hotkey to its share in that of the new one.

    Whoever lists the old hotkey among its `StakingHotkeys` lists the new one from now on, too.
    """
    alpha, listed = chain.stake.alpha, chain.stake.staking_hotkeys
    shares = [(coldkey, share) for (_, coldkey, in_subnet), share in alpha.under(old) if in_subnet == netuid]
    for coldkey, share in shares:
        alpha[new, coldkey, netuid] = share + alpha[new, coldkey, netuid]
        del alpha[old, coldkey, netuid]
        hotkeys = listed[coldkey]
        if old in hotkeys and new not in hotkeys:
            listed[coldkey] = (*hotkeys, new)


@rule("KEYS-43")
def follow_stake(chain: Chain, coldkey: AccountId, old: AccountId, new: AccountId) -> None:
    """In the list of a coldkey that staked on the old hotkey the new one replaces it, as the last.

    Stake in a subnet that is no more lies on the old hotkey yet, and is listed no longer (KNOWN-151).
    """
    listed = chain.stake.staking_hotkeys
    hotkeys = listed[coldkey]
    if old not in hotkeys:
        return
    stays = not chain.deviates(STAKE_IS_FORGOTTEN) and any(True for _ in chain.stake.alpha.under(old, coldkey))
    kept = tuple(one for one in hotkeys if one != new and (stays or one != old))
    listed[coldkey] = (*kept, new)

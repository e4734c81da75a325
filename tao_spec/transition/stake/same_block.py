"""Stake that was added in a block stays until the block ends, so that nobody trades around another's order for free.

Source: upstream's `pallets/subtensor/src/staking/stake_utils.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.stake import StakingOperationRateLimitExceeded
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule


@rule("STAKE-15")
def set_stake_operation_limit(chain: Chain, hotkey: AccountId, coldkey: AccountId, netuid: NetUid) -> None:
    """Mark the stake of a coldkey on a hotkey as added in this block; the end of the block forgets it (BLOCK-2)."""
    chain.stake.staking_operation_rate_limiter[hotkey, coldkey, netuid] = True


@rule("STAKE-16")
def ensure_stake_operation_limit_not_exceeded(
    chain: Chain, hotkey: AccountId, coldkey: AccountId, netuid: NetUid
) -> None:
    """The stake of a coldkey on a hotkey was not added in this block.

    Raises:
        StakingOperationRateLimitExceeded: it was, be it only a part of it.
    """
    if (hotkey, coldkey, netuid) in chain.stake.staking_operation_rate_limiter:
        raise StakingOperationRateLimitExceeded

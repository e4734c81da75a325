"""How a coldkey orders its own swap, and what it may not do while it waits.

Source: upstream's `pallets/subtensor/src/macros/dispatches.rs` and `transaction_extension.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, BlockNumber
from tao_spec.arithmetic.integers import U8
from tao_spec.interface.accounts.balances import TransferAll, TransferAllowDeath, TransferKeepAlive
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.keys import (
    ColdkeySwapScheduled,
    FailedToSchedule,
    NotEnoughBalanceToPaySwapColdKey,
    ScheduleSwapColdkey,
    SwapAlreadyScheduled,
    SwapColdkey,
)
from tao_spec.interface.messages import Call
from tao_spec.interface.neurons import BurnedRegister, Register
from tao_spec.interface.stake import (
    AddStake,
    AddStakeLimit,
    MoveStake,
    SwapStake,
    SwapStakeLimit,
    TransferStake,
)
from tao_spec.interface.subnets import DissolveNetwork
from tao_spec.transition.chain import Chain
from tao_spec.transition.governance.preimage import bound
from tao_spec.transition.governance.scheduler import schedule
from tao_spec.transition.keys.hotkey_swap import KEY_SWAP_COST
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule
from tao_spec.transition.stake.coldkeys import can_remove_balance_from_coldkey_account

PRIORITY = U8(63)
"""The middle of the priorities that the chain uses; a lesser number comes first."""

BARRED_FOR_EVER = "KNOWN-157"
"""A coldkey whose swap failed in its block stays barred."""

BARRED_CALLS: tuple[type[Call], ...] = (
    AddStake,
    AddStakeLimit,
    MoveStake,
    TransferStake,
    SwapStake,
    SwapStakeLimit,
    Register,
    BurnedRegister,
    DissolveNetwork,
    TransferKeepAlive,
    TransferAll,
    TransferAllowDeath,
)
"""What a coldkey that has ordered its swap may not send."""


@rule("KEYS-60", call=ScheduleSwapColdkey)
def schedule_swap_coldkey(chain: Chain, origin: Origin, new_coldkey: AccountId) -> None:
    """Order the swap of the caller's coldkey: it is made, as root, when `ColdkeySwapScheduleDuration` blocks have passed.

    The price is that of now and is paid then; whether the swap can be made is asked then, too.

    Raises:
        BadOrigin: no account signs.
        SwapAlreadyScheduled: the caller has ordered one, and fewer than `ColdkeySwapRescheduleDuration` blocks have passed
            since the block of that.
        NotEnoughBalanceToPaySwapColdKey: the caller cannot pay now.
        FailedToSchedule: the block is not to come, or has 50 tasks.
    """
    coldkey = ensure_signed(origin)
    if not _may_order_again(chain, coldkey):
        raise SwapAlreadyScheduled
    if not can_remove_balance_from_coldkey_account(chain, coldkey, KEY_SWAP_COST):
        raise NotEnoughBalanceToPaySwapColdKey
    when = chain.number.saturating_add(BlockNumber(chain.keys.coldkey_swap_schedule_duration.value))
    try:
        schedule(chain, when, None, PRIORITY, bound(chain, SwapColdkey(coldkey, new_coldkey, KEY_SWAP_COST)))
    except DispatchError:
        raise FailedToSchedule from None
    chain.keys.coldkey_swap_scheduled[coldkey] = (when, new_coldkey)
    chain.emit(ColdkeySwapScheduled(coldkey, new_coldkey, when, KEY_SWAP_COST))


def _may_order_again(chain: Chain, coldkey: AccountId) -> bool:
    """Whether no order stands, or it was due so long ago that it counts no longer."""
    order = chain.keys.coldkey_swap_scheduled.get(coldkey)
    if order is None:
        return True
    again = order[0].saturating_add(BlockNumber(chain.keys.coldkey_swap_reschedule_duration.value))
    return again <= chain.number


@rule("KEYS-61")
def is_barred_by_swap(chain: Chain, coldkey: AccountId, call: Call) -> bool:
    """Whether a transaction of a coldkey is refused before it is made, because the coldkey has ordered its swap.

    Only what the coldkey itself signs is looked at. A call inside of another passes: in a batch, through a proxy, for a joint
    account. An order stands until the swap is made, even where that was refused (KNOWN-157).
    """
    order = chain.keys.coldkey_swap_scheduled.get(coldkey)
    if order is None or not isinstance(call, BARRED_CALLS):
        return False
    return chain.deviates(BARRED_FOR_EVER) or chain.number < order[0]

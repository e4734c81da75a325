"""Takes: what a delegate keeps of its nominators' dividends.

Source: upstream's `increase_take.rs`, `decrease_take.rs` and `helpers.rs` in `pallets/subtensor/src/staking`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.delegation import (
    BecomeDelegate,
    DecreaseTake,
    DelegateTakeTooHigh,
    DelegateTakeTooLow,
    DelegateTxRateLimitExceeded,
    IncreaseTake,
    TakeDecreased,
    TakeIncreased,
)
from tao_spec.interface.keys import HotKeyAccountNotExists, NonAssociatedColdKey
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule
from tao_spec.transition.subnets.last_blocks import get_last_delegate_takes
from tao_spec.transition.subnets.rate_limits import exceeds_rate_limit

LOWERED_ABOVE_MAXIMUM = "KNOWN-59"
"""A hotkey that is no delegate yet can set any take by lowering it, be it above the maximum."""

RAISED_BELOW_MINIMUM = "KNOWN-137"
"""A take can be raised to less than the minimum."""


@rule("DELEG-10")
def ensure_owner(chain: Chain, coldkey: AccountId, hotkey: AccountId) -> None:
    """A coldkey owns a hotkey.

    Raises:
        HotKeyAccountNotExists: nobody does.
        NonAssociatedColdKey: another does.
    """
    owner = chain.keys.owner.get(hotkey)
    if owner is None:
        raise HotKeyAccountNotExists
    if owner != coldkey:
        raise NonAssociatedColdKey


@rule("DELEG-11", call=IncreaseTake)
def increase_take(chain: Chain, origin: Origin, hotkey: AccountId, take: U16) -> None:
    """Raise the take of a delegate.

    Args:
        hotkey: the delegate; its owner signs.
        take: in parts of 65,535 of its nominators' dividends.

    Raises:
        BadOrigin: no account signs.
        HotKeyAccountNotExists, NonAssociatedColdKey: as `ensure_owner`.
        DelegateTakeTooLow: it does not rise; the minimum is not asked for (KNOWN-137).
        DelegateTakeTooHigh: it is over the maximum.
        DelegateTxRateLimitExceeded: it changed too short a time ago.
    """
    coldkey = ensure_signed(origin)
    # Only the hotkey's owner decides its take.
    ensure_owner(chain, coldkey, hotkey)
    # A take can only be raised here; a hotkey that is no delegate yet may begin with any.
    current = chain.delegation.delegates.get(hotkey)
    if current is not None and take <= current:
        raise DelegateTakeTooLow
    if take < chain.delegation.min_delegate_take.value and not chain.deviates(RAISED_BELOW_MINIMUM):
        raise DelegateTakeTooLow
    # The network bounds every take.
    if take > chain.delegation.max_delegate_take.value:
        raise DelegateTakeTooHigh
    # Nominators have time to leave before the next raise.
    limit = chain.delegation.tx_delegate_take_rate_limit.value
    if exceeds_rate_limit(chain, limit, get_last_delegate_takes(chain)[hotkey]):
        raise DelegateTxRateLimitExceeded
    _set_take(chain, hotkey, take)
    chain.emit(TakeIncreased(coldkey, hotkey, take))


@rule("DELEG-12", call=DecreaseTake)
def decrease_take(chain: Chain, origin: Origin, hotkey: AccountId, take: U16) -> None:
    """Lower the take of a delegate, at any time; the wait before a raise begins anew.

    Args:
        hotkey: the delegate; its owner signs.
        take: in parts of 65,535 of its nominators' dividends.

    Raises:
        BadOrigin: no account signs.
        HotKeyAccountNotExists, NonAssociatedColdKey: as `ensure_owner`.
        DelegateTakeTooLow: it does not fall, or is under the minimum.
    """
    coldkey = ensure_signed(origin)
    ensure_owner(chain, coldkey, hotkey)
    # A take can only be lowered here; a hotkey that is no delegate yet may begin with any (KNOWN-59).
    current = chain.delegation.delegates.get(hotkey)
    if current is not None and take >= current:
        raise DelegateTakeTooLow
    if take < chain.delegation.min_delegate_take.value:
        raise DelegateTakeTooLow
    if take > chain.delegation.max_delegate_take.value and not chain.deviates(LOWERED_ABOVE_MAXIMUM):
        raise DelegateTakeTooHigh
    _set_take(chain, hotkey, take)
    chain.emit(TakeDecreased(coldkey, hotkey, take))


def _set_take(chain: Chain, hotkey: AccountId, take: U16) -> None:
    get_last_delegate_takes(chain)[hotkey] = BlockHeight(chain.number)
    chain.delegation.delegates[hotkey] = take


@rule("DELEG-13")
def become_delegate_for(chain: Chain, coldkey: AccountId, hotkey: AccountId) -> None:
    """Make a hotkey on which another than its owner stakes a delegate, with the default take; a delegate stays as it is."""
    delegates = chain.delegation.delegates
    if chain.keys.owner[hotkey] != coldkey and hotkey not in delegates:
        delegates[hotkey] = delegates[hotkey]


@rule("DELEG-14", call=BecomeDelegate)
def become_delegate(chain: Chain, origin: Origin, hotkey: AccountId) -> None:
    """Do nothing, whoever calls: a hotkey is a delegate from the first stake of another on it."""

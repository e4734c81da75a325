"""What a child hotkey keeps of the dividends of its parents, and what bounds it.

Source: upstream's `pallets/subtensor/src/staking/set_children.rs` and `pallets/subtensor/src/utils/misc.rs`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.delegation import (
    ChildKeyTakeSet,
    InvalidChildkeyTake,
    MaxChildKeyTakeSet,
    MinChildKeyTakeSet,
    SetChildkeyTake,
    SudoSetMaxChildkeyTake,
    SudoSetMinChildkeyTake,
    SudoSetTxChildkeyTakeRateLimit,
    TxChildkeyTakeRateLimitExceeded,
    TxChildKeyTakeRateLimitSet,
)
from tao_spec.interface.keys import NonAssociatedColdKey
from tao_spec.interface.messages import Event
from tao_spec.interface.subnets import SubNetworkDoesNotExist
from tao_spec.storage.items import ValueAccess
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.hotkeys import is_owned_by
from tao_spec.transition.origin import Origin, ensure_root, ensure_signed
from tao_spec.transition.rules import rule
from tao_spec.transition.subnets.rate_limits import is_long_ago

Number = TypeVar("Number", U16, U64)

SET_CHILDKEY_TAKE = U16(1)
"""The kind of operation under which `TransactionKeyLastBlock` remembers a change of a childkey take."""

LEAST_TAKE_BINDS_NOBODY = "KNOWN-130"
"""A childkey take may be less than the least that root has set."""

TAKES_WITHOUT_SUBNET = "KNOWN-131"
"""A childkey take can be set in a subnet that does not exist."""


@rule("DELEG-24", call=SetChildkeyTake)
def set_childkey_take(chain: Chain, origin: Origin, hotkey: AccountId, netuid: NetUid, take: U16) -> None:
    """Set what a hotkey keeps, in one subnet, of the dividends of its parents; it may fall at any time, and rise after a wait.

    Args:
        hotkey: the child; its owner signs. It need not have parents.
        netuid: any number, be there such a subnet or not (KNOWN-131).
        take: in parts of 65,535; the least is not asked for (KNOWN-130).

    Raises:
        BadOrigin: no account signs.
        NonAssociatedColdKey: another owns the hotkey, or nobody.
        InvalidChildkeyTake: it is over the maximum.
        TxChildkeyTakeRateLimitExceeded: it rises, and was set fewer than `TxChildkeyTakeRateLimit` blocks ago.
    """
    coldkey, items = ensure_signed(origin), chain.delegation
    if not is_owned_by(chain, coldkey, hotkey):
        raise NonAssociatedColdKey
    if not chain.deviates(TAKES_WITHOUT_SUBNET) and not chain.subnets.networks_added[netuid]:
        raise SubNetworkDoesNotExist
    # The network bounds every take.
    if take > items.max_childkey_take.value:
        raise InvalidChildkeyTake
    if not chain.deviates(LEAST_TAKE_BINDS_NOBODY) and take < items.min_childkey_take.value:
        raise InvalidChildkeyTake
    # Parents have time to leave before the next raise.
    operation, last_blocks = (hotkey, netuid, SET_CHILDKEY_TAKE), items.transaction_key_last_block
    limit, is_raise = items.tx_childkey_take_rate_limit.value, take > items.childkey_take[hotkey, netuid]
    if is_raise and not is_long_ago(chain, limit, last_blocks[operation]):
        raise TxChildkeyTakeRateLimitExceeded
    last_blocks[operation] = BlockHeight(chain.number)
    items.childkey_take[hotkey, netuid] = take
    chain.emit(ChildKeyTakeSet(hotkey, take))


@rule("DELEG-15", call=SudoSetTxChildkeyTakeRateLimit)
def sudo_set_tx_childkey_take_rate_limit(chain: Chain, origin: Origin, tx_rate_limit: U64) -> None:
    """Set how many blocks lie between two changes of a childkey take of which the second is a raise.

    Raises:
        BadOrigin: root does not call.
    """
    limit = chain.delegation.tx_childkey_take_rate_limit
    _set_by_root(chain, origin, limit, tx_rate_limit, TxChildKeyTakeRateLimitSet)


@rule("DELEG-16", call=SudoSetMinChildkeyTake)
def sudo_set_min_childkey_take(chain: Chain, origin: Origin, take: U16) -> None:
    """Set the least childkey take, which no rule asks for (KNOWN-130).

    Args:
        take: in parts of 65,535.

    Raises:
        BadOrigin: root does not call.
    """
    _set_by_root(chain, origin, chain.delegation.min_childkey_take, take, MinChildKeyTakeSet)


@rule("DELEG-17", call=SudoSetMaxChildkeyTake)
def sudo_set_max_childkey_take(chain: Chain, origin: Origin, take: U16) -> None:
    """Set the greatest childkey take, be it less than the least, or than takes that are set.

    Args:
        take: in parts of 65,535.

    Raises:
        BadOrigin: root does not call.
    """
    _set_by_root(chain, origin, chain.delegation.max_childkey_take, take, MaxChildKeyTakeSet)


def _set_by_root(
    chain: Chain, origin: Origin, item: ValueAccess[Number], value: Number, told: Callable[[Number], Event]
) -> None:
    ensure_root(origin)
    item.value = value
    chain.emit(told(value))

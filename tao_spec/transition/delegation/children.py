"""How a hotkey chooses its children, who get a part of its stake in a subnet once they have waited.

Source: upstream's `pallets/subtensor/src/staking/set_children.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.delegation import (
    DuplicateChild,
    InvalidChild,
    NotEnoughStakeToSetChildkeys,
    ProportionOverflow,
    SetChildren,
    SetChildrenScheduled,
    SetPendingChildkeyCooldown,
    TooManyChildren,
    TxRateLimitExceeded,
)
from tao_spec.interface.keys import NonAssociatedColdKey
from tao_spec.interface.neurons import RegistrationNotPermittedOnRootSubnet
from tao_spec.interface.subnets import SubNetworkDoesNotExist
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.hotkeys import is_owned_by
from tao_spec.transition.origin import Origin, ensure_root, ensure_signed
from tao_spec.transition.rules import rule
from tao_spec.transition.stake.nominations import get_total_stake_for_hotkey
from tao_spec.transition.subnets.rate_limits import is_long_ago

Children = tuple[tuple[U64, AccountId], ...]
"""Hotkeys, each with its part of their parent's stake, in parts of 2^64 - 1."""

MAX_CHILDREN = 5

SET_CHILDREN = U16(0)
"""The kind of operation under which `TransactionKeyLastBlock` remembers a choice of children."""

SET_CHILDREN_RATE_LIMIT = U64(150)
"""Blocks from one choice of children to the next, at least: half an hour."""

PARENTS_BECOME_CHILDREN = "KNOWN-132"
"""Two hotkeys can be each other's children."""


@rule("DELEG-20", call=SetChildren)
def set_children(chain: Chain, origin: Origin, hotkey: AccountId, netuid: NetUid, children: Children) -> None:
    """Choose the children of a hotkey in a subnet; the first epoch after their wait sets them (DELEG-2).

    Whoever was chosen before and still waits is forgotten, and the wait begins anew.

    Args:
        hotkey: the parent; its owner signs.
        children: each with its part of the hotkey's stake, in parts of 2^64 - 1; none to have no more.

    Raises:
        BadOrigin: no account signs.
        TxRateLimitExceeded: the hotkey chose fewer than 150 blocks ago.
        RegistrationNotPermittedOnRootSubnet: the subnet is root.
        SubNetworkDoesNotExist: there is no such subnet.
        NonAssociatedColdKey: another owns the hotkey, or nobody.
        DispatchError: as `ensure_valid_children`.
        NotEnoughStakeToSetChildkeys: as `can_have_children`, unless none are chosen.
    """
    coldkey = ensure_signed(origin)
    # Who owns the hotkey is asked later: the limit answers anybody.
    operation, last_blocks = (hotkey, netuid, SET_CHILDREN), chain.delegation.transaction_key_last_block
    if not is_long_ago(chain, SET_CHILDREN_RATE_LIMIT, last_blocks[operation]):
        raise TxRateLimitExceeded
    # Root has no validators of its own to lend stake to.
    if netuid == ROOT:
        raise RegistrationNotPermittedOnRootSubnet
    if not chain.subnets.networks_added[netuid]:
        raise SubNetworkDoesNotExist
    if not is_owned_by(chain, coldkey, hotkey):
        raise NonAssociatedColdKey
    ensure_valid_children(chain, netuid, hotkey, children)
    # Whoever gives its children up needs no stake for that.
    if children and not can_have_children(chain, netuid, hotkey):
        raise NotEnoughStakeToSetChildkeys

    last_blocks[operation] = BlockHeight(chain.number)
    cooldown = chain.delegation.pending_child_key_cooldown.value
    cooldown_block = BlockHeight(chain.number).saturating_add(BlockHeight(cooldown))
    chain.delegation.pending_child_keys[netuid, hotkey] = (children, cooldown_block)
    chain.emit(SetChildrenScheduled(hotkey, netuid, cooldown_block, children))


@rule("DELEG-21")
def ensure_valid_children(chain: Chain, netuid: NetUid, hotkey: AccountId, children: Children) -> None:
    """At most five children, none of them the hotkey itself, with at most the whole of its stake, and each named once.

    Any account is taken, whether it is a hotkey or not, and a part of zero, too.

    Raises:
        TooManyChildren, InvalidChild, ProportionOverflow, DuplicateChild: in this order.
        InvalidChild: a child has the hotkey as its child, once KNOWN-132 is closed.
    """
    if len(children) > MAX_CHILDREN:
        raise TooManyChildren
    named = [child for _, child in children]
    if hotkey in named:
        raise InvalidChild
    # Nobody lends more than all.
    if sum(int(proportion) for proportion, _ in children) > U64.MAX:
        raise ProportionOverflow
    if len(set(named)) < len(named):
        raise DuplicateChild
    if not chain.deviates(PARENTS_BECOME_CHILDREN) and any(_lends(chain, netuid, child, hotkey) for child in named):
        raise InvalidChild


def _lends(chain: Chain, netuid: NetUid, parent: AccountId, child: AccountId) -> bool:
    """Whether a hotkey has another as its child, or will have."""
    waiting, _ = chain.delegation.pending_child_keys[netuid, parent]
    return any(child == other for _, other in (*chain.delegation.child_keys[parent, netuid], *waiting))


@rule("DELEG-22")
def can_have_children(chain: Chain, netuid: NetUid, hotkey: AccountId) -> bool:
    """Whether all stake on a hotkey is worth `StakeThreshold`, or it is the hotkey of the subnet's owner.

    What it has lent counts, what it has borrowed does not.
    """
    if get_total_stake_for_hotkey(chain, hotkey) >= chain.weights.stake_threshold.value:
        return True
    return chain.subnets.subnet_owner_hotkey.get(netuid) == hotkey


@rule("DELEG-23", call=SetPendingChildkeyCooldown)
def set_pending_childkey_cooldown(chain: Chain, origin: Origin, cooldown: U64) -> None:
    """Set how many blocks children to be wait; those that wait already keep their block, and nothing tells of it.

    Raises:
        BadOrigin: root does not call.
    """
    ensure_root(origin)
    chain.delegation.pending_child_key_cooldown.value = cooldown

"""The children that a hotkey has chosen become its children in the first epoch after their wait.

Source: upstream's `pallets/subtensor/src/staking/set_children.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.delegation import SetChildrenEvent
from tao_spec.storage.items import DoubleMapAccess
from tao_spec.transition.chain import Chain
from tao_spec.transition.delegation.children import Children, can_have_children
from tao_spec.transition.emission.epoch_schedule import should_run_epoch
from tao_spec.transition.rules import rule
from tao_spec.transition.subnets.networks import get_all_subnet_netuids

Relatives = DoubleMapAccess[AccountId, NetUid, Children]

STAKE_IS_ASKED_ONCE = "KNOWN-134"
"""Whoever has the stake for children when it chooses them needs none when they are set."""

EMPTY_LISTS_STAY = "KNOWN-135"
"""Who has no children any more, or no parents, keeps a list of none."""


@rule("DELEG-1")
def try_set_pending_children(chain: Chain) -> None:
    """Set the children to be of every subnet, root too, whose epoch falls on the present block."""
    for netuid in get_all_subnet_netuids(chain):
        if should_run_epoch(chain, netuid):
            do_set_pending_children(chain, netuid)


@rule("DELEG-2")
def do_set_pending_children(chain: Chain, netuid: NetUid) -> None:
    """Set the children to be of every hotkey whose wait is over, in the order of the storage keys."""
    for hotkey, (children, cooldown_block) in list(chain.delegation.pending_child_keys.under(netuid)):
        if cooldown_block < chain.number:
            if _may_set(chain, netuid, hotkey, children):
                replace_children(chain, netuid, hotkey, children)
            del chain.delegation.pending_child_keys[netuid, hotkey]


def _may_set(chain: Chain, netuid: NetUid, hotkey: AccountId, children: Children) -> bool:
    """Whether a hotkey gets the children that it has chosen: always; with the stake for them alone, once KNOWN-134 is closed."""
    return chain.deviates(STAKE_IS_ASKED_ONCE) or not children or can_have_children(chain, netuid, hotkey)


@rule("DELEG-3")
def replace_children(chain: Chain, netuid: NetUid, hotkey: AccountId, children: Children) -> None:
    """Give a hotkey other children, and these the hotkey as their last parent; the old ones lose it.

    Args:
        children: each with its part of the hotkey's stake, in parts of 2^64 - 1.
    """
    parents = chain.delegation.parent_keys
    for _, child in chain.delegation.child_keys[hotkey, netuid]:
        _store(chain, parents, child, netuid, tuple(entry for entry in parents[child, netuid] if entry[1] != hotkey))
    _store(chain, chain.delegation.child_keys, hotkey, netuid, children)
    for proportion, child in children:
        parents[child, netuid] = (*parents[child, netuid], (proportion, hotkey))
    chain.emit(SetChildrenEvent(hotkey, netuid, children))


def _store(chain: Chain, relatives: Relatives, hotkey: AccountId, netuid: NetUid, entries: Children) -> None:
    """Store who is related to a hotkey, be it nobody (KNOWN-135)."""
    if entries or chain.deviates(EMPTY_LISTS_STAY):
        relatives[hotkey, netuid] = entries
    else:
        del relatives[hotkey, netuid]

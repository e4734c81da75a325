"""What a hotkey has in a subnet, and how it passes to the hotkey that takes its place.

Source: upstream's `pallets/subtensor/src/swap/swap_hotkey.rs`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.storage.items import DoubleMapAccess
from tao_spec.transition.chain import Chain
from tao_spec.transition.keys.families import swap_pending_children, swap_relatives
from tao_spec.transition.keys.holdings import NOTHING_IS_STORED, swap_dividends, swap_shares, swap_totals
from tao_spec.transition.rules import replaceable, rule

CHILDKEY_TAKE_STAYS = "KNOWN-142"
"""The take of a child stays with the old hotkey; the new one keeps nothing of its parents' dividends."""

LIMITS_STAY = "KNOWN-143"
"""When a hotkey last chose children, or its take as a child, stays with the old hotkey: the new one need not wait."""

TIMELOCKED_COMMITS_STAY = "KNOWN-144"
"""Timelocked weights stay under the old hotkey, which is no neuron when they are revealed."""

ANNOUNCED_ELSEWHERE = "KNOWN-150"
"""What a hotkey announced in a subnet where it is no neuron stays with it."""

STAKE_IS_FREED = "KNOWN-156"
"""Stake that was added in this block can be taken off at once after a swap."""

V = TypeVar("V")


@rule("KEYS-20")
def swap_hotkey_in_subnet(chain: Chain, old: AccountId, new: AccountId, netuid: NetUid) -> None:
    """Pass on what a hotkey has in a subnet.

    The order counts where the two hotkeys are related: totals of stake, the neuron, children, parents, children to be, the
    subnet's owner hotkey, dividends, shares.
    """
    swap_totals(chain, old, new, netuid)
    is_member = swap_membership(chain, old, new, netuid)
    if is_member:
        swap_neuron(chain, old, new, netuid)
    if is_member or not chain.deviates(ANNOUNCED_ELSEWHERE):
        swap_announcements(chain, old, new, netuid)
    delegation = chain.delegation
    swap_relatives(delegation.child_keys, delegation.parent_keys, old, new, netuid)
    swap_relatives(delegation.parent_keys, delegation.child_keys, old, new, netuid)
    swap_pending_children(chain, old, new, netuid)
    swap_owner_hotkey(chain, old, new, netuid)
    swap_dividends(chain, old, new, netuid)
    swap_shares(chain, old, new, netuid)
    _swap_what_is_forgotten(chain, old, new, netuid)


@rule("KEYS-21")
def swap_membership(chain: Chain, old: AccountId, new: AccountId, netuid: NetUid) -> bool:
    """Pass the membership on; where there is none, the new hotkey gets an entry that says so (KNOWN-146).

    Returns:
        Whether the old hotkey was a member.
    """
    members = chain.neurons.is_network_member
    is_member = members[old, netuid]
    del members[old, netuid]
    if is_member or chain.deviates(NOTHING_IS_STORED):
        members[new, netuid] = is_member
    return is_member


@rule("KEYS-22")
@replaceable
def swap_neuron(chain: Chain, old: AccountId, new: AccountId, netuid: NetUid) -> None:
    """Pass the neuron on: its number, its committed weights, and its emission in the older form.

    What is kept by the number of a neuron remains as it is: weights, bonds, scores, its block of registration, its
    Ethereum address.
    """
    uid = chain.neurons.uids.take((netuid, old))
    if uid is not None:
        chain.neurons.uids[netuid, new] = uid
        chain.neurons.keys[netuid, uid] = new
    _move(chain.weights.weight_commits, old, new, netuid)
    loaded = chain.emission.loaded_emission.get(netuid)
    if loaded is not None:
        chain.emission.loaded_emission[netuid] = tuple(
            (new if hotkey == old else hotkey, server, validator) for hotkey, server, validator in loaded
        )


@rule("KEYS-23")
def swap_announcements(chain: Chain, old: AccountId, new: AccountId, netuid: NetUid) -> None:
    """Pass on where a neuron can be reached: its axon, its place for measurements, and its certificate."""
    _move(chain.serving.prometheus, old, new, netuid)
    _move(chain.serving.axons, old, new, netuid)
    _move(chain.serving.neuron_certificates, old, new, netuid)


def _move(values: DoubleMapAccess[NetUid, AccountId, V], old: AccountId, new: AccountId, netuid: NetUid) -> None:
    """Put what an item holds for the old hotkey in the place of what it holds for the new one."""
    value = values.take((netuid, old))
    if value is not None:
        values[netuid, new] = value


@rule("KEYS-24")
def swap_owner_hotkey(chain: Chain, old: AccountId, new: AccountId, netuid: NetUid) -> None:
    """If the old hotkey is that of the subnet's owner, the new one is."""
    owner_hotkeys = chain.subnets.subnet_owner_hotkey
    if owner_hotkeys.get(netuid) == old:
        owner_hotkeys[netuid] = new


def _swap_what_is_forgotten(chain: Chain, old: AccountId, new: AccountId, netuid: NetUid) -> None:
    """Pass on what the chain leaves with the old hotkey, where that is closed."""
    if not chain.deviates(CHILDKEY_TAKE_STAYS):
        take = chain.delegation.childkey_take.take((old, netuid))
        if take is not None:
            chain.delegation.childkey_take[new, netuid] = take
    if not chain.deviates(LIMITS_STAY):
        _swap_limits(chain, old, new, netuid)
    if not chain.deviates(STAKE_IS_FREED):
        _swap_held_stake(chain, old, new, netuid)
    if not chain.deviates(TIMELOCKED_COMMITS_STAY):
        swap_timelocked_commits(chain, old, new, netuid)


def _swap_limits(chain: Chain, old: AccountId, new: AccountId, netuid: NetUid) -> None:
    """The new hotkey remembers the later of what both last did, for each kind of operation."""
    blocks = chain.delegation.transaction_key_last_block
    for (_, _, kind), last in list(blocks.under(old, netuid)):
        blocks[new, netuid, kind] = max(last, blocks[new, netuid, kind])
        del blocks[old, netuid, kind]


def _swap_held_stake(chain: Chain, old: AccountId, new: AccountId, netuid: NetUid) -> None:
    """Stake that is held until the block ends is held on the new hotkey."""
    held = chain.stake.staking_operation_rate_limiter
    for (_, coldkey, in_subnet), is_held in list(held.under(old)):
        if in_subnet == netuid:
            held[new, coldkey, netuid] = is_held
            del held[old, coldkey, netuid]


def swap_timelocked_commits(chain: Chain, old: AccountId, new: AccountId, netuid: NetUid) -> None:
    """The timelocked weights of the old hotkey are the new one's."""
    timelocked = chain.weights.timelocked_weight_commits
    for epoch, commits in list(timelocked.under(netuid)):
        if any(commit.who == old for commit in commits):
            timelocked[netuid, epoch] = tuple(
                replace(commit, who=new) if commit.who == old else commit for commit in commits
            )

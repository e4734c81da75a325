"""The invariants of stake: shares add up, nobody owns more than there is, and no call makes alpha or TAO."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.accounts.balances import Deposit, Endowed, Withdraw
from tao_spec.interface.accounts.system import NewAccount
from tao_spec.interface.keys import ColdkeySwapped, HotkeySwapped
from tao_spec.interface.stake import StakeAdded, StakeMoved, StakeRemoved, StakeSwapped, StakeTransferred
from tao_spec.invariants.accounts import HELD
from tao_spec.invariants.endings import FOUNDED_OR_ENDED
from tao_spec.invariants.frame import (
    EntryInvariant,
    Excuse,
    Finding,
    Relation,
    StepInvariant,
    invariant,
    unless_met,
)
from tao_spec.invariants.views import Step, Tally, View
from tao_spec.state.chain_state import State
from tao_spec.state.pools import PoolsState
from tao_spec.state.stake import StakeState
from tao_spec.transition.stake.shares import compute_worth

RESERVES = Tally("the TAO of all pools and of root", PoolsState.subnet_tao, int)
PROVIDED = Tally("the TAO that users provide to pools", PoolsState.subnet_tao_provided, int)

SHARES = (StakeState.alpha, StakeState.total_hotkey_shares, StakeState.total_hotkey_alpha)

STAKE_EVENTS = (
    StakeAdded,
    StakeRemoved,
    StakeMoved,
    StakeTransferred,
    StakeSwapped,
    Deposit,
    Withdraw,
    Endowed,
    NewAccount,
)
"""What operations on stake tell, and what they tell of accounts."""

SIGN = 2**63
"""From so much alpha rao on an amount counts as negative."""


def _was_left_by_swap(step: Step, finding: Finding) -> bool:
    """Whoever has stake on the hotkey and does not know it was swapped for another coldkey in this step."""
    swapped = {event.old_coldkey for event in step.events if isinstance(event, ColdkeySwapped)}
    strangers = set() if finding.account is None else _get_strangers(step.after, finding.account)
    return bool(strangers) and strangers <= swapped


def _get_strangers(view: View, hotkey: AccountId) -> set[AccountId]:
    """Whoever has a share in a hotkey that is not among its `StakingHotkeys`."""
    known, holders = view.state.stake.staking_hotkeys, view.state.stake.alpha.under(hotkey)
    return {coldkey for (_, coldkey, _), _ in holders if hotkey not in known[coldkey]}


def _was_left_in_the_past(step: Step, finding: Finding) -> bool:
    """The hotkey was swapped in this step, and the stake on it that is not known any more is in subnets that are no more."""
    hotkey = finding.account
    if hotkey is None or not any(isinstance(e, HotkeySwapped) and e.old_hotkey == hotkey for e in step.events):
        return False
    state, strangers = step.after.state, _get_strangers(step.after, hotkey)
    subnets = {netuid for (_, coldkey, netuid), _ in state.stake.alpha.under(hotkey) if coldkey in strangers}
    return not any(state.subnets.networks_added[netuid] for netuid in subnets)


def _counts_as_negative(step: Step, _finding: Finding) -> bool:
    """A hotkey whose alpha changed had so much before or after that it counts as negative."""
    states, keys = (step.before.state, step.after.state), list(_changed(step, StakeState.total_hotkey_alpha))
    return any(_get_alpha(state, key) >= SIGN for state in states for key in keys)


LEFT_BY_SWAP = Excuse(
    "SubtensorModule.ColdkeySwapped",
    "the swap of a coldkey leaves its stake in subnets that are no more behind, and forgets where it is",
    _was_left_by_swap,
)
KNOWN_151 = Excuse(
    "KNOWN-151", "the swap of a hotkey leaves stake in subnets that are no more behind", _was_left_in_the_past
)
KNOWN_52 = Excuse("KNOWN-52", "amounts from 2^63 alpha rao on count as negative", _counts_as_negative)

of_hotkeys = partial(invariant, EntryInvariant, items=SHARES)


@of_hotkeys("INV-50", "The shares in a hotkey add up", rules=("STAKE-2", "STAKE-4", "STAKE-7"))
def shares_add_up(view: View, hotkey: AccountId) -> Finding | None:
    """What coldkeys have of the alpha of a hotkey is, to the last bit, the sum that is stored."""
    sums: dict[NetUid, int] = defaultdict(int)
    for (_, _, netuid), share in view.state.stake.alpha.under(hotkey):
        sums[netuid] += share.bits
    stored = {netuid: shares.bits for netuid, shares in view.state.stake.total_hotkey_shares.under(hotkey)}
    for netuid in sorted(sums | stored):
        what = f"in subnet {netuid} has shares of"
        found = Finding(what, stored.get(netuid, 0), sums[netuid], "parts of 2^64", account=hotkey)
        if not found.is_met:
            return found
    return None


@of_hotkeys("INV-51", "Nobody owns alpha that is not there", rules=("STAKE-1", "STAKE-4", "STAKE-6"))
def shares_are_worth_at_most_the_alpha(view: View, hotkey: AccountId) -> Finding | None:
    """What the shares in a hotkey are worth together is at most its alpha."""
    stake = view.state.stake
    worth: dict[NetUid, int] = defaultdict(int)
    for (_, _, netuid), share in stake.alpha.under(hotkey):
        shares = stake.total_hotkey_shares[hotkey, netuid]
        worth[netuid] += compute_worth(stake.total_hotkey_alpha[hotkey, netuid], shares, share)
    for netuid in sorted(worth):
        most, what = stake.total_hotkey_alpha[hotkey, netuid], f"in subnet {netuid} has shares worth"
        found = Finding(what, worth[netuid], most, "alpha rao", Relation.AT_MOST, hotkey)
        if not found.is_met:
            return found
    return None


@of_hotkeys("INV-52", "A coldkey knows where its stake is", rules=("STAKE-2",), excuses=(LEFT_BY_SWAP, KNOWN_151))
def stake_is_remembered(view: View, hotkey: AccountId) -> Finding | None:
    """Whoever has a share in a hotkey has the hotkey among its `StakingHotkeys`, once."""
    for coldkey in dict.fromkeys(coldkey for (_, coldkey, _), _ in view.state.stake.alpha.under(hotkey)):
        known = view.state.stake.staking_hotkeys[coldkey].count(hotkey)
        found = Finding(f"is remembered by {coldkey.ss58}", known, 1, "times", account=hotkey)
        if not found.is_met:
            return found
    return None


@invariant(
    StepInvariant,
    "INV-53",
    "A call stakes only alpha that left a pool",
    rules=("STAKE-20", "STAKE-21", "STAKE-22", "STAKE-91", "STAKE-92"),
    excuses=(
        FOUNDED_OR_ENDED,
        KNOWN_52,
    ),
    applies=lambda step: step.blocks == 0,
)
def calls_stake_no_alpha_of_their_own(step: Step) -> Finding | None:
    """In a subnet that is there before and after a call, alpha on hotkeys grows by no more than alpha outside the pool."""
    for netuid, grown in sorted(_compute_growth_of_stake(step).items()):
        states = (step.before.state, step.after.state)
        if not all(state.subnets.networks_added[netuid] for state in states):
            continue
        before, after = (int(state.pools.subnet_alpha_out[netuid]) for state in states)
        what = f"in subnet {netuid} a call added to the alpha on hotkeys"
        found = Finding(what, grown, after - before, "alpha rao", Relation.AT_MOST)
        if not found.is_met:
            return found
    return None


def _compute_growth_of_stake(step: Step) -> dict[NetUid, int]:
    """By how much the alpha on all hotkeys of each subnet grew, in alpha rao."""
    grown: dict[NetUid, int] = defaultdict(int)
    for key in _changed(step, StakeState.total_hotkey_alpha):
        grown[key[1]] += _get_alpha(step.after.state, key) - _get_alpha(step.before.state, key)
    return grown


def _get_alpha(state: State, key: tuple[AccountId, NetUid]) -> AlphaBalance:
    return state.stake.total_hotkey_alpha[key]


def _changed(step: Step, item: Any) -> Iterator[tuple[AccountId, NetUid]]:
    return (item.decode_key(raw) for raw in step.changed_keys.get(item.prefix, ()))


def _only_moves_stake(step: Step) -> bool:
    """Whether a call told of stake, and of nothing but stake and the accounts that it moved TAO of."""
    told = any(isinstance(event, StakeAdded | StakeRemoved) for event in step.events)
    return not step.blocks and told and all(isinstance(event, STAKE_EVENTS) for event in step.events)


@invariant(
    StepInvariant,
    "INV-54",
    "Moving stake makes no TAO",
    rules=("STAKE-10", "STAKE-11", "STAKE-20", "STAKE-21", "STAKE-80"),
    tallies=(HELD, RESERVES, PROVIDED),
    applies=_only_moves_stake,
)
def stake_makes_no_tao(step: Step) -> Finding | None:
    """What accounts, pools and root hold together does not grow by a call that only moves stake."""
    after, before = (
        sum(view.sum_of(tally) for tally in (HELD, RESERVES, PROVIDED)) for view in (step.after, step.before)
    )
    return unless_met(
        Finding("a call added to the TAO of accounts and pools", after - before, 0, relation=Relation.AT_MOST)
    )

"""The invariants of emission: the supply is never exceeded, and only blocks add to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import cast

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import ROOT, NetUid
from tao_spec.interface.accounts.balances import BalanceSet, TotalIssuanceForced
from tao_spec.interface.governance.collective import Close
from tao_spec.interface.governance.scheduler import Dispatched
from tao_spec.interface.hyperparameters import SudoSetTotalIssuance
from tao_spec.interface.keys import ColdkeySwapped, HotkeySwapped, HotkeySwappedOnSubnet
from tao_spec.interface.messages import Call
from tao_spec.interface.stake import StakeRemoved
from tao_spec.interface.subnets import NetworkAdded
from tao_spec.invariants.endings import FOUNDED_OR_ENDED
from tao_spec.invariants.frame import (
    EntryInvariant,
    Excuse,
    Finding,
    Relation,
    StateInvariant,
    StepInvariant,
    invariant,
    unless_met,
)
from tao_spec.invariants.issuance import compute_told_change, replay_issuance
from tao_spec.invariants.pools import PoolFinding
from tao_spec.invariants.views import Step, View, walk_calls
from tao_spec.state.chain_state import State
from tao_spec.state.pools import PoolsState
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.block_emission import LogarithmCalculationFailed, compute_block_emission
from tao_spec.transition.emission.injection import BOUGHT_UNCOUNTED, CLOSED_SUBNETS_BUY, can_be_joined
from tao_spec.transition.pools.moving_price import STABLE
from tao_spec.transition.pools.prices import compute_limit_sqrt_price, get_current_alpha_price, get_max_price


def _is_set_by_root(step: Step, _finding: Finding) -> bool:
    """Root, be it through a motion, set the issuance to what it is now; a call that the watcher was not told of may have."""
    now = step.after.state.emission.total_issuance.value
    setting = [*step.calls(SudoSetTotalIssuance), *_get_calls_of_motions(step)]
    is_set = any(isinstance(call, SudoSetTotalIssuance) and call.total_issuance == now for call in setting)
    return step.is_unknown_call or is_set


def _get_calls_of_motions(step: Step) -> Iterator[Call]:
    """The calls of the motions that a step closed, and what is inside of them."""
    for close in step.calls(Close):
        motion = step.before.state.governance.proposal_of.get(close.proposal_hash)
        if motion is not None:
            yield from walk_calls(step.revision.interface.decode_call(motion))


def _is_forced_by_root(step: Step, _finding: Finding) -> bool:
    """Root set a balance or forced the issuance, and the events account for all of the issuance."""
    is_root = any(isinstance(event, BalanceSet | TotalIssuanceForced) for event in step.events)
    before = step.before.state.accounts.total_issuance.value
    return is_root and replay_issuance(before, step.events).value == step.after.state.accounts.total_issuance.value


def _is_scheduled(step: Step, _finding: Finding) -> bool:
    """A task of the scheduler ran in the block."""
    return any(isinstance(event, Dispatched) for event in step.events)


HIGHEST = compute_limit_sqrt_price(get_max_price())
"""The square root of the highest price at which a purchase at any price goes on."""

SCHEDULED = Excuse("Scheduler.Dispatched", "a scheduled call may do in a block what calls may do", _is_scheduled)
SET_BY_ROOT = Excuse(
    "AdminUtils.sudo_set_total_issuance", "root sets the issuance that emission goes by", _is_set_by_root
)
FORCED_BY_ROOT = Excuse("Balances.force", "root sets balances and forces their issuance at will", _is_forced_by_root)


@invariant(StateInvariant, "INV-1", "The issuance never exceeds the supply", rules=("EMIT-5",), excuses=(SET_BY_ROOT,))
def issuance_is_within_the_supply(view: View) -> Finding | None:
    """What the network has issued, in accounts, pools and locks, is at most 21,000,000 TAO."""
    issuance, supply = view.state.emission.total_issuance.value, view.revision.constants.total_supply
    return unless_met(Finding("SubtensorModule.TotalIssuance is", issuance, supply, relation=Relation.AT_MOST))


@invariant(
    StateInvariant,
    "INV-2",
    "Accounts never hold more than the supply",
    rules=("ACC-14",),
    excuses=(FORCED_BY_ROOT,),
)
def balances_are_within_the_supply(view: View) -> Finding | None:
    """What Balances counts as issued is at most 21,000,000 TAO."""
    issuance, supply = view.state.accounts.total_issuance.value, view.revision.constants.total_supply
    return unless_met(Finding("Balances.TotalIssuance is", issuance, supply, relation=Relation.AT_MOST))


@invariant(
    StepInvariant,
    "INV-3",
    "A block adds to the issuance at most its emission",
    rules=("EMIT-1", "EMIT-4", "EMIT-10"),
    applies=lambda step: step.blocks > 0,
)
def blocks_add_at_most_their_emission(step: Step) -> Finding | None:
    """Each block adds at most the emission for the issuance that it finds.

    What blocks recycle lowers the issuance on the way and may raise the emission. But a block that finds less issuance than
    there was at first leads above that at most by its own emission, and those after it find no less than at first; so all blocks
    but one count with the emission for the first issuance, and one with the greatest that leads above it from below.
    """
    before = step.before.state.emission.total_issuance.value
    added = step.after.state.emission.total_issuance.value - before
    most = (step.blocks - 1) * compute_emission(step, before) + _greatest_emission_across(step, before)
    what = f"{step.blocks:,} blocks at an issuance of {before:,} rao added to SubtensorModule.TotalIssuance"
    return unless_met(Finding(what, added, most, relation=Relation.AT_MOST))


def _greatest_emission_across(step: Step, issuance: TaoBalance) -> TaoBalance:
    """The greatest emission of a block that finds at most an issuance and leads above it, in rao; emission never rises."""
    most = compute_emission(step, TaoBalance(0))
    while (lesser := compute_emission(step, issuance.saturating_sub(most))) < most:
        most = lesser
    return most


def compute_emission(step: Step, issuance: TaoBalance) -> TaoBalance:
    """What a block emits for an issuance, both in rao; nothing where the rule refuses, or the supply is reached."""
    if issuance >= step.revision.constants.total_supply:
        return TaoBalance(0)
    try:
        return step.revision.in_force(compute_block_emission)(issuance)
    except LogarithmCalculationFailed:
        return TaoBalance(0)


@invariant(
    StepInvariant,
    "INV-4",
    "No call adds to the issuance",
    rules=("EMIT-10",),
    excuses=(SET_BY_ROOT,),
    applies=lambda step: step.blocks == 0,
)
def calls_add_nothing(step: Step) -> Finding | None:
    """A call may recycle TAO; only blocks create it."""
    before = step.before.state.emission.total_issuance.value
    added = step.after.state.emission.total_issuance.value - before
    what = "a call added to SubtensorModule.TotalIssuance"
    return unless_met(Finding(what, added, 0, relation=Relation.AT_MOST))


def _get_started(state: State) -> list[NetUid]:
    """The subnets that a block emits to; one that was dissolved keeps the block of its start."""
    subnets = state.subnets
    return [netuid for netuid, _ in subnets.first_emission_block_number.items() if netuid in subnets.networks_added]


@invariant(
    StepInvariant,
    "INV-40",
    "What a block issues it puts into pools",
    rules=("EMIT-11", "EMIT-47"),
    excuses=(SCHEDULED,),
    applies=lambda step: step.blocks == 1,
)
def blocks_issue_what_enters_pools(step: Step) -> Finding | None:
    """The issuance grows by what the block put into the pools of the started subnets; of purchases nothing is counted.

    Where a revision counts purchases, it grows by that at least.
    """
    before, after = step.before.state.emission, step.after.state.emission
    issued = after.total_issuance.value - before.total_issuance.value
    entered = sum(after.subnet_tao_in_emission[netuid] for netuid in _get_started(step.after.state))
    counts_purchases = BOUGHT_UNCOUNTED in step.revision.closed_deviations
    relation = Relation.AT_LEAST if counts_purchases else Relation.EXACTLY
    return unless_met(Finding("a block raised SubtensorModule.TotalIssuance by", issued, entered, relation=relation))


CUT_OFF = 2
"""Owner's cut, root's part and the rest are each cut off to whole alpha rao; together they were whole."""


@invariant(
    StepInvariant,
    "INV-41",
    "What a block creates waits for the epoch",
    rules=("EMIT-13", "EMIT-50", "EMIT-52"),
    excuses=(SCHEDULED,),
    applies=lambda step: step.blocks == 1,
)
def created_alpha_waits(step: Step) -> Finding | None:
    """What a started subnet has waiting grows by the alpha of the block, less two rao at most; or it was shared out."""
    for netuid in _get_started(step.after.state):
        now, before = _get_waiting(step.after.state, netuid), _get_waiting(step.before.state, netuid)
        grown, created = sum(now) - sum(before), step.after.state.emission.subnet_alpha_out_emission[netuid]
        what = f"what waits for the epoch of subnet {netuid} grew by"
        most = Finding(what, grown, created, "alpha rao", Relation.AT_MOST)
        least = Finding(what, grown, created - CUT_OFF, "alpha rao", Relation.AT_LEAST)
        was_taken, is_full = not any(now), AlphaBalance.MAX in now
        if not was_taken and not is_full and (finding := unless_met(most) or unless_met(least)):
            return finding
    return None


def _get_waiting(state: State, netuid: NetUid) -> tuple[AlphaBalance, AlphaBalance, AlphaBalance]:
    emission = state.emission
    pending, swapped, owner_cut = emission.pending_emission, emission.pending_alpha_swapped, emission.pending_owner_cut
    return pending[netuid], swapped[netuid], owner_cut[netuid]


# Where the block's TAO goes


@dataclass(frozen=True)
class Arrival:
    """What came of the share of a started subnet in the TAO of a block, in rao.

    Attributes:
        netuid: the subnet.
        share: its part of the block's emission, by its moving price; exact.
        entered: what the block put into the pool.
        bought: what the pool got for alpha.
        withheld: what it was not to get, for nobody can join it.
        refused: what the pool refused.
        overflowing: by how much the share was less because prices were too great to compute with.
    """

    netuid: NetUid
    share: Fraction
    entered: int
    bought: int
    withheld: int
    refused: int
    overflowing: int

    @property
    def total(self) -> int:
        """What arrived, and what a rule names that did not."""
        return self.entered + self.bought + self.withheld + self.refused + self.overflowing


ROUNDED = 2
"""TAO for the pool and TAO to spend are each cut off to whole rao."""


@invariant(
    StepInvariant,
    "INV-124",
    "All TAO of a block arrives",
    rules=("EMIT-41", "EMIT-44", "EMIT-46", "EMIT-47"),
    excuses=(SCHEDULED,),
    applies=lambda step: step.blocks == 1,
)
def emission_arrives(step: Step) -> Finding | None:
    """Each started subnet gets its share of the block's emission, less three rao, or a rule names what it does not get."""
    for arrival in _get_arrivals(step):
        what = f"of the block's TAO subnet {arrival.netuid} accounts for"
        most = Finding(what, arrival.total, ceil(arrival.share), relation=Relation.AT_MOST)
        least = Finding(what, arrival.total, floor(arrival.share) - ROUNDED, relation=Relation.AT_LEAST)
        if finding := unless_met(most) or unless_met(least):
            return finding
    return None


def _get_arrivals(step: Step) -> Iterator[Arrival]:
    """What arrived in each subnet that the block emitted to; nothing is emitted where no moving price is above zero."""
    before = step.before.state
    prices = {netuid: _get_moving_price(before, netuid) for netuid in _get_started(step.after.state) if netuid != ROOT}
    total, emission = sum(prices.values()), int(compute_emission(step, before.emission.total_issuance.value))
    for netuid, price in prices.items() if total else ():
        yield _trace(step, netuid, emission, emission * price / total, _hold(emission * price) / _hold(total))


def _hold(number: Fraction | int) -> Fraction:
    """A number, held at the greatest with which shares are computed."""
    return min(Fraction(number), U96F32.MAX.to_fraction())


def _get_moving_price(state: State, netuid: NetUid) -> Fraction:
    """The moving price of a subnet's alpha in TAO (POOL-130)."""
    if state.pools.subnet_mechanism[netuid] == STABLE:
        return Fraction(1)
    return max(state.pools.subnet_moving_price[netuid].to_fraction(), Fraction(0))


def _trace(step: Step, netuid: NetUid, emission: int, share: Fraction, given: Fraction) -> Arrival:
    """Follow a subnet's share of a block's emission; the rule gives it a part of that, at the price before the block."""
    before, after = step.before.state, step.after.state
    entered = int(after.emission.subnet_tao_in_emission[netuid])
    bought = max(_get_tao(after, netuid) - _get_tao(before, netuid) - entered + _get_taken_out(step, netuid), 0)
    due = min(given, _get_price(before, netuid) * emission)
    to_spend, is_open = floor(given - due), _can_be_joined(before, netuid)
    is_spent = is_open or CLOSED_SUBNETS_BUY not in step.revision.closed_deviations
    withheld = (0 if is_open else floor(due)) + (0 if is_spent else to_spend)
    refused = max(to_spend - bought, 0) if is_spent and _may_refuse(after, netuid, bought) else 0
    return Arrival(netuid, share, entered, bought, withheld, refused, overflowing=floor(share - given))


def _may_refuse(state: State, netuid: NetUid, bought: int) -> bool:
    """A pool refuses all of a purchase, or what is left of it at the highest price."""
    return not bought or state.pools.alpha_sqrt_price[netuid] >= HIGHEST


def _get_tao(state: State, netuid: NetUid) -> int:
    """The TAO in a pool, with what users provide, in rao."""
    return int(state.pools.subnet_tao[netuid]) + int(state.pools.subnet_tao_provided[netuid])


def _get_taken_out(step: Step, netuid: NetUid) -> int:
    """What contributors of a leased subnet were paid from its pool, in rao."""
    sold = [event for event in step.events if isinstance(event, StakeRemoved) and event.netuid == netuid]
    return sum(int(event.amount_received) for event in sold)


def _get_price(state: State, netuid: NetUid) -> Fraction:
    """The price of a subnet's alpha in TAO (POOL-21)."""
    return get_current_alpha_price(cast(Chain, state), netuid).to_fraction()


def _can_be_joined(state: State, netuid: NetUid) -> bool:
    return can_be_joined(cast(Chain, state), netuid)


# The alpha of each subnet


@invariant(
    StepInvariant,
    "INV-125",
    "Each subnet's alpha halves by its own issuance",
    rules=("EMIT-1", "EMIT-42", "EMIT-43"),
    excuses=(SCHEDULED,),
    applies=lambda step: step.blocks == 1,
)
def alpha_follows_its_own_curve(step: Step) -> Finding | None:
    """For its neurons a block creates the emission for the alpha that the subnet had; none where nobody can join it."""
    for netuid in _get_started(step.after.state):
        if netuid != ROOT:
            issuance = _get_alpha(step.before.state, netuid)
            is_open = _can_be_joined(step.before.state, netuid)
            due = int(compute_emission(step, TaoBalance.saturate(issuance))) if is_open else 0
            created = step.after.state.emission.subnet_alpha_out_emission[netuid]
            what = f"for the neurons of subnet {netuid} a block created"
            if finding := unless_met(Finding(what, created, due, "alpha rao")):
                return finding
    return None


def _get_alpha(state: State, netuid: NetUid) -> int:
    """The alpha of a subnet inside and outside its pool, in alpha rao."""
    return int(state.pools.subnet_alpha_in[netuid]) + int(state.pools.subnet_alpha_out[netuid])


def _is_pools_alpha(step: Step, finding: Finding) -> bool:
    """One block put more alpha into the pool than the subnet's own curve creates, and without that the supply would be kept."""
    if step.blocks != 1 or not isinstance(finding, PoolFinding):
        return False
    emission = step.after.state.emission
    surplus = emission.subnet_alpha_in_emission[finding.netuid] - emission.subnet_alpha_out_emission[finding.netuid]
    return 0 < finding.found - finding.expected <= surplus


BY_TAOS_CURVE = Excuse(
    "EMIT-44", "the pool's alpha is bounded by the TAO of a block, not by the alpha", _is_pools_alpha
)


@invariant(
    EntryInvariant,
    "INV-126",
    "No subnet has more alpha than the supply",
    rules=("EMIT-1", "EMIT-42", "EMIT-44"),
    excuses=(BY_TAOS_CURVE,),
    items=(PoolsState.subnet_alpha_in, PoolsState.subnet_alpha_out),
)
def alpha_is_within_the_supply(view: View, netuid: NetUid) -> Finding | None:
    """The alpha of a subnet, in its pool and outside, is at most 21,000,000; that of root is TAO."""
    if netuid == ROOT:
        return None
    supply, what = view.revision.constants.total_supply, f"the alpha of subnet {netuid} is"
    found = _get_alpha(view.state, netuid)
    return unless_met(PoolFinding(what, found, supply, "alpha rao", Relation.AT_MOST, netuid=netuid))


# What lowers the issuance

BURNING = (NetworkAdded, HotkeySwapped, HotkeySwappedOnSubnet, ColdkeySwapped)
"""What tells of TAO that was paid and burned."""


@invariant(
    StepInvariant,
    "INV-127",
    "The issuance falls only by what is burned",
    rules=("SUBNET-9", "KEYS-12"),
    excuses=(FOUNDED_OR_ENDED, SET_BY_ROOT, SCHEDULED),
)
def issuance_falls_by_burning(step: Step) -> Finding | None:
    """A subnet's cost and the price of a swap lower the issuance, by what left the accounts at most; nothing else does."""
    before, after = (view.state.emission.total_issuance.value for view in (step.before, step.after))
    is_burned = any(isinstance(event, BURNING) for event in step.events)
    burned = max(-compute_told_change(step.events), 0) if is_burned else 0
    what = "SubtensorModule.TotalIssuance fell by"
    return unless_met(Finding(what, before - after, burned, relation=Relation.AT_MOST))

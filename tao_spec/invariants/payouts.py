"""The invariant of payouts: the alpha that an epoch takes is received, less what is cut off and what a rule gives to nobody.

An epoch takes *C* for the owner and *E* for the neurons. Of *E* the part *S* is root's and was sold. Miners share one half of
*E*, validators the other less *S*, so that *C* + *E* - *S* is to be received as stake. What is cut off on the way is the *dust*,
with *n* neurons and *k* hotkeys that have dividends:

| where | how often | at most, in alpha rao |
| --- | --- | --- |
| the validators' half of *E* | once | 1 |
| a neuron's share of *E* for work: two quotients, of which the sum of all shares has half | 3 *n* / 2 | *E* / 2^32 each |
| a neuron's incentive, in whole rao | *n* | 1 each |
| a hotkey's part of the validators' alpha: a quotient | *k* | *E* / 2^32 each |
| the delegate's take, and the rest, each in whole rao | 2 *k* | 1 each |

The same quotients may let incentives be a little more than half of *E*, since the sum of all shares may be a little less than
two: by less than *n* *E* / 2^33.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import cast

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import ROOT, NetUid, Uid
from tao_spec.arithmetic.integers import I64, U16
from tao_spec.interface.stake import StakeRemoved
from tao_spec.invariants.consensus import BEYOND_THE_WHOLE, FEWER_HOTKEYS, ScoreFinding, get_epochs
from tao_spec.invariants.emission import SCHEDULED
from tao_spec.invariants.frame import Excuse, Finding, Relation, StepInvariant, invariant, unless_met
from tao_spec.invariants.mechanisms import get_indices
from tao_spec.invariants.pools import PoolFinding
from tao_spec.invariants.views import Step
from tao_spec.state.chain_state import State
from tao_spec.state.stake import StakeState
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.stake import get_tao_weight
from tao_spec.transition.emission.payout import ROOTS_PART_IS_PAID_TWICE, get_immune_owner_hotkeys, get_owner_hotkeys
from tao_spec.transition.emission.root_dividends import compute_root_alpha

MECHANISMS_APART = 4_096
"""So far apart are the storage indices of a subnet's mechanisms."""

SPARES_ALL = 320
"""The revision from which on no neuron of the subnet's owner is paid for its work, immune or not."""


@dataclass(frozen=True)
class Taken:
    """The alpha that an epoch took, in alpha rao.

    Attributes:
        alpha: for neurons, without what was swapped.
        swapped: root's part.
        owner_cut: the owner's.
    """

    alpha: AlphaBalance
    swapped: AlphaBalance
    owner_cut: AlphaBalance

    def __add__(self, other: Taken) -> Taken:
        """Both together, each held at 64 bits."""
        pairs = ((self.alpha, other.alpha), (self.swapped, other.swapped), (self.owner_cut, other.owner_cut))
        return Taken(*(one.saturating_add(another) for one, another in pairs))

    @property
    def emission(self) -> int:
        """What the epoch runs over."""
        return self.alpha.saturating_add(self.swapped)

    @property
    def half(self) -> int:
        """What validators and root share."""
        return self.emission // 2

    @property
    def due(self) -> int:
        """What owner, miners and validators are to get; root's part may be more than the half only in a state made by hand."""
        return self.owner_cut + self.emission - self.half + max(self.half - self.swapped, 0)


NOTHING = Taken(AlphaBalance(0), AlphaBalance(0), AlphaBalance(0))


def get_taken(step: Step, netuid: NetUid) -> Taken:
    """What an epoch took: what waited before its block, and what the block set aside."""
    waiting = step.before.state.emission
    before = Taken(
        waiting.pending_emission[netuid], waiting.pending_alpha_swapped[netuid], waiting.pending_owner_cut[netuid]
    )
    return before + _set_aside(step, netuid)


def _set_aside(step: Step, netuid: NetUid) -> Taken:
    """What the block itself set aside (EMIT-50 to EMIT-54); a subnet that has not started gets nothing."""
    before, after = step.before.state, step.after.state
    if netuid not in after.subnets.first_emission_block_number:
        return NOTHING
    created = U96F32.saturating_from_num(after.emission.subnet_alpha_out_emission[netuid])
    share = U96F32.saturating_from_num(before.emission.subnet_owner_cut.value)
    cut = created * share.safe_div(U96F32.saturating_from_num(U16.MAX))
    root = compute_root_alpha(created - cut, _get_root_proportion(before, after, netuid))
    return Taken(*(part.saturating_to_num(AlphaBalance) for part in (created - cut - root, root, cut)))


def _get_root_proportion(before: State, after: State, netuid: NetUid) -> U96F32:
    """Root's part of what validators earn (EMIT-53): selling alpha moves it out of stake into the pool, and keeps the sum."""
    root = U96F32.saturating_from_num(before.pools.subnet_tao[ROOT]) * get_tao_weight(cast(Chain, before))
    alpha = after.pools.subnet_alpha_in[netuid].saturating_add(after.pools.subnet_alpha_out[netuid])
    return root.safe_div(root + U96F32.saturating_from_num(alpha))


def compute_dust(emission: int, neurons: int, dividends: int) -> int:
    """What an epoch may cut off at most, in alpha rao.

    Args:
        emission: what it runs over, in alpha rao.
        neurons: how many the subnet has.
        dividends: how many hotkeys have dividends.
    """
    quotients = Fraction((3 * neurons + 2 * dividends) * emission, 1 << 33)
    return 1 + neurons + 2 * dividends + ceil(quotients)


def compute_surplus(emission: int, neurons: int) -> int:
    """By how much incentives may exceed half of the emission, in alpha rao."""
    return ceil(Fraction(neurons * emission, 1 << 33))


def _count_unpaid(step: Step, netuid: NetUid) -> int:
    """The alpha that nobody is to be paid, in alpha rao, at most: it stays in `SubnetAlphaOut` (KNOWN-45).

    That is the cut without an owner, the validators' alpha without dividends, and what was given to neurons that are not paid.
    """
    taken, state = get_taken(step, netuid), step.before.state
    has_owner = netuid in state.subnets.subnet_owner and netuid in state.subnets.subnet_owner_hotkey
    has_dividends = any(paid for _, paid in step.after.state.emission.alpha_dividends_per_subnet.under(netuid))
    unpaid = 0 if has_owner else int(taken.owner_cut)
    unpaid += 0 if has_dividends else int(taken.alpha)
    earned = step.after.state.consensus.emission[netuid]
    return unpaid + sum(
        max(int(earned[uid]), _get_told(step, netuid, uid)) for uid in _get_unpaid_neurons(step, netuid)
    )


def _get_told(step: Step, netuid: NetUid, uid: int) -> int:
    """What the mechanisms of a subnet tell that a neuron earned by work, in alpha rao; `Emission` weighs it by their parts."""
    told = (event for event in step.events if event.NAME == "IncentiveAlphaEmittedToMiners")
    emissions = (event.emissions for event in told if event.netuid % MECHANISMS_APART == netuid)  # type: ignore[attr-defined]
    return sum(int(of_mechanism[uid]) for of_mechanism in emissions if uid < len(of_mechanism))


def _get_unpaid_neurons(step: Step, netuid: NetUid) -> set[int]:
    """The neurons of the owner that are paid no incentive (EMIT-22, R320-2), and numbers without a hotkey (CONS-1)."""
    state = step.before.state
    size, neurons = state.neurons.subnetwork_n[netuid], state.neurons
    get_spared = get_owner_hotkeys if step.revision.spec_version >= SPARES_ALL else get_immune_owner_hotkeys
    spared = get_spared(cast(Chain, state), netuid, state.subnets.subnet_owner[netuid])
    nobody = {uid for uid in range(size) if (netuid, Uid(uid)) not in neurons.keys}
    return nobody | {int(neurons.uids[netuid, hotkey]) for hotkey in spared}


def _is_paid_twice(step: Step, finding: Finding) -> bool:
    """No validator earned dividends: then all of the emission is the miners', also what was sold for root."""
    if not isinstance(finding, ScoreFinding | PoolFinding):
        return False
    netuid, surplus = finding.netuid, abs(finding.found - finding.expected)
    has_dividends = any(step.after.state.consensus.dividends[netuid])
    return not has_dividends and netuid in get_epochs(step) and surplus <= get_taken(step, netuid).half


def _is_unmined(step: Step, finding: Finding) -> bool:
    """A mechanism in which no miner earns, beside one in which some do: validators share half of all the emission."""
    if not isinstance(finding, ScoreFinding):
        return False
    netuid, missing = finding.netuid, finding.expected - finding.found
    incentive = step.after.state.consensus.incentive
    mined = [any(incentive[index]) for index in get_indices(step.after, netuid)]
    return any(mined) and not all(mined) and 0 < missing <= get_taken(step, netuid).half


def _is_negative(step: Step, finding: Finding) -> bool:
    """An amount to be credited may have been so great that it counts as negative."""
    if not isinstance(finding, ScoreFinding):
        return False
    taken = get_taken(step, finding.netuid)
    return max(taken.emission, taken.owner_cut) > I64.MAX


def _is_beyond_measure(step: Step, finding: Finding) -> bool:
    """So much lies on neurons and the owner's hotkey that shares of stake wrap, or that a hotkey's alpha is held at its bound."""
    if not isinstance(finding, ScoreFinding):
        return False
    held = step.after.state.stake.total_hotkey_alpha
    hotkeys = {hotkey for _, hotkey in step.after.state.neurons.keys.under(finding.netuid)}
    hotkeys.add(step.after.state.subnets.subnet_owner_hotkey[finding.netuid])
    return sum(held[hotkey, netuid] for hotkey in hotkeys for netuid in (finding.netuid, ROOT)) > I64.MAX


PAID_TWICE = Excuse(
    ROOTS_PART_IS_PAID_TWICE, "without dividends miners share all of the emission, root's part too", _is_paid_twice
)
UNMINED = Excuse("KNOWN-212", "what validators earn beyond half of the emission is paid to nobody", _is_unmined)

NEGATIVE = Excuse("KNOWN-52", "amounts from 2^63 alpha rao on count as negative", _is_negative)

BEYOND_MEASURE = Excuse("CONS-15", "the sum of stakes wraps from 2^63 alpha rao on", _is_beyond_measure)


@invariant(
    StepInvariant,
    "INV-128",
    "What an epoch takes is received",
    rules=("EMIT-13", "EMIT-20", "EMIT-22", "EMIT-24", "EMIT-34"),
    excuses=(PAID_TWICE, UNMINED, NEGATIVE, BEYOND_MEASURE, SCHEDULED, FEWER_HOTKEYS, BEYOND_THE_WHOLE),
    applies=lambda step: step.blocks == 1 and bool(get_epochs(step)),
)
def alpha_is_received(step: Step) -> Finding | None:
    """The stake in a subnet grows in its epoch by what was set aside less root's part, but for dust and what nobody is paid."""
    for netuid in get_epochs(step):
        if netuid != ROOT and (finding := _judge(step, netuid)):
            return finding
    return None


def _judge(step: Step, netuid: NetUid) -> Finding | None:
    taken, size = get_taken(step, netuid), step.after.state.neurons.subnetwork_n[netuid]
    dividends = sum(1 for _ in step.after.state.emission.alpha_dividends_per_subnet.under(netuid))
    dust, surplus = compute_dust(taken.emission, size, dividends), compute_surplus(taken.emission, size)
    least = min(taken.due, taken.owner_cut + taken.alpha) - dust - _count_unpaid(step, netuid)
    received, what = _count_received(step, netuid), f"an epoch of subnet {netuid} paid"
    most = ScoreFinding(what, received, taken.due + surplus, "alpha rao", Relation.AT_MOST, netuid=netuid)
    return unless_met(most) or unless_met(replace(most, expected=least, relation=Relation.AT_LEAST))


def _count_received(step: Step, netuid: NetUid) -> int:
    """By how much the stake in a subnet grew, with what was sold for the contributors of a lease, in alpha rao."""
    item = StakeState.total_hotkey_alpha
    keys = [item.decode_key(raw) for raw in step.changed_keys.get(item.prefix, ())]
    before, after = (view.state.stake.total_hotkey_alpha for view in (step.before, step.after))
    grown = sum(int(after[key]) - int(before[key]) for key in keys if key[1] == netuid)
    sold = (event for event in step.events if isinstance(event, StakeRemoved) and event.netuid == netuid)
    return grown + sum(int(event.amount_unstaked) for event in sold)

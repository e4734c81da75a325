"""The invariants of emission: the supply is never exceeded, and only blocks add to it."""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.interface.accounts.balances import BalanceSet, TotalIssuanceForced
from tao_spec.interface.governance.scheduler import Dispatched
from tao_spec.interface.hyperparameters import SudoSetTotalIssuance
from tao_spec.invariants.frame import Excuse, Finding, Relation, StateInvariant, StepInvariant, invariant, unless_met
from tao_spec.invariants.issuance import replay_issuance
from tao_spec.invariants.views import Step, View
from tao_spec.state.chain_state import State
from tao_spec.transition.emission.block_emission import LogarithmCalculationFailed
from tao_spec.transition.emission.injection import BOUGHT_UNCOUNTED


def _is_set_by_root(step: Step, _finding: Finding) -> bool:
    """Root set the issuance to what it is now; a call that the watcher was not told of may have been that."""
    now = step.after.state.emission.total_issuance.value
    return step.is_unknown_call or any(call.total_issuance == now for call in step.calls(SudoSetTotalIssuance))


def _is_forced_by_root(step: Step, _finding: Finding) -> bool:
    """Root set a balance or forced the issuance, and the events account for all of the issuance."""
    is_root = any(isinstance(event, BalanceSet | TotalIssuanceForced) for event in step.events)
    before = step.before.state.accounts.total_issuance.value
    return is_root and replay_issuance(before, step.events).value == step.after.state.accounts.total_issuance.value


def _is_scheduled(step: Step, _finding: Finding) -> bool:
    """A task of the scheduler ran in the block."""
    return any(isinstance(event, Dispatched) for event in step.events)


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
        return step.revision.rules.compute_block_emission(issuance)
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

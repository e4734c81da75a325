"""The invariants of conservation: TAO and alpha are only where the books say, and what leaves them is named to the last rao.

The books of TAO are the accounts, the pools with root, what users provide, locks, and what root has earned and not been paid;
`SubtensorModule.TotalIssuance` says how much there should be. The books of a subnet's alpha are its pool, with what users
provide, and the alpha outside. The alpha outside is staked, or waits for the epoch, or is nobody's.

Known deviations take out of these books or put in: `leaks` computes how much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import ROOT, NetUid
from tao_spec.interface.neurons import RAORecycledForRegistrationSet
from tao_spec.interface.stake import AlphaBurned, AlphaRecycled, StakeRemoved
from tao_spec.interface.subnets import NetworkAdded
from tao_spec.invariants import leaks
from tao_spec.invariants.accounts import GIVEN, HELD, LOST
from tao_spec.invariants.consensus import BEYOND_THE_WHOLE
from tao_spec.invariants.emission import SCHEDULED, compute_emission
from tao_spec.invariants.endings import FOUNDED_OR_ENDED
from tao_spec.invariants.frame import Finding, Relation, StepInvariant, invariant, unless_met
from tao_spec.invariants.leaks import compute_growth, compute_outside_change, get_changed_stakes
from tao_spec.invariants.payouts import PAID_TWICE
from tao_spec.invariants.pools import PoolFinding
from tao_spec.invariants.stake import PROVIDED, RESERVES
from tao_spec.invariants.subnets import LOCKED
from tao_spec.invariants.views import Step, Tally
from tao_spec.state.chain_state import State
from tao_spec.state.emission import EmissionState
from tao_spec.state.pools import PoolsState
from tao_spec.transition.emission.injection import BOUGHT_UNCOUNTED
from tao_spec.transition.emission.payout import ROOT_TAO_VANISHES, UNPAID_ALPHA_REMAINS
from tao_spec.transition.pools.conversion import FEES_ARE_IN_NO_RESERVE
from tao_spec.transition.pools.prices import DYNAMIC

PENDING_ROOT = Tally("what root has earned and not been paid", EmissionState.pending_root_divs, int)
BOOKS = (HELD, RESERVES, PROVIDED, LOCKED, PENDING_ROOT)
"""Where TAO is."""

ALPHA = "alpha rao"


# Calls and TAO


@invariant(
    StepInvariant,
    "INV-55",
    "No call makes TAO or loses it",
    rules=("STAKE-10", "STAKE-11", "POOL-95", "POOL-96", "POOL-122", "POOL-123", "SUBNET-9", "KEYS-12", "NEUR-35"),
    excuses=(
        FOUNDED_OR_ENDED,
        leaks.SET_BY_ROOT,
        leaks.KNOWN_50,
        leaks.KNOWN_51,
        leaks.KNOWN_52_TAO,
        leaks.KNOWN_53,
        leaks.KNOWN_60_TAO,
        leaks.KNOWN_121,
        leaks.KNOWN_180,
        leaks.FULL,
        leaks.HELD_AT_ZERO,
        GIVEN,
        LOST,
    ),
    tallies=BOOKS,
    applies=lambda step: step.blocks == 0 and bool(step.after.state.accounts.number.value),
)
def calls_conserve_tao(step: Step) -> Finding | None:
    """What the books hold beyond the issuance changes in a call by what its events tell of fees, positions and accounts."""
    beyond = compute_growth(step, *BOOKS) - _compute_issued(step)
    told = leaks.compute_tao_told(step) + compute_outside_change(step)
    # Of what a registration pays, nothing tells the fee.
    if any(isinstance(event, RAORecycledForRegistrationSet) for event in step.events):
        told -= leaks.compute_untold_fees(step)
    return unless_met(Finding("a call changed the TAO in the books beyond the issuance by", beyond, told))


def _compute_issued(step: Step) -> int:
    after, before = (int(view.state.emission.total_issuance.value) for view in (step.after, step.before))
    return after - before


# Blocks and TAO


@invariant(
    StepInvariant,
    "INV-56",
    "A block's TAO goes into pools, and from pools to root",
    rules=("EMIT-13", "EMIT-25", "EMIT-26", "EMIT-46", "EMIT-47", "EMIT-55", "LEASE-3"),
    excuses=(SCHEDULED, leaks.KNOWN_52_ALPHA, leaks.KNOWN_180_LEASE, leaks.FULL),
    tallies=BOOKS,
    applies=lambda step: step.blocks == 1,
)
def blocks_conserve_tao(step: Step) -> Finding | None:
    """What pools lose waits for root or was paid to a lease; root gets what waited; pools gain what is emitted, and no more."""
    return next((finding for finding in _find_in_block(step) if not finding.is_met), None)


def _find_in_block(step: Step) -> Iterator[Finding]:
    subnets = [netuid for netuid in _get_lasting(step) if netuid != ROOT]
    flows = {netuid: _compute_flow(step, netuid) for netuid in subnets}
    for netuid in subnets:
        yield from _find_waiting(step, netuid, max(-flows[netuid], 0))
    yield from _find_paid_to_root(step, {netuid: max(-flow, 0) for netuid, flow in flows.items() if flow})
    held, told = compute_growth(step, HELD), compute_outside_change(step) + _get_sold_by_leases(step)
    yield Finding("a block changed what accounts hold by", held, told)
    uncounted = leaks.stands(step, BOUGHT_UNCOUNTED)
    emitted = _compute_issued(step) + uncounted * sum(max(flow, 0) for flow in flows.values())
    most = compute_emission(step, step.before.state.emission.total_issuance.value)
    yield Finding("a block put into pools", emitted, most, relation=Relation.AT_MOST)


def _compute_flow(step: Step, netuid: NetUid) -> int:
    """What a pool got from purchases of the block, or, below zero, gave for the alpha of root, in rao."""
    after, before = (_get_tao_reserve(view.state, netuid) for view in (step.after, step.before))
    return after - before - _get_injected(step, netuid) + _get_sold_by_leases(step, netuid)


def _get_injected(step: Step, netuid: NetUid) -> int:
    state = step.after.state
    is_started = netuid in state.subnets.first_emission_block_number
    return int(state.emission.subnet_tao_in_emission[netuid]) if is_started else 0


def _get_tao_reserve(state: State, netuid: NetUid) -> int:
    return int(state.pools.subnet_tao[netuid]) + int(state.pools.subnet_tao_provided[netuid])


def _get_sold_by_leases(step: Step, netuid: NetUid | None = None) -> int:
    """What the leases of a subnet, or of all, got for alpha, in rao: a block tells of no other sale."""
    sales = (event for event in step.events if isinstance(event, StakeRemoved))
    return sum(event.amount_received for event in sales if netuid in (None, event.netuid))


def _find_waiting(step: Step, netuid: NetUid, sold: int) -> Iterator[Finding]:
    """What waits for root grows by what was sold, or is nothing after an epoch; at 2^64 - 1 it is full."""
    before, after = (view.state.emission.pending_root_divs[netuid] for view in (step.before, step.after))
    if _had_epoch(step, netuid):
        stays = not _is_root_paid(step, netuid) and not leaks.stands(step, ROOT_TAO_VANISHES)
        expected = before + sold if stays else 0
        yield PoolFinding(f"after its epoch there waits for root in subnet {netuid}", after, expected, netuid=netuid)
    elif after != TaoBalance.MAX:
        what = f"what waits for root in subnet {netuid} grew by"
        yield PoolFinding(what, after - before, sold, netuid=netuid)


def _had_epoch(step: Step, netuid: NetUid) -> bool:
    state = step.after.state
    return int(state.consensus.last_mechansim_step_block[netuid]) == int(state.accounts.number.value)


def _is_root_paid(step: Step, netuid: NetUid) -> bool:
    """Whether anybody got TAO of what a subnet earned for root; else all of it vanished (KNOWN-44)."""
    return any(tao for _, tao in step.after.state.emission.tao_dividends_per_subnet.under(netuid))


def _find_paid_to_root(step: Step, sold: dict[NetUid, int]) -> Iterator[Finding]:
    """Root gets what waited in the subnets that had an epoch, but for what rounding cuts off of each dividend."""
    state, before = step.after.state, step.before.state.emission.pending_root_divs
    due = cut_off = 0
    for netuid in _get_lasting(step):
        if netuid != ROOT and _had_epoch(step, netuid) and _is_root_paid(step, netuid):
            waited = min(before[netuid] + sold.get(netuid, 0), int(TaoBalance.MAX))
            paid = sum(1 for _ in state.emission.tao_dividends_per_subnet.under(netuid))
            due, cut_off = due + waited, cut_off + paid * (_CUT_OFF + waited // _QUOTIENT)
    got = int(state.pools.subnet_tao[ROOT]) - int(step.before.state.pools.subnet_tao[ROOT])
    yield Finding("root got", got, due, relation=Relation.AT_MOST)
    yield Finding("root got", got, due - cut_off, relation=Relation.AT_LEAST)


_CUT_OFF = 3
"""The dividend, its take and the rest are each cut off, in rao."""

_QUOTIENT = 2**32
"""The share of a dividend is cut off to 32 bits behind the point."""


def _get_lasting(step: Step) -> list[NetUid]:
    """The subnets that existed before the step and after it."""
    before, after = (view.state.subnets.networks_added for view in (step.before, step.after))
    return [netuid for netuid, exists in after.items() if exists and before[netuid]]


# Alpha


def _get_touched(step: Step) -> list[NetUid]:
    """The subnets that lasted, were not founded anew, and whose books of alpha the step touched."""
    items = (PoolsState.subnet_alpha_in, PoolsState.subnet_alpha_in_provided, PoolsState.subnet_alpha_out)
    touched = {item.decode_key(raw)[0] for item in items for raw in step.changed_keys.get(item.prefix, ())}
    touched |= {netuid for _, netuid in get_changed_stakes(step)}
    touched -= {event.netuid for event in step.events if isinstance(event, NetworkAdded)}
    states = (step.before.state, step.after.state)
    return sorted(netuid for netuid in touched if all(state.subnets.networks_added[netuid] for state in states))


@invariant(
    StepInvariant,
    "INV-57",
    "Only blocks create alpha",
    rules=("POOL-4", "POOL-6", "POOL-95", "POOL-96", "POOL-101", "POOL-102", "STAKE-91", "EMIT-46", "EMIT-47"),
    excuses=(SCHEDULED, leaks.KNOWN_60_ALPHA, leaks.KNOWN_200),
    applies=lambda step: step.blocks <= 1,
)
def alpha_is_created_by_blocks(step: Step) -> Finding | None:
    """Where alpha has a pool, the alpha in it and outside changes by what is emitted, recycled, and told of positions."""
    for netuid in _get_touched(step):
        if step.after.state.pools.subnet_mechanism[netuid] == DYNAMIC:
            after, before = (_get_alpha(view.state, netuid) for view in (step.after, step.before))
            what, expected = f"the alpha of subnet {netuid} grew by", _compute_expected_alpha(step, netuid)
            relation = Relation.AT_MOST if _is_alpha_bought(step, netuid) else Relation.EXACTLY
            found = PoolFinding(what, after - before, expected, ALPHA, relation, netuid=netuid)
            if not found.is_met:
                return found
    return None


def _get_alpha(state: State, netuid: NetUid) -> int:
    pools = state.pools
    inside = int(pools.subnet_alpha_in[netuid]) + int(pools.subnet_alpha_in_provided[netuid])
    return inside + int(pools.subnet_alpha_out[netuid])


def _compute_expected_alpha(step: Step, netuid: NetUid) -> int:
    """What positions are told to bring, what a block emits, less what is recycled, in alpha rao."""
    recycled = (event for event in step.events if isinstance(event, AlphaRecycled) and event.netuid == netuid)
    expected = leaks.compute_alpha_told(step, netuid) - sum(event.amount for event in recycled)
    state = step.after.state
    if step.blocks and netuid in state.subnets.first_emission_block_number:
        emission = state.emission
        expected += emission.subnet_alpha_in_emission[netuid] + emission.subnet_alpha_out_emission[netuid]
    return expected


def _is_alpha_bought(step: Step, netuid: NetUid) -> bool:
    """Whether a block or a registration bought alpha and destroyed it, or may have given up some: nothing tells how much."""
    if step.blocks:
        flows = _compute_flow(step, netuid) > 0
        return flows or not leaks.stands(step, UNPAID_ALPHA_REMAINS) or leaks.may_recycle(step, netuid)
    told = (event for event in step.events if isinstance(event, RAORecycledForRegistrationSet))
    return any(event.netuid == netuid for event in told)


@invariant(
    StepInvariant,
    "INV-58",
    "Alpha outside is somebody's, or is told to be nobody's",
    rules=(
        "STAKE-4",
        "STAKE-20",
        "STAKE-21",
        "STAKE-92",
        "POOL-101",
        "POOL-102",
        "EMIT-20",
        "EMIT-22",
        "EMIT-24",
        "KEYS-52",
    ),
    excuses=(
        SCHEDULED,
        leaks.KNOWN_52_ALPHA,
        leaks.KNOWN_54,
        leaks.KNOWN_200,
        leaks.KNOWN_201,
        BEYOND_THE_WHOLE,
        leaks.MORE_SWAPPED,
        PAID_TWICE,
    ),
)
def alpha_outside_is_somebodys(step: Step) -> Finding | None:
    """What of the alpha outside is neither staked nor waiting grows in a call by what is told, and by blocks never falls."""
    grown = _compute_growth_of_stake(step)
    for netuid in _get_touched(step):
        # What is outside of root does not count what root earned (KNOWN-181); its stake is TAO, which INV-59 watches.
        if netuid == ROOT:
            continue
        unstaked = [_get_alpha_not_waiting(view.state, netuid) for view in (step.before, step.after)]
        what, nobodys = f"of the alpha outside of subnet {netuid} nobody has", unstaked[1] - unstaked[0] - grown[netuid]
        relation = Relation.AT_LEAST if step.blocks else Relation.EXACTLY
        found = PoolFinding(what, nobodys, _get_nobodys(step, netuid), ALPHA, relation, netuid=netuid)
        if not found.is_met:
            return found
    return None


def _get_alpha_not_waiting(state: State, netuid: NetUid) -> int:
    emission, out = state.emission, state.pools.subnet_alpha_out
    return int(out[netuid]) - int(emission.pending_emission[netuid]) - int(emission.pending_owner_cut[netuid])


def _get_nobodys(step: Step, netuid: NetUid) -> int:
    """What is told to have left stake and to remain outside, in alpha rao: fees of sales, and what was burned."""
    total = 0
    for event in step.events:
        if isinstance(event, StakeRemoved) and event.netuid == netuid:
            total += event.fee * leaks.stands(step, FEES_ARE_IN_NO_RESERVE)
        elif isinstance(event, AlphaBurned) and event.netuid == netuid:
            total += event.amount
    return total


def _compute_growth_of_stake(step: Step) -> dict[NetUid, int]:
    """By how much the alpha on all hotkeys of each subnet grew, in alpha rao."""
    grown: dict[NetUid, int] = defaultdict(int)
    for key in get_changed_stakes(step):
        after, before = (int(view.state.stake.total_hotkey_alpha[key]) for view in (step.after, step.before))
        grown[key[1]] += after - before
    return grown


@invariant(
    StepInvariant,
    "INV-59",
    "Root holds the TAO that is staked on it",
    rules=("STAKE-4", "POOL-95", "POOL-96", "EMIT-25", "KEYS-52"),
    excuses=(leaks.KNOWN_62, leaks.KNOWN_52_ALPHA, leaks.FULL),
)
def root_holds_its_stake(step: Step) -> Finding | None:
    """`SubnetTAO` of root grows by what the stake on all hotkeys of root grows by."""
    states = (step.before.state, step.after.state)
    if not all(state.subnets.networks_added[ROOT] for state in states):
        return None
    before, after = (int(state.pools.subnet_tao[ROOT]) for state in states)
    grown = _compute_growth_of_stake(step)[ROOT]
    return unless_met(Finding("the TAO of root grew by", after - before, grown))

"""Where TAO and alpha leave the books, or enter them, beside what is issued: the known deviations, computed from a step.

Those that happen in every other step are terms: amounts that the events tell, and that are not expected of a revision which has
closed the deviation. The rarer ones are excuses, each of which covers a violation where its own amount is the whole difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import ROOT, AccountId, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.accounts.balances import Deposit, Withdraw
from tao_spec.interface.governance.collective import Close
from tao_spec.interface.hyperparameters import SudoSetTotalIssuance
from tao_spec.interface.pools import (
    LiquidityAdded,
    LiquidityModified,
    LiquidityRemoved,
    ModifyPosition,
    RemoveLiquidity,
)
from tao_spec.interface.stake import AlphaRecycled, RecycleAlpha, StakeAdded, StakeRemoved, StakeSwapped
from tao_spec.interface.subnets import NetworkAdded, NetworkRemoved
from tao_spec.invariants.frame import Excuse, Finding
from tao_spec.invariants.issuance import compute_told_change
from tao_spec.invariants.pools import PoolFinding
from tao_spec.invariants.stake import RESERVES, SIGN
from tao_spec.invariants.views import Step, Tally, walk_calls
from tao_spec.state.pools import PoolsState
from tao_spec.state.stake import StakeState
from tao_spec.transition.pools.calls import RESERVES_IGNORE_CHANGES
from tao_spec.transition.pools.conversion import FEES_ARE_IN_NO_RESERVE
from tao_spec.transition.pools.prices import compute_limit_sqrt_price, get_max_price
from tao_spec.transition.stake.operations import DEFAULT_MIN_STAKE

HIGHEST = compute_limit_sqrt_price(get_max_price())
"""The square root of the highest price at which a purchase at any price goes on."""


RECYCLES_WHAT_IS_NAMED = 320
"""The revision from which on recycling lowers the alpha outside the pool by what was named."""


def compute_growth(step: Step, *tallies: Tally) -> int:
    """By how much some sums grew together."""
    return sum(step.after.sum_of(tally) - step.before.sum_of(tally) for tally in tallies)


def compute_outside_change(step: Step) -> int:
    """What the step created in accounts less what it destroyed there, in rao, apart from what pools and stake take and give."""
    exchanged = [event for event in step.events if isinstance(event, Deposit | Withdraw)]
    return compute_told_change(step.events) - compute_told_change(exchanged)


# Terms


def compute_tao_told(step: Step) -> int:
    """What the events tell of TAO that enters the books from nowhere, less what leaves them, in rao."""
    fees_leak, changes_leak = stands(step, FEES_ARE_IN_NO_RESERVE), stands(step, RESERVES_IGNORE_CHANGES)
    total = 0
    for event in step.events:
        if isinstance(event, StakeAdded):
            total -= event.fee * fees_leak
        elif isinstance(event, LiquidityRemoved | LiquidityModified):
            total += event.fee_tao * fees_leak + _paid_out_of_nowhere(step, event)[0] * changes_leak
    return total


def compute_alpha_told(step: Step, netuid: NetUid) -> int:
    """What the events tell of alpha of a subnet that enters the books from nowhere, less what leaves them, in alpha rao."""
    fees_leak, changes_leak = stands(step, FEES_ARE_IN_NO_RESERVE), stands(step, RESERVES_IGNORE_CHANGES)
    total = 0
    for event in step.events:
        if isinstance(event, LiquidityRemoved | LiquidityModified) and event.netuid == netuid:
            total += event.fee_alpha * fees_leak + _paid_out_of_nowhere(step, event)[1] * changes_leak
    return total


def compute_untold_fees(step: Step) -> int:
    """What was paid for alpha and entered no reserve, beside the fees told, in rao: `TotalStake` counts all that was paid."""
    told = sum(event.fee for event in step.events if isinstance(event, StakeAdded))
    total_after, total_before = (int(view.state.stake.total_stake.value) for view in (step.after, step.before))
    return total_after - total_before - compute_growth(step, RESERVES) - told


def stands(step: Step, deviation: str) -> bool:
    """Whether the revision has not closed a deviation."""
    return deviation not in step.revision.closed_deviations


def _paid_out_of_nowhere(step: Step, event: LiquidityRemoved | LiquidityModified) -> tuple[int, int]:
    """TAO and alpha that a modification paid out, less what it took in: no reserve follows."""
    if isinstance(event, LiquidityModified):
        return -event.tao, -event.alpha
    modified = {call.position_id for call in step.calls(ModifyPosition)}
    removed = {call.position_id for call in step.calls(RemoveLiquidity)}
    # A modification that leaves too little tells of a removal.
    return (event.tao, event.alpha) if event.position_id in modified - removed else (0, 0)


# Excuses


def _is_set_by_root(step: Step, finding: Finding) -> bool:
    """Root, be it through a motion, set the issuance that TAO is compared with to what it is now, and changed nothing else."""
    before, now = (view.state.emission.total_issuance.value for view in (step.before, step.after))
    is_set = any(isinstance(call, SudoSetTotalIssuance) and call.total_issuance == now for call in _get_calls(step))
    return is_set and finding.expected - finding.found == now - before


def _get_calls(step: Step) -> Iterator[object]:
    """The calls of a step, with those of motions that it closed."""
    if step.call is None:
        return
    for call in walk_calls(step.call):
        yield call
        motion = step.before.state.governance.proposal_of.get(call.proposal_hash) if isinstance(call, Close) else None
        if motion is not None:
            yield from walk_calls(step.revision.interface.decode_call(motion))


def _is_lost_on_the_way(step: Step, finding: Finding) -> bool:
    """What too small swaps of stake brought, and nobody staked."""
    swaps = [event for event in step.events if isinstance(event, StakeSwapped) and event.amount < DEFAULT_MIN_STAKE]
    between = [event for event in swaps if event.origin_netuid != event.destination_netuid]
    lost = sum(event.amount for event in between)
    return bool(between) and finding.expected - finding.found == lost


def _is_beyond_the_highest_price(step: Step, finding: Finding) -> bool:
    """A pool stands at the highest price, and what it did not take is what `TotalStake` counts too much."""
    bought = {event.netuid for event in step.events if isinstance(event, StakeAdded)}
    prices = step.after.state.pools.alpha_sqrt_price
    is_reached = any(prices[netuid] >= HIGHEST for netuid in bought)
    return is_reached and finding.expected - finding.found == compute_untold_fees(step)


def _is_uncredited(step: Step, finding: Finding) -> bool:
    """So much stake moved that it counts as negative, and of TAO only the fee is missing, which nothing tells."""
    return _is_huge(step) and finding.expected - finding.found == compute_untold_fees(step)


def _is_negative(step: Step, _finding: Finding) -> bool:
    """So much stake moved that it counts as negative."""
    return _is_huge(step)


def _is_huge(step: Step) -> bool:
    states = (step.before.state, step.after.state)
    stakes = (int(state.stake.total_hotkey_alpha[key]) for key in get_changed_stakes(step) for state in states)
    old, new = (sum(int(alpha) for _, alpha in state.pools.subnet_alpha_out.items()) for state in states)
    return max(stakes, default=0) >= SIGN or abs(new - old) >= SIGN


def _is_paid_with_the_last_rao(step: Step, finding: Finding) -> bool:
    """Somebody founded a subnet, and kept what the account lives by: the new pool has that TAO all the same."""
    return finding.found - finding.expected == _get_given_to_pools(step) > 0


def _is_overwritten(step: Step, finding: Finding) -> bool:
    """What is missing is the TAO in pools of dissolved subnets whose numbers were given away, less what new ones were given."""
    old = sum(step.before.state.pools.subnet_tao[netuid] for netuid in _get_founded(step))
    return old > 0 and finding.expected - finding.found == old - _get_given_to_pools(step)


def _get_given_to_pools(step: Step) -> int:
    """By how much the pool of a new subnet holds more than was paid for it, in rao."""
    founded, state = _get_founded(step), step.after.state
    if not founded:
        return 0
    return max(0, int(state.pools.subnet_tao[founded[-1]]) - int(state.subnets.network_last_lock_cost.value))


def _get_founded(step: Step) -> list[NetUid]:
    return [event.netuid for event in step.events if isinstance(event, NetworkAdded)]


def _cannot_be_received(step: Step, finding: Finding) -> bool:
    """What is missing was to be paid to accounts that do not exist, to each less than an account lives by."""
    lost = [amount for who, amount in _get_payments(step) if who not in step.after.state.accounts.account]
    deposit = step.revision.constants.existential_deposit
    return all(amount < deposit for amount in lost) and finding.expected - finding.found == sum(lost) > 0


def _get_payments(step: Step) -> Iterator[tuple[AccountId, int]]:
    """Whom stake, positions and locks were paid out to, and how much TAO, in rao."""
    subnets = step.before.state.subnets
    for event in step.events:
        if isinstance(event, NetworkRemoved):
            yield subnets.subnet_owner[event.netuid], int(subnets.subnet_locked[event.netuid])
        elif isinstance(event, StakeRemoved):
            yield event.coldkey, int(event.amount_received)
        elif isinstance(event, LiquidityRemoved):
            yield event.coldkey, event.tao + event.fee_tao


def _is_lost_by_contributors(step: Step, finding: Finding) -> bool:
    """What is missing is less than what contributors of leases without an account would need to have one."""
    accounts, shares = step.after.state.accounts.account, step.after.state.crowdloans.subnet_lease_shares
    strangers = sum(contributor not in accounts for (_, contributor), _ in shares.items())
    return 0 < finding.expected - finding.found <= strangers * (step.revision.constants.existential_deposit - 1)


def _is_unsold_nomination(step: Step, finding: Finding) -> bool:
    """What nobody has now was on hotkeys, and belonged to nominators who have no share any more."""
    netuid, lost = get_netuid(finding), finding.found - finding.expected
    gone = _get_shares_gone(step, netuid)
    missing = {hotkey: amount for hotkey, amount in _compute_missing(step, netuid).items() if amount}
    return lost > 0 and missing.keys() <= gone and sum(missing.values()) == lost


def _get_shares_gone(step: Step, netuid: NetUid) -> set[AccountId]:
    """The hotkeys that a nominator has no share in any more."""
    item, owner = StakeState.alpha, step.after.state.keys.owner
    keys = (item.decode_key(raw) for raw in step.changed_keys.get(item.prefix, ()))
    shares = step.after.state.stake.alpha
    return {key[0] for key in keys if key[2] == netuid and key not in shares and owner.get(key[0]) != key[1]}


def _compute_missing(step: Step, netuid: NetUid) -> dict[AccountId, int]:
    """What each hotkey has less than the events tell, in alpha rao."""
    missing: dict[AccountId, int] = defaultdict(int)
    for key in get_changed_stakes(step):
        if key[1] == netuid:
            before, after = (int(view.state.stake.total_hotkey_alpha[key]) for view in (step.before, step.after))
            missing[key[0]] += before - after
    for event in step.events:
        if isinstance(event, StakeRemoved) and event.netuid == netuid:
            missing[event.hotkey] -= event.amount_unstaked
        elif isinstance(event, StakeAdded) and event.netuid == netuid:
            missing[event.hotkey] += event.amount_received
    return missing


def _is_more_swapped_than_waits(step: Step, finding: Finding) -> bool:
    """More alpha counted as sold for root than waited for the neurons, and miners got half of both together."""
    emission, netuid = step.before.state.emission, get_netuid(finding)
    pending, swapped = emission.pending_emission[netuid], emission.pending_alpha_swapped[netuid]
    return pending < swapped and finding.expected - finding.found <= swapped - pending


def _is_position_on_root(step: Step, finding: Finding) -> bool:
    """What is missing of stake on root is the alpha in positions there."""
    alpha = 0
    for event in step.events:
        if isinstance(event, LiquidityAdded | LiquidityModified) and event.netuid == ROOT:
            alpha += event.alpha
        elif isinstance(event, LiquidityRemoved) and event.netuid == ROOT:
            alpha -= event.alpha
    return bool(alpha) and finding.found - finding.expected == alpha


def _is_tao_beyond_the_pool(step: Step, finding: Finding) -> bool:
    """Positions were paid more TAO than the pools held, whose reserves stand at zero."""
    pools = step.before.state.pools
    beyond = sum(
        max(0, sum(event.tao for event in events) - pools.subnet_tao[netuid] - pools.subnet_tao_provided[netuid])
        for netuid, events in _get_removals(step).items()
    )
    return finding.found - finding.expected == beyond > 0


def _is_alpha_beyond_the_pool(step: Step, finding: Finding) -> bool:
    """Positions were paid more alpha than the pool held, whose reserves stand at zero."""
    pools, netuid = step.before.state.pools, get_netuid(finding)
    held = pools.subnet_alpha_in[netuid] + pools.subnet_alpha_in_provided[netuid]
    paid = sum(event.alpha for event in _get_removals(step)[netuid])
    return finding.found - finding.expected == paid - held > 0


def _get_removals(step: Step) -> dict[NetUid, list[LiquidityRemoved]]:
    """The positions that were taken out, by subnet."""
    removals: dict[NetUid, list[LiquidityRemoved]] = defaultdict(list)
    for event in step.events:
        if isinstance(event, LiquidityRemoved):
            removals[event.netuid].append(event)
    return removals


def _is_full(step: Step, _finding: Finding) -> bool:
    """A reserve of TAO that the step changed is full."""
    item, reserves = PoolsState.subnet_tao, step.after.state.pools.subnet_tao
    changed = (item.decode_key(raw)[0] for raw in step.changed_keys.get(item.prefix, ()))
    return any(reserves[netuid] == TaoBalance.MAX for netuid in changed)


def _is_held_at_zero(step: Step, finding: Finding) -> bool:
    """The issuance is zero, and what is missing is at most what was taken from accounts to be burned."""
    taken = sum(event.amount for event in step.events if isinstance(event, Withdraw))
    return not step.after.state.emission.total_issuance.value and 0 < finding.expected - finding.found <= taken


def get_netuid(finding: Finding) -> NetUid:
    """The subnet that a finding is about."""
    return finding.netuid if isinstance(finding, PoolFinding) else ROOT


def get_changed_stakes(step: Step) -> list[tuple[AccountId, NetUid]]:
    """The hotkeys and subnets whose `TotalHotkeyAlpha` changed."""
    item = StakeState.total_hotkey_alpha
    return [item.decode_key(raw) for raw in step.changed_keys.get(item.prefix, ())]


def _is_burned_and_paid(step: Step, finding: Finding) -> bool:
    """An epoch recycled a share of what parents got, at most so much of what was set aside, and paid it as well."""
    burn = step.before.added("SubtensorModule.CKBurn")
    if not isinstance(finding, PoolFinding) or not step.blocks or burn is None:
        return False
    emission = step.before.state.emission
    waiting = emission.pending_emission[finding.netuid] + emission.pending_alpha_swapped[finding.netuid]
    created = step.after.state.emission.subnet_alpha_out_emission[finding.netuid] * step.blocks
    most = (int(waiting) + int(created)) * int(burn.value) // U64.MAX
    return 0 < finding.expected - finding.found <= most


def may_recycle(step: Step, netuid: NetUid) -> bool:
    """Whether an epoch may take alpha out of what the subnet has issued: of its owner's miners, or of parents; untold."""
    burn, fate = (step.before.added(f"SubtensorModule.{name}") for name in ("CKBurn", "RecycleOrBurn"))
    return bool(burn and burn.value) or bool(fate and fate[netuid].name == "Recycle")


def _is_recycled_short(step: Step, finding: Finding) -> bool:
    """Next to all of a stake was to be recycled, which takes all of it."""
    if not isinstance(finding, PoolFinding) or step.revision.spec_version < RECYCLES_WHAT_IS_NAMED:
        return False
    named = {(call.hotkey, call.netuid): int(call.amount) for call in step.calls(RecycleAlpha)}
    gone = {(told.hotkey, told.netuid): int(told.amount) for told in step.events if isinstance(told, AlphaRecycled)}
    kept = sum(gone[key] - named[key] for key in gone.keys() & named.keys() if key[1] == finding.netuid)
    return 0 < kept == finding.found - finding.expected


SET_BY_ROOT = Excuse(
    "AdminUtils.sudo_set_total_issuance", "root sets the issuance that emission goes by", _is_set_by_root
)
KNOWN_50 = Excuse("KNOWN-50", "a limit left less of a move than is staked", _is_lost_on_the_way)
KNOWN_51 = Excuse("KNOWN-51", "the pool did not take all TAO at the highest price", _is_beyond_the_highest_price)
KNOWN_52_TAO = Excuse("KNOWN-52", "amounts from 2^63 alpha rao on count as negative, untold", _is_uncredited)
KNOWN_52_ALPHA = Excuse("KNOWN-52", "amounts from 2^63 alpha rao on count as negative", _is_negative)
KNOWN_53 = Excuse("KNOWN-53", "who pays with the last rao keeps what the account lives by", _is_paid_with_the_last_rao)
KNOWN_54 = Excuse("KNOWN-54", "a small nomination that the pool refuses is destroyed", _is_unsold_nomination)
KNOWN_60_TAO = Excuse("KNOWN-60", "positions are paid more than their pool holds", _is_tao_beyond_the_pool)
KNOWN_201 = Excuse("KNOWN-201", "what is burned of parents is shared out all the same", _is_burned_and_paid)
KNOWN_200 = Excuse("KNOWN-200", "all of a stake was taken, and only what was named left the books", _is_recycled_short)
KNOWN_60_ALPHA = Excuse("KNOWN-60", "positions are paid more than their pool holds", _is_alpha_beyond_the_pool)
KNOWN_62 = Excuse("KNOWN-62", "there are positions on root, where no pool is", _is_position_on_root)
KNOWN_121 = Excuse("KNOWN-121", "the pool of a dissolved subnet is overwritten", _is_overwritten)
KNOWN_180 = Excuse("KNOWN-180", "what an account cannot receive is lost", _cannot_be_received)
KNOWN_180_LEASE = Excuse("KNOWN-180", "what a contributor cannot receive is lost", _is_lost_by_contributors)
FULL = Excuse("POOL-95", "a reserve is full at 2^64 - 1 rao", _is_full)
HELD_AT_ZERO = Excuse("KEYS-12", "more is burned than the issuance counts, which is held at zero", _is_held_at_zero)
MORE_SWAPPED = Excuse("EMIT-20", "more counts as sold for root than waits for neurons", _is_more_swapped_than_waits)

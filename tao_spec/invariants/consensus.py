"""The invariants of consensus: scores are parts of a whole, and permits and bonds are of those with the most stake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from math import ceil
from typing import Any, cast

from tao_spec.arithmetic.identifiers import AccountId, NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.invariants.emission import SCHEDULED
from tao_spec.invariants.endings import TRIMMED
from tao_spec.invariants.frame import EntryInvariant, Excuse, Finding, Relation, StepInvariant, invariant, unless_met
from tao_spec.invariants.mechanisms import count_mechanisms, subnet_of
from tao_spec.invariants.views import Step, View
from tao_spec.state.chain_state import State
from tao_spec.state.consensus import ConsensusState
from tao_spec.storage.items import Declaration
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.stake import get_stake_weight_for_hotkey_on_subnet

WHOLE = int(U16.MAX)
"""One, in parts."""

PARTS = "parts of 65,535"

SHARES: tuple[Declaration[Any, Any], ...] = (
    ConsensusState.incentive,
    ConsensusState.dividends,
    ConsensusState.rank,
    ConsensusState.stake_weight,
)
"""What is shared out among the neurons of a subnet."""


@dataclass(frozen=True)
class ScoreFinding(Finding):
    """A score of a subnet that is not as it must be.

    Attributes:
        netuid: the subnet.
    """

    netuid: NetUid = NetUid(0)  # noqa: RUF009  (immutable)


def get_epochs(step: Step) -> list[NetUid]:
    """The subnets that had an epoch in the step, in the order of their numbers."""
    item, after = ConsensusState.last_mechansim_step_block, step.after.state
    changed = {item.decode_key(raw)[0] for raw in step.changed_keys.get(item.prefix, ())}
    return sorted(netuid for netuid in changed if after.subnets.networks_added[netuid])


def _had_epochs(step: Step) -> bool:
    return step.blocks > 0 and bool(get_epochs(step))


NO_STAKE_WEIGHT = 320
"""The revision from which on `StakeWeight` is not written any more."""


def _are_fewer_hotkeys(step: Step, finding: Finding) -> bool:
    """From revision 320 on scores are a list of hotkeys: one shorter for each number without a hotkey of its own."""
    if not isinstance(finding, ScoreFinding) or step.revision.spec_version < NO_STAKE_WEIGHT:
        return False
    neurons = step.before.state.neurons
    return len({hotkey for _, hotkey in neurons.keys.under(finding.netuid)}) < neurons.subnetwork_n[finding.netuid]


def _is_split_beyond_the_whole(step: Step, finding: Finding) -> bool:
    """The parts of the mechanisms are more than the whole, which no call can make them."""
    splits, netuid = step.before.added("SubtensorModule.MechanismEmissionSplit"), getattr(finding, "netuid", None)
    return splits is not None and netuid is not None and sum(splits.get(netuid) or ()) > WHOLE


BEYOND_THE_WHOLE = Excuse(
    "R320-35", "the stored parts of mechanisms are more than the whole", _is_split_beyond_the_whole
)
FEWER_HOTKEYS = Excuse("R320-48", "there are fewer hotkeys than numbers, and scores move up", _are_fewer_hotkeys)


def _get_epochs_of_one(step: Step) -> list[NetUid]:
    """The subnets with an epoch that have one mechanism: what several say is averaged, and no longer adds up to the whole."""
    return [
        netuid
        for netuid in get_epochs(step)
        if count_mechanisms(step.before, netuid) == count_mechanisms(step.after, netuid) == 1
    ]


of_epochs = partial(invariant, StepInvariant, excuses=(SCHEDULED, FEWER_HOTKEYS), applies=_had_epochs)


def _read(state: State, vector: Declaration[Any, Any], netuid: NetUid) -> Sequence[int]:
    values: Sequence[int] = vector.access(vector, state.store)[netuid]
    return values


def _judge(
    netuid: NetUid, what: str, found: int, expected: int, relation: Relation = Relation.EXACTLY, unit: str = PARTS
) -> Finding | None:
    what = f"in subnet {netuid} {what}"
    return unless_met(ScoreFinding(what, found, expected, unit, relation, netuid=netuid))


@invariant(
    EntryInvariant,
    "INV-115",
    "What is shared out is at most all",
    rules=("CONS-15", "CONS-72", "CONS-93"),
    excuses=(BEYOND_THE_WHOLE,),
    items=SHARES,
)
def shares_are_at_most_all(view: View, netuid: NetUid) -> Finding | None:
    """Incentives, dividends, ranks and weights of stake each sum to at most 65,535 parts."""
    for vector in SHARES:
        total = sum(_read(view.state, vector, netuid))
        if finding := _judge(netuid, f"{vector.name} sums to", total, WHOLE, Relation.AT_MOST):
            return finding
    return None


@of_epochs("INV-116", "An epoch shares out all or nothing", rules=("CONS-4", "CONS-15", "CONS-57", "CONS-91"))
def epochs_share_out_all_or_nothing(step: Step) -> Finding | None:
    """After an epoch each sum is zero, or falls short of 65,535 parts by at most one part a neuron.

    A share is a quotient cut off to 32 binary digits, and then cut off to a part. Of *n* shares that were one together, the
    quotients lose less than *n* / 2^32, which is less than one part in all for any *n* of 16 bits, and the parts lose less than
    *n*: together less than *n* + 1 parts, and so *n* at most.
    """
    for netuid in _get_epochs_of_one(step):
        size = step.after.state.neurons.subnetwork_n[netuid]
        for vector in _get_shares(step):
            total = sum(_read(step.after.state, vector, netuid))
            what = f"{vector.name} of {size} neurons sums to"
            if total and (finding := _judge(netuid, what, total, WHOLE - size, Relation.AT_LEAST)):
                return finding
    return None


def _get_shares(step: Step) -> Iterator[Declaration[Any, Any]]:
    """The vectors that an epoch of the revision writes."""
    is_written = step.revision.spec_version < NO_STAKE_WEIGHT
    return (vector for vector in SHARES if is_written or vector is not ConsensusState.stake_weight)


@of_epochs("INV-117", "The worthiest neuron has the greatest score", rules=("CONS-72", "CONS-92"))
def greatest_score_is_whole(step: Step) -> Finding | None:
    """After an epoch the greatest pruning score is 65,535, or all are zero."""
    for netuid in _get_epochs_of_one(step):
        greatest = max(step.after.state.neurons.pruning_scores[netuid], default=0)
        if greatest and (finding := _judge(netuid, "the greatest of PruningScores is", greatest, WHOLE)):
            return finding
    return None


@of_epochs("INV-118", "Rank is incentive", rules=("CONS-72",))
def rank_is_incentive(step: Step) -> Finding | None:
    """What an epoch stores as rank is the incentive."""
    for netuid in _get_epochs_of_one(step):
        scores = step.after.state.consensus
        pairs = zip_longest(scores.rank[netuid], scores.incentive[netuid])
        other = sum(rank != incentive for rank, incentive in pairs)
        if finding := _judge(netuid, "ranks differ from incentives:", other, 0, unit="neurons"):
            return finding
    return None


def _names_twice(step: Step, finding: Finding) -> bool:
    """A stored row of weights names a neuron twice, which no call can make it do."""
    if not isinstance(finding, ScoreFinding):
        return False
    rows = [row for _, row in step.before.state.weights.weights.under(finding.netuid)]
    return any(len({column for column, _ in row}) < len(row) for row in rows)


NAMED_TWICE = Excuse("CONS-82", "each entry of a row counts, also where two name one neuron", _names_twice)


@invariant(
    StepInvariant,
    "INV-119",
    "Nobody is trusted for more than consensus",
    rules=("CONS-42", "CONS-72", "CONS-82"),
    excuses=(NAMED_TWICE, SCHEDULED, FEWER_HOTKEYS),
    applies=_had_epochs,
)
def trust_is_within_consensus(step: Step) -> Finding | None:
    """After an epoch the trust of a validator is at most all consensus together, and less than one part a neuron more.

    Clipped weights lie at or below consensus, which is cut off to parts neuron by neuron.
    """
    for netuid in get_epochs(step):
        scores = step.after.state.consensus
        consensus = scores.consensus[netuid]
        greatest = max(scores.validator_trust[netuid], default=0)
        most = min(sum(consensus) + len(consensus), WHOLE)
        if finding := _judge(netuid, "the greatest of ValidatorTrust is", greatest, most, Relation.AT_MOST):
            return finding
    return None


@invariant(
    StepInvariant,
    "INV-120",
    "Only validators are trusted",
    rules=("CONS-31", "CONS-82"),
    applies=lambda step: step.blocks == 1 and _had_epochs(step),
)
def validators_are_trusted(step: Step) -> Finding | None:
    """Whoever has validator trust after an epoch had a permit before it."""
    for netuid in get_epochs(step):
        permits = step.before.state.consensus.validator_permit[netuid]
        trusts = step.after.state.consensus.validator_trust[netuid]
        others = sum(bool(trust) and not may for trust, may in zip(trusts, permits, strict=False))
        if finding := _judge(netuid, "neurons without a permit have validator trust:", others, 0, unit="neurons"):
            return finding
    return None


@of_epochs("INV-121", "Permits go to the most stake, and not beyond their number", rules=("CONS-3", "CONS-20"))
def permits_are_within_their_number(step: Step) -> Finding | None:
    """After an epoch at most `MaxAllowedValidators` have a permit, and nobody else has more weight of stake than they.

    Where there are fewer, nobody else has any. Weights of stake are those that revisions before 320 write.
    """
    for netuid in get_epochs(step):
        scores = step.after.state.consensus
        limit, permits = scores.max_allowed_validators[netuid], scores.validator_permit[netuid]
        if finding := _judge(netuid, "permits are", sum(permits), limit, Relation.AT_MOST, "neurons"):
            return finding
        if step.revision.spec_version >= NO_STAKE_WEIGHT:
            continue
        stakes = list(zip(scores.stake_weight[netuid], permits, strict=False))
        others = max((stake for stake, may in stakes if not may), default=0)
        least = min((stake for stake, may in stakes if may), default=0) if sum(permits) == limit else 0
        if limit and (
            finding := _judge(netuid, "without a permit the greatest stake is", others, least, Relation.AT_MOST)
        ):
            return finding
    return None


@invariant(
    EntryInvariant,
    "INV-122",
    "Only who has a permit has bonds, and on neurons that exist",
    rules=("CONS-73",),
    items=(ConsensusState.bonds, ConsensusState.validator_permit),
    excuses=(TRIMMED,),
)
def bonds_are_of_validators(view: View, netuid: NetUid) -> Finding | None:
    """A row of `Bonds` that is not empty is of a neuron with a permit, and names numbers below `SubnetworkN`."""
    of_subnet = subnet_of(netuid)
    size, permits = view.state.neurons.subnetwork_n[of_subnet], view.state.consensus.validator_permit[of_subnet]
    rows = [(uid, row) for uid, row in view.state.consensus.bonds.under(netuid) if row]
    others = sum(not (uid < len(permits) and permits[uid]) for uid, _ in rows)
    if finding := _judge(netuid, "neurons without a permit have bonds:", others, 0, unit="neurons"):
        return finding
    beyond = sum(column >= size for _, row in rows for column, _ in row)
    return _judge(netuid, "bonds are on numbers beyond the last:", beyond, 0, unit="bonds")


@of_epochs("INV-123", "Who has a permit reaches the threshold", rules=("CONS-13", "CONS-15", "CONS-20"))
def validators_reach_the_threshold(step: Step) -> Finding | None:
    """After an epoch every neuron with a permit has stake that counts, as much as `StakeThreshold`.

    The payout, which follows, only adds to it. Who got other children or parents in the step is not judged.
    """
    threshold = step.after.state.weights.stake_threshold.value
    for netuid in get_epochs(step):
        permits = step.after.state.consensus.validator_permit[netuid]
        for uid in (Uid(index) for index, may in enumerate(permits) if may):
            hotkey = step.after.state.neurons.keys[netuid, uid]
            if not _has_other_family(step, hotkey, netuid):
                found = _count_stake(step.after.state, hotkey, netuid)
                what = f"the stake of neuron {uid} with a permit is"
                if finding := _judge(netuid, what, found, max(threshold, 1), Relation.AT_LEAST, "alpha rao"):
                    return finding
    return None


def _has_other_family(step: Step, hotkey: AccountId, netuid: NetUid) -> bool:
    before, after = step.before.state.delegation, step.after.state.delegation
    key = hotkey, netuid
    return before.child_keys[key] != after.child_keys[key] or before.parent_keys[key] != after.parent_keys[key]


def _count_stake(state: State, hotkey: AccountId, netuid: NetUid) -> int:
    """The stake of a hotkey that counts in a subnet, in whole alpha rao, rounded up."""
    stake = get_stake_weight_for_hotkey_on_subnet(cast(Chain, state), hotkey, netuid)
    return ceil(stake.to_fraction())

"""The epoch of a subnet with mechanisms: each has its own, and what a neuron gets from all of them is put together.

Vectors that are too short, numbers without a hotkey and bonds on nobody abort the client of revision 306; here they count as
zero, or for nothing.

Source: upstream's `pallets/subtensor/src/epoch/run_epoch.rs` and `subnets/mechanism.rs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import I32F32, U64F64
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, Integer
from tao_spec.revisions.r320.interface import IncentiveAlphaEmittedToMiners
from tao_spec.revisions.r320.mechanisms import get_storage_indices, split_emissions
from tao_spec.revisions.r320.mechanisms_weights import get_last_updates
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.activity import find_recently_registered, get_block_at_registration
from tao_spec.transition.consensus.epoch import Epoch, Participants, compute_judgement, conclude_epoch, run_epoch
from tao_spec.transition.consensus.matrices import Matrix, keep_entries, row_normalize
from tao_spec.transition.consensus.permits import compute_active_stake, is_topk_nonzero
from tao_spec.transition.consensus.shares import compute_emission
from tao_spec.transition.consensus.stake import compute_stake_shares, get_stake_weights_for_network
from tao_spec.transition.consensus.vector_math import fixed_proportion_to_u16, vec_max_upscale_to_u16
from tao_spec.transition.consensus.weights import (
    get_owner_uid,
    get_pending_commits,
    mask_committed_weights,
    mask_outdated_weights,
    mask_weights,
    read_weights,
)
from tao_spec.transition.emission.payout import Earnings, Pending, compute_validators_part
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import base_of, rule

N = TypeVar("N", bound=Integer)

NUMBERS_WITHOUT_HOTKEYS_CLOSE_UP = "KNOWN-210"
"""What an epoch stores has an element for each hotkey, so that behind a number without one everything lies one too low."""

WITHOUT_PERMITS_ALL_SPEAK = "KNOWN-211"
"""In a subnet whose list of permits is empty the stake of every active neuron counts as that of a validator."""

UNMINED_HALF_IS_LOST = "KNOWN-212"
"""Where one mechanism has miners that earn, validators share half of all the emission, whatever they earn in others."""

Row = tuple[tuple[Uid, U16], ...]

ZERO, NO_ALPHA = U16(0), AlphaBalance(0)


@dataclass(frozen=True)
class Terms:
    """What an epoch says of one neuron: amounts in alpha rao, shares in parts of 65,535; without more, nothing.

    Attributes:
        uid: the number of the neuron.
        server_emission, validator_emission: what it gets for its work, and for validating.
        emission: what is told of both together.
        is_active: whether it has lately set weights, or committed them.
        incentive: of its work; its rank, too.
        permit: whether it may judge from now on.
        bonds: that it holds, if so.
    """

    uid: Uid
    server_emission: AlphaBalance = NO_ALPHA
    validator_emission: AlphaBalance = NO_ALPHA
    emission: AlphaBalance = NO_ALPHA
    is_active: bool = False
    incentive: U16 = ZERO
    trust: U16 = ZERO
    consensus: U16 = ZERO
    dividend: U16 = ZERO
    pruning_score: U16 = ZERO
    validator_trust: U16 = ZERO
    permit: bool = False
    bonds: Row = ()


AVERAGED = ("incentive", "trust", "consensus", "dividend", "pruning_score", "validator_trust")
"""The shares that are averaged over the mechanisms."""


@rule("R320-40")
def run_epochs(chain: Chain, netuid: NetUid, emission: AlphaBalance) -> Earnings:
    """Run the epoch of each mechanism with its part of the emission, and store what they say of each neuron together.

    Args:
        emission: what the epochs share out, in alpha rao.

    Returns:
        Hotkey, incentive and dividend, in alpha rao, in the order of the hotkeys.
    """
    together: dict[AccountId, Terms] = {}
    for place, part in enumerate(split_emissions(chain, netuid, emission)):
        index = get_storage_indices(chain, netuid)[place]
        terms = compute_terms(compute_mechanism_epoch(chain, netuid, index), part)
        store_mechanism_terms(chain, netuid, index, terms.values())
        # Without emission the first mechanism counts alone.
        weight = U64F64.saturating_from_num(part).safe_div_or(
            U64F64.saturating_from_num(emission), U64F64.ZERO if place else U64F64.ONE
        )
        for hotkey, said in terms.items():
            together[hotkey] = join(together.get(hotkey), said, weight)
    store_terms(chain, netuid, together.values())
    return [(hotkey, terms.server_emission, terms.validator_emission) for hotkey, terms in sorted(together.items())]


@rule("R320-41")
def compute_mechanism_epoch(chain: Chain, netuid: NetUid, index: NetUid) -> Epoch:
    """Compute the epoch of one mechanism as CONS-2 does that of a subnet, by its own weights, last updates and bonds.

    Args:
        index: the storage index of the mechanism.
    """
    who, registered = get_mechanism_participants(chain, netuid, index), get_block_at_registration(chain, netuid)
    weights = get_mechanism_weights(chain, netuid, index, who)
    judgement = compute_judgement(chain, netuid, weights, who.active_stake)
    bonds = get_mechanism_bonds(chain, netuid, index, registered)
    # Only the search of liquid alpha comes upon bonds on nobody (KNOWN-22).
    is_liquid = chain.consensus.yuma3_on[netuid] and chain.consensus.liquid_alpha_on[netuid]
    if not is_liquid or not any(judgement.consensus):
        bonds = keep_entries(bonds, lambda _, column: column < len(registered))
    return conclude_epoch(chain, netuid, who, judgement, bonds)


@rule("R320-42")
def get_mechanism_participants(chain: Chain, netuid: NetUid, index: NetUid) -> Participants:
    """Who takes part in the epoch of a mechanism: as CONS-3, but activity is that of the mechanism.

    A neuron without an element in `ValidatorPermit` has no permit; where there is no element at all, every active neuron has
    a voice, though no weights.
    """
    size = chain.neurons.subnetwork_n[netuid]
    cutoff = BlockHeight(chain.consensus.activity_cutoff[netuid])
    updates = get_last_updates(chain, index)
    inactive = [updated.saturating_add(cutoff) < chain.number for updated in updates]
    permits = chain.consensus.validator_permit[netuid]
    old_permits = [uid < len(permits) and permits[uid] for uid in range(size)]
    speaks = old_permits if permits or not chain.deviates(WITHOUT_PERMITS_ALL_SPEAK) else [True] * size
    stake = compute_stake_shares(get_stake_weights_for_network(chain, netuid), chain.weights.stake_threshold.value)
    return Participants(
        hotkeys=list(chain.neurons.keys.under(netuid)),
        inactive=inactive,
        stake=stake,
        active_stake=compute_active_stake(stake, inactive[:size], speaks),
        old_permits=old_permits,
        new_permits=is_topk_nonzero(stake, chain.consensus.max_allowed_validators[netuid]),
    )


@rule("R320-43")
def get_mechanism_weights(chain: Chain, netuid: NetUid, index: NetUid, who: Participants) -> Matrix:
    """The weights of a mechanism that count: as CONS-38, by its own last updates and commitments.

    A hotkey that stands under two numbers committed for the last of them in the order of storage keys.
    """
    size, registered = len(who.stake), get_block_at_registration(chain, netuid)
    weights = mask_weights(read_weights(chain, index, size), who.old_permits, get_owner_uid(chain, netuid))
    weights = mask_outdated_weights(weights, get_last_updates(chain, index), registered)
    if chain.weights.commit_reveal_weights_enabled[netuid]:
        uids = {hotkey: uid for uid, hotkey in who.hotkeys}
        committed: dict[Uid, BlockHeight] = {}
        for hotkey, block in get_pending_commits(chain, netuid, index):
            if hotkey in uids:
                committed[uids[hotkey]] = min(block, committed.get(uids[hotkey], block))
        weights = mask_committed_weights(weights, committed, registered)
    return row_normalize(weights)


@rule("R320-44")
def get_mechanism_bonds(chain: Chain, netuid: NetUid, index: NetUid, registered: Sequence[BlockHeight]) -> Matrix:
    """The bonds of a mechanism, in parts of 65,535, as CONS-50 has them; those on nobody are among them.

    Args:
        registered: for each neuron, the block of its registration; nobody's is zero.
    """
    size = len(registered)
    recent = find_recently_registered(chain, netuid, [*registered, BlockHeight(0)])
    bonds: list[list[tuple[int, I32F32]]] = [[] for _ in range(size)]
    for uid, row in chain.consensus.bonds.under(index):
        if uid < size:
            bonds[uid] = [(other, I32F32.saturating_from_num(bond)) for other, bond in row]
    return keep_entries(bonds, lambda _, column: not recent[min(column, size)])


@rule("R320-45")
def compute_terms(epoch: Epoch, emission: AlphaBalance) -> dict[AccountId, Terms]:
    """What the epoch of a mechanism says of each neuron that has a hotkey; nothing of a number beyond the subnet's size.

    Args:
        emission: of the mechanism, in alpha rao.
    """
    who, judgement, shares = epoch.participants, epoch.judgement, epoch.shares
    active = [not is_inactive for is_inactive in who.inactive]
    columns = zip(
        compute_emission(shares.server, emission),
        compute_emission(shares.validator, emission),
        compute_emission(shares.combined, emission),
        active[: len(who.stake)],
        fixed_proportion_to_u16(judgement.incentive),
        fixed_proportion_to_u16(judgement.trust),
        fixed_proportion_to_u16(judgement.consensus),
        fixed_proportion_to_u16(epoch.dividends),
        vec_max_upscale_to_u16(shares.combined),
        fixed_proportion_to_u16(judgement.validator_trust),
        who.new_permits,
        [_to_parts(row) if permit else () for row, permit in zip(epoch.bonds, who.new_permits, strict=True)],
        strict=True,
    )
    terms = [Terms(Uid(uid), *said) for uid, said in enumerate(columns)]
    # A list of last updates that is too long tells of numbers beyond the size, too.
    terms += [Terms(Uid(uid), is_active=active[uid]) for uid in range(len(terms), len(active))]
    return {hotkey: terms[uid] if uid < len(terms) else Terms(uid) for uid, hotkey in who.hotkeys}


def _to_parts(row: Sequence[tuple[int, I32F32]]) -> Row:
    """The bonds of a neuron as they are stored, in parts of 65,535."""
    parts = fixed_proportion_to_u16([bond for _, bond in row])
    return tuple((Uid(column), part) for (column, _), part in zip(row, parts, strict=True))


@rule("R320-46")
def store_mechanism_terms(chain: Chain, netuid: NetUid, index: NetUid, terms: Iterable[Terms]) -> None:
    """Store what a mechanism keeps of its epoch, incentives and bonds, and tell what each neuron gets for its work.

    The bonds of every neuron are stored; those of one without a permit are empty.

    Args:
        index: the storage index of the mechanism.
        terms: of each hotkey, in any order.
    """
    ranked = put_in_order(chain, netuid, terms)
    chain.consensus.incentive[index] = tuple(said.incentive for said in ranked)
    chain.emit(IncentiveAlphaEmittedToMiners(index, tuple(said.server_emission for said in ranked)))
    for place, said in enumerate(ranked):
        chain.consensus.bonds[index, Uid(place)] = said.bonds


def put_in_order(chain: Chain, netuid: NetUid, terms: Iterable[Terms]) -> list[Terms]:
    """What was said of the neurons, by their numbers; a number without a hotkey is passed over (KNOWN-210)."""
    ranked = sorted(terms, key=lambda said: said.uid)
    if chain.deviates(NUMBERS_WITHOUT_HOTKEYS_CLOSE_UP):
        return ranked
    known = {said.uid: said for said in ranked}
    return [known.get(uid, Terms(uid)) for uid in map(Uid, range(chain.neurons.subnetwork_n[netuid]))]


@rule("R320-47")
def join(before: Terms | None, said: Terms, weight: U64F64) -> Terms:
    """Add to what earlier mechanisms said of a neuron what one more says: its emissions whole, all else by its weight.

    A neuron is active, or has a permit, if one mechanism says so. Each sum is rounded down when it is made.

    Args:
        before: None for the first mechanism.
        weight: the mechanism's part of the emission, of one.
    """
    base = Terms(said.uid) if before is None else before
    shares = {name: _add_weighted(getattr(base, name), getattr(said, name), weight) for name in AVERAGED}
    return Terms(
        uid=base.uid,
        server_emission=base.server_emission.saturating_add(said.server_emission),
        validator_emission=base.validator_emission.saturating_add(said.validator_emission),
        emission=_add_weighted(base.emission, said.emission, weight),
        is_active=base.is_active or said.is_active,
        permit=base.permit or said.permit,
        **shares,
    )


def _add_weighted(base: N, said: N, weight: U64F64) -> N:
    total = U64F64.saturating_from_num(base) + U64F64.saturating_from_num(said) * weight
    return total.saturating_to_num(type(base))


@rule("R320-48")
def store_terms(chain: Chain, netuid: NetUid, terms: Iterable[Terms]) -> None:
    """Store what a subnet keeps of its epoch, once for all mechanisms; `StakeWeight` is stored no more.

    The rank is the incentive of all mechanisms.

    Args:
        terms: of each hotkey, in any order.
    """
    ranked, stored = put_in_order(chain, netuid, terms), chain.consensus
    stored.active[netuid] = tuple(said.is_active for said in ranked)
    stored.emission[netuid] = tuple(said.emission for said in ranked)
    stored.rank[netuid] = tuple(said.incentive for said in ranked)
    stored.trust[netuid] = tuple(said.trust for said in ranked)
    stored.consensus[netuid] = tuple(said.consensus for said in ranked)
    stored.dividends[netuid] = tuple(said.dividend for said in ranked)
    chain.neurons.pruning_scores[netuid] = tuple(said.pruning_score for said in ranked)
    stored.validator_trust[netuid] = tuple(said.validator_trust for said in ranked)
    stored.validator_permit[netuid] = tuple(said.permit for said in ranked)


def compute_part_of_all_validators(chain: Chain, pending: Pending, earnings: Earnings) -> AlphaBalance:
    """What validators share, as in EMIT-20; once KNOWN-212 is closed, all that miners do not get, where that is more."""
    share = base_of(compute_validators_part)(chain, pending, earnings)
    if chain.deviates(UNMINED_HALF_IS_LOST):
        return share
    mined = sum(incentive for _, incentive, _ in earnings)
    left = AlphaBalance.saturate(pending.alpha + pending.swapped - mined)
    return max(share, left.saturating_sub(pending.swapped))


RULES: ReplacedRules = {run_epoch: run_epochs, compute_validators_part: compute_part_of_all_validators}
"""The rules of the base that are replaced here."""

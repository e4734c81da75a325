"""The epoch of a subnet: from weights and stake to incentive, dividends and bonds (Yuma consensus).

Source: upstream's `pallets/subtensor/src/epoch/run_epoch.rs`, the sparse one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.identifiers import AccountId, NetUid, Uid
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.activity import (
    find_inactive,
    find_recently_registered,
    get_block_at_registration,
    get_hotkeys,
)
from tao_spec.transition.consensus.bonds import compute_bonds_and_dividends, get_bonds, get_weights_for_bonds
from tao_spec.transition.consensus.clipping import clip_weights, compute_consensus, compute_trust, get_float_kappa
from tao_spec.transition.consensus.matrices import Matrix, Vector, matmul, row_sum
from tao_spec.transition.consensus.permits import compute_active_stake, get_validator_permits, is_topk_nonzero
from tao_spec.transition.consensus.shares import EmissionShares, compute_emission, compute_emission_shares
from tao_spec.transition.consensus.stake import compute_stake_shares, get_stake_weights_for_network
from tao_spec.transition.consensus.vector_math import fixed_proportion_to_u16, normalize, vec_max_upscale_to_u16
from tao_spec.transition.consensus.weights import get_normalized_weights
from tao_spec.transition.rules import replaceable, rule


@dataclass(frozen=True)
class Participants:
    """Who takes part: the hotkeys, who is inactive, and each neuron's share of the stake, all of it and the active."""

    hotkeys: Sequence[tuple[Uid, AccountId]]
    inactive: Sequence[bool]
    stake: Sequence[I32F32]
    active_stake: Sequence[I32F32]
    old_permits: Sequence[bool]
    new_permits: Sequence[bool]


@dataclass(frozen=True)
class Judgement:
    """What the validators say together: the weights that count, consensus, and what clipping leaves of the weights."""

    weights: Matrix
    consensus: Sequence[I32F32]
    clipped: Matrix
    validator_trust: Sequence[I32F32]
    trust: Sequence[I32F32]
    incentive: Sequence[I32F32]


@dataclass(frozen=True)
class Epoch:
    """Every number of an epoch, before anything is written: who, what they say, what they hold, what they earn."""

    participants: Participants
    judgement: Judgement
    bonds: Matrix
    dividends: Sequence[I32F32]
    shares: EmissionShares


@rule("CONS-1")
@replaceable
def run_epoch(
    chain: Chain, netuid: NetUid, emission: AlphaBalance
) -> list[tuple[AccountId, AlphaBalance, AlphaBalance]]:
    """Run the epoch of a subnet: compute it, store it, and say what each hotkey earns by work and by validating.

    Args:
        emission: what the epoch shares out, in alpha rao.

    Returns:
        Hotkey, incentive and dividend, in alpha rao, in the order of the storage keys of `Keys`.

    Raises:
        MisshapenMatrix: the stored vectors do not fit the size of the subnet; the client aborts.
    """
    epoch = compute_epoch(chain, netuid)
    store_scores(chain, netuid, epoch, compute_emission(epoch.shares.combined, emission))
    store_bonds(chain, netuid, epoch)
    incentives = compute_emission(epoch.shares.server, emission)
    dividends = compute_emission(epoch.shares.validator, emission)
    return [(hotkey, incentives[uid], dividends[uid]) for uid, hotkey in epoch.participants.hotkeys]


@rule("CONS-2")
def compute_epoch(chain: Chain, netuid: NetUid) -> Epoch:
    """Compute an epoch from what is stored; nothing is written, and the emission is not asked.

    Raises:
        MisshapenMatrix: the stored vectors do not fit the size of the subnet; the client aborts.
    """
    who, registered = get_participants(chain, netuid), get_block_at_registration(chain, netuid)
    weights = get_normalized_weights(chain, netuid, who.hotkeys, who.old_permits, registered)
    judgement = compute_judgement(chain, netuid, weights, who.active_stake)
    bonds = get_bonds(chain, netuid, find_recently_registered(chain, netuid, registered))
    return conclude_epoch(chain, netuid, who, judgement, bonds)


def conclude_epoch(chain: Chain, netuid: NetUid, who: Participants, judgement: Judgement, bonds: Matrix) -> Epoch:
    """Move the bonds by what was judged, and share out the emission; the end of CONS-2.

    Args:
        bonds: the old ones, in parts of 65,535.
    """
    result = compute_bonds_and_dividends(
        chain,
        netuid,
        bonds=bonds,
        weights=get_weights_for_bonds(chain, netuid, judgement.weights, judgement.clipped),
        active_stake=who.active_stake,
        consensus=judgement.consensus,
        incentive=judgement.incentive,
    )
    shares = compute_emission_shares(judgement.incentive, result.dividends, who.active_stake, who.stake)
    return Epoch(who, judgement, result.bonds, result.dividends, shares)


@rule("CONS-3")
def get_participants(chain: Chain, netuid: NetUid) -> Participants:
    """Who takes part in the epoch, with what stake, and who may be a validator from the next one on.

    Raises:
        MisshapenMatrix: the stored vectors do not fit the size of the subnet; the client aborts.
    """
    inactive = find_inactive(chain, netuid)
    stakes = get_stake_weights_for_network(chain, netuid)
    stake = compute_stake_shares(stakes, chain.weights.stake_threshold.value)
    old_permits = get_validator_permits(chain, netuid)
    return Participants(
        hotkeys=get_hotkeys(chain, netuid),
        inactive=inactive,
        stake=stake,
        active_stake=compute_active_stake(stake, inactive, old_permits),
        old_permits=old_permits,
        new_permits=is_topk_nonzero(stake, chain.consensus.max_allowed_validators[netuid]),
    )


@rule("CONS-4")
def compute_judgement(chain: Chain, netuid: NetUid, weights: Matrix, active_stake: Vector) -> Judgement:
    """What the weights say: a neuron's incentive is its share of the stake-weighted weights after clipping.

    Args:
        weights: the weights that count, a row for each neuron.
        active_stake: shares of one.
    """
    size = len(active_stake)
    consensus = compute_consensus(active_stake, weights, get_float_kappa(chain, netuid))
    clipped = clip_weights(weights, consensus)
    ranks = matmul(clipped, active_stake, size)
    return Judgement(
        weights=weights,
        consensus=consensus,
        clipped=clipped,
        validator_trust=row_sum(clipped),
        trust=compute_trust(ranks, matmul(weights, active_stake, size)),
        incentive=normalize(ranks),
    )


@rule("CONS-72")
def store_scores(chain: Chain, netuid: NetUid, epoch: Epoch, emission: Sequence[AlphaBalance]) -> None:
    """Store what the epoch found of each neuron, in parts of 65,535 rounded down.

    Pruning scores are rounded to the nearest part of the greatest of them. The rank is stored normalised, so that it
    equals the incentive.

    Args:
        emission: of each neuron, in alpha rao.
    """
    who, judgement, stored = epoch.participants, epoch.judgement, chain.consensus
    stored.stake_weight[netuid] = fixed_proportion_to_u16(who.stake)
    stored.active[netuid] = tuple(not is_inactive for is_inactive in who.inactive)
    stored.emission[netuid] = tuple(emission)
    stored.rank[netuid] = fixed_proportion_to_u16(judgement.incentive)
    stored.trust[netuid] = fixed_proportion_to_u16(judgement.trust)
    stored.consensus[netuid] = fixed_proportion_to_u16(judgement.consensus)
    stored.incentive[netuid] = fixed_proportion_to_u16(judgement.incentive)
    stored.dividends[netuid] = fixed_proportion_to_u16(epoch.dividends)
    chain.neurons.pruning_scores[netuid] = tuple(vec_max_upscale_to_u16(epoch.shares.combined))
    stored.validator_trust[netuid] = fixed_proportion_to_u16(judgement.validator_trust)
    stored.validator_permit[netuid] = tuple(who.new_permits)


@rule("CONS-73")
def store_bonds(chain: Chain, netuid: NetUid, epoch: Epoch) -> None:
    """Store the bonds of neurons with a new permit, empty those of neurons that lost theirs, leave all others alone."""
    who = epoch.participants
    for index, (is_new, was_old) in enumerate(zip(who.new_permits, who.old_permits, strict=True)):
        if is_new:
            row = epoch.bonds[index]
            parts = fixed_proportion_to_u16([bond for _, bond in row])
            chain.consensus.bonds[netuid, Uid(index)] = tuple(
                (Uid(column), part) for (column, _), part in zip(row, parts, strict=True)
            )
        elif was_old:
            chain.consensus.bonds[netuid, Uid(index)] = ()

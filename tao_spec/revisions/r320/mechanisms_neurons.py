"""What neurons have in each mechanism, when they come, are replaced, or change their hotkey.

Source: upstream's `pallets/subtensor/src/subnets/uids.rs`, `swap/swap_hotkey.rs`, and `runtime/src/lib.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.revisions.r320.mechanisms import get_storage_indices
from tao_spec.revisions.r320.mechanisms_weights import set_last_update_of_mechanism
from tao_spec.transition.chain import Chain
from tao_spec.transition.commitments.metadata import reset_bonds
from tao_spec.transition.keys.subnet_swap import TIMELOCKED_COMMITS_STAY, swap_neuron, swap_timelocked_commits
from tao_spec.transition.neurons.uids import (
    PREDECESSORS_VALUES_REMAIN,
    append_neuron,
    clear_neuron,
    enter_neuron,
    push,
    set_at,
)
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import base_of, rule

ZERO, NO_ALPHA = U16(0), AlphaBalance(0)


@rule("R320-57")
def append_neuron_with_mechanisms(chain: Chain, netuid: NetUid, hotkey: AccountId, block: BlockHeight) -> None:
    """Give a hotkey the next number of a subnet as NEUR-10 does, with an incentive and a last update in each mechanism.

    The incentives grow by one, whatever their number was; the last update lies where the number says.

    Args:
        block: in which it is registered.
    """
    count, scores = chain.neurons.subnetwork_n[netuid], chain.consensus
    chain.neurons.subnetwork_n[netuid] = count.saturating_add(U16(1))
    for shares in (scores.rank, scores.trust, scores.consensus, scores.dividends):
        push(shares, netuid, ZERO)
    push(scores.emission, netuid, NO_ALPHA)
    push(scores.active, netuid, True)
    push(scores.validator_trust, netuid, ZERO)
    push(scores.validator_permit, netuid, False)
    push(chain.neurons.pruning_scores, netuid, ZERO)
    for index in get_storage_indices(chain, netuid):
        push(scores.incentive, index, ZERO)
        set_last_update_of_mechanism(chain, index, Uid(count), block)
    enter_neuron(chain, netuid, Uid(count), hotkey, block)


@rule("R320-58")
def clear_neuron_with_mechanisms(chain: Chain, netuid: NetUid, uid: Uid) -> None:
    """Take away what a neuron had: its scores, and in each mechanism its incentive, bonds and weights, and those on it.

    Weights of others on it become zero and stay in their rows. A vector that is too short stays as it is.
    """
    scores = chain.consensus
    set_at(scores.emission, netuid, uid, NO_ALPHA)
    for shares in (scores.trust, scores.consensus, scores.dividends):
        set_at(shares, netuid, uid, ZERO)
    for index in get_storage_indices(chain, netuid):
        set_at(scores.incentive, index, uid, ZERO)
        del scores.bonds[index, uid]
        del chain.weights.weights[index, uid]
        forget_weights_on(chain, index, uid)
        if not chain.deviates(PREDECESSORS_VALUES_REMAIN):
            set_last_update_of_mechanism(chain, index, uid, BlockHeight(chain.number))


def forget_weights_on(chain: Chain, index: NetUid, uid: Uid) -> None:
    """Set the weights on a neuron to zero.

    Args:
        index: the storage index of the mechanism.
    """
    weights = chain.weights.weights
    for judge, row in list(weights.under(index)):
        weights[index, judge] = tuple((other, ZERO if other == uid else weight) for other, weight in row)


@rule("R320-59")
def swap_neuron_with_mechanisms(chain: Chain, old: AccountId, new: AccountId, netuid: NetUid) -> None:
    """Pass a neuron on as KEYS-22 does, with what it committed to in every mechanism."""
    base_of(swap_neuron)(chain, old, new, netuid)
    commits = chain.weights.weight_commits
    for index in get_storage_indices(chain, netuid)[1:]:
        queue = commits.take((index, old))
        if queue is not None:
            commits[index, new] = queue
        if not chain.deviates(TIMELOCKED_COMMITS_STAY):
            swap_timelocked_commits(chain, old, new, index)


@rule("R320-49")
def reset_bonds_of_mechanisms(chain: Chain, netuid: NetUid, hotkey: AccountId) -> None:
    """Take a neuron out of the bonds of all mechanisms of its subnet, where the subnet allows it, as COMMIT-8 does.

    Of a subnet that does not exist, root is asked for the number and whether it allows it.
    """
    asked = netuid if chain.subnets.networks_added[netuid] else ROOT
    uid = chain.neurons.uids.get((asked, hotkey))
    if uid is None or not chain.consensus.bonds_reset_on[asked]:
        return
    bonds = chain.consensus.bonds
    for index in get_storage_indices(chain, netuid):
        for holder, row in list(bonds.under(index)):
            bonds[index, holder] = tuple(bond for bond in row if bond[0] != uid)


RULES: ReplacedRules = {
    append_neuron: append_neuron_with_mechanisms,
    clear_neuron: clear_neuron_with_mechanisms,
    swap_neuron: swap_neuron_with_mechanisms,
    reset_bonds: reset_bonds_of_mechanisms,
}
"""The rules of the base that are replaced here."""

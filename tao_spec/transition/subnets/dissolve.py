"""The end of a subnet, and what it leaves under its number for the next.

Source: upstream's `pallets/subtensor/src/coinbase/root.rs` and `macros/dispatches.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import ROOT, AccountId, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.serving import SubnetIdentityRemoved
from tao_spec.interface.subnets import (
    CallDisabled,
    DissolveNetwork,
    NetworkRemoved,
    NotSubnetOwner,
    ScheduleDissolveNetwork,
    SubNetworkDoesNotExist,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_root
from tao_spec.transition.rules import replaceable, rule
from tao_spec.transition.stake.coldkeys import add_balance_to_coldkey_account
from tao_spec.transition.subnets.owners import get_subnet_owner
from tao_spec.transition.subnets.remains import clear_remains, pay_out_stake

ROOT_CAN_BE_DISSOLVED = "KNOWN-123"
"""Root, which the account of zeros owns, can be dissolved like any subnet."""


@rule("SUBNET-40", call=DissolveNetwork)
@replaceable
def dissolve_network(chain: Chain, origin: Origin, coldkey: AccountId, netuid: NetUid) -> None:
    """Dissolve a subnet at root's word.

    Args:
        coldkey: its owner, named so that nobody dissolves the wrong one.

    Raises:
        BadOrigin: root does not call.
        SubNetworkDoesNotExist: there is no such subnet.
        NotSubnetOwner: the coldkey does not own it.
    """
    ensure_root(origin)
    if not chain.subnets.networks_added[netuid]:
        raise SubNetworkDoesNotExist
    if netuid == ROOT and not chain.deviates(ROOT_CAN_BE_DISSOLVED):
        raise NotSubnetOwner
    if get_subnet_owner(chain, netuid) != coldkey:
        raise NotSubnetOwner
    remove_network(chain, netuid)
    chain.emit(NetworkRemoved(netuid))


@rule("SUBNET-41", call=ScheduleDissolveNetwork)
def schedule_dissolve_network(chain: Chain, origin: Origin, netuid: NetUid) -> None:
    """Refuse, whoever calls.

    Raises:
        CallDisabled: always.
    """
    raise CallDisabled


@rule("SUBNET-42")
def remove_network(chain: Chain, netuid: NetUid) -> None:
    """Delete a subnet, its neurons, what they hold and some of its hyperparameters; its owner gets back what is locked.

    Stake, pool, children and all else stays under its number (KNOWN-120 to KNOWN-122).
    """
    pay_out_stake(chain, netuid)
    if chain.serving.subnet_identities_v3.take(netuid) is not None:
        chain.emit(SubnetIdentityRemoved(netuid))
    total = chain.subnets.total_networks
    total.value = total.value.saturating_sub(U16(1))
    for item in (chain.subnets.network_modality, chain.subnets.networks_added, chain.subnets.network_registered_at):
        del item[netuid]
    _delete_neurons(chain, netuid)
    forget_weights_of_root(chain, netuid)
    _delete_hyperparameters(chain, netuid)
    _pay_back_lock(chain, netuid)
    clear_remains(chain, netuid)


def _delete_neurons(chain: Chain, netuid: NetUid) -> None:
    """Delete the numbers, memberships, weights, bonds and scores of all neurons."""
    neurons, scores = chain.neurons, chain.consensus
    for _, hotkey in neurons.keys.under(netuid):
        del neurons.is_network_member[hotkey, netuid]
    for numbered in (neurons.uids, neurons.keys, scores.bonds, chain.weights.weights):
        numbered.clear_under(netuid)
    for shares in (scores.rank, scores.trust, scores.incentive, scores.consensus, scores.dividends):
        del shares[netuid]
    for vector in (scores.active, scores.emission, scores.validator_permit, scores.validator_trust):
        del vector[netuid]
    for item in (neurons.subnetwork_n, neurons.pruning_scores, chain.weights.last_update):
        del item[netuid]


@rule("SUBNET-43")
def forget_weights_of_root(chain: Chain, netuid: NetUid) -> None:
    """Set to zero what root's neurons say of a subnet; their weights, which no rule reads, are all stored anew."""
    weights = chain.weights.weights
    for uid, row in list(weights.under(ROOT)):
        weights[ROOT, uid] = tuple((column, U16(0) if int(column) == netuid else weight) for column, weight in row)


def _delete_hyperparameters(chain: Chain, netuid: NetUid) -> None:
    """Delete the hyperparameters of which every subnet has its own entry from the start."""
    neurons, consensus, weights = chain.neurons, chain.consensus, chain.weights
    for item in (consensus.tempo, consensus.kappa, consensus.activity_cutoff, neurons.difficulty):
        del item[netuid]
    for item in (
        neurons.max_allowed_uids,
        neurons.immunity_period,
        weights.max_weights_limit,
        weights.min_allowed_weights,
    ):
        del item[netuid]
    for counter in (
        neurons.registrations_this_interval,
        neurons.pow_registrations_this_interval,
        neurons.burn_registrations_this_interval,
    ):
        del counter[netuid]


def _pay_back_lock(chain: Chain, netuid: NetUid) -> None:
    """Give the owner what is locked, which counts as issued all the time, and the subnet no owner."""
    locked, owner = chain.subnets.subnet_locked, chain.subnets.subnet_owner
    add_balance_to_coldkey_account(chain, owner[netuid], locked[netuid])
    locked[netuid] = TaoBalance(0)
    del owner[netuid]

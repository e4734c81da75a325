"""The weights that count in an epoch: of permitted validators, on others than themselves, set since these came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tao_spec.arithmetic.errors import MisshapenMatrix
from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid, Uid
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.matrices import Matrix, keep_entries, row_normalize
from tao_spec.transition.consensus.schedule import is_commit_expired
from tao_spec.transition.rules import rule


@rule("CONS-30")
def get_weights(chain: Chain, netuid: NetUid) -> Matrix:
    """The stored weights between the neurons of a subnet; what names a number beyond its size is left out."""
    return read_weights(chain, netuid, chain.neurons.subnetwork_n[netuid])


def read_weights(chain: Chain, index: NetUid, size: int) -> Matrix:
    """The weights that are stored under an index, between so many neurons."""
    weights: list[list[tuple[int, I32F32]]] = [[] for _ in range(size)]
    for uid, row in chain.weights.weights.under(index):
        if uid < size:
            weights[uid] = [(other, I32F32.saturating_from_num(weight)) for other, weight in row if other < size]
    return weights


@rule("CONS-31")
def mask_weights(weights: Matrix, permits: Sequence[bool], owner: Uid | None) -> Matrix:
    """Drop the weights of neurons without a permit, and those of a neuron on itself unless it is the owner's.

    Args:
        weights: as stored.
        permits: for each neuron, those of the last epoch.
        owner: the neuron of the subnet's owner, where it has one.
    """
    return keep_entries(weights, lambda row, column: permits[row] and (row != column or row == owner))


@rule("CONS-32")
def mask_outdated_weights(weights: Matrix, updates: Sequence[BlockHeight], registered: Sequence[BlockHeight]) -> Matrix:
    """Drop weights that were last updated before their neuron was registered, or in the same block.

    Raises:
        MisshapenMatrix: a neuron has weights and no entry in `LastUpdate`; the client aborts.
    """
    for uid, row in enumerate(weights):
        if row and uid >= len(updates):
            raise MisshapenMatrix(f"neuron {uid} has weights, and LastUpdate has {len(updates)} entries only")
    return keep_entries(weights, lambda row, column: updates[row] > registered[column])


@rule("CONS-35")
def get_commit_blocks(chain: Chain, netuid: NetUid, hotkeys: Sequence[tuple[Uid, AccountId]]) -> dict[Uid, BlockHeight]:
    """The block of the earliest commitment of each neuron that is not expired; neurons without one are absent.

    Of hashed commitments only the first in its hotkey's queue that is not expired is looked at. A hotkey that stands
    under two numbers counts under the first in the order of storage keys.
    """
    uids: dict[AccountId, Uid] = {}
    for uid, hotkey in hotkeys:
        uids.setdefault(hotkey, uid)
    earliest: dict[Uid, BlockHeight] = {}
    for who, block in get_pending_commits(chain, netuid, netuid):
        if who in uids:
            earliest[uids[who]] = min(block, earliest.get(uids[who], block))
    return earliest


def get_pending_commits(chain: Chain, netuid: NetUid, index: NetUid) -> Iterator[tuple[AccountId, BlockHeight]]:
    """The commitments under an index that are not expired in a subnet: hashed ones, then timelocked ones."""
    for who, queue in chain.weights.weight_commits.under(index):
        for hashed in queue:
            if not is_commit_expired(chain, netuid, hashed.commit_block):
                yield who, hashed.commit_block
                break
    for _, timelocked in chain.weights.timelocked_weight_commits.under(index):
        for commit in timelocked:
            if not is_commit_expired(chain, netuid, commit.commit_block):
                yield commit.who, commit.commit_block


@rule("CONS-36")
def mask_committed_weights(
    weights: Matrix, committed: dict[Uid, BlockHeight], registered: Sequence[BlockHeight]
) -> Matrix:
    """Drop weights of a neuron on others that were registered after it committed the weights to come."""

    def is_kept(row: int, column: int) -> bool:
        block = committed.get(Uid(row))
        return block is None or block >= registered[column]

    return keep_entries(weights, is_kept)


@rule("CONS-37")
def get_owner_uid(chain: Chain, netuid: NetUid) -> Uid | None:
    """The neuron of the subnet owner's hotkey; None where the subnet has none, or it is not registered."""
    hotkey = chain.subnets.subnet_owner_hotkey.get(netuid)
    return None if hotkey is None else chain.neurons.uids.get((netuid, hotkey))


@rule("CONS-38")
def get_normalized_weights(
    chain: Chain,
    netuid: NetUid,
    hotkeys: Sequence[tuple[Uid, AccountId]],
    permits: Sequence[bool],
    registered: Sequence[BlockHeight],
) -> Matrix:
    """The weights that count, each row summing to one: masked by permit and self, by age, and by commitment.

    Args:
        hotkeys: the neurons of the subnet, as `get_hotkeys` gives them.
        permits: for each neuron, those of the last epoch.
        registered: for each neuron, the block of its registration.

    Raises:
        MisshapenMatrix: as `mask_outdated_weights`.
    """
    weights = mask_weights(get_weights(chain, netuid), permits, get_owner_uid(chain, netuid))
    weights = mask_outdated_weights(weights, chain.weights.last_update[netuid], registered)
    if chain.weights.commit_reveal_weights_enabled[netuid]:
        committed = get_commit_blocks(chain, netuid, hotkeys)
        weights = mask_committed_weights(weights, committed, registered)
    return row_normalize(weights)

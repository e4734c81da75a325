"""Weights that are committed by their hash, and when a commitment can be revealed.

Source: upstream's `pallets/subtensor/src/subnets/weights.rs`.
"""

from __future__ import annotations

from collections.abc import Sequence

from tao_spec.arithmetic.identifiers import H256, AccountId, BlockHeight, NetUid
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.weights import (
    BatchCommitWeights,
    CommitRevealDisabled,
    CommittingWeightsTooFast,
    CommitWeights,
    InputLengthsUnequal,
    TooManyUnrevealedCommits,
    WeightsCommitted,
)
from tao_spec.state.weights import WeightCommit
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.schedule import get_epoch_index, is_commit_expired
from tao_spec.transition.emission.epoch_schedule import compute_blocks_until_next_epoch
from tao_spec.transition.neurons.uids import get_uid_for_net_and_hotkey
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import replaceable, rule
from tao_spec.transition.weights.batches import complete_batch
from tao_spec.transition.weights.checks import has_waited, set_last_update

MAX_UNREVEALED_COMMITS = 10
"""So many commitments of a hotkey may wait in a subnet; of timelocked ones, of one epoch."""

WINDOW_MOVES_WITH_TEMPO = "KNOWN-94"
"""The blocks in which a commitment can be revealed follow from the tempo and the period of now, not of its time."""

NO_EPOCH_BETWEEN = "KNOWN-95"
"""What is committed in the block of an epoch counts for that epoch, though it has run, and can be revealed in the next block."""

Queue = tuple[WeightCommit, ...]


@rule("WEIGHTS-30")
def ensure_commit_reveal(chain: Chain, netuid: NetUid) -> None:
    """Weights of the subnet are committed first.

    Raises:
        CommitRevealDisabled: they are set openly.
    """
    if not chain.weights.commit_reveal_weights_enabled[netuid]:
        raise CommitRevealDisabled


@rule("WEIGHTS-31")
def get_counted_block(chain: Chain, netuid: NetUid, commit_block: BlockHeight) -> BlockHeight:
    """The block of which a hashed commitment counts: its own; once KNOWN-95 is closed, the next where an epoch ran in it."""
    tempo = chain.consensus.tempo[netuid]
    has_epoch = compute_blocks_until_next_epoch(netuid, tempo, commit_block) == 0
    if chain.deviates(NO_EPOCH_BETWEEN) or not has_epoch:
        return commit_block
    return commit_block.saturating_add(BlockHeight(1))


@rule("WEIGHTS-32")
def get_reveal_blocks(chain: Chain, netuid: NetUid, commit_block: BlockHeight) -> tuple[BlockHeight, BlockHeight]:
    """The first and the last block in which weights committed now could be revealed, if tempo and period stay.

    They are stored with the commitment, for others to read.

    Returns:
        The first and the last block of the epoch that follows `RevealPeriodEpochs` after that of the commitment.
    """
    tempo = chain.consensus.tempo[netuid]
    epoch = get_epoch_index(chain, netuid, get_counted_block(chain, netuid, commit_block))
    reveal_epoch = epoch.saturating_add(chain.weights.reveal_period_epochs[netuid])
    first = BlockHeight(reveal_epoch.saturating_mul(tempo + 1)).saturating_sub(BlockHeight(netuid + 1))
    return first, first.saturating_add(BlockHeight(tempo))


@rule("WEIGHTS-33")
def is_reveal_block_range(chain: Chain, netuid: NetUid, commit: WeightCommit) -> bool:
    """Whether a commitment can be revealed now: in the very epoch that follows `RevealPeriodEpochs` after its own.

    Both epochs are counted by the present tempo, and the period is the present one.
    """
    now = BlockHeight(chain.number)
    if not chain.deviates(WINDOW_MOVES_WITH_TEMPO):
        return commit.first_reveal_block <= now <= commit.last_reveal_block
    epoch = get_epoch_index(chain, netuid, get_counted_block(chain, netuid, commit.commit_block))
    return get_epoch_index(chain, netuid, now) == epoch.saturating_add(chain.weights.reveal_period_epochs[netuid])


@rule("WEIGHTS-34")
def drop_expired(chain: Chain, netuid: NetUid, queue: Queue) -> tuple[Queue, Queue]:
    """Part a queue before its first commitment that can still be revealed; what is expired behind that one stays.

    Returns:
        Those that are expired, and the rest.
    """
    for index, commit in enumerate(queue):
        if not _is_expired(chain, netuid, commit):
            return queue[:index], queue[index:]
    return queue, ()


def _is_expired(chain: Chain, netuid: NetUid, commit: WeightCommit) -> bool:
    if not chain.deviates(WINDOW_MOVES_WITH_TEMPO):
        return chain.number > commit.last_reveal_block
    return is_commit_expired(chain, netuid, get_counted_block(chain, netuid, commit.commit_block))


@rule("WEIGHTS-35")
def ensure_may_commit(chain: Chain, netuid: NetUid, hotkey: AccountId) -> None:
    """A neuron of the subnet commits, whose last weights or commitment are old enough; its stake and permit are not asked.

    Raises:
        HotKeyNotRegisteredInSubNet, CommittingWeightsTooFast: in this order.
    """
    uid = get_uid_for_net_and_hotkey(chain, netuid, hotkey)
    if not has_waited(chain, netuid, uid):
        raise CommittingWeightsTooFast


@rule("WEIGHTS-36", call=CommitWeights)
@replaceable
def commit_weights(chain: Chain, origin: Origin, netuid: NetUid, commit_hash: H256) -> None:
    """Commit the caller, a hotkey, to weights of which it gives the hash; a commitment joins the end of its queue.

    Args:
        commit_hash: as `compute_commit_hash` gives it; nobody can check it before the weights are revealed.

    Raises:
        BadOrigin, CommitRevealDisabled: in this order.
        DispatchError: as `ensure_may_commit`.
        TooManyUnrevealedCommits: ten wait already that are not expired, or stand behind one that is not.
    """
    hotkey = ensure_signed(origin)
    ensure_commit_reveal(chain, netuid)
    ensure_may_commit(chain, netuid, hotkey)
    queue = chain.weights.weight_commits.get((netuid, hotkey)) or ()
    _, waiting = drop_expired(chain, netuid, queue)
    if len(waiting) >= MAX_UNREVEALED_COMMITS:
        raise TooManyUnrevealedCommits

    block = BlockHeight(chain.number)
    commit = WeightCommit(commit_hash, block, *get_reveal_blocks(chain, netuid, block))
    chain.weights.weight_commits[netuid, hotkey] = (*waiting, commit)
    chain.emit(WeightsCommitted(hotkey, netuid, commit_hash))
    set_last_update(chain, netuid, get_uid_for_net_and_hotkey(chain, netuid, hotkey))


@rule("WEIGHTS-37", call=BatchCommitWeights)
def batch_commit_weights(
    chain: Chain, origin: Origin, netuids: tuple[NetUid, ...], commit_hashes: Sequence[H256]
) -> None:
    """Commit to weights in several subnets, one after the other; each goes well or fails by itself, and the batch goes well.

    Args:
        commit_hashes: one for each subnet.

    Raises:
        BadOrigin: no account signs.
        InputLengthsUnequal: there are not as many hashes as subnets.
    """
    ensure_signed(origin)
    if len(netuids) != len(commit_hashes):
        raise InputLengthsUnequal
    items = zip(netuids, commit_hashes, strict=True)
    complete_batch(chain, origin, netuids, [_try_commit(chain, origin, netuid, hash) for netuid, hash in items])


def _try_commit(chain: Chain, origin: Origin, netuid: NetUid, commit_hash: H256) -> DispatchError | None:
    """Commit, and return the refusal; all is checked before anything is written."""
    try:
        commit_weights(chain, origin, netuid, commit_hash)
    except DispatchError as error:
        return error
    return None

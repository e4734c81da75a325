"""Weights that are committed encrypted, and that the chain itself reveals once the beacon has spoken.

Source: upstream's `pallets/subtensor/src/coinbase/reveal_commits.rs`, and `subnets/weights.rs` beside it.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import H256, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.weights import (
    CommitCrv3Weights,
    CommitTimelockedWeights,
    IncorrectCommitRevealVersion,
    TimelockedWeightsCommitted,
    TimelockedWeightsRevealed,
    TooManyUnrevealedCommits,
)
from tao_spec.state.weights import COMMIT_REVEAL_VERSION, TimelockedCommit
from tao_spec.storage.hashers import blake2_256
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.schedule import get_epoch_index
from tao_spec.transition.drand.timelock import unseal
from tao_spec.transition.emission.epoch_schedule import should_run_epoch
from tao_spec.transition.neurons.uids import get_uid_for_net_and_hotkey
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import replaceable, rule
from tao_spec.transition.weights.checks import set_last_update
from tao_spec.transition.weights.commit import MAX_UNREVEALED_COMMITS, ensure_commit_reveal, ensure_may_commit
from tao_spec.transition.weights.payload import read_payload
from tao_spec.transition.weights.setting import do_set_weights

REFUSED_WEIGHTS_VANISH = "KNOWN-91"
"""Timelocked weights that are refused when they are revealed are gone, and nothing tells of it."""

REVEALED_WITHOUT_EPOCHS = "KNOWN-92"
"""In a subnet of tempo zero, where no epoch ever runs, each block reveals and forgets as if it were one."""


@rule("WEIGHTS-50")
def get_epoch_of_commit(chain: Chain, netuid: NetUid) -> U64:
    """The epoch under which a timelocked commitment of this block is kept: in the block of an epoch, which has run, the next."""
    epoch = get_epoch_index(chain, netuid, BlockHeight(chain.number))
    return epoch.saturating_add(U64(1)) if should_run_epoch(chain, netuid) else epoch


@rule("WEIGHTS-51", call=CommitTimelockedWeights)
@replaceable
def commit_timelocked_weights(
    chain: Chain, origin: Origin, netuid: NetUid, commit: bytes, reveal_round: U64, commit_reveal_version: U16
) -> None:
    """Commit the caller, a hotkey, to weights that it gives encrypted until a round of the beacon.

    Args:
        commit: the encrypted weights, up to 5,000 bytes; nobody can read them yet, so that nothing about them is checked.
        reveal_round: the round; any passes, be it long over.
        commit_reveal_version: must be the chain's, which is 4.

    Raises:
        BadOrigin, CommitRevealDisabled, IncorrectCommitRevealVersion: in this order.
        DispatchError: as `ensure_may_commit`.
        TooManyUnrevealedCommits: ten of the hotkey are kept under this epoch already.
    """
    hotkey = ensure_signed(origin)
    ensure_commit_reveal(chain, netuid)
    if commit_reveal_version != chain.weights.commit_reveal_weights_version.value:
        raise IncorrectCommitRevealVersion
    ensure_may_commit(chain, netuid, hotkey)
    commits, epoch = chain.weights.timelocked_weight_commits, get_epoch_of_commit(chain, netuid)
    kept = commits[netuid, epoch]
    if sum(other.who == hotkey for other in kept) >= MAX_UNREVEALED_COMMITS:
        raise TooManyUnrevealedCommits

    commits[netuid, epoch] = (*kept, TimelockedCommit(hotkey, BlockHeight(chain.number), commit, reveal_round))
    chain.emit(TimelockedWeightsCommitted(hotkey, netuid, H256(blake2_256(commit)), reveal_round))
    set_last_update(chain, netuid, get_uid_for_net_and_hotkey(chain, netuid, hotkey))


@rule("WEIGHTS-52", call=CommitCrv3Weights)
def commit_crv3_weights(chain: Chain, origin: Origin, netuid: NetUid, commit: bytes, reveal_round: U64) -> None:
    """Commit to encrypted weights as `commit_timelocked_weights` does, of version 4; refused once the chain wants another.

    Raises:
        DispatchError: as `commit_timelocked_weights`.
    """
    commit_timelocked_weights(chain, origin, netuid, commit, reveal_round, COMMIT_REVEAL_VERSION)


@rule("WEIGHTS-1")
@replaceable
def reveal_crv3_commits(chain: Chain, netuid: NetUid) -> None:
    """Reveal the weights that were committed `RevealPeriodEpochs` epochs ago and whose round the beacon has reached.

    It is done in every block, in the order of commitment. Commitments of earlier epochs are forgotten; those whose round is
    still to come wait until their epoch is over.

    Raises:
        MisshapenSeal: what is sealed in a commitment aborts the client (KNOWN-100).
    """
    # Without epochs nothing would be due.
    if not chain.consensus.tempo[netuid] and not chain.deviates(REVEALED_WITHOUT_EPOCHS):
        return
    epoch = get_epoch_index(chain, netuid, BlockHeight(chain.number))
    period = chain.weights.reveal_period_epochs[netuid]
    reveal_epoch = epoch.saturating_sub(period)
    forget_commits_before(chain, netuid, reveal_epoch)
    # In the first epochs there is nothing that could be due.
    if epoch < period:
        return
    commits = chain.weights.timelocked_weight_commits
    waiting = tuple(commit for commit in commits[netuid, reveal_epoch] if not reveal_commit(chain, netuid, commit))
    # An epoch without commitments leaves no entry.
    if waiting:
        commits[netuid, reveal_epoch] = waiting
    else:
        del commits[netuid, reveal_epoch]


@rule("WEIGHTS-2")
def forget_commits_before(chain: Chain, netuid: NetUid, epoch: U64) -> None:
    """Forget the commitments of a subnet that were made before an epoch, revealed or not."""
    commits = chain.weights.timelocked_weight_commits
    for committed, _ in list(commits.under(netuid)):
        if committed < epoch:
            del commits[netuid, committed]


@rule("WEIGHTS-53")
def reveal_commit(chain: Chain, netuid: NetUid, commit: TimelockedCommit) -> bool:
    """Set the weights of a timelocked commitment if the pulse of its round is stored; what cannot be read or set is given up.

    Returns:
        Whether the commitment is done with; one whose pulse is missing is not.

    Raises:
        MisshapenSeal: what is sealed aborts the client (KNOWN-100).
    """
    pulse = chain.commitments.pulses.get(commit.reveal_round)
    if pulse is None:
        return False
    plain = unseal(chain, commit.commit, pulse.signature)
    weights = None if plain is None else read_payload(chain, commit.who, plain)
    if weights is None:
        return True
    try:
        do_set_weights(chain, netuid, commit.who, weights.uids, weights.values, weights.version_key)
    except DispatchError:
        return chain.deviates(REFUSED_WEIGHTS_VANISH)
    chain.emit(TimelockedWeightsRevealed(netuid, commit.who))
    return True

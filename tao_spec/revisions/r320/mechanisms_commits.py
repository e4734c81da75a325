"""Commitments to the weights of mechanisms: hashed ones and encrypted ones, and how they are revealed.

Source: upstream's `pallets/subtensor/src/subnets/weights.rs` and `coinbase/reveal_commits.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import H256, AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.weights import (
    CommittingWeightsTooFast,
    IncorrectCommitRevealVersion,
    InvalidRevealCommitHashNotMatch,
    NoWeightsCommitFound,
    RevealTooEarly,
    TimelockedWeightsCommitted,
    TimelockedWeightsRevealed,
    TooManyUnrevealedCommits,
    WeightsCommitted,
    WeightsRevealed,
)
from tao_spec.revisions.r320.interface import (
    CommitCrv3MechanismWeights,
    CommitMechanismWeights,
    CommitTimelockedMechanismWeights,
    MechId,
    RevealMechanismWeights,
)
from tao_spec.revisions.r320.mechanisms import (
    MAIN,
    ensure_mechanism_exists,
    get_mechanisms,
    get_storage_index,
)
from tao_spec.revisions.r320.mechanisms_weights import (
    do_set_mechanism_weights,
    has_waited_for_mechanism,
    set_last_update_of_mechanism,
)
from tao_spec.state.weights import COMMIT_REVEAL_VERSION, TimelockedCommit, WeightCommit
from tao_spec.storage.hashers import blake2_256
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.schedule import get_epoch_index
from tao_spec.transition.drand.timelock import unseal
from tao_spec.transition.neurons.uids import get_uid_for_net_and_hotkey
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import rule
from tao_spec.transition.weights.commit import (
    MAX_UNREVEALED_COMMITS,
    commit_weights,
    drop_expired,
    ensure_commit_reveal,
    get_reveal_blocks,
    is_reveal_block_range,
)
from tao_spec.transition.weights.payload import read_payload
from tao_spec.transition.weights.reveal import Committed, compute_commit_hash, find_commit, store_queue
from tao_spec.transition.weights.setting import Uids, Values
from tao_spec.transition.weights.timelocked import (
    REFUSED_WEIGHTS_VANISH,
    REVEALED_WITHOUT_EPOCHS,
    commit_timelocked_weights,
    forget_commits_before,
    get_epoch_of_commit,
    reveal_crv3_commits,
)


def ensure_may_commit_to_mechanism(chain: Chain, netuid: NetUid, index: NetUid, hotkey: AccountId) -> Uid:
    """A neuron of the subnet commits, whose last weights of the mechanism, or commitment to them, are old enough.

    Args:
        index: the storage index of the mechanism.

    Returns:
        The number of the neuron.

    Raises:
        HotKeyNotRegisteredInSubNet, CommittingWeightsTooFast: in this order.
    """
    uid = get_uid_for_net_and_hotkey(chain, netuid, hotkey)
    if not has_waited_for_mechanism(chain, index, uid):
        raise CommittingWeightsTooFast
    return uid


@rule("R320-51", call=CommitMechanismWeights)
def commit_mechanism_weights(chain: Chain, origin: Origin, netuid: NetUid, mecid: MechId, commit_hash: H256) -> None:
    """Commit the caller, a hotkey, to weights of one mechanism by their hash; each mechanism has a queue of its own.

    Args:
        commit_hash: as `compute_commit_hash` gives it of the storage index in the place of the subnet.

    Raises:
        MechanismDoesNotExist: before the signature is asked.
        BadOrigin, CommitRevealDisabled, HotKeyNotRegisteredInSubNet, CommittingWeightsTooFast: in this order.
        TooManyUnrevealedCommits: ten wait already that are not expired, or stand behind one that is not.
    """
    ensure_mechanism_exists(chain, netuid, mecid)
    index, hotkey = get_storage_index(netuid, mecid), ensure_signed(origin)
    ensure_commit_reveal(chain, netuid)
    uid = ensure_may_commit_to_mechanism(chain, netuid, index, hotkey)
    _, waiting = drop_expired(chain, netuid, chain.weights.weight_commits.get((index, hotkey)) or ())
    if len(waiting) >= MAX_UNREVEALED_COMMITS:
        raise TooManyUnrevealedCommits

    block = BlockHeight(chain.number)
    commit = WeightCommit(commit_hash, block, *get_reveal_blocks(chain, netuid, block))
    chain.weights.weight_commits[index, hotkey] = (*waiting, commit)
    chain.emit(WeightsCommitted(hotkey, index, commit_hash))
    set_last_update_of_mechanism(chain, index, uid, block)


def commit_main_weights(chain: Chain, origin: Origin, netuid: NetUid, commit_hash: H256) -> None:
    """Commit to weights of the first mechanism (R320-51)."""
    commit_mechanism_weights(chain, origin, netuid, MAIN, commit_hash)


@rule("R320-52", call=RevealMechanismWeights)
def reveal_mechanism_weights(
    chain: Chain,
    origin: Origin,
    netuid: NetUid,
    mecid: MechId,
    uids: Uids,
    values: Values,
    salt: tuple[U16, ...],
    version_key: U64,
) -> None:
    """Reveal weights of one mechanism, as WEIGHTS-44 does; whether there is the mechanism is asked when they are set.

    Args:
        uids: the neurons of which something is said.
        values: what is said of each.
        salt: what made the hash hard to guess.
        version_key: the version of the subnet's software.

    Raises:
        BadOrigin, CommitRevealDisabled: in this order.
        NoWeightsCommitFound, ExpiredWeightCommit, InvalidRevealCommitHashNotMatch, RevealTooEarly: as WEIGHTS-44.
        DispatchError: as `do_set_mechanism_weights`.
    """
    index, hotkey = get_storage_index(netuid, mecid), ensure_signed(origin)
    ensure_commit_reveal(chain, netuid)
    queue = chain.weights.weight_commits.get((index, hotkey))
    if queue is None:
        raise NoWeightsCommitFound
    expired, waiting = drop_expired(chain, netuid, queue)
    hash = compute_commit_hash(Committed(hotkey, index, uids, values, salt, version_key))
    absent = InvalidRevealCommitHashNotMatch if waiting else NoWeightsCommitFound
    place = find_commit(waiting, expired, hash, absent)
    if not is_reveal_block_range(chain, netuid, waiting[place]):
        raise RevealTooEarly

    store_queue(chain, index, hotkey, waiting[place + 1 :])
    do_set_mechanism_weights(chain, netuid, mecid, hotkey, uids, values, version_key)
    chain.emit(WeightsRevealed(hotkey, index, hash))


@rule("R320-53", call=CommitTimelockedMechanismWeights)
def commit_timelocked_mechanism_weights(
    chain: Chain,
    origin: Origin,
    netuid: NetUid,
    mecid: MechId,
    commit: bytes,
    reveal_round: U64,
    commit_reveal_version: U16,
) -> None:
    """Commit the caller, a hotkey, to weights of one mechanism that it gives encrypted until a round of the beacon.

    Args:
        commit: the encrypted weights, up to 5,000 bytes.
        reveal_round: the round.
        commit_reveal_version: must be the chain's.

    Raises:
        MechanismDoesNotExist: before the signature is asked.
        BadOrigin, CommitRevealDisabled, IncorrectCommitRevealVersion: in this order.
        HotKeyNotRegisteredInSubNet, CommittingWeightsTooFast: then.
        TooManyUnrevealedCommits: ten of the hotkey are kept under this epoch and mechanism already.
    """
    ensure_mechanism_exists(chain, netuid, mecid)
    index, hotkey, block = get_storage_index(netuid, mecid), ensure_signed(origin), BlockHeight(chain.number)
    ensure_commit_reveal(chain, netuid)
    if commit_reveal_version != chain.weights.commit_reveal_weights_version.value:
        raise IncorrectCommitRevealVersion
    uid = ensure_may_commit_to_mechanism(chain, netuid, index, hotkey)
    commits, epoch = chain.weights.timelocked_weight_commits, get_epoch_of_commit(chain, netuid)
    kept = commits[index, epoch]
    if sum(other.who == hotkey for other in kept) >= MAX_UNREVEALED_COMMITS:
        raise TooManyUnrevealedCommits

    commits[index, epoch] = (*kept, TimelockedCommit(hotkey, block, commit, reveal_round))
    chain.emit(TimelockedWeightsCommitted(hotkey, index, H256(blake2_256(commit)), reveal_round))
    set_last_update_of_mechanism(chain, index, uid, block)


def commit_timelocked_main_weights(
    chain: Chain, origin: Origin, netuid: NetUid, commit: bytes, reveal_round: U64, commit_reveal_version: U16
) -> None:
    """Commit to encrypted weights of the first mechanism (R320-53)."""
    commit_timelocked_mechanism_weights(chain, origin, netuid, MAIN, commit, reveal_round, commit_reveal_version)


@rule("R320-54", call=CommitCrv3MechanismWeights)
def commit_crv3_mechanism_weights(
    chain: Chain, origin: Origin, netuid: NetUid, mecid: MechId, commit: bytes, reveal_round: U64
) -> None:
    """Commit to encrypted weights of one mechanism, of version 4; refused once the chain wants another.

    Raises:
        DispatchError: as `commit_timelocked_mechanism_weights`.
    """
    commit_timelocked_mechanism_weights(chain, origin, netuid, mecid, commit, reveal_round, COMMIT_REVEAL_VERSION)


@rule("R320-55")
def reveal_commits_of_mechanisms(chain: Chain, netuid: NetUid) -> None:
    """Reveal the timelocked weights of every mechanism that are due, the first mechanism's first, each as WEIGHTS-1.

    In the first epochs, where nothing is due, only the first mechanism forgets what is too old; there is nothing.

    Raises:
        MisshapenSeal: what is sealed in a commitment aborts the client (KNOWN-100).
    """
    # Without epochs nothing would be due.
    if not chain.consensus.tempo[netuid] and not chain.deviates(REVEALED_WITHOUT_EPOCHS):
        return
    epoch, period = (
        get_epoch_index(chain, netuid, BlockHeight(chain.number)),
        chain.weights.reveal_period_epochs[netuid],
    )
    reveal_epoch = epoch.saturating_sub(period)
    for mecid in get_mechanisms(chain, netuid):
        forget_commits_before(chain, get_storage_index(netuid, mecid), reveal_epoch)
        if epoch < period:
            return
        reveal_commits(chain, netuid, mecid, reveal_epoch)


def reveal_commits(chain: Chain, netuid: NetUid, mecid: MechId, epoch: U64) -> None:
    """Reveal the timelocked weights of one mechanism that were committed in an epoch; those without a pulse wait."""
    commits, index = chain.weights.timelocked_weight_commits, get_storage_index(netuid, mecid)
    due = commits.take((index, epoch)) or ()
    waiting = tuple(commit for commit in due if not reveal_commit_of_mechanism(chain, netuid, mecid, commit))
    if waiting:
        commits[index, epoch] = waiting


@rule("R320-56")
def reveal_commit_of_mechanism(chain: Chain, netuid: NetUid, mecid: MechId, commit: TimelockedCommit) -> bool:
    """Set the weights of a timelocked commitment to a mechanism, as WEIGHTS-53 does.

    Returns:
        Whether the commitment is done with; one whose pulse is missing is not.

    Raises:
        MisshapenSeal: what is sealed aborts the client (KNOWN-100).
    """
    pulse = chain.commitments.pulses.get(commit.reveal_round)
    if pulse is None:
        return False
    plain = unseal(chain, commit.commit, pulse.signature)
    said = None if plain is None else read_payload(chain, commit.who, plain)
    if said is None:
        return True
    try:
        do_set_mechanism_weights(chain, netuid, mecid, commit.who, said.uids, said.values, said.version_key)
    except DispatchError:
        return chain.deviates(REFUSED_WEIGHTS_VANISH)
    chain.emit(TimelockedWeightsRevealed(get_storage_index(netuid, mecid), commit.who))
    return True


RULES: ReplacedRules = {
    commit_weights: commit_main_weights,
    commit_timelocked_weights: commit_timelocked_main_weights,
    reveal_crv3_commits: reveal_commits_of_mechanisms,
}
"""The rules of the base that are replaced here."""

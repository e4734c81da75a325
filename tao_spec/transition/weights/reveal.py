"""Weights that were committed by their hash and are revealed by whoever committed them.

Source: upstream's `pallets/subtensor/src/subnets/weights.rs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tao_spec.arithmetic.identifiers import H256, AccountId, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.weights import (
    BatchRevealWeights,
    ExpiredWeightCommit,
    InputLengthsUnequal,
    InvalidRevealCommitHashNotMatch,
    NoWeightsCommitFound,
    RevealTooEarly,
    RevealWeights,
    WeightsBatchRevealed,
    WeightsError,
    WeightsRevealed,
)
from tao_spec.storage.hashers import blake2_256
from tao_spec.storage.scale import Struct, codec_of
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule
from tao_spec.transition.weights.commit import Queue, drop_expired, ensure_commit_reveal, is_reveal_block_range
from tao_spec.transition.weights.setting import Uids, Values, do_set_weights

EMPTY_BATCH_REVEALS = "KNOWN-93"
"""A batch does not ask whether a commitment is left that is not expired: one without items clears the queue and goes well."""


class Committed(Struct):
    """What the hash of a commitment is taken of."""

    who: AccountId
    netuid: NetUid
    uids: tuple[Uid, ...]
    values: tuple[U16, ...]
    salt: tuple[U16, ...]
    version_key: U64


@dataclass(frozen=True)
class Reveal:
    """Weights that are revealed, and their hash."""

    uids: Uids
    values: Values
    version_key: U64
    hash: H256


@rule("WEIGHTS-40")
def compute_commit_hash(committed: Committed) -> H256:
    """The hash of a commitment: Blake2b, of 32 bytes, of hotkey, subnet, neurons, values, salt and version in SCALE."""
    return H256(blake2_256(codec_of(Committed).encode(committed)))


@rule("WEIGHTS-41")
def get_queue(chain: Chain, netuid: NetUid, hotkey: AccountId) -> tuple[Queue, Queue]:
    """The commitments of a hotkey in a subnet: those that are expired, and those that wait.

    Raises:
        NoWeightsCommitFound: there is no entry for it.
    """
    queue = chain.weights.weight_commits.get((netuid, hotkey))
    if queue is None:
        raise NoWeightsCommitFound
    return drop_expired(chain, netuid, queue)


@rule("WEIGHTS-42")
def find_commit(waiting: Queue, expired: Queue, hash: H256, absent: type[WeightsError]) -> int:
    """The place of the first waiting commitment with a hash.

    Args:
        absent: the error where no commitment has it.

    Raises:
        ExpiredWeightCommit: an expired one has it.
        absent: none has.
    """
    for index, commit in enumerate(waiting):
        if commit.hash == hash:
            return index
    raise ExpiredWeightCommit if any(commit.hash == hash for commit in expired) else absent


@rule("WEIGHTS-43")
def store_queue(chain: Chain, netuid: NetUid, hotkey: AccountId, queue: Queue) -> None:
    """Store what waits of a hotkey's commitments; where nothing does the entry is deleted."""
    if queue:
        chain.weights.weight_commits[netuid, hotkey] = queue
    else:
        del chain.weights.weight_commits[netuid, hotkey]


@rule("WEIGHTS-44", call=RevealWeights)
def reveal_weights(
    chain: Chain, origin: Origin, netuid: NetUid, uids: Uids, values: Values, salt: tuple[U16, ...], version_key: U64
) -> None:
    """Reveal weights to which the caller, a hotkey, committed itself; they are set, and commitments before theirs are given up.

    Args:
        uids: the neurons of which something is said.
        values: what is said of each.
        salt: what made the hash hard to guess.
        version_key: the version of the subnet's software.

    Raises:
        BadOrigin, CommitRevealDisabled: in this order.
        NoWeightsCommitFound: nothing was committed; or all that was is expired, and this is none of it.
        ExpiredWeightCommit: this was committed, and is expired.
        InvalidRevealCommitHashNotMatch: something else waits, and this was not committed.
        RevealTooEarly: the epoch is not that of the revelation.
        DispatchError: as `do_set_weights`.
    """
    hotkey = ensure_signed(origin)
    ensure_commit_reveal(chain, netuid)
    expired, waiting = get_queue(chain, netuid, hotkey)
    hash = compute_commit_hash(Committed(hotkey, netuid, uids, values, salt, version_key))
    place = find_commit(
        waiting, expired, hash, absent=InvalidRevealCommitHashNotMatch if waiting else NoWeightsCommitFound
    )
    if not is_reveal_block_range(chain, netuid, waiting[place]):
        raise RevealTooEarly

    store_queue(chain, netuid, hotkey, waiting[place + 1 :])
    do_set_weights(chain, netuid, hotkey, uids, values, version_key)
    chain.emit(WeightsRevealed(hotkey, netuid, hash))


@rule("WEIGHTS-45", call=BatchRevealWeights)
def batch_reveal_weights(
    chain: Chain,
    origin: Origin,
    netuid: NetUid,
    uids_list: tuple[Uids, ...],
    values_list: tuple[Values, ...],
    salts_list: tuple[tuple[U16, ...], ...],
    version_keys: tuple[U64, ...],
) -> None:
    """Reveal several weights of the caller, a hotkey, in one subnet, all or none; each replaces those before it.

    Only what is revealed leaves the queue, and what is expired at its front.

    Args:
        uids_list, values_list, salts_list, version_keys: for each of them, as `reveal_weights`.

    Raises:
        InputLengthsUnequal, BadOrigin, CommitRevealDisabled, NoWeightsCommitFound: in this order.
        ExpiredWeightCommit, InvalidRevealCommitHashNotMatch, RevealTooEarly: of the first that fails, before anything is set.
        DispatchError: as `do_set_weights`; and for a hash that is named more often than it was committed, as before.
    """
    if not len(uids_list) == len(values_list) == len(salts_list) == len(version_keys):
        raise InputLengthsUnequal
    hotkey = ensure_signed(origin)
    ensure_commit_reveal(chain, netuid)
    expired, waiting = get_queue(chain, netuid, hotkey)
    if not waiting and not chain.deviates(EMPTY_BATCH_REVEALS):
        raise NoWeightsCommitFound
    lists = zip(uids_list, values_list, salts_list, version_keys, strict=True)
    reveals = [_read_reveal(Committed(hotkey, netuid, *parts)) for parts in lists]

    ensure_revealable(chain, netuid, reveals, expired, waiting)
    for reveal in reveals:
        place = find_commit(waiting, expired, reveal.hash, absent=InvalidRevealCommitHashNotMatch)
        waiting = (*waiting[:place], *waiting[place + 1 :])
        do_set_weights(chain, netuid, hotkey, reveal.uids, reveal.values, reveal.version_key)
    store_queue(chain, netuid, hotkey, waiting)
    chain.emit(WeightsBatchRevealed(hotkey, netuid, tuple(reveal.hash for reveal in reveals)))


def _read_reveal(committed: Committed) -> Reveal:
    return Reveal(committed.uids, committed.values, committed.version_key, compute_commit_hash(committed))


@rule("WEIGHTS-46")
def ensure_revealable(chain: Chain, netuid: NetUid, reveals: Sequence[Reveal], expired: Queue, waiting: Queue) -> None:
    """Each of several weights was committed, waits, and can be revealed now; of equal hashes the first commitment is asked.

    Raises:
        ExpiredWeightCommit, InvalidRevealCommitHashNotMatch, RevealTooEarly: of the first that fails.
    """
    for reveal in reveals:
        place = find_commit(waiting, expired, reveal.hash, absent=InvalidRevealCommitHashNotMatch)
        if not is_reveal_block_range(chain, netuid, waiting[place]):
            raise RevealTooEarly

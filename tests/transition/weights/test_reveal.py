from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import H256, AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.weights import (
    BatchRevealWeights,
    CommitRevealDisabled,
    DuplicateUids,
    ExpiredWeightCommit,
    InputLengthsUnequal,
    InvalidRevealCommitHashNotMatch,
    NoWeightsCommitFound,
    RevealTooEarly,
    RevealWeights,
    WeightsBatchRevealed,
    WeightsRevealed,
)
from tao_spec.state.weights import WeightCommit
from tao_spec.transition.chain import Chain
from tao_spec.transition.dispatch import dispatch
from tao_spec.transition.origin import ROOT
from tao_spec.transition.weights.reveal import (
    Committed,
    batch_reveal_weights,
    compute_commit_hash,
    ensure_revealable,
    find_commit,
    get_queue,
    reveal_weights,
    store_queue,
)
from tests.transition.accounts.build import refusal
from tests.transition.chains import FIRST, account, closing
from tests.transition.weights.build import HOT, NOW, TEMPO, row_of, told, uids, values, voter, voting

DUE, OLD = NOW - TEMPO, NOW - 2 * TEMPO
relaxed = settings(deadline=None, max_examples=100)
words = st.lists(st.integers(0, 65_535), max_size=70)


def said(*row: int) -> Committed:
    """What the first neuron says of the neurons 1, 2 and so on."""
    return Committed(HOT, FIRST, uids(*range(1, len(row) + 1)), values(*row), values(7), U64(0))


ONE, TWO, THREE = said(1, 1), said(1, 2), said(1, 3)


def queued(*commits: tuple[Committed, int], chain: Chain | None = None) -> Chain:
    chain = chain or voting(commits=True)
    chain.weights.weight_commits[FIRST, HOT] = tuple(
        WeightCommit(compute_commit_hash(committed), BlockHeight(block), BlockHeight(0), BlockHeight(0))
        for committed, block in commits
    )
    return chain


def left(chain: Chain) -> list[H256] | None:
    queue = chain.weights.weight_commits.get((FIRST, HOT))
    return None if queue is None else [commit.hash for commit in queue]


def reveal(chain: Chain, committed: Committed) -> type | None:
    parts = (committed.uids, committed.values, committed.salt, committed.version_key)
    return refusal(reveal_weights, chain, voter(0), FIRST, *parts)


def together(*all_said: Committed) -> BatchRevealWeights:
    names = ("uids", "values", "salt", "version_key")
    lists = [tuple(getattr(committed, name) for committed in all_said) for name in names]
    return BatchRevealWeights(FIRST, *lists)


def reveal_together(chain: Chain, *all_said: Committed) -> type | None:
    return refusal(dispatch, chain, voter(0), together(*all_said))


@given(words, words, words, st.integers(0, 2**64 - 1), st.integers(0, 65_535))
@relaxed
def test_the_hash_is_that_of_everything_in_scale(
    named: list[int], given: list[int], salt: list[int], version: int, netuid: int
) -> None:
    def listed(numbers: list[int]) -> bytes:
        # Up to 63 the length is one byte, and from 64 on it is two.
        length = len(numbers)
        head = bytes((length << 2,)) if length < 64 else pack("<H", length << 2 | 1)
        return head + b"".join(pack("<H", number) for number in numbers)

    plain = bytes(HOT) + pack("<H", netuid) + listed(named) + listed(given) + listed(salt) + pack("<Q", version)
    committed = Committed(HOT, NetUid(netuid), uids(*named), values(*given), values(*salt), U64(version))
    assert compute_commit_hash(committed) == blake2b(plain, digest_size=32).digest()


def test_weights_are_revealed_and_those_before_them_given_up() -> None:
    chain = queued((ONE, DUE), (TWO, DUE), (THREE, NOW))
    assert reveal(chain, TWO) is None
    assert row_of(chain) == {1: 32_768, 2: 65_535}
    assert left(chain) == [compute_commit_hash(THREE)]
    assert told(chain)[-1] == WeightsRevealed(HOT, FIRST, compute_commit_hash(TWO))
    assert reveal(chain, ONE) is InvalidRevealCommitHashNotMatch


def test_the_last_of_the_queue_takes_its_entry_along() -> None:
    chain = queued((ONE, OLD), (TWO, DUE))
    assert reveal(chain, TWO) is None
    assert left(chain) is None
    assert reveal(chain, ONE) is NoWeightsCommitFound


@pytest.mark.parametrize(
    ("queue", "found"),
    [
        ([], NoWeightsCommitFound),
        ([(ONE, OLD)], ExpiredWeightCommit),
        ([(TWO, OLD)], NoWeightsCommitFound),
        ([(TWO, DUE)], InvalidRevealCommitHashNotMatch),
        ([(ONE, OLD), (TWO, DUE)], ExpiredWeightCommit),
        ([(ONE, NOW)], RevealTooEarly),
        ([(ONE, OLD), (ONE, NOW)], RevealTooEarly),
        ([(TWO, NOW), (ONE, OLD)], RevealTooEarly),
        ([(ONE, OLD), (ONE, DUE)], None),
    ],
)
def test_why_weights_are_not_revealed(queue: list[tuple[Committed, int]], found: type | None) -> None:
    assert reveal(queued(*queue), ONE) is found


def test_the_first_fault_decides() -> None:
    parts = (ONE.uids, ONE.values, ONE.salt, ONE.version_key)
    off = queued((ONE, DUE), chain=voting())
    assert refusal(reveal_weights, off, ROOT, FIRST, *parts) is BadOrigin
    assert refusal(reveal_weights, off, voter(0), FIRST, *parts) is CommitRevealDisabled
    assert refusal(reveal_weights, voting(commits=True), voter(0), FIRST, *parts) is NoWeightsCommitFound


def test_a_call_that_is_refused_leaves_the_queue() -> None:
    double = replace(ONE, uids=uids(1, 1))
    chain = queued((double, DUE))
    call = RevealWeights(FIRST, double.uids, double.values, double.salt, double.version_key)
    assert refusal(dispatch, chain, voter(0), call) is DuplicateUids
    assert left(chain) == [compute_commit_hash(double)]


def test_several_are_revealed_in_the_order_of_the_call() -> None:
    chain = queued((ONE, DUE), (TWO, DUE), (THREE, DUE))
    assert reveal_together(chain, THREE, ONE) is None
    assert row_of(chain) == {1: 65_535, 2: 65_535}
    assert left(chain) == [compute_commit_hash(TWO)]
    hashes = (compute_commit_hash(THREE), compute_commit_hash(ONE))
    assert told(chain)[-1] == WeightsBatchRevealed(HOT, FIRST, hashes)
    assert reveal_together(chain, TWO) is None
    assert left(chain) is None


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (ONE, InvalidRevealCommitHashNotMatch),
        (TWO, RevealTooEarly),
        (THREE, ExpiredWeightCommit),
        (said(9), InvalidRevealCommitHashNotMatch),
    ],
)
def test_one_that_cannot_be_revealed_undoes_all(second: Committed, found: type) -> None:
    chain = queued((THREE, OLD), (ONE, DUE), (TWO, NOW))
    before = left(chain)
    assert reveal_together(chain, ONE, second) is found
    assert (row_of(chain), left(chain), told(chain)) == ({}, before, [])


def test_what_is_expired_is_told_of_one_that_was_revealed_before() -> None:
    assert reveal_together(queued((ONE, OLD), (ONE, DUE)), ONE, ONE) is ExpiredWeightCommit


@pytest.mark.parametrize("short", range(4))
def test_the_lists_of_a_batch_are_of_one_length_which_is_asked_first(short: int) -> None:
    lists = list(together(ONE).arguments[1:])
    lists[short] = ()
    assert refusal(batch_reveal_weights, voting(), ROOT, FIRST, *lists) is InputLengthsUnequal
    whole = together(ONE).arguments
    assert refusal(batch_reveal_weights, voting(), ROOT, *whole) is BadOrigin
    assert refusal(batch_reveal_weights, voting(), voter(0), *whole) is CommitRevealDisabled


def test_a_batch_without_items_clears_what_is_expired_until_the_deviation_is_closed() -> None:
    chain = queued((ONE, OLD))
    assert reveal_together(chain) is None
    assert left(chain) is None
    assert reveal_together(chain) is NoWeightsCommitFound
    closed = voting(commits=True, revision=closing("KNOWN-93"))
    for items in ((), (ONE,), (TWO,)):
        assert reveal_together(queued((ONE, OLD), chain=closed), *items) is NoWeightsCommitFound
    assert reveal_together(queued((ONE, OLD), (TWO, DUE), chain=closed), TWO) is None


def test_a_queue_is_found_parted() -> None:
    assert refusal(get_queue, voting(), FIRST, HOT) is NoWeightsCommitFound
    expired, waiting = get_queue(queued((ONE, OLD), (TWO, DUE)), FIRST, HOT)
    assert [len(expired), len(waiting)] == [1, 1]
    assert refusal(get_queue, queued((ONE, OLD)), FIRST, account(9)) is NoWeightsCommitFound


def test_a_commitment_is_found_by_its_hash() -> None:
    chain = queued((ONE, OLD), (TWO, DUE), (ONE, DUE), (ONE, DUE))
    expired, waiting = get_queue(chain, FIRST, HOT)
    absent = InvalidRevealCommitHashNotMatch
    assert find_commit(waiting, expired, compute_commit_hash(ONE), absent) == 1
    assert refusal(find_commit, (), expired, compute_commit_hash(ONE), absent) is ExpiredWeightCommit
    assert refusal(find_commit, waiting, expired, H256(), absent) is absent


def test_an_empty_queue_leaves_no_entry() -> None:
    chain = queued((ONE, DUE))
    store_queue(chain, FIRST, HOT, ())
    assert left(chain) is None


@dataclass(frozen=True)
class Hashed:
    hash: H256


def test_several_are_asked_in_turn() -> None:
    chain = queued((ONE, DUE), (TWO, NOW))
    expired, waiting = get_queue(chain, FIRST, HOT)
    one, two = Hashed(compute_commit_hash(ONE)), Hashed(compute_commit_hash(TWO))
    assert refusal(ensure_revealable, chain, FIRST, [one, one], expired, waiting) is None
    assert refusal(ensure_revealable, chain, FIRST, [one, two, Hashed(H256())], expired, waiting) is RevealTooEarly


def test_another_hotkey_has_another_hash() -> None:
    assert compute_commit_hash(ONE) != compute_commit_hash(replace(ONE, who=AccountId()))
    assert compute_commit_hash(ONE) != compute_commit_hash(replace(ONE, salt=values(8, U16(0))))

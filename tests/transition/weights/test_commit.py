from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import H256, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.neurons import HotKeyNotRegisteredInSubNet
from tao_spec.interface.weights import (
    CommitRevealDisabled,
    CommittingWeightsTooFast,
    InputLengthsUnequal,
    TooManyUnrevealedCommits,
    WeightsCommitted,
)
from tao_spec.state.weights import WeightCommit
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import ROOT, signed
from tao_spec.transition.weights.commit import (
    batch_commit_weights,
    commit_weights,
    drop_expired,
    ensure_commit_reveal,
    ensure_may_commit,
    get_counted_block,
    get_reveal_blocks,
    is_reveal_block_range,
)
from tests.transition.accounts.build import refusal
from tests.transition.chains import FIRST, account, closing
from tests.transition.weights.build import EPOCH, HOT, LAST, NOW, TEMPO, go_to, told, voter, voting

HASH = H256(b"h" * 32)
relaxed = settings(deadline=None, max_examples=200)


def commit_of(block: int, hash: H256 = HASH) -> WeightCommit:
    return WeightCommit(hash, BlockHeight(block), BlockHeight(0), BlockHeight(0))


@pytest.fixture
def chain() -> Chain:
    return voting(commits=True)


def test_a_commitment_is_stored_told_and_remembered(chain: Chain) -> None:
    chain.weights.last_update[FIRST] = (BlockHeight(1),) * 3
    commit_weights(chain, voter(0), FIRST, HASH)
    stored = WeightCommit(HASH, BlockHeight(NOW), BlockHeight(LAST + 1), BlockHeight(LAST + 1 + TEMPO))
    assert chain.weights.weight_commits[FIRST, HOT] == (stored,)
    assert chain.weights.last_update[FIRST] == (NOW, 1, 1)
    assert told(chain) == [WeightsCommitted(HOT, FIRST, HASH)]


def test_the_first_fault_decides(chain: Chain) -> None:
    chain.weights.weights_set_rate_limit[FIRST] = U64(1)
    chain.weights.weight_commits[FIRST, HOT] = tuple(commit_of(NOW) for _ in range(10))
    stranger = signed(account(9))
    off = voting()
    assert refusal(commit_weights, off, ROOT, FIRST, HASH) is BadOrigin
    assert refusal(commit_weights, off, stranger, FIRST, HASH) is CommitRevealDisabled
    assert refusal(commit_weights, chain, stranger, FIRST, HASH) is HotKeyNotRegisteredInSubNet
    assert refusal(commit_weights, chain, voter(0), FIRST, HASH) is CommittingWeightsTooFast
    go_to(chain, NOW + 1)
    assert refusal(commit_weights, chain, voter(0), FIRST, HASH) is TooManyUnrevealedCommits
    assert refusal(commit_weights, chain, voter(1), FIRST, HASH) is None


def test_where_weights_are_committed_is_said_by_the_subnet(chain: Chain) -> None:
    assert refusal(ensure_commit_reveal, chain, FIRST) is None
    assert refusal(ensure_commit_reveal, voting(), FIRST) is CommitRevealDisabled
    # A subnet that nobody knows wants commitments.
    assert refusal(ensure_commit_reveal, chain, NetUid(9)) is None


def test_who_commits_is_a_neuron_and_has_waited(chain: Chain) -> None:
    assert refusal(ensure_may_commit, chain, FIRST, account(9)) is HotKeyNotRegisteredInSubNet
    assert refusal(ensure_may_commit, chain, FIRST, HOT) is None
    assert refusal(ensure_may_commit, voting(limit=1), FIRST, HOT) is CommittingWeightsTooFast


@pytest.mark.parametrize(("waiting", "is_refused"), [(0, False), (9, False), (10, True), (11, True)])
def test_ten_commitments_may_wait(chain: Chain, waiting: int, is_refused: bool) -> None:
    expired = tuple(commit_of(NOW - 5 * TEMPO) for _ in range(3))
    chain.weights.weight_commits[FIRST, HOT] = (*expired, *(commit_of(NOW) for _ in range(waiting)))
    found = refusal(commit_weights, chain, voter(0), FIRST, HASH)
    assert found is (TooManyUnrevealedCommits if is_refused else None)
    if not is_refused:
        assert len(chain.weights.weight_commits[FIRST, HOT]) == waiting + 1


def test_only_the_front_of_the_queue_is_cleared(chain: Chain) -> None:
    old, young = commit_of(NOW - 5 * TEMPO), commit_of(NOW)
    assert drop_expired(chain, FIRST, ()) == ((), ())
    assert drop_expired(chain, FIRST, (old, old)) == ((old, old), ())
    assert drop_expired(chain, FIRST, (old, young, old)) == ((old,), (young, old))
    assert drop_expired(chain, FIRST, (young, old)) == ((), (young, old))


heights = st.integers(0, 3_000)


@given(heights, st.integers(0, 40), st.integers(0, 5), st.integers(0, 400))
@relaxed
def test_the_window_that_is_stored_is_the_one_that_counts(block: int, tempo: int, period: int, ahead: int) -> None:
    chain = voting(commits=True)
    chain.consensus.tempo[FIRST] = U16(tempo)
    chain.weights.reveal_period_epochs[FIRST] = U64(period)
    first, last = get_reveal_blocks(chain, FIRST, BlockHeight(block))
    # In the very first epoch the window is held at block 0.
    assume(first > 0)
    commit = WeightCommit(HASH, BlockHeight(block), first, last)
    go_to(chain, block + ahead)
    assert is_reveal_block_range(chain, FIRST, commit) is (first <= block + ahead <= last)
    assert bool(drop_expired(chain, FIRST, (commit,))[0]) is (block + ahead > last)


def test_a_window_is_held_at_its_ends(chain: Chain) -> None:
    chain.weights.reveal_period_epochs[FIRST] = U64(0)
    assert get_reveal_blocks(chain, FIRST, BlockHeight(0)) == (0, TEMPO)
    chain.weights.reveal_period_epochs[FIRST] = U64(U64.MAX)
    assert get_reveal_blocks(chain, FIRST, BlockHeight(NOW)) == (U64.MAX - 2, U64.MAX)


def test_a_change_of_tempo_moves_the_window_until_the_deviation_is_closed() -> None:
    for closed in (False, True):
        chain = voting(commits=True, revision=closing("KNOWN-94") if closed else closing())
        commit_weights(chain, voter(0), FIRST, HASH)
        queue = chain.weights.weight_commits[FIRST, HOT]
        for tempo, block in ((400, LAST + 1), (TEMPO, LAST), (1, LAST + 1), (TEMPO, LAST + TEMPO + 2)):
            chain.consensus.tempo[FIRST] = U16(tempo)
            go_to(chain, block)
            in_window = LAST < block <= LAST + 1 + TEMPO
            assert is_reveal_block_range(chain, FIRST, queue[0]) is (closed and in_window)
        assert drop_expired(chain, FIRST, queue) == (queue, ())
        chain.consensus.tempo[FIRST] = U16(1)
        go_to(chain, LAST + 1)
        assert bool(drop_expired(chain, FIRST, queue)[0]) is not closed


def test_once_the_deviation_is_closed_the_stored_blocks_decide_to_the_last() -> None:
    chain = voting(commits=True, revision=closing("KNOWN-94"))
    commit = WeightCommit(HASH, BlockHeight(NOW), BlockHeight(2_000), BlockHeight(2_005))
    for block, is_open, is_expired in (
        (1_999, False, False),
        (2_000, True, False),
        (2_005, True, False),
        (2_006, False, True),
    ):
        go_to(chain, block)
        assert is_reveal_block_range(chain, FIRST, commit) is is_open
        assert bool(drop_expired(chain, FIRST, (commit,))[0]) is is_expired


def test_in_the_block_of_an_epoch_a_commitment_counts_for_it_until_the_deviation_is_closed() -> None:
    for revision, counted in ((closing(), LAST), (closing("KNOWN-95"), LAST + 1)):
        chain = voting(commits=True, revision=revision)
        assert get_counted_block(chain, FIRST, BlockHeight(LAST)) == counted
        assert get_counted_block(chain, FIRST, BlockHeight(LAST - 1)) == LAST - 1
        first, _ = get_reveal_blocks(chain, FIRST, BlockHeight(LAST))
        assert first == LAST + 1 + (TEMPO + 1) * (counted - LAST)
        go_to(chain, LAST + 1)
        assert is_reveal_block_range(chain, FIRST, commit_of(LAST)) is (counted == LAST)


def test_a_batch_commits_in_each_subnet_that_lets_it(chain: Chain) -> None:
    batch_commit_weights(chain, voter(0), (FIRST, NetUid(9), FIRST), (HASH, HASH, H256()))
    assert [commit.hash for commit in chain.weights.weight_commits[FIRST, HOT]] == [HASH, H256()]
    assert [type(event).__name__ for event in told(chain)] == [
        "WeightsCommitted",
        "WeightsCommitted",
        "BatchCompletedWithErrors",
        "BatchWeightItemFailed",
        "BatchWeightsCompleted",
    ]


def test_a_batch_has_as_many_hashes_as_subnets(chain: Chain) -> None:
    assert refusal(batch_commit_weights, chain, voter(0), (FIRST,), ()) is InputLengthsUnequal
    assert refusal(batch_commit_weights, chain, ROOT, (FIRST,), ()) is BadOrigin


def test_the_numbers_of_this_module_hold_together(chain: Chain) -> None:
    assert (NOW + 2) // (TEMPO + 1) == EPOCH
    assert (LAST + 2) // (TEMPO + 1) == EPOCH
    assert (LAST + 3) // (TEMPO + 1) == EPOCH + 1

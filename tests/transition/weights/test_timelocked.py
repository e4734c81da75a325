from __future__ import annotations

from hashlib import blake2b

import pytest

from tao_spec.arithmetic.identifiers import BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.commitments.drand import RoundNumber
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.neurons import HotKeyNotRegisteredInSubNet
from tao_spec.interface.weights import (
    CommitRevealDisabled,
    CommittingWeightsTooFast,
    IncorrectCommitRevealVersion,
    TimelockedWeightsCommitted,
    TimelockedWeightsRevealed,
    TooManyUnrevealedCommits,
    WeightsSet,
)
from tao_spec.state.weights import TimelockedCommit
from tao_spec.storage.scale import codec_of
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import ROOT, signed
from tao_spec.transition.weights.payload import OwnedPayload
from tao_spec.transition.weights.timelocked import (
    commit_crv3_weights,
    commit_timelocked_weights,
    forget_commits_before,
    get_epoch_of_commit,
    reveal_commit,
    reveal_crv3_commits,
)
from tests.transition.accounts.build import refusal
from tests.transition.chains import FIRST, account, closing
from tests.transition.weights.build import (
    EPOCH,
    HOT,
    LAST,
    NOW,
    ROUND,
    TEMPO,
    bring_pulse,
    go_to,
    keep,
    row_of,
    seal,
    told,
    uids,
    values,
    voter,
    voting,
)

VERSION = U16(4)
PLAIN = codec_of(OwnedPayload).encode(OwnedPayload(HOT, uids(1, 2), values(1, 3), U64(0)))
GOOD = seal(PLAIN)
REFUSED = seal(codec_of(OwnedPayload).encode(OwnedPayload(HOT, uids(1, 1), values(1, 3), U64(0))))


@pytest.fixture
def chain() -> Chain:
    return voting(commits=True)


def kept(chain: Chain) -> dict[int, int]:
    """How many commitments are kept under each epoch."""
    return {int(epoch): len(commits) for epoch, commits in chain.weights.timelocked_weight_commits.under(FIRST)}


def commit(chain: Chain, uid: int = 0, sealed: bytes = GOOD, version: int = 4) -> type | None:
    return refusal(commit_timelocked_weights, chain, voter(uid), FIRST, sealed, ROUND, U16(version))


def test_a_commitment_is_kept_under_its_epoch_told_and_remembered(chain: Chain) -> None:
    chain.weights.last_update[FIRST] = (BlockHeight(1),) * 3
    assert commit(chain) is None
    stored = TimelockedCommit(HOT, BlockHeight(NOW), GOOD, ROUND)
    assert chain.weights.timelocked_weight_commits[FIRST, U64(EPOCH)] == (stored,)
    assert chain.weights.last_update[FIRST] == (NOW, 1, 1)
    hash = blake2b(GOOD, digest_size=32).digest()
    assert told(chain) == [TimelockedWeightsCommitted(HOT, FIRST, hash, ROUND)]  # type: ignore[arg-type]


@pytest.mark.parametrize(("block", "epoch"), [(LAST - 1, EPOCH), (LAST, EPOCH + 1), (LAST + 1, EPOCH + 1)])
def test_in_the_block_of_an_epoch_the_next_counts(chain: Chain, block: int, epoch: int) -> None:
    go_to(chain, block)
    assert get_epoch_of_commit(chain, FIRST) == epoch


def test_without_epochs_each_block_counts_as_one(chain: Chain) -> None:
    chain.consensus.tempo[FIRST] = U16(0)
    assert get_epoch_of_commit(chain, FIRST) == NOW + FIRST + 1


def test_the_first_fault_decides(chain: Chain) -> None:
    chain.weights.weights_set_rate_limit[FIRST] = U64(1)
    chain.weights.timelocked_weight_commits[FIRST, U64(EPOCH)] = (
        TimelockedCommit(HOT, BlockHeight(NOW), b"", ROUND),
    ) * 10
    off, stranger = voting(), signed(account(9))
    assert refusal(commit_timelocked_weights, off, ROOT, FIRST, b"", ROUND, U16(3)) is BadOrigin
    assert refusal(commit_timelocked_weights, off, stranger, FIRST, b"", ROUND, U16(3)) is CommitRevealDisabled
    for version in (3, 5):
        found = refusal(commit_timelocked_weights, chain, stranger, FIRST, b"", ROUND, U16(version))
        assert found is IncorrectCommitRevealVersion
    assert (
        refusal(commit_timelocked_weights, chain, stranger, FIRST, b"", ROUND, VERSION) is HotKeyNotRegisteredInSubNet
    )
    assert commit(chain) is CommittingWeightsTooFast
    go_to(chain, NOW + 1)
    assert commit(chain) is TooManyUnrevealedCommits
    assert commit(chain, 1) is None


def test_ten_of_a_hotkey_are_kept_under_an_epoch(chain: Chain) -> None:
    assert [commit(chain) for _ in range(11)] == [None] * 10 + [TooManyUnrevealedCommits]
    go_to(chain, LAST)
    assert commit(chain) is None
    assert kept(chain) == {EPOCH: 10, EPOCH + 1: 1}


def test_the_older_call_is_of_version_four(chain: Chain) -> None:
    assert refusal(commit_crv3_weights, chain, voter(0), FIRST, GOOD, ROUND) is None
    chain.weights.commit_reveal_weights_version.value = U16(5)
    assert refusal(commit_crv3_weights, chain, voter(1), FIRST, GOOD, ROUND) is IncorrectCommitRevealVersion
    assert commit(chain, 1, version=5) is None


def test_what_is_due_is_revealed_once(chain: Chain) -> None:
    keep(chain, [(HOT, GOOD)])
    bring_pulse(chain)
    for _ in range(2):
        reveal_crv3_commits(chain, FIRST)
    assert row_of(chain) == {1: 21_845, 2: 65_535}
    assert kept(chain) == {}
    assert told(chain) == [WeightsSet(FIRST, Uid(0)), TimelockedWeightsRevealed(FIRST, HOT)]


def test_what_has_no_pulse_waits_in_its_order(chain: Chain) -> None:
    keep(chain, [(HOT, GOOD), (account(2), GOOD)], round=RoundNumber(77))
    reveal_crv3_commits(chain, FIRST)
    assert kept(chain) == {EPOCH - 1: 2}
    assert told(chain) == []
    later = TimelockedCommit(HOT, BlockHeight(1), b"", RoundNumber(77))
    due = TimelockedCommit(HOT, BlockHeight(1), GOOD, ROUND)
    last = TimelockedCommit(account(3), BlockHeight(1), b"", RoundNumber(77))
    commits = chain.weights.timelocked_weight_commits
    commits[FIRST, U64(EPOCH - 1)] = (later, due, last)
    bring_pulse(chain)
    reveal_crv3_commits(chain, FIRST)
    assert commits[FIRST, U64(EPOCH - 1)] == (later, last)


@pytest.mark.parametrize(
    "sealed", [b"", b"sealed", GOOD[:-12], seal(b""), seal(PLAIN[:-1])], ids=["none", "any", "cut", "empty", "short"]
)
def test_what_cannot_be_read_is_given_up_in_silence(chain: Chain, sealed: bytes) -> None:
    keep(chain, [(HOT, sealed), (HOT, GOOD)])
    bring_pulse(chain)
    reveal_crv3_commits(chain, FIRST)
    assert (kept(chain), len(told(chain))) == ({}, 2)


def test_a_signature_of_another_kind_gives_all_up(chain: Chain) -> None:
    keep(chain, [(HOT, GOOD)])
    bring_pulse(chain, b"no point")
    reveal_crv3_commits(chain, FIRST)
    assert (kept(chain), told(chain), row_of(chain)) == ({}, [], {})


def test_what_is_refused_is_given_up_until_the_deviation_is_closed() -> None:
    for revision, left in ((closing(), {}), (closing("KNOWN-91"), {EPOCH - 1: 1})):
        chain = voting(commits=True, revision=revision)
        keep(chain, [(HOT, REFUSED), (HOT, b"unreadable"), (HOT, GOOD)])
        bring_pulse(chain)
        reveal_crv3_commits(chain, FIRST)
        assert kept(chain) == left
        assert told(chain)[-1] == TimelockedWeightsRevealed(FIRST, HOT)


def test_one_commitment_says_whether_it_is_done_with(chain: Chain) -> None:
    due = TimelockedCommit(HOT, BlockHeight(1), GOOD, ROUND)
    assert not reveal_commit(chain, FIRST, due)
    bring_pulse(chain)
    assert reveal_commit(chain, FIRST, due)
    assert reveal_commit(chain, FIRST, TimelockedCommit(HOT, BlockHeight(1), b"", ROUND))


def committed(chain: Chain, *epochs: int) -> Chain:
    for epoch in epochs:
        waits = TimelockedCommit(HOT, BlockHeight(1), b"sealed", RoundNumber(77))
        chain.weights.timelocked_weight_commits[FIRST, U64(epoch)] = (waits,)
    return chain


def test_what_was_not_revealed_in_time_is_forgotten(chain: Chain) -> None:
    committed(chain, 1, EPOCH - 2, EPOCH - 1, EPOCH, EPOCH + 1)
    reveal_crv3_commits(chain, FIRST)
    assert sorted(kept(chain)) == [EPOCH - 1, EPOCH, EPOCH + 1]


def test_what_lies_before_an_epoch_is_forgotten_in_one_subnet(chain: Chain) -> None:
    other = NetUid(2)
    committed(chain, 1, 2, 3)
    chain.weights.timelocked_weight_commits[other, U64(1)] = ()
    forget_commits_before(chain, FIRST, U64(3))
    assert sorted(kept(chain)) == [3]
    assert (other, U64(1)) in chain.weights.timelocked_weight_commits


def test_an_entry_without_commitments_is_deleted(chain: Chain) -> None:
    for epoch in (EPOCH - 1, EPOCH):
        chain.weights.timelocked_weight_commits[FIRST, U64(epoch)] = ()
    reveal_crv3_commits(chain, FIRST)
    assert kept(chain) == {EPOCH: 0}


def test_in_the_first_epochs_nothing_is_due(chain: Chain) -> None:
    chain.weights.reveal_period_epochs[FIRST] = U64(EPOCH + 1)
    chain.weights.timelocked_weight_commits[FIRST, U64(0)] = ()
    reveal_crv3_commits(chain, FIRST)
    assert kept(chain) == {0: 0}


def test_a_period_counts_back_from_now(chain: Chain) -> None:
    chain.weights.reveal_period_epochs[FIRST] = U64(3)
    committed(chain, EPOCH - 4, EPOCH - 3, EPOCH - 2)
    reveal_crv3_commits(chain, FIRST)
    assert sorted(kept(chain)) == [EPOCH - 3, EPOCH - 2]


def test_without_epochs_nothing_is_due_once_the_deviation_is_closed() -> None:
    for revision, left in ((closing(), []), (closing("KNOWN-92"), [1, 2])):
        chain = committed(voting(commits=True, revision=revision), 1, 2)
        chain.consensus.tempo[FIRST] = U16(0)
        reveal_crv3_commits(chain, FIRST)
        assert sorted(kept(chain)) == left


def test_the_numbers_of_this_module_hold_together() -> None:
    assert (NOW + FIRST + 1) // (TEMPO + 1) == EPOCH
    assert (LAST + FIRST + 1) % (TEMPO + 1) == TEMPO

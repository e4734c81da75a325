from __future__ import annotations

import pytest

from tao_spec.arithmetic.identifiers import H256, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.neurons import HotKeyNotRegisteredInSubNet
from tao_spec.interface.subnets import MechanismDoesNotExist
from tao_spec.interface.weights import (
    CommitRevealDisabled,
    CommittingWeightsTooFast,
    ExpiredWeightCommit,
    IncorrectCommitRevealVersion,
    InvalidRevealCommitHashNotMatch,
    NoWeightsCommitFound,
    RevealTooEarly,
    TimelockedWeightsRevealed,
    TooManyUnrevealedCommits,
    WeightsCommitted,
    WeightsRevealed,
    WeightsSet,
)
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320.interface import MechId
from tao_spec.revisions.r320.mechanisms_commits import (
    commit_crv3_mechanism_weights,
    commit_mechanism_weights,
    commit_timelocked_mechanism_weights,
    reveal_commit_of_mechanism,
    reveal_commits_of_mechanisms,
    reveal_mechanism_weights,
)
from tao_spec.revisions.r320.state import added
from tao_spec.state.weights import TimelockedCommit, WeightCommit
from tao_spec.storage.scale import codec_of
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import NOBODY, signed
from tao_spec.transition.weights.commit import commit_weights
from tao_spec.transition.weights.payload import OwnedPayload
from tao_spec.transition.weights.reveal import Committed, compute_commit_hash
from tao_spec.transition.weights.timelocked import commit_timelocked_weights, reveal_crv3_commits
from tests.transition.accounts.build import refusal
from tests.transition.chains import FIRST, account
from tests.transition.weights.build import (
    EPOCH,
    HOT,
    LAST,
    NOW,
    ROUND,
    TEMPO,
    bring_pulse,
    go_to,
    row_of,
    seal,
    told,
    uids,
    values,
    voter,
    voting,
)

SECOND, SECOND_INDEX, ANY = MechId(1), NetUid(4_097), U64(0)
HASH, STRANGER = H256(b"h" * 32), signed(account(9))
VERSION = U16(4)


def two(limit: int = 0, *closed: str) -> Chain:
    revision = R320.replace(name="closed", description="Deviations closed.", close=frozenset(closed))
    chain = voting(commits=True, limit=limit, revision=revision)
    added(chain).mechanism_count_current[FIRST] = MechId(2)
    return chain


def hash_under(index: NetUid, weight: int) -> H256:
    return compute_commit_hash(Committed(HOT, index, uids(1), values(weight), (), ANY))


def reveal(chain: Chain, weight: int, mecid: MechId = SECOND) -> None:
    reveal_mechanism_weights(chain, voter(0), FIRST, mecid, uids(1), values(weight), (), ANY)


def sealed(weight: int) -> bytes:
    return seal(codec_of(OwnedPayload).encode(OwnedPayload(bytes(HOT), uids(1, 2), values(weight, 1), ANY)))


def test_a_commitment_lies_and_is_told_under_the_index() -> None:
    chain = two()
    commit_mechanism_weights(chain, voter(0), FIRST, SECOND, HASH)
    stored = WeightCommit(HASH, BlockHeight(NOW), BlockHeight(LAST + 1), BlockHeight(LAST + 1 + TEMPO))
    assert chain.weights.weight_commits[SECOND_INDEX, HOT] == (stored,)
    assert (FIRST, HOT) not in chain.weights.weight_commits
    assert chain.weights.last_update[SECOND_INDEX] == (NOW, 0, 0)
    assert told(chain) == [WeightsCommitted(HOT, SECOND_INDEX, HASH)]


def test_the_call_of_before_commits_to_the_first() -> None:
    chain = two()
    commit_weights(chain, voter(0), FIRST, HASH)
    commit_timelocked_weights(chain, voter(0), FIRST, b"sealed", ROUND, VERSION)
    assert (FIRST, HOT) in chain.weights.weight_commits
    assert len(chain.weights.timelocked_weight_commits[FIRST, U64(EPOCH)]) == 1


def test_the_first_fault_decides() -> None:
    chain = two(limit=1)
    chain.weights.weight_commits[SECOND_INDEX, HOT] = (WeightCommit(HASH, *[BlockHeight(NOW)] * 3),) * 10
    kept = TimelockedCommit(HOT, BlockHeight(NOW), b"sealed", ROUND)
    chain.weights.timelocked_weight_commits[SECOND_INDEX, U64(EPOCH)] = (kept,) * 10
    chain.weights.last_update[SECOND_INDEX] = (BlockHeight(NOW),) * 3
    hashed = commit_mechanism_weights, (HASH,)
    timelocked = commit_timelocked_mechanism_weights, (b"sealed", ROUND, VERSION)
    for call, parts in (hashed, timelocked):
        chain.weights.commit_reveal_weights_enabled[FIRST] = False
        for netuid, mecid in ((FIRST, MechId(2)), (NetUid(9), SECOND)):
            assert refusal(call, chain, NOBODY, netuid, mecid, *parts) is MechanismDoesNotExist
        assert refusal(call, chain, NOBODY, FIRST, SECOND, *parts) is BadOrigin
        assert refusal(call, chain, STRANGER, FIRST, SECOND, *parts) is CommitRevealDisabled
        chain.weights.commit_reveal_weights_enabled[FIRST] = True
        assert refusal(call, chain, STRANGER, FIRST, SECOND, *parts) is HotKeyNotRegisteredInSubNet
        go_to(chain, NOW)
        assert refusal(call, chain, voter(0), FIRST, SECOND, *parts) is CommittingWeightsTooFast
        go_to(chain, NOW + 1)
        assert refusal(call, chain, voter(0), FIRST, SECOND, *parts) is TooManyUnrevealedCommits
    old = refusal(commit_timelocked_mechanism_weights, chain, STRANGER, FIRST, SECOND, b"sealed", ROUND, U16(3))
    assert old is IncorrectCommitRevealVersion


def test_the_call_without_a_version_is_of_version_4() -> None:
    chain = two()
    commit_crv3_mechanism_weights(chain, voter(0), FIRST, SECOND, b"sealed", ROUND)
    assert len(chain.weights.timelocked_weight_commits[SECOND_INDEX, U64(EPOCH)]) == 1
    chain.weights.commit_reveal_weights_version.value = U16(5)
    call = commit_crv3_mechanism_weights
    assert refusal(call, chain, voter(0), FIRST, SECOND, b"", ROUND) is IncorrectCommitRevealVersion


def test_a_commitment_is_revealed_to_its_mechanism_only() -> None:
    chain = two()
    for weight in (3, 4, 5):
        commit_mechanism_weights(chain, voter(0), FIRST, SECOND, hash_under(SECOND_INDEX, weight))
    assert refusal(reveal, chain, 4) is RevealTooEarly
    assert refusal(reveal, chain, 4, MechId(0)) is NoWeightsCommitFound
    go_to(chain, LAST + 1)
    chain.events.clear()
    assert refusal(reveal, chain, 9) is InvalidRevealCommitHashNotMatch
    reveal(chain, 4)
    assert told(chain) == [
        WeightsSet(SECOND_INDEX, Uid(0)),
        WeightsRevealed(HOT, SECOND_INDEX, hash_under(SECOND_INDEX, 4)),
    ]
    assert len(chain.weights.weight_commits[SECOND_INDEX, HOT]) == 1
    reveal(chain, 5)
    assert (SECOND_INDEX, HOT) not in chain.weights.weight_commits


def test_the_hash_of_another_index_does_not_match() -> None:
    chain = two()
    commit_mechanism_weights(chain, voter(0), FIRST, SECOND, hash_under(FIRST, 3))
    go_to(chain, LAST + 1)
    assert refusal(reveal, chain, 3) is InvalidRevealCommitHashNotMatch


def test_what_is_expired_is_told_as_that() -> None:
    chain = two()
    commit_mechanism_weights(chain, voter(0), FIRST, SECOND, hash_under(SECOND_INDEX, 3))
    go_to(chain, LAST + 1 + TEMPO + 1)
    assert refusal(reveal, chain, 3) is ExpiredWeightCommit
    assert refusal(reveal, chain, 4) is NoWeightsCommitFound


def test_weights_of_a_mechanism_that_does_not_exist_are_refused_last() -> None:
    chain = two()
    index = NetUid(8_193)
    commit = WeightCommit(hash_under(index, 3), BlockHeight(NOW - TEMPO), BlockHeight(0), BlockHeight(0))
    chain.weights.weight_commits[index, HOT] = (commit,)
    assert refusal(reveal, chain, 3, MechId(2)) is MechanismDoesNotExist


def keep(chain: Chain, index: NetUid, *commits: tuple[bytes, int], epoch: int = EPOCH - 1) -> None:
    chain.weights.timelocked_weight_commits[index, U64(epoch)] = tuple(
        TimelockedCommit(HOT, BlockHeight(NOW - TEMPO), message, U64(round)) for message, round in commits
    )


def kept(chain: Chain, index: NetUid, epoch: int = EPOCH - 1) -> list[int]:
    return [int(commit.reveal_round) for commit in chain.weights.timelocked_weight_commits[index, U64(epoch)]]


def test_what_is_due_is_revealed_mechanism_by_mechanism() -> None:
    chain = two()
    bring_pulse(chain)
    keep(chain, SECOND_INDEX, (sealed(1), 1_000), (b"far", 9), (sealed(2), 1_000))
    keep(chain, SECOND_INDEX, (sealed(1), 1_000), epoch=EPOCH - 2)
    keep(chain, FIRST, (sealed(3), 1_000))
    reveal_crv3_commits(chain, FIRST)
    places = [event.netuid for event in told(chain) if isinstance(event, TimelockedWeightsRevealed)]
    assert places == [FIRST, SECOND_INDEX, SECOND_INDEX]
    assert row_of(chain, netuid=SECOND_INDEX) == {1: 65_535, 2: 32_768}
    assert [key for key, _ in chain.weights.timelocked_weight_commits.items()] == [(SECOND_INDEX, EPOCH - 1)]
    assert kept(chain, SECOND_INDEX) == [9]


def test_in_the_first_epochs_nothing_is_due() -> None:
    chain = two()
    chain.weights.reveal_period_epochs[FIRST] = U64(EPOCH + 1)
    for index in (FIRST, SECOND_INDEX):
        keep(chain, index, (sealed(1), 1_000), epoch=0)
    reveal_commits_of_mechanisms(chain, FIRST)
    assert kept(chain, FIRST, 0) == kept(chain, SECOND_INDEX, 0) == [1_000]


def test_without_epochs_what_is_due_waits_once_the_deviation_is_closed() -> None:
    for closed, rounds in (((), []), (("KNOWN-92",), [1_000])):
        chain = two(0, *closed)
        chain.consensus.tempo[FIRST] = U16(0)
        keep(chain, SECOND_INDEX, (b"unreadable", 1_000))
        reveal_commits_of_mechanisms(chain, FIRST)
        assert kept(chain, SECOND_INDEX) == rounds


@pytest.mark.parametrize(("closed", "is_done"), [((), True), (("KNOWN-91",), False)])
def test_refused_weights_are_gone_until_the_deviation_is_closed(closed: tuple[str, ...], is_done: bool) -> None:
    chain = two(0, *closed)
    bring_pulse(chain)
    chain.consensus.validator_permit[FIRST] = (False,) * 3
    commit = TimelockedCommit(HOT, BlockHeight(NOW), sealed(1), ROUND)
    assert reveal_commit_of_mechanism(chain, FIRST, SECOND, commit) is is_done
    assert told(chain) == []

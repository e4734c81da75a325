from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import H256, ROOT, BlockHeight, BlockNumber, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.interface.commitments.drand import RoundNumber
from tao_spec.interface.governance.scheduler import Dispatched
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.weights import CommitTimelockedWeights, CommitWeights, RevealWeights, SetWeights, WeightsSet
from tao_spec.invariants.frame import Watch
from tao_spec.state.weights import TimelockedCommit, WeightCommit
from tao_spec.transition.block import advance_block
from tao_spec.transition.chain import Chain
from tao_spec.transition.weights.reveal import Committed, compute_commit_hash
from tests.invariants.build import ids, invariant, make, step_by_hand
from tests.transition.chains import FIRST, account, closing
from tests.transition.weights.build import EPOCH, HOT, NOW, uids, values, voter, voting

OWN = Uid(0)
TOLD = WeightsSet(FIRST, OWN)


def found(change: Callable[[Chain], None], events: Iterable[Event] = (TOLD,), chain: Chain | None = None) -> list[str]:
    return ids(step_by_hand(chain or voting(), change, events)[1])


def write_row(*row: tuple[int, int], netuid: int = FIRST) -> Callable[[Chain], None]:
    def change(chain: Chain) -> None:
        pairs = tuple((Uid(uid), U16(weight)) for uid, weight in row)
        chain.weights.weights[NetUid(netuid), OWN] = pairs

    return change


@pytest.mark.parametrize(
    ("row", "broken"),
    [
        ([(1, 65_535), (2, 1)], []),
        ([(1, 0), (2, 0)], []),
        ([], []),
        ([(1, 65_534), (2, 1)], ["INV-70"]),
        ([(1, 65_535), (1, 65_535)], ["INV-70"]),
    ],
)
def test_a_row_that_is_not_scaled_is_found(row: list[tuple[int, int]], broken: list[str]) -> None:
    assert found(write_row(*row)) == broken
    assert found(write_row(*row, netuid=ROOT)) == []


def test_a_row_that_nobody_told_of_is_found() -> None:
    assert found(write_row((1, 65_535)), []) == ["INV-71"]
    assert found(write_row((1, 65_535)), [WeightsSet(FIRST, Uid(1))]) == ["INV-71"]


def test_a_row_that_is_gone_need_not_be_told_of() -> None:
    chain = voting()
    write_row((1, 65_535))(chain)
    chain.commit()

    def delete(chain: Chain) -> None:
        del chain.weights.weights[FIRST, OWN]

    assert found(delete, [], chain) == []


def hashed(count: int) -> tuple[WeightCommit, ...]:
    return tuple(WeightCommit(H256(), BlockHeight(NOW), BlockHeight(0), BlockHeight(0)) for _ in range(count))


def sealed(count: int, who: int = 1) -> tuple[TimelockedCommit, ...]:
    return tuple(TimelockedCommit(account(who), BlockHeight(NOW), b"", RoundNumber(77)) for _ in range(count))


@pytest.mark.parametrize(
    ("before", "after", "is_broken"), [(0, 10, False), (10, 11, True), (12, 11, False), (1, 0, True)]
)
def test_a_queue_that_grew_too_long_or_is_empty_is_found(before: int, after: int, is_broken: bool) -> None:
    expected = ["INV-72"] if is_broken else []
    chain = voting()
    chain.weights.weight_commits[FIRST, HOT] = hashed(before)
    chain.weights.timelocked_weight_commits[FIRST, U64(EPOCH)] = sealed(before)
    chain.commit()

    def queue(chain: Chain) -> None:
        chain.weights.weight_commits[FIRST, HOT] = hashed(after)

    def keep(chain: Chain) -> None:
        chain.weights.timelocked_weight_commits[FIRST, U64(EPOCH)] = sealed(after)

    assert found(queue, chain=chain) == expected
    assert found(keep, chain=chain) == expected


def test_ten_are_counted_for_each_hotkey() -> None:
    def keep(chain: Chain) -> None:
        chain.weights.timelocked_weight_commits[FIRST, U64(EPOCH)] = sealed(10) + sealed(10, who=2)

    assert found(keep) == []


def a_block_later(epoch: int, blocks: int = 1) -> Callable[[Chain], None]:
    def change(chain: Chain) -> None:
        chain.accounts.number.value = BlockNumber(NOW + blocks)
        chain.weights.timelocked_weight_commits[FIRST, U64(epoch)] = sealed(1)

    return change


@pytest.mark.parametrize(("epoch", "broken"), [(EPOCH - 1, []), (EPOCH + 7, []), (EPOCH - 2, ["INV-73"])])
def test_what_waits_in_vain_is_found_after_a_block(epoch: int, broken: list[str]) -> None:
    assert "INV-73" not in found(a_block_later(epoch, blocks=0))
    assert [id for id in found(a_block_later(epoch)) if id == "INV-73"] == broken


def test_a_scheduled_call_excuses_what_waits_in_vain() -> None:
    told = Dispatched((BlockNumber(NOW + 1), U32(0)), None, None)  # type: ignore[arg-type]
    watch, violations = step_by_hand(voting(), a_block_later(1), [told])
    assert "INV-73" not in ids(violations)
    assert "INV-73" in ids(watch.excused)


def test_without_epochs_nothing_waits_in_vain_once_the_deviation_is_closed() -> None:
    for revision, broken in ((closing(), True), (closing("KNOWN-92"), False)):
        chain = voting(revision=revision)
        chain.consensus.tempo[FIRST] = U16(0)
        chain.commit()
        assert ("INV-73" in found(a_block_later(1), chain=chain)) is broken


@pytest.mark.parametrize(
    ("updates", "broken"),
    [
        ((NOW, NOW, NOW, NOW), []),
        ((NOW, NOW), []),
        ((NOW, NOW - 1, NOW), ["INV-74"]),
        ((NOW, NOW, NOW, NOW + 1), ["INV-74"]),
    ],
)
def test_an_update_of_another_block_is_found(updates: tuple[int, ...], broken: list[str]) -> None:
    def change(chain: Chain) -> None:
        chain.weights.last_update[FIRST] = tuple(map(BlockHeight, updates))

    assert found(change) == broken


def test_an_update_of_a_block_that_passed_is_none_of_a_step_of_blocks() -> None:
    for update, is_broken in ((NOW, True), (NOW + 1, False), (NOW + 2, False), (NOW + 3, True)):

        def change(chain: Chain, update: int = update) -> None:
            chain.accounts.number.value = BlockNumber(NOW + 2)
            chain.weights.last_update[FIRST] = (BlockHeight(update),)

        chain = voting()
        chain.weights.last_update[FIRST] = (BlockHeight(1),)
        chain.commit()
        assert ("INV-74" in found(change, chain=chain)) is is_broken


rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=4)


def calls(row: list[tuple[int, int]]) -> list[Call]:
    named, said = uids(*(uid for uid, _ in row)), values(*(value for _, value in row))
    commit = compute_commit_hash(Committed(HOT, FIRST, named, said, (), U64(0)))
    return [
        SetWeights(FIRST, named, said, U64(0)),
        CommitWeights(FIRST, commit),
        RevealWeights(FIRST, named, said, (), U64(0)),
        CommitTimelockedWeights(FIRST, b"sealed", RoundNumber(77), U16(4)),
    ]


@given(st.lists(st.tuples(rows, st.integers(0, 3), st.integers(0, 7)), min_size=5, max_size=25), st.booleans())
@settings(deadline=None, max_examples=40)
def test_the_rules_keep_the_invariants(made: list[tuple[list[tuple[int, int]], int, int]], commits: bool) -> None:
    chain = voting(commits=commits)
    watch = Watch(chain, [invariant(f"INV-{number}") for number in range(70, 75)])
    for row, which, blocks in made:
        assert make(chain, watch, voter(0), calls(row)[which]) == []
        for _ in range(blocks):
            advance_block(chain)
        assert watch.after(chain.commit()) == []

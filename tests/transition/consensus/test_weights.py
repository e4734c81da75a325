import pytest

from tao_spec.arithmetic.errors import MisshapenMatrix
from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.identifiers import H256, BlockHeight, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.state.weights import TimelockedCommit, WeightCommit
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.activity import get_block_at_registration, get_hotkeys
from tao_spec.transition.consensus.weights import (
    get_commit_blocks,
    get_normalized_weights,
    get_owner_uid,
    get_weights,
    mask_committed_weights,
    mask_outdated_weights,
    mask_weights,
)
from tests.transition.consensus.subnets import NETUID, NOW, build, hotkey, set_weights

ONE = I32F32.ONE


def row(*columns: int) -> list[tuple[int, I32F32]]:
    return [(column, ONE) for column in columns]


def blocks(*heights: int) -> list[BlockHeight]:
    return [BlockHeight(height) for height in heights]


def hashed(block: int) -> WeightCommit:
    return WeightCommit(H256(), BlockHeight(block), BlockHeight(0), BlockHeight(0))


def timelocked(uid: int, block: int) -> TimelockedCommit:
    return TimelockedCommit(hotkey(uid), BlockHeight(block), b"", U64(0))


def commits_of(chain: Chain) -> dict[Uid, BlockHeight]:
    return get_commit_blocks(chain, NETUID, get_hotkeys(chain, NETUID))


def test_weights_on_and_of_numbers_beyond_the_subnet_are_left_out() -> None:
    chain = build([1, 1], {0: [(1, 1), (7, 1), (0, 1)], 5: [(0, 1)]})
    assert get_weights(chain, NETUID) == [row(1, 0), []]


def test_who_has_no_permit_has_no_weights() -> None:
    assert mask_weights([row(1), row(0)], [True, False], None) == [row(1), []]


def test_only_the_owner_may_weigh_itself() -> None:
    assert mask_weights([row(0, 1), row(0, 1)], [True, True], Uid(1)) == [row(1), row(0, 1)]


def test_weights_as_old_as_their_neuron_are_outdated() -> None:
    weights = [row(0, 1, 2)]
    assert mask_outdated_weights(weights, blocks(50), blocks(49, 50, 51)) == [row(0)]


def test_weights_without_an_update_abort() -> None:
    assert mask_outdated_weights([row(0), []], blocks(50), blocks(1, 1)) == [row(0), []]
    with pytest.raises(MisshapenMatrix, match="neuron 1"):
        mask_outdated_weights([row(0), row(0)], blocks(50), blocks(1, 1))


def test_the_earliest_commitment_that_is_not_expired_counts() -> None:
    chain = build([1, 1, 1])
    chain.consensus.tempo[NETUID] = U16(9)
    chain.weights.weight_commits[NETUID, hotkey(0)] = (hashed(NOW - 900), hashed(NOW - 3), hashed(NOW - 9))
    chain.weights.timelocked_weight_commits[NETUID, U64(1)] = (timelocked(1, NOW - 2), timelocked(1, NOW - 4))
    chain.weights.timelocked_weight_commits[NETUID, U64(2)] = (timelocked(0, NOW - 8), timelocked(1, NOW - 900))
    assert commits_of(chain) == {0: NOW - 8, 1: NOW - 4}


def test_only_the_first_hashed_commitment_in_force_is_looked_at() -> None:
    chain = build([1])
    chain.weights.weight_commits[NETUID, hotkey(0)] = (hashed(NOW - 3), hashed(NOW - 9))
    assert commits_of(chain) == {0: NOW - 3}


def test_commitments_of_strangers_do_not_count() -> None:
    chain = build([1])
    chain.weights.weight_commits[NETUID, hotkey(4)] = (hashed(NOW),)
    assert commits_of(chain) == {}


def test_a_hotkey_under_two_numbers_counts_under_the_first() -> None:
    chain = build([1, 1])
    chain.neurons.keys[NETUID, Uid(1)] = hotkey(0)
    chain.weights.weight_commits[NETUID, hotkey(0)] = (hashed(NOW),)
    assert commits_of(chain) == {0: NOW}


def test_weights_on_who_came_after_the_commitment_are_dropped() -> None:
    weights = [row(0, 1, 2), row(0, 1, 2)]
    masked = mask_committed_weights(weights, {Uid(0): BlockHeight(50)}, blocks(49, 50, 51))
    assert masked == [row(0, 1), row(0, 1, 2)]


def test_the_owner_is_the_neuron_of_its_hotkey() -> None:
    chain = build([1, 1])
    assert get_owner_uid(chain, NETUID) is None
    chain.subnets.subnet_owner_hotkey[NETUID] = hotkey(1)
    assert get_owner_uid(chain, NETUID) == 1
    chain.subnets.subnet_owner_hotkey[NETUID] = hotkey(5)
    assert get_owner_uid(chain, NETUID) is None


@pytest.mark.parametrize("commit_reveal", [False, True])
def test_commitments_matter_only_where_they_are_asked_for(commit_reveal: bool) -> None:
    chain = build([1, 1, 1])
    set_weights(chain, 0, [(0, 65_535), (1, 100), (2, 300)])
    chain.neurons.block_at_registration[NETUID, Uid(2)] = BlockHeight(NOW - 20)
    chain.weights.weight_commits[NETUID, hotkey(0)] = (hashed(NOW - 30),)
    chain.weights.commit_reveal_weights_enabled[NETUID] = commit_reveal
    registered = get_block_at_registration(chain, NETUID)
    weights = get_normalized_weights(chain, NETUID, get_hotkeys(chain, NETUID), [True] * 3, registered)
    quarter = I32F32.from_float(0.25)
    assert weights[0] == ([(1, ONE)] if commit_reveal else [(1, quarter), (2, ONE - quarter)])

from __future__ import annotations

import pytest

from tao_spec.arithmetic.identifiers import BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.subnets import MechanismDoesNotExist
from tao_spec.interface.weights import (
    BatchCompletedWithErrors,
    BatchWeightItemFailed,
    BatchWeightsCompleted,
    CanNotSetRootNetworkWeights,
    CommitRevealEnabled,
    SettingWeightsTooFast,
    UidsLengthExceedUidsInSubNet,
    WeightsSet,
    WeightVecNotEqualSize,
)
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320.interface import MechId
from tao_spec.revisions.r320.mechanisms_weights import (
    do_set_mechanism_weights,
    get_last_updates,
    has_waited_for_mechanism,
    set_last_update_of_mechanism,
    set_mechanism_weights,
)
from tao_spec.revisions.r320.state import added
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import NOBODY
from tao_spec.transition.weights.setting import batch_set_weights, set_weights
from tests.transition.accounts.build import refusal
from tests.transition.chains import FIRST
from tests.transition.weights.build import HOT, NOW, go_to, row_of, told, uids, values, voter, voting

MAIN, SECOND, SECOND_INDEX = MechId(0), MechId(1), NetUid(4_097)
ANY = U64(0)


def two(limit: int = 0) -> Chain:
    chain = voting(limit=limit, revision=R320)
    added(chain).mechanism_count_current[FIRST] = MechId(2)
    return chain


@pytest.mark.parametrize(
    ("stored", "updates"), [((), [0, 0, 0]), ((1, 2), [1, 2, 0]), ((1, 2, 3), [1, 2, 3]), ((1, 2, 3, 4), [1, 2, 3, 4])]
)
def test_missing_updates_are_zero(stored: tuple[int, ...], updates: list[int]) -> None:
    chain = two()
    chain.weights.last_update[SECOND_INDEX] = tuple(map(BlockHeight, stored))
    assert list(get_last_updates(chain, SECOND_INDEX)) == updates


@pytest.mark.parametrize(("uid", "updates"), [(0, (7, 0, 0)), (2, (0, 0, 7)), (3, ())])
def test_an_update_fills_the_list_up_unless_it_has_no_place(uid: int, updates: tuple[int, ...]) -> None:
    chain = two()
    set_last_update_of_mechanism(chain, SECOND_INDEX, Uid(uid), BlockHeight(7))
    assert chain.weights.last_update[SECOND_INDEX] == updates


def test_each_mechanism_has_its_own_waiting_time() -> None:
    chain = two(limit=3)
    chain.weights.last_update[SECOND_INDEX] = tuple(map(BlockHeight, (NOW - 2, NOW - 3)))
    waited = [has_waited_for_mechanism(chain, SECOND_INDEX, Uid(uid)) for uid in range(4)]
    assert waited == [False, True, True, False]
    assert not has_waited_for_mechanism(chain, FIRST, Uid(1))


def test_for_a_mechanism_that_does_not_exist_nobody_has_waited() -> None:
    chain = two()
    assert not has_waited_for_mechanism(chain, NetUid(8_193), Uid(0))
    assert not has_waited_for_mechanism(chain, NetUid(9), Uid(0))


def test_weights_lie_and_are_told_under_the_index() -> None:
    chain = two()
    set_mechanism_weights(chain, voter(0), FIRST, SECOND, uids(1, 2), values(1, 2), ANY)
    assert row_of(chain, netuid=SECOND_INDEX) == {1: 32_768, 2: 65_535}
    assert row_of(chain) == {}
    assert told(chain) == [WeightsSet(SECOND_INDEX, Uid(0))]
    assert chain.weights.last_update[SECOND_INDEX] == (NOW, 0, 0)


def test_calls_of_before_set_the_first_mechanism() -> None:
    chain = two()
    set_weights(chain, voter(0), FIRST, uids(1), values(1), ANY)
    assert row_of(chain) == {1: 65_535}
    assert row_of(chain, netuid=SECOND_INDEX) == {}


def test_a_batch_tells_of_a_subnet_that_does_not_exist_as_a_mechanism() -> None:
    chain = two()
    chain.weights.commit_reveal_weights_enabled[NetUid(9)] = False
    batch_set_weights(chain, voter(0), (NetUid(9),), ((),), (ANY,))
    assert told(chain) == [
        BatchCompletedWithErrors(),
        BatchWeightItemFailed(MechanismDoesNotExist()),
        BatchWeightsCompleted((NetUid(9),), HOT),
    ]


def test_the_first_fault_decides() -> None:
    chain = two(limit=2)
    reveals = chain.weights.commit_reveal_weights_enabled
    reveals[NetUid(0)] = reveals[NetUid(9)] = False
    wrong, many = (uids(0, 1, 2, 3), values(1)), (uids(0, 1, 2, 3), values(1, 1, 1, 1))

    def refused(netuid: int, mecid: int, said: tuple[tuple[Uid, ...], tuple[U16, ...]]) -> type | None:
        call = set_mechanism_weights
        return refusal(call, chain, voter(0), NetUid(netuid), MechId(mecid), *said, ANY)

    assert refused(0, 5, wrong) is CanNotSetRootNetworkWeights
    assert refused(1, 2, wrong) is WeightVecNotEqualSize
    assert refused(1, 2, many) is MechanismDoesNotExist
    assert refused(9, 0, many) is MechanismDoesNotExist
    assert refused(1, 1, many) is UidsLengthExceedUidsInSubNet
    set_mechanism_weights(chain, voter(0), FIRST, SECOND, uids(1), values(1), ANY)
    go_to(chain, NOW + 1)
    assert refused(1, 1, (uids(1), values(1))) is SettingWeightsTooFast
    reveals[FIRST] = True
    nobody = refusal(set_mechanism_weights, chain, NOBODY, FIRST, SECOND, *many, ANY)
    assert nobody is CommitRevealEnabled
    reveals[FIRST] = False
    assert refusal(set_mechanism_weights, chain, NOBODY, FIRST, SECOND, *many, ANY) is BadOrigin


def test_weights_that_were_committed_need_not_wait_and_are_no_update() -> None:
    chain = two(limit=9)
    chain.weights.commit_reveal_weights_enabled[FIRST] = True
    chain.weights.last_update[SECOND_INDEX] = (BlockHeight(NOW - 1),) * 3
    do_set_mechanism_weights(chain, FIRST, SECOND, HOT, uids(1), values(1), ANY)
    assert row_of(chain, netuid=SECOND_INDEX) == {1: 65_535}
    assert chain.weights.last_update[SECOND_INDEX] == (NOW - 1,) * 3

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.interface.neurons import HotKeyNotRegisteredInSubNet
from tao_spec.interface.subnets import SubNetworkDoesNotExist
from tao_spec.interface.weights import (
    CanNotSetRootNetworkWeights,
    CommitRevealEnabled,
    DuplicateUids,
    IncorrectWeightVersionKey,
    InputLengthsUnequal,
    MaxWeightExceeded,
    NeuronNoValidatorPermit,
    NotEnoughStakeToSetWeights,
    SettingWeightsTooFast,
    UidsLengthExceedUidsInSubNet,
    UidVecContainInvalidOne,
    WeightsSet,
    WeightVecLengthIsLow,
    WeightVecNotEqualSize,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import NOBODY
from tao_spec.transition.origin import ROOT as BY_ROOT
from tao_spec.transition.weights.setting import (
    batch_set_weights,
    do_set_weights,
    ensure_may_set,
    ensure_weights_fit,
    set_tao_weights,
    set_weights,
)
from tests.transition.accounts.build import refusal
from tests.transition.chains import FIRST, account
from tests.transition.weights.build import HOT, NOW, row_of, told, uids, values, voter, voting

ANY = U64(0)
relaxed = settings(deadline=None, max_examples=100)


def test_weights_are_scaled_stored_told_and_remembered() -> None:
    chain = voting()
    chain.weights.last_update[FIRST] = (BlockHeight(1),) * 3
    set_weights(chain, voter(1), FIRST, uids(2, 0), values(1, 2), ANY)
    assert row_of(chain, 1) == {2: 32_768, 0: 65_535}
    assert list(row_of(chain, 1)) == [2, 0]
    assert chain.weights.last_update[FIRST] == (1, NOW, 1)
    assert told(chain) == [WeightsSet(FIRST, uids(1)[0])]


def test_committed_weights_leave_the_update_where_it_was() -> None:
    chain = voting(commits=True)
    chain.weights.last_update[FIRST] = (BlockHeight(1),) * 3
    do_set_weights(chain, FIRST, HOT, uids(1), values(1), ANY)
    assert chain.weights.last_update[FIRST] == (1, 1, 1)


@pytest.mark.parametrize("origin", [BY_ROOT, NOBODY])
def test_that_weights_are_committed_is_said_before_the_signature_is_asked(origin: object) -> None:
    for commits, found in ((True, CommitRevealEnabled), (False, BadOrigin)):
        chain = voting(commits=commits)
        assert refusal(set_weights, chain, origin, FIRST, uids(1), values(1), ANY) is found


def no_limit(_chain: Chain) -> None:
    pass


def few_neurons(chain: Chain) -> None:
    chain.neurons.subnetwork_n[FIRST] = U16(1)


def no_subnet(chain: Chain) -> None:
    chain.subnets.networks_added[FIRST] = False


def no_number(chain: Chain) -> None:
    del chain.neurons.uids[FIRST, HOT]


def great_threshold(chain: Chain) -> None:
    chain.weights.stake_threshold.value = U64(1)


def new_version(chain: Chain) -> None:
    chain.weights.weights_version_key[FIRST] = U64(1)


def long_wait(chain: Chain) -> None:
    chain.weights.weights_set_rate_limit[FIRST] = U64(1)


def no_permit(chain: Chain) -> None:
    chain.consensus.validator_permit[FIRST] = ()


def many_wanted(chain: Chain) -> None:
    chain.weights.min_allowed_weights[FIRST] = U16(3)


def low_limit(chain: Chain) -> None:
    chain.weights.max_weights_limit[FIRST] = U16(1)


Fault = tuple[Callable[[Chain], None], tuple[int, ...], tuple[int, ...], type[DispatchError]]

FAULTS: tuple[Fault, ...] = (
    (no_limit, (1, 2), (1,), WeightVecNotEqualSize),
    (no_subnet, (1, 2), (1, 1), SubNetworkDoesNotExist),
    (few_neurons, (1, 2), (1, 1), UidsLengthExceedUidsInSubNet),
    (no_number, (1, 2), (1, 1), HotKeyNotRegisteredInSubNet),
    (great_threshold, (1, 2), (1, 1), NotEnoughStakeToSetWeights),
    (new_version, (1, 2), (1, 1), IncorrectWeightVersionKey),
    (long_wait, (1, 2), (1, 1), SettingWeightsTooFast),
    (no_permit, (1, 2), (1, 1), NeuronNoValidatorPermit),
    (no_limit, (2, 2), (1, 1), DuplicateUids),
    (no_limit, (1, 9), (1, 1), UidVecContainInvalidOne),
    (many_wanted, (1, 2), (1, 1), WeightVecLengthIsLow),
    (low_limit, (1, 2), (1, 1), MaxWeightExceeded),
)
"""What is wrong with the chain, what is said of whom, and what it is refused with, in the order of the checks."""


@pytest.mark.parametrize(("spoil", "named", "said", "error"), FAULTS, ids=[fault[3].NAME for fault in FAULTS])
def test_what_is_refused_changes_and_tells_nothing(
    spoil: Callable[[Chain], None], named: tuple[int, ...], said: tuple[int, ...], error: type[DispatchError]
) -> None:
    chain = voting()
    spoil(chain)
    chain.commit()
    assert refusal(set_weights, chain, voter(0), FIRST, uids(*named), values(*said), ANY) is error
    assert not chain.commit().changes
    assert told(chain) == []


SPOILS = [fault for fault in FAULTS if fault[0] is not no_limit]


@given(st.sets(st.sampled_from(range(len(SPOILS)))))
@relaxed
def test_the_first_fault_decides(which: set[int]) -> None:
    chain = voting()
    for index in which:
        SPOILS[index][0](chain)
    expected = SPOILS[min(which)][3] if which else None
    assert refusal(set_weights, chain, voter(0), FIRST, uids(1, 2), values(1, 1), ANY) is expected


def test_on_root_nothing_is_set_before_anything_else_is_asked() -> None:
    chain = voting()
    assert refusal(ensure_weights_fit, chain, ROOT, uids(1), ()) is CanNotSetRootNetworkWeights
    assert refusal(ensure_weights_fit, chain, NetUid(9), uids(1), ()) is WeightVecNotEqualSize
    assert refusal(ensure_weights_fit, chain, NetUid(9), uids(1), values(1)) is SubNetworkDoesNotExist


def test_who_commits_need_not_wait_again() -> None:
    for commits, found in ((False, SettingWeightsTooFast), (True, None)):
        assert refusal(ensure_may_set, voting(commits=commits, limit=5), FIRST, HOT, ANY) is found


def test_an_item_of_a_batch_that_fails_leaves_the_others() -> None:
    chain = voting()
    pairs = tuple(tuple(zip(uids(*named), values(1, 1), strict=True)) for named in ((1, 2), (2, 2), (0, 1)))
    batch_set_weights(chain, voter(0), (FIRST,) * 3, pairs, (ANY,) * 3)
    assert [type(event).__name__ for event in told(chain)] == [
        "WeightsSet",
        "WeightsSet",
        "BatchCompletedWithErrors",
        "BatchWeightItemFailed",
        "BatchWeightsCompleted",
    ]
    assert row_of(chain) == {0: 65_535, 1: 65_535}


@pytest.mark.parametrize("short", range(3))
def test_the_lists_of_a_batch_are_of_one_length(short: int) -> None:
    lists: list[tuple[object, ...]] = [(FIRST,), ((),), (ANY,)]
    lists[short] = ()
    assert refusal(batch_set_weights, voting(), voter(0), *lists) is InputLengthsUnequal
    assert refusal(batch_set_weights, voting(), BY_ROOT, *lists) is BadOrigin


def test_weights_of_tao_are_nobodys_business() -> None:
    chain = voting()
    for origin in (BY_ROOT, NOBODY, voter(0)):
        set_tao_weights(chain, origin, NetUid(9), account(9), uids(9, 9), (), ANY)
    assert not chain.commit().changes

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import Uid
from tao_spec.engine import epoch as engine
from tao_spec.engine.batch import stack, take_one
from tao_spec.engine.epoch import compute_epoch, run_epoch
from tao_spec.engine.namespaces import Namespace, get_namespace
from tao_spec.engine.storing import to_list
from tao_spec.engine.subnet import EngineError, Settings
from tao_spec.revisions.in_arrays import read_chain, read_settings
from tao_spec.transition.chain import Chain
from tests.engine.compare import Expected, differences, flatten, numbers_of
from tests.engine.subnets import NETUID, choose_revision, make_chain, set_hyperparameters

NUMPY = get_namespace()
SEEDED = 200
relaxed = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))


def faults_of(xp: Namespace, chain: Chain) -> list[str]:
    subnet = read_chain(xp, chain, NETUID)
    found = compute_epoch(xp, subnet, Settings.of(xp, [read_settings(chain, NETUID)]))
    return differences(Expected(chain, NETUID, subnet).numbers(), numbers_of(found))


@given(source=st.randoms(use_true_random=False), size=st.integers(1, 24) | st.just(64))
@relaxed
def test_every_number_of_an_epoch_is_that_of_the_rules(source: random.Random, size: int) -> None:
    assert faults_of(NUMPY, make_chain(source, size, choose_revision(source))) == []


@pytest.mark.parametrize("seed", range(4))
def test_every_number_of_many_small_epochs_is_that_of_the_rules(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(SEEDED // 4):
        assert faults_of(NUMPY, make_chain(source, source.randrange(1, 9), choose_revision(source))) == []


@pytest.mark.parametrize("seed", range(25))
def test_every_library_gives_the_same(xp: Namespace, seed: int) -> None:
    source = random.Random(seed)
    assert faults_of(xp, make_chain(source, source.randrange(1, 6), choose_revision(source))) == []


@pytest.mark.parametrize("seed", range(12))
def test_a_batch_of_hyperparameters_gives_what_each_gives_alone(seed: int) -> None:
    source = random.Random(seed)
    chain = make_chain(source, source.randrange(1, 9))
    expected, points = [], []
    stored = chain.consensus
    flags = stored.yuma3_on[NETUID], stored.liquid_alpha_on[NETUID]
    for _ in range(5):
        set_hyperparameters(chain, source)
        stored.yuma3_on[NETUID], stored.liquid_alpha_on[NETUID] = flags
        points.append(read_settings(chain, NETUID))
        subnet = read_chain(NUMPY, chain, NETUID)
        expected.append(Expected(chain, NETUID, subnet).numbers())
    found = compute_epoch(NUMPY, subnet, Settings.of(NUMPY, points))
    assert [differences(each, numbers_of(found, index)) for index, each in enumerate(expected)] == [[]] * 5


SWEPT: dict[str, tuple[Any, ...]] = {
    "kappa": (0, 20_000, 65_535),
    "bonds_penalty": (0, 30_000, 65_535),
    "bonds_moving_average": (0, 900_000, 1_000_000),
    "max_allowed_validators": (0, 1, 64),
    "activity_cutoff": (1, 360, 5_000),
    "tempo": (1, 9, 360),
    "stake_threshold": (0, 10, 10**12),
    "alpha_low": (0, 40_000, 65_535),
    "alpha_sigmoid_steepness": (-1_000, 10, 5_000),
}


@pytest.mark.parametrize("name", SWEPT)
@pytest.mark.parametrize(("yuma3", "liquid"), [(False, False), (True, False), (True, True)])
def test_points_that_differ_in_one_thing_give_what_each_gives_alone(name: str, yuma3: bool, liquid: bool) -> None:
    chain = make_chain(random.Random(77), 6)
    subnet = read_chain(NUMPY, chain, NETUID)
    base = replace(read_settings(chain, NETUID), yuma3_on=yuma3, liquid_alpha_on=liquid)
    points = [replace(base, **{name: value}) for value in SWEPT[name]]
    together = run_epoch(NUMPY, subnet, Settings.of(NUMPY, points))
    for index, point in enumerate(points):
        alone = dict(flatten(run_epoch(NUMPY, subnet, Settings.of(NUMPY, [point]))))
        for field, array in flatten(take_one(together, index)):
            assert to_list(array) == to_list(alone[field]), field


@pytest.mark.parametrize("seed", range(12))
def test_a_batch_in_slices_stores_what_it_stores_in_one(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    source = random.Random(seed)
    chains = [make_chain(source, 4) for _ in range(6)]
    points = [replace(read_settings(chain, NETUID), yuma3_on=True, liquid_alpha_on=True) for chain in chains]
    subnet = stack(NUMPY, [read_chain(NUMPY, chain, NETUID) for chain in chains])
    for some in (subnet, subnet.take(0, 1)):
        whole = run_epoch(NUMPY, some, Settings.of(NUMPY, points))
        monkeypatch.setattr(engine, "SLICE", 2 * 4 * subnet.columns)
        sliced = run_epoch(NUMPY, some, Settings.of(NUMPY, points))
        monkeypatch.undo()
        for (name, one), (_, other) in zip(flatten(whole), flatten(sliced), strict=True):
            assert len({str(to_list(array)) for array in NUMPY.broadcast_arrays(one, other)}) == 1, name


def test_as_many_subnets_as_points_make_a_batch_and_others_do_not() -> None:
    chain = make_chain(random.Random(1), 3)
    subnet = read_chain(NUMPY, chain, NETUID)
    points = [replace(read_settings(chain, NETUID), kappa=kappa) for kappa in (1, 2, 3)]
    with pytest.raises(EngineError, match="2 subnets and 3 points make no batch"):
        run_epoch(NUMPY, stack(NUMPY, [subnet, subnet]), Settings.of(NUMPY, points))


def test_an_epoch_changes_nothing_that_it_reads() -> None:
    chain = make_chain(random.Random(5), 6)
    chain.weights.weights[NETUID, Uid(0)] = chain.weights.weights[NETUID, Uid(1)]
    subnet = read_chain(NUMPY, chain, NETUID)
    before = {name: to_list(array) for name, array in subnet.arrays().items()}
    point = read_settings(chain, NETUID)
    for yuma3, liquid in ((False, False), (True, False), (True, True)):
        run_epoch(NUMPY, subnet, Settings.of(NUMPY, [replace(point, yuma3_on=yuma3, liquid_alpha_on=liquid)]))
    assert {name: to_list(array) for name, array in subnet.arrays().items()} == before

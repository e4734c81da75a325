import random

import pytest

from tao_spec.arithmetic.identifiers import Uid
from tao_spec.arithmetic.integers import I16, U16, U64
from tao_spec.engine.namespaces import get_namespace
from tao_spec.engine.reading import read_hyperparameters
from tao_spec.engine.storing import to_list
from tao_spec.engine.subnet import NEVER, Hyperparameters
from tao_spec.revisions.in_arrays import read_chain, read_settings
from tao_spec.revisions.r306 import R306
from tests.engine.subnets import NETUID, make_chain
from tests.transition.consensus.subnets import build, set_bonds, set_weights

NUMPY = get_namespace()


def test_an_untouched_subnet_has_the_hyperparameters_that_the_chain_gives_by_default() -> None:
    assert read_hyperparameters(build([1]), NETUID) == Hyperparameters()


def test_hyperparameters_are_read_as_they_are_stored() -> None:
    chain = build([1])
    stored = chain.consensus
    stored.kappa[NETUID], stored.bonds_penalty[NETUID] = U16(5), U16(6)
    stored.alpha_values[NETUID], stored.alpha_sigmoid_steepness[NETUID] = (U16(7), U16(8)), I16(-9)
    stored.bonds_moving_average[NETUID], chain.weights.stake_threshold.value = U64(2**64 - 1), U64(10)
    found = read_hyperparameters(chain, NETUID)
    assert (found.kappa, found.bonds_penalty, found.alpha_low, found.alpha_high) == (5, 6, 7, 8)
    assert (found.alpha_sigmoid_steepness, found.bonds_moving_average, found.stake_threshold) == (-9, 2**64 - 1, 10)


@pytest.mark.parametrize("number", ["KNOWN-20", "KNOWN-21", "KNOWN-22"])
def test_a_deviation_that_the_revision_closes_is_closed(number: str) -> None:
    chain = build([1], revision=R306.replace(name="closed", description="", close=frozenset({number})))
    found = read_settings(chain, NETUID)
    flags = {
        "KNOWN-20": found.sigmoid_overflows,
        "KNOWN-21": found.sold_bonds_vanish,
        "KNOWN-22": found.rows_are_merged,
    }
    assert flags == {**dict.fromkeys(flags, True), number: False}


def test_rows_are_those_with_a_permit_or_bonds_and_all_others_that_may_get_one_if_asked() -> None:
    chain = build([5, 5, 0, 0, 0], {4: [(1, 7)]}, permits=[False, True, False, False, False])
    set_bonds(chain, 3, [(0, 9)])
    few, all_ = read_chain(NUMPY, chain, NETUID), read_chain(NUMPY, chain, NETUID, every_row=True)
    assert (to_list(few.rows), to_list(few.places)) == ([[1, 3]], [[2, 0, 2, 1, 2]])
    assert to_list(all_.rows) == [[0, 1, 3, 4]]


def test_a_matrix_has_what_is_said_of_one_neuron_side_by_side() -> None:
    chain = build([5, 5, 0], {0: [(2, 7), (1, 0)], 1: [(2, 8)]}, permits=[True, True, False])
    subnet = read_chain(NUMPY, chain, NETUID)
    assert to_list(subnet.weights) == [[[0, 0], [0, 0], [7, 8]]]
    assert to_list(subnet.given) == [[[False, False], [True, False], [True, True]]]
    assert to_list(subnet.weights_order) == [[[NEVER, NEVER], [1, NEVER], [0, 0]]]
    assert subnet.bonds_order is None


def test_weights_on_a_number_beyond_the_subnet_are_left_out() -> None:
    chain = build([5, 5])
    set_weights(chain, 0, [(9, 3), (1, 4)])
    assert to_list(read_chain(NUMPY, chain, NETUID).weights) == [[[0, 0], [4, 0]]]


def test_a_neuron_without_a_hotkey_was_registered_in_no_block() -> None:
    chain = make_chain(random.Random(0), 3)
    del chain.neurons.keys[NETUID, Uid(1)]
    assert to_list(read_chain(NUMPY, chain, NETUID).registered)[0][1] == 0

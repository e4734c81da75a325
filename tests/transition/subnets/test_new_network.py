from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.errors import ClientPanic
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.subnets.new_network import get_next_netuid, init_new_network
from tests.transition.chains import genesis

SECOND = NetUid(2)


@settings(deadline=None, max_examples=50)
@given(st.sets(st.integers(0, 12)), st.booleans())
def test_the_least_free_number_from_one_on_is_given(taken: set[int], exists: bool) -> None:
    chain = genesis()
    chain.subnets.networks_added.clear()
    for number in taken:
        chain.subnets.networks_added[NetUid(number)] = exists
    assert get_next_netuid(chain) == min(set(range(1, 14)) - taken)


def test_where_every_number_is_taken_there_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tao_spec.transition.subnets.new_network.get_all_subnet_netuids", lambda _: range(65_536))
    with pytest.raises(ClientPanic):
        get_next_netuid(genesis())


def test_a_new_subnet_is_told_of_in_eleven_events_and_starts_without_neurons() -> None:
    chain = genesis(1)
    init_new_network(chain, SECOND)
    assert [type(event).__name__ for event in chain.events] == [
        "RegistrationAllowed",
        "MaxAllowedUidsSet",
        "MaxAllowedValidatorsSet",
        "MinAllowedWeightSet",
        "MaxWeightLimitSet",
        "AdjustmentIntervalSet",
        "RegistrationPerIntervalSet",
        "AdjustmentAlphaSet",
        "ImmunityPeriodSet",
        "MinDifficultySet",
        "MaxDifficultySet",
    ]
    assert (chain.neurons.subnetwork_n[SECOND], chain.subnets.total_networks.value) == (0, 3)
    assert chain.consensus.tempo.get(SECOND) == 360


@pytest.mark.parametrize(
    ("item", "number", "stays"),
    [
        (lambda chain: chain.consensus.kappa, U16(7), True),
        (lambda chain: chain.neurons.difficulty, U64(7), True),
        (lambda chain: chain.consensus.activity_cutoff, U16(7), True),
        (lambda chain: chain.neurons.burn_registrations_this_interval, U16(7), True),
        (lambda chain: chain.consensus.tempo, U16(7), False),
        (lambda chain: chain.neurons.max_allowed_uids, U16(7), False),
        (lambda chain: chain.neurons.immunity_period, U16(7), False),
        (lambda chain: chain.neurons.subnetwork_n, U16(7), False),
    ],
)
def test_some_of_what_stood_is_set_anew_and_some_stays(
    item: Callable[[Chain], dict[NetUid, int]], number: int, stays: bool
) -> None:
    chain, fresh = genesis(1), genesis(1)
    item(chain)[SECOND] = number
    for each in (chain, fresh):
        init_new_network(each, SECOND)
    assert item(fresh)[SECOND] != number
    assert item(chain)[SECOND] == (number if stays else item(fresh)[SECOND])


def test_the_count_is_held_at_its_greatest() -> None:
    chain = genesis(1)
    chain.subnets.total_networks.value = U16(U16.MAX)
    init_new_network(chain, SECOND)
    assert chain.subnets.total_networks.value == U16.MAX

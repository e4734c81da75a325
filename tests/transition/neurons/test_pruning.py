import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.identifiers import BlockHeight, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.neurons import NoNeuronIdAvailable
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.pruning import get_candidates, get_neuron_to_prune, is_immune
from tests.transition.neurons.build import HOME, NOW, hotkey, register_at, registry, score
from tests.transition.stake.build import refusal

GREATEST, PERIOD = U16.MAX, 100


def scored(*scores: int, closed: str = "") -> Chain:
    chain = registry(len(scores), len(scores), *([closed] if closed else []))
    chain.neurons.immunity_period[HOME] = U16(PERIOD)
    score(chain, *scores)
    return chain


def test_the_least_score_goes_and_its_number_has_the_greatest_then() -> None:
    chain = scored(5, 3, 4)
    assert get_neuron_to_prune(chain, HOME) == 1
    assert chain.neurons.pruning_scores[HOME] == (5, GREATEST, 4)
    assert get_neuron_to_prune(chain, HOME) == 2


def test_of_equal_scores_the_first_to_register_goes() -> None:
    chain = scored(3, 3, 3)
    register_at(chain, 9, 7, 8)
    assert [get_neuron_to_prune(chain, HOME) for _ in range(3)] == [1, 2, 0]


def test_of_equals_the_least_number_goes() -> None:
    assert get_neuron_to_prune(scored(9, 3, 3), HOME) == 1


@pytest.mark.parametrize(("registered", "immune"), [(NOW - PERIOD, False), (NOW - PERIOD + 1, True), (NOW + 7, True)])
def test_immunity_lasts_its_period(registered: int, immune: bool) -> None:
    chain = scored(1)
    register_at(chain, registered)
    assert is_immune(chain, HOME, Uid(0)) is immune


def test_the_immune_go_only_where_there_are_no_others() -> None:
    chain = scored(1, 9, 2)
    register_at(chain, NOW, 5, NOW)
    assert get_neuron_to_prune(chain, HOME) == 1
    register_at(chain, NOW, NOW, NOW)
    assert get_neuron_to_prune(chain, HOME) == 0


def test_the_owner_hotkey_never_goes() -> None:
    chain = scored(1, 9)
    chain.subnets.subnet_owner_hotkey[HOME] = hotkey(0)
    assert get_neuron_to_prune(chain, HOME) == 1


def test_where_nobody_can_go_it_is_number_zero() -> None:
    chain = scored(1)
    chain.subnets.subnet_owner_hotkey[HOME] = hotkey(0)
    assert get_neuron_to_prune(chain, HOME) == 0
    assert chain.neurons.pruning_scores[HOME] == (GREATEST,)


def test_where_nobody_can_go_nobody_is_meant_to_come() -> None:
    chain = scored(1, closed="KNOWN-111")
    chain.subnets.subnet_owner_hotkey[HOME] = hotkey(0)
    assert refusal(get_neuron_to_prune, chain, HOME) is NoNeuronIdAvailable


def test_in_a_subnet_without_neurons_nothing_is_set() -> None:
    chain = registry()
    assert get_neuron_to_prune(chain, HOME) == 0
    assert chain.commit().changes == {}


def test_the_greatest_of_everything_is_no_candidate() -> None:
    chain = scored(9, GREATEST)
    chain.subnets.subnet_owner_hotkey[HOME] = hotkey(0)
    register_at(chain, 1, BlockHeight.MAX)
    chain.neurons.immunity_period[HOME] = U16(0)
    assert get_neuron_to_prune(chain, HOME) == 0


def test_a_neuron_without_a_score_has_the_greatest_and_gets_none() -> None:
    chain = scored(GREATEST, GREATEST)
    register_at(chain, 8, 7)
    score(chain, GREATEST)
    assert get_neuron_to_prune(chain, HOME) == 1
    assert chain.neurons.pruning_scores[HOME] == (GREATEST,)


def test_a_number_without_a_hotkey_is_a_candidate() -> None:
    chain = scored(3, 2)
    del chain.neurons.keys[HOME, Uid(1)]
    assert [candidate.uid for candidate in get_candidates(chain, HOME)] == [0, 1]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(890, 910)), min_size=1, max_size=6), st.integers(0, 6))
def test_nobody_who_stays_had_a_better_reason_to_go(neurons: list[tuple[int, int]], owner: int) -> None:
    chain = scored(*(score for score, _ in neurons))
    register_at(chain, *(block for _, block in neurons))
    chain.subnets.subnet_owner_hotkey[HOME] = hotkey(owner)
    mortal = {Uid(uid) for uid in range(len(neurons)) if uid != owner}
    reasons = {uid: (is_immune(chain, HOME, uid), *neurons[uid], uid) for uid in mortal}
    gone = get_neuron_to_prune(chain, HOME)
    assert gone == (min(reasons, key=lambda uid: reasons[uid]) if reasons else 0)

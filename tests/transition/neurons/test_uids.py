from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import H160, AccountId, BlockHeight, Uid
from tao_spec.arithmetic.integers import U8, U16
from tao_spec.interface.neurons import HotKeyNotRegisteredInSubNet
from tao_spec.invariants.neurons import VECTORS
from tao_spec.state.serving import AxonInfo, NeuronCertificate, PrometheusInfo
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.uids import (
    append_neuron,
    clear_neuron,
    get_hotkey_for_net_and_uid,
    get_uid_for_net_and_hotkey,
    replace_neuron,
)
from tests.transition.neurons.build import HOME, HOT, LONG_AGO, hotkey, registry
from tests.transition.stake.build import refusal

BLOCK = BlockHeight(1_000)
ONE = Uid(1)


def vector(chain: Chain, item: Any) -> tuple[Any, ...]:
    held: tuple[Any, ...] = item.access(item, chain.store)[HOME]
    return held


def distinguished(*closed: str) -> Chain:
    """A chain whose two neurons have something of everything."""
    chain = registry(2, 256, *closed)
    scores = chain.consensus
    for share in (scores.rank, scores.trust, scores.consensus, scores.incentive, scores.dividends):
        share[HOME] = (U16(5), U16(6))
    scores.validator_trust[HOME] = (U16(5), U16(6))
    scores.emission[HOME] = (AlphaBalance(5), AlphaBalance(6))
    scores.active[HOME], scores.validator_permit[HOME] = (False, False), (True, True)
    scores.bonds[HOME, ONE] = chain.weights.weights[HOME, ONE] = ((ONE, U16(9)),)
    chain.serving.axons[HOME, hotkey(1)] = AxonInfo()
    chain.serving.prometheus[HOME, hotkey(1)] = PrometheusInfo()
    chain.serving.neuron_certificates[HOME, hotkey(1)] = NeuronCertificate(b"key", U8(1))
    chain.keys.associated_evm_address[HOME, ONE] = (H160(), LONG_AGO)
    return chain


def test_a_new_number_is_the_next_one() -> None:
    chain = registry(2)
    append_neuron(chain, HOME, HOT, BLOCK)
    assert chain.neurons.subnetwork_n[HOME] == 3
    assert chain.neurons.keys[HOME, Uid(2)] == HOT
    assert chain.neurons.block_at_registration[HOME, Uid(2)] == BLOCK
    assert chain.neurons.is_network_member[HOT, HOME]
    assert get_uid_for_net_and_hotkey(chain, HOME, HOT) == 2
    assert get_hotkey_for_net_and_uid(chain, HOME, Uid(2)) == HOT


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 5), min_size=len(VECTORS), max_size=len(VECTORS)))
def test_every_vector_grows_by_one_whatever_its_length(lengths: list[int]) -> None:
    chain = registry(1)
    for item, length in zip(VECTORS, lengths, strict=True):
        item.access(item, chain.store)[HOME] = vector(chain, item) * length
    append_neuron(chain, HOME, HOT, BLOCK)
    assert [len(vector(chain, item)) for item in VECTORS] == [length + 1 for length in lengths]
    assert chain.consensus.active[HOME][-1] is True
    assert chain.consensus.validator_permit[HOME][-1] is False
    assert chain.weights.last_update[HOME][-1] == BLOCK


def test_a_predecessor_loses_its_number_and_what_it_announced() -> None:
    chain = distinguished()
    replace_neuron(chain, HOME, ONE, HOT, BLOCK)
    assert (HOME, hotkey(1)) not in chain.neurons.uids
    assert not chain.neurons.is_network_member[hotkey(1), HOME]
    assert (HOME, hotkey(1)) not in chain.serving.axons
    assert (HOME, hotkey(1)) not in chain.serving.neuron_certificates
    assert (HOME, ONE) not in chain.keys.associated_evm_address
    assert (HOME, ONE) not in chain.consensus.bonds
    assert get_uid_for_net_and_hotkey(chain, HOME, HOT) == 1
    assert chain.neurons.block_at_registration[HOME, ONE] == BLOCK
    assert chain.consensus.active[HOME] == (False, True)


def test_a_newcomer_begins_with_half_of_the_scores() -> None:
    chain = distinguished()
    replace_neuron(chain, HOME, ONE, HOT, BLOCK)
    scores = chain.consensus
    for share in (scores.trust, scores.consensus, scores.incentive, scores.dividends, scores.emission):
        assert share[HOME] == (5, 0)
    assert scores.rank[HOME] == scores.validator_trust[HOME] == (5, 6)
    assert scores.validator_permit[HOME] == (True, True)
    assert chain.weights.last_update[HOME] == (LONG_AGO, LONG_AGO)
    assert (HOME, ONE) in chain.weights.weights
    assert (HOME, hotkey(1)) in chain.serving.prometheus


def test_a_newcomer_begins_anew_where_it_is_meant_to() -> None:
    chain = distinguished("KNOWN-110")
    replace_neuron(chain, HOME, ONE, HOT, BLOCK)
    scores = chain.consensus
    assert scores.rank[HOME] == scores.validator_trust[HOME] == (5, 0)
    assert scores.validator_permit[HOME] == (True, False)
    assert chain.weights.last_update[HOME] == (LONG_AGO, BLOCK)
    assert (HOME, ONE) not in chain.weights.weights
    assert (HOME, hotkey(1)) not in chain.serving.prometheus


def test_the_owner_hotkey_is_never_replaced() -> None:
    chain = distinguished()
    chain.subnets.subnet_owner_hotkey[HOME] = hotkey(1)
    chain.commit()
    replace_neuron(chain, HOME, ONE, HOT, BLOCK)
    assert chain.commit().changes == {}


def test_without_a_hotkey_the_account_of_zeros_is_the_predecessor() -> None:
    chain = registry(2)
    del chain.neurons.keys[HOME, ONE]
    chain.neurons.is_network_member[AccountId(), HOME] = True
    replace_neuron(chain, HOME, ONE, HOT, BLOCK)
    assert (AccountId(), HOME) not in chain.neurons.is_network_member
    assert get_uid_for_net_and_hotkey(chain, HOME, hotkey(1)) == 1


def test_without_an_owner_hotkey_nobody_is_it() -> None:
    chain = registry(2)
    del chain.neurons.keys[HOME, ONE]
    replace_neuron(chain, HOME, ONE, HOT, BLOCK)
    assert get_hotkey_for_net_and_uid(chain, HOME, ONE) == HOT


def test_a_vector_that_is_absent_is_cleared_to_an_empty_one() -> None:
    chain = registry(2)
    del chain.consensus.emission[HOME]
    chain.consensus.trust[HOME] = (U16(7),)
    clear_neuron(chain, HOME, ONE)
    assert chain.consensus.emission.get(HOME) == ()
    assert chain.consensus.trust[HOME] == (7,)


def test_no_vector_of_activity_is_made() -> None:
    chain = registry(2)
    del chain.consensus.active[HOME]
    replace_neuron(chain, HOME, ONE, HOT, BLOCK)
    assert HOME not in chain.consensus.active


@pytest.mark.parametrize(("find", "key"), [(get_uid_for_net_and_hotkey, HOT), (get_hotkey_for_net_and_uid, Uid(9))])
def test_who_is_not_there_is_not_found(find: Any, key: Any) -> None:
    assert refusal(find, registry(2), HOME, key) is HotKeyNotRegisteredInSubNet

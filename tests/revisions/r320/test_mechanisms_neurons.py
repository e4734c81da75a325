from __future__ import annotations

import pytest

from conformance.scenes import subnet
from tao_spec.arithmetic.identifiers import H256, AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320.interface import MechId
from tao_spec.revisions.r320.mechanisms_neurons import forget_weights_on
from tao_spec.revisions.r320.state import added
from tao_spec.state.weights import TimelockedCommit, WeightCommit
from tao_spec.transition.chain import Chain
from tao_spec.transition.commitments.metadata import reset_bonds
from tao_spec.transition.keys.subnet_swap import swap_neuron
from tao_spec.transition.neurons.uids import append_neuron, clear_neuron
from tao_spec.vectors.cases import Builder, account_named

HOME, SECOND_INDEX, THIRD_INDEX = NetUid(2), NetUid(4_098), NetUid(8_194)
NEW, BLOCK = account_named("new"), BlockHeight(77)


def made(*closed: str) -> Chain:
    """A subnet of three neurons with two mechanisms, in which all have weights and bonds on all; a third is none."""
    build = Builder(R320.replace(name="closed", description="Deviations closed.", close=frozenset(closed)))
    subnet(build, stakes=[1, 1, 1])
    chain = build.chain
    added(chain).mechanism_count_current[HOME] = MechId(2)
    for index in (HOME, SECOND_INDEX, THIRD_INDEX):
        chain.consensus.incentive[index] = (U16(1), U16(2), U16(3))
        chain.weights.last_update[index] = (BLOCK,) * 3
        for uid in map(Uid, range(3)):
            row = tuple((Uid(other), U16(5 + other)) for other in range(3))
            chain.weights.weights[index, uid] = chain.consensus.bonds[index, uid] = row
    chain.commit()
    return chain


def hotkey(uid: int) -> AccountId:
    return account_named(f"hotkey {uid} on {HOME}")


def test_a_newcomer_has_a_place_in_every_mechanism() -> None:
    chain = made()
    append_neuron(chain, HOME, NEW, BlockHeight(99))
    for index, length in ((HOME, 4), (SECOND_INDEX, 4), (THIRD_INDEX, 3)):
        assert len(chain.consensus.incentive[index]) == len(chain.weights.last_update[index]) == length
    assert chain.weights.last_update[SECOND_INDEX] == (77, 77, 77, 99)
    assert chain.neurons.uids[HOME, NEW] == 3


@pytest.mark.parametrize(("before", "after"), [((), (0, 0, 0, 99)), ((1, 2, 3, 4, 5), (1, 2, 3, 99, 5))])
def test_the_block_lies_at_the_place_of_the_number(before: tuple[int, ...], after: tuple[int, ...]) -> None:
    chain = made()
    chain.weights.last_update[SECOND_INDEX] = tuple(map(BlockHeight, before))
    append_neuron(chain, HOME, NEW, BlockHeight(99))
    assert chain.weights.last_update[SECOND_INDEX] == after


def test_a_replaced_neuron_leaves_nothing_but_its_updates() -> None:
    chain = made()
    clear_neuron(chain, HOME, Uid(1))
    for index in (HOME, SECOND_INDEX):
        assert chain.consensus.incentive[index] == (1, 0, 3)
        assert [uid for uid, _ in chain.consensus.bonds.under(index)] == [0, 2]
        rows = dict(chain.weights.weights.under(index))
        assert rows == dict.fromkeys((0, 2), ((0, 5), (1, 0), (2, 7)))
        assert chain.weights.last_update[index] == (77, 77, 77)
    assert chain.consensus.incentive[THIRD_INDEX] == (1, 2, 3)


def test_its_updates_begin_anew_once_the_deviation_is_closed() -> None:
    chain = made("KNOWN-110")
    clear_neuron(chain, HOME, Uid(1))
    for index in (HOME, SECOND_INDEX):
        assert chain.weights.last_update[index] == (77, BlockHeight(chain.number), 77)


def test_a_neuron_that_is_named_twice_is_forgotten_twice() -> None:
    chain = made()
    chain.weights.weights[HOME, Uid(0)] = ((Uid(1), U16(4)), (Uid(2), U16(5)), (Uid(1), U16(6)))
    forget_weights_on(chain, HOME, Uid(1))
    assert chain.weights.weights[HOME, Uid(0)] == ((1, 0), (2, 5), (1, 0))


def test_a_swapped_hotkey_takes_its_hashed_commitments_along() -> None:
    chain, old = made(), hotkey(0)
    for index in (HOME, SECOND_INDEX, THIRD_INDEX):
        chain.weights.weight_commits[index, old] = (WeightCommit(H256(), BLOCK, BLOCK, BLOCK),)
    swap_neuron(chain, old, NEW, HOME)
    has_moved = [(index, NEW) in chain.weights.weight_commits for index in (HOME, SECOND_INDEX, THIRD_INDEX)]
    assert has_moved == [True, True, False]
    assert (THIRD_INDEX, old) in chain.weights.weight_commits


def test_sealed_ones_go_along_once_the_deviation_is_closed() -> None:
    for closed, who in (((), hotkey(0)), (("KNOWN-144",), NEW)):
        chain = made(*closed)
        kept = TimelockedCommit(hotkey(0), BLOCK, b"sealed", U64(9))
        chain.weights.timelocked_weight_commits[SECOND_INDEX, U64(3)] = (kept,)
        swap_neuron(chain, hotkey(0), NEW, HOME)
        assert [commit.who for commit in chain.weights.timelocked_weight_commits[SECOND_INDEX, U64(3)]] == [who]


def test_a_neuron_is_struck_from_the_bonds_of_every_mechanism_where_that_is_allowed() -> None:
    for is_allowed, length in ((False, 3), (True, 2)):
        chain = made()
        chain.consensus.bonds_reset_on[HOME] = is_allowed
        reset_bonds(chain, HOME, hotkey(1))
        for index, expected in ((HOME, length), (SECOND_INDEX, length), (THIRD_INDEX, 3)):
            assert [len(row) for _, row in chain.consensus.bonds.under(index)] == [expected] * 3


def test_of_a_subnet_that_does_not_exist_root_is_asked() -> None:
    chain = made()
    del chain.subnets.networks_added[HOME]
    chain.consensus.bonds_reset_on[HOME] = True
    reset_bonds(chain, HOME, hotkey(1))
    assert len(chain.consensus.bonds[HOME, Uid(0)]) == 3
    chain.neurons.uids[NetUid(0), hotkey(1)] = Uid(2)
    chain.consensus.bonds_reset_on[NetUid(0)] = True
    reset_bonds(chain, HOME, hotkey(1))
    assert [int(other) for other, _ in chain.consensus.bonds[HOME, Uid(0)]] == [0, 1]

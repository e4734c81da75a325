from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.r320.mechanisms import two_mechanisms
from conformance.scenes import ALPHA, LATELY, PART, subnet
from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.weights import WeightsSet
from tao_spec.invariants.mechanisms import count_mechanisms, get_indices, subnet_of
from tao_spec.invariants.views import View
from tao_spec.revisions.r306 import R306
from tao_spec.revisions.r320 import R320
from tao_spec.state.chain_state import State
from tao_spec.state.weights import TimelockedCommit
from tao_spec.transition.block import advance_block
from tao_spec.transition.chain import Chain
from tao_spec.transition.revision import Revision
from tao_spec.vectors.cases import Builder
from tests.invariants.build import ids, step_by_hand

HOME, SECOND = NetUid(2), NetUid(4_098)


def made(count: int = 2, revision: Revision = R320) -> Chain:
    """Two validators and a miner, with weights in the first mechanism only."""
    build = Builder(revision)
    scene = subnet(build, stakes=(60, 40, 0), weights={0: {2: PART}, 1: {2: PART}})
    scene.set_aside(alpha=ALPHA)
    if revision is R320:
        two_mechanisms(build, count=count)
    build.chain.commit()
    return build.chain


def found(change: Callable[[Chain], Any], chain: Chain | None = None) -> list[str]:
    return ids(step_by_hand(chain or made(), change)[1])


def view_of(chain: Chain) -> View:
    return View(State(chain.store), chain.revision, {})


def test_an_index_belongs_to_a_subnet_and_a_subnet_has_as_many_as_mechanisms() -> None:
    assert [subnet_of(NetUid(index)) for index in (2, 4_098, 8_194)] == [2, 2, 2]
    assert get_indices(view_of(made()), HOME) == [2, 4_098]
    assert count_mechanisms(view_of(made(revision=R306)), HOME) == 1


@pytest.mark.parametrize(("length", "broken"), [(0, []), (2, []), (3, []), (4, ["INV-81"])])
def test_lists_of_the_second_mechanism_may_be_shorter_than_the_subnet_but_not_longer(
    length: int, broken: list[str]
) -> None:
    def change(chain: Chain) -> None:
        chain.consensus.incentive[SECOND] = (U16(0),) * length

    assert found(change) == broken


def test_only_a_list_of_the_second_mechanism_is_filled_up() -> None:
    def change(chain: Chain) -> None:
        chain.weights.last_update[SECOND] = (BlockHeight(0), BlockHeight(0), BlockHeight(chain.number))

    assert found(change) == []
    first = made()
    first.weights.last_update[HOME] = ()
    first.commit()

    def change_first(chain: Chain) -> None:
        chain.weights.last_update[HOME] = (BlockHeight(0), BlockHeight(0), BlockHeight(chain.number))

    assert "INV-74" in found(change_first, first)


def test_weights_that_only_became_zero_are_none_that_were_set() -> None:
    def strike(chain: Chain) -> None:
        chain.weights.weights[HOME, Uid(0)] = ((Uid(2), U16(0)), (Uid(1), U16(9)))

    def set_anew(chain: Chain) -> None:
        chain.weights.weights[HOME, Uid(0)] = ((Uid(2), U16(8)), (Uid(1), U16(9)))

    for revision, change, broken in (
        (R320, strike, []),
        (R306, strike, ["INV-70", "INV-71"]),
        (R320, set_anew, ["INV-70", "INV-71"]),
    ):
        chain = made(revision=revision)
        chain.weights.weights[HOME, Uid(0)] = ((Uid(2), U16(PART)), (Uid(1), U16(9)))
        chain.commit()
        assert found(change, chain) == broken


def test_a_row_of_another_length_was_set() -> None:
    def change(chain: Chain) -> None:
        chain.weights.weights[HOME, Uid(0)] = ((Uid(2), U16(0)), (Uid(1), U16(0)))
        chain.emit(WeightsSet(HOME, Uid(1)))

    assert found(change) == ["INV-71"]


@pytest.mark.parametrize(("uid", "column", "broken"), [(0, 2, []), (0, 3, ["INV-122"]), (7, 2, ["INV-122"])])
def test_bonds_of_the_second_mechanism_are_judged_by_its_subnet(uid: int, column: int, broken: list[str]) -> None:
    def change(chain: Chain) -> None:
        chain.consensus.bonds[SECOND, Uid(uid)] = ((Uid(column), U16(1)),)

    assert found(change) == broken


def test_sealed_weights_of_the_second_mechanism_wait_as_long_as_those_of_the_first() -> None:
    for epoch, is_broken in ((1, True), (2**63, False)):
        chain = made()
        commit = TimelockedCommit(chain.neurons.keys[HOME, Uid(0)], BlockHeight(1), b"sealed", U64(9))

        def change(chain: Chain, commit: TimelockedCommit = commit, epoch: int = epoch) -> None:
            chain.accounts.number.value = type(chain.accounts.number.value)(chain.number + 1)
            chain.weights.timelocked_weight_commits[SECOND, U64(epoch)] = (commit,)

        assert ("INV-73" in found(change, chain)) is is_broken


@pytest.mark.parametrize(
    ("is_active", "lost", "is_broken"),
    [(True, 0, False), (True, 10**7, True), (False, 0, False), (False, 2 * 10**8, False), (False, 3 * 10**8, True)],
)
def test_what_one_mechanism_leaves_is_excused_up_to_half_of_the_emission(
    is_active: bool, lost: int, is_broken: bool
) -> None:
    chain = made()
    chain.weights.last_update[SECOND] = (LATELY,) * 3 if is_active else ()
    for uid in map(Uid, range(2)):
        chain.weights.weights[SECOND, uid] = ((Uid(2), U16(PART)),)
    chain.commit()

    def change(chain: Chain) -> None:
        advance_block(chain)
        held, hotkey = chain.stake.total_hotkey_alpha, chain.neurons.keys[HOME, Uid(0)]
        held[hotkey, HOME] = AlphaBalance(held[hotkey, HOME] - lost)

    assert ("INV-128" in found(change, chain)) is is_broken


def test_with_two_mechanisms_the_rank_need_not_be_the_incentive_of_the_first() -> None:
    for count, is_broken in ((1, True), (2, False)):
        chain = made(count)

        def change(chain: Chain) -> None:
            advance_block(chain)
            chain.consensus.rank[HOME] = (U16(1), U16(2), U16(3))

        assert ("INV-118" in found(change, chain)) is is_broken

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tao_spec.arithmetic.identifiers import H256, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.delegation import TxRateLimitExceeded
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.neurons import InvalidValue
from tao_spec.interface.subnets import MechanismDoesNotExist
from tao_spec.revisions.r320.interface import AdminActionProhibitedDuringWeightsWindow, MechId
from tao_spec.revisions.r320.mechanisms_calls import (
    forget_mechanism,
    set_emission_split,
    set_mechanism_count,
    sudo_set_mechanism_count,
    sudo_set_mechanism_emission_split,
)
from tao_spec.revisions.r320.state import added
from tao_spec.state.weights import TimelockedCommit, WeightCommit
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import ROOT, signed
from tests.revisions.r320.test_mechanisms import mechanisms
from tests.transition.accounts.build import refusal
from tests.transition.chains import FIRST, account
from tests.transition.weights.build import go_to

OWNER, HOT, STRANGER = account(1), account(2), account(3)
PARTS = (U16(1), U16(65_534))
NEVER_FROZEN, BLOCK = U16(0), BlockHeight(1)


def owned(count: int = 2) -> Chain:
    chain = mechanisms(count)
    chain.subnets.subnet_owner[FIRST] = OWNER
    added(chain).admin_freeze_window.value = NEVER_FROZEN
    go_to(chain, 8_000)
    return chain


def fill(chain: Chain, index: NetUid) -> None:
    chain.weights.weights[index, Uid(0)] = chain.consensus.bonds[index, Uid(0)] = ((Uid(0), U16(1)),)
    chain.consensus.incentive[index] = (U16(1),)
    chain.weights.last_update[index] = (BlockHeight(1),)
    chain.weights.weight_commits[index, HOT] = (WeightCommit(H256(), BLOCK, BLOCK, BLOCK),)
    chain.weights.timelocked_weight_commits[index, U64(3)] = (TimelockedCommit(HOT, BLOCK, b"sealed", U64(9)),)


def count_entries(chain: Chain, index: NetUid) -> int:
    weights, scores = chain.weights, chain.consensus
    maps = (weights.weights, scores.bonds, weights.weight_commits, weights.timelocked_weight_commits)
    found = sum(1 for each in maps for _ in each.under(index))
    return found + (index in scores.incentive) + (index in weights.last_update)


def test_what_a_mechanism_has_is_forgotten_and_nothing_else() -> None:
    chain = owned()
    for index in (FIRST, NetUid(4_097), NetUid(8_193)):
        fill(chain, index)
    forget_mechanism(chain, NetUid(4_097))
    assert [count_entries(chain, NetUid(index)) for index in (1, 4_097, 8_193)] == [6, 0, 6]


@pytest.mark.parametrize(("former", "count", "left"), [(3, 1, [6, 0, 0]), (3, 2, [6, 6, 0]), (1, 2, [6, 6, 6])])
def test_mechanisms_beyond_the_count_are_forgotten(former: int, count: int, left: list[int]) -> None:
    chain = owned(former)
    for index in (1, 4_097, 8_193):
        fill(chain, NetUid(index))
    added(chain).mechanism_emission_split[FIRST] = PARTS
    set_mechanism_count(chain, FIRST, MechId(count))
    assert [count_entries(chain, NetUid(index)) for index in (1, 4_097, 8_193)] == left
    assert added(chain).mechanism_count_current[FIRST] == count
    assert FIRST not in added(chain).mechanism_emission_split


def test_the_split_stays_where_the_count_does() -> None:
    chain = owned()
    added(chain).mechanism_emission_split[FIRST] = PARTS
    set_mechanism_count(chain, FIRST, MechId(2))
    assert added(chain).mechanism_emission_split[FIRST] == PARTS


@pytest.mark.parametrize("count", [0, 3, 16, 255])
def test_other_counts_are_refused(count: int) -> None:
    with pytest.raises(InvalidValue):
        set_mechanism_count(owned(), FIRST, MechId(count))


@pytest.mark.parametrize("split", [(), (65_534,), (65_535, 1), (1, 2, 65_532)])
def test_splits_that_do_not_fit_are_refused(split: tuple[int, ...]) -> None:
    with pytest.raises(InvalidValue):
        set_emission_split(owned(), FIRST, tuple(map(U16, split)))


def test_a_split_is_stored_and_taken_back() -> None:
    chain = owned()
    set_emission_split(chain, FIRST, PARTS)
    assert added(chain).mechanism_emission_split[FIRST] == PARTS
    set_emission_split(chain, FIRST, None)
    assert FIRST not in added(chain).mechanism_emission_split


def test_neither_can_be_set_of_a_subnet_that_does_not_exist() -> None:
    with pytest.raises(MechanismDoesNotExist):
        set_mechanism_count(owned(), NetUid(9), MechId(1))
    with pytest.raises(MechanismDoesNotExist):
        set_emission_split(owned(), NetUid(9), None)


def test_the_first_fault_decides() -> None:
    chain, stranger, owner = owned(), signed(STRANGER), signed(OWNER)
    kinds = chain.delegation.transaction_key_last_block
    kinds[OWNER, FIRST, U16(7)] = kinds[OWNER, FIRST, U16(8)] = BlockHeight(801)
    chain.consensus.tempo[FIRST] = U16(9)
    added(chain).admin_freeze_window.value = U16(10)
    calls: list[tuple[Callable[..., None], Any, Any]] = [
        (sudo_set_mechanism_count, MechId(1), MechId(0)),
        (sudo_set_mechanism_emission_split, None, ()),
    ]
    for call, good, bad in calls:
        chain.consensus.tempo[FIRST] = U16(9)
        assert refusal(call, chain, stranger, FIRST, bad) is BadOrigin
        for who in (owner, ROOT):
            assert refusal(call, chain, who, FIRST, bad) is AdminActionProhibitedDuringWeightsWindow
        chain.consensus.tempo[FIRST] = U16(0)
        assert refusal(call, chain, owner, FIRST, bad) is TxRateLimitExceeded
        assert refusal(call, chain, ROOT, FIRST, bad) is InvalidValue
        call(chain, ROOT, FIRST, good)
        go_to(chain, 8_001)
        assert refusal(call, chain, owner, FIRST, bad) is InvalidValue
        call(chain, owner, FIRST, good)
        assert refusal(call, chain, owner, FIRST, good) is TxRateLimitExceeded
        go_to(chain, 8_000)


def test_the_kinds_of_change_do_not_wait_for_each_other() -> None:
    chain, owner = owned(), signed(OWNER)
    sudo_set_mechanism_count(chain, owner, FIRST, MechId(2))
    sudo_set_mechanism_emission_split(chain, owner, FIRST, PARTS)
    kinds = chain.delegation.transaction_key_last_block
    assert [kinds[OWNER, FIRST, U16(kind)] for kind in (7, 8)] == [8_000, 8_000]

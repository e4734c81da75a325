from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.fixed import U110F18
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.neurons import DifficultySet
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.registration_terms import (
    adjust_registration_terms,
    adjust_registration_terms_for_networks,
    compute_upgrade,
    get_upgraded_burn,
    get_upgraded_difficulty,
    is_adjustment_due,
)
from tests.transition.chains import FIRST, genesis

relaxed = settings(deadline=None, max_examples=200)
costs = st.integers(0, U64.MAX).map(U64)
counts = st.integers(0, U16.MAX).map(U16)

BURN, DIFFICULTY = TaoBalance(10**9), U64(10**12)


def counted(by_work: int, by_burn: int, target: int = 2) -> Chain:
    """A chain whose first subnet had so many registrations in the interval that ends."""
    chain = genesis(500)
    neurons = chain.neurons
    neurons.burn[FIRST], neurons.difficulty[FIRST] = BURN, DIFFICULTY
    neurons.target_registrations_per_interval[FIRST] = U16(target)
    neurons.registrations_this_interval[FIRST] = U16(by_work + by_burn)
    neurons.pow_registrations_this_interval[FIRST] = U16(by_work)
    neurons.burn_registrations_this_interval[FIRST] = U16(by_burn)
    return chain


def direction(new: int, old: int) -> int:
    return (new > old) - (new < old)


@pytest.mark.parametrize(
    ("by_work", "by_burn", "burn", "difficulty"),
    [(5, 1, 0, 1), (1, 5, 1, 0), (3, 3, 1, 1), (1, 0, -1, 0), (0, 1, 0, -1), (0, 0, -1, -1), (1, 1, 0, 0)],
)
def test_what_drew_registrations_becomes_dearer_and_what_did_not_cheaper(
    by_work: int, by_burn: int, burn: int, difficulty: int
) -> None:
    chain = counted(by_work, by_burn)
    adjust_registration_terms(chain, FIRST)
    assert direction(chain.neurons.burn[FIRST], BURN) == burn
    assert direction(chain.neurons.difficulty[FIRST], DIFFICULTY) == difficulty
    told = by_work == by_burn or difficulty != 0
    assert chain.events == ([DifficultySet(FIRST, chain.neurons.difficulty[FIRST])] if told else [])


def test_an_adjustment_begins_a_new_interval() -> None:
    chain = counted(5, 1)
    adjust_registration_terms(chain, FIRST)
    neurons = chain.neurons
    assert neurons.last_adjustment_block[FIRST] == 500
    assert neurons.registrations_this_interval.get(FIRST) == 0
    assert neurons.pow_registrations_this_interval.get(FIRST) == 0
    assert neurons.burn_registrations_this_interval.get(FIRST) == 0


@pytest.mark.parametrize(
    ("last", "interval", "due"), [(400, 100, True), (401, 100, False), (600, 1, False), (600, 0, True)]
)
def test_an_interval_is_over_after_its_blocks(last: int, interval: int, due: bool) -> None:
    chain = genesis(500)
    chain.neurons.last_adjustment_block[FIRST] = BlockHeight(last)
    chain.neurons.adjustment_interval[FIRST] = U16(interval)
    assert is_adjustment_due(chain, FIRST) is due


def test_every_subnet_forgets_the_registrations_of_the_block() -> None:
    chain = genesis(5)
    for netuid in (ROOT, FIRST):
        chain.neurons.registrations_this_block[netuid] = U16(3)
    adjust_registration_terms_for_networks(chain)
    assert dict(chain.neurons.registrations_this_block.items()) == {ROOT: 0, FIRST: 0}
    assert chain.neurons.last_adjustment_block.get(FIRST) is None


def test_root_is_adjusted_too() -> None:
    chain = genesis(100)
    adjust_registration_terms_for_networks(chain)
    assert chain.neurons.last_adjustment_block[ROOT] == chain.neurons.last_adjustment_block[FIRST] == 100


@given(costs, counts, counts, costs)
@relaxed
def test_a_cost_moves_by_the_ratio(cost: U64, registrations: U16, target: U16, alpha: U64) -> None:
    upgraded = compute_upgrade(cost, registrations, target, alpha).to_fraction()
    wanted = min(2 * target, U16.MAX)
    ratio = Fraction(min(registrations + target, U16.MAX), wanted) if wanted else Fraction(0)
    weight = Fraction(alpha, U64.MAX)
    exact = weight * cost + (1 - weight) * cost * ratio
    # The weight has 18 binary digits; what it loses is multiplied by both costs.
    lost = Fraction(2 + cost + cost * ratio, 2**18) + 1
    assert abs(upgraded - exact) <= lost


@given(costs, counts, counts)
@relaxed
def test_without_weight_the_old_cost_does_not_count(cost: U64, registrations: U16, target: U16) -> None:
    wanted = U110F18.saturating_from_num(target.saturating_add(target))
    product = U110F18.saturating_from_num(cost * registrations.saturating_add(target))
    assert compute_upgrade(cost, registrations, target, U64(0)) == product.safe_div(wanted)


@given(costs, counts)
@relaxed
def test_with_all_weight_a_cost_stays(cost: U64, registrations: U16) -> None:
    assert compute_upgrade(cost, registrations, U16(2), U64(U64.MAX)) == U110F18.saturating_from_num(cost)


@given(costs, costs, costs)
@relaxed
def test_a_cost_stays_within_its_bounds(burn: U64, least: U64, greatest: U64) -> None:
    chain = counted(1, 4)
    neurons = chain.neurons
    neurons.burn[FIRST], neurons.min_burn[FIRST], neurons.max_burn[FIRST] = map(TaoBalance, (burn, least, greatest))
    neurons.difficulty[FIRST], neurons.min_difficulty[FIRST], neurons.max_difficulty[FIRST] = burn, least, greatest
    new = get_upgraded_burn(chain, FIRST)
    assert type(new) is TaoBalance
    assert new == get_upgraded_difficulty(chain, FIRST)
    # Five registrations and a target of two make seven quarters.
    wanted = burn * 7 // 4
    if least <= greatest:
        assert new == min(max(wanted, least), greatest)
    else:
        assert new == (greatest if wanted >= greatest else least)

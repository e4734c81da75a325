from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.integers import I16, U16
from tao_spec.revisions.r306 import R306
from tao_spec.transition.consensus.liquid_alpha import (
    LiquidAlpha,
    alpha_sigmoid,
    find_in_order,
    get_liquid_alpha,
    mat_ema_alpha,
)
from tests.transition.consensus.subnets import NETUID, build, fixed

relaxed = settings(deadline=None, max_examples=120)

ZERO, ONE = I32F32.ZERO, I32F32.ONE
HALF, QUARTER = fixed(0.5, 0.25)
shares = st.integers(0, ONE.bits).map(I32F32.from_bits)


def liquid_alpha(low: int = 0, high: int = 65_535, steepness: int = 1_000, close: str = "") -> LiquidAlpha:
    revision = R306.replace(name="closed", description="", close=frozenset({close} - {""}))
    chain = build([], revision=revision)
    chain.consensus.alpha_values[NETUID] = (U16(low), U16(high))
    chain.consensus.alpha_sigmoid_steepness[NETUID] = I16(steepness)
    return get_liquid_alpha(chain, NETUID)


def test_half_way_is_half_of_the_speed() -> None:
    assert alpha_sigmoid(liquid_alpha(), QUARTER, HALF + QUARTER, ZERO) == HALF


def test_a_purchase_is_judged_by_consensus_and_a_sale_by_the_bond() -> None:
    liquid = liquid_alpha()
    assert alpha_sigmoid(liquid, ZERO, HALF, HALF) == HALF
    assert alpha_sigmoid(liquid, ONE, HALF, HALF) < QUARTER
    assert alpha_sigmoid(liquid, ONE, HALF, ONE) == HALF


def test_with_no_steepness_the_distance_does_not_matter() -> None:
    liquid = liquid_alpha(steepness=0)
    assert alpha_sigmoid(liquid, ZERO, ONE, ZERO) == alpha_sigmoid(liquid, ONE, ZERO, ZERO) == HALF


def test_bounds_in_the_wrong_order_give_the_low_one() -> None:
    liquid = liquid_alpha(low=65_535, high=0)
    assert alpha_sigmoid(liquid, ZERO, HALF, ZERO) == ONE


@given(shares, shares, shares, st.integers(-32_768, 32_767), st.integers(0, 65_535), st.integers(0, 65_535))
@relaxed
def test_the_speed_stays_within_its_bounds(
    consensus: I32F32, weight: I32F32, bond: I32F32, steepness: int, one: int, other: int
) -> None:
    liquid = liquid_alpha(min(one, other), max(one, other), steepness)
    assert liquid.low <= alpha_sigmoid(liquid, consensus, weight, bond) <= liquid.high


@pytest.mark.parametrize(("steepness", "is_high"), [(4_177, False), (4_178, True)])
def test_a_sigmoid_too_steep_jumps_to_the_wrong_end(steepness: int, is_high: bool) -> None:
    alpha = alpha_sigmoid(liquid_alpha(steepness=steepness), ONE, ZERO, ZERO)
    assert (alpha > HALF) == is_high


def test_once_closed_the_sigmoid_stays_at_its_own_end() -> None:
    assert alpha_sigmoid(liquid_alpha(steepness=32_767, close="KNOWN-20"), ONE, ZERO, ZERO) < QUARTER


def test_what_stands_behind_a_greater_column_is_not_found() -> None:
    entries = [(2, ONE), (1, HALF), (2, HALF), (3, QUARTER)]
    assert find_in_order(entries) == {2: ONE, 3: QUARTER}
    assert liquid_alpha().find(entries) == {2: ONE, 3: QUARTER}
    assert liquid_alpha(close="KNOWN-22").find(entries) == {1: HALF, 2: HALF, 3: QUARTER}


def test_each_bond_moves_at_its_own_speed() -> None:
    liquid = replace(liquid_alpha(steepness=0), low=HALF, high=HALF)
    moved = mat_ema_alpha(liquid, [[(0, ONE), (1, ZERO)]], [[(0, HALF), (1, ONE)]], fixed(0, 0))
    assert moved == [[(0, HALF + QUARTER), (1, HALF)]]


def test_a_bond_never_passes_one() -> None:
    liquid = replace(liquid_alpha(), low=ONE, high=ONE)
    assert mat_ema_alpha(liquid, [[(0, ONE + ONE)]], [[]], fixed(0)) == [[(0, ONE)]]


def test_a_bond_without_a_weight_vanishes() -> None:
    weights, bonds = [[(1, ONE)]], [[(0, ONE)]]
    liquid = replace(liquid_alpha(steepness=0), low=HALF, high=HALF)
    assert mat_ema_alpha(liquid, weights, bonds, fixed(0, 0)) == [[(1, HALF)]]
    assert mat_ema_alpha(replace(liquid, forgets=False), weights, bonds, fixed(0, 0)) == [[(0, HALF), (1, HALF)]]
    assert not liquid_alpha(close="KNOWN-21").forgets


def test_an_entry_that_stands_twice_stays_twice() -> None:
    liquid = replace(liquid_alpha(steepness=0), low=HALF, high=HALF)
    moved = mat_ema_alpha(liquid, [[(0, ONE), (0, HALF)]], [[(0, ONE), (0, HALF)]], fixed(0))
    assert moved == [[(0, HALF + QUARTER), (0, HALF)]]

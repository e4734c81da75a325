import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.transition.emission.block_emission import (
    TOTAL_SUPPLY,
    LogarithmCalculationFailed,
    compute_block_emission,
    compute_emission_thresholds,
    compute_halvings,
)

relaxed = settings(deadline=None, max_examples=200)
issuances = st.integers(0, TOTAL_SUPPLY).map(TaoBalance)


def test_the_first_block_emits_one_tao() -> None:
    assert compute_block_emission(TaoBalance(0)) == tao(1)


def test_nothing_is_emitted_once_the_supply_is_reached() -> None:
    assert compute_block_emission(TOTAL_SUPPLY) == compute_block_emission(TaoBalance(TaoBalance.MAX)) == 0


@given(issuances, issuances)
@relaxed
def test_emission_never_rises(left: TaoBalance, right: TaoBalance) -> None:
    low, high = sorted((left, right))
    assert compute_block_emission(low) >= compute_block_emission(high)


@given(issuances.filter(lambda issuance: issuance < TOTAL_SUPPLY))
@relaxed
def test_emission_is_one_tao_halved_for_each_halving(issuance: TaoBalance) -> None:
    assert compute_block_emission(issuance) == tao(1) >> compute_halvings(issuance)


@given(issuances)
@relaxed
def test_a_block_never_emits_more_than_remains(issuance: TaoBalance) -> None:
    remaining = TOTAL_SUPPLY - issuance
    assert compute_block_emission(issuance) <= max(remaining, 0)


def test_the_logarithm_fails_only_at_the_supply() -> None:
    assert compute_halvings(TaoBalance(TOTAL_SUPPLY - 1)) == 32
    with pytest.raises(LogarithmCalculationFailed, match="Logarithm calculation failed"):
        compute_halvings(TOTAL_SUPPLY)


def test_the_halvings_stand_where_half_of_the_rest_is_issued() -> None:
    thresholds = compute_emission_thresholds()
    assert len(thresholds) == 30
    for number, (issuance, emission) in enumerate(thresholds, start=1):
        assert emission == tao(1) >> number
        # The share issued is computed with 32 digits behind the point.
        exact = TOTAL_SUPPLY - TOTAL_SUPPLY / 2**number
        assert abs(issuance - exact) <= TOTAL_SUPPLY / 2**32


@pytest.mark.parametrize("index", range(30))
def test_a_threshold_is_the_least_issuance_of_its_emission(index: int) -> None:
    issuance, emission = compute_emission_thresholds()[index]
    assert compute_block_emission(issuance) == emission
    assert compute_block_emission(TaoBalance(issuance - 1)) > emission


def test_thresholds_of_another_rule() -> None:
    supply = TaoBalance(1000)
    thresholds = compute_emission_thresholds(lambda issuance: TaoBalance(9 - issuance // 400), supply)
    assert thresholds == [(400, 8), (800, 7)]
    assert compute_emission_thresholds(lambda _: TaoBalance(5), supply) == []

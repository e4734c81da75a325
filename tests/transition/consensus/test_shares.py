from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import I32F32
from tao_spec.transition.consensus.shares import compute_emission, compute_emission_shares
from tao_spec.transition.consensus.vector_math import normalize
from tests.transition.consensus.subnets import fixed

relaxed = settings(deadline=None, max_examples=120)

ZERO = I32F32.ZERO
vectors = st.lists(st.integers(0, I32F32.ONE.bits).map(I32F32.from_bits), min_size=4, max_size=4)
amounts = st.integers(0, AlphaBalance.MAX).map(AlphaBalance)


def test_work_and_validating_share_evenly() -> None:
    shares = compute_emission_shares(fixed(0, 1), fixed(1, 0), fixed(1, 0), fixed(1, 0))
    assert shares.server == fixed(0, 0.5)
    assert shares.validator == fixed(0.5, 0)
    assert shares.combined == fixed(0.5, 0.5)


def test_without_incentive_all_goes_to_active_stake() -> None:
    shares = compute_emission_shares(fixed(0, 0), fixed(0, 0), fixed(0.75, 0.25), fixed(0.5, 0.5))
    assert shares.server == fixed(0, 0)
    assert shares.validator == shares.combined == fixed(0.75, 0.25)


def test_without_active_stake_all_goes_to_stake() -> None:
    shares = compute_emission_shares(fixed(0, 0), fixed(0, 0), fixed(0, 0), fixed(0.5, 0.5))
    assert shares.validator == shares.combined == fixed(0.5, 0.5)


@given(vectors, vectors, vectors, amounts)
@relaxed
def test_never_more_is_paid_than_there_is(
    work: list[I32F32], judgement: list[I32F32], stake: list[I32F32], emission: AlphaBalance
) -> None:
    stake = normalize(stake)
    shares = compute_emission_shares(normalize(work), normalize(judgement), stake, stake)
    assert sum(compute_emission(shares.combined, emission)) <= emission
    paid = sum(compute_emission(shares.server, emission)) + sum(compute_emission(shares.validator, emission))
    assert paid <= emission


def test_amounts_are_rounded_down() -> None:
    assert compute_emission(fixed(0.5, 0.25, 0), AlphaBalance(7)) == [3, 1, 0]
    assert compute_emission(fixed(-1, 2), AlphaBalance(AlphaBalance.MAX)) == [0, AlphaBalance.MAX]

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.errors import MisshapenMatrix
from tao_spec.arithmetic.fixed import I32F32
from tao_spec.transition.consensus.permits import compute_active_stake, get_validator_permits, is_topk_nonzero
from tests.transition.consensus.subnets import NETUID, build, fixed

relaxed = settings(deadline=None, max_examples=150)

shares = st.lists(st.integers(0, 9).map(I32F32.from_bits) | st.integers(0, 2**32).map(I32F32.from_bits), max_size=10)


@given(shares, st.integers(0, 12))
@relaxed
def test_permits_go_to_the_greatest(vector: list[I32F32], k: int) -> None:
    permits = is_topk_nonzero(vector, k)
    chosen = [share for share, may in zip(vector, permits, strict=True) if may]
    others = [share for share, may in zip(vector, permits, strict=True) if not may]
    assert len(chosen) == min(k, sum(map(bool, vector)))
    assert all(chosen)
    assert not chosen or not others or min(chosen) >= max(others)


def test_of_equals_the_later_wins() -> None:
    assert is_topk_nonzero(fixed(1, 2, 1, 1), 2) == [False, True, False, True]


def test_as_many_as_there_are_all_win_but_those_with_nothing() -> None:
    assert is_topk_nonzero(fixed(1, 0), 2) == is_topk_nonzero(fixed(1, 0), 3) == [True, False]


def test_permits_must_be_as_many_as_neurons() -> None:
    with pytest.raises(MisshapenMatrix, match="ValidatorPermit has 1 entries in a subnet of 2 neurons"):
        get_validator_permits(build([1, 1], permits=[True]), NETUID)


def test_only_active_validators_keep_their_stake() -> None:
    stake = fixed(0.25, 0.25, 0.25, 0.25)
    active = compute_active_stake(stake, [False, True, False, False], [True, True, False, True])
    assert active == fixed(0.5, 0, 0, 0.5)


def test_without_any_updates_nobody_is_inactive() -> None:
    assert compute_active_stake(fixed(1), [], [True]) == fixed(1)


@pytest.mark.parametrize("inactive", [[False], [False] * 3])
def test_updates_must_be_as_many_as_neurons(inactive: list[bool]) -> None:
    with pytest.raises(MisshapenMatrix, match="LastUpdate"):
        compute_active_stake(fixed(0.5, 0.5), inactive, [True, True])


@given(shares)
@relaxed
def test_active_stake_sums_to_one_at_most(vector: list[I32F32]) -> None:
    active = compute_active_stake(vector, [], [True] * len(vector))
    assert sum(share.bits for share in active) <= I32F32.ONE.bits

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.errors import MisshapenMatrix
from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.transition.consensus.bonds import (
    compute_bonds_and_dividends,
    compute_yuma2,
    compute_yuma3,
    get_bonds,
    get_bonds_alpha,
    get_weights_for_bonds,
    get_wrapping_bonds_alpha,
    move_yuma3_bonds,
)
from tao_spec.transition.consensus.matrices import Matrix
from tests.transition.consensus.subnets import NETUID, build, fixed, set_bonds

relaxed = settings(deadline=None, max_examples=100)

ZERO, ONE = I32F32.ZERO, I32F32.ONE
HALF, QUARTER = fixed(0.5, 0.25)
SIZE = 4
shares = st.integers(0, ONE.bits).map(I32F32.from_bits)
vectors = st.lists(shares, min_size=SIZE, max_size=SIZE)
rows = st.dictionaries(st.integers(0, SIZE - 1), shares).map(lambda row: list(row.items()))
matrices = st.lists(rows, min_size=SIZE, max_size=SIZE)


def whole(*entries: tuple[int, int]) -> list[tuple[int, I32F32]]:
    return [(column, I32F32.saturating_from_num(value)) for column, value in entries]


def test_bonds_on_new_neurons_and_of_numbers_beyond_are_left_out() -> None:
    chain = build([1, 1, 1])
    set_bonds(chain, 0, [(2, 7), (1, 5), (0, 3)])
    set_bonds(chain, 9, [(0, 1)])
    assert get_bonds(chain, NETUID, [False, True, False]) == [whole((2, 7), (0, 3)), [], []]


def test_a_bond_on_a_number_beyond_the_subnet_aborts() -> None:
    chain = build([1])
    set_bonds(chain, 5, [(1, 7)])
    assert get_bonds(chain, NETUID, [False]) == [[]]
    set_bonds(chain, 0, [(1, 7)])
    with pytest.raises(MisshapenMatrix, match="neuron 1"):
        get_bonds(chain, NETUID, [False])


@pytest.mark.parametrize(("penalty", "expected"), [(0, ONE), (65_535, HALF)])
def test_the_penalty_decides_how_much_is_clipped(penalty: int, expected: I32F32) -> None:
    chain = build([])
    chain.consensus.bonds_penalty[NETUID] = U16(penalty)
    assert get_weights_for_bonds(chain, NETUID, [[(0, ONE)]], [[(0, HALF)]]) == [[(0, expected)]]


@pytest.mark.parametrize(
    ("average", "alpha"),
    [(0, ONE), (500_000, HALF), (1_000_000, ZERO), (2_000_000, -ONE), (10**12, fixed(1 - 10**6)[0])],
)
def test_the_moving_average_is_in_millionths(average: int, alpha: I32F32) -> None:
    chain = build([])
    chain.consensus.bonds_moving_average[NETUID] = U64(average)
    assert get_bonds_alpha(chain, NETUID) == get_wrapping_bonds_alpha(chain, NETUID) == alpha


def test_beyond_its_type_one_average_is_held_and_the_other_wraps() -> None:
    chain = build([])
    chain.consensus.bonds_moving_average[NETUID] = U64(2_147_483_648_000_000)
    assert get_bonds_alpha(chain, NETUID) == ONE - I32F32.MAX
    assert get_wrapping_bonds_alpha(chain, NETUID) == I32F32.MAX
    chain.consensus.bonds_moving_average[NETUID] = U64(U64.MAX)
    assert get_wrapping_bonds_alpha(chain, NETUID).bits == ONE.bits + 4_295


def test_yuma2_buys_bonds_with_stake() -> None:
    stake, weights = fixed(0.75, 0.25, 0, 0), [[(2, HALF), (3, HALF)], [(2, HALF)], [], []]
    result = compute_yuma2([[], [], [], []], weights, stake, fixed(0, 0, 0.5, 0.5), ONE)
    # Of neuron 2 they hold three and one quarters, of neuron 3 all and nothing.
    assert result.dividends == fixed(0.875, 0.125, 0, 0)
    third = HALF.safe_div(fixed(1.5)[0])
    assert result.bonds == [[(2, ONE), (3, ONE)], [(2, third)], [], []]


def test_yuma2_keeps_old_bonds_by_the_moving_average() -> None:
    old, weights = [whole((1, 65_535)), []], [[], [(1, ONE)]]
    result = compute_yuma2(old, weights, fixed(0.5, 0.5), fixed(0, 1), QUARTER)
    assert result.dividends == fixed(0.75, 0.25)


def test_yuma3_moves_bonds_towards_weights() -> None:
    chain = build([1, 1])
    chain.consensus.bonds_moving_average[NETUID] = U64(500_000)
    moved = move_yuma3_bonds(chain, NETUID, [whole((0, 65_535)), []], [[(1, ONE)], []], fixed(1, 1))
    assert moved == [[(0, HALF), (1, HALF)], []]


@pytest.mark.parametrize(("consensus", "speed"), [(0, 0.5), (0.5, 0.25)])
def test_liquid_alpha_needs_consensus_somewhere(consensus: float, speed: float) -> None:
    chain = build([1])
    chain.consensus.bonds_moving_average[NETUID] = U64(500_000)
    chain.consensus.liquid_alpha_on[NETUID] = True
    chain.consensus.alpha_values[NETUID] = (U16(16_384), U16(16_384))
    moved = move_yuma3_bonds(chain, NETUID, [[]], [[(0, ONE)]], fixed(consensus))
    assert abs(float(moved[0][0][1].to_fraction()) - speed) < 1e-4


def test_yuma3_pays_by_bonds_incentive_and_stake() -> None:
    result = compute_yuma3([[(0, HALF)], [(0, QUARTER), (1, QUARTER)]], fixed(0.5, 0.5), fixed(0.5, 0.5))
    assert result.bonds == [[(0, HALF)], [(0, QUARTER), (1, QUARTER)]]
    assert [round(float(share.to_fraction()), 6) for share in result.dividends] == [0.333333, 0.666667]


@given(matrices, matrices, vectors, vectors, shares)
@relaxed
def test_bonds_lie_between_zero_and_one(
    bonds: Matrix, weights: Matrix, stake: list[I32F32], incentive: list[I32F32], alpha: I32F32
) -> None:
    result = compute_yuma2(bonds, weights, stake, incentive, alpha)
    assert all(ZERO < bond <= ONE or bond == ZERO for row in result.bonds for _, bond in row)
    assert sum(share.bits for share in result.dividends) <= ONE.bits
    assert len(compute_yuma3(bonds, stake, incentive).dividends) == SIZE


@pytest.mark.parametrize("yuma3", [False, True])
def test_the_subnet_chooses_the_version(yuma3: bool) -> None:
    chain = build([1, 1])
    chain.consensus.yuma3_on[NETUID] = yuma3
    weights, stake, incentive = [[(1, HALF)], []], fixed(1, 0), fixed(0, 1)
    result = compute_bonds_and_dividends(
        chain,
        NETUID,
        bonds=[[], []],
        weights=weights,
        active_stake=stake,
        consensus=incentive,
        incentive=incentive,
    )
    assert result.dividends == fixed(1, 0)
    assert (result.bonds[0] == [(1, ONE)]) == (not yuma3)

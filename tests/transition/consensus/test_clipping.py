from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import I32F32
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.consensus.clipping import clip_weights, compute_consensus, compute_trust, get_float_kappa
from tao_spec.transition.consensus.vector_math import weighted_median_col
from tests.transition.consensus.subnets import NETUID, build, fixed

relaxed = settings(deadline=None, max_examples=120)

SIZE = 4
HALF, QUARTER = fixed(0.5, 0.25)
shares = st.integers(0, I32F32.ONE.bits).map(I32F32.from_bits)
vectors = st.lists(shares, min_size=SIZE, max_size=SIZE)
matrices = st.lists(vectors, min_size=SIZE, max_size=SIZE)


def sparse(matrix: list[list[I32F32]]) -> list[list[tuple[int, I32F32]]]:
    return [list(enumerate(row)) for row in matrix]


def test_kappa_is_a_share_of_one() -> None:
    chain = build([])
    chain.consensus.kappa[NETUID] = U16(65_535)
    assert get_float_kappa(chain, NETUID) == I32F32.ONE


def test_half_of_the_stake_decides() -> None:
    stake = fixed(0.25, 0.25, 0.5, 0)
    weights = sparse([fixed(0.1, 0.9, 0, 0), fixed(0.2, 0.8, 0, 0), fixed(0.4, 0.6, 0, 0), fixed(1, 0, 0, 0)])
    assert compute_consensus(stake, weights, HALF) == fixed(0.4, 0.8, 0, 0)


def test_where_nobody_has_a_voice_there_is_no_consensus() -> None:
    assert compute_consensus(fixed(0, 0), [[], []], I32F32.ONE) == fixed(0, 0)


def test_of_a_neuron_named_twice_the_last_weight_counts() -> None:
    weights = [[(1, I32F32.ONE), (1, HALF)], []]
    assert compute_consensus(fixed(1, 0), weights, HALF) == fixed(0, 0.5)


@given(vectors, matrices, shares)
@relaxed
def test_the_sparse_median_is_the_dense_one(stake: list[I32F32], matrix: list[list[I32F32]], kappa: I32F32) -> None:
    assert compute_consensus(stake, sparse(matrix), kappa) == weighted_median_col(stake, matrix, kappa)


def test_weights_are_cut_down_to_consensus_and_gone_at_zero() -> None:
    clipped = clip_weights(sparse([fixed(0.5, 0.5, 0, 0.25)]), fixed(0.25, 0, 0, 0.5))
    assert clipped == [[(0, QUARTER), (2, I32F32.ZERO), (3, QUARTER)]]


@given(matrices, vectors)
@relaxed
def test_clipping_twice_changes_nothing_more(matrix: list[list[I32F32]], consensus: list[I32F32]) -> None:
    once = clip_weights(sparse(matrix), consensus)
    assert clip_weights(once, consensus) == once
    assert all(weight <= consensus[column] for row in once for column, weight in row)


def test_trust_is_what_clipping_left() -> None:
    assert compute_trust(fixed(0.25, 0, 0), fixed(0.5, 0.5, 0)) == fixed(0.5, 0, 0)

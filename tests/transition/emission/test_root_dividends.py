from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import ROOT, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.root_dividends import (
    compute_root_alpha,
    get_root_proportion,
    sell_root_alpha,
    set_alpha_aside,
)
from tao_spec.transition.revision import Revision
from tests.transition.chains import closing, genesis
from tests.transition.emission.pools import fixed, start

ALPHA = 10**9
A = NetUid(2)
BASE = genesis().revision


def rooted(root_tao: int = 1_000, revision: Revision = BASE) -> Chain:
    """A subnet with 1,000 TAO and 1,000 alpha, and TAO on root that weighs as much as alpha."""
    chain = genesis(100, revision)
    start(chain, A)
    chain.pools.subnet_tao[ROOT] = TaoBalance(root_tao * ALPHA)
    chain.stake.tao_weight.value = U64(U64.MAX)
    return chain


def waiting(chain: Chain) -> tuple[int, int, int]:
    emission = chain.emission
    return emission.pending_emission[A], emission.pending_alpha_swapped[A], emission.pending_root_divs[A]


def test_the_proportion_is_that_of_weighted_tao() -> None:
    chain = rooted(1_000)
    assert get_root_proportion(chain, A) == fixed(Fraction(1, 2))
    chain.pools.subnet_alpha_out[A] = AlphaBalance(2_000 * ALPHA)
    assert get_root_proportion(chain, A) == fixed(Fraction(1, 4))
    chain.stake.tao_weight.value = U64(0)
    assert get_root_proportion(chain, A) == U96F32.ZERO


def test_without_tao_and_alpha_there_is_no_proportion() -> None:
    assert get_root_proportion(genesis(5), NetUid(9)) == U96F32.ZERO


def test_root_shares_in_one_half() -> None:
    assert compute_root_alpha(fixed(100), fixed(Fraction(1, 2))) == fixed(25)
    assert compute_root_alpha(fixed(100), fixed(1)) == fixed(50)
    # The proportion comes first: it leaves two digits of three, and the half is one.
    assert compute_root_alpha(U96F32.from_bits(3), U96F32.from_bits(2**32 - 1)) == U96F32.from_bits(1)


@given(st.integers(0, 10**9 << 32), st.integers(0, 1 << 32))
@settings(deadline=None, max_examples=100)
def test_root_never_has_more_than_the_half(alpha: int, proportion: int) -> None:
    root = compute_root_alpha(U96F32.from_bits(alpha), U96F32.from_bits(proportion))
    assert 2 * root.bits <= alpha


def test_alpha_is_sold_and_the_tao_waits() -> None:
    chain = rooted()
    chain.emission.pending_root_divs[A] = TaoBalance(5)
    assert sell_root_alpha(chain, A, AlphaBalance(ALPHA))
    paid = chain.emission.pending_root_divs[A] - 5
    assert paid == pytest.approx(ALPHA, rel=0.002)
    assert chain.pools.subnet_tao[A] == 1_000 * ALPHA - paid
    assert chain.pools.subnet_alpha_in[A] == 1_001 * ALPHA


def test_a_pool_that_refuses_buys_nothing() -> None:
    chain = rooted()
    chain.pools.subnet_tao[A] = TaoBalance(999_999)
    chain.commit()
    assert not sell_root_alpha(chain, A, AlphaBalance(ALPHA))
    assert chain.commit().changes == {}


def test_what_is_set_aside_is_all() -> None:
    chain = rooted()
    set_alpha_aside(chain, A, fixed(ALPHA), sells=True)
    pending, swapped, tao = waiting(chain)
    assert (pending, swapped) == (ALPHA * 3 // 4, ALPHA // 4)
    assert tao == pytest.approx(ALPHA // 4, rel=0.001)


@pytest.mark.parametrize(("revision", "swapped"), [(BASE, ALPHA // 4), (closing("KNOWN-42"), 0)])
@pytest.mark.parametrize("sells", [False, True])
def test_what_is_not_sold_counts_as_sold_by_mistake(revision: Revision, swapped: int, sells: bool) -> None:
    chain = rooted(revision=revision)
    # Who would sell cannot, for the pool is empty.
    if sells:
        chain.pools.subnet_tao[A] = TaoBalance(0)
    set_alpha_aside(chain, A, fixed(ALPHA), sells)
    assert waiting(chain) == (ALPHA - swapped, swapped, 0)

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U64F64, U96F32
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.injection import (
    Injection,
    buy_alpha,
    can_be_joined,
    compute_injection,
    get_alpha_issuance,
    inject,
    prepare_injections,
)
from tao_spec.transition.revision import Revision
from tests.transition.chains import closing, genesis
from tests.transition.emission.pools import fixed, start

ALPHA = 10**9
EMISSION = fixed(ALPHA)
A = NetUid(2)
BASE = genesis().revision


def started(tao: int = 1_000, alpha: int = 1_000, revision: Revision = BASE) -> Chain:
    chain = genesis(100, revision)
    start(chain, A, tao, alpha)
    return chain


def shut(chain: Chain, burning: bool = True, work: bool = True) -> Chain:
    chain.neurons.network_registration_allowed[A] = not burning
    chain.neurons.network_pow_registration_allowed[A] = not work
    return chain


def test_tao_and_alpha_enter_at_the_price() -> None:
    found = compute_injection(EMISSION, fixed(300), fixed(Fraction(1, 2)), EMISSION)
    assert found == Injection(fixed(300), fixed(600), EMISSION, U96F32.ZERO, False)


def test_below_the_share_of_the_block_the_price_decides() -> None:
    found = compute_injection(EMISSION, fixed(ALPHA // 2), fixed(Fraction(1, 8)), fixed(7))
    assert found == Injection(fixed(ALPHA // 8), fixed(7), fixed(7), fixed(ALPHA * 3 // 8), True)


def test_a_price_on_the_bound_is_no_subsidy() -> None:
    half = fixed(Fraction(1, 2))
    assert not compute_injection(EMISSION, fixed(ALPHA // 2), half, EMISSION).is_subsidised
    below = U96F32.from_bits(half.bits - 1)
    assert compute_injection(EMISSION, fixed(ALPHA // 2), below, EMISSION).is_subsidised


def test_of_worthless_alpha_the_pool_gets_all() -> None:
    assert compute_injection(EMISSION, U96F32.ZERO, U96F32.ZERO, fixed(7)).alpha_in == fixed(7)
    assert compute_injection(U96F32.ZERO, U96F32.ZERO, U96F32.ZERO, fixed(7)).alpha_in == fixed(7)
    assert compute_injection(U96F32.ZERO, U96F32.ZERO, fixed(1), fixed(7)).alpha_in == U96F32.ZERO


@given(st.integers(1, 10**9), st.fractions(0, 1), st.integers(0, 2**36), st.integers(0, 10**9))
@settings(deadline=None, max_examples=300)
def test_an_injection_keeps_the_share_the_price_and_the_bounds(
    emission: int, part: Fraction, price_bits: int, alpha: int
) -> None:
    block, price = fixed(emission), U96F32.from_bits(price_bits)
    share = block * fixed(part)
    found = compute_injection(block, share, price, fixed(alpha))
    # The share is spent to the last digit.
    assert found.tao_in + found.tao_to_spend == share
    assert found.alpha_out == fixed(alpha)
    if found.is_subsidised:
        assert (found.tao_in, found.alpha_in) == (price * block, fixed(alpha))
    elif price:
        # At the price, and never more alpha than the block has TAO, but for what the ratio to it cuts off.
        assert found.alpha_in * price <= found.tao_in
        assert (found.alpha_in.bits + 1) * price.bits > found.tao_in.bits << 32
        assert found.alpha_in.bits * price.bits <= block.bits * (price.bits + 1)


def test_both_ways_to_register_must_be_closed() -> None:
    assert can_be_joined(shut(genesis(), False, False), A)
    assert can_be_joined(shut(genesis(), True, False), A)
    assert can_be_joined(shut(genesis(), False, True), A)
    assert not can_be_joined(shut(genesis()), A)


def test_what_users_provide_is_no_alpha_of_the_subnet() -> None:
    chain = started()
    chain.pools.subnet_alpha_out[A] = AlphaBalance(5)
    chain.pools.subnet_alpha_in_provided[A] = AlphaBalance(1_000)
    assert get_alpha_issuance(chain, A) == 1_000 * ALPHA + 5
    chain.pools.subnet_alpha_out[A] = AlphaBalance(AlphaBalance.MAX)
    assert get_alpha_issuance(chain, A) == AlphaBalance.MAX


def test_a_purchase_destroys_the_alpha_and_is_not_issued() -> None:
    chain = started(100, 1_000)
    buy_alpha(chain, A, TaoBalance(ALPHA))
    assert chain.pools.subnet_tao[A] == 101 * ALPHA
    assert chain.pools.subnet_alpha_out[A] == 0
    gone = 1_000 * ALPHA - chain.pools.subnet_alpha_in[A]
    assert gone == pytest.approx(10 * ALPHA, rel=0.02)
    assert (chain.stake.total_stake.value, chain.emission.total_issuance.value) == (ALPHA, 0)


def test_a_purchase_that_is_counted_is_what_was_meant() -> None:
    chain = started(100, 1_000, closing("KNOWN-40"))
    buy_alpha(chain, A, TaoBalance(ALPHA))
    assert chain.emission.total_issuance.value == ALPHA


def test_a_pool_that_refuses_sells_nothing() -> None:
    chain = started(100, 1_000)
    chain.pools.subnet_alpha_in[A] = AlphaBalance(999_999)
    chain.commit()
    buy_alpha(chain, A, TaoBalance(ALPHA))
    assert chain.commit().changes == {}


@pytest.mark.parametrize("revision", [BASE, closing("KNOWN-41")])
def test_a_subsidised_subnet_buys(revision: Revision) -> None:
    chain = started(100, 1_000, revision)
    found = prepare_injections(chain, {A: EMISSION}, EMISSION)[A]
    assert found.is_subsidised
    # The square root of the price is found to 10^-12 only.
    assert found.tao_in.saturating_to_num(TaoBalance) == pytest.approx(ALPHA // 10, abs=2)
    assert chain.pools.subnet_tao[A] == pytest.approx(100 * ALPHA + ALPHA * 9 // 10, abs=2)


@pytest.mark.parametrize(("revision", "bought"), [(BASE, True), (closing("KNOWN-41"), False)])
def test_a_closed_subnet_gets_nothing_and_buys_by_mistake(revision: Revision, bought: bool) -> None:
    chain = shut(started(100, 1_000, revision))
    found = prepare_injections(chain, {A: EMISSION}, EMISSION)[A]
    assert (found.tao_in, found.alpha_in, found.alpha_out) == (U96F32.ZERO,) * 3
    assert found.is_subsidised
    assert (chain.pools.subnet_tao[A] > 100 * ALPHA) == bought


def test_all_books_are_kept() -> None:
    chain = started()
    half = fixed(Fraction(1, 2))
    inject(chain, A, Injection(fixed(11) + half, fixed(13) + half, fixed(17) + half, fixed(19), False))
    emission, pools = chain.emission, chain.pools
    assert emission.subnet_tao_in_emission[A] == 11
    assert emission.subnet_alpha_in_emission[A] == 13
    assert emission.subnet_alpha_out_emission[A] == 17
    assert pools.subnet_tao[A] == 1_000 * ALPHA + 11
    assert pools.subnet_alpha_in[A] == 1_000 * ALPHA + 13
    assert pools.subnet_alpha_out[A] == 17
    assert chain.stake.total_stake.value == emission.total_issuance.value == 11


def test_liquidity_follows_what_was_put_in() -> None:
    chain = started()
    before = chain.pools.current_liquidity[A]
    inject(chain, A, Injection(fixed(5 * ALPHA), fixed(5 * ALPHA), fixed(0), fixed(0), False))
    assert chain.pools.current_liquidity[A] - before == pytest.approx(5 * ALPHA, abs=1_000)
    assert chain.pools.alpha_sqrt_price[A] == U64F64.ONE

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.emission.shares import compute_tao_shares, get_tao_shares
from tests.transition.chains import genesis
from tests.transition.emission.pools import fixed, start

EMISSION = fixed(10**9)
A, B, C = NetUid(2), NetUid(3), NetUid(4)


def test_subnets_share_in_proportion_to_moving_prices() -> None:
    shares = compute_tao_shares({A: fixed(1), B: fixed(3), C: fixed(0)}, EMISSION)
    assert shares == {A: fixed(250_000_000), B: fixed(750_000_000), C: fixed(0)}


def test_nobody_gets_a_share_where_all_prices_are_zero() -> None:
    assert compute_tao_shares({A: U96F32.ZERO, B: U96F32.ZERO}, EMISSION) == {A: U96F32.ZERO, B: U96F32.ZERO}
    assert compute_tao_shares({}, EMISSION) == {}


def test_a_third_is_cut_off_at_32_binary_digits() -> None:
    shares = compute_tao_shares(dict.fromkeys((A, B, C), fixed(1)), EMISSION)
    assert {share.bits for share in shares.values()} == {(10**9 << 32) // 3}


def test_the_moving_price_counts_and_without_a_pool_it_is_one() -> None:
    chain = genesis(5)
    start(chain, A, moving=Fraction(1, 2))
    start(chain, B, moving=Fraction(1, 8))
    assert get_tao_shares(chain, [A, B], EMISSION) == {A: fixed(800_000_000), B: fixed(200_000_000)}
    chain.pools.subnet_mechanism[B] = U16(0)
    assert get_tao_shares(chain, [B], EMISSION) == {B: EMISSION}


@given(st.lists(st.integers(0, 2**40), max_size=9), st.integers(0, 10**9))
@settings(deadline=None, max_examples=200)
def test_shares_never_come_to_more_than_the_block(prices: list[int], emission: int) -> None:
    moving = {NetUid(2 + index): U96F32.from_bits(bits) for index, bits in enumerate(prices)}
    shares = compute_tao_shares(moving, fixed(emission))
    lost = fixed(emission).bits - sum(share.bits for share in shares.values())
    # What is cut off is at most a digit for each subnet, and the remainder of a product for each.
    assert lost >= 0
    if any(prices):
        assert lost <= len(prices) * (1 + (2**32 // sum(prices)))
    else:
        assert lost == fixed(emission).bits

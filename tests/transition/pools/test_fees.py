import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.integers import U16, U64
from tao_spec.transition.pools.fees import add_fees, compute_fee, compute_fee_on_top
from tao_spec.transition.pools.ticks import Currency
from tests.transition.pools.build import NETUID, chain_with_pool, closing

relaxed = settings(deadline=None, max_examples=100)
rates = st.integers(0, 10_000).map(U16)


@given(rates, st.integers(0, 2**63))
@relaxed
def test_the_fee_in_an_amount_and_on_top_of_the_rest_agree(rate: U16, amount: int) -> None:
    chain = chain_with_pool()
    chain.pools.fee_rate[NETUID] = rate
    fee = compute_fee(chain, NETUID, U64(amount))
    assert amount * rate // 65_535 - 1 <= fee <= amount * rate // 65_535
    on_top = compute_fee_on_top(chain, NETUID, U64(amount - fee))
    assert abs(on_top - fee) <= 1 + amount * 2 // 2**60


def test_without_a_pool_there_is_no_fee() -> None:
    chain = chain_with_pool()
    chain.pools.subnet_mechanism[NETUID] = U16(0)
    assert compute_fee(chain, NETUID, U64(10**9)) == 0


def test_at_the_whole_no_fee_comes_on_top() -> None:
    chain = chain_with_pool()
    chain.pools.fee_rate[NETUID] = U16(65_535)
    assert compute_fee(chain, NETUID, U64(10**9)) == 10**9
    assert compute_fee_on_top(chain, NETUID, U64(10**9)) == 0


@pytest.mark.parametrize(("liquidity", "share"), [(0, 0), (1_000, 0), (1_001, 90), (4_000, 90 / 3_000)])
def test_a_thousand_of_the_liquidity_earn_nothing(liquidity: int, share: float) -> None:
    chain = chain_with_pool()
    chain.pools.current_liquidity[NETUID] = U64(liquidity)
    add_fees(chain, NETUID, Currency.ALPHA, U64(90))
    assert float(chain.pools.fee_global_alpha[NETUID].to_fraction()) == pytest.approx(share)
    assert not chain.pools.fee_global_tao[NETUID]


def test_as_it_was_meant_all_liquidity_shares_the_fee() -> None:
    chain = chain_with_pool(revision=closing("KNOWN-67"))
    chain.pools.current_liquidity[NETUID] = U64(900)
    add_fees(chain, NETUID, Currency.TAO, U64(90))
    assert float(chain.pools.fee_global_tao[NETUID].to_fraction()) == pytest.approx(0.1)

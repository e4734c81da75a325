import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.conversion import swap_alpha_for_tao, swap_tao_for_alpha
from tao_spec.transition.pools.prices import get_max_price, get_min_price
from tao_spec.transition.pools.reserves import get_alpha_reserve, get_tao_reserve
from tests.transition.pools.build import NETUID, TAO, chain_with_pool, closing

relaxed = settings(deadline=None, max_examples=60)
amounts = st.integers(10**3, 10**12)


def held(chain: Chain) -> tuple[int, int, int]:
    """The reserves, and the alpha outside."""
    return (
        get_tao_reserve(chain, NETUID),
        get_alpha_reserve(chain, NETUID),
        chain.pools.subnet_alpha_out[NETUID],
    )


def chain_with_alpha_outside(*closed: str) -> Chain:
    chain = chain_with_pool(revision=closing(*closed))
    chain.pools.subnet_alpha_out[NETUID] = AlphaBalance(5_000 * TAO)
    return chain


@given(amounts)
@relaxed
def test_a_purchase_moves_what_was_swapped_and_the_fee_is_in_no_reserve(amount: int) -> None:
    chain = chain_with_alpha_outside()
    tao, alpha, out = held(chain)
    result = swap_tao_for_alpha(chain, NETUID, TaoBalance(amount), get_max_price(), False)
    assert held(chain) == (tao + result.amount_paid_in, alpha - result.amount_paid_out, out + result.amount_paid_out)
    assert result.amount_paid_in + result.fee_paid == amount
    assert chain.stake.total_stake.value == chain.pools.subnet_volume[NETUID] == amount


@given(amounts)
@relaxed
def test_a_sale_leaves_its_fee_among_the_alpha_outside(amount: int) -> None:
    chain = chain_with_alpha_outside()
    tao, alpha, out = held(chain)
    result = swap_alpha_for_tao(chain, NETUID, AlphaBalance(amount), get_min_price(), False)
    assert held(chain) == (tao - result.amount_paid_out, alpha + result.amount_paid_in, out - result.amount_paid_in)
    assert chain.pools.subnet_volume[NETUID] == result.amount_paid_out


def test_as_it_was_meant_fees_are_in_the_reserves_of_users() -> None:
    chain = chain_with_alpha_outside("KNOWN-68")
    tao, alpha, out = held(chain)
    bought = swap_tao_for_alpha(chain, NETUID, TaoBalance(TAO), get_max_price(), False)
    assert get_tao_reserve(chain, NETUID) == tao + TAO
    sold = swap_alpha_for_tao(chain, NETUID, AlphaBalance(TAO), get_min_price(), False)
    assert get_alpha_reserve(chain, NETUID) == alpha - bought.amount_paid_out + TAO
    assert chain.pools.subnet_alpha_out[NETUID] == out + bought.amount_paid_out - TAO
    assert sold.fee_paid > 0


@pytest.mark.parametrize("mechanism", [0, 2])
def test_without_a_pool_it_is_one_for_one(mechanism: int) -> None:
    chain = chain_with_alpha_outside()
    chain.pools.subnet_mechanism[NETUID] = U16(mechanism)
    tao, alpha, out = held(chain)
    bought = swap_tao_for_alpha(chain, NETUID, TaoBalance(70), get_max_price(), False)
    assert (bought.amount_paid_out, bought.fee_paid) == (70, 0)
    assert held(chain) == (tao + 70, alpha - 70, out + 70)
    swap_alpha_for_tao(chain, NETUID, AlphaBalance(70), get_min_price(), False)
    assert held(chain) == (tao, alpha, out)


def test_amounts_beyond_the_sign_are_wrapped_as_by_the_client() -> None:
    chain = chain_with_alpha_outside()
    chain.pools.subnet_mechanism[NETUID] = U16(0)
    tao, alpha, _ = held(chain)
    swap_alpha_for_tao(chain, NETUID, AlphaBalance(2**63), get_min_price(), False)
    assert held(chain)[:2] == (tao, alpha + 2**63)

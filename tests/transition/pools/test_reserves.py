from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.transition.pools.reserves import (
    decrease_provided_alpha_reserve,
    decrease_provided_tao_reserve,
    get_alpha_reserve,
    get_tao_reserve,
    increase_provided_alpha_reserve,
    increase_provided_tao_reserve,
)
from tests.transition.pools.build import NETUID, chain_with_pool

relaxed = settings(deadline=None, max_examples=60)
amounts = st.integers(0, 2**64 - 1)


@given(amounts, amounts, amounts)
@relaxed
def test_users_give_first_and_the_protocol_what_is_missing(own: int, provided: int, taken: int) -> None:
    chain = chain_with_pool(own, own, is_set_up=False)
    increase_provided_tao_reserve(chain, NETUID, TaoBalance(provided))
    increase_provided_alpha_reserve(chain, NETUID, AlphaBalance(provided))
    decrease_provided_tao_reserve(chain, NETUID, TaoBalance(taken))
    decrease_provided_alpha_reserve(chain, NETUID, AlphaBalance(taken))
    assert chain.pools.subnet_tao_provided[NETUID] == chain.pools.subnet_alpha_in_provided[NETUID]
    assert chain.pools.subnet_tao_provided[NETUID] == max(provided - taken, 0)
    assert chain.pools.subnet_tao[NETUID] == max(own - max(taken - provided, 0), 0)
    assert chain.pools.subnet_alpha_in[NETUID] == chain.pools.subnet_tao[NETUID]


@given(amounts, amounts)
@relaxed
def test_a_reserve_is_both_parts_at_most_sixty_four_bits(own: int, provided: int) -> None:
    chain = chain_with_pool(own, own, is_set_up=False)
    increase_provided_tao_reserve(chain, NETUID, TaoBalance(provided))
    increase_provided_alpha_reserve(chain, NETUID, AlphaBalance(provided))
    assert get_tao_reserve(chain, NETUID) == get_alpha_reserve(chain, NETUID) == min(own + provided, 2**64 - 1)


def test_the_protocols_reserve_is_not_written_where_users_suffice() -> None:
    chain = chain_with_pool(5, 5, is_set_up=False)
    increase_provided_tao_reserve(chain, NETUID, TaoBalance(7))
    del chain.pools.subnet_tao[NETUID]
    decrease_provided_tao_reserve(chain, NETUID, TaoBalance(7))
    assert NETUID not in chain.pools.subnet_tao
    assert chain.pools.subnet_tao_provided.get(NETUID) == 0

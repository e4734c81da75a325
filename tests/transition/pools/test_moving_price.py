from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.fixed import I96F32, U96F32
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight
from tao_spec.arithmetic.integers import U16
from tao_spec.transition.pools.moving_price import get_moving_alpha_price, update_moving_price
from tests.transition.pools.build import NETUID, TAO, chain_with_pool

relaxed = settings(deadline=None, max_examples=60)
HALF = U96F32.from_bits(1 << 31)


def test_the_moving_price_is_one_on_root_and_without_a_pool() -> None:
    chain = chain_with_pool()
    assert get_moving_alpha_price(chain, ROOT) == U96F32.ONE
    assert get_moving_alpha_price(chain, NETUID) == U96F32.ZERO
    chain.pools.subnet_mechanism[NETUID] = U16(0)
    assert get_moving_alpha_price(chain, NETUID) == U96F32.ONE


@given(st.integers(0, 2**33), st.integers(0, 1_000))
@relaxed
def test_the_moving_price_ends_between_itself_and_the_price(moving: int, first: int) -> None:
    chain = chain_with_pool(TAO, 2 * TAO)
    chain.pools.subnet_moving_price[NETUID] = before = I96F32.from_bits(moving)
    chain.pools.subnet_moving_alpha.value = I96F32.from_bits(1 << 31)
    chain.subnets.first_emission_block_number[NETUID] = BlockHeight(first)
    update_moving_price(chain, NETUID)
    after, half = chain.pools.subnet_moving_price[NETUID], I96F32.from_bits(HALF.bits)
    assert min(before, half).bits - 4 <= after.bits <= max(before, half).bits


def test_a_price_above_one_counts_as_one() -> None:
    chain = chain_with_pool(1_000 * TAO, TAO)
    chain.pools.subnet_moving_alpha.value = I96F32.ONE
    chain.pools.subnet_moving_price[NETUID] = I96F32.ONE
    update_moving_price(chain, NETUID)
    assert chain.pools.subnet_moving_price[NETUID] <= I96F32.ONE


def test_at_half_its_life_the_weight_is_half() -> None:
    chain = chain_with_pool()
    chain.pools.subnet_moving_alpha.value = I96F32.ONE
    chain.pools.ema_price_halving_blocks[NETUID] = type(chain.pools.ema_price_halving_blocks[NETUID])(1_000)
    update_moving_price(chain, NETUID)
    assert abs(chain.pools.subnet_moving_price[NETUID].bits - HALF.bits) <= 2

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import I96F32
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.coinbase import (
    emit_to_subnets,
    get_subnets_to_emit_to,
    run_coinbase,
    step_epoch,
    take_pending,
)
from tao_spec.transition.emission.payout import Pending
from tests.transition.chains import FIRST, genesis
from tests.transition.emission.pools import fixed, start

EMISSION = U64(10**9)
NOTHING = Pending(AlphaBalance(0), TaoBalance(0), AlphaBalance(0), AlphaBalance(0))
A, B = NetUid(2), NetUid(3)


def test_root_never_starts_and_the_entry_decides() -> None:
    chain = genesis(5)
    chain.subnets.first_emission_block_number[FIRST] = BlockHeight(10**6)
    assert get_subnets_to_emit_to(chain, [FIRST, NetUid(2)]) == [FIRST]
    chain = genesis(5)
    chain.subnets.first_emission_block_number[ROOT] = BlockHeight(0)
    run_coinbase(chain, EMISSION)
    assert chain.consensus.blocks_since_last_step[FIRST] == 1
    assert chain.emission.total_issuance.value == 0


def test_only_started_subnets_get_anything() -> None:
    chain = genesis(100)
    start(chain, A)
    run_coinbase(chain, EMISSION)
    assert chain.emission.subnet_tao_in_emission[A] == EMISSION
    assert chain.emission.subnet_tao_in_emission.get(FIRST) is None
    assert chain.consensus.blocks_since_last_step[FIRST] == chain.consensus.blocks_since_last_step[A] == 1


def test_moving_prices_count_before_they_move() -> None:
    chain = genesis(100)
    start(chain, A, moving=1)
    start(chain, B, moving=0)
    chain.pools.subnet_moving_alpha.value = I96F32.ONE
    run_coinbase(chain, EMISSION)
    assert chain.emission.subnet_tao_in_emission[B] == 0
    assert chain.pools.subnet_moving_price[B] > I96F32.ZERO
    run_coinbase(chain, EMISSION)
    assert chain.emission.subnet_tao_in_emission[B] > 0


def test_all_is_bought_before_anything_is_sold() -> None:
    chain = genesis(100)
    for netuid in (A, B):
        start(chain, netuid, moving=Fraction(1, 2))
        # The pool forgets its price, and the first swap makes the protocol's position.
        chain.pools.positions.clear_under(netuid)
        chain.pools.swap_v3_initialized[netuid] = False
    chain.pools.subnet_tao[B] = TaoBalance(10**11)
    first = chain.pools.last_position_id.value
    emit_to_subnets(chain, [A, B], fixed(EMISSION))
    ids = {netuid: next(chain.pools.positions.under(netuid))[1].id for netuid in (A, B)}
    # B buys, and so it comes before A, which only sells.
    assert ids == {B: first + 1, A: first + 2}


def waiting(chain: Chain, netuid: NetUid) -> int:
    emission = chain.emission
    return sum(
        (emission.pending_emission[netuid], emission.pending_alpha_swapped[netuid], emission.pending_owner_cut[netuid])
    )


@given(
    st.lists(st.tuples(st.integers(1, 9_000), st.integers(1, 9_000), st.fractions(0, 1)), min_size=1, max_size=4),
    st.integers(0, 20_000),
    st.integers(0, 2**64 - 1),
)
@settings(deadline=None, max_examples=40)
def test_a_block_creates_no_more_than_its_emission(
    subnets: list[tuple[int, int, Fraction]], root: int, weight: int
) -> None:
    chain = genesis(100)
    chain.pools.subnet_tao[ROOT] = TaoBalance(root * 10**9)
    chain.stake.tao_weight.value = U64(weight)
    started = [start(chain, NetUid(2 + i), *subnet) for i, subnet in enumerate(subnets)]
    run_coinbase(chain, EMISSION)
    assert chain.emission.total_issuance.value <= EMISSION
    for netuid in started:
        # Of the alpha for neurons, root and owner less than three rao are cut off.
        created = chain.emission.subnet_alpha_out_emission[netuid]
        assert created - 3 < waiting(chain, netuid) <= created


def test_blocks_are_counted_until_the_epoch() -> None:
    chain = genesis(97)
    step_epoch(chain, FIRST)
    assert chain.consensus.blocks_since_last_step[FIRST] == 1
    assert chain.consensus.last_mechansim_step_block.get(FIRST) is None
    chain = genesis(98)
    chain.consensus.blocks_since_last_step[FIRST] = U64(50)
    step_epoch(chain, FIRST)
    assert chain.consensus.blocks_since_last_step.get(FIRST) == 0
    assert chain.consensus.last_mechansim_step_block[FIRST] == 98
    assert chain.emission.pending_emission.get(FIRST) == 0


def test_the_epoch_takes_what_its_own_block_set_aside() -> None:
    chain = genesis(100)
    start(chain, A)
    chain.consensus.tempo[A] = U16(1)
    run_coinbase(chain, EMISSION)
    assert (waiting(chain, A) == 0) == ((100 + A + 1) % 2 == 1)


def test_an_epoch_takes_all_that_was_set_aside() -> None:
    chain = genesis(98)
    chain.emission.pending_emission[FIRST] = AlphaBalance(1)
    chain.emission.pending_root_divs[FIRST] = TaoBalance(2)
    chain.emission.pending_alpha_swapped[FIRST] = AlphaBalance(3)
    chain.emission.pending_owner_cut[FIRST] = AlphaBalance(4)
    assert take_pending(chain, FIRST) == Pending(AlphaBalance(1), TaoBalance(2), AlphaBalance(3), AlphaBalance(4))
    assert take_pending(chain, FIRST) == NOTHING


@pytest.mark.parametrize("tempo", [1, 7])
def test_what_waits_is_paid_out_with_every_epoch(tempo: int) -> None:
    chain = genesis(100)
    start(chain, A)
    chain.consensus.tempo[A] = U16(tempo)
    seen = []
    for number in range(100, 124):
        chain.accounts.number.value = type(chain.accounts.number.value)(number)
        run_coinbase(chain, EMISSION)
        seen.append(waiting(chain, A) == 0)
    assert sum(seen) == 24 // (tempo + 1)

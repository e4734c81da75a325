import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight, NetUid
from tao_spec.interface.stake import AmountTooLow, InsufficientLiquidity, StakeAdded, StakeRemoved
from tao_spec.transition.stake.operations import (
    Stake,
    stake_into_subnet,
    transfer_stake_within_subnet,
    unstake_from_subnet,
)
from tests.transition.stake.build import (
    ALICE,
    BOB,
    FIRST,
    HOT,
    MINIMUM,
    SECOND,
    STABLE,
    add_subnet,
    events,
    free,
    held,
    market,
    put,
    refusal,
    told,
)

relaxed = settings(deadline=None, max_examples=40)
amounts = st.integers(MINIMUM, tao(500))


@given(amounts)
@relaxed
def test_what_is_staked_is_less_the_fee_what_the_pool_gains(amount: int) -> None:
    chain = market()
    stake_into_subnet(chain, Stake(HOT, ALICE, FIRST), TaoBalance(amount))
    (event,) = events(chain)
    assert isinstance(event, StakeAdded)
    assert chain.pools.subnet_tao[FIRST] == tao(1_000) + amount - event.fee
    assert chain.pools.subnet_alpha_out[FIRST] == event.amount_received == held(chain, Stake(HOT, ALICE, FIRST))
    assert chain.pools.subnet_alpha_in[FIRST] + event.amount_received == tao(1_000)
    assert chain.stake.total_stake.value == amount
    assert event.fee == amount * 33 // 65_535


@given(amounts)
@relaxed
def test_whoever_unstakes_what_he_staked_gets_less_than_he_paid(amount: int) -> None:
    chain = market()
    stake = Stake(HOT, ALICE, FIRST)
    stake_into_subnet(chain, stake, TaoBalance(amount))
    back = unstake_from_subnet(chain, stake, AlphaBalance(held(chain, stake)))
    assert amount * (1 - 0.002) - 10 < back < amount


@pytest.mark.parametrize("netuid", [ROOT, STABLE])
def test_where_alpha_is_tao_the_way_there_and_back_is_free(netuid: NetUid) -> None:
    chain = market()
    before = chain.pools.subnet_tao[netuid]
    stake = Stake(HOT, ALICE, netuid)
    stake_into_subnet(chain, stake, tao(5), set_limit=False)
    assert (held(chain, stake), chain.pools.subnet_tao[netuid]) == (tao(5), before + tao(5))
    assert unstake_from_subnet(chain, stake, AlphaBalance(tao(5))) == tao(5)
    assert chain.pools.subnet_tao[netuid] == before
    assert (chain.stake.total_stake.value, chain.pools.subnet_volume[netuid]) == (0, tao(10))


def test_staking_is_remembered_and_held() -> None:
    chain = market()
    stake_into_subnet(chain, Stake(HOT, ALICE, FIRST), tao(1))
    assert chain.stake.last_coldkey_hotkey_stake_block[ALICE, HOT] == BlockHeight(7)
    assert chain.stake.staking_hotkeys[ALICE] == (HOT,)
    assert (HOT, ALICE, FIRST) in chain.stake.staking_operation_rate_limiter
    stake_into_subnet(chain, Stake(HOT, ALICE, SECOND), tao(1), set_limit=False)
    assert (HOT, ALICE, SECOND) not in chain.stake.staking_operation_rate_limiter


def test_what_buys_no_alpha_or_no_share_is_refused() -> None:
    chain = market()
    assert refusal(stake_into_subnet, chain, Stake(HOT, ALICE, ROOT), TaoBalance(0)) is AmountTooLow
    chain.stake.total_hotkey_shares[HOT, ROOT] = U64F64.from_bits(1)
    assert refusal(stake_into_subnet, chain, Stake(HOT, ALICE, ROOT), tao(1)) is InsufficientLiquidity


def test_a_limit_gives_back_what_was_not_sold() -> None:
    chain = market()
    stake = put(chain, HOT, ALICE, FIRST, tao(500))
    brought = unstake_from_subnet(chain, stake, AlphaBalance(tao(500)), TaoBalance(tao(1) * 81 // 100))
    assert tao(499) > tao(500) - held(chain, stake) > tao(111)
    assert abs(tao(100) - brought) < 100
    (event,) = events(chain)
    assert isinstance(event, StakeRemoved)
    assert event.amount_unstaked == tao(500)


def test_a_sale_without_fees_brings_more() -> None:
    brought = []
    for drop_fees in (False, True):
        chain = market()
        stake = put(chain, HOT, ALICE, FIRST, tao(5))
        brought.append(unstake_from_subnet(chain, stake, AlphaBalance(tao(5)), drop_fees=drop_fees))
    assert brought[0] < brought[1]


def test_more_than_there_is_is_not_taken() -> None:
    chain = market()
    stake = put(chain, HOT, ALICE, FIRST, tao(5))
    assert unstake_from_subnet(chain, stake, AlphaBalance(tao(5) + 1)) == 0
    assert held(chain, stake) == tao(5)


def test_stake_within_a_subnet_keeps_its_alpha_and_its_block() -> None:
    chain = market()
    origin = put(chain, HOT, ALICE, FIRST, tao(5))
    assert transfer_stake_within_subnet(chain, origin, Stake(HOT, BOB, FIRST), AlphaBalance(tao(2))) == tao(2)
    assert (held(chain, origin), held(chain, Stake(HOT, BOB, FIRST))) == (tao(3), tao(2))
    assert (BOB, HOT) in chain.stake.last_coldkey_hotkey_stake_block
    assert (ALICE, HOT) not in chain.stake.last_coldkey_hotkey_stake_block
    assert told(chain) == ["StakeRemoved", "StakeAdded"]


def test_stake_within_a_subnet_is_worth_the_minimum() -> None:
    chain = market()
    origin = put(chain, HOT, ALICE, ROOT, tao(5))
    little = AlphaBalance(MINIMUM - 1)
    assert refusal(transfer_stake_within_subnet, chain, origin, Stake(HOT, BOB, ROOT), little) is AmountTooLow


def test_tao_beyond_the_highest_price_is_lost_or_given_back() -> None:
    for closed, is_lost in (((), True), (("KNOWN-51",), False)):
        chain = market(*closed)
        add_subnet(chain, SECOND, 10**8, 10**9)
        stake_into_subnet(chain, Stake(HOT, ALICE, SECOND), TaoBalance(10**14))
        given = free(chain, ALICE) - tao(100)
        assert (given == 0) == is_lost
        assert chain.stake.total_stake.value == 10**14 - given


def test_too_much_at_once_vanishes_or_is_refused() -> None:
    chain = market()
    stake_into_subnet(chain, Stake(HOT, ALICE, ROOT), TaoBalance(2**63))
    assert (held(chain, Stake(HOT, ALICE, ROOT)), told(chain)) == (0, [])
    assert chain.stake.total_stake.value == 2**63
    meant = market("KNOWN-52")
    assert refusal(stake_into_subnet, meant, Stake(HOT, ALICE, ROOT), TaoBalance(2**63)) is InsufficientLiquidity

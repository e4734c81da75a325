import pytest

from tao_spec.arithmetic.currency import RAO_PER_TAO, AlphaBalance, TaoBalance
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.interface.crowdloans import LeaseId, Percent
from tao_spec.state.crowdloans import SubnetLease
from tao_spec.transition.chain import Chain
from tao_spec.transition.crowdloans.lease_dividends import (
    distribute_leased_network_dividends,
    pay_contributors,
    sell_lease_dividends,
)
from tao_spec.transition.stake.shares import increase_stake_for_hotkey_and_coldkey_on_subnet
from tests.transition.chains import FIRST, account, genesis

LEASE = LeaseId(5)
TAO = RAO_PER_TAO


def leased(number: int, share: int = 30, end: int | None = None) -> Chain:
    chain = genesis(number)
    last = None if end is None else BlockNumber(end)
    chain.crowdloans.subnet_leases[LEASE] = SubnetLease(
        account(1), account(2), account(3), Percent(share), last, FIRST, TaoBalance(1)
    )
    return chain


def accumulated(chain: Chain) -> int | None:
    return chain.crowdloans.accumulated_lease_dividends.get(LEASE)


@pytest.mark.parametrize(
    ("cut", "share", "part"), [(100, 30, 30), (101, 30, 31), (1, 1, 1), (7, 0, 0), (2**64 - 1, 100, 2**64 - 1)]
)
def test_the_part_of_contributors_is_rounded_up(cut: int, share: int, part: int) -> None:
    chain = leased(101, share)
    distribute_leased_network_dividends(chain, LEASE, AlphaBalance(cut))
    assert accumulated(chain) == part


def test_parts_accumulate() -> None:
    chain = leased(101)
    distribute_leased_network_dividends(chain, LEASE, AlphaBalance(100))
    distribute_leased_network_dividends(chain, LEASE, AlphaBalance(100))
    assert accumulated(chain) == 60


@pytest.mark.parametrize(("end", "part"), [(None, 30), (102, 30), (101, None), (5, None)])
def test_a_lease_that_has_ended_pays_nobody(end: int | None, part: int | None) -> None:
    chain = leased(101, end=end)
    distribute_leased_network_dividends(chain, LEASE, AlphaBalance(100))
    assert accumulated(chain) == part


def test_a_lease_that_is_gone_pays_nobody() -> None:
    chain = genesis(100)
    distribute_leased_network_dividends(chain, LEASE, AlphaBalance(100))
    assert accumulated(chain) is None


def sellable(number: int = 200, held: int = 100) -> Chain:
    """The same with so much alpha on the hotkey of the lease, and a pool that buys it at about one TAO."""
    chain = leased(number)
    chain.pools.subnet_tao[FIRST] = TaoBalance(10_000 * TAO)
    chain.pools.subnet_alpha_in[FIRST] = AlphaBalance(10_000 * TAO)
    chain.keys.owner[account(3)] = account(2)
    increase_stake_for_hotkey_and_coldkey_on_subnet(chain, account(3), account(2), FIRST, AlphaBalance(held * TAO))
    return chain


def free(chain: Chain, number: int) -> int:
    return chain.accounts.account[account(number)].data.free


def test_in_every_hundredth_block_all_that_waits_is_paid_out() -> None:
    chain = sellable()
    chain.crowdloans.accumulated_lease_dividends[LEASE] = AlphaBalance(7 * TAO)
    for number, part in ((11, 2), (12, 5)):
        share = U64F64.ONE / U64F64.saturating_from_num(part)
        chain.crowdloans.subnet_lease_shares[LEASE, account(number)] = share
    distribute_leased_network_dividends(chain, LEASE, AlphaBalance(10 * TAO))
    assert accumulated(chain) == 0
    assert chain.stake.total_hotkey_alpha[account(3), FIRST] == 90 * TAO
    paid = sum(free(chain, number) for number in (1, 11, 12))
    assert paid == pytest.approx(10 * TAO, rel=0.003)
    # The beneficiary has what is left of the whole rao of the others.
    assert free(chain, 11) in (paid // 2 - 1, paid // 2)
    assert free(chain, 12) in (paid // 5 - 1, paid // 5)
    assert (free(chain, 2), free(chain, 3)) == (0, 0)


@pytest.mark.parametrize("cut", [31 * TAO, 4_000_000])
def test_what_cannot_be_sold_waits(cut: int) -> None:
    # Three tenths of the cut are more than the ten alpha held; or less than 2,000,000 rao.
    chain = sellable(held=9)
    distribute_leased_network_dividends(chain, LEASE, AlphaBalance(cut))
    assert accumulated(chain) == cut * 3 // 10
    assert chain.stake.total_hotkey_alpha[account(3), FIRST] == 9 * TAO


def test_a_pool_that_refuses_leaves_the_alpha_where_it_is() -> None:
    chain = sellable()
    chain.pools.subnet_tao[FIRST] = TaoBalance(999_999)
    lease = chain.crowdloans.subnet_leases.get(LEASE)
    assert lease is not None
    assert sell_lease_dividends(chain, lease, AlphaBalance(TAO)) is None
    assert chain.stake.total_hotkey_alpha[account(3), FIRST] == 100 * TAO


def test_shares_of_more_than_all_leave_the_beneficiary_nothing() -> None:
    chain = leased(200)
    lease = chain.crowdloans.subnet_leases.get(LEASE)
    assert lease is not None
    for number in (11, 12):
        chain.crowdloans.subnet_lease_shares[LEASE, account(number)] = U64F64.ONE
    pay_contributors(chain, LEASE, lease, TaoBalance(TAO))
    assert [free(chain, number) for number in (1, 11, 12)] == [0, TAO, TAO]

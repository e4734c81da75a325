import pytest

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.interface.crowdloans import LeaseId, Percent
from tao_spec.state.crowdloans import SubnetLease
from tao_spec.transition.chain import Chain
from tao_spec.transition.crowdloans.lease_dividends import distribute_leased_network_dividends
from tao_spec.transition.rules import Unsupported
from tests.transition.chains import FIRST, account, genesis

LEASE = LeaseId(5)


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


def test_a_payout_is_not_guessed_at() -> None:
    with pytest.raises(Unsupported, match="payout of lease 5 in block 200"):
        distribute_leased_network_dividends(leased(200), LEASE, AlphaBalance(100))

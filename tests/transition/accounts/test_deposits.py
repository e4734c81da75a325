from hypothesis import given
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.transition.accounts.deposits import compute_deposit, settle_deposit
from tests.transition.accounts.build import ALICE, chain_of, info

BASE, FACTOR = TaoBalance(60_000_000), TaoBalance(33_000_000)


def test_an_empty_list_is_free_and_a_full_one_costs_base_and_shares() -> None:
    assert [compute_deposit(BASE, FACTOR, count) for count in (0, 1, 20)] == [0, 93_000_000, 720_000_000]


def test_a_deposit_is_held_at_64_bits() -> None:
    assert compute_deposit(BASE, TaoBalance(2**63), 3) == 2**64 - 1


@given(st.lists(st.integers(0, 10_000), max_size=6))
def test_what_is_reserved_follows_the_deposit_up_and_down(deposits: list[int]) -> None:
    chain, paid = chain_of({ALICE: info(20_000)}, issuance=20_000), TaoBalance(0)
    for deposit in map(TaoBalance, deposits):
        settle_deposit(chain, ALICE, paid, deposit)
        paid = deposit
        data = chain.accounts.account[ALICE].data
        assert (data.free, data.reserved) == (20_000 - deposit, deposit)

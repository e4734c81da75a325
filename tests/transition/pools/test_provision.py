import pytest

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.interface.keys import HotKeyAccountNotExists
from tao_spec.interface.pools import InsufficientBalance
from tao_spec.interface.stake import ZeroBalanceAfterWithdrawn
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.provision import ensure_holds, pay_out_alpha, take_in
from tao_spec.transition.stake.shares import get_stake_for_hotkey_and_coldkey_on_subnet
from tests.transition.pools.build import ALICE, BOB, HOTKEY, NETUID, chain_with_pool, fund

DEPOSIT = 500


def funded(tao: int = 10**9, alpha: int = 10**9) -> Chain:
    chain = chain_with_pool()
    fund(chain, ALICE, tao, alpha)
    return chain


def amounts(tao: int, alpha: int) -> tuple[TaoBalance, AlphaBalance]:
    return TaoBalance(tao), AlphaBalance(alpha)


def get_alpha(chain: Chain) -> int:
    return get_stake_for_hotkey_and_coldkey_on_subnet(chain, HOTKEY, ALICE, NETUID)


def test_what_is_there_to_the_last_rao_is_enough() -> None:
    ensure_holds(funded(70, 70), ALICE, HOTKEY, NETUID, amounts(70, 70))


@pytest.mark.parametrize(("tao", "alpha"), [(71, 0), (0, 71)])
def test_a_rao_more_is_not_there(tao: int, alpha: int) -> None:
    with pytest.raises(InsufficientBalance):
        ensure_holds(funded(70, 70), ALICE, HOTKEY, NETUID, amounts(tao, alpha))


def test_both_currencies_are_taken() -> None:
    chain = funded()
    take_in(chain, ALICE, HOTKEY, NETUID, amounts(10**8, 10**8))
    assert chain.accounts.account[ALICE].data.free == 9 * 10**8
    assert get_alpha(chain) == chain.pools.subnet_alpha_out[NETUID] == 9 * 10**8
    assert chain.accounts.total_issuance.value == 9 * 10**8


@pytest.mark.parametrize(("left", "error"), [(DEPOSIT - 1, InsufficientBalance), (10**9, ZeroBalanceAfterWithdrawn)])
def test_the_existential_deposit_stays(left: int, error: type[Exception]) -> None:
    chain = funded(DEPOSIT if left == 10**9 else 10**6)
    with pytest.raises(error):
        take_in(chain, ALICE, HOTKEY, NETUID, amounts(10**6 - left if left < 10**9 else 1, 0))


def test_alpha_of_which_too_little_would_be_left_is_refused() -> None:
    with pytest.raises(InsufficientBalance):
        take_in(funded(), ALICE, HOTKEY, NETUID, amounts(0, 10**9 - 1))


def test_a_hotkey_must_exist_even_for_nothing() -> None:
    with pytest.raises(HotKeyAccountNotExists):
        take_in(funded(), ALICE, BOB, NETUID, amounts(0, 0))
    with pytest.raises(HotKeyAccountNotExists):
        pay_out_alpha(funded(), ALICE, BOB, NETUID, AlphaBalance(0))


def test_alpha_that_is_paid_out_is_outside_and_staked() -> None:
    chain = funded()
    pay_out_alpha(chain, ALICE, HOTKEY, NETUID, AlphaBalance(5))
    assert get_alpha(chain) == chain.pools.subnet_alpha_out[NETUID] == 10**9 + 5

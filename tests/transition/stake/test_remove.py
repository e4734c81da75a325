import pytest

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.keys import HotKeyAccountNotExists
from tao_spec.interface.stake import AmountTooLow, SlippageTooHigh
from tao_spec.interface.subnets import SubtokenDisabled
from tao_spec.transition.origin import ROOT as BY_ROOT
from tao_spec.transition.origin import signed
from tao_spec.transition.stake.operations import Stake
from tao_spec.transition.stake.remove import (
    can_unstake_all,
    remove_stake,
    remove_stake_full_limit,
    remove_stake_limit,
    unstake_all,
    unstake_all_alpha,
)
from tests.transition.chains import account
from tests.transition.stake.build import ALICE, FIRST, HOT, SECOND, STABLE, free, held, market, put, refusal

BY_ALICE = signed(ALICE)
HALF = TaoBalance(tao(1) // 2)
ANY = TaoBalance(0)


def test_stake_is_paid_out_to_the_coldkey() -> None:
    chain = market()
    stake = put(chain, HOT, ALICE, ROOT, tao(10))
    remove_stake(chain, BY_ALICE, HOT, ROOT, AlphaBalance(tao(4)))
    assert (held(chain, stake), free(chain, ALICE)) == (tao(6), tao(104))
    remove_stake(chain, BY_ALICE, HOT, ROOT, AlphaBalance(2**64 - 1))
    assert (held(chain, stake), free(chain, ALICE)) == (0, tao(110))


@pytest.mark.parametrize(
    "call", [remove_stake, remove_stake_limit, remove_stake_full_limit, unstake_all, unstake_all_alpha]
)
def test_only_an_account_unstakes(call: object) -> None:
    arguments = {
        remove_stake: (HOT, FIRST, AlphaBalance(1)),
        remove_stake_limit: (HOT, FIRST, AlphaBalance(1), ANY, True),
        remove_stake_full_limit: (HOT, FIRST, None),
        unstake_all: (HOT,),
        unstake_all_alpha: (HOT,),
    }[call]  # type: ignore[index]
    assert refusal(call, market(), BY_ROOT, *arguments) is BadOrigin  # type: ignore[arg-type]


def test_with_a_limit_a_part_is_sold_or_nothing() -> None:
    chain = market()
    stake = put(chain, HOT, ALICE, FIRST, tao(900))
    asked = (chain, BY_ALICE, HOT, FIRST, AlphaBalance(tao(900)), HALF)
    assert refusal(remove_stake_limit, *asked, False) is SlippageTooHigh
    assert refusal(remove_stake_full_limit, chain, BY_ALICE, HOT, FIRST, HALF) is SlippageTooHigh
    remove_stake_limit(*asked, True)
    assert tao(400) < held(chain, stake) < tao(600)


def test_all_is_sold_at_a_limit_or_at_any_price() -> None:
    for limit in (None, TaoBalance(tao(1) // 10)):
        chain = market()
        stake = put(chain, HOT, ALICE, FIRST, tao(900))
        remove_stake_full_limit(chain, BY_ALICE, HOT, FIRST, limit)
        assert held(chain, stake) == 0


def test_with_a_limit_nobody_asks_for_the_start_unless_that_is_closed() -> None:
    for closed, refused in (((), None), (("KNOWN-57",), SubtokenDisabled)):
        chain = market(*closed)
        put(chain, HOT, ALICE, FIRST, tao(5))
        chain.subnets.subtoken_enabled[FIRST] = False
        assert refusal(remove_stake, chain, BY_ALICE, HOT, FIRST, AlphaBalance(tao(1))) is SubtokenDisabled
        asked = (chain, BY_ALICE, HOT, FIRST, AlphaBalance(tao(1)), ANY, True)
        assert refusal(remove_stake_limit, *asked) is refused


def test_all_that_can_be_sold_is() -> None:
    chain = market()
    stakes = [put(chain, HOT, ALICE, netuid, tao(5)) for netuid in (ROOT, FIRST, SECOND, STABLE)]
    chain.subnets.subtoken_enabled[FIRST] = False
    chain.stake.staking_operation_rate_limiter[HOT, ALICE, SECOND] = True
    assert [can_unstake_all(chain, stake) for stake in stakes] == [True, False, False, True]
    unstake_all(chain, BY_ALICE, HOT)
    assert [held(chain, stake) for stake in stakes] == [0, tao(5), tao(5), 0]
    assert free(chain, ALICE) == tao(110)
    assert refusal(unstake_all, chain, BY_ALICE, account(99)) is HotKeyAccountNotExists


def test_alpha_becomes_stake_on_root_that_is_not_held() -> None:
    chain = market()
    for netuid in (ROOT, STABLE):
        put(chain, HOT, ALICE, netuid, tao(5))
    unstake_all_alpha(chain, BY_ALICE, HOT)
    assert held(chain, Stake(HOT, ALICE, ROOT)) == tao(10)
    assert not list(chain.stake.staking_operation_rate_limiter.items())
    assert refusal(unstake_all_alpha, chain, BY_ALICE, HOT) is AmountTooLow
    assert refusal(unstake_all_alpha, chain, BY_ALICE, account(99)) is HotKeyAccountNotExists

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.interface.errors import BadOrigin
from tao_spec.interface.stake import SlippageTooHigh, ZeroMaxStakeAmount
from tao_spec.interface.subnets import SubtokenDisabled
from tao_spec.transition.origin import ROOT as BY_ROOT
from tao_spec.transition.origin import signed
from tao_spec.transition.stake.add import add_stake, add_stake_limit
from tao_spec.transition.stake.limit_amounts import get_max_amount_add
from tao_spec.transition.stake.operations import Stake
from tests.transition.stake.build import ALICE, BOB, FIRST, HOT, NOWHERE, free, held, market, refusal, told

BY_ALICE = signed(ALICE)
LIMIT = TaoBalance(tao(1) * 11 // 10)


def test_stake_is_paid_by_the_coldkey() -> None:
    chain = market()
    add_stake(chain, BY_ALICE, HOT, FIRST, tao(10))
    assert free(chain, ALICE) == tao(90)
    assert tao(9) < held(chain, Stake(HOT, ALICE, FIRST)) < tao(10)
    assert told(chain) == ["Withdraw", "StakeAdded"]


def test_only_an_account_stakes_and_only_in_a_subnet_that_was_started() -> None:
    chain = market()
    assert refusal(add_stake, chain, BY_ROOT, HOT, FIRST, tao(10)) is BadOrigin
    assert refusal(add_stake_limit, chain, BY_ROOT, HOT, FIRST, tao(10), LIMIT, True) is BadOrigin
    assert refusal(add_stake, chain, BY_ALICE, HOT, NOWHERE, tao(10)) is SubtokenDisabled


def test_with_a_limit_a_part_is_staked_or_nothing() -> None:
    chain = market()
    most = get_max_amount_add(chain, FIRST, LIMIT)
    assert refusal(add_stake_limit, chain, BY_ALICE, HOT, FIRST, tao(90), LIMIT, False) is SlippageTooHigh
    add_stake_limit(chain, BY_ALICE, HOT, FIRST, tao(90), LIMIT, True)
    assert free(chain, ALICE) == tao(100) - most
    assert refusal(add_stake_limit, chain, BY_ALICE, HOT, FIRST, tao(90), LIMIT, True) is ZeroMaxStakeAmount


def test_only_with_a_limit_the_stake_of_another_makes_a_delegate() -> None:
    chain = market()
    add_stake(chain, signed(BOB), HOT, FIRST, tao(1))
    add_stake_limit(chain, BY_ALICE, HOT, FIRST, tao(1), LIMIT, False)
    assert HOT not in chain.delegation.delegates
    add_stake_limit(chain, signed(BOB), HOT, FIRST, tao(1), LIMIT, False)
    assert chain.delegation.delegates.get(HOT) == 11_796

import pytest

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.keys import HotKeyAccountNotExists
from tao_spec.interface.stake import (
    AmountTooLow,
    InsufficientLiquidity,
    NotEnoughBalanceToStake,
    NotEnoughStakeToWithdraw,
    SameNetuid,
    SlippageTooHigh,
    StakingOperationRateLimitExceeded,
    TransferDisallowed,
)
from tao_spec.interface.subnets import SubnetNotExists, SubtokenDisabled
from tao_spec.transition.chain import Chain
from tao_spec.transition.stake.checks import (
    can_pay,
    get_min_amount_to_stake,
    validate_add_stake,
    validate_remove_stake,
    validate_stake_transition,
)
from tao_spec.transition.stake.operations import Stake
from tao_spec.transition.stake.same_block import set_stake_operation_limit
from tests.transition.chains import account
from tests.transition.stake.build import (
    ALICE,
    BOB,
    FIRST,
    HOT,
    MINIMUM,
    NOWHERE,
    OTHER,
    SECOND,
    market,
    put,
    refusal,
)

NOBODYS = account(99)
MINE = Stake(HOT, ALICE, FIRST)


def adding(chain: Chain, stake: Stake, amount: int, limit: int, partial: bool = False) -> type[DispatchError] | None:
    return refusal(validate_add_stake, chain, stake, TaoBalance(amount), TaoBalance(limit), partial)


def removing(chain: Chain, stake: Stake, amount: int, limit: int, partial: bool = False) -> type[DispatchError] | None:
    return refusal(validate_remove_stake, chain, stake, AlphaBalance(amount), AlphaBalance(limit), partial)


def test_the_least_amount_contains_the_fee() -> None:
    chain = market()
    assert get_min_amount_to_stake(chain, FIRST) == 2_001_007
    assert get_min_amount_to_stake(chain, ROOT) == MINIMUM
    # The fee is computed by itself where the pool refuses the swap.
    chain.pools.subnet_alpha_in[FIRST] = AlphaBalance(0)
    assert get_min_amount_to_stake(chain, FIRST) == 2_001_007
    chain.pools.fee_rate[FIRST] = U16(0)
    assert get_min_amount_to_stake(chain, FIRST) == MINIMUM


def test_adding_is_checked_in_order() -> None:
    chain = market()
    ghost = Stake(NOBODYS, ALICE, FIRST)
    chain.subnets.subtoken_enabled[SECOND] = False
    assert adding(chain, Stake(NOBODYS, ALICE, NOWHERE), 0, 0) is SubnetNotExists
    assert adding(chain, Stake(NOBODYS, ALICE, SECOND), 0, 0) is SubtokenDisabled
    assert adding(chain, ghost, 2_001_006, 0) is AmountTooLow
    assert adding(chain, ghost, tao(101), tao(101) - 1) is SlippageTooHigh
    assert adding(chain, ghost, tao(101), tao(101), partial=True) is NotEnoughBalanceToStake
    assert adding(chain, ghost, tao(101), tao(1), partial=True) is HotKeyAccountNotExists
    assert adding(chain, MINE, tao(101), MINIMUM, partial=True) is AmountTooLow
    assert adding(chain, MINE, tao(1), tao(1)) is None
    chain.pools.subnet_alpha_in[FIRST] = AlphaBalance(0)
    assert adding(chain, MINE, tao(1), tao(1)) is InsufficientLiquidity


def test_the_last_rao_of_an_account_can_be_staked_unless_that_is_closed() -> None:
    for closed, most in (((), tao(100)), (("KNOWN-53",), tao(100) - 500)):
        chain = market(*closed)
        assert can_pay(chain, ALICE, TaoBalance(most))
        assert not can_pay(chain, ALICE, TaoBalance(most + 1))


def test_removing_is_checked_in_order() -> None:
    chain = market()
    ghost = put(chain, NOBODYS, ALICE, FIRST, tao(5))
    assert removing(chain, Stake(NOBODYS, ALICE, NOWHERE), 0, 0) is SubnetNotExists
    set_stake_operation_limit(chain, NOBODYS, ALICE, SECOND)
    assert removing(chain, Stake(NOBODYS, ALICE, SECOND), 0, 0) is StakingOperationRateLimitExceeded
    assert removing(chain, ghost, 0, 0) is AmountTooLow
    assert removing(chain, ghost, tao(5) + 1, 0) is NotEnoughStakeToWithdraw
    assert removing(chain, ghost, 1_000, 0) is AmountTooLow
    assert removing(chain, ghost, tao(1), tao(1) - 1) is SlippageTooHigh
    assert removing(chain, ghost, tao(1), tao(1) - 1, partial=True) is HotKeyAccountNotExists
    assert removing(chain, put(chain, HOT, ALICE, FIRST, tao(5)), tao(5), tao(5)) is None
    chain.pools.subnet_tao[FIRST] = TaoBalance(0)
    assert removing(chain, ghost, tao(5), tao(5)) is InsufficientLiquidity


def test_all_of_a_stake_may_bring_less_than_the_minimum() -> None:
    chain = market()
    assert removing(chain, put(chain, HOT, ALICE, FIRST, 1_000), 1_000, 1_000) is None


@pytest.mark.parametrize(
    ("destination", "amount", "limit", "error"),
    [
        (MINE, 0, 0, SameNetuid),
        (Stake(HOT, ALICE, NOWHERE), 0, 0, SubnetNotExists),
        (Stake(NOBODYS, ALICE, SECOND), 0, 0, HotKeyAccountNotExists),
        (Stake(OTHER, ALICE, FIRST), tao(5) + 1, 0, NotEnoughStakeToWithdraw),
        (Stake(OTHER, ALICE, SECOND), 1_000, 0, AmountTooLow),
        (Stake(OTHER, ALICE, SECOND), tao(5), tao(5) - 1, SlippageTooHigh),
        (Stake(OTHER, ALICE, SECOND), tao(5), tao(5), None),
        (Stake(OTHER, ALICE, FIRST), tao(5), 0, None),
    ],
)
def test_moving_is_checked(destination: Stake, amount: int, limit: int, error: type[DispatchError] | None) -> None:
    chain = market()
    put(chain, HOT, ALICE, FIRST, tao(5))
    amounts = AlphaBalance(amount), AlphaBalance(limit)
    assert refusal(validate_stake_transition, chain, MINE, destination, *amounts, False, False) is error


def test_stake_goes_to_another_coldkey_where_both_subnets_allow_it() -> None:
    for closed in (FIRST, SECOND):
        chain = market()
        put(chain, HOT, ALICE, FIRST, tao(5))
        chain.stake.transfer_toggle[closed] = False
        moved = (chain, MINE, Stake(HOT, BOB, SECOND), AlphaBalance(tao(1)), AlphaBalance(0), True)
        assert refusal(validate_stake_transition, *moved, True) is TransferDisallowed
        assert refusal(validate_stake_transition, *moved, False) is None


def test_exactly_the_minimum_does_not_leave_a_subnet() -> None:
    chain = market()
    origin = put(chain, HOT, ALICE, ROOT, tao(5))
    for amount, error in ((MINIMUM, AmountTooLow), (MINIMUM + 1, None)):
        moved = (chain, origin, Stake(HOT, ALICE, NetUid(4)), AlphaBalance(amount), AlphaBalance(0), True, False)
        assert refusal(validate_stake_transition, *moved) is error

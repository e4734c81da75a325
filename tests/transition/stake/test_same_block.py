from tao_spec.interface.stake import StakingOperationRateLimitExceeded
from tao_spec.transition.block import forget_staking_operations
from tao_spec.transition.stake.same_block import ensure_stake_operation_limit_not_exceeded, set_stake_operation_limit
from tests.transition.stake.build import ALICE, BOB, FIRST, HOT, SECOND, market, refusal


def test_stake_is_held_until_the_block_ends_and_no_other() -> None:
    chain = market()
    set_stake_operation_limit(chain, HOT, ALICE, FIRST)
    asked = (chain, HOT, ALICE, FIRST)
    assert refusal(ensure_stake_operation_limit_not_exceeded, *asked) is StakingOperationRateLimitExceeded
    assert refusal(ensure_stake_operation_limit_not_exceeded, chain, HOT, BOB, FIRST) is None
    assert refusal(ensure_stake_operation_limit_not_exceeded, chain, HOT, ALICE, SECOND) is None
    forget_staking_operations(chain)
    assert refusal(ensure_stake_operation_limit_not_exceeded, *asked) is None


def test_an_entry_holds_whatever_it_says() -> None:
    chain = market()
    chain.stake.staking_operation_rate_limiter[HOT, ALICE, FIRST] = False
    asked = (chain, HOT, ALICE, FIRST)
    assert refusal(ensure_stake_operation_limit_not_exceeded, *asked) is StakingOperationRateLimitExceeded

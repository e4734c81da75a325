import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, tao
from tao_spec.arithmetic.identifiers import ROOT
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.interface.keys import HotKeyAccountNotExists
from tao_spec.interface.stake import CannotBurnOrRecycleOnRootSubnet, InsufficientLiquidity
from tao_spec.interface.subnets import SubNetworkDoesNotExist, SubtokenDisabled
from tao_spec.transition.origin import ROOT as BY_ROOT
from tao_spec.transition.origin import signed
from tao_spec.transition.stake.destroy import burn_alpha, destroy_stake, recycle_alpha
from tao_spec.transition.stake.operations import Stake
from tests.transition.chains import account
from tests.transition.stake.build import ALICE, FIRST, HOT, NOWHERE, SECOND, held, market, put, refusal, told

GHOST = account(99)


@given(st.integers(0, tao(20)))
@settings(deadline=None, max_examples=40)
def test_recycled_alpha_is_gone_and_burned_alpha_counts_still(amount: int) -> None:
    for call, gone, name in ((recycle_alpha, True, "AlphaRecycled"), (burn_alpha, False, "AlphaBurned")):
        chain = market()
        stake = put(chain, HOT, ALICE, FIRST, tao(10))
        call(chain, signed(ALICE), HOT, AlphaBalance(amount), FIRST)
        # Next to nothing is not left over.
        assert tao(10) - held(chain, stake) - min(amount, tao(10)) in range(100_001)
        assert chain.pools.subnet_alpha_out[FIRST] == (held(chain, stake) if gone else tao(10))
        assert told(chain) == [name]


@pytest.mark.parametrize(
    ("stake", "error"),
    [
        (Stake(GHOST, ALICE, NOWHERE), SubNetworkDoesNotExist),
        (Stake(GHOST, ALICE, ROOT), CannotBurnOrRecycleOnRootSubnet),
        (Stake(GHOST, ALICE, SECOND), SubtokenDisabled),
        (Stake(GHOST, ALICE, FIRST), HotKeyAccountNotExists),
        (Stake(HOT, ALICE, FIRST), InsufficientLiquidity),
    ],
)
def test_destroying_is_checked_in_order(stake: Stake, error: type[DispatchError]) -> None:
    chain = market()
    put(chain, HOT, ALICE, FIRST, tao(10))
    chain.subnets.subtoken_enabled[SECOND] = False
    chain.pools.subnet_alpha_out[FIRST] = AlphaBalance(tao(10) - 1)
    assert refusal(destroy_stake, chain, stake, AlphaBalance(tao(10))) is error


def test_only_an_account_destroys() -> None:
    for call in (recycle_alpha, burn_alpha):
        assert refusal(call, market(), BY_ROOT, HOT, AlphaBalance(1), FIRST) is BadOrigin

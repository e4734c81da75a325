from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.fixed import U96F32
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import BadOrigin
from tao_spec.revisions.r306 import R306
from tao_spec.revisions.r320 import R320
from tao_spec.revisions.r320.emission import (
    compute_injection_with_whole_alpha,
    pay_miners_where_they_choose,
    recycle_subnet_alpha,
    set_coldkey_auto_stake_hotkey,
    sudo_set_ck_burn,
)
from tao_spec.revisions.r320.interface import AutoStakeAdded, RecycleOrBurnEnum
from tao_spec.revisions.r320.state import added
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.dividends import divide_with_child
from tao_spec.transition.emission.injection import compute_injection
from tao_spec.transition.keys.coldkey_swap import pass_stake_on
from tao_spec.transition.origin import NOBODY, ROOT, signed
from tests.transition.chains import FIRST, account, genesis
from tests.transition.emission.test_payout import alpha_of, register

COLD, HOT, OTHER, THIRD, CHOSEN = (account(number) for number in range(1, 6))
ONE = U96F32.ONE


def number(value: int) -> U96F32:
    return U96F32.saturating_from_num(U64(value))


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 2**32), st.integers(0, 2**40), st.integers(0, 10**9), st.integers(0, 10**9))
def test_only_a_subsidised_pool_gets_other_alpha(share: int, price: int, block: int, alpha: int) -> None:
    given_ = number(block), U96F32.from_bits(share), U96F32.from_bits(price), number(alpha)
    old, new = compute_injection(*given_), compute_injection_with_whole_alpha(*given_)
    assert new.alpha_in == (number(block) if old.is_subsidised else old.alpha_in)
    assert (new.tao_in, new.alpha_out, new.tao_to_spend) == (old.tao_in, old.alpha_out, old.tao_to_spend)


def miners(fate: RecycleOrBurnEnum) -> Chain:
    """The owner of the subnet and a stranger each have a miner."""
    chain = genesis(5, R320)
    chain.subnets.subnet_owner[FIRST] = COLD
    chain.keys.owned_hotkeys[COLD] = (HOT,)
    chain.keys.owner[HOT], chain.keys.owner[OTHER] = COLD, THIRD
    register(chain, HOT, 1)
    register(chain, OTHER, 2)
    chain.neurons.immune_owner_uids_limit[FIRST] = U16(0)
    chain.pools.subnet_alpha_out[FIRST] = AlphaBalance(120)
    added(chain).recycle_or_burn[FIRST] = fate
    return chain


@pytest.mark.parametrize(("fate", "out"), [(RecycleOrBurnEnum.Burn, 120), (RecycleOrBurnEnum.Recycle, 70)])
def test_no_miner_of_the_owner_is_paid(fate: RecycleOrBurnEnum, out: int) -> None:
    chain = miners(fate)
    pay_miners_where_they_choose(chain, FIRST, [(hot, AlphaBalance(50), AlphaBalance(0)) for hot in (HOT, OTHER)])
    assert (alpha_of(chain, HOT), alpha_of(chain, OTHER)) == (0, 50)
    assert chain.pools.subnet_alpha_out[FIRST] == out
    assert chain.events == []


def test_what_a_miner_earns_goes_where_its_owner_chose() -> None:
    chain = miners(RecycleOrBurnEnum.Burn)
    set_coldkey_auto_stake_hotkey(chain, signed(THIRD), CHOSEN)
    pay_miners_where_they_choose(chain, FIRST, [(OTHER, AlphaBalance(50), AlphaBalance(0))])
    assert (alpha_of(chain, OTHER), alpha_of(chain, CHOSEN)) == (0, 50)
    assert chain.stake.staking_hotkeys[THIRD] == (CHOSEN,)
    assert chain.events == [AutoStakeAdded(FIRST, CHOSEN, OTHER, THIRD, AlphaBalance(50))]


def test_recycling_ends_at_zero() -> None:
    chain = miners(RecycleOrBurnEnum.Burn)
    recycle_subnet_alpha(chain, FIRST, AlphaBalance(121))
    assert chain.pools.subnet_alpha_out[FIRST] == 0


@pytest.mark.parametrize(
    ("burn", "parent", "child", "out"), [(0, 90, 10, 120), (2**63, 40, 10, 70), (2**64 - 1, 0, 10, 20)]
)
def test_part_of_what_a_parent_gets_is_recycled(burn: int, parent: int, child: int, out: int) -> None:
    chain = miners(RecycleOrBurnEnum.Burn)
    chain.delegation.childkey_take[OTHER, FIRST] = U16(6_554)
    sudo_set_ck_burn(chain, ROOT, U64(burn))
    shares = divide_with_child(chain, OTHER, HOT, FIRST, number(100))
    assert [round(share.to_fraction()) for share in shares] == [parent, child]
    assert chain.pools.subnet_alpha_out[FIRST] == out


def test_nothing_is_recycled_between_hotkeys_of_one_coldkey() -> None:
    chain = miners(RecycleOrBurnEnum.Burn)
    chain.keys.owner[OTHER] = COLD
    added(chain).ck_burn.value = U64(U64.MAX)
    assert divide_with_child(chain, OTHER, HOT, FIRST, number(100)) == (number(100), U96F32.ZERO)
    assert chain.pools.subnet_alpha_out[FIRST] == 120


def test_only_root_sets_the_burn_and_only_accounts_choose() -> None:
    chain = genesis(5, R320)
    with pytest.raises(BadOrigin):
        sudo_set_ck_burn(chain, signed(COLD), U64(1))
    for origin in (ROOT, NOBODY):
        with pytest.raises(BadOrigin):
            set_coldkey_auto_stake_hotkey(chain, origin, HOT)


def test_the_chosen_hotkey_passes_on_with_the_coldkey() -> None:
    chain = genesis(5, R320)
    chosen = added(chain).auto_stake_destination
    chosen[COLD], chosen[OTHER] = CHOSEN, HOT
    pass_stake_on(chain, COLD, OTHER)
    assert (chosen.get(COLD), chosen.get(OTHER)) == (None, CHOSEN)
    pass_stake_on(chain, COLD, OTHER)
    assert chosen.get(OTHER) == CHOSEN


def test_under_the_base_nothing_of_this_is_in_force() -> None:
    assert R306.in_force(divide_with_child) is not R320.in_force(divide_with_child)
    chain = genesis(5)
    assert divide_with_child(chain, OTHER, HOT, FIRST, number(100)) == (number(100), U96F32.ZERO)

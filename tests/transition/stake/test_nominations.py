import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT, BlockHeight
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.errors import BadOrigin
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import ROOT as BY_ROOT
from tao_spec.transition.origin import signed
from tao_spec.transition.stake.nominations import (
    clear_small_nomination_if_required,
    clear_small_nominations,
    forget_children_to_be_of_small_hotkeys,
    get_nominator_min_required_stake,
    get_total_stake_for_hotkey,
    sudo_set_nominator_min_required_stake,
)
from tao_spec.transition.stake.operations import Stake
from tests.transition.stake.build import ALICE, BOB, FIRST, HOT, MINIMUM, SECOND, free, held, market, put, refusal, told


def least(chain: Chain, amount: int) -> None:
    """Set the least nomination, in rao."""
    chain.stake.nominator_min_required_stake.value = U64(amount // 2)
    chain.commit()


@given(st.integers(0, 2**64 - 1))
@settings(deadline=None, max_examples=50)
def test_the_least_nomination_is_held_at_64_bits(factor: int) -> None:
    chain = market()
    chain.stake.nominator_min_required_stake.value = U64(factor)
    assert get_nominator_min_required_stake(chain) == min(MINIMUM * factor, 2**64 - 1) // 10**6


@pytest.mark.parametrize(("alpha", "is_small"), [(tao(1) - 1, True), (tao(1), False)])
def test_a_nomination_under_the_least_is_paid_out(alpha: int, is_small: bool) -> None:
    chain = market()
    least(chain, tao(1))
    stake = put(chain, HOT, BOB, ROOT, alpha)
    clear_small_nomination_if_required(chain, stake)
    assert (held(chain, stake) == 0) == is_small
    assert free(chain, BOB) == tao(100) + (alpha if is_small else 0)


def test_owners_have_no_nominations_and_without_a_price_nothing_is_small() -> None:
    chain = market()
    least(chain, tao(1))
    own, priceless = put(chain, HOT, ALICE, FIRST, 5), put(chain, HOT, BOB, SECOND, 5)
    chain.pools.subnet_tao[SECOND] = TaoBalance(0)
    for stake in (own, priceless):
        clear_small_nomination_if_required(chain, stake)
        assert held(chain, stake) == 5


def test_what_the_pool_does_not_buy_is_lost_or_stays() -> None:
    for closed, left in (((), 0), (("KNOWN-54",), tao(1))):
        chain = market(*closed)
        least(chain, tao(5_000))
        stake = put(chain, HOT, BOB, FIRST, tao(1))
        chain.pools.subnet_tao[FIRST] = TaoBalance(999_999)
        chain.commit()
        clear_small_nomination_if_required(chain, stake)
        assert (held(chain, stake), free(chain, BOB), told(chain)) == (left, tao(100), [])


def test_as_it_was_meant_a_small_nomination_is_paid_out_still() -> None:
    chain = market("KNOWN-54")
    least(chain, tao(5))
    stake = put(chain, HOT, BOB, ROOT, tao(1))
    clear_small_nomination_if_required(chain, stake)
    assert (held(chain, stake), free(chain, BOB)) == (0, tao(101))


def test_nothing_is_cleared_and_told_unless_that_is_closed() -> None:
    for closed, names in (((), ["StakeRemoved", "Deposit"]), (("KNOWN-55",), [])):
        chain = market(*closed)
        least(chain, tao(1))
        clear_small_nomination_if_required(chain, Stake(HOT, BOB, FIRST))
        assert told(chain) == names


def test_all_small_nominations_are_cleared_and_no_other() -> None:
    chain = market()
    least(chain, tao(1))
    small = [put(chain, HOT, BOB, netuid, tao(1) // 2) for netuid in (ROOT, FIRST)]
    great = put(chain, HOT, BOB, SECOND, tao(3))
    clear_small_nominations(chain)
    assert [held(chain, stake) for stake in (*small, great)] == [0, 0, tao(3)]


def test_a_rise_is_judged_by_two_units_unless_that_is_closed() -> None:
    for closed, left in (((), MINIMUM), (("KNOWN-56",), 0)):
        chain = market(*closed)
        least(chain, MINIMUM)
        stake = put(chain, HOT, BOB, ROOT, MINIMUM)
        sudo_set_nominator_min_required_stake(chain, BY_ROOT, U64(2_000_000))
        assert get_nominator_min_required_stake(chain) == 2 * MINIMUM
        assert held(chain, stake) == left


def test_only_root_sets_the_least_nomination() -> None:
    assert refusal(sudo_set_nominator_min_required_stake, market(), signed(ALICE), U64(1)) is BadOrigin


def test_the_stake_of_a_hotkey_is_worth_its_alpha_at_the_present_prices() -> None:
    chain = market()
    for netuid, amount in ((ROOT, tao(2)), (FIRST, tao(3)), (SECOND, tao(4))):
        put(chain, HOT, BOB, netuid, amount)
    assert get_total_stake_for_hotkey(chain, HOT) == tao(7)
    put(chain, HOT, BOB, SECOND, 1)
    assert get_total_stake_for_hotkey(chain, HOT) == tao(7)


def test_only_below_the_threshold_chosen_children_are_forgotten() -> None:
    chain = market()
    put(chain, HOT, BOB, ROOT, tao(2))
    chain.delegation.pending_child_keys[FIRST, HOT] = ((), BlockHeight(5))
    for threshold, is_there in ((tao(2), True), (tao(2) + 1, False)):
        chain.weights.stake_threshold.value = U64(threshold)
        forget_children_to_be_of_small_hotkeys(chain, HOT)
        assert ((FIRST, HOT) in chain.delegation.pending_child_keys) == is_there
    assert AlphaBalance(tao(2)) == chain.stake.total_hotkey_alpha[HOT, ROOT]


@pytest.mark.parametrize(("closed", "is_there"), [([], False), (["KNOWN-133"], True)])
def test_the_hotkey_of_a_subnets_owner_forgets_unless_that_is_closed(closed: list[str], is_there: bool) -> None:
    chain = market(*closed)
    chain.weights.stake_threshold.value = U64(1)
    chain.subnets.subnet_owner_hotkey[FIRST] = HOT
    for netuid in (FIRST, SECOND):
        chain.delegation.pending_child_keys[netuid, HOT] = ((), BlockHeight(9))
    forget_children_to_be_of_small_hotkeys(chain, HOT)
    assert ((FIRST, HOT) in chain.delegation.pending_child_keys) == is_there
    assert (SECOND, HOT) not in chain.delegation.pending_child_keys

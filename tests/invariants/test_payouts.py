from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber
from tao_spec.arithmetic.integers import U64
from tao_spec.invariants.frame import Verdict
from tao_spec.invariants.payouts import NOTHING, Taken, compute_dust, compute_surplus
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.coinbase import take_pending
from tao_spec.transition.emission.payout import drain_pending_emission
from tests.invariants.build import ids, step_by_hand
from tests.transition.consensus.subnets import NETUID, build, hotkey

COLDKEY = AccountId(b"c" * 32)
WEIGHTS = {0: [(2, 65_535), (3, 65_535)], 1: [(2, 65_535), (3, 21_845)]}


def market(alpha: int = 700, swapped: int = 0, owner_cut: int = 50) -> Chain:
    """Two validators and two miners, with alpha that waits for the epoch."""
    chain = build([600, 400, 0, 0], WEIGHTS, permits=[True, True, False, False])
    for uid in range(4):
        chain.keys.owner[hotkey(uid)] = COLDKEY
    chain.subnets.subnet_owner[NETUID] = AccountId(b"o" * 32)
    chain.subnets.subnet_owner_hotkey[NETUID] = AccountId(b"h" * 32)
    waiting = chain.emission
    waiting.pending_emission[NETUID] = AlphaBalance(alpha)
    waiting.pending_alpha_swapped[NETUID] = AlphaBalance(swapped)
    waiting.pending_owner_cut[NETUID] = AlphaBalance(owner_cut)
    waiting.pending_root_divs[NETUID] = TaoBalance(0)
    chain.pools.subnet_alpha_out[NETUID] = AlphaBalance(10**12)
    chain.commit()
    return chain


def pay_out(chain: Chain) -> None:
    """The epoch of the next block."""
    chain.accounts.number.value = BlockNumber(chain.number + 1)
    chain.consensus.last_mechansim_step_block[NETUID] = BlockHeight(chain.number)
    drain_pending_emission(chain, NETUID, take_pending(chain, NETUID))


def credit(amount: int) -> Callable[[Chain], None]:
    """An epoch that credits so much alpha more than it should."""

    def change(chain: Chain) -> None:
        pay_out(chain)
        held = chain.stake.total_hotkey_alpha
        held[hotkey(2), NETUID] = AlphaBalance(held[hotkey(2), NETUID] + amount)

    return change


def payouts(found: list[str]) -> list[str]:
    """What is said of payouts; what is said of shares and books is tested elsewhere."""
    return [id for id in found if id == "INV-128"]


def found_after(chain: Chain, change: Callable[[Chain], None]) -> list[str]:
    return payouts(ids(step_by_hand(chain, change)[1]))


def test_what_is_paid_is_what_was_taken() -> None:
    watch, violations = step_by_hand(market(), pay_out)
    assert payouts(ids(violations)) == []
    assert watch.summary["INV-128"] == {Verdict.HOLDS: 1}


def test_alpha_from_nowhere_is_found() -> None:
    assert found_after(market(), credit(5)) == ["INV-128"]


def test_alpha_that_is_lost_is_found() -> None:
    # Of 750 alpha rao four neurons and two validators may lose ten to rounding.
    assert compute_dust(700, 4, 2) == 10
    assert found_after(market(), credit(-8)) == []
    assert found_after(market(), credit(-30)) == ["INV-128"]


def test_the_cut_of_nobody_is_not_expected() -> None:
    chain = market()
    del chain.subnets.subnet_owner[NETUID]
    chain.commit()
    assert found_after(chain, pay_out) == []


def test_where_nobody_earns_dividends_miners_get_roots_part_too() -> None:
    chain = market(swapped=300)
    chain.consensus.bonds_moving_average[NETUID] = U64(1_000_000)
    chain.commit()
    watch, violations = step_by_hand(chain, pay_out)
    assert payouts(ids(violations)) == []
    excused = [violation for violation in watch.excused if violation.invariant.id == "INV-128"]
    assert [violation.excuse.id for violation in excused if violation.excuse] == ["KNOWN-190"]
    # More than root's part is not excused.
    again = market(swapped=300)
    again.consensus.bonds_moving_average[NETUID] = U64(1_000_000)
    again.commit()
    assert found_after(again, credit(600)) == ["INV-128"]


def test_amounts_beyond_63_digits_are_excused() -> None:
    chain = market(owner_cut=1 << 63)
    watch, violations = step_by_hand(chain, pay_out)
    assert payouts(ids(violations)) == []
    assert "KNOWN-52" in {violation.excuse.id for violation in watch.excused if violation.excuse}


@pytest.mark.parametrize(("stake", "found"), [(1 << 62, ["INV-128"]), (1 << 63, [])])
def test_stake_beyond_measure_is_excused(stake: int, found: list[str]) -> None:
    chain = market()
    chain.stake.total_hotkey_alpha[hotkey(3), NETUID] = AlphaBalance(stake)
    chain.commit()
    assert found_after(chain, credit(5_000)) == found


def test_a_step_without_an_epoch_is_not_judged() -> None:
    watch, _ = step_by_hand(market(), lambda chain: None)
    assert watch.summary["INV-128"] == {Verdict.DOES_NOT_APPLY: 1}


def test_what_waits_is_added_up_and_held() -> None:
    full = Taken(AlphaBalance(AlphaBalance.MAX), AlphaBalance(1), AlphaBalance(2))
    assert full + full == Taken(AlphaBalance(AlphaBalance.MAX), AlphaBalance(2), AlphaBalance(4))
    assert full + NOTHING == full
    assert full.emission == AlphaBalance.MAX


@given(st.integers(0, 1 << 64), st.integers(0, 65_535), st.integers(0, 65_535))
@settings(deadline=None, max_examples=100)
def test_the_dust_is_that_of_its_roundings(emission: int, neurons: int, dividends: int) -> None:
    quotient = Fraction(emission, 1 << 32)
    most = 1 + neurons * (1 + Fraction(3, 2) * quotient) + dividends * (2 + quotient)
    assert most <= compute_dust(emission, neurons, dividends) < most + 1
    assert neurons * quotient / 2 <= compute_surplus(emission, neurons) < neurons * quotient / 2 + 1


@pytest.mark.parametrize(("alpha", "swapped", "due"), [(700, 300, 750), (701, 300, 751), (10, 11, 61), (0, 0, 50)])
def test_root_part_is_not_due(alpha: int, swapped: int, due: int) -> None:
    assert Taken(AlphaBalance(alpha), AlphaBalance(swapped), AlphaBalance(50)).due == due

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from conformance.emission.started import working
from conformance.stake import nominations
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.identifiers import ROOT, TickIndex
from tao_spec.arithmetic.integers import I64, U16, U64
from tao_spec.interface.accounts.balances import Minted
from tao_spec.interface.hyperparameters import SudoSetTotalIssuance
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pools import AddLiquidity, ModifyPosition, PositionId, RemoveLiquidity
from tao_spec.interface.stake import AddStake, AlphaBurned, AlphaRecycled, RemoveStake, StakeAdded, StakeRemoved
from tao_spec.interface.subnets import NetworkAdded
from tao_spec.invariants.frame import Verdict, Violation, Watch
from tao_spec.revisions import get_revision
from tao_spec.transition.block import advance_block
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import signed
from tao_spec.vectors.cases import Builder
from tao_spec.vectors.machine import Machine
from tests.invariants.build import Made, ids, invariant, make
from tests.transition.stake.build import ALICE, BOB, FIRST, HOT, give, market, put

R306 = get_revision(306)
CONSERVED = tuple(map(invariant, ("INV-55", "INV-56", "INV-57", "INV-58", "INV-59")))


def broken(chain: Chain, change: Callable[[Chain], Any], *events: Event, call: Call | None = None) -> list[str]:
    """Which of the invariants of conservation a step by hand breaks."""
    return ids(conserve(chain, change, events, call)[1])


def conserve(
    chain: Chain, change: Callable[[Chain], Any], events: Sequence[Event] = (), call: Call | None = None
) -> tuple[Watch, list[Violation]]:
    """Judge a step by hand by the invariants of conservation alone."""
    watch = Watch(chain, CONSERVED)
    change(chain)
    return watch, watch.after(Made(tuple(events), chain.commit().changes), call)


def staked() -> Chain:
    chain = market()
    put(chain, HOT, ALICE, FIRST, tao(5))
    put(chain, HOT, ALICE, ROOT, tao(5))
    return chain


def to_pool(amount: int) -> Callable[[Chain], None]:
    def change(chain: Chain) -> None:
        chain.pools.subnet_tao[FIRST] = TaoBalance(chain.pools.subnet_tao[FIRST] + amount)

    return change


def test_tao_that_a_call_makes_or_loses_is_found() -> None:
    assert broken(staked(), to_pool(1)) == ["INV-55"]
    assert broken(staked(), to_pool(-1)) == ["INV-55"]
    assert broken(staked(), to_pool(0)) == []


def test_tao_that_is_told_to_be_minted_has_to_be_there() -> None:
    assert broken(staked(), lambda chain: give(chain, BOB, 7), Minted(BOB, TaoBalance(7))) == []
    assert broken(staked(), lambda chain: give(chain, BOB, 6), Minted(BOB, TaoBalance(7))) == ["INV-55"]


def test_a_fee_leaves_the_books_as_it_is_told() -> None:
    told = StakeAdded(ALICE, HOT, TaoBalance(9), AlphaBalance(9), FIRST, U64(3))
    assert broken(staked(), to_pool(-3), told) == []
    assert broken(staked(), to_pool(-2), told) == ["INV-55"]


def test_a_fee_stays_in_the_books_once_that_is_closed() -> None:
    told = StakeAdded(ALICE, HOT, TaoBalance(9), AlphaBalance(9), FIRST, U64(3))
    chain = market("KNOWN-68")
    assert broken(chain, to_pool(-3), told) == ["INV-55"]
    assert broken(chain, to_pool(0), told) == []


def test_root_excuses_the_issuance_that_it_sets_and_no_other() -> None:
    def change(chain: Chain) -> None:
        chain.emission.total_issuance.value = TaoBalance(77)

    assert broken(staked(), change, call=SudoSetTotalIssuance(TaoBalance(77))) == []
    assert broken(staked(), change, call=SudoSetTotalIssuance(TaoBalance(78))) == ["INV-55"]


def test_what_a_new_pool_overwrites_is_excused_to_the_rao() -> None:
    def change(chain: Chain) -> None:
        chain.pools.subnet_tao[FIRST] = TaoBalance(0)

    watch, found = conserve(staked(), change, [NetworkAdded(FIRST, U16(1))])
    assert "INV-55" not in ids(found)
    assert [violation.excuse.id for violation in watch.excused if violation.excuse] == ["KNOWN-121"]

    def and_more(chain: Chain) -> None:
        change(chain)
        to_root(-1)(chain)

    assert "INV-55" in broken(staked(), and_more, NetworkAdded(FIRST, U16(1)))


def to_root(amount: int) -> Callable[[Chain], None]:
    def change(chain: Chain) -> None:
        chain.pools.subnet_tao[ROOT] = TaoBalance(chain.pools.subnet_tao[ROOT] + amount)

    return change


def test_root_holds_neither_more_nor_less_than_its_stake() -> None:
    assert "INV-59" in broken(staked(), to_root(1))
    assert "INV-59" in broken(staked(), to_root(-1))

    def stake_too(chain: Chain) -> None:
        to_root(4)(chain)
        chain.stake.total_hotkey_alpha[HOT, ROOT] = AlphaBalance(tao(5) + 4)

    assert "INV-59" not in broken(staked(), stake_too)


def change_alpha(inside: int = 0, outside: int = 0, held: int = 0) -> Callable[[Chain], None]:
    def change(chain: Chain) -> None:
        pools, alpha = chain.pools, chain.stake.total_hotkey_alpha
        pools.subnet_alpha_in[FIRST] = AlphaBalance(pools.subnet_alpha_in[FIRST] + inside)
        pools.subnet_alpha_out[FIRST] = AlphaBalance(pools.subnet_alpha_out[FIRST] + outside)
        alpha[HOT, FIRST] = AlphaBalance(alpha[HOT, FIRST] + held)

    return change


def test_alpha_that_a_call_creates_or_destroys_is_found() -> None:
    assert broken(staked(), change_alpha(inside=1)) == ["INV-57"]
    assert broken(staked(), change_alpha(inside=-1)) == ["INV-57"]
    assert broken(staked(), change_alpha(inside=-5, outside=5, held=5)) == []


def test_alpha_is_recycled_as_it_is_told() -> None:
    told = AlphaRecycled(ALICE, HOT, AlphaBalance(5), FIRST)
    assert broken(staked(), change_alpha(outside=-5, held=-5), told) == []
    assert broken(staked(), change_alpha(outside=-4, held=-4), told) == ["INV-57"]


def test_alpha_of_nobody_is_found_unless_it_is_told() -> None:
    sold = StakeRemoved(ALICE, HOT, TaoBalance(0), AlphaBalance(5), FIRST, U64(2))
    burned = AlphaBurned(ALICE, HOT, AlphaBalance(2), FIRST)
    assert broken(staked(), change_alpha(held=-2)) == ["INV-58"]
    assert broken(staked(), change_alpha(held=-2), burned) == []
    assert broken(staked(), change_alpha(held=-2), sold) == []
    assert broken(staked(), change_alpha(held=-3), sold) == ["INV-58"]
    assert "INV-58" in broken(staked(), change_alpha(held=1))


def epoch(spoil: Callable[[Chain], None]) -> list[str]:
    """What a block with an epoch breaks, if somebody has a hand in it."""
    build = Builder(R306)
    working(build)
    build.chain.commit()
    watch = Watch(build.chain, CONSERVED)
    advance_block(build.chain)
    spoil(build.chain)
    outcome = build.chain.commit()
    return ids(watch.after(Made(outcome.events, outcome.changes)))


def test_an_epoch_conserves_tao_and_alpha() -> None:
    assert epoch(lambda chain: None) == []


def emit_more(chain: Chain) -> None:
    to_pool(10**9)(chain)


def pay_root_more(chain: Chain) -> None:
    to_root(10**6)(chain)


def pay_root_less(chain: Chain) -> None:
    to_root(-(10**6))(chain)


def leave_something(chain: Chain) -> None:
    chain.emission.pending_root_divs[FIRST] = TaoBalance(1)


def endow_somebody(chain: Chain) -> None:
    give(chain, ALICE, 10**6)


@pytest.mark.parametrize("spoil", [emit_more, pay_root_more, pay_root_less, leave_something, endow_somebody])
def test_tao_that_a_block_makes_or_loses_is_found(spoil: Callable[[Chain], None]) -> None:
    assert "INV-56" in epoch(spoil)


def test_alpha_that_a_block_makes_or_loses_is_found() -> None:
    assert epoch(change_alpha(inside=1)) == ["INV-57"]
    assert "INV-58" in epoch(change_alpha(held=10**9))


def test_what_waits_for_root_is_what_was_sold() -> None:
    build = Builder(R306)
    scene = working(build)
    build.at_block(1_020)
    chain = build.chain
    chain.commit()
    watch = Watch(chain, CONSERVED)
    advance_block(chain)
    waiting = chain.emission.pending_root_divs
    assert waiting[scene.netuid]
    waiting[scene.netuid] = TaoBalance(waiting[scene.netuid] + 1)
    outcome = chain.commit()
    assert ids(watch.after(Made(outcome.events, outcome.changes))) == ["INV-56"]


def test_what_an_account_cannot_receive_is_excused() -> None:
    build = Builder(R306)
    story: Iterator[Any] = nominations.less_than_an_account_lives_by(build)
    action = next(story)
    machine = Machine(build.chain)
    build.chain.commit()
    watch = Watch(build.chain, CONSERVED)
    made = machine.make(machine.write_call(action.call, "root"))
    assert watch.after(made, made.call) == []
    excuses = [(str(violation.finding), violation.excuse.id) for violation in watch.excused if violation.excuse]
    assert [excuse for _, excuse in excuses] == ["KNOWN-180"]
    assert "a difference of -499" in excuses[0][0]


def provided(*closed: str) -> tuple[Chain, Watch]:
    """A pool in which Alice has provided liquidity."""
    chain = market(*closed)
    put(chain, HOT, ALICE, FIRST, tao(50))
    chain.pools.enabled_user_liquidity[FIRST] = True
    chain.commit()
    watch = Watch(chain, CONSERVED)
    for call in (AddStake(HOT, FIRST, TaoBalance(tao(1))), LIQUIDITY):
        assert make(chain, watch, signed(ALICE), call) == []
    return chain, watch


LIQUIDITY = AddLiquidity(HOT, FIRST, TickIndex(-1_000), TickIndex(1_000), U64(10**9))


@pytest.mark.parametrize("closed", [(), ("KNOWN-60",), ("KNOWN-68",), ("KNOWN-60", "KNOWN-68")])
def test_positions_conserve_whatever_is_closed(closed: tuple[str, ...]) -> None:
    chain, watch = provided(*closed)
    calls = (
        ModifyPosition(HOT, FIRST, PositionId(2), I64(10**8)),
        AddStake(HOT, FIRST, TaoBalance(tao(3))),
        ModifyPosition(HOT, FIRST, PositionId(2), I64(-(10**8))),
        RemoveStake(HOT, FIRST, AlphaBalance(tao(2))),
        ModifyPosition(HOT, FIRST, PositionId(2), I64(-(10**9 - 5))),
        LIQUIDITY,
        RemoveLiquidity(HOT, FIRST, PositionId(3)),
    )
    for call in calls:
        chain.stake.staking_operation_rate_limiter.clear()
        watch.after(chain.commit())
        assert make(chain, watch, signed(ALICE), call) == []
    assert watch.summary["INV-55"][Verdict.HOLDS] > len(calls)
    assert not chain.pools.positions.get((FIRST, ALICE, PositionId(3)))


def drained(tao_left: int, alpha_left: int) -> list[str]:
    """What excuses a position that is taken out of a pool which was drained, and who provided twice its worth."""
    chain, _ = provided()
    pools = chain.pools
    for item in (pools.subnet_tao_provided, pools.subnet_alpha_in_provided):
        del item[FIRST]
    pools.subnet_tao[FIRST], pools.subnet_alpha_in[FIRST] = TaoBalance(tao_left), AlphaBalance(alpha_left)
    chain.commit()
    watch = Watch(chain, CONSERVED)
    assert make(chain, watch, signed(ALICE), RemoveLiquidity(HOT, FIRST, PositionId(2))) == []
    return [violation.excuse.id for violation in watch.excused if violation.excuse]


def test_positions_that_are_paid_more_than_there_is_are_excused_by_what_is_missing() -> None:
    assert drained(tao(1), tao(1)) == []
    assert drained(7, tao(1)) == ["KNOWN-60"]
    assert drained(7, 7) == ["KNOWN-60", "KNOWN-60"]


def test_a_position_in_a_pool_without_a_price_does_not_count_where_it_is_modified() -> None:
    chain = market()
    put(chain, HOT, ALICE, FIRST, tao(50))
    chain.pools.enabled_user_liquidity[FIRST] = True
    chain.commit()
    watch = Watch(chain, [invariant("INV-64")])
    below = AddLiquidity(HOT, FIRST, TickIndex(-5_000), TickIndex(1), U64(10**7))
    for call in (below, ModifyPosition(HOT, FIRST, PositionId(1), I64(10**6))):
        assert make(chain, watch, signed(ALICE), call) == []
    assert [violation.excuse.id for violation in watch.excused if violation.excuse] == ["KNOWN-62"]

"""The pages by example tell what the rules compute."""

from __future__ import annotations

import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from conformance.pools.prepare import NETUID
from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.fixed import I64F64, U64F64
from tao_spec.arithmetic.identifiers import BlockHeight, BlockNumber, TickIndex
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.registration_terms import compute_upgrade
from tao_spec.transition.pools.conversion import swap_alpha_for_tao, swap_tao_for_alpha
from tao_spec.transition.pools.curve import BUY, compute_amount_in, compute_amount_out
from tao_spec.transition.pools.prices import compute_limit_sqrt_price, get_max_price
from tao_spec.transition.pools.tick_math import tick_to_sqrt_price
from tao_spec.transition.stake.shares import compute_worth
from tao_spec.transition.subnets.lock_cost import get_network_lock_cost

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs" / "_ext"))

from tao_site import pictures
from tao_site.palettes import PALETTES
from tao_site.pictures import lock_cost, numbers, position_fees, share_pool, swap_steps, terms
from tao_site.pictures.pool import ADA, BO, FEE_RATE, PROTOCOL, RANGES, make_pool
from tao_site.pictures.swap_steps import CROSSED, LIMITED, USED_UP, StepMade, SwapMade

PAGES = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def swaps() -> list[SwapMade]:
    return swap_steps.make_swaps(make_pool())


@pytest.fixture(scope="module")
def fees() -> position_fees.Story:
    return position_fees.play()


@pytest.fixture(scope="module")
def shares() -> list[share_pool.Moment]:
    return share_pool.play()


def cells(part: str) -> list[list[str]]:
    """The cells of a written table, without its head."""
    lines = [line for line in pictures.PARTS[part]().splitlines() if line.startswith("| ")]
    return [line.strip("| ").split(" | ") for line in lines[2:]]


def rao(cell: str) -> int:
    """An amount of a table in rao."""
    return int(cell.strip("*").split("*")[0].replace(",", "").replace(".", ""))


def test_the_three_exits_of_a_step_are_all_shown(swaps: list[SwapMade]) -> None:
    purchase, sale = ([step.exit for step in made.steps] for made in swaps)
    assert purchase == [CROSSED, CROSSED, CROSSED, USED_UP]
    assert sale == [CROSSED, CROSSED, CROSSED, LIMITED]


def test_the_steps_of_a_swap_add_up_to_what_the_same_swap_does_unwatched(swaps: list[SwapMade]) -> None:
    pool = make_pool()
    unwatched = [
        swap_tao_for_alpha(pool.chain, NETUID, swap_steps.BOUGHT_FOR, get_max_price(), drop_fees=False),
        swap_alpha_for_tao(pool.chain, NETUID, swap_steps.SOLD, swap_steps.SOLD_DOWN_TO, drop_fees=False),
    ]
    for made, result in zip(swaps, unwatched, strict=True):
        assert made.result == result
        assert sum(step.amount_in for step in made.steps) == result.amount_paid_in
        assert sum(step.amount_out for step in made.steps) == result.amount_paid_out
        assert sum(step.fee for step in made.steps) == result.fee_paid
    assert swaps[-1].steps[-1].after == pool.chain.pools.alpha_sqrt_price[NETUID]


def test_each_step_begins_where_the_last_one_ended(swaps: list[SwapMade]) -> None:
    for step, following in pairwise([step for made in swaps for step in made.steps]):
        assert step.after == following.before


def test_each_step_is_made_in_the_liquidity_of_the_positions_in_range(swaps: list[SwapMade]) -> None:
    positions = make_pool().positions().values()
    for step in (step for made in swaps for step in made.steps):
        middle = (step.before.to_fraction() + step.after.to_fraction()) / 2
        assert step.liquidity == sum(
            position.liquidity
            for position in positions
            if tick_to_sqrt_price(position.tick_low).to_fraction()
            < middle
            < tick_to_sqrt_price(position.tick_high).to_fraction()
        )


def test_a_step_that_crosses_ends_where_the_tick_begins_and_the_limit_where_it_was_named(swaps: list[SwapMade]) -> None:
    for step in (step for made in swaps for step in made.steps):
        assert step.is_crossing == (step.exit == CROSSED) == (step.after == tick_to_sqrt_price(step.edge))
    assert swaps[1].steps[-1].after == compute_limit_sqrt_price(swap_steps.SOLD_DOWN_TO)
    assert swaps[1].result.amount_paid_in + swaps[1].result.fee_paid < swap_steps.SOLD


def test_the_written_steps_are_the_steps(swaps: list[SwapMade]) -> None:
    rows = cells("swap-steps")
    told = [row[5:] for row in rows if not row[0].startswith("**")]
    steps = [step for made in swaps for step in made.steps]
    assert [[rao(cell) for cell in row] for row in told] == [[s.amount_in, s.fee, s.amount_out] for s in steps]
    sums = [[rao(cell) for cell in row[5:]] for row in rows if row[0].startswith("**")]
    assert sums == [[m.result.amount_paid_in, m.result.fee_paid, m.result.amount_paid_out] for m in swaps]


def test_the_first_step_is_told_with_numbers_that_the_formulas_give(swaps: list[SwapMade]) -> None:
    step, text = swaps[0].steps[0], swap_steps.write_first_step()
    swapped = compute_amount_in(BUY, step.liquidity, step.before, step.after)
    assert step.target > step.after == tick_to_sqrt_price(RANGES[BO][0])
    assert f"{numbers.show_amount(swapped)} TAO ({{need}}`POOL-81`)" in text
    assert f"= {numbers.show_amount(swapped * FEE_RATE // (65_535 - FEE_RATE))} TAO" in text
    assert f"{numbers.show_amount(compute_amount_out(BUY, step.liquidity, step.before, swapped))} alpha" in text


def test_a_round_trip_costs_the_fees_and_a_few_rao_of_rounding(swaps: list[SwapMade]) -> None:
    purchase, sale = (made.steps for made in swaps)
    there: tuple[StepMade, ...] = purchase[:0:-1]
    for bought, sold in zip(there, sale, strict=False):
        assert 0 <= bought.amount_out - sold.amount_in <= 2
        assert 0 <= bought.amount_in - sold.amount_out <= 2


def test_liquidity_by_price_is_that_of_the_positions() -> None:
    pool = make_pool()
    levels = swap_steps.get_levels(pool)
    assert [tick for tick, _ in levels[1:-1]] == sorted(tick for bounds in RANGES.values() for tick in bounds[:2])
    for tick, level in levels:
        assert level == sum(p.liquidity for p in pool.positions().values() if p.tick_low <= tick < p.tick_high)


def test_what_is_owed_is_the_growth_inside_of_the_range_times_the_liquidity(fees: position_fees.Story) -> None:
    for moment in fees.moments:
        for name, (low, high, liquidity) in RANGES.items():
            growth = moment.growth
            current = moment.sqrt_price
            below, above = (growth.outside[TickIndex(tick)] for tick in (low, high))
            everywhere = I64F64.saturating_from_num(growth.everywhere)
            below = below if tick_to_sqrt_price(low) <= current else everywhere - below
            above = everywhere - above if tick_to_sqrt_price(high) <= current else above
            assert growth.inside[name] == everywhere - below - above
            assert moment.owed[name][0] == growth.inside[name].bits * liquidity >> 64


def test_fees_grow_only_while_the_price_is_in_the_range(fees: position_fees.Story) -> None:
    for before, after in pairwise(fees.moments):
        ends = sorted((before.sqrt_price, after.sqrt_price))
        for name, (low, high, _) in RANGES.items():
            touches = ends[1] > tick_to_sqrt_price(low) and ends[0] < tick_to_sqrt_price(high)
            assert (after.owed[name] != before.owed[name]) == touches


def test_nearly_all_that_was_paid_is_owed(fees: position_fees.Story) -> None:
    for moment in fees.moments:
        for which in (0, 1):
            owed = sum(amounts[which] for amounts in moment.owed.values())
            most = moment.paid[which] * Fraction(3 * 10**12, 3 * 10**12 - 1_000)
            assert moment.paid[which] - 3 <= owed <= most + 3


def test_everybody_collects_what_was_owed_and_nothing_is_left(fees: position_fees.Story) -> None:
    assert dict(fees.collected) == dict(fees.moments[-1].owed)
    assert set(fees.left) == {PROTOCOL, ADA}
    assert all(not any(amounts) for amounts in fees.left.values())


def test_the_written_fees_are_the_fees(fees: position_fees.Story) -> None:
    last = [row for row in cells("fees-owed") if row[0] == list(position_fees.PHASES)[-1]]
    for row, which in zip(last, (0, 1), strict=True):
        owed = [fees.moments[-1].owed[name][which] for name in (PROTOCOL, ADA, BO)]
        assert [rao(cell) for cell in row[2:6]] == [*owed, sum(owed)]
        assert rao(row[6]) == fees.moments[-1].paid[which]
    told = {row[0]: (rao(row[2]), rao(row[3]), row[4]) for row in cells("fees-collected")}
    assert told == {name: (*amounts, "nothing") for name, amounts in fees.collected.items()}
    assert [row[0] for row in cells("fee-growth")] == ["before", *position_fees.PHASES]


def test_shares_are_worth_their_part_and_the_dust_is_what_is_missing(shares: list[share_pool.Moment]) -> None:
    for moment in shares:
        for holding in moment.holdings.values():
            assert holding.worth == compute_worth(moment.value, moment.shares, holding.shares)
        assert moment.shares == sum((h.shares for h in moment.holdings.values()), U64F64.ZERO)
        assert 0 <= moment.dust <= max(1, sum(bool(h.shares) for h in moment.holdings.values()))


def test_a_dividend_changes_no_share_and_a_deposit_nobody_elses_worth(shares: list[share_pool.Moment]) -> None:
    for happening, before, after in zip(share_pool.STORY[1:], shares[:-1], shares[1:], strict=True):
        for name in share_pool.NAMES:
            if happening.who == share_pool.ALL:
                assert after.holdings[name].shares == before.holdings[name].shares
            elif happening.who != name:
                assert after.holdings[name].shares == before.holdings[name].shares
                assert abs(after.holdings[name].worth - before.holdings[name].worth) <= 1


def test_who_comes_later_gets_fewer_shares_and_crumbs_go_along(shares: list[share_pool.Moment]) -> None:
    assert share_pool.STORY[0].amount == share_pool.STORY[3].amount
    assert shares[3].holdings["Cleo"].shares < shares[0].holdings["Ada"].shares
    assert share_pool.STORY[8].spares and not shares[8].holdings["Cleo"].shares


def test_the_dust_of_those_who_left_stays_on_the_hotkey(shares: list[share_pool.Moment]) -> None:
    emptied, begun = shares[-2:]
    assert not emptied.shares and emptied.value == emptied.dust > 0
    deposit = share_pool.STORY[-1].amount
    assert begun.value == emptied.value + deposit
    assert begun.shares == U64F64.saturating_from_num(deposit)


def test_the_written_shares_are_the_shares(shares: list[share_pool.Moment]) -> None:
    for row, moment in zip(cells("share-pool"), shares, strict=True):
        assert (rao(row[2]), int(row[-1])) == (moment.value, moment.dust)
        worths = [0 if cell == "—" else rao(cell) for cell in row[4:9:2]]
        assert worths == [holding.worth for holding in moment.holdings.values()]


@pytest.mark.parametrize("weight", terms.WEIGHTS.values(), ids=terms.WEIGHTS)
def test_only_what_the_registrations_call_for_moves(weight: U64) -> None:
    chain = Chain({}, R306)
    bounds = chain.neurons
    course, phases = terms.compute_course(weight), [p for p in terms.PHASES for _ in range(p.intervals)]
    for phase, before, after in zip(phases, course[:-1], course[1:], strict=True):
        count = phase.by_burn + phase.by_work
        too_many = count > terms.get_target()
        moves_burn = phase.by_burn == phase.by_work or too_many == (phase.by_burn > phase.by_work)
        moves_work = phase.by_burn == phase.by_work or too_many == (phase.by_work > phase.by_burn)
        for moves, old, new, least, most in (
            (moves_burn, before.burn, after.burn, bounds.min_burn, bounds.max_burn),
            (moves_work, before.difficulty, after.difficulty, bounds.min_difficulty, bounds.max_difficulty),
        ):
            upgraded = compute_upgrade(old, U16(count), U16(terms.get_target()), weight).saturating_to_num(U64)
            held = max(min(upgraded, most[terms.SUBNET]), least[terms.SUBNET])
            assert new == (held if moves else old)


def test_every_kind_of_interval_is_shown_and_the_burn_reaches_its_bound() -> None:
    kinds = {
        (p.by_burn + p.by_work > terms.get_target(), (p.by_burn > p.by_work) - (p.by_burn < p.by_work))
        for p in terms.PHASES
    }
    assert kinds == {(many, most) for many in (True, False) for most in (-1, 0, 1)}
    course = terms.compute_course(U64(0))
    assert max(t.burn for t in course) == Chain({}, R306).neurons.max_burn[terms.SUBNET]
    assert all(p.by_burn + p.by_work <= 3 * terms.get_target() for p in terms.PHASES)


def test_the_written_terms_are_the_terms() -> None:
    course, rows = terms.compute_course(U64(0)), cells("registration-terms")
    for row in rows:
        first, last = (int(cell) for cell in row[0].split(" to "))
        assert [rao(cell) for cell in row[3].split(" → ")] == [course[first - 1].burn, course[last].burn]
        difficulties = [int(cell.replace(",", "")) for cell in row[4].split(" → ")]
        assert difficulties == [course[first - 1].difficulty, course[last].difficulty]
    assert row[0].endswith(str(len(course) - 1))


@pytest.mark.parametrize("halvings", lock_cost.HALVINGS.values(), ids=lock_cost.HALVINGS)
def test_a_subnet_costs_what_the_rule_says_of_the_last_one(halvings: int) -> None:
    course = lock_cost.play(halvings)
    assert tuple(found.day for found in course.foundings) == lock_cost.FOUNDED_ON
    chain = Chain({}, R306)
    for last, found in pairwise(course.foundings):
        chain.emission.total_issuance.value = lock_cost.get_issuance(halvings)
        chain.subnets.network_last_lock_cost.value = last.paid
        chain.subnets.network_last_registered.value = BlockHeight(last.day * 7_200)
        chain.accounts.number.value = BlockNumber(found.day * 7_200)
        assert found.paid == get_network_lock_cost(chain)
        assert (last.day, TaoBalance(2 * last.paid)) in course.costs


def test_after_the_first_halving_the_cost_falls_twice_as_fast() -> None:
    falls = []
    for halvings in lock_cost.HALVINGS.values():
        course = lock_cost.play(halvings)
        first = next(index for index, (_, cost) in enumerate(course.costs) if cost == 2 * course.foundings[0].paid)
        falls.append(course.costs[first][1] - course.costs[first + 1][1])
    assert abs(2 * falls[0] - falls[1]) <= 1_800


def test_the_written_costs_are_what_was_paid() -> None:
    before, after = (lock_cost.play(halvings).foundings for halvings in lock_cost.HALVINGS.values())
    rows = [(int(row[0]), rao(row[1]), rao(row[2])) for row in cells("lock-cost")]
    assert rows == [(b.day, b.paid, a.paid) for b, a in zip(before, after, strict=True)]


def test_every_chart_and_every_part_stands_on_a_page() -> None:
    pages = "".join((PAGES / f"{name}.md").read_text("utf-8") for name in ("pools", "stake", "registration"))
    for name in pictures.PARTS:
        assert pages.count(f"{{include}} generated/parts/{name}.md") == 1
    for name in pictures.CHARTS:
        assert all(pages.count(f"generated/charts/{name}-{mood}.svg") == 1 for mood in PALETTES)


def test_every_part_is_the_same_every_time() -> None:
    assert pictures.write_parts() == pictures.write_parts()


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "0.000000000"),
        (1, "0.000000001"),
        (-1_500_000_000, "\N{MINUS SIGN}1.500000000"),
        (10**12, "1,000.000000000"),
    ],
)
def test_amounts_are_shown_to_the_rao(amount: int, shown: str) -> None:
    assert numbers.show_amount(amount) == shown


def test_what_is_cut_off_is_told() -> None:
    assert numbers.show_cut(U64F64.from_float(1.5), 3) == "1.500"
    assert numbers.show_billions(U64F64.from_float(1_000.0)) == "0.000001000"
    assert numbers.show_billions(U64F64.from_float(1_000.5)) == "0.000001000…"
    assert numbers.show_cut(U64F64.from_float(1_234.0625), 2) == "1,234.06…"

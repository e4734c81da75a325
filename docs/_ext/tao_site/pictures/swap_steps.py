"""Two swaps through the ticks of a pool, each step read off the rules while they run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from conformance.pools.prepare import NETUID
from tao_site.axes import make_axes
from tao_site.palettes import Palette
from tao_site.paragraphs import ID
from tao_site.pictures.numbers import MINUS, show_amount, show_cut, show_price, show_tick, to_price, wide_table
from tao_site.pictures.pool import ADA, BO, FEE_RATE, PROTOCOL, Pool, make_pool
from tao_site.render import link_ids
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import TickIndex
from tao_spec.arithmetic.integers import U64
from tao_spec.state.pools import Position
from tao_spec.transition.pools.conversion import swap_alpha_for_tao, swap_tao_for_alpha
from tao_spec.transition.pools.curve import BUY, OrderType
from tao_spec.transition.pools.prices import get_max_price
from tao_spec.transition.pools.swap import SwapResult
from tao_spec.transition.pools.tick_math import tick_to_sqrt_price
from tao_spec.transition.tracing import Ran, trace_rules

BOUGHT_FOR = tao(500)
"""What the purchase pays in, with the fee, in rao; it takes any price."""

SOLD = AlphaBalance(tao(600))
"""What the sale would pay in, with the fee, in alpha rao."""

SOLD_DOWN_TO = TaoBalance(950_000_000)
"""The limit of the sale: rao for one alpha."""

PURCHASE, SALE = "POOL-95", "POOL-96"
SWAP, PLAN, MADE, TARGET, CURVE = "POOL-90", "POOL-84", "POOL-85", "POOL-80", "POOL-82"
TRACED = frozenset((SWAP, PLAN, MADE, TARGET, CURVE))

USED_UP, LIMITED, CROSSED = "amount used up", "limit reached", "tick crossed"


@dataclass(frozen=True)
class StepMade:
    """A step of a swap.

    Attributes:
        order: its direction.
        exit: which of the three ends it had.
        edge: the next active tick before it.
        is_crossing: whether it crossed that tick.
        liquidity: in which it was made.
        target: the square root of the price to which all that was left, less its fee, would have gone.
        before, after: square roots of the price.
        amount_in, fee: in rao of what was paid in.
        amount_out: in rao of what was paid out.
    """

    order: OrderType
    exit: str
    edge: TickIndex
    is_crossing: bool
    liquidity: U64
    target: U64F64
    before: U64F64
    after: U64F64
    amount_in: U64
    fee: U64
    amount_out: U64


@dataclass(frozen=True)
class SwapMade:
    """A swap: its steps, and what the rule said of them all."""

    steps: tuple[StepMade, ...]
    result: SwapResult


def make_swaps(pool: Pool) -> list[SwapMade]:
    """A purchase at any price, then a sale that stops at a limit."""
    with trace_rules(TRACED) as runs:
        swap_tao_for_alpha(pool.chain, NETUID, BOUGHT_FOR, get_max_price(), drop_fees=False)
        swap_alpha_for_tao(pool.chain, NETUID, SOLD, SOLD_DOWN_TO, drop_fees=False)
    return [SwapMade(tuple(_read_steps(ran)), ran.result) for ran in runs]


def _read_steps(swap: Ran) -> Iterator[StepMade]:
    for planned, made in zip(swap.all(PLAN), swap.all(MADE), strict=True):
        curve, step = next(made.all(CURVE)), made.arguments["step"]
        yield StepMade(
            order=made.arguments["order"],
            exit=_name_exit(planned),
            edge=step.edge,
            is_crossing=step.is_crossing,
            liquidity=curve.arguments["liquidity"],
            target=next(planned.all(TARGET)).result,
            before=curve.arguments["sqrt_price"],
            after=step.sqrt_price,
            amount_in=step.amount_in,
            fee=step.fee,
            amount_out=made.result,
        )


def _name_exit(planned: Ran) -> str:
    """Which of target, limit and edge ended a step; where several do, the first counts."""
    target, end = next(planned.all(TARGET)).result, planned.result.sqrt_price
    return USED_UP if end == target else LIMITED if end == planned.arguments["limit"] else CROSSED


def get_levels(pool: Pool) -> list[tuple[TickIndex, int]]:
    """Each active tick with the liquidity from there up to the next: the sum of what begins less what ends."""
    ticks = sorted((index, tick.liquidity_net) for index, tick in pool.chain.pools.ticks.under(NETUID))
    level, levels = 0, []
    for index, net in ticks:
        level += net
        levels.append((index, level))
    return levels


def write_swap_steps() -> str:
    """Every step of the two swaps, with the sums that the rule reports; to be included in a page."""
    rows = [row for made in make_swaps(make_pool()) for row in _rows(made)]
    head = ("Step", "Ends with", "Liquidity, 10⁹", "Price before", "Price after", "Paid in", "Fee", "Paid out")
    return wide_table(head, rows)


def _rows(made: SwapMade) -> Iterator[tuple[str, ...]]:
    paid_in, paid_out = ("TAO", "alpha") if made.steps[0].order is BUY else ("alpha", "TAO")
    for name, step in zip(_names(made.steps), made.steps, strict=True):
        amounts = (show_amount(amount) for amount in (step.amount_in, step.fee, step.amount_out))
        prices = (show_price(step.before), show_price(step.after))
        yield (name, _describe_exit(step), f"{step.liquidity / 10**9:,.0f}", *prices, *amounts)
    result = made.result
    totals = ((result.amount_paid_in, paid_in), (result.fee_paid, paid_in), (result.amount_paid_out, paid_out))
    yield ("**in all**", "", "", "", "", *(f"**{show_amount(amount)}** {unit}" for amount, unit in totals))


def _names(steps: Iterable[StepMade]) -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        yield f"{'purchase' if step.order is BUY else 'sale'} {number}"


def _describe_exit(step: StepMade) -> str:
    return f"{step.exit}: {show_tick(step.edge)}" if step.is_crossing else step.exit


def write_first_step() -> str:
    """How the first step of the purchase comes to its numbers; to be included in a page."""
    step = make_swaps(make_pool())[0].steps[0]
    liquidity = f"{step.liquidity / 10**9:,.0f} · 10⁹"
    start, target, edge = (show_cut(root, 9) for root in (step.before, step.target, step.after))
    tick, rate = show_tick(step.edge), int(FEE_RATE)
    swapped, fee, out = (show_amount(amount) for amount in (step.amount_in, step.fee, step.amount_out))
    text = (
        f"1. The *target*: with all that is to be paid in, less its fee, *p* would go from {start} to {target} (POOL-80).\n"
        f"2. The *edge*: the next active tick is {tick}. It begins at *q* = {edge}, which is nearer: the step ends there.\n"
        f"3. To get there takes *L* · (*q* - *p*) = {liquidity} · ({edge} - {start}) rao: {swapped} TAO (POOL-81).\n"
        f"4. The fee comes on top: {swapped} · {rate} / (65,535 - {rate}) = {fee} TAO (POOL-61).\n"
        f"5. What was swapped is paid for with *L* · (1/*p* - 1/*q*) alpha rao: {out} alpha (POOL-82).\n"
        "6. The tick is crossed: the liquidity that begins there counts from now on (POOL-86).\n"
    )
    text = text.replace(" - ", f" {MINUS} ")
    return link_ids(text, set(ID.findall(text)))


LEFT, RIGHT = 0.86, 1.66
"""The prices that the chart shows."""

ROOM = 1.4
"""Where an arrow ends before this price, its name stands to the right of it."""


def draw_swap_steps(figure: Figure, palette: Palette) -> None:
    """Liquidity by price, and under it the way of the price through both swaps."""
    figure.set_size_inches(7.6, 5.4)
    pool = make_pool()
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(1, 1.25))
    _draw_liquidity(make_axes(above, palette, "", "liquidity, 10¹²"), pool, palette)
    swaps = make_swaps(pool)
    _draw_path(make_axes(below, palette, "price of one alpha, TAO", ""), swaps, palette)
    for tick, _ in get_levels(pool):
        for axes in (above, below):
            axes.axvline(_price_of(tick), color=palette.ink, linewidth=0.8, linestyle=":", alpha=0.6)


def _price_of(tick: int) -> float:
    return to_price(tick_to_sqrt_price(tick))


def _draw_liquidity(axes: Axes, pool: Pool, palette: Palette) -> None:
    colors = {PROTOCOL: palette.faint, ADA: palette.first, BO: palette.second}
    ticks = [tick for tick, _ in get_levels(pool)]
    bottom = [0.0] * (len(ticks) - 1)
    for name, position in pool.positions().items():
        top = [
            base + (position.liquidity / 10**12 if _covers(position, low) else 0)
            for base, low in zip(bottom, ticks, strict=False)
        ]
        edges = [_price_of(tick) for tick in ticks]
        axes.stairs(top, edges, baseline=bottom, fill=True, color=colors[name], alpha=0.55, label=name)
        bottom = top
    axes.stairs(bottom, [_price_of(tick) for tick in ticks], baseline=None, color=palette.ink, linewidth=1.6)
    axes.set_xlim(LEFT, RIGHT)
    axes.set_ylim(0, 1.3 * max(bottom))
    axes.legend(frameon=False, labelcolor=palette.ink, fontsize=8, loc="upper right")
    for row, tick in enumerate(ticks[1:-1]):
        place = (_price_of(tick), (1.09 if row % 2 else 1.19) * max(bottom))
        axes.annotate(f" tick {show_tick(tick)}", place, color=palette.ink, fontsize=8, va="center")


def _covers(position: Position, tick: TickIndex) -> bool:
    return position.tick_low <= tick < position.tick_high


def _draw_path(axes: Axes, swaps: list[SwapMade], palette: Palette) -> None:
    """One line a step, from the first on top to the last; a thin line leads from one to the next."""
    steps = [step for made in swaps for step in made.steps]
    names = [name for made in swaps for name in _names(made.steps)]
    for row, step in enumerate(steps):
        _draw_step(axes, row, step, palette)
    for row, (step, _) in enumerate(pairwise(steps)):
        place = to_price(step.after)
        axes.plot([place, place], [row, row + 1], color=palette.ink, linewidth=0.8)
    axes.set_yticks(range(len(steps)), names)
    axes.set_ylim(len(steps) - 0.4, -0.7)


def _draw_step(axes: Axes, row: int, step: StepMade, palette: Palette) -> None:
    start, end = to_price(step.before), to_price(step.after)
    color = palette.first if step.order is BUY else palette.second
    arrow: dict[str, Any] = {"arrowstyle": "-|>", "color": color, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (end, row), xytext=(start, row), arrowprops=arrow)
    # Beside the arrow, where there is room.
    if max(start, end) < ROOM:
        _write_beside(axes, step, (max(start, end), row), 8, palette)
    else:
        _write_beside(axes, step, (min(start, end), row), -8, palette)


def _write_beside(axes: Axes, step: StepMade, place: tuple[float, float], away: int, palette: Palette) -> None:
    side = "left" if away > 0 else "right"
    style: dict[str, Any] = {"color": palette.ink, "fontsize": 8, "va": "center", "ha": side}
    axes.annotate(_describe_exit(step), place, xytext=(away, 0), textcoords="offset points", **style)

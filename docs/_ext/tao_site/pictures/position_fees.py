"""What many small swaps leave to each position: the growth of fees by ticks, what is owed, and what is collected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from conformance.pools.prepare import NETUID, make
from tao_site.axes import make_axes
from tao_site.palettes import Palette
from tao_site.pictures.numbers import show_amount, show_price, show_tick, to_price, to_whole, wide_table
from tao_site.pictures.pool import ADA, BO, PROTOCOL, RANGES, Pool, make_pool
from tao_site.render import table
from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance, tao
from tao_spec.arithmetic.fixed import I64F64, U64F64, Fixed
from tao_spec.arithmetic.identifiers import TickIndex
from tao_spec.interface.pools import LiquidityModified, LiquidityRemoved
from tao_spec.transition.chain import Chain
from tao_spec.transition.pools.conversion import swap_alpha_for_tao, swap_tao_for_alpha
from tao_spec.transition.pools.positions import Amounts, collect_fees
from tao_spec.transition.pools.prices import get_max_price, get_min_price
from tao_spec.transition.pools.protocol_liquidity import adjust_protocol_liquidity
from tao_spec.transition.pools.tick_math import tick_to_sqrt_price
from tao_spec.transition.pools.ticks import Currency, get_fees_in_range, get_global_fees

PHASES = {"24 purchases": 24, "42 sales": -42, "18 purchases": 18}
"""Swaps of `EACH`, one after the other; sales where the number is below zero."""

EACH = tao(12)
"""What each swap pays in, with the fee, in rao of TAO or of alpha."""

UNITS = 10**9
"""Growth is shown for so many units of liquidity."""

GROWN_BY = 5 * 10**11
"""The liquidity that Ada adds in the end."""


@dataclass(frozen=True)
class Growth:
    """What a unit of liquidity has earned, in one currency.

    Attributes:
        everywhere: since the beginning, wherever the price was.
        outside: by tick, on its other side.
        inside: by whose position it is, in its range.
    """

    everywhere: Fixed
    outside: Mapping[TickIndex, I64F64]
    inside: Mapping[str, I64F64]


@dataclass(frozen=True)
class Moment:
    """The pool between two swaps.

    Attributes:
        phase: the swaps that ended, if any did.
        sqrt_price: the square root of the price.
        paid: the fees of all swaps so far.
        owed: the fees that each position could collect.
        growth: of the fees in TAO.
    """

    phase: str
    sqrt_price: U64F64
    paid: Amounts
    owed: Mapping[str, Amounts]
    growth: Growth


@dataclass(frozen=True)
class Story:
    """The course of the pool, and what each owner had in the end.

    Attributes:
        moments: the first before any swap, then one after each.
        collected: the fees that were paid out, by whose they were.
        left: what is owed after that.
    """

    moments: tuple[Moment, ...]
    collected: Mapping[str, Amounts]
    left: Mapping[str, Amounts]


def play() -> Story:
    """All swaps, after which Ada adds liquidity, Bo takes everything out, and emission comes to the protocol."""
    pool = make_pool()
    moments = tuple(_swap_all(pool))
    collected = _collect(pool)
    return Story(moments, collected, get_owed(pool))


def _swap_all(pool: Pool) -> Iterator[Moment]:
    tao_paid, alpha_paid = TaoBalance(0), AlphaBalance(0)
    yield _look(pool, "before", (tao_paid, alpha_paid))
    for phase, count in PHASES.items():
        for number in range(1, abs(count) + 1):
            if count > 0:
                bought = swap_tao_for_alpha(pool.chain, NETUID, EACH, get_max_price(), drop_fees=False)
                tao_paid = TaoBalance(tao_paid + bought.fee_paid)
            else:
                sold = swap_alpha_for_tao(pool.chain, NETUID, AlphaBalance(EACH), get_min_price(), drop_fees=False)
                alpha_paid = AlphaBalance(alpha_paid + sold.fee_paid)
            yield _look(pool, phase if number == abs(count) else "", (tao_paid, alpha_paid))


def _look(pool: Pool, phase: str, paid: Amounts) -> Moment:
    growth = get_growth(pool, Currency.TAO)
    return Moment(phase, pool.chain.pools.alpha_sqrt_price[NETUID], paid, get_owed(pool), growth)


def get_owed(pool: Pool) -> dict[str, Amounts]:
    """The fees that each position could collect now; nothing is collected by asking."""
    return {name: collect_fees(pool.chain, position)[0] for name, position in pool.positions().items()}


def get_growth(pool: Pool, currency: Currency) -> Growth:
    """What a unit of liquidity has earned in a currency."""
    chain = pool.chain
    ticks = sorted(chain.pools.ticks.under(NETUID), key=lambda found: found[0])
    outside = {index: tick.fees_out_tao if currency is Currency.TAO else tick.fees_out_alpha for index, tick in ticks}
    inside = {
        name: get_fees_in_range(chain, NETUID, position.tick_low, position.tick_high, currency)
        for name, position in pool.positions().items()
    }
    return Growth(get_global_fees(chain, NETUID, currency), outside, inside)


def _collect(pool: Pool) -> dict[str, Amounts]:
    """Let everybody collect: users by changing their positions, the protocol by emission; by whose they are, the fees."""
    ids = {name: position.id for name, position in pool.positions().items()}
    of_protocol = get_owed(pool)[PROTOCOL]
    for name, action in (
        (ADA, pool.providers[ADA].modifies(ids[ADA], GROWN_BY)),
        (BO, pool.providers[BO].removes(ids[BO])),
    ):
        make(pool.build, pool.providers[name], action)
    adjust_protocol_liquidity(pool.chain, NETUID, TaoBalance(0), AlphaBalance(0))
    return {PROTOCOL: of_protocol, ADA: _told(pool.chain, LiquidityModified), BO: _told(pool.chain, LiquidityRemoved)}


def _told(chain: Chain, kind: type[LiquidityModified | LiquidityRemoved]) -> Amounts:
    """The fees of which the one event of a kind tells."""
    event = next(event for event in chain.events if isinstance(event, kind))
    return event.fee_tao, event.fee_alpha


def write_growth() -> str:
    """How the fees in TAO grew by ticks, at the end of each phase; to be included in a page."""
    moments = [moment for moment in play().moments if moment.phase]
    ticks = sorted({tick for bounds in RANGES.values() for tick in bounds[:2]})
    head = ("After", "Price", "Everywhere", *(f"Out, {show_tick(tick)}" for tick in ticks))
    head = (*head, *(f"In, {name}" for name in RANGES))
    rows = []
    for moment in moments:
        growth = moment.growth
        outside = (growth.outside[TickIndex(tick)] for tick in ticks)
        numbers = (growth.everywhere, *outside, *(growth.inside[name] for name in RANGES))
        rows.append((moment.phase, show_price(moment.sqrt_price), *map(show_growth, numbers)))
    return wide_table(head, rows)


def show_growth(growth: Fixed) -> str:
    """What `UNITS` of liquidity earned, to a thousandth of a rao."""
    thousandths = growth.to_fraction() * UNITS * 1_000 // 1
    return f"{thousandths // 1_000:,}.{thousandths % 1_000:03}"


def write_owed() -> str:
    """What each position is owed at the end of each phase, and all of it beside what was paid; to be included in a page."""
    rows = []
    for moment in play().moments:
        if moment.phase in PHASES:
            for unit, which in (("TAO", 0), ("alpha", 1)):
                owed = [amounts[which] for amounts in moment.owed.values()]
                numbers = (*owed, sum(owed), moment.paid[which])
                rows.append((moment.phase, unit, *map(show_amount, numbers), show_tick(sum(owed) - moment.paid[which])))
    return wide_table(("After", "Of", PROTOCOL, *RANGES, "owed in all", "paid in all", "difference, rao"), rows)


def write_collected() -> str:
    """What each owner had in the end, and what is owed then; to be included in a page."""
    story = play()
    ways = {PROTOCOL: "emission comes", ADA: "adds liquidity", BO: "takes the position out"}
    rows = [(name, ways[name], *map(show_amount, story.collected[name]), _show_left(story, name)) for name in ways]
    return table(("Whose", "How", "TAO", "Alpha", "Owed then"), rows) + "\n"


def _show_left(story: Story, name: str) -> str:
    return " and ".join(show_amount(rest) for rest in story.left.get(name, ()) if rest) or "nothing"


AFTERWARDS = 3
"""Room that the chart leaves after the last swap, where everybody has collected."""

SIDES = {ADA: "left", BO: "right"}
"""The side of the chart on which a range is named."""


def draw_position_fees(figure: Figure, palette: Palette) -> None:
    """The price over the swaps with both ranges, and under it what each position is owed in TAO and in alpha."""
    figure.set_size_inches(7.6, 6)
    story = play()
    above, middle, below = figure.subplots(3, 1, sharex=True)
    _draw_price(make_axes(above, palette, "", "price, TAO"), story, palette)
    _draw_owed(make_axes(middle, palette, "", "owed, TAO"), story, 0, palette)
    _draw_owed(make_axes(below, palette, "swaps", "owed, alpha"), story, 1, palette)
    middle.legend(frameon=False, labelcolor=palette.ink, fontsize=8, loc="upper left")


def _draw_price(axes: Axes, story: Story, palette: Palette) -> None:
    end = len(story.moments) + AFTERWARDS
    for (name, side), color in zip(SIDES.items(), (palette.first, palette.second), strict=True):
        low, high = (to_price(tick_to_sqrt_price(tick)) for tick in RANGES[name][:2])
        axes.axhspan(low, high, color=color, alpha=0.22, linewidth=0)
        place, away = ((0, low), (6, 5)) if side == "left" else ((end, high), (-6, -11))
        style: dict[str, Any] = {"color": palette.ink, "fontsize": 8, "ha": side}
        axes.annotate(f"{name}'s range", place, xytext=away, textcoords="offset points", **style)
    axes.plot([to_price(moment.sqrt_price) for moment in story.moments], color=palette.ink, linewidth=1.8)
    axes.set_xlim(0, end)


def _draw_owed(axes: Axes, story: Story, which: int, palette: Palette) -> None:
    """What is owed over the swaps; at the end all of it is collected."""
    colors = {PROTOCOL: palette.ink, ADA: palette.first, BO: palette.second}
    for name, color in colors.items():
        owed = [to_whole(moment.owed[name][which]) for moment in story.moments]
        left = to_whole(story.left[name][which]) if name in story.left else 0.0
        axes.plot(
            [*owed, *[left] * AFTERWARDS],
            color=color,
            linewidth=1.8,
            label=name,
            linestyle=":" if name == PROTOCOL else "-",
        )

"""What a subnet costs over time, while some are founded."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure

from tao_site.axes import make_axes
from tao_site.palettes import Palette
from tao_site.pictures.numbers import show_amount, to_whole
from tao_site.render import table
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber
from tao_spec.revisions.r306 import R306
from tao_spec.state.units import BLOCKS_PER_DAY
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.block_emission import compute_emission_thresholds
from tao_spec.transition.origin import signed
from tao_spec.transition.subnets.lock_cost import get_network_lock_cost
from tao_spec.transition.subnets.register import register_network
from tao_spec.vectors.cases import Builder, account_named

FOUNDED_ON = (5, 12, 14, 16, 40, 54)
"""The days on which somebody founds a subnet."""

SHOWN_DAYS = 85
HALVINGS = {"while a block emits one TAO": 0, "after the first halving": 1}
RICH = tao(1_000_000)


@dataclass(frozen=True)
class Founding:
    """A subnet that is founded: on which day, and what it cost, in rao."""

    day: int
    paid: TaoBalance


@dataclass(frozen=True)
class Course:
    """What a subnet costs, in rao: at the end of each quarter of a day, and what was paid for those that were founded."""

    costs: tuple[tuple[float, TaoBalance], ...]
    foundings: tuple[Founding, ...]


def play(halvings: int) -> Course:
    """The cost over the days, where TAO emission has halved so often."""
    build, costs, foundings = Builder(R306), [], []
    founder, issuance = build.account("founder", RICH), get_issuance(halvings)
    for quarter in range(4 * SHOWN_DAYS + 1):
        day = quarter / 4
        build.at_block(_height(quarter))
        build.chain.emission.total_issuance.value = issuance
        costs.append((day, get_network_lock_cost(build.chain)))
        if day in FOUNDED_ON:
            foundings.append(Founding(int(day), _found(build.chain, founder.account)))
            costs.append((day, get_network_lock_cost(build.chain)))
    return Course(tuple(costs), tuple(foundings))


def _height(quarters: int) -> BlockNumber:
    """The block in which a number of quarters of a day have passed; nobody founds anything in block 0."""
    return BlockNumber(quarters * BLOCKS_PER_DAY // 4)


def get_issuance(halvings: int) -> TaoBalance:
    """The least issuance after so many halvings."""
    return TaoBalance(compute_emission_thresholds()[halvings - 1][0] if halvings else 0)


def _found(chain: Chain, founder: AccountId) -> TaoBalance:
    """Found a subnet by the call; what it cost, in rao."""
    register_network(chain, signed(founder), account_named("hotkey"))
    return chain.subnets.network_last_lock_cost.value


def write_lock_cost() -> str:
    """What each subnet cost; to be included in a page."""
    courses = {label: play(halvings) for label, halvings in HALVINGS.items()}
    rows = [
        (f"{FOUNDED_ON[number]}", *(show_amount(course.foundings[number].paid) for course in courses.values()))
        for number in range(len(FOUNDED_ON))
    ]
    return table(("Day", *(f"Paid {label}, TAO" for label in courses)), rows) + "\n"


def draw_lock_cost(figure: Figure, palette: Palette) -> None:
    """The cost over the days, before and after the first halving; dots where a subnet is founded."""
    axes = make_axes(figure.add_subplot(), palette, "day", "cost of a subnet, TAO")
    colors = (palette.first, palette.second)
    for (label, halvings), color, style in zip(HALVINGS.items(), colors, ("-", "--"), strict=True):
        course = play(halvings)
        days, costs = zip(*course.costs, strict=True)
        axes.plot(days, [to_whole(cost) for cost in costs], color=color, linewidth=1.8, linestyle=style, label=label)
        paid = [to_whole(founding.paid) for founding in course.foundings]
        axes.plot(FOUNDED_ON, paid, "o", color=color, markersize=5)
    axes.set_xlim(0, SHOWN_DAYS)
    axes.set_ylim(0, None)
    axes.legend(frameon=False, labelcolor=palette.ink, fontsize=8, loc="upper right")

"""What registrations cost, interval by interval, under a changing number of registrations by burning and by work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tao_site.axes import make_axes
from tao_site.palettes import Palette
from tao_site.pictures.numbers import show_amount, to_whole
from tao_site.render import table
from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import BlockNumber, NetUid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.registration_terms import adjust_registration_terms_for_networks
from tao_spec.transition.subnets.new_network import ADJUSTMENT_ALPHA

SUBNET = NetUid(2)


@dataclass(frozen=True)
class Phase:
    """Some intervals in each of which as many register; how many by burning and by work."""

    intervals: int
    by_burn: int
    by_work: int


PHASES = (
    Phase(12, 6, 0),
    Phase(8, 0, 6),
    Phase(4, 1, 1),
    Phase(5, 1, 0),
    Phase(5, 0, 1),
    Phase(4, 0, 0),
    Phase(4, 2, 2),
)

WEIGHTS = {"none": U64(0), "that of a new subnet": ADJUSTMENT_ALPHA}
"""The weight of the old cost, `AdjustmentAlpha`."""


@dataclass(frozen=True)
class Terms:
    """What registrations cost: rao to be burned, and a difficulty of work."""

    burn: TaoBalance
    difficulty: U64


def compute_course(weight: U64) -> list[Terms]:
    """The terms at the beginning, and after each interval."""
    chain = Chain({}, R306)
    chain.subnets.networks_added[SUBNET] = True
    chain.neurons.adjustment_alpha[SUBNET] = weight
    course, height = [_get_terms(chain)], 0
    for phase in _intervals():
        height += chain.neurons.adjustment_interval[SUBNET]
        chain.accounts.number.value = BlockNumber(height)
        _register(chain, phase)
        adjust_registration_terms_for_networks(chain)
        course.append(_get_terms(chain))
    return course


def _intervals() -> Iterator[Phase]:
    for phase in PHASES:
        for _ in range(phase.intervals):
            yield phase


def _register(chain: Chain, phase: Phase) -> None:
    """Count the registrations of an interval."""
    neurons = chain.neurons
    neurons.burn_registrations_this_interval[SUBNET] = U16(phase.by_burn)
    neurons.pow_registrations_this_interval[SUBNET] = U16(phase.by_work)
    neurons.registrations_this_interval[SUBNET] = U16(phase.by_burn + phase.by_work)


def _get_terms(chain: Chain) -> Terms:
    return Terms(chain.neurons.burn[SUBNET], chain.neurons.difficulty[SUBNET])


def get_target() -> int:
    """The registrations in an interval at which nothing changes."""
    return Chain({}, R306).neurons.target_registrations_per_interval[SUBNET]


def write_terms() -> str:
    """What each phase did to the cost, without a weight of the old; to be included in a page."""
    course = compute_course(U64(0))
    ends = list(accumulate(phase.intervals for phase in PHASES))
    rows = []
    for phase, end in zip(PHASES, ends, strict=True):
        before, after = course[end - phase.intervals], course[end]
        burns = f"{show_amount(before.burn)} → {show_amount(after.burn)}"
        works = f"{before.difficulty:,} → {after.difficulty:,}"
        first = end - phase.intervals + 1
        rows.append((f"{first} to {end}", str(phase.by_burn), str(phase.by_work), burns, works))
    return table(("Intervals", "Burn", "Work", "`Burn`, TAO", "`Difficulty`"), rows) + "\n"


def draw_terms(figure: Figure, palette: Palette) -> None:
    """Registrations in each interval, and under them the burn and the difficulty, with and without a weight of the old."""
    figure.set_size_inches(7.6, 5.6)
    panels = figure.subplots(3, 1, sharex=True)
    _draw_counts(make_axes(panels[0], palette, "", "registrations"), palette)
    burn = make_axes(panels[1], palette, "", "burn, TAO")
    work = make_axes(panels[2], palette, "intervals", "difficulty")
    for (label, weight), style in zip(WEIGHTS.items(), ("-", "--"), strict=True):
        course = compute_course(weight)
        line: dict[str, Any] = {"linewidth": 1.8, "linestyle": style, "label": f"weight of the old cost: {label}"}
        burn.plot([to_whole(terms.burn) for terms in course], color=palette.first, **line)
        work.plot([terms.difficulty for terms in course], color=palette.second, **line)
    for axes in (burn, work):
        axes.set_yscale("log")
    handles, labels = burn.get_legend_handles_labels()
    figure.legend(
        handles, labels, loc="outside lower center", ncols=2, frameon=False, labelcolor=palette.ink, fontsize=8
    )


def _draw_counts(axes: Axes, palette: Palette) -> None:
    intervals = list(_intervals())
    places = [number + 0.5 for number in range(len(intervals))]
    burned, worked = [phase.by_burn for phase in intervals], [phase.by_work for phase in intervals]
    axes.bar(places, burned, color=palette.first, width=0.8, label="by burning")
    axes.bar(places, worked, bottom=burned, color=palette.second, width=0.8, label="by work")
    axes.axhline(get_target(), color=palette.ink, linewidth=1, linestyle=":", label="target")
    axes.legend(frameon=False, labelcolor=palette.ink, fontsize=8, loc="upper right", ncols=3)
    axes.set_ylim(0, 9)
    axes.set_xlim(0, len(intervals))

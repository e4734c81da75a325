"""Three coldkeys on one hotkey: what each has in shares, what that is worth, and the dust that rounding leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tao_site.axes import make_axes
from tao_site.palettes import Palette
from tao_site.pictures.numbers import show_amount, show_billions, to_whole, wide_table
from tao_spec.arithmetic.currency import RAO_PER_TAO, AlphaBalance
from tao_spec.arithmetic.fixed import U64F64
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.stake.shares import (
    decrease_stake_for_hotkey_and_coldkey_on_subnet,
    get_stake_for_hotkey_and_coldkey_on_subnet,
    increase_stake_for_hotkey_and_coldkey_on_subnet,
    increase_stake_for_hotkey_on_subnet,
)
from tao_spec.vectors.cases import account_named

SUBNET, HOTKEY = NetUid(2), account_named("hotkey")
NAMES = ("Ada", "Bo", "Cleo")
ALL = "everybody"


@dataclass(frozen=True)
class Happening:
    """Something that changes the alpha of the hotkey.

    Attributes:
        who: a coldkey, or all who have shares: then it is a dividend.
        amount: in alpha rao, below zero where it is withdrawn.
        spares: what a withdrawal of all leaves, in alpha rao; with it the amount does not count.
    """

    who: str
    amount: int = 0
    spares: int | None = None


STORY = (
    Happening("Ada", 100 * RAO_PER_TAO),
    Happening("Bo", 50 * RAO_PER_TAO),
    Happening(ALL, 33_333_333_333),
    Happening("Cleo", 100 * RAO_PER_TAO),
    Happening(ALL, 77_777_777_777),
    Happening("Bo", -40 * RAO_PER_TAO),
    Happening(ALL, 11_111_111_111),
    Happening("Ada", spares=0),
    Happening("Cleo", spares=1_000),
    Happening(ALL, 7_777_777_777),
    Happening("Bo", spares=0),
    Happening("Cleo", 10 * RAO_PER_TAO),
)


@dataclass(frozen=True)
class Holding:
    """What a coldkey has: shares, and their worth in alpha rao."""

    shares: U64F64
    worth: AlphaBalance


@dataclass(frozen=True)
class Moment:
    """The hotkey after something happened.

    Attributes:
        title: what happened, in words.
        value: the alpha of the hotkey, in alpha rao.
        shares: the sum of all shares.
        holdings: by coldkey.
    """

    title: str
    value: AlphaBalance
    shares: U64F64
    holdings: Mapping[str, Holding]

    @property
    def dust(self) -> int:
        """The alpha that is nobody's, in alpha rao: what lies on the hotkey less what all shares are worth."""
        return self.value - sum(holding.worth for holding in self.holdings.values())


def play() -> list[Moment]:
    """The hotkey after each thing that happens."""
    chain, moments = Chain({}, R306), []
    for happening in STORY:
        changed = _let_happen(chain, happening)
        moments.append(_look(chain, _tell(happening, changed)))
    return moments


def _let_happen(chain: Chain, happening: Happening) -> int:
    """Make the change; what it came to, in alpha rao."""
    if happening.who == ALL:
        increase_stake_for_hotkey_on_subnet(chain, HOTKEY, SUBNET, AlphaBalance(happening.amount))
        return happening.amount
    coldkey, amount = account_named(happening.who), happening.amount
    if happening.spares is not None:
        amount = happening.spares - get_stake_for_hotkey_and_coldkey_on_subnet(chain, HOTKEY, coldkey, SUBNET)
    if amount >= 0:
        return _deposit(chain, coldkey, AlphaBalance(amount))
    return -decrease_stake_for_hotkey_and_coldkey_on_subnet(chain, HOTKEY, coldkey, SUBNET, AlphaBalance(-amount))


def _deposit(chain: Chain, coldkey: AccountId, amount: AlphaBalance) -> int:
    return increase_stake_for_hotkey_and_coldkey_on_subnet(chain, HOTKEY, coldkey, SUBNET, amount)


def _tell(happening: Happening, changed: int) -> str:
    if happening.who == ALL:
        return f"dividend of {show_amount(changed)}"
    if changed >= 0:
        return f"{happening.who} deposits {show_amount(changed)}"
    asked = f", asking for all but {happening.spares:,} rao" if happening.spares else ""
    return f"{happening.who} gets {show_amount(-changed)}{asked}"


def _look(chain: Chain, title: str) -> Moment:
    stake = chain.stake
    holdings = {
        name: Holding(
            stake.alpha[HOTKEY, account_named(name), SUBNET],
            get_stake_for_hotkey_and_coldkey_on_subnet(chain, HOTKEY, account_named(name), SUBNET),
        )
        for name in NAMES
    }
    return Moment(title, stake.total_hotkey_alpha[HOTKEY, SUBNET], stake.total_hotkey_shares[HOTKEY, SUBNET], holdings)


def write_share_pool() -> str:
    """Shares and worth of each coldkey after each thing that happens; to be included in a page."""
    head = ["", "What happens", "On the hotkey"]
    for name in NAMES:
        head += [f"{name}: shares, 10⁹", f"{name}: worth"]
    rows = [
        (str(number), moment.title, show_amount(moment.value), *_show_holdings(moment), f"{moment.dust:,}")
        for number, moment in enumerate(play(), 1)
    ]
    return wide_table((*head, "Dust"), rows)


def _show_holdings(moment: Moment) -> list[str]:
    cells = []
    for holding in moment.holdings.values():
        cells += [show_billions(holding.shares), show_amount(holding.worth)] if holding.shares else ["—", "—"]
    return cells


def draw_share_pool(figure: Figure, palette: Palette) -> None:
    """What all shares are worth, how many there are, and the dust, over what happens."""
    figure.set_size_inches(7.6, 5.6)
    moments = play()
    panels = figure.subplots(3, 1, sharex=True, height_ratios=(3, 2, 1))
    worths = {name: [to_whole(moment.holdings[name].worth) for moment in moments] for name in NAMES}
    shares = {name: [float(moment.holdings[name].shares.to_fraction()) / 1e9 for moment in moments] for name in NAMES}
    _stack(make_axes(panels[0], palette, "", "worth, alpha"), worths, palette)
    _stack(make_axes(panels[1], palette, "", "shares, 10⁹"), shares, palette)
    dust = make_axes(panels[2], palette, "after number … of the table", "dust, rao")
    dust.bar(range(1, len(moments) + 1), [moment.dust for moment in moments], color=palette.ink, width=0.5)
    dust.set_xticks(range(1, len(moments) + 1))
    panels[0].legend(frameon=False, labelcolor=palette.ink, fontsize=8, loc="upper left")


def _stack(axes: Axes, heights: Mapping[str, list[float]], palette: Palette) -> None:
    """One bar after each thing that happens, made of what the coldkeys have."""
    colors = (palette.first, palette.second, palette.ink)
    count = len(next(iter(heights.values())))
    bottom = [0.0] * count
    for (name, values), color in zip(heights.items(), colors, strict=True):
        axes.bar(range(1, count + 1), values, bottom=bottom, color=color, alpha=0.75, width=0.7, label=name)
        bottom = [below + value for below, value in zip(bottom, values, strict=True)]

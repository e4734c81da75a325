"""A family of hotkeys, made by the rules themselves, and drawn: who lends what to whom, and what counts for each in the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tao_site.palettes import Palette
from tao_site.render import table
from tao_spec.arithmetic.currency import RAO_PER_TAO, AlphaBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.stake import get_inherited_for_hotkey_on_subnet
from tao_spec.transition.delegation.children import set_children
from tao_spec.transition.delegation.pending_children import do_set_pending_children
from tao_spec.transition.emission.dividends import get_parent_child_dividends_distribution
from tao_spec.transition.origin import signed

SUBNET = NetUid(2)
STAKES = {"A": 1_000, "B": 600, "C": 300, "D": 100}
"""The alpha that lies on each hotkey."""

LENDS = {"A": {"C": 50}, "B": {"C": 80, "D": 20}, "C": {"D": 40}}
"""What each hotkey lends to each child, in hundredths of its stake."""

PLACES = {"A": (0.0, 1.0), "B": (0.0, 0.0), "C": (1.0, 0.75), "D": (2.0, 0.25)}
DIVIDENDS = 100
"""What the hotkey C earns in an epoch, in alpha."""


@dataclass(frozen=True)
class Member:
    """A hotkey of the family: what lies on it, and what counts for it; in alpha rao."""

    name: str
    own: int
    counts: int


@dataclass(frozen=True)
class Loan:
    """What a parent lends to a child, in hundredths of its stake."""

    parent: str
    child: str
    part: int


def hotkey(name: str) -> AccountId:
    """The account of a member."""
    return AccountId(name.encode() * 32)


def make_family() -> Chain:
    """A chain on which the family has chosen its children, and an epoch has set them."""
    chain, owner = Chain({}, R306), AccountId(b"*" * 32)
    chain.subnets.networks_added[SUBNET] = True
    chain.accounts.number.value = BlockNumber(1_000)
    for name, stake in STAKES.items():
        chain.keys.owner[hotkey(name)] = owner
        chain.stake.total_hotkey_alpha[hotkey(name), SUBNET] = AlphaBalance(stake * RAO_PER_TAO)
    for parent, children in LENDS.items():
        chosen = tuple((U64(U64.MAX * part // 100), hotkey(child)) for child, part in children.items())
        set_children(chain, signed(owner), hotkey(parent), SUBNET, chosen)
    chain.accounts.number.value = BlockNumber(1_001)
    do_set_pending_children(chain, SUBNET)
    return chain


def get_members(chain: Chain) -> list[Member]:
    """The hotkeys of the family, by name."""
    held = chain.stake.total_hotkey_alpha
    return [
        Member(name, held[hotkey(name), SUBNET], get_inherited_for_hotkey_on_subnet(chain, hotkey(name), SUBNET))
        for name in STAKES
    ]


def get_loans() -> Iterator[Loan]:
    """Every loan of the family."""
    for parent, children in LENDS.items():
        for child, part in children.items():
            yield Loan(parent, child, part)


def get_shares(chain: Chain) -> dict[str, int]:
    """What each member gets of the dividends of C, in alpha rao."""
    dividends, names = AlphaBalance(DIVIDENDS * RAO_PER_TAO), {hotkey(name): name for name in STAKES}
    shares = get_parent_child_dividends_distribution(chain, hotkey("C"), SUBNET, dividends)
    return {names[receiver]: int(amount) for receiver, amount in shares}


def draw_family(figure: Figure, palette: Palette) -> None:
    """Hotkeys as boxes, loans as arrows from the parent to the child."""
    axes = figure.add_subplot()
    axes.axis("off")
    axes.patch.set_alpha(0)
    axes.set_xlim(-0.4, 2.4)
    axes.set_ylim(-0.35, 1.35)
    for loan in get_loans():
        _draw_loan(axes, palette, loan)
    for member in get_members(make_family()):
        _draw_member(axes, palette, member)


def _draw_member(axes: Axes, palette: Palette, member: Member) -> None:
    text = f"{member.name}\n{show(member.own)} on it\n{show(member.counts)} counts"
    box = {"boxstyle": "round,pad=0.5", "facecolor": palette.ground, "edgecolor": palette.first, "linewidth": 1.6}
    axes.annotate(text, PLACES[member.name], ha="center", va="center", color=palette.ink, bbox=box, fontsize=9)


def _draw_loan(axes: Axes, palette: Palette, loan: Loan) -> None:
    (left, bottom), (right, top) = PLACES[loan.parent], PLACES[loan.child]
    style = {"arrowstyle": "-|>", "color": palette.second, "linewidth": 1.4, "shrinkA": 38, "shrinkB": 40}
    axes.annotate("", (right, top), xytext=(left, bottom), arrowprops=style)
    lent = STAKES[loan.parent] * RAO_PER_TAO * loan.part // 100
    place = ((left + right) / 2, (bottom + top) / 2)
    text, offset = f"{loan.part} %: {show(lent)}", (-16 if top > bottom else 0, 9)
    axes.annotate(text, place, xytext=offset, textcoords="offset points", ha="center", color=palette.ink, fontsize=8)


def write_family() -> str:
    """What becomes of the dividends of C, as a table."""
    rows = ((name, f"{amount / RAO_PER_TAO:.2f}") for name, amount in get_shares(make_family()).items())
    return table(("hotkey", f"of {DIVIDENDS} alpha that C earns"), rows)


def show(alpha_rao: int) -> str:
    """An amount in whole alpha, rounded to the nearest."""
    return f"{(alpha_rao + RAO_PER_TAO // 2) // RAO_PER_TAO:,}"

"""Numbers as readers want them: amounts to the rao, prices to six digits, counts with commas."""

from __future__ import annotations

from tao_site.render import fence, table
from tao_spec.arithmetic.currency import RAO_PER_TAO
from tao_spec.arithmetic.fixed import U64F64, Fixed

MINUS = "\N{MINUS SIGN}"


def show_amount(rao: int) -> str:
    """An amount in whole TAO or alpha, exact to the rao."""
    sign = MINUS if rao < 0 else ""
    return f"{sign}{abs(rao) // RAO_PER_TAO:,}.{abs(rao) % RAO_PER_TAO:09}"


def show_tick(tick: int) -> str:
    """The number of a tick, or another whole number that may be below zero."""
    return f"{tick:,}".replace("-", MINUS)


def show_cut(value: Fixed, digits: int) -> str:
    """A number with so many decimal digits, the others cut off; dots say that there were others."""
    whole, _, rest = str(value).partition(".")
    return f"{int(whole):,}.{rest[:digits]:0<{digits}}" + "…" * (len(rest) > digits)


def show_billions(value: Fixed) -> str:
    """A number in units of 10⁹, its fraction cut off; dots say that there was one."""
    whole = value.floor()
    return show_amount(int(whole.to_fraction())) + "…" * (whole != value)


def show_price(sqrt_price: U64F64) -> str:
    """The price of one alpha in TAO, to six digits."""
    return f"{to_price(sqrt_price):.6f}"


def to_price(sqrt_price: U64F64) -> float:
    """The price of one alpha in TAO, for a chart."""
    return float(sqrt_price.to_fraction() ** 2)


def to_whole(rao: int) -> float:
    """An amount in TAO or alpha, for a chart."""
    return rao / RAO_PER_TAO


def wide_table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table in small type, to be included in a page."""
    return fence("container", "wide", table(head, rows), 3) + "\n"

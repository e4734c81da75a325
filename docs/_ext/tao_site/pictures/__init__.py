"""Pools, stake and prices of registration by example: stories that the rules play, drawn and told in tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matplotlib.figure import Figure

from tao_site.palettes import Palette
from tao_site.pictures.lock_cost import draw_lock_cost, write_lock_cost
from tao_site.pictures.position_fees import draw_position_fees, write_collected, write_growth, write_owed
from tao_site.pictures.share_pool import draw_share_pool, write_share_pool
from tao_site.pictures.swap_steps import draw_swap_steps, write_first_step, write_swap_steps
from tao_site.pictures.terms import draw_terms, write_terms

CHARTS: Mapping[str, Callable[[Figure, Palette], None]] = {
    "swap-steps": draw_swap_steps,
    "position-fees": draw_position_fees,
    "share-pool": draw_share_pool,
    "registration-terms": draw_terms,
    "lock-cost": draw_lock_cost,
}
"""What is drawn, by the name of the file."""

PARTS: Mapping[str, Callable[[], str]] = {
    "swap-steps": write_swap_steps,
    "swap-first-step": write_first_step,
    "fee-growth": write_growth,
    "fees-owed": write_owed,
    "fees-collected": write_collected,
    "share-pool": write_share_pool,
    "registration-terms": write_terms,
    "lock-cost": write_lock_cost,
}
"""Tables to be included in pages, by the name of the file."""


def write_parts() -> dict[str, str]:
    """Every table, by the name of its file under `generated`."""
    return {f"parts/{name}": write() for name, write in PARTS.items()}

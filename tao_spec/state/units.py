"""Numbers that the defaults of several domains share."""

from __future__ import annotations

from tao_spec.arithmetic.integers import U16

BLOCKS_PER_DAY = 7_200
"""A block takes 12 seconds."""

EIGHTEEN_PERCENT = U16(11_796)
"""In parts of 65,535, rounded down: the default of the takes and of the owners' cut."""

"""Floor 5, what must always hold: one module a domain. Importing the package gathers every invariant in `INVARIANTS`."""

from __future__ import annotations

from tao_spec.invariants import accounts, emission, keyrings, pools, stake
from tao_spec.invariants.frame import INVARIANTS

__all__ = ["INVARIANTS", "accounts", "emission", "keyrings", "pools", "stake"]

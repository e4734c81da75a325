"""Floor 5, what must always hold: one module a domain. Importing the package gathers every invariant in `INVARIANTS`."""

from __future__ import annotations

from tao_spec.invariants import (
    accounts,
    commitments,
    consensus,
    conservation,
    crowdloans,
    delegation,
    emission,
    governance,
    keyrings,
    keys,
    neurons,
    payouts,
    pools,
    stake,
    subnets,
    weights,
)
from tao_spec.invariants.frame import INVARIANTS

__all__ = [
    "INVARIANTS",
    "accounts",
    "commitments",
    "consensus",
    "conservation",
    "crowdloans",
    "delegation",
    "emission",
    "governance",
    "keyrings",
    "keys",
    "neurons",
    "payouts",
    "pools",
    "stake",
    "subnets",
    "weights",
]

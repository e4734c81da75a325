"""The table of calls: importing this module registers the answer to every call that the specification models."""

from __future__ import annotations

from tao_spec.transition.accounts import balances, system

ANSWERED_BY = (system, balances)
"""The modules whose functions answer calls, by domain."""

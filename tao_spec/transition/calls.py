"""The table of calls: importing this module registers the answer to every call that the specification models."""

from __future__ import annotations

from tao_spec.transition.accounts import announcements, balances, multisig, proxy, registry, system, utility
from tao_spec.transition.pools import calls as pools

ANSWERED_BY = (system, balances, proxy, announcements, utility, multisig, registry, pools)
"""The modules whose functions answer calls, by domain."""

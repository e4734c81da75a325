"""Revision 320: `spec_version` 320 of the runtime, tag v3.2.8-320, as its differences from revision 306.

What is not named here is as in 306. Each module tells one theme; a rule of the base that changes stands in its `RULES`.
"""

from __future__ import annotations

from typing import Final

from tao_spec.revisions.r306 import R306
from tao_spec.revisions.r320 import (
    call_weights,
    deregistration,
    dissolution,
    emission,
    mechanisms,
    mechanisms_calls,
    mechanisms_commits,
    mechanisms_epoch,
    mechanisms_neurons,
    mechanisms_weights,
    owner_controls,
    proxies,
    rate_limits,
    small,
    trimming,
    utility,
)
from tao_spec.revisions.r320.interface import INTERFACE, RENAMED_ERRORS
from tao_spec.revisions.r320.state import REMOVED_ITEMS, R320State

THEMES: Final = (
    mechanisms,
    mechanisms_weights,
    mechanisms_calls,
    mechanisms_commits,
    mechanisms_epoch,
    mechanisms_neurons,
    deregistration,
    dissolution,
    owner_controls,
    rate_limits,
    trimming,
    emission,
    utility,
    proxies,
    small,
    call_weights,
)
"""The modules that hold the differences in the rules."""

R320 = R306.replace(
    spec_version=320,
    name="r320",
    description="The protocol as the runtime of spec_version 320 runs it: several mechanisms in a subnet, subnets that are "
    "pruned at a limit, and a window before each epoch in which settings are frozen.",
    interface=INTERFACE,
    storage=(R320State,),
    remove_items=REMOVED_ITEMS,
    rename_errors=RENAMED_ERRORS,
    close=frozenset({"KNOWN-55"}),
    rules={base: new for theme in THEMES for base, new in theme.RULES.items()},
)

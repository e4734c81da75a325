"""What revision 320 does otherwise where neurons are trimmed, and where subnets are founded and end: as excuses.

What these do is stated in the rules and shown by their own cases; the invariants named here were found for revision 306.
"""

from __future__ import annotations

from tao_spec.interface.subnets import NetworkAdded, NetworkRemoved
from tao_spec.invariants.frame import Excuse, Finding
from tao_spec.invariants.views import Step, walk_calls

TRIMS = "sudo_trim_to_max_allowed_uids"
SHARES_OUT_POOLS = 320
"""The revision from which on the end of a subnet pays out its pool, and a new one may end another."""


def _is_trimmed(step: Step, _finding: Finding) -> bool:
    """Neurons were removed, and those that stay have other numbers."""
    return step.call is not None and any(call.NAME == TRIMS for call in walk_calls(step.call))


def _is_founded_or_ended(step: Step, _finding: Finding) -> bool:
    """A subnet was founded or ended by the rules of revision 320."""
    told = any(isinstance(event, NetworkAdded | NetworkRemoved) for event in step.events)
    return step.revision.spec_version >= SHARES_OUT_POOLS and told


TRIMMED = Excuse("R320-111", "neurons were trimmed, and those that stay have other numbers", _is_trimmed)
FOUNDED_OR_ENDED = Excuse("R320-60", "a subnet was founded or ended, which pays out its pool", _is_founded_or_ended)

"""Storage indices: from revision 320 on a subnet keeps some items several times, each time under another number.

That of its first mechanism is its own, and those of others lie beyond all numbers of subnets. A revision that knows no
mechanisms has no entry there.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.invariants.views import View

MECHANISM_STEP = 4_096
"""The first number that is no subnet's, and so far the indices of a subnet's mechanisms lie apart."""

COUNT = "SubtensorModule.MechanismCountCurrent"


def subnet_of(index: NetUid) -> NetUid:
    """The subnet to which a storage index belongs."""
    return NetUid(index % MECHANISM_STEP)


def count_mechanisms(view: View, netuid: NetUid) -> int:
    """How many mechanisms a subnet has."""
    counts = view.added(COUNT)
    return 1 if counts is None else int(counts[netuid])


def get_indices(view: View, netuid: NetUid) -> list[NetUid]:
    """The storage indices of a subnet's mechanisms."""
    return [NetUid(netuid + MECHANISM_STEP * mecid) for mecid in range(count_mechanisms(view, netuid))]

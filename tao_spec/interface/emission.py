"""Emission: the owner's cut."""

from __future__ import annotations

from tao_spec.arithmetic.integers import U16
from tao_spec.interface.messages import Event
from tao_spec.interface.pallets import SUBTENSOR


class SubnetOwnerCutSet(Event, pallet=SUBTENSOR, index=54):
    """The owners' share was set."""

    cut: U16

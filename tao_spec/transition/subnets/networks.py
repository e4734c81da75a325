"""Which subnets there are."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import NetUid
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule


@rule("SUBNET-1")
def get_all_subnet_netuids(chain: Chain) -> list[NetUid]:
    """Every subnet that has an entry in `NetworksAdded`, root too, in the order of the storage keys: 256 before 1."""
    return [netuid for netuid, _ in chain.subnets.networks_added.items()]

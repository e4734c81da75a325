"""Who decides about a subnet.

Source: upstream's `pallets/subtensor/src/utils/misc.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.errors import BadOrigin
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed, is_root
from tao_spec.transition.rules import rule


@rule("SUBNET-2")
def ensure_subnet_owner_or_root(chain: Chain, origin: Origin, netuid: NetUid) -> None:
    """Root passes, and so does the coldkey that owns the subnet; where nobody does, that is the account of zeros.

    Raises:
        BadOrigin: anybody else called.
    """
    if not is_root(origin) and ensure_signed(origin) != get_subnet_owner(chain, netuid):
        raise BadOrigin


@rule("SUBNET-3")
def get_subnet_owner(chain: Chain, netuid: NetUid) -> AccountId | None:
    """The coldkey that owns a subnet: the account of zeros where nobody does; once KNOWN-71 is closed, none."""
    owners = chain.subnets.subnet_owner
    return owners[netuid] if chain.deviates("KNOWN-71") else owners.get(netuid)

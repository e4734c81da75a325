"""Fields of commitments that are sealed until a round of the beacon, and that the chain itself reveals then.

Source: upstream's `pallets/commitments/src/lib.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.interface.commitments.metadata import TimelockEncrypted
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import Unsupported, rule


@rule("COMMIT-1")
def reveal_timelocked_commitments(chain: Chain) -> None:
    """Reveal the sealed fields whose round the beacon has reached, in the order of subnets and hotkeys.

    Raises:
        Unsupported: a field can be revealed: that is not specified yet.
    """
    for netuid, who in chain.commitments.timelocked_index.value:
        review_commitment(chain, netuid, who)


@rule("COMMIT-2")
def review_commitment(chain: Chain, netuid: NetUid, who: AccountId) -> None:
    """Strike a commitment from the index if it is gone or nothing in it is sealed; an empty one is deleted.

    Raises:
        Unsupported: one of its fields can be revealed: that is not specified yet.
    """
    registration = chain.commitments.commitment_of.get((netuid, who))
    if registration is None:
        _strike(chain, netuid, who)
        return
    sealed = [field for field in registration.info.fields if isinstance(field, TimelockEncrypted)]
    for field in sealed:
        if field.reveal_round in chain.commitments.pulses:
            raise Unsupported(f"the field sealed by 0x{who.hex()} for round {field.reveal_round} can be revealed")
    if registration.info.fields:
        # Zeros that were missing at its end are written out.
        chain.commitments.commitment_of[netuid, who] = registration
    else:
        del chain.commitments.commitment_of[netuid, who]
    if not sealed:
        _strike(chain, netuid, who)


def _strike(chain: Chain, netuid: NetUid, who: AccountId) -> None:
    index = chain.commitments.timelocked_index
    index.value = tuple(entry for entry in index.value if entry != (netuid, who))

"""Fields of commitments that are sealed until a round of the beacon, and that the chain itself reveals then.

Source: upstream's `pallets/commitments/src/lib.rs`.
"""

from __future__ import annotations

from dataclasses import replace

from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.commitments.metadata import CommitmentInfo, CommitmentRevealed, Data, TimelockEncrypted
from tao_spec.transition.accounts.reserves import unreserve
from tao_spec.transition.chain import Chain
from tao_spec.transition.drand.timelock import unseal
from tao_spec.transition.rules import rule

MAX_REVEALS = 10
"""So many revealed messages of a hotkey on a subnet are kept."""

DEPOSIT_FORGOTTEN = "KNOWN-104"
"""The deposit of a commitment that is revealed entirely stays reserved."""
FORGOTTEN_ROUNDS_AWAITED = "KNOWN-105"
"""A field that is sealed until a round that the chain has forgotten waits for good."""


@rule("COMMIT-1")
def reveal_timelocked_commitments(chain: Chain) -> None:
    """Reveal the sealed fields whose round the beacon has reached, in the order of subnets and hotkeys."""
    for netuid, who in chain.commitments.timelocked_index.value:
        review_commitment(chain, netuid, who)


@rule("COMMIT-2")
def review_commitment(chain: Chain, netuid: NetUid, who: AccountId) -> None:
    """Reveal what is due of a commitment, keep the other fields, and strike it from the index if nothing sealed is left.

    A commitment without fields is deleted, without a word of its deposit (KNOWN-104).
    """
    registration = chain.commitments.commitment_of.get((netuid, who))
    if registration is None:
        strike(chain, netuid, who)
        return
    fields = registration.info.fields
    keep_revealed(chain, netuid, who, open_due_fields(chain, fields))
    left = tuple(field for field in fields if not is_due(chain, field))
    if left:
        # Zeros that were missing at its end are written out.
        chain.commitments.commitment_of[netuid, who] = replace(registration, info=CommitmentInfo(left))
    else:
        del chain.commitments.commitment_of[netuid, who]
        if not chain.deviates(DEPOSIT_FORGOTTEN):
            unreserve(chain, who, registration.deposit)
    if not any(isinstance(field, TimelockEncrypted) for field in left):
        strike(chain, netuid, who)


def is_due(chain: Chain, field: Data) -> bool:
    """Whether a field is sealed and the pulse of its round is stored; a round that was forgotten never is again (KNOWN-105)."""
    if not isinstance(field, TimelockEncrypted):
        return False
    is_forgotten = field.reveal_round < chain.commitments.oldest_stored_round.value
    return field.reveal_round in chain.commitments.pulses or (
        is_forgotten and not chain.deviates(FORGOTTEN_ROUNDS_AWAITED)
    )


@rule("COMMIT-3")
def open_due_fields(chain: Chain, fields: tuple[Data, ...]) -> list[bytes]:
    """The messages of the fields that are due, in their order, but for empty ones.

    What the pulse does not open is lost as an empty message is.
    """
    pulses = chain.commitments.pulses
    messages = [
        unseal(chain, field.encrypted, pulse.signature)
        for field in fields
        if isinstance(field, TimelockEncrypted) and (pulse := pulses.get(field.reveal_round)) is not None
    ]
    return [message for message in messages if message]


@rule("COMMIT-4")
def keep_revealed(chain: Chain, netuid: NetUid, who: AccountId, messages: list[bytes]) -> None:
    """Append messages to what a hotkey revealed, each with the block of its revelation; the last ten stay, and each is told."""
    if not messages:
        return
    revealed = chain.commitments.revealed_commitments
    kept = (revealed.get((netuid, who)) or ()) + tuple((message, U64(chain.number)) for message in messages)
    for _ in messages:
        chain.emit(CommitmentRevealed(netuid, who))
    revealed[netuid, who] = kept[-MAX_REVEALS:]


def strike(chain: Chain, netuid: NetUid, who: AccountId) -> None:
    """Take a commitment out of the index."""
    index = chain.commitments.timelocked_index
    index.value = tuple(entry for entry in index.value if entry != (netuid, who))

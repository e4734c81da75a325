"""Pulses of the beacon: nodes bring them, the chain verifies and stores them, and forgets those of more than a week ago.

Source: upstream's `pallets/drand/src/lib.rs` and `verifier.rs`.
"""

from __future__ import annotations

from hashlib import sha256

from tao_spec.arithmetic.identifiers import BlockNumber
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.commitments.drand import (
    BeaconConfigChanged,
    BeaconConfiguration,
    BeaconConfigurationPayload,
    InvalidRoundNumber,
    MultiSignature,
    NewPulse,
    OldestStoredRoundSet,
    Pulse,
    PulsesPayload,
    PulseVerificationError,
    RoundNumber,
    SetBeaconConfig,
    SetOldestStoredRound,
    UnverifiedPulse,
    WritePulse,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.drand.curve import NoPoint, compute_message, is_signature, read_g1, read_g2
from tao_spec.transition.origin import Origin, ensure_nobody, ensure_root
from tao_spec.transition.rules import rule

MAX_KEPT_PULSES = 216_000
"""So many rounds are kept: those of seven and a half days, at 3 seconds each."""
MAX_REMOVED_PULSES = 100
"""So many rounds are forgotten at most with one call."""

RANDOMNESS_UNCHECKED = "KNOWN-101"
"""The randomness of a pulse is stored as it is brought."""
WRONG_PULSES_SKIPPED = "KNOWN-102"
"""A pulse that the beacon did not sign is passed over."""


@rule("DRAND-5")
def is_verified(config: BeaconConfiguration, pulse: Pulse) -> bool:
    """Whether the beacon signed the round of a pulse; what follows the point in its signature is not looked at.

    Raises:
        PulseVerificationError: the beacon's public key, or the signature, is no point of its group.
    """
    try:
        public_key = read_g2(config.public_key)
        signature = read_g1(pulse.signature)
    except NoPoint as error:
        raise PulseVerificationError from error
    return is_signature(signature, compute_message(pulse.round), public_key)


@rule("DRAND-6", call=WritePulse)
def write_pulse(chain: Chain, origin: Origin, pulses_payload: PulsesPayload, signature: MultiSignature | None) -> None:
    """Store the pulses that verify, each of a later round than the last, and forget old ones.

    Args:
        signature: the node's; nodes look at it before they take up the call, and the call does not.

    Raises:
        PulseVerificationError, InvalidRoundNumber: a pulse is so; the first that is decides.
        UnverifiedPulse: the beacon did not sign a pulse, once KNOWN-102 is closed.
    """
    ensure_nobody(origin)
    drand = chain.commitments
    is_first = not drand.last_stored_round.value and not drand.oldest_stored_round.value
    rounds = store_pulses(chain, pulses_payload.pulses)
    # Even where nothing was stored, the item is written.
    drand.last_stored_round.value = rounds[-1] if rounds else drand.last_stored_round.value
    if is_first and rounds:
        drand.oldest_stored_round.value = rounds[0]
    prune_old_pulses(chain)
    drand.next_unsigned_at.value = chain.number
    if rounds:
        chain.emit(NewPulse(rounds))


@rule("DRAND-7")
def store_pulses(chain: Chain, pulses: tuple[Pulse, ...]) -> tuple[RoundNumber, ...]:
    """Store pulses in the order in which they are brought; a pulse that the beacon did not sign is passed over (KNOWN-102).

    Returns:
        The rounds that were stored, which ascend.

    Raises:
        PulseVerificationError: as `is_verified`.
        InvalidRoundNumber: the round is not after the last one stored, with this call or before.
        UnverifiedPulse: the beacon did not give this pulse, as far as KNOWN-101 and KNOWN-102 are closed.
    """
    config, last = chain.commitments.beacon_config.value, chain.commitments.last_stored_round.value
    rounds: list[RoundNumber] = []
    for pulse in pulses:
        if not is_verified(config, pulse):
            if not chain.deviates(WRONG_PULSES_SKIPPED):
                raise UnverifiedPulse
            continue
        if not chain.deviates(RANDOMNESS_UNCHECKED) and pulse.randomness != sha256(pulse.signature).digest():
            raise UnverifiedPulse
        # Rounds ascend, and may leave gaps.
        if pulse.round <= (rounds[-1] if rounds else last):
            raise InvalidRoundNumber
        chain.commitments.pulses[pulse.round] = pulse
        rounds.append(pulse.round)
    return tuple(rounds)


@rule("DRAND-8")
def prune_old_pulses(chain: Chain) -> None:
    """Forget the oldest rounds beyond 216,000, at most 100 of them, whether they are stored or not.

    Nothing is forgotten as long as the oldest round is 0.
    """
    drand = chain.commitments
    oldest, last = drand.oldest_stored_round.value, drand.last_stored_round.value
    if not oldest:
        return
    surplus = last.saturating_sub(oldest).saturating_add(U64(1)).saturating_sub(U64(MAX_KEPT_PULSES))
    count = min(surplus, MAX_REMOVED_PULSES)
    for round in range(oldest, oldest + count):
        del drand.pulses[RoundNumber(round)]
    drand.oldest_stored_round.value = RoundNumber(oldest + count)


@rule("DRAND-9", call=SetBeaconConfig)
def set_beacon_config(
    chain: Chain, origin: Origin, config_payload: BeaconConfigurationPayload, signature: MultiSignature | None
) -> None:
    """Follow another beacon, of which nothing is checked, and take no pulses from nodes in this block.

    Raises:
        BadOrigin: root did not call.
    """
    ensure_root(origin)
    chain.commitments.beacon_config.value = config_payload.config
    chain.commitments.next_unsigned_at.value = chain.number.saturating_add(BlockNumber(1))
    chain.emit(BeaconConfigChanged())


@rule("DRAND-10", call=SetOldestStoredRound)
def set_oldest_stored_round(chain: Chain, origin: Origin, oldest_round: U64) -> None:
    """Set from which round on the chain forgets; what is stored of earlier rounds stays for good.

    Raises:
        BadOrigin: root did not call.
    """
    ensure_root(origin)
    chain.commitments.oldest_stored_round.value = oldest_round
    chain.emit(OldestStoredRoundSet(oldest_round))

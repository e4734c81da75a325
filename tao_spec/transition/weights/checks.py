"""What weights must fulfil: whose they are, how many neurons they name, and how much they say of one.

Source: upstream's `pallets/subtensor/src/subnets/weights.rs`.
"""

from __future__ import annotations

from collections.abc import Sequence

from tao_spec.arithmetic.fixed import I32F32, I64F64
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.weights import (
    DuplicateUids,
    IncorrectWeightVersionKey,
    MaxWeightExceeded,
    NeuronNoValidatorPermit,
    NotEnoughStakeToSetWeights,
    UidVecContainInvalidOne,
    WeightVecLengthIsLow,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.consensus.stake import get_stake_weight_for_hotkey_on_subnet
from tao_spec.transition.consensus.vector_math import normalize, u16_proportion_to_fixed, vec_max_upscale_to_u16
from tao_spec.transition.rules import rule

NEVER = BlockHeight(0)

GREATEST_THRESHOLD = U64(2**63 - 1)
"""The greatest threshold that counts as such, in rao; no stake counts for more."""

GREAT_THRESHOLD_IS_NONE = "KNOWN-96"
"""Every hotkey has as much stake as a threshold of 2^63 rao or more asks."""


@rule("WEIGHTS-3")
def is_self_weight(uid: Uid, uids: Sequence[Uid]) -> bool:
    """Whether weights name the neuron that sets them and no other; such weights need no permit, no length and no limit."""
    return tuple(uids) == (uid,)


@rule("WEIGHTS-4")
def ensure_enough_stake(chain: Chain, netuid: NetUid, hotkey: AccountId) -> None:
    """The stake of the hotkey that counts in the subnet is at least the threshold; one of 2^63 rao or more counts as negative.

    Raises:
        NotEnoughStakeToSetWeights: it is less.
    """
    stake, threshold = get_stake_weight_for_hotkey_on_subnet(chain, hotkey, netuid), chain.weights.stake_threshold.value
    # A threshold that the type of stakes cannot hold wraps around, and nobody has less.
    is_less = stake < I64F64.wrapping_from_num(threshold)
    if is_less or (threshold > GREATEST_THRESHOLD and not chain.deviates(GREAT_THRESHOLD_IS_NONE)):
        raise NotEnoughStakeToSetWeights


@rule("WEIGHTS-5")
def ensure_version(chain: Chain, netuid: NetUid, version_key: U64) -> None:
    """The version that weights name is at least the subnet's; of a subnet with version 0 any passes, as it would anyway.

    Raises:
        IncorrectWeightVersionKey: it is less.
    """
    if version_key < chain.weights.weights_version_key[netuid]:
        raise IncorrectWeightVersionKey


@rule("WEIGHTS-6")
def has_waited(chain: Chain, netuid: NetUid, uid: Uid) -> bool:
    """Whether as many blocks as the subnet's limit says have passed since a neuron last set or committed weights.

    A block of zero stands for never, and so does a missing entry. A number without a hotkey in `Keys` has never waited.
    """
    if (netuid, uid) not in chain.neurons.keys:
        return False
    last = get_last_update(chain, netuid, uid)
    passed = BlockHeight(chain.number).saturating_sub(last)
    return last == NEVER or passed >= chain.weights.weights_set_rate_limit[netuid]


@rule("WEIGHTS-7")
def get_last_update(chain: Chain, netuid: NetUid, uid: Uid) -> BlockHeight:
    """The block in which a neuron last set or committed weights; 0 where the list is too short to tell."""
    updates = chain.weights.last_update[netuid]
    return updates[uid] if uid < len(updates) else NEVER


@rule("WEIGHTS-8")
def set_last_update(chain: Chain, netuid: NetUid, uid: Uid) -> None:
    """Remember that a neuron set or committed weights in this block; where the list is too short nothing is remembered."""
    updates = chain.weights.last_update[netuid]
    if uid < len(updates):
        chain.weights.last_update[netuid] = (*updates[:uid], BlockHeight(chain.number), *updates[uid + 1 :])


@rule("WEIGHTS-9")
def ensure_permit(chain: Chain, netuid: NetUid, uid: Uid, uids: Sequence[Uid]) -> None:
    """Only a validator says something of others than itself.

    Raises:
        NeuronNoValidatorPermit: the neuron has no permit, and the weights are not its own alone.
    """
    permits = chain.consensus.validator_permit[netuid]
    if not is_self_weight(uid, uids) and not (uid < len(permits) and permits[uid]):
        raise NeuronNoValidatorPermit


@rule("WEIGHTS-10")
def ensure_known_uids(chain: Chain, netuid: NetUid, uids: Sequence[Uid]) -> None:
    """Each neuron is named once, and each number named is a neuron's.

    Raises:
        DuplicateUids, UidVecContainInvalidOne: in this order.
    """
    if len(set(uids)) < len(uids):
        raise DuplicateUids
    if any((netuid, uid) not in chain.neurons.keys for uid in uids):
        raise UidVecContainInvalidOne


@rule("WEIGHTS-11")
def ensure_length(chain: Chain, netuid: NetUid, uid: Uid, uids: Sequence[Uid]) -> None:
    """Weights name at least `MinAllowedWeights` neurons, or all of them where the subnet has fewer.

    Raises:
        WeightVecLengthIsLow: they name fewer, and not their own neuron alone.
    """
    least = min(chain.neurons.subnetwork_n[netuid], chain.weights.min_allowed_weights[netuid])
    if not is_self_weight(uid, uids) and len(uids) < least:
        raise WeightVecLengthIsLow


@rule("WEIGHTS-12")
def upscale(values: Sequence[U16]) -> list[U16]:
    """Weights are stored as parts of their greatest, which becomes 65,535; weights of nothing stay zero.

    Returns:
        Each value times 65,535 over the greatest, rounded to the nearest; above 32,768 the factor is cut off to 32 binary
        digits first.
    """
    return vec_max_upscale_to_u16([I32F32.saturating_from_num(value) for value in values])


@rule("WEIGHTS-13")
def ensure_max_weight(chain: Chain, netuid: NetUid, uid: Uid, uids: Sequence[Uid], upscaled: Sequence[U16]) -> None:
    """No weight has a greater share of all than `MaxWeightsLimit`; a limit of 65,535 is none.

    Args:
        upscaled: the weights as they will be stored, from which the shares are computed in 32 binary digits.

    Raises:
        MaxWeightExceeded: one has, and it is not of the neuron on itself alone.
    """
    limit = chain.weights.max_weights_limit[netuid]
    if is_self_weight(uid, uids) or limit == U16.MAX:
        return
    shares = normalize([I32F32.saturating_from_num(weight) for weight in upscaled])
    if max(shares, default=I32F32.ZERO) > u16_proportion_to_fixed(limit):
        raise MaxWeightExceeded

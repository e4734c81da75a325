"""Weights of mechanisms: set openly, each mechanism with its own waiting time.

Source: upstream's `pallets/subtensor/src/subnets/weights.rs` and `utils/misc.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U64
from tao_spec.interface.weights import (
    CanNotSetRootNetworkWeights,
    CommitRevealEnabled,
    SettingWeightsTooFast,
    UidsLengthExceedUidsInSubNet,
    WeightsSet,
    WeightVecNotEqualSize,
)
from tao_spec.revisions.r320.interface import MechId, SetMechanismWeights
from tao_spec.revisions.r320.mechanisms import (
    MAIN,
    MECHANISM_STEP,
    ensure_mechanism_exists,
    get_storage_index,
    has_mechanism,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.uids import get_uid_for_net_and_hotkey
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.revision import ReplacedRules
from tao_spec.transition.rules import rule
from tao_spec.transition.weights.checks import (
    NEVER,
    ensure_enough_stake,
    ensure_known_uids,
    ensure_length,
    ensure_max_weight,
    ensure_permit,
    ensure_version,
    get_last_update,
    upscale,
)
from tao_spec.transition.weights.setting import Uids, Values, do_set_weights


@rule("R320-36")
def get_last_updates(chain: Chain, index: NetUid) -> tuple[BlockHeight, ...]:
    """The last updates of a mechanism's neurons: at least as many as the subnet has neurons; missing ones are zero.

    Args:
        index: the storage index of the mechanism.
    """
    updates = chain.weights.last_update[index]
    missing = chain.neurons.subnetwork_n[NetUid(index % MECHANISM_STEP)] - len(updates)
    return updates + (NEVER,) * missing


@rule("R320-37")
def set_last_update_of_mechanism(chain: Chain, index: NetUid, uid: Uid, block: BlockHeight) -> None:
    """Remember the block of a neuron's last update in a mechanism; a list that is too short is filled up with zeros.

    Args:
        index: the storage index of the mechanism.
        uid: the number of the neuron; one that the list has no place for, filled up, is not remembered.
    """
    updates = get_last_updates(chain, index)
    if uid < len(updates):
        chain.weights.last_update[index] = (*updates[:uid], block, *updates[uid + 1 :])


@rule("R320-38")
def has_waited_for_mechanism(chain: Chain, index: NetUid, uid: Uid) -> bool:
    """Whether a neuron last set or committed weights of a mechanism long enough ago; as WEIGHTS-6, by mechanism.

    Args:
        index: the storage index of the mechanism; for one that does not exist nobody has waited.
    """
    netuid, mecid = NetUid(index % MECHANISM_STEP), MechId(index // MECHANISM_STEP)
    if not has_mechanism(chain, netuid, mecid) or (netuid, uid) not in chain.neurons.keys:
        return False
    last = get_last_update(chain, index, uid)
    passed = BlockHeight(chain.number).saturating_sub(last)
    return last == NEVER or passed >= chain.weights.weights_set_rate_limit[netuid]


@rule("R320-39")
def do_set_mechanism_weights(
    chain: Chain, netuid: NetUid, mecid: MechId, hotkey: AccountId, uids: Uids, values: Values, version_key: U64
) -> None:
    """Replace a neuron's weights of one mechanism, as WEIGHTS-22 does those of a subnet.

    Args:
        uids: the neurons of which something is said.
        values: what is said of each.
        version_key: the version of the subnet's software.

    Raises:
        CanNotSetRootNetworkWeights, WeightVecNotEqualSize, MechanismDoesNotExist, UidsLengthExceedUidsInSubNet: in this order.
        HotKeyNotRegisteredInSubNet, NotEnoughStakeToSetWeights, IncorrectWeightVersionKey, SettingWeightsTooFast: then.
        NeuronNoValidatorPermit, DuplicateUids, UidVecContainInvalidOne, WeightVecLengthIsLow, MaxWeightExceeded: then.
    """
    index = get_storage_index(netuid, mecid)
    ensure_mechanism_weights_fit(chain, netuid, mecid, uids, values)
    uid = get_uid_for_net_and_hotkey(chain, netuid, hotkey)
    ensure_enough_stake(chain, netuid, hotkey)
    ensure_version(chain, netuid, version_key)
    is_committed = chain.weights.commit_reveal_weights_enabled[netuid]
    # Who commits first waited then, and need not wait again.
    if not is_committed and not has_waited_for_mechanism(chain, index, uid):
        raise SettingWeightsTooFast
    ensure_permit(chain, netuid, uid, uids)
    ensure_known_uids(chain, netuid, uids)
    ensure_length(chain, netuid, uid, uids)
    upscaled = upscale(values)
    ensure_max_weight(chain, netuid, uid, uids, upscaled)

    chain.weights.weights[index, uid] = tuple(zip(uids, upscaled, strict=True))
    # Committed weights count as of the block of their commitment.
    if not is_committed:
        set_last_update_of_mechanism(chain, index, uid, BlockHeight(chain.number))
    chain.emit(WeightsSet(index, uid))


def ensure_mechanism_weights_fit(chain: Chain, netuid: NetUid, mecid: MechId, uids: Uids, values: Values) -> None:
    """Weights are of a mechanism that exists, not of root, as many as the neurons named, and not more than there are.

    Raises:
        CanNotSetRootNetworkWeights, WeightVecNotEqualSize, MechanismDoesNotExist, UidsLengthExceedUidsInSubNet: in this order.
    """
    if netuid == ROOT:
        raise CanNotSetRootNetworkWeights
    if len(uids) != len(values):
        raise WeightVecNotEqualSize
    ensure_mechanism_exists(chain, netuid, mecid)
    if len(uids) > chain.neurons.subnetwork_n[netuid]:
        raise UidsLengthExceedUidsInSubNet


def do_set_main_weights(
    chain: Chain, netuid: NetUid, hotkey: AccountId, uids: Uids, values: Values, version_key: U64
) -> None:
    """Replace a neuron's weights of the first mechanism; all calls of revision 306 do (R320-39)."""
    do_set_mechanism_weights(chain, netuid, MAIN, hotkey, uids, values, version_key)


@rule("R320-50", call=SetMechanismWeights)
def set_mechanism_weights(
    chain: Chain, origin: Origin, netuid: NetUid, mecid: MechId, dests: Uids, weights: Values, version_key: U64
) -> None:
    """Set the weights of the caller, a hotkey, of one mechanism of a subnet where they need not be committed.

    Args:
        dests: the neurons of which something is said.
        weights: what is said of each.
        version_key: the version of the subnet's software.

    Raises:
        CommitRevealEnabled, BadOrigin: in this order.
        DispatchError: as `do_set_mechanism_weights`.
    """
    # Whoever calls: this is asked before the signature.
    if chain.weights.commit_reveal_weights_enabled[netuid]:
        raise CommitRevealEnabled
    do_set_mechanism_weights(chain, netuid, mecid, ensure_signed(origin), dests, weights, version_key)


RULES: ReplacedRules = {do_set_weights: do_set_main_weights}
"""The rules of the base that are replaced here."""

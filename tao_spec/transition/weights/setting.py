"""Weights that are set: by the calls that set them openly, and by whatever reveals them.

Source: upstream's `pallets/subtensor/src/subnets/weights.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import ROOT, AccountId, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.subnets import SubNetworkDoesNotExist
from tao_spec.interface.weights import (
    BatchSetWeights,
    CanNotSetRootNetworkWeights,
    CommitRevealEnabled,
    InputLengthsUnequal,
    SetTaoWeights,
    SettingWeightsTooFast,
    SetWeights,
    UidsLengthExceedUidsInSubNet,
    WeightsSet,
    WeightVecNotEqualSize,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.uids import get_uid_for_net_and_hotkey
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import replaceable, rule
from tao_spec.transition.weights.batches import complete_batch
from tao_spec.transition.weights.checks import (
    ensure_enough_stake,
    ensure_known_uids,
    ensure_length,
    ensure_max_weight,
    ensure_permit,
    ensure_version,
    has_waited,
    set_last_update,
    upscale,
)

Uids = tuple[Uid, ...]
Values = tuple[U16, ...]


@rule("WEIGHTS-20")
def ensure_weights_fit(chain: Chain, netuid: NetUid, uids: Uids, values: Values) -> None:
    """Weights are of a subnet that exists and is not root, as many as the neurons named, and not more than it has neurons.

    Raises:
        CanNotSetRootNetworkWeights, WeightVecNotEqualSize, SubNetworkDoesNotExist, UidsLengthExceedUidsInSubNet: in this order.
    """
    if netuid == ROOT:
        raise CanNotSetRootNetworkWeights
    if len(uids) != len(values):
        raise WeightVecNotEqualSize
    if not chain.subnets.networks_added[netuid]:
        raise SubNetworkDoesNotExist
    if len(uids) > chain.neurons.subnetwork_n[netuid]:
        raise UidsLengthExceedUidsInSubNet


@rule("WEIGHTS-21")
def ensure_may_set(chain: Chain, netuid: NetUid, hotkey: AccountId, version_key: U64) -> Uid:
    """A hotkey may set weights now: it is a neuron, has the stake and the version, and has waited where weights are set openly.

    Returns:
        The number of the neuron.

    Raises:
        HotKeyNotRegisteredInSubNet, NotEnoughStakeToSetWeights, IncorrectWeightVersionKey, SettingWeightsTooFast: in this order.
    """
    uid = get_uid_for_net_and_hotkey(chain, netuid, hotkey)
    ensure_enough_stake(chain, netuid, hotkey)
    ensure_version(chain, netuid, version_key)
    # Who commits first waited then, and need not wait again.
    if not chain.weights.commit_reveal_weights_enabled[netuid] and not has_waited(chain, netuid, uid):
        raise SettingWeightsTooFast
    return uid


@rule("WEIGHTS-22")
@replaceable
def do_set_weights(
    chain: Chain, netuid: NetUid, hotkey: AccountId, uids: Uids, values: Values, version_key: U64
) -> None:
    """Replace the weights of a hotkey's neuron, scaled up to 65,535; where weights are set openly they count as of this block.

    Args:
        uids: the neurons of which something is said.
        values: what is said of each; only their proportions matter.
        version_key: the version of the subnet's software that found them.

    Raises:
        DispatchError: as `ensure_weights_fit`, then as `ensure_may_set`.
        NeuronNoValidatorPermit, DuplicateUids, UidVecContainInvalidOne, WeightVecLengthIsLow, MaxWeightExceeded: in this order.
    """
    ensure_weights_fit(chain, netuid, uids, values)
    uid = ensure_may_set(chain, netuid, hotkey, version_key)
    ensure_permit(chain, netuid, uid, uids)
    ensure_known_uids(chain, netuid, uids)
    ensure_length(chain, netuid, uid, uids)
    upscaled = upscale(values)
    ensure_max_weight(chain, netuid, uid, uids, upscaled)

    chain.weights.weights[netuid, uid] = tuple(zip(uids, upscaled, strict=True))
    # Committed weights count as of the block of their commitment.
    if not chain.weights.commit_reveal_weights_enabled[netuid]:
        set_last_update(chain, netuid, uid)
    chain.emit(WeightsSet(netuid, uid))


@rule("WEIGHTS-23", call=SetWeights)
def set_weights(chain: Chain, origin: Origin, netuid: NetUid, dests: Uids, weights: Values, version_key: U64) -> None:
    """Set the weights of the caller, a hotkey, in a subnet where they need not be committed.

    Args:
        dests: the neurons of which something is said.
        weights: what is said of each.
        version_key: the version of the subnet's software.

    Raises:
        CommitRevealEnabled: weights must be committed first, as in every subnet that has not chosen otherwise.
        BadOrigin: no account signs.
        DispatchError: as `do_set_weights`.
    """
    # Whoever calls: this is asked before the signature.
    if chain.weights.commit_reveal_weights_enabled[netuid]:
        raise CommitRevealEnabled
    do_set_weights(chain, netuid, ensure_signed(origin), dests, weights, version_key)


@rule("WEIGHTS-24", call=BatchSetWeights)
def batch_set_weights(
    chain: Chain,
    origin: Origin,
    netuids: tuple[NetUid, ...],
    weights: tuple[tuple[tuple[Uid, U16], ...], ...],
    version_keys: tuple[U64, ...],
) -> None:
    """Set weights in several subnets, one after the other; each goes well or fails by itself, and the batch goes well.

    Args:
        weights: for each subnet, neurons and what is said of them.
        version_keys: for each subnet.

    Raises:
        BadOrigin: no account signs.
        InputLengthsUnequal: there are not as many lists of weights, or versions, as subnets.
    """
    ensure_signed(origin)
    if not len(netuids) == len(weights) == len(version_keys):
        raise InputLengthsUnequal
    items = zip(netuids, weights, version_keys, strict=True)
    errors = [_try_set(chain, origin, netuid, pairs, version) for netuid, pairs, version in items]
    complete_batch(chain, origin, netuids, errors)


def _try_set(
    chain: Chain, origin: Origin, netuid: NetUid, pairs: tuple[tuple[Uid, U16], ...], version_key: U64
) -> DispatchError | None:
    """Set weights as `set_weights` does, and return the refusal; all is checked before anything is written."""
    uids, values = tuple(uid for uid, _ in pairs), tuple(value for _, value in pairs)
    try:
        set_weights(chain, origin, netuid, uids, values, version_key)
    except DispatchError as error:
        return error
    return None


@rule("WEIGHTS-25", call=SetTaoWeights)
def set_tao_weights(
    _chain: Chain,
    _origin: Origin,
    _netuid: NetUid,
    _hotkey: AccountId,
    _dests: Uids,
    _weights: Values,
    _version_key: U64,
) -> None:
    """Do nothing, whoever calls and whatever is said."""

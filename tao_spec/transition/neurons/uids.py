"""The numbers of neurons: how a hotkey gets one, and what its predecessor leaves behind.

Source: upstream's `pallets/subtensor/src/subnets/uids.rs`.
"""

from __future__ import annotations

from typing import TypeVar

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.neurons import HotKeyNotRegisteredInSubNet
from tao_spec.storage.items import MapAccess
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import replaceable, rule

V = TypeVar("V")

ZERO, NO_ALPHA = U16(0), AlphaBalance(0)

PREDECESSORS_VALUES_REMAIN = "KNOWN-110"
"""Whoever takes another's number has its rank, validator trust, permit, weights, last update and place for measurements."""


@rule("NEUR-10")
@replaceable
def append_neuron(chain: Chain, netuid: NetUid, hotkey: AccountId, block: BlockHeight) -> None:
    """Give a hotkey the next number of a subnet, with every score at zero, active, and without a permit.

    Every vector of the subnet grows by one, whatever its length was.

    Args:
        block: in which it is registered.
    """
    count, scores = chain.neurons.subnetwork_n[netuid], chain.consensus
    chain.neurons.subnetwork_n[netuid] = count.saturating_add(U16(1))
    for shares in (scores.rank, scores.trust, scores.consensus, scores.incentive, scores.dividends):
        push(shares, netuid, ZERO)
    push(scores.emission, netuid, NO_ALPHA)
    push(scores.active, netuid, True)
    push(scores.validator_trust, netuid, ZERO)
    push(scores.validator_permit, netuid, False)
    push(chain.neurons.pruning_scores, netuid, ZERO)
    push(chain.weights.last_update, netuid, block)
    enter_neuron(chain, netuid, Uid(count), hotkey, block)


def push(vectors: MapAccess[NetUid, tuple[V, ...]], netuid: NetUid, value: V) -> None:
    """Let a vector grow by one element."""
    vectors[netuid] = (*vectors[netuid], value)


@rule("NEUR-11")
def enter_neuron(chain: Chain, netuid: NetUid, uid: Uid, hotkey: AccountId, block: BlockHeight) -> None:
    """Enter a hotkey under its number, the number under the hotkey, the block, and the membership."""
    chain.neurons.keys[netuid, uid] = hotkey
    chain.neurons.uids[netuid, hotkey] = uid
    chain.neurons.block_at_registration[netuid, uid] = block
    chain.neurons.is_network_member[hotkey, netuid] = True


@rule("NEUR-12")
def replace_neuron(chain: Chain, netuid: NetUid, uid: Uid, hotkey: AccountId, block: BlockHeight) -> None:
    """Give a hotkey the number of another neuron, which is none any more; where that is the owner hotkey, do nothing.

    Args:
        uid: the number; without an entry in `Keys` the account of zeros counts as its neuron.
        block: in which the hotkey is registered.
    """
    former = chain.neurons.keys[netuid, uid]
    # The hotkey to which the owner's cut goes keeps its number.
    if chain.subnets.subnet_owner_hotkey.get(netuid) == former:
        return
    del chain.neurons.uids[netuid, former]
    del chain.neurons.is_network_member[former, netuid]
    del chain.keys.associated_evm_address[netuid, uid]
    set_at(chain.consensus.active, netuid, uid, True, write_always=False)
    enter_neuron(chain, netuid, uid, hotkey, block)
    del chain.serving.neuron_certificates[netuid, former]
    del chain.serving.axons[netuid, former]
    clear_neuron(chain, netuid, uid)
    if not chain.deviates(PREDECESSORS_VALUES_REMAIN):
        _clear_remains(chain, netuid, uid, block)
        del chain.serving.prometheus[netuid, former]


@rule("NEUR-13")
@replaceable
def clear_neuron(chain: Chain, netuid: NetUid, uid: Uid) -> None:
    """Set a neuron's emission, trust, consensus, incentive and dividends to zero, and take away its bonds.

    A vector that is too short stays as it is.
    """
    scores = chain.consensus
    set_at(scores.emission, netuid, uid, NO_ALPHA)
    for shares in (scores.trust, scores.consensus, scores.incentive, scores.dividends):
        set_at(shares, netuid, uid, ZERO)
    del scores.bonds[netuid, uid]


def _clear_remains(chain: Chain, netuid: NetUid, uid: Uid, block: BlockHeight) -> None:
    """Begin anew with what is left of the predecessor (KNOWN-110)."""
    set_at(chain.consensus.rank, netuid, uid, ZERO)
    set_at(chain.consensus.validator_trust, netuid, uid, ZERO)
    set_at(chain.consensus.validator_permit, netuid, uid, False)
    set_at(chain.weights.last_update, netuid, uid, block)
    del chain.weights.weights[netuid, uid]


def set_at(
    vectors: MapAccess[NetUid, tuple[V, ...]], netuid: NetUid, uid: Uid, value: V, write_always: bool = True
) -> None:
    """Set one element of a vector where it has that many.

    Args:
        write_always: whether a vector that is too short is stored again; one that was absent is stored as empty then.
    """
    vector = vectors[netuid]
    if uid < len(vector):
        vectors[netuid] = (*vector[:uid], value, *vector[uid + 1 :])
    elif write_always:
        vectors[netuid] = vector


@rule("NEUR-14")
def get_uid_for_net_and_hotkey(chain: Chain, netuid: NetUid, hotkey: AccountId) -> Uid:
    """The number of a hotkey in a subnet.

    Raises:
        HotKeyNotRegisteredInSubNet: it has none.
    """
    uid = chain.neurons.uids.get((netuid, hotkey))
    if uid is None:
        raise HotKeyNotRegisteredInSubNet
    return uid


@rule("NEUR-15")
def get_hotkey_for_net_and_uid(chain: Chain, netuid: NetUid, uid: Uid) -> AccountId:
    """The hotkey with a number in a subnet.

    Raises:
        HotKeyNotRegisteredInSubNet: there is none.
    """
    hotkey = chain.neurons.keys.get((netuid, uid))
    if hotkey is None:
        raise HotKeyNotRegisteredInSubNet
    return hotkey

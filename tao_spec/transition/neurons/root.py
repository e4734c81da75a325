"""Seats on root: who has the most stake there; and how a hotkey of root joins the senate.

Source: upstream's `pallets/subtensor/src/coinbase/root.rs`.
"""

from __future__ import annotations

from collections.abc import Sequence

from tao_spec.arithmetic.currency import AlphaBalance
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.errors import DispatchError
from tao_spec.interface.governance.senate import AdjustSenate, CouldNotJoinSenate, SenateAdjusted
from tao_spec.interface.keys import NonAssociatedColdKey
from tao_spec.interface.neurons import (
    HotKeyAlreadyRegisteredInSubNet,
    HotKeyNotRegisteredInSubNet,
    NeuronRegistered,
    RootRegister,
    StakeTooLowForRoot,
)
from tao_spec.interface.subnets import RootNetworkDoesNotExist
from tao_spec.state.units import EIGHTEEN_PERCENT
from tao_spec.transition.chain import Chain
from tao_spec.transition.governance.membership import SENATE, add_member, remove_member, remove_votes, swap_member
from tao_spec.transition.neurons.hotkeys import create_account_if_non_existent, is_owned_by
from tao_spec.transition.neurons.registration import count_registration, ensure_room_for_registration
from tao_spec.transition.neurons.uids import append_neuron, get_hotkey_for_net_and_uid, replace_neuron
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule

ANYBODY_REGISTERS = "KNOWN-115"
"""Anybody can put a hotkey of another on root, and into the senate."""

SENATOR_WITHOUT_SEAT = "KNOWN-116"
"""A hotkey that lost its seat on root stays a senator."""

SENATORS_ARE_KEPT_OUT = "KNOWN-117"
"""A senator without a seat on root cannot get one."""

REPLACED_IS_NOT_NAMED = "KNOWN-118"
"""Nobody is told which senator was replaced."""

TAKE_ABOVE_MAXIMUM = "KNOWN-119"
"""Who comes to root without a take gets the default, be it above the maximum."""


def get_root_stake(chain: Chain, hotkey: AccountId) -> AlphaBalance:
    """The stake of a hotkey on root, by which seats and senators are weighed (NEUR-51, NEUR-53)."""
    return chain.stake.total_hotkey_alpha[hotkey, ROOT]


@rule("NEUR-50")
def take_seat(chain: Chain, hotkey: AccountId) -> Uid:
    """Give a hotkey the next number on root, or, where root is full, that of the neuron with the least stake there.

    Returns:
        The number.

    Raises:
        HotKeyNotRegisteredInSubNet: root is full, and nobody can go.
        StakeTooLowForRoot: the hotkey has no more stake on root than the least.
    """
    block, count = BlockHeight(chain.number), chain.neurons.subnetwork_n[ROOT]
    if count < chain.neurons.max_allowed_uids[ROOT]:
        append_neuron(chain, ROOT, hotkey, block)
        return Uid(count)
    uid, least = get_least_seat(chain)
    former = get_hotkey_for_net_and_uid(chain, ROOT, uid)
    # A seat goes only to somebody with more stake.
    if least >= get_root_stake(chain, hotkey):
        raise StakeTooLowForRoot
    replace_neuron(chain, ROOT, uid, hotkey, block)
    if not chain.deviates(SENATOR_WITHOUT_SEAT):
        _leave_senate(chain, former)
    return uid


def _leave_senate(chain: Chain, hotkey: AccountId) -> None:
    """Without its seat a hotkey is no senator (KNOWN-116)."""
    if is_senator(chain, hotkey):
        remove_votes(chain, (hotkey,))
        remove_member(chain, SENATE, hotkey)


@rule("NEUR-51")
def get_least_seat(chain: Chain) -> tuple[Uid, AlphaBalance]:
    """The neuron of root with the least stake there, and that; of equal ones the first in the order of the storage keys.

    Where there is none, or none has less than 2^64 - 1, it is number 0 with that.
    """
    uid, least = Uid(0), AlphaBalance(AlphaBalance.MAX)
    for candidate, hotkey in chain.neurons.keys.under(ROOT):
        if (stake := get_root_stake(chain, hotkey)) < least:
            uid, least = candidate, stake
    return uid, least


@rule("NEUR-52", call=RootRegister)
def root_register(chain: Chain, origin: Origin, hotkey: AccountId) -> None:
    """Register a hotkey on root for nothing, and bring it into the senate where it may; it is a delegate from then on.

    Args:
        hotkey: anybody's; nobody's becomes the sender's.

    Raises:
        RootNetworkDoesNotExist: there is no root.
        BadOrigin: no account signs.
        NonAssociatedColdKey: it is another's, once KNOWN-115 is closed.
        DispatchError: as NEUR-31, NEUR-50 and NEUR-53.
    """
    if not chain.subnets.networks_added[ROOT]:
        raise RootNetworkDoesNotExist
    coldkey = ensure_signed(origin)
    ensure_room_for_registration(chain, ROOT, hotkey)
    _claim(chain, coldkey, hotkey)
    uid = take_seat(chain, hotkey)
    if chain.deviates(SENATORS_ARE_KEPT_OUT) or not is_senator(chain, hotkey):
        join_senate_if_eligible(chain, hotkey)
    if hotkey not in chain.delegation.delegates:
        chain.delegation.delegates[hotkey] = _get_first_take(chain)
    count_registration(chain, ROOT)
    chain.emit(NeuronRegistered(ROOT, uid, hotkey))


def _claim(chain: Chain, coldkey: AccountId, hotkey: AccountId) -> None:
    """Nobody's hotkey becomes the coldkey's; another's is let pass (KNOWN-115)."""
    create_account_if_non_existent(chain, coldkey, hotkey)
    if not chain.deviates(ANYBODY_REGISTERS) and not is_owned_by(chain, coldkey, hotkey):
        raise NonAssociatedColdKey


def _get_first_take(chain: Chain) -> U16:
    """The default take; once KNOWN-119 is closed, at most the greatest."""
    if chain.deviates(TAKE_ABOVE_MAXIMUM):
        return EIGHTEEN_PERCENT
    return min(EIGHTEEN_PERCENT, chain.delegation.max_delegate_take.value)


def is_senator(chain: Chain, hotkey: AccountId) -> bool:
    """Whether a hotkey is a member of the senate, as NEUR-53 asks."""
    return hotkey in chain.governance.senate_members.value


@rule("NEUR-53")
def join_senate_if_eligible(chain: Chain, hotkey: AccountId) -> AccountId | None:
    """Bring a neuron of root into the senate: while there is room, or for the senator with the least stake on root.

    Of senators with equal stake the last in order goes, and its votes with it. With no more stake than the least, nothing
    is done.

    Returns:
        The senator that was replaced.

    Raises:
        HotKeyNotRegisteredInSubNet: it is no neuron of root.
        HotKeyAlreadyRegisteredInSubNet: it is a senator.
        CouldNotJoinSenate: the list of senators refuses.
    """
    if (ROOT, hotkey) not in chain.neurons.uids:
        raise HotKeyNotRegisteredInSubNet
    if is_senator(chain, hotkey):
        raise HotKeyAlreadyRegisteredInSubNet
    senators = chain.governance.senate_members.value
    try:
        if len(senators) != SENATE.max_members:
            add_member(chain, SENATE, hotkey)
            return None
        return _replace_senator(chain, senators, hotkey)
    except DispatchError:
        raise CouldNotJoinSenate from None


def _replace_senator(chain: Chain, senators: Sequence[AccountId], hotkey: AccountId) -> AccountId | None:
    least = min(reversed(senators), key=lambda senator: get_root_stake(chain, senator))
    if get_root_stake(chain, least) >= get_root_stake(chain, hotkey):
        return None
    remove_votes(chain, (least,))
    swap_member(chain, SENATE, least, hotkey)
    return least


@rule("NEUR-54", call=AdjustSenate)
def adjust_senate(chain: Chain, origin: Origin, hotkey: AccountId) -> None:
    """Bring a neuron of root into the senate.

    Args:
        hotkey: anybody's.

    Raises:
        RootNetworkDoesNotExist: there is no root.
        BadOrigin: no account signs.
        HotKeyNotRegisteredInSubNet: it is no neuron of root.
        NonAssociatedColdKey: it is another's, once KNOWN-115 is closed.
        HotKeyAlreadyRegisteredInSubNet, CouldNotJoinSenate: as NEUR-53.
        StakeTooLowForRoot: the senate is full, and the hotkey has no more stake on root than the least.
    """
    if not chain.subnets.networks_added[ROOT]:
        raise RootNetworkDoesNotExist
    coldkey = ensure_signed(origin)
    if (ROOT, hotkey) not in chain.neurons.uids:
        raise HotKeyNotRegisteredInSubNet
    _claim(chain, coldkey, hotkey)
    replaced = join_senate_if_eligible(chain, hotkey)
    if not is_senator(chain, hotkey):
        raise StakeTooLowForRoot
    named = None if chain.deviates(REPLACED_IS_NOT_NAMED) else replaced
    chain.emit(SenateAdjusted(named, hotkey))

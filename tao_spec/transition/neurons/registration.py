"""What every registration in a subnet asks, and how it ends; and the registration by burning TAO.

Source: upstream's `pallets/subtensor/src/subnets/registration.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import ROOT, AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.keys import NonAssociatedColdKey
from tao_spec.interface.neurons import (
    BurnedRegister,
    HotKeyAlreadyRegisteredInSubNet,
    NeuronRegistered,
    NoNeuronIdAvailable,
    RAORecycledForRegistrationSet,
    RegistrationNotPermittedOnRootSubnet,
    SubNetRegistrationDisabled,
    TooManyRegistrationsThisBlock,
    TooManyRegistrationsThisInterval,
)
from tao_spec.interface.stake import NotEnoughBalanceToStake
from tao_spec.interface.subnets import SubNetworkDoesNotExist
from tao_spec.storage.items import MapAccess
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.hotkeys import create_account_if_non_existent, is_owned_by
from tao_spec.transition.neurons.pruning import get_neuron_to_prune
from tao_spec.transition.neurons.uids import append_neuron, replace_neuron
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.pools.conversion import swap_tao_for_alpha
from tao_spec.transition.pools.prices import get_max_price
from tao_spec.transition.rules import rule
from tao_spec.transition.stake.coldkeys import (
    can_remove_balance_from_coldkey_account,
    remove_balance_from_coldkey_account,
)

COST_COUNTED_FOR_PAYMENT = "KNOWN-112"
"""What is counted as recycled is the cost, also where less was paid, since the account had to live on."""

INTERVAL_FACTOR = 3
"""So many times its target of registrations an interval may hold."""

ONE = U16(1)


@rule("NEUR-30")
def ensure_subnet_registers(chain: Chain, netuid: NetUid, allowed: MapAccess[NetUid, bool]) -> None:
    """A subnet other than root exists, and registers neurons in this way.

    Args:
        allowed: whether a subnet does.

    Raises:
        RegistrationNotPermittedOnRootSubnet, SubNetworkDoesNotExist, SubNetRegistrationDisabled: in this order.
    """
    if netuid == ROOT:
        raise RegistrationNotPermittedOnRootSubnet
    if not chain.subnets.networks_added[netuid]:
        raise SubNetworkDoesNotExist
    if not allowed[netuid]:
        raise SubNetRegistrationDisabled


@rule("NEUR-31")
def ensure_room_for_registration(chain: Chain, netuid: NetUid, hotkey: AccountId) -> None:
    """The block and the interval hold fewer registrations than they may, and the hotkey has no number in the subnet.

    Raises:
        TooManyRegistrationsThisBlock, TooManyRegistrationsThisInterval, HotKeyAlreadyRegisteredInSubNet: in this order.
    """
    neurons = chain.neurons
    if neurons.registrations_this_block[netuid] >= neurons.max_registrations_per_block[netuid]:
        raise TooManyRegistrationsThisBlock
    most = neurons.target_registrations_per_interval[netuid].saturating_mul(INTERVAL_FACTOR)
    if neurons.registrations_this_interval[netuid] >= most:
        raise TooManyRegistrationsThisInterval
    if (netuid, hotkey) in neurons.uids:
        raise HotKeyAlreadyRegisteredInSubNet


@rule("NEUR-32")
def ensure_seat_for_owner(chain: Chain, netuid: NetUid, coldkey: AccountId, hotkey: AccountId) -> None:
    """The hotkey is or becomes the coldkey's, and the subnet may have neurons at all.

    Raises:
        NonAssociatedColdKey: it is another's.
        NoNeuronIdAvailable: the subnet may have none.
    """
    create_account_if_non_existent(chain, coldkey, hotkey)
    if not is_owned_by(chain, coldkey, hotkey):
        raise NonAssociatedColdKey
    if not chain.neurons.max_allowed_uids[netuid]:
        raise NoNeuronIdAvailable


@rule("NEUR-33")
def register_neuron(chain: Chain, netuid: NetUid, hotkey: AccountId) -> Uid:
    """Give a hotkey the next number of a subnet, or, where the subnet is full, that of the neuron that must go.

    Returns:
        The number; where the owner hotkey would have to go, that of the owner hotkey, which keeps it (KNOWN-111).
    """
    block, count = BlockHeight(chain.number), chain.neurons.subnetwork_n[netuid]
    if count < chain.neurons.max_allowed_uids[netuid]:
        append_neuron(chain, netuid, hotkey, block)
        return Uid(count)
    uid = get_neuron_to_prune(chain, netuid)
    replace_neuron(chain, netuid, uid, hotkey, block)
    return uid


@rule("NEUR-34")
def count_registration(chain: Chain, netuid: NetUid) -> None:
    """Count one more registration in the block and in the interval."""
    for counter in (chain.neurons.registrations_this_interval, chain.neurons.registrations_this_block):
        counter[netuid] = counter[netuid].saturating_add(ONE)


@rule("NEUR-35")
def burn_for_registration(chain: Chain, netuid: NetUid, coldkey: AccountId) -> TaoBalance:
    """Take the cost of a registration from a coldkey, buy alpha for it at any price, and burn that.

    Returns:
        What was paid, in rao: the cost, or what the account has above the existential deposit.

    Raises:
        BalanceWithdrawalError, ZeroBalanceAfterWithdrawn: the account cannot pay.
        DispatchError: as `swap_tao_for_alpha`.
    """
    paid = remove_balance_from_coldkey_account(chain, coldkey, chain.neurons.burn[netuid])
    bought = swap_tao_for_alpha(chain, netuid, paid, get_max_price(), drop_fees=False)
    out = chain.pools.subnet_alpha_out
    out[netuid] = out[netuid].saturating_sub(AlphaBalance(bought.amount_paid_out))
    return paid


@rule("NEUR-36")
def increase_rao_recycled(chain: Chain, netuid: NetUid, paid: TaoBalance) -> None:
    """Add the cost of a registration to what registrations have cost, and tell the sum.

    Args:
        paid: what was paid, in rao; without effect as long as the deviation stands.
    """
    cost = chain.neurons.burn[netuid] if chain.deviates(COST_COUNTED_FOR_PAYMENT) else paid
    total = chain.neurons.rao_recycled_for_registration[netuid].saturating_add(cost)
    chain.neurons.rao_recycled_for_registration[netuid] = total
    chain.emit(RAORecycledForRegistrationSet(netuid, total))


@rule("NEUR-37", call=BurnedRegister)
def burned_register(chain: Chain, origin: Origin, netuid: NetUid, hotkey: AccountId) -> None:
    """Register a hotkey by burning TAO.

    Args:
        hotkey: it need not sign; the coldkey that pays owns it, or does so from now on.

    Raises:
        BadOrigin: no account signs.
        DispatchError: as NEUR-30 and NEUR-31.
        NotEnoughBalanceToStake: the coldkey cannot pay the cost.
        DispatchError: as NEUR-32 and NEUR-35.
    """
    coldkey = ensure_signed(origin)
    ensure_subnet_registers(chain, netuid, chain.neurons.network_registration_allowed)
    ensure_room_for_registration(chain, netuid, hotkey)
    # Whoever pays must be able to.
    if not can_remove_balance_from_coldkey_account(chain, coldkey, chain.neurons.burn[netuid]):
        raise NotEnoughBalanceToStake
    ensure_seat_for_owner(chain, netuid, coldkey, hotkey)
    paid = burn_for_registration(chain, netuid, coldkey)
    uid = register_neuron(chain, netuid, hotkey)
    by_burn = chain.neurons.burn_registrations_this_interval
    by_burn[netuid] = by_burn[netuid].saturating_add(ONE)
    count_registration(chain, netuid)
    increase_rao_recycled(chain, netuid, paid)
    chain.emit(NeuronRegistered(netuid, uid, hotkey))

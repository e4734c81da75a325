"""The registration of a subnet: it is paid for, gets a number, hyperparameters, a first neuron, a symbol and a pool.

Source: upstream's `pallets/subtensor/src/subnets/subnet.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import AlphaBalance, TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid
from tao_spec.arithmetic.integers import U16
from tao_spec.interface.keys import NonAssociatedColdKey
from tao_spec.interface.serving import InvalidIdentity, SubnetIdentitySet, SubnetIdentityV3
from tao_spec.interface.stake import NotEnoughBalanceToStake
from tao_spec.interface.subnets import (
    MechanismDoesNotExist,
    NetworkAdded,
    NetworkTxRateLimitExceeded,
    RegisterNetwork,
    RegisterNetworkWithIdentity,
)
from tao_spec.transition.chain import Chain
from tao_spec.transition.neurons.hotkeys import create_account_if_non_existent, is_owned_by
from tao_spec.transition.neurons.uids import append_neuron
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import replaceable, rule
from tao_spec.transition.serving.identities import is_valid_subnet_identity
from tao_spec.transition.stake.checks import can_pay
from tao_spec.transition.stake.coldkeys import remove_balance_from_coldkey_account
from tao_spec.transition.subnets.last_blocks import get_last_registration
from tao_spec.transition.subnets.lock_cost import get_network_lock_cost
from tao_spec.transition.subnets.new_network import get_next_netuid, init_new_network
from tao_spec.transition.subnets.symbols import get_next_available_symbol

DYNAMIC = U16(1)
"""The mechanism of a subnet whose alpha is traded in a pool."""


@rule("SUBNET-20", call=RegisterNetwork)
def register_network(chain: Chain, origin: Origin, hotkey: AccountId) -> None:
    """Register a subnet.

    Args:
        hotkey: the subnet's first neuron.

    Raises:
        BadOrigin: no account signs.
        DispatchError: as `do_register_network`.
    """
    do_register_network(chain, ensure_signed(origin), hotkey, DYNAMIC, None)


@rule("SUBNET-21", call=RegisterNetworkWithIdentity)
def register_network_with_identity(
    chain: Chain, origin: Origin, hotkey: AccountId, identity: SubnetIdentityV3 | None
) -> None:
    """Register a subnet, and say what it is.

    Args:
        hotkey: the subnet's first neuron.
        identity: what the subnet says of itself, if anything.

    Raises:
        BadOrigin: no account signs.
        DispatchError: as `do_register_network`.
    """
    do_register_network(chain, ensure_signed(origin), hotkey, DYNAMIC, identity)


@rule("SUBNET-22")
@replaceable
def do_register_network(
    chain: Chain, coldkey: AccountId, hotkey: AccountId, mechid: U16, identity: SubnetIdentityV3 | None
) -> NetUid:
    """Register a subnet for a coldkey, which pays its cost and owns it; the hotkey becomes its neuron 0.

    Args:
        hotkey: the coldkey's, or nobody's, who then becomes the coldkey's.
        mechid: the mechanism that prices its alpha.
        identity: what the subnet says of itself, if anything.

    Returns:
        The number of the subnet.

    Raises:
        NonAssociatedColdKey: the hotkey is another's.
        MechanismDoesNotExist: the mechanism is not the dynamic one.
        NetworkTxRateLimitExceeded: as `ensure_network_rate_limit`.
        NotEnoughBalanceToStake: the coldkey cannot pay.
        BalanceWithdrawalError, ZeroBalanceAfterWithdrawn: nothing can be taken from its account.
        InvalidIdentity: a text is too long.
    """
    # A hotkey has one owner.
    if hotkey in chain.keys.owner and not is_owned_by(chain, coldkey, hotkey):
        raise NonAssociatedColdKey
    # Of the two mechanisms only the dynamic one is open.
    if mechid != DYNAMIC:
        raise MechanismDoesNotExist
    ensure_network_rate_limit(chain)
    cost = get_network_lock_cost(chain)
    if not can_pay(chain, coldkey, cost):
        raise NotEnoughBalanceToStake
    netuid = get_next_netuid(chain)
    paid = remove_balance_from_coldkey_account(chain, coldkey, cost)
    found_network(chain, netuid, coldkey, hotkey, mechid)
    open_pool(chain, netuid, paid)
    if identity is not None:
        introduce(chain, netuid, identity)
    chain.neurons.network_registration_allowed[netuid] = True
    chain.neurons.network_pow_registration_allowed[netuid] = True
    chain.emit(NetworkAdded(netuid, mechid))
    return netuid


@rule("SUBNET-4")
def ensure_network_rate_limit(chain: Chain) -> None:
    """So many blocks have passed since a subnet was last registered, or since genesis where none was.

    Raises:
        NetworkTxRateLimitExceeded: fewer have.
    """
    last = get_last_registration(chain).value
    if BlockHeight(chain.number).saturating_sub(last) < chain.subnets.network_rate_limit.value:
        raise NetworkTxRateLimitExceeded


def found_network(chain: Chain, netuid: NetUid, coldkey: AccountId, hotkey: AccountId, mechid: U16) -> None:
    """Write what a subnet is: its hyperparameters, first neuron, mechanism, owner, age and symbol."""
    subnets, now = chain.subnets, BlockHeight(chain.number)
    init_new_network(chain, netuid)
    create_account_if_non_existent(chain, coldkey, hotkey)
    append_neuron(chain, netuid, hotkey, now)
    chain.pools.subnet_mechanism[netuid] = mechid
    get_last_registration(chain).value = now
    subnets.network_registered_at[netuid] = now
    subnets.token_symbol[netuid] = get_next_available_symbol(chain, netuid)
    subnets.subnet_owner[netuid] = coldkey
    subnets.subnet_owner_hotkey[netuid] = hotkey


@rule("SUBNET-9")
def open_pool(chain: Chain, netuid: NetUid, paid: TaoBalance) -> None:
    """Put the least cost of a subnet into its new pool, in TAO and as much in alpha, and burn the rest of what was paid.

    What was paid is from now on the cost of the last subnet. Where it is less than the least cost, the rest of the pool's TAO
    comes from nowhere (KNOWN-53).

    Args:
        paid: in rao.
    """
    seed = chain.subnets.network_min_lock_cost.value
    chain.subnets.network_last_lock_cost.value = paid
    chain.pools.subnet_tao[netuid] = seed
    chain.pools.subnet_alpha_in[netuid] = AlphaBalance(seed)
    issuance, stake = chain.emission.total_issuance, chain.stake.total_stake
    burned = paid.saturating_sub(seed)
    if burned:
        issuance.value = issuance.value.saturating_sub(burned)
    if paid and seed:
        stake.value = stake.value.saturating_add(seed)


def introduce(chain: Chain, netuid: NetUid, identity: SubnetIdentityV3) -> None:
    """Store what a new subnet says of itself.

    Raises:
        InvalidIdentity: a text is too long.
    """
    if not is_valid_subnet_identity(identity):
        raise InvalidIdentity
    chain.serving.subnet_identities_v3[netuid] = identity
    chain.emit(SubnetIdentitySet(netuid))
